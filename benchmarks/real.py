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
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp.language import LANGUAGE_MODEL
from pipeline.nlp.tagging import tag_report

GOLD = ROOT / "tests" / "gold" / "kinds"
FOLDER = "RODE_DRAAD_ECHTE_VERSLAGEN"


@dataclass(frozen=True)
class RealKinds:
    """The kinds of the sentences on which both coders agree.

    Attributes
    ----------
    expected, found
        The kinds that the coders gave, and those of the product; of the same sentences.
    n_missing
        How many labelled sentences are no statement any more: read otherwise, or their file is not there.
    """

    expected: tuple[str, ...]
    found: tuple[str, ...]
    n_missing: int


def is_there() -> bool:
    """Return whether the folder of real reports is named and exists."""
    return bool(os.environ.get(FOLDER)) and Path(os.environ[FOLDER]).is_dir()


def labels(name: str = "real.jsonl") -> list[dict[str, Any]]:
    """Return the labels in a file of gold: source, digests of file and sentence, offsets, the kind by each coder."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@cache
def real_kinds() -> RealKinds:
    """Code the real reports, and compare the kinds."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for row in labels():
        if row["first"] == row["second"]:
            wanted[row["file"]][row["sentence"]] = row["first"]
    pairs: list[tuple[str, str]] = []
    for path in sorted(Path(os.environ[FOLDER]).rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        own = wanted.pop(hashlib.sha256(data).hexdigest(), {})
        report = read_report(path.name, data) if own else None
        if isinstance(report, IngestedReport):
            rows = tag_report(report.tables, language_model=LANGUAGE_MODEL, codebook=load_codebook(None))
            for row in rows["statements"]:
                kind = own.pop(hashlib.sha256(row["text"].encode()).hexdigest(), None)
                pairs += [(kind, row["kind"])] if kind is not None else []
    n_labelled = sum(row["first"] == row["second"] for row in labels())
    return RealKinds(tuple(kind for kind, _ in pairs), tuple(kind for _, kind in pairs), n_labelled - len(pairs))
