// Tables that keep what the editor's own would lose: the sentence over them, their head and foot, what a head is over.
import { Node, Table, TableHeader, TableRow, updateAttrsDialog } from "django-prose-editor/editor";

const captionOf = (table) => table.querySelector(":scope > caption")?.textContent.replace(/\s+/g, " ").trim() || null;

// Read with its table, so nothing else reads it as text.
const Caption = Node.create({
  name: "tableCaption",
  content: "text*",
  parseHTML: () => [{ tag: "table > caption", ignore: true }],
  renderHTML: () => ["caption", 0],
});

// While it is edited a table has rows alone; each knows whether it came from the head or the foot.
const PART = "data-part";
const partOf = (row) => row.getAttribute(PART) || { THEAD: "head", TFOOT: "foot" }[row.parentElement?.tagName] || null;

export const PartedRow = TableRow.extend({
  addAttributes() {
    return { ...this.parent?.(), part: { default: null, parseHTML: partOf, renderHTML: ({ part }) => (part ? { [PART]: part } : {}) } };
  },
});

export const ScopedHeader = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } };
  },
  // Archives have heads of plain cells.
  parseHTML() {
    return [...this.parent(), { tag: "thead td", priority: 60, getAttrs: (cell) => (cell.parentElement.querySelector("th") ? false : {}) }];
  },
});

const isHead = ({ cells }) => [...cells].every(({ tagName }) => tagName === "TH");

// As many rows as came in a head, while they still have a head cell; else the first that have nothing else.
const headOf = (rows) => {
  const last = rows.findLastIndex((row) => row.getAttribute(PART) === "head" && row.querySelector("th"));
  if (last >= 0) return rows.slice(0, last + 1);
  const end = rows.findIndex((row) => !isHead(row));
  return rows.slice(0, Math.max(end, 0));
};

const part = (table) => {
  const rows = [...table.rows];
  const head = headOf(rows);
  const first = rows.findIndex((row, at) => at >= head.length && row.getAttribute(PART) === "foot");
  const foot = first < 0 ? [] : rows.slice(first);
  const put = (name, some, where) => {
    if (!some.length) return;
    const group = document.createElement(name);
    group.append(...some);
    table.tBodies[0][where](group);
  };
  put("thead", head, "before");
  put("tfoot", foot, "after");
  if (!table.tBodies[0].rows.length) table.tBodies[0].remove();
  for (const row of rows) row.removeAttribute(PART);
};

const parted = (html) => {
  if (!html.includes("<table")) return html;
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("table").forEach(part);
  return template.innerHTML;
};

export const CaptionedTable = Table.extend({
  addExtensions: () => [Caption, PartedRow, ScopedHeader],
  onBeforeCreate() {
    const { editor } = this;
    const plain = editor.getHTML.bind(editor);
    editor.getHTML = () => parted(plain());
  },
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
