"""In het kort: page one. The dilemmas and the advice that most sessions share, what is new, and what to beware of."""

from collections import Counter
from collections.abc import Sequence

from pipeline.dutch import edtf
from pipeline.dutch.wording import count, listing, lower_first, number, percentage
from pipeline.reporting import shares
from pipeline.reporting.document import Block, BulletList, Group, Inline, Item, Link, Paragraph, Section, Strong, Text
from pipeline.reporting.findings.model import Dilemma, Findings
from pipeline.reporting.inputs import Method
from pipeline.reporting.labels import front_sentences, unit_words, unused_name
from pipeline.reporting.sections import changes, dilemmas, parts

HEADING = "In het kort"
MAX_DILEMMAS = 5
MAX_ADVICE = 3
MAX_SIMILAR = 5
MAX_HEADINGS = 12
MAX_REASONS = 1  # of what was not used
MAX_VOICES = 1
MIN_VOICE = 3  # statements of a role from which on it is named as who raises a dilemma


def section(findings: Findings, method: Method) -> Section:
    """Return the first page."""
    if not findings.sessions:
        _, topics = unit_words(findings.unit).topic
        text = f"Er zijn geen sessies gevonden. Dit rapport bevat daarom geen thema’s, {topics} of citaten."
        blocks: list[Block] = [Paragraph((Text(text),), lead=True)]
    elif findings.recurring and not findings.is_small:
        blocks = [_introduction(findings), *_dilemmas(findings.recurring[:MAX_DILEMMAS], findings)]
    elif len(findings.sessions) == 1:
        blocks = _one_session(findings)
    else:
        blocks = _few(findings, method)
    lead, rest = blocks[:1], blocks[1:]
    shown = (*lead, *_cautions(findings), *rest, *_advice(findings), *_new(findings))
    return Section(parts.IN_BRIEF, HEADING, 2, shown, place="front")


def period(findings: Findings) -> str:
    """Return the first and the last date of the sessions; nothing if no date has a year."""
    labels = [session.date_label for session in findings.sessions if edtf.has_year(session.date)]
    if not labels:
        return ""
    return labels[0] if labels[0] == labels[-1] else f"{labels[0]} tot en met {labels[-1]}"


def voices(dilemma: Dilemma, of: str = "") -> str:
    """Return which roles raise a dilemma more than now and then, with in how many statements (`of` says of what)."""
    often = [voice for voice in dilemma.raised_by if voice.n >= MIN_VOICE][:MAX_VOICES]
    return listing([f"{lower_first(voice.name)} ({f'{number(voice.n)} {of}'.strip()})" for voice in often])


def _introduction(findings: Findings) -> Paragraph:
    n, words = len(findings.recurring), unit_words(findings.unit)
    sessions = count(len(findings.sessions), "sessie", "sessies")
    told = f"In {sessions} {'keert' if n == 1 else 'keren'} {count(n, *words.topic)} terug."
    return Paragraph((Text(told),), lead=True)


def _dilemmas(shown: Sequence[Dilemma], findings: Findings) -> list[Block]:
    blocks: list[Block] = []
    for place, dilemma in enumerate(shown, start=1):
        sessions = shares.in_words(dilemma.n_sessions, len(findings.sessions), "sessie", "sessies")
        facts = [sessions, dilemma.years, f"vooral door: {voices(dilemma, 'uitspraken')}" if voices(dilemma) else ""]
        name: list[Inline] = [Strong(f"{place}. "), Link(dilemma.label, parts.dilemma_id(dilemma.topic_id))]
        blocks.append(Paragraph((*name, Text(f": {', '.join(filter(None, facts))}."))))
        if dilemma.key_sentence is not None:
            blocks.append(parts.quote(dilemma.key_sentence, is_short=True, with_sides=True))
    return blocks


