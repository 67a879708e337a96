// SPDX-License-Identifier: GPL-3.0-or-later
import { $, ApiError, applySettings, attempt, call, el, insert, keyed, liveData, netLine, read, remove, safeUrl, share, toast, update, upsert } from "./lib.js";
import { giftPicture } from "./box.js";
import { becomeGuest, isGuest } from "./guests.js";
import * as session from "./session.js";

let settings = { title: "Mila & Jonas", owner: "", accent: "#e8a0a8", occasion: "", currency: "€", claim: "open" };
let filter = "all";
let taking = null;
let editing = null;

// ---- Data -------------------------------------------------------------------------------------

let turn = 0;
async function load() {
  const [gifts, owner, rows] = await Promise.all([
    read("gifts?select=*,claims(id,unit,guest_id)&order=id.asc&claims.order=unit.asc"),
    read("owner?select=user_id"),
    turn++ % 8 === 0 ? read("settings?select=key,value") : null,
  ]);
  if (rows) settings = applySettings(rows, settings);
  return { gifts, owner: owner[0]?.user_id ?? null };
}
const live = liveData({ load, paint, offline: (problem) => {
  netLine($("#net"), problem, () => live.refresh().catch(() => {}));
  if (problem && !live.data) $("#list").replaceChildren();
} });
const me = () => session.current()?.id;
const isOwner = (data = live.data) => Boolean(data?.owner && me() === data.owner);
const mine = (gift) => gift.claims.filter((c) => c.guest_id === me());
const left = (gift) => gift.quantity - gift.claims.length;

/** The lowest piece nobody has. The database decides; another guest may be faster. */
const freeUnit = (gift) => Array.from({ length: gift.quantity }, (_, i) => i + 1).find((unit) => !gift.claims.some((c) => c.unit === unit));

async function claimGift(id) {
  for (;;) {
    const gift = live.data.gifts.find((g) => g.id === id);
    const unit = gift && freeUnit(gift);
    if (!unit) throw new ApiError("Another guest was a moment faster. This one is taken.", 409);
    const row = { gift_id: id, unit, pieces: gift.quantity };
    try {
      const token = await session.token();
      await live.change((data) => { data.gifts.find((g) => g.id === id)?.claims.push({ id: "sending", unit, guest_id: me() }); }, () => insert("claims", row, token));
      return true;
    } catch (problem) {
      if (problem.code === "23503") throw new ApiError("The hosts have just changed this gift. Please look again.", 409);
      if (problem.code !== "23505") throw problem;
      await live.refresh(); // somebody has this piece now: look for the next one
    }
  }
}

const release = (gift) => attempt(async () => {
  const claim = mine(gift).at(-1);
  if (!claim) return;
  const token = await session.token();
  await live.change((data) => {
    const row = data.gifts.find((g) => g.id === gift.id);
    if (row) row.claims = row.claims.filter((c) => c.id !== claim.id);
  }, () => remove(`claims?id=eq.${claim.id}`, token));
  toast("Put back on the list.");
});

// ---- Painting ---------------------------------------------------------------------------------

function card(gift) {
  const free = left(gift);
  const own = mine(gift);
  const link = safeUrl(gift.url);
  const sending = own.some((c) => c.id === "sending");
  return el("li", { class: `gift${free ? "" : " taken"}${own.length ? " own" : ""}`, test: "gift" },
    el("div", { class: "art" }, giftPicture(gift, free === 0), own.length > 0 && el("span", { class: "tag" }, own.length > 1 ? `yours × ${own.length}` : "yours")),
    el("h2", {}, gift.name),
    gift.note && el("p", { class: "note" }, gift.note),
    el("p", { class: "line" }, [gift.price !== null && `about ${settings.currency}${gift.price.toLocaleString("en")}`, gift.quantity > 1 && (free ? `${free} of ${gift.quantity} left` : `all ${gift.quantity} taken`)].filter(Boolean).join(" · "),
      link && el("a", { href: link, target: "_blank", rel: "noopener noreferrer", test: "link" }, new URL(link).hostname.replace(/^www\./, ""))),
    el("div", { class: "acts" },
      free > 0 && !isOwner() && el("button", { type: "button", class: "solid", test: "claim", disabled: sending, onclick: () => startClaim(gift) }, own.length ? "One more" : "I will bring it"),
      free === 0 && !own.length && el("span", { class: "spoken", test: "taken" }, "Spoken for"),
      own.length > 0 && el("button", { type: "button", class: "quiet", test: "release", disabled: sending, onclick: () => release(gift) }, "Put it back"),
      isOwner() && el("button", { type: "button", class: "quiet", test: "edit", onclick: () => openForm(gift) }, "Edit")));
}

