// The editor's buttons are one stop of the keyboard: arrows, Home and End go along them, Alt+F10 leads there from
// the text and Escape back. What is off or pressed is said, which the editor itself only shows.
const BUTTON = ".prose-menubar__button, .prose-menubar__option";
const PRESSED = "bold italic underline strike subscript superscript code blockquote link".split(" ");

const steps = (key, along) => {
  const ahead = along === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = along === "rtl" ? "ArrowRight" : "ArrowLeft";
  return { [ahead]: 1, [back]: -1, Home: "first", End: "last" }[key];
};

const go = (buttons, from, step) => {
  const at = { first: 0, last: buttons.length - 1 }[step] ?? (buttons.indexOf(from) + step + buttons.length) % buttons.length;
  buttons[at]?.focus();
};

const sayHowItIs = (menu) => {
  for (const button of menu.querySelectorAll("[data-name]")) {
    button.setAttribute("aria-disabled", button.classList.contains("disabled"));
    if (PRESSED.includes(button.dataset.name)) button.setAttribute("aria-pressed", button.classList.contains("active"));
  }
};

// The list of kinds of paragraph opens beneath its button and takes the focus.
const openList = (picker) => {
  const shown = () => [...picker.querySelectorAll(BUTTON)].filter((button) => button.offsetParent);
  const opener = () => picker.parentElement.querySelector(".prose-menubar__selected button");
  picker.addEventListener("toggle", ({ newState }) => {
    opener()?.setAttribute("aria-expanded", newState === "open");
    const now = shown().find((button) => button.textContent === opener()?.title);
    if (newState === "open") (now ?? shown()[0])?.focus();
    else if (picker.contains(document.activeElement) || document.activeElement === document.body) opener()?.focus();
  });
  picker.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" }[event.key];
    event.stopPropagation(); // Escape closes the list, and no more
    if (!step) return;
    event.preventDefault();
    go(shown(), event.target, step);
  });
};

const oneStop = (menu, area) => {
  const all = () => [...menu.querySelectorAll(".prose-menubar__button")].filter((button) => !button.closest(".prose-menubar__picker"));
  const shown = () => all().filter((button) => button.offsetParent);
  let last = null;
  const keep = (button) => {
    last = button?.isConnected && button.offsetParent ? button : shown()[0];
    for (const each of all()) each.tabIndex = each === last ? 0 : -1;
  };
  menu.addEventListener("focusin", ({ target }) => all().includes(target) && keep(target));
  menu.addEventListener("keydown", (event) => {
    const step = steps(event.key, getComputedStyle(menu).direction);
    const list = event.key === "ArrowDown" && event.target.closest(".prose-menubar__selected");
    if (list) event.target.click();
    else if (step) go(shown(), event.target, step);
    else if (event.key === "Escape") area.focus();
    else return;
    event.preventDefault();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    last?.focus();
  });
  const look = () => {
    sayHowItIs(menu);
    keep(last);
  };
  new MutationObserver(look).observe(menu, { subtree: true, childList: true, attributeFilter: ["class"] });
  look();
};

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  editor.on("create", () => {
    const area = editor.view.dom;
    const menu = area.closest(".prose-editor").querySelector(".prose-menubar:not(.prose-menubar--floating)");
    menu.role = "toolbar";
    menu.ariaLabel = textarea.dataset.tools;
    menu.setAttribute("aria-keyshortcuts", "Alt+F10");
    menu.querySelectorAll("[popover]").forEach(openList);
    oneStop(menu, area);
  });
});
