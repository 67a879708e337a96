// Balances and settling up, in whole cents.

/** What each of `count` people owes of `cents`; the odd cents go to the first ones. */
export function shares(cents, count) {
  const base = Math.floor(cents / count);
  return Array.from({ length: count }, (_, i) => base + (i < cents - base * count ? 1 : 0));
}

/** Person id → cents; positive: gets money back. */
export function balances(people, expenses) {
  const sum = new Map(people.map((p) => [p.id, 0]));
  for (const { cents, paid_by, paid_for } of expenses) {
    sum.set(paid_by, (sum.get(paid_by) ?? 0) + cents);
    shares(cents, paid_for.length).forEach((part, i) => sum.set(paid_for[i], (sum.get(paid_for[i]) ?? 0) - part));
  }
  return sum;
}

/** Few payments that make everybody even: exact pairs first, then the largest debt to the largest credit. */
export function settle(sum) {
  const open = [...sum].map(([id, cents]) => ({ id, cents })).filter((e) => e.cents !== 0);
  const payments = [];
  const pay = (from, to, cents) => {
    payments.push({ from: from.id, to: to.id, cents });
    from.cents += cents;
    to.cents -= cents;
  };
  for (const debtor of open.filter((e) => e.cents < 0)) {
    const match = open.find((e) => e.cents === -debtor.cents);
    if (match) pay(debtor, match, match.cents);
  }
  for (;;) {
    const debtor = open.reduce((a, b) => (b.cents < a.cents ? b : a), { cents: 0 });
    const creditor = open.reduce((a, b) => (b.cents > a.cents ? b : a), { cents: 0 });
    if (debtor.cents === 0 || creditor.cents === 0) return payments;
    pay(debtor, creditor, Math.min(-debtor.cents, creditor.cents));
  }
}

/** "12.50", "12,5", "1 200" → cents; null when it is not an amount. */
export function parseAmount(text) {
  const clean = text.replace(/[\s'’]/g, "").replace(",", ".");
  if (!/^\d{1,7}(\.\d{0,2})?$/.test(clean)) return null;
  const cents = Math.round(Number(clean) * 100);
  return cents > 0 && cents <= 100000000 ? cents : null;
}