const filters = { all: ["All", () => true], free: ["Still free", (g) => left(g) > 0], small: ["Smaller gifts", (g) => g.price === null || g.price <= 50], mine: ["Mine", (g) => mine(g).length > 0] };

function paint(data) {
  const { gifts, owner } = data;
  $("#title").textContent = settings.title;
  $("#occasion").textContent = settings.occasion;
  $("#keeper").textContent = settings.owner ? `The list is kept by ${settings.owner}.` : "";
  const pieces = gifts.reduce((sum, g) => sum + g.quantity, 0);
  const taken = gifts.reduce((sum, g) => sum + g.claims.length, 0);
  $("#count").textContent = pieces ? `${taken} of ${pieces} spoken for` : "";
  $("#sash").style.width = `${pieces ? (taken / pieces) * 100 : 0}%`;
  const signed = session.current() && !isGuest();
  $("#sign").textContent = signed ? `Sign out ${session.current().email}` : owner ? "For the hosts" : "Hosts: set up this list";
  $("#add").hidden = $("#thanks").hidden = !isOwner(data);
  keyed($("#chips"), Object.entries(filters).map(([key, [name, fits]]) => ({ key, name, n: gifts.filter(fits).length, on: key === filter })).filter((f) => f.key !== "mine" || f.n || f.on), (f) => f.key,
    (f) => el("button", { type: "button", "aria-pressed": String(f.on), test: `show-${f.key}`, onclick: () => { filter = f.key; live.show(); } }, f.name, el("span", {}, String(f.n))));
  const shown = gifts.filter(filters[filter][1]);
  keyed($("#list"), shown, (g) => g.id, card, `${me()}|${isOwner(data)}|${settings.currency}`);
  $("#empty").hidden = shown.length > 0;
  $("#empty").textContent = gifts.length ? "Nothing here." : isOwner(data) ? "Add the first thing you wish for." : "The hosts are still thinking. Come back soon.";
}

// ---- Claiming ---------------------------------------------------------------------------------

async function startClaim(gift) {
  taking = gift.id;
  if (localStorage.getItem("registry.name") && session.current()) { finishClaim(gift.id); return; }
  $("#take-title").textContent = gift.name;
  $("#take .problem").textContent = "";
  $("#take").showModal();
}

const finishClaim = (id) => attempt(async () => { if (await claimGift(id)) toast("Thank you! It is tied with a bow and has your name on it."); });

$("#take form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const name = form.elements.name.value.trim();
  if (!name) { $("#take .problem").textContent = "So that they know whom to thank."; form.elements.name.focus(); return; }
  const button = $("[data-test=take-go]");
  if (button.disabled) return;
  button.disabled = true;
  try {
    await becomeGuest();
    await upsert("guests", "user_id", { user_id: me(), name, message: form.elements.message.value.trim() }, await session.token());
    localStorage.setItem("registry.name", name);
    $("#take").close();
    await finishClaim(taking);
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    $("#take .problem").textContent = problem.message;
  } finally {
    button.disabled = false;
  }
});

// ---- For the hosts ----------------------------------------------------------------------------

function openForm(gift) {
  const form = $("#form form");
  editing = gift?.id ?? null;
  form.reset();
  if (gift) for (const name of ["name", "note", "price", "quantity", "url", "kind"]) form.elements[name].value = gift[name] ?? "";
  $("#form-title").textContent = gift ? "Change this gift" : "Add a gift";
  $("[data-test=f-delete]").hidden = !gift;
  $("[data-test=f-problem]").textContent = "";
  $("#form").showModal();
  form.elements.name.focus();
}

function readForm(form) {
  const text = (name) => form.elements[name].value.trim();
  const gift = { name: text("name"), note: text("note"), price: text("price") === "" ? null : Number(text("price")), quantity: Number(text("quantity")), url: text("url"), kind: text("kind") };
  if (!gift.name) return "What should they bring?";
  if (gift.price !== null && !(Number.isInteger(gift.price) && gift.price >= 0 && gift.price <= 10000000)) return "The price is a whole number.";
  if (!(Number.isInteger(gift.quantity) && gift.quantity >= 1 && gift.quantity <= 12)) return "Between 1 and 12 pieces.";
  if (gift.url && !safeUrl(gift.url)) return "A link must begin with http:// or https://";
  return { ...gift, url: gift.url && safeUrl(gift.url) };
}

