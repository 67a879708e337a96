import { change, h, icon, initials, insert, live, personalise, read, reconcile, remove, say, settings, share } from "./kit.js";
import { balances, parseAmount, settle, shares } from "./money.js";

const $ = (id) => document.getElementById(id);
const arrow = ["M5 12h14", "M13 6l6 6-6 6"];
const hues = [24, 172, 268, 340, 205, 95, 50, 305];
let currency = "EUR";
let editing = null; // null: closed, "new", or the id of an expense

const money = (cents) => new Intl.NumberFormat("en", { style: "currency", currency }).format(cents / 100);
const personOf = (id) => trip.state.people.find((p) => p.id === id);
const nameOf = (id) => personOf(id)?.name ?? "somebody";
const hueOf = (id) => hues[trip.state.people.findIndex((p) => p.id === id) % hues.length] ?? 0;
const face = (id) => h("span.face", { "aria-hidden": "true", style: { "--hue": hueOf(id) } }, initials(nameOf(id)));

const trip = live({
  async load() {
    const [set, people, expenses] = await Promise.all([settings(), read("people?select=id,name&order=id"),
      read("expenses?select=id,kind,what,cents,paid_by,paid_for,day&order=day.desc,id.desc&limit=1000")]);
    return { set, people, expenses };
  },
  show,
  failed(error) { $("state").textContent = `${error.message} Trying again…`; },
});

function show({ set, people, expenses }) {
  personalise(set);
  currency = /^[A-Z]{3}$/.test(set.currency ?? "") ? set.currency : "EUR";
  $("title").textContent = set.title ?? "Expense Splitter";
  $("total").textContent = money(expenses.filter((e) => e.kind === "expense").reduce((s, e) => s + e.cents, 0));
  const sum = balances(people, expenses);
  const largest = Math.max(1, ...[...sum.values()].map(Math.abs));

  reconcile($("people"), people, ({ id }) => h("div.person", { "data-test": "person" }, face(id), h("div", {}, h("strong"), h("small")), h("span.amount", { "data-test": "balance" }), h("span.bar", { "aria-hidden": "true" })), (element, p) => {
    const cents = sum.get(p.id);
    element.querySelector("strong").textContent = p.name;
    element.querySelector("small").textContent = cents > 0 ? "gets back" : cents < 0 ? "owes" : "is even";
    element.querySelector(".amount").textContent = cents === 0 ? "✓" : money(Math.abs(cents));
    element.className = `person ${cents > 0 ? "plus" : cents < 0 ? "minus" : "even"}`;
    element.style.setProperty("--part", Math.abs(cents) / largest);
  });
  reconcile($("entries"), byDay(expenses), () => h("li.day", {}, h("h3"), h("ol")), (element, { date, entries }) => {
    element.querySelector("h3").textContent = dayName(date);
    reconcile(element.querySelector("ol"), entries, makeEntry, fillEntry);
  });
  $("state").hidden = expenses.length > 0;
  $("state").textContent = "Nothing yet. Whoever pays first adds it here.";

  const payments = settle(sum);
  $("settle-hint").textContent = payments.length ? `${payments.length} ${payments.length === 1 ? "payment makes" : "payments make"} everybody even.` : "Everybody is even. Nothing to do.";
  reconcile($("settle"), payments.map((p) => ({ ...p, id: `${p.from}-${p.to}-${p.cents}` })), (p) => h("li", { "data-test": "payment" },
    h("div.way", {}, face(p.from), h("span", {}, nameOf(p.from)), icon(arrow, 18), face(p.to), h("span", {}, nameOf(p.to))),
    h("div.pay", {}, h("strong", {}, money(p.cents)), h("button", { type: "button", "data-test": "paid", onclick: () => paid(p) }, "Mark as paid"))));
}

function byDay(expenses) {
  const days = new Map();
  for (const e of expenses) days.set(e.day, [...(days.get(e.day) ?? []), e]);
  return [...days].sort(([a], [b]) => b.localeCompare(a)).map(([date, entries]) => ({ id: date, date, entries }));
}
const dayName = (date) => new Date(`${date}T12:00`).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });

