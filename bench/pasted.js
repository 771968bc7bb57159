// Pastes each text over what the editor holds, and tells what the form would send of it, and whether any ran.
async (htmls) => {
  let now = -1;
  const ran = new Set();
  for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => ran.add(now);
  const area = document.querySelector(".ProseMirror[contenteditable=true]");
  const field = document.querySelector("[name=body]");
  const kept = htmls.map((html, number) => {
    now = number;
    area.editor.commands.selectAll();
    const handed = new DataTransfer();
    handed.setData("text/html", html);
    area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: handed }));
    return field.value;
  });
  await new Promise((done) => setTimeout(done, 300)); // for what runs later: by then the last is named for it
  return { kept, ran: [...ran] };
};
