// The list of drafts: j and k move, Enter opens, u takes the last verdict back, ? shows the help.

import { attempt, element, get, isForPage, post, said, tell, words } from "/static/asking.js";
import { showHelp } from "/static/help.js";

const links = [...document.querySelectorAll(".drafts a")];

function move(by) {
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

async function undo() {
  const done = await attempt(() => post("/undo"));
  if (!done) return;
  sessionStorage.setItem("told", done.said[0]);
  location.reload();
}

element("undo").addEventListener("click", undo);

// What an entry has that was edited since it was drafted takes a moment to be found.
async function count() {
  const found = await attempt(() => get("/doubts"));
  for (const link of links) {
    const doubts = found?.doubts[link.dataset.slug] ?? null;
    const place = link.querySelector(".count");
    place.classList.toggle("doubt", doubts > 0);
    if (doubts === null) place.textContent = words.not_checked;
    else place.textContent = doubts ? said(words.doubt, { n: doubts }) : words.nothing_doubtful;
  }
}

document.addEventListener("keydown", (event) => {
  if (!isForPage(event) || document.querySelector("dialog[open]")) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "u") undo();
  if (event.key === "?") showHelp();
});

tell(sessionStorage.getItem("told") ?? "");
sessionStorage.removeItem("told");
await count();
