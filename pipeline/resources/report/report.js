"use strict";
/* The page is complete without this script. It adds two things: links open what is folded, and the
   statements can be searched. Text from reports only ever goes in as text: nodes are made or copied,
   and no string is read as HTML. */

const PAGE = 50; // rows shown at once
const PRINTED = 1000; // rows printed at most
const PAUSE = 150; // milliseconds without typing before the words are looked up

const form = document.querySelector("form.search");
const search = form && startSearch(form);
let origin = null; // the link that was followed last

follow();
addEventListener("load", follow, { once: true }); // once more, as the browser takes the focus away while loading
addEventListener("hashchange", follow);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link) return;
  origin = link;
  // Following a link to where the address already points changes no address.
  if (link.hash === location.hash) follow();
});

/* Go where the address points: to a selection of statements, or to a place that may be folded. */
function follow() {
  const name = location.hash.slice(1);
  if (search?.restore(name)) return;
  const target = document.getElementById(name);
  const folded = target?.closest("details");
  if (!folded) return; // the browser does the rest
  for (let around = folded; around; around = around.parentElement.closest("details")) around.open = true;
  const place = target === folded ? folded.querySelector("summary") : target;
  if (place === target) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  target.scrollIntoView({ block: place === target ? "center" : "start" }); // a statement with what is around it
}

