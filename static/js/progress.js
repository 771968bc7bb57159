// A transfer's page follows its work by itself; without script it has a link that looks again.
const EVERY = 2000;
const room = () => document.querySelector(".transfer[data-open]");

const follow = async () => {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector(".transfer");
  if (!now) return;
  document.title = page.title;
  if (now.hasAttribute("data-open")) {
    document.querySelector("[data-shown]").replaceWith(now.querySelector("[data-shown]"));
    return;
  }
  const held = document.activeElement?.closest(".transfer");
  room().replaceWith(now);
  now.querySelector("[data-said]").textContent = now.querySelector(".standing .state").textContent;
  if (held) now.querySelector("a, button")?.focus();
};

const look = async () => {
  if (!room()) return;
  try {
    if (!document.hidden) await follow();
  } catch {
    // The server is away for a moment; the next look tells.
  }
  setTimeout(look, EVERY);
};
setTimeout(look, EVERY);
