// SPDX-License-Identifier: GPL-3.0-or-later
// What the page needs from the outside: the project's API, safe DOM building, live data with
// optimistic changes, and the small things around it (toasts, sharing, accent colour).

const { api: home, anonKey } = window.RUN402;
// A copy served on this computer (NAME.localhost) talks to the server it came from.
const api = location.hostname.endsWith(".localhost") ? `${location.protocol}//127.0.0.1:${location.port}` : home;

// ---- API --------------------------------------------------------------------------------------

export class ApiError extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function words(status, body) {
  const own = body && (body.message || body.error);
  if (body?.error === "demo_limit_reached") return "This demo has reached its limit for now. Make your own copy to go on.";
  if (status === 429) return "That was a little fast. Wait a second and try again.";
  if (status === 402) return "This app's plan has run out, so nothing can be read or saved until it is renewed.";
  if (status >= 500) return "The server had a problem. Nothing was saved; please try again.";
  if (body?.code === "23514") return "That value is not allowed here. Please check the form.";
  if (body?.code === "42501") return "You are not allowed to change this.";
  return own || `The server answered ${status}.`;
}

/** One request. `token` is a signed-in person's access token; without it the app speaks as a guest. */
export async function call(method, path, { body, token, prefer } = {}) {
  const headers = { apikey: anonKey };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (prefer) headers.Prefer = prefer;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 15000);
  let response;
  let text;
  try {
    response = await fetch(api + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: stop.signal });
    text = await response.text();
  } catch {
    throw new ApiError("No connection. Check your network and try again.", 0);
  } finally {
    clearTimeout(timer);
  }
  let json = null;
  try { json = text ? JSON.parse(text) : null; } catch { /* an HTML error page: the status says enough */ }
  if (!response.ok) throw new ApiError(words(response.status, json), response.status, json?.code);
  return json;
}

export const read = (query, token) => call("GET", `/rest/v1/${query}`, { token });
export const insert = (table, body, token) => call("POST", `/rest/v1/${table}`, { body, token, prefer: "return=representation" }).then((r) => r[0]);
export const upsert = (table, key, body, token) =>
  call("POST", `/rest/v1/${table}?on_conflict=${key}`, { body, token, prefer: "return=representation,resolution=merge-duplicates" });
/** Changes the rows a filter matches; throws when somebody else has removed them meanwhile. */
export async function update(filter, body, token) {
  const rows = await call("PATCH", `/rest/v1/${filter}`, { body, token, prefer: "return=representation" });
  if (!rows?.length) throw new ApiError("Somebody has removed this meanwhile, or you may not change it.", 404);
  return rows[0];
}
export const remove = (filter, token) => call("DELETE", `/rest/v1/${filter}`, { token });

// ---- Live data --------------------------------------------------------------------------------

/**
 * Rows from the server with not yet confirmed changes laid over them. `load` reads everything,
 * `paint` shows it, `offline(problem|null)` tells whether the last read failed.
 */
export function liveData({ load, paint, offline }) {
  let base = null;
  let started = 0;
  let shown = 0;
  const overlays = [];
  const view = () => overlays.reduce((data, change) => change(data) ?? data, structuredClone(base));
  const show = () => { if (base) paint(view()); };

  async function refresh() {
    const mine = ++started;
    let next;
    try {
      next = await load();
    } catch (problem) {
      if (mine > shown) offline(problem);
      throw problem;
    }
    if (mine < shown) return;
    shown = mine;
    base = next;
    offline(null);
    show();
  }

  /** Shows `overlay` at once, sends, and takes it back when sending fails. */
  async function change(overlay, send) {
    overlays.push(overlay);
    show();
    const done = () => { overlays.splice(overlays.indexOf(overlay), 1); };
    let result;
    try {
      result = await send();
    } catch (problem) {
      done();
      show();
      refresh().catch(() => {});
      throw problem;
    }
    try {
      await refresh();
      done();
    } catch {
      done();
      base = overlay(base) ?? base; // saved, only the reading back failed
    }
    show();
    return result;
  }

  const quiet = () => { if (document.visibilityState === "visible") refresh().catch(() => {}); };
  setInterval(quiet, 2500);
  for (const moment of ["focus", "online"]) window.addEventListener(moment, quiet);
  document.addEventListener("visibilitychange", quiet);
  return { refresh, change, show, get data() { return base && view(); } };
}

// ---- DOM --------------------------------------------------------------------------------------

function build(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "test") node.setAttribute("data-test", value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : String(c))));
  return node;
}