def _one_session(findings: Findings) -> list[Block]:
    """Return the headings of a single session as its key points."""
    session = findings.sessions[0]
    headed = [insight for insight in session.insights if insight.heading]
    told = f"Dit rapport gaat over één sessie: {session.title}, {session.date_label}."
    blocks: list[Block] = [Paragraph((Text(told),), lead=True)]
    if not headed:
        return blocks
    items = []
    for insight in headed[:MAX_HEADINGS]:
        n_of = [sum(statement.kind == kind for statement in insight.statements) for kind in ("dilemma", "advies")]
        counts = [count(n_of[0], "dilemma", "dilemma’s"), count(n_of[1], "advies", "adviezen")]
        told = listing([one for one, n in zip(counts, n_of, strict=True) if n])
        name = Link(insight.heading or "", parts.insight_id(insight.insight_id))
        items.append(Item((name, Text(f": {told}" if told else ""))))
    more = len(headed) - MAX_HEADINGS
    heading = "Waarover het ging"
    if more > 0:
        heading += f" ({MAX_HEADINGS} van de {number(len(headed))} onderwerpen)"
    return [*blocks, Group(heading, (BulletList(tuple(items), numbered=True),))]


def _few(findings: Findings, method: Method) -> list[Block]:
    """Return what a few sessions say alike: with so little no dilemma is said to recur."""
    words = unit_words(findings.unit)
    sessions = count(len(findings.sessions), "sessie", "sessies")
    if not findings.n_of_unit:
        told = f"In {sessions} is geen {words.listed[0]} gevonden."
    elif findings.is_small:
        short = parts.shortages(findings, method)
        little = f": {short}" if short else ""
        told = f"Dit rapport gaat over {sessions}. Om te zeggen wat terugkeert is er te weinig{little}."
    else:
        told = f"Geen enkel {words.topic[0]} keert in {sessions} zo duidelijk terug dat het hier wordt genoemd."
        told = f"{told} {dilemmas.refused(findings)}".strip()
    blocks: list[Block] = [Paragraph((Text(told),), lead=True)]
    alike = findings.similar[:MAX_SIMILAR]
    if alike:
        quotes = [parts.quote(found, is_short=True) for group in alike for found in group[:2]]
        lines = parts.paragraph(f"{parts.offered(findings)} Of zij hetzelfde zeggen, beoordeelt u zelf.")
        blocks.append(Group("Wat sessies eender zeggen", (lines, *quotes)))
    return blocks


def _advice(findings: Findings) -> tuple[Block, ...]:
    """Return advice on the dilemmas beside which most sessions give some: an example of each."""
    if findings.is_small:
        return ()
    ranked = sorted(enumerate(findings.recurring[:MAX_DILEMMAS], start=1), key=lambda pair: -pair[1].n_advised)
    shown = sorted([pair for pair in ranked if pair[1].advice][:MAX_ADVICE], key=lambda pair: pair[0])
    if not shown:
        return ()
    quotes = (
        parts.quote(
            min(dilemma.advice, key=lambda found: len(found.text)),
            is_short=True,
            before=f"Bij {place}: ",
        )
        for place, dilemma in shown
    )
    return (Group("Wat daarbij wordt aangeraden", tuple(quotes)),)


def _cautions(findings: Findings) -> tuple[Block, ...]:
    """Return what to beware of: it stands before what it is about."""
    if not findings.sessions:
        return ()
    warned = " ".join(filter(None, [*front_sentences(), _not_used(findings)]))
    return (Paragraph((Text(f"{warned} "), Link("Hoe dit rapport is gemaakt", parts.MADE), Text("."))),)


def _new(findings: Findings) -> tuple[Block, ...]:
    """Return what is new since the last analysis."""
    new = changes.in_brief(findings)
    return (Group("Nieuw sinds het vorige rapport", (parts.paragraph(*new),)),) if new else ()


def _not_used(findings: Findings) -> str:
    """Return how many files, and how much of the text of the others, were not used."""
    n = findings.n_rejected
    n_characters = sum(report.n_characters for report in findings.unused)
    told = [shares.in_words(n, findings.n_files, "bestand", "bestanden")] if n else []
    if n_characters:
        share = percentage(sum(report.n_unused for report in findings.unused), n_characters)
        sizes: Counter[str] = Counter()
        for report in findings.unused:
            sizes.update(dict(report.by_reason))
        most = listing([unused_name(reason) for reason, _ in sizes.most_common(MAX_REASONS)])
        told.append(f"{share} van de tekst (vooral {most})")
    return f"Niet gebruikt: {listing(told)}." if told else ""
