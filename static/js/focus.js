// A press on a picture puts the place, in per cent, into the two fields it names; a ring shows where the fields point.
for (const image of document.querySelectorAll("img[data-focus]")) {
  const fields = image.dataset.focus.split(" ").map((name) => document.querySelector(`input[name="${name}"]`));
  if (fields.some((field) => !field)) continue; // whoever may only look

  const frame = document.createElement("span");
  frame.className = "focus-frame";
  image.replaceWith(frame);
  const ring = document.createElement("span");
  ring.className = "focus-ring";
  frame.append(image, ring);

  const show = () => {
    const [x, y] = fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0)));
    ring.style.left = `${x}%`;
    ring.style.top = `${y}%`;
  };
  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    fields[0].value = Math.round((100 * (event.clientX - box.left)) / box.width);
    fields[1].value = Math.round((100 * (event.clientY - box.top)) / box.height);
    show();
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
}
