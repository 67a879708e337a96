// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/bootstrap.h"

#include "sandbox/datadir.h"
#include "sandbox/db/pg.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

// Counted up when a version could no longer be used on what a newer one leaves.
// 1: projects were schemas of this database, and nothing told the number.
// 2: a database for each.
constexpr int kFormat = 2;
constexpr std::string_view kFormatMark = "run402 sandbox, format ";

constexpr const char* kRoles = R"sql(
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['anon', 'authenticated', 'service_role', 'authenticator'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', r);
    END IF;
  END LOOP;
END $$;
ALTER ROLE service_role BYPASSRLS;
ALTER ROLE authenticator LOGIN NOINHERIT;
GRANT anon, authenticated, service_role TO authenticator;
)sql";

constexpr const char* kSchemas = R"sql(
CREATE SCHEMA IF NOT EXISTS internal;
REVOKE ALL ON SCHEMA internal FROM PUBLIC;
CREATE SEQUENCE IF NOT EXISTS internal.slot_seq MINVALUE 1 MAXVALUE 2000 NO CYCLE;
)sql";

// Found before pg_catalog's on the owner's connections (kOwnerSession), so that
// no statement or default of ours can miss a move of the server's clock.
constexpr const char* kClock = R"sql(
CREATE SCHEMA IF NOT EXISTS internal_clock;
REVOKE ALL ON SCHEMA internal_clock FROM PUBLIC;
CREATE TABLE IF NOT EXISTS internal_clock.ahead (only_row bool PRIMARY KEY DEFAULT true CHECK (only_row), ms bigint NOT NULL);
INSERT INTO internal_clock.ahead (ms) VALUES (0) ON CONFLICT (only_row) DO UPDATE SET ms = 0;
CREATE OR REPLACE FUNCTION internal_clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.now() + (SELECT ms FROM internal_clock.ahead) * interval '1 millisecond' $$;
CREATE OR REPLACE FUNCTION internal_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT pg_catalog.clock_timestamp() + (SELECT ms FROM internal_clock.ahead) * interval '1 millisecond' $$;
)sql";

// Tables made before the server had a clock of its own.
constexpr const char* kAdoptClock = R"sql(
DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT d.adrelid::regclass AS tab, a.attname AS col FROM pg_attrdef d
      JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
      JOIN pg_class t ON t.oid = d.adrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = 'internal' AND pg_get_expr(d.adbin, d.adrelid) LIKE '%clock_timestamp()'
        AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.objid = d.oid AND x.refclassid = 'pg_proc'::regclass) LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT internal_clock.clock_timestamp()', c.tab, c.col);
  END LOOP;
END $$;
)sql";

constexpr const char* kProjectTables = R"sql(
CREATE TABLE IF NOT EXISTS internal.projects (
  id text PRIMARY KEY,
  name text NOT NULL,
  schema_slot text NOT NULL UNIQUE,
  tier text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  api_calls bigint NOT NULL DEFAULT 0,
  storage_bytes bigint NOT NULL DEFAULT 0,
  lease_started_at timestamptz NOT NULL,
  lease_expires_at timestamptz NOT NULL,
  key_expires_at bigint NOT NULL,
  wallet_address text,
  pinned boolean NOT NULL DEFAULT false,
  source_version_id text,
  demo_mode boolean NOT NULL DEFAULT false,
  demo_config jsonb,
  demo_source_version_id text,
  demo_source_project_id text,
  demo_last_reset_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX IF NOT EXISTS projects_wallet ON internal.projects (wallet_address);

CREATE TABLE IF NOT EXISTS internal.deployments (
  id text PRIMARY KEY,
  project_id text NOT NULL,
  target text,
  files_count int NOT NULL,
  total_size bigint NOT NULL,
  ref_count int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX IF NOT EXISTS deployments_project ON internal.deployments (project_id, created_at);

CREATE TABLE IF NOT EXISTS internal.subdomains (
  name text PRIMARY KEY,
  deployment_id text NOT NULL,
  project_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX IF NOT EXISTS subdomains_project ON internal.subdomains (project_id);

CREATE TABLE IF NOT EXISTS internal.idempotency_keys (
  wallet text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash text NOT NULL,
  status int NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (wallet, route, key));
)sql";

constexpr const char* kContentTables = R"sql(
CREATE TABLE IF NOT EXISTS internal.secrets (
  project_id text NOT NULL, key text NOT NULL, value text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (project_id, key));
CREATE TABLE IF NOT EXISTS internal.functions (
  project_id text NOT NULL, name text NOT NULL, runtime text NOT NULL DEFAULT 'node22',
  timeout_seconds int NOT NULL, memory_mb int NOT NULL, code_hash text NOT NULL,
  deps jsonb NOT NULL DEFAULT '[]', source text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (project_id, name));
CREATE TABLE IF NOT EXISTS internal.function_logs (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id text NOT NULL, name text NOT NULL, logged_at timestamptz NOT NULL, message text NOT NULL);
ALTER TABLE internal.function_logs ADD COLUMN IF NOT EXISTS request_id text NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS function_logs_of ON internal.function_logs (project_id, name, seq);
CREATE TABLE IF NOT EXISTS internal.storage_objects (
  project_id text NOT NULL, key text NOT NULL, content_type text NOT NULL, size bigint NOT NULL,
  blob text NOT NULL, updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (project_id, key));
)sql";

constexpr const char* kUserTables = R"sql(
CREATE TABLE IF NOT EXISTS internal.users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), project_id text NOT NULL, email text NOT NULL,
  password_hash text, email_verified_at timestamptz, display_name text, avatar_url text,
  last_sign_in_at timestamptz, created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (project_id, email));
