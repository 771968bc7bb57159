// What was wrong with a field is said until another value stands there.
const mended = ({ target }) => {
  const row = target.closest(".form-row.errors");
  if (!row) return;
  row.classList.remove("errors");
  row.querySelectorAll(".errorlist").forEach((list) => list.remove());
  row.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
};

document.addEventListener("change", mended);
django.jQuery(document).on("select2:select select2:unselect", mended); // of which a drawn select tells nobody else
