// Requests by htmx carry the token that forms carry in a hidden field.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  const request = event.detail?.ctx?.request;
  if (!token || !request || ["GET", "HEAD"].includes((request.method || "GET").toUpperCase())) return;
  request.headers["X-CSRFToken"] = token;
});
