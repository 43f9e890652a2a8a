"""Thema’s: how often they occur, in which sessions, and which come together."""

from collections.abc import Mapping

from pipeline.dutch.wording import count, listing, number, out_of
from pipeline.reporting import shares
from pipeline.reporting.document import Block, Figure, Picture, Section, Table, Verbatim
from pipeline.reporting.findings.model import MAX_NUMBERED_COLUMNS, Findings, Matrix
from pipeline.reporting.sections import parts, periods

HEADING = "Thema’s in cijfers"
MAX_THEMES = 12  # in the report itself
MAX_PAIRS = 20  # pairs of themes in the table


def section(findings: Findings) -> Section | None:
    """Return which themes set series apart, and which stand everywhere; None where no theme is found."""
    if not findings.themes or findings.is_small:
        return None
    part, whole = findings.n_theme_statements, len(findings.statements)
    everywhere = [f"‘{theme.name}’ ({number(theme.n_sessions)})" for theme in findings.themes_everywhere]
    blocks: list[Block] = [
        parts.paragraph(
            f"Een thema uit het codeboek staat in {shares.in_words(part, whole, 'uitspraak', 'uitspraken')}.",
            f"In vrijwel elke sessie, en daarom zonder onderscheid: {listing(everywhere)}." if everywhere else "",
        ),
        *_contrasts(findings),
    ]
    return Section(parts.THEMES, "Thema’s", 2, tuple(blocks))


def _contrasts(findings: Findings) -> tuple[Block, ...]:
    """Return in which series a theme comes up more than elsewhere, and the other themes of most sessions."""
    whole = len(findings.sessions)
    shown = [theme for theme in findings.themes if theme not in findings.themes_everywhere][:MAX_THEMES]
    apart: dict[str, list[str]] = {}
    for found in findings.theme_contrasts:
        told = f"{found.series} ({number(found.n)} van {number(found.whole)})"
        apart.setdefault(found.theme, []).append(told)
    if not shown:
        return ()
    some = any(theme.name in apart for theme in shown)
    nothing = "" if some else "Geen reeks noemt een thema aantoonbaar vaker dan de andere sessies."
    caption = f"De {number(len(shown))} thema’s van de meeste sessies, zonder wat overal staat"
    table = Table(
        caption,
        ("Thema", "Sessies", "Uitspraken", *(["Vaker dan elders in"] if some else [])),
        tuple(
            parts.cells(
                theme.name,
                f"{number(theme.n_sessions)} van {number(whole)}",
                number(theme.n_statements),
                *([Verbatim("; ".join(apart.get(theme.name, ["–"])))] if some else []),
            )
            for theme in sorted(shown, key=lambda theme: -theme.n_sessions)
        ),
        numeric=(1, 2),
    )
    return (table, *([parts.paragraph(nothing)] if nothing else []))


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
    if "themas" in pictures:
        blocks.append(_bars(findings, "themas"))
    if "themas-door-de-tijd" in pictures:
        blocks.append(_sessions(findings, "themas-door-de-tijd"))
    subsections = (periods.section(findings, pictures), _together(findings, pictures))
    return Section(parts.THEMES_IN_FULL, HEADING, 2, tuple(blocks), subsections, place="annex")


def _has_depth(findings: Findings) -> bool:
    return any(theme.depth for theme in findings.themes)


def _bars(findings: Findings, picture: str) -> Figure:
    """Return the chart of themes by number of sessions with its numbers."""
    whole, first = len(findings.sessions), findings.themes[0]
    table = Table(
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
    caption = f"In hoeveel van de {number(whole)} sessies elk thema voorkomt."
    if whole == 1:
        caption = "Welke thema’s in de sessie voorkomen."
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


def _sessions(findings: Findings, picture: str) -> Figure:
    """Return the heat map of themes by sessions with its numbers, which stand by session: there may be hundreds."""
    matrix = findings.theme_sessions
    groups = matrix.groups or ("",) * len(matrix.columns)
    table = parts.matrix(
        "Aantal inzichten dat een thema noemt, per sessie",
        "Sessie",
        "Thema’s (aantal inzichten)",
        Matrix(
            rows=tuple(f"{column} ({group})" for column, group in zip(matrix.columns, groups, strict=True)),
            columns=matrix.rows,
            values=tuple(zip(*matrix.values, strict=True)),
        ),
    )
    n_series = len(set(groups))
    key = "het getal is het aantal inzichten van een sessie dat het thema noemt."
    if len(matrix.columns) > MAX_NUMBERED_COLUMNS:
        key = "hoe donkerder, hoe meer inzichten van een sessie het thema noemen."
    caption = (
        f"Thema’s door de tijd: {key} De sessies staan per reeks, op volgorde van datum. Een leeg vak betekent nul."
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


def _together(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    """Return which themes come together in an insight."""
    name, pairs, heading = "themas-samen", findings.theme_pairs, "Thema’s die samengaan"
    if name not in pictures:
        return Section(name, heading, 3, (parts.paragraph("Geen twee thema’s staan samen in meer dan één inzicht."),))
    first = pairs[0]
    table = Table(
        "Thema’s die het vaakst samengaan, in inzichten",
        ("Thema’s", "Samen", "Het eerste in alles", "Het tweede in alles"),
        tuple(
            parts.cells(f"{pair.first} – {pair.second}", number(pair.n), number(pair.n_first), number(pair.n_second))
            for pair in pairs[:MAX_PAIRS]
        ),
        numeric=(1, 2, 3),
    )
    figure = Figure(
        id=f"figuur-{name}",
        caption=(
            "Thema’s die samengaan: het getal is het aantal inzichten dat beide thema’s noemt. "
            "Hier telt elk thema alleen met zijn eigen termen. Een grijs vak betekent nul."
        ),
        alternative=(
            f"Raster van thema’s. Het vaakst gaan ‘{first.first}’ en ‘{first.second}’ samen: "
            f"in {out_of(first.n, findings.n_insights, 'inzicht', 'inzichten')}."
        ),
        picture=name,
        table=table,
    )
    introduction = parts.paragraph(
        "Thema’s gaan samen als ze in hetzelfde inzicht staan.",
        "Wat vaak voorkomt, gaat ook vaker met iets anders samen.",
    )
    return Section(name, heading, 3, (introduction, figure))


def _unmentioned(findings: Findings) -> str:
    missing = findings.unmentioned_themes
    return f"Niet gevonden: {listing(missing)}." if missing else ""
