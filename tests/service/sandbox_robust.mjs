// SPDX-License-Identifier: GPL-3.0-or-later
// What a sandbox withstands: hostile and slow clients, escapes, mixed keys, kill -9, a full disk, leftovers.
//   node sandbox_robust.mjs SANDBOX_BINARY
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";
import { Checks, Sandbox, Wallet, workFolder } from "./sandboxserver.mjs";

const binary = process.argv[2];
const work = workFolder("robust");
const data = join(work, "data");
const logFile = join(work, "requests.log");
const checks = new Checks();
const MiB = 1 << 20;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const sandbox = await Sandbox.start(binary, data, "--control", "--log", logFile);
await sandbox.control("rate_limit", { per_second: 0 });
const a = await new Wallet().project(sandbox, "project a");
const b = await new Wallet().project(sandbox, "project b");
const secrets = [a.anon, a.service, b.anon, b.service];
const storage = (project, method, path, body) =>
  sandbox.request(method, `/storage/v1/object/${path}`, { headers: { apikey: project.anon, "Content-Type": "text/plain" }, body });

// Slow clients take their time; they run while everything else is checked.
const slow = (head, drip, everyMs = 700) => new Promise((done) => {
  const began = performance.now();
  let text = "";
  const socket = net.connect(sandbox.port, "127.0.0.1", () => socket.write(head));
  const timer = setInterval(() => socket.write(drip), everyMs);
  socket.on("data", (part) => (text += part));
  socket.on("error", () => {});
  socket.on("close", () => { clearInterval(timer); done({ text, seconds: (performance.now() - began) / 1000 }); });
});
const slowOnes = Promise.all([
  ...Array.from({ length: 60 }, () => slow("GET /health HTTP/1.1\r\n", "X-A: b\r\n")),
  slow("GET /health", "a"),
  slow("POST /projects/v1 HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n", "x"),
  slow("POST /projects/v1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
]);

await checks.run("size limits of bodies and headers", async () => {
  const size = async (method, path, bytes, headers) => (await sandbox.request(method, path, { headers, body: Buffer.alloc(bytes, 32) })).status;
  const json = { "Content-Type": "application/json" };
  const key = { apikey: a.anon };
  assert.equal(await size("POST", "/projects/v1", MiB + 1, json), 413);
  assert.equal(await size("POST", "/projects/v1", MiB - 1, json), 400, "within the limit it is read and found not to be JSON");
  assert.equal(await size("POST", "/storage/v1/object/b/big", 10 * MiB + 1, key), 413);
  assert.equal(await size("POST", "/storage/v1/object/b/big", 10 * MiB, key), 200);
  assert.equal(await size("POST", `/projects/v1/admin/${a.id}/sql`, 10 * MiB + 1, {}), 413);
  assert.equal(await size("POST", "/deployments/v1", 50 * MiB + 1, json), 413);
  const chunked = `POST /projects/v1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${"10000\r\n" + " ".repeat(65536) + "\r\n"}`.padEnd(100);
  const chunks = ("10000\r\n" + " ".repeat(65536) + "\r\n").repeat(17);
  assert.match(await sandbox.raw(chunked + chunks), /^HTTP\/1.1 413/);
  const head = (bytes) => sandbox.raw(`GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: ${"y".repeat(bytes)}\r\n\r\n`);
  assert.match(await head(100_000), /^HTTP\/1.1 200/, "payment headers are long");
  assert.match(await head(140_000), /^HTTP\/1.1 431/);
  assert.match(await sandbox.raw("GET /health HTTP/1.1\r\n" + "A: b\r\n".repeat(30_000) + "\r\n"), /^HTTP\/1.1 431/);
  assert.match(await sandbox.raw("POST /health HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), /^HTTP\/1.1 400/);
});

await checks.run("500 connections at once, and one more is served at once", async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 500, maxFreeSockets: 500 });
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 500 }, () => sandbox.request("GET", "/tiers/v1", { agent })));
  assert.ok(answers.every((r) => r.status === 200));
  const open = Object.values(agent.freeSockets).flat().length;
  assert.ok(open >= 490, `${open} connections stay open`);
  const alone = performance.now();
  assert.equal((await sandbox.request("GET", "/health")).status, 200);
  const ms = performance.now() - alone;
  assert.ok(ms < 2000, `${ms} ms`);
  agent.destroy();
  return `${(alone - began).toFixed(0)} ms for all, then ${ms.toFixed(0)} ms`;
});

