// The paper: a page's picture, boxes on it, its lines as text that can be chosen.

import { attempt, cellName, element, get, make, said, words } from "/static/asking.js";

const sheet = element("sheet");
const picture = element("picture");
const boxLayer = element("boxes");
const lineLayer = element("lines");
const SCROLL_TO = 0.3; // of the sheet's height: where the first box is brought
const ZOOMS = [1, 1.5, 2, 3]; // times the width that shows all of the text
const MARGIN = 14; // points left beside the text
const MOST = 1.6; // times the sheet's width that a page may have: a page of few words is none to read

function placed(node, box, page) {
  const [left, bottom, right, top] = box;
  node.style.left = `${(100 * left) / page.width}%`;
  node.style.top = `${(100 * (page.height - top)) / page.height}%`;
  node.style.width = `${(100 * (right - left)) / page.width}%`;
  node.style.height = `${(100 * (top - bottom)) / page.height}%`;
  return node;
}

const edges = (box) => [box.left, box.bottom, box.right, box.top];

const joined = (spans) => spans.map((span) => span.join("-")).join(",");

// Gives what a box is around: a table's cell or one of its heads, or else what it was asked for as.
function nameOf(box, cell, label = "") {
  if (!cell) return label;
  if (box.kind !== "words") return cellName({ [box.kind]: cell[box.kind] });
  return cell.column || !label ? cellName(cell) : `${label} · ${cellName(cell)}`;
}

export class Paper {
  #shown = 0;
  #asked = 0;
  #page = null;
  #boxes = [];
  #hits = [];
  #hit = -1;
  #turn = 0;

