"""How well kinds are told on real reports: sentences that two coders labelled, kept as digests without their text.

The reports themselves are not part of the project. Lay them in a folder and name it in the environment variable
`RODE_DRAAD_ECHTE_VERSLAGEN`; files are known by their digest, wherever they lie.
"""

import hashlib
import json
import os
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.gold import ROOT
from pipeline import tables
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp.language import LANGUAGE_MODEL
from pipeline.nlp.tagging import tag_report

GOLD = ROOT / "tests" / "gold" / "kinds"
FOLDER = "RODE_DRAAD_ECHTE_VERSLAGEN"


@dataclass(frozen=True)
class RealSentence:
    """A statement of a real report on whose kind both coders agree, and the heading above it."""

    source: str
    kind: str
    text: str
    heading: str | None


def is_there() -> bool:
    """Return whether the folder of real reports is named and exists."""
    return bool(os.environ.get(FOLDER)) and Path(os.environ[FOLDER]).is_dir()


def labels(name: str = "real.jsonl") -> list[dict[str, Any]]:
    """Return the labels in a file of gold: source, digests of file and sentence, offsets, the kind by each coder."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@cache
def sentences() -> tuple[RealSentence, ...]:
    """Return the labelled sentences that are a statement; what is read otherwise by now is left out."""
    wanted: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in (*labels("real.jsonl"), *labels("real-chosen.jsonl")):
        if row["first"] == row["second"]:
            wanted[row["file"]][row["sentence"]] = row["source"], row["first"]
    found: list[RealSentence] = []
    for path in sorted(Path(os.environ[FOLDER]).rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        own = wanted.pop(hashlib.sha256(data).hexdigest(), {})
        report = read_report(path.name, data) if own else None
        if isinstance(report, IngestedReport):
            insights = tables.records(report.tables["insights"], ("insight_id", "heading"))
            heading_of = {insight["insight_id"]: insight["heading"] for insight in insights}
            rows = tag_report(report.tables, language_model=LANGUAGE_MODEL, codebook=load_codebook(None))
            for row in rows["statements"]:
                source, kind = own.pop(hashlib.sha256(row["text"].encode()).hexdigest(), ("", ""))
                if kind:
                    found.append(RealSentence(source, kind, row["text"], heading_of[row["insight_id"]]))
    return tuple(found)
