// Opens each text in a frame of its own and tells of each what ran in it, and what it holds that no article may have.
// Elements are asked by their prototypes: an attack may have put names of its own over what they say of themselves.
async ({ htmls, allowed }) => {
  const faults = htmls.map(() => new Set());
  window.ran = (number) => faults[number].add("ran");
  const hooked = ["alert", "confirm", "prompt", "print", "open", "eval", "fetch", "console.log"];
  const events = ["mouseover", "focus", "pointerenter", "error", "load", "toggle"];
  const localName = Object.getOwnPropertyDescriptor(Element.prototype, "localName").get;
  const protocols = ["http:", "https:", "mailto:", "tel:", ":"];
  const frames = htmls.map((html, number) => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts allow-same-origin";
    frame.srcdoc = `<!doctype html><script>${hooked.join(" = ")} = () => parent.ran(${number})</script><body>${html}`;
    return frame;
  });
  const later = (time) => new Promise((done) => setTimeout(done, time));
  const opened = frames.map(
    (frame) =>
      new Promise((done) => {
        frame.onload = done;
        document.body.append(frame);
      }),
  );
  await Promise.race([Promise.all(opened), later(20000)]);
  frames.forEach((frame, number) => {
    const page = frame.contentDocument;
    if (!page) return faults[number].add("gone elsewhere");
    for (const element of Document.prototype.querySelectorAll.call(page, "body *")) {
      const name = localName.call(element);
      if (!allowed.includes(name)) faults[number].add(`<${name}>`);
      for (const attribute of Element.prototype.getAttributeNames.call(element)) {
        if (/^on|^style$|^srcdoc$|^formaction$/i.test(attribute)) faults[number].add(attribute);
      }
      if (name === "a" && !protocols.includes(element.protocol)) faults[number].add(String(element.protocol));
      for (const event of events) EventTarget.prototype.dispatchEvent.call(element, new Event(event));
    }
  });
  await later(300);
  return faults.map((found) => [...found]);
};
