"""Terugkerende dilemma’s: where, since when, who, in which words, with what advice."""

from collections.abc import Mapping, Sequence

from pipeline.dutch.wording import count, listing, lower_first, number, out_of, upper_first
from pipeline.reporting import shares
from pipeline.reporting.document import (
    Block,
    Collapsible,
    Group,
    Link,
    Pair,
    Paragraph,
    Picture,
    Section,
    Strong,
    Table,
    Text,
)
from pipeline.reporting.findings.model import Dilemma, Findings, Quote
from pipeline.reporting.formats import MAX_ENTRIES
from pipeline.reporting.labels import kind_name, unit_words
from pipeline.reporting.sections import changes, figures, occurrences, parts, statements

FOLD_FROM = 8  # more loose dilemmas than this are folded away
MAX_IN_FULL = 10  # dilemmas with half a page each; the others are rows
MAX_ROLES = 3  # that are named with a dilemma; the table in the annexes has them all
_SESSION = ("sessie", "sessies")
FIRM, FAIR = 0.9, 0.75  # from which stability on a group is called firm, or fair


def section(findings: Findings, pictures: Mapping[str, Picture]) -> Section | None:
    """Return the section on recurring dilemmas; None where none is said to recur."""
    if findings.is_small or not findings.recurring:
        return None
    words = unit_words(findings.unit)
    in_full, others = findings.recurring[:MAX_IN_FULL], findings.recurring[MAX_IN_FULL:]
    subsections = [_dilemma(place, dilemma, findings) for place, dilemma in enumerate(in_full, start=1)]
    if others:
        subsections.append(_others(len(in_full) + 1, others, findings))
    strips = figures.figure("dilemmas-sessies", findings, pictures, figures.dilemmas_by_session(findings))
    return Section(parts.DILEMMAS, words.title, 2, (_introduction(findings), *strips), tuple(subsections))


def annex(findings: Findings, pictures: Mapping[str, Picture]) -> Section | None:
    """Return the charts of the dilemmas, what belongs to none that recurs, and what is alike; None if nothing."""
    words = unit_words(findings.unit)
    topics = upper_first(words.topic[1])
    by_series, by_year = (
        figures.shares(f"{topics} per {name}", upper_first(words.topic[0]), upper_first(name), periods)
        for name, periods in (("reeks", findings.dilemma_series), ("jaar", findings.dilemma_years))
    )
    charts = (
        *figures.figure("dilemmas", findings, pictures, _bars(findings)),
        *figures.figure("dilemmas-reeksen", findings, pictures, by_series),
        *figures.figure("dilemmas-jaren", findings, pictures, by_year),
    )
    subsections = (
        *([Section("dilemmas-in-cijfers", f"{topics} in cijfers", 3, charts)] if charts else []),
        *([_similar(findings)] if findings.similar else []),
        *([_loose(findings)] if findings.loose else []),
    )
    if not subsections:
        return None
    heading = f"Alle {words.listed[1]}" if findings.too_few else f"Meer over {words.topic[1]}"
    return Section("losse-dilemmas", heading, 2, (), subsections, place="annex")


def _bars(findings: Findings) -> Table:
    whole, words = len(findings.sessions), unit_words(findings.unit)
    return Table(
        f"{words.title}: sessies, uitspraken en adviezen",
        (upper_first(words.topic[0]), "Sessies", "Uitspraken", "Adviezen"),
        tuple(
            parts.cells(
                Link(dilemma.label, parts.dilemma_id(dilemma.topic_id)),
                out_of(dilemma.n_sessions, whole, "sessie", "sessies"),
                number(dilemma.n_statements),
                number(dilemma.n_advice),
            )
            for dilemma in findings.recurring
        ),
        numeric=(1, 2, 3),
    )


