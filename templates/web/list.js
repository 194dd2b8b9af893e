// The list of drafts: j and k move, Enter opens, u takes the last verdict back.

import { attempt, element, isForPage, post } from "/static/asking.js";

const links = [...document.querySelectorAll(".drafts a")];

function move(by) {
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

async function undo() {
  if (await attempt(() => post("/undo"))) location.reload();
}

element("undo").addEventListener("click", undo);
document.addEventListener("keydown", (event) => {
  if (!isForPage(event)) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "u") undo();
});
