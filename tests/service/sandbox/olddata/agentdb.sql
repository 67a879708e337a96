
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA auth;
ALTER SCHEMA auth OWNER TO postgres;
CREATE SCHEMA internal;
ALTER SCHEMA internal OWNER TO postgres;
CREATE SCHEMA p0001;
ALTER SCHEMA p0001 OWNER TO p0001_owner;
CREATE FUNCTION auth.project_id() RETURNS text
    LANGUAGE sql STABLE
    AS $$
  SELECT NULLIF(current_setting('request.jwt.claims', true), '')::json->>'project_id' $$;
ALTER FUNCTION auth.project_id() OWNER TO postgres;
CREATE FUNCTION auth.role() RETURNS text
    LANGUAGE sql STABLE
    AS $$
  SELECT NULLIF(current_setting('request.jwt.claims', true), '')::json->>'role' $$;
ALTER FUNCTION auth.role() OWNER TO postgres;
CREATE FUNCTION auth.uid() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  SELECT NULLIF(NULLIF(current_setting('request.jwt.claims', true), '')::json->>'sub', '')::uuid $$;
ALTER FUNCTION auth.uid() OWNER TO postgres;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE internal.ad_attribution (
    id bigint NOT NULL,
    gclid text,
    utm_source text,
    utm_medium text,
    utm_campaign text,
    utm_term text,
    utm_content text,
    page text,
    ip text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.ad_attribution OWNER TO postgres;
ALTER TABLE internal.ad_attribution ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME internal.ad_attribution_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE internal.agent_contacts (
    wallet text NOT NULL,
    name text NOT NULL,
    email text,
    webhook text,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.agent_contacts OWNER TO postgres;
CREATE TABLE internal.allowance_ledger (
    seq bigint NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id uuid NOT NULL,
    direction text NOT NULL,
    kind text NOT NULL,
    amount_usd_micros bigint NOT NULL,
    balance_after_available bigint NOT NULL,
    balance_after_held bigint NOT NULL,
    reference_type text,
    reference_id text,
    idempotency_key text,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.allowance_ledger OWNER TO postgres;
ALTER TABLE internal.allowance_ledger ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME internal.allowance_ledger_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE internal.app_version_functions (
    version_id text NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    timeout_seconds integer NOT NULL,
    memory_mb integer NOT NULL
);
ALTER TABLE internal.app_version_functions OWNER TO postgres;
CREATE TABLE internal.app_versions (
    id text NOT NULL,
    project_id text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    description text,
    visibility text NOT NULL,
    fork_allowed boolean NOT NULL,
    status text DEFAULT 'published'::text NOT NULL,
    min_tier text NOT NULL,
    derived_min_tier text NOT NULL,
    bundle text NOT NULL,
    bundle_sha256 text NOT NULL,
    publisher_wallet text,
    required_secrets jsonb NOT NULL,
    required_actions jsonb NOT NULL,
    tags text[] NOT NULL,
    live_url text,
    table_count integer NOT NULL,
    function_count integer NOT NULL,
    site_file_count integer NOT NULL,
    site_total_bytes bigint NOT NULL,
    site_deployment_id text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.app_versions OWNER TO postgres;
CREATE TABLE internal.auth_identities (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    project_id text NOT NULL,
    provider text NOT NULL,
    provider_sub text NOT NULL,
    provider_email text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.auth_identities OWNER TO postgres;
CREATE TABLE internal.billing_accounts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    wallet_address text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    available_usd_micros bigint DEFAULT 0 NOT NULL,
    held_usd_micros bigint DEFAULT 0 NOT NULL,
    tier text,
    lease_started_at timestamp with time zone,
    lease_expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT billing_accounts_available_usd_micros_check CHECK ((available_usd_micros >= 0))
);
ALTER TABLE internal.billing_accounts OWNER TO postgres;
CREATE TABLE internal.billing_topups (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id uuid NOT NULL,
    wallet_address text NOT NULL,
    status text DEFAULT 'initiated'::text NOT NULL,
    funded_usd_micros bigint NOT NULL,
    success_url text,
    cancel_url text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.billing_topups OWNER TO postgres;
CREATE TABLE internal.chain_authorizations (
    chain bigint NOT NULL,
    token text NOT NULL,
    authorizer text NOT NULL,
    nonce text NOT NULL,
    used_for text NOT NULL
);
ALTER TABLE internal.chain_authorizations OWNER TO postgres;
CREATE TABLE internal.chain_balances (
    chain bigint NOT NULL,
    token text NOT NULL,
    address text NOT NULL,
    amount numeric(78,0) NOT NULL,
    CONSTRAINT chain_balances_amount_check CHECK ((amount >= (0)::numeric))
);
ALTER TABLE internal.chain_balances OWNER TO postgres;
CREATE TABLE internal.chain_transfers (
    hash text NOT NULL,
    chain bigint NOT NULL,
    token text NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    amount numeric(78,0) NOT NULL,
    memo text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.chain_transfers OWNER TO postgres;
CREATE TABLE internal.deployments (
    id text NOT NULL,
    project_id text NOT NULL,
    target text,
    files_count integer NOT NULL,
    total_size bigint NOT NULL,
    ref_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.deployments OWNER TO postgres;
CREATE TABLE internal.faucet_drips (
    limit_key text NOT NULL,
    dripped_at timestamp with time zone NOT NULL
);
ALTER TABLE internal.faucet_drips OWNER TO postgres;
CREATE TABLE internal.function_logs (
    seq bigint NOT NULL,
    project_id text NOT NULL,
    name text NOT NULL,
    logged_at timestamp with time zone NOT NULL,
    message text NOT NULL
);
ALTER TABLE internal.function_logs OWNER TO postgres;
ALTER TABLE internal.function_logs ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME internal.function_logs_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE internal.functions (
    project_id text NOT NULL,
    name text NOT NULL,
    runtime text DEFAULT 'node22'::text NOT NULL,
    timeout_seconds integer NOT NULL,
    memory_mb integer NOT NULL,
    code_hash text NOT NULL,
    deps jsonb DEFAULT '[]'::jsonb NOT NULL,
    source text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.functions OWNER TO postgres;
CREATE TABLE internal.idempotency_keys (
    wallet text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.idempotency_keys OWNER TO postgres;
CREATE TABLE internal.messages (
    id bigint NOT NULL,
    wallet text NOT NULL,
    message text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.messages OWNER TO postgres;
ALTER TABLE internal.messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME internal.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE internal.oauth_codes (
    code_hash text NOT NULL,
    code_challenge text,
    code_challenge_method text,
    user_id uuid NOT NULL,
    project_id text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used boolean DEFAULT false NOT NULL
);
ALTER TABLE internal.oauth_codes OWNER TO postgres;
CREATE TABLE internal.oauth_transactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    project_id text NOT NULL,
    state_hash text NOT NULL,
    code_challenge text,
    code_challenge_method text,
    redirect_url text NOT NULL,
    mode text NOT NULL,
    intent text NOT NULL,
    nonce text NOT NULL,
    linking_user_id uuid,
    client_state text,
    expires_at timestamp with time zone NOT NULL
);
ALTER TABLE internal.oauth_transactions OWNER TO postgres;
CREATE TABLE internal.projects (
    id text NOT NULL,
    name text NOT NULL,
    schema_slot text NOT NULL,
    tier text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    api_calls bigint DEFAULT 0 NOT NULL,
    storage_bytes bigint DEFAULT 0 NOT NULL,
    lease_started_at timestamp with time zone NOT NULL,
    lease_expires_at timestamp with time zone NOT NULL,
    key_expires_at bigint NOT NULL,
    wallet_address text,
    pinned boolean DEFAULT false NOT NULL,
    source_version_id text,
    demo_mode boolean DEFAULT false NOT NULL,
    demo_config jsonb,
    demo_source_version_id text,
    demo_source_project_id text,
    demo_last_reset_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.projects OWNER TO postgres;
CREATE TABLE internal.refresh_tokens (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    project_id text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used boolean DEFAULT false NOT NULL
);
ALTER TABLE internal.refresh_tokens OWNER TO postgres;
CREATE TABLE internal.secrets (
    project_id text NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.secrets OWNER TO postgres;
CREATE SEQUENCE internal.slot_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 2000
    CACHE 1;
ALTER TABLE internal.slot_seq OWNER TO postgres;
CREATE TABLE internal.storage_objects (
    project_id text NOT NULL,
    key text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    blob text NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.storage_objects OWNER TO postgres;
CREATE TABLE internal.stripe_webhook_events (
    id text NOT NULL
);
ALTER TABLE internal.stripe_webhook_events OWNER TO postgres;
CREATE TABLE internal.subdomains (
    name text NOT NULL,
    deployment_id text NOT NULL,
    project_id text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.subdomains OWNER TO postgres;
CREATE TABLE internal.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    project_id text NOT NULL,
    email text NOT NULL,
    password_hash text,
    email_verified_at timestamp with time zone,
    display_name text,
    avatar_url text,
    last_sign_in_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE internal.users OWNER TO postgres;
CREATE TABLE internal.wallet_sightings (
    wallet text NOT NULL
);
ALTER TABLE internal.wallet_sightings OWNER TO postgres;
CREATE TABLE p0001.guestbook (
    id bigint NOT NULL,
    name text NOT NULL,
    details jsonb
);
ALTER TABLE ONLY p0001.guestbook FORCE ROW LEVEL SECURITY;
ALTER TABLE p0001.guestbook OWNER TO p0001_owner;
ALTER TABLE p0001.guestbook ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME p0001.guestbook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
COPY internal.ad_attribution (id, gclid, utm_source, utm_medium, utm_campaign, utm_term, utm_content, page, ip, created_at) FROM stdin;
\.
COPY internal.agent_contacts (wallet, name, email, webhook, updated_at) FROM stdin;
\.
COPY internal.allowance_ledger (seq, id, account_id, direction, kind, amount_usd_micros, balance_after_available, balance_after_held, reference_type, reference_id, idempotency_key, metadata, created_at) FROM stdin;
1	69013a99-d0b7-4b86-8cb3-e7bb8911fbdd	ae9a3ef5-8734-4360-b9a1-8a0f088d013d	debit	tier_subscribe	0	0	0	tier	hobby	\N	{"tier": "hobby", "lease_days": 30}	2026-11-23 09:36:52.910915+00
\.
COPY internal.app_version_functions (version_id, name, source, timeout_seconds, memory_mb) FROM stdin;
\.
COPY internal.app_versions (id, project_id, version, name, description, visibility, fork_allowed, status, min_tier, derived_min_tier, bundle, bundle_sha256, publisher_wallet, required_secrets, required_actions, tags, live_url, table_count, function_count, site_file_count, site_total_bytes, site_deployment_id, created_at) FROM stdin;
\.
COPY internal.auth_identities (id, user_id, project_id, provider, provider_sub, provider_email, created_at) FROM stdin;
\.
COPY internal.billing_accounts (id, wallet_address, status, available_usd_micros, held_usd_micros, tier, lease_started_at, lease_expires_at, created_at) FROM stdin;
ae9a3ef5-8734-4360-b9a1-8a0f088d013d	0xa6e87b9615a28471fab4b5b8831d7143894ed456	active	0	0	hobby	2026-11-23 09:36:52.91+00	2026-12-23 09:36:52.91+00	2026-11-23 09:36:52.90949+00
\.
COPY internal.billing_topups (id, account_id, wallet_address, status, funded_usd_micros, success_url, cancel_url, created_at) FROM stdin;
\.
COPY internal.chain_authorizations (chain, token, authorizer, nonce, used_for) FROM stdin;
84532	0x036cbd53842c5426634e7929541ec2318f3dcf7e	0xa6e87b9615a28471fab4b5b8831d7143894ed456	0x0345256ebfc4259c735c18740fff7d2495dffb4f2d634580fb1e8cbd75ab9fb1	x402
\.
COPY internal.chain_balances (chain, token, address, amount) FROM stdin;
84532	0x036cbd53842c5426634e7929541ec2318f3dcf7e	0xa6e87b9615a28471fab4b5b8831d7143894ed456	0
84532	0x036cbd53842c5426634e7929541ec2318f3dcf7e	0xe917520960bf1323c246a900462c2ff924071855	5000000
\.
COPY internal.chain_transfers (hash, chain, token, sender, recipient, amount, memo, created_at) FROM stdin;
0xcf9a302b4d9dc7e9f53e3e3b298b0a2d222f6d89e2c71bd81d5164d860db8687	84532	0x036cbd53842c5426634e7929541ec2318f3dcf7e	0x0000000000000000000000000000000000000000	0xa6e87b9615a28471fab4b5b8831d7143894ed456	5000000	\N	2026-11-23 09:36:52.645984+00
0xebb175512f952b3b7e76a907005bba3f48611c15987cb8f3a341e520d2a5d48e	84532	0x036cbd53842c5426634e7929541ec2318f3dcf7e	0xa6e87b9615a28471fab4b5b8831d7143894ed456	0xe917520960bf1323c246a900462c2ff924071855	5000000	\N	2026-11-23 09:36:52.909359+00
\.
COPY internal.deployments (id, project_id, target, files_count, total_size, ref_count, created_at) FROM stdin;
dpl_1795426613673_3872be	prj_1795426613133_0001	\N	1	36	0	2026-11-23 09:36:53.677321+00
\.
COPY internal.faucet_drips (limit_key, dripped_at) FROM stdin;
\.
COPY internal.function_logs (seq, project_id, name, logged_at, message) FROM stdin;
\.
COPY internal.functions (project_id, name, runtime, timeout_seconds, memory_mb, code_hash, deps, source, created_at, updated_at) FROM stdin;
prj_1795426613133_0001	hello	node22	30	256	64b72e6ad4da9c69059de5d2fe63685f6f531462b3be902e0161adbc9e9896ec	[]	export default async () => new Response('hello from before');	2026-11-23 09:36:53.615801+00	2026-11-23 09:36:53.615801+00
\.
COPY internal.idempotency_keys (wallet, route, key, body_hash, status, body, created_at) FROM stdin;
\.
COPY internal.messages (id, wallet, message, created_at) FROM stdin;
\.
COPY internal.oauth_codes (code_hash, code_challenge, code_challenge_method, user_id, project_id, expires_at, used) FROM stdin;
\.
COPY internal.oauth_transactions (id, project_id, state_hash, code_challenge, code_challenge_method, redirect_url, mode, intent, nonce, linking_user_id, client_state, expires_at) FROM stdin;
\.
COPY internal.projects (id, name, schema_slot, tier, status, api_calls, storage_bytes, lease_started_at, lease_expires_at, key_expires_at, wallet_address, pinned, source_version_id, demo_mode, demo_config, demo_source_version_id, demo_source_project_id, demo_last_reset_at, created_at) FROM stdin;
prj_1795426613133_0001	recipes	p0001	hobby	active	0	18	2026-11-23 09:36:53.133+00	2026-12-23 09:36:53.133+00	1798018613	0xa6e87b9615a28471fab4b5b8831d7143894ed456	f	\N	f	\N	\N	\N	\N	2026-11-23 09:36:53.137669+00
\.
COPY internal.refresh_tokens (id, user_id, project_id, expires_at, used) FROM stdin;
d066406d-0eac-4788-b3bb-d750bc6c5028	ad2413ea-6c9c-4897-b6de-a15f37d24b3a	prj_1795426613133_0001	2026-12-23 09:36:53.323746+00	f
\.
COPY internal.secrets (project_id, key, value, created_at, updated_at) FROM stdin;
prj_1795426613133_0001	MAIL_KEY	k	2026-11-23 09:36:53.599512+00	2026-11-23 09:36:53.599512+00
\.
COPY internal.storage_objects (project_id, key, content_type, size, blob, updated_at) FROM stdin;
prj_1795426613133_0001	notes/today.txt	text/plain	18	5cca97fd8dc584421b33a5cf65ad54ac	2026-11-23 09:36:53.619778+00
\.
COPY internal.stripe_webhook_events (id) FROM stdin;
\.
COPY internal.subdomains (name, deployment_id, project_id, created_at, updated_at) FROM stdin;
kept-from-before	dpl_1795426613673_3872be	prj_1795426613133_0001	2026-11-23 09:36:53.691984+00	2026-11-23 09:36:53.691984+00
\.
COPY internal.users (id, project_id, email, password_hash, email_verified_at, display_name, avatar_url, last_sign_in_at, created_at) FROM stdin;
ad2413ea-6c9c-4897-b6de-a15f37d24b3a	prj_1795426613133_0001	maya@example.com	$argon2id$v=19$m=19456,t=2,p=1$/uB/QJv6T1S38tXanyUjRQ$7vwpegV2CxePo9i0ZuuV+q/hIxf8MEg+qS5+iyW+5/4	\N	\N	\N	2026-11-23 09:36:53.429407+00	2026-11-23 09:36:53.305477+00
\.
COPY internal.wallet_sightings (wallet) FROM stdin;
0xa6e87b9615a28471fab4b5b8831d7143894ed456
\.
COPY p0001.guestbook (id, name, details) FROM stdin;
1	Tal	{"course": "dinner"}
2	Maya	\N
3	Zoë	[]
\.
SELECT pg_catalog.setval('internal.ad_attribution_id_seq', 1, false);
SELECT pg_catalog.setval('internal.allowance_ledger_seq_seq', 1, true);
SELECT pg_catalog.setval('internal.function_logs_seq_seq', 1, false);
SELECT pg_catalog.setval('internal.messages_id_seq', 1, false);
SELECT pg_catalog.setval('internal.slot_seq', 1, true);
SELECT pg_catalog.setval('p0001.guestbook_id_seq', 3, true);
ALTER TABLE ONLY internal.ad_attribution
    ADD CONSTRAINT ad_attribution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.agent_contacts
    ADD CONSTRAINT agent_contacts_pkey PRIMARY KEY (wallet);
ALTER TABLE ONLY internal.allowance_ledger
    ADD CONSTRAINT allowance_ledger_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY internal.allowance_ledger
    ADD CONSTRAINT allowance_ledger_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY internal.app_version_functions
    ADD CONSTRAINT app_version_functions_pkey PRIMARY KEY (version_id, name);
ALTER TABLE ONLY internal.app_versions
    ADD CONSTRAINT app_versions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.app_versions
    ADD CONSTRAINT app_versions_project_id_key UNIQUE (project_id);
ALTER TABLE ONLY internal.auth_identities
    ADD CONSTRAINT auth_identities_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.auth_identities
    ADD CONSTRAINT auth_identities_project_id_provider_provider_sub_key UNIQUE (project_id, provider, provider_sub);
ALTER TABLE ONLY internal.billing_accounts
    ADD CONSTRAINT billing_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.billing_accounts
    ADD CONSTRAINT billing_accounts_wallet_address_key UNIQUE (wallet_address);
ALTER TABLE ONLY internal.billing_topups
    ADD CONSTRAINT billing_topups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.chain_authorizations
    ADD CONSTRAINT chain_authorizations_pkey PRIMARY KEY (chain, token, authorizer, nonce);
ALTER TABLE ONLY internal.chain_balances
    ADD CONSTRAINT chain_balances_pkey PRIMARY KEY (chain, token, address);
ALTER TABLE ONLY internal.chain_transfers
    ADD CONSTRAINT chain_transfers_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY internal.deployments
    ADD CONSTRAINT deployments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.faucet_drips
    ADD CONSTRAINT faucet_drips_pkey PRIMARY KEY (limit_key);
ALTER TABLE ONLY internal.function_logs
    ADD CONSTRAINT function_logs_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY internal.functions
    ADD CONSTRAINT functions_pkey PRIMARY KEY (project_id, name);
ALTER TABLE ONLY internal.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (wallet, route, key);
ALTER TABLE ONLY internal.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.oauth_codes
    ADD CONSTRAINT oauth_codes_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY internal.oauth_transactions
    ADD CONSTRAINT oauth_transactions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.oauth_transactions
    ADD CONSTRAINT oauth_transactions_state_hash_key UNIQUE (state_hash);
ALTER TABLE ONLY internal.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.projects
    ADD CONSTRAINT projects_schema_slot_key UNIQUE (schema_slot);
ALTER TABLE ONLY internal.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.secrets
    ADD CONSTRAINT secrets_pkey PRIMARY KEY (project_id, key);
ALTER TABLE ONLY internal.storage_objects
    ADD CONSTRAINT storage_objects_pkey PRIMARY KEY (project_id, key);
ALTER TABLE ONLY internal.stripe_webhook_events
    ADD CONSTRAINT stripe_webhook_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.subdomains
    ADD CONSTRAINT subdomains_pkey PRIMARY KEY (name);
ALTER TABLE ONLY internal.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY internal.users
    ADD CONSTRAINT users_project_id_email_key UNIQUE (project_id, email);
ALTER TABLE ONLY internal.wallet_sightings
    ADD CONSTRAINT wallet_sightings_pkey PRIMARY KEY (wallet);
ALTER TABLE ONLY p0001.guestbook
    ADD CONSTRAINT guestbook_pkey PRIMARY KEY (id);
CREATE INDEX deployments_project ON internal.deployments USING btree (project_id, created_at);
CREATE INDEX function_logs_of ON internal.function_logs USING btree (project_id, name, seq);
CREATE INDEX ledger_account ON internal.allowance_ledger USING btree (account_id, seq);
CREATE INDEX projects_wallet ON internal.projects USING btree (wallet_address);
CREATE INDEX refresh_tokens_user ON internal.refresh_tokens USING btree (user_id);
CREATE INDEX subdomains_project ON internal.subdomains USING btree (project_id);
ALTER TABLE ONLY internal.allowance_ledger
    ADD CONSTRAINT allowance_ledger_account_id_fkey FOREIGN KEY (account_id) REFERENCES internal.billing_accounts(id);
ALTER TABLE ONLY internal.app_version_functions
    ADD CONSTRAINT app_version_functions_version_id_fkey FOREIGN KEY (version_id) REFERENCES internal.app_versions(id) ON DELETE CASCADE;
ALTER TABLE ONLY internal.auth_identities
    ADD CONSTRAINT auth_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES internal.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY internal.billing_topups
    ADD CONSTRAINT billing_topups_account_id_fkey FOREIGN KEY (account_id) REFERENCES internal.billing_accounts(id);
ALTER TABLE ONLY internal.oauth_codes
    ADD CONSTRAINT oauth_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES internal.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY internal.refresh_tokens
    ADD CONSTRAINT refresh_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES internal.users(id) ON DELETE CASCADE;
CREATE POLICY "Anyone can read" ON p0001.guestbook FOR SELECT USING (true);
CREATE POLICY "Authenticated users can delete" ON p0001.guestbook FOR DELETE USING ((auth.role() = 'authenticated'::text));
CREATE POLICY "Authenticated users can insert" ON p0001.guestbook FOR INSERT WITH CHECK ((auth.role() = 'authenticated'::text));
CREATE POLICY "Authenticated users can update" ON p0001.guestbook FOR UPDATE USING ((auth.role() = 'authenticated'::text));
ALTER TABLE p0001.guestbook ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA auth TO PUBLIC;
GRANT USAGE ON SCHEMA p0001 TO anon;
GRANT USAGE ON SCHEMA p0001 TO authenticated;
GRANT USAGE ON SCHEMA p0001 TO service_role;
GRANT SELECT ON TABLE p0001.guestbook TO anon;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE p0001.guestbook TO authenticated;
GRANT ALL ON TABLE p0001.guestbook TO service_role;
GRANT SELECT,USAGE ON SEQUENCE p0001.guestbook_id_seq TO anon;
GRANT SELECT,USAGE ON SEQUENCE p0001.guestbook_id_seq TO authenticated;
GRANT SELECT,USAGE ON SEQUENCE p0001.guestbook_id_seq TO service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT SELECT,USAGE ON SEQUENCES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT SELECT,USAGE ON SEQUENCES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT SELECT,USAGE ON SEQUENCES  TO service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT SELECT ON TABLES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE p0001_owner IN SCHEMA p0001 GRANT ALL ON TABLES  TO service_role;
