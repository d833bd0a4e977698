// A link with data-dialog leads to a page that asks one question; here the question opens in a dialog instead.
// Whatever fails on the way, the link is followed as if this were not here.
async function questionAt(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-confirm]");
}

function open(question, address) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "confirm-question");
  dialog.append(document.adoptNode(question));
  for (const form of dialog.querySelectorAll("form")) {
    if (!form.getAttribute("action")) form.action = address;
  }
  // In a dialog, "Cancel" closes it; on the page it is a link back.
  for (const cancel of dialog.querySelectorAll("a.btn-link")) {
    cancel.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-dialog]") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const question = await questionAt(link.href).catch(() => null);
  if (question) open(question, link.href);
  else location.assign(link.href);
});
