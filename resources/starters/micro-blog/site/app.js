// SPDX-License-Identifier: GPL-3.0-or-later
import { $, ApiError, applySettings, attempt, call, el, insert, keyed, liveData, netLine, read, remove, safeUrl, share, toast, update } from "./lib.js";
import * as session from "./session.js";

const PAGE = 100;
let settings = { title: "Small Hours", owner: "", accent: "#e4572e", tagline: "", claim: "open" };
let limit = PAGE;
let editing = null;
let retryClaim = false;

// ---- Data -------------------------------------------------------------------------------------

let turn = 0;
async function load() {
  const [posts, owner, rows] = await Promise.all([
    read(`posts?select=*&order=pinned.desc,created_at.desc,id.desc&limit=${limit + 1}`),
    read("owner?select=user_id"),
    turn++ % 8 === 0 ? read("settings?select=key,value") : null,
  ]);
  if (rows) settings = applySettings(rows, settings);
  return { posts, owner: owner[0]?.user_id ?? null };
}
const live = liveData({ load, paint, offline: (problem) => {
  netLine($("#net"), problem, () => live.refresh().catch(() => {}));
  if (problem && !live.data) $("#stream").replaceChildren();
} });

const isOwner = () => Boolean(live.data?.owner && session.current()?.id === live.data.owner);

async function claim(code) {
  await call("POST", "/functions/v1/claim", { body: { code }, token: await session.token() });
  retryClaim = false;
  await live.refresh();
  toast("The blog is yours. Say something.");
  $("#body").focus();
}

// ---- Text -------------------------------------------------------------------------------------

/** Plain text with its web addresses made clickable. */
function prose(text) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((part, i) => {
    const link = i % 2 ? safeUrl(part) : null;
    return link ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, part.replace(/^https?:\/\//, "")) : part;
  });
}

