/* What the coder did, and where the browser keeps it. It is kept by coder, under the digest of the analysis: another
   page of the same analysis has the same work. */

const PREFIX = "rode-draad-nakijken";
const state = {
  coder: "",
  codings: new Map(), // by statement
  names: new Map(), // of topics
  rest: [], // rows of a file that the page does not show
  settled: new Map(), // what was agreed on where coders differ
  settledNames: new Map(),
  others: new Map(), // by coder { codings, names }
  blind: true,
  keys: true,
  isKept: true, // whether the browser keeps it
  isSaved: true, // whether it was downloaded
};
const MAPS = ["codings", "names", "settled", "settledNames"];

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    state.isKept = true;
  } catch {
    state.isKept = false;
  }
  byId("onbewaard").hidden = state.isKept;
}

function workKey(coder) {
  return `${PREFIX}:${data.digest}:${coder}`;
}

function save() {
  state.isSaved = false;
  const work = Object.fromEntries(MAPS.map((name) => [name, [...state[name]]]));
  work.others = [...state.others].map(([coder, { codings, names }]) => [coder, { codings: [...codings], names: [...names] }]);
  keep(workKey(state.coder), { ...work, rest: state.rest });
}

/* Go on as a coder, with the work that the browser has of her. */
function become(coder) {
  const work = kept(workKey(coder)) ?? {};
  state.coder = coder;
  for (const name of MAPS) state[name] = new Map(work[name]);
  state.rest = work.rest ?? [];
  state.others = new Map((work.others ?? []).map(([other, { codings, names }]) => [other, { codings: new Map(codings), names: new Map(names) }]));
  keep(`${PREFIX}:${data.digest}`, coder);
}

function keepChoices() {
  keep(PREFIX, { blind: state.blind, keys: state.keys });
}

function isBlind(n) {
  return state.blind && data.sample.has(n) && !state.codings.get(n)?.done;
}

function codingOf(n) {
  return state.codings.get(n) ?? (isBlind(n) ? blank(n) : machine(n));
}

function topicName(topic) {
  return state.names.get(topic)?.name ?? nameOf("topics", topic);
}

/* Return the rows of the file of the coder. A blind coding that is not finished says nothing yet. */
function ownRows() {
  const codings = [...state.codings].filter(([, coding]) => coding.done || !unanswered(coding).length).sort(([one], [other]) => one - other);
  return [
    ...codings.flatMap(([n, coding]) => rowsOf(n, coding, state.coder)),
    ...[...state.names].sort().map(([topic, name]) => topicRow(topic, name, state.coder)),
    ...state.rest,
  ];
}

function settledRows() {
  return [
    ...[...state.settled].sort(([one], [other]) => one - other).flatMap(([n, coding]) => rowsOf(n, coding, state.coder, coding.forced)),
    ...[...state.settledNames].sort().map(([topic, name]) => topicRow(topic, name, state.coder)),
  ];
}

/* Return the places where coders differ: statements by number, then topics by id. */
function differences() {
  const found = [];
  for (const [n, own] of state.codings) {
    if ([...state.others.values()].some(({ codings }) => codings.has(n) && differing(n, own, codings.get(n)).length)) found.push(n);
  }
  const topics = new Set([...state.others.values()].flatMap(({ names }) => [...names.keys()]));
  const differ = [...topics].filter((topic) => state.names.has(topic) && [...state.others.values()].some(({ names }) => names.has(topic) && names.get(topic).name !== state.names.get(topic).name));
  return [...found.sort((one, other) => one - other), ...differ.sort()];
}

/* Take in a file: rows of the coder herself are hers, those of others stand beside them. Return what to tell. */
function takeIn(rows) {
  const told = [];
  for (const [coder, work] of readRows(rows)) {
    const isOwn = coder === state.coder;
    if (isOwn) {
      // What was done last holds, in the file or here.
      for (const name of MAPS.filter((one) => one !== "codings")) merge(state[name], work[name]);
      merge(state.codings, work.codings);
      const known = new Set(state.rest.map((row) => JSON.stringify(row)));
      state.rest.push(...work.rest.filter((row) => !known.has(JSON.stringify(row))));
    } else state.others.set(coder, { codings: work.codings, names: work.names });
    const size = work.codings.size + work.settled.size;
    told.push(`${isOwn ? "Van u" : `Van ${coder || "iemand zonder naam"}`}: ${count(size, "uitspraak", "uitspraken")}${work.lost ? `; ${count(work.lost, "rij hoort", "rijen horen")} bij geen uitspraak van deze analyse` : ""}.`);
  }
  save();
  return told.join(" ") || "In dit bestand staat geen correctie.";
}

function merge(into, from) {
  for (const [key, value] of from) if (!into.has(key) || into.get(key).at <= value.at) into.set(key, value);
}