$("#form form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const gift = readForm(event.target);
  if (typeof gift === "string") { $("[data-test=f-problem]").textContent = gift; return; }
  const id = editing;
  $("#form").close();
  await attempt(async () => {
    const token = await session.token();
    try {
      await (id === null
        ? live.change((data) => { data.gifts.push({ id: 999999, claims: [], ...gift }); }, () => insert("gifts", gift, token))
        : live.change((data) => { Object.assign(data.gifts.find((g) => g.id === id) ?? {}, gift); }, () => update(`gifts?id=eq.${id}`, gift, token)));
    } catch (problem) {
      throw problem.code === "23514" && id !== null ? new ApiError("Guests have already claimed more pieces than that.", 400) : problem;
    }
  });
});
$("[data-test=f-delete]").addEventListener("click", () => {
  const id = editing;
  const gift = live.data.gifts.find((g) => g.id === id);
  if (!confirm(gift?.claims.length ? "A guest has claimed this gift. Remove it all the same?" : "Remove this gift?")) return;
  $("#form").close();
  attempt(async () => {
    const token = await session.token();
    await live.change((data) => { data.gifts = data.gifts.filter((g) => g.id !== id); }, () => remove(`gifts?id=eq.${id}`, token));
  });
});

$("#thanks").addEventListener("click", () => {
  if (!confirm("This shows who brings what. Spoil the surprise?")) return;
  attempt(async () => {
    const guests = await read("guests?select=*&order=name.asc", await session.token());
    const { gifts } = live.data;
    const dialog = $("#letters");
    dialog.replaceChildren(el("h2", { id: "letters-title" }, "To thank"), el("ul", {}, guests.map((guest) => {
      const brings = gifts.filter((g) => g.claims.some((c) => c.guest_id === guest.user_id));
      return brings.length > 0 && el("li", {}, el("b", {}, guest.name), el("span", {}, brings.map((g) => {
        const n = g.claims.filter((c) => c.guest_id === guest.user_id).length;
        return n > 1 ? `${g.name} × ${n}` : g.name;
      }).join(", ")), guest.message && el("q", {}, guest.message));
    })), el("div", { class: "row" }, el("button", { type: "button", class: "solid", onclick: () => dialog.close() }, "Close")));
    dialog.showModal();
  });
});

const door = $("#door form");
$("#sign").addEventListener("click", async () => {
  if (session.current() && !isGuest()) { session.signOut(); toast("Signed out."); return; }
  const fresh = live.data && !live.data.owner;
  $("#door-title").textContent = fresh ? "Make this list yours" : "For the hosts";
  $("#door-hint").textContent = fresh ? "Choose the account you will keep the list with. The first one becomes the owner." : "Guests need no account: just pick a gift.";
  $("[data-test=door-go]").textContent = fresh ? "Create account" : "Sign in";
  $("#door-code").hidden = !(fresh && settings.claim === "code");
  $("[data-test=door-problem]").textContent = "";
  $("#door").showModal();
  $("#google").hidden = !(await session.googleOffered().catch(() => false));
});

async function own(code) {
  if (live.data && !live.data.owner) await call("POST", "/functions/v1/claim", { body: { code }, token: await session.token() });
  await live.refresh();
  if (!isOwner()) toast("You are signed in, but this list belongs to somebody else.");
}

door.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password, code } = door.elements;
  const problem = $("[data-test=door-problem]");
  problem.textContent = "";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.value.trim())) { problem.textContent = "That does not look like an e-mail address."; return; }
  if (password.value.length < 8) { problem.textContent = "A password has at least 8 characters."; return; }
  const button = $("[data-test=door-go]");
  button.disabled = true;
  try {
    await (live.data && !live.data.owner ? session.signUp : session.signIn)(email.value.trim(), password.value);
    await own(code.value);
    $("#door").close();
    door.reset();
  } catch (trouble) {
    if (!(trouble instanceof ApiError)) throw trouble;
    problem.textContent = trouble.message;
  } finally {
    button.disabled = false;
  }
});
$("#google").addEventListener("click", () => session.google().catch((trouble) => { $("[data-test=door-problem]").textContent = trouble.message; }));

// ---- Start ------------------------------------------------------------------------------------

session.onChange(() => live.show());
$("#add").addEventListener("click", () => openForm());
$("#share").addEventListener("click", () => share(`${settings.title}: the gift list is here.`));
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.matches("[data-close]")) dialog.close(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applySettings([], settings));
$("#list").replaceChildren(...Array.from({ length: 8 }, () => el("li", { class: "gift ghosted", "aria-hidden": "true" })));

session.finishGoogle().then(async (problem) => {
  if (problem) toast(problem);
  await live.refresh();
  // Back from Google, to a list without an owner that asks for no code
  if (session.current() && !isGuest() && !live.data.owner && settings.claim === "open") await attempt(() => own(""));
}).catch(() => {});