await checks.run("nothing outside a site or a bucket can be reached", async () => {
  const made = (await a.wallet.deploy(sandbox, a, [{ file: "index.html", data: "the page" }, { file: "d/f.txt", data: "a file" }])).json;
  const host = new URL(made.url).host;
  const site = join(data, "sites", made.deployment_id);
  for (const folder of [data, join(data, "sites"), join(data, "storage")]) writeFileSync(join(folder, "marker.txt"), "MARKER");
  symlinkSync("../../marker.txt", join(site, "link.txt"));
  symlinkSync("/etc", join(site, "etc"));
  symlinkSync("/etc/passwd", join(site, "passwd.txt"));
  const escapes = ["../marker.txt", "../../marker.txt", "..%2fmarker.txt", "%2e%2e/marker.txt", "%2e%2e%2f%2e%2e%2fmarker.txt", "d/../../marker.txt",
    "d/%2e%2e/%2e%2e/marker.txt", "%252e%252e/marker.txt", "%252e%252e%252fmarker.txt", "..\\marker.txt", "..%5cmarker.txt", "....//marker.txt",
    "/../marker.txt", "%2fetc/passwd.txt", "link.txt", "passwd.txt", "etc/host.conf", "d/f.txt%00.html", "%00", "..%00/marker.txt", "%c0%ae%c0%ae/marker.txt",
    "..;/marker.txt", "%zz", "%"];
  for (const path of escapes) {
    const answer = await sandbox.raw(`GET /${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1.1 [34]\d\d/, `${path}: ${answer.slice(0, 200)}`);
    assert.ok(!/MARKER|root:|multi/.test(answer), path);
    const object = await sandbox.raw(`GET /storage/v1/object/${path} HTTP/1.1\r\nHost: x\r\napikey: ${a.anon}\r\nConnection: close\r\n\r\n`);
    assert.ok(/^HTTP\/1.1 4\d\d/.test(object) && !object.includes("MARKER"), `${path}: ${object.slice(0, 200)}`);
    await sandbox.raw(`POST /storage/v1/object/b/${path} HTTP/1.1\r\nHost: x\r\napikey: ${a.anon}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nEVIL`);
  }
  assert.match(await sandbox.raw(`GET /d/f.txt HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`), /a file$/);
  for (const file of ["../evil.txt", "a/../../evil.txt", "..", "a/\u0000evil.txt", "", "x/"]) {
    const answer = await a.wallet.deploy(sandbox, a, [{ file, data: "EVIL" }]);
    assert.equal(answer.status, 400, JSON.stringify(file));
  }
  await a.wallet.deploy(sandbox, a, [{ file: "/etc/evil.txt", data: "EVIL" }, { file: "..\\evil.txt", data: "EVIL" }]);
  const inside = (folder) => readdirSync(folder, { recursive: true }).map(String);
  assert.deepEqual(inside(join(data, "storage")).filter((name) => !/^(marker\.txt|prj_\w+|prj_\w+\/[0-9a-f]{32})$/.test(name)), []);
  assert.deepEqual(inside(join(data, "sites")).filter((name) => !/^(marker\.txt|dpl_\w+(\/.*)?)$/.test(name)), []);
  assert.ok(!existsSync("/etc/evil.txt") && !existsSync(join(data, "evil.txt")) && !existsSync(join(work, "evil.txt")));
  assert.equal(readFileSync(join(data, "marker.txt"), "utf8"), "MARKER");
});

await checks.run("no mix of headers lets one project's keys reach another", async () => {
  for (const [project, mark] of [[a, "SECRET_OF_A"], [b, "SECRET_OF_B"]]) {
    await project.sql(`CREATE TABLE vault (id int PRIMARY KEY, owner text DEFAULT auth.uid()::text, text text);
      INSERT INTO vault VALUES (1, 'nobody', '${mark}'); ALTER TABLE vault ENABLE ROW LEVEL SECURITY`);
    await storage(project, "POST", "b/private.txt", mark);
    await sandbox.json("POST", `/projects/v1/admin/${project.id}/secrets`, { key: "TOKEN", value: mark }, { Authorization: `Bearer ${project.service}` });
  }
  const user = { email: "mix@example.com", password: "correct horse" };
  await sandbox.json("POST", "/auth/v1/signup", user, { apikey: a.anon });
  const session = (await sandbox.json("POST", "/auth/v1/token?grant_type=password", user, { apikey: a.anon })).json;
  secrets.push(user.password, session.access_token, session.refresh_token);
  const ours = [a.anon, a.service, session.access_token];
  const keys = ["", "nonsense", ...ours, b.anon];
  const tokens = [...keys.filter(Boolean).map((key) => `Bearer ${key}`), "", `bearer ${a.service}`, `Bearer ${a.service} ${b.anon}`, `Bearer ${b.anon},${a.service}`];
  const extras = [[], ["X-Project-Id", b.id], ["X-Forwarded-Host", `${b.id}.localhost`], ["Accept-Profile", b.slot, "Content-Profile", b.slot]];
  const calls = [["GET", "/rest/v1/vault"], ["PATCH", "/rest/v1/vault?id=eq.1", '{"text":"STOLEN"}'], ["POST", "/rest/v1/vault", '{"id":2,"text":"STOLEN"}'],
    ["DELETE", "/rest/v1/vault?id=eq.1"], ["GET", `/rest/v1/${b.slot}.vault`], ["POST", `/projects/v1/admin/${b.id}/sql`, `UPDATE ${b.slot}.vault SET text = 'STOLEN'`],
    ["POST", `/projects/v1/admin/${a.id}/sql`, `SELECT * FROM ${b.slot}.vault`], ["POST", `/projects/v1/admin/${a.id}/sql`, `SET search_path TO ${b.slot}`],
    ["GET", `/projects/v1/admin/${b.id}/schema`], ["GET", `/projects/v1/admin/${b.id}/usage`], ["GET", `/projects/v1/admin/${b.id}/secrets`],
    ["POST", `/projects/v1/admin/${b.id}/secrets`, '{"key":"TOKEN","value":"STOLEN"}'], ["GET", `/projects/v1/admin/${b.id}/functions`], ["DELETE", `/projects/v1/${b.id}`]];
  let tried = 0;
  for (const [method, path, body] of calls) {
    const mixes = keys.flatMap((key) => tokens.flatMap((token) => extras.map((extra) => [
      ...(key ? ["apikey", key] : []), ...(token ? ["Authorization", token] : []), ...extra, "Content-Type", body?.startsWith("{") ? "application/json" : "text/plain"])));
    mixes.push(["apikey", a.anon, "apikey", b.anon, "Authorization", `Bearer ${a.service}`], ["apikey", b.anon, "apikey", a.anon, "Authorization", `Bearer ${a.service}`],
      ["apikey", b.anon, "Authorization", `Bearer ${b.anon}`, "Authorization", `Bearer ${a.service}`], ["apikey", b.anon, "Authorization", `Bearer ${a.service}`, "Authorization", `Bearer ${b.anon}`]);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
    await Promise.all(mixes.map(async (headers) => {
      const answer = await sandbox.request(method, path, { headers, body, agent });
      tried++;
      assert.ok(!answer.text.includes("SECRET_OF_B"), `${method} ${path} ${headers}`);
      assert.ok(!path.includes(b.id) || answer.status >= 400, `${method} ${path} ${headers}: ${answer.status}`);
    }));
    agent.destroy();
  }
  assert.deepEqual((await b.sql("SELECT id, text FROM vault")).rows, [{ id: 1, text: "SECRET_OF_B" }]);
  assert.equal((await storage(b, "GET", "b/private.txt")).text, "SECRET_OF_B");
  assert.notEqual((await storage(a, "GET", "b/private.txt")).text, "SECRET_OF_B");
  return `${tried} requests`;
});

await checks.run("the request log is JSON lines and holds no secret", async () => {
  const header = a.wallet.header(sandbox, "/tiers/v1/status");
  await sandbox.request("GET", "/tiers/v1/status", { headers: header });
  const admin = "the-secret-admin-key";
  await sandbox.json("POST", "/faucet/v1/admin", { address: `0x${"ab".repeat(20)}`, amount: "1" }, { "X-Admin-Key": admin });
  await sandbox.json("POST", "/auth/v1/token?grant_type=password&password=in-the-query", { email: "x", password: "in-the-body" }, { apikey: a.anon });
  await a.sql("SELECT 'text-of-a-statement'");
  await sandbox.request("GET", "/rest/v1/vault?text=eq.value-of-a-filter", { headers: { apikey: a.service } });
  const log = readFileSync(logFile, "utf8");
  const known = new Set(["time", "event", "method", "host", "path", "status", "ms", "in", "out", "wallet", "message"]);
  const lines = log.trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length > 500 && lines.every((line) => Object.keys(line).every((key) => known.has(key))));
  for (const secret of [...secrets, ...secrets.map((s) => s.split(".").pop()), header["SIGN-IN-WITH-X"], admin, "in-the-query", "in-the-body", "SECRET_OF", "STOLEN",
    "text-of-a-statement", "value-of-a-filter"]) {
    assert.ok(!log.includes(secret), `the log has ${secret.slice(0, 12)}…`);
  }
  return `${lines.length} lines`;
});

/// Writers whose every acknowledged write is remembered.
class Writers {
  acknowledged = { sql: [], rest: [], storage: new Map(), deployments: new Map() };
  #n = 0;
  constructor(server, project) { this.server = server; this.project = project; }
  async until(stop) {
    const { server, project, acknowledged } = this;
    const works = [
      async (n) => { await project.sql(`INSERT INTO kept VALUES (${n})`); acknowledged.sql.push(n); },
      async (n) => {
        const r = await server.json("POST", "/rest/v1/kept", { id: n }, { apikey: project.service, Authorization: `Bearer ${project.service}` });
        if (r.status === 201) acknowledged.rest.push(n);
      },
      async (n) => {
        const body = randomBytes(2000 + (n % 7) * 9000).toString("base64");
        const key = `b/${n % 40}-${n}`;
        const r = await server.request("POST", `/storage/v1/object/${key}`, { headers: { apikey: project.anon }, body });
        if (r.status === 200) acknowledged.storage.set(key, createHash("sha256").update(body).digest("hex"));
      },
      async (n) => {
        const text = `page ${n} ${randomBytes(500).toString("hex")}`;
        const r = await project.wallet.deploy(server, project, [{ file: "index.html", data: text }, { file: "x.txt", data: text }]);
        if (r.status === 201) acknowledged.deployments.set(r.json.deployment_id, text);
      },
    ];
    await Promise.all([...works, ...works].map(async (write) => {
      while (!stop.now) await write(++this.#n).catch(() => {});
    }));
  }
  async verify() {
    const { server, project, acknowledged } = this;
    const rows = new Set((await project.sql("SELECT id FROM kept")).rows.map((row) => row.id));
    const lost = [...acknowledged.sql, ...acknowledged.rest].filter((id) => !rows.has(id));
    assert.deepEqual(lost, [], "rows");
    for (const [key, hash] of acknowledged.storage) {
      const r = await server.request("GET", `/storage/v1/object/${key}`, { headers: { apikey: project.anon } });
      assert.equal(createHash("sha256").update(r.bytes).digest("hex"), hash, key);
    }
    for (const [id, text] of acknowledged.deployments) {
      const host = `${id.replaceAll("_", "-")}.sites.localhost:${server.port}`;
      for (const path of ["/", "/x.txt"]) assert.equal((await server.request("GET", path, { host })).text, text, id);
    }
    return acknowledged.sql.length + acknowledged.rest.length + acknowledged.storage.size + acknowledged.deployments.size;
  }
}

await checks.run("kill -9 at any moment loses no acknowledged write", async () => {
  const server = await Sandbox.start(binary, join(work, "killed"), "--control");
  await server.control("rate_limit", { per_second: 0 });
  const project = await new Wallet().project(server, "kept");
  await project.sql("CREATE TABLE kept (id int PRIMARY KEY)");
  const writers = new Writers(server, project);
  let kept = 0;
  const rounds = 5;
  for (let round = 0; round < rounds; ++round) {
    const stop = { now: false };
    const writing = writers.until(stop);
    await sleep(150 + Math.random() * 700);
    if (round === 2) { // the database alone
      process.kill(Number(execFileSync("pgrep", ["-P", String(server.child.pid), "-x", "postgres"]).toString().split("\n")[0]), "SIGKILL");
      await sleep(300);
    }
    const killed = server.kill();
    stop.now = true;
    await Promise.all([killed, writing]);
    await server.launch();
    await server.control("rate_limit", { per_second: 0 });
    kept = await writers.verify();
  }
  assert.ok(kept > 50, `only ${kept} writes`);
  for (const folder of ["storage", "sites"]) assert.ok(existsSync(join(work, "killed", folder)));
  assert.equal(await server.stop(), 0);
  return `${rounds} kills, ${kept} acknowledged writes`;
});

await checks.run("a stale lock and leftovers of the database do not keep it from starting", async () => {
  const folder = join(work, "killed");
  const server = await Sandbox.start(binary, folder);
  const options = readFileSync(`/proc/${execFileSync("pgrep", ["-P", String(server.child.pid), "-x", "postgres"]).toString().trim().split("\n")[0]}/cmdline`, "utf8").split("\0");
  const pgData = options[options.indexOf("-D") + 1];
  const pidFile = join(pgData, "postmaster.pid");
  const text = readFileSync(pidFile, "utf8");
  const owner = statSync(pidFile).uid;
  assert.equal(await server.stop(), 0);
  const stranger = spawn("sleep", ["60"], { uid: owner, stdio: "ignore" }); // its number was the database's once
  for (const content of [text.replace(/^\d+/, String(stranger.pid)), text.replace(/^\d+/, "4194300"), "", "garbage\n"]) {
    writeFileSync(join(folder, "lock"), "1\n");
    writeFileSync(pidFile, content);
    if (process.getuid() === 0) execFileSync("chown", [String(owner), pidFile]);
    await server.launch();
    assert.equal((await server.request("GET", "/health")).json.status, "healthy");
    assert.equal(await server.stop(), 0, JSON.stringify(content.slice(0, 20)));
  }
  assert.equal(stranger.exitCode, null, "the stranger was left alone");
  stranger.kill();
});

if (process.getuid() !== 0) {
  console.log("skipped: a full disk needs root for a small file system of its own");
} else {
  const disk = join(work, "disk");
  mkdirSync(disk);
  let mounted = true;
  try { execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=711", "tmpfs", disk], { stdio: "ignore" }); } catch { mounted = false; }
  if (!mounted) console.log("skipped: a small file system cannot be mounted here");
  else {
    await checks.run("a full disk gives an error, loses nothing and heals", async () => {
      const server = await Sandbox.start(binary, join(disk, "data"), "--control");
      await server.control("rate_limit", { per_second: 0 });
      const project = await new Wallet().project(server, "full");
      await project.sql("CREATE TABLE kept (id int PRIMARY KEY); CREATE TABLE bulk (t text)");
      const writers = new Writers(server, project);
      const stop = { now: false };
      const writing = writers.until(stop);
      await sleep(300);
      const filler = join(disk, "filler");
      let filled = 0;
      try { for (;; ++filled) writeFileSync(filler, Buffer.alloc(MiB), { flag: "a" }); } catch (error) { assert.equal(error.code, "ENOSPC"); }
      await sleep(300);
      stop.now = true;
      await writing;
      assert.equal((await server.request("POST", "/storage/v1/object/b/x", { headers: { apikey: project.anon }, body: "x" })).status, 507);
      assert.equal((await project.wallet.deploy(server, project, [{ file: "index.html", data: "x" }])).status, 507);
      assert.equal(await project.sql("INSERT INTO kept VALUES (-1)").catch((e) => e.status), 507);
      assert.ok((await project.sql("SELECT count(*) FROM kept")).rows, "reading by SQL goes on");
      assert.equal((await server.request("GET", "/health")).status, 200);
      assert.equal((await server.request("GET", "/rest/v1/kept?limit=1", { headers: { apikey: project.anon } })).status, 200, "reading goes on");
      unlinkSync(filler);
      await writers.verify();
      // one statement that alone wants more than there is
      const wanted = await project.sql("INSERT INTO bulk SELECT repeat('x', 1000) FROM generate_series(1, 500000)").catch((e) => e.status);
      assert.ok([400, 500, 507].includes(wanted), String(wanted));
      for (let i = 0; i < 100 && (await server.request("GET", "/health").catch(() => null))?.json.status !== "healthy"; ++i) await sleep(100);
      await project.sql("DROP TABLE bulk");
      await writers.verify();
      const after = { now: false };
      const again = writers.until(after);
      await sleep(300);
      after.now = true;
      await again;
      await server.kill();
      await server.launch();
      await server.control("rate_limit", { per_second: 0 }); // the limit is not kept over a restart
      const kept = await writers.verify();
      assert.equal(await server.stop(), 0);
      return `${kept} writes`;
    });
    execFileSync("umount", ["-l", disk]);
  }
}

await checks.run("slow clients are given up, the others never noticed", async () => {
  const all = await slowOnes;
  for (const { text, seconds } of all) {
    assert.match(text, /^HTTP\/1.1 408/);
    assert.ok(seconds > 10 && seconds < 40, `${seconds} s`);
  }
  return `${all.length} clients, the slowest after ${Math.max(...all.map((s) => s.seconds)).toFixed(1)} s`;
});
assert.equal(await sandbox.stop(), 0);
process.exit(checks.exitCode);
