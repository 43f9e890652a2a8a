"use strict";
/* The scripts of the page are one script. Text from reports only ever goes in as text: nodes are made, and no string
   is read as HTML.

   What the page is about stands compressed in a script that does not run (see page.py). Of statements and insights
   there is a list for each property; `statement` puts the properties of one together. */

let data = null;

async function readData() {
  const packed = document.getElementById("gegevens").textContent;
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  data = await new Response(stream).json();
  data.size = data.statements.start?.length ?? 0;
  data.sample = new Set(data.parts.toeval);
  data.named = {};
  for (const kind of ["kinds", "themes", "roles", "topics"]) data.named[kind] = new Map(data[kind].map((code) => [code.code, code]));
}

function statement(n) {
  const found = rowOf(data.statements, n);
  found.from = rowOf(data.passages, found.passage);
  found.quote = quote(n);
  return found;
}

function quote(n) {
  const { passage, start, end } = data.statements;
  return data.passages.text[passage[n]].slice(start[n], end[n]);
}

function rowOf(columns, n) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[n]]));
}

/* Return the name of a code; one that the codebook does not know stands for itself. */
function nameOf(kind, code) {
  return data.named[kind].get(code)?.name ?? code;
}

/* Return why a statement is put before a coder, empty if it is not. */
function pickedFor(n) {
  return Object.keys(data.parts).find((part) => (part === "toeval" ? data.sample.has(n) : data.parts[part].includes(n))) ?? "";
}

function make(tag, properties = {}, ...content) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...content);
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

function collapsed(text) {
  return text.replace(/\s+/gu, " ").trim();
}

/* Return a text as it is searched: without capitals and signs on letters. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function number(value) {
  return value.toLocaleString("nl-NL");
}

function count(value, one, more) {
  return `${number(value)} ${value === 1 ? one : more}`;
}

/* Return now as ISO 8601, to the second. */
function now() {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
