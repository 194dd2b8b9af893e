// The entry as it will stand in the log, its marks beside their words, and the evidence below.

import { element, make, said, words } from "/static/asking.js";

const place = element("entry");

// Gives what a mark says: in English as the check words it, in Chinese by kind and reason.
function message(mark) {
  const { said: known } = words;
  const template =
    known[`${mark.kind}.${mark.reason}`] ?? (mark.reason === "missing" ? known[mark.kind] : undefined)
    ?? known[mark.reason] ?? known[mark.kind];
  if (!template) return mark.message;
  const page = mark.page ? said(known.page, mark) : "";
  const nearest = mark.nearest ? said(known.nearest, { nearest: mark.nearest, page }) : "";
  return said(template, { ...mark, nearest });
}

export function named(where) {
  const number = where.startsWith("point ") ? where.slice(6) : "";
  return number ? said(words.where.point, { n: number }) : words.where[where] ?? where;
}

function note(mark) {
  const item = make("li");
  const button = make("button", `note ${mark.severity} ${mark.reason}`, message(mark));
  button.type = "button";
  button.dataset.mark = mark.number;
  item.append(button);
  return item;
}

function quote(one, where, index) {
  const item = make("li");
  const button = make("button", "quote");
  button.type = "button";
  button.dataset.quote = index;
  button.dataset.where = where;
  button.append(make("span", "page", one.page ? `p. ${one.page}` : words.missing), ` ${one.quote}`);
  item.append(button);
  return item;
}

function listed(className, items, label) {
  const list = make("ul", className);
  list.setAttribute("aria-label", label);
  list.append(...items);
  return list;
}

// Notes tell of what the paper has, and are no doubts: they are there for who wants them.
function folded(notes, where) {
  const details = make("details");
  details.append(make("summary", "", said(words.notes, { n: notes.length })));
  details.append(listed("notes", notes.map(note), named(where)));
  return details;
}

export class Entry {
  constructor(show) {
    this.show = show;
    this.checked = { html: "", marks: [], quotes: {} };
    place.addEventListener("click", (event) => this.#clicked(event.target));
    place.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".point, mark")) this.#clicked(event.target);
    });
  }

  get points() {
    const seen = new Set();
    const all = [...place.querySelectorAll(".point")];
    return all.filter((one) => !seen.has(one.dataset.where) && seen.add(one.dataset.where));
  }

  get doubts() {
    return [...place.querySelectorAll("button.note.doubt")];
  }

  // Shows an entry that was checked; the html was made safe by the server.
  draw(checked) {
    this.checked = checked;
    place.innerHTML = checked.html;
    if (checked.problem) place.prepend(make("p", "trouble", checked.problem));
    const marks = Map.groupBy(checked.marks, (mark) => mark.where);
    const all = [...place.querySelectorAll(".point")];
    const last = new Map(all.map((point) => [point.dataset.where, point]));
    for (const [where, point] of last) {
      this.#annotate(point, where, marks.get(where) ?? []);
      marks.delete(where);
    }
    const left = [...marks.values()].flat();
    if (left.length) {
      const notes = make("div", "point");
      notes.dataset.where = "paper";
      notes.tabIndex = -1;
      this.#annotate(notes, "paper", left);
      place.querySelector("p")?.after(notes);
    }
    for (const mark of place.querySelectorAll("mark")) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
    }
  }

  #annotate(point, where, marks) {
    const quotes = this.checked.quotes[where] ?? [];
    const doubts = marks.filter((mark) => mark.severity === "doubt");
    const notes = marks.filter((mark) => mark.severity !== "doubt");
    const margin = make("div", "margin");
    if (doubts.length) margin.append(listed("notes", doubts.map(note), named(where)));
    if (notes.length) margin.append(folded(notes, where));
    if (marks.length) point.append(margin);
    const items = quotes.map((one, index) => quote(one, where, index));
    if (items.length) point.append(listed("quotes", items, `${named(where)}: ${words.evidence}`));
  }

  #clicked(target) {
    if (target.closest("summary")) return;
    const button = target.closest("button, mark");
    const point = target.closest(".point");
    this.current(point);
    if (button?.dataset.mark !== undefined) {
      const mark = this.checked.marks.find((one) => one.number === Number(button.dataset.mark));
      this.light(mark.number);
      this.show({ mark });
    } else if (button?.dataset.quote !== undefined) {
      this.show({ quote: this.checked.quotes[button.dataset.where][button.dataset.quote] });
    } else if (button?.classList.contains("number")) {
      this.show({ number: button.dataset.words, within: this.spansOf(point) });
    } else if (point) {
      this.show({ spans: this.spansOf(point) });
    }
  }

  spansOf(point) {
    const quotes = this.checked.quotes[point?.dataset.where] ?? [];
    return quotes.flatMap((one) => one.spans);
  }

  // Lights a mark and its note.
  light(number) {
    for (const one of place.querySelectorAll(".lit")) one.classList.remove("lit");
    for (const one of place.querySelectorAll(`[data-mark="${number}"]`)) {
      one.classList.add("lit");
      const details = one.closest("details");
      if (details) details.open = true;
    }
  }

  current(point) {
    for (const one of place.querySelectorAll(".current")) one.classList.remove("current");
    if (!point) return;
    for (const one of place.querySelectorAll(".point")) {
      one.classList.toggle("current", one.dataset.where === point.dataset.where);
    }
  }

  // Lights the points that rest on some characters of the paper, and gives their names.
  restingOn(start, end) {
    const resting = Object.entries(this.checked.quotes)
      .filter(([, quotes]) => quotes.some((q) => q.spans.some(([s, e]) => s < end && start < e)))
      .map(([where]) => where);
    for (const one of place.querySelectorAll(".point")) {
      one.classList.toggle("resting", resting.includes(one.dataset.where));
    }
    place.querySelector(".resting")?.scrollIntoView({ block: "nearest" });
    return resting.map(named);
  }

  movePoint(by) {
    const { points } = this;
    const at = points.findIndex((one) => one.classList.contains("current"));
    const point = points[Math.min(points.length - 1, Math.max(0, at + by))];
    if (!point) return;
    point.focus();
    point.scrollIntoView({ block: "nearest" });
    this.current(point);
    const spans = this.spansOf(point);
    if (spans.length) this.show({ spans });
  }

  moveMark(by) {
    const { doubts } = this;
    if (!doubts.length) return;
    const at = doubts.findIndex((one) => one.classList.contains("lit"));
    const next = at < 0 && by < 0 ? doubts.length - 1 : (at + by + doubts.length) % doubts.length;
    doubts[next].focus();
    doubts[next].scrollIntoView({ block: "nearest" });
    doubts[next].click();
  }
}
