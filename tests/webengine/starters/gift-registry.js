// SPDX-License-Identifier: GPL-3.0-or-later
// The host sets up the list and adds a gift; a guest claims it, and it is taken for everybody.
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
  const name = "Tea <em>set</em> for two";
  const gift = () => [...document.querySelectorAll('[data-test="gift"]')].find((card) => card.querySelector("h2").textContent === name);

  window.scenario = {
    ready: () => Boolean(q("gift")),
    async add() {
      await until("the list", () => q("gift"));
      q("sign-in").click();
      fill("email", "host@example.com");
      fill("password", "tied with a bow");
      q("door-go").click();
      await until("the host's button", () => !q("add").hidden);
      q("add").click();
      fill("f-name", name);
      fill("f-price", "75");
      fill("f-url", "https://example.com/tea");
      q("f-save").click();
      await until("the new gift", gift);
    },
    sees: () => Boolean(gift()) && gift().textContent.includes("75") && q("link", gift())?.href === "https://example.com/tea",
    async edit() {
      if (!q("add").hidden) throw new Error("a guest was offered the host's button");
      q("claim", await until("the gift", gift)).click();
      fill("guest-name", "Robin <script>");
      q("take-go").click();
      await until("the claim", () => gift() && q("release", gift()) && !q("release", gift()).disabled);
    },
    // taken for the host and other guests, and "put it back" only for the one who claimed it
    seesEdit: () => Boolean(gift()) && gift().classList.contains("taken") && !q("claim", gift()) && !document.body.textContent.includes("Robin <"),
  };
})();
