// Words that take a while are kept in this browser while they are typed: a lost connection, a closed window or a
// wrong click loses nothing. They are forgotten once the form has been sent and another page answered.
const PREFIX = "accord:draft:";
const SENT = "accord:draft:sent";

function store(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing: the form works all the same
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

const fields = [...document.querySelectorAll("[data-draft]")];
const here = new Set(fields.map((field) => PREFIX + field.dataset.draft));
for (const name of JSON.parse(sessionStorage.getItem(SENT) || "[]")) if (!here.has(name)) store(name, null);
sessionStorage.removeItem(SENT);

for (const field of fields) {
  const name = PREFIX + field.dataset.draft;
  const kept = read(name);
  if (kept && kept !== field.value) {
    field.value = kept;
    field.closest("form")?.classList.add("has-draft");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.addEventListener("input", () => store(name, field.value || null));
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-send]")) return;
  const names = [...event.target.querySelectorAll("[data-draft]")].map((field) => PREFIX + field.dataset.draft);
  if (names.length) sessionStorage.setItem(SENT, JSON.stringify(names));
});
