// Makes the app its owner's: called once after installing or forking, again to change something later.
import { db, getUser } from "@run402/functions";

const rules = {
  TITLE: (v) => v.length >= 1 && v.length <= 60,
  OWNER: (v) => v.length >= 1 && v.length <= 40,
  PLACE: (v) => v.length <= 120,
  ACCENT: (v) => /^#[0-9a-f]{6}$/i.test(v),
};
const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** The times of "2027-05-14 19:00, …"; null when one of them is none. */
function parseDates(text) {
  const dates = text.split(/[,;\n]/).map((d) => d.trim()).filter(Boolean);
  const fits = dates.every((d) => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$/.test(d) && !Number.isNaN(Date.parse(d.replace(" ", "T"))));
  return fits && dates.length <= 40 ? [...new Set(dates.map((d) => d.replace("T", " ")))] : null;
}

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
  const dates = parseDates(String(variables.DATES ?? ""));
  if (dates === null) return answer(400, { ok: false, error: "DATES must look like 2027-05-14 19:00, 2027-05-15 18:30." });
  if (dates.length) { // a new set of times is a new vote
    await db.from("slots").delete().gt("id", 0);
    await db.from("voters").delete().gt("id", 0);
    await db.from("slots").insert(dates.map((starts_at) => ({ starts_at })));
  }
  for (const [key, value] of Object.entries(set)) {
    const changed = await db.from("settings").update({ value }).eq("key", key);
    if (changed.length === 0) await db.from("settings").insert({ key, value });
  }
  return answer(200, { ok: true, set: Object.keys(set) });
};
