/* The statement that is being judged, and all that can be changed of it. */

const AROUND = 500; // characters of the insight that are shown on both sides

/* Return the coding that the pane shows and changes: in the part of differences what coders agree on. */
function shownCoding(n) {
  if (view.part !== "verschillen") return codingOf(n);
  return view.draft ?? state.settled.get(n) ?? { ...codingOf(n), done: true };
}

function change(aspect, value) {
  const n = view.list[view.at];
  if (typeof n !== "number") return;
  const coding = { ...shownCoding(n), [aspect]: value, at: now() };
  if (view.part === "verschillen") view.draft = coding;
  else {
    state.codings.set(n, { ...coding, picked: coding.picked || pickedFor(n) });
    save();
  }
  showPane();
  showList();
  // A blind coder who is answering goes on with what is still open.
  const [open] = isHidden() ? unanswered(coding) : [];
  if (open && view.isAnswering) ACTIONS[open]();
  else view.isAnswering = false;
}

/* The pane stays as it is: what the coder clicks on next must still be there. */
function noteReason(n, reason) {
  state.codings.set(n, { ...codingOf(n), reason, at: now(), picked: codingOf(n).picked || pickedFor(n) });
  save();
  showList();
}

/* What a key or a button changes. */
const ACTIONS = {
  themes: () => chooseCodes("themes", "Thema’s"),
  roles: () => chooseCodes("roles", "Rollen die worden genoemd"),
  voice() {
    const options = [{ code: "", name: "niemand", about: "de mening van niemand in het bijzonder" }, ...data.roles];
    choose({ title: "Stem: wiens mening is dit?", options, chosen: current().voice ?? "", done: (code) => change("voice", code) });
  },
  topic() {
    if (isHidden()) return tell("Het onderwerp ziet u als u de uitspraak hebt nagekeken.");
    if (!data.topics.length || current().topic === "") return tell("Deze uitspraak is niet in onderwerpen ingedeeld.");
    const options = [{ code: LOOSE, name: "los: bij geen onderwerp" }, ...data.topics.map((topic) => ({ ...topic, name: topicName(topic.code) }))];
    choose({ title: "Onderwerp", options, chosen: current().topic, fresh: "Nieuw onderwerp", done: (code) => change("topic", code) });
  },
  label() {
    const topic = current()?.topic;
    if (isHidden() || !data.named.topics.has(topic)) return tell("Bij deze uitspraak hoort geen onderwerp dat een naam heeft.");
    ask({ title: "Naam van het onderwerp", note: `Nu: ${topicName(topic)}. Woorden: ${data.named.topics.get(topic).about}`, value: topicName(topic), done: (name) => rename(topic, name) });
  },
  gone: () => change("gone", !current().gone),
  reason: () => byId("waarom")?.focus(),
};

function current() {
  const n = view.list[view.at];
  return typeof n === "number" ? shownCoding(n) : null;
}

function isHidden() {
  return view.part !== "verschillen" && isBlind(view.list[view.at]);
}

function chooseCodes(aspect, title) {
  choose({ title, options: data[aspect], chosen: current()[aspect] ?? [], several: true, isOpen: current()[aspect] === null, done: (codes) => change(aspect, codes) });
}

function rename(topic, name) {
  if (!name) return;
  if (name === nameOf("topics", topic)) state.names.delete(topic);
  else state.names.set(topic, { name, at: now() });
  save();
  showPane();
}

function showPane() {
  const focused = document.activeElement?.id;
  const place = view.list[view.at];
  const kop = byId("kop");
  kop.textContent = place === undefined ? "Niets om na te kijken" : `Uitspraak ${number(view.at + 1)} van ${number(view.list.length)}`;
  const content = typeof place === "number" ? statementNodes(place) : typeof place === "string" ? topicNodes(place) : [make("p", {}, view.empty)];
  byId("paneel").replaceChildren(...content);
  if (focused && focused !== document.activeElement?.id) byId(focused)?.focus({ preventScroll: true });
}

