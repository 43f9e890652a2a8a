"""Thema’s: how often they occur, in which sessions, and which come together."""

from collections.abc import Mapping

from pipeline.dutch.wording import listing, number, out_of
from pipeline.reporting import shares
from pipeline.reporting.document import Block, Collapsible, Picture, Section, Table, Text
from pipeline.reporting.findings.model import Findings, Matrix, Theme
from pipeline.reporting.sections import figures, parts, periods

HEADING = "Thema’s in cijfers"
MAX_THEMES = 10  # in the report itself
MAX_PAIRS = 20  # pairs of themes in the table


def section(findings: Findings) -> Section | None:
    """Return the themes of most sessions, and which of them set a series apart; None where no theme is found."""
    if not findings.themes or findings.is_small:
        return None
    part, whole = findings.n_theme_statements, len(findings.statements)
    n_sessions = number(len(findings.sessions))
    left_out = [f"‘{theme.name}’ ({number(theme.n_sessions)})" for theme in findings.themes_everywhere]
    others = sorted(set(findings.themes) - set(findings.themes_everywhere), key=_most_first)
    apart = [
        f"‘{found.theme}’ in ‘{found.series}’ ({number(found.n)} van {number(found.whole)} sessies)"
        for found in findings.theme_contrasts
    ]
    table = Table(
        f"De {number(len(others[:MAX_THEMES]))} thema’s van de meeste sessies",
        ("Thema", "Sessies", "Uitspraken"),
        tuple(
            parts.cells(theme.name, f"{number(theme.n_sessions)} van {n_sessions}", number(theme.n_statements))
            for theme in others[:MAX_THEMES]
        ),
        numeric=(1, 2),
    )
    introduction = parts.paragraph(
        f"Een thema uit het codeboek staat in {shares.in_words(part, whole, 'uitspraak', 'uitspraken')}.",
        f"Weggelaten, want in vrijwel elke sessie: {listing(left_out)}." if left_out else "",
        f"Vaker dan in andere sessies: {listing(apart)}."
        if apart
        else "Geen reeks noemt een thema aantoonbaar vaker dan de andere sessies.",
    )
    return Section(parts.THEMES, "Thema’s", 2, (introduction, *([table] if others else [])))


def _most_first(theme: Theme) -> tuple[int, int, str]:
    return -theme.n_sessions, -theme.n_statements, theme.name


def annex(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    """Return the figures on all themes, with the charts that could be drawn."""
    n = len(findings.themes)
    if not n:
        nothing = parts.paragraph("In de verslagen komt geen thema uit het codeboek voor. Er is niets te tekenen.")
        return Section(parts.THEMES_IN_FULL, HEADING, 2, (nothing,), place="annex")
    known = n + len(findings.unmentioned_themes)
    part, whole = findings.n_theme_statements, len(findings.statements)
    blocks: list[Block] = [
        parts.paragraph(
            f"{out_of(n, known, 'thema', 'thema’s')} uit het codeboek {'komt' if n == 1 else 'komen'} voor.",
            f"{out_of(part, whole, 'uitspraak', 'uitspraken')} {'noemt' if part == 1 else 'noemen'} "
            "ten minste één thema.",
            _unmentioned(findings),
            "Een thema telt de smallere thema’s die eronder vallen mee." if _has_depth(findings) else "",
        )
    ]
    blocks += figures.figure("themas", findings, pictures, _counts(findings)) or (_counts(findings),)
    blocks.append(Collapsible((Text("Thema’s per sessie"),), (_sessions(findings),)))
    subsections = (periods.section(findings, pictures), _together(findings))
    return Section(parts.THEMES_IN_FULL, HEADING, 2, tuple(blocks), subsections, place="annex")


def _has_depth(findings: Findings) -> bool:
    return any(theme.depth for theme in findings.themes)


def _counts(findings: Findings) -> Table:
    whole = len(findings.sessions)
    return Table(
        "Thema’s: sessies en uitspraken",
        ("Thema", "Sessies", "Uitspraken"),
        tuple(
            parts.cells(
                parts.indented(theme.name, theme.depth),
                out_of(theme.n_sessions, whole, "sessie", "sessies"),
                number(theme.n_statements),
            )
            for theme in findings.themes
        ),
        numeric=(1, 2),
    )


def _sessions(findings: Findings) -> Table:
    """Return which themes each session mentions; the sessions stand below one another, for there may be hundreds."""
    matrix = findings.theme_sessions
    groups = matrix.groups or ("",) * len(matrix.columns)
    return parts.matrix(
        "Aantal inzichten dat een thema noemt, per sessie",
        "Sessie",
        "Thema’s (aantal inzichten)",
        Matrix(
            rows=tuple(f"{column} ({group})" for column, group in zip(matrix.columns, groups, strict=True)),
            columns=matrix.rows,
            values=tuple(zip(*matrix.values, strict=True)),
        ),
    )


def _together(findings: Findings) -> Section:
    """Return which themes come together in an insight."""
    name, pairs, heading = "themas-samen", findings.theme_pairs, "Thema’s die samengaan"
    if not findings.themes_together.rows:
        return Section(name, heading, 3, (parts.paragraph("Geen twee thema’s staan samen in meer dan één inzicht."),))
    table = Table(
        "Thema’s die het vaakst samengaan, in inzichten",
        ("Thema’s", "Samen", "Het eerste in alles", "Het tweede in alles"),
        tuple(
            parts.cells(f"{pair.first} – {pair.second}", number(pair.n), number(pair.n_first), number(pair.n_second))
            for pair in pairs[:MAX_PAIRS]
        ),
        numeric=(1, 2, 3),
    )
    introduction = parts.paragraph(
        "Thema’s gaan samen als ze in hetzelfde inzicht staan; hier telt elk thema alleen met zijn eigen termen.",
        "Wat vaak voorkomt, gaat ook vaker met iets anders samen.",
    )
    return Section(name, heading, 3, (introduction, table))


def _unmentioned(findings: Findings) -> str:
    missing = findings.unmentioned_themes
    return f"Niet gevonden: {listing(missing)}." if missing else ""
