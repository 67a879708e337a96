// SPDX-License-Identifier: GPL-3.0-or-later
// When a card comes back: SM-2 with four grades, as Piotr Woźniak described it in 1990, with two
// changes: a lapse keeps part of its ease instead of starting over, and "hard" grows slowly.

export const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4;
const MINUTE = 1 / 1440;
const DAY = 86400000;
const round = (n, digits) => Number(n.toFixed(digits));

/** The state after `grade`; `before` is null for a card never seen. `now` in ms. */
export function next(before, grade, now) {
  const old = before ?? { ease: 2.5, interval_days: 0, streak: 0, lapses: 0, started_at: new Date(now).toISOString() };
  const known = old.streak > 0;
  let { ease, streak, lapses } = old;
  let days;
  if (grade === AGAIN) {
    ease -= 0.2;
    lapses += known ? 1 : 0;
    streak = 0;
    days = 10 * MINUTE;
  } else {
    ease += { [HARD]: -0.15, [GOOD]: 0, [EASY]: 0.15 }[grade];
    const step = Math.max(1.3, ease);
    if (streak === 0) days = { [HARD]: 0.5, [GOOD]: 1, [EASY]: 4 }[grade];
    else if (streak === 1) days = { [HARD]: 2, [GOOD]: 4, [EASY]: 7 }[grade];
    else days = old.interval_days * { [HARD]: 1.2, [GOOD]: step, [EASY]: step * 1.3 }[grade];
    streak += 1;
  }
  days = Math.min(3650, days >= 3 ? Math.round(days) : days);
  return {
    ease: round(Math.min(9, Math.max(1.3, ease)), 2), interval_days: round(days, 4), streak, lapses,
    due_at: new Date(now + days * DAY).toISOString(), started_at: old.started_at, reviewed_at: new Date(now).toISOString(),
  };
}

/** "10 min", "12 h", "4 days", "3 months" */
export function spell(days) {
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  if (days < 1 / 24) return `${Math.max(1, Math.round(days * 1440))} min`;
  if (days < 0.95) return `${Math.round(days * 24)} h`;
  if (days < 45) return plural(Math.round(days), "day");
  if (days < 365) return plural(Math.round(days / 30.4), "month");
  return `${round(days / 365, 1)} years`;
}

const midnight = (now) => new Date(now).setHours(0, 0, 0, 0);

/** What is to be done now: due cards first, the longest waiting ahead, then today's new ones. */
export function queue(cards, reviews, now, newPerDay) {
  const seen = new Map(reviews.map((r) => [r.card_id, r]));
  const due = cards.filter((c) => seen.has(c.id) && Date.parse(seen.get(c.id).due_at) <= now).sort((a, b) => Date.parse(seen.get(a.id).due_at) - Date.parse(seen.get(b.id).due_at));
  const started = reviews.filter((r) => Date.parse(r.started_at) >= midnight(now)).length;
  const fresh = cards.filter((c) => !seen.has(c.id)).slice(0, Math.max(0, newPerDay - started));
  // Nothing else left: bring forward what was missed and comes back in a few minutes.
  const soon = due.length || fresh.length ? [] : cards.filter((c) => seen.has(c.id) && seen.get(c.id).interval_days < 0.02 && Date.parse(seen.get(c.id).due_at) <= now + 20 * 60000);
  const later = reviews.map((r) => Date.parse(r.due_at)).filter((t) => t > now);
  return { due, fresh, soon, all: [...due, ...fresh, ...soon], nextAt: later.length ? Math.min(...later) : null };
}
