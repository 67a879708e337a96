(() => {
  const find = (name, root = document) => root.querySelector(`[data-test="${name}"]`);
  const entry = (what) => [...document.querySelectorAll('[data-test="entry"]')].find((e) => find("entry-what", e).textContent === what);
  const fill = (name, text) => {
    find(name).value = text;
    find(name).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const balances = () => [...document.querySelectorAll('[data-test="balance"]')].map((b) => b.textContent).join(" ");
  const shows = (what, amount) => find("entry-amount", entry(what) ?? document.createElement("p"))?.textContent === amount;
  window.scenario = {
    ready: () => document.querySelectorAll('[data-test="entry"]').length > 0,
    add: async () => {
      find("new").click();
      fill("amount", "40,20");
      fill("what", "Ferry <i>tickets</i>");
      find("save").click();
    },
    sees: () => shows("Ferry <i>tickets</i>", "€40.20"),
    edit: async () => {
      const before = balances();
      entry("Ferry <i>tickets</i>").click();
      fill("amount", "84.00");
      find("save").click();
      if (balances() === before) throw new Error("the balances did not move");
    },
    seesEdit: () => shows("Ferry <i>tickets</i>", "€84.00"),
  };
})();
