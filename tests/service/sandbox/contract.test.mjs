// SPDX-License-Identifier: GPL-3.0-or-later
// Branches of contract.md that the recorded transcripts leave out, §1 to §3.10: sizes, rate limit, quotas, idempotency,
// leases, faucet, projects, SQL, REST proxy, storage and app users. Which §s are covered where: sandbox/README.md.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { googleCode, startSandbox, Wallet } from "./harness.mjs";

const adminKey = "contract-admin-key"; // of every server with --control
let sandbox, wallet, project;
before(async () => {
  sandbox = await startSandbox(["--control"]);
  wallet = await customer();
  project = await sandbox.project(wallet);
  await project.sql("CREATE TABLE items (id SERIAL PRIMARY KEY, n INT); INSERT INTO items (n) SELECT generate_series(1, 30)");
});
after(() => sandbox?.stop());

/** A wallet with a tier nobody paid for. */
async function customer(tier = "prototype", days = 400) {
  const made = new Wallet();
  assert.equal((await sandbox.control("wallet_lease", { wallet: made.address, tier, expires_in_s: days * 86400 })).status, 200);
  return made;
}
const clock = (json) => sandbox.send("POST", "/sandbox/v1/clock", { json });
const seen = ({ status, body }) => [status, body?.error];
const service = (method, path, options = {}) => sandbox.send(method, path, { ...options, headers: { Authorization: `Bearer ${project.service}`, ...options.headers } });

test("§1.2 each kind of body has its own limit", async () => {
  const size = (n) => Buffer.alloc(n, 32);
  const sql = (n) => service("POST", `${project.admin}/sql`, { headers: { "Content-Type": "text/plain" }, body: Buffer.concat([Buffer.from("SELECT 1"), size(n)]) });
  assert.equal((await sql(9 * 2 ** 20)).status, 200);
  assert.deepEqual(seen(await sql(10 * 2 ** 20)), [413, "Request body too large"]);
  const put = (n) => sandbox.send("POST", "/storage/v1/object/sizes/a", { headers: { apikey: project.anon, "Content-Type": "text/plain" }, body: size(n) });
  assert.equal((await put(10 * 2 ** 20)).status, 200);
  assert.deepEqual(seen(await put(10 * 2 ** 20 + 1)), [413, "Request body too large"]);
  for (const [path, limit] of [["/deployments/v1", 50 * 2 ** 20], ["/deploy/v1", 50 * 2 ** 20], ["/message/v1", 2 ** 20], ["/fork/v1", 2 ** 20]]) {
    const send = (n) => sandbox.send("POST", path, { headers: { "Content-Type": "application/json" }, body: Buffer.concat([Buffer.from("{}"), size(n - 2)]) });
    assert.equal((await send(limit)).status, 402, `${path}: read, then asked who it is`);
    assert.deepEqual(seen(await send(limit + 1)), [413, "Request body too large"], path);
  }
  await sandbox.send("DELETE", "/storage/v1/object/sizes/a", { headers: { apikey: project.anon } });
});

test("§1.2 packed bodies are unpacked, up to the same limits", async () => {
  const send = (path, body, encoding, type = "application/json", headers = {}) => sandbox.send("POST", path, { headers: { "Content-Type": type, "Content-Encoding": encoding, ...headers }, body });
  const beacon = Buffer.from('{"utm_source":"packed"}');
  for (const [encoding, body] of [["gzip", gzipSync(beacon)], ["deflate", deflateSync(beacon)], ["GZIP", gzipSync(beacon)], ["identity", beacon]])
    assert.equal((await send("/attribution/v1", body, encoding)).status, 204, encoding);
  assert.deepEqual(seen(await send("/attribution/v1", beacon, "br")), [415, "Unsupported content encoding"]);
  for (const broken of [beacon, gzipSync(beacon).subarray(0, 15)]) assert.deepEqual(seen(await send("/attribution/v1", broken, "gzip")), [400, "Invalid JSON in request body"]);
  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, 32));
  assert.deepEqual(seen(await send("/attribution/v1", bomb, "gzip")), [413, "Request body too large"]);
  const stored = await send("/storage/v1/object/packed/a", gzipSync("plain"), "gzip", "text/plain", { apikey: project.anon });
  assert.deepEqual(stored.body, { key: "packed/a", size: 5 });
  const sql = await send(`${project.admin}/sql`, gzipSync("SELECT 1 AS x"), "gzip", "text/plain", { Authorization: `Bearer ${project.service}` });
  assert.deepEqual(sql.body.rows, [{ x: 1 }]);
  await sandbox.send("DELETE", "/storage/v1/object/packed/a", { headers: { apikey: project.anon } });
  const { beacons, count } = (await sandbox.send("GET", "/attribution/v1/recent?limit=2")).body;
  assert.deepEqual([count, beacons.length, beacons[0].utm_source], [2, 2, "packed"], "§3.21");
  assert.equal((await sandbox.send("GET", "/attribution/v1/recent?minutes=99999&limit=999")).body.count, 4);
});

