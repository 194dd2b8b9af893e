// The paper: a page's picture, boxes on it, its lines as text that can be chosen.

import { attempt, element, get, make, said, words } from "/static/asking.js";

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
    const drawn = here.map((box) => placed(make("div", `box ${box.kind}`), edges(box), page));
    for (const hidden of page.hidden) {
      const label = said(words.hidden, hidden);
      hidden.boxes.forEach((box, at) => {
        const node = placed(make("div", "box hidden"), box, page);
        if (!at) node.append(make("span", "reason", label));
        drawn.push(node);
      });
    }
    boxLayer.replaceChildren(...drawn);
    this.#nameOthers();
    this.#scrollTo(drawn.find((node) => node.matches(".words")) ?? drawn[0]);
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

  // Shows characters of the paper's text, boxed.
  async showSpans(spans, page) {
    this.#turn += 1;
    const turn = this.#turn;
    const list = spans.map((span) => span.join("-")).join(",");
    const found = list ? await attempt(() => get(`${this.address}/boxes`, { spans: list })) : null;
    if (turn !== this.#turn) return; // something else has been asked for since
    const boxes = found?.boxes ?? [];
    if (boxes.length || page) await this.show(boxes[0]?.page ?? page, boxes);
  }

  // Looks words up and shows the first place; asked again for the same, the next one.
  async find(sought, within = [], by = 1) {
    const key = JSON.stringify([sought, within]);
    if (key !== this.soughtFor) {
      const list = within.map((span) => span.join("-")).join(",");
      const address = `${this.address}/find`;
      const found = await attempt(() => get(address, { words: sought, within: list }));
      if (!found) return;
      this.soughtFor = key;
      this.#hits = found.places;
      this.#hit = by > 0 ? -1 : 0;
    }
    const { length } = this.#hits;
    element("hits").value = words.found_none;
    if (!length) return;
    this.#hit = (this.#hit + by + length) % length;
    element("hits").value = said(words.found, { i: this.#hit + 1, n: length });
    const hit = this.#hits[this.#hit];
    await this.showSpans([hit.span], hit.page);
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
