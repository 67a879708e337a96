// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a demo every four hours (contract.md §1.9); and that the commands which
// sandbox/README.md tells to type work as written.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { startSandbox, Wallet } from "./harness.mjs";

let sandbox;
before(async () => { sandbox = await startSandbox(["--control"]); });
after(() => sandbox?.stop());

const advance = async (by) => assert.equal((await sandbox.send("POST", "/sandbox/v1/clock", { json: { advance: by } })).status, 200);

test("a demo is itself again after four hours, and not before", async () => {
  const wallet = new Wallet();
  await sandbox.control("wallet_lease", { wallet: wallet.address, tier: "prototype", expires_in_s: 86400 });
  const source = await sandbox.project(wallet, "todo");
  await source.sql("CREATE TABLE items (id SERIAL PRIMARY KEY, title TEXT); INSERT INTO items (title) VALUES ('milk'), ('bread')");
  await source.manage("POST", "/rls", { template: "public_read_write", tables: [{ table: "items" }] });
  const version = (await source.manage("POST", "/publish", { visibility: "public", fork_allowed: true, include_seed: { tables: ["items"] } })).body.id;
  const trial = await sandbox.project(wallet, "trial"); // a demo whose keys somebody has
  await trial.sql("CREATE TABLE left_over (n INT)");
  await sandbox.control("demo_mode", { project_id: trial.id, version_id: version, config: {} });
  await sandbox.control("rate_limit", { per_second: 0 });
  const rows = async () => (await trial.rest("GET", "items?select=title&order=id")).body.map((row) => row.title);
  const put = (name) => sandbox.send("POST", `/storage/v1/object/files/${name}`, { headers: { apikey: trial.anon, "Content-Type": "text/plain" }, body: "x" });
  const signIn = async () => (await trial.auth("POST", "token?grant_type=password", { email: "visitor@example.com", password: "a long password" })).status;

  await advance("245m"); // what it held before is not the version's
  assert.deepEqual(await rows(), ["milk", "bread"]);
  assert.equal((await trial.rest("GET", "left_over")).status, 404);

  assert.ok((await trial.user("visitor@example.com")).access_token);
  assert.equal(await signIn(), 200);
  for (let i = 0; i < 50; ++i) assert.equal((await trial.rest("POST", "items", { json: { title: `mine ${i}` } })).status, 201);
  const refused = await trial.rest("POST", "items", { json: { title: "one too many" } });
  assert.deepEqual([refused.status, refused.body?.code], [429, "DEMO_ROW_INSERT_LIMIT"]);
  assert.ok((await put("a.txt")).status < 300);
  await advance("235m");
  assert.equal((await rows()).length, 52, "five minutes early");

  await advance("10m");
  assert.deepEqual(await rows(), ["milk", "bread"]);
  assert.equal(await signIn(), 401, "users are gone");
  assert.equal((await sandbox.send("GET", "/storage/v1/object/files/a.txt", { headers: { apikey: trial.anon } })).status, 404, "uploads are gone");
  assert.equal((await trial.rest("POST", "items", { json: { title: "again" } })).status, 201, "counters are zero");
  assert.deepEqual((await source.sql("SELECT count(*)::int AS n FROM items")).body.rows, [{ n: 2 }], "the source is not touched");
});

test("the commands of sandbox/README.md", async () => {
  const own = await startSandbox();
  const controlled = sandbox;
  try {
    const text = readFileSync(new URL("../../../sandbox/README.md", import.meta.url), "utf8");
    const fenced = [...text.matchAll(/^```\n([^]*?)^```$/gm)].map((found) => found[1]);
    const inline = [...text.matchAll(/`(curl [^`\n]+)`/g)].map((found) => found[1]);
    const commands = [...fenced, ...inline].filter((one) => /\bcurl /.test(one));
    assert.ok(commands.length >= 3, "the page shows how to ask with curl");
    for (const command of commands) {
      const at = command.includes("/sandbox/v1/") ? controlled : own;
      const typed = command.replaceAll("http://127.0.0.1:4022", at.url)
        .replaceAll("~/.local/share/run402-sandbox", at.data)
        .replaceAll("0x…", "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")
        .replaceAll("curl ", "curl --silent --show-error --fail-with-body ");
      const { stdout } = await promisify(execFile)("sh", ["-euc", typed]);
      assert.equal(typeof JSON.parse(stdout), "object", command);
    }
    const rules = (await controlled.send("GET", "/sandbox/v1/faults")).body.rules;
    assert.equal(rules.length, 1, "the rule that the page sets");
  } finally {
    await own.stop();
  }
});
