// A table that fits its frame does not scroll sideways: then its head may stick to the top of the window.
function start() {
  const frames = document.querySelectorAll(".table-frame:not(.table-frame-wide)");
  if (!frames.length) return;
  const look = (frame) => frame.classList.toggle("is-fitting", frame.firstElementChild.offsetWidth <= frame.clientWidth);
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
  for (const frame of frames) observer.observe(frame);
}

start();