def _introduction(findings: Findings) -> Paragraph:
    whole, n, words = findings.n_of_unit, len(findings.recurring), unit_words(findings.unit)
    part = sum(dilemma.n_statements for dilemma in findings.recurring)
    told = shares.in_words(part, whole, *words.statement)
    return parts.paragraph(
        f"{count(n, *words.topic)} {'keert' if n == 1 else 'keren'} terug. "
        f"{'Daarover gaat' if n == 1 else 'Daarover gaan'} {told}.",
        refused(findings),
    )


def refused(findings: Findings) -> str:
    """Return how many groups were found and not called recurring; nothing if there are none."""
    n = int(findings.topic_figures.get("groepen_vervallen", 0))
    if not n:
        return ""
    groups = count(n, "groep", "groepen")
    if not findings.recurring:
        return (
            f"Wel {'is' if n == 1 else 'zijn'} {groups} gevonden, "
            "maar te klein, te weinig stabiel of niet hechter dan bij toeval."
        )
    return (
        f"{upper_first(groups)} {'is' if n == 1 else 'zijn'} niet genoemd: te klein, te weinig stabiel of niet hechter "
        f"dan bij toeval. Wat daarin stond, staat bij de {unit_words(findings.unit).loose[1]}."
    )


def _key_sentence(dilemma: Dilemma) -> Block:
    if dilemma.key_sentence is not None:
        return parts.quote(dilemma.key_sentence, with_sides=True)
    return parts.paragraph("Geen van de uitspraken is los te begrijpen; lees ze bij hun sessie in hun verband.")


def _similar(findings: Findings) -> Section:
    """Return the pairs and small groups of statements from different sessions that likely say the same."""
    words = unit_words(findings.unit)
    introduction = parts.paragraph(
        f"Deze {words.listed[1]} komen uit verschillende sessies en lijken op elkaar.",
        "Of zij hetzelfde zeggen, moet u zelf beoordelen: in echte notulen is dat vaak niet zo.",
        f"Of dit een terugkerend {words.topic[0]} is, moeten meer verslagen uitwijzen.",
    )
    groups: list[Block] = []
    for place, quotes in enumerate(findings.similar, start=1):
        groups.append(Paragraph((Strong(f"{place} van {len(findings.similar)}"),)))
        groups += map(parts.quote, quotes)
    heading = f"{upper_first(words.listed[1])} die op elkaar lijken"
    return Section("gelijkende-dilemmas", heading, 3, (introduction, *groups))


def _dilemma(place: int, dilemma: Dilemma, findings: Findings) -> Section:
    name = unit_words(findings.unit).topic[0]
    facts = [count(dilemma.n_statements, "uitspraak", "uitspraken"), dilemma.years, dilemma.theme or ""]
    told = [_raised_by(dilemma, findings), occurrences.trend(dilemma, name)]
    blocks: tuple[Block, ...] = (
        Paragraph(
            (
                Strong(upper_first(f"in {shares.in_words(dilemma.n_sessions, len(findings.sessions), *_SESSION)}")),
                Text(f" · {' · '.join(filter(None, facts))} · "),
                Link(_firmness(dilemma), parts.MADE),
            )
        ),
        _key_sentence(dilemma),
        parts.paragraph(*told),
        Pair(
            Group("Uit de verslagen", tuple(parts.quote(found) for found in dilemma.quotes)),
            Group(_of_advice(dilemma), _advice(dilemma)),
        ),
        *_counter(dilemma),
        occurrences.tables(dilemma, name, changes.sentence(findings, dilemma.topic_id)),
    )
    return Section(parts.dilemma_id(dilemma.topic_id), f"{place}. {dilemma.label}", 3, blocks, whole=True)


def _others(first: int, dilemmas: Sequence[Dilemma], findings: Findings) -> Section:
    """Return the dilemmas of fewer sessions, each with its sentence; `first` is the place of the first of them."""
    words = unit_words(findings.unit)
    blocks: list[Block] = []
    for place, dilemma in enumerate(dilemmas, start=first):
        sessions = out_of(dilemma.n_sessions, len(findings.sessions), *_SESSION)
        facts = [sessions, dilemma.years, dilemma.theme or ""]
        told = Text(f" · {' · '.join(filter(None, facts))}")
        blocks.append(Paragraph((Strong(f"{place}. {dilemma.label}"), told), id=parts.dilemma_id(dilemma.topic_id)))
        if dilemma.key_sentence is not None:
            blocks.append(parts.quote(dilemma.key_sentence, is_short=True))
        changed = changes.sentence(findings, dilemma.topic_id)
        blocks.append(occurrences.tables(dilemma, words.topic[0], changed, label=dilemma.label))
    return Section("andere-dilemmas", f"Andere terugkerende {words.topic[1]}", 3, tuple(blocks), whole=True)