function makeEntry({ id }) {
  return h("li", {}, h("button.entry", { type: "button", "data-test": "entry", onclick: () => openEditor(id) },
    h("span.slot"), h("span.text", {}, h("strong", { "data-test": "entry-what" }), h("small")), h("span.cents", { "data-test": "entry-amount" })));
}
function fillEntry(element, e) {
  const all = e.paid_for.length === trip.state.people.length;
  element.querySelector(".slot").replaceChildren(face(e.paid_by));
  element.querySelector("strong").textContent = e.what;
  element.querySelector("small").textContent = e.kind === "payment" ? "Payment" : `${nameOf(e.paid_by)} paid · ${all ? "for everyone" : `for ${e.paid_for.map(nameOf).join(", ")}`}`;
  element.querySelector(".cents").textContent = money(e.cents);
  element.classList.toggle("payment", e.kind === "payment");
}

function paid({ from, to, cents }) {
  const row = { kind: "payment", what: `${nameOf(from)} pays ${nameOf(to)} back`.slice(0, 120), cents, paid_by: from, paid_for: [to], day: today() };
  trip.act((s) => s.expenses.unshift({ ...row, id: `new-${Date.now()}` }), () => insert("expenses", row));
}
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function openEditor(id) {
  if (!trip.state?.people.length) return say("Add somebody first.");
  const e = trip.state.expenses.find((x) => x.id === id);
  if (id !== "new" && (!e || String(id).startsWith("new-"))) return;
  editing = id;
  $("e-title").textContent = e ? "Change" : "Add expense";
  $("currency").textContent = currency;
  $("amount").value = e ? (e.cents / 100).toFixed(2) : "";
  $("what").value = e?.what ?? "";
  $("day").value = e?.day ?? today();
  const me = Number(localStorage.getItem("me"));
  $("by").replaceChildren(...trip.state.people.map((p) => h("option", { value: p.id, selected: p.id === (e?.paid_by ?? me) }, p.name)));
  $("for").replaceChildren(...trip.state.people.map((p) => h("label.chip", {}, h("input", { type: "checkbox", value: p.id, checked: e ? e.paid_for.includes(p.id) : true, onchange: tellEach }), h("span", {}, p.name))));
  $("delete").hidden = !e;
  $("problem").textContent = "";
  tellEach();
  $("editor").showModal();
  $("amount").focus();
}
const chosen = () => [...$("for").querySelectorAll("input:checked")].map((c) => Number(c.value));
function tellEach() {
  const cents = parseAmount($("amount").value);
  const count = chosen().length;
  $("each").textContent = cents && count ? `${money(shares(cents, count).at(-1))} each for ${count} ${count === 1 ? "person" : "people"}` : "";
}
$("amount").addEventListener("input", tellEach);
$("cancel").addEventListener("click", () => $("editor").close());
$("new").addEventListener("click", () => openEditor("new"));
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const row = { what: $("what").value.trim(), cents: parseAmount($("amount").value), paid_by: Number($("by").value), paid_for: chosen(), day: $("day").value || today() };
  const problem = row.cents === null ? "How much was it? Something like 12.50." : !row.what ? "What was it for?" : !row.paid_for.length ? "For whom was it?" : "";
  $("problem").textContent = problem;
  if (problem) return;
  const id = editing;
  localStorage.setItem("me", String(row.paid_by));
  $("editor").close();
  if (id === "new") trip.act((s) => s.expenses.unshift({ ...row, kind: "expense", id: `new-${Date.now()}` }), () => insert("expenses", row));
  else trip.act((s) => Object.assign(s.expenses.find((e) => e.id === id), row), () => change("expenses", `id=eq.${id}`, row));
});
$("delete").addEventListener("click", () => {
  const id = editing;
  $("editor").close();
  trip.act((s) => { s.expenses = s.expenses.filter((e) => e.id !== id); }, () => remove("expenses", `id=eq.${id}`));
});
$("join").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = $("new-person").value.trim();
  if (!name || !trip.state) return;
  if (trip.state.people.some((p) => p.name.toLowerCase() === name.toLowerCase())) return say(`${name} is already on the trip.`, true);
  $("new-person").value = "";
  insert("people", { name }).then(trip.refresh, (error) => { $("new-person").value = name; say(error.message, true); });
});
$("share").addEventListener("click", () => share(`${$("title").textContent}: who paid what`));
