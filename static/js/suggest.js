// Selects that look their choices up at data-suggest while somebody types; pictures are seen, not only named.
{
  const $ = django.jQuery;

  const seen = (choice) => {
    const thumbnail = choice.thumbnail || choice.element?.dataset.thumbnail;
    const row = document.createElement("span");
    row.className = "suggestion";
    if (thumbnail) {
      const picture = document.createElement("img");
      picture.src = thumbnail;
      picture.alt = "";
      row.append(picture);
    }
    row.append(choice.text);
    if (choice.note) {
      const note = document.createElement("small");
      note.textContent = choice.note;
      row.append(" ", note);
    }
    return $(row);
  };

  // A picture that was just added in its own window comes with its words only.
  const look = async (select) => {
    const [chosen] = $(select).select2("data");
    if (!chosen?.id || chosen.thumbnail || chosen.element.dataset.thumbnail) return;
    const answer = await fetch(`${select.dataset.suggest}?number=${chosen.id}`);
    const [found] = answer.ok ? (await answer.json()).results : [];
    if (!found?.thumbnail) return;
    chosen.element.dataset.thumbnail = found.thumbnail;
    $(select).trigger("change.select2");
  };

  // A long list would be sent as so many fields that all that was typed is refused: said at once, and nothing is added.
  const refuseLongPastes = (select, most) => {
    const place = select.parentElement;
    place.addEventListener("paste", (event) => {
      const words = event.clipboardData.getData("text").split(/[,\n]/).filter((word) => word.trim());
      place.querySelector("[data-too-many]")?.remove();
      if (words.length + select.selectedOptions.length <= most) return;
      event.preventDefault();
      event.stopPropagation();
      const note = document.createElement("p");
      note.className = "errornote";
      note.dataset.tooMany = "";
      note.setAttribute("role", "alert");
      note.textContent = select.dataset.tooMany;
      place.prepend(note);
    }, true);
  };

  const isNew = (select, word) => word && ![...select.selectedOptions].some(({ text }) => text.toLowerCase() === word.toLowerCase());

  // A word that was typed and not taken is a keyword too once the field is left; Escape throws it away.
  const takeWhatIsLeft = (select) => {
    const field = () => select.parentElement.querySelector(".select2-search__field");
    let left = "";
    let isTaken = false;
    $(select).on("select2:selecting", () => (isTaken = true));
    select.parentElement.addEventListener("keydown", ({ key, target }) => {
      if (key === "Escape" && target === field()) isTaken = true;
    }, { capture: true });
    $(select).on("select2:closing", () => (left = isTaken ? "" : field().value.trim()));
    $(select).on("select2:close", () => setTimeout(() => {
      isTaken = false;
      if (isNew(select, left)) $(select).append(new Option(left, left, true, true)).trigger("change");
      left = "";
    }));
  };

  const start = (select) => {
    const most = select.multiple ? Number(select.dataset.most || 0) : 0;
    $(select).select2({
      ajax: {
        url: select.dataset.suggest,
        delay: 150,
        data: ({ term }) => ({ term }),
      },
      allowClear: !select.multiple,
      placeholder: "",
      createTag: ({ term }) => isNew(select, term.trim()) && { id: term.trim(), text: term.trim(), note: select.dataset.new },
      insertTag: (found, made) => found.push(made), // Enter takes what is there already
      templateResult: seen,
      templateSelection: seen,
      width: "element",
      maximumSelectionLength: most,
    });
    if (most) refuseLongPastes(select, most);
    if (select.dataset.tags) takeWhatIsLeft(select);
    if (!select.multiple) $(select).on("change", () => look(select));
  };

  $(() => document.querySelectorAll("select[data-suggest]").forEach(start));
}
