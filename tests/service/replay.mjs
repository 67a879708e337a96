#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Replays recorded gateway transcripts against a fresh sandbox server.
//   node replay.mjs SANDBOX_BINARY [--cache DIR] [AREA...]
// The transcripts and the replayer are looked for in RUN402_FIXTURES_DIR and
// RUN402_REPLAY_DIR, else beside the source folder. Exit 0 = every area of
// sandbox/replay-areas.txt matches, 1 = a difference, 77 = nothing to replay.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [binary, ...only] = process.argv.slice(2);
const cache = only[0] === "--cache" ? only.splice(0, 2)[1] : tmpdir();
if (!binary || !cache) {
  console.error("usage: replay.mjs SANDBOX_BINARY [--cache DIR] [AREA...]");
  process.exit(2);
}
const source = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const fixtures = process.env.RUN402_FIXTURES_DIR ?? join(source, "../shared/fixtures/gateway");
const replayer = process.env.RUN402_REPLAY_DIR ?? join(source, "../shared/tools/replay");
for (const need of [fixtures, join(replayer, "replay.mjs")]) {
  if (!existsSync(need)) {
    console.log(`skipped: ${need} is not there (set RUN402_FIXTURES_DIR and RUN402_REPLAY_DIR)`);
    process.exit(77);
  }
}

// area [profile=p] [without=a,b] [allow=name,name]   # comment
const areas = readFileSync(join(source, "sandbox/replay-areas.txt"), "utf8").split("\n")
  .map((line) => line.replace(/#.*/, "").trim()).filter(Boolean)
  .map((line) => {
    const [area, ...options] = line.split(/\s+/);
    const list = (name) => (options.find((o) => o.startsWith(`${name}=`)) ?? "").slice(name.length + 1).split(",").filter(Boolean);
    return { area, profile: list("profile")[0] ?? "cloud", without: list("without"), allow: list("allow") };
  })
  .filter((a) => !only.length || only.includes(a.area));

// The replayer and its packages are kept in DIR; the server's folder is thrown away.
const copy = join(resolve(cache), "replay");
mkdirSync(copy, { recursive: true });
for (const file of ["package.json", "replay.mjs", "engine.mjs"]) cpSync(join(replayer, file), join(copy, file), { mode: 0 });
if (!existsSync(join(copy, "node_modules"))) {
  const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: copy, stdio: "inherit" });
  if (npm.status !== 0) {
    console.log("skipped: the replayer's packages cannot be installed");
    process.exit(77);
  }
}

const work = mkdtempSync(join(tmpdir(), "run402-replay-"));
chmodSync(work, 0o711); // started by root, the server runs its database as another user
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

/** A fresh server of a profile: machine payments are offered in "mpp" only, as where the transcripts were made. */
async function startServer(profile) {
  const server = spawn(resolve(binary), ["--port", "0", "--data", join(work, profile), "--control", "--exit-on-stdin-eof",
    ...(profile === "mpp" ? ["--mpp"] : []), "--log", join(work, `${profile}.log`)], { stdio: ["pipe", "pipe", "inherit"] });
  const ready = await new Promise((done) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(JSON.parse(text.split("\n")[0]));
    });
    server.on("exit", (code) => done({ event: "error", message: `the server ended with ${code}` }));
  });
  if (ready.event !== "ready") {
    console.error(`cannot start the sandbox: ${ready.message}`);
    process.exit(1);
  }
  return { server, url: ready.url };
}

/** Differences found in one area. */
function replay(url, { area, profile, without, allow }) {
  const out = join(copy, `${area}.report.json`);
  rmSync(out, { force: true });
  const run = spawnSync("node", ["replay.mjs", "--profile", profile, "--control", `${url}/sandbox/v1/control`,
    ...(without.length ? ["--without", without.join(",")] : []), "--json", out, url, join(resolve(fixtures), `${area}.json`)],
    { cwd: copy, encoding: "utf8", maxBuffer: 64 << 20 });
  if (!existsSync(out)) {
    console.log(`✗ ${area}: the replayer failed\n${run.stderr}`);
    return 1;
  }
  const { total, report } = JSON.parse(readFileSync(out, "utf8"));
  const wrong = report.filter((r) => r.result === "fail").map((r) => r.name);
  const bad = wrong.filter((name) => !allow.includes(name));
  const stale = allow.filter((name) => !wrong.includes(name));
  const matched = total.pass + total.fixed;
  console.log(`${bad.length || stale.length ? "✗" : "✓"} ${area}: ${matched}/${matched + total.fail} match` +
    `${wrong.length - bad.length ? `, ${wrong.length - bad.length} deliberately different (FIXES.md)` : ""}${total.skip ? `, ${total.skip} skipped` : ""}`);
  if (bad.length) console.log(run.stdout);
  for (const name of stale) console.log(`  ${name} matches now: take it off the list`);
  return bad.length + stale.length;
}

let failed = 0;
for (const profile of new Set(areas.map((a) => a.profile))) {
  const { server, url } = await startServer(profile);
  for (const area of areas.filter((a) => a.profile === profile)) failed += replay(url, area);
  server.stdin.end();
  const code = await new Promise((done) => (server.exitCode === null ? server.on("exit", done) : done(server.exitCode)));
  if (code !== 0) {
    console.log(`the server ended with ${code}`);
    failed++;
  }
}
console.log(failed ? `${failed} differences` : "all areas match");
process.exit(failed ? 1 : 0);
