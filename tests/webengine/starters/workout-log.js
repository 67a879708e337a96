// SPDX-License-Identifier: GPL-3.0-or-later
// One person adds an exercise and logs a set; the other one corrects it.
(() => {
  const q = (test, within = document) => within.querySelector(`[data-test="${test}"]`);
  const fill = (test, value) => { const field = q(test); field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
  const until = async (what, check) => {
    for (let i = 0; i < 150; i++) {
      const found = check();
      if (found) return found;
      await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error(`waited in vain for ${what}`);
  };
  const name = "Sled <u>push</u>";
  const item = () => [...document.querySelectorAll('[data-test="exercise-item"]')].find((entry) => entry.textContent.includes(name));
  const sets = () => [...document.querySelectorAll('[data-test="set"]')].map((set) => set.textContent);
  const chosen = () => q("name").textContent === name;
  const look = () => { if (item() && !chosen()) item().click(); return Boolean(item()) && chosen(); };

  window.scenario = {
    ready: () => Boolean(q("exercise-item") && q("set")),
    async add() {
      await until("the exercises", () => q("exercise-item"));
      q("new-exercise").click();
      fill("x-name", name);
      q("x-save").click();
      await until("the exercise to be chosen", chosen);
      fill("weight", "112.5");
      fill("reps", "8");
      q("save").click();
      await until("the set", () => sets().some((text) => text.includes("112.5") && text.includes("× 8")));
    },
    sees: () => look() && sets().some((text) => text.includes("112.5") && text.includes("× 8")) && Boolean(q("chart").querySelector("circle")),
    async edit() {
      await until("the set", () => look() && q("set"));
      q("set").click();
      fill("e-weight", "117.5");
      fill("e-reps", "6");
      q("e-save").click();
      await until("the change", () => sets().some((text) => text.includes("117.5")));
    },
    seesEdit: () => look() && sets().some((text) => text.includes("117.5") && text.includes("× 6")) && !sets().some((text) => text.includes("112.5")),
  };
})();
