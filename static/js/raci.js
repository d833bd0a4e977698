// The grid of the RACI with the keyboard. Without this script the cells are plain fields of the same form.
const LETTERS = "RACI";
const form = document.getElementById("raci-grid");
const rows = [...(form?.querySelectorAll("tbody tr") ?? [])].map((row) => [...row.querySelectorAll("[data-cell]")]);
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
const undone = [];

function placeOf(cell) {
  const row = rows.findIndex((cells) => cells.includes(cell));
  return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
}

function mark(cell) {
  cell.classList.toggle("is-changed", cell.value !== cell.dataset.stands);
}

// One step of undo is everything that one key or one paste wrote.
function write(changes) {
  const step = changes.filter(([cell, value]) => cell.value !== value).map(([cell]) => [cell, cell.value]);
  for (const [cell, value] of changes) {
    cell.value = value;
    mark(cell);
  }
  if (step.length) {
    undone.push(step);
    step[0][0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function takeBack() {
  for (const [cell, value] of undone.pop() ?? []) {
    cell.value = value;
    mark(cell);
    cell.focus();
  }
}

function added(value, letter) {
  const now = new Set(value.toUpperCase().split("").filter((each) => LETTERS.includes(each)));
  now.has(letter) ? now.delete(letter) : now.add(letter);
  return [...LETTERS].filter((each) => now.has(each)).join("/");
}

function move(cell, [down, right]) {
  const [row, column] = placeOf(cell);
  const next = rows[row + down]?.[column + right];
  next?.focus();
  next?.select();
}

function pressed(event) {
  const cell = event.target;
  if (!cell.matches?.("[data-cell]") || event.altKey || event.isComposing) return;
  const letter = event.key.toUpperCase();
  if (event.ctrlKey || event.metaKey) {
    if (letter !== "Z" || !undone.length) return;
    takeBack();
  } else if (event.key in steps) move(cell, steps[event.key]);
  else if (event.key === "Delete" || event.key === "Backspace") write([[cell, ""]]);
  else if (letter.length === 1 && LETTERS.includes(letter)) {
    write([[cell, event.shiftKey ? added(cell.value, letter) : letter]]);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

// Cells from a spreadsheet fill the grid from here to the right and down.
function pasted(event) {
  const cell = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell.matches?.("[data-cell]") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const [row, column] = placeOf(cell);
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const changes = lines.flatMap((line, down) =>
    line.map((value, right) => [rows[row + down]?.[column + right], value.trim().slice(0, 12)]),
  );
  write(changes.filter(([target]) => target));
}

async function copy(event) {
  const link = event.currentTarget;
  if (!navigator.clipboard) return;
  event.preventDefault();
  const label = link.textContent;
  try {
    const answer = await fetch(link.href);
    await navigator.clipboard.writeText(await answer.text());
    link.textContent = link.dataset.done;
    setTimeout(() => (link.textContent = label), 2000);
  } catch {
    location.assign(link.href); // the clipboard is closed to us: a file will do
  }
}

if (form) {
  form.querySelector("[data-raci-help]").hidden = false;
  form.addEventListener("keydown", pressed);
  form.addEventListener("paste", pasted);
  form.addEventListener("input", (event) => event.target.matches("[data-cell]") && mark(event.target));
  // Only what was changed is sent; the server knows what the page had shown.
  form.addEventListener("formdata", (event) => {
    for (const cell of rows.flat()) if (cell.value === cell.dataset.stands) event.formData.delete(cell.name);
  });
  rows.flat().forEach(mark);
}
for (const link of document.querySelectorAll("[data-raci-copy]")) link.addEventListener("click", copy);
