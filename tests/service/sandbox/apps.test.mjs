// SPDX-License-Identifier: GPL-3.0-or-later
// Branches of contract.md that the recorded transcripts leave out, §3.11 to §4 and demos (§1.9): functions, secrets,
// sites, bundles, publishing, forks with bootstrap, demos, and the marketplace after a reset.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { googleCode, startSandbox, Wallet } from "./harness.mjs";

let sandbox, wallet, project;
before(async () => {
  sandbox = await startSandbox(["--control"]);
  wallet = await customer();
  project = await sandbox.project(wallet, "source");
});
after(() => sandbox?.stop());

async function customer(tier = "prototype", days = 400) {
  const made = new Wallet();
  assert.equal((await sandbox.control("wallet_lease", { wallet: made.address, tier, expires_in_s: days * 86400 })).status, 200);
  return made;
}
const seen = ({ status, body }) => [status, body?.error];
const deploy = (who, json) => sandbox.signed(who, "POST", "/deploy/v1", json);
const fork = (who, json) => sandbox.signed(who, "POST", "/fork/v1", json);
const publish = async (from, body = {}) => (await from.manage("POST", "/publish", { visibility: "unlisted", fork_allowed: true, ...body })).body;

test("§3.11 a function that is still being deployed, and limits of its code", async () => {
  await project.deploy("ready", "export default () => 1");
  await sandbox.control("fake", { mode: "lambda", value: "conflict" });
  assert.deepEqual(seen(await project.call("ready")), [503, "Function is still deploying, try again in a few seconds"]);
  assert.equal((await project.call("ready")).status, 200);
  assert.deepEqual(seen(await project.deploy("big", "/".repeat(1000001))), [400, "Code exceeds 1MB limit (977KB)"]);
  const asked = await project.deploy("asked", "export default () => 1", { config: { timeout: 3, memory: 64 } });
  assert.deepEqual([asked.body.timeout, asked.body.memory, asked.body.runtime], [3, 64, "node22"]);
  const more = await project.deploy("asked", "export default () => 1", { config: { timeout: 300, memory: 4096 } });
  assert.deepEqual([more.body.timeout, more.body.memory], [10, 128], "never more than the tier");
  for (const name of ["ready", "asked"]) assert.deepEqual((await project.manage("DELETE", `/functions/${name}`)).body, { status: "deleted", name });
});

test("§3.11 and §3.12 each tier's own limits", async () => {
  for (const [tier, functions, seconds, mb, secrets] of [["prototype", 5, 10, 128, 10], ["hobby", 25, 30, 256, 50], ["team", 100, 60, 512, 200]]) {
    const own = await sandbox.project(await customer(tier));
    const first = await own.deploy("f0", "export default () => 1");
    assert.deepEqual([first.body.timeout, first.body.memory], [seconds, mb], tier);
    for (let i = 1; i < functions; ++i) assert.equal((await own.deploy(`f${i}`, "export default () => 1")).status, 201);
    assert.deepEqual(seen(await own.deploy("more", "export default () => 1")), [403, `Function limit reached (${functions} for your tier). Delete a function first.`]);
    for (let i = 0; i < secrets; ++i) assert.equal((await own.manage("POST", "/secrets", { key: `S${i}`, value: "" })).status, 201);
    assert.deepEqual(seen(await own.manage("POST", "/secrets", { key: "MORE", value: "" })), [403, `Secrets limit reached (${secrets} for your tier). Delete a secret first.`]);
    assert.equal((await own.manage("POST", "/secrets", { key: "S0", value: "again" })).status, 201, "a known one may change");
  }
});

