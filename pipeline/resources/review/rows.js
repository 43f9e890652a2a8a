/* From codings to the rows of a file, and back. */

const TALKED = "na overleg"; // the reason of what coders agreed on
const WHAT = { kind: "soort", themes: "thema", roles: "rol", voice: "stem", topic: "onderwerp", gone: "uitspraak" };
const [TOPIC_NAME, CHECKED, GONE, KEPT, NOBODY] = ["onderwerp-naam", "nagekeken", "weg", "blijft", "niemand"];
const UNDECIDED = ["", "weet niet", "?"]; // nobody has filled it in, or who did does not know

/* Return the rows of a coding; of what is in `forced` there is a row also where the program had it right. */
function rowsOf(n, coding, coder, forced = {}) {
  const given = machine(n);
  const { report, quote: citaat, before, after, occurrence } = statement(n);
  const own = { verslag: report, citaat, ervoor: before, erna: after, voorkomen: occurrence, wie: coder, wanneer: coding.at, waarom: coding.reason, keuze: coding.picked };
  const rows = [];
  const add = (wat, was, wordt) => rows.push({ wat, ...own, was, wordt });
  for (const aspect of ["kind", "voice", "topic"]) {
    if (coding[aspect] !== null && (forced[aspect] || coding[aspect] !== given[aspect])) add(WHAT[aspect], given[aspect], coding[aspect] || (aspect === "voice" ? NOBODY : ""));
  }
  for (const aspect of ["themes", "roles"]) {
    if (coding[aspect] === null) continue;
    const codes = new Set([...given[aspect], ...coding[aspect], ...(forced[aspect] ?? [])]);
    for (const code of [...codes].sort()) {
      const [had, has] = [given[aspect].includes(code), coding[aspect].includes(code)];
      if (had !== has || forced[aspect]?.includes(code)) add(WHAT[aspect], has ? "" : code, has ? code : "");
    }
  }
  if (coding.gone || forced.gone) add(WHAT.gone, "", coding.gone ? GONE : KEPT);
  if (coding.done) add(CHECKED, "", "");
  return rows;
}

function topicRow(topic, { name, at, reason = "" }, coder) {
  return { wat: TOPIC_NAME, was: topic, wordt: name, wie: coder, wanneer: at, waarom: reason };
}

/* Return what is in rows: by coder { codings, names, settled, settledNames, rest }. What the page does not show stays
   as it is, in `rest`, and is written again. */
function readRows(rows) {
  const find = finder();
  const coders = new Map();
  for (const row of [...rows].sort((one, other) => (one.wanneer < other.wanneer ? -1 : one.wanneer > other.wanneer ? 1 : 0))) {
    if (!coders.has(row.wie)) coders.set(row.wie, { codings: new Map(), names: new Map(), settled: new Map(), settledNames: new Map(), rest: [], lost: 0 });
    const work = coders.get(row.wie);
    const talked = row.waarom === TALKED || row.waarom.startsWith(`${TALKED}: `);
    const wat = row.wat.trim().toLowerCase();
    const aspect = Object.keys(WHAT).find((name) => WHAT[name] === wat);
    if (wat === TOPIC_NAME && data.named.topics.has(row.was)) {
      (talked ? work.settledNames : work.names).set(row.was, { name: row.wordt, at: row.wanneer, reason: row.waarom });
      continue;
    }
    const n = aspect || wat === CHECKED ? find(row) : null;
    if (n === null) {
      work.rest.push(row);
      if (aspect || wat === CHECKED) work.lost++;
      continue;
    }
    if (aspect && isUndecided(aspect, row)) continue;
    const codings = talked ? work.settled : work.codings;
    if (!codings.has(n)) codings.set(n, { ...machine(n), ...(talked ? { forced: {} } : {}) });
    apply(codings.get(n), aspect, row);
  }
  return coders;
}

/* An empty cell only takes away a code that stands beside it; any other is a row that nobody filled in. */
function isUndecided(aspect, row) {
  const wordt = row.wordt.trim().toLowerCase();
  return UNDECIDED.includes(wordt) && (wordt !== "" || !row.was || !["themes", "roles"].includes(aspect));
}

function apply(coding, aspect, row) {
  const talked = coding.forced;
  if (aspect === "themes" || aspect === "roles") {
    const kept = coding[aspect].filter((code) => code !== row.was && code !== row.wordt);
    coding[aspect] = row.wordt ? [...kept, row.wordt].sort() : kept;
    if (talked) talked[aspect] = [...(talked[aspect] ?? []), row.wordt || row.was];
  } else if (aspect) {
    coding[aspect] = aspect === "gone" ? row.wordt === GONE : aspect === "topic" ? topicOf(row.wordt) : aspect === "voice" && row.wordt === NOBODY ? "" : row.wordt;
    if (talked) talked[aspect] = true;
  } else coding.done = true;
  Object.assign(coding, { at: row.wanneer, reason: row.waarom, picked: row.keuze });
}

/* Return the id of a topic that is called by its name. */
function topicOf(name) {
  return data.topics.find((topic) => topic.code !== name && topic.name === name)?.code ?? name;
}

/* Return what finds the statement that a row is about, null where there is none or no telling which. */
function finder() {
  const byQuote = new Map();
  for (let n = 0; n < data.size; n++) {
    const key = collapsed(quote(n));
    byQuote.set(key, [...(byQuote.get(key) ?? []), n]);
  }
  const { report, occurrence, before, after } = data.statements;
  return (row) => {
    let found = byQuote.get(collapsed(row.citaat)) ?? [];
    for (const isIt of [
      (n) => report[n] === row.verslag,
      (n) => String(occurrence[n]) === row.voorkomen,
      (n) => collapsed(before[n]) === collapsed(row.ervoor) && collapsed(after[n]) === collapsed(row.erna),
    ]) {
      const left = found.filter(isIt);
      if (left.length) found = left;
    }
    return found.length === 1 ? found[0] : null;
  };
}
