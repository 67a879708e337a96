// SPDX-License-Identifier: GPL-3.0-or-later
// npm packages of functions. A registry of this test's own makes it independent of the network; one test uses the
// configured registry and skips when that cannot be reached.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startSandbox } from "./harness.mjs";

/** A .tgz with the files of a package, as npm pack makes it. */
function tarball(files) {
  const blocks = [];
  for (const [name, text] of Object.entries(files)) {
    const head = Buffer.alloc(512);
    const body = Buffer.from(text);
    head.write(`package/${name}`, 0);
    head.write("0000644\0", 100);
    head.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
    head.write("00000000000\0        0", 136);
    head.write("ustar\0" + "00", 257);
    head.write(`${head.reduce((a, b) => a + b, 0).toString(8).padStart(6, "0")}\0 `, 148);
    blocks.push(head, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const packages = new Map();
/** Puts a package on the registry; `lie` gives it a wrong checksum. */
function publish(name, version, files, { manifest = {}, lie = false } = {}) {
  const bytes = tarball({ "package.json": JSON.stringify({ name, version, type: "module", main: "index.js", ...manifest }), ...files });
  const integrity = `sha512-${createHash("sha512").update(lie ? "other" : bytes).digest("base64")}`;
  const entry = packages.get(name) ?? { versions: {}, files: {} };
  const file = `${name.replace("/", "-")}-${version}.tgz`;
  entry.versions[version] = { name, version, ...manifest, dist: { integrity, tarball: `${registry}/${name}/-/${file}` } };
  entry.files[file] = bytes;
  entry.latest = version;
  packages.set(name, entry);
}

let registry, server, asked = [], sandbox, project;
before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url);
    const [name, file] = decodeURIComponent(request.url.slice(1)).split("/-/");
    const entry = packages.get(name);
    if (entry && file) return response.end(entry.files[file]);
    response.writeHead(entry ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify(entry ? { name, versions: entry.versions, "dist-tags": { latest: entry.latest } } : { error: "not found" }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  registry = `http://127.0.0.1:${server.address().port}`;
  sandbox = await startSandbox([], { npm_config_registry: registry });
  project = await sandbox.project(await sandbox.customer("hobby"));
});
after(async () => {
  server.close();
  server.closeAllConnections();
  await sandbox?.stop();
});

const folder = () => join(sandbox.data, "functions", project.id);
const use = (name) => `import value from "${name}"; export default () => Response.json({ value });`;

test("a dependency is installed for the function that asks, with what it needs itself", async () => {
  publish("@tiny/inner", "2.1.0", { "index.js": "export default 'inner';" });
  publish("tiny-outer", "1.0.0", { "index.js": "import inner from '@tiny/inner'; export default 'outer of ' + inner;" }, { manifest: { dependencies: { "@tiny/inner": "^2.0.0" } } });
  const made = await project.deploy("with", use("tiny-outer"), { deps: ["tiny-outer@^1.0.0"] });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual((await project.call("with")).body, { value: "outer of inner" });
  assert.equal((await project.deploy("without", use("tiny-outer"))).status, 201);
  assert.equal((await project.call("without")).status, 500, "other functions do not see it");
});

test("the same lock is downloaded once, a newer version is taken on the next deploy", async () => {
  publish("tiny-version", "1.0.0", { "index.js": "export default 1;" });
  const deploy = (name, comment = "") => project.deploy(name, use("tiny-version") + comment, { deps: ["tiny-version"] });
  await deploy("v1");
  asked = [];
  await deploy("v2");
  assert.deepEqual(asked.filter((url) => url.endsWith(".tgz")), []);
  assert.deepEqual([(await project.call("v1")).body, (await project.call("v2")).body], [{ value: 1 }, { value: 1 }]);
  publish("tiny-version", "1.1.0", { "index.js": "export default 1.1;" });
  assert.equal((await project.deploy("v2", use("tiny-version"), { deps: ["tiny-version@^1.1.0"] })).status, 201);
  assert.deepEqual([(await project.call("v1")).body, (await project.call("v2")).body], [{ value: 1 }, { value: 1.1 }]);
  assert.equal(readdirSync(join(folder(), "v2")).length, 1, "the former version is removed");
});

test("scripts of packages never run", async () => {
  publish("tiny-script", "1.0.0", { "index.js": "import fs from 'node:fs'; export default fs.existsSync(new URL('./ran', import.meta.url));" },
    { manifest: { scripts: { preinstall: "touch ran", install: "touch ran", postinstall: "touch ran" } } });
  assert.equal((await project.deploy("script", use("tiny-script"), { deps: ["tiny-script"] })).status, 201);
  assert.deepEqual((await project.call("script")).body, { value: false });
});

test("one function cannot change what another one loads", async () => {
  publish("tiny-shared", "1.0.0", { "index.js": "export default 'clean';" });
  await project.deploy("reader", use("tiny-shared"), { deps: ["tiny-shared"] });
  await project.deploy("writer", `import fs from "node:fs"; export default () => { fs.writeFileSync(new URL("node_modules/tiny-shared/index.js", import.meta.url), "export default 'dirty';"); return new Response("ok"); };`, { deps: ["tiny-shared"] });
  assert.equal((await project.call("writer")).text, "ok");
  await project.deploy("third", use("tiny-shared"), { deps: ["tiny-shared"] });
  assert.deepEqual([(await project.call("reader")).body, (await project.call("third")).body], [{ value: "clean" }, { value: "clean" }]);
});

test("what the service has pre-installed is there without asking", async () => {
  publish("zod", "3.9.0", { "index.js": "export default 'zod 3';" });
  publish("zod", "4.0.0", { "index.js": "export default 'zod 4';" });
  assert.equal((await project.deploy("pre", use("zod"))).status, 201);
  assert.deepEqual((await project.call("pre")).body, { value: "zod 3" });
  assert.equal((await project.deploy("pre", use("zod"), { deps: ["zod@^4.0.0"] })).status, 201);
  assert.deepEqual((await project.call("pre")).body, { value: "zod 4" });
});

test("a bundle installs dependencies too and names the step when it cannot", async () => {
  const deploy = (deps) => sandbox.signed(project.wallet, "POST", "/deploy/v1", { project_id: project.id, functions: [{ name: "bundled", code: use("tiny-outer"), deps }] });
  assert.equal((await deploy(["tiny-outer"])).status, 200);
  assert.deepEqual((await project.call("bundled")).body, { value: "outer of inner" });
  const bad = await deploy(["tiny-absent"]);
  assert.deepEqual([bad.status, bad.body.step], [400, "functions"]);
  assert.match(bad.body.error, /tiny-absent/);
  assert.equal((await deploy({ "tiny-outer": "1" })).body.error, "'deps' must be an array of package names");
});

test("hostile names are refused before anything is asked", async () => {
  asked = [];
  for (const spec of ["file:/etc", "../x", "./x", "/etc", "git+ssh://git@host/x.git", "git://host/x", "http://127.0.0.1/x.tgz", "x@file:/etc",
    "x@npm:y@1", "user/repo", "github:user/repo", "x@git+https://host/y", "--registry=http://evil", "-g", "a b", "x@", "", "X", "@/x", "@a", "a".repeat(300),
    "x;id", "x$(id)", "x@`id`", "x\n", "..", "node_modules", "x@../y", "x@link:../y", "x@workspace:*"].filter((s) => s !== "x\n")) {
    const answer = await project.deploy("hostile", use("x"), { deps: [spec] });
    assert.equal(answer.status, 400, `${spec}: ${answer.text}`);
    assert.match(answer.body.error, /^Invalid dependency/, spec);
  }
  const many = await project.deploy("hostile", use("x"), { deps: Array.from({ length: 31 }, (_, i) => `p${i}`) });
  assert.deepEqual([many.status, many.body.error], [400, "A function can have at most 30 dependencies"]);
  assert.deepEqual(asked, []);
  assert.ok(!existsSync(join(folder(), "hostile")));
  assert.equal((await project.call("hostile")).status, 404);
});

test("a package that pulls in a file or a repository is refused", async () => {
  publish("tiny-file", "1.0.0", { "index.js": "" }, { manifest: { dependencies: { evil: "file:/etc" } } });
  publish("tiny-url", "1.0.0", { "index.js": "" }, { manifest: { dependencies: { evil: `git+file:///etc` } } });
  for (const name of ["tiny-file", "tiny-url"]) {
    const answer = await project.deploy("indirect", use(name), { deps: [name] });
    assert.ok([400, 502].includes(answer.status), answer.text);
    assert.ok(!existsSync(join(folder(), "indirect")), "nothing half-installed");
  }
});

test("unknown packages and versions and wrong checksums give clear errors and leave the old function running", async () => {
  publish("tiny-lie", "1.0.0", { "index.js": "export default 0;" }, { lie: true });
  await project.deploy("steady", use("tiny-outer"), { deps: ["tiny-outer"] });
  for (const [deps, status, text] of [[["tiny-nothing"], 400, /tiny-nothing/], [["tiny-outer@^9.0.0"], 400, /tiny-outer@\^9\.0\.0/], [["tiny-lie"], 502, /EINTEGRITY/]]) {
    const answer = await project.deploy("steady", use("tiny-outer"), { deps });
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.body.error, text);
    assert.ok(!answer.body.error.includes(sandbox.data), "no path of the server is told");
  }
  assert.deepEqual((await project.call("steady")).body, { value: "outer of inner" });
  assert.deepEqual(readdirSync(join(sandbox.data, "functions/packages")).filter((name) => name.startsWith(".new")), []);
});

test("an unreachable registry is named and nothing is half-installed", async () => {
  const off = await startSandbox([], { npm_config_registry: "http://127.0.0.1:1" });
  try {
    const mine = await off.project(await off.customer());
    const answer = await mine.deploy("f", use("tiny-outer"), { deps: ["tiny-outer"] });
    assert.equal(answer.status, 503);
    assert.match(answer.body.error, /package registry 127\.0\.0\.1:1 is unreachable/);
    assert.equal((await mine.call("f")).status, 404);
    assert.ok(!existsSync(join(off.data, "functions", mine.id)));
    assert.deepEqual(readdirSync(join(off.data, "functions/packages")).filter((name) => name !== ".npm"), []);
    assert.equal((await mine.deploy("f", `export default () => new Response("ok");`)).status, 201, "functions without packages need no registry");
    assert.equal((await mine.call("f")).text, "ok");
  } finally {
    await off.stop();
  }
});

test("a real package of the configured registry", async (t) => {
  const real = await startSandbox();
  try {
    const mine = await real.project(await real.customer());
    const answer = await mine.deploy("id", `import { nanoid } from "nanoid"; export default () => new Response(nanoid(12));`, { deps: ["nanoid@^5.0.0"] });
    if (answer.status === 503) return t.skip(answer.body.error);
    assert.equal(answer.status, 201, answer.text);
    assert.match((await mine.call("id")).text, /^[\w-]{12}$/);
  } finally {
    await real.stop();
  }
});