test("§3.12 and §7 no project's key manages another project", async () => {
  const other = await sandbox.project(wallet);
  const at = (method, path, json) => sandbox.send(method, `${project.admin}${path}`, { headers: { Authorization: `Bearer ${other.service}` }, json });
  for (const [method, path, json] of [["POST", "/functions", { name: "f", code: "x" }], ["GET", "/functions"], ["DELETE", "/functions/f"], ["GET", "/functions/f/logs"],
    ["POST", "/secrets", { key: "A", value: "b" }], ["GET", "/secrets"], ["DELETE", "/secrets/A"], ["POST", "/publish", {}], ["GET", "/versions"], ["PATCH", "/versions/ver_1", { tags: [] }],
    ["DELETE", "/versions/ver_1"], ["POST", "/rls", { template: "public_read", tables: [] }], ["GET", "/schema"], ["GET", "/usage"], ["POST", "/sql", { sql: "SELECT 1" }]])
    assert.deepEqual(seen(await at(method, path, json)), [403, "Token project_id mismatch"], `${method} ${path}`);
});

test("§3.13 deployments: whose, which, how much", async () => {
  const site = (who, json) => sandbox.signed(who, "POST", "/deployments/v1", json);
  const files = [{ file: "index.html", data: "<p>" }];
  assert.deepEqual(seen(await site(wallet, { project: "prj_1_0001", files })), [404, "Project not found: prj_1_0001"]);
  assert.deepEqual(seen(await site(new Wallet(), { project: project.id, files })), [403, "Wallet does not own this project"]);
  for (const file of ["../x", "a/../../x", "", "a/"]) assert.equal((await site(wallet, { project: project.id, files: [{ file, data: "x" }] })).status, 400, file);
  const big = "x".repeat(26 * 2 ** 20 / 2);
  const over = await site(wallet, { project: project.id, files: Array.from({ length: 3 }, (_, i) => ({ file: `${i}`, data: big })) });
  assert.equal(over.status, 201, "39 MB are not too much");
  assert.equal((await sandbox.send("GET", `/deployments/v1/${over.body.deployment_id}`)).body.total_size, 3 * big.length);
  const free = await sandbox.project(await customer());
  await sandbox.control("wallet_lease", { wallet: free.wallet.address, expires_in_s: -5 });
  assert.equal((await site(free.wallet, { project: free.id, files })).status, 201, "no tier is needed");
});

test("§3.15 a bundle tells the step that failed, with the real reason", async () => {
  const own = await sandbox.project(wallet);
  const send = (parts) => deploy(wallet, { project_id: own.id, ...parts });
  const failed = async (parts) => { const { status, body } = await send(parts); return [status, body.step, body.error]; };
  assert.deepEqual(await failed({ migrations: "CREATE TABLE a (id INT); CREATE TABLE a (id INT)" }), [400, "migrations", 'SQL error: relation "a" already exists']);
  assert.deepEqual(await failed({ migrations: "SELECT 1", rls: { template: "public_read", tables: [{ table: "ghost" }] } }), [400, "rls", `SQL error: relation "${own.slot}.ghost" does not exist`]);
  const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
  assert.deepEqual(await failed({ functions: many(6, (i) => ({ name: `f${i}`, code: "export default () => 1" })) }), [403, "functions", "Function limit reached (5 for your tier). Delete a function first."]);
  assert.equal((await own.manage("GET", "/functions")).body.functions.length, 5, "what came before stays");
  assert.deepEqual(await failed({ secrets: many(11, (i) => ({ key: `K${i}`, value: "v" })) }), [403, "secrets", "Secrets limit reached (10 for your tier). Delete a secret first."]);
  const stranger = await customer();
  assert.deepEqual(seen(await deploy(stranger, { project_id: own.id })), [403, "Wallet does not own this project"]);
  await sandbox.send("DELETE", `/projects/v1/${own.id}`, { headers: { Authorization: `Bearer ${own.service}` } });
  assert.deepEqual(seen(await send({})), [400, `Project ${own.id} is not active (status: archived)`]);
});

