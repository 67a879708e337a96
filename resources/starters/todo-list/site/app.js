import { change, h, icon, initials, insert, live, personalise, read, reconcile, remove, say, settings, share } from "./kit.js";

const $ = (id) => document.getElementById(id);
const icons = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: ["M12 5v14", "M5 12h14"],
  trash: ["M4 7h16", "M9 7V4h6v3", "M6.5 7l1 13h9l1-13"],
};
const me = { get: () => localStorage.getItem("who"), set: (v) => localStorage.setItem("who", v) };
let names = { owner: "Me", partner: "You" };
let shown = "all";   // all | owner | partner
let forWhom = null;  // of the next item

const nameOf = (who) => (who ? names[who] : "Anyone");
const next = { null: "owner", owner: "partner", partner: null };

function avatar(who, size = "") {
  return h(`span.avatar.${who ?? "anyone"}${size ? `.${size}` : ""}`, { "aria-hidden": "true" }, who ? initials(nameOf(who)) : "·");
}

const list = live({
  async load() {
    const [set, items] = await Promise.all([settings(), read("items?select=id,title,done,assignee,created_at,done_at&order=created_at.desc,id.desc&limit=500")]);
    return { set, items };
  },
  show,
  failed(error) { $("state").hidden = false; $("state").textContent = `${error.message} Trying again…`; },
});

function show({ set, items }) {
  personalise({ title: set.title, accent: set.accent });
  $("title").textContent = set.title ?? "Shared Todo List";
  names = { owner: set.owner || "Me", partner: set.partner || "You" };
  $("date").textContent = new Date().toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });

  const open = items.filter((i) => !i.done);
  const done = items.filter((i) => i.done).sort((a, b) => (b.done_at ?? "").localeCompare(a.done_at ?? ""));
  const share = items.length ? Math.round((done.length / items.length) * 100) : 0;
  $("ring").style.setProperty("--share", share);
  $("ring").setAttribute("aria-label", `${done.length} of ${items.length} done`);
  $("left").textContent = open.length;
  $("left-word").textContent = open.length ? "to do" : "all done";

  reconcile($("people"), ["owner", "partner"].map((who) => ({ id: who })), ({ id }) => person(id), (element, { id }) => {
    const mine = open.filter((i) => i.assignee === id).length;
    element.querySelector(".avatar").textContent = initials(names[id]);
    element.querySelector("strong").textContent = names[id] + (me.get() === id ? " (you)" : "");
    element.querySelector("small").textContent = mine ? `${mine} open` : "nothing open";
    element.setAttribute("aria-pressed", String(me.get() === id));
  });
  drawTabs(open);
  drawWhom();

  const wanted = (i) => shown === "all" || i.assignee === shown || i.assignee === null;
  const visible = open.filter(wanted);
  reconcile($("open"), visible, row, fill);
  reconcile($("done"), done.filter(wanted), row, fill);
  $("finished").hidden = !done.length;
  $("fold").textContent = `Done · ${done.filter(wanted).length}`;
  $("state").hidden = visible.length > 0;
  $("state").textContent = items.length === 0 ? "A clean slate. Add the first thing above." : "Nothing left here. Put the kettle on.";
}

function person(who) {
  return h("button.person", { type: "button", title: "This is me", onclick() { me.set(who); forWhom = forWhom ?? null; say(`You are ${nameOf(who)} on this device.`); show(list.state); } },
    avatar(who, "big"), h("span", {}, h("strong"), h("small")));
}

function drawTabs(open) {
  const tabs = [["all", "Everything"], ["owner", names.owner], ["partner", names.partner]];
  reconcile($("tabs"), tabs.map(([id]) => ({ id })), ({ id }) => h("button", { type: "button", "data-test": `show-${id}`, onclick() { shown = id; show(list.state); } }), (element, { id }) => {
    const count = open.filter((i) => id === "all" || i.assignee === id || i.assignee === null).length;
    element.textContent = `${tabs.find(([t]) => t === id)[1]} ${count}`;
    element.setAttribute("aria-pressed", String(shown === id));
  });
}

