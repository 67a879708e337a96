// SPDX-License-Identifier: GPL-3.0-or-later
// The first account owns the blog and posts; the same person, on another device, edits the note.
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
  const note = (text) => [...document.querySelectorAll('[data-test="note"]')].find((post) => post.textContent.includes(text));
  const enter = async () => {
    await until("the notes", () => q("note"));
    q("sign-in").click();
    fill("email", "writer@example.com");
    fill("password", "ink and paper");
    q("door-go").click();
    await until("the writing box", () => !q("compose").hidden);
  };
  const first = "A first <i>line</i> & nothing more";
  const second = "A first line, mended";

  window.scenario = {
    ready: () => Boolean(q("note")),
    async add() {
      if (q("compose") === null) throw new Error("no writing box in the page");
      await enter();
      fill("body", first);
      fill("link", "https://example.com/first?a=1");
      fill("tags-input", "hello, #World");
      q("post").click();
      await until("the note with its number", () => note(first) && q("edit", note(first)));
    },
    sees: () => Boolean(note(first)) && note(first).textContent.includes("#world") && q("note-link", note(first))?.href === "https://example.com/first?a=1",
    async edit() {
      if (!q("compose").hidden) throw new Error("a reader was offered the writing box");
      await enter();
      q("edit", await until("the note", () => note(first) && q("edit", note(first)) && note(first))).click();
      fill("edit-body", second);
      q("edit-save").click();
      await until("the change", () => note(second));
    },
    seesEdit: () => Boolean(note(second)) && !note(first),
  };
})();
