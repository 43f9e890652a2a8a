"""What several sections share: ids to link to, cells, sources of quotes, names in a sentence."""

import re
from collections.abc import Iterable, Sequence

from pipeline.dutch.sides import sides
from pipeline.dutch.wording import collapse, count, listing, number, upper_first
from pipeline.reporting.document import Inline, Item, Link, Paragraph, Quote, Runs, Table, Text, Verbatim
from pipeline.reporting.findings.measures import Trend
from pipeline.reporting.findings.model import MAX_CHART_ROWS, Findings, Matrix
from pipeline.reporting.findings.model import Quote as Found
from pipeline.reporting.inputs import Method
from pipeline.reporting.labels import unit_words

IN_BRIEF = "kernpunten"
OVERVIEW = "overzicht"
PER_SESSION = "per-sessie"
DILEMMAS = "dilemmas"
COMMITMENTS = "toezeggingen"
OPEN = "mogelijk-open"
THEMES = "themas"
ROLES = "rollen"
STATEMENTS = "uitspraken"
SESSIONS = "sessies-overzicht"
ALL_SESSIONS = "sessies"
ADVICE_BY_THEME = "adviezen-per-thema"
THEMES_IN_FULL = "themas-in-cijfers"
ROLES_IN_FULL = "rollen-in-cijfers"
REJECTED = "niet-gebruikt"
METHOD = "verantwoording"
MADE = "werkwijze"

_MAX_COLUMNS = 8  # a table of more columns than this fits no page; its rows then name what they count


def session_id(identifier: str) -> str:
    """Return the id of a session's place in the document."""
    return _id("sessie", identifier)


def insight_id(identifier: str) -> str:
    """Return the id of an insight's place in the document."""
    return _id("inzicht", identifier)


def statement_id(identifier: str) -> str:
    """Return the id of a statement's place in the document."""
    return _id("uitspraak", identifier)


def dilemma_id(identifier: str) -> str:
    """Return the id of a recurring dilemma's place in the document."""
    return _id("dilemma", identifier)


def advice_id(identifier: str) -> str:
    """Return the id of the place of a theme's advice in the document."""
    return _id("advies", identifier)


