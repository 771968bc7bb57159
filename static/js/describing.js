// Asks under the text what is seen on each picture that came into it without words, and writes the answers into it.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

// The same element while its words change: a new one has no height until it is loaded, and the page would jump.
const steady = new Plugin({
  props: {
    nodeViews: {
      image: (node) => {
        const { dom } = pm.model.DOMSerializer.renderSpec(document, node.type.spec.toDOM(node));
        const update = (other) => {
          if (other.type !== node.type || other.attrs.src !== node.attrs.src) return false;
          dom.alt = other.attrs.alt ?? "";
          return true;
        };
        return { dom, update };
      },
    },
  },
});

class Questions {
  constructor(editor, template) {
    this.editor = editor;
    this.box = template.content.querySelector("section").cloneNode(true);
    const below = made("div", { className: "below-text" });
    below.append(this.box);
    editor.view.dom.closest(".flex-container").after(below);
  }

  // A row for each picture that came without words; it stays, to be read over, as long as the picture does.
  ask() {
    const rows = new Map([...this.box.querySelectorAll("li")].map((row) => [row.dataset.src, row]));
    const images = new Map();
    this.editor.state.doc.descendants(({ type, attrs }) => {
      if (type.name === "image" && !attrs.src.startsWith("/drawings/")) images.set(attrs.src, attrs.alt ?? "");
    });
    for (const [src, row] of rows) if (!images.has(src)) row.remove();
    for (const [src, alt] of images) {
      if (!alt && !rows.has(src)) this.box.querySelector("ul").append(this.row(src));
      const field = rows.get(src)?.querySelector("input");
      if (field && field !== document.activeElement) field.value = alt;
    }
    const fields = [...this.box.querySelectorAll("input")];
    this.box.hidden = !fields.length;
    this.box.classList.toggle("is-done", fields.every(({ value }) => value.trim()));
  }

  row(src) {
    const row = made("li", {});
    row.dataset.src = src;
    const field = made("input", { type: "text", maxLength: 300 });
    field.setAttribute("aria-label", this.box.querySelector("h3").textContent);
    field.addEventListener("input", () => this.answer(src, field.value.trim()));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (!this.goThere()) this.editor.commands.focus();
    });
    row.append(made("img", { src, alt: "", className: "thumbnail" }), field);
    return row;
  }

  // To the first picture without words; false where all have some.
  goThere() {
    const field = [...this.box.querySelectorAll("input")].find(({ value }) => !value.trim());
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "center" });
    return Boolean(field);
  }

  holdsFocus() {
    return this.box.contains(document.activeElement);
  }

  answer(src, alt) {
    const { state, view } = this.editor;
    const { tr } = state;
    state.doc.descendants((node, at) => {
      if (node.type.name === "image" && node.attrs.src === src) tr.setNodeAttribute(at, "alt", alt);
    });
    view.dispatch(tr);
  }
}

export const Describing = Extension.create({
  name: "describing",
  onCreate() {
    const template = document.querySelector("template[data-pictures]");
    if (!template) return;
    this.storage.questions = new Questions(this.editor, template);
    this.storage.questions.ask();
  },
  onUpdate() {
    this.storage.questions?.ask();
  },
  // The editor's own sign over a picture would lie on the words that are being typed under it.
  onTransaction() {
    this.editor.view.dom.closest(".prose-editor").classList.toggle("in-caption", this.editor.isActive("caption"));
  },
  // Where the caret is in a caption, the list of kinds of paragraph says so; it is no kind to be chosen.
  addMenuItems({ menu, buttons }) {
    const isThere = (editor) => editor.isActive("figure");
    menu.defineItem({
      name: "caption",
      groups: "blockType",
      button: buttons.material("subtitles", ""),
      option: made("p", {}),
      active: isThere,
      hidden: (editor) => !isThere(editor),
      command: () => {},
    });
  },
  addProseMirrorPlugins: () => [steady],
});
