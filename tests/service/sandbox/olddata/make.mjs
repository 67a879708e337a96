// SPDX-License-Identifier: GPL-3.0-or-later
// Makes this fixture with a server of an older version; see README.md.
//   RUN402_SANDBOX=<older run402-sandbox> node make.mjs
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "run402-olddata-"));
chmodSync(folder, 0o711);
const data = join(folder, "data");
const server = spawn(process.env.RUN402_SANDBOX, ["--port", "0", "--data", data, "--control"], { stdio: ["pipe", "pipe", "inherit"] });
const said = await new Promise((done) => {
  let text = "";
  server.stdout.on("data", (chunk) => { text += chunk; if (text.includes("\n")) done(JSON.parse(text.split("\n")[0])); });
});
const sandbox = new Sandbox(server, folder, said.url);
sandbox.adminKey = async () => "contract-admin-key";
const expect = (answer, ...statuses) => { if (!statuses.includes(answer.status)) throw new Error(`${answer.status} ${answer.text}`); return answer; };

const wallet = await sandbox.customer("hobby");
const project = await sandbox.project(wallet, "recipes");
const user = { email: "maya@example.com", password: "a long password" };
await project.user(user.email, user.password);
expect(await project.sql("CREATE TABLE guestbook (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, details jsonb)"), 200);
expect(await project.sql(`INSERT INTO guestbook (name, details) VALUES ('Tal', '{"course": "dinner"}'), ('Maya', null), ('Zoë', '[]')`), 200);
expect(await project.manage("POST", "/rls", { template: "public_read", tables: [{ table: "guestbook" }] }), 200);
expect(await project.manage("POST", "/secrets", { key: "MAIL_KEY", value: "k" }), 200, 201);
expect(await project.deploy("hello", "export default async () => new Response('hello from before');"), 200, 201);
const file = { path: "/storage/v1/object/notes/today.txt", text: "Kept from before.\n" };
expect(await sandbox.send("POST", file.path, { body: file.text, headers: { apikey: project.anon, Authorization: `Bearer ${project.service}`, "Content-Type": "text/plain" } }), 200, 201);
const page = "<!doctype html><title>Before</title>";
const signed = (path, json) => sandbox.signed(wallet, "POST", path, json);
const deployed = expect(await signed("/deployments/v1", { project: project.id, name: "recipes", files: [{ file: "index.html", data: page }] }), 200, 201).body;
expect(await sandbox.send("POST", "/subdomains/v1", { headers: { Authorization: `Bearer ${project.service}` },
  json: { name: "kept-from-before", deployment_id: deployed.deployment_id } }), 200, 201);
const answer = expect(await project.call("hello"), 200).text;
const rows = expect(await project.rest("GET", "guestbook?select=id,name,details&order=id"), 200).body;
const credit = (await sandbox.send("GET", `/billing/v1/accounts/${wallet.address}`)).body.available_usd_micros;

const pid = readFileSync(join(data, "pg", "postmaster.pid"), "utf8").split("\n");
const dump = (name, args) => {
  const done = spawnSync(name, [...args, "-h", pid[4], "-U", "postgres"], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.replace(/^(\\(un)?restrict .*|--.*)\n/gm, "").replace(/\n{2,}/g, "\n");
};
writeFileSync(join(here, "agentdb.sql"), dump("pg_dump", ["agentdb"]));
writeFileSync(join(here, "roles.sql"), dump("pg_dumpall", ["--roles-only", "--no-role-passwords"]).split("\n").filter((line) => !/ROLE postgres\b/.test(line)).join("\n"));
writeFileSync(join(here, "made.json"), JSON.stringify({ at: new Date().toISOString(), wallet: wallet.address, credit, user, rows, file, page, answer,
  site: "kept-from-before", project: { project_id: project.id, anon_key: project.anon, service_key: project.service, schema_slot: project.slot } }, null, 1) + "\n");
rmSync(join(here, "files"), { recursive: true, force: true });
for (const name of ["sites", "storage", "functions"]) cpSync(join(data, name), join(here, "files", name),
  { recursive: true, filter: (path) => !/node_modules|bootstrap\.mjs/.test(path) }); // every server writes these itself
server.stdin.end();
server.kill("SIGTERM");
await new Promise((done) => server.once("exit", done));
rmSync(folder, { recursive: true, force: true });
