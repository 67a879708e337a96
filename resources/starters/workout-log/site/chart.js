// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one line per person over time, with a cursor for mouse, touch and arrow keys.
import { el, svg } from "./lib.js";

const DAY = 86400000;
export const time = (day) => Date.parse(`${day}T00:00:00Z`);
const shortDay = (t) => new Date(t).toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" });

/** Round numbers that cover the span with about `count` steps. */
function ticks(low, high, count) {
  const raw = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw);
  const out = [];
  for (let v = Math.floor(low / step) * step; v <= high + step * 0.999; v += step) out.push(Math.round(v * 1000) / 1000);
  return out;
}

/** `lines`: [{name, mine, points: [{day, value, best, text}]}], oldest point first. */
export function drawChart(box, { lines, unit, label }) {
  const width = Math.max(260, box.clientWidth);
  const height = width < 520 ? 230 : 300;
  const pad = { left: 44, right: 18, top: 22, bottom: 28 };
  const points = lines.flatMap((line) => line.points);
  box.setAttribute("role", "img");
  if (!points.length) {
    box.replaceChildren(el("p", { class: "none" }, "The line begins with your first set."));
    box.setAttribute("aria-label", `${label}: no sets yet`);
    return;
  }
  const times = points.map((p) => time(p.day));
  let [first, last] = [Math.min(...times), Math.max(...times)];
  if (last - first < 6 * DAY) [first, last] = [first - 3 * DAY, last + 3 * DAY];
  const values = points.map((p) => p.value);
  const room = (Math.max(...values) - Math.min(...values)) * 0.12 || 2;
  const levels = ticks(Math.max(0, Math.min(...values) - room), Math.max(...values) + room, 4);
  const [bottom, top] = [levels[0], levels[levels.length - 1]];
  const x = (t) => pad.left + ((t - first) / (last - first)) * (width - pad.left - pad.right);
  const y = (v) => height - pad.bottom - ((v - bottom) / (top - bottom)) * (height - pad.top - pad.bottom);

  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    svg("defs", {}, svg("linearGradient", { id: "fade", x1: 0, y1: 0, x2: 0, y2: 1 }, svg("stop", { offset: 0, class: "from" }), svg("stop", { offset: 1, class: "to" }))),
    levels.map((v) => [svg("path", { d: `M${pad.left} ${y(v)}H${width - pad.right}`, class: "grid" }), svg("text", { x: pad.left - 10, y: y(v) + 4, class: "level" }, v.toLocaleString("en"))]));
  const marks = Math.min(width < 520 ? 3 : 6, Math.max(2, Math.round((last - first) / DAY)));
  for (let i = 0; i <= marks; i++) {
    const t = first + ((last - first) * i) / marks;
    picture.append(svg("text", { x: x(t), y: height - 8, class: i === 0 ? "date start" : i === marks ? "date end" : "date" }, shortDay(t)));
  }

  for (const line of [...lines].sort((a, b) => a.mine - b.mine)) {
    if (!line.points.length) continue;
    const d = line.points.map((p, i) => `${i ? "L" : "M"}${x(time(p.day)).toFixed(1)} ${y(p.value).toFixed(1)}`).join("");
    const group = svg("g", { class: line.mine ? "line mine" : `line other-${line.shade}` });
    if (line.mine && line.points.length > 1) group.append(svg("path", { d: `${d}V${height - pad.bottom}H${x(time(line.points[0].day)).toFixed(1)}Z`, class: "area" }));
    group.append(svg("path", { d, class: "stroke", pathLength: 1 }));
    for (const p of line.points) group.append(svg("circle", { cx: x(time(p.day)), cy: y(p.value), r: p.best ? 5.5 : 3.2, class: p.best ? "best" : "dot" }));
    const end = line.points[line.points.length - 1];
    if (lines.length > 1) group.append(svg("text", { x: Math.min(x(time(end.day)), width - 8), y: y(end.value) - 13, class: "who" }, line.name.length > 14 ? `${line.name.slice(0, 13)}…` : line.name));
    picture.append(group);
  }

  const cursor = svg("g", { class: "cursor", visibility: "hidden" }, svg("path", { d: `M0 ${pad.top}V${height - pad.bottom}` }), svg("circle", { r: 7 }));
  picture.append(cursor);
  const tip = el("div", { class: "tip", hidden: true });
  box.replaceChildren(picture, tip);
  const spots = lines.flatMap((line) => line.points.map((p) => ({ ...p, name: line.name, x: x(time(p.day)), y: y(p.value) }))).sort((a, b) => a.x - b.x || a.y - b.y);
  box.setAttribute("aria-label", `${label}. ${lines.filter((l) => l.points.length).map((l) => `${l.name}: from ${l.points[0].value} to ${l.points[l.points.length - 1].value} ${unit}`).join("; ")}`);

  let at = -1;
  function point(index) {
    at = index;
    const spot = spots[index];
    tip.hidden = !spot;
    cursor.setAttribute("visibility", spot ? "visible" : "hidden");
    if (!spot) return;
    cursor.firstChild.setAttribute("transform", `translate(${spot.x} 0)`);
    cursor.lastChild.setAttribute("transform", `translate(${spot.x} ${spot.y})`);
    tip.replaceChildren(el("b", {}, `${spot.value.toLocaleString("en")} ${unit}`), el("span", {}, spot.text), el("small", {}, `${lines.length > 1 ? `${spot.name}, ` : ""}${shortDay(time(spot.day))}${spot.best ? " · record" : ""}`));
    const scale = picture.clientWidth / width || 1;
    tip.style.left = `${Math.min(Math.max(spot.x * scale, 70), width * scale - 70)}px`;
    tip.style.top = `${spot.y * scale < 90 ? spot.y * scale + 18 : spot.y * scale - 82}px`;
  }
  picture.onpointermove = (e) => {
    const frame = picture.getBoundingClientRect();
    const [px, py] = [e.clientX - frame.left, e.clientY - frame.top];
    let best = 0;
    spots.forEach((s, i) => { if (Math.hypot(s.x - px, (s.y - py) / 3) < Math.hypot(spots[best].x - px, (spots[best].y - py) / 3)) best = i; });
    point(best);
  };
  picture.onpointerleave = () => point(-1);
  box.onkeydown = (e) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (move) { e.preventDefault(); point(at < 0 ? spots.length - 1 : Math.min(Math.max(at + move, 0), spots.length - 1)); }
    if (e.key === "Escape") point(-1);
  };
  box.onblur = () => point(-1);
}

