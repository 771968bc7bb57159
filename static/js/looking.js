// Buttons of the prose editor that look something up in a dialog and put what is pressed into the text: a link to an
// article, a picture of the library.
import { Extension } from "django-prose-editor/editor";

const WAIT = 200;

// `parts` of the page that answers stand in the dialog; `take` is given what was pressed and says whether it was one.
const lookUp = (dialog, { words, parts, take }) => {
  const form = dialog.querySelector("form");
  const field = form.elements.q;
  const place = dialog.querySelector(".found");
  let asked = 0;
  let waiting;
  let isAdding = false;

  const look = async () => {
    const mine = ++asked;
    try {
      const language = document.querySelector("[name=language]")?.value ?? "";
      const answer = await fetch(`${form.action}?${new URLSearchParams({ q: field.value, language })}`);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) place.replaceChildren(...page.querySelectorAll(parts));
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
    const pressed = event.target.closest(".link-choices a, [data-choose]");
    isAdding = !pressed && Boolean(event.target.closest("a"));
    if (!pressed) return;
    event.preventDefault();
    dialog.close();
    take(pressed);
  }, { signal });
  // Back from the window in which one was added: it stands first now.
  addEventListener("focus", () => {
    if (!isAdding) return;
    isAdding = false;
    field.focus();
    look();
  }, { signal });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener("close", () => over.abort(), { signal });

  field.value = words;
  dialog.showModal();
  field.select();
  look();
};

const define = (menu, button, { name, groups, word = "", command }) => {
  if (word) button.dataset.word = word;
  menu.defineItem({ name, groups, button, command, priority: word ? 110 : 100, active: () => false });
};

const link = (editor, href, title) => {
  const { empty } = editor.state.selection;
  const chain = editor.chain().focus();
  if (editor.isActive("link")) chain.extendMarkRange("link").updateAttributes("link", { href, title: null });
  else if (empty) chain.insertContent({ type: "text", text: title, marks: [{ type: "link", attrs: { href } }] });
  else chain.setMark("link", { href, title: null });
  chain.run();
};

export const ArticleLink = Extension.create({
  name: "articleLink",
  addMenuItems({ menu, buttons }) {
    const dialog = document.querySelector("dialog[data-links]");
    if (!dialog) return;
    const command = (editor) => {
      const { from, to } = editor.state.selection;
      lookUp(dialog, {
        words: editor.isActive("link") ? "" : editor.state.doc.textBetween(from, to, " ").slice(0, 100),
        parts: ".link-choices, #content-main .help",
        take: (pressed) => link(editor, pressed.getAttribute("href"), pressed.textContent.trim()),
      });
    };
    define(menu, buttons.material("article", dialog.querySelector("h2").textContent), { name: "articleLink", groups: "link", command });
  },
});

export const Library = Extension.create({
  name: "library",
  addMenuItems({ menu, buttons }) {
    const dialog = document.querySelector("dialog[data-library]");
    if (!dialog) return;
    const { library: word } = dialog.dataset;
    const command = (editor) => lookUp(dialog, {
      words: "",
      parts: "#content-main > :is(h2, ul, p)",
      take: ({ dataset }) => {
        const found = { src: dataset.choose, alt: dataset.alt, caption: dataset.caption };
        editor.storage.pictures.desk.choose(found);
      },
    });
    const button = buttons.material("photo_library", dialog.querySelector("h2").textContent);
    define(menu, button, { name: "library", groups: "nodes", word, command });
  },
});
