"""Terugkerende dilemma’s: where, since when, who, in which words, with what advice."""

from collections.abc import Sequence

from pipeline.dutch import edtf
from pipeline.dutch.wording import count, listing, lower_first, number, out_of, upper_first
from pipeline.reporting.document import (
    Block,
    Collapsible,
    Figure,
    Group,
    Link,
    Pair,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
    Thread,
)
from pipeline.reporting.findings.model import Dilemma, Findings, Quote
from pipeline.reporting.inputs import Method
from pipeline.reporting.labels import unit_words
from pipeline.reporting.sections import changes, occurrences, parts

FOLD_FROM = 8  # more loose dilemmas than this are folded away


def section(findings: Findings, method: Method, figure: Figure | None) -> Section:
    """Return the section on recurring dilemmas; `figure` is None where there is nothing to draw."""
    recurring = tuple(_dilemma(dilemma, findings) for dilemma in findings.recurring)
    loose = (_loose(findings),) if findings.loose else ()
    similar = (_similar(findings),) if findings.similar else ()
    blocks: list[Block] = [_introduction(findings, method)]
    if figure:
        blocks.append(figure)
    return Section(parts.DILEMMAS, unit_words(findings.unit).title, 2, tuple(blocks), (*recurring, *similar, *loose))


def figure(findings: Findings, picture: str) -> Figure:
    """Return the chart of recurring dilemmas with its numbers."""
    whole, dilemmas, words = len(findings.sessions), findings.recurring, unit_words(findings.unit)
    first, (topic, topics) = dilemmas[0], words.topic
    table = Table(
        f"{words.title}: sessies, uitspraken en adviezen",
        (upper_first(topic), "Sessies", "Uitspraken", "Adviezen"),
        tuple(
            parts.cells(
                Link(dilemma.label, parts.dilemma_id(dilemma.topic_id)),
                out_of(dilemma.n_sessions, whole, "sessie", "sessies"),
                number(dilemma.n_statements),
                number(dilemma.n_advice),
            )
            for dilemma in dilemmas
        ),
        numeric=(1, 2, 3),
    )
    caption = f"In hoeveel van de {count(whole, 'sessie', 'sessies')} elk {topic} terugkeert."
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, parts.shown_rows(len(dilemmas), topics)])),
        alternative=(
            f"Staafdiagram van {count(len(dilemmas), f'terugkerend {topic}', f'terugkerende {topics}')}. "
            f"Bovenaan staat ‘{first.label}’, in {out_of(first.n_sessions, whole, 'sessie', 'sessies')}."
        ),
        picture=picture,
        table=table,
    )


def _introduction(findings: Findings, method: Method) -> Paragraph:
    whole, n, words = findings.n_of_unit, len(findings.recurring), unit_words(findings.unit)
    if not whole:
        return parts.paragraph(f"In de verslagen is geen {words.listed[0]} gevonden.")
    if findings.too_few:
        return parts.paragraph(
            f"Er is te weinig om {words.unit[1]} te groeperen.",
            *(_shortage(found, n, least) for found, n, least in parts.shortages(findings, method)),
            parts.offered(findings)
            or f"Geen {words.listed[1]} uit verschillende sessies lijken genoeg op elkaar om ze als paar te noemen.",
            f"Daaronder staan alle gevonden {words.listed[1]}, op volgorde van tijd.",
        )
    if not n:
        return parts.paragraph(
            f"Geen enkel {words.topic[0]} keert zo duidelijk terug dat het hier wordt genoemd.",
            _refused(findings),
            f"Hieronder staan de {words.loose[1]}, op volgorde van tijd.",
        )
    part = sum(dilemma.n_statements for dilemma in findings.recurring)
    return parts.paragraph(
        f"{count(n, *words.topic)} {'keert' if n == 1 else 'keren'} terug in twee of meer sessies.",
        f"{'Daarover gaat' if part == 1 else 'Daarover gaan'} {out_of(part, whole, *words.statement)}.",
        f"Het {words.topic[0]} van de meeste sessies staat bovenaan.",
        _refused(findings),
    )


def _refused(findings: Findings) -> str:
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
        return parts.quote(dilemma.key_sentence)
    return parts.paragraph("Geen van de uitspraken is los te begrijpen; lees ze bij hun sessie in hun verband.")


def _shortage(found: str, n: int, least: int) -> str:
    return f"Er {'is' if n == 1 else 'zijn'} {found}; nodig zijn er minstens {number(least)}."


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


