// Sending twice does nothing twice (the server sees to that); here the button says that it works. And a
// half-filled form warns before it is left.
const PATIENCE = 10_000;

function markBusy(form) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // After the submission has been built, so that the pressed button's own value still goes along.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });
  // Still here after a while: the answer was a download, or got lost. Sending again is safe.
  setTimeout(release, PATIENCE);
}

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button:disabled")) button.disabled = false;
  }
}

const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) touched.add(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  touched.clear();
  if (!form.hasAttribute("data-hx-post") && !form.hasAttribute("hx-post")) markBusy(form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...touched].some((form) => form.isConnected)) event.preventDefault();
});
// Coming back with the back button shows the page as it was left: unlock it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) release();
});