const tagsFrom = (text) => [...new Set(text.split(/[,\s]+/).map((tag) => tag.replace(/^#+/, "").toLowerCase()).filter(Boolean))];

function ago(iso) {
  const then = new Date(iso);
  const minutes = Math.round((Date.now() - then) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 60 * 24) return `${Math.round(minutes / 60)} h`;
  return then.toLocaleDateString("en", { day: "numeric", month: "short", ...(then.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" }) });
}

// ---- Painting ---------------------------------------------------------------------------------

const place = () => {
  const [, kind, value] = decodeURI(location.hash).split("/");
  return kind === "tag" || kind === "note" ? { kind, value: value ?? "" } : { kind: "all" };
};

function note(post) {
  const link = safeUrl(post.link);
  const url = link && new URL(link);
  return el("article", { class: post.pinned ? "note pinned" : "note", test: "note" },
    el("div", { class: "margin" },
      el("a", { class: "when", href: `#/note/${post.id}`, title: new Date(post.created_at).toLocaleString("en"), test: "permalink" }, post.pinned ? "Pinned" : post.ago),
      isOwner() && typeof post.id === "number" && el("button", { type: "button", class: "quiet", test: "edit", onclick: () => openEditor(post) }, "Edit")),
    el("div", { class: "said" },
      el("p", { class: post.body.length < 90 ? "short" : "" }, prose(post.body)),
      link && el("a", { class: "link", href: link, target: "_blank", rel: "noopener noreferrer", test: "note-link" },
        el("b", {}, url.hostname.replace(/^www\./, "")), el("span", {}, decodeSafely(url.pathname + url.search)), el("i", { "aria-hidden": "true" }, "↗")),
      post.tags.length > 0 && el("p", { class: "labels" }, post.tags.map((tag) => el("a", { href: `#/tag/${encodeURIComponent(tag)}` }, `#${tag}`))),
      post.edited_at && el("small", {}, "edited")));
}

const decodeSafely = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

function paint({ posts, owner }) {
  $("#title").textContent = settings.title;
  $("#tagline").textContent = settings.tagline;
  $("#owner").textContent = settings.owner;
  const me = session.current();
  $("#sign").textContent = me ? "Sign out" : owner ? "Sign in" : "Set up";
  $("#sign").title = me?.email ?? "";
  $("#compose").hidden = !isOwner();
  $("#claim").hidden = !(me && !owner && retryClaim);
  $("#claim-code").hidden = settings.claim !== "code";
  $("#claim-text").textContent = settings.claim === "code" ? "Enter the setup code that was chosen when this blog was made." : `You are signed in as ${me?.email}.`;

  const where = place();
  const here = posts.slice(0, limit).filter((p) => where.kind === "all" || (where.kind === "tag" ? p.tags.includes(decodeSafely(where.value)) : String(p.id) === where.value));
  const box = $("#where");
  box.hidden = where.kind === "all";
  if (where.kind !== "all") box.replaceChildren(where.kind === "tag" ? `Tagged #${decodeSafely(where.value)}` : "A single note", " · ", el("a", { href: "#/" }, "all notes"));

  const tally = new Map();
  for (const post of posts) for (const tag of post.tags) tally.set(tag, (tally.get(tag) ?? 0) + 1);
  const top = [...tally].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 14);
  keyed($("#tags"), top, ([tag]) => tag, ([tag, n]) => el("li", {}, el("a", { href: `#/tag/${encodeURIComponent(tag)}`, "aria-current": String(where.kind === "tag" && decodeSafely(where.value) === tag) }, tag, el("span", {}, String(n)))), location.hash);
  keyed($("#stream"), here.map((p) => ({ ...p, ago: ago(p.created_at) })), (p) => p.id, note, String(isOwner()));
  $("#empty").hidden = here.length > 0;
  $("#empty").textContent = posts.length ? "Nothing here. The note may have been removed." : "Silence, so far.";
  $("#older").hidden = posts.length <= limit || where.kind !== "all";
}

// ---- Writing ----------------------------------------------------------------------------------

function draft(form) {
  const body = form.elements.body.value.trim();
  const link = form.elements.link.value.trim();
  const tags = tagsFrom(form.elements.tags.value);
  if (!body) return "Write something first.";
  if (body.length > 1000) return "A note has at most 1000 characters.";
  if (link && !safeUrl(link)) return "A link must begin with http:// or https://";
  if (tags.length > 6 || tags.some((tag) => tag.length > 30)) return "At most six tags of 30 characters each.";
  return { body, link: link ? safeUrl(link) : "", tags };
}

const compose = $("#compose");
function measure() {
  const area = compose.elements.body;
  $("#left").textContent = String(1000 - area.value.length);
  $("#left").classList.toggle("few", area.value.length > 900);
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 420)}px`;
}
compose.addEventListener("input", measure);
compose.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); compose.requestSubmit(); } });
compose.addEventListener("submit", async (event) => {
  event.preventDefault();
  const post = draft(compose);
  $("[data-test=problem]").textContent = typeof post === "string" ? post : "";
  if (typeof post === "string") { compose.elements.body.focus(); return; }
  const typed = ["body", "link", "tags"].map((name) => compose.elements[name].value);
  compose.reset();
  measure();
  const saved = await attempt(() => live.change((data) => {
    const at = data.posts.findIndex((p) => !p.pinned);
    data.posts.splice(at < 0 ? data.posts.length : at, 0, { id: "sending", created_at: new Date().toISOString(), pinned: false, ...post });
  }, async () => insert("posts", post, await session.token())));
  if (!saved && !compose.elements.body.value) { // keep what was written for another try
    ["body", "link", "tags"].forEach((name, i) => { compose.elements[name].value = typed[i]; });
    measure();
  } else if (saved && place().kind !== "all") location.hash = "#/";
});

const editor = $("#editor form");
function openEditor(post) {
  editing = post.id;
  const { body, link, tags, pinned } = editor.elements;
  [body.value, link.value, tags.value, pinned.checked] = [post.body, post.link, post.tags.join(", "), post.pinned];
  $("[data-test=edit-problem]").textContent = "";
  $("#editor").showModal();
  body.focus();
}
editor.addEventListener("submit", async (event) => {
  event.preventDefault();
  const post = draft(editor);
  if (typeof post === "string") { $("[data-test=edit-problem]").textContent = post; return; }
  const id = editing;
  Object.assign(post, { pinned: editor.elements.pinned.checked, edited_at: new Date().toISOString() });
  $("#editor").close();
  await attempt(() => live.change((data) => { Object.assign(data.posts.find((p) => p.id === id) ?? {}, post); },
    async () => update(`posts?id=eq.${id}`, post, await session.token())));
});
$("[data-test=edit-cancel]").addEventListener("click", () => $("#editor").close());
$("[data-test=edit-delete]").addEventListener("click", async () => {
  const id = editing;
  if (!confirm("Delete this note? There is no way back.")) return;
  $("#editor").close();
  await attempt(() => live.change((data) => { data.posts = data.posts.filter((p) => p.id !== id); }, async () => remove(`posts?id=eq.${id}`, await session.token())));
});

// ---- The door ---------------------------------------------------------------------------------

const door = $("#door form");
$("#sign").addEventListener("click", async () => {
  if (session.current()) { session.signOut(); toast("Signed out."); return; }
  const fresh = live.data && !live.data.owner;
  $("#door-title").textContent = fresh ? "Make this blog yours" : "Sign in";
  $("#door-hint").textContent = fresh ? "Choose the account you will write with. The first one becomes the owner." : "Only the owner of this blog needs to.";
  $("[data-test=door-go]").textContent = fresh ? "Create account" : "Sign in";
  door.elements.password.autocomplete = fresh ? "new-password" : "current-password";
  $("#door-code").hidden = !(fresh && settings.claim === "code");
  $("[data-test=door-problem]").textContent = "";
  $("#door").showModal();
  $("#google").hidden = !(await session.googleOffered().catch(() => false));
});
$("[data-test=door-cancel]").addEventListener("click", () => $("#door").close());
door.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password, code } = door.elements;
  const problem = $("[data-test=door-problem]");
  const fresh = live.data && !live.data.owner;
  problem.textContent = "";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.value.trim())) { problem.textContent = "That does not look like an e-mail address."; email.focus(); return; }
  if (password.value.length < 8) { problem.textContent = "A password has at least 8 characters."; password.focus(); return; }
  const button = $("[data-test=door-go]");
  button.disabled = true;
  try {
    await (fresh ? session.signUp : session.signIn)(email.value.trim(), password.value);
    $("#door").close();
    door.reset();
    if (fresh) await claim(code.value);
    else await live.refresh();
  } catch (trouble) {
    if (!(trouble instanceof ApiError)) throw trouble;
    retryClaim = Boolean(session.current());
    if ($("#door").open) problem.textContent = trouble.message;
    else toast(trouble.message);
    live.show();
  } finally {
    button.disabled = false;
  }
});
$("#google").addEventListener("click", () => session.google().catch((trouble) => { $("[data-test=door-problem]").textContent = trouble.message; }));
$("#claim-form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => claim(event.target.elements.code.value));
});

// ---- Start ------------------------------------------------------------------------------------

session.onChange(() => { retryClaim = true; live.show(); });
window.addEventListener("hashchange", () => { live.show(); scrollTo(0, 0); });
$("#share").addEventListener("click", () => share(`Short thoughts and links by ${settings.owner}: ${settings.title}.`));
$("#older").addEventListener("click", () => { limit += PAGE; attempt(() => live.refresh()); });
for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applySettings([], settings));
$("#stream").replaceChildren(...Array.from({ length: 5 }, () => el("div", { class: "note ghosted", "aria-hidden": "true" })));

retryClaim = Boolean(session.current());
session.finishGoogle().then((problem) => { if (problem) toast(problem); return live.refresh(); }).catch(() => {});
