// One draft: keys, the editor, verdicts.

import { attempt, element, get, isForPage, post, said, tell, words } from "/static/asking.js";
import { Entry } from "/static/entry.js";
import { showHelp } from "/static/help.js";
import { Paper } from "/static/paper.js";

const { slug, pages } = document.body.dataset;
const slugs = JSON.parse(document.body.dataset.slugs);
const address = `/drafts/${encodeURIComponent(slug)}`;
const text = element("text");
const PAUSE = 300; // milliseconds without a key before what is typed is checked

const paper = new Paper(slug, Number(pages), chooseLine);
const entry = new Entry(show);
let kept = { text: "", digest: "" };
let typed = ""; // what was typed and another program's text has taken the place of
let isLineTold = false; // what rests on a line is told until something else is shown
let waiting;
let asking;
let seen; // what the diff that is shown was made from

const isEditing = () => !element("editor").hidden;
const isUnsaved = () => text.value !== kept.text;
const isDeciding = () => text.readOnly;

// ── the paper's place ──

async function show({ number, context, places, page }) {
  if (isLineTold) tell("");
  isLineTold = false;
  if (number) await paper.findNumber(number, context);
  else await paper.showPlaces(places, page);
}

function chooseLine(line, page) {
  const resting = entry.restingOn(line.start, line.end);
  const points = resting.join(", ");
  tell(points ? said(words.line_rests, { points }) : words.line_rests_none);
  isLineTold = true;
  if (!isEditing() || isDeciding()) return;
  const { selectionStart: start, selectionEnd: end } = text;
  text.setRangeText(`“${line.words}” (p. ${page})`, start, end, "end");
  changed();
}

// ── the entry ──

function draw(checked) {
  entry.draw(checked);
  element("day").textContent = checked.day ? said(words.under, checked) : "";
  const count = checked.doubts;
  element("doubts").textContent =
    count === null ? words.not_checked : count ? said(words.doubt, { n: count }) : words.nothing_doubtful;
  element("doubts").classList.toggle("doubt", Boolean(count));
}

const read = () => get(`${address}/entry`);

async function load() {
  const found = await attempt(read);
  if (found) place(found);
}

// Puts what is kept in the place of what the editor has.
function place(found) {
  clearTimeout(waiting);
  asking?.abort();
  kept = { digest: found.digest };
  text.value = found.text;
  kept.text = text.value; // as a form has it
  element("load").hidden = true;
  element("other").hidden = !found.other;
  element("other-said").textContent = words[found.other] ?? "";
  element("take").textContent = words[`${found.other}_take`] ?? "";
  draw(found.checked);
  tellKept();
}

async function take() {
  if (isUnsaved() && !(await save())) return;
  await post(`${address}/take`);
  await load();
}

function tellKept() {
  element("kept").textContent = isUnsaved() ? words.unsaved : "";
}

function changed() {
  tellKept();
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const checked = await attempt(() => post(`${address}/check`, { text: text.value }, signal));
  if (checked && !signal.aborted) draw(checked);
}

async function save() {
  const sent = text.value;
  try {
    const { digest } = await post(`${address}/save`, { text: sent, digest: kept.digest });
    kept = { text: sent, digest };
    tell(words.saved);
  } catch (error) {
    const isChanged = error.kind === "changed";
    element("load").hidden = !isChanged;
    tell(isChanged ? `${words.changed} (${error.message})` : error.message, true);
    return false;
  } finally {
    tellKept();
  }
  return true;
}

async function loadKept() {
  const found = await attempt(read);
  if (!found) return;
  typed = text.value;
  place(found);
  element("bring-back").hidden = false;
}

function bringBack() {
  text.value = typed;
  element("bring-back").hidden = true;
  changed();
}

// Looks whether another program has saved the entry, when the reader comes back to the page.
async function lookAgain() {
  const before = kept;
  const isAsItWas = () => kept === before && !isUnsaved() && !isDeciding();
  if (!isAsItWas()) return;
  const found = await read().catch(() => undefined);
  if (found && found.digest !== kept.digest && isAsItWas()) place(found);
}

