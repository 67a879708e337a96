// Makes the page its owner's: called once after installing or forking, again to change something later.
import { db, getUser } from "@run402/functions";
import { randomBytes, scryptSync } from "node:crypto";

const rules = {
  TITLE: (v) => v.length >= 1 && v.length <= 40,
  TAGLINE: (v) => v.length <= 80,
  PITCH: (v) => v.length <= 500,
  OWNER: (v) => v.length >= 1 && v.length <= 60,
  ACCENT: (v) => /^#[0-9a-f]{6}$/i.test(v),
};
const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

async function put(table, key, value) {
  const changed = await db.from(table).update({ value }).eq("key", key);
  if (changed.length === 0) await db.from(table).insert({ key, value });
}

/** Keeps only a hash of the code. Returns the code when it was made here. */
async function keepCode(given) {
  const known = await db.from("vault").select("key").eq("key", "owner_code");
  if (!given && known.length) return undefined;
  const code = given || randomBytes(9).toString("base64url");
  const salt = randomBytes(16).toString("hex");
  await put("vault", "owner_code", `${salt}:${scryptSync(code, salt, 32).toString("hex")}`);
  return given ? undefined : code;
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
  const code = String(variables.OWNER_CODE ?? "").trim();
  if (code && (code.length < 10 || code.length > 200)) return answer(400, { ok: false, error: "OWNER_CODE needs at least 10 characters." });
  for (const [key, value] of Object.entries(set)) await put("settings", key, value);
  const made = await keepCode(code);
  return answer(200, { ok: true, set: Object.keys(set), ...(made ? { owner_code: made } : {}) });
};
