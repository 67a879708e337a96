// SPDX-License-Identifier: GPL-3.0-or-later
// Functions (contract.md §3.11): what they are given, what they may do, and that none disturbs another.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync, mkdirSync, chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startSandbox } from "./harness.mjs";

let sandbox, project;
before(async () => {
  sandbox = await startSandbox();
  project = await sandbox.project(await sandbox.customer("hobby"));
});
after(() => sandbox?.stop());

const deployed = async (name, code, more, of = project) => {
  const answer = await of.deploy(name, code, more);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
};
const echo = `export default async (req) => {
  const url = new URL(req.url);
  return Response.json({ method: req.method, path: url.pathname, query: url.search, body: await req.text() }, { headers: { "x-mine": "yes" } });
};`;

test("every method reaches a function with its sub-path, query and JSON body", async () => {
  await deployed("echo", echo);
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await project.call("echo/a/b%20c?x=1&x=%C3%A9", { method, ...(method === "GET" ? {} : { json: { n: 1 } }) });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("x-mine"), "yes");
    assert.deepEqual(answer.body, { method, path: "/functions/v1/echo/a/b%20c", query: "?x=1&x=%C3%A9", body: method === "GET" ? "" : '{"n":1}' });
  }
  assert.equal((await project.call("echo", { method: "HEAD" })).status, 200);
  // the service hands over JSON bodies only
  assert.equal((await project.call("echo", { method: "POST", body: Buffer.from([0, 255]), headers: { "Content-Type": "application/octet-stream" } })).body.body, "");
  assert.equal((await project.call("nothere")).status, 404);
});

test("binary answers arrive byte for byte, statuses and headers too", async () => {
  await deployed("bytes", `export default () => new Response(new Uint8Array(Array.from({ length: 256 }, (_, i) => i)), { status: 203, headers: { "content-type": "image/png" } });`);
  const answer = await project.call("bytes");
  assert.equal(answer.status, 203);
  assert.equal(answer.headers.get("content-type"), "image/png");
  assert.deepEqual([...answer.bytes], Array.from({ length: 256 }, (_, i) => i));
  await deployed("big", `export default () => new Response("x".repeat(5_000_000));`);
  assert.equal((await project.call("big")).bytes.length, 5000000);
  await deployed("huge", `export default () => new Response("x".repeat(20_000_000));`);
  assert.equal((await project.call("huge")).status, 500);
  assert.match((await project.logs("huge")).join("\n"), /larger than 12 MB/);
});

test("new source and new secrets take effect on the next call, module state stays warm in between", async () => {
  const counter = (label) => `let n = 0; export default () => Response.json({ label: "${label}", n: ++n, secret: process.env.COLOR ?? null, jwt: process.env.RUN402_JWT_SECRET.length > 0 });`;
  await deployed("warm", counter("one"));
  assert.deepEqual([(await project.call("warm")).body.n, (await project.call("warm")).body.n], [1, 2]);
  await deployed("warm", counter("two"));
  assert.deepEqual((await project.call("warm")).body, { label: "two", n: 1, secret: null, jwt: true });
  assert.equal((await project.manage("POST", "/secrets", { key: "COLOR", value: "green" })).status, 201);
  assert.deepEqual((await project.call("warm")).body, { label: "two", n: 1, secret: "green", jwt: true });
});

test("output and uncaught errors become log lines with time and request", async () => {
  await deployed("chatty", `export default async (req) => {
    console.log("first", { a: 1 }); console.error("second\\nthird"); process.stdout.write("fourth\\n");
    if (req.url.includes("?boom")) { setTimeout(() => { throw new Error("uncaught!"); }, 5); await new Promise(() => {}); }
    if (req.url.includes("?throw")) throw new TypeError("thrown!");
    return new Response("ok");
  };`);
  const calm = await project.call("chatty");
  const thrown = await project.call("chatty?throw");
  const died = await project.call("chatty?boom");
  assert.deepEqual([calm.status, thrown.status, died.status], [200, 500, 500]);
  assert.deepEqual(thrown.body, { error: "Internal function error" });
  const of = async (answer) => project.logs("chatty", `?request_id=${answer.headers.get("x-sandbox-request-id")}`);
  assert.deepEqual(await of(calm), ["first { a: 1 }", "second", "third", "fourth"]);
  assert.match((await of(thrown)).join("\n"), /TypeError: thrown!/);
  assert.match((await of(died)).join("\n"), /uncaught!/);
  assert.equal((await of(died)).at(-1), "The function's process ended before it answered");
  const { logs } = (await project.manage("GET", "/functions/chatty/logs?tail=1&request_ids=true")).body;
  assert.equal(logs[0].request_id, died.headers.get("x-sandbox-request-id"));
  assert.ok(Math.abs(Date.parse(logs[0].timestamp) - Date.now()) < 60000);
});

