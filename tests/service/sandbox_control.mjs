// SPDX-License-Identifier: GPL-3.0-or-later
// The steering of a sandbox started with --control: clock, faults, reset.
//   node sandbox_control.mjs SANDBOX_BINARY
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Checks, Sandbox, Wallet, workFolder } from "./sandboxserver.mjs";

const binary = process.argv[2];
const work = workFolder("control");
const log = join(work, "requests.log");
const day = 86400e3;
const checks = new Checks();

await checks.run("without --control none of it is there", async () => {
  const plain = await Sandbox.start(binary, join(work, "plain"));
  for (const [method, path] of [["GET", "clock"], ["POST", "clock"], ["GET", "faults"], ["POST", "faults"], ["DELETE", "faults"], ["POST", "reset"], ["POST", "control"]]) {
    assert.equal((await plain.json(method, `/sandbox/v1/${path}`, {})).status, 404, path);
  }
  assert.equal(await plain.stop(), 0);
});

const sandbox = await Sandbox.start(binary, join(work, "data"), "--control", "--log", log);
const clock = async (body) => {
  const answer = body ? await sandbox.json("POST", "/sandbox/v1/clock", body) : await sandbox.request("GET", "/sandbox/v1/clock");
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const faults = async (...rules) => {
  const answer = await sandbox.json("POST", "/sandbox/v1/faults", rules);
  assert.equal(answer.status, 201, answer.text);
  return answer.json.ids;
};
const noFaults = () => sandbox.request("DELETE", "/sandbox/v1/faults");
const broken = (promise) => promise.then((r) => `answered ${r.status}`, (e) => e.code ?? e.message);
const health = (options) => sandbox.request("GET", "/health", options);

const wallet = new Wallet();
const project = await wallet.project(sandbox, "steered");
await project.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 50)");
const rest = (path = "t?select=id", headers = {}) => sandbox.request("GET", `/rest/v1/${path}`, { headers: { apikey: project.anon, ...headers } });

await checks.run("the clock moves what expires", async () => {
  const before = await clock();
  assert.ok(Math.abs(before.now_ms - Date.now()) < 2000 && before.offset_ms === 0);
  const signup = { email: "a@example.com", password: "correct horse" };
  const key = { apikey: project.anon };
  assert.equal((await sandbox.json("POST", "/auth/v1/signup", signup, key)).status, 201);
  const session = (await sandbox.json("POST", "/auth/v1/token?grant_type=password", signup, key)).json;
  const user = { Authorization: `Bearer ${session.access_token}` };
  assert.equal((await rest(undefined, user)).status, 200);
  const address = `0x${"12".repeat(20)}`;
  const drip = () => sandbox.json("POST", "/faucet/v1", { address });
  assert.equal((await drip()).status, 200);
  assert.equal((await drip()).status, 429);
  const keyed = async () => sandbox.json("POST", "/projects/v1", { name: "keyed" },
    { ...wallet.header(sandbox, "/projects/v1", new Date((await clock()).now_ms)), "Idempotency-Key": "k1" });
  const first = (await keyed()).json.project_id;
  assert.equal((await keyed()).json.project_id, first, "the same key gives the same project");

  const later = await clock({ advance: "2h" });
  assert.ok(Math.abs(later.offset_ms - 7200e3) < 50, JSON.stringify(later));
  const answer = await health();
  assert.ok(Math.abs(Date.parse(answer.headers.date) - Date.now() - 7200e3) < 3000, "Date header");
  assert.equal((await rest(undefined, user)).status, 401, "the access token lasts an hour");
  assert.equal((await sandbox.json("POST", "/projects/v1", { name: "x" }, wallet.header(sandbox, "/projects/v1"))).status, 402,
    "a signature two hours old");
  assert.equal((await drip()).status, 429);
  await clock({ advance: "23h" });
  assert.equal((await drip()).status, 200, "another day at the faucet");
  assert.notEqual((await keyed()).json.project_id, first, "idempotency keys last a day");
  const refreshed = await sandbox.json("POST", "/auth/v1/token?grant_type=refresh_token", { refresh_token: session.refresh_token }, key);
  assert.equal(refreshed.status, 200, "the refresh token lasts 30 days");
  await clock({ set: before.now_ms + 60 * day });
  const old = await sandbox.json("POST", "/auth/v1/token?grant_type=refresh_token", { refresh_token: refreshed.json.refresh_token }, key);
  assert.ok(old.status >= 400, "an expired lease or token");
});

