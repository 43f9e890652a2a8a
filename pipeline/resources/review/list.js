/* The statements of a part, a leaf at a time: the page stays small however many there are. */

const LEAF = 25;
const view = { part: "onzeker", list: [], at: 0, draft: null, isWhole: false, isAnswering: false, empty: "" };
const PARTS = ["onzeker", "onderwerp", "toeval", "alles", "verschillen"];
const EMPTY = {
  onzeker: "Het programma is van geen uitspraak onzeker.",
  onderwerp: "Alle onderwerpen zijn stevig, of er zijn er geen.",
  verschillen: "Er zijn geen verschillen. Laad het bestand van een collega; het komt naast uw eigen werk te staan.",
};

function placesOf(part) {
  if (part === "verschillen") return differences();
  return part === "alles" ? [...Array(data.size).keys()] : data.parts[part];
}

function isDone(place) {
  if (view.part === "verschillen") return (typeof place === "number" ? state.settled : state.settledNames).has(place);
  return Boolean(state.codings.get(place)?.done);
}

/* Show a part at the first statement that is still to do, or at the place where the coder was. */
function openPart(part, { keepPlace = false } = {}) {
  const former = view.list[view.at];
  const words = folded(byId("zoek").value).split(/\s+/).filter(Boolean);
  view.part = part;
  view.draft = null;
  view.list = placesOf(part).filter((place) => {
    if (byId("alleen-open").checked && isDone(place)) return false;
    if (!words.length) return true;
    const text = typeof place === "number" ? folded(quote(place)) : folded(topicName(place));
    return words.every((word) => text.includes(word));
  });
  view.empty = words.length || byId("alleen-open").checked ? "Geen uitspraak past bij uw keuze." : EMPTY[part] ?? "Er zijn geen uitspraken.";
  const open = view.list.findIndex((place) => !isDone(place));
  view.at = keepPlace && view.list.includes(former) ? view.list.indexOf(former) : Math.max(open, 0);
  view.isWhole = false;
  tell("");
  showAll();
}

function showAll() {
  showParts();
  showList();
  showPane();
}

function showParts() {
  for (const node of document.querySelectorAll("#delen button")) {
    const part = node.value;
    node.setAttribute("aria-pressed", String(part === view.part));
    node.querySelector(".n").textContent = number(part === "alles" ? data.size : placesOf(part).length);
  }
  for (const node of document.querySelectorAll("#deel-uitleg span")) node.hidden = node.dataset.part !== view.part;
  byId("download-afgesproken").hidden = !state.settled.size && !state.settledNames.size;
}

function showList() {
  const first = LEAF * Math.floor(view.at / LEAF);
  const shown = view.list.slice(first, first + LEAF);
  byId("lijst").replaceChildren(...shown.map((place, n) => lineNode(place, first + n)));
  byId("lijst").setAttribute("start", String(first + 1));
  byId("bladen").textContent = view.list.length ? `${number(first + 1)}–${number(first + shown.length)} van ${number(view.list.length)}` : "";
  byId("blad-terug").disabled = !first;
  byId("blad-verder").disabled = first + LEAF >= view.list.length;
  const done = view.list.filter(isDone).length;
  byId("stand").textContent = view.list.length ? `${number(done)} van ${number(view.list.length)} ${view.part === "verschillen" ? "afgesproken" : "nagekeken"}` : "";
  byId("balk").max = Math.max(view.list.length, 1);
  byId("balk").value = done;
}

function lineNode(place, at) {
  const text = typeof place === "number" ? collapsed(quote(place)) : `Naam van onderwerp ${place}`;
  const [sign, word] = isDone(place) ? ["✓", "nagekeken: "] : view.part !== "verschillen" && state.codings.has(place) ? ["•", "begonnen: "] : ["", ""];
  const properties = { type: "button", id: `regel-${at}`, onclick: () => goTo(at) };
  if (at === view.at) properties["aria-current"] = "true";
  return make("li", {}, make("button", properties, make("span", { class: "sign", "aria-hidden": "true" }, sign), make("span", { class: "unseen" }, word), bdi(text)));
}

function goTo(at, { focus = true } = {}) {
  if (at < 0 || at >= view.list.length) return tell(at < 0 ? "Dit is de eerste van dit deel." : "Dit was de laatste van dit deel.");
  view.at = at;
  view.draft = null;
  view.isWhole = false;
  showList();
  showPane();
  tell("");
  if (!focus) return;
  byId("kop").focus({ preventScroll: true });
  byId("uitspraak").scrollIntoView({ block: "nearest" });
}

function go(step) {
  goTo(view.at + step);
}

function leaf(step) {
  goTo(Math.max(0, Math.min(view.list.length - 1, LEAF * (Math.floor(view.at / LEAF) + step))));
}

for (const [id, step] of [["blad-terug", -1], ["blad-verder", 1]]) byId(id).addEventListener("click", () => leaf(step));
