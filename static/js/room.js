// The room's screen: asks every few seconds what is on the table, listens to a few keys.
// Without a connection it stays as it is and says since when it is old.
const EVERY = 3000;
const PATIENCE = 8000;

const room = document.querySelector("[data-room]");
const place = document.querySelector("[data-room-now]");
const connection = document.querySelector("[data-connection]");
let wanted = room.dataset.item;
let tag = "";
let since = null;
let timer = 0;

function hour(moment) {
  const style = { hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(moment);
}

function show(text) {
  if (connection.textContent !== text) connection.textContent = text;
}

function heard(answer) {
  document.dispatchEvent(new CustomEvent("accord:date", { detail: answer.headers.get("Date") }));
  since = null;
  show("");
}

async function look() {
  clearTimeout(timer);
  try {
    const address = wanted ? `${room.dataset.room}?item=${encodeURIComponent(wanted)}` : room.dataset.room;
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected || answer.status === 403 || answer.status === 404) show(connection.dataset.textOut);
    else if (answer.status === 304) heard(answer);
    else if (answer.ok) {
      heard(answer);
      tag = answer.headers.get("ETag") || "";
      swap(await answer.text());
    } else throw new Error(String(answer.status));
  } catch {
    since ||= new Date();
    show(connection.dataset.text.replace("{}", hour(since)));
  }
  timer = setTimeout(look, EVERY);
}

function swap(html) {
  const focused = document.activeElement?.closest?.("[data-step]")?.dataset.step;
  place.innerHTML = html;
  if (focused) place.querySelector(`[data-step="${focused}"]`)?.focus();
  document.dispatchEvent(new Event("accord:clocks"));
}

function go(item) {
  wanted = item;
  tag = "";
  const address = new URL(location.href);
  if (item) address.searchParams.set("item", item);
  else address.searchParams.delete("item");
  history.replaceState(null, "", address);
  look();
}

function step(name) {
  const link = place.querySelector(`[data-step="${name}"]`);
  if (link) go(link.dataset.item);
}

async function goOn() {
  const form = place.querySelector("form[data-go-on]");
  if (!form) return go("");
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const isEnd = form.action.endsWith("/end");
  const next = place.querySelector('[data-step="next"]')?.dataset.item || "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) go(isEnd ? next : "");
    else look();
  } catch {
    delete form.dataset.sent;
    look();
  }
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.dataset.item);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-go-on]")) return;
  event.preventDefault();
  goOn();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input, textarea, select, dialog[open]")) return;
  if (event.key === "ArrowRight") step("next");
  else if (event.key === "ArrowLeft") step("previous");
  else if (event.key === "Home") go("");
  else if (event.key === "f" || event.key === "F") full();
  else if (event.key === " " && !event.target.closest?.("a, button")) goOn();
  else return;
  event.preventDefault();
});
const button = document.querySelector("[data-full]");
button.hidden = !document.documentElement.requestFullscreen;
button.addEventListener("click", full);
window.addEventListener("online", look);
look();