test("a flood of output is cut instead of filling memory", async () => {
  await deployed("flood", `export default () => { for (let i = 0; i < 20000; i++) console.log("line " + i); return new Response("done"); };`);
  const answer = await project.call("flood");
  assert.equal(answer.text, "done");
  const lines = await project.logs("flood", "?tail=2");
  assert.deepEqual(lines, ["line 999", "… more lines of this call were dropped"]);
});

test("loops, memory eaters and crashes are killed and disturb nobody", async () => {
  await deployed("loop", `export default () => { for (;;); };`, { config: { timeout: 2 } });
  await deployed("stuck", `for (;;); export default () => new Response();`, { config: { timeout: 2 } });
  await deployed("heap", `export default () => { const all = []; for (;;) all.push(new Array(1000).fill(Math.random())); };`, { config: { memory: 64, timeout: 20 } });
  await deployed("buffers", `export default async () => { const all = []; for (;;) { all.push(Buffer.alloc(8 << 20, 1)); await new Promise((r) => setTimeout(r, 5)); } };`, { config: { memory: 64, timeout: 20 } });
  await deployed("crash", `export default () => process.kill(process.pid, "SIGSEGV");`);
  await deployed("calm", `export default () => new Response("fine");`);
  await project.call("calm");
  const started = Date.now();
  const bad = Promise.all([project.call("loop"), project.call("stuck", { method: "POST", json: { filler: "x".repeat(900000) } }), project.call("heap"), project.call("buffers"), project.call("crash")]);
  const good = [];
  for (let i = 0; i < 20; i++) good.push((await project.call("calm")).text);
  const health = await sandbox.send("GET", "/health");
  assert.deepEqual([...new Set(good)], ["fine"]);
  assert.equal(health.body.status, "healthy");
  const answers = await bad;
  assert.deepEqual(answers.map((a) => a.status), [500, 500, 500, 500, 500]);
  assert.ok(Date.now() - started < 30000, "killed at the limit, not later");
  assert.deepEqual(answers.map((a) => a.headers.get("x-sandbox-reason")).filter((r) => r === "timeout").length, 2);
  assert.equal((await project.logs("loop")).at(-1), "Task timed out after 2 seconds");
  assert.match((await project.logs("buffers")).at(-1), /Out of memory: the function used more than 64 MB/);
  assert.match((await project.logs("heap")).join("\n"), /[Oo]ut of memory/);
  assert.equal((await project.call("calm")).text, "fine");
});

test("what a function starts ends with it", async () => {
  await deployed("parent", `import { spawn } from "node:child_process";
    export default () => { const child = spawn("sleep", ["300"]); console.log(child.pid); return child.pid ? new Promise(() => {}) : new Response(); };`, { config: { timeout: 1 } });
  assert.equal((await project.call("parent")).status, 500);
  const pid = Number((await project.logs("parent"))[0]);
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "gone";
  assert.ok(state === "gone" || / Z /.test(state), state);
});

test("one project's endless loops leave room for other projects", async () => {
  const other = await sandbox.project(await sandbox.customer("prototype"));
  await deployed("calm", `export default () => new Response("other");`, {}, other);
  await deployed("hog", `export default () => new Promise(() => {});`, { config: { timeout: 3 } });
  const hogs = Array.from({ length: 40 }, () => project.call("hog"));
  assert.equal((await other.call("calm")).text, "other");
  const statuses = (await Promise.all(hogs)).map((a) => a.status);
  assert.ok(statuses.every((s) => s === 500 || s === 503), statuses.join());
});

