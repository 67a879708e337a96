// SPDX-License-Identifier: GPL-3.0-or-later
import { $, applySettings, attempt, el, insert, keyed, liveData, netLine, read, remove, safeUrl, share, toast, update, upsert } from "./lib.js";
import { floorPlan } from "./plan.js";

const STATES = { new: "To see", toured: "Toured", applied: "Applied", passed: "Passed on" };
const MOST = 4;
let settings = { title: "Our Next Home", owner: "", accent: "#ffb454", currency: "$", budget: "0" };
let filter = "all";
let sort = "stars";
let open = null; // id of the home in the drawer
let editing = null;
const chosen = new Set();
let me = localStorage.getItem("apartment.me") ?? "";

const money = (n) => settings.currency + Number(n).toLocaleString("en");
const rate = (home) => (home.sqft ? home.price / home.sqft : null);
const stars = (home) => (home.ratings.length ? home.ratings.reduce((sum, r) => sum + r.stars, 0) / home.ratings.length : 0);
const overBudget = (home) => Number(settings.budget) > 0 && home.price > Number(settings.budget);
const find = (id) => live.data?.homes.find((home) => home.id === id);

// ---- Data -------------------------------------------------------------------------------------

let turn = 0;
async function load() {
  const [homes, rows] = await Promise.all([
    read("listings?select=*,points(*),ratings(person,stars)&order=id.desc&points.order=id.asc&ratings.order=person.asc"),
    turn++ % 8 === 0 ? read("settings?select=key,value") : null,
  ]);
  if (rows) settings = applySettings(rows, settings);
  return { homes };
}
const live = liveData({ load, paint, offline: (problem) => {
  netLine($("#net"), problem, () => live.refresh().catch(() => {}));
  if (problem && !live.data) $("#list").replaceChildren();
} });

/** The name on stars and notes; asks for it the first time. */
function person() {
  if (me) return Promise.resolve(me);
  const dialog = $("#person");
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(me), { once: true }));
}

const rateHome = (id, value) => attempt(async () => {
  const name = await person();
  if (!name) return;
  await live.change((data) => {
    const home = data.homes.find((h) => h.id === id);
    if (home) home.ratings = [...home.ratings.filter((r) => r.person !== name), { person: name, stars: value }];
  }, () => upsert("ratings", "listing_id,person", { listing_id: id, person: name, stars: value }));
});

const addPoint = (id, kind, body) => attempt(async () => {
  const author = await person();
  if (!author) return false;
  await live.change((data) => {
    data.homes.find((h) => h.id === id)?.points.push({ id: `new-${kind}-${body}`, listing_id: id, kind, body, author });
  }, () => insert("points", { listing_id: id, kind, body, author }));
  return true;
});

const dropPoint = (point) => attempt(() => live.change((data) => {
  const home = data.homes.find((h) => h.id === point.listing_id);
  if (home) home.points = home.points.filter((p) => p.id !== point.id);
}, () => remove(`points?id=eq.${point.id}`)));

const setStatus = (id, status) => attempt(() => live.change((data) => {
  const home = data.homes.find((h) => h.id === id);
  if (home) home.status = status;
}, () => update(`listings?id=eq.${id}`, { status })));

// ---- Painting ---------------------------------------------------------------------------------

const orders = {
  stars: (a, b) => stars(b) - stars(a),
  price: (a, b) => a.price - b.price,
  sqft: (a, b) => (b.sqft ?? 0) - (a.sqft ?? 0),
  rate: (a, b) => (rate(a) ?? Infinity) - (rate(b) ?? Infinity),
  new: (a, b) => b.id - a.id,
};

function starRow(home, big) {
  const mine = home.ratings.find((r) => r.person === me)?.stars ?? 0;
  const all = Math.round(stars(home));
  const look = (n) => (n <= mine ? "star on" : !mine && n <= all ? "star others" : "star");
  return el("div", { class: big ? "stars big" : "stars", role: "group", "aria-label": `Your stars: ${mine || "none"}` },
    [1, 2, 3, 4, 5].map((n) => el("button", {
      type: "button", class: look(n), test: `star-${n}`, "aria-label": `${n} of 5 stars`, "aria-pressed": String(n === mine),
      onclick: () => rateHome(home.id, n),
    }, "★")));
}

