// SPDX-License-Identifier: GPL-3.0-or-later
// One person turns and grades a card by keyboard and writes a new one; the other one changes it.
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
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const item = (front, back) => [...document.querySelectorAll('[data-test="item"]')].find((card) => card.querySelector("b").textContent === front && card.querySelector("span").textContent === back);
  const look = () => { q("view-cards").click(); return !q("cards").hidden; };
  const front = "Two <b>coffees</b>, please";

  window.scenario = {
    ready: () => !q("card").hidden && q("front").textContent !== "",
    async add() {
      await until("a card on the desk", () => !q("card").hidden && q("front").textContent);
      const first = q("front").textContent;
      if (q("back").textContent) throw new Error("the answer is in the page before the card is turned");
      press(" ");
      await until("the answer", () => q("back").textContent && q("grade-4"));
      press("4");
      await until("the next card", () => q("front").textContent !== first && !q("back").textContent);
      q("view-cards").click();
      fill("n-front", front);
      fill("n-back", "Dos cafés, por favor");
      fill("n-topic", "Food");
      q("n-save").click();
      await until("the new card", () => item(front, "Dos cafés, por favor"));
    },
    sees: () => look() && Boolean(item(front, "Dos cafés, por favor")),
    async edit() {
      q("view-cards").click();
      q("open", await until("the card", () => item(front, "Dos cafés, por favor"))).click();
      fill("e-back", "Dos cafés solos, por favor");
      q("e-save").click();
      await until("the change", () => item(front, "Dos cafés solos, por favor"));
    },
    seesEdit: () => look() && Boolean(item(front, "Dos cafés solos, por favor")) && !item(front, "Dos cafés, por favor"),
  };
})();
