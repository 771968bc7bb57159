// Hands what is pressed to the prose editor that opened this window, in the way its *Browse* waits for it.
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-choose]");
  const tools = window.opener?.CKEDITOR?.tools;
  if (!chosen || !tools) return;
  const { choose, alt, caption } = chosen.dataset;
  const waiting = new URLSearchParams(location.search).get("CKEditorFuncNum");
  tools.callFunction(waiting, choose, { alternative_text: alt, caption });
  window.close();
});