await checks.run("lease, grace and archive follow the clock, and the job runs at once", async () => {
  await clock({ reset: true });
  Object.assign(project, await new Wallet().project(sandbox, "leased"));
  await project.sql("CREATE TABLE t (id int PRIMARY KEY)");
  assert.equal((await rest()).status, 200);
  await clock({ advance: "31d" });
  const expired = await rest();
  assert.equal(expired.status, 402);
  assert.equal(expired.json.error, "Lease expired");
  await clock({ set: new Date(Date.now() + 36.9 * day).toISOString() });
  assert.equal((await rest()).status, 402, "still in the week of grace");
  await clock({ advance: "6h" });
  assert.equal((await rest()).status, 404, "archived");
  await clock({ reset: true });
  assert.equal((await rest()).status, 404, "archived stays archived");
  assert.equal((await clock()).offset_ms, 0);
});

await checks.run("the clock refuses nonsense", async () => {
  for (const body of [{}, { advance: "soon" }, { advance: 5 }, { set: "yesterday" }, { set: 0, advance: "1d" }, { advance: "999999d" }, { set: -5 }, { reset: false }, [1]]) {
    assert.equal((await sandbox.json("POST", "/sandbox/v1/clock", body)).status, 400, JSON.stringify(body));
  }
  assert.equal((await clock()).offset_ms, 0);
});

await checks.run("reset makes the server new without a restart", async () => {
  const doomed = await new Wallet().project(sandbox, "doomed");
  await doomed.sql("CREATE TABLE gone (id int)");
  await sandbox.request("POST", "/storage/v1/object/b/x", { headers: { apikey: doomed.anon }, body: "bytes" });
  await faults({ path: "/never", status: 500 });
  await clock({ advance: "1d" });
  await sandbox.control("fake", { mode: "rest", value: "down" });
  const port = sandbox.port;
  assert.equal((await sandbox.request("POST", "/sandbox/v1/reset")).status, 200);
  assert.equal(sandbox.port, port);
  assert.equal((await clock()).offset_ms, 0);
  assert.deepEqual((await sandbox.request("GET", "/sandbox/v1/faults")).json.rules, []);
  assert.equal((await sandbox.request("GET", "/rest/v1/gone", { headers: { apikey: doomed.anon } })).status, 404);
  const fresh = await new Wallet().project(sandbox, "fresh");
  assert.equal(fresh.slot, "p0001", "slots start over");
  await fresh.sql("CREATE TABLE gone (other text); INSERT INTO gone VALUES ('new')");
  const read = await sandbox.request("GET", "/rest/v1/gone?select=other", { headers: { apikey: fresh.anon } });
  assert.deepEqual(read.json, [{ other: "new" }], "the slot's old picture is forgotten");
  Object.assign(project, fresh);
  await project.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 50)");
});

await checks.run("reset under load: every request is answered, and the server lives on", async () => {
  let stop = false;
  const clients = Array.from({ length: 8 }, async () => {
    let answers = 0;
    while (!stop) {
      assert.ok((await sandbox.request("GET", "/tiers/v1")).status === 200);
      answers++;
    }
    return answers;
  });
  for (let i = 0; i < 3; ++i) assert.equal((await sandbox.request("POST", "/sandbox/v1/reset")).status, 200);
  stop = true;
  const total = (await Promise.all(clients)).reduce((a, b) => a + b);
  Object.assign(project, await new Wallet().project(sandbox, "after"));
  await project.sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 50)");
  return `${total} requests, 3 resets`;
});

await checks.run("faults: status, body, headers, count, skip", async () => {
  await faults({ path: "/rest/v1/*", method: "GET", status: 503, skip: 1, count: 2 },
    { path: "/health", status: 429, retry_after: 7, count: 1 },
    { path: "/health", status: 502, body: { error: "mine" }, headers: { "X-Fault": "yes" }, count: 1 });
  const seen = [];
  for (let i = 0; i < 4; ++i) seen.push((await rest()).status);
  assert.deepEqual(seen, [200, 503, 503, 200]);
  const limited = await health();
  assert.equal(limited.status, 429);
  assert.equal(limited.headers["retry-after"], "7");
  assert.ok(limited.json.error);
  const mine = await health();
  assert.equal(mine.status, 502);
  assert.deepEqual(mine.json, { error: "mine" });
  assert.equal(mine.headers["x-fault"], "yes");
  assert.equal((await health()).status, 200);
  const rules = (await sandbox.request("GET", "/sandbox/v1/faults")).json.rules;
  assert.deepEqual(rules.map((r) => [r.seen, r.struck]), [[3, 2], [1, 1], [1, 1]], "a spent rule no longer looks");
  assert.equal((await sandbox.request("DELETE", `/sandbox/v1/faults/${rules[0].id}`)).status, 200);
  assert.equal((await sandbox.request("DELETE", `/sandbox/v1/faults/${rules[0].id}`)).status, 404);
  await noFaults();
});

