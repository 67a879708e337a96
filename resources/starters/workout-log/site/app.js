// SPDX-License-Identifier: GPL-3.0-or-later
import { $, applySettings, attempt, el, insert, keyed, liveData, netLine, read, remove, share, toast, update } from "./lib.js";
import { drawBars, drawChart, drawRing, time } from "./chart.js";

const SPANS = { "8 weeks": 56, "6 months": 183, All: Infinity };
const AREAS = { legs: "Legs", push: "Push", pull: "Pull", core: "Core", full: "Whole body" };
let settings = { title: "Lift Log", owner: "Dana", accent: "#c8f135", unit: "kg", goal: "3" };
let chosen = Number(localStorage.getItem("lift.exercise")) || null;
let metric = "max";
let span = "8 weeks";
let editing = null;
let drawn = "";
let me = localStorage.getItem("lift.me") ?? "";

const myName = () => me || settings.owner;
const today = () => { const d = new Date(); return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`; };
const figure = (n) => Number(n.toFixed(2)).toLocaleString("en");
const big = (n) => (n >= 10000 ? `${(n / 1000).toFixed(1)}k` : figure(Math.round(n)));
/** Epley's estimate of what could be lifted once. */
const oneRep = (set) => (set.reps === 1 ? set.weight : set.weight * (1 + set.reps / 30));

const measures = {
  max: { name: "Est. 1RM", of: (sets) => Math.max(...sets.map(oneRep)) },
  top: { name: "Top weight", of: (sets) => Math.max(...sets.map((s) => s.weight)) },
  volume: { name: "Volume", of: (sets) => sets.reduce((sum, s) => sum + s.weight * s.reps, 0) },
};
const ownBody = {
  max: { name: "Best set", of: (sets) => Math.max(...sets.map((s) => s.reps)) },
  volume: { name: "Total reps", of: (sets) => sets.reduce((sum, s) => sum + s.reps, 0) },
};
const kinds = (exercise) => (exercise?.bodyweight ? ownBody : measures);

// ---- Data -------------------------------------------------------------------------------------

let turn = 0;
async function load() {
  const [exercises, sets, rows] = await Promise.all([
    read("exercises?select=id,name,area,bodyweight&order=id.asc"),
    read("sets?select=id,exercise_id,athlete,day,weight,reps,note&order=day.desc,id.desc&limit=5000"),
    turn++ % 8 === 0 ? read("settings?select=key,value") : null,
  ]);
  if (rows) settings = applySettings(rows, settings);
  return { exercises, sets };
}
const live = liveData({ load, paint, offline: (problem) => netLine($("#net"), problem, () => live.refresh().catch(() => {})) });

// ---- Painting ---------------------------------------------------------------------------------

function byDay(sets) {
  const days = new Map();
  for (const set of sets) days.set(set.day, [...(days.get(set.day) ?? []), set]);
  return [...days].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** One point a day, with the days marked that beat everything before. */
function progress(sets, exercise) {
  const { of } = kinds(exercise)[metric] ?? kinds(exercise).max;
  let record = 0;
  return byDay(sets).map(([day, list]) => {
    const value = Math.round(of(list) * 10) / 10;
    const best = value > record;
    record = Math.max(record, value);
    const top = list.reduce((a, b) => (oneRep(b) + b.reps / 1000 > oneRep(a) + a.reps / 1000 ? b : a));
    return { day, value, best, text: exercise.bodyweight ? list.map((s) => s.reps).join(" + ") : `${figure(top.weight)} × ${top.reps}` };
  });
}

const weekOf = (t) => Math.floor((t / 86400000 + 3) / 7); // weeks begin on Monday

function paintWeek({ sets }) {
  const mine = sets.filter((s) => s.athlete === myName());
  const now = weekOf(time(today()));
  const recent = mine.filter((s) => weekOf(time(s.day)) === now);
  drawRing($("#ring"), new Set(recent.map((s) => s.day)).size, Number(settings.goal));
  const weeks = Array.from({ length: 12 }, (_, i) => mine.filter((s) => weekOf(time(s.day)) === now - 11 + i).reduce((sum, s) => sum + s.weight * s.reps, 0));
  drawBars($("#bars"), weeks, settings.unit);
  const trained = new Set(mine.map((s) => weekOf(time(s.day))));
  let streak = 0;
  for (let w = trained.has(now) ? now : now - 1; trained.has(w); w--) streak++;
  const stats = [["Sets this week", String(recent.length)], ["Volume", `${big(weeks[11])} ${settings.unit}`], ["Weeks in a row", String(streak)]];
  keyed($("#stats"), stats, ([name]) => name, ([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
}

function paintChart(exercise, sets) {
  const since = SPANS[span] === Infinity ? "" : new Date(Date.now() - SPANS[span] * 86400000).toISOString().slice(0, 10);
  const names = [...new Set(sets.map((s) => s.athlete))].sort((a, b) => (b === myName()) - (a === myName()) || a.localeCompare(b));
  const lines = names.slice(0, 5).map((name, i) => ({ name, mine: name === myName(), shade: i % 4, points: progress(sets.filter((s) => s.athlete === name), exercise).filter((p) => p.day >= since) }));
  const kind = kinds(exercise)[metric] ?? kinds(exercise).max;
  const what = { lines, unit: exercise.bodyweight ? "reps" : settings.unit, label: `${exercise.name}, ${kind.name}` };
  const print = JSON.stringify(what) + $("#chart").clientWidth;
  if (print === drawn) return; // leaves the cursor where it is
  drawn = print;
  drawChart($("#chart"), what);
}

function setChip(set, exercise) {
  return el("button", { type: "button", class: set.athlete === myName() ? "set mine" : "set", test: "set", onclick: () => openSet(set), "aria-label": `Change: ${set.weight} ${settings.unit}, ${set.reps} reps, ${set.athlete}` },
    el("b", {}, exercise.bodyweight ? `${set.reps}` : figure(set.weight)), el("span", {}, exercise.bodyweight ? "reps" : `× ${set.reps}`), set.athlete !== myName() && el("em", {}, set.athlete), set.note && el("small", {}, set.note));
}

function paint(data) {
  const { exercises, sets } = data;
  $("#title").textContent = settings.title;
  $("#who").textContent = myName();
  for (const unit of document.querySelectorAll(".unit")) unit.textContent = settings.unit;
  paintWeek(data);
  if (!exercises.some((e) => e.id === chosen)) select(exercises[0]?.id ?? null, data);
  const exercise = exercises.find((e) => e.id === chosen);

  keyed($("#exercises"), exercises.map((e) => {
    const own = sets.filter((s) => s.exercise_id === e.id && s.athlete === myName());
    const best = own.length ? Math.max(...own.map((s) => (e.bodyweight ? s.reps : s.weight))) : null;
    return { ...e, on: e.id === chosen, best, spark: byDay(own).slice(-8).map(([, list]) => kinds(e).max.of(list)) };
  }), (e) => e.id, (e) => el("li", {}, el("button", { type: "button", "aria-pressed": String(e.on), test: "exercise-item", onclick: () => { select(e.id, live.data); live.show(); } },
    el("span", { class: "label" }, el("b", {}, e.name), el("small", {}, AREAS[e.area])), el("span", { class: "best" }, e.best === null ? "–" : figure(e.best), el("small", {}, e.bodyweight ? "reps" : settings.unit)))), settings.unit + myName());

  for (const part of ["#log", "#chart", ".head", ".switches"]) $(part).hidden = !exercise;
  $("#empty").hidden = Boolean(exercise);
  $("#empty").textContent = "An empty rack. Add the first exercise.";
  if (!exercise) { $("#days").replaceChildren(); return; }

  const here = sets.filter((s) => s.exercise_id === exercise.id);
  const own = here.filter((s) => s.athlete === myName());
  $("#name").textContent = exercise.name;
  const top = own.reduce((a, b) => (!a || b.weight > a.weight || (b.weight === a.weight && b.reps > a.reps) ? b : a), null);
  $("#record").textContent = top ? `Record ${exercise.bodyweight ? `${Math.max(...own.map((s) => s.reps))} reps` : `${figure(top.weight)} ${settings.unit} × ${top.reps}`} · ${own.length} ${own.length === 1 ? "set" : "sets"} by ${myName()}` : `No sets by ${myName()} yet`;
  const choices = kinds(exercise);
  if (!choices[metric]) metric = "max";
  const buttons = (box, items) => keyed(box, items, (i) => i.key, (i) => el("button", { type: "button", "aria-pressed": String(i.on), test: `show-${i.key}`, onclick: i.pick }, i.name));
  buttons($("#metrics"), Object.entries(choices).map(([key, m]) => ({ key, name: m.name, on: key === metric, pick: () => { metric = key; live.show(); } })));
  buttons($("#spans"), Object.keys(SPANS).map((key) => ({ key, name: key, on: key === span, pick: () => { span = key; live.show(); } })));
  $(".step").hidden = exercise.bodyweight;
  paintChart(exercise, here);
  const label = (day) => (day === today() ? "Today" : new Date(time(day)).toLocaleDateString("en", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }));
  keyed($("#days"), byDay(here).reverse().slice(0, 40), ([day]) => day, ([day, list]) => el("section", { class: "day" }, el("h3", {}, label(day)), el("div", {}, list.slice().reverse().map((s) => setChip(s, exercise)))), `${exercise.id}${exercise.bodyweight}${settings.unit}${myName()}`);
}

/** Chooses an exercise and fills in what was lifted last. */
function select(id, data) {
  chosen = id;
  localStorage.setItem("lift.exercise", String(id ?? ""));
  const last = data?.sets.find((s) => s.exercise_id === id && s.athlete === myName());
  $("#weight").value = last ? last.weight : 20;
  $("#reps").value = last ? last.reps : 5;
  $("#note").value = "";
  $("[data-test=problem]").textContent = "";
}

// ---- Logging ----------------------------------------------------------------------------------

function readSet(form) {
  const weight = form.elements.weight.value === "" ? 0 : Number(form.elements.weight.value);
  const reps = Number(form.elements.reps.value);
  if (!(weight >= 0 && weight <= 2000)) return "The weight lies between 0 and 2000.";
  if (!(Number.isInteger(reps) && reps >= 1 && reps <= 500)) return "Reps are a whole number from 1 to 500.";
  return { weight: Math.round(weight * 100) / 100, reps, note: form.elements.note.value.trim() };
}

$("#log").addEventListener("submit", async (event) => {
  event.preventDefault();
  const set = readSet(event.target);
  $("[data-test=problem]").textContent = typeof set === "string" ? set : "";
  if (typeof set === "string") return;
  const exercise = live.data?.exercises.find((e) => e.id === chosen);
  if (!exercise) return;
  if (exercise.bodyweight) set.weight = 0;
  const row = { exercise_id: exercise.id, athlete: myName(), day: today(), ...set };
  const before = live.data.sets.filter((s) => s.exercise_id === exercise.id && s.athlete === row.athlete);
  const value = (s) => (exercise.bodyweight ? s.reps : oneRep(s));
  const record = before.length > 0 && value(row) > Math.max(...before.map(value));
  const saved = await attempt(() => live.change((data) => { data.sets.unshift({ id: "sending", ...row }); }, () => insert("sets", row)));
  if (!saved) return;
  if ($("#note").value.trim() === set.note) $("#note").value = "";
  toast(record ? "A new record. Well done." : "Logged.");
});
for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const field = $(`#${button.dataset.step}`);
    const value = (Number(field.value) || 0) + Number(button.dataset.by);
    field.value = Math.min(Number(field.max), Math.max(Number(field.min), value));
  });
}