function card(home) {
  const pros = home.points.filter((p) => p.kind === "pro").length;
  const average = stars(home);
  return el("li", { class: `home ${home.status}`, test: "home" },
    el("div", { class: "paper" }, floorPlan(home), el("span", { class: `stamp ${home.status}` }, STATES[home.status]),
      el("label", { class: "pick" }, el("input", { type: "checkbox", test: "pick", checked: chosen.has(home.id), "aria-label": `Compare ${home.name}`,
        onchange: (e) => choose(home.id, e.target) }), "Compare")),
    el("div", { class: "facts" },
      el("h2", {}, el("button", { type: "button", class: "plain", test: "open", onclick: () => openHome(home.id) }, home.name)),
      el("p", { class: "area" }, home.area || "No neighbourhood yet"),
      el("p", { class: "price" }, money(home.price), el("small", {}, " / month"), overBudget(home) && el("span", { class: "over" }, `+${money(home.price - settings.budget)}`)),
      el("p", { class: "specs" }, `${home.beds} bed`, el("i", {}), `${home.baths} bath`, el("i", {}), home.sqft ? `${home.sqft.toLocaleString("en")} ft²` : "size unknown",
        rate(home) !== null && [el("i", {}), `${settings.currency}${rate(home).toFixed(2)}/ft²`])),
    el("div", { class: "foot" }, starRow(home),
      el("span", { class: "avg", title: home.ratings.map((r) => `${r.person} ${r.stars}`).join(", ") }, average ? `${average.toFixed(1)} by ${home.ratings.length}` : "not rated"),
      el("span", { class: "tally" }, el("b", { class: "pro" }, `+${pros}`), el("b", { class: "con" }, `−${home.points.length - pros}`))));
}

function paint({ homes }) {
  $("#title").textContent = settings.title;
  $("#owner").textContent = settings.owner || "–";
  $("#count").textContent = String(homes.length);
  const prices = homes.map((h) => h.price).sort((a, b) => a - b);
  $("#median").textContent = prices.length ? money(prices[Math.floor(prices.length / 2)]) : "–";
  const best = homes.filter((h) => h.ratings.length).sort(orders.stars)[0];
  $("#best").textContent = best?.name ?? "–";
  $("#who").textContent = me ? `You: ${me}` : "Who are you?";

  const counts = { all: homes.length };
  for (const key of Object.keys(STATES)) counts[key] = homes.filter((h) => h.status === key).length;
  keyed($("#filters"), Object.entries({ all: "All", ...STATES }).map(([key, name]) => ({ key, name, n: counts[key], on: key === filter })), (f) => f.key,
    (f) => el("button", { type: "button", class: "tab", "aria-pressed": String(f.on), test: `filter-${f.key}`, onclick: () => { filter = f.key; live.show(); } }, f.name, el("span", {}, String(f.n))));

  for (const id of [...chosen]) if (!homes.some((h) => h.id === id)) chosen.delete(id);
  const shown = homes.filter((h) => filter === "all" || h.status === filter).sort((a, b) => orders[sort](a, b) || b.id - a.id);
  keyed($("#list"), shown, (h) => h.id, card, `${me}|${settings.currency}|${settings.budget}`);
  const empty = $("#empty");
  empty.hidden = shown.length > 0;
  if (!shown.length) empty.replaceChildren(homes.length ? "Nothing in this column." : "A clean sheet. Add the first home you have seen.");
  paintTray();
  if (open !== null && $("#detail").open) paintDetail();
}

// ---- Drawer -----------------------------------------------------------------------------------

function openHome(id) {
  open = id;
  const dialog = $("#detail");
  dialog.replaceChildren(el("div", { class: "drawer-head" }), el("div", { class: "drawer-body" }),
    ...["pro", "con"].map((kind) => el("section", { class: `points ${kind}` }, el("h3", {}, kind === "pro" ? "Speaks for it" : "Speaks against it"),
      el("ul", { test: `${kind}s` }),
      el("form", { test: `${kind}-form`, onsubmit: (e) => { e.preventDefault(); submitPoint(e.target, kind); } },
        el("input", { name: "body", maxlength: "200", required: true, "aria-label": kind === "pro" ? "Add a pro" : "Add a con", placeholder: kind === "pro" ? "Add a pro…" : "Add a con…", test: `${kind}-input`, autocomplete: "off" }),
        el("button", { type: "submit", class: "ghost", test: `${kind}-add`, "aria-label": "Add" }, "+")))));
  paintDetail();
  dialog.showModal();
}

