"use strict";
/* The scripts of the page are one script. Text from reports only ever goes in as text: nodes are made or
   copied, and no string is read as HTML.

   What a large page holds packed (see packing.py) is unpacked here into trees, and a tree becomes part of the
   page when a reader needs it. A tree is { name, attributes, content }, with text as a string in the content. */

const packed = [...document.querySelectorAll("template.packed")];
const trees = []; // of the parts that are packed, until they are filled in
const folds = new Map([...document.querySelectorAll("[data-fold]")].map((element) => [Number(element.dataset.fold), element]));

/* Unpack all parts once the page is shown. Between two chunks the browser can do other things. */
async function unpack() {
  if (packed.length) await painted();
  for (const template of packed) {
    const bytes = Uint8Array.from(atob(template.content.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    trees.push(...spread(await new Response(stream).json()));
    template.remove();
  }
}

function painted() {
  // A page that nobody looks at is not painted, and need not be.
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 1000);
  });
}

/* Return the trees of parts that were gathered by kind of element. */
function spread([kinds, orders]) {
  const read = kinds.map(() => ({ texts: 0, values: 0 }));
  return orders.map((order) => {
    const root = { number: 0, content: [] };
    const around = [root];
    for (const code of order) {
      const parent = around.at(-1);
      if (code === 0) around.pop();
      else if (code === 1) parent.content.push(kinds[parent.number][3][read[parent.number].texts++]);
      else {
        const [name, shared, own, , ...columns] = kinds[code - 1];
        const place = read[code - 1].values++;
        const attributes = own.length ? { ...shared } : shared;
        own.forEach((key, n) => (attributes[key] = columns[n][place]));
        const element = { number: code - 1, name, attributes, content: [] };
        parent.content.push(element);
        around.push(element);
      }
    }
    return root.content;
  });
}

/* Put a part in its place, if it is packed and not there yet. */
function fill(element) {
  const number = Number(element.dataset.fold);
  if (!trees[number]) return;
  delete element.dataset.fold;
  folds.delete(number);
  element.append(...trees[number].map((tree) => grow(tree, element.namespaceURI)));
  addButtons(element);
}

/* Return a tree as a node of the page. */
function grow(tree, namespace) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const space = tree.name === "svg" ? "http://www.w3.org/2000/svg" : namespace;
  const node = document.createElementNS(space, tree.name);
  for (const [name, value] of Object.entries(tree.attributes)) node.setAttribute(name, value);
  node.append(...tree.content.map((part) => grow(part, space)));
  return node;
}

/* Return part of the page as a tree, with what is packed in it; what was filled in is read where it is. */
function treeOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const content = [...node.childNodes].map(treeOf);
  if ("fold" in node.dataset) content.push(...trees[Number(node.dataset.fold)]);
  return { name: node.localName, attributes, content };
}

/* Return the ids in what is packed, each with the number of the part that it is in. */
function placesOf() {
  const places = new Map();
  const note = (part, number) => {
    if (typeof part === "string") return;
    if (part.attributes.id) places.set(part.attributes.id, number);
    for (const child of part.content) note(child, number);
  };
  for (const number of folds.keys()) trees[number].forEach((part) => note(part, number));
  return places;
}

function textOf(tree) {
  return typeof tree === "string" ? tree : tree.content.map(textOf).join("");
}

function make(tag, ...content) {
  const node = document.createElement(tag);
  node.append(...content);
  return node;
}

function number(value) {
  return value.toLocaleString("nl-NL");
}
