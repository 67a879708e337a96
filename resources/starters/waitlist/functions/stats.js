// What everybody may know: how many are waiting and how the vote stands. No address leaves here.
import { db } from "@run402/functions";

export default async () => {
  const answer = await db.sql("SELECT choice_id, count(*)::int AS n FROM signups GROUP BY choice_id");
  const rows = answer.rows ?? answer;
  const votes = {};
  let count = 0;
  for (const { choice_id, n } of rows) {
    count += Number(n);
    if (choice_id !== null) votes[choice_id] = Number(n);
  }
  return new Response(JSON.stringify({ count, votes }), { headers: { "content-type": "application/json", "cache-control": "no-store" } });
};