test("§3.15 a name of the same wallet moves between its projects, another wallet's does not", async () => {
  const files = [{ file: "index.html", data: "x" }];
  const [a, b] = [await sandbox.project(wallet), await sandbox.project(wallet)];
  const first = await deploy(wallet, { project_id: a.id, files, subdomain: "moving-name" });
  assert.deepEqual([first.status, first.body.site_url, first.body.subdomain_url], [200, "https://moving-name.run402.com", "https://moving-name.run402.com"]);
  const moved = await deploy(wallet, { project_id: b.id, files, subdomain: "moving-name" });
  assert.equal(moved.status, 200, moved.text);
  assert.equal((await sandbox.send("GET", "/subdomains/v1/moving-name")).body.project_id, b.id);
  const stranger = await customer();
  const theirs = await sandbox.project(stranger);
  const taken = await deploy(stranger, { project_id: theirs.id, files, subdomain: "moving-name" });
  assert.deepEqual(seen(taken), [403, 'Subdomain "moving-name" is already claimed by another wallet']);
});

test("§3.16 what cannot be published, and the tier a version needs", async () => {
  const own = await sandbox.project(wallet);
  await own.deploy("lost", "export default () => 1");
  await sandbox.control("drop_function_source", { project_id: own.id, name: "lost" });
  assert.deepEqual(seen(await own.manage("POST", "/publish", {})), [400, "Function 'lost' has no stored source. Redeploy it before publishing."]);
  const team = await sandbox.project(await customer("team"));
  for (let i = 0; i < 6; ++i) await team.deploy(`f${i}`, "export default () => 1");
  const version = await publish(team, { visibility: "odd", description: "d", tags: ["b-tag"], required_actions: [{ action: "a", description: "b" }] });
  assert.deepEqual([version.min_tier, version.derived_min_tier, version.function_count, version.version, version.status, version.visibility, version.live_url], ["hobby", "hobby", 6, 1, "published", "odd", null]);
  const shown = (await sandbox.send("GET", `/apps/v1/${version.id}`)).body;
  assert.deepEqual(shown.fork_pricing, { prototype: "$0.10", hobby: "$5.00", team: "$20.00" });
  assert.deepEqual(seen(await fork(wallet, { version_id: version.id, name: "x" })), [400, "Tier 'prototype' is below minimum required tier 'hobby' for this app"]);
  const next = await publish(team, { fork_allowed: false });
  assert.equal(next.version, 2);
  assert.deepEqual(seen(await sandbox.send("GET", `/apps/v1/${version.id}`)), [404, "App version not found"]);
  const listed = (await sandbox.send("GET", "/apps/v1")).body.apps.find((app) => app.id === next.id);
  assert.equal("fork_pricing" in listed, false, "only where forking is allowed");
});

test("§3.17 forks: readiness, refusals, and nothing left behind by one that failed", async () => {
  const own = await sandbox.project(wallet, "app");
  await own.sql("CREATE TABLE notes (id SERIAL PRIMARY KEY, body TEXT); INSERT INTO notes (body) VALUES ('seeded')");
  const secret = [{ key: "KEY", description: "why" }], action = [{ action: "do", description: "it" }];
  for (const [more, readiness] of [[{}, "ready"], [{ required_secrets: secret }, "configuration_required"], [{ required_secrets: secret, required_actions: action }, "manual_setup_required"]]) {
    const made = await fork(wallet, { version_id: (await publish(own, more)).id, name: "copy" });
    assert.deepEqual([made.status, made.body.readiness, made.body.missing_secrets, made.body.required_actions], [201, readiness, more.required_secrets ?? [], more.required_actions ?? []]);
  }
  const version = await publish(own, { include_seed: { tables: ["notes"] } });
  const seeded = (await fork(wallet, { version_id: version.id, name: "seeded" })).body;
  const rows = await sandbox.send("GET", "/rest/v1/notes?select=body", { headers: { apikey: seeded.anon_key } });
  assert.deepEqual(rows.body, [{ body: "seeded" }]);
  await sandbox.control("version_status", { version_id: version.id, status: "draft" });
  assert.deepEqual(seen(await fork(wallet, { version_id: version.id, name: "x" })), [400, "App version is not published"]);
  await sandbox.control("version_status", { version_id: version.id, status: "published" });
  await sandbox.control("version_min_tier", { version_id: version.id, min_tier: "team" });
  assert.deepEqual(seen(await fork(wallet, { version_id: version.id, name: "x" })), [400, "Tier 'prototype' is below minimum required tier 'team' for this app"]);
  await sandbox.control("version_min_tier", { version_id: version.id, min_tier: "prototype" });
  await sandbox.control("corrupt_bundle", { version_id: version.id, note: "x" });
  const count = async () => (await sandbox.send("GET", `/wallets/v1/${wallet.address}/projects`)).body.projects.length;
  const before = await count();
  assert.deepEqual(seen(await fork(wallet, { version_id: version.id, name: "x" })), [500, "Bundle integrity check failed"]);
  assert.equal(await count(), before);
});

