"""One report from bytes to the tables of the contract that ingest fills."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline import tables
from pipeline.ingest.language import detect_language
from pipeline.ingest.layout import analyse_layout
from pipeline.ingest.metadata import next_session_date, series_name, session_date
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.participants import find_participants
from pipeline.ingest.readers import READERS, reader_for
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.records import Insight, Layout, Rejection, Source

_MAX_SLUG = 80


@dataclass(frozen=True)
class IngestedReport:
    """A report that was read: its id, its normalised text, and its rows of each table."""

    report_id: str
    text: str
    tables: Mapping[str, pd.DataFrame]


def read_report(path: str, data: bytes) -> IngestedReport | Rejection:
    """Read one report.

    Parameters
    ----------
    path
        The path of the file below the raw folder, with `/`.
    data
        The bytes of the file.

    Returns
    -------
    IngestedReport or Rejection
        The rows of `reports`, `sessions`, `participants`, `insights` and `blocks`, or why there are none.
    """
    reader = reader_for(path)
    if reader is None:
        formats = ", ".join(READERS)
        return Rejection("unsupported_format", f"Zet dit bestand om naar een van de bekende formaten ({formats}).")
    decoded = decode(data)
    if decoded is None:
        return Rejection("encoding", "Sla dit bestand op als platte tekst in UTF-8; nu is het geen leesbare tekst.")
    source = reader(normalise_text(decoded))
    if not source.blocks:
        return Rejection("empty", "Controleer dit bestand: er staat geen tekst in.")
    language = detect_language(source.text)
    if language != "nl":
        return Rejection(
            "not_dutch",
            "Lever een Nederlandse versie van dit verslag aan; deze taal wordt niet gelezen.",
            language,
        )
    layout = analyse_layout(source)
    if not layout.insights:
        return Rejection("no_insights", "Controleer dit verslag: er is geen inhoudelijke passage in gevonden.")
    report_id = f"{slug(path)}-{hashlib.sha256(data).hexdigest()[:8]}"
    return IngestedReport(report_id, source.text, _tables(report_id, path, data, source, layout, language))


def slug(path: str) -> str:
    """Return a path as lower-case ASCII letters and digits with hyphens, at most 80 characters."""
    ascii_path = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_path).strip("-")[-_MAX_SLUG:].strip("-") or "verslag"


def _tables(
    report_id: str, path: str, data: bytes, source: Source, layout: Layout, language: str
) -> dict[str, pd.DataFrame]:
    session_id = f"{report_id}-s1"
    insight_ids = {index: f"{session_id}-i{index:02d}" for index in range(1, len(layout.insights) + 1)}
    insight_of_block = {
        part.block.start: insight_ids[index]
        for index, insight in enumerate(layout.insights, start=1)
        for part in insight.body
    }
    date = session_date(layout, path)
    next_date = next_session_date(layout, date)
    return {
        "reports": tables.frame(
            "reports",
            [
                {
                    "report_id": report_id,
                    "path": path,
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "format": source.format,
                    "title": layout.title,
                    "n_chars": len(source.text),
                    "language": language,
                }
            ],
        ),
        "sessions": tables.frame(
            "sessions",
            [
                {
                    "session_id": session_id,
                    "report_id": report_id,
                    "title": layout.title,
                    "date": date.edtf if date else None,
                    "date_text": date.text if date else None,
                    "next_date": next_date.edtf if next_date else None,
                    "next_date_text": next_date.text if next_date else None,
                    "series": series_name(layout),
                }
            ],
        ),
        "participants": _participants(session_id, source.text, layout),
        "insights": tables.frame(
            "insights",
            [
                _insight_row(source.text, report_id, session_id, insight_ids[index], index, insight)
                for index, insight in enumerate(layout.insights, start=1)
            ],
        ),
        "blocks": tables.frame(
            "blocks",
            [
                {
                    "report_id": report_id,
                    "position": position,
                    "part": part.kind,
                    "insight_id": insight_of_block.get(part.block.start),
                    "is_list_item": part.block.marker is not None,
                    "start_char": part.block.start,
                    "end_char": part.block.end,
                    "text": part.block.text,
                }
                for position, part in enumerate(layout.parts, start=1)
            ],
        ),
    }


def _participants(session_id: str, text: str, layout: Layout) -> pd.DataFrame:
    return tables.frame(
        "participants",
        [
            {
                "participant_id": f"{session_id}-p{index:02d}",
                "session_id": session_id,
                "name": " ".join(person.name.split()),
                "function": person.function,
                "organisation": person.organisation,
                "organisation_name": person.organisation_name,
                "role": person.role,
                "is_chair": person.is_chair,
                "present": person.present,
                "start_char": person.start,
                "end_char": person.end,
                "text": text[person.start : person.end],
            }
            for index, person in enumerate(find_participants(layout), start=1)
        ],
    )


def _insight_row(
    text: str, report_id: str, session_id: str, insight_id: str, position: int, insight: Insight
) -> dict[str, object]:
    start, end = insight.body[0].block.start, insight.body[-1].block.end
    return {
        "insight_id": insight_id,
        "session_id": session_id,
        "report_id": report_id,
        "position": position,
        "number": insight.number,
        "heading": insight.heading,
        "start_char": start,
        "end_char": end,
        "text": text[start:end],
        "line": text.count("\n", 0, start) + 1,
        "page": None,
        "heading_start_char": insight.heading_start,
    }