test("§1.2 and §3.1 signed routes want the exact path; a status that cannot be told is elsewhere", async () => {
  const ask = (path, signed) => sandbox.send("GET", path, { headers: { "SIGN-IN-WITH-X": wallet.signIn(`${sandbox.url}${signed ?? path}`) } });
  assert.equal((await ask("/ping/v1")).status, 200);
  for (const path of ["/ping/v1/", "/Ping/v1"]) assert.equal((await ask(path)).status, 402, path);
  assert.equal((await sandbox.send("GET", "/TIERS/v1/")).status, 200);
  await sandbox.control("fake", { mode: "status", value: "down" });
  const moved = await sandbox.send("GET", "/status");
  await sandbox.control("fake", { mode: "status", value: null });
  assert.deepEqual([moved.status, moved.headers.get("location")], [302, "https://run402.com/status/v1.json"]);
  const whole = (await sandbox.send("GET", "/status")).body;
  assert.deepEqual([whole.schema_version, whole.current_status], ["run402-status-v1", "operational"]);
  assert.ok(Object.keys(whole.capabilities).includes("testnet_faucet"));
});

test("§1.5 a hundred a second for each wallet header or apikey, and no limit without either", async () => {
  const many = async (n, headers) => {
    const all = await Promise.all(Array.from({ length: n }, () => sandbox.send("GET", "/tiers/v1", { headers })));
    return [all.filter((a) => a.status === 200).length, all.find((a) => a.status === 429)];
  };
  for (const headers of [{ "X-Run402-Wallet": "0xaa", apikey: "another" }, { apikey: "some key" }]) {
    const [good, refused] = await many(400, headers);
    assert.ok(good >= 100 && good < 400, String(good));
    assert.deepEqual([refused.body, refused.headers.get("retry-after")], [{ error: "Rate limit exceeded", retry_after: 1 }, "1"]);
  }
  assert.equal((await many(400, {}))[0], 400);
  // The wallet header is looked at first: the same key under other wallets is not limited.
  const each = await Promise.all(Array.from({ length: 300 }, (_, i) => sandbox.send("GET", "/tiers/v1", { headers: { apikey: "k", "X-Run402-Wallet": `0x${i}` } })));
  assert.ok(each.every((a) => a.status === 200));
});

test("§1.6 calls are counted up to the tier's limit on REST, storage and functions, and on nothing else", async () => {
  const limit = 500000;
  const spare = await sandbox.project(wallet);
  const calls = {
    rest: () => spare.rest("GET", "nothing"),
    storage: () => sandbox.send("GET", "/storage/v1/object/a/b", { headers: { apikey: spare.anon } }),
    functions: () => spare.call("nothing"),
  };
  for (const [name, call] of Object.entries(calls)) {
    await sandbox.control("project_usage", { project_id: spare.id, api_calls: limit - 2 });
    assert.equal((await call()).status, 404, `${name}: the last call`);
    const over = await call();
    assert.deepEqual([over.status, over.body.error, over.body.usage, typeof over.body.message], [402, "API call limit exceeded", { api_calls: limit, limit }, "string"], name);
  }
  const usage = (await spare.manage("GET", "/usage")).body;
  assert.deepEqual([usage.api_calls_limit, usage.storage_limit_bytes, usage.tier, usage.status], [limit, 250 * 2 ** 20, "prototype", "active"]);
  assert.equal((await spare.auth("GET", "providers")).status, 200);
  assert.equal((await spare.sql("SELECT 1")).status, 200);
  assert.equal((await spare.manage("GET", "/usage")).body.api_calls, usage.api_calls, "not metered");
  await sandbox.control("project_usage", { project_id: spare.id, api_calls: 0, storage_bytes: 250 * 2 ** 20 });
  const full = await spare.rest("POST", "items", { json: {} });
  assert.deepEqual([full.status, full.body.error, full.body.usage], [402, "Storage limit exceeded", { storage_bytes: 250 * 2 ** 20, limit: 250 * 2 ** 20 }]);
});

