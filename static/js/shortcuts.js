// Keys for people who live in the portal. Never while typing, never with Ctrl, Alt or Cmd.
function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog[open]");
}

function moveRow(step) {
  const links = [...document.querySelectorAll(".row-link")];
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
}

function start() {
  const list = document.getElementById("shortcuts");
  const opener = document.querySelector("[data-shortcuts-open]");
  let goTo = false;
  if (opener && list) {
    opener.hidden = false;
    opener.addEventListener("click", () => list.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
    if (goTo && event.key === "h") location.assign("/");
    goTo = event.key === "g";
    if (event.key === "/") {
      const box = document.querySelector("[data-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?" && list) list.showModal();
    else if (event.key === "j") moveRow(1);
    else if (event.key === "k") moveRow(-1);
  });
}

start();