async function submitPoint(form, kind) {
  const body = form.elements.body.value.trim();
  if (!body) return;
  form.elements.body.value = "";
  if (!(await attempt(() => addPoint(open, kind, body)))) form.elements.body.value ||= body;
}

function paintDetail() {
  const home = find(open);
  const dialog = $("#detail");
  if (!home) { dialog.close(); toast("Somebody has removed this home."); return; }
  const link = safeUrl(home.url);
  const { points, ...facts } = home;
  keyed($(".drawer-head", dialog), [facts], () => "head", () => el("div", {},
    el("div", { class: "paper" }, floorPlan(home)),
    el("div", { class: "title-row" }, el("h2", { id: "detail-title" }, home.name), el("button", { type: "button", class: "ghost", test: "edit", onclick: () => openForm(home) }, "Edit"),
      el("button", { type: "button", class: "ghost", test: "close", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    el("p", { class: "area" }, [home.area, `${money(home.price)} a month`, rate(home) !== null && `${settings.currency}${rate(home).toFixed(2)} per ft²`].filter(Boolean).join(" · ")),
    link && el("a", { class: "link", href: link, target: "_blank", rel: "noopener noreferrer" }, `Listing on ${new URL(link).hostname}`)), me);
  keyed($(".drawer-body", dialog), [facts], () => "body", () => el("div", { class: "panel" },
    el("label", {}, "Where we are", el("select", { test: "status", onchange: (e) => setStatus(home.id, e.target.value) },
      Object.entries(STATES).map(([key, name]) => el("option", { value: key, selected: key === home.status }, name)))),
    el("div", {}, el("p", { class: "label" }, "Your stars"), starRow(home, true)),
    el("ul", { class: "votes" }, home.ratings.map((r) => el("li", {}, el("span", {}, r.person), el("b", {}, "★".repeat(r.stars)))))), me);
  for (const kind of ["pro", "con"]) {
    keyed($(`.points.${kind} ul`, dialog), points.filter((p) => p.kind === kind), (p) => p.id, (p) => el("li", {}, el("span", {}, p.body), p.author && el("small", {}, p.author),
      el("button", { type: "button", "aria-label": `Remove “${p.body}”`, onclick: () => dropPoint(p) }, "✕")));
  }
}

// ---- Form -------------------------------------------------------------------------------------

function openForm(home) {
  const form = $("#form form");
  editing = home ?? null;
  form.reset();
  if (home) for (const name of ["name", "area", "price", "sqft", "beds", "baths", "url"]) form.elements[name].value = home[name] ?? "";
  $("#form-title").textContent = home ? "Change this home" : "Add a home";
  $("[data-test=f-delete]").hidden = !home;
  $("[data-test=f-problem]").textContent = "";
  $("#form").showModal();
  form.elements.name.focus();
}

function readForm(form) {
  const field = (name) => form.elements[name].value.trim();
  const whole = (name) => (field(name) === "" ? null : Number(field(name)));
  const home = { name: field("name"), area: field("area"), price: whole("price"), sqft: whole("sqft"), beds: whole("beds") ?? 0, baths: whole("baths") ?? 0, url: field("url") };
  const within = (n, low, high) => Number.isInteger(n) && n >= low && n <= high;
  if (!home.name) return ["name", "Give it an address or a name."];
  if (!within(home.price, 0, 10000000)) return ["price", "What is the rent? A whole number, please."];
  if (home.sqft !== null && !within(home.sqft, 1, 100000)) return ["sqft", "The size must be a whole number of square feet."];
  if (!within(home.beds, 0, 12) || !within(home.baths, 0, 12)) return ["beds", "Bedrooms and bathrooms go from 0 to 12."];
  if (home.url && !safeUrl(home.url)) return ["url", "The link must begin with http:// or https://"];
  return home;
}

async function saveForm(event) {
  event.preventDefault();
  const form = event.target;
  const home = readForm(form);
  if (Array.isArray(home)) {
    $("[data-test=f-problem]").textContent = home[1];
    form.elements[home[0]].focus();
    return;
  }
  if (home.url) home.url = safeUrl(home.url);
  $("#form").close();
  const target = editing;
  await attempt(() => (target
    ? live.change((data) => { Object.assign(data.homes.find((h) => h.id === target.id) ?? {}, home); }, () => update(`listings?id=eq.${target.id}`, home))
    : live.change((data) => { data.homes.unshift({ id: Number.MAX_SAFE_INTEGER, status: "new", points: [], ratings: [], ...home }); }, () => insert("listings", home))));
}

async function deleteHome() {
  const home = editing;
  if (!home || !confirm(`Remove “${home.name}” with its notes and stars?`)) return;
  $("#form").close();
  $("#detail").close();
  await attempt(() => live.change((data) => { data.homes = data.homes.filter((h) => h.id !== home.id); }, () => remove(`listings?id=eq.${home.id}`)));
}

// ---- Compare ----------------------------------------------------------------------------------

function choose(id, box) {
  if (box.checked && chosen.size >= MOST) { box.checked = false; toast(`At most ${MOST} homes side by side.`); return; }
  if (box.checked) chosen.add(id);
  else chosen.delete(id);
  paintTray();
}

function paintTray() {
  $("#tray").hidden = chosen.size === 0;
  $("#tray-text").textContent = chosen.size === 1 ? "1 home chosen. Pick another one." : `${chosen.size} homes chosen`;
  $("#tray-go").disabled = chosen.size < 2;
}

function compare() {
  const homes = [...chosen].map(find).filter(Boolean);
  const rows = [
    ["Rent", (h) => h.price, money, "low"], ["Size", (h) => h.sqft, (n) => `${n.toLocaleString("en")} ft²`, "high"], ["Per ft²", rate, (n) => settings.currency + n.toFixed(2), "low"],
    ["Bedrooms", (h) => h.beds, String, "high"], ["Bathrooms", (h) => h.baths, String, "high"], ["Stars", (h) => stars(h) || null, (n) => `${n.toFixed(1)} ★`, "high"],
  ];
  const dialog = $("#compare");
  const table = el("table", {},
    el("thead", {}, el("tr", {}, el("td", {}), homes.map((h) => el("th", { scope: "col" }, floorPlan(h), el("span", {}, h.name), el("small", {}, h.area))))),
    el("tbody", {}, rows.map(([label, value, show, best]) => {
      const values = homes.map(value);
      const known = values.filter((v) => v !== null);
      const top = best === "low" ? Math.min(...known) : Math.max(...known);
      const differ = new Set(known).size > 1;
      return el("tr", {}, el("th", { scope: "row" }, label), values.map((v) => el("td", { class: differ && v === top ? "best" : "" }, v === null ? "–" : show(v))));
    }), ["pro", "con"].map((kind) => el("tr", { class: "lists" }, el("th", { scope: "row" }, kind === "pro" ? "For" : "Against"),
      homes.map((h) => el("td", {}, el("ul", { class: kind }, h.points.filter((p) => p.kind === kind).map((p) => el("li", {}, p.body)))))))));
  dialog.replaceChildren(el("div", { class: "title-row" }, el("h2", { id: "compare-title" }, "Side by side"), el("button", { type: "button", class: "ghost", test: "compare-close", onclick: () => dialog.close() }, "Close")),
    el("div", { class: "scroll", tabindex: "0" }, table));
  dialog.showModal();
}

// ---- Start ------------------------------------------------------------------------------------

$("#add").addEventListener("click", () => openForm());
$("#share").addEventListener("click", () => share(`Help me choose: ${settings.title}, an apartment tracker.`));
$("#sort").addEventListener("change", (e) => { sort = e.target.value; live.show(); });
$("#who").addEventListener("click", () => { $("#person input").value = me; $("#person").showModal(); });
$("#person form").addEventListener("submit", (e) => {
  const name = e.target.elements.name.value.trim();
  if (!name) { e.preventDefault(); return; }
  me = name;
  localStorage.setItem("apartment.me", me);
  live.show();
});
$("#form form").addEventListener("submit", saveForm);
$("[data-test=f-cancel]").addEventListener("click", () => $("#form").close());
$("[data-test=f-delete]").addEventListener("click", deleteHome);
$("#tray-clear").addEventListener("click", () => {
  chosen.clear();
  for (const box of document.querySelectorAll("[data-test=pick]")) box.checked = false;
  paintTray();
});
$("#tray-go").addEventListener("click", compare);
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
$("#detail").addEventListener("close", () => { open = null; });
document.addEventListener("keydown", (e) => {
  if (e.key === "n" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest("input, select, textarea, dialog")) { e.preventDefault(); openForm(); }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applySettings([], settings));

$("#list").replaceChildren(...Array.from({ length: 6 }, () => el("li", { class: "home ghosted", "aria-hidden": "true" })));
live.refresh().catch(() => {});