test("§1.8 a project lives as long as its owner's tier; pinned ones longer; a week later they are archived", async () => {
  const owner = await customer("prototype", 7);
  const [plain, pinned] = [await sandbox.project(owner), await sandbox.project(owner)];
  await plain.deploy("f", "export default () => 1");
  await plain.manage("POST", "/secrets", { key: "A", value: "b" });
  assert.equal((await sandbox.send("POST", `${pinned.admin}/pin`, { headers: { "X-Admin-Key": adminKey } })).status, 200);
  await sandbox.control("wallet_lease", { wallet: owner.address, expires_in_s: 30 * 86400 }); // renewed meanwhile
  try {
    await clock({ advance: "8d" });
    assert.equal((await plain.manage("GET", "/usage")).status, 200, "the service key lives as long as the project");
    await clock({ advance: "23d" });
    const late = await plain.manage("GET", "/usage");
    assert.deepEqual(late.body, { error: "Lease expired", message: "Your project lease has expired. Renew to continue.", renew_url: `/projects/v1/${plain.id}/renew` });
    assert.deepEqual(seen(await plain.auth("GET", "providers")), [402, "Lease expired"]);
    assert.equal((await pinned.manage("GET", "/usage")).status, 200);
    await clock({ advance: "8d" });
    assert.deepEqual(seen(await plain.manage("GET", "/usage")), [404, "Project not found or inactive"]);
    assert.equal((await pinned.manage("GET", "/usage")).status, 200);
    const left = (await sandbox.send("GET", `/wallets/v1/${owner.address}/projects`)).body.projects;
    assert.deepEqual(left.map((p) => p.id), [pinned.id]);
  } finally {
    await clock({ reset: true });
  }
});

test("§1.10 a key answers the same request again, for its wallet, for a day", async () => {
  const create = (who, key, json = { name: "once" }) => sandbox.send("POST", "/projects/v1", { headers: { "SIGN-IN-WITH-X": who.signIn(`${sandbox.url}/projects/v1`), "Idempotency-Key": key }, json });
  const [a, b] = [await customer(), await customer()];
  const twice = await Promise.all([create(a, "k1"), create(a, "k1")]);
  assert.deepEqual(twice.map((r) => r.status), [201, 201]);
  assert.deepEqual(twice[0].body, twice[1].body, "two at once make one project");
  assert.deepEqual(seen(await create(a, "k1", { name: "else" })), [422, "Idempotency-Key already used with a different request"]);
  assert.notEqual((await create(b, "k1")).body.project_id, twice[0].body.project_id, "another wallet's key is another key");
  assert.deepEqual(seen(await create(a, "x".repeat(257))), [400, "Idempotency-Key too long (max 256 characters)"]);
  assert.equal((await create(a, "x".repeat(256))).status, 201);
  try {
    await clock({ advance: "25h" });
    const now = Date.now() + 25 * 3600e3; // the wallet's clock goes with the server's
    const later = await sandbox.send("POST", "/projects/v1", { headers: { "SIGN-IN-WITH-X": a.signIn(`${sandbox.url}/projects/v1`, {}, now), "Idempotency-Key": "k1" }, json: { name: "once" } });
    assert.equal(later.status, 201, later.text);
    assert.notEqual(later.body.project_id, twice[0].body.project_id);
  } finally {
    await clock({ reset: true });
  }
});

