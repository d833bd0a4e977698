// Clocks of a running meeting: the wall clock, and the time of each item. Figures change here, words come from the page.
const HOUR = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" };
let ahead = 0; // the server's clock minus ours

function span(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? [hours, ...parts].join(":") : parts.join(":");
}

function tick() {
  const now = Date.now() + ahead;
  const wall = document.querySelector("[data-wall]");
  if (wall) wall.textContent = new Intl.DateTimeFormat(document.documentElement.lang, HOUR).format(now);
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const { started, ended, before, planned } = clock.dataset;
    const spent = Number(before) + Math.max(0, ((ended ? Date.parse(ended) : now) - Date.parse(started)) / 1000);
    const left = Number(planned) - spent;
    const isOver = Number(planned) > 0 && left < 0;
    const words = ended ? "textEnded" : !Number(planned) ? "textSpent" : isOver ? "textOver" : "textLeft";
    const text = clock.dataset[words].replace("{}", span(ended || !Number(planned) ? spent : left));
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("is-over", isOver && !ended);
    clock.classList.toggle("is-short", !ended && Number(planned) > 0 && left >= 0 && left < Math.min(120, Number(planned) / 5));
  }
}

document.addEventListener("accord:date", (event) => {
  const at = Date.parse(event.detail || "");
  // the header knows whole seconds only; a small difference is none
  if (!Number.isNaN(at) && Math.abs(at - Date.now() - ahead) > 1500) ahead = at - Date.now();
});
document.addEventListener("accord:clocks", tick);
setInterval(tick, 500);
tick();
