"""The report on a small fixed world, as a tree and as a page, kept in `tests/gold/report/`.

These say what the report looks like as a whole; a difference is not wrong in itself. If it is meant, renew
the files, read what git says is different, and commit them with the change:

    RODE_DRAAD_RENEW=1 .venv/bin/python -m pytest tests/test_golden_report.py
"""

import dataclasses
import os
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.reporting import charts, content
from pipeline.reporting.document import Document
from pipeline.reporting.findings import find
from pipeline.reporting.writers.html import write_html
from tests.test_reporting import METHOD, NAMES, three_sessions

GOLD = Path(__file__).parent / "gold" / "report"


@pytest.fixture(scope="module")
def document() -> Document:
    findings = find(*three_sessions(), NAMES)
    return content.build(findings, charts.draw(findings), NAMES, METHOD)


def test_the_tree_is_as_it_was(document: Document) -> None:
    pictures = sorted(document.pictures)
    compare("rapport.tree.txt", "\n".join([*tree(dataclasses.replace(document, pictures={})), f"pictures: {pictures}"]))


def test_the_page_is_as_it_was(document: Document) -> None:
    page = write_html(document).decode("utf-8")
    # What is drawn, styled or scripted has tests of its own.
    page = re.sub(r"(<svg)[^>]*?( aria-label=\"[^\"]*\")[^>]*>.*?(</svg>)", r"\1\2>…\3", page, flags=re.DOTALL)
    page = re.sub(r"(<style>|<script>).*?(</style>|</script>)", r"\1…\2", page, flags=re.DOTALL)
    compare("rapport.html", re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", page))


def tree(node: Any, name: str = "", depth: int = 0) -> list[str]:
    """Return a node of the document tree with all that is in it, one thing on a line."""
    start = "  " * depth + (f"{name}: " if name else "")
    if dataclasses.is_dataclass(node):
        fields = {field.name: getattr(node, field.name) for field in dataclasses.fields(node)}
        short = {
            key: value for key, value in fields.items() if not isinstance(value, tuple | dict) and not _is_node(value)
        }
        long = {key: value for key, value in fields.items() if key not in short and value}
        facts = ", ".join(f"{key}={value!r}" for key, value in short.items() if value not in (None, False))
        lines = [f"{start}{type(node).__name__}({facts})"]
        return lines + [line for key, value in long.items() for line in tree(value, key, depth + 1)]
    if isinstance(node, tuple) and any(isinstance(part, tuple) or _is_node(part) for part in node):
        return [start.rstrip() or f"{start}-", *(line for part in node for line in tree(part, "", depth + 1))]
    return [f"{start}{node!r}"]


def _is_node(value: Any) -> bool:
    return dataclasses.is_dataclass(value)


def compare(name: str, found: str) -> None:
    """Compare with what was kept, or keep it now if the environment asks for that."""
    path, found = GOLD / name, found.rstrip() + "\n"
    if "RODE_DRAAD_RENEW" in os.environ:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
