// SPDX-License-Identifier: GPL-3.0-or-later
// Data folders this build did not make: of an older version, of a newer one, and damaged ones. None may lose anything.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Project, Sandbox } from "./harness.mjs";

const fixture = join(dirname(fileURLToPath(import.meta.url)), "olddata");
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "run402-olddata-"));
  chmodSync(folder, 0o711); // started by root, the server runs its database as another user
  folders.push(folder);
  return join(folder, "data");
}

/** Starts a server on `data`; its first line, and the server when that says it is ready. */
function launch(data, options = ["--control"], env = {}) {
  const server = spawn(process.env.RUN402_SANDBOX, ["--port", "0", "--data", data, "--no-starters", "--exit-on-stdin-eof", ...options],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
  const ended = new Promise((done) => server.once("exit", done));
  return new Promise((done, failed) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      if (!text.includes("\n")) return;
      const said = JSON.parse(text.split("\n")[0]);
      const stop = async () => { server.stdin.end(); assert.equal(await ended, 0); };
      if (said.event === "ready") done({ said, stop, sandbox: new Sandbox(server, dirname(data), said.url) });
      else ended.then((code) => done({ said, code }));
    });
    ended.then((code) => { if (!text.includes("\n")) failed(new Error(`ended with ${code} without a word: ${text}`)); });
  });
}

async function refused(data, code, options, env) {
  const { said, code: exit } = await launch(data, options, env);
  assert.deepEqual([said.event, said.code, exit], ["error", code, 1], JSON.stringify(said));
  assert.match(said.message, /Nothing was changed/);
  assert.match(said.message, /--reset/);
  return said.message;
}

const bin = (process.env.RUN402_POSTGRES_BIN ? [process.env.RUN402_POSTGRES_BIN] : readdirSync("/usr/lib/postgresql").sort((a, b) => b - a)
  .map((major) => `/usr/lib/postgresql/${major}/bin`)).find((dir) => existsSync(join(dir, "initdb")));
// PostgreSQL refuses root, as the server knows.
const asRoot = process.getuid() === 0;
const account = asRoot ? { uid: Number(spawnSync("id", ["-u", "postgres"]).stdout), gid: Number(spawnSync("id", ["-g", "postgres"]).stdout) } : {};
function tool(name, args, input) {
  const done = spawnSync(join(bin, name), args, { input, encoding: "utf8", cwd: "/", ...account });
  assert.equal(done.status, 0, `${name}: ${done.stderr}${done.stdout}`);
  return done.stdout;
}

/** The database of a stopped server, run by PostgreSQL's own tools: `work(sql)` where sql(database, text) gives the answer. */
function withDatabase(data, work) {
  const sockets = mkdtempSync(join(tmpdir(), "run402-olddata-socket-"));
  folders.push(sockets);
  chmodSync(sockets, 0o777);
  tool("pg_ctl", ["-D", join(data, "pg"), "-w", "-l", join(sockets, "log"), "-o", `-k ${sockets} -c listen_addresses=`, "start"], "");
  try {
    return work((database, text) => tool("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", sockets, "-U", "postgres", "-d", database], text).trim());
  } finally {
    tool("pg_ctl", ["-D", join(data, "pg"), "-w", "-m", "fast", "stop"], "");
  }
}