CREATE TABLE IF NOT EXISTS internal.refresh_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES internal.users (id) ON DELETE CASCADE,
  project_id text NOT NULL, expires_at timestamptz NOT NULL, used boolean NOT NULL DEFAULT false);
CREATE INDEX IF NOT EXISTS refresh_tokens_user ON internal.refresh_tokens (user_id);
CREATE TABLE IF NOT EXISTS internal.auth_identities (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES internal.users (id) ON DELETE CASCADE,
  project_id text NOT NULL, provider text NOT NULL, provider_sub text NOT NULL, provider_email text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(), UNIQUE (project_id, provider, provider_sub));
CREATE TABLE IF NOT EXISTS internal.oauth_transactions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), project_id text NOT NULL, state_hash text NOT NULL UNIQUE,
  code_challenge text, code_challenge_method text, redirect_url text NOT NULL, mode text NOT NULL,
  intent text NOT NULL, nonce text NOT NULL, linking_user_id uuid, client_state text,
  expires_at timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS internal.oauth_codes (
  code_hash text PRIMARY KEY, code_challenge text, code_challenge_method text,
  user_id uuid NOT NULL REFERENCES internal.users (id) ON DELETE CASCADE, project_id text NOT NULL,
  expires_at timestamptz NOT NULL, used boolean NOT NULL DEFAULT false);
)sql";

constexpr const char* kAppTables = R"sql(
CREATE TABLE IF NOT EXISTS internal.app_versions (
  id text PRIMARY KEY, project_id text NOT NULL UNIQUE, version int NOT NULL, name text NOT NULL, description text,
  visibility text NOT NULL, fork_allowed boolean NOT NULL, status text NOT NULL DEFAULT 'published',
  min_tier text NOT NULL, derived_min_tier text NOT NULL, bundle text NOT NULL, bundle_sha256 text NOT NULL,
  publisher_wallet text, required_secrets jsonb NOT NULL, required_actions jsonb NOT NULL, tags text[] NOT NULL,
  live_url text, table_count int NOT NULL, function_count int NOT NULL, site_file_count int NOT NULL,
  site_total_bytes bigint NOT NULL, site_deployment_id text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
ALTER TABLE internal.app_versions ADD COLUMN IF NOT EXISTS bootstrap_variables jsonb;
CREATE TABLE IF NOT EXISTS internal.app_version_functions (
  version_id text NOT NULL REFERENCES internal.app_versions (id) ON DELETE CASCADE, name text NOT NULL,
  source text NOT NULL, timeout_seconds int NOT NULL, memory_mb int NOT NULL, PRIMARY KEY (version_id, name));
ALTER TABLE internal.app_version_functions ADD COLUMN IF NOT EXISTS deps jsonb NOT NULL DEFAULT '[]';
)sql";

