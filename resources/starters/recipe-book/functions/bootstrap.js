// Makes the app its owner's: called once after installing or forking, again to change something later.
import { db, getUser } from "@run402/functions";

const rules = {
  TITLE: (v) => v.length >= 1 && v.length <= 60,
  OWNER: (v) => v.length >= 1 && v.length <= 40,
  ACCENT: (v) => /^#[0-9a-f]{6}$/i.test(v),
};
const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

export default async (req) => {
  if (getUser(req)?.role !== "service_role") return answer(403, { ok: false, error: "Only the owner may do this." });
  const variables = await req.json().catch(() => null);
  if (variables === null || typeof variables !== "object") return answer(400, { ok: false, error: "Send the variables as an object." });
  const set = {};
  for (const [name, fits] of Object.entries(rules)) {
    if (variables[name] === undefined || variables[name] === "") continue;
    const value = String(variables[name]).trim();
    if (!fits(value)) return answer(400, { ok: false, error: `${name} is not valid.` });
    set[name.toLowerCase()] = value;
  }
  for (const [key, value] of Object.entries(set)) {
    const changed = await db.from("settings").update({ value }).eq("key", key);
    if (changed.length === 0) await db.from("settings").insert({ key, value });
  }
  return answer(200, { ok: true, set: Object.keys(set) });
};
