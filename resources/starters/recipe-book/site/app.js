import { change, h, insert, live, personalise, read, reconcile, remove, say, settings, share } from "./kit.js";
import { plate } from "./plate.js";

const $ = (id) => document.getElementById(id);
const courses = ["Starters", "Mains", "Baking", "Sweets"];
let course = "All";
let editing = null;
let scale = { id: null, serves: 0 };

const book = live({
  async load() {
    const [set, recipes, notes] = await Promise.all([settings(),
      read("recipes?select=id,title,cook,course,minutes,serves,ingredients,steps&order=title&limit=1000"), read("notes?select=id,recipe_id,author,body&order=id&limit=5000")]);
    return { set, recipes, notes };
  },
  show,
  failed(error) { $("state").textContent = `${error.message} Trying again…`; },
});

const openId = () => Number(/^#recipe-(\d+)$/.exec(location.hash)?.[1]) || null;
const lines = (text) => text.split("\n").map((l) => l.trim()).filter(Boolean);
const duration = (m) => (m < 60 ? `${m} min` : `${Math.floor(m / 60)} h${m % 60 ? ` ${m % 60} min` : ""}`);

function show({ set, recipes, notes }) {
  personalise(set);
  $("title").textContent = set.title ?? "Family Recipe Book";
  $("kept").textContent = `${recipes.length} recipes, kept by ${set.owner ?? "the family"}`;
  const recipe = recipes.find((r) => r.id === openId());
  $("shelf").hidden = Boolean(recipe);
  $("page").hidden = !recipe;
  document.body.classList.toggle("reading", Boolean(recipe));
  if (recipe) return showPage(recipe, notes.filter((n) => n.recipe_id === recipe.id));
  reconcile($("courses"), ["All", ...courses].map((c) => ({ id: c })), ({ id }) => h("button", { type: "button", onclick() { course = id; show(book.state); } }, id), (element, { id }) => element.setAttribute("aria-pressed", String(course === id)));
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = recipes.filter((r) => (course === "All" || r.course === course) && words.every((w) => `${r.title} ${r.cook} ${r.ingredients}`.toLowerCase().includes(w)));
  reconcile($("cards"), found, () => h("li.card", { "data-test": "card" }, h("a", {}, h("div.art"), h("h2", { "data-test": "card-title" }), h("p"))), (element, r) => {
    element.querySelector("a").href = String(r.id).startsWith("new") ? "#" : `#recipe-${r.id}`;
    const drawn = r.title + r.course;
    const art = element.querySelector(".art");
    if (art.dataset.drawn !== drawn) {
      art.replaceChildren(plate(r));
      art.dataset.drawn = drawn;
      art.className = `art ${r.course}`;
    }
    element.querySelector("h2").textContent = r.title;
    element.querySelector("p").textContent = [r.cook, duration(r.minutes)].filter(Boolean).join(" · ");
  });
  $("state").hidden = found.length > 0;
  $("state").textContent = recipes.length ? "Nothing like that in the book yet." : "An empty book. Write the first recipe down.";
}

/** The line with its amount multiplied: "1.5 tsp salt" for twice as many is "3 tsp salt". */
function scaled(line, factor) {
  const found = /^(\d+(?:[.,]\d+)?)(.*)$/.exec(line);
  if (!found || factor === 1) return line;
  const amount = Number(found[1].replace(",", ".")) * factor;
  const shown = amount >= 20 ? Math.round(amount) : Math.round(amount * 4) / 4 || Math.round(amount * 100) / 100;
  return `${String(shown).replace(".25", "¼").replace(".5", "½").replace(".75", "¾").replace(/^0(?=[¼½¾])/, "")}${found[2]}`;
}

function showPage(r, notes) {
  if (scale.id !== r.id) scale = { id: r.id, serves: r.serves };
  const signature = JSON.stringify([r, scale.serves]);
  if ($("page").dataset.drawn !== signature) {
    const ticked = new Set([...$("page").querySelectorAll(".ingredients input:checked")].map((c) => c.dataset.index));
    const same = $("page").dataset.recipe === String(r.id);
    const notesBox = same ? $("page").querySelector(".notes") : makeNotes(r.id);
    $("page").dataset.drawn = signature;
    $("page").dataset.recipe = r.id;
    $("page").replaceChildren(...pageOf(r, ticked, same), notesBox);
  }
  reconcile($("page").querySelector(".notes ul"), notes, (n) => h("li", { "data-test": "note" }, h("p", {}, n.body), h("cite", {}, n.author)));
}

function pageOf(r, ticked, same) {
  const step = (by) => () => { scale.serves = Math.min(100, Math.max(1, scale.serves + by)); show(book.state); };
  return [
    h("nav.crumbs", {}, h("a", { href: "#" }, "‹ All recipes"), h("span"), h("button.ghost", { type: "button", "data-test": "edit", onclick: () => openEditor(r.id) }, "Change it")),
    h("div.opening", {}, h(`div.art.${r.course}`, {}, plate(r)), h("div", {}, h("p.course", {}, r.course), h("h2", { "data-test": "page-title" }, r.title),
      h("p.facts", {}, [r.cook && `from ${r.cook}`, duration(r.minutes)].filter(Boolean).join(", ")))),
    h("div.spread", {},
      h("section.ingredients", {}, h("h3", {}, "Ingredients"),
        h("div.serves", {}, h("button", { type: "button", "aria-label": "Fewer", onclick: step(-1) }, "−"), h("span", { "aria-live": "polite", "data-test": "serves" }, `for ${scale.serves}`), h("button", { type: "button", "data-test": "more", "aria-label": "More", onclick: step(1) }, "+")),
        h("ul", {}, ...lines(r.ingredients).map((l, i) => h("li", {}, h("label", {}, h("input", { type: "checkbox", "data-index": i, checked: same && ticked.has(String(i)) }), h("span", { "data-test": "ingredient" }, scaled(l, scale.serves / r.serves))))))),
      h("section.steps", {}, h("h3", {}, "How it goes"), h("ol", {}, ...lines(r.steps).map((l) => h("li", {}, l))))),
  ];
}

function makeNotes(recipeId) {
  const author = h("input", { id: "n-author", "data-test": "note-author", maxLength: 60, placeholder: "Your name", "aria-label": "Your name", value: localStorage.getItem("name") ?? "" });
  const body = h("input", { id: "n-body", "data-test": "note-body", maxLength: 500, placeholder: "Less salt. More basil.", "aria-label": "Note" });
  const form = h("form", { autocomplete: "off", onsubmit(event) {
    event.preventDefault();
    const note = { recipe_id: recipeId, author: author.value.trim(), body: body.value.trim() };
    if (!note.author) return author.focus();
    if (!note.body) return body.focus();
    localStorage.setItem("name", note.author);
    body.value = "";
    book.act((s) => s.notes.push({ ...note, id: `new-${Date.now()}` }), () => insert("notes", note)).then((done) => { if (!done && !body.value) body.value = note.body; });
  } }, author, body, h("button.primary", { type: "submit", "data-test": "note-save" }, "Add"));
  return h("section.notes", {}, h("h3", {}, "In the margin"), h("ul"), form);
}

function openEditor(id) {
  const r = book.state?.recipes.find((x) => x.id === id);
  editing = id;
  $("e-title").textContent = r ? "Change the recipe" : "A new recipe";
  $("f-course").replaceChildren(...courses.map((c) => h("option", { value: c, selected: c === (r?.course ?? "Mains") }, c)));
  for (const [name, fallback] of Object.entries({ title: "", cook: localStorage.getItem("name") ?? "", minutes: 30, serves: 4, ingredients: "", steps: "" })) $(`f-${name}`).value = r?.[name] ?? fallback;
  $("delete").hidden = !r;
  $("problem").textContent = "";
  $("editor").showModal();
}
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const value = (name) => $(`f-${name}`).value.trim();
  const row = { title: value("title"), cook: value("cook"), course: value("course"), minutes: Number(value("minutes")), serves: Number(value("serves")), ingredients: lines(value("ingredients")).join("\n"), steps: lines(value("steps")).join("\n") };
  const whole = (n, highest) => Number.isInteger(n) && n >= 1 && n <= highest;
  const problem = !row.title ? "What is the dish called?" : !whole(row.minutes, 10000) ? "How many minutes does it take?" : !whole(row.serves, 100) ? "For how many people is it?"
    : !row.ingredients ? "It needs at least one ingredient." : !row.steps ? "And how does one make it?" : "";
  $("problem").textContent = problem;
  if (problem) return;
  const id = editing;
  $("editor").close();
  if (id === null) book.act((s) => s.recipes.push({ ...row, id: `new-${Date.now()}` }), () => insert("recipes", row)).then((made) => { if (made) location.hash = `recipe-${made.id}`; });
  else book.act((s) => Object.assign(s.recipes.find((r) => r.id === id), row), () => change("recipes", `id=eq.${id}`, row));
});
$("delete").addEventListener("click", () => {
  const id = editing;
  $("editor").close();
  location.hash = "";
  book.act((s) => { s.recipes = s.recipes.filter((r) => r.id !== id); }, () => remove("recipes", `id=eq.${id}`));
});
$("cancel").addEventListener("click", () => $("editor").close());
$("new").addEventListener("click", () => openEditor(null));
$("search").addEventListener("input", () => { if (openId()) location.hash = ""; if (book.state) show(book.state); });
$("share").addEventListener("click", () => share($("title").textContent));
addEventListener("hashchange", () => { if (book.state) show(book.state); scrollTo({ top: 0 }); });