constexpr const char* kMoneyTables = R"sql(
CREATE TABLE IF NOT EXISTS internal.billing_accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  wallet_address text NOT NULL UNIQUE,
  status text NOT NULL DEFAULT 'active',
  available_usd_micros bigint NOT NULL DEFAULT 0 CHECK (available_usd_micros >= 0),
  held_usd_micros bigint NOT NULL DEFAULT 0,
  tier text,
  lease_started_at timestamptz,
  lease_expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE TABLE IF NOT EXISTS internal.allowance_ledger (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES internal.billing_accounts (id),
  direction text NOT NULL,
  kind text NOT NULL,
  amount_usd_micros bigint NOT NULL,
  balance_after_available bigint NOT NULL,
  balance_after_held bigint NOT NULL,
  reference_type text,
  reference_id text,
  idempotency_key text UNIQUE,
  metadata jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX IF NOT EXISTS ledger_account ON internal.allowance_ledger (account_id, seq);

CREATE TABLE IF NOT EXISTS internal.billing_topups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES internal.billing_accounts (id),
  wallet_address text NOT NULL,
  status text NOT NULL DEFAULT 'initiated',
  funded_usd_micros bigint NOT NULL,
  success_url text,
  cancel_url text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
ALTER TABLE internal.billing_topups ADD COLUMN IF NOT EXISTS email text, ADD COLUMN IF NOT EXISTS credit_at timestamptz;
CREATE TABLE IF NOT EXISTS internal.stripe_webhook_events (id text PRIMARY KEY);

CREATE TABLE IF NOT EXISTS internal.chain_balances (
  chain bigint NOT NULL,
  token text NOT NULL,
  address text NOT NULL,
  amount numeric(78, 0) NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (chain, token, address));
CREATE TABLE IF NOT EXISTS internal.chain_authorizations (
  chain bigint NOT NULL,
  token text NOT NULL,
  authorizer text NOT NULL,
  nonce text NOT NULL,
  used_for text NOT NULL,
  PRIMARY KEY (chain, token, authorizer, nonce));
ALTER TABLE internal.chain_authorizations ADD COLUMN IF NOT EXISTS hash text;
CREATE TABLE IF NOT EXISTS internal.chain_transfers (
  hash text PRIMARY KEY,
  chain bigint NOT NULL,
  token text NOT NULL,
  sender text NOT NULL,
  recipient text NOT NULL,
  amount numeric(78, 0) NOT NULL,
  memo text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE TABLE IF NOT EXISTS internal.faucet_drips (
  limit_key text PRIMARY KEY,
  dripped_at timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS internal.wallet_sightings (wallet text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS internal.agent_contacts (
  wallet text PRIMARY KEY, name text NOT NULL, email text, webhook text,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE IF NOT EXISTS internal.messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, wallet text NOT NULL, message text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE IF NOT EXISTS internal.ad_attribution (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gclid text, utm_source text, utm_medium text,
  utm_campaign text, utm_term text, utm_content text, page text, ip text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
)sql";

/// Nothing is written before this has passed: a newer version's data stays as it is.
void refuseNewer(PgLease& lease)
{
    const PgRows rows = lease.query("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = $1",
                                    {kDatabase});
    const std::string mark = rows.empty() ? std::string() : rows.text(0, 0);
    if (mark.rfind(kFormatMark, 0) != 0) {
        return;
    }
    const int format = std::atoi(mark.c_str() + kFormatMark.size());
    if (format > kFormat) {
        throw DataError("data.newer", "The data folder was last used by a newer version of this server (its format is " +
                                          std::to_string(format) + ", this version knows " + std::to_string(kFormat) +
                                          "). Nothing was changed. Use the newer version, choose another folder with "
                                          "--data, or start empty with --reset.");
    }
}

} // namespace

void bootstrapDatabase(const ConnInfo& connInfo)
{
    {
        PgPool maintenance(connInfo("postgres", "postgres"), "", 1);
        PgLease lease(maintenance);
        refuseNewer(lease);
        lease.run(kRoles);
        if (lease.query("SELECT 1 FROM pg_database WHERE datname = $1", {kDatabase}).empty()) {
            lease.run(std::string("CREATE DATABASE ") + kDatabase);
        }
        // nobody but us may look into these
        lease.run("REVOKE CONNECT ON DATABASE postgres, template1, " + std::string(kDatabase) + " FROM PUBLIC");
    }
    prepareSlots(connInfo);
    PgPool owner(connInfo("postgres", kDatabase), kOwnerSession, 1);
    PgTransaction tx(owner);
    tx.run(kSchemas);
    tx.run(kClock);
    tx.run(kProjectTables);
    tx.run(kContentTables);
    tx.run(kUserTables);
    tx.run(kAppTables);
    tx.run(kMoneyTables);
    tx.run(kAdoptClock);
    tx.run(std::string("COMMENT ON DATABASE ") + kDatabase + " IS " +
           quoteLiteral(std::string(kFormatMark) + std::to_string(kFormat)));
    tx.run("DELETE FROM internal.idempotency_keys WHERE created_at < now() - interval '24 hours'");
    tx.query("SELECT setval('internal.slot_seq', m) FROM (SELECT max(substr(schema_slot, 2)::int) AS m "
             "FROM internal.projects) s WHERE m > (SELECT last_value FROM internal.slot_seq)");
    tx.commit();
}

void dropDatabase(const ConnInfo& connInfo)
{
    PgPool maintenance(connInfo("postgres", "postgres"), "", 1);
    PgLease lease(maintenance);
    lease.run(std::string("DROP DATABASE IF EXISTS ") + kDatabase + " WITH (FORCE)");
    dropSlots(lease);
}

void setDatabaseClock(PgPool& owner, std::int64_t offsetMs)
{
    PgLease lease(owner);
    lease.query("UPDATE internal_clock.ahead SET ms = $1", {offsetMs});
}

} // namespace run402::sandbox
