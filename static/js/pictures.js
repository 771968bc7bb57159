// Pictures that are dropped, pasted or chosen go through the library into the text; they are seen there at once.
import { Extension, Plugin, pm } from "django-prose-editor/editor";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("pictures");
const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,image/gif";
const SEEN = 720; // pixels across of what is drawn while it is being sent

const imagesOf = (transfer) => [...(transfer?.files ?? [])].filter(({ type, name }) => type.startsWith("image/") || /\.hei[cf]$/i.test(name));
const said = (tag, words, properties = {}) => Object.assign(document.createElement(tag), { textContent: words, ...properties });

// A place in the text that stays where it is while somebody types; and what was put in last, until the next change.
const places = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => {
      const { add, remove, mark } = tr.getMeta(key) ?? {};
      const moved = set.map(tr.mapping, tr.doc);
      if (add) return moved.add(tr.doc, [Decoration.widget(add.at, add.shown, { id: add.id })]);
      if (remove) return moved.remove(moved.find(null, null, ({ id }) => id === remove));
      if (mark) return moved.add(tr.doc, [Decoration.node(mark.from, mark.to, { class: "just-put" }, { isMark: true })]);
      return tr.docChanged || tr.selectionSet ? moved.remove(moved.find(null, null, ({ isMark }) => isMark)) : moved;
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

const send = async (file, words) => {
  const typed = new FormData();
  typed.append("file", file, file.name || "picture");
  typed.append("language", document.querySelector("[name=language]")?.value ?? "");
  typed.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const answer = await fetch(words.pictures, { method: "POST", body: typed });
    return answer.redirected ? { why: words.lost } : await answer.json();
  } catch {
    return { why: words.lost };
  }
};

// The picture itself, drawn from the file: our policy lets no page show an address made of one.
const draw = async (file, shown) => {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: SEEN, resizeQuality: "medium" });
    const canvas = said("canvas", "", { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    shown.prepend(canvas);
  } catch {
    // A kind that this browser cannot draw, or no picture at all: its name stands there until the portal has answered.
  }
};

// Put into the text once it has its height, so that nothing jumps.
const loaded = async (src) => {
  const image = new Image();
  image.src = src;
  await image.decode().catch(() => {});
};

const figure = ({ src, alt, caption }) => ({
  type: "figure",
  content: [{ type: "image", attrs: { src, alt } }, ...(caption ? [{ type: "caption", content: [{ type: "text", text: caption }] }] : [])],
});

class Desk {
  constructor(editor, template) {
    this.editor = editor;
    this.words = template.dataset;
    this.status = said("p", "", { className: "uploads", role: "status" });
    this.refused = said("div", "", { className: "uploads-refused", role: "alert" });
    this.last = Promise.resolve();
    this.isTypedIn = false; // since the last picture was handed over
    editor.view.dom.addEventListener("keydown", () => (this.isTypedIn = true));
    // Beneath the frame in which the editor's buttons stay in view, so that they never cover it.
    const below = said("div", "", { className: "below-text" });
    below.append(this.status, this.refused);
    editor.view.dom.closest(".flex-container").after(below);
  }

  // After the block in which they were let go: no paragraph is torn in two.
  after(at) {
    const $at = this.editor.state.doc.resolve(at);
    return $at.depth ? $at.after(1) : at;
  }

  take(files, pressed) {
    const at = this.after(pressed);
    this.refused.replaceChildren();
    this.isTypedIn = false;
    for (const file of files) {
      const id = {};
      const words = `${this.words.sending} ${file.name} …`;
      const shown = said("div", "", { className: "sending" });
      shown.append(said("span", words));
      const { tr } = this.editor.state;
      this.editor.view.dispatch(tr.setMeta(key, { add: { id, at, shown } }));
      this.status.textContent = words;
      draw(file, shown).then(() => shown.scrollIntoView({ block: "nearest" }));
      this.last = this.last.then(() => this.put(file, id));
    }
  }

  async put(file, id) {
    const found = await send(file, this.words);
    if (found.src) await loaded(found.src);
    const { state, view } = this.editor;
    const [place] = key.getState(state).find(null, null, (spec) => spec.id === id);
    this.status.textContent = "";
    view.dispatch(state.tr.setMeta(key, { remove: id }));
    if (!found.src) return this.refused.append(said("p", `${file.name}: ${this.words.refused} ${found.why ?? this.words.lost}`));
    this.insert(found, place?.from ?? state.doc.content.size, file.name);
    this.askFor(found);
  }

  async choose(found) {
    const at = this.after(this.editor.state.selection.to);
    await loaded(found.src);
    const node = this.insert(found, Math.min(at, this.editor.state.doc.content.size), found.alt || this.words.picture);
    node?.scrollIntoView({ block: "nearest" });
    this.isTypedIn = false;
    this.askFor(found);
  }

  // Whoever went on writing is not taken away from it.
  askFor(found) {
    const { questions } = this.editor.storage.describing;
    if (!found.alt && !this.isTypedIn && questions && !questions.holdsFocus()) questions.goThere();
  }

  // Said to those who hear the page and under the text, marked in it until the next change.
  insert(found, at, name) {
    const { editor } = this;
    editor.commands.insertContentAt(at, figure(found), { updateSelection: false });
    const { doc, tr } = editor.state;
    let put = null;
    doc.nodesBetween(Math.max(0, at - 1), Math.min(doc.content.size, at + 2), (node, from) => {
      if (node.type.name === "figure" && node.firstChild.attrs.src === found.src) put = { from, to: from + node.nodeSize };
    });
    this.status.textContent = `${this.words.put} ${name}${found.alt ? "" : `. ${this.words.describe}`}`;
    if (!put) return null;
    editor.view.dispatch(tr.setMeta(key, { mark: put }));
    return editor.view.nodeDOM(put.from);
  }

  leftOut() {
    this.refused.replaceChildren(said("p", this.words.foreign));
  }
}

export const Pictures = Extension.create({
  name: "pictures",
  onCreate() {
    const template = document.querySelector("template[data-pictures]");
    if (template) this.storage.desk = new Desk(this.editor, template);
  },
  addMenuItems({ menu, buttons }) {
    const template = document.querySelector("template[data-pictures]");
    if (!template?.dataset.pictures) return;
    const field = said("input", "", { type: "file", multiple: true, accept: TYPES });
    const button = buttons.material("add_photo_alternate", template.dataset.add);
    button.dataset.word = template.dataset.addWord;
    menu.defineItem({
      name: "pictures",
      groups: "nodes",
      priority: 110,
      button,
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
    const take = (files, at) => this.storage.desk?.words.pictures && files.length && (this.storage.desk.take(files, at), true);
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
    return [places, handling];
  },
});
