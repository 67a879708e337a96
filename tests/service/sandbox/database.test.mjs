// SPDX-License-Identifier: GPL-3.0-or-later
// What a project's database must do, from outside: keys, row level security, isolation, DDL and REST together, forks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./harness.mjs";

let sandbox, wallet, project;
before(async () => {
  sandbox = await startSandbox();
  wallet = await sandbox.customer("hobby");
  project = await sandbox.project(wallet);
});
after(() => sandbox?.stop());

const coded = ({ status, body }) => [status, body?.code];
async function run(text, of = project) {
  const answer = await of.sql(text);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
async function protect(template, table, owner_column, of = project) {
  const answer = await of.manage("POST", "/rls", { template, tables: [{ table, ...(owner_column ? { owner_column } : {}) }] });
  assert.equal(answer.status, 200, answer.text);
}

test("a fresh table: anon reads, users and the service key write", async () => {
  await run("CREATE TABLE fresh (id int PRIMARY KEY, t text)");
  const user = await project.user("fresh@example.com");
  assert.deepEqual((await project.rest("GET", "fresh")).body, []);
  assert.deepEqual(coded(await project.rest("POST", "fresh", { json: { id: 1 } })), [401, "42501"]);
  assert.equal((await project.rest("POST", "fresh", { key: user.access_token, json: { id: 1, t: "u" } })).status, 201);
  assert.equal((await project.rest("POST", "fresh", { key: "service", json: { id: 2, t: "s" } })).status, 201);
  assert.equal((await project.rest("PATCH", "fresh?id=eq.1", { key: user.access_token, json: { t: "v" } })).status, 204);
  assert.equal((await project.rest("DELETE", "fresh?id=eq.1")).status, 401);
});

test("SERIAL and IDENTITY columns count for users and, where the public may write, for anon", async () => {
  await run("CREATE TABLE counted (a serial, b bigint GENERATED ALWAYS AS IDENTITY, t text)");
  const user = await project.user("serial@example.com");
  const add = (key) => project.rest("POST", "counted", { key, json: { t: "x" }, prefer: "return=representation" });
  assert.deepEqual((await add(user.access_token)).body, [{ a: 1, b: 1, t: "x" }]);
  assert.equal((await add("anon")).status, 401);
  await protect("public_read_write", "counted");
  assert.equal((await add("anon")).body[0].b, 2);
});

test("user_owns_rows: nobody sees or writes rows of somebody else", async () => {
  await run("CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid DEFAULT auth.uid(), t text)");
  await protect("user_owns_rows", "notes", "user_id");
  const [a, b] = [await project.user("a@example.com"), await project.user("b@example.com")];
  assert.equal((await project.rest("POST", "notes", { key: a.access_token, json: { t: "mine" } })).status, 201);
  assert.deepEqual((await project.rest("GET", "notes", { key: b.access_token })).body, []);
  assert.deepEqual((await project.rest("GET", "notes?select=t", { key: a.access_token })).body, [{ t: "mine" }]);
  assert.deepEqual(coded(await project.rest("POST", "notes", { key: a.access_token, json: { user_id: b.id } })), [403, "42501"]);
  const touched = await project.rest("PATCH", "notes?t=eq.mine", { key: b.access_token, json: { t: "theirs" }, prefer: "return=representation" });
  assert.deepEqual([touched.status, touched.body], [200, []]);
  assert.deepEqual(coded(await project.rest("PATCH", "notes?t=eq.mine", { key: a.access_token, json: { user_id: b.id } })), [403, "42501"]);
  assert.equal((await project.rest("DELETE", "notes?t=eq.mine", { key: b.access_token })).status, 204);
  assert.deepEqual((await project.rest("GET", "notes")).body, []);
  assert.equal((await project.rest("GET", "notes", { key: "service" })).body.length, 1);
  await protect("user_owns_rows", "notes", "user_id"); // again: the old policies are replaced
  assert.equal((await project.rest("GET", "notes", { key: a.access_token })).body.length, 1);
});

test("public_read: anon reads, only users write", async () => {
  await run("CREATE TABLE posts (id int PRIMARY KEY)");
  await protect("public_read", "posts");
  const user = await project.user("poster@example.com");
  assert.equal((await project.rest("POST", "posts", { key: user.access_token, json: { id: 1 } })).status, 201);
  assert.deepEqual((await project.rest("GET", "posts")).body, [{ id: 1 }]);
  assert.deepEqual(coded(await project.rest("POST", "posts", { json: { id: 2 } })), [401, "42501"]);
});

test("what REST knows is as new as the last DDL, also when two connections change and read at once", async () => {
  for (let i = 0; i < 12; i++) {
    await run(`CREATE TABLE parent${i} (id int PRIMARY KEY, t text); CREATE TABLE child${i} (id int PRIMARY KEY, parent_id int REFERENCES parent${i}); INSERT INTO parent${i} VALUES (1, 'p'); INSERT INTO child${i} VALUES (7, 1)`);
    assert.deepEqual((await project.rest("GET", `parent${i}?select=*,child${i}(*)`)).body, [{ id: 1, t: "p", [`child${i}`]: [{ id: 7, parent_id: 1 }] }]);
    await run(`ALTER TABLE parent${i} RENAME t TO title; ALTER TABLE parent${i} ADD n int DEFAULT 5`);
    const [columns, gone] = await Promise.all([project.rest("GET", `parent${i}?select=title,n`), project.rest("GET", `parent${i}?select=t`)]);
    assert.deepEqual([columns.body, coded(gone)], [[{ title: "p", n: 5 }], [400, "42703"]]);
    await run(`DROP TABLE child${i}; CREATE FUNCTION twice${i}(x int) RETURNS int LANGUAGE sql AS 'SELECT x * 2'`);
    const [none, fn] = await Promise.all([project.rest("GET", `parent${i}?select=*,child${i}(*)`), project.rest("POST", `rpc/twice${i}`, { json: { x: i } })]);
    assert.deepEqual([coded(none), fn.body], [[400, "PGRST200"], i * 2]);
  }
  const writer = (async () => { for (let i = 0; i < 25; i++) await run(`ALTER TABLE fresh ADD COLUMN extra${i} int DEFAULT ${i}`); })();
  for (let i = 0; i < 25; i++) assert.equal((await project.rest("GET", "fresh?select=id,t&id=eq.2")).status, 200, "reads go on while columns come");
  await writer;
  assert.deepEqual((await project.rest("GET", "fresh?select=extra0,extra24&id=eq.2")).body, [{ extra0: 0, extra24: 24 }]);
});

test("admin SQL: all or nothing, big numbers as text, refused words, the server's message", async () => {
  const failed = await project.sql("CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1)");
  assert.deepEqual([failed.status, failed.body.error], [400, 'SQL error: relation "nowhere" does not exist']);
  assert.equal((await project.rest("GET", "half")).status, 404);
  assert.deepEqual((await run("SELECT count(*) FROM fresh")).rows, [{ count: "2" }]);
  const several = await run("INSERT INTO fresh(id) VALUES (10),(11); DELETE FROM fresh WHERE id >= 10; SELECT 1 AS one");
  assert.deepEqual([several.rows, several.rowCount], [[{ one: 1 }], 5]);
  for (const text of ["GRANT ALL ON fresh TO anon", "SELECT 'revoke'", "CREATE EXTENSION x", "SET search_path = public", "SET ROLE postgres", "DROP SCHEMA p0001", "CREATE ROLE r", "ALTER SYSTEM SET x = 1", "COPY fresh FROM PROGRAM 'id'"]) {
    assert.equal((await project.sql(text)).status, 403, text);
  }
});

test("admin SQL reaches nothing but its own slot", async () => {
  const other = await sandbox.project(wallet);
  await run("CREATE TABLE secret (t text); INSERT INTO secret VALUES ('theirs')", other);
  for (const text of [`SELECT * FROM ${other.slot}.secret`, "SELECT * FROM internal.users", "RESET ROLE; SELECT * FROM internal.projects", "SELECT pg_read_file('/etc/passwd')", "COPY secret FROM '/etc/passwd'",
    "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION x()", `CREATE TABLE ${other.slot}.t (id int)`, "CREATE TABLE public.t (id int)", "ALTER ROLE authenticator SUPERUSER", "SET SESSION AUTHORIZATION postgres", "SELECT * FROM pg_authid", "LOAD 'x'",
    "CREATE FUNCTION f() RETURNS text LANGUAGE c AS 'x'", "SELECT lo_import('/etc/passwd')", "DO $$ BEGIN EXECUTE 'SELECT * FROM internal.secrets'; END $$", "SELECT set_config('role', 'postgres', false); SELECT * FROM internal.projects"]) {
    assert.equal((await project.sql(text)).status, 400, text);
  }
});

test("a project's own functions reach nothing but its own slot, whoever calls them", async () => {
  const other = await sandbox.project(wallet);
  await run("CREATE TABLE hidden (t text); INSERT INTO hidden VALUES ('theirs'); CREATE TABLE common (t text); CREATE FUNCTION lure() RETURNS text LANGUAGE sql AS $$ SELECT 'theirs' $$", other);
  await protect("public_read_write", "hidden", undefined, other); // open to everybody who is in that project
  const reads = [`SELECT t FROM ${other.slot}.hidden`, `SELECT ${other.slot}.lure()`, `SELECT t FROM agentdb.${other.slot}.hidden`, `SELECT t FROM ${other.slot}.${other.slot}.hidden`,
    `SELECT query_to_xml('SELECT * FROM ${other.slot}.hidden', true, false, '')::text`, `SELECT table_to_xml('${other.slot}.hidden', true, false, '')::text`,
    `SELECT schema_to_xml('${other.slot}', true, false, '')::text`, `SELECT database_to_xml(true, false, '')::text`,
    `SELECT string_agg(most_common_vals::text, ',') FROM pg_stats WHERE schemaname = '${other.slot}'`, `SELECT string_agg(query, ';') FROM pg_stat_activity WHERE datname = '${other.slot}' AND query LIKE '%SELECT%'`,
    "SELECT string_agg(relname, ',') FROM pg_class WHERE relname IN ('hidden', 'lure')", "SELECT pg_read_file('postgresql.conf')", "SELECT pg_ls_dir('base')::text", "SELECT email FROM internal.users", "SELECT key FROM internal.secrets",
    `SELECT t FROM dblink('dbname=${other.slot} user=postgres', 'SELECT t FROM hidden') AS d(t text)`, `SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = '${other.slot}'`];
  const preludes = ["", "SET LOCAL ROLE service_role;", "RESET ROLE;", `SET LOCAL ROLE ${other.slot}_owner;`, `SET LOCAL ROLE ${other.slot}_rest;`, "SET LOCAL ROLE postgres;", `SET LOCAL search_path = ${other.slot}, pg_catalog;`,
    `SET SESSION AUTHORIZATION ${other.slot}_owner;`];
  const writes = [`INSERT INTO ${other.slot}.hidden VALUES ('mine') RETURNING t`, `UPDATE ${other.slot}.hidden SET t = 'mine' RETURNING t`, `DELETE FROM ${other.slot}.hidden RETURNING t`, `SELECT setval('${other.slot}.s', 1)::text`];
  const changes = [`CREATE TABLE ${other.slot}.planted (t text)`, `DROP TABLE ${other.slot}.hidden`, `GRANT ALL ON ${other.slot}.hidden TO anon`, "CREATE EXTENSION dblink", "CREATE EXTENSION postgres_fdw",
    `CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname '${other.slot}')`, `COPY common FROM PROGRAM 'psql ${other.slot}'`, `ALTER DATABASE ${other.slot} RENAME TO taken`, `DROP DATABASE ${other.slot}`, `ALTER ROLE ${other.slot}_rest SUPERUSER`,
    `ALTER ROLE ${other.slot}_rest SET search_path = public`, `GRANT ${other.slot}_owner TO anon`, `LOAD 'x'`];
  await run("CREATE TABLE common (t text); INSERT INTO common VALUES ('mine')"); // of that name both have one
  const user = await project.user("prober@example.com");
  for (const [name, security] of [["as_caller", "INVOKER"], ["as_owner", "DEFINER"]]) {
    // Every probe is undone: what it gave travels in the exception. One call makes them all, as calls are limited.
    await run(`CREATE FUNCTION ${name}(probes json) RETURNS SETOF text LANGUAGE plpgsql SECURITY ${security} AS $f$ DECLARE p json; r text; BEGIN
      FOR p IN SELECT json_array_elements(probes) LOOP
        BEGIN
          r := 'done';
          IF p->>0 <> '' THEN EXECUTE p->>0; END IF;
          IF (p->>2)::boolean THEN EXECUTE p->>1 INTO r; ELSE EXECUTE p->>1; END IF;
          RAISE EXCEPTION USING ERRCODE = 'ZZ402', MESSAGE = 'got ' || coalesce(r, '');
        EXCEPTION WHEN SQLSTATE 'ZZ402' THEN RETURN NEXT SQLERRM; WHEN OTHERS THEN RETURN NEXT 'refused ' || SQLERRM;
        END;
      END LOOP; END $f$`);
    for (const key of ["anon", user.access_token, "service"]) {
      const probes = [["", "SELECT 1", true], ...reads.map((read) => ["", read, true]), ...changes.map((change) => ["", change, false])];
      for (const statement of [reads[0], ...writes]) for (const prelude of preludes) probes.push([prelude, statement, true]);
      probes.push([`SET LOCAL search_path = ${other.slot}, ${project.slot};`, "SELECT t FROM common", true]);
      const { body } = await project.rest("POST", `rpc/${name}`, { key, json: { probes } });
      assert.equal(body.length, probes.length, JSON.stringify(body));
      assert.deepEqual([body[0], body.at(-1)], ["got 1", "got mine"]); // the probing works
      probes.slice(1, -1).forEach(([prelude, statement, gives], i) => {
        const outcome = body[i + 1], own = statement.includes("database_to_xml"); // one's own tables
        assert.ok(outcome.startsWith("refused ") || (gives && outcome === "got ") || (own && !outcome.includes("theirs")), `${name} ${prelude} ${statement}: ${outcome}`);
      });
    }
  }
  const view = await project.sql(`CREATE VIEW peek AS SELECT * FROM ${other.slot}.hidden`);
  assert.equal(view.status, 400, view.text);
  // what they had is as it was, and still theirs to use
  assert.deepEqual((await other.rest("GET", "hidden")).body, [{ t: "theirs" }]);
  assert.equal((await other.rest("POST", "hidden", { json: { t: "more" } })).status, 201);
});

test("what a function leaves in its session stays in its project", async () => {
  const [litterer, other] = [await sandbox.project(wallet), await sandbox.project(wallet)];
  for (const of of [litterer, other]) await run("CREATE TABLE settled (t text); INSERT INTO settled VALUES ('real'); CREATE FUNCTION settled_rows() RETURNS SETOF text LANGUAGE sql AS $$ SELECT t FROM settled $$", of);
  await run(`CREATE FUNCTION litter() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN CREATE TEMP TABLE IF NOT EXISTS settled (t text); INSERT INTO settled VALUES ('fake');
    PERFORM set_config('response.status', '418', false); PERFORM set_config('statement_timeout', '1', false); PERFORM lo_create(0); EXECUTE 'RES' || 'ET ROLE'; EXECUTE 'AL' || 'TER ROLE CURRENT_USER SET statement_timeout = 1'; END $f$`, litterer);
  await Promise.all(Array.from({ length: 12 }, () => litterer.rest("POST", "rpc/litter", { key: "service", json: {} })));
  const answers = await Promise.all(Array.from({ length: 24 }, () => other.rest("POST", "rpc/settled_rows", { json: {} })));
  for (const { status, body } of answers) assert.deepEqual([status, body], [200, ["real"]]);
});

test("many projects at once share the database's connections, and all are served", async () => {
  const crowd = await Promise.all(Array.from({ length: 9 }, () => sandbox.project(wallet)));
  for (const one of crowd) await run(`CREATE TABLE me (t text); INSERT INTO me VALUES ('${one.slot}'); CREATE FUNCTION slowly() RETURNS text LANGUAGE sql AS $$ SELECT t FROM me, pg_sleep(0.2) $$`, one);
  // 216 calls that overlap: more than the database has connections
  const answers = await Promise.all(crowd.flatMap((one) => Array.from({ length: 24 }, async () => [one.slot, await one.rest("POST", "rpc/slowly", { json: {} })])));
  for (const [slot, { status, body }] of answers) assert.deepEqual([status, body], [200, slot]);
  const sql = await Promise.all(crowd.flatMap((one) => Array.from({ length: 12 }, () => run("SELECT t FROM me, pg_sleep(0.05)", one))));
  assert.ok(sql.every(({ rows }, i) => rows[0].t === crowd[Math.floor(i / 12)].slot));
});

test("a slot given to somebody else is empty and knows nothing of who had it", async () => {
  const first = await sandbox.project(wallet);
  await run("CREATE TABLE old (t text); CREATE FUNCTION keep() RETURNS oid LANGUAGE sql AS $$ SELECT lo_create(4711) $$", first);
  assert.equal((await first.rest("POST", "rpc/keep", { key: "service", json: {} })).text, '"4711"');
  await first.rest("GET", "old");
  assert.equal((await sandbox.send("DELETE", `/projects/v1/${first.id}`, { headers: { Authorization: `Bearer ${first.service}` } })).status, 200);
  assert.equal((await first.rest("GET", "old")).status, 404);
  const second = await sandbox.project(wallet);
  assert.equal(second.slot, first.slot);
  assert.equal((await second.rest("GET", "old")).status, 404);
  assert.deepEqual((await run("SELECT count(*)::int FROM pg_largeobject_metadata", second)).rows, [{ count: 0 }]);
  assert.deepEqual((await run("CREATE TABLE old (n int); SELECT 1 AS one", second)).rows, [{ one: 1 }]);
  assert.deepEqual((await second.rest("GET", "old?select=n")).body, []);
});

test("REST sees what admin SQL defined, also where no command says so", async () => {
  await run("CREATE TABLE shape (a int)");
  assert.deepEqual((await project.rest("GET", "shape")).body, []);
  await run("DO $$ BEGIN EXECUTE 'ALTER TABLE shape ADD COLUMN b int DEFAULT 7'; END $$; INSERT INTO shape VALUES (1)");
  assert.deepEqual((await project.rest("GET", "shape?select=b")).body, [{ b: 7 }]);
  await run("CREATE FUNCTION reshape() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE shape RENAME COLUMN b TO c; END $$");
  await run("SELECT reshape()");
  assert.deepEqual((await project.rest("GET", "shape?select=c")).body, [{ c: 7 }]);
  assert.equal((await project.rest("GET", "shape?select=b")).body.code, "42703");
  await run("CREATE TABLE child (id int, shape_id int); ALTER TABLE shape ADD PRIMARY KEY (a)");
  assert.equal((await project.rest("GET", "shape?select=a,child(id)")).body.code, "PGRST200");
  await run("COMMIT; ALTER TABLE child ADD FOREIGN KEY (shape_id) REFERENCES shape (a); SELECT 1");
  assert.deepEqual((await project.rest("GET", "shape?select=a,child(id)")).body, [{ a: 1, child: [] }]);
});

test("Accept, Range and conditions do not reach the REST engine: the gateway passes Authorization, Content-Type and Prefer only", async () => {
  await run("CREATE TABLE kinds (id int PRIMARY KEY, t text); INSERT INTO kinds VALUES (1, 'a'), (2, 'b')");
  const rows = [{ id: 1, t: "a" }, { id: 2, t: "b" }];
  for (const headers of [{ Accept: "text/csv" }, { Accept: "application/vnd.pgrst.object+json" }, { Accept: "application/vnd.pgrst.plan+json" }, { Accept: "application/geo+json" }, { Accept: "image/png" },
    { Range: "0-0", "Range-Unit": "items" }, { "If-None-Match": "x" }]) {
    const answer = await project.rest("GET", "kinds?order=id", { headers });
    assert.deepEqual([answer.status, answer.headers.get("content-type"), answer.body], [200, "application/json; charset=utf-8", rows], JSON.stringify(headers));
  }
  // what a client's single() gets: a list of one, and of none instead of an error
  const single = { headers: { Accept: "application/vnd.pgrst.object+json" } };
  assert.deepEqual((await project.rest("GET", "kinds?id=eq.2", single)).body, [rows[1]]);
  const none = await project.rest("GET", "kinds?id=eq.3", single);
  assert.deepEqual([none.status, none.body], [200, []]);
});

test("no mix of headers lets the keys of one project reach another", async () => {
  const other = await sandbox.project(wallet);
  await run("CREATE TABLE only_here (t text); INSERT INTO only_here VALUES ('theirs')", other);
  const eve = await project.user("mixer@example.com");
  const get = (headers, path = "/rest/v1/only_here") => sandbox.send("GET", path, { headers });
  const mixes = [
    { apikey: project.anon }, { apikey: project.service }, { apikey: project.anon, "Accept-Profile": other.slot }, { apikey: project.service, "Content-Profile": other.slot },
    { apikey: project.service, Authorization: `Bearer ${other.anon}` }, { apikey: other.anon, Authorization: `Bearer ${project.service}` },
    { apikey: other.anon, Authorization: `Bearer ${eve.access_token}` }, { apikey: project.anon, Authorization: `Bearer ${other.service}` },
    { apikey: project.anon, "X-Forwarded-Host": `${other.slot}.localhost` }];
  for (const headers of mixes) {
    const answer = await get(headers);
    assert.ok(answer.status >= 400 && !answer.text.includes("theirs"), `${JSON.stringify(Object.keys(headers))}: ${answer.status} ${answer.text}`);
  }
  for (const path of [`/rest/v1/${other.slot}.only_here`, `/rest/v1/only_here?select=*&schema=${other.slot}`, `/rest/v1/internal.users`, `/rest/v1/rpc/pg_read_file?filename=/etc/passwd`]) {
    assert.ok((await get({ apikey: project.service }, path)).status >= 400, path);
  }
  const bearer = { Authorization: `Bearer ${project.service}` };
  for (const [method, path, json] of [["GET", "/schema"], ["GET", "/usage"], ["GET", "/functions"], ["GET", "/secrets"], ["POST", "/secrets", { key: "A", value: "b" }], ["POST", "/functions", { name: "f", code: "x" }],
    ["POST", "/rls", { template: "public_read", tables: [{ table: "only_here" }] }], ["POST", "/publish", {}], ["GET", "/versions"], ["POST", "/sql", { sql: "SELECT 1" }]]) {
    const answer = await sandbox.send(method, other.admin + path, { headers: bearer, json });
    assert.deepEqual([path, answer.status, answer.body.error], [path, 403, "Token project_id mismatch"]);
  }
  assert.equal((await sandbox.send("DELETE", `/projects/v1/${other.id}`, { headers: bearer })).status, 403);
});

test("a fork has policies and public write access, and no rows", async () => {
  const source = await sandbox.project(wallet, "guestbook");
  await run("CREATE TABLE book (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text); CREATE TABLE mine (user_id uuid, t text); INSERT INTO book(t) VALUES ('row')", source);
  await protect("public_read_write", "book", undefined, source);
  await protect("user_owns_rows", "mine", "user_id", source);
  const version = await source.manage("POST", "/publish", { visibility: "public", fork_allowed: true });
  assert.equal(version.status, 201, version.text);
  const made = await sandbox.signed(wallet, "POST", "/fork/v1", { version_id: version.body.id, name: "copy" });
  assert.equal(made.status, 201, made.text);
  const { Project } = await import("./harness.mjs");
  const copy = new Project(sandbox, wallet, made.body);
  assert.deepEqual((await copy.rest("GET", "book")).body, []);
  assert.equal((await copy.rest("POST", "book", { json: { t: "guest" } })).status, 201);
  const tables = (await copy.manage("GET", "/schema")).body.tables;
  assert.deepEqual(tables.map((t) => [t.name, t.rls_enabled, t.policies.length]), [["book", true, 4], ["mine", true, 4]]);
  const user = await copy.user("copy@example.com");
  assert.deepEqual(coded(await copy.rest("POST", "mine", { key: user.access_token, json: { user_id: "00000000-0000-4000-8000-000000000000" } })), [403, "42501"]);
});

test("archiving empties the slot and every key of the project answers 404", async () => {
  const gone = await sandbox.project(wallet);
  await run("CREATE TABLE t (id int)", gone);
  const user = await gone.user("gone@example.com");
  const closed = await sandbox.send("DELETE", `/projects/v1/${gone.id}`, { headers: { Authorization: `Bearer ${gone.service}` } });
  assert.deepEqual([closed.status, closed.body], [200, { status: "archived", project_id: gone.id }]);
  for (const answer of [await gone.rest("GET", "t"), await gone.rest("GET", "t", { key: "service" }), await gone.rest("GET", "t", { key: user.access_token }), await gone.sql("SELECT 1"),
    await gone.auth("POST", "token?grant_type=password", { email: "gone@example.com", password: "a long password" }), await gone.manage("GET", "/schema"), await gone.call("f")]) {
    assert.deepEqual([answer.status, answer.body.error], [404, "Project not found or inactive"]);
  }
  const next = await sandbox.project(wallet); // gets the lowest free slot
  assert.deepEqual([next.slot, (await next.manage("GET", "/schema")).body.tables], [gone.slot, []]);
});

test("injection attempts through REST stay data or are refused", async () => {
  await run("CREATE TABLE victims (id int PRIMARY KEY, t text, j jsonb); INSERT INTO victims VALUES (1, 'one', '{}')");
  const evil = "x'; DROP TABLE victims; --";
  const q = encodeURIComponent;
  for (const path of [`victims?t=eq.${q(evil)}`, `victims?t=in.(${q(`"${evil}"`)})`, `victims?t=like.${q(evil)}`, `victims?or=(t.eq.${q(`"${evil}"`)},t.is.null)`, `victims?select=${q(`t,"${evil}"`)}`, `victims?select=${q(`id::text; DROP TABLE victims`)}`,
    `victims?${q(`t"; DROP TABLE victims; --`)}=eq.1`, `victims?order=${q(`t; DROP TABLE victims`)}`, `victims?limit=${q("1; DROP TABLE victims")}`, `victims?select=${q(`j->'a'; DROP TABLE victims`)}`, `victims?select=${q("t,pg_sleep(5)")}`,
    `${q(`victims"; DROP TABLE victims; --`)}`, `rpc/${q(`x(); DROP TABLE victims`)}`, `victims?j->>${q("a' OR '1'='1")}=eq.1`, `victims?t=fts(${q("english'); DROP TABLE victims; --")}).a`]) {
    const answer = await project.rest("GET", path, { key: "service" });
    assert.ok(answer.status < 500, `${path}: ${answer.status} ${answer.text}`);
  }
  await project.rest("POST", "victims", { key: "service", json: { id: 2, t: evil, [`t"; DROP TABLE victims`]: 1 } });
  assert.equal((await project.rest("POST", `victims?columns=${q(`id,"t) VALUES (9,'x'); DROP TABLE victims; --"`)}`, { key: "service", json: { id: 3 } })).status, 400);
  assert.equal((await project.rest("POST", "victims", { key: "service", json: { id: 2, t: evil } })).status, 201);
  assert.deepEqual((await project.rest("GET", "victims?select=id,t&order=id")).body, [{ id: 1, t: "one" }, { id: 2, t: evil }]);
});
