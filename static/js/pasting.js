// What is pasted from Word, Google Docs or a page keeps its structure and loses the rest, before the editor reads it.
import { Extension, Plugin } from "django-prose-editor/editor";

const DROPPED = "script, style, meta, link, title, xml, iframe, object, form button, nav, svg, [data-style*='mso-element:comment'], [data-style*='mso-element: comment'], .MsoCommentReference, [data-style*='display:none'], [data-style*='display: none'], [hidden]";
const RENAMED = { H1: "h2", H5: "h4", H6: "h4", B: "strong", I: "em", STRIKE: "s", DEL: "s" };
const QUOTES = /^(MsoQuote|MsoIntenseQuote)/;
const HEADS = { MsoTitle: "h2", MsoSubtitle: "h3" };

const unwrap = (element) => element.replaceWith(...element.childNodes);
const put = (element, name) => {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  for (const kept of ["href", "src", "alt", "colspan", "rowspan", "start"]) {
    if (element.hasAttribute(kept)) made.setAttribute(kept, element.getAttribute(kept));
  }
  element.replaceWith(made);
  return made;
};
const wrap = (element, name) => {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.append(made);
};
const styleOf = (element) => `;${element.getAttribute("data-style") ?? ""}`.replace(/\s+/g, "").toLowerCase();
// Styles are read, never applied: our policy would refuse each by an error of its own.
const inert = (html) =>
  html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));

// "mso-list:l0 level2 lfo1" on a paragraph that begins with its own sign makes an item of the second depth.
const levelOf = (paragraph) => Number(/mso-list:[^;]*level(\d)/.exec(styleOf(paragraph))?.[1] ?? 0);
const lists = (body) => {
  let open = []; // the lists that are open, each in the last item of the one before
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = /^P$/.test(paragraph.tagName) ? levelOf(paragraph) : 0;
    if (!level) {
      open = [];
      continue;
    }
    const sign = paragraph.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
    const isNumbered = /^\(?(\d+|[a-z]|[ivxl]+)[.)]/i.test(sign?.textContent.trim() ?? "");
    sign?.remove();
    if (open.length && open[0].nextSibling && open[0].nextElementSibling !== paragraph) open = [];
    open.length = Math.min(open.length, level);
    while (open.length < level) {
      const list = body.ownerDocument.createElement(isNumbered ? "ol" : "ul");
      const last = open.at(-1)?.lastElementChild;
      if (open.length && last) last.append(list);
      else if (open.length) open.at(-1).append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    open.at(-1).append(item);
    item.append(paragraph);
  }
};

// Docs and Word online put a list into a list; it belongs to the item before it.
const nest = (body) => {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
};

const marks = (body) => {
  for (const element of body.querySelectorAll("span, font, b")) {
    const style = styleOf(element);
    if (/;font-weight:(bold|[6-9]00)/.test(style) && !element.closest("strong, h1, h2, h3, h4, h5, h6, th")) wrap(element, "strong");
    if (/;font-style:(italic|oblique)/.test(style)) wrap(element, "em");
    if (/;text-decoration[^;]*line-through/.test(style)) wrap(element, "s");
    if (/;vertical-align:super/.test(style)) wrap(element, "sup");
    if (/;vertical-align:sub/.test(style)) wrap(element, "sub");
    if (element.tagName === "SPAN" && /mso-spacerun:yes/.test(style)) element.textContent = " ";
    if (element.tagName !== "B" || /;font-weight:(normal|400)/.test(style)) unwrap(element);
  }
};

const links = (body) => {
  for (const link of body.querySelectorAll("a")) {
    let href = link.getAttribute("href") ?? "";
    if (/^https:\/\/www\.google\.com\/url\?/.test(href)) href = new URL(href).searchParams.get("q") ?? href;
    if (/^(https?:|mailto:|tel:|\/(?!\/))/i.test(href)) link.setAttribute("href", href);
    else unwrap(link);
  }
};

const blocks = (body) => {
  for (const paragraph of body.querySelectorAll("p")) {
    const name = paragraph.className;
    if (QUOTES.test(name)) wrap(put(paragraph, "blockquote"), "p");
    else if (HEADS[name]) put(paragraph, HEADS[name]);
  }
  for (const [from, to] of Object.entries(RENAMED)) for (const element of body.querySelectorAll(from)) put(element, to);
  for (const empty of body.querySelectorAll("p, h2, h3, h4, li")) {
    if (!empty.textContent.trim() && !empty.querySelector("img, br + br") && !empty.closest("td, th")) empty.remove();
  }
  for (const line of body.querySelectorAll(":scope > br, br.Apple-interchange-newline")) line.remove();
};

// Whether pictures of other sites were left out, which no text may show.
const pictures = (body) => {
  let isForeign = false;
  for (const image of body.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    if (/^\/(?!\/)/.test(source)) continue;
    const own = source.startsWith(`${location.origin}/`);
    if (own) image.setAttribute("src", source.slice(location.origin.length));
    else image.remove();
    isForeign ||= !own && !/^(data:image\/gif|about:)/.test(source) && image.getAttribute("width") !== "1";
  }
  return isForeign;
};

const comments = (body) => {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  found.forEach((comment) => comment.remove());
};

/** The mark-up with structure only, and whether pictures had to be left out. */
export const cleaned = (html) => {
  const { body } = new DOMParser().parseFromString(inert(html), "text/html");
  const isWord = /urn:schemas-microsoft-com:office|class="?Mso/i.test(html);
  comments(body);
  body.querySelectorAll(DROPPED).forEach((element) => element.remove());
  if (isWord) body.querySelectorAll("del").forEach((gone) => gone.remove());
  body.querySelectorAll("o\\:p, ins, [class^='Section'], [class^='WordSection']").forEach(unwrap);
  lists(body);
  nest(body);
  marks(body);
  links(body);
  const isForeign = pictures(body);
  blocks(body);
  for (const element of body.querySelectorAll("*")) {
    for (const name of ["data-style", "class", "id", "dir", "lang"]) element.removeAttribute(name);
  }
  return { html: body.innerHTML, isForeign };
};

export const Pasting = Extension.create({
  name: "pasting",
  addProseMirrorPlugins() {
    const transformPastedHTML = (html) => {
      if (html.includes("data-pm-slice")) return html; // from an editor like this one
      const found = cleaned(html);
      if (found.isForeign) this.editor.storage.pictures?.desk?.leftOut();
      return found.html;
    };
    return [new Plugin({ props: { transformPastedHTML } })];
  },
});