function edit(on = !isEditing()) {
  if (!kept.digest) return; // it has not come yet
  element("editor").hidden = !on;
  element("edit").setAttribute("aria-pressed", String(on));
  if (on) text.focus();
  else element("edit").focus();
}

// ── verdicts ──

// One at a time: a double click is one. What is decided on is not typed in meanwhile.
async function deciding(action) {
  if (isDeciding()) return;
  text.readOnly = true;
  try {
    await attempt(action);
  } finally {
    text.readOnly = false;
  }
}

async function showChange() {
  if (isUnsaved() && !(await save())) return;
  const found = await get(`${address}/diff`);
  seen = found.made_from;
  const digests = { entry: seen.entry.slice(0, 12), log: seen.log.slice(0, 12) };
  const ticks = found.ticked ? `; ${said(words.ticks, { item: found.ticked })}` : "";
  const doubts = found.doubts ? `; ${said(words.doubt, { n: found.doubts })}` : "";
  const present = found.outcome === "present" ? `${found.reason}; ` : "";
  element("change-said").textContent = present + said(words.hash, digests) + ticks + doubts;
  element("diff").hidden = !found.diff;
  element("diff").replaceChildren(...found.diff.split("\n").map(diffLine));
  element("change").showModal();
  element("put").focus();
}

function diffLine(line) {
  const node = document.createElement("span");
  const kind = { "+": "added", "-": "taken", "@": "place" }[line[0]];
  if (kind) node.className = kind;
  node.textContent = `${line}\n`;
  return node;
}

async function accept() {
  element("change").close();
  const done = await post(`${address}/accept`, seen);
  leave(done.said[0] ?? words.accepted_one);
}

async function reject() {
  if (isUnsaved() && !(await save())) return;
  const done = await post(`${address}/reject`);
  leave(done.said[0]);
}

// Goes on to the next draft, or to the list behind the last.
function leave(told) {
  kept.text = text.value;
  sessionStorage.setItem("told", told);
  const next = slugs[slugs.indexOf(slug) + 1];
  location.assign(next ? `/drafts/${encodeURIComponent(next)}` : "/");
}

async function undo() {
  const done = await post("/undo");
  sessionStorage.setItem("told", done.said[0]);
  if (done.slug && done.slug !== slug) location.assign(`/drafts/${encodeURIComponent(done.slug)}`);
  else location.reload();
}

// ── keys and buttons ──

const keys = {
  j: () => entry.movePoint(1),
  k: () => entry.movePoint(-1),
  n: () => entry.moveMark(1),
  N: () => entry.moveMark(-1),
  a: () => deciding(showChange),
  r: () => deciding(reject),
  u: () => deciding(undo),
  e: () => edit(true),
  "/": () => element("words").focus(),
  "[": () => paper.show(paper.number - 1),
  "]": () => paper.show(paper.number + 1),
  "+": () => paper.scale(1),
  "-": () => paper.scale(-1),
  "?": showHelp,
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  } else if (event.key === "Escape" && event.target === text) {
    edit(false);
  } else if (isForPage(event) && !document.querySelector("dialog[open]") && keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

const clicks = {
  edit: () => edit(),
  undo: keys.u,
  reject: keys.r,
  accept: keys.a,
  save,
  load: loadKept,
  take: () => deciding(take),
  "bring-back": bringBack,
  previous: keys["["],
  next: keys["]"],
  larger: keys["+"],
  smaller: keys["-"],
  put: () => deciding(accept),
  cancel: () => element("change").close(),
};
for (const [id, action] of Object.entries(clicks)) element(id).addEventListener("click", action);
text.addEventListener("input", changed);
element("number").addEventListener("change", (event) => paper.show(Number(event.target.value) || 1));
element("find").addEventListener("submit", (event) => {
  event.preventDefault();
  paper.find(element("words").value);
});
element("words").addEventListener("keydown", (event) => {
  if (event.key === "Escape") element("sheet").focus();
});
window.addEventListener("focus", lookAgain);
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});

tell(sessionStorage.getItem("told") ?? "");
sessionStorage.removeItem("told");
await Promise.all([load(), paper.show(1)]);