  constructor(slug, count, chosen) {
    this.address = `/drafts/${encodeURIComponent(slug)}`;
    this.count = count;
    this.zoom = ZOOMS[0];
    this.chosen = chosen;
    lineLayer.addEventListener("click", (event) => this.#choose(event.target.closest("button")));
    lineLayer.addEventListener("keydown", (event) => this.#moveLine(event));
    boxLayer.addEventListener("click", (event) => this.#chooseBelow(event));
  }

  get number() {
    return this.#asked || 1;
  }

  // Shows a page; boxes that stand on it are drawn, those of other pages are named.
  async show(number, boxes = this.#boxes) {
    this.#turn += 1;
    this.#boxes = boxes;
    number = Math.min(Math.max(1, number), Math.max(1, this.count));
    this.#asked = number;
    element("number").value = number;
    if (number !== this.#shown) {
      const page = await attempt(() => get(`${this.address}/pages/${number}`));
      if (!page || this.#asked !== number) return;
      this.#page = page;
      this.#shown = number;
      this.#paint(page);
    }
    this.#draw();
  }

  // Shows the page as wide as lets its text fill the sheet: margins are of no use.
  #paint(page) {
    const left = Math.max(0, Math.min(...page.lines.map((line) => line.box[0])) - MARGIN);
    const right = Math.min(page.width, Math.max(...page.lines.map((line) => line.box[2])) + MARGIN);
    const widths = page.lines.length ? Math.max(1, page.width / (right - left)) : 1;
    element("page").style.width = `${Math.min(widths, MOST) * this.zoom * 100}%`;
    this.left = page.lines.length && page.width ? left / page.width : 0;
    const pixels = element("page").clientWidth * (window.devicePixelRatio || 1);
    const scale = page.width ? pixels / page.width : 2;
    picture.width = page.width;
    picture.height = page.height;
    picture.src = `${this.address}/pages/${page.number}.png?scale=${scale.toFixed(2)}`;
    picture.alt = said(words.page_alt, { page: page.number });
    lineLayer.replaceChildren(...page.lines.map((line, at) => this.#line(line, at, page)));
  }

  // Shows the page larger or smaller, with the same boxes.
  async scale(by) {
    const at = ZOOMS.indexOf(this.zoom) + by;
    this.zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at))];
    this.#shown = 0;
    await this.show(this.number);
  }

  #line(line, at, page) {
    const button = make("button", "line", line.words);
    button.type = "button";
    button.tabIndex = at ? -1 : 0;
    button.dataset.at = at;
    return placed(button, line.box, page);
  }

  #draw() {
    const page = this.#page;
    const here = this.#boxes.filter((box) => box.page === page.number);
    const hidden = page.hidden.flatMap((one) =>
      one.boxes.map((box) => this.#box("hidden", said(words.hidden, one), box)),
    );
    const drawn = here.map((box) => this.#box(box.kind, box.label, edges(box)));
    drawn.push(...hidden);
    let before = "";
    for (const node of drawn) {
      const name = `${node.className} ${node.ariaLabel}`;
      node.tabIndex = name === before ? -1 : 0; // of one place with many lines the first
      before = name;
    }
    boxLayer.replaceChildren(...drawn);
    this.#nameOthers();
    this.#scrollTo(drawn.find((node) => node.matches(".words")) ?? drawn[0]);
  }

  // Gives a box that says what it is when it is pointed at.
  #box(kind, label, box) {
    const node = placed(make("button", `box ${kind}`), box, this.#page);
    node.type = "button";
    node.ariaLabel = label;
    const isRight = box[0] > this.#page.width / 2;
    if (label) node.append(make("span", isRight ? "says right" : "says", label));
    return node;
  }

  #scrollTo(node) {
    const top = node ? node.offsetTop - sheet.clientHeight * SCROLL_TO : 0;
    let left = this.left * boxLayer.clientWidth;
    if (node && this.zoom > 1) left = node.offsetLeft - (sheet.clientWidth - node.offsetWidth) / 2;
    sheet.scrollTo({ top: Math.max(0, top), left: Math.max(0, left) });
  }

  #nameOthers() {
    const pages = [...new Set(this.#boxes.map((box) => box.page))];
    const others = pages.filter((page) => page !== this.#shown);
    const buttons = others.map((page) => {
      const button = make("button", "", `p. ${page}`);
      button.type = "button";
      button.addEventListener("click", () => this.show(page));
      return button;
    });
    element("elsewhere").replaceChildren(...buttons);
  }

  // Shows places of the paper's text, boxed: of each its characters, and what it is.
  async showPlaces(places, page) {
    this.soughtFor = undefined;
    element("hits").value = "";
    await this.#showBoxed(places, page);
  }

  // Looks words up and shows the first place; asked again for the same, the next one.
  async find(sought) {
    await this.#step("find", { words: sought });
  }

  // Looks a number of the entry up, by what stands around it there.
  async findNumber(sought, { within, before, behind }) {
    await this.#step("find-number", { words: sought, within: joined(within), before, behind });
  }

  async #step(route, query) {
    const key = JSON.stringify([route, query]);
    if (key !== this.soughtFor) {
      const found = await attempt(() => get(`${this.address}/${route}`, query));
      if (!found) return;
      this.soughtFor = key;
      this.#hits = found.places;
      this.#hit = -1;
    }
    const { length } = this.#hits;
    element("hits").value = words.found_none;
    if (!length) return;
    this.#hit = (this.#hit + 1) % length;
    element("hits").value = said(words.found, { i: this.#hit + 1, n: length });
    const { span, page } = this.#hits[this.#hit];
    await this.#showBoxed([{ span, label: said(words.place_of, query) }], page);
  }

  async #showBoxed(places, page) {
    this.#turn += 1;
    const turn = this.#turn;
    const spans = joined(places.map((one) => one.span));
    const found = spans ? await attempt(() => get(`${this.address}/boxes`, { spans })) : null;
    if (turn !== this.#turn) return; // something else has been asked for since
    const boxes = (found?.boxes ?? []).map((box) => {
      const label = nameOf(box, found.cells[box.span], places[box.span].label);
      return { ...box, label };
    });
    if (boxes.length || page) await this.show(boxes[0]?.page ?? page, boxes);
  }

  // A box lies over the lines: a click on it is one on the line below.
  #chooseBelow(event) {
    const box = event.target.closest(".box");
    const { left, top, width, height } = box.getBoundingClientRect();
    const isMouse = event.detail > 0;
    const x = isMouse ? event.clientX : left + width / 2;
    const y = isMouse ? event.clientY : top + height / 2;
    this.#choose(document.elementsFromPoint(x, y).find((node) => node.matches(".line")));
  }

  #choose(button) {
    if (!button) return;
    for (const one of lineLayer.querySelectorAll(".chosen")) one.classList.remove("chosen");
    button.classList.add("chosen");
    this.chosen(this.#page.lines[button.dataset.at], this.#page.number);
  }

  #moveLine(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const lines = [...lineLayer.children];
    const at = lines.indexOf(document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
    lines[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}