function openSet(set) {
  if (typeof set.id !== "number") return;
  editing = set.id;
  const form = $("#edit form");
  for (const name of ["weight", "reps", "day", "note"]) form.elements[name].value = set[name];
  $("#edit .problem").textContent = "";
  $("#edit").showModal();
}
$("#edit form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const set = readSet(event.target);
  const day = event.target.elements.day.value;
  const problem = typeof set === "string" ? set : /^(20|21)\d\d-/.test(day) ? "" : "Which day was it?";
  $("#edit .problem").textContent = problem;
  if (problem) return;
  const id = editing;
  $("#edit").close();
  await attempt(() => live.change((data) => { Object.assign(data.sets.find((s) => s.id === id) ?? {}, set, { day }); }, () => update(`sets?id=eq.${id}`, { ...set, day })));
});
$("[data-test=e-delete]").addEventListener("click", () => {
  const id = editing;
  $("#edit").close();
  attempt(() => live.change((data) => { data.sets = data.sets.filter((s) => s.id !== id); }, () => remove(`sets?id=eq.${id}`)));
});

// ---- Exercises and people ---------------------------------------------------------------------

function openExercise(exercise) {
  const form = $("#exercise form");
  editing = exercise?.id ?? null;
  form.reset();
  if (exercise) [form.elements.name.value, form.elements.area.value, form.elements.bodyweight.checked] = [exercise.name, exercise.area, exercise.bodyweight];
  $("#exercise-title").textContent = exercise ? "Change the exercise" : "New exercise";
  $("[data-test=x-delete]").hidden = !exercise;
  $("#exercise .problem").textContent = "";
  $("#exercise").showModal();
  form.elements.name.focus();
}
$("#exercise form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, area, bodyweight } = event.target.elements;
  const row = { name: name.value.trim(), area: area.value, bodyweight: bodyweight.checked };
  const id = editing;
  const twin = live.data?.exercises.some((e) => e.id !== id && e.name.trim().toLowerCase() === row.name.toLowerCase());
  $("#exercise .problem").textContent = !row.name ? "Give it a name." : twin ? "There is already an exercise of that name." : "";
  if (!row.name || twin) return;
  $("#exercise").close();
  if (id !== null) {
    await attempt(() => live.change((data) => { Object.assign(data.exercises.find((e) => e.id === id) ?? {}, row); }, () => update(`exercises?id=eq.${id}`, row)));
    return;
  }
  const saved = await attempt(() => live.change((data) => { data.exercises.push({ id: -1, ...row }); }, () => insert("exercises", row)));
  if (saved) { select(saved.id, live.data); live.show(); }
});
$("[data-test=x-delete]").addEventListener("click", () => {
  const id = editing;
  if (!confirm("Delete this exercise with everybody's sets?")) return;
  $("#exercise").close();
  attempt(() => live.change((data) => { data.exercises = data.exercises.filter((e) => e.id !== id); data.sets = data.sets.filter((s) => s.exercise_id !== id); }, () => remove(`exercises?id=eq.${id}`)));
});

