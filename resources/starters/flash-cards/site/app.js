// SPDX-License-Identifier: GPL-3.0-or-later
import { $, applySettings, attempt, el, insert, keyed, liveData, netLine, read, remove, share, svg, update, upsert } from "./lib.js";
import { AGAIN, next, queue, spell } from "./schedule.js";

const GRADES = [[1, "Again"], [2, "Hard"], [3, "Good"], [4, "Easy"]];
let settings = { title: "Fifty Phrases", owner: "Lena", accent: "#ff7a59", daily_new: "10" };
let me = localStorage.getItem("cards.me") ?? "";
let reversed = localStorage.getItem("cards.reversed") === "yes";
let view = "study";
let topic = "";
let current = null; // id of the card on the desk
let turned = false;
let last = null; // what undo takes back
let done = 0; // answered since the page was opened
let editing = null;

const myName = () => me || settings.owner;
const typing = (target) => target.closest?.("input, textarea, select, dialog");

// ---- Data -------------------------------------------------------------------------------------

let turn = 0;
async function load() {
  if (turn++ % 8 === 0) settings = applySettings(await read("settings?select=key,value"), settings);
  const name = myName();
  const [cards, reviews] = await Promise.all([read("cards?select=id,front,back,hint,topic&order=id.asc"), read(`reviews?select=*&learner=eq.${encodeURIComponent(name)}`)]);
  return { cards, reviews, name };
}
const live = liveData({ load, paint, offline: (problem) => netLine($("#net"), problem, () => live.refresh().catch(() => {})) });
const mine = (data) => (data.name === myName() ? data.reviews : []);

// ---- Study ------------------------------------------------------------------------------------

function paintStudy(data) {
  const reviews = mine(data);
  const todo = queue(data.cards, reviews, Date.now(), Number(settings.daily_new));
  if (!todo.all.some((c) => c.id === current)) {
    current = todo.all[0]?.id ?? null;
    turned = false;
  }
  const card = data.cards.find((c) => c.id === current);
  $("#n-due").textContent = todo.all.length || "";
  $("#meter").style.width = `${done + todo.all.length ? (done / (done + todo.all.length)) * 100 : 0}%`;
  $("#left").textContent = card ? [todo.due.length && `${todo.due.length} to review`, todo.fresh.length && `${todo.fresh.length} new`, todo.soon.length && `${todo.soon.length} once more`].filter(Boolean).join(" · ") : "";
  const box = $("#card");
  box.hidden = !card;
  $(".desk").classList.toggle("empty", !card);
  $("#flip").textContent = reversed ? "Back first" : "Front first";
  $("#undo").hidden = !last;
  $("#done").hidden = Boolean(card);
  if (!card) {
    const wait = todo.nextAt && (todo.nextAt - Date.now()) / 86400000;
    $("#done").replaceChildren(el("b", {}, data.cards.length ? "Done for today." : "The box is empty."), el("span", {}, data.cards.length ? (wait ? `The next card comes back in ${spell(wait)}.` : "Come back tomorrow for new cards.") : "Write the first card under Cards."));
    paintGrades(null);
    return;
  }
  const [front, back] = reversed ? [card.back, card.front] : [card.front, card.back];
  const fresh = !reviews.some((r) => r.card_id === card.id);
  for (const [id, value] of [["#f-text", front], ["#b-text", turned ? back : ""], ["#f-topic", [card.topic, fresh && "new"].filter(Boolean).join(" · ")], ["#b-topic", front], ["#b-hint", turned ? card.hint : ""]]) {
    if ($(id).textContent !== value) $(id).textContent = value;
  }
  $(".front").classList.toggle("long", front.length > 60);
  $(".back").classList.toggle("long", back.length > 60);
  box.classList.toggle("turned", turned);
  box.setAttribute("aria-label", turned ? `${front}. Answer: ${back}${card.hint ? `. ${card.hint}` : ""}` : `${front}. Turn the card`);
  paintGrades(card, reviews);
}