test("the helper: query builder, SQL and users", async () => {
  await project.sql("CREATE TABLE IF NOT EXISTS items (id int PRIMARY KEY, name text, n int); DELETE FROM items");
  await deployed("helper", `import { db, getUser } from "@run402/functions";
    export default async (req) => {
      const out = {};
      out.inserted = await db.from("items").insert([{ id: 1, name: "a", n: 1 }, { id: 2, name: "b, c", n: 2 }, { id: 3, name: "d", n: null }]);
      out.upserted = await db.from("items").upsert({ id: 2, name: "b, c", n: 20 }, { onConflict: "id" });
      out.filtered = await db.from("items").select("id").gte("id", 1).lte("id", 2).order("n", { ascending: false }).order("id").limit(5);
      out.in = await db.from("items").select("id").in("name", ["b, c", "d"]).order("id");
      out.is = await db.from("items").select("id").is("n", null);
      out.or = await db.from("items").select("id").or("id.eq.1,id.eq.3").order("id").offset(1);
      out.like = await db.from("items").select("id").like("name", "b%");
      out.single = await db.from("items").select("name").eq("id", 1).single();
      out.maybe = await db.from("items").select().eq("id", 99).maybeSingle();
      out.none = await db.from("items").select().eq("id", 99).single().catch((e) => e.message);
      out.updated = await db.from("items").update({ name: "z" }).eq("id", 1);
      out.deleted = await db.from("items").delete().neq("id", 1).gt("id", 2);
      out.sql = await db.sql("SELECT count(*) FROM items");
      out.bad = await db.sql("SELECT nope").catch((e) => e.message);
      out.badTable = await db.from("no such table").select().catch((e) => e.message);
      out.user = getUser(req);
      return Response.json(out);
    };`);
  const ada = await project.user("ada@example.com");
  const { body } = await project.call("helper", { headers: { Authorization: `Bearer ${ada.access_token}` } });
  assert.equal(body.inserted.length, 3);
  assert.deepEqual(body.upserted, [{ id: 2, name: "b, c", n: 20 }]);
  assert.deepEqual(body.filtered, [{ id: 2 }, { id: 1 }]);
  assert.deepEqual([body.in, body.is, body.or, body.like], [[{ id: 2 }, { id: 3 }], [{ id: 3 }], [{ id: 3 }], [{ id: 2 }]]);
  assert.deepEqual([body.single, body.maybe, body.none], [{ name: "a" }, null, "Expected one row, got 0"]);
  assert.deepEqual([body.updated, body.deleted], [[{ id: 1, name: "z", n: 1 }], [{ id: 3, name: "d", n: null }]]);
  assert.deepEqual(body.sql.rows, [{ count: "2" }]);
  assert.match(body.bad, /^SQL error \(400\): /);
  assert.match(body.badTable, /^PostgREST error \(404\): /);
  assert.deepEqual(body.user, { id: ada.id, role: "authenticated" });
  const other = await sandbox.project(project.wallet);
  const eve = await other.user("eve@example.com");
  await deployed("who", `import { getUser } from "@run402/functions"; export default (req) => Response.json({ user: getUser(req) });`);
  assert.deepEqual((await project.call("who")).body, { user: null });
  assert.deepEqual((await project.call("who", { headers: { Authorization: `Bearer ${eve.access_token}` } })).body, { user: null });
  assert.deepEqual((await project.call("who", { headers: { Authorization: "Bearer a.b.c" } })).body, { user: null });
});

test("the tier's limits hold: count, timeout, memory, code", async () => {
  const small = await sandbox.project(await sandbox.customer("prototype"));
  for (let i = 0; i < 5; i++) await deployed(`f${i}`, echo, {}, small);
  assert.deepEqual([(await small.deploy("f5", echo)).status, (await small.deploy("f5", echo)).body.error], [403, "Function limit reached (5 for your tier). Delete a function first."]);
  const asked = await small.deploy("f0", echo, { config: { timeout: 900, memory: 9000 } });
  assert.deepEqual([asked.status, asked.body.timeout, asked.body.memory], [201, 10, 128]);
  const folder = join(sandbox.data, "functions", small.id);
  assert.equal((await small.call("f0")).status, 200);
  assert.ok(readdirSync(folder).includes("f0"));
  assert.equal((await small.manage("DELETE", "/functions/f0")).status, 200);
  assert.ok(!readdirSync(folder).includes("f0"), "its files are gone");
  assert.equal((await small.call("f0")).status, 404);
  assert.equal((await sandbox.send("DELETE", `/projects/v1/${small.id}`, { headers: { Authorization: `Bearer ${small.service}` } })).status, 200);
  assert.ok(!existsSync(folder));
});

test("without Node.js, or with an old one, a call says what to install", async () => {
  const old = join(sandbox.folder, "old");
  mkdirSync(old);
  writeFileSync(join(old, "node"), "#!/bin/sh\necho v16.20.0\n");
  chmodSync(join(old, "node"), 0o755);
  for (const [name, found] of [[join(old, "node"), /too old: .* is version 16/], [join(old, "absent"), /not found/]]) {
    const bare = await startSandbox([], { RUN402_NODE: name });
    try {
      const mine = await bare.project(await bare.customer());
      assert.equal((await mine.deploy("f", echo)).status, 201);
      const answer = await mine.call("f");
      assert.equal(answer.status, 503);
      assert.match(answer.body.error, found);
      assert.match(answer.body.error, /Install Node\.js 18 or later/);
    } finally {
      await bare.stop();
    }
  }
});
