import { call, h, initials, live, personalise, read, reconcile, run, say, settings, share } from "./kit.js";

const $ = (id) => document.getElementById(id);
// Who is looking: the token this device got when it joined, and what it voted for.
const mine = {
  get: () => { try { return JSON.parse(localStorage.getItem("mine")) ?? {}; } catch { return {}; } },
  set: (v) => localStorage.setItem("mine", JSON.stringify(v)),
};

const page = live({
  async load() {
    const [set, choices, stats] = await Promise.all([settings(), read("choices?select=id,label,blurb&order=id"), call("GET", "/functions/v1/stats")]);
    return { set, choices, stats };
  },
  show,
  failed(error) { $("fine").textContent = `${error.message} Trying again…`; },
  every: 3000,
});

function show({ set, choices, stats }) {
  personalise(set);
  document.title = `${set.title}: ${set.tagline}`;
  $("name").textContent = set.title;
  $("tagline").textContent = set.tagline;
  $("pitch").textContent = set.pitch;
  $("owner").textContent = set.owner;
  $("face").textContent = initials(set.owner ?? "");
  $("foot").textContent = `© ${new Date().getFullYear()} ${set.title}. Made by ${set.owner}.`;
  countTo(stats.count);
  const { token, choice } = mine.get();
  $("join").hidden = Boolean(token);
  $("joined").hidden = !token;
  $("hint").textContent = token ? "One vote each. You can change your mind." : "Join, and you get a vote. This is how it stands.";
  const highest = Math.max(1, ...Object.values(stats.votes));
  reconcile($("choices"), choices, makeChoice, (element, c) => {
    const votes = stats.votes[c.id] ?? 0;
    element.style.setProperty("--share", votes / highest);
    element.querySelector(".votes").textContent = votes;
    element.setAttribute("aria-pressed", String(choice === c.id));
    element.setAttribute("aria-label", `${c.label}, ${votes} votes`);
  });
}

function makeChoice({ id, label, blurb }) {
  return h("button.choice", { type: "button", "data-test": "choice", onclick: () => vote(id) },
    h("span.bar", { "aria-hidden": "true" }), h("strong", {}, label), h("span.blurb", {}, blurb), h("span.votes", { "data-test": "votes" }));
}

let counting = 0;
function countTo(target) {
  const box = $("count");
  const from = Number(box.dataset.value ?? target);
  box.dataset.value = target;
  if (from === target || matchMedia("(prefers-reduced-motion: reduce)").matches) { box.textContent = target.toLocaleString("en"); return; }
  cancelAnimationFrame(counting);
  const begun = performance.now();
  (function step(now) {
    const part = Math.min(1, (now - begun) / 600);
    box.textContent = Math.round(from + (target - from) * part).toLocaleString("en");
    if (part < 1) counting = requestAnimationFrame(step);
  })(begun);
}

function vote(id) {
  const { token, choice } = mine.get();
  if (!token) { $("email").focus(); $("fine").textContent = "First your address, then your vote."; return; }
  if (choice === id) return;
  const kept = mine.get();
  mine.set({ token, choice: id });
  page.act(({ stats }) => {
    if (choice) stats.votes[choice] = Math.max(0, (stats.votes[choice] ?? 1) - 1);
    stats.votes[id] = (stats.votes[id] ?? 0) + 1;
  }, () => run("join", { token, choice_id: id })).then((done) => {
    if (done) return;
    mine.set(kept);
    show(page.state);
  });
}

$("join").addEventListener("submit", async (e) => {
  e.preventDefault();
  const email = $("email").value.trim();
  if (!email || !$("email").checkValidity()) { $("fine").textContent = "That does not look like an e-mail address."; $("email").focus(); return; }
  const button = e.target.querySelector("button");
  button.disabled = true;
  $("fine").textContent = "";
  try {
    const { token } = await run("join", { email });
    mine.set({ token });
    $("email").value = "";
    await page.refresh();
    if (page.state) show(page.state);
    $("joined").focus();
  } catch (error) {
    $("fine").textContent = error.message;
  }
  button.disabled = false;
});

$("leave").addEventListener("click", async () => {
  try {
    await run("join", { token: mine.get().token, leave: true });
    mine.set({});
    await page.refresh();
    show(page.state);
    say("You are off the list. No hard feelings.");
  } catch (error) { say(error.message, true); }
});
$("share").addEventListener("click", () => share(document.title));

$("open-owner").addEventListener("click", () => $("desk").showModal());
$("code-form").addEventListener("submit", async (e) => {
  e.preventDefault();
  $("code-problem").textContent = "";
  try {
    showPeople((await run("owner", { code: $("code").value })).people);
    $("code").value = "";
  } catch (error) { $("code-problem").textContent = error.message; }
});

function showPeople(people) {
  // A cell that starts like a formula is only text.
  const cell = (v) => `"${(/^[=+\-@\t\r]/.test(v) ? `'${v}` : v).replaceAll('"', '""')}"`;
  const csv = ["email,wants,since", ...people.map((p) => [p.email, p.wants, p.since].map(cell).join(","))].join("\r\n");
  const download = h("a.button", { href: URL.createObjectURL(new Blob([csv], { type: "text/csv" })), download: "waitlist.csv" }, `Download ${people.length} addresses`);
  const rows = people.slice(0, 200).map((p) => h("tr", {}, h("td", {}, p.email), h("td", {}, p.wants || "–"), h("td", {}, new Date(p.since).toLocaleDateString("en", { day: "numeric", month: "short" }))));
  $("people").replaceChildren(download, h("table", {}, h("tbody", {}, ...rows)));
  $("people").hidden = false;
  $("code-form").hidden = true;
}
$("desk").addEventListener("close", () => { $("people").replaceChildren(); $("people").hidden = true; $("code-form").hidden = false; });
