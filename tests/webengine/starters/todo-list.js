(() => {
  const find = (name, root = document) => root.querySelector(`[data-test="${name}"]`);
  const items = () => [...document.querySelectorAll('[data-test="item"]')];
  const item = (title) => items().find((i) => find("title", i).value === title);
  const type = (input, text) => {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.blur();
  };
  window.scenario = {
    ready: () => items().length > 0,
    add: async () => {
      find("for-partner").click();
      type(find("new-title"), "Buy candles <b>for the cake</b>");
      find("add").click();
    },
    sees: () => Boolean(item("Buy candles <b>for the cake</b>")),
    edit: async () => {
      const row = item("Buy candles <b>for the cake</b>");
      type(find("title", row), "Buy nine candles");
      find("tick", item("Buy nine candles")).click();
    },
    seesEdit: () => item("Buy nine candles")?.classList.contains("is-done") ?? false,
  };
})();
