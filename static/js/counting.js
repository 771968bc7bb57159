// Says under a line how many characters it has, of how many that are read whole.
for (const field of document.querySelectorAll("[data-counted]")) {
  const most = Number(field.dataset.counted);
  const count = document.createElement("p");
  count.className = "help counted";
  count.id = `${field.id}_count`;
  const show = () => {
    const many = [...field.value.trim()].length;
    count.textContent = `${many} / ${most}`;
    count.classList.toggle("is-over", many > most);
  };
  const help = document.getElementById(`${field.id}_helptext`);
  (help ?? field.closest(".flex-container")).after(count);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());
  field.addEventListener("input", show);
  show();
}
