#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Installs the packages in DIR and runs the test there.
//   node run.mjs DIR        RUN402_SANDBOX names the server. Exit 77 = the packages cannot be had.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));
const folder = join(process.argv[2], "mpp");
mkdirSync(folder, { recursive: true });
for (const file of ["package.json", "mpp.test.mjs"]) cpSync(join(source, file), join(folder, file), { mode: 0 });
for (const file of ["harness.mjs", "wallet.mjs"]) cpSync(join(source, "../sandbox", file), join(folder, file), { mode: 0 });
if (!existsSync(join(folder, "node_modules", "mppx"))) {
  const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--silent", "--omit=peer"], { cwd: folder, stdio: "inherit" });
  if (npm.status !== 0) {
    console.log("skipped: the packages cannot be installed");
    process.exit(77);
  }
}
process.exit(spawnSync("node", ["--test", "mpp.test.mjs"], { cwd: folder, stdio: "inherit" }).status ?? 1);
