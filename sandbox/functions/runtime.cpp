// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/runtime.h"

namespace run402::sandbox {

const char* const kBootstrapModule = R"js(// Runs one function: calls come in on descriptor 3, answers and log lines leave on 4.
import fs from "node:fs";
import net from "node:net";
import { pathToFileURL } from "node:url";

function send(message) {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.concat([Buffer.from(`${body.length}\n`), body]);
  for (let at = 0; at < frame.length;) {
    try { at += fs.writeSync(4, frame, at); } catch (e) { if (e.code !== "EAGAIN") process.exit(1); }
  }
}
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    send({ log: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString(), at: Date.now() });
    (typeof encoding === "function" ? encoding : done)?.();
    return true;
  };
}

const load = import(pathToFileURL(process.argv[2]).href);
load.catch(() => {});

async function answer(call) {
  process.env.RUN402_SANDBOX_AHEAD_MS = String(call.ahead_ms ?? 0); // the server's clock
  const handler = await load.then((m) => (typeof m.default === "function" ? m.default : m.handler));
  if (typeof handler !== "function") throw new Error("the module has no default export and no handler");
  const init = { method: call.method, headers: call.headers };
  if (call.body !== null && call.method !== "GET" && call.method !== "HEAD") init.body = JSON.stringify(JSON.parse(call.body));
  const result = await handler(new Request(`https://localhost${call.path}${call.query ? `?${call.query}` : ""}`, init));
  if (result instanceof Response) {
    return { status: result.status, headers: [...result.headers], body: Buffer.from(await result.arrayBuffer()).toString("base64") };
  }
  const json = [["content-type", "application/json"]];
  const text = (v) => Buffer.from(v ?? "").toString("base64");
  if (result !== null && typeof result === "object" && !Array.isArray(result)) {
    const merged = new Headers({ "content-type": "application/json", ...(result.headers ?? {}) });
    const body = typeof result.body === "string" ? result.body : JSON.stringify(result.body ?? result);
    return { status: result.statusCode || 200, headers: [...merged], body: text(body) };
  }
  return { status: 200, headers: json, body: text(JSON.stringify(result)) };
}

let received = Buffer.alloc(0);
const calls = new net.Socket({ fd: 3, readable: true, writable: false });
calls.on("end", () => process.exit(0));
calls.on("data", (chunk) => {
  received = Buffer.concat([received, chunk]);
  const end = received.indexOf(10);
  if (end < 0) return;
  const size = Number(received.subarray(0, end));
  if (received.length < end + 1 + size) return;
  const call = JSON.parse(received.subarray(end + 1, end + 1 + size));
  received = received.subarray(end + 1 + size);
  answer(call).then(send, (e) => {
    console.error(e instanceof Error ? e.stack ?? e.message : e);
    send({ failed: true });
  });
});
process.on("unhandledRejection", (e) => console.error(e instanceof Error ? e.stack : e));
)js";

const char* const kHelperModule = R"js(// @run402/functions for the local server.
import { createHmac, timingSafeEqual } from "node:crypto";

const base = process.env.RUN402_API_BASE;
const key = process.env.RUN402_SERVICE_KEY;
const project = process.env.RUN402_PROJECT_ID;

