// Small helps on top of pages that work without them: print, copy, share, and a button that says it is sending.
const words = document.body.dataset;

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = words.copied;
    // A button that renames itself is not heard; this is.
    const said = button.parentElement.querySelector("[data-said]");
    if (said) said.textContent = words.copied;
  });
}

for (const link of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  link.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    // Putting the sheet away rejects the promise; that is no fault.
    navigator.share({ title: document.title, url: link.dataset.share }).catch(() => {});
  });
}

// A form sends once; the button keeps its size while it does.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method !== "post" || !button?.classList.contains("button")) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.dataset.label = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = words.sending;
});

// The page comes back from the browser's memory as it was left: still "sending".
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[aria-busy][data-label]")) {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.label;
  }
});

window.addEventListener("beforeprint", () => {
  // In English, as the words around it are, whatever language the article is in.
  const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  for (const place of document.querySelectorAll("[data-printed]")) place.textContent = today;
});

// The box that asks is rarely opened: what it needs is fetched by the first press on it, which is then pressed again.
const ask = document.querySelector("[data-ask-scripts]");
ask?.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-ask-open]");
  if (!link || !ask.dataset.askScripts || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const scripts = ask.dataset.askScripts.split(" ");
  ask.dataset.askScripts = "";
  await Promise.all(scripts.map((script) => import(script))).catch(() => location.assign(link.href));
  link.click();
});

// The key / leads to the search field: the page's own where it has one. Whoever speaks to the browser can turn it off.
const KEY = "search-key";
const isOn = () => localStorage.getItem(KEY) !== "off";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog:modal")) return;
  const field = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  const drawer = field.closest("[popover]");
  if (drawer && !field.checkVisibility()) drawer.showPopover();
  field.focus();
  field.select();
});
for (const hint of document.querySelectorAll("[data-shortcut]")) {
  const button = hint.querySelector("button");
  const name = () => (button.textContent = isOn() ? button.dataset.shortcutOff : button.dataset.shortcutOn);
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, isOn() ? "off" : "on");
    name();
  });
  name();
}

// An open drawer lies over what comes after it, so it closes when the focus goes on there.
document.addEventListener("focusin", (event) => {
  for (const drawer of document.querySelectorAll("[popover]:popover-open")) {
    if (!drawer.contains(event.target)) drawer.hidePopover();
  }
});

// Errors first: whoever sent the form is taken to what needs another look.
document.querySelector(".summary-wrong")?.focus();

const here = document.querySelector(".sections a[aria-current]");
if (here) {
  const row = here.closest(".sections");
  const place = here.getBoundingClientRect();
  const seen = row.getBoundingClientRect();
  if (place.left < seen.left || place.right > seen.right) row.scrollLeft += place.left + place.width / 2 - seen.left - seen.width / 2;
}
