// The box on an article: its form is fetched when somebody wants to ask, and sent without leaving the page.
// Whatever goes wrong falls back to the page of its own, where the link leads and the form sends.
const place = document.querySelector("[data-ask-box]");
const box = place?.dataset.askBox;

place?.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-ask-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(box).catch(() => null);
  if (answer?.ok) await show(answer, "textarea");
  else location.assign(link.href);
});

place?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(box, { method: "POST", body }).catch(() => null);
  if (answer?.redirected) location.assign(answer.url);
  else if (answer?.ok || answer?.status === 429) await show(answer, ".summary-wrong, input:not([type=hidden])");
  else form.submit();
});

async function show(answer, first) {
  place.innerHTML = await answer.text();
  place.querySelector(first)?.focus();
}