/** A data folder as the first version left it (README.md there tells how it was made). */
function firstVersion() {
  const data = newFolder();
  mkdirSync(join(data, "pg"), { recursive: true });
  chmodSync(data, 0o711);
  cpSync(join(fixture, "files"), data, { recursive: true });
  if (asRoot) assert.equal(spawnSync("chown", [`${account.uid}:${account.gid}`, join(data, "pg")]).status, 0);
  tool("initdb", ["-D", join(data, "pg"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
  withDatabase(data, (sql) => {
    sql("postgres", readFileSync(join(fixture, "roles.sql"), "utf8"));
    sql("postgres", "CREATE DATABASE agentdb");
    sql("agentdb", readFileSync(join(fixture, "agentdb.sql"), "utf8"));
  });
  writeFileSync(join(data, "pg", "run402-ready"), "1\n");
  return data;
}

/** A page by its host name, which fetch does not let choose. */
function visit(sandbox, host) {
  return new Promise((done, failed) => {
    get(sandbox.url, { headers: { Host: host } }, (response) => {
      let text = "";
      response.on("data", (part) => { text += part; });
      response.on("end", () => done([response.statusCode, text]));
    }).on("error", failed);
  });
}

/** What a person had in that folder is there and works. */
async function findsEverything(sandbox) {
  const made = JSON.parse(readFileSync(join(fixture, "made.json"), "utf8"));
  assert.equal((await sandbox.send("POST", "/sandbox/v1/clock", { json: { set: made.at } })).status, 200);
  const project = new Project(sandbox, null, made.project);
  const rows = await project.rest("GET", "guestbook?select=id,name,details&order=id");
  assert.deepEqual(rows.body, made.rows, rows.text);
  assert.equal((await project.rest("POST", "guestbook", { json: { name: "by anon" } })).status, 401, "its rules came along");
  const session = await project.auth("POST", "token?grant_type=password", made.user);
  assert.equal(session.status, 200, session.text);
  assert.equal((await project.rest("POST", "guestbook", { key: session.body.access_token, json: { name: "a guest" }, prefer: "return=representation" })).status, 201, "identities go on");
  const file = await sandbox.send("GET", made.file.path, { headers: { apikey: project.anon, Authorization: `Bearer ${project.service}` } });
  assert.deepEqual([file.status, file.text], [200, made.file.text]);
  assert.deepEqual(await visit(sandbox, `${made.site}.localhost:1`), [200, made.page]);
  const secrets = await project.manage("GET", "/secrets");
  assert.deepEqual(secrets.body.secrets.map((secret) => secret.key), ["MAIL_KEY"]);
  const functions = await project.manage("GET", "/functions");
  assert.deepEqual(functions.body.functions.map((each) => each.name), ["hello"]);
  assert.equal((await project.call("hello")).text, made.answer);
  const credit = await sandbox.send("GET", `/billing/v1/accounts/${made.wallet}`);
  assert.equal(credit.body.available_usd_micros, made.credit, credit.text);
  return project;
}

test("data of the first version is taken over whole, once", async () => {
  const data = firstVersion();
  const first = await launch(data);
  assert.equal(first.said.event, "ready", first.said.message);
  const project = await findsEverything(first.sandbox);
  assert.equal((await project.sql("CREATE TABLE later (id int)")).status, 200);
  await first.stop();
  withDatabase(data, (sql) => {
    assert.match(sql("postgres", "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'agentdb'"), /^run402 sandbox, format \d+$/);
    assert.equal(sql("agentdb", "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^p[0-9]{4}$'"), "0", "projects have databases of their own");
  });
  const again = await launch(data);
  assert.equal((await project.sql.call({ ...project, sandbox: again.sandbox }, "SELECT count(*) AS n FROM guestbook")).body.rows[0].n, "4");
  await again.stop();
});

test("a move that was interrupted is begun again", async () => {
  const data = firstVersion();
  withDatabase(data, (sql) => {
    sql("postgres", "CREATE DATABASE p0001_moving TEMPLATE agentdb"); // killed in the middle of copying
    sql("p0001_moving", "DROP SCHEMA p0001 CASCADE");
  });
  const { said, sandbox, stop } = await launch(data);
  assert.equal(said.event, "ready", said.message);
  await findsEverything(sandbox);
  await stop();
});

test("data of a newer version is refused and left alone", async () => {
  const data = newFolder();
  await (await launch(data)).stop();
  const facts = "SELECT (SELECT rolbypassrls FROM pg_roles WHERE rolname = 'service_role'), shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'agentdb'";
  withDatabase(data, (sql) => {
    sql("agentdb", "ALTER TABLE internal.projects RENAME TO projects_of_tomorrow; ALTER ROLE service_role NOBYPASSRLS");
    sql("postgres", "COMMENT ON DATABASE agentdb IS 'run402 sandbox, format 99'");
  });
  assert.match(await refused(data, "data.newer"), /its format is 99/);
  withDatabase(data, (sql) => {
    assert.equal(sql("postgres", facts), "f|run402 sandbox, format 99");
    assert.equal(sql("agentdb", "SELECT to_regclass('internal.projects') IS NULL AND to_regclass('internal.projects_of_tomorrow') IS NOT NULL"), "t");
  });
  const { said, stop } = await launch(data, ["--control", "--reset"]);
  assert.equal(said.event, "ready", "--reset starts empty");
  await stop();
});

test("damaged data is told and kept; put back, it works again", async () => {
  const data = newFolder();
  await (await launch(data, [])).stop();
  const pg = join(data, "pg");
  const without = async (name, damage) => {
    const path = join(data, name);
    const kept = join(dirname(data), "kept");
    cpSync(path, kept, { preserveTimestamps: true });
    const { uid, gid } = statSync(path);
    damage(path);
    const message = await refused(data, "data.damaged", []);
    assert.ok(message.includes(data), message);
    assert.ok(existsSync(join(pg, "run402-ready")) && existsSync(join(pg, "base")), `${name}: the rest is still there`);
    cpSync(kept, path);
    if (asRoot) assert.equal(spawnSync("chown", [`${uid}:${gid}`, path]).status, 0);
    chmodSync(path, 0o600);
  };
  await without("secrets.json", (path) => writeFileSync(path, "{"));
  await without("pg/PG_VERSION", (path) => rmSync(path));
  await without("pg/global/pg_control", (path) => truncateSync(path, 100));
  await without("pg/global/pg_filenode.map", (path) => rmSync(path));
  const { said, stop } = await launch(data, []);
  assert.equal(said.event, "ready", said.message);
  await stop();
});

test("a database that is gone while files of projects are left is not replaced by an empty one", async () => {
  const data = firstVersion();
  const away = join(dirname(data), "away");
  renameSync(join(data, "pg"), away);
  await refused(data, "data.damaged");
  renameSync(away, join(data, "pg"));
  const { said, sandbox, stop } = await launch(data);
  assert.equal(said.event, "ready", said.message);
  await findsEverything(sandbox);
  await stop();
});

test("a database of a PostgreSQL that is not installed is told by its number", async (t) => {
  const data = newFolder();
  await (await launch(data)).stop();
  if (!bin.startsWith("/usr/lib/postgresql/")) return t.skip("PostgreSQL lies in a folder without a number");
  writeFileSync(join(data, "pg", "PG_VERSION"), "9.6\n");
  const message = await refused(data, "postgres.version");
  assert.match(message, /PostgreSQL 9\.6/);
});

test("an initialisation that was interrupted is done again", async () => {
  const data = newFolder();
  mkdirSync(join(data, "pg", "base", "1"), { recursive: true });
  writeFileSync(join(data, "pg", "PG_VERSION"), "15\n");
  const { said, stop } = await launch(data);
  assert.equal(said.event, "ready", said.message);
  await stop();
});
