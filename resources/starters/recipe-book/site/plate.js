// A plate seen from above, drawn from the recipe itself: the same recipe always gives the same plate.
const palettes = {
  Starters: ["#5c8a3a", "#9dbf5a", "#e0662f", "#f2b84b", "#d8e6a8"],
  Mains: ["#a5472a", "#d9793d", "#6b7d3a", "#e9b95f", "#7a3b2e"],
  Baking: ["#c98a45", "#e8bd7a", "#f3dca8", "#9c5f2c", "#f6ecd2"],
  Sweets: ["#7c3558", "#c75a7b", "#f3c6cf", "#f7e8d8", "#4c2340"],
};

function random(seed) {
  let state = 2166136261;
  for (const c of seed) state = Math.imul(state ^ c.codePointAt(0), 16777619);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9 | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

function node(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [k, v] of Object.entries(attributes)) element.setAttribute(k, v);
  return element;
}

export function plate({ title, course }) {
  const next = random(title + course);
  const colours = palettes[course] ?? palettes.Mains;
  const svg = node("svg", { viewBox: "0 0 200 200", class: "plate", "aria-hidden": "true" });
  svg.append(node("circle", { cx: 100, cy: 106, r: 90, fill: "#0003" }),
    node("circle", { cx: 100, cy: 100, r: 90, fill: "#fffaf1" }),
    node("circle", { cx: 100, cy: 100, r: 84, fill: "none", stroke: colours[0], "stroke-width": 2, opacity: 0.55 }),
    node("circle", { cx: 100, cy: 100, r: 62, fill: "#f4e9d8" }));
  if (course === "Baking") return (/cake|tart|pie|torta/i.test(title) ? cake : slices)(svg, colours, next);
  // Sauce below, the food in a loose heap, something small on top.
  svg.append(node("ellipse", { cx: 100, cy: 101, rx: 50 + next() * 7, ry: 47 + next() * 7, fill: colours[4], transform: `rotate(${next() * 180} 100 100)` }));
  for (let i = 0, count = 15 + Math.floor(next() * 6); i < count; i += 1) {
    const angle = i * 2.39996, away = 44 * Math.sqrt((i + 0.6) / count);
    const x = 100 + Math.cos(angle) * away, y = 100 + Math.sin(angle) * away, size = 8 + next() * 8;
    svg.append(node("ellipse", { cx: x, cy: y + 2, rx: size, ry: size * 0.66, fill: "#0002", transform: `rotate(${next() * 0 + angle * 57} ${x} ${y})` }),
      node("ellipse", { cx: x, cy: y, rx: size, ry: size * (0.45 + next() * 0.4), fill: colours[Math.floor(next() * 4)], transform: `rotate(${angle * 57} ${x} ${y})` }));
  }
  for (let i = 0; i < 9; i += 1) svg.append(node("circle", { cx: 66 + next() * 68, cy: 66 + next() * 68, r: 1.4 + next() * 2, fill: colours[3 + Math.floor(next() * 2)] }));
  return svg;
}

function slices(svg, colours, next) {
  const count = 7;
  for (let i = 0; i < count; i += 1) {
    const angle = (i / count) * 360 + next() * 8;
    const slice = node("g", { transform: `rotate(${angle} 100 100) translate(100 68) rotate(${62 + next() * 14})` });
    slice.append(node("rect", { x: -20, y: -8, width: 40, height: 19, rx: 9, fill: "#0002" }), node("rect", { x: -20, y: -10, width: 40, height: 19, rx: 9, fill: colours[3] }),
      node("rect", { x: -17, y: -7.5, width: 34, height: 14, rx: 7, fill: colours[1] }));
    for (let k = 0; k < 4; k += 1) slice.append(node("ellipse", { cx: -12 + k * 8 + next() * 3, cy: -3 + next() * 6, rx: 3, ry: 1.8, fill: colours[2 + (k % 2) * 2], transform: `rotate(${next() * 90})` }));
    svg.append(slice);
  }
  return svg;
}

function cake(svg, colours, next) {
  svg.append(node("circle", { cx: 100, cy: 103, r: 52, fill: "#0002" }), node("circle", { cx: 100, cy: 100, r: 52, fill: colours[0] }),
    node("circle", { cx: 100, cy: 100, r: 45, fill: colours[1] }));
  const slices = 8 + Math.floor(next() * 3) * 2;
  for (let i = 0; i < slices; i += 1) {
    const angle = (i / slices) * Math.PI * 2;
    const [x, y] = [100 + Math.cos(angle) * 34, 100 + Math.sin(angle) * 34];
    svg.append(node("ellipse", { cx: x, cy: y, rx: 8, ry: 4.5, fill: colours[3], transform: `rotate(${angle * 57.3} ${x} ${y})` }));
  }
  for (let i = 0; i < 46; i += 1) {
    const angle = next() * 6.283, away = 44 * Math.sqrt(next());
    svg.append(node("circle", { cx: 100 + Math.cos(angle) * away, cy: 100 + Math.sin(angle) * away, r: 0.8 + next() * 1.2, fill: colours[4] }));
  }
  const cut = 0.35 + next() * 5;
  const edge = (a) => `${100 + Math.cos(a) * 54} ${100 + Math.sin(a) * 54}`;
  svg.append(node("path", { d: `M100 100L${edge(cut)}A54 54 0 0 1 ${edge(cut + 0.72)}Z`, fill: "#f4e9d8" }));
  return svg;
}
