// A file that takes a moment: while it is made a line says so; then it is saved. Without scripts the link works alone.
for (const link of document.querySelectorAll("a[data-making]")) {
  const line = document.getElementById(link.dataset.making);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !line) return;
    event.preventDefault();
    if (!line.hidden) return;
    line.hidden = false;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") || "");
      const address = URL.createObjectURL(await answer.blob());
      const save = Object.assign(document.createElement("a"), { href: address, download: name ? name[1] : "" });
      save.click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    } catch {
      location.href = link.href;
    } finally {
      line.hidden = true;
    }
  });
}
