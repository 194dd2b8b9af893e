// The entry as it will stand in the log, its marks beside their words, and the evidence below.

import { cellName, element, make, said, words } from "/static/asking.js";

const place = element("entry");
const REACH = 250; // characters before and behind a number that tell which is meant
const LONGEST_NUMBER = 30; // characters: what is longer is a sentence

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

const quoteOf = (where) => said(words.quote_of, { point: named(where) });

const labelled = (spans, label) => spans.map((span) => ({ span, label }));

const placeOf = (sought) => said(words.place_of, { words: sought });

// Gives the places that show what a mark tells of.
function placesOf(mark) {
  const label = { quotes: quoteOf(mark.where), nearest: said(words.instead, mark) }[mark.shows];
  return labelled(mark.spans, label ?? placeOf(mark.words));
}

export function named(where) {
  const number = where.startsWith("point ") ? where.slice(6) : "";
  return number ? said(words.where.point, { n: number }) : words.where[where] ?? where;
}

function pressed(className, text, data) {
  const button = make("button", className, text);
  button.type = "button";
  Object.assign(button.dataset, data);
  return button;
}

function note(mark) {
  const item = make("li");
  const className = `note ${mark.severity} ${mark.reason}`;
  item.append(pressed(className, message(mark), { mark: mark.number }));
  if (mark.owners.length) item.append(remedy(mark));
  return item;
}

// What else may be meant: the number may be right, and the name beside it wrong.
function remedy(mark) {
  const place = make("div", "remedy");
  const [{ number }] = mark.owners;
  const isNumber = mark.nearest && mark.nearest.length <= LONGEST_NUMBER;
  place.append(said(isNumber ? words.remedy : words.owned, { ...mark, number }));
  mark.owners.forEach((owner, at) => {
    const other = owner.number === number ? "" : `${owner.number}: `;
    const what = owner.cell ? cellName(owner.cell) : `“… ${owner.around} …”`;
    const text = `${other}${what} · p.\u00a0${owner.page}`;
    place.append(" ", pressed("owner", text, { mark: mark.number, owner: at }));
  });
  return place;
}

// Gives notes of one kind as one line.
function gathered(heading, marks) {
  const item = make("li", "gathered", heading);
  for (const mark of marks) {
    const button = pressed("note", `${mark.words} p.\u00a0${mark.page}`, { mark: mark.number });
    button.title = message(mark);
    item.append(" ", button);
  }
  return item;
}

function quote(one, where, index) {
  const item = make("li");
  const button = pressed("quote", "", { quote: index, where });
  button.append(make("span", "page", one.page ? `p.\u00a0${one.page}` : words.missing), ` ${one.quote}`);
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
  const heading = (mark) => (mark.page && words.gathered[`${mark.kind}.${mark.reason}`]) || mark;
  const items = [...Map.groupBy(notes, heading)].map(([by, marks]) =>
    typeof by === "string" ? gathered(by, marks) : note(by),
  );
  details.append(listed("notes", items, named(where)));
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
      const owner = mark.owners[button.dataset.owner];
      if (owner) this.show({ places: labelled([owner.span], placeOf(owner.number)), page: owner.page });
      else this.show({ places: placesOf(mark), page: mark.page });
    } else if (button?.dataset.quote !== undefined) {
      const { where, quote: at } = button.dataset;
      const quoted = this.checked.quotes[where][at];
      this.show({ places: labelled(quoted.spans, quoteOf(where)), page: quoted.page });
    } else if (button?.classList.contains("number")) {
      this.show({ number: button.dataset.words, context: this.#around(button, point) });
    } else if (point) {
      this.show({ places: this.placesOf(point) });
    }
  }

  // Gives the places of the quotes that a point rests on.
  placesOf(point) {
    const { where } = point.dataset;
    const quotes = this.checked.quotes[where] ?? [];
    return labelled(quotes.flatMap((one) => one.spans), quoteOf(where));
  }

  // Gives what stands around a number, and its point's quotes: it tells which of several is meant.
  #around(button, point) {
    const within = point ? this.placesOf(point).map((one) => one.span) : [];
    const own = button.closest(".said, p, li") ?? place;
    const [before, behind] = [document.createRange(), document.createRange()];
    before.setStart(own, 0);
    before.setEndBefore(button);
    behind.setStartAfter(button);
    behind.setEnd(own, own.childNodes.length);
    return {
      within,
      before: before.toString().slice(-REACH),
      behind: behind.toString().slice(0, REACH),
    };
  }

  // Lights a mark and its note.
  light(number) {
    for (const one of place.querySelectorAll(".lit")) one.classList.remove("lit");
    for (const one of place.querySelectorAll(`[data-mark="${number}"]:not(.owner)`)) {
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
    this.show({ places: this.placesOf(point) });
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
