// Questions to the server, and words for the reader.

export const words = JSON.parse(document.body.dataset.words);

export const element = (id) => document.getElementById(id);

export function said(template, values = {}) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Gives what a table's cell is called.
export function cellName({ table, row, column }) {
  const of = [row && said(words.cell_row, { row }), column && said(words.cell_column, { column })];
  return [table, ...of].filter(Boolean).join(" · ");
}

export class Refused extends Error {
  constructor(message, kind) {
    super(message);
    this.kind = kind;
  }
}

async function answer(response) {
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  const value = isJson ? await response.json() : { message: await response.text() };
  if (!response.ok) throw new Refused(value.message, value.kind);
  return value;
}

export async function get(address, values = {}, signal = undefined) {
  const query = new URLSearchParams(values).toString();
  return answer(await fetch(query ? `${address}?${query}` : address, { signal }));
}

export async function post(address, body = {}, signal = undefined) {
  const headers = { "Content-Type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body), signal };
  return answer(await fetch(address, request));
}

export function tell(text, isTrouble = false) {
  const place = element("message");
  place.textContent = text;
  place.classList.toggle("trouble", isTrouble);
}

// Runs what a reader has asked for; a refusal is told, and so is a server that has ended.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (error.name !== "AbortError") tell(error instanceof TypeError ? words.ended : error.message, true);
    return undefined;
  }
}

export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Whether a key is meant for the page, and not for a field that is typed in.
export function isForPage(event) {
  const { target } = event;
  const typed = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  return !typed && !event.ctrlKey && !event.metaKey && !event.altKey;
}
