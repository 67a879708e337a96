// SPDX-License-Identifier: GPL-3.0-or-later
// Sites, storage, subdomains and bundles (contract.md §3.9, §3.13 to §3.15, §4): bytes, types, caching, ranges, steps.
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { startSandbox } from "./harness.mjs";

let sandbox, wallet, project;
before(async () => {
  sandbox = await startSandbox();
  wallet = await sandbox.customer("hobby");
  project = await sandbox.project(wallet);
});
after(() => sandbox?.stop());

/** A page of a site, by its host name; the path goes out as it is. */
function visit(url, path = "/", headers = {}, method = "GET") {
  const { host } = new URL(url);
  return new Promise((done, failed) => {
    const call = request({ host: "127.0.0.1", port: new URL(sandbox.url).port, path, method, headers: { Host: host, ...headers } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts), text: Buffer.concat(parts).toString() }));
    });
    call.on("error", failed);
    call.end();
  });
}
async function deploy(files, more = {}) {
  const answer = await sandbox.signed(wallet, "POST", "/deployments/v1", { project: project.id, files: Object.entries(files).map(([file, data]) => (Buffer.isBuffer(data) ? { file, data: data.toString("base64"), encoding: "base64" } : { file, data })), ...more });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}
const bundle = (fields, who = wallet) => sandbox.signed(who, "POST", "/deploy/v1", { project_id: project.id, ...fields });

test("files come back byte for byte with the right type", async () => {
  const every = Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256));
  const types = { "a.css": "text/css", "a.js": "application/javascript", "a.mjs": "application/javascript", "a.json": "application/json", "a.map": "application/json", "a.svg": "image/svg+xml", "a.png": "image/png", "a.jpeg": "image/jpeg", "a.webp": "image/webp",
    "a.ico": "image/x-icon", "a.woff2": "font/woff2", "a.eot": "application/vnd.ms-fontobject", "a.wasm": "application/wasm", "a.pdf": "application/pdf", "a.txt": "text/plain", "a.csv": "text/csv", "a.xml": "application/xml", "a.mp4": "video/mp4", "a.mp3": "audio/mpeg", "a.zip": "application/zip", "a.unknown": "application/octet-stream", "A.CSS": "text/css" };
  const files = Object.fromEntries(Object.keys(types).map((name) => [`deep/dir/${name}`, every]));
  const { url } = await deploy({ "index.html": "<p>home é</p>", "ünï cødé.txt": "x", ...files });
  for (const [name, type] of Object.entries(types)) {
    const answer = await visit(url, `/deep/dir/${name}`);
    assert.equal(answer.status, 200, name);
    assert.equal(answer.headers["content-type"].split(";")[0], type, name);
    assert.ok(answer.bytes.equals(every), name);
  }
  assert.equal((await visit(url, `/${encodeURIComponent("ünï cødé.txt")}`)).text, "x");
  assert.equal((await visit(url)).text, "<p>home é</p>");
});

test("paths without a dot give the app's page, files that are missing do not", async () => {
  const { url, deployment_id } = await deploy({ "index.html": "app", "docs/index.html": "docs" });
  assert.equal((await bundle({ files: [{ file: "index.html", data: "app" }], subdomain: "spa-fallback" })).status, 200);
  const named = `http://spa-fallback.localhost:${new URL(sandbox.url).port}`;
  for (const path of ["/", "/users/7", "/docs/", "/deep/er?x=1.css"]) for (const site of [url, named]) assert.deepEqual([(await visit(site, path)).status, (await visit(site, path)).text], [200, "app"], path);
  assert.deepEqual([(await visit(url, "/no.css")).status, (await visit(named, "/no.css")).status], [403, 404]);
  assert.equal((await visit(`http://nobody-here.localhost:1`)).status, 404);
  assert.match((await visit(url)).headers["cache-control"], /immutable/);
  assert.deepEqual([(await visit(named)).headers["cache-control"], (await visit(named)).headers["content-type"]], ["public, max-age=60", "text/html; charset=utf-8"]);
  const { body } = await sandbox.send("GET", `/deployments/v1/${deployment_id}`);
  assert.deepEqual([body.files_count, body.total_size, body.status, body.project_id], [2, 7, "READY", project.id]);
});