test("§1.11 and §3.10 headers of answers: no-store for app users, a hint for payers without contact", async () => {
  await project.auth("POST", "signup", { email: "h@example.com", password: "p" });
  const session = await project.auth("POST", "token", { email: "h@example.com", password: "p" });
  const bearer = { Authorization: `Bearer ${session.body.access_token}` };
  for (const answer of [session, await project.auth("GET", "providers"), await project.auth("GET", "user", undefined, bearer), await project.auth("POST", "logout", {})])
    assert.deepEqual([answer.status, answer.headers.get("cache-control")], [200, "no-store"]);
  assert.equal((await project.auth("POST", "token", {})).headers.get("cache-control"), null);
  const cors = (await sandbox.send("GET", "/nowhere")).headers;
  assert.deepEqual([cors.get("access-control-allow-origin"), cors.get("access-control-allow-methods")], ["*", "GET, POST, PUT, PATCH, DELETE, OPTIONS"]);
});

test("§2 what only the operator may do", async () => {
  const admin = (method, path, json, key = adminKey) => sandbox.send(method, path, { headers: { "X-Admin-Key": key }, json });
  const other = new Wallet().address;
  const own = await sandbox.project(wallet);
  assert.equal((await admin("PUT", `${own.admin}/wallet`, { wallet_address: other }, "wrong")).status, 403);
  assert.equal((await admin("PUT", `${own.admin}/wallet`, { wallet_address: "0x12" })).status, 400);
  assert.deepEqual((await admin("PUT", `${own.admin}/wallet`, { wallet_address: other })).body, { status: "ok", project_id: own.id, wallet_address: other });
  const version = (await own.manage("POST", "/publish", { visibility: "unlisted" })).body;
  assert.equal((await admin("DELETE", `/apps/v1/admin/${version.id}`, undefined, "wrong")).status, 403);
  assert.equal((await admin("DELETE", `/apps/v1/admin/${version.id}`)).status, 200);
  assert.deepEqual(seen(await sandbox.send("GET", `/apps/v1/${version.id}`)), [404, "App version not found"]);
  // An operator's wallet pins by signing; anybody else's does not.
  const operator = new Wallet();
  await sandbox.control("admin_wallet", { wallet: operator.address });
  assert.deepEqual((await sandbox.signed(operator, "POST", `${own.admin}/pin`)).body, { status: "ok", project_id: own.id, pinned: true });
  assert.deepEqual(seen(await sandbox.signed(new Wallet(), "POST", `${own.admin}/unpin`)), [401, "Missing Bearer token"]);
});

test("§3.2 a smaller tier must hold what is stored; an account that is not active pays itself", async () => {
  const rich = await customer("hobby");
  const full = await sandbox.project(rich);
  await sandbox.control("project_usage", { project_id: full.id, storage_bytes: 300 * 2 ** 20 });
  const fund = () => sandbox.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": adminKey }, json: { address: rich.address, amount: "1" } });
  assert.equal((await fund()).status, 200);
  const down = await sandbox.paid(rich, "/tiers/v1/prototype");
  assert.deepEqual(seen(down), [400, `Cannot downgrade: storage usage (${300 * 2 ** 20} bytes) exceeds prototype limit (${250 * 2 ** 20} bytes). Delete data or wait for lease to expire.`]);
  assert.equal(down.headers.get("x-run402-settlement-rail"), null, "nothing was charged");
  await sandbox.control("project_usage", { project_id: full.id, storage_bytes: 0 });
  const credit = () => sandbox.send("GET", `/billing/v1/accounts/${rich.address}`);
  await sandbox.send("POST", `/billing/v1/admin/accounts/${rich.address}/credit`, { headers: { "X-Admin-Key": adminKey }, json: { amount_usd_micros: 1000000, reason: "test" } });
  await sandbox.control("account_status", { wallet: rich.address, status: "suspended" });
  const before = (await credit()).body.available_usd_micros;
  const done = await sandbox.paid(rich, "/tiers/v1/prototype");
  assert.deepEqual([done.status, done.body.action, done.headers.get("x-run402-settlement-rail")], [200, "downgrade", "x402"]);
  assert.ok((await credit()).body.available_usd_micros > before, "the unused part came back as credit");
});

