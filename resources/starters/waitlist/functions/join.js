// {email}: joins and answers a token. {token, choice_id}: votes, or changes the vote. {token, leave: true}: leaves.
import { db } from "@run402/functions";
import { createHash, randomBytes } from "node:crypto";

const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const hash = (token) => createHash("sha256").update(token).digest("hex");
const address = /^[^\s@"<>()[\],;:\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

async function join(email) {
  if (email.length > 254 || !address.test(email)) return answer(400, { error: "That does not look like an e-mail address." });
  const token = randomBytes(18).toString("base64url");
  const known = await db.from("signups").select("id").eq("email", email);
  if (known.length === 0) {
    try {
      await db.from("signups").insert({ email, token_hash: hash(token) });
    } catch (error) {
      if (!String(error).includes("23505")) throw error; // twice at the same moment
    }
  }
  // The same answer either way: nobody can find out who is on the list.
  return answer(200, { ok: true, token });
}

export default async (req) => {
  const body = await req.json().catch(() => null);
  if (typeof body?.email === "string") return join(body.email.trim().toLowerCase());
  if (typeof body?.token !== "string") return answer(400, { error: "An e-mail address is needed." });
  const mine = hash(body.token);
  if (body.leave === true) {
    await db.from("signups").delete().eq("token_hash", mine);
    return answer(200, { ok: true });
  }
  const choice = Number(body.choice_id);
  const known = Number.isSafeInteger(choice) ? await db.from("choices").select("id").eq("id", choice) : [];
  if (known.length === 0) return answer(400, { error: "Choose one of the four." });
  const changed = await db.from("signups").update({ choice_id: choice }).eq("token_hash", mine);
  return changed.length ? answer(200, { ok: true }) : answer(404, { error: "This device is not on the list yet." });
};
