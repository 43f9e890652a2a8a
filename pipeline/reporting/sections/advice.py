"""Toezeggingen en adviezen: what was promised, and in the annexes all advice by theme."""

from collections.abc import Sequence

from pipeline.dutch.wording import count, number, out_of
from pipeline.reporting.document import (
    Block,
    Collapsible,
    Link,
    Paragraph,
    Runs,
    Section,
    Strong,
    Table,
    Text,
    Verbatim,
)
from pipeline.reporting.findings.advice import MIN_LATER
from pipeline.reporting.findings.model import AdviceTheme, Commitment, Findings
from pipeline.reporting.formats import MAX_ENTRIES, absent, files
from pipeline.reporting.inputs import Method
from pipeline.reporting.sections import parts

MAX_COMMITMENTS = 12  # in the report itself


def section(findings: Findings, method: Method) -> Section | None:
    """Return the section on promises; None where there are none."""
    if not findings.commitments:
        return None
    heading = "Wie is aan zet: toezeggingen en besluiten"
    return Section(parts.COMMITMENTS, heading, 2, _commitments(findings, method))


def _commitments(findings: Findings, method: Method) -> tuple[Block, ...]:
    """Return what was promised or decided, the newest first."""
    newest = findings.commitments[::-1]
    n, n_returned = len(newest), sum(commitment.returns_in is not None for commitment in newest)
    promises = count(n, "toezegging of besluit", "toezeggingen en besluiten")
    returned = f"Op {number(n_returned)} daarvan komt" if n_returned else "Op geen daarvan komt"
    # A part of the sessions does not show what the others come back to.
    come_back = (
        []
        if method.part is not None
        else [
            f"{returned} een latere sessie zichtbaar terug.",
            "Dat zegt niet dat er met wat niet terugkomt, niets is gedaan.",
        ]
    )
    blocks: list[Block] = [
        parts.paragraph(f"Gevonden: {promises}.", *come_back),
        _commitment_table(newest[:MAX_COMMITMENTS], n, _where(n, method)),
    ]
    if n > MAX_COMMITMENTS:
        everything = _commitment_table(newest, n)
        blocks.append(Collapsible((Text(f"Alle {number(n)} toezeggingen en besluiten"),), (everything,)))
    return tuple(blocks)


def _where(n: int, method: Method) -> str:
    """Return where all promises stand, if that is a file that is made."""
    missing = absent(method.formats)
    if n <= MAX_ENTRIES and "bijlagen" not in missing:
        return "in de bijlagen"
    elsewhere = files(missing, "html") or files(missing, "xlsx")
    return f"in {elsewhere}" if elsewhere else ""


def _commitment_table(shown: Sequence[Commitment], n: int, where: str = "") -> Table:
    newest = "" if len(shown) == n else f": de nieuwste {number(len(shown))}"
    newest += f"; alle staan {where}" if newest and where else ""
    returns = any(commitment.returns_in is not None for commitment in shown)
    rows = [_commitment(commitment) for commitment in shown]
    header = ("Wie", "Wat", "Wanneer", "Waar staat het", "Komt terug")
    return Table(
        f"Wie wat toezegde of besloot{newest}",
        header if returns else header[:-1],
        tuple(row if returns else row[:-1] for row in rows),
    )


def _commitment(commitment: Commitment) -> tuple[Runs, ...]:
    found, later = commitment.quote, commitment.returns_in
    return (
        (Verbatim(commitment.actor or "niet genoemd"),),
        (parts.verbatim(found.text),),
        (Verbatim(commitment.due or ""),),
        _place(found.date_label, found.line, found.statement_id),
        (Text("niet gezien"),) if later is None else _place(later.date_label, later.line, later.statement_id),
    )


def _place(date: str, line: int, statement_id: str) -> Runs:
    return (Verbatim(f"{date}, "), Link(f"regel {number(line)}", parts.statement_id(statement_id)))