await checks.run("faults: probability is repeatable by its seed", async () => {
  const throwDice = async (seed) => {
    await noFaults();
    await faults({ path: "/health", status: 500, probability: 0.5, seed });
    const seen = [];
    for (let i = 0; i < 40; ++i) seen.push((await health()).status);
    return seen.join();
  };
  const first = await throwDice(7);
  assert.equal(await throwDice(7), first);
  assert.notEqual(await throwDice(8), first);
  const struck = first.split("500").length - 1;
  assert.ok(struck > 8 && struck < 32, `${struck} of 40`);
  await noFaults();
});

await checks.run("faults: reset before and after the work is done, hang, latency", async () => {
  const insert = (id) => sandbox.json("POST", "/rest/v1/t", { id }, { apikey: project.service });
  await faults({ path: "/rest/v1/t", method: "POST", reset: true, count: 1 });
  assert.equal(await broken(insert(100)), "ECONNRESET");
  assert.deepEqual((await rest("t?id=eq.100")).json, [], "before: nothing happened");
  await faults({ path: "/rest/v1/t", method: "POST", reset: true, when: "after", count: 1 });
  assert.equal(await broken(insert(101)), "ECONNRESET");
  assert.deepEqual((await rest("t?id=eq.101")).json, [{ id: 101 }], "after: the row is there");
  await faults({ path: "/rest/v1/t", method: "POST", status: 504, when: "after", count: 1 });
  assert.equal((await insert(102)).status, 504);
  assert.deepEqual((await rest("t?id=eq.102")).json, [{ id: 102 }]);
  await faults({ path: "/health", latency_ms: 300, count: 1 });
  const began = performance.now();
  assert.equal((await health()).status, 200);
  assert.ok(performance.now() - began >= 290);
  await faults({ path: "/health", hang: true, count: 1 });
  assert.equal(await sandbox.raw("GET /health HTTP/1.1\r\nHost: x\r\n\r\n", 400), "", "nothing comes");
  assert.equal((await health()).status, 200);
  await noFaults();
});

await checks.run("faults: cut headers, cut body, slow body", async () => {
  const get = "GET /tiers/v1 HTTP/1.1\r\nHost: x\r\n\r\n";
  await faults({ path: "/tiers/v1", cut_headers: true, count: 1 }, { path: "/tiers/v1", cut_body: 10, count: 1 },
    { path: "/tiers/v1", bytes_per_s: 1500, cut_body: 600, count: 1 });
  const head = await sandbox.raw(get);
  assert.ok(head.startsWith("HTTP/1.1 200") && !head.includes("\r\n\r\n"), head);
  const [fields, part] = (await sandbox.raw(get)).split("\r\n\r\n");
  assert.equal(part.length, 10);
  assert.ok(Number(/content-length: (\d+)/i.exec(fields)[1]) > 10);
  const began = performance.now();
  const slow = (await sandbox.raw(get)).split("\r\n\r\n")[1];
  const took = performance.now() - began;
  assert.equal(slow.length, 600);
  assert.ok(took > 380 && took < 3000, `${took} ms for 600 bytes at 1500/s`);
  await noFaults();
});

await checks.run("faults: by host, none on the control endpoints, no nonsense", async () => {
  const deployed = (await project.wallet.deploy(sandbox, project, [{ file: "index.html", data: "hello" }])).json;
  const host = new URL(deployed.url).host;
  await faults({ host: "dpl-*", status: 500 });
  assert.equal((await sandbox.request("GET", "/", { host })).status, 500);
  assert.equal((await health()).status, 200);
  await noFaults();
  assert.equal((await sandbox.request("GET", "/", { host })).status, 200);
  await faults({ status: 500 });
  assert.equal((await sandbox.request("GET", "/sandbox/v1/faults")).status, 200);
  await noFaults();
  for (const rule of [{}, { path: "/x" }, { status: 99 }, { status: "500" }, { stauts: 500 }, { status: 500, probability: 2 }, { latency_ms: -1 },
    { status: 500, when: "now" }, { body: "x", latency_ms: 1 }, { status: 500, count: 0 }, "x", 5]) {
    const answer = await sandbox.json("POST", "/sandbox/v1/faults", [{ path: "/health", status: 500 }, rule]);
    assert.equal(answer.status, 400, JSON.stringify(rule));
  }
  assert.equal((await health()).status, 200, "a refused list leaves nothing behind");
});

await checks.run("a clean stop while a client hangs", async () => {
  await faults({ path: "/health", hang: true });
  const hanging = broken(health());
  await sandbox.request("GET", "/tiers/v1");
  assert.equal(await sandbox.stop(), 0);
  await hanging;
  assert.ok(readFileSync(log, "utf8").split("\n").filter(Boolean).every((line) => JSON.parse(line).event));
});
process.exit(checks.exitCode);
