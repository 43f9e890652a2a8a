/* The statements can be searched: by words in any form, and by what they were coded with. */

const PAGE = 50; // rows shown at once
const PRINTED = 1000; // rows printed at most
const PAUSE = 150; // milliseconds without typing before the words are looked up

/* Return the statements in the order of the page, with what the page says of them. */
function readStatements() {
  const found = [];
  const read = (tree, session, insight) => {
    if (typeof tree === "string") return;
    const { name, attributes, content } = tree;
    if (name === "h3") session.title = textOf(tree);
    if (name === "p") session.date ??= textOf(content.find((part) => part.name === "bdi") ?? "");
    if (name === "summary") insight.label = textOf(content.find((part) => part.name === "bdi") ?? "");
    if ("data-codes" in attributes) {
      const [line, ...codes] = attributes["data-codes"].split("/");
      const topic = content.find((child) => child.attributes?.class === "note topic")?.content[0];
      found.push({
        id: attributes.id,
        kind: content.find((child) => child.attributes?.class?.startsWith("tag ")),
        text: textOf(content.find((child) => child.name === "bdi")),
        topic: topic && { target: topic.attributes.href, label: textOf(topic) },
        line: Number(line),
        codes: codes.map((places) => places.split(" ").map(Number)),
        session,
        insight,
      });
    }
    const around = name === "details" ? {} : insight;
    for (const child of content) read(child, session, around);
  };
  // A session is a section that holds no other.
  for (const section of document.querySelectorAll("section")) {
    const isSession = !section.querySelector("section") && section.querySelector("[data-codes], details[data-fold]");
    if (isSession) read(treeOf(section), {}, {});
  }
  return found;
}

function startSearch(form, rows) {
  const prefix = `${form.closest("section").id}?`;
  const words = form.elements.tekst;
  const selects = [...form.querySelectorAll("select")];
  const absent = selects.map((select) => [...select.options].slice(1).findIndex((option) => option.dataset.absent === ""));
  const names = selects.map((select) => [...select.options].slice(1).map((option) => option.text));
  const [count, table, leaf] = [".count p", ".found", ".leaf"].map((name) => form.querySelector(name));
  const forms = readForms(form.querySelector(".forms"));
  let found = rows;
  let wanted = [];
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
  find();
  show(0, PAGE);
  return { restore, named };

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
    wanted = plain(words.value).split(" ").filter(Boolean).map((word) => ({ word, forms: formsOf(word, forms) }));
    const chosen = selects.map((select) => (select.value ? Number(select.value) : -1));
    const counts = names.map((options) => new Uint32Array(options.length));
    found = rows.filter((row) => {
      const failing = chosen.filter((place, facet) => place >= 0 && !row.codes[facet].includes(place)).length;
      if (failing > 1) return false;
      if (wanted.length) {
        row.plain ??= plain(row.text);
        if (!wanted.every(({ word, forms }) => row.plain.includes(word) || forms?.test(row.plain))) return false;
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

  function makeRow(row) {
    const link = make("a", make("bdi", row.session.title), `, regel ${number(row.line)}`);
    link.href = `#${row.id}`;
    const where = make("span", make("bdi", row.session.date), ", ", make("bdi", row.insight.label));
    where.className = "note";
    const cells = [
      ["Uitspraak", grow(row.kind, document.body.namespaceURI), marked(row.text)],
      ["Thema’s", ...listed("thema", row)],
      ["Rollen", ...listed("rol", row)],
      ["Waar", link, " ", where, ...topicLink(row), copyButton(row.id)],
    ].map(([label, ...content]) => {
      const cell = make("td", ...content);
      cell.dataset.label = label;
      cell.classList.toggle("none", cell.textContent === "–");
      cell.setAttribute("role", "cell");
      return cell;
    });
    const node = make("tr", ...cells);
    node.setAttribute("role", "row");
    return node;
  }

  function topicLink({ topic }) {
    if (!topic) return [];
    const link = make("a", make("bdi", topic.label));
    link.href = topic.target;
    const node = make("span", link);
    node.className = "note topic";
    return [node];
  }

  /* Return a text with the words that were looked for marked in it. */
  function marked(text) {
    const node = make("bdi");
    let place = 0;
    for (const [start, end] of hits(text, wanted)) {
      node.append(text.slice(place, start), make("mark", text.slice(start, end)));
      place = end;
    }
    node.append(text.slice(place));
    return node;
  }

  /* Return the names of a statement for one of the lists. */
  function named(name, { codes }) {
    const facet = selects.findIndex((select) => select.name === name);
    return codes[facet].filter((place) => place !== absent[facet]).map((place) => names[facet][place]);
  }

  function listed(name, row) {
    const found = named(name, row);
    return found.length ? found.flatMap((text, n) => [n ? ", " : "", make("bdi", text)]) : ["–"];
  }
}

/* Return the groups of forms of one word by each of the forms. */
function readForms(element) {
  const found = new Map();
  if (!element) return found;
  fill(element);
  for (const group of element.textContent.split(",")) {
    const forms = plain(group).trim().split(" ").filter((form) => /^[\p{L}'-]+$/u.test(form));
    for (const form of forms) found.set(form, [...(found.get(form) ?? []), ...forms]);
  }
  return found;
}

/* Return what finds the forms of a word as whole words; nothing if there are no others. */
function formsOf(word, forms) {
  const other = forms.get(word);
  if (!other) return null;
  return new RegExp(`(^|[^\\p{L}\\p{N}])(${other.join("|")})(?![\\p{L}\\p{N}])`, "u");
}

/* Return where in a text the words stand that were looked for, in order and none over another. */
function hits(text, wanted) {
  let compared = "";
  const places = []; // of each sign that is compared: where it stands in the text
  let place = 0;
  for (const sign of text) {
    const own = plain(sign);
    for (let n = 0; n < own.length; n += 1) places.push(place);
    compared += own;
    place += sign.length;
  }
  places.push(text.length);
  const found = [];
  for (const { word, forms } of wanted) {
    for (let at = compared.indexOf(word); at >= 0; at = compared.indexOf(word, at + word.length)) found.push([at, at + word.length]);
    for (const match of forms ? compared.matchAll(new RegExp(forms, "gu")) : []) {
      found.push([match.index + match[1].length, match.index + match[0].length]);
    }
  }
  found.sort(([a, b], [c, d]) => a - c || d - b);
  const apart = [];
  for (const [start, end] of found) {
    if (start >= (apart.at(-1)?.[1] ?? 0)) apart.push([start, end]);
  }
  // A mark ends with its last sign, accents included.
  return apart.map(([start, end]) => [places[start], places[end]]).filter(([start, end]) => start < end);
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
