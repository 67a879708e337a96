// SPDX-License-Identifier: GPL-3.0-or-later
// A sandbox of its own for tests in Node: starts it, signs in, makes projects. Built-in modules only.
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/// A folder for this run that goes with the process.
export function workFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `run402-${name}-`));
  chmodSync(folder, 0o711); // started by root, the server runs its database as another user
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export class Sandbox {
  static async start(binary, data, ...options) {
    const sandbox = new Sandbox();
    sandbox.binary = resolve(binary);
    sandbox.data = data;
    sandbox.options = options;
    await sandbox.launch();
    return sandbox;
  }

  async launch() {
    this.child = spawn(this.binary, ["--port", "0", "--data", this.data, "--exit-on-stdin-eof", ...this.options],
      { stdio: ["pipe", "pipe", "inherit"] });
    running.add(this.child);
    this.ended = new Promise((done) => this.child.on("exit", (code, signal) => {
      running.delete(this.child);
      done(code ?? signal);
    }));
    const ready = await new Promise((done) => {
      let text = "";
      this.child.stdout.on("data", (chunk) => {
        text += chunk;
        if (text.includes("\n")) done(JSON.parse(text.split("\n")[0]));
      });
      this.ended.then((code) => done({ event: "error", message: `the server ended with ${code}` }));
    });
    if (ready.event !== "ready") throw new Error(ready.message);
    this.port = ready.port;
    this.url = ready.url;
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /// Exit code of a clean stop.
  stop() {
    this.child.stdin.end();
    return this.ended;
  }

  /// One request on a connection of its own or of `agent`. `headers` may be a flat list with repeated names.
  request(method, path, { headers = {}, body, host, agent } = {}) {
    return new Promise((done, fail) => {
      const list = Array.isArray(headers) ? [...headers] : Object.entries(headers).flat();
      list.push("Host", host ?? `127.0.0.1:${this.port}`);
      if (body !== undefined) list.push("Content-Length", String(Buffer.byteLength(body)));
      const req = http.request({ host: "127.0.0.1", port: this.port, method, path, headers: list, agent: agent ?? false }, (res) => {
        const parts = [];
        res.on("data", (part) => parts.push(part));
        res.on("error", fail);
        res.on("end", () => {
          const bytes = Buffer.concat(parts);
          done({ status: res.statusCode, headers: res.headers, bytes, text: bytes.toString(), get json() { return JSON.parse(this.text); } });
        });
      });
      req.on("error", fail);
      req.end(body);
    });
  }

  json(method, path, value, headers = {}) {
    return this.request(method, path, { headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) });
  }

  async control(action, args = {}) {
    const answer = await this.json("POST", "/sandbox/v1/control", { action, args });
    if (answer.status !== 200) throw new Error(`${action}: ${answer.text}`);
  }

  /// Sends raw bytes; what came back until the server closed or `ms` passed.
  raw(bytes, ms = 5000) {
    return new Promise((done) => {
      const socket = net.connect(this.port, "127.0.0.1", () => socket.write(bytes));
      let text = "";
      const timer = setTimeout(() => socket.destroy(), ms);
      socket.on("data", (part) => (text += part.toString("latin1")));
      socket.on("error", (error) => (text += `<${error.code}>`));
      socket.on("close", () => { clearTimeout(timer); done(text); });
    });
  }
}

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
function base58(bytes) {
  let value = BigInt(`0x${bytes.toString("hex") || "0"}`);
  let text = "";
  for (; value > 0n; value /= 58n) text = alphabet[Number(value % 58n)] + text;
  for (const byte of bytes) { if (byte !== 0) break; text = `1${text}`; }
  return text;
}

/// Signs in with Ed25519 (SIGN-IN-WITH-X, type ed25519), which Node can do by itself.
export class Wallet {
  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.key = privateKey;
    this.address = base58(publicKey.export({ type: "spki", format: "der" }).subarray(-32));
  }

  header(sandbox, path, issuedAt = new Date()) {
    const uri = `http://127.0.0.1:${sandbox.port}${path}`;
    const m = { domain: "127.0.0.1", address: this.address, uri, version: "1", chainId: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
      type: "ed25519", nonce: randomBytes(12).toString("hex"), issuedAt: issuedAt.toISOString() };
    const text = `${m.domain} wants you to sign in with your Solana account:\n${m.address}\n\n\nURI: ${uri}\nVersion: 1\n` +
      `Chain ID: ${m.chainId.split(":")[1]}\nNonce: ${m.nonce}\nIssued At: ${m.issuedAt}`;
    m.signature = base58(sign(null, Buffer.from(text), this.key));
    return { "SIGN-IN-WITH-X": Buffer.from(JSON.stringify(m)).toString("base64") };
  }

  async project(sandbox, name) {
    await sandbox.control("wallet_lease", { wallet: this.address, tier: "team", expires_in_s: 30 * 86400 });
    const made = await sandbox.json("POST", "/projects/v1", { name }, this.header(sandbox, "/projects/v1"));
    if (made.status !== 201) throw new Error(`project: ${made.status} ${made.text}`);
    const p = made.json;
    return { id: p.project_id, slot: p.schema_slot, anon: p.anon_key, service: p.service_key, wallet: this,
      sql: async (text) => {
        const answer = await sandbox.request("POST", `/projects/v1/admin/${p.project_id}/sql`,
          { headers: { Authorization: `Bearer ${p.service_key}`, "Content-Type": "text/plain" }, body: text });
        if (answer.status !== 200) throw Object.assign(new Error(`sql: ${answer.status} ${answer.text}`), { status: answer.status });
        return answer.json;
      } };
  }

  deploy(sandbox, project, files) {
    return sandbox.json("POST", "/deployments/v1", { project: project.id, files }, this.header(sandbox, "/deployments/v1"));
  }
}

/// Runs named checks in turn or at once and counts what failed.
export class Checks {
  #failed = 0;
  async run(name, work) {
    const began = Date.now();
    try {
      const note = await work();
      console.log(`ok ${name}${note ? `: ${note}` : ""} (${Date.now() - began} ms)`);
    } catch (error) {
      this.#failed++;
      console.log(`FAIL ${name}: ${error.stack ?? error}`);
    }
  }
  get exitCode() { return this.#failed ? 1 : 0; }
}
