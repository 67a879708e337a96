// SPDX-License-Identifier: GPL-3.0-or-later
// Personalises a fresh copy. Only the project's service key may call it.
import { createHash } from "node:crypto";
import { db, getUser } from "@run402/functions";

const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const text = (limit) => (value) => (value.trim() && value.trim().length <= limit ? value.trim() : null);
const rules = {
  TITLE: text(80),
  OWNER: text(60),
  ACCENT: (value) => (/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null),
  OCCASION: (value) => (value.trim().length <= 80 ? value.trim() : null),
  CURRENCY: (value) => (value.trim().length <= 3 ? value.trim() : null),
};

async function save(table, key, value) {
  const changed = await db.from(table).update({ value }).eq("key", key);
  if (!changed.length) await db.from(table).insert({ key, value });
}

export default async (req) => {
  if (getUser(req)?.role !== "service_role") return json(403, { ok: false, error: "Only the project's owner may run this." });
  const given = await req.json().catch(() => null);
  if (!given || typeof given !== "object") return json(400, { ok: false, error: "Send the variables as a JSON object." });

  const settings = {};
  for (const [name, check] of Object.entries(rules)) {
    if (given[name] === undefined || given[name] === null) continue;
    const value = check(String(given[name]));
    if (value === null) return json(400, { ok: false, error: `${name} is not valid.` });
    settings[name.toLowerCase()] = value;
  }
  const code = given.SETUP_CODE === undefined || given.SETUP_CODE === null ? null : String(given.SETUP_CODE).trim();
  if (code !== null && code !== "" && (code.length < 8 || code.length > 100)) {
    return json(400, { ok: false, error: "SETUP_CODE must have 8 to 100 characters." });
  }

  for (const [key, value] of Object.entries(settings)) await save("settings", key, value);
  if (code !== null) {
    if (code) await save("setup", "code_sha256", createHash("sha256").update(code).digest("hex"));
    else await db.from("setup").delete().eq("key", "code_sha256");
    await save("settings", "claim", code ? "code" : "open");
  }
  return json(200, { ok: true, settings, setup_code_required: Boolean(code) });
};
