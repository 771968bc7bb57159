// One line that shows all of its words: breaks that are pasted become spaces. In it, and in every line of a form that
// keeps itself, Enter goes on to the next field, for a save nobody meant would be a version more.
const grows = CSS.supports("field-sizing", "content");
const flat = (words) => words.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");

const next = (field) => {
  const fields = [...field.form.elements].filter(({ type, tabIndex, offsetParent }) => type !== "hidden" && tabIndex >= 0 && offsetParent);
  fields[fields.indexOf(field) + 1]?.focus();
};

for (const field of document.querySelectorAll("textarea[data-line]")) {
  const fit = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  field.addEventListener("paste", (event) => {
    const words = event.clipboardData.getData("text/plain");
    if (flat(words) === words) return;
    event.preventDefault();
    document.execCommand("insertText", false, flat(words).trim()); // the one way that Undo knows of
  });
  field.addEventListener("input", () => {
    if (flat(field.value) !== field.value) field.value = flat(field.value); // dropped, or spoken
    if (!grows) fit();
  });
  if (!grows) fit();
}

for (const field of document.querySelectorAll("textarea[data-line], form:has([data-keep]) input.vTextField")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    next(field);
  });
}