test("payments §1.5 a settlement that fails says why and changes nothing", async () => {
  const payer = new Wallet();
  await sandbox.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": adminKey }, json: { address: payer.address, amount: "1" } });
  for (const [value, details] of [["revert", "invalid_transaction_state"], ["throw", "transaction_failed"]]) {
    await sandbox.control("fake", { mode: "settle", value });
    const failed = await sandbox.paid(payer, "/tiers/v1/prototype");
    assert.deepEqual([failed.status, failed.body.error, failed.body.details, failed.headers.get("payment-required")], [402, "Settlement failed", details, null]);
    assert.equal((await sandbox.signed(payer, "GET", "/tiers/v1/status")).body.tier, null);
  }
  assert.equal((await sandbox.paid(payer, "/tiers/v1/prototype")).status, 201, "the next one works");
});

test("payments §1.5 a facilitator that fails is no payment: the demand again, with its words", async () => {
  const payer = new Wallet();
  await sandbox.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": adminKey }, json: { address: payer.address, amount: "1" } });
  await sandbox.control("fake", { mode: "verify", value: 500 });
  const failed = await sandbox.paid(payer, "/tiers/v1/prototype");
  const demand = JSON.parse(Buffer.from(failed.headers.get("payment-required") ?? "", "base64").toString());
  assert.equal(failed.status, 402);
  assert.match(demand.error, /^Facilitator verify failed \(500\)/);
  assert.equal(demand.accepts.length, 2);
  assert.equal((await sandbox.signed(payer, "GET", "/tiers/v1/status")).body.tier, null);
  assert.equal((await sandbox.paid(payer, "/tiers/v1/prototype")).status, 201, "only the next one fails");
});

test("§3.3 the faucet: its texts, no Retry-After, and an empty treasury", async () => {
  const drip = (address) => sandbox.send("POST", "/faucet/v1", { json: { address } });
  const someone = new Wallet().address;
  assert.equal((await drip(someone)).status, 200);
  const again = await drip(someone);
  assert.match(again.body.error, /^Rate limit exceeded\. One drip per 24 hours\. Retry after 86(400|39\d)s$/);
  assert.deepEqual([again.status, again.headers.get("retry-after")], [429, null]);
  await sandbox.control("fake", { mode: "treasury", value: 249999 });
  const poor = new Wallet().address;
  assert.deepEqual(seen(await drip(poor)), [503, "Treasury balance too low. Try again later."]);
  await sandbox.control("fake", { mode: "treasury", value: null });
  assert.equal((await drip(poor)).status, 200, "a refused drip does not count");
});

test("§3.4 no slot is left", async () => {
  await sandbox.control("slots", { exhausted: true });
  const none = await sandbox.signed(wallet, "POST", "/projects/v1", {});
  const version = (await project.manage("POST", "/publish", { visibility: "unlisted", fork_allowed: true })).body;
  const fork = await sandbox.signed(wallet, "POST", "/fork/v1", { version_id: version.id, name: "f" });
  await sandbox.control("slots", { exhausted: false });
  for (const answer of [none, fork]) assert.deepEqual(seen(answer), [503, "No schema slots available"]);
  assert.equal((await sandbox.signed(wallet, "POST", "/projects/v1", {})).status, 201);
});

test("§3.5 SQL comes as text or as JSON, nothing else is SQL", async () => {
  const send = (type, body) => service("POST", `${project.admin}/sql`, { headers: type ? { "Content-Type": type } : {}, body });
  for (const [type, body] of [["text/plain", "SELECT 1 AS x"], ["application/sql", "SELECT 1 AS x"], ["application/json", '{"sql":"SELECT 1 AS x"}'], ["application/json", '{"query":"SELECT 1 AS x"}']])
    assert.deepEqual((await send(type, body)).body, { status: "ok", schema: project.slot, rows: [{ x: 1 }], rowCount: 1 }, type);
  const missing = "No SQL provided — send raw SQL as text/plain body, or JSON with a \"sql\" field";
  for (const [type, body] of [["text/plain", ""], ["application/json", "{}"], ["application/json", '{"sql":""}'], ["application/json", '{"sql":5}']])
    assert.deepEqual(seen(await send(type, body)), [400, missing], `${type} ${body}`);
  assert.equal((await send("application/json", "{")).status, 400, "the gateway has 500 here");
});

