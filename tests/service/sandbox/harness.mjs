// SPDX-License-Identifier: GPL-3.0-or-later
// A real sandbox server for one test file: RUN402_SANDBOX names the program.
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Wallet } from "./wallet.mjs";

export { Wallet };

/** Starts a server; `options` are more arguments, `env` more environment; the marketplace is empty unless asked for. */
export async function startSandbox(options = [], env = {}, { starters = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "run402-sandbox-test-"));
  chmodSync(folder, 0o711); // started by root, the server runs its database as another user
  const server = spawn(process.env.RUN402_SANDBOX, ["--port", "0", "--data", join(folder, "data"), "--exit-on-stdin-eof", starters ? "--starters" : "--no-starters", ...options],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
  const ready = await new Promise((done, failed) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(JSON.parse(text.split("\n")[0]));
    });
    server.once("exit", (code) => failed(new Error(`the sandbox ended with ${code}: ${text}`)));
  });
  if (ready.event !== "ready") throw new Error(`cannot start the sandbox: ${ready.message}`);
  return new Sandbox(server, folder, ready.url);
}

/** What came back: status, headers, text and, if it is JSON, body. */
async function answerOf(response) {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  let body;
  try { body = JSON.parse(text); } catch { /* not JSON */ }
  return { status: response.status, headers: response.headers, bytes, text, body };
}

/** The code of the stand-in for Google for somebody; `asked` = the parameters it was asked with. */
export const googleCode = (asked, who) => `stub.${Buffer.from(JSON.stringify({
  iss: "https://accounts.google.com", aud: asked.get("client_id"), nonce: asked.get("nonce"), email_verified: true, exp: Math.floor(Date.now() / 1000) + 600, ...who })).toString("base64url")}`;

export class Sandbox {
  constructor(server, folder, url) {
    Object.assign(this, { server, folder, url, data: join(folder, "data") });
  }

  async stop() {
    this.server.removeAllListeners("exit");
    const ended = this.server.exitCode !== null ? this.server.exitCode : new Promise((done) => this.server.once("exit", done));
    this.server.stdin.end();
    const code = await ended;
    rmSync(this.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the sandbox ended with ${code}`);
  }

  async send(method, path, { headers = {}, json, body } = {}) {
    return answerOf(await fetch(this.url + path, {
      method, redirect: "manual", body: json === undefined ? body : JSON.stringify(json),
      headers: json === undefined ? headers : { "Content-Type": "application/json", ...headers },
    }));
  }

  signed(wallet, method, path, json) {
    return this.send(method, path, { headers: { "SIGN-IN-WITH-X": wallet.signIn(this.url + path) }, json });
  }

  control(action, args = {}) { return this.send("POST", "/sandbox/v1/control", { json: { action, args } }); }

  /** The alternatives of the 402 challenge of a priced route. */
  async challenge(path) {
    const { headers } = await this.send("POST", path);
    return JSON.parse(Buffer.from(headers.get("payment-required"), "base64"));
  }

  /** Pays a priced route with test money of Base Sepolia. */
  async paid(wallet, path, json, changes = {}) {
    const { accepts } = await this.challenge(path);
    const header = wallet.pay(accepts.find((a) => a.network === "eip155:84532"), changes);
    return this.send("POST", path, { headers: { "PAYMENT-SIGNATURE": header }, json });
  }

  /** A wallet with an active tier. */
  async customer(tier = "prototype") {
    const wallet = new Wallet();
    const dollars = { prototype: "0.10", hobby: "5.00", team: "20.00" }[tier];
    const funded = await this.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": await this.adminKey() }, json: { address: wallet.address, amount: dollars } });
    if (funded.status !== 200) throw new Error(`faucet: ${funded.text}`);
    const done = await this.paid(wallet, `/tiers/v1/${tier}`);
    if (done.status !== 201) throw new Error(`tier: ${done.status} ${done.text}`);
    return wallet;
  }

  async adminKey() {
    const { readFileSync } = await import("node:fs");
    return JSON.parse(readFileSync(join(this.data, "secrets.json"), "utf8")).admin_key;
  }

  async project(wallet, name = "test") {
    const made = await this.signed(wallet, "POST", "/projects/v1", { name });
    if (made.status !== 201) throw new Error(`project: ${made.status} ${made.text}`);
    return new Project(this, wallet, made.body);
  }
}

export class Project {
  constructor(sandbox, wallet, { project_id: id, anon_key: anon, service_key: service, schema_slot: slot }) {
    Object.assign(this, { sandbox, wallet, id, anon, service, slot, admin: `/projects/v1/admin/${id}` });
  }

  /** A call with the service key as Bearer. */
  manage(method, path, json) { return this.sandbox.send(method, this.admin + path, { headers: { Authorization: `Bearer ${this.service}` }, json }); }
  sql(text) { return this.sandbox.send("POST", `${this.admin}/sql`, { headers: { Authorization: `Bearer ${this.service}`, "Content-Type": "text/plain" }, body: text }); }
  deploy(name, code, more = {}) { return this.manage("POST", "/functions", { name, code, ...more }); }
  call(path, { method = "GET", headers = {}, ...rest } = {}) {
    return this.sandbox.send(method, `/functions/v1/${path}`, { headers: { apikey: this.anon, ...headers }, ...rest });
  }
  async logs(name, query = "") { return (await this.manage("GET", `/functions/${name}/logs${query}`)).body.logs.map((line) => line.message); }

  /** /rest/v1 with a key: "anon", "service", or an access token. */
  rest(method, path, { key = "anon", json, prefer, headers = {} } = {}) {
    const token = { anon: this.anon, service: this.service }[key] ?? key;
    return this.sandbox.send(method, `/rest/v1/${path}`, {
      json, headers: { apikey: this.anon, Authorization: `Bearer ${token}`, ...(prefer ? { Prefer: prefer } : {}), ...headers },
    });
  }

  auth(method, path, json, headers = {}) { return this.sandbox.send(method, `/auth/v1/${path}`, { headers: { apikey: this.anon, ...headers }, json }); }

  /** Signs a new user up and in; {id, access_token, refresh_token}. */
  async user(email, password = "a long password") {
    const made = await this.auth("POST", "signup", { email, password });
    const session = await this.auth("POST", "token?grant_type=password", { email, password });
    return { id: made.body.id, ...session.body };
  }
}
