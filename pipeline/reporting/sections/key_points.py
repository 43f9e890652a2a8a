"""Kernpunten: the dilemmas that most sessions share, in their words, and at most seven sentences with their counts."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pipeline.dutch import edtf
from pipeline.dutch.wording import count, listing, lower_first, number, out_of
from pipeline.reporting import shares
from pipeline.reporting.document import Block, BulletList, Item, Link, Paragraph, Section, Text
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.inputs import Method
from pipeline.reporting.labels import unit_words
from pipeline.reporting.sections import parts
from pipeline.tables import UNCERTAIN

T = TypeVar("T")
Point = tuple[str, str, str]  # the sentence, the name of the evidence, and its id
NO_POINT: Point = ("", "", "")

MAX_POINTS = 7
MAX_DILEMMAS = 5
MAX_NAMED = 3  # of more than this many at the top together, only the number is given


def section(findings: Findings, method: Method) -> Section:
    """Return the section with the key points."""
    points = [
        _recurrence(findings, method),
        _who(findings),
        _foremost_theme(findings),
        _advice(findings),
        _rejected(findings),
        _kinds(findings),
        _trends(findings),
    ]
    listed = tuple(
        Item((Text(f"{sentence} "), Link(f"Zie {heading}", target)))
        for sentence, heading, target in [point for point in points if point != NO_POINT][:MAX_POINTS]
    )
    blocks: list[Block] = [_introduction(findings), *_dilemmas(findings)]
    if listed:
        blocks.append(BulletList(listed, numbered=True))
    return Section(parts.KEY_POINTS, "Kernpunten", 2, tuple(blocks))


def period(findings: Findings) -> str:
    """Return the first and the last date of the sessions; nothing if no date has a year."""
    labels = [session.date_label for session in findings.sessions if edtf.has_year(session.date)]
    if not labels:
        return ""
    return labels[0] if labels[0] == labels[-1] else f"{labels[0]} tot en met {labels[-1]}"


def _introduction(findings: Findings) -> Paragraph:
    n_sessions, n_statements = len(findings.sessions), len(findings.statements)
    if not n_sessions:
        _, topics = unit_words(findings.unit).topic
        text = f"Er zijn geen sessies gevonden. Dit rapport bevat daarom geen thema’s, {topics} of citaten."
        return Paragraph((Text(text),), lead=True)
    sessions = count(n_sessions, "sessie", "sessies")
    insights = count(findings.n_insights, "inzicht", "inzichten")
    statements = count(n_statements, "uitspraak", "uitspraken")
    text = (
        f"Dit rapport laat zien welke thema’s en {unit_words(findings.unit).topic[1]} terugkeren in {sessions}. "
        f"De verslagen leverden {insights} en {statements} op. "
        "Bij elk citaat staat een link naar de sessie, het inzicht en de regel."
    )
    return Paragraph((Text(text),), lead=True)


def _kinds(findings: Findings) -> Point:
    whole = len(findings.statements)
    if not whole:
        return NO_POINT
    dilemmas, advice = (
        shares.in_words(findings.n_of_kind(kind), whole, "uitspraak", "uitspraken") for kind in ("dilemma", "advies")
    )
    n_doubtful = findings.n_doubtful("dilemma")
    sure = f"minder dan {number(round(100 * UNCERTAIN))}% zeker"
    doubt = f" Bij {number(n_doubtful)} daarvan is het {sure} dat het er een is." if n_doubtful else ""
    return (f"Een dilemma staat in {dilemmas}.{doubt} Advies staat in {advice}.", "Sessies", parts.SESSIONS)


def _recurrence(findings: Findings, method: Method) -> Point:
    whole, n, words = findings.n_of_unit, len(findings.recurring), unit_words(findings.unit)
    if not whole:
        return NO_POINT
    if findings.too_few:
        short = [f"{found} (nodig: {number(least)})" for found, _, least in parts.shortages(findings, method)]
        told = f"Om {words.unit[1]} te groeperen is er te weinig{f': {listing(short)}' if short else ''}."
        sentence = " ".join(filter(None, [told, parts.offered(findings)]))
    elif not n:
        sentence = f"Geen {words.topic[0]} keert duidelijk terug: {out_of(0, whole, *words.statement)}."
    else:
        part = sum(dilemma.n_statements for dilemma in findings.recurring)
        subject = f"{count(n, *words.topic)} {_verb(n, 'keert', 'keren')}"
        sentence = f"{subject} terug, in {shares.in_words(part, whole, *words.statement)}."
    return (sentence, words.title, parts.DILEMMAS)


def _dilemmas(findings: Findings) -> list[Block]:
    """Return the dilemmas of most sessions, each with the sentence that tells best what it is about."""
    blocks: list[Block] = []
    for dilemma in findings.recurring[:MAX_DILEMMAS]:
        sessions = shares.in_words(dilemma.n_sessions, len(findings.sessions), "sessie", "sessies")
        name = Link(dilemma.label, parts.dilemma_id(dilemma.topic_id))
        blocks.append(Paragraph((name, Text(f": in {sessions}."))))
        if dilemma.key_sentence is not None:
            blocks.append(parts.quote(dilemma.key_sentence))
    return blocks


def _foremost_theme(findings: Findings) -> Point:
    top, n = _foremost(findings.themes, lambda theme: theme.n_sessions)
    if not top:
        return NO_POINT
    sessions = shares.in_words(n, len(findings.sessions), "sessie", "sessies")
    subject = _subject([theme.name for theme in top], "thema’s")
    if len(top) == 1:
        sentence = f"Het meest genoemde thema is {subject}: in {sessions}."
    else:
        sentence = f"Het vaakst genoemd zijn {subject}: elk in {sessions}."
    return (sentence, "Thema’s", parts.THEMES)


def _who(findings: Findings) -> Point:
    top, n = _foremost(findings.dilemmas_raised_by, lambda role: role.n)
    whole, nobody = findings.n_of_kind("dilemma"), findings.n_unattributed_dilemmas
    if not top:
        return NO_POINT
    statements = shares.in_words(whole - nobody, whole, "uitspraak met een dilemma", "uitspraken met een dilemma")
    subject = _subject([lower_first(role.name) for role in top], "rollen")
    each = "" if len(top) == 1 else "elk "
    sentence = (
        f"Bij {statements} is de bron vermeld. "
        f"Het vaakst {_verb(len(top), 'is', 'zijn')} dat {subject}: {each}{number(n)} van de {number(whole - nobody)}."
    )
    return (sentence, "Wie zegt wat", parts.ROLES)


def _advice(findings: Findings) -> Point:
    top, n = _foremost(findings.themes, lambda theme: theme.n_advice)
    whole = findings.n_of_kind("advies")
    if not n or (n == 1 and len(top) > MAX_NAMED):
        return NO_POINT
    subject = _subject([theme.name for theme in top], "thema’s")
    each = "" if len(top) == 1 else "elk "
    sentence = f"Advies gaat het vaakst over {subject}: {each}in {shares.in_words(n, whole, 'advies', 'adviezen')}."
    return (sentence, "Adviezen", parts.ADVICE)


def _trends(findings: Findings) -> Point:
    """Return of how many dilemmas that could be tested a trend was shown; nothing where none could be."""
    trends = [dilemma.trend for dilemma in findings.recurring if dilemma.trend.p is not None]
    if not trends:
        return NO_POINT
    rising, falling = (sum(trend.direction == way for trend in trends) for way in ("stijgend", "dalend"))
    tested = count(len(trends), "getoetst dilemma", "getoetste dilemma’s")
    if not rising + falling:
        sentence = f"Van {tested} is bij geen enkel een stijging of daling aangetoond."
    else:
        sentence = (
            f"Van {tested} {_verb(rising, 'komt', 'komen')} er {number(rising)} steeds vaker voor, "
            f"en {number(falling)} steeds minder vaak."
        )
    return (sentence, "Terugkerende dilemma’s", parts.DILEMMAS)


def _rejected(findings: Findings) -> Point:
    n = len({rejection.path for rejection in findings.rejections})
    if not n:
        return NO_POINT
    sentence = f"Niet gebruikt: {shares.in_words(n, findings.n_files, 'bestand', 'bestanden')}."
    return (sentence, "Niet gebruikt", parts.REJECTED)


def _foremost(candidates: Sequence[T], size: Callable[[T], int]) -> tuple[list[T], int]:
    """Return all that share the highest number, and that number."""
    highest = max(map(size, candidates), default=0)
    return [candidate for candidate in candidates if size(candidate) == highest], highest


def _subject(names: Sequence[str], plural: str) -> str:
    return parts.named(names) if len(names) <= MAX_NAMED else f"{len(names)} {plural}"


def _verb(n: int, singular: str, plural: str) -> str:
    return singular if n == 1 else plural
