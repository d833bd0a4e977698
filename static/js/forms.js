// Small comforts of forms, filters and menus.

// A filter bar submits itself when a choice is made; text waits for Enter.
export function autosubmit() {
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
}

// "120 characters left", shown once the end is near.
export function counters(root) {
  for (const note of root.querySelectorAll("[data-counter]")) {
    const area = document.getElementById(note.dataset.counter);
    const limit = Number(note.dataset.limit);
    if (!area || note.dataset.ready) continue;
    note.dataset.ready = "yes";
    const update = () => {
      const left = limit - [...area.value].length;
      const text = left < 0 ? note.dataset.textOver : note.dataset.text;
      note.hidden = left > Math.min(200, Math.max(50, limit * 0.2));
      note.classList.toggle("is-over", left < 0);
      note.textContent = text.replace("{}", Math.abs(left));
    };
    area.addEventListener("input", update);
    update();
  }
}

// Errors take the focus, so that nobody has to look for them.
export function focusMessages(root) {
  root.querySelector("[data-focus]")?.focus();
}

// Menus are <details>: they close on Escape and on a click elsewhere.
export function menus() {
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Requests by htmx carry the token that forms carry in a hidden field.
export function signRequests() {
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    const request = event.detail?.ctx?.request;
    if (!token || !request || ["GET", "HEAD"].includes((request.method || "GET").toUpperCase())) return;
    request.headers["X-CSRFToken"] = token;
  });
}
