/* What a coder makes of a statement: { kind, themes, roles, voice, topic, gone } with codes, `gone` where it is no
   statement; and { done, at, reason, picked }. A property that a blind coder has not chosen yet is null.

   Every coding is against what the program made of the statement, whatever others have since put right. */

const ASPECTS = ["kind", "themes", "roles", "voice", "topic", "gone"];
const ASPECT_NAMES = { kind: "Soort", themes: "Thema’s", roles: "Rollen", voice: "Stem", topic: "Onderwerp", gone: "Uitspraak" };
const BLIND = ["kind", "themes", "roles", "voice"]; // what a blind coder chooses
const LOOSE = "los";

function machine(n) {
  const { kind, themes, roles, voice, topic } = data.statements;
  return { kind: kind[n], themes: themes[n], roles: roles[n], voice: voice[n], topic: topic[n], gone: false, done: false, at: "", reason: "", picked: "" };
}

/* Return a coding in which nothing is chosen; the topic would give away the kind, and is judged by who sees it. */
function blank(n) {
  return { ...machine(n), kind: null, themes: null, roles: null, voice: null };
}

function isSame(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((code) => other.includes(code));
}

function changed(n, coding) {
  const given = machine(n);
  return ASPECTS.filter((aspect) => coding[aspect] !== null && !isSame(coding[aspect], given[aspect]));
}

function unanswered(coding) {
  return coding.gone ? [] : BLIND.filter((aspect) => coding[aspect] === null);
}

/* Return of which aspects a coding says something. */
function judged(n, coding) {
  return coding.done ? ASPECTS : changed(n, coding);
}

/* Return of which aspects two codings say something else. */
function differing(n, one, other) {
  const both = judged(n, one).filter((aspect) => judged(n, other).includes(aspect));
  return both.filter((aspect) => !isSame(one[aspect], other[aspect]));
}

/* Return in words what an aspect of a coding is. */
function inWords(aspect, value) {
  if (value === null) return "nog te kiezen";
  if (aspect === "kind") return nameOf("kinds", value);
  if (aspect === "gone") return value ? "geen uitspraak" : "is een uitspraak";
  if (aspect === "voice") return value ? nameOf("roles", value) : "niemand";
  if (aspect === "topic") return !value ? "niet ingedeeld" : value === LOOSE ? "los: bij geen onderwerp" : topicName(value);
  return value.map((code) => nameOf(aspect, code)).join(", ") || "geen";
}
