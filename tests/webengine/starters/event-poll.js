(() => {
  const slot = (i) => document.querySelectorAll('[data-test="slot"]')[i];
  const find = (name, root = document) => root.querySelector(`[data-test="${name}"]`);
  const voter = (name) => [...document.querySelectorAll('[data-test="voter"]')].find((r) => r.querySelector("th").textContent === name);
  const answer = (name, i) => voter(name)?.querySelectorAll("i")[i]?.className;
  const until = async (fits) => { while (!fits()) await new Promise((r) => setTimeout(r, 30)); };
  const enter = async (name) => {
    find("name").value = name;
    find("enter").click();
    await until(() => voter(name));
  };
  window.scenario = {
    ready: () => Boolean(slot(4)),
    add: async () => {
      await enter("Ravi <3");
      find("vote-yes", slot(2)).click();
    },
    sees: () => answer("Ravi <3", 2) === "yes",
    edit: async () => {
      await enter("Mina");
      find("vote-no", slot(4)).click();
      find("vote-maybe", slot(4)).click(); // changed her mind
      find("when").value = "2090-05-04T18:15";
      find("suggest").click();
      await until(() => document.querySelectorAll('[data-test="slot"]').length === 6);
    },
    seesEdit: () => answer("Mina", 4) === "maybe" && slot(5)?.querySelector(".clock").textContent === "18:15",
  };
})();
