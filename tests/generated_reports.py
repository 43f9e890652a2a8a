"""Made-up reports that name their participants in many forms, and what is left of the names when they are masked.

`python -m tests.generated_reports [N] [FILE]` makes N reports and writes which frames, forms and lay-outs go wrong.
"""

import importlib
import random
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import pandas as pd

from pipeline import tables
from pipeline.ingest.records import Rejection
from pipeline.ingest.report import read_report
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp.language import LANGUAGE_MODEL
from pipeline.nlp.pseudonyms import pseudonymise
from pipeline.nlp.tagging import tag_report

FOLDER = Path(__file__).with_name("generated")
FRAMES = (FOLDER / "zinnen.txt").read_text(encoding="utf-8").splitlines()
LOCALES = ("nl_NL", "nl_BE", "tr_TR", "pl_PL", "en_GB", "de_DE", "fr_FR", "fr_DZ", "hr_HR", "en_IN")
FUNCTIONS = ("directeur", "adviseur", "wethouder", "projectleider", "beleidsmedewerker", "secretaris", "onderzoeker")
ORGANISATIONS = (
    "VNG",
    "UWV",
    "SVB",
    "gemeente Deventer",
    "provincie Drenthe",
    "ministerie van BZK",
    "Kadaster",
    "Stichting Lezen",
)
HEADINGS = (
    "Opening en mededelingen",
    "Planning van het programma",
    "Rol van de opdrachtgever",
    "Uitvoering in de praktijk",
    "Afspraken voor het vervolg",
)
N_SENTENCES = 8

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]
"""Takes one of a number of things: hypothesis does, or a random generator."""

_PREFIX = re.compile(r"(?:(?:in ’t|'t|[a-zé]+)\s)*")
_SMALL_WORDS = frozenset(("aan", "de", "den", "der", "het", "in", "la", "le", "op", "ten", "ter", "van", "von"))
_WITHOUT_STROKE = str.maketrans("ıłŁøØđĐ", "ilLoOdD", "")


@dataclass(frozen=True)
class Person:
    """A participant."""

    given: str
    family: str
    function: str
    organisation: str
    origin: str

    @property
    def prefix(self) -> str:
        """The small words before the surname."""
        found = _PREFIX.match(self.family)
        return found[0].strip() if found else ""

    @property
    def surname(self) -> str:
        """The surname without the small words before it."""
        return self.family[len(self.prefix) :].strip()

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given} {self.family}"

    @property
    def initials(self) -> str:
        """The initials, each with a full stop."""
        return "".join(f"{part[0]}." for part in re.split(r"[ -]", self.given))


# Forms: how a text may call a person.


def _plain(text: str) -> str:
    signs = unicodedata.normalize("NFKD", text.translate(_WITHOUT_STROKE))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:] if text[0].isalpha() else text


def _genitive(name: str) -> str:
    if name[-1] in "sxz":
        return f"{name}’"
    return f"{name}’s" if name[-1] in "aiouy" else f"{name}s"


def _alias(person: Person) -> str:
    words = [*re.split(r"[ -]", person.given), *person.family.split()]
    return "".join(word.lstrip("'’")[0] + "." for word in words)


def _shortened(person: Person) -> str:
    prefix = re.sub(r"^(?:van de[rn]?|van het|van ’t|van 't)$", "v/d", person.prefix)
    return " ".join(filter(None, (person.given, prefix, person.surname)))


FORMS: Mapping[str, Callable[[Person], str]] = {
    "voluit": lambda one: one.name,
    "achternaam": lambda one: one.surname,
    "tussenvoegsel en achternaam": lambda one: _capital(one.family),
    "voornaam": lambda one: one.given,
    "voorletters": lambda one: f"{one.initials} {one.family}",
    "achternaam, voornaam": lambda one: f"{one.surname}, {one.given} {one.prefix}".strip(),
    "achternaam v.": lambda one: f"{one.surname} {one.given[0]}.",
    "voornaam a.": lambda one: f"{one.given} {one.surname[0]}.",
    "paraaf": _alias,
    "genitief": lambda one: f"{_genitive(one.name)} collega",
    "genitief van de voornaam": lambda one: f"{_genitive(one.given)} collega",
    "hoofdletters": lambda one: one.name.upper(),
    "kleine letters": lambda one: one.name.lower(),
    "zonder tekens": lambda one: _plain(one.name),
    "v/d": _shortened,
    "aanspreekvorm": lambda one: f"mevrouw {_capital(one.family)}",
    "dhr.": lambda one: f"dhr. {_capital(one.family)}",
    "haakje ervoor": lambda one: f"{one.organisation}({one.given})",
}


# Attendance: how a report says who was there.


