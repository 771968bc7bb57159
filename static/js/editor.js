// The prose editor under our policy: its base rules stand in css/editor.css, because the policy refuses the
// <style> element that it would add; and the writing area says its name and hint to assistive technology.
import { Editor } from "django-prose-editor/editor";

Editor.prototype.injectCSS = () => {};

// Each button by the name that the portal has for it; the kind of paragraph is shown by a copy of its button.
const EVERYWHERE = "blockType lists nodes marks link table history";
const giveNames = ({ menu, dom }, names) => {
  const given = new Map();
  const name = (button, words) => {
    button.title = words;
    button.setAttribute("aria-label", words);
  };
  for (const item of menu.items(EVERYWHERE)) {
    const words = names[item.name];
    if (!words) continue;
    if (item.option) item.option.textContent = words;
    if (!item.button) continue;
    given.set(item.button.title, words);
    name(item.button, words);
  }
  for (const copy of dom.querySelectorAll(".prose-menubar__selected button")) name(copy, given.get(copy.title) ?? copy.title);
};

// How much of the window the bars cover that stay in view: the caret is kept off them.
const sides = (menu, row) => {
  const covered = (bar) => 16 + (bar && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0);
  const free = {
    left: 5,
    right: 5,
    get top() {
      return covered(menu());
    },
    get bottom() {
      return covered(row);
    },
  };
  return { scrollThreshold: free, scrollMargin: free };
};

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const attributes = { role: "textbox", "aria-multiline": "true" };
  const label = textarea.labels[0];
  if (label) {
    label.id ||= `${textarea.id}_label`;
    attributes["aria-labelledby"] = label.id;
    label.addEventListener("click", () => editor.commands.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  // The checker leads to what is wrong by the field's name, which the editor hides.
  const show = () => {
    if (location.hash !== `#${textarea.id}`) return;
    editor.view.dom.scrollIntoView({ block: "center" });
    editor.commands.focus();
  };
  addEventListener("hashchange", show);
  show();
  const menu = () => editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar");
  editor.on("create", () => {
    giveNames(editor.storage.menu, JSON.parse(textarea.dataset.names ?? "{}"));
  });
  editor.setOptions({ editorProps: { attributes, ...sides(menu, textarea.form.querySelector(".submit-row")) } });
});