function paintGrades(card, reviews = []) {
  const before = reviews.find((r) => r.card_id === card?.id) ?? null;
  const items = !card ? [] : turned ? GRADES.map(([grade, name]) => ({ grade, name, when: spell(next(before, grade, 0).interval_days) })) : [{ grade: 0, name: "Show the answer", when: "" }];
  keyed($("#grades"), items, (i) => i.grade, (i) => (i.grade
    ? el("button", { type: "button", class: `grade g${i.grade}`, test: `grade-${i.grade}`, onclick: () => answer(i.grade) }, el("b", {}, i.name), el("small", {}, i.when), el("kbd", {}, String(i.grade)))
    : el("button", { type: "button", class: "go", test: "turn", onclick: turnCard }, i.name)));
}

function turnCard() {
  if (current === null) return;
  turned = !turned;
  live.show();
}

const row = (id, state) => ({ card_id: id, learner: myName(), ...state });

async function answer(grade) {
  const id = current;
  const data = live.data;
  if (id === null || !turned || !data) return;
  const before = mine(data).find((r) => r.card_id === id) ?? null;
  const state = row(id, next(before, grade, Date.now()));
  const name = state.learner;
  last = { id, before, name };
  done += 1;
  turned = false;
  current = null;
  const saved = await attempt(() => live.change((all) => {
    if (all.name === name) all.reviews = [...all.reviews.filter((r) => r.card_id !== id), state];
  }, async () => {
    await upsert("reviews", "card_id,learner", state);
    return insert("answers", { card_id: id, learner: name, grade });
  }));
  if (!saved) { done -= 1; last = null; live.show(); }
}

async function undo() {
  if (!last) return;
  const { id, before, name } = last;
  last = null;
  done = Math.max(0, done - 1);
  const filter = `card_id=eq.${id}&learner=eq.${encodeURIComponent(name)}`;
  await attempt(async () => {
    await live.change((all) => {
      if (all.name === name) all.reviews = [...all.reviews.filter((r) => r.card_id !== id), ...(before ? [before] : [])];
    }, async () => {
      await (before ? upsert("reviews", "card_id,learner", before) : remove(`reviews?${filter}`));
      const [answered] = await read(`answers?select=id&${filter}&order=id.desc&limit=1`);
      if (answered) await remove(`answers?id=eq.${answered.id}`);
      return true;
    });
    current = id;
    turned = true;
    live.show();
  });
}

// ---- Cards ------------------------------------------------------------------------------------

function paintCards(data) {
  $("#n-cards").textContent = String(data.cards.length);
  const topics = [...new Set(data.cards.map((c) => c.topic).filter(Boolean))];
  if (topic && !topics.includes(topic)) topic = "";
  keyed($("#topics"), topics, (t) => t, (t) => el("option", { value: t }));
  keyed($("#filters"), ["", ...topics].map((t) => ({ t, on: t === topic })), (f) => f.t, (f) => el("button", { type: "button", "aria-pressed": String(f.on), onclick: () => { topic = f.t; live.show(); } }, f.t || "All"));
  const find = $("#search").value.trim().toLowerCase();
  const state = new Map(mine(data).map((r) => [r.card_id, r]));
  const shown = data.cards.filter((c) => (!topic || c.topic === topic) && (!find || `${c.front}\n${c.back}\n${c.hint}`.toLowerCase().includes(find)))
    .map((c) => ({ ...c, days: state.get(c.id)?.interval_days ?? null })).reverse();
  keyed($("#list"), shown, (c) => c.id, (c) => el("li", { test: "item" }, el("button", { type: "button", test: "open", onclick: () => openCard(c) },
    el("b", {}, c.front), el("span", {}, c.back), el("small", {}, c.topic), el("i", { title: c.days === null ? "not seen yet" : `returns every ${spell(c.days)}` }, [1, 4, 10, 21].map((n) => el("u", { class: c.days !== null && c.days >= n ? "on" : "" }))))));
  $("#none").hidden = shown.length > 0;
  $("#none").textContent = data.cards.length ? "No card matches." : "The box is empty. Write the first card above.";
}