test("unchanged files are answered 304, parts of files 206 or 416", async () => {
  const { url } = await deploy({ "index.html": "x", "data.txt": "0123456789" });
  const whole = await visit(url, "/data.txt");
  const { etag } = whole.headers;
  const part = async (range, headers = {}) => {
    const answer = await visit(url, "/data.txt", { Range: range, ...headers });
    return [answer.status, answer.text, answer.headers["content-range"]];
  };
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) assert.deepEqual([(await visit(url, "/data.txt", { "If-None-Match": tag })).status, (await visit(url, "/data.txt", { "If-None-Match": tag })).text], [304, ""], tag);
  assert.equal((await visit(url, "/data.txt", { "If-None-Match": '"other"' })).status, 200);
  assert.deepEqual(await part("bytes=2-4"), [206, "234", "bytes 2-4/10"]);
  assert.deepEqual(await part("bytes=7-"), [206, "789", "bytes 7-9/10"]);
  assert.deepEqual(await part("bytes=-3"), [206, "789", "bytes 7-9/10"]);
  assert.deepEqual(await part("bytes=5-99"), [206, "56789", "bytes 5-9/10"]);
  assert.deepEqual((await part("bytes=10-"))[0], 416);
  assert.deepEqual((await part("bytes=-0"))[0], 416);
  for (const odd of ["bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes="]) assert.deepEqual((await part(odd)).slice(0, 2), [200, "0123456789"], odd);
  assert.deepEqual(await part("bytes=0-1", { "If-Range": etag }), [206, "01", "bytes 0-1/10"]);
  assert.equal((await part("bytes=0-1", { "If-Range": '"other"' }))[0], 200);
  const head = await visit(url, "/data.txt", {}, "HEAD");
  assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "10"]);
});

test("nothing outside a deployment can be read or written", async () => {
  const { url } = await deploy({ "index.html": "app", "./a.txt": "a", "/b.txt": "b" });
  assert.deepEqual([(await visit(url, "/a.txt")).text, (await visit(url, "/b.txt")).text], ["a", "b"]);
  for (const path of ["/../../secrets.json", "/%2e%2e/%2e%2e/secrets.json", "/..%2f..%2fsecrets.json", "/a.txt%00.html", "//etc/passwd.txt", "/%2fetc%2fpasswd.txt", "/..\\..\\secrets.json", "/%c0%ae%c0%ae/secrets.json"]) {
    const answer = await visit(url, path);
    assert.ok(!answer.text.includes("admin_key") && !answer.text.includes("root:"), path);
    assert.ok(answer.status >= 400 || answer.text === "app", `${path}: ${answer.status}`);
  }
  for (const file of ["../evil.txt", "a/../../evil.txt", "..", "a/..", "x\0.txt"]) {
    const answer = await sandbox.signed(wallet, "POST", "/deployments/v1", { project: project.id, files: [{ file, data: "x" }] });
    assert.equal(answer.status, 400, JSON.stringify(file));
  }
});

test("deploying again moves the project's subdomains; other projects cannot take them", async () => {
  const first = await deploy({ "index.html": "one" });
  const claim = (name, deployment_id, of = project) => sandbox.send("POST", "/subdomains/v1", { headers: { Authorization: `Bearer ${of.service}` }, json: { name, deployment_id } });
  for (const name of ["moves-one", "moves-two"]) assert.equal((await claim(name, first.deployment_id)).status, 201);
  const second = await deploy({ "index.html": "two" });
  const at = (name) => visit(`http://${name}.localhost:1`);
  assert.ok(second.subdomain_urls.some((u) => u.includes("moves-one")) && second.subdomain_urls.some((u) => u.includes("moves-two")));
  assert.deepEqual([(await at("moves-one")).text, (await at("moves-two")).text, (await visit(first.url)).text], ["two", "two", "one"]);
  const other = await sandbox.project(wallet);
  assert.deepEqual([(await claim("moves-one", second.deployment_id, other)).status, (await claim("moves-one", second.deployment_id, other)).body.error], [403, 'Subdomain "moves-one" is already claimed by another wallet']);
  assert.equal((await sandbox.send("DELETE", "/subdomains/v1/moves-one", { headers: { Authorization: `Bearer ${other.service}` } })).status, 403);
  const moved = await bundle({ project_id: other.id, files: [{ file: "index.html", data: "three" }], subdomain: "moves-one" });
  assert.equal(moved.status, 200, "one wallet may move a name between its projects");
  assert.equal((await at("moves-one")).text, "three");
  for (const [name, problem] of [["Ab-c", "Subdomain must be lowercase"], ["ab", "Subdomain must be 3-63 characters"], ["-abc", /must start and end/], ["a--b", "Subdomain must not contain consecutive hyphens"], ["admin", 'Subdomain "admin" is reserved']]) {
    const answer = await claim(name, first.deployment_id);
    assert.equal(answer.status, 400);
    if (problem instanceof RegExp) assert.match(answer.body.error, problem); else assert.equal(answer.body.error, problem);
  }
  assert.equal((await sandbox.send("DELETE", "/subdomains/v1/moves-two", { headers: { Authorization: `Bearer ${project.service}` } })).status, 200);
  assert.equal((await at("moves-two")).status, 404);
});

