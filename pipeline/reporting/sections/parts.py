"""What several sections share: ids to link to, cells, sources of quotes, names in a sentence."""

import re
from collections.abc import Iterable, Sequence

from pipeline.reporting.document import Inline, Item, Link, Paragraph, Quote, Runs, Text, Verbatim
from pipeline.reporting.dutch import collapse, listing, number, upper_first
from pipeline.reporting.findings.model import MAX_CHART_ROWS
from pipeline.reporting.findings.model import Quote as Found

KEY_POINTS = "kernpunten"
DILEMMAS = "dilemmas"
THEMES = "themas"
ROLES = "rollen"
STATEMENTS = "uitspraken"
SESSIONS = "sessies"
REJECTED = "niet-gebruikt"
METHOD = "verantwoording"


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


def _id(kind: str, identifier: str) -> str:
    """Return an id with nothing in it that a format could take for something else; one to one."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", identifier)


def paragraph(*sentences: str) -> Paragraph:
    """Return a paragraph of plain sentences; empty ones are left out."""
    return Paragraph((Text(" ".join(sentence for sentence in sentences if sentence)),))


def items(sentences: Iterable[str]) -> tuple[Item, ...]:
    """Return plain sentences as the points of a list."""
    return tuple(Item((Text(sentence),)) for sentence in sentences)


def cells(*values: str | Inline) -> tuple[Runs, ...]:
    """Return a row of a table; a string is text of the report itself."""
    return tuple((Text(value) if isinstance(value, str) else value,) for value in values)


def quote(found: Found) -> Quote:
    """Return a quote with links to its session, its insight and its line."""
    source: list[Inline] = [Text(f"{upper_first(found.attributed_to)} in ")] if found.attributed_to else []
    source += [
        Link(found.session_label, session_id(found.session_id)),
        Text(", "),
        Verbatim(found.date_label),
        Text(", "),
        Link(found.insight_label, insight_id(found.insight_id)),
        Text(", "),
        Link(f"regel {number(found.line)}", statement_id(found.statement_id)),
    ]
    return Quote(collapse(found.text), tuple(source))


def named(names: Sequence[str]) -> str:
    """Return names between quotation marks: `‘a’`, `‘a’ en ‘b’`."""
    return listing([f"‘{name}’" for name in names])


def shown_rows(n_rows: int, plural: str) -> str:
    """Return a sentence for a chart that cannot show all of its rows; nothing if it can."""
    if n_rows <= MAX_CHART_ROWS:
        return ""
    return f"De grafiek toont de eerste {MAX_CHART_ROWS} van {number(n_rows)} {plural}; de tabel toont ze alle."


def verbatim(text: str) -> Verbatim:
    """Return text from a source on one line."""
    return Verbatim(collapse(text))