def _surname_first(one: Person) -> str:
    return f"{one.surname}, {one.given} {one.prefix}".strip()


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _columns(people: Sequence[Person]) -> str:
    cells = [f"{one.name}, {one.organisation}" for one in people]
    pairs = zip(cells[::2], [*cells[1::2], *[""] * (len(cells) % 2)], strict=True)
    return "\n".join(f"{left:52}{right}".rstrip() for left, right in pairs)


LAYOUTS: Mapping[str, tuple[str, Callable[[Sequence[Person]], str]]] = {
    "lijst": ("txt", lambda all_: "Aanwezig:\n" + "\n".join(f"- {one.name}, {one.function}, {one.organisation}" for one in all_)),
    "naam (organisatie)": ("txt", lambda all_: "Aanwezig:\n" + "\n".join(f"{one.name} ({one.organisation})" for one in all_)),
    "met komma’s": ("txt", lambda all_: f"Aanwezig: {', '.join(one.name for one in all_[:-1])} en {all_[-1].name}"),
    "tabel": ("md", lambda all_: "## Aanwezig\n\n" + _table(("Naam", "Functie", "Organisatie"), ((one.name, one.function, one.organisation) for one in all_))),
    "voornaam in een kolom": ("md", lambda all_: "## Aanwezig\n\n" + _table(("Voornaam", "Achternaam", "Organisatie"), ((one.given, one.family, one.organisation) for one in all_))),
    "achternaam eerst": ("txt", lambda all_: "Aanwezig:\n" + "\n".join(f"- {_surname_first(one)} ({one.organisation})" for one in all_)),
    "op een regel met functies": ("txt", lambda all_: "Aanwezig: " + "; ".join(f"{one.name} ({one.function} {one.organisation})" for one in all_)),
    "twee kolommen": ("txt", lambda all_: f"Aanwezig\n\n{_columns(all_)}"),
}  # fmt: skip


# Reports


@dataclass(frozen=True)
class Slot:
    """A sentence of a report, and how it calls whom."""

    frame: str
    form: str
    person: Person
    sentence: str


@dataclass(frozen=True)
class Report:
    """A made-up report."""

    layout: str
    people: tuple[Person, ...]
    slots: tuple[Slot, ...]
    path: str
    text: str


@cache
def _own_words() -> frozenset[str]:
    """Return the words that reports have besides names."""
    texts = (
        *FRAMES,
        *HEADINGS,
        *FUNCTIONS,
        *ORGANISATIONS,
        "Verslag Regieoverleg Datum Aanwezig Naam Functie Organisatie Voornaam Achternaam maart april",
    )
    return frozenset(re.findall(r"\w+", " ".join(texts)))


@cache
def origins() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the first names and surnames of each origin: of our own lists, and of faker."""
    lists = tomllib.loads((FOLDER / "namen.toml").read_text(encoding="utf-8"))
    found = {origin: (own["voornamen"], own["achternamen"]) for origin, own in lists.items()}
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        found[locale] = (provider.first_names, provider.last_names)
    return {origin: (_usable(given), _usable(family)) for origin, (given, family) in found.items()}


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no word of the frames: those would be found where nobody is named.

    Some of faker's nobody has: *Werl-Arnsberg, van*, *auch Schlauchin*, *Coreth von und zu Coredo und Starkenberg*.
    """
    return tuple(
        sorted(
            {
                name
                for name in names
                if _own_words().isdisjoint(re.findall(r"\w+", _capital(name.split()[-1])))
                and "," not in name
                and not {"auch", "und"} & set(name.split())
            }
        )
    )