def _counter(dilemma: Dilemma) -> tuple[Block, ...]:
    """Return the statement that contradicts, if there is one."""
    return (Group("Tegengeluid", (parts.quote(dilemma.counter),)),) if dilemma.counter else ()


def _firmness(dilemma: Dilemma) -> str:
    """Return how firmly the statements hang together, by how often the topic came back without a tenth of them."""
    if dilemma.stability is None:
        return "met de hand gemaakte groep"
    if dilemma.stability >= FIRM:
        return "stevige groep"
    return "redelijk stevige groep" if dilemma.stability >= FAIR else "losse groep"


def _raised_by(dilemma: Dilemma, findings: Findings) -> str:
    known, n = dilemma.raised_by, dilemma.n_statements - dilemma.n_unattributed
    if not known:
        return f"De verslagen noemen niet wie dit {unit_words(findings.unit).topic[0]} inbracht."
    roles = [f"{lower_first(role.name)} ({number(role.n)})" for role in known[:MAX_ROLES]]
    others = sum(role.n for role in known[MAX_ROLES:])
    told = listing([*roles, *([f"overig ({number(others)})"] if others else [])])
    whole = count(dilemma.n_statements, "uitspraak", "uitspraken")
    return f"Van {number(n)} van de {whole} is de functie bekend: {told}."


def _of_advice(dilemma: Dilemma) -> str:
    n = len(dilemma.advice)
    return "Gegeven advies" if n == dilemma.n_advice else f"Gegeven advies ({n} van de {number(dilemma.n_advice)})"


def _advice(dilemma: Dilemma) -> tuple[Block, ...]:
    if not dilemma.advice:
        return (parts.paragraph("In dezelfde inzichten staat geen advies."),)
    return tuple(parts.quote(found) for found in dilemma.advice)


def _loose(findings: Findings) -> Section:
    quotes: Sequence[Quote] = findings.loose
    n, words = len(quotes), unit_words(findings.unit)
    is_searched = n > MAX_ENTRIES and not findings.too_few and findings.unit != "inzichten"
    blocks: tuple[Block, ...] = (_searched(findings),) if is_searched else tuple(parts.quote(found) for found in quotes)
    if n > FOLD_FROM and not findings.too_few and not is_searched:
        blocks = (Collapsible((Text(count(n, *words.loose)),), blocks),)
    if findings.too_few:
        return Section("alle-dilemmas", f"Alle gevonden {words.listed[1]}", 3, blocks)
    subject = out_of(n, findings.n_of_unit, *words.statement)
    verb = "hoort" if n == 1 else "horen"
    introduction = parts.paragraph(
        f"{subject} {verb} bij geen terugkerend {words.topic[0]}.", "Los is niet hetzelfde als onbelangrijk."
    )
    return Section("alle-losse-dilemmas", upper_first(words.loose[1]), 3, (introduction, *blocks))


def _searched(findings: Findings) -> Paragraph:
    """Return where to find the loose ones where they are too many to stand once more below one another."""
    words = unit_words(findings.unit)
    of_kind = {"soort": kind_name("dilemma")} if findings.unit == "dilemmas" else {}
    target = statements.selection(**of_kind, dilemma=statements.absent(words.topic[0]))
    told = "Het zijn er te veel voor een lijst. Elk staat bij zijn sessie; onder Alle uitspraken vindt u ze samen: "
    return Paragraph((Text(told), Link(f"zoek de {words.loose[1]}", target), Text(".")))
