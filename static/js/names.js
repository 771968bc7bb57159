// For those who hear the page: what stock scripts and tables of the admin leave without a name.
// And for those on a phone, where a row has no heads above it: each cell knows its column's name.
for (const row of document.querySelectorAll("#result_list tbody tr")) {
  const heads = row.closest("table").tHead.rows[0].cells;
  [...row.cells].forEach((cell, place) => {
    const words = heads[place]?.querySelector(".text a, .text > span")?.textContent.trim();
    if (cell.tagName === "TD" && words && !cell.matches(".action-checkbox")) cell.dataset.label = words;
  });
}

if (window.django?.jQuery) {
  const $ = django.jQuery;

  const name = (select) => {
    const drawn = $(select).data("select2");
    const words = select.labels[0]?.textContent.replace(/:\s*$/, "").trim() || select.getAttribute("aria-label");
    if (!drawn || !words) return;
    const parts = drawn.$container.find("[role=combobox], [role=textbox], .select2-search__field");
    parts.add(drawn.$dropdown.find(".select2-search__field")).attr("aria-label", words);
    drawn.$container.find("[role=combobox]").removeAttr("aria-labelledby");
  };

  const nameAll = () => document.querySelectorAll("select.select2-hidden-accessible").forEach(name);

  // The column that holds each row's own title has none itself.
  document.querySelectorAll("th.original:empty").forEach((head) => head.setAttribute("role", "presentation"));

  // After the scripts that draw them, which asked to be called before.
  $(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  $(document).on("select2:open", (event) => name(event.target));
}