/** An element; strings among the children always become text, never markup. */
export const el = (tag, props, ...children) => build(document.createElement(tag), props, children);
export const svg = (tag, props, ...children) => build(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
export const $ = (selector, within = document) => within.querySelector(selector);

/** Makes `box` show one node per item, keeping the nodes (and the focus) of unchanged ones. */
export function keyed(box, items, key, make, also = "") {
  const old = new Map([...box.children].map((node) => [node.dataset.key, node]));
  const active = document.activeElement;
  const focused = box.contains(active) ? [active.closest("[data-key]")?.dataset.key, active.dataset.test] : null;
  const nodes = items.map((item) => {
    const id = String(key(item));
    const print = JSON.stringify(item) + also;
    const before = old.get(id);
    if (before?.dataset.print === print) return before;
    const node = make(item);
    node.dataset.key = id;
    node.dataset.print = print;
    if (before) node.classList.add("seen");
    return node;
  });
  const same = nodes.length === box.children.length && nodes.every((node, i) => node === box.children[i]);
  if (same) return;
  // Move only what is out of place, so that focus and scroll positions stay.
  const keep = new Set(nodes);
  for (const node of [...box.children]) if (!keep.has(node)) node.remove();
  nodes.forEach((node, i) => { if (box.children[i] !== node) box.insertBefore(node, box.children[i] ?? null); });
  if (focused && focused[0] && !box.contains(document.activeElement)) {
    const again = nodes.find((node) => node.dataset.key === focused[0]);
    const control = again && focused[1] ? $(`[data-test="${CSS.escape(focused[1])}"]`, again) : again;
    control?.focus({ preventScroll: true });
  }
}

/** The address when it may be linked to, otherwise null. Only http and https are. */
export function safeUrl(text) {
  try {
    const url = new URL(String(text).trim());
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// ---- Around it --------------------------------------------------------------------------------

let toastTimer = 0;
/** A short message; with `retry` it stays longer and offers to try again. */
export function toast(text, retry) {
  let box = $("#toast");
  if (!box) {
    box = el("div", { id: "toast", role: "status", "aria-live": "polite", test: "toast" });
    document.body.append(box);
  }
  // A modal dialog covers everything else, so the message goes into it.
  const over = [...document.querySelectorAll("dialog[open]")].pop() ?? document.body;
  if (box.parentNode !== over) over.append(box);
  box.replaceChildren(el("span", {}, text));
  if (retry) box.append(el("button", { type: "button", test: "retry", onclick: () => { box.classList.remove("on"); retry(); } }, "Try again"));
  box.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("on"), retry ? 9000 : 3200);
}

/** Runs a change and tells the person when it failed, with a way to repeat it. */
export async function attempt(action) {
  try {
    return await action();
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    toast(problem.message, problem.status === 0 || problem.status >= 500 ? () => attempt(action) : undefined);
    return undefined;
  }
}

/** Shows or hides the line that says the data could not be read. */
export function netLine(box, problem, again) {
  box.hidden = !problem;
  if (!problem || box.dataset.text === problem.message) return;
  box.dataset.text = problem.message;
  box.replaceChildren(el("span", {}, problem.message), el("button", { type: "button", test: "net-retry", onclick: again }, "Retry"));
}

export async function share(message) {
  const text = `${message} ${location.origin}${location.pathname}`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = el("textarea", { style: "position:fixed;opacity:0", value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  toast("Copied. Paste it to whoever should see this.");
}

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Puts the owner's colour to work: --accent, --on-accent (text upon it), --accent-text (as text). */
export function paintAccent(hex) {
  if (!/^#[0-9a-f]{6}$/i.test(hex ?? "")) return;
  const root = document.documentElement;
  const ground = channels(getComputedStyle(root).getPropertyValue("--bg").trim());
  let rgb = channels(hex);
  const towards = luminance(ground) > 0.4 ? 0 : 255;
  for (let i = 0; i < 24 && contrast(luminance(rgb), luminance(ground)) < 4.6; i++) rgb = rgb.map((c) => Math.round(c + (towards - c) * 0.08));
  root.style.setProperty("--accent", hex);
  root.style.setProperty("--accent-rgb", channels(hex).join(", "));
  root.style.setProperty("--accent-text", `rgb(${rgb.join(", ")})`);
  root.style.setProperty("--on-accent", contrast(luminance(channels(hex)), 0) > contrast(luminance(channels(hex)), 1) ? "#0b0b0c" : "#ffffff");
}

/** Title, owner and colour from the settings table. */
export function applySettings(rows, fallback) {
  const settings = { ...fallback, ...Object.fromEntries(rows.map((row) => [row.key, row.value])) };
  if (document.title !== settings.title) document.title = settings.title;
  paintAccent(settings.accent);
  return settings;
}
