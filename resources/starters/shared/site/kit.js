// What every page of this app needs: the API, DOM building, live data, small messages.
const { api: given, anonKey } = window.RUN402;

// Served by the local server, the API is where the page came from; its port may change.
export const api = location.hostname.endsWith(".localhost") ? `${location.protocol}//127.0.0.1:${location.port}` : given;

export async function call(method, path, body, prefer) {
  const headers = { apikey: anonKey };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (prefer) headers.Prefer = prefer;
  let response;
  try {
    response = await fetch(api + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Error("No connection. Check your network and try again.");
  }
  const text = await response.text();
  let data = null;
  try { data = text ? JSON.parse(text) : null; } catch { data = null; }
  if (response.ok) return data;
  if (response.status === 429) throw new Error("That was a lot at once. Wait a moment and try again.");
  throw new Error(data?.error ?? data?.message ?? `The server answered ${response.status}.`);
}

export const read = (query) => call("GET", `/rest/v1/${query}`);
export const insert = async (table, row) => (await call("POST", `/rest/v1/${table}`, row, "return=representation"))?.[0];
export const change = async (table, filter, values) => {
  const rows = await call("PATCH", `/rest/v1/${table}?${filter}`, values, "return=representation");
  if (!rows?.length) throw new Error("Somebody removed this in the meantime.");
  return rows[0];
};
export const remove = (table, filter) => call("DELETE", `/rest/v1/${table}?${filter}`);
export const run = (name, body) => call("POST", `/functions/v1/${name}`, body ?? {});

export async function settings() {
  return Object.fromEntries((await read("settings?select=key,value")).map(({ key, value }) => [key, value]));
}

/** h("button.primary", { onclick, "data-test": "add" }, "Add", …): an element; text is only ever text. */
export function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** An icon drawn from path data on a 24×24 grid. */
export function icon(paths, size = 20) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [k, v] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" })) svg.setAttribute(k, v);
  for (const d of [paths].flat()) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Makes the children of `box` show `items`, keeping the elements of items that stay (and what is typed in them). */
export function reconcile(box, items, make, update) {
  const known = new Map([...box.children].filter((c) => c.dataset.key).map((c) => [c.dataset.key, c]));
  let before = null;
  for (const item of items) {
    const key = String(item.id);
    let element = known.get(key);
    if (!element) {
      element = make(item);
      element.dataset.key = key;
    }
    known.delete(key);
    update?.(element, item);
    const place = before ? before.nextSibling : box.firstChild;
    if (place !== element) box.insertBefore(element, place);
    before = element;
  }
  for (const gone of known.values()) gone.remove();
}

/**
 * Data that others change too. `load` reads it, `show(state)` draws it; read again every few seconds while the page is
 * looked at. `act(change, send)` shows a change at once and takes it back with a message when it cannot be saved.
 */
export function live({ load, show, failed, every = 2500 }) {
  let state = null, age = 0, timer = 0, busy = false, unsent = 0, queue = Promise.resolve();
  async function refresh() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    const started = age;
    try {
      const fresh = await load();
      if (started === age && unsent === 0) {
        state = fresh;
        show(state);
      }
      banner(null);
    } catch (error) {
      if (state) banner(error.message); else failed?.(error);
    }
    busy = false;
    if (!document.hidden) timer = setTimeout(refresh, every);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  addEventListener("focus", refresh);
  addEventListener("online", refresh);
  refresh();
  return {
    refresh,
    get state() { return state; },
    async act(modify, send) {
      const before = structuredClone(state);
      age += 1;
      unsent += 1;
      modify(state);
      show(state);
      const sent = queue.then(send); // one after the other, in the order they were made
      queue = sent.catch(() => {});
      try {
        return await sent;
      } catch (error) {
        state = before;
        show(state);
        say(error.message, true);
        return undefined;
      } finally {
        age += 1;
        unsent -= 1;
        refresh();
      }
    },
  };
}

let saying = 0;
/** A short message at the bottom, read aloud too. */
export function say(text, bad = false) {
  let box = document.getElementById("toast");
  if (!box) document.body.append(box = h("div", { id: "toast", role: "status" }));
  box.textContent = text;
  box.className = bad ? "shown bad" : "shown";
  clearTimeout(saying);
  saying = setTimeout(() => { box.className = ""; }, 4200);
}

function banner(text) {
  let box = document.getElementById("banner");
  if (!text) { box?.remove(); return; }
  if (!box) document.body.prepend(box = h("div", { id: "banner", role: "alert" }));
  box.textContent = `${text} Showing what was there before.`;
}

/** Hands the address on: the system's share sheet, the clipboard, or a message to copy by hand. */
export async function share(title) {
  const url = location.origin + location.pathname;
  try {
    if (navigator.share) return await navigator.share({ title, text: title, url });
    await navigator.clipboard.writeText(`${title}\n${url}`);
    say("Copied. Send it to whoever should see this.");
  } catch (error) {
    if (error.name !== "AbortError") say(`Send this address on: ${url}`);
  }
}

/** Title and colour as the owner chose them. */
export function personalise({ title, accent }) {
  if (title) document.title = title;
  if (/^#[0-9a-f]{6}$/i.test(accent ?? "")) {
    const parts = [1, 3, 5].map((i) => parseInt(accent.slice(i, i + 2), 16));
    const [r, g, b] = parts.map((c) => (c / 255 <= 0.04 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    const look = document.documentElement.style;
    look.setProperty("--accent", accent);
    look.setProperty("--accent-rgb", parts.join(" "));
    look.setProperty("--accent-deep", `rgb(${parts.map((c) => Math.round(c * 0.45)).join(" ")})`); // dark enough to read on white
    look.setProperty("--on-accent", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.22 ? "#0b0d10" : "#ffffff");
  }
}

export const initials = (name) => name.trim().split(/\s+/).slice(0, 2).map((w) => [...w][0] ?? "").join("").toUpperCase() || "?";
