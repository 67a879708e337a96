// SPDX-License-Identifier: GPL-3.0-or-later
// Personalises a fresh copy. Only the project's service key may call it.
import { db, getUser } from "@run402/functions";

const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const text = (limit) => (value) => (value.trim() && value.trim().length <= limit ? value.trim() : null);
const rules = {
  TITLE: text(80),
  OWNER: text(40),
  ACCENT: (value) => (/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null),
  UNIT: (value) => (/^(kg|lb)$/i.test(value.trim()) ? value.trim().toLowerCase() : null),
  GOAL: (value) => (/^[1-7]$/.test(value.trim()) ? value.trim() : null),
};

async function save(key, value) {
  const changed = await db.from("settings").update({ value }).eq("key", key);
  if (!changed.length) await db.from("settings").insert({ key, value });
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

  const before = (await db.from("settings").select("value").eq("key", "owner"))[0]?.value;
  for (const [key, value] of Object.entries(settings)) await save(key, value);
  if (before && settings.owner && before !== settings.owner) {
    await db.from("sets").update({ athlete: settings.owner }).eq("athlete", before);
  }
  return json(200, { ok: true, settings });
};
