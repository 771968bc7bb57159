// The identifying code: Reload puts a new picture in place of the old one without sending the form; "Hear it" plays.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-captcha-reload]");
  if (!button) return;
  event.preventDefault();
  const answer = await fetch(button.dataset.captchaReload, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
  if (!answer?.ok) {
    delete button.dataset.captchaReload; // from here on the button does what it does without this script
    button.form.requestSubmit(button);
    return;
  }
  const { key, image_url, audio_url } = await answer.json();
  const [box, field] = [button.closest(".field"), button.parentElement.querySelector("input:not([hidden])")];
  box.querySelector("img").src = image_url;
  box.querySelector("input[hidden]").value = key;
  if (audio_url) box.querySelector("[data-captcha-audio]").href = audio_url;
  field.value = "";
  field.focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-captcha-audio]");
  if (!link) return;
  event.preventDefault();
  new Audio(link.href).play().catch(() => location.assign(link.href));
});