test("a bundle does its steps in order, says which one failed, and keeps what was done before", async () => {
  const all = await bundle({ migrations: "CREATE TABLE IF NOT EXISTS b (id int, user_id uuid)", rls: { template: "public_read", tables: [{ table: "b" }] }, secrets: [{ key: "KEY", value: "v" }],
    functions: [{ name: "hello", code: `export default () => new Response(process.env.KEY)` }], files: [{ file: "index.html", data: "hi" }], subdomain: "whole-bundle" });
  assert.deepEqual([all.status, Object.keys(all.body).sort()], [200, ["deployment_id", "functions", "project_id", "site_url", "subdomain_url"]]);
  assert.equal((await project.call("hello")).text, "v");
  const failed = async (fields) => { const { status, body } = await bundle(fields); return [status, body.step, body.error]; };
  assert.deepEqual(await failed({ migrations: "CREATE TABLE kept (id int); SELECT nope" }), [400, "migrations", 'SQL error: column "nope" does not exist']);
  assert.equal((await project.rest("GET", "kept")).status, 404, "one transaction");
  assert.deepEqual((await failed({ migrations: "CREATE TABLE kept2 (id int)", rls: { template: "public_read", tables: [{ table: "absent" }] } })).slice(0, 2), [400, "rls"]);
  assert.equal((await project.rest("GET", "kept2")).status, 200, "the step before stays done");
  assert.deepEqual(await failed({ migrations: "GRANT ALL ON b TO anon" }), [403, undefined, "Blocked SQL pattern in migrations: \\bGRANT\\b"]);
  assert.deepEqual((await failed({ secrets: Array.from({ length: 60 }, (_, i) => ({ key: `K${i}`, value: "" })) })).slice(0, 2), [403, "secrets"]);
  assert.deepEqual((await failed({ subdomain: "no-files-here" })).slice(0, 2), [400, "subdomain"]);
  assert.deepEqual((await failed({ files: [] }))[2], "'files' must be a non-empty array of files");
  assert.equal((await bundle({ project_id: "prj_1_0001" })).status, 404);
  assert.equal((await bundle({}, await sandbox.customer())).status, 403);
});

test("storage keeps bytes, types and true sizes, and paths stay inside", async () => {
  const at = (path) => `/storage/v1/object/${path}`;
  const send = (method, path, body, type) => sandbox.send(method, at(path), { body, headers: { apikey: project.anon, ...(type ? { "Content-Type": type } : {}) } });
  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 256));
  assert.deepEqual((await send("POST", "pics/a/b%20c.bin", bytes, "image/x-test")).body, { key: "pics/a/b c.bin", size: 3000 });
  const got = await send("GET", "pics/a/b%20c.bin");
  assert.ok(got.bytes.equals(bytes));
  assert.equal(got.headers.get("content-type"), "image/x-test");
  await send("POST", "pics/a/b%20c.bin", Buffer.from("short"), "text/plain");
  const usage = async () => (await project.manage("GET", "/usage")).body.storage_bytes;
  assert.equal(await usage(), 5, "an overwrite counts once");
  const { objects } = (await send("GET", "list/pics")).body;
  assert.deepEqual(objects.map((o) => [o.key, o.size]), [["a/b c.bin", 5]]);
  const signed = await send("POST", "sign/pics/a/b%20c.bin");
  assert.equal((await sandbox.send("GET", signed.body.signed_url.replace(sandbox.url, ""))).text, "short");
  for (const bad of ["pics/%2e%2e/x", "pics/..%2f..%2fx", "pics/a%00b", "pics/%2e"]) assert.equal((await send("POST", bad, "x", "text/plain")).status, 400, bad);
  const other = await sandbox.project(wallet);
  assert.equal((await sandbox.send("GET", at("pics/a/b%20c.bin"), { headers: { apikey: other.service } })).status, 404);
  assert.deepEqual((await send("DELETE", "pics/a/b%20c.bin")).body, { status: "deleted", key: "pics/a/b c.bin" });
  assert.deepEqual([(await send("GET", "pics/a/b%20c.bin")).status, await usage()], [404, 0]);
  assert.equal((await send("POST", "big/x", Buffer.alloc(10 * 1024 * 1024 + 1), "a/b")).status, 413);
});
