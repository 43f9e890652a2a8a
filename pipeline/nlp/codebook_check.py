"""What is wrong with a codebook or does nothing in it, each with its line."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import written_toml
from pipeline.dutch.inflection import is_verb, word_forms
from pipeline.nlp.codebook import Code
from pipeline.nlp.codebook_format import check_entries, sound_entries
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import TermMatcher, normalise_term
from pipeline.nlp.reading import reading_of
from pipeline.written_toml import Lines


@dataclass(frozen=True)
class Fault:
    """Something in a codebook that is wrong or does nothing: its line (1-based), and one Dutch sentence."""

    line: int
    message: str
    is_error: bool


def check_codebook(content: str, language_model: str) -> list[Fault]:
    """Return all that is wrong with a codebook, in the order of its lines.

    Parameters
    ----------
    content
        The TOML of the codebook.
    language_model
        The name of the spaCy pipeline.
    """
    try:
        values = written_toml.parse(content)
    except written_toml.TomlError as fault:
        return [Fault(fault.line, f"Hier klopt de TOML niet: {fault.remedy}.", is_error=True)]
    lines = Lines(content)
    faults = [Fault(lines.of(place), f"Hier {message}", is_error=True) for place, message in check_entries(values)]
    sound = sound_entries(values)  # what is wrong with one entry hides nothing of the others
    faults += _idle_terms(sound, lines, language_model)
    faults += _shared_terms(sound, lines)
    faults += _double_terms(sound, lines)
    faults += _failing_sentences(sound, lines, language_model)
    if not faults and not any(True for _ in _entries(values)):
        faults.append(Fault(1, "Er staat geen thema of rol in; voeg er een toe onder [[thema]].", is_error=False))
    return sorted(faults, key=lambda fault: (fault.line, fault.message))


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in ("thema", "rol"):
        for index, entry in enumerate(values.get(table, [])):
            yield table, index, entry


def _idle_terms(values: Mapping[str, Any], lines: Lines, language_model: str) -> Iterator[Fault]:
    """Yield the terms that do not even match themselves: they match nothing."""
    nlp = load_language(language_model)
    listed = [(table, index, entry, term) for table, index, entry in _entries(values) for term in entry["termen"]]
    codes = [
        Code(str(number), "", (term,), tuple(entry.get("uitsluiten", ())))
        for number, (_, _, entry, term) in enumerate(listed)
        if term.strip("=* ")
    ]
    matcher = TermMatcher(nlp, codes)
    texts = [reading_of(term.strip("=").replace("*", "")).text for *_, term in listed]
    for number, (doc, (table, index, _, term)) in enumerate(zip(nlp.pipe(texts), listed, strict=True)):
        if not any(mention.code == str(number) for mention in matcher(doc)):
            message = f"De term “{term}” kan nergens worden gevonden; verbeter of verwijder die."
            yield Fault(lines.of((table, index), term), message, is_error=False)


def _shared_terms(values: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    """Yield the terms that stand with two themes, or with two roles."""
    first: dict[tuple[str, str], str] = {}
    for table, index, entry in _entries(values):
        for term in dict.fromkeys(entry["termen"]):
            other = first.setdefault((table, term.casefold()), entry["code"])
            if other != entry["code"]:
                message = f"De term “{term}” staat ook bij {table} “{other}”; laat hem bij één van beide staan."
                yield Fault(lines.of((table, index), term), message, is_error=False)


def _double_terms(values: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    """Yield the terms that find nothing beside another of the same entry: *wachttijden* beside *wachttijd**."""
    for table, index, entry in _entries(values):
        terms = entry["termen"]
        for place, term in enumerate(terms):
            if any(_same(term, excluded) for excluded in entry.get("uitsluiten", ())):
                continue  # told already: it finds nothing at all
            if any(_same(term, other) for other in terms[:place]):
                message = f"De term “{term}” staat er twee keer; haal er een weg."
                yield Fault(lines.of((table, index), term), message, is_error=False)
                continue
            wider = next((other for other in terms if other != term and _covers(other, term)), None)
            if wider is not None:
                message = f"De term “{term}” doet niets naast “{wider}”, die alles al vindt; verwijder “{term}”."
                yield Fault(lines.of((table, index), term), message, is_error=False)


def _same(term: str, other: str) -> bool:
    return normalise_term(term) == normalise_term(other)


def _covers(wider: str, term: str) -> bool:
    """Return whether a term of one word, with a star or not, finds every form of another."""
    wide, narrow = normalise_term(wider), normalise_term(term)
    body = wide.strip("*").lower()
    if " " in wide + narrow or wide.startswith("=") or narrow.startswith("=") or not body:
        return False
    if wide.strip("*").isupper() or narrow.strip("*").isupper():  # abbreviations keep their capitals
        return False
    if "*" not in wide + narrow:  # an inflected form beside its base form
        own = narrow.lower()
        return own in word_forms(body).sure and body not in word_forms(own).sure and not is_verb(own)
    if "*" not in wide:
        return False
    at_start, at_end = wide.endswith("*"), wide.startswith("*")
    own = narrow.strip("*").lower()
    if (narrow.startswith("*") and not at_end) or (narrow.endswith("*") and not at_start):
        return False
    forms = {own} if "*" in narrow else _all_forms(own)
    if at_start and at_end:
        return all(body in form for form in forms)
    return at_start and all(form.startswith(body) for form in forms)


def _all_forms(word: str) -> frozenset[str]:
    forms = word_forms(word)
    return forms.sure | forms.degrees | forms.plain_degrees | forms.finite


def _failing_sentences(values: Mapping[str, Any], lines: Lines, language_model: str) -> Iterator[Fault]:
    """Yield the sentences under `wel` in which a code is not found, and those under `niet` in which it is."""
    listed = [
        (table, index, entry, key, sentence)
        for table, index, entry in _entries(values)
        for key in ("wel", "niet")
        for sentence in entry.get(key, ())
    ]
    if not listed:
        return
    nlp = load_language(language_model)
    separable = {particle: frozenset(verbs) for particle, verbs in values.get("scheidbaar", {}).items()} or None
    docs = nlp.pipe(reading_of(sentence).text for *_, sentence in listed)
    in_order = itertools.groupby(zip(listed, docs, strict=True), key=lambda one: one[0][:2])
    for (table, index), of_entry in in_order:
        matcher: TermMatcher | None = None
        for (_, _, entry, key, sentence), doc in of_entry:
            if matcher is None:
                code = Code(entry["code"], "", tuple(entry["termen"]), tuple(entry.get("uitsluiten", ())))
                matcher = TermMatcher(nlp, [code], separable)
            found = matcher(doc)
            if bool(found) == (key == "wel"):
                continue
            name = f"{table} “{entry['code']}”"
            message = (
                f"In de zin “{sentence}” hoort {name} te staan, maar geen term vindt iets; vul de termen aan."
                if key == "wel"
                else f"In de zin “{sentence}” hoort {name} niet te staan, maar de term “{found[0].term}” vindt het; "
                "maak de term nauwer of vul “uitsluiten” aan."
            )
            yield Fault(lines.of((table, index), sentence), message, is_error=False)
