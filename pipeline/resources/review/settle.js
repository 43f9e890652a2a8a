/* Where coders differ, and what they agree on. */

function compareNode(n) {
  const coders = [[`U (${state.coder})`, state.codings.get(n)], ...[...state.others].filter(([, { codings }]) => codings.has(n)).map(([coder, { codings }]) => [coder || "zonder naam", codings.get(n)])];
  const own = state.codings.get(n);
  const aspects = ASPECTS.filter((aspect) => coders.slice(1).some(([, coding]) => differing(n, own, coding).includes(aspect)));
  const rows = [...coders, ...(machine(n) ? [["Het programma", machine(n)]] : [])].map(([coder, coding]) =>
    make("tr", {}, make("th", { scope: "row" }, bdi(coder)), ...aspects.map((aspect) => make("td", {}, bdi(inWords(aspect, coding[aspect])))), make("td", {}, bdi(coding.reason))),
  );
  const head = make("tr", {}, make("th", { scope: "col" }, "Wie"), ...aspects.map((aspect) => make("th", { scope: "col" }, ASPECT_NAMES[aspect])), make("th", { scope: "col" }, "Waarom"));
  const takers = coders.map(([coder], place) => button(`neem-${place}`, place ? `Neem die van ${coder}` : "Neem de mijne", place ? (place === 1 ? "c" : "") : "m", () => take(place)));
  return make("div", { class: "compare" }, make("div", { class: "scroll", role: "group", "aria-label": "Verschillen", tabIndex: 0 }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))), make("p", { class: "steps" }, ...takers));
}

/* Take over what a coder chose: 0 is the coder herself, then the others in order. */
function take(place) {
  const at = view.list[view.at];
  if (typeof at === "string") return takeName(at, place);
  const others = [...state.others.values()].filter(({ codings }) => codings.has(at));
  const from = place ? others[place - 1]?.codings.get(at) : state.codings.get(at);
  if (!from) return;
  view.draft = { ...from, done: true, at: now() };
  showPane();
}

/* Return of what there must be a row, because coders differed. */
function forcedOf(n) {
  const own = state.codings.get(n);
  const forced = { ...state.settled.get(n)?.forced };
  for (const { codings } of state.others.values()) {
    if (!codings.has(n)) continue;
    for (const aspect of differing(n, own, codings.get(n))) {
      if (!Array.isArray(own[aspect])) forced[aspect] = true;
      else {
        const [one, other] = [own[aspect], codings.get(n)[aspect]];
        forced[aspect] = [...new Set([...(forced[aspect] ?? []), ...one.filter((code) => !other.includes(code)), ...other.filter((code) => !one.includes(code))])];
      }
    }
  }
  return forced;
}

function settle(n) {
  state.settled.set(n, { ...shownCoding(n), done: true, at: now(), reason: TALKED, picked: state.codings.get(n).picked, forced: forcedOf(n) });
}

function topicNodes(topic) {
  const coders = [[`U (${state.coder})`, state.names], ...[...state.others].map(([coder, { names }]) => [coder || "zonder naam", names])].filter(([, names]) => names.has(topic));
  const settled = state.settledNames.get(topic);
  const chosen = view.draft ?? settled?.name ?? state.names.get(topic).name;
  return [
    make("p", { class: "meta" }, `Onderwerp ${topic} heet in het rapport: `, bdi(nameOf("topics", topic))),
    make("dl", { class: "codes" }, ...coders.flatMap(([coder, names]) => [make("dt", {}, bdi(coder)), make("dd", {}, bdi(names.get(topic).name))]), make("dt", {}, "Afgesproken"), make("dd", {}, bdi(chosen))),
    make("p", { class: "steps" }, ...coders.map(([coder], place) => button(`neem-${place}`, place ? `Neem die van ${coder}` : "Neem de mijne", place ? (place === 1 ? "c" : "") : "m", () => takeName(topic, place))), button("label", "Andere naam", "l", () => ask({ title: "Naam van het onderwerp", note: "", value: chosen, done: (name) => name && ((view.draft = name), showPane()) }))),
    make("p", { class: "steps" }, button("vorige", "Vorige", "k", () => go(-1)), button("akkoord", "Afgesproken en volgende", "Enter", agreeAndGo, "main"), button("volgende", "Volgende", "j", () => go(1))),
  ];
}

function takeName(topic, place) {
  const all = [state.names, ...[...state.others.values()].map(({ names }) => names)].filter((names) => names.has(topic));
  if (!all[place]) return;
  view.draft = all[place].get(topic).name;
  showPane();
}