def _dilemma(dilemma: Dilemma, findings: Findings) -> Section:
    whole = len(findings.sessions)
    in_sessions = out_of(dilemma.n_sessions, whole, "sessie", "sessies")
    facts = [count(dilemma.n_statements, "uitspraak", "uitspraken"), *_since(dilemma)]
    present = {session.session_id for session in dilemma.sessions}
    name = unit_words(findings.unit).topic[0]
    blocks: tuple[Block, ...] = (
        Paragraph((Strong(f"In {in_sessions}"), Text(f" · {' · '.join(facts)}"))),
        Thread(
            tuple(session.session_id in present for session in findings.sessions),
            f"Tijdlijn: dit {name} komt voor in {in_sessions}.",
        ),
        _key_sentence(dilemma),
        *_change(dilemma, findings),
        _raised_by(dilemma, findings),
        parts.paragraph(occurrences.series(dilemma), occurrences.trend(dilemma, name)),
        _stability(dilemma),
        occurrences.tables(dilemma, name),
        Pair(
            Group("In hun woorden", tuple(parts.quote(found) for found in dilemma.quotes)),
            Group("Gegeven advies", _advice(dilemma)),
        ),
    )
    return Section(parts.dilemma_id(dilemma.topic_id), dilemma.label, 3, blocks)


def _change(dilemma: Dilemma, findings: Findings) -> tuple[Paragraph, ...]:
    told = changes.sentence(findings, dilemma.topic_id)
    return (parts.paragraph(told),) if told else ()


def _stability(dilemma: Dilemma) -> Paragraph:
    """Return how often the topic came back when a tenth of the dilemmas was left out."""
    often = f"Deze groep kwam terug in {number(100 * dilemma.stability)}% van de proefindelingen."
    if not dilemma.is_unstable:
        return parts.paragraph(often)
    return parts.paragraph("Let op: dit is een onstabiele groep.", often, "Met iets andere verslagen valt zij uiteen.")


def _since(dilemma: Dilemma) -> list[str]:
    """Return when the dilemma came up first, as far as the dates tell."""
    dated = [session.date_label for session in dilemma.sessions if edtf.has_year(session.date)]
    if not dated:
        return []
    if len(dated) < dilemma.n_sessions:
        return [f"eerste sessie met jaartal: {dated[0]}"]
    return [f"sinds {dated[0]}"]


def _raised_by(dilemma: Dilemma, findings: Findings) -> Paragraph:
    known = listing([f"{lower_first(role.name)} ({number(role.n)})" for role in dilemma.raised_by])
    nobody = dilemma.n_unattributed
    if not known:
        return parts.paragraph(f"De verslagen noemen niet wie dit {unit_words(findings.unit).topic[0]} inbracht.")
    unknown = f"Bij {count(nobody, 'uitspraak', 'uitspraken')} is niet vermeld van wie die komt."
    organisations = [f"{found.name} ({number(found.n)})" for found in dilemma.raised_by_organisations]
    return parts.paragraph(
        f"Ingebracht door: {known}.",
        unknown if nobody else "",
        f"Organisaties, waar die vaststaan: {occurrences.first(organisations, 'andere')}." if organisations else "",
    )


def _advice(dilemma: Dilemma) -> tuple[Block, ...]:
    if not dilemma.advice:
        return (parts.paragraph("In dezelfde inzichten staat geen advies."),)
    n_shown = len(dilemma.advice)
    more = (
        f"In dezelfde inzichten staan {number(dilemma.n_advice)} adviezen; hier staan er {n_shown}."
        if dilemma.n_advice > n_shown
        else ""
    )
    quotes = tuple(parts.quote(found) for found in dilemma.advice)
    return (*quotes, parts.paragraph(more)) if more else quotes


def _loose(findings: Findings) -> Section:
    quotes: Sequence[Quote] = findings.loose
    n, words = len(quotes), unit_words(findings.unit)
    blocks: tuple[Block, ...] = tuple(parts.quote(found) for found in quotes)
    if n > FOLD_FROM and not findings.too_few:
        blocks = (Collapsible((Text(count(n, *words.loose)),), blocks),)
    if findings.too_few:
        return Section("losse-dilemmas", f"Alle gevonden {words.listed[1]}", 3, blocks)
    subject = out_of(n, findings.n_of_unit, *words.statement)
    verb = "hoort" if n == 1 else "horen"
    introduction = parts.paragraph(
        f"{subject} {verb} bij geen terugkerend {words.topic[0]}.", "Los is niet hetzelfde als onbelangrijk."
    )
    return Section("losse-dilemmas", upper_first(words.loose[1]), 3, (introduction, *blocks))
