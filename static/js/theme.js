// Light, dark, or as the system: the server reads the cookie; this only switches without a reload.
const YEAR = 60 * 60 * 24 * 365;

function shown() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function darkSheet() {
  const existing = document.getElementById("dark");
  if (existing) return existing;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.id = "dark";
  sheet.href = document.querySelector("[data-dark-sheet]").dataset.darkSheet;
  document.querySelector('link[href*="css/tokens"]').after(sheet);
  return sheet;
}

function show(name) {
  const root = document.documentElement;
  root.dataset.theme = name;
  root.dataset.bsTheme = name;
  root.dataset.shownTheme = name;
  darkSheet().media = name === "dark" ? "screen" : "not all";
  document.querySelector('meta[name="color-scheme"]').content = name;
}

function start() {
  const button = document.querySelector("[data-theme-toggle]");
  document.documentElement.dataset.shownTheme = shown();
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = shown() === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${next}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    show(next);
  });
}

start();