def make_report(choose: Choose) -> Report:
    """Return a report of which `choose` takes the parts."""
    layout = choose(list(LAYOUTS))
    people: list[Person] = []
    while len(people) < 3:
        origin = choose(list(origins()))
        given, family = origins()[origin]
        person = Person(choose(given), choose(family), choose(FUNCTIONS), choose(ORGANISATIONS), origin)
        if not any(_words(person) & _words(other) for other in people):
            people.append(person)
    slots = []
    for _ in range(N_SENTENCES):
        frame, form, person = choose(FRAMES), choose(list(FORMS)), choose(people)
        called = FORMS[form](person)
        if frame.startswith("{}") and form != "kleine letters":
            called = _capital(called)
        slots.append(Slot(frame, form, person, frame.format(called).replace("..", ".")))
    extension, attendance = LAYOUTS[layout]
    mark = "## " if extension == "md" else ""
    parts = [f"{mark[1:]}Verslag Regieoverleg", "Datum: 12 maart 2024", attendance(people)]
    for number, heading in enumerate(HEADINGS[: (N_SENTENCES + 1) // 2], start=1):
        own = slots[2 * (number - 1) : 2 * number]
        parts += [f"{mark}{number}. {heading}", "De deelnemers bespreken wat er in de opdracht niet goed gaat."]
        parts += [slot.sentence for slot in own]
    return Report(layout, tuple(people), tuple(slots), f"verslag.{extension}", "\n\n".join(parts) + "\n")


def _words(person: Person) -> set[str]:
    return {word.lower() for word in re.findall(r"\w+", person.name)} - _SMALL_WORDS


# What is left


@dataclass(frozen=True)
class Leak:
    """A form of a name that is left: where, what, and the sentence that it stands in, if it does."""

    where: str
    trace: str
    person: Person
    slot: Slot | None


def _traces(report: Report) -> Mapping[str, Person]:
    """Return what may be left of each person: every word of the name in any spelling, and the initials."""
    own = {word.lower() for word in _own_words()}
    found: dict[str, Person] = {}
    for person in report.people:
        words = [word for word in re.findall(r"\w+", f"{person.given} {person.surname}") if len(word) > 1]
        words = [word for word in words if word.lower() not in _SMALL_WORDS and word not in own]  # *al* is a word too
        for word in words:
            spellings = {word, _plain(word), word.upper(), _plain(word).upper()}
            spellings |= {small for small in (word.lower(), _plain(word).lower()) if small not in own}
            for spelling in spellings:
                found |= {spelling + ending: person for ending in ("", "s")}
        found[_alias(person)] = person
        found[person.name.lower()] = person
    return found


def leaks(report: Report) -> list[Leak]:
    """Return what is left of the names of participants in the texts and tables of a report, after masking."""
    ingested = read_report(report.path, report.text.encode())
    assert not isinstance(ingested, Rejection), ingested
    rows = tag_report(ingested.tables, language_model=LANGUAGE_MODEL, codebook=load_codebook(None))
    data = {name: ingested.tables.get(name, tables.frame(name, rows.get(name, []))) for name in tables.TABLES}
    data, texts = pseudonymise(data, {ingested.report_id: ingested.text})
    traces = _traces(report)
    trace = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(traces, key=len, reverse=True)))})(?!\w)")
    text = texts[ingested.report_id]
    before = ingested.text.splitlines()
    found = []
    for number, line in enumerate(text.splitlines()):
        slot = next((slot for slot in report.slots if _bare(before[number]) == _bare(slot.sentence)), None)
        found += [Leak("tekst", match[0], traces[match[0]], slot) for match in trace.finditer(line)]
    for name, table in data.items():
        for column, value in _texts(table):
            if (match := trace.search(value)) and not trace.search(text):
                found.append(Leak(f"{name}.{column}", match[0], traces[match[0]], None))
    return found


def _bare(line: str) -> str:
    return re.sub(r"\W", "", line)


def _texts(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        for value in table[column]:
            if isinstance(value, str):
                yield column, value
            elif isinstance(value, list):
                yield column, "\n".join(map(str, value))


def main(n_reports: int, target: Path) -> None:
    """Make reports, and write what was left by frame, form, lay-out and origin."""
    made: dict[str, Counter[str]] = {
        "vorm": Counter(),
        "zin": Counter(),
        "opstelling": Counter(),
        "herkomst": Counter(),
    }
    missed: dict[str, Counter[str]] = {kind: Counter() for kind in made}
    elsewhere: list[str] = []
    told: list[str] = []
    for seed in range(n_reports):
        report = make_report(random.Random(seed).choice)  # noqa: S311
        found = leaks(report)
        left = {id(leak.slot): leak for leak in found if leak.slot is not None}
        for slot in report.slots:
            for kind, key in (
                ("vorm", slot.form),
                ("zin", slot.frame),
                ("opstelling", report.layout),
                ("herkomst", slot.person.origin),
            ):
                made[kind][key] += 1
                missed[kind][key] += id(slot) in left
            if id(slot) in left:
                told.append(
                    f"{slot.form:28} {report.layout:26} {slot.person.name:28} {left[id(slot)].trace:16} {slot.sentence}"
                )
        elsewhere += [
            f"{leak.where:28} {report.layout:26} {leak.person.name:28} {leak.trace}"
            for leak in found
            if leak.slot is None
        ]
    lines = [
        f"{n_reports} verslagen, {made['vorm'].total()} zinnen, {missed['vorm'].total()} met iets van een naam; {len(elsewhere)} plaatsen daarbuiten"
    ]
    for kind, counts in missed.items():
        lines += ["", f"per {kind}"]
        lines += [f"{n:6} van {made[kind][key]:5}  {key}" for key, n in counts.most_common() if n]
    lines += ["", "zinnen: vorm, opstelling, naam, wat er staat", *sorted(told)]
    lines += ["", "daarbuiten: plaats, opstelling, naam, wat er staat", *sorted(elsewhere)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(lines[0])  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
