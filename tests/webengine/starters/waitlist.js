(() => {
  const find = (name) => document.querySelector(`[data-test="${name}"]`);
  const count = () => Number(document.getElementById("count").dataset.value);
  const votes = () => [...document.querySelectorAll('[data-test="votes"]')].map((v) => Number(v.textContent));
  const until = async (fits) => { while (!fits()) await new Promise((r) => setTimeout(r, 30)); };
  // What the page said at first is kept for after a reload.
  const before = () => JSON.parse(sessionStorage.getItem("before"));
  const join = async (email) => {
    find("email").value = email;
    find("email").dispatchEvent(new Event("input", { bubbles: true }));
    find("join").click();
    await until(() => !find("joined").hidden);
  };
  window.scenario = {
    ready: () => {
      const loaded = count() > 0 && votes().length === 4;
      if (loaded && !before()) sessionStorage.setItem("before", JSON.stringify({ count: count(), second: votes()[1] }));
      return loaded;
    },
    add: () => join("Ada.Example@Example.com"),
    sees: () => count() > before().count,
    edit: async () => {
      await join("grace@example.com");
      document.querySelectorAll('[data-test="choice"]')[0].click();
      document.querySelectorAll('[data-test="choice"]')[1].click(); // changed her mind
    },
    seesEdit: () => count() === before().count + 2 && votes()[1] === before().second + 1,
  };
})();
