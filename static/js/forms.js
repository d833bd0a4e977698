// Small comforts of forms and of the filter bars above lists.

// A filter bar submits itself when a choice is made; text waits for Enter.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=date]")) form.requestSubmit();
});

// Empty fields need not stand in the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-autosubmit]")) return;
  for (const input of event.target.elements) {
    if (input.name && input.value === "") input.disabled = true;
  }
});
window.addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("form[data-autosubmit] :disabled")) input.disabled = false;
});

// "120 characters left", shown once the end is near.
function count() {
  for (const note of document.querySelectorAll("[data-counter]:not([data-ready])")) {
    const area = document.getElementById(note.dataset.counter);
    const limit = Number(note.dataset.limit);
    const update = () => {
      const left = limit - [...area.value].length;
      const text = left < 0 ? note.dataset.textOver : note.dataset.text;
      note.hidden = left > Math.min(200, Math.max(50, limit * 0.2));
      note.classList.toggle("is-over", left < 0);
      note.textContent = text.replace("{}", Math.abs(left));
    };
    note.dataset.ready = "yes";
    area.addEventListener("input", update);
    update();
  }
}

// Errors take the focus, so that nobody has to look for them. Again after htmx has brought something in.
function setUp() {
  count();
  document.querySelector("[data-focus]")?.focus();
}

setUp();
document.addEventListener("htmx:after:swap", setUp);