function startSearch(form) {
  const prefix = `${form.closest("section").id}?`;
  const words = form.elements.tekst;
  const selects = [...form.querySelectorAll("select")];
  const absent = selects.map((select) => [...select.options].slice(1).findIndex((option) => option.dataset.absent === ""));
  const names = selects.map((select) => [...select.options].slice(1).map((option) => option.text));
  const [count, table, leaf] = [".count p", ".found", ".leaf"].map((name) => form.querySelector(name));
  const rows = [...document.querySelectorAll("[data-codes]")].map(readRow);
  let found = rows;
  let page = 0;
  let timer = 0;

  // Values are not repeated in the page: an option stands for its place in the list.
  selects.forEach((select) => [...select.options].slice(1).forEach((option, place) => (option.value = place)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose();
  });
  form.addEventListener("reset", () => setTimeout(choose)); // the fields are emptied after this event
  for (const select of selects) select.addEventListener("change", choose);
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(choose, PAUSE);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !words.value) return;
    words.value = "";
    choose();
  });
  leaf.addEventListener("click", (event) => {
    const step = Number(event.target.value);
    if (!step || event.target.ariaDisabled === "true") return;
    page += step;
    show(page * PAGE, PAGE);
    remember();
    table.focus({ preventScroll: true });
    table.scrollIntoView();
  });
  addEventListener("beforeprint", () => show(0, PRINTED));
  addEventListener("afterprint", () => show(page * PAGE, PAGE));
  form.hidden = false;
  form.previousElementSibling.hidden = true;
  find();
  show(0, PAGE);
  return { restore };

  /* Take over what is chosen, and put it in the address. */
  function choose() {
    clearTimeout(timer);
    page = 0;
    find();
    show(0, PAGE);
    remember();
  }

  /* Find what matches, and count for every option what choosing it would give. */
  function find() {
    const wanted = plain(words.value).split(" ").filter(Boolean);
    const chosen = selects.map((select) => (select.value ? Number(select.value) : -1));
    const counts = names.map((options) => new Uint32Array(options.length));
    found = rows.filter((row) => {
      const failing = chosen.filter((place, facet) => place >= 0 && !row.codes[facet].includes(place)).length;
      if (failing > 1) return false;
      if (wanted.length) {
        row.plain ??= plain(row.item.querySelector("bdi").textContent);
        if (!wanted.every((word) => row.plain.includes(word))) return false;
      }
      row.codes.forEach((places, facet) => {
        // A row that fails on this facet alone would be found with another choice for it.
        const fails = chosen[facet] >= 0 && !places.includes(chosen[facet]);
        if (failing === Number(fails)) places.forEach((place) => (counts[facet][place] += 1));
      });
      return !failing;
    });
    selects.forEach((select, facet) => {
      for (const option of [...select.options].slice(1)) {
        // Marks keep a name that is written from right to left apart from the number.
        option.text = `\u2068${names[facet][option.value]}\u2069 (${number(counts[facet][option.value])})`;
      }
    });
    form.classList.toggle("chosen", wanted.length > 0 || chosen.some((place) => place >= 0));
  }

  /* Show rows of what was found. */
  function show(start, n) {
    const shown = found.slice(start, start + n);
    const last = start + shown.length;
    const noun = rows.length === 1 ? "uitspraak" : "uitspraken";
    count.textContent = `${number(found.length)} van ${number(rows.length)} ${noun}`;
    table.hidden = !found.length;
    table.caption.textContent = `Uitspraak ${number(start + 1)} tot en met ${number(last)}`;
    table.caption.classList.toggle("unseen", shown.length === found.length);
    table.tBodies[0].replaceChildren(...shown.map(makeRow));
    leaf.hidden = found.length <= PAGE;
    const [back, on] = leaf.children;
    back.ariaDisabled = String(start === 0);
    on.ariaDisabled = String(last >= found.length);
  }

  /* Write the choice into the address, without a step for the browser to go back to. */
  function remember() {
    const hash = `#${prefix}${state()}`.replace(/\?$/, "");
    try {
      history.replaceState(null, "", hash);
    } catch {
      // Some browsers refuse this after many changes; the next change writes it again.
    }
  }

  function state() {
    const chosen = new URLSearchParams();
    if (words.value.trim()) chosen.set(words.name, words.value.trim());
    selects.forEach((select, facet) => {
      if (select.value) chosen.set(select.name, names[facet][select.value]);
    });
    if (page) chosen.set("pagina", page + 1);
    return chosen.toString();
  }

  /* Take over a choice from an address; tell whether it holds one. */
  function restore(name) {
    if (`${name}?` === prefix) remember(); // the section as it stands, with what is chosen there
    if (!name.startsWith(prefix)) return false;
    const chosen = new URLSearchParams(name.slice(prefix.length));
    if (chosen.toString() === state()) {
      origin?.focus({ preventScroll: true }); // the reader came back
      return true;
    }
    words.value = chosen.get(words.name) ?? "";
    selects.forEach((select, facet) => {
      const place = names[facet].indexOf(chosen.get(select.name));
      select.value = place < 0 ? "" : place;
    });
    find();
    const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
    page = Math.min(last, Math.max(0, (parseInt(chosen.get("pagina"), 10) || 1) - 1));
    show(page * PAGE, PAGE);
    form.closest("section").scrollIntoView();
    return true;
  }

  function readRow(item) {
    const [line, ...codes] = item.dataset.codes.split("/");
    return { item, line, codes: codes.map((places) => places.split(" ").map(Number)) };
  }

  function makeRow({ item, line, codes }) {
    const session = item.closest("section");
    const link = make("a", copy(session.querySelector("h3 bdi")), `, regel ${number(Number(line))}`);
    link.href = `#${item.id}`;
    const [date, insight] = [session.querySelector("p bdi"), item.closest("details").querySelector("summary bdi")];
    const where = make("span", copy(date), ", ", copy(insight));
    where.className = "note";
    const cells = [
      ["Uitspraak", copy(item.querySelector(".tag")), copy(item.querySelector("bdi"))],
      ["Thema’s", ...listed("thema", codes)],
      ["Rollen", ...listed("rol", codes)],
      ["Waar", link, " ", where],
    ].map(([label, ...content]) => {
      const cell = make("td", ...content);
      cell.dataset.label = label;
      cell.classList.toggle("none", cell.textContent === "–");
      cell.setAttribute("role", "cell");
      return cell;
    });
    const row = make("tr", ...cells);
    row.setAttribute("role", "row");
    return row;
  }

  /* Return the names of a statement for one of the lists. */
  function listed(name, codes) {
    const facet = selects.findIndex((select) => select.name === name);
    if (codes[facet][0] === absent[facet]) return ["–"];
    return codes[facet].flatMap((place, n) => [n ? ", " : "", make("bdi", names[facet][place])]);
  }
}

function make(tag, ...content) {
  const node = document.createElement(tag);
  node.append(...content);
  return node;
}

function copy(node) {
  return node.cloneNode(true);
}

function number(value) {
  return value.toLocaleString("nl-NL");
}

/* Return text as it is compared: without capitals and accents, with one sort of apostrophe and space. */
function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, " ")
    .toLowerCase();
}