function readCard(form) {
  const card = Object.fromEntries(["front", "back", "hint", "topic"].filter((n) => form.elements[n]).map((n) => [n, form.elements[n].value.trim()]));
  return card.front && card.back ? card : "A card needs a front and a back.";
}
$("#new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const card = readCard(form);
  $("#new .problem").textContent = typeof card === "string" ? card : "";
  if (typeof card === "string") { form.elements[form.elements.front.value.trim() ? "back" : "front"].focus(); return; }
  form.elements.front.value = form.elements.back.value = "";
  form.elements.front.focus();
  const saved = await attempt(() => live.change((data) => { data.cards.push({ id: -1, hint: "", ...card }); }, () => insert("cards", card)));
  if (!saved && !form.elements.front.value) [form.elements.front.value, form.elements.back.value] = [card.front, card.back];
});
function openCard(card) {
  if (card.id < 0) return;
  editing = card.id;
  const form = $("#edit form");
  for (const name of ["front", "back", "hint", "topic"]) form.elements[name].value = card[name];
  $("#edit .problem").textContent = "";
  $("#edit").showModal();
}
$("#edit form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const card = readCard(event.target);
  if (typeof card === "string") { $("#edit .problem").textContent = card; return; }
  const id = editing;
  $("#edit").close();
  await attempt(() => live.change((data) => { Object.assign(data.cards.find((c) => c.id === id) ?? {}, card); }, () => update(`cards?id=eq.${id}`, card)));
});
$("[data-test=e-delete]").addEventListener("click", () => {
  const id = editing;
  if (!confirm("Throw this card away, with everybody's progress on it?")) return;
  $("#edit").close();
  attempt(() => live.change((data) => { data.cards = data.cards.filter((c) => c.id !== id); }, () => remove(`cards?id=eq.${id}`)));
});

// ---- Progress ---------------------------------------------------------------------------------

const dayKey = (t) => { const d = new Date(t); return `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()}`; };
const WEEKS = 18;

async function showProgress() {
  const since = new Date(Date.now() - WEEKS * 7 * 86400000).toISOString();
  const rows = await read(`answers?select=answered_at,grade&learner=eq.${encodeURIComponent(myName())}&answered_at=gte.${since}&order=id.desc&limit=10000`);
  const data = live.data;
  if (!data) return;
  const counts = new Map();
  for (const r of rows) counts.set(dayKey(r.answered_at), (counts.get(dayKey(r.answered_at)) ?? 0) + 1);
  const today = new Date(new Date().setHours(12, 0, 0, 0));
  const start = new Date(today.getTime() - ((WEEKS - 1) * 7 + ((today.getDay() + 6) % 7)) * 86400000);
  const cells = [];
  for (let i = 0; ; i++) {
    const d = new Date(start.getFullYear(), start.getMonth(), start.getDate() + i, 12);
    if (d > today) break;
    const n = counts.get(dayKey(d)) ?? 0;
    cells.push(svg("rect", { x: Math.floor(i / 7) * 15, y: (i % 7) * 15, width: 12, height: 12, rx: 3, class: `heat h${n === 0 ? 0 : n < 3 ? 1 : n < 8 ? 2 : n < 16 ? 3 : 4}` }, svg("title", {}, `${d.toLocaleDateString("en", { day: "numeric", month: "short" })}: ${n}`)));
  }
  let streak = 0;
  for (let d = new Date(today); ; d = new Date(d.getFullYear(), d.getMonth(), d.getDate() - 1, 12)) {
    if (counts.has(dayKey(d))) streak++;
    else if (dayKey(d) !== dayKey(today)) break;
  }
  const reviews = mine(data);
  const groups = [["Not seen", data.cards.length - reviews.length], ["Learning", reviews.filter((r) => r.interval_days < 4).length], ["Young", reviews.filter((r) => r.interval_days >= 4 && r.interval_days < 21).length], ["Settled", reviews.filter((r) => r.interval_days >= 21).length]];
  const ahead = Array.from({ length: 14 }, (_, i) => {
    const end = new Date(today.getFullYear(), today.getMonth(), today.getDate() + i + 1).getTime();
    return reviews.filter((r) => Date.parse(r.due_at) < end && (i === 0 || Date.parse(r.due_at) >= end - 86400000)).length;
  });
  const most = Math.max(1, ...ahead);
  const kept = rows.length ? Math.round((rows.filter((r) => r.grade !== AGAIN).length / rows.length) * 100) : null;
  $("#progress").replaceChildren(
    el("div", { class: "tiles" }, [["Days in a row", streak], ["Answers", rows.length], ["Remembered", kept === null ? "–" : `${kept} %`]].map(([name, n]) => el("div", {}, el("b", {}, String(n)), el("span", {}, name)))),
    el("h2", {}, `The last ${WEEKS} weeks`), svg("svg", { viewBox: `0 0 ${WEEKS * 15 - 3} 102`, class: "heatmap", role: "img", "aria-label": `${rows.length} answers in ${WEEKS} weeks` }, cells),
    el("h2", {}, "The box"), el("div", { class: "stack", role: "img", "aria-label": groups.map(([name, n]) => `${name}: ${n}`).join(", ") }, groups.map(([, n], i) => n > 0 && el("i", { class: `s${i}`, style: `flex-grow: ${n}` }))),
    el("ul", { class: "legend" }, groups.map(([name, n], i) => el("li", {}, el("i", { class: `s${i}` }), `${name} ${n}`))),
    el("h2", {}, "The next two weeks"), svg("svg", { viewBox: "0 0 420 110", class: "ahead", role: "img", "aria-label": `Cards per day: ${ahead.join(", ")}` }, ahead.map((n, i) => {
      const h = (n / most) * 74;
      const d = new Date(today.getFullYear(), today.getMonth(), today.getDate() + i);
      return [svg("rect", { x: i * 30 + 4, y: 88 - Math.max(2, h), width: 22, height: Math.max(2, h), rx: 3, class: n ? "full" : "" }), n > 0 && svg("text", { x: i * 30 + 15, y: 82 - h }, String(n)), svg("text", { x: i * 30 + 15, y: 105, class: "day" }, d.toLocaleDateString("en", { weekday: "narrow" }))];
    })));
}

