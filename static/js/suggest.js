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

  const start = (select) => {
    $(select).select2({
      ajax: {
        url: select.dataset.suggest,
        delay: 150,
        data: ({ term }) => ({ term }),
      },
      allowClear: !select.multiple,
      placeholder: "",
      templateResult: seen,
      templateSelection: seen,
      width: "element",
    });
    if (!select.multiple) $(select).on("change", () => look(select));
  };

  $(() => document.querySelectorAll("select[data-suggest]").forEach(start));
}
