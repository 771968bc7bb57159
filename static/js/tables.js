// Tables that keep the sentence over them, which the editor's own would take for a row.
import { Node, Table, updateAttrsDialog } from "django-prose-editor/editor";

const captionOf = (table) => table.querySelector(":scope > caption")?.textContent.replace(/\s+/g, " ").trim() || null;

// Read with its table, so nothing else reads it as text.
const Caption = Node.create({
  name: "tableCaption",
  content: "text*",
  parseHTML: () => [{ tag: "table > caption", ignore: true }],
  renderHTML: () => ["caption", 0],
});

export const CaptionedTable = Table.extend({
  addExtensions: () => [Caption],
  // Shown as it is written out: the editor's own view has no place for the caption.
  addNodeView: () => null,
  addAttributes() {
    return { ...this.parent?.(), caption: { default: null, parseHTML: captionOf, renderHTML: () => ({}) } };
  },
  renderHTML({ node, HTMLAttributes }) {
    const spec = this.parent({ node, HTMLAttributes });
    const { caption } = node.attrs;
    return caption ? [spec[0], spec[1], ["caption", { contenteditable: "false" }, caption], ...spec.slice(2)] : spec;
  },
  addMenuItems(storage) {
    this.parent?.(storage);
    const { menu, buttons } = storage;
    const names = JSON.parse(document.querySelector("textarea[data-names]")?.dataset.names ?? "{}");
    const words = names["table:caption"] ?? "";
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.material("title", words),
      active: (editor) => Boolean(editor.getAttributes("table").caption),
      hidden: (editor) => !editor.isActive("table"),
      command: async (editor) => {
        const ask = updateAttrsDialog({ caption: { type: "string", title: words } }, { title: words });
        const typed = await ask(editor, editor.getAttributes("table"));
        if (typed) editor.chain().focus().updateAttributes("table", { caption: typed.caption.trim() || null }).run();
      },
    });
  },
});
