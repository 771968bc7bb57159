// Pictures that are dropped, pasted or chosen go through the library into the text, each asked at once what it shows.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("pictures");
const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,image/gif";

const imagesOf = (transfer) => [...(transfer?.files ?? [])].filter(({ type, name }) => type.startsWith("image/") || /\.hei[cf]$/i.test(name));
const said = (tag, words, properties = {}) => Object.assign(document.createElement(tag), { textContent: words, ...properties });

// A place in the text that stays where it is while somebody types.
const places = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => {
      const { add, remove } = tr.getMeta(key) ?? {};
      const moved = set.map(tr.mapping, tr.doc);
      if (add) return moved.add(tr.doc, [Decoration.widget(add.at, said("span", add.words, { className: "sending" }), { id: add.id })]);
      return remove ? moved.remove(moved.find(null, null, ({ id }) => id === remove)) : moved;
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

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

const send = async (file, words) => {
  const typed = new FormData();
  typed.append("file", file, file.name || "picture");
  typed.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const answer = await fetch(words.pictures, { method: "POST", body: typed });
    return answer.redirected ? { why: words.lost } : await answer.json();
  } catch {
    return { why: words.lost };
  }
};

const figure = ({ src, alt, caption }) => ({
  type: "figure",
  content: [{ type: "image", attrs: { src, alt } }, ...(caption ? [{ type: "caption", content: [{ type: "text", text: caption }] }] : [])],
});

class Desk {
  constructor(editor, template) {
    this.editor = editor;
    this.words = template.dataset;
    this.box = template.content.querySelector("section").cloneNode(true);
    this.status = said("p", "", { className: "uploads", role: "status" });
    this.refused = said("div", "", { className: "uploads-refused", role: "alert" });
    this.last = Promise.resolve();
    // Beneath the frame in which the editor's buttons stay in view, so that they never cover it.
    const below = said("div", "", { className: "below-text" });
    below.append(this.status, this.refused, this.box);
    editor.view.dom.closest(".flex-container").after(below);
  }

  // After the block in which they were let go: no paragraph is torn in two.
  take(files, pressed) {
    const $pressed = this.editor.state.doc.resolve(pressed);
    const at = $pressed.depth ? $pressed.after(1) : pressed;
    this.refused.replaceChildren();
    for (const file of files) {
      const id = {};
      const words = `${this.words.sending} ${file.name} …`;
      const { tr } = this.editor.state;
      this.editor.view.dispatch(tr.setMeta(key, { add: { id, at, words } }));
      this.status.textContent = words;
      this.last = this.last.then(() => this.put(file, id));
    }
  }

  async put(file, id) {
    const found = await send(file, this.words);
    const { state, view } = this.editor;
    const [place] = key.getState(state).find(null, null, (spec) => spec.id === id);
    this.status.textContent = "";
    view.dispatch(state.tr.setMeta(key, { remove: id }));
    if (found.src) this.editor.commands.insertContentAt(place?.from ?? state.doc.content.size, figure(found), { updateSelection: false });
    else this.refused.append(said("p", `${file.name}: ${this.words.refused} ${found.why ?? this.words.lost}`));
  }

  leftOut() {
    this.refused.replaceChildren(said("p", this.words.foreign));
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
    const row = said("li", "");
    row.dataset.src = src;
    const field = said("input", "", { type: "text", maxLength: 300 });
    field.setAttribute("aria-label", this.box.querySelector("h3").textContent);
    field.addEventListener("input", () => this.describe(src, field.value.trim()));
    field.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), field.blur()));
    row.append(said("img", "", { src, alt: "", className: "thumbnail" }), field);
    return row;
  }

  describe(src, alt) {
    const { state, view } = this.editor;
    const { tr } = state;
    state.doc.descendants((node, at) => {
      if (node.type.name === "image" && node.attrs.src === src) tr.setNodeAttribute(at, "alt", alt);
    });
    view.dispatch(tr);
  }
}

export const Pictures = Extension.create({
  name: "pictures",
  onCreate() {
    const template = document.querySelector("template[data-pictures]");
    if (!template) return;
    this.storage.desk = new Desk(this.editor, template);
    this.storage.desk.ask();
  },
  onUpdate() {
    this.storage.desk?.ask();
  },
  addMenuItems({ menu, buttons }) {
    const template = document.querySelector("template[data-pictures]");
    if (!template) return;
    const field = said("input", "", { type: "file", multiple: true, accept: TYPES });
    menu.defineItem({
      name: "pictures",
      groups: "nodes",
      button: buttons.material("add_photo_alternate", template.dataset.add),
      command: (editor) => {
        field.onchange = () => {
          this.storage.desk.take([...field.files], editor.state.selection.to);
          field.value = "";
        };
        field.click();
      },
      active: () => false,
    });
  },
  addProseMirrorPlugins() {
    const take = (files, at) => this.storage.desk && files.length && (this.storage.desk.take(files, at), true);
    const handling = new Plugin({
      props: {
        handleDrop: (view, event, slice, moved) => {
          if (moved || !imagesOf(event.dataTransfer).length) return false;
          event.preventDefault();
          return take(imagesOf(event.dataTransfer), view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size);
        },
        handlePaste: (view, { clipboardData }) => {
          // Word puts a picture of the text beside the text; a picture copied from a page has mark-up without words.
          const words = clipboardData.getData("text/html").replace(/<(style|title)[\s\S]*?<\/\1>|<[^>]*>/gi, "");
          return !words.trim() && take(imagesOf(clipboardData), view.state.selection.to);
        },
      },
    });
    return [places, handling, steady];
  },
});
