// A button of the prose editor that looks articles up and links to the one that is pressed.
import { Extension } from "django-prose-editor/editor";

const WAIT = 200;

const insert = (editor, href, title) => {
  const { empty } = editor.state.selection;
  const chain = editor.chain().focus();
  if (editor.isActive("link")) chain.extendMarkRange("link").updateAttributes("link", { href, title: null });
  else if (empty) chain.insertContent({ type: "text", text: title, marks: [{ type: "link", attrs: { href } }] });
  else chain.setMark("link", { href, title: null });
  chain.run();
};

const open = (editor, dialog) => {
  const form = dialog.querySelector("form");
  const field = form.elements.q;
  const place = dialog.querySelector(".found");
  let asked = 0;
  let waiting;

  const look = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams({ q: field.value })}`);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) place.replaceChildren(page.querySelector(".link-choices, #content-main .help"));
    } catch {
      if (mine === asked) place.textContent = place.dataset.failed;
    }
  };

  const over = new AbortController();
  const { signal } = over;
  form.addEventListener("submit", (event) => (event.preventDefault(), look()), { signal });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  }, { signal });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    dialog.close();
    insert(editor, link.getAttribute("href"), link.textContent.trim());
  }, { signal });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener("close", () => over.abort(), { signal });

  const { from, to } = editor.state.selection;
  field.value = editor.isActive("link") ? "" : editor.state.doc.textBetween(from, to, " ").slice(0, 100);
  dialog.showModal();
  field.select();
  look();
};

export const ArticleLink = Extension.create({
  name: "articleLink",
  addMenuItems({ menu, buttons }) {
    const dialog = document.querySelector("dialog[data-links]");
    if (!dialog) return;
    menu.defineItem({
      name: "articleLink",
      groups: "link",
      button: buttons.material("article", dialog.querySelector("h2").textContent),
      command: (editor) => open(editor, dialog),
      active: () => false,
    });
  },
});
