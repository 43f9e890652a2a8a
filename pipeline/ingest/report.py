"""One report from bytes to the tables of the contract that ingest fills."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

import pandas as pd

from pipeline import tables
from pipeline.dutch.dates import PrintedDate, date_of_file, prints_year, wrong_weekday
from pipeline.dutch.edtf import contradict, has_year, has_year_of, in_month, is_full, roll_back
from pipeline.ingest.language import detect_language
from pipeline.ingest.layout import analyse_sessions
from pipeline.ingest.overrides import Override
from pipeline.ingest.participants import find_participants
from pipeline.ingest.readers import read_source
from pipeline.ingest.records import Insight, Layout, Rejection, Source
from pipeline.ingest.series import series_name
from pipeline.ingest.session_dates import next_session_date, session_date
from pipeline.ingest.turns import speakers
from pipeline.ingest.unused import unused_text

_MAX_SLUG = 80


@dataclass(frozen=True)
class IngestedReport:
    """A report that was read: its id, its normalised text, and its rows of each table."""

    report_id: str
    text: str
    tables: Mapping[str, pd.DataFrame]


def read_report(path: str, data: bytes, override: Override | None = None) -> IngestedReport | Rejection:
    """Read one report.

    Parameters
    ----------
    path
        The path of the file below the raw folder, with `/`.
    data
        The bytes of the file.
    override
        What a researcher wrote of its sessions: it wins over the text.

    Returns
    -------
    IngestedReport or Rejection
        The rows of `reports`, `sessions`, `participants`, `insights`, `blocks`, `unused` and `rejections` (of parts),
        or why there are none.
    """
    source = read_source(path, data)
    if isinstance(source, Rejection):
        return source
    language = detect_language(source.text)
    if language != "nl":
        return Rejection(
            "not_dutch",
            "Lever een Nederlandse versie van dit verslag aan; deze taal wordt niet gelezen.",
            language,
        )
    layouts = [layout for layout in analyse_sessions(source) if layout.insights]
    if not layouts:
        return Rejection("no_insights", "Controleer dit verslag: er is geen inhoudelijke passage in gevonden.")
    report_id = f"{slug(path)}-{hashlib.sha256(data).hexdigest()[:8]}"
    made = _tables(report_id, path, data, source, layouts, language, override or Override())
    return IngestedReport(report_id, source.text, made)


def slug(path: str) -> str:
    """Return a path as lower-case ASCII letters and digits with hyphens, at most 80 characters."""
    ascii_path = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_path).strip("-")[-_MAX_SLUG:].strip("-") or "verslag"


def _tables(
    report_id: str,
    path: str,
    data: bytes,
    source: Source,
    layouts: Sequence[Layout],
    language: str,
    override: Override,
) -> dict[str, pd.DataFrame]:
    sessions = {f"{report_id}-s{number}": layout for number, layout in enumerate(layouts, start=1)}
    if len(layouts) > 1:  # a title and a date are of one session
        own = {session_id: _lacking(layout, path, override) for session_id, layout in sessions.items()}
    else:
        own = dict.fromkeys(sessions, override)
    dates = {session_id: _dates(layout, path, own[session_id]) for session_id, layout in sessions.items()}
    insights = {
        f"{session_id}-i{number:02d}": (session_id, number, insight)
        for session_id, layout in sessions.items()
        for number, insight in enumerate(layout.insights, start=1)
    }
    return {
        "reports": tables.frame(
            "reports",
            [
                {
                    "report_id": report_id,
                    "path": path,
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "format": source.format,
                    "title": (override.title if len(layouts) == 1 else None)
                    or _report_title(layouts)
                    or override.title,
                    "n_chars": len(source.text),
                    "language": language,
                }
            ],
        ),
        "sessions": tables.frame(
            "sessions",
            [
                _session_row(
                    report_id, session_id, layout, dates[session_id], own[session_id], PurePosixPath(path).stem
                )
                for session_id, layout in sessions.items()
            ],
        ),
        "participants": tables.frame(
            "participants",
            [
                row
                for session_id, layout in sessions.items()
                for row in _participant_rows(session_id, source.text, layout, override.role)
            ],
        ),
        "insights": tables.frame(
            "insights",
            [
                _insight_row(source.text, report_id, session_id, insight_id, number, insight)
                for insight_id, (session_id, number, insight) in insights.items()
            ],
        ),
        "blocks": tables.frame(
            "blocks", _block_rows(report_id, layouts, {key: insight for key, (_, _, insight) in insights.items()})
        ),
        "unused": tables.frame(
            "unused",
            [
                {
                    "report_id": report_id,
                    "reason": span.reason,
                    "start_char": span.start,
                    "end_char": span.end,
                    "text": source.text[span.start : span.end],
                }
                for span in unused_text(source.text, layouts)
            ],
        ),
        "rejections": tables.frame(
            "rejections",
            [
                {
                    "path": path,
                    "reason": "date_conflict",
                    "message": message,
                    "detail": date.text,
                    "report_id": report_id,
                }
                for session_dates in dates.values()
                for date, message in _conflicts(session_dates)
            ]
            + [{"path": path, "report_id": report_id, **asdict(part)} for part in source.unread],
        ),
    }


def _report_title(layouts: Sequence[Layout]) -> str | None:
    own = next((part.block.text for part in layouts[0].around if part.kind == "title"), None)
    return own or layouts[0].title


@dataclass(frozen=True)
class _Dates:
    """When a session was, as EDTF and as printed, what that is from, and when the next one is."""

    edtf: str | None
    source: str | None
    printed: PrintedDate | None
    next: PrintedDate | None
    of_file: str | None


def _dates(layout: Layout, path: str, override: Override) -> _Dates:
    of_file = date_of_file(PurePosixPath(path).stem)
    if of_file is not None and of_file == layout.published:
        of_file = None  # the file is called after the day of publication
    printed = session_date(layout, of_file)
    edtf: str | None
    source: str | None
    if override.date is not None:  # who wrote it has seen what stands there
        following = next_session_date(layout, override.date)
        return _Dates(override.date, "opgegeven", printed, following, of_file=None)
    if printed is not None:
        edtf, source = printed.edtf, "tekst" if has_year(printed.edtf) == prints_year(printed) else "afgeleid"
    else:
        edtf = of_file
        source = "bestandsnaam" if of_file else None
    if edtf is not None and of_file is not None and not has_year(edtf) and has_year(of_file):
        dated = of_file if has_year_of(edtf, of_file) else in_month(edtf, of_file)
        edtf, source = (dated, "afgeleid") if dated else (edtf, source)  # the same day, with its year
    following = next_session_date(layout, edtf)
    if edtf is not None and is_full(edtf) and following is not None:
        dated = roll_back(edtf, following.edtf)  # the last such day before the next session, if that has its year
        edtf, source = dated, source if dated == edtf else "afgeleid"
    return _Dates(edtf, source, printed, following, of_file)


def _lacking(layout: Layout, path: str, override: Override) -> Override:
    """Return what holds for one of several sessions of a file: title and date only where its text has none."""
    title = None if layout.title else override.title
    date = None if _dates(layout, path, Override()).printed is not None else override.date
    return replace(override, title=title, date=date)


def _conflicts(dates: _Dates) -> Iterator[tuple[PrintedDate, str]]:
    """Yield the dates that cannot be right, with what to do."""
    for printed in (dates.printed if dates.source != "opgegeven" else None, dates.next):
        weekday = wrong_weekday(printed) if printed else None
        if printed and weekday:
            shown = f"{printed.weekday} {printed.text}"
            yield printed, f"Controleer de datum “{shown}”: die dag is een {weekday}; de datum is aangehouden."
    date = dates.printed
    if date is not None and dates.of_file is not None and contradict(date.edtf, dates.of_file):
        yield date, f"Controleer de datum “{date.text}”: de bestandsnaam zegt {dates.of_file}; de tekst is aangehouden."


def _session_row(
    report_id: str, session_id: str, layout: Layout, dates: _Dates, override: Override, file_name: str
) -> dict[str, object]:
    return {
        "session_id": session_id,
        "report_id": report_id,
        "title": override.title or layout.title,
        "date": dates.edtf,
        "date_text": dates.printed.text if dates.printed else None,
        "date_source": dates.source,
        "next_date": dates.next.edtf if dates.next else None,
        "next_date_text": dates.next.text if dates.next else None,
        "series": override.series or series_name(layout, file_name),
    }


def _block_rows(report_id: str, layouts: Sequence[Layout], insights: Mapping[str, Insight]) -> list[dict[str, object]]:
    insight_of_block = {part.block.start: key for key, insight in insights.items() for part in insight.body}
    parts = {part.block.start: part for layout in layouts for part in (*layout.around, *layout.parts)}
    return [
        {
            "report_id": report_id,
            "position": position,
            "part": part.kind,
            "insight_id": insight_of_block.get(start),
            "is_list_item": part.block.marker is not None,
            "is_question_of_interviewer": part.block.is_question,
            "time": part.block.time,
            "start_char": part.block.start,
            "end_char": part.block.end,
            "text": part.block.text,
        }
        for position, (start, part) in enumerate(sorted(parts.items()), start=1)
    ]


def _participant_rows(session_id: str, text: str, layout: Layout, role: str | None) -> list[dict[str, object]]:
    listed = find_participants(layout)
    return [
        {
            "participant_id": f"{session_id}-p{index:02d}",
            "session_id": session_id,
            "name": " ".join(person.name.split()),
            "function": person.function,
            "organisation": person.organisation,
            "organisation_name": person.organisation_name,
            "role": person.role or role,
            "is_chair": person.is_chair,
            "present": person.present,
            "start_char": person.start,
            "end_char": person.end,
            "text": text[person.start : person.end],
        }
        for index, person in enumerate([*listed, *speakers(layout.parts, listed)], start=1)
    ]


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
        "page": insight.body[0].block.page,
        "time": insight.body[0].block.time,
        "heading_start_char": insight.heading_start,
    }
