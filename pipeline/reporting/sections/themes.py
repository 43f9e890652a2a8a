"""Thema’s: how often they occur, and when."""

from pipeline.reporting.document import Block, Figure, Section, Table
from pipeline.reporting.dutch import count, listing, number, out_of
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.sections import parts


def section(findings: Findings, figures: tuple[Figure, ...]) -> Section:
    """Return the section on themes with its charts."""
    n = len(findings.themes)
    if not n:
        blocks: tuple[Block, ...] = (
            parts.paragraph("In de verslagen komt geen thema uit het codeboek voor. Er is niets te tekenen."),
        )
    else:
        known = n + len(findings.unmentioned_themes)
        part, whole = findings.n_theme_statements, len(findings.statements)
        blocks = (
            parts.paragraph(
                f"{out_of(n, known, 'thema', 'thema’s')} uit het codeboek {'komt' if n == 1 else 'komen'} voor.",
                f"{out_of(part, whole, 'uitspraak', 'uitspraken')} {'noemt' if part == 1 else 'noemen'} "
                "ten minste één thema.",
                _unmentioned(findings),
            ),
            *figures,
            _advice(findings),
        )
    return Section(parts.THEMES, "Thema’s", 2, blocks)


def bars_figure(findings: Findings, picture: str) -> Figure:
    """Return the chart of themes by number of sessions with its numbers."""
    whole, first = len(findings.sessions), findings.themes[0]
    table = Table(
        "Thema’s: sessies en uitspraken",
        ("Thema", "Sessies", "Uitspraken"),
        tuple(
            parts.cells(
                theme.name,
                out_of(theme.n_sessions, whole, "sessie", "sessies"),
                number(theme.n_statements),
            )
            for theme in findings.themes
        ),
        numeric=(1, 2),
    )
    caption = f"In hoeveel van de {count(whole, 'sessie', 'sessies')} elk thema voorkomt."
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, parts.shown_rows(len(findings.themes), "thema’s")])),
        alternative=(
            f"Staafdiagram van {count(len(findings.themes), 'thema', 'thema’s')}. "
            f"Bovenaan staat ‘{first.name}’, in {out_of(first.n_sessions, whole, 'sessie', 'sessies')}."
        ),
        picture=picture,
        table=table,
    )


def time_figure(findings: Findings, picture: str) -> Figure:
    """Return the heat map of themes by sessions with its numbers."""
    matrix = findings.theme_sessions
    groups = matrix.groups or ("",) * len(matrix.columns)
    header = [f"{column} ({group})" for column, group in zip(matrix.columns, groups, strict=True)]
    table = Table(
        "Aantal inzichten per sessie dat een thema noemt",
        ("Thema", *header),
        tuple(parts.cells(name, *map(number, values)) for name, values in zip(matrix.rows, matrix.values, strict=True)),
        numeric=tuple(range(1, len(header) + 1)),
    )
    n_series = len(set(groups))
    caption = (
        "Thema’s door de tijd: het getal is het aantal inzichten van een sessie dat het thema noemt. "
        "De sessies staan per reeks, op volgorde van datum. Een leeg vak betekent nul."
    )
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, parts.shown_rows(len(matrix.rows), "thema’s")])),
        alternative=(
            f"Raster van {count(len(matrix.rows), 'thema', 'thema’s')} bij "
            f"{count(len(matrix.columns), 'sessie', 'sessies')} in {count(n_series, 'reeks', 'reeksen')}. "
            "De getallen staan in de tabel."
        ),
        picture=picture,
        table=table,
    )


def _unmentioned(findings: Findings) -> str:
    missing = findings.unmentioned_themes
    return f"Niet gevonden: {listing(missing)}." if missing else ""


def _advice(findings: Findings) -> Block:
    whole = findings.n_of_kind("advies")
    themes = sorted((theme for theme in findings.themes if theme.n_advice), key=lambda theme: -theme.n_advice)
    if not themes:
        return parts.paragraph("Geen advies noemt een thema uit het codeboek.")
    return Table(
        f"Waarover advies is gegeven: {out_of(findings.n_theme_advice, whole, 'advies', 'adviezen')} "
        f"{'noemt' if findings.n_theme_advice == 1 else 'noemen'} een thema",
        ("Thema", "Adviezen"),
        tuple(parts.cells(theme.name, f"{number(theme.n_advice)} van {number(whole)}") for theme in themes),
        numeric=(1,),
    )
