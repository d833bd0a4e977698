// The secretary's screen: what is noted by a tap or as a short text is sent at once; without a connection it waits
// in this browser, with its moment, and is sent by itself later. What others note appears by itself.
const EVERY = 4000;
const PATIENCE = 10_000;

const desk = document.querySelector("[data-desk]");
const line = document.querySelector("[data-queue]");
const QUEUE = `accord:queue:${desk.dataset.meeting}:${desk.dataset.person}`;
let tag = "";
let since = null;
let problem = "";
let isSending = false;
let timer = 0;

function queue() {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) || "[]");
  } catch {
    return [];
  }
}

function keep(entries) {
  localStorage.setItem(QUEUE, JSON.stringify(entries));
}

function hour(moment) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hourCycle: "h23", hour: "2-digit", minute: "2-digit" }).format(moment);
}

function tell() {
  const said = [];
  if (since) said.push(["old", line.dataset.textOld.replace("{}", hour(since))]);
  for (const each of queue()) said.push(["waiting", line.dataset.textWaiting.replace("{}", `${each.label}, ${hour(each.at)}${each.excerpt ? ` “${each.excerpt}”` : ""}`)]);
  if (problem) said.push(["refused", problem]);
  const key = JSON.stringify(said);
  if (line.dataset.said === key) return;
  line.dataset.said = key;
  line.replaceChildren(
    ...said.map(([kind, text]) => {
      const row = document.createElement("p");
      row.className = `desk-said desk-said-${kind}`;
      row.textContent = text;
      return row;
    }),
  );
}

// Never the same key twice, so that a repetition is known as one.
function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function accept(form, button) {
  const fields = [...new FormData(form, button).entries()].filter(([name]) => name !== "csrf_token" && name !== "once");
  const text = form.querySelector("textarea")?.value || "";
  const entry = { action: form.action, fields: [...fields, ["once", key()]], at: Date.now(), label: form.dataset.label || "", excerpt: text.slice(0, 60), text };
  keep([...queue(), entry]);
  if (form.hasAttribute("data-note")) {
    const area = form.querySelector("textarea");
    area.value = "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
  problem = "";
  tell();
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  try {
    for (let next = queue()[0]; next; next = queue()[0]) {
      const answer = await post(next);
      if (!answer) break;
      keep(queue().filter((each) => each.fields.at(-1)[1] !== next.fields.at(-1)[1]));
      if (!(await take(answer, next))) return;
    }
  } finally {
    isSending = false;
    tell();
  }
}

async function post(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.append("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
  const headers = { "X-Seconds-Ago": String(Math.max(0, Math.round((Date.now() - entry.at) / 1000))) };
  try {
    const answer = await fetch(entry.action, { method: "POST", body, headers, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500 || answer.url.includes("/sign-in")) throw new Error(String(answer.status));
    since = null;
    return answer;
  } catch {
    since ||= new Date();
    return null;
  }
}

// The answer is the desk again: its parts take the places of those that are here.
async function take(answer, entry) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) {
    const sentence = page.querySelector(".error-page p, .notice-bad p, .notice-bad li")?.textContent.trim() || String(answer.status);
    problem = line.dataset.textRefused.replace("{}", `${entry.label}. ${sentence}`);
    const area = document.querySelector("form[data-note] textarea");
    if (entry.text && area && !area.value) {
      area.value = entry.text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    look();
    return true;
  }
  const item = page.querySelector("[data-desk]")?.dataset.item;
  const isWritable = (document_) => Boolean(document_.querySelector("form[data-note]"));
  if (item !== undefined && (item !== desk.dataset.item || isWritable(page) !== isWritable(document))) {
    location.assign(answer.url);
    return false;
  }
  swap(page);
  tag = "";
  return true;
}

function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
}

function swap(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || isBusy(part)) continue;
    const label = part.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") || document.activeElement.textContent : "";
    part.replaceChildren(...fresh.childNodes);
    if (label) [...part.querySelectorAll("button, a, summary")].find((each) => (each.getAttribute("aria-label") || each.textContent) === label)?.focus();
  }
  const token = page.querySelector('meta[name="csrf-token"]');
  if (token) document.querySelector('meta[name="csrf-token"]').content = token.content;
  document.dispatchEvent(new Event("accord:clocks"));
}

async function look() {
  clearTimeout(timer);
  try {
    const address = desk.dataset.item ? `${desk.dataset.desk}?item=${desk.dataset.item}` : desk.dataset.desk;
    const answer = await fetch(address, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status !== 304 && (!answer.ok || answer.redirected)) throw new Error(String(answer.status));
    document.dispatchEvent(new CustomEvent("accord:date", { detail: answer.headers.get("Date") }));
    const isBack = since !== null;
    since = null;
    if (answer.status !== 304) {
      const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isHeld = [...document.querySelectorAll("[data-live]")].some(isBusy);
      swap(parts);
      tag = isHeld ? "" : answer.headers.get("ETag") || "";
    }
    if (isBack || queue().length) send();
  } catch {
    since ||= new Date();
  }
  tell();
  timer = setTimeout(look, EVERY);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-send]")) return;
    event.preventDefault();
    event.stopPropagation();
    const area = form.querySelector("textarea, input[required]");
    if (area && !area.value.trim()) return area.focus();
    for (const button of form.querySelectorAll("button")) {
      button.disabled = true;
      setTimeout(() => (button.disabled = false), 600);
    }
    accept(form, event.submitter);
  },
  true,
);
// Ctrl+Enter adds the note.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-note]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
window.addEventListener("online", look);
tell();
look();