/** Twelve bars, the last one is this week. */
export function drawBars(box, weeks, unit) {
  const most = Math.max(...weeks, 1);
  box.replaceChildren(svg("svg", { viewBox: "0 0 240 64", preserveAspectRatio: "none", role: "img", "aria-label": `Volume per week, newest last: ${weeks.map((w) => Math.round(w)).join(", ")} ${unit}` },
    weeks.map((w, i) => { const h = Math.max(2, (w / most) * 62); return svg("rect", { x: i * 20 + 2, y: 64 - h, width: 14, height: h, class: i === weeks.length - 1 ? "now" : "" }); })));
}

export function drawRing(box, done, goal) {
  const part = Math.min(1, done / goal);
  box.replaceChildren(svg("svg", { viewBox: "0 0 120 120", role: "img", "aria-label": `${done} of ${goal} trainings this week` },
    svg("circle", { cx: 60, cy: 60, r: 50, class: "track" }),
    svg("circle", { cx: 60, cy: 60, r: 50, class: "fill", pathLength: 100, "stroke-dasharray": `${part * 100} 100`, transform: "rotate(-90 60 60)" }),
    svg("text", { x: 60, y: 66 }, `${done}/${goal}`), svg("text", { x: 60, y: 84, class: "cap" }, "this week")));
}
