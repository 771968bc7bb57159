// What is typed into the form is kept every few seconds, in a row of the editor's own; who else is here is told.
const EVERY = 4000;
const BEAT = 15000;

const place = document.querySelector("[data-keep]");
const form = place?.closest("form");
const others = form?.querySelector("[data-others]");
let known = "";
let isTouched = false;
let isSending = false;
let isOver = false;
let isCut = false; // the last answer was no answer, or asked for a login
let told = 0;

const all = () => new URLSearchParams(new FormData(form));
const words = (fields) => [...fields].filter(([name]) => name !== "csrfmiddlewaretoken").join("\n");

const say = (where, text) => {
  if (where && where.textContent !== text) where.textContent = text;
};

// What the checker says of a field stands under it.
const advise = (advice) => {
  for (const field of form.querySelectorAll("[data-counted]")) {
    const box = field.closest(".form-row");
    let line = box.querySelector(".advice");
    if (!line && !advice[field.name]) continue;
    if (!line) {
      line = document.createElement("p");
      line.className = "help advice";
      line.setAttribute("role", "status");
      box.firstElementChild.append(line);
    }
    say(line, advice[field.name] ?? "");
  }
};

// The token of a new login; whoever has none is led to the login instead.
const isLoggedIn = async () => {
  const answer = await fetch(place.dataset.keep);
  if (answer.redirected) return false;
  if (!answer.ok) return true;
  const { token } = await answer.json();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
};

const sayLoggedOut = () => {
  if (place.textContent.startsWith(place.dataset.out)) return;
  const link = document.createElement("a");
  link.href = place.dataset.login;
  link.target = "_blank";
  link.textContent = place.dataset.logIn;
  place.replaceChildren(`${place.dataset.out} `, link);
};

const send = async (fields) => {
  const answer = await fetch(place.dataset.keep, { method: "POST", body: fields });
  if (answer.ok && !answer.redirected) return answer.json();
  if (answer.status >= 500) throw new Error(answer.status);
  return (await isLoggedIn()) ? Promise.reject(new Error(answer.status)) : null;
};

const keep = async (now) => {
  const fields = all();
  const typed = words(fields);
  if (!isTouched) known = typed; // what the editor's own script made of the text is not typed
  const isNew = typed !== known;
  if (isOver || isSending || (!isNew && now - told < BEAT)) return;
  isSending = true;
  told = now;
  const beat = new URLSearchParams(["csrfmiddlewaretoken", "writing", "revision", "beside"].map((name) => [name, fields.get(name) ?? ""]));
  try {
    const answer = await send(isNew ? fields : beat);
    isCut = !answer;
    if (isOver) return;
    if (!answer) sayLoggedOut();
    else {
      if (isNew) known = typed;
      say(others, [answer.others, answer.newer].filter(Boolean).join(" "));
      if (answer.advice) advise(answer.advice);
      if (answer.kept) say(place, answer.kept);
      else if (!isNew && place.querySelector("a")) say(place, "");
    }
  } catch (error) {
    isCut = error instanceof TypeError; // of fetch: nobody answers there
    if (isNew && !isOver) say(place, place.dataset.failed);
  } finally {
    isSending = false;
  }
};

// Sent to nobody, or to a login, what was typed since the last answer would be gone with this page.
const sendOnceHeard = async (button) => {
  try {
    isCut = !(await isLoggedIn());
  } catch {
    return say(place, place.dataset.failed);
  }
  if (!isCut) return form.requestSubmit(button);
  sayLoggedOut();
  place.querySelector("a").focus();
};

if (form) {
  for (const name of ["keydown", "pointerdown", "paste", "drop", "input"]) {
    form.addEventListener(name, () => (isTouched = true), { capture: true });
  }
  form.addEventListener("submit", (event) => {
    if (!isCut) return (isOver = true);
    event.preventDefault();
    sendOnceHeard(event.submitter);
  });
  // Back in a page that the browser kept: it was not sent after all.
  addEventListener("pageshow", (event) => event.persisted && (isOver = false));
  document.addEventListener("visibilitychange", () => document.hidden && keep(Date.now()));
  setInterval(() => keep(Date.now()), EVERY);
  keep(Date.now());
}
