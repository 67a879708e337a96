// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the signed-in caller the owner, once. The table's key lets only one row in, so that of two
// people who try at the same moment exactly one succeeds.
import { createHash, timingSafeEqual } from "node:crypto";
import { db, getUser } from "@run402/functions";

const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

export default async (req) => {
  const user = getUser(req);
  if (user?.role !== "authenticated" || !user.id) return json(401, { error: "Sign in first." });
  const { code = "" } = (await req.json().catch(() => null)) ?? {};

  const holder = () => db.from("owner").select("user_id").eq("id", 1);
  const answer = ([row]) => (row.user_id === user.id ? json(200, { ok: true }) : json(409, { error: "Somebody owns this already." }));
  const before = await holder();
  if (before.length) return answer(before);

  const [setup] = await db.from("setup").select("value").eq("key", "code_sha256");
  if (setup) {
    const given = createHash("sha256").update(String(code).trim()).digest();
    if (!timingSafeEqual(given, Buffer.from(setup.value, "hex"))) return json(403, { error: "That setup code is not right." });
  }
  try {
    await db.from("owner").insert({ id: 1, user_id: user.id });
  } catch (problem) {
    const now = await holder();
    if (now.length) return answer(now);
    throw problem;
  }
  return json(200, { ok: true });
};
