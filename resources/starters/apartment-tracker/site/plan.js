// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an imagined floor plan: always the same one for the same home, with its number of rooms.
import { svg } from "./lib.js";

function dice(seed) {
  let state = (Number(seed) * 2654435761 + 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Halves the largest room until there are enough of them. */
function divide(box, count, roll) {
  const rooms = [box];
  const walls = [];
  while (rooms.length < count) {
    rooms.sort((a, b) => b.w * b.h - a.w * a.h);
    const r = rooms.shift();
    const share = 0.4 + roll() * 0.2;
    if (r.w >= r.h) {
      const w = Math.round(r.w * share / 4) * 4;
      rooms.push({ ...r, w }, { x: r.x + w, y: r.y, w: r.w - w, h: r.h });
      walls.push({ x: r.x + w, y: r.y, length: r.h, upright: true });
    } else {
      const h = Math.round(r.h * share / 4) * 4;
      rooms.push({ ...r, h }, { x: r.x, y: r.y + h, w: r.w, h: r.h - h });
      walls.push({ x: r.x, y: r.y + h, length: r.w, upright: false });
    }
  }
  return { rooms: rooms.sort((a, b) => b.w * b.h - a.w * a.h), walls };
}

function wallWithDoor({ x, y, length, upright }, roll) {
  const door = 18;
  const at = 6 + roll() * Math.max(0, length - door - 12);
  const swing = roll() > 0.5 ? 1 : -1;
  const d = upright
    ? `M${x} ${y}v${at}M${x} ${y + at + door}V${y + length}`
    : `M${x} ${y}h${at}M${x + at + door} ${y}H${x + length}`;
  const leaf = upright
    ? `M${x} ${y + at}h${swing * door}a${door} ${door} 0 0 ${swing > 0 ? 1 : 0} ${-swing * door} ${door}`
    : `M${x + at} ${y}v${swing * door}a${door} ${door} 0 0 ${swing > 0 ? 0 : 1} ${door} ${-swing * door}`;
  return [svg("path", { d, class: "wall" }), svg("path", { d: leaf, class: "leaf" })];
}

export function floorPlan({ id, beds, baths, sqft }) {
  const roll = dice(id);
  const width = 176 + Math.min(104, Math.round((sqft ?? 800) / 14));
  const box = { x: (320 - width) / 2, y: 42, w: width, h: 116 };
  const names = ["LIVING", ...Array.from({ length: Math.min(beds, 4) }, (_, i) => `BED ${i + 1}`), "KITCHEN", ...Array.from({ length: Math.min(baths, 3) }, () => "BATH")];
  const { rooms, walls } = divide(box, names.length, roll);
  const plan = svg("svg", { viewBox: "0 0 320 182", class: "plan", "aria-hidden": "true" });
  plan.append(svg("rect", { x: box.x, y: box.y, width: box.w, height: box.h, class: "outer" }));
  for (const wall of walls) plan.append(...wallWithDoor(wall, roll));
  for (let i = 0; i < 3; i++) { // windows in the outer walls
    const x = box.x + 16 + roll() * (box.w - 60);
    plan.append(svg("path", { d: `M${x} ${i % 2 ? box.y : box.y + box.h}h28`, class: "window" }));
  }
  rooms.forEach((room, i) => {
    if (room.w > 40 && room.h > 22) plan.append(svg("text", { x: room.x + room.w / 2, y: room.y + room.h / 2 + 3 }, names[i]));
  });
  const y = box.y + box.h + 12;
  plan.append(svg("path", { d: `M${box.x} ${y - 4}v8M${box.x + box.w} ${y - 4}v8M${box.x} ${y}h${box.w}`, class: "measure" }));
  if (sqft) plan.append(svg("text", { x: 160, y: y + 9, class: "size" }, `${sqft.toLocaleString("en")} ft²`));
  return plan;
}