// A value inside a list of the query language, quoted where it needs to be.
const item = (v) => { const t = String(v); return /[,()"\\]|^\s|\s$|^$/.test(t) ? `"${t.replace(/(["\\])/g, "\\$1")}"` : t; };

class Query {
  #table; #params = []; #order = []; #method = "GET"; #body; #prefer = ["return=representation"]; #one = null;
  constructor(table) { this.#table = table; }
  #set(key, value) { this.#params = this.#params.filter(([k]) => k !== key); this.#params.push([key, value]); return this; }
  filter(column, op, value) { this.#params.push([column, `${op}.${value}`]); return this; }
  not(column, op, value) { return this.filter(column, `not.${op}`, value); }
  or(conditions) { this.#params.push(["or", `(${conditions})`]); return this; }
  select(columns = "*") { return this.#set("select", columns); }
  eq(c, v) { return this.filter(c, "eq", v); }
  neq(c, v) { return this.filter(c, "neq", v); }
  gt(c, v) { return this.filter(c, "gt", v); }
  lt(c, v) { return this.filter(c, "lt", v); }
  gte(c, v) { return this.filter(c, "gte", v); }
  lte(c, v) { return this.filter(c, "lte", v); }
  like(c, v) { return this.filter(c, "like", v); }
  ilike(c, v) { return this.filter(c, "ilike", v); }
  is(c, v) { return this.filter(c, "is", v); }
  in(c, values) { return this.filter(c, "in", `(${values.map(item).join(",")})`); }
  order(c, { ascending = true } = {}) { this.#order.push(`${c}.${ascending ? "asc" : "desc"}`); return this.#set("order", this.#order.join(",")); }
  limit(n) { return this.#set("limit", n); }
  offset(n) { return this.#set("offset", n); }
  single() { this.#one = "single"; return this; }
  maybeSingle() { this.#one = "maybe"; return this; }
  insert(rows) { this.#method = "POST"; this.#body = rows; return this; }
  upsert(rows, { onConflict, ignoreDuplicates = false } = {}) {
    this.#prefer.push(`resolution=${ignoreDuplicates ? "ignore" : "merge"}-duplicates`);
    if (onConflict) this.#set("on_conflict", onConflict);
    return this.insert(rows);
  }
  update(values) { this.#method = "PATCH"; this.#body = values; return this; }
  delete() { this.#method = "DELETE"; return this; }
  async #run() {
    const query = this.#params.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join("&");
    const response = await fetch(`${base}/rest/v1/${encodeURIComponent(this.#table)}${query ? `?${query}` : ""}`, {
      method: this.#method,
      headers: { apikey: key, Authorization: `Bearer ${key}`, "Content-Type": "application/json", Prefer: this.#prefer.join(",") },
      body: this.#body === undefined ? undefined : JSON.stringify(this.#body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`PostgREST error (${response.status}): ${text}`);
    const rows = text ? JSON.parse(text) : [];
    if (this.#one === null) return rows;
    if (rows.length > 1 || (rows.length === 0 && this.#one === "single")) throw new Error(`Expected one row, got ${rows.length}`);
    return rows[0] ?? null;
  }
  then(resolve, reject) { return this.#run().then(resolve, reject); }
  catch(reject) { return this.#run().catch(reject); }
  finally(done) { return this.#run().finally(done); }
}

export const db = {
  from: (table) => new Query(table),
  async sql(text) {
    const response = await fetch(`${base}/projects/v1/admin/${project}/sql`, {
      method: "POST", headers: { Authorization: `Bearer ${key}`, "Content-Type": "text/plain" }, body: text,
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`SQL error (${response.status}): ${body}`);
    return JSON.parse(body);
  },
};

export function getUser(req) {
  const header = req.headers.get("authorization") ?? "";
  const parts = header.startsWith("Bearer ") ? header.slice(7).split(".") : [];
  if (parts.length !== 3) return null;
  try {
    const head = JSON.parse(Buffer.from(parts[0], "base64url"));
    const made = createHmac("sha256", process.env.RUN402_JWT_SECRET).update(`${parts[0]}.${parts[1]}`).digest();
    const given = Buffer.from(parts[2], "base64url");
    if (head.alg !== "HS256" || given.length !== made.length || !timingSafeEqual(given, made)) return null;
    const claims = JSON.parse(Buffer.from(parts[1], "base64url"));
    if (claims.project_id !== project || (claims.exp !== undefined && claims.exp * 1000 <= Date.now() + Number(process.env.RUN402_SANDBOX_AHEAD_MS ?? 0))) return null;
    return { id: claims.sub, role: claims.role };
  } catch {
    return null;
  }
}
)js";

const char* const kHelperPackage =
    R"js({"name":"@run402/functions","version":"1.0.0","type":"module","exports":"./index.js"})js";

} // namespace run402::sandbox