test("§3.8 the proxy passes on three headers and gives two back", async () => {
  const schema = await project.rest("GET", "items?limit=1", { headers: { "Accept-Profile": "internal", "Content-Profile": "p9999" } });
  assert.equal(schema.status, 200, "profiles are the proxy's business");
  const single = await project.rest("GET", "items?limit=2", { headers: { Accept: "application/vnd.pgrst.object+json", Range: "0-0" } });
  assert.deepEqual([single.status, single.body.length, single.headers.get("content-range")], [200, 2, "0-1/*"]);
  const csv = await sandbox.send("POST", "/rest/v1/items", { headers: { apikey: project.service, "Content-Type": "text/csv" }, body: "n\n99" });
  assert.ok(csv.status === 400 || csv.status === 201, csv.text);
  assert.deepEqual((await project.rest("GET", "items?n=eq.99", { key: "service" })).body, [], "bodies that are not JSON arrive empty");
  const made = await project.rest("POST", "items", { key: "service", json: { n: 100 }, prefer: "return=representation" });
  assert.deepEqual([made.status, made.headers.get("location"), made.headers.get("preference-applied")], [201, null, null]);
  for (const path of ["/rest/v1/", "/rest/v1"]) {
    const root = await sandbox.send("GET", path, { headers: { apikey: project.anon } });
    assert.deepEqual([root.status, root.headers.get("content-type")], [404, "text/html; charset=utf-8"]);
  }
  const merged = await project.rest("GET", "items?n=gte.5&n=lte.7&order=n");
  assert.deepEqual(merged.body.map((row) => row.n), [5, 6, 7], "repeated parameters are all kept");
});

test("§3.8 statuses of the engine's answers", async () => {
  const cases = [
    ["GET", "items?limit=5", {}, 200], ["GET", "items?offset=500", { prefer: "count=exact" }, 416, "PGRST103"], ["GET", "items?limit=5", { prefer: "count=exact" }, 206],
    ["POST", "items", { key: "service", json: { n: 1 } }, 201], ["PATCH", "items?id=eq.1", { key: "service", json: { n: 1 } }, 204], ["DELETE", "items?id=eq.2", { key: "service" }, 204],
    ["PATCH", "items?id=eq.1", { key: "service", json: { n: 1 }, prefer: "return=representation" }, 200],
    ["POST", "items", { json: { n: 1 } }, 401, "42501"], ["POST", "items", { key: "service", json: { id: 1 } }, 409, "23505"], ["POST", "items", { key: "service", json: { n: "x" } }, 400, "22P02"],
    ["GET", "ghosts", {}, 404, "42P01"], ["POST", "items", { key: "service", json: { ghost: 1 } }, 400, "PGRST204"], ["GET", "items?ghost=eq.1", {}, 400, "42703"],
    ["GET", "items?select=*,ghosts(*)", {}, 400, "PGRST200"], ["POST", "rpc/ghost", { json: {} }, 404, "PGRST202"], ["GET", "items?n=nonsense", {}, 400, "PGRST100"],
    ["GET", "items?select=n.sum()", {}, 400, "PGRST123"],
  ];
  for (const [method, path, options, status, code] of cases) {
    const answer = await project.rest(method, path, options);
    assert.deepEqual([answer.status, answer.body?.code], [status, code], `${method} ${path}: ${answer.text}`);
    if (code) assert.deepEqual(Object.keys(answer.body).sort(), ["code", "details", "hint", "message"], path);
  }
  const ghost = await project.rest("POST", "ghosts", { key: "service", json: { n: 1 } });
  assert.deepEqual([ghost.status, ghost.text], [404, "{}"], "writing to a table that is not there");
});

