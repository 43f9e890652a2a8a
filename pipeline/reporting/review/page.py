"""The page to look statements over in: one file that works from any folder and asks nothing of the network."""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from pipeline.reporting.review.model import Item, Passage, Review
from pipeline.reporting.review.statements import certainty
from pipeline.reporting.writers.html import content_hash
from pipeline.resources import load_toml, read_text

NAME = "nakijken.html"
STYLES = ("report/base.css", "review/nakijken.css")
# One after the other they are one script.
SCRIPTS = ("data", "csv", "codings", "rows", "store", "picker", "dialogs", "pane", "settle", "list", "page")


def write(review: Review, columns: Sequence[str]) -> bytes:
    """Return the page.

    All that comes from reports stands compressed in a script that does not run; the page makes text of it and nothing
    else.

    Parameters
    ----------
    review
        What is put before a coder.
    columns
        The columns of the files that the page writes and reads (`pipeline.corrections.model.COLUMNS`).
    """
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: read_text(f"review/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup("\n".join(map(read_text, STYLES)))  # noqa: S704 (our own style sheets)
    script = Markup("\n".join(read_text(f"review/{name}.js") for name in SCRIPTS))  # noqa: S704 (our own script)
    page = environment.get_template("nakijken.html.j2").render(
        parts=load_toml("review/nakijken.toml")["delen"],
        style=style,
        style_hash=content_hash(style),
        script=script,
        script_hash=content_hash(script),
        data=_packed({**_data(review), "columns": list(columns)}),
    )
    return page.encode("utf-8")


def texts(review: Review) -> Iterable[str]:
    """Yield every text that the page and the workbook hold, to be searched before it is written."""
    yield review.title
    for code in (*review.kinds, *review.themes, *review.roles, *review.topics):
        yield f"{code.name}\n{code.about}"
    for passage in review.passages:
        yield "\n".join((passage.session, passage.date, passage.heading, passage.text))
    for item in review.items:
        yield "\n".join((item.text, item.place.report, item.place.before, item.place.after, *item.cues, *item.terms))


def _packed(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def _data(review: Review) -> dict[str, Any]:
    """Return what the script reads; of statements and insights a list for each property, which compresses best."""
    certainties = sorted({certainty(item.score) for item in review.items})
    return {
        "title": review.title,
        "digest": review.digest,
        **{
            name: [asdict(code) for code in codes]
            for name, codes in (
                ("kinds", review.kinds),
                ("themes", review.themes),
                ("roles", review.roles),
                ("topics", review.topics),
            )
        },
        "parts": {part: list(places) for part, places in review.parts.items()},
        "certainties": certainties,
        "passages": _columns(map(_passage, review.passages)),
        "statements": _columns(
            _statement(item, review.passages[item.passage], certainties.index(certainty(item.score)))
            for item in review.items
        ),
    }


def _columns(rows: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return columns


def _passage(passage: Passage) -> dict[str, Any]:
    return asdict(passage)


def _statement(item: Item, passage: Passage, certainty: int) -> dict[str, Any]:
    codes = item.codes
    return {
        "passage": item.passage,
        "start": _units(passage.text[: item.start]),
        "end": _units(passage.text[: item.end]),
        "line": item.line,
        **asdict(item.place),
        "kind": codes.kind,
        "themes": list(codes.themes),
        "roles": list(codes.roles),
        "voice": codes.voice or "",
        "topic": codes.topic or "",
        "percent": round(100 * item.score),
        "certainty": certainty,
        "cues": list(item.cues),
        "terms": list(item.terms),
    }


def _units(text: str) -> int:
    """Return how long a text is to a script, which counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
