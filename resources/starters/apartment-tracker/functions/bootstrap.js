// SPDX-License-Identifier: GPL-3.0-or-later
// Personalises a fresh copy. Only the project's service key may call it.
import { db, getUser } from "@run402/functions";

const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const text = (limit) => (value) => (value.trim() && value.trim().length <= limit ? value.trim() : null);
const rules = {
  TITLE: text(80),
  OWNER: text(60),
  ACCENT: (value) => (/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null),
  CURRENCY: (value) => (value.trim().length <= 3 ? value.trim() : null),
  BUDGET: (value) => (/^\d{0,8}$/.test(value) ? value || "0" : null),
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
    await db.from("points").update({ author: settings.owner }).eq("author", before);
    const taken = await db.from("ratings").select("listing_id").eq("person", settings.owner).limit(1);
    if (!taken.length) await db.from("ratings").update({ person: settings.owner }).eq("person", before);
  }
  return json(200, { ok: true, settings });
};