// ---- Everything -------------------------------------------------------------------------------

function paint(data) {
  $("#title").textContent = settings.title;
  $("#who").textContent = myName();
  for (const tab of document.querySelectorAll("[data-view]")) tab.setAttribute("aria-current", String(tab.dataset.view === view));
  for (const id of ["study", "cards", "progress"]) $(`#${id}`).hidden = id !== view;
  paintStudy(data);
  paintCards(data);
}

function show(name) {
  view = name;
  live.show();
  if (view === "progress") attempt(showProgress);
}
for (const tab of document.querySelectorAll("[data-view]")) tab.addEventListener("click", () => show(tab.dataset.view));

$("#card").addEventListener("click", turnCard);
$("#undo").addEventListener("click", undo);
$("#flip").addEventListener("click", () => {
  reversed = !reversed;
  localStorage.setItem("cards.reversed", reversed ? "yes" : "no");
  turned = false;
  live.show();
});
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || view !== "study" || document.querySelector("dialog[open]")) return;
  const plain = !e.target.closest("button") || e.target.id === "card" || e.target.closest("#grades");
  if ((e.key === " " || e.key === "Enter") && plain && !(e.key === "Enter" && e.target.closest(".grade"))) { e.preventDefault(); if (!e.repeat) turnCard(); }
  else if (/^[1-4]$/.test(e.key) && turned && !e.repeat) { e.preventDefault(); answer(Number(e.key)); }
  else if (e.key.toLowerCase() === "u") undo();
  else if (e.key.toLowerCase() === "e") {
    const card = live.data?.cards.find((c) => c.id === current);
    if (card) { e.preventDefault(); openCard(card); }
  }
});
$("#search").addEventListener("input", () => live.show());
$("#who").addEventListener("click", () => { $("#person input").value = me; $("#person .problem").textContent = ""; $("#person").showModal(); });
$("#person form").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = event.target.elements.name.value.trim();
  if (!name) { $("#person .problem").textContent = "Type a name."; return; }
  me = name;
  localStorage.setItem("cards.me", me);
  [current, turned, last, done] = [null, false, null, 0];
  $("#person").close();
  attempt(() => live.refresh()).then(() => { if (view === "progress") attempt(showProgress); });
});
$("#share").addEventListener("click", () => share(`Learn with me: ${settings.title}.`));
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.matches("[data-close]")) dialog.close(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applySettings([], settings));
live.refresh().catch(() => {});
