// Sends files one after the other, so that each has its result at once; without script all go in one form.
const form = document.querySelector("form[data-several]");
const { sending, sent, lost, none } = form.dataset;
const field = form.elements.files;
const status = form.querySelector("[role=status]");
const part = document.getElementById("results-part");
const list = part.querySelector(".results");

const failed = (name) => {
  const row = document.createElement("li");
  row.className = "was-refused";
  const space = document.createElement("span");
  space.className = "thumbnail";
  const words = document.createElement("div");
  const title = document.createElement("b");
  title.textContent = name;
  const why = document.createElement("p");
  why.textContent = lost;
  words.append(title, why);
  row.append(space, words);
  return [row];
};

// The same page as without script: its rows are taken over.
const send = async (file) => {
  const typed = new FormData(form);
  typed.delete("files");
  typed.append("files", file, file.name);
  try {
    const answer = await fetch(location.href, { method: "POST", body: typed });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...page.querySelectorAll(".results > li")];
    return answer.ok && rows.length ? rows : failed(file.name);
  } catch {
    return failed(file.name);
  }
};

let last = Promise.resolve();
const sendAll = async (files) => {
  let number = 0;
  part.hidden = false;
  for (const file of files) {
    number += 1;
    status.textContent = `${sending} ${number} / ${files.length}: ${file.name}`;
    list.append(...await send(file));
  }
  status.textContent = sent;
};
const queue = (files) => {
  if (!files.length) status.textContent = none;
  else last = last.then(() => sendAll(files));
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  queue([...field.files]);
  field.value = "";
});
const isOfFiles = (event) => [...event.dataTransfer.types].includes("Files");
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!isOfFiles(event)) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
}
document.addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("is-over"));
document.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return; // words go where they were pasted
  event.preventDefault();
  queue([...event.clipboardData.files]);
});
document.addEventListener("drop", (event) => {
  if (!isOfFiles(event)) return;
  event.preventDefault();
  form.classList.remove("is-over");
  queue([...event.dataTransfer.files]);
});
