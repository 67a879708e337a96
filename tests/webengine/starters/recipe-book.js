(() => {
  const find = (name, root = document) => root.querySelector(`[data-test="${name}"]`);
  const until = async (fits) => { while (!fits()) await new Promise((r) => setTimeout(r, 30)); };
  const card = (title) => [...document.querySelectorAll('[data-test="card"]')].find((c) => find("card-title", c).textContent === title);
  const fill = (values) => {
    for (const [name, value] of Object.entries(values)) {
      find(name).value = value;
      find(name).dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  window.scenario = {
    ready: () => document.querySelectorAll('[data-test="card"]').length > 0 || Boolean(find("page-title")),
    add: async () => {
      find("new").click();
      fill({ "f-title": "Gnocchi <script>", "f-cook": "Aunt Rosa", "f-minutes": "45", "f-serves": "4", "f-ingredients": "500 g spinach\n\n 1.5 tsp salt", "f-steps": "Mix.\nBoil." });
      find("save").click();
      await until(() => find("page-title")?.textContent === "Gnocchi <script>"); // saved, and its page is open
      find("more").click();
      if (find("ingredient").textContent !== "625 g spinach") throw new Error(`scaled to ${find("ingredient").textContent}`);
    },
    sees: () => {
      if (!card("Gnocchi <script>")) return false;
      fill({ search: "rosa spinach" });
      const only = document.querySelectorAll('[data-test="card"]').length === 1;
      fill({ search: "" });
      return only;
    },
    edit: async () => {
      card("Gnocchi <script>").querySelector("a").click();
      await until(() => find("edit"));
      find("edit").click();
      fill({ "f-title": "Green gnocchi" });
      find("save").click();
      fill({ "note-author": "Mina", "note-body": "Twice the butter." });
      find("note-save").click();
    },
    seesEdit: () => find("page-title")?.textContent === "Green gnocchi" && find("note")?.textContent === "Twice the butter.Mina",
  };
})();