test("§3.17 bootstrap runs with the variables; what it answers or breaks is told, the fork stays", async () => {
  const own = await sandbox.project(wallet, "boot");
  const version = async (code) => {
    await own.deploy("bootstrap", code);
    return publish(own, { bootstrap_variables: [{ name: "OWNER", required: true }] });
  };
  const echo = await version('export default async (req) => Response.json({ got: await req.json(), key: Boolean(req.headers.get("authorization")) })');
  assert.deepEqual(echo.bootstrap_variables, [{ name: "OWNER", required: true }]);
  const run = async (v) => (await fork(wallet, { version_id: v.id, name: "b", bootstrap: { OWNER: "Ann" } }));
  const good = await run(echo);
  assert.deepEqual([good.status, good.body.bootstrap_result, good.body.bootstrap_error], [201, { got: { OWNER: "Ann" }, key: true }, undefined]);
  const text = await run(await version('export default () => new Response("plain")'));
  assert.equal(text.body.bootstrap_result, "plain");
  const bad = await run(await version('export default () => Response.json({ error: "no" }, { status: 400 })'));
  assert.deepEqual([bad.status, bad.body.bootstrap_result, bad.body.bootstrap_error], [201, undefined, 'bootstrap answered 400: {"error":"no"}']);
  const thrown = await run(await version('export default () => { throw new Error("x") }'));
  assert.match(thrown.body.bootstrap_error, /^bootstrap answered 500/);
});