def _id(kind: str, identifier: str) -> str:
    """Return an id with nothing in it that a format could take for something else; one to one."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", identifier)


def shortages(findings: Findings, method: Method) -> str:
    """Return of what there is too little to group, with the least needed; nothing if there is enough."""
    asked = (
        (findings.n_units, method.min_dilemmas, unit_words(findings.unit).unit),
        (len(findings.sessions), method.min_sessions, ("sessie", "sessies")),
    )
    return listing([f"{count(n, *names)} (nodig: {number(least)})" for n, least, names in asked if n < least])


def offered(findings: Findings) -> str:
    """Return how many pairs and small groups are alike, where nothing could be grouped; nothing if there are none."""
    n = len(findings.similar)
    return (
        f"Wel {'lijkt' if n == 1 else 'lijken'} {count(n, 'paar of groepje', 'paren of groepjes')} op elkaar."
        if n
        else ""
    )


def paragraph(*sentences: str) -> Paragraph:
    """Return a paragraph of plain sentences; empty ones are left out."""
    return Paragraph((Text(" ".join(sentence for sentence in sentences if sentence)),))


def items(sentences: Iterable[str]) -> tuple[Item, ...]:
    """Return plain sentences as the points of a list."""
    return tuple(Item((Text(sentence),)) for sentence in sentences)


def cells(*values: str | Inline) -> tuple[Runs, ...]:
    """Return a row of a table; a string is text of the report itself."""
    return tuple((Text(value) if isinstance(value, str) else value,) for value in values)


def linked(places: Iterable[tuple[str, str]]) -> Runs:
    """Return links, given as text and target, with a semicolon between them."""
    runs: list[Inline] = []
    for text, target in places:
        runs += [*([Text("; ")] if runs else []), Link(text, target)]
    return tuple(runs)


def quote(found: Found, *, is_short: bool = False, with_sides: bool = False, before: str = "") -> Quote:
    """Return a quote with links to its session, its insight and its line.

    Parameters
    ----------
    found
        What is quoted.
    is_short
        Whether to give only who, when and the line, as where every word counts; the link tells the rest.
    with_sides
        Whether to show the two sides of the sentence where it has them.
    before
        What to say before the source.
    """
    text = collapse(found.text)
    source: list[Inline] = [Text(before)] if before else []
    line = Link(f"regel {number(found.line)}", statement_id(found.statement_id))
    if is_short:
        source += [Text(f"{upper_first(found.attributed_to)}, ")] if found.attributed_to else []
        source += [Link(found.date_label, session_id(found.session_id)), Text(", "), line]
    else:
        source += [Text(f"{upper_first(found.attributed_to)} in ")] if found.attributed_to else []
        source += [
            Link(found.session_label, session_id(found.session_id)),
            *(() if found.date_label in found.session_label else (Text(", "), Verbatim(found.date_label))),
            Text(", "),
            Link(found.insight_label, insight_id(found.insight_id)),
            Text(f" (vanaf bladzijde {number(found.page)}), " if found.page is not None else ", "),
            line,
        ]
    return Quote(text, tuple(source), _sides(text) if with_sides else None)


def _sides(text: str) -> tuple[str, str] | None:
    """Return the two sides of a sentence, verbatim; None where it has no two."""
    found = sides(text)
    if found is None:
        return None
    return text[slice(*found.first)], text[slice(*found.second)]


def place(line: int, page: int | None) -> str:
    """Return a place in a report: the line, and the page if there are pages."""
    return f"regel {number(line)}" + (f", bladzijde {number(page)}" if page is not None else "")


def matrix(caption: str, name: str, counted: str, found: Matrix) -> Table:
    """Return the numbers of a matrix: a cell for each, or an enumeration in each row where there are many columns.

    Parameters
    ----------
    caption
        What is counted.
    name
        What the rows are.
    counted
        What the columns are, with what is counted of them; heads the enumerations.
    found
        The matrix.
    """
    depths = found.depths or (0,) * len(found.rows)
    names = [indented(row, depth) for row, depth in zip(found.rows, depths, strict=True)]
    if len(found.columns) <= _MAX_COLUMNS:
        rows = tuple(
            cells(row, *("–" if value is None else number(value) for value in values))
            for row, values in zip(names, found.values, strict=True)
        )
        return Table(caption, (name, *found.columns), rows, numeric=tuple(range(1, len(found.columns) + 1)))
    enumerated = (
        ", ".join(f"{column} ({number(value)})" for column, value in zip(found.columns, values, strict=True) if value)
        for values in found.values
    )
    return Table(
        caption, (name, counted), tuple(cells(row, text or "–") for row, text in zip(names, enumerated, strict=True))
    )


def indented(name: str, depth: int) -> str:
    """Return a name with a dash for each level that it stands under a broader one."""
    return "– " * depth + name


def named(names: Sequence[str]) -> str:
    """Return names between quotation marks: `‘a’`, `‘a’ en ‘b’`."""
    return listing([f"‘{name}’" for name in names])


def shown_rows(n_rows: int, plural: str) -> str:
    """Return a sentence for a chart that cannot show all of its rows; nothing if it can."""
    if n_rows <= MAX_CHART_ROWS:
        return ""
    return f"De grafiek toont de eerste {MAX_CHART_ROWS} van {number(n_rows)} {plural}; de tabel toont ze alle."


def tested(trend: Trend) -> str:
    """Return what a test rests on and what came out: `toets op 25 sessies, p = 0,034`."""
    return f"toets op {count(trend.n_sessions, 'sessie', 'sessies')}, {_p_value(trend.p or 0.0)}"


def _p_value(p: float) -> str:
    """Return the outcome of a test, as precise as it matters: `p = 0,27`, `p = 0,034`, `p < 0,001`."""
    if p < 0.001:
        return "p\u00a0<\u00a00,001"
    return f"p\u00a0=\u00a0{number(p, 2 if p >= 0.1 else 3)}"


def verbatim(text: str) -> Verbatim:
    """Return text from a source on one line."""
    return Verbatim(collapse(text))
