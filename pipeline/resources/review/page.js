/* What keys do, and what happens when the page opens. */

const KEYS = {
  t: ACTIONS.themes,
  r: ACTIONS.roles,
  s: ACTIONS.voice,
  o: ACTIONS.topic,
  l: () => (typeof view.list[view.at] === "string" ? byId("label").click() : ACTIONS.label()),
  x: ACTIONS.gone,
  w: ACTIONS.reason,
  u: () => putBack(),
  m: () => view.part === "verschillen" && take(0),
  c: () => view.part === "verschillen" && take(1),
  p: () => ((view.isWhole = true), showPane()),
  j: () => go(1),
  k: () => go(-1),
  ArrowRight: () => go(1),
  ArrowLeft: () => go(-1),
  PageDown: () => leaf(1),
  PageUp: () => leaf(-1),
  Enter: () => agreeAndGo(),
  d: () => nextPart(),
  b: () => byId("download").click(),
  v: turnMeanings,
  "?": showHelp,
};
const ANY_TIME = new Set(["j", "k", "ArrowRight", "ArrowLeft", "PageDown", "PageUp", "?", "m", "c", "l", "Enter", "u", "d", "b", "v"]);

/* The statement is judged, or where coders differ agreed on; a blind coder first chooses what is still open. */
function agreeAndGo() {
  const place = view.list[view.at];
  if (place === undefined) return;
  if (typeof place === "string") state.settledNames.set(place, { name: view.draft ?? state.settledNames.get(place)?.name ?? state.names.get(place).name, at: now(), reason: TALKED });
  else if (view.part === "verschillen") settle(place);
  else {
    const coding = codingOf(place);
    const [open] = unanswered(coding);
    if (open === "kind") return tell("Kies eerst de soort: 1, 2 of 3.");
    view.isAnswering = Boolean(open);
    if (open) return ACTIONS[open]();
    const whole = Object.fromEntries(ASPECTS.map((aspect) => [aspect, coding[aspect] ?? machine(place)[aspect]]));
    state.codings.set(place, { ...coding, ...whole, done: true, at: now(), picked: coding.picked || pickedFor(place) });
  }
  save();
  view.draft = null;
  showParts();
  if (view.at + 1 < view.list.length) return go(1);
  showList();
  showPane();
  tell("Dit was de laatste van dit deel. Download uw correcties, of kies een ander deel.");
}

function nextPart() {
  openPart(PARTS[(PARTS.indexOf(view.part) + 1) % PARTS.length]);
  byId("kop").focus({ preventScroll: true });
}

/* Forget what the coder made of the statement. */
function putBack() {
  const place = view.list[view.at];
  if (view.part === "verschillen" || !state.codings.delete(place)) return;
  save();
  showAll();
  tell("Uw oordeel over deze uitspraak is weg.");
}

document.addEventListener("keydown", (event) => {
  if (!state.keys || !state.coder || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  const { target } = event;
  if (target.matches("input:not([type=checkbox]), textarea, select")) {
    if (target.id === "waarom" && ["Enter", "Escape"].includes(event.key)) byId("kop").focus();
    return;
  }
  if (event.key === "Enter" && target.matches("button, a, input, summary")) return; // it does what it says
  const kind = data.kinds[Number(event.key) - 1];
  const isStatement = typeof view.list[view.at] === "number";
  const action = kind ? () => change("kind", kind.code) : KEYS[event.key];
  if (!action || (!isStatement && !ANY_TIME.has(event.key))) return;
  event.preventDefault();
  action();
});

function begin(coder) {
  become(coder);
  byId("begin").hidden = true;
  byId("werk").hidden = false;
  byId("wie").textContent = coder;
  const part = PARTS.find((one) => placesOf(one).some((place) => !state.codings.get(place)?.done)) ?? "alles";
  openPart(part);
  byId("kop").focus({ preventScroll: true });
}

function setUp() {
  Object.assign(state, kept(PREFIX) ?? {});
  byId("blind").checked = state.blind;
  byId("toetsen").checked = state.keys;
  byId("omvang").textContent = [data.title, count(data.size, "uitspraak", "uitspraken")].filter(Boolean).join(" · ");
  byId("naam").value = kept(`${PREFIX}:${data.digest}`) ?? "";
  keepChoices(); // tells at once whether this browser keeps anything
  writeMeanings();
  byId("begin").hidden = false;
  byId("laden").hidden = true;
  byId("naam").focus();
}

byId("begin").addEventListener("submit", (event) => {
  event.preventDefault();
  const coder = collapsed(byId("naam").value);
  if (coder) begin(coder);
  else tell("Vul eerst uw naam of initialen in.");
});
byId("ander").addEventListener("click", () => {
  state.coder = "";
  byId("werk").hidden = true;
  byId("begin").hidden = false;
  byId("naam").select();
});
for (const node of document.querySelectorAll("#delen button")) node.addEventListener("click", () => openPart(node.value));
byId("zoek").addEventListener("input", () => openPart(view.part));
byId("alleen-open").addEventListener("change", () => openPart(view.part));
byId("blind").addEventListener("change", ({ target }) => {
  state.blind = target.checked;
  keepChoices();
  showAll();
});
byId("toetsen").addEventListener("change", ({ target }) => {
  state.keys = target.checked;
  keepChoices();
});
readData().then(setUp, () => {
  byId("laden").textContent = "Deze browser is te oud voor deze bladzijde; gebruik een nieuwere, of vraag om de werkmap (nakijken.xlsx).";
});