test("§3.9 listing and signing work, names stay inside, sizes are true", async () => {
  const at = (method, path, body, headers = {}) => sandbox.send(method, `/storage/v1/object/${path}`, { headers: { apikey: project.anon, ...(body === undefined ? {} : { "Content-Type": "text/plain" }), ...headers }, body });
  assert.deepEqual((await at("POST", "docs/a/one.txt", "12345")).body, { key: "docs/a/one.txt", size: 5 });
  await at("POST", "docs/a/one.txt", "123");
  await at("POST", "docs/two.txt", "22");
  const { objects } = (await at("GET", "list/docs")).body;
  assert.deepEqual(objects.map((o) => [o.key, o.size]), [["a/one.txt", 3], ["two.txt", 2]]);
  assert.match(objects[0].last_modified, /^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/);
  assert.equal((await project.manage("GET", "/usage")).body.storage_bytes, 5, "overwriting does not add");
  const signed = (await at("POST", "sign/docs/a/one.txt")).body;
  assert.equal(signed.expires_in, 3600);
  const open = async (url) => (await fetch(url)).status;
  assert.equal(await (await fetch(signed.signed_url)).text(), "123", "without any key");
  assert.equal(await open(signed.signed_url.replace("one.txt", "two.txt")), 403);
  assert.equal(await open(signed.signed_url.replace("expires=1", "expires=2")), 403);
  try {
    await clock({ advance: "61m" });
    assert.equal(await open(signed.signed_url), 403, "an hour later");
  } finally {
    await clock({ reset: true });
  }
  for (const bad of ["docs/%2e%2e/x", "docs/..%2fx", "docs//x", "docs/%00"]) assert.equal((await at("POST", bad, "x")).status, 400, bad);
  for (const name of ["a/one.txt", "two.txt"]) assert.deepEqual((await at("DELETE", `docs/${name}`)).body, { status: "deleted", key: `docs/${name}` });
  assert.equal((await project.manage("GET", "/usage")).body.storage_bytes, 0);
});

test("§3.10 tokens and codes that have run out, and people who are gone", async () => {
  const user = await project.user("expiring@example.com");
  const refresh = (token) => project.auth("POST", "token?grant_type=refresh_token", { refresh_token: token });
  await sandbox.control("expire_refresh_token", { refresh_token: user.refresh_token });
  assert.deepEqual(seen(await refresh(user.refresh_token)), [401, "Refresh token expired"]);
  const gone = await project.user("gone@example.com");
  await sandbox.control("delete_user", { user_id: gone.id });
  assert.equal((await refresh(gone.refresh_token)).status, 401);
  assert.deepEqual(seen(await project.auth("GET", "user", undefined, { Authorization: `Bearer ${gone.access_token}` })), [404, "User not found"]);
  const start = async () => new URL((await project.auth("POST", "oauth/google/start", { redirect_url: "http://localhost:3000/back" })).body.authorization_url).searchParams;
  const callback = (asked) => sandbox.send("GET", `/auth/v1/oauth/google/callback?code=${googleCode(asked, { sub: "1", email: "g@example.com" })}&state=${asked.get("state")}`);
  const stale = await start();
  await sandbox.control("expire_oauth_state");
  const late = await callback(stale);
  assert.deepEqual([late.status, late.headers.get("content-type").split(";")[0]], [400, "text/html"]);
  const delivered = await callback(await start());
  const code = new URLSearchParams(new URL(delivered.headers.get("location")).hash.slice(1)).get("code");
  assert.ok(code, delivered.headers.get("location"));
  await sandbox.control("expire_oauth_codes");
  const exchange = (body, who = project) => who.auth("POST", "token?grant_type=authorization_code", body);
  assert.deepEqual(seen(await exchange({ code })), [401, "Invalid, expired, or already used authorization code"]);
  const fresh = new URLSearchParams(new URL((await callback(await start())).headers.get("location")).hash.slice(1)).get("code");
  const elsewhere = await sandbox.project(wallet);
  assert.deepEqual(seen(await exchange({ code: fresh }, elsewhere)), [401, "Authorization code was issued for a different project"]);
  assert.equal((await exchange({ code: fresh })).status, 401, "a code is burnt by the attempt");
  const slow = await project.user("slow@example.com");
  try {
    await clock({ advance: "61m" });
    assert.deepEqual(seen(await project.auth("GET", "user", undefined, { Authorization: `Bearer ${slow.access_token}` })), [401, "Invalid token"]);
    const old = await project.rest("GET", "items", { key: slow.access_token });
    assert.deepEqual([old.status, old.body.code, old.body.message], [401, "PGRST301", "JWT expired"]);
    await clock({ set: new Date(Date.now() + 3615e3).toISOString() });
    assert.equal((await project.rest("GET", "items?limit=1", { key: slow.access_token })).status, 200, "within the 30 seconds of leeway");
  } finally {
    await clock({ reset: true });
  }
});