function drawWhom() {
  const choices = [null, "owner", "partner"].map((who) => ({ id: who ?? "anyone", who }));
  reconcile($("whom"), choices, ({ id, who }) => h("button", { type: "button", role: "radio", "data-test": `for-${id}`, onclick() { forWhom = who; drawWhom(); $("new-title").focus(); } }, avatar(who)), (element, { who }) => {
    element.querySelector(".avatar").textContent = who ? initials(nameOf(who)) : "·";
    element.setAttribute("aria-checked", String(forWhom === who));
    element.setAttribute("aria-label", nameOf(who));
    element.title = nameOf(who);
  });
}

function row(item) {
  const title = h("input.title", { value: item.title, maxLength: 200, "data-test": "title", "aria-label": "Title" });
  title.addEventListener("keydown", (e) => {
    if (e.key === "Enter") title.blur();
    if (e.key === "Escape") { title.value = current(item.id)?.title ?? title.value; title.blur(); }
  });
  title.addEventListener("change", () => rename(item.id, title.value));
  return h("li.item", { "data-test": "item" },
    h("button.tick", { type: "button", role: "checkbox", "data-test": "tick", onclick: () => tick(item.id) }, icon(icons.check, 16)),
    title,
    h("button.who", { type: "button", "data-test": "who", onclick: () => hand(item.id) }, avatar(item.assignee)),
    h("button.bin", { type: "button", "data-test": "remove", "aria-label": "Remove", title: "Remove", onclick: () => drop(item.id) }, icon(icons.trash, 17)));
}

function fill(element, item) {
  element.classList.toggle("is-done", item.done);
  const title = element.querySelector(".title");
  if (document.activeElement !== title) title.value = item.title;
  const tickBox = element.querySelector(".tick");
  tickBox.setAttribute("aria-checked", String(item.done));
  tickBox.setAttribute("aria-label", item.done ? `Not done after all: ${item.title}` : `Done: ${item.title}`);
  const who = element.querySelector(".who");
  who.setAttribute("aria-label", `For ${nameOf(item.assignee)}. Change`);
  who.title = `For ${nameOf(item.assignee).replace("Anyone", "anyone")}`;
  who.replaceChildren(avatar(item.assignee));
}

const current = (id) => list.state?.items.find((i) => i.id === id);
const modify = (id, values) => list.act((s) => Object.assign(s.items.find((i) => i.id === id), values), () => change("items", `id=eq.${id}`, values));

function tick(id) {
  const done = !current(id).done;
  modify(id, { done, done_at: done ? new Date().toISOString() : null });
}
function hand(id) { modify(id, { assignee: next[current(id).assignee] }); }
function rename(id, typed) {
  const title = typed.trim();
  if (title && title !== current(id)?.title) modify(id, { title });
  else show(list.state);
}
function drop(id) {
  list.act((s) => { s.items = s.items.filter((i) => i.id !== id); }, () => remove("items", `id=eq.${id}`));
}

$("add").addEventListener("submit", (e) => {
  e.preventDefault();
  const title = $("new-title").value.trim();
  if (!title || !list.state) return $("new-title").focus();
  const draft = { id: `new-${Date.now()}`, title, done: false, assignee: forWhom, created_at: new Date().toISOString(), done_at: null };
  $("new-title").value = "";
  list.act((s) => s.items.unshift(draft), () => insert("items", { title, assignee: forWhom })).then((made) => {
    if (!made && !$("new-title").value) $("new-title").value = title; // not saved: nothing typed is lost
  });
});
$("fold").addEventListener("click", () => {
  const folded = $("done").toggleAttribute("hidden");
  $("fold").setAttribute("aria-expanded", String(!folded));
});
$("share").addEventListener("click", () => share($("title").textContent));
document.querySelector(".add .primary").append(icon(icons.plus, 22));
