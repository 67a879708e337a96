// {code}: the addresses, for the one who knows the owner's code.
import { db } from "@run402/functions";
import { scryptSync, timingSafeEqual } from "node:crypto";

const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", "cache-control": "no-store" } });

export default async (req) => {
  const code = String((await req.json().catch(() => null))?.code ?? "").slice(0, 200);
  const [kept] = await db.from("vault").select("value").eq("key", "owner_code");
  const [salt, hash] = (kept?.value ?? "").split(":");
  const fits = hash && timingSafeEqual(scryptSync(code, salt, 32), Buffer.from(hash, "hex"));
  if (!fits) return answer(403, { error: "That is not the code." });
  const [people, choices] = await Promise.all([
    db.from("signups").select("email,choice_id,created_at").order("created_at", { ascending: false }).limit(10000),
    db.from("choices").select("id,label"),
  ]);
  const label = Object.fromEntries(choices.map((c) => [c.id, c.label]));
  return answer(200, { people: people.map((p) => ({ email: p.email, wants: label[p.choice_id] ?? "", since: p.created_at })) });
};
