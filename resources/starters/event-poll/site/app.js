import { call, h, icon, initials, insert, live, personalise, read, reconcile, say, settings, share } from "./kit.js";

const $ = (id) => document.getElementById(id);
const answers = [["yes", "Yes", "M5 12.5l4.5 4.5L19 7.5"], ["maybe", "If need be", "M5 12c3-5 5 5 7 0s4-5 7 0"], ["no", "No", "M7 7l10 10M17 7L7 17"]];
const myId = () => Number(localStorage.getItem("voter")) || null;

const poll = live({
  async load() {
    const [set, slots, voters, votes] = await Promise.all([settings(), read("slots?select=id,starts_at&order=starts_at"),
      read("voters?select=id,name&order=id"), read("votes?select=slot_id,voter_id,answer&limit=5000")]);
    return { set, slots, voters, votes };
  },
  show,
  failed(error) { $("state").textContent = `${error.message} Trying again…`; },
});

const time = (slot) => new Date(slot.starts_at.replace(" ", "T"));
const part = (slot, options) => time(slot).toLocaleString("en", options);
const clock = (slot) => part(slot, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const longName = (slot) => `${part(slot, { weekday: "long", day: "numeric", month: "long" })}, ${clock(slot)}`;
const score = (s, slot) => s.votes.filter((v) => v.slot_id === slot.id).reduce((n, v) => n + (v.answer === "yes" ? 1 : v.answer === "maybe" ? 0.4 : 0), 0);

function show(s) {
  const { set, slots, voters, votes } = s;
  personalise(set);
  $("title").textContent = set.title ?? "Event Poll";
  $("by").textContent = `${set.owner ?? "Somebody"} asks`;
  $("place").textContent = set.place ?? "";
  const me = voters.find((v) => v.id === myId());
  $("me").hidden = Boolean(me);
  $("hello").hidden = !me;
  if (me) $("hello").querySelector("span").textContent = `Voting as ${me.name}.`;

  const best = slots.reduce((b, slot) => (score(s, slot) > (b ? score(s, b) : 0) ? slot : b), null);
  $("best").hidden = !best;
  if (best) {
    $("best-when").textContent = longName(best);
    const can = votes.filter((v) => v.slot_id === best.id && v.answer === "yes").length;
    $("best-who").textContent = `${can} of ${voters.length} can make it`;
  }
  $("state").hidden = slots.length > 0;
  $("state").textContent = "No times yet. Suggest the first one below.";
  reconcile($("slots"), slots, makeSlot, (element, slot) => fillSlot(element, slot, s, slot === best));
  drawTable(s, best);
}

function makeSlot(slot) {
  return h("li.slot", { "data-test": "slot" },
    h("div.day", { "aria-hidden": "true" }, h("span.weekday"), h("strong"), h("span.month")),
    h("div.body", {}, h("div.line", {}, h("span.clock"), h("span.tally", { "data-test": "tally" })), h("div.faces")),
    h("div.votes", { role: "group" }, ...answers.map(([id, label, path]) => h(`button.${id}`, { type: "button", "data-test": `vote-${id}`, onclick: () => vote(slot.id, id) }, icon(path, 18), h("span", {}, label)))),
    h("span.meter", { "aria-hidden": "true" }));
}

function fillSlot(element, slot, s, isBest) {
  element.querySelector(".weekday").textContent = part(slot, { weekday: "short" });
  element.querySelector(".day strong").textContent = part(slot, { day: "numeric" });
  element.querySelector(".month").textContent = part(slot, { month: "short" });
  element.querySelector(".clock").textContent = clock(slot);
  const here = s.votes.filter((v) => v.slot_id === slot.id);
  const yes = here.filter((v) => v.answer === "yes").length;
  const maybe = here.filter((v) => v.answer === "maybe").length;
  element.querySelector(".tally").textContent = `${yes} yes${maybe ? `, ${maybe} if need be` : ""}`;
  element.classList.toggle("is-best", isBest);
  element.style.setProperty("--part", s.voters.length ? score(s, slot) / s.voters.length : 0);
  const coming = here.filter((v) => v.answer !== "no").map((v) => ({ id: `${v.voter_id}-${v.answer}`, answer: v.answer, name: s.voters.find((p) => p.id === v.voter_id)?.name ?? "?" }));
  coming.sort((a, b) => b.answer.localeCompare(a.answer));
  reconcile(element.querySelector(".faces"), coming, (c) => h(`span.face.${c.answer}`, { title: c.answer === "maybe" ? `${c.name}, if need be` : c.name, "data-test": `face-${c.answer}` }, initials(c.name)));
  const mine = here.find((v) => v.voter_id === myId())?.answer;
  const group = element.querySelector(".votes");
  group.setAttribute("aria-label", longName(slot));
  for (const [id] of answers) group.querySelector(`.${id}`).setAttribute("aria-pressed", String(mine === id));
}

function drawTable({ slots, voters, votes }, best) {
  const label = { yes: "yes", maybe: "if need be", no: "no" };
  const head = h("tr", {}, h("td"), ...slots.map((slot) => h(`th${slot === best ? ".is-best" : ""}`, { scope: "col" }, h("span", {}, part(slot, { weekday: "short" })), h("b", {}, part(slot, { day: "numeric" })))));
  const rows = voters.map((p) => h(`tr${p.id === myId() ? ".is-me" : ""}`, { "data-test": "voter" }, h("th", { scope: "row" }, p.name), ...slots.map((slot) => {
    const answer = votes.find((v) => v.slot_id === slot.id && v.voter_id === p.id)?.answer;
    return h(`td${slot === best ? ".is-best" : ""}`, {}, h(`i.${answer ?? "none"}`, { role: "img", "aria-label": label[answer] ?? "no answer yet" }));
  })));
  $("table").replaceChildren(h("thead", {}, head), h("tbody", {}, ...rows));
}

function vote(slotId, answer) {
  const voter_id = myId();
  if (!poll.state.voters.some((v) => v.id === voter_id)) {
    say("First your name, then your vote.");
    return $("name").focus();
  }
  const row = { slot_id: slotId, voter_id, answer };
  poll.act((s) => { s.votes = [...s.votes.filter((v) => v.slot_id !== slotId || v.voter_id !== voter_id), row]; },
    () => call("POST", "/rest/v1/votes?on_conflict=slot_id,voter_id", row, "resolution=merge-duplicates,return=minimal").then(() => true));
}

$("me").addEventListener("submit", async (e) => {
  e.preventDefault();
  const name = $("name").value.trim();
  if (!name || !poll.state) return $("name").focus();
  const known = poll.state.voters.find((v) => v.name.toLowerCase() === name.toLowerCase());
  try {
    const voter = known ?? await insert("voters", { name });
    localStorage.setItem("voter", String(voter.id));
    if (!known) poll.state.voters.push(voter);
    $("name").value = "";
    show(poll.state);
    poll.refresh();
  } catch (error) { say(error.message, true); }
});
$("not-me").addEventListener("click", () => { localStorage.removeItem("voter"); show(poll.state); $("name").focus(); });
$("suggest").addEventListener("submit", (e) => {
  e.preventDefault();
  const when = $("when").value;
  if (!when || !poll.state) return $("when").focus();
  if (poll.state.slots.some((s) => s.starts_at.slice(0, 16) === when)) return say("That time is already there.", true);
  $("when").value = "";
  const starts_at = `${when}:00`;
  poll.act((s) => { s.slots.push({ id: `new-${when}`, starts_at }); s.slots.sort((a, b) => a.starts_at.localeCompare(b.starts_at)); }, () => insert("slots", { starts_at }));
});
$("share").addEventListener("click", () => share(`${$("title").textContent}: when suits you?`));