test("§1.9 a public app gets one demo, which is limited, and refuses changes of itself", async () => {
  const own = await sandbox.project(wallet, "shop");
  await own.sql("CREATE TABLE things (id SERIAL PRIMARY KEY, n INT)");
  await own.manage("POST", "/rls", { template: "public_read_write", tables: [{ table: "things" }] });
  await own.deploy("f", "export default () => 1");
  const demos = async () => (await own.sql("SELECT 1")).status && (await sandbox.send("GET", "/apps/v1")).body.total;
  const first = await publish(own, { visibility: "public" });
  const total = await demos();
  const second = await publish(own, { visibility: "public" });
  assert.equal(await demos(), total, "published again, still one");
  assert.notEqual(first.id, second.id);
  const trial = await sandbox.project(wallet, "trial"); // a demo whose keys somebody has
  await trial.sql("CREATE TABLE things (id SERIAL PRIMARY KEY, n INT); INSERT INTO things (n) SELECT generate_series(1, 30)");
  await trial.manage("POST", "/rls", { template: "public_read_write", tables: [{ table: "things" }] });
  await trial.deploy("f", "export default () => 1");
  const demo = (config) => sandbox.control("demo_mode", { project_id: trial.id, version_id: second.id, config });
  await demo({ max_auth_users: 0, allow_edits: false, allow_deletes: false });
  const blocked = async (answer) => {
    const { status, body, headers } = await answer;
    assert.deepEqual([status, body.error, body.code, body.limit_type, "current" in body, body.fork], [429, "demo_limit_reached", "DEMO_BLOCKED", "blocked", false, { version_id: second.id, fork_url: `https://run402.com/apps#${second.id}` }], JSON.stringify(body));
    assert.ok(Number(headers.get("retry-after")) > 14000 && Number(headers.get("retry-after")) <= 14400);
    assert.ok(Date.parse(body.resets_at) > Date.now());
  };
  await blocked(trial.rest("PATCH", "things?id=eq.1", { json: { n: 1 } }));
  await blocked(trial.rest("PUT", "things?id=eq.1", { json: { id: 1, n: 1 } }));
  await blocked(trial.rest("DELETE", "things?id=eq.1"));
  await blocked(trial.sql("SELECT 1"));
  await blocked(trial.deploy("g", "export default () => 1"));
  await blocked(trial.manage("POST", "/secrets", { key: "A", value: "b" }));
  const start = await trial.auth("POST", "oauth/google/start", { redirect_url: "http://localhost:3000/" });
  const asked = new URL(start.body.authorization_url).searchParams;
  const back = await sandbox.send("GET", `/auth/v1/oauth/google/callback?code=${googleCode(asked, { sub: "9", email: "new@example.com" })}&state=${asked.get("state")}`);
  assert.match(back.headers.get("location"), /#error=account_exists_requires_link$/, "what a full demo answers a new Google user");
  // Every limit counts by itself and says where it stands; the calls a second are another matter.
  await sandbox.control("rate_limit", { per_second: 0 });
  await demo({});
  const reached = async (n, limitType, code, call) => {
    for (let i = 0; i < n; ++i) assert.ok((await call(i)).status < 300, `${limitType} ${i}`);
    const { status, body } = await call(n);
    assert.deepEqual([status, body.code, body.limit_type, body.current, body.max], [429, code, limitType, n, n]);
  };
  await reached(50, "row_inserts", "DEMO_ROW_INSERT_LIMIT", () => trial.rest("POST", "things", { json: { n: 1 } }));
  await reached(20, "row_deletes", "DEMO_ROW_DELETE_LIMIT", (i) => trial.rest("DELETE", `things?id=eq.${i}`));
  await reached(3, "auth_users", "DEMO_AUTH_USER_LIMIT", (i) => trial.auth("POST", "signup", { email: `d${i}@example.com`, password: "p" }));
  await reached(5, "storage_files", "DEMO_STORAGE_FILE_LIMIT", (i) => sandbox.send("POST", `/storage/v1/object/b/${i}`, { headers: { apikey: trial.anon, "Content-Type": "text/plain" }, body: "x" }));
  await reached(100, "function_invocations", "DEMO_FUNCTION_INVOCATION_LIMIT", () => trial.call("f"));
  await sandbox.control("rate_limit", { per_second: 100 });
  await sandbox.control("demo_mode", { project_id: trial.id, maintenance: true });
  const resetting = await trial.rest("GET", "things");
  assert.deepEqual([resetting.status, resetting.body, resetting.headers.get("retry-after")], [503, { error: "Demo is resetting. Try again in a few seconds.", retry_after: 30 }, "30"]);
});

test("a reset brings the starters back, and only them", async () => {
  const own = await startSandbox(["--control"], {}, { starters: true });
  try {
    const offered = async () => (await own.send("GET", "/apps/v1")).body.apps.map((app) => app.name).sort();
    const all = async () => {
      for (let names = []; ; ) {
        names = await offered();
        if (names.length >= 10) return names;
        await new Promise((next) => setTimeout(next, 250));
      }
    };
    const before = await all();
    const rich = new Wallet();
    await own.control("wallet_lease", { wallet: rich.address, tier: "prototype", expires_in_s: 3600 });
    const mine = await own.project(rich);
    assert.equal((await mine.manage("POST", "/publish", { visibility: "public", fork_allowed: true })).status, 201);
    assert.equal((await offered()).length, before.length + 1);
    assert.equal((await own.send("POST", "/sandbox/v1/reset")).status, 200);
    assert.deepEqual(await all(), before);
    assert.deepEqual(seen(await mine.manage("GET", "/usage")), [404, "Project not found or inactive"]);
    const todo = (await own.send("GET", "/apps/v1?tag=todo")).body.apps;
    for (const app of todo) assert.ok(app.live_url);
  } finally {
    await own.stop();
  }
});
