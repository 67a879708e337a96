// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a gift: what it is while it is free, a wrapped box with a bow once it is taken.
import { svg } from "./lib.js";

const papers = [[338, "dots"], [18, "stripes"], [168, "checks"], [262, "waves"], [44, "dots"], [205, "stripes"], [318, "checks"], [92, "waves"]];

const things = {
  home: "M60 92V62h20v30M52 92h36M56 62l6-26h16l6 26z",
  kitchen: "M42 60h56v22a10 10 0 0 1-10 10H52a10 10 0 0 1-10-10zM36 66h6m56 0h6M40 54h60M66 54v-5h8v5",
  garden: "M54 72h32l-4 20H58zM70 72V50M70 60c-16 2-20-10-19-18 12 0 19 6 19 18zm0-8c14 1 18-9 17-16-11 0-17 6-17 16z",
  book: "M70 46c-8-6-20-7-30-4v44c10-3 22-2 30 4 8-6 20-7 30-4V42c-10-3-22-2-30 4zm0 0v44",
  trip: "M36 90l24-42 14 24 8-12 22 30zM52 62l8 5 7-5M92 44a7 7 0 1 0 .1 0",
  cosy: "M38 56c0-8 6-12 12-12h40c6 0 12 4 12 12v26c0 5-4 8-8 8H46c-5 0-8-3-8-8zM38 66h64M54 66v24M70 66v24M86 66v24",
  music: "M70 66m-26 0a26 26 0 1 0 52 0a26 26 0 1 0-52 0M70 66m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0M70 66h.1M52 66a18 18 0 0 1 18-18",
  wine: "M56 38h28l-2 18c-1 8-6 12-12 12s-11-4-12-12zM70 68v22M58 92h24M57 52h26",
};

function pattern(kind, id, hue) {
  const line = `hsl(${hue} 55% 72% / .5)`;
  const lines = {
    dots: [18, svg("circle", { cx: 5, cy: 5, r: 2, fill: line }), svg("circle", { cx: 14, cy: 14, r: 2, fill: line })],
    stripes: [14, svg("path", { d: "M-4 18L18-4M-4 4L4-4M10 18l8-8", stroke: line, "stroke-width": 3 })],
    checks: [16, svg("path", { d: "M0 4h16M4 0v16", stroke: line, "stroke-width": 2.5 })],
    waves: [20, svg("path", { d: "M0 7q5-6 10 0t10 0M0 17q5-6 10 0t10 0", stroke: line, "stroke-width": 2, fill: "none" })],
  };
  const [size, ...shapes] = lines[kind];
  return svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, shapes);
}

export function giftPicture({ id, kind }, wrapped) {
  const [hue, paper] = papers[Math.abs(Number(id) || 0) % papers.length];
  const name = `paper-${id}`;
  const picture = svg("svg", { viewBox: "0 0 140 120", class: wrapped ? "picture wrapped" : "picture", "aria-hidden": "true", style: `--hue: ${hue}` });
  if (!wrapped) {
    picture.append(svg("circle", { cx: 70, cy: 64, r: 50, class: "disc" }), svg("path", { d: things[kind] ?? things.home, class: "thing" }));
    return picture;
  }
  picture.append(svg("defs", {}, pattern(paper, name, hue)),
    svg("g", { class: "box" },
      svg("path", { d: "M34 62h72v42a4 4 0 0 1-4 4H38a4 4 0 0 1-4-4z", fill: `hsl(${hue} 36% 44%)` }), svg("path", { d: "M34 62h72v42a4 4 0 0 1-4 4H38a4 4 0 0 1-4-4z", fill: `url(#${name})` }),
      svg("rect", { x: 29, y: 46, width: 82, height: 18, rx: 3, fill: `hsl(${hue} 40% 52%)` }), svg("rect", { x: 29, y: 46, width: 82, height: 18, rx: 3, fill: `url(#${name})` }),
      svg("path", { d: "M63 46h14v62H63z", class: "ribbon" })),
    svg("g", { class: "bow" }, svg("path", { d: "M70 46C52 46 40 26 52 24c9-1 16 11 18 22zM70 46C88 46 100 26 88 24c-9-1-16 11-18 22z" }), svg("circle", { cx: 70, cy: 45, r: 5 })));
  return picture;
}
