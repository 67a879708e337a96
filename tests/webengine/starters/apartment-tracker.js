// SPDX-License-Identifier: GPL-3.0-or-later
// One person adds a home with a pro, the other one changes its rent and name.
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
  const home = (name) => [...document.querySelectorAll('[data-test="home"]')].find((card) => q("open", card).textContent === name);
  const first = "9 Lantern Lane <b>top</b>";
  const second = "9 Lantern Lane, attic";

  window.scenario = {
    ready: () => Boolean(q("home")),
    async add() {
      await until("the list", () => q("home"));
      q("add").click();
      fill("f-name", first);
      fill("f-price", "2310");
      fill("f-sqft", "770");
      fill("f-url", "https://example.com/lantern");
      q("f-save").click();
      await until("the new home", () => home(first));
    },
    sees: () => Boolean(home(first)) && home(first).textContent.includes("2,310") && home(first).textContent.includes("3.00/ft²"),
    async edit() {
      await until("the home", () => home(first));
      q("open", home(first)).click();
      q("edit").click();
      fill("f-name", second);
      fill("f-price", "2290");
      q("f-save").click();
      q("close").click();
      await until("the change", () => home(second));
    },
    seesEdit: () => Boolean(home(second)) && !home(first) && home(second).textContent.includes("2,290"),
  };
})();