function statementNodes(n) {
  const told = statement(n);
  const coding = shownCoding(n);
  const { from } = told;
  const where = [told.report, `regel ${number(told.line)}`, ...(from.page ? [`bladzijde ${from.page}`] : []), ...(from.time ? [from.time] : [])].join(", ");
  const nodes = [
    make("p", { class: "meta" }, bdi(from.session), ` · ${from.date}`, ...(from.heading ? [" · ", bdi(from.heading)] : []), make("br"), make("span", { class: "note" }, bdi(where))),
    passageNode(told),
    make("p", { class: "machine note" }, ...machineNodes(n, told)),
  ];
  if (view.part === "verschillen") nodes.push(compareNode(n));
  nodes.push(make("dl", { class: "codes" }, ...ASPECTS.flatMap((aspect) => aspectNodes(n, coding, aspect))));
  const waarom = make("input", { id: "waarom", value: coding.reason, autocomplete: "off", onchange: ({ target }) => noteReason(n, collapsed(target.value)) });
  if (view.part !== "verschillen") nodes.push(make("p", { class: "field" }, make("label", { for: "waarom" }, "Waarom ", key("w")), waarom));
  const agree = view.part === "verschillen" ? "Afgesproken en volgende" : "Akkoord en volgende";
  nodes.push(make("p", { class: "steps" }, button("vorige", "Vorige", "k", () => go(-1)), button("akkoord", agree, "Enter", agreeAndGo, "main"), button("volgende", "Volgende", "j", () => go(1)), ...(state.codings.has(n) && view.part !== "verschillen" ? [button("terug", "Zet terug", "u", putBack)] : [])));
  return nodes;
}

function passageNode(told) {
  const { text } = told.from;
  const [before, after] = [text.slice(0, told.start), text.slice(told.end)];
  const cut = !view.isWhole;
  const head = cut && before.length > AROUND ? `… ${before.slice(-AROUND).replace(/^\S*\s/u, "")}` : before;
  const tail = cut && after.length > AROUND ? `${after.slice(0, AROUND).replace(/\s\S*$/u, "")} …` : after;
  const node = make("blockquote", { dir: "auto" }, make("span", {}, head), make("mark", {}, told.quote), make("span", {}, tail));
  if (head !== before || tail !== after) node.append(" ", button("heel", "Hele passage", "p", () => ((view.isWhole = true), showPane())));
  return node;
}

function machineNodes(n, told) {
  if (isHidden()) return [make("strong", {}, "Blind. "), "Wat het programma koos, ziet u als u zelf hebt gekozen: eerst de soort, dan met Enter thema’s, rollen en stem."];
  const seen = data.sample.has(n) && state.blind && view.part !== "verschillen" ? " Wat u nu nog wijzigt, is niet meer blind." : "";
  const cues = told.cues.length ? ` Herkend aan: ${told.cues.join("; ")}.` : "";
  const terms = told.terms.length ? ` Thema’s en rollen aan: ${told.terms.join(", ")}.` : "";
  return [make("strong", {}, `Volgens het programma: ${nameOf("kinds", told.kind)}`), `, ${data.certainties[told.certainty]} (kans ${told.percent}%).`, bdi(cues), bdi(terms), seen];
}

function aspectNodes(n, coding, aspect) {
  if (aspect === "topic" && (!data.topics.length || (coding.topic === "" && !isHidden()))) return [];
  const value = coding[aspect];
  const given = machine(n)[aspect];
  const nodes = [];
  if (aspect === "kind") nodes.push(make("span", { class: "kinds", role: "group", "aria-label": "Soort" }, ...data.kinds.map((kind, place) => kindButton(kind, place, value))));
  else if (aspect === "gone") nodes.push(toggle("gone", "Geen uitspraak", "x", value));
  else if (aspect === "topic" && isHidden()) nodes.push(make("span", { class: "note" }, "na uw keuze te zien"));
  else {
    nodes.push(make("span", { class: value === null ? "value open" : "value" }, bdi(inWords(aspect, value))));
    nodes.push(button(aspect, "Wijzig", { themes: "t", roles: "r", voice: "s", topic: "o" }[aspect], ACTIONS[aspect], "small", ` ${ASPECT_NAMES[aspect]}`));
    if (aspect === "topic" && data.named.topics.has(value)) nodes.push(button("label", "Naam", "l", ACTIONS.label, "small", " van het onderwerp"));
  }
  if (value !== null && !isHidden() && !isSame(value, given) && aspect !== "gone") nodes.push(make("span", { class: "was" }, "was: ", bdi(inWords(aspect, given))));
  return [make("dt", {}, ASPECT_NAMES[aspect]), make("dd", {}, ...nodes)];
}

function kindButton(kind, place, value) {
  return make("button", { id: `soort-${place + 1}`, type: "button", title: kind.about, class: `kind kind-${kind.code}`, "aria-pressed": String(value === kind.code), onclick: () => change("kind", kind.code) }, key(String(place + 1)), ` ${kind.name}`);
}

function toggle(aspect, name, letter, value) {
  return make("button", { id: aspect, type: "button", class: "small", "aria-pressed": String(value), onclick: ACTIONS[aspect] }, `${name} `, key(letter));
}

function button(id, name, letter, action, kind = "", more = "") {
  return make("button", { id, type: "button", class: kind, onclick: action }, name, ...(more ? [make("span", { class: "unseen" }, more)] : []), ...(letter ? [" ", key(letter)] : []));
}

function key(letter) {
  return make("kbd", { "aria-hidden": "true" }, letter);
}

function bdi(text) {
  return make("bdi", {}, text);
}