function become(name) {
  me = name;
  localStorage.setItem("lift.me", me);
  $("#person").close();
  select(chosen, live.data);
  live.show();
}
$("#who").addEventListener("click", () => {
  const names = [...new Set([settings.owner, ...(live.data?.sets ?? []).map((s) => s.athlete)])].slice(0, 12);
  $("#people").replaceChildren(...names.map((name) => el("button", { type: "button", class: "flat", "aria-pressed": String(name === myName()), onclick: () => become(name) }, name)));
  $("#person input").value = "";
  $("#person .problem").textContent = "";
  $("#person").showModal();
});
$("#person form").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = event.target.elements.name.value.trim();
  if (name) become(name);
  else $("#person .problem").textContent = "Pick a name or type one.";
});

// ---- Start ------------------------------------------------------------------------------------

$("#new").addEventListener("click", () => openExercise());
$("#change").addEventListener("click", () => openExercise(live.data?.exercises.find((e) => e.id === chosen)));
$("#share").addEventListener("click", () => share(`Train with me: ${settings.title}.`));
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.matches("[data-close]")) dialog.close(); });
// In the next frame: measuring again at once would be a loop of its own for the browser.
new ResizeObserver(() => requestAnimationFrame(live.show)).observe($("#chart"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applySettings([], settings));
$("#exercises").replaceChildren(...Array.from({ length: 4 }, () => el("li", { class: "ghosted", "aria-hidden": "true" })));
live.refresh().catch(() => {});