def annex(findings: Findings) -> Section:
    """Return all advice, by theme."""
    whole, part = findings.n_of_kind("advies"), findings.n_theme_advice
    if not whole:
        return _only("In de verslagen is geen advies gevonden.")
    if not part:
        return _only("Geen advies noemt een thema uit het codeboek.")
    introduction = parts.paragraph(
        f"{out_of(part, whole, 'advies', 'adviezen')} {'noemt' if part == 1 else 'noemen'} een thema.",
        "De adviezen staan hieronder per thema.",
        "Bovenaan staat het thema met advies in de meeste sessies.",
        "Adviezen over hetzelfde thema zeggen niet altijd hetzelfde.",
    )
    shared = tuple(_shared(theme, findings) for theme in findings.advice.by_theme if theme.n_sessions > 1)
    single = [theme for theme in findings.advice.by_theme if theme.n_sessions == 1]
    singles = (_single(single),) if single else ()
    subsections = (*shared, *singles, _open(findings))
    blocks = (introduction, _overview(findings))
    return Section(parts.ADVICE_BY_THEME, "Adviezen per thema", 2, blocks, subsections, place="annex")


def _only(sentence: str) -> Section:
    return Section(parts.ADVICE_BY_THEME, "Adviezen per thema", 2, (parts.paragraph(sentence),), place="annex")


def _overview(findings: Findings) -> Table:
    whole = findings.n_of_kind("advies")
    n_sessions = {theme.code: theme.n_sessions for theme in findings.advice.by_theme}
    return Table(
        "Waarover advies is gegeven. Een thema telt de adviezen over smallere thema’s mee",
        ("Thema", "Adviezen", "Sessies met advies over dit thema zelf"),
        tuple(
            parts.cells(
                parts.indented(theme.name, theme.depth),
                f"{number(theme.n_advice)} van {number(whole)}",
                number(n_sessions.get(theme.code, 0)),
            )
            for theme in findings.themes
            if theme.n_advice
        ),
        numeric=(1, 2),
    )


def _shared(theme: AdviceTheme, findings: Findings) -> Section:
    in_sessions = out_of(theme.n_sessions, len(findings.sessions), "sessie", "sessies")
    facts = Paragraph((Strong(f"In {in_sessions}"), Text(f" · {count(theme.n_advice, 'advies', 'adviezen')}")))
    return Section(parts.advice_id(theme.code), theme.name, 3, (facts, *_quotes(theme)), listed=False)


def _single(themes: list[AdviceTheme]) -> Section:
    """Return the advice on themes that have it in one session only, folded away."""
    blocks: list[Block] = []
    for theme in themes:
        blocks += [Paragraph((Strong(theme.name),)), *_quotes(theme)]
    n = count(len(themes), "thema", "thema’s")
    folded = Collapsible((Text(f"Het advies over {n}"),), tuple(blocks))
    return Section("advies-uit-een-sessie", "Advies uit één sessie", 3, (folded,))


def _quotes(theme: AdviceTheme) -> tuple[Block, ...]:
    quotes = tuple(parts.quote(found) for found in theme.quotes)
    n_shown = len(quotes)
    if theme.n_advice == n_shown:
        return quotes
    verb = "staat" if n_shown == 1 else "staan"
    more = f"Hier {verb} {out_of(n_shown, theme.n_advice, 'advies', 'adviezen')}; de nieuwste eerst."
    return (*quotes, parts.paragraph(more))


def _open(findings: Findings) -> Section:
    found, n = findings.advice.open, findings.advice.n_comparable
    heading, least = "Mogelijk nog open", number(MIN_LATER)
    if not n:
        sentences = (
            "Over geen enkel advies is te zeggen of het nog openstaat.",
            f"Daarvoor zijn {least} latere sessies van dezelfde reeks nodig, met een datum.",
        )
        return Section(parts.OPEN, heading, 3, (parts.paragraph(*sentences),))
    introduction = parts.paragraph(
        f"Bij {count(n, 'advies', 'adviezen')} is te zien of er in latere sessies iets van terugkomt.",
        f"{number(len(found))} daarvan {'komt' if len(found) == 1 else 'komen'} niet terug.",
        "Latere sessies van de reeks noemen dan geen thema uit het advies, en geen zelfstandig naamwoord.",
        "Dat bewijst niet dat er niets mee is gedaan.",
    )
    blocks: list[Block] = [introduction]
    for advice in found:
        later = count(advice.n_later, "latere sessie", "latere sessies")
        blocks += [
            parts.quote(advice.quote),
            parts.paragraph(f"Niet terug te vinden in {later} van ‘{advice.series}’."),
        ]
    return Section(parts.OPEN, heading, 3, tuple(blocks))
