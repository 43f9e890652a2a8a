"""Corrections applied to the tables of a run, before topics are made: what became of each stands in a table."""

from collections.abc import Mapping

import pandas as pd

from pipeline import tables
from pipeline.corrections import insights, statements
from pipeline.corrections.anchors import Places
from pipeline.corrections.insights import Insights
from pipeline.corrections.model import What
from pipeline.corrections.outcome import (
    APPLIED,
    LOOSE,
    WRONG,
    LooseError,
    Outcome,
    WrongError,
    record_of_fault,
    settle,
)
from pipeline.corrections.read import OF_SESSION, TOPICS, Read
from pipeline.corrections.sessions import OF_PARTICIPANT, Sessions
from pipeline.corrections.statements import Codes, Statements
from pipeline.corrections.why_lost import why_lost

AFTER_TOPICS = TOPICS | {What.TOPIC}  # what is applied to topics once they are made


def apply(
    data: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    read: Read,
    codes: Codes,
    shown: Mapping[str, str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables with corrections applied, and the table `corrections`.

    Parameters
    ----------
    data
        The tables of all reports, as the program made them.
    texts
        The text of each report.
    read
        What was read from the files of corrections.
    codes
        The themes and roles of the codebook.
    shown
        The `report_id` by what readers see in place of the path of a report.

    Returns
    -------
    dict
        New tables; the given ones stay as they are. Corrections of topics count as applied until `topics.plan` knows
        better.
    """
    outcomes = [Outcome(one) for one in read.corrections]
    places = Places.of(data, texts, shown)
    found = places.find_all([one.correction.anchor for one in outcomes])
    of_statements = Statements(data, codes)
    of_insights = Insights(data, texts)
    of_sessions = Sessions(data, of_insights, codes)
    for one, place in zip(outcomes, found, strict=True):
        what, anchor = one.correction.what, one.correction.anchor
        if what in TOPICS:
            continue
        if place is not None:
            one.place, one.text = place, texts[place.report_id][place.start : place.end]
            one.ids["report_id"] = place.report_id
        elif (what not in OF_SESSION or anchor.quote.strip()) and not _is_by_name(one, places):
            one.end(LOOSE, why_lost(anchor, places))
            continue
        try:
            if what in statements.WHATS:
                of_statements.resolve(one)
            elif what in insights.WHATS:
                of_insights.resolve(one)
            else:
                of_sessions.resolve(one, lambda one: places.report_of(one.correction.anchor))
        except LooseError as error:
            one.end(LOOSE, str(error))
        except WrongError as error:
            one.end(WRONG, str(error))
    settle([one for one in outcomes if one.correction.what not in AFTER_TOPICS])
    for one in outcomes:
        if not one.status:
            one.end(APPLIED)
    of_sessions.tell_namesakes(outcomes)
    changed = dict(data)
    changed |= of_statements.changed(outcomes)
    changed |= Insights(changed, texts).changed(outcomes)
    changed |= of_sessions.changed(outcomes)
    rows = [one.record() for one in outcomes] + [record_of_fault(fault) for fault in read.faults]
    rows.sort(key=lambda row: (row["file"], row["row"]))
    return changed | {"corrections": tables.frame("corrections", rows)}


def _is_by_name(one: Outcome, places: Places) -> bool:
    """Return whether the name alone tells the participant, in a report or in all of them."""
    anchor = one.correction.anchor
    is_whole = not anchor.report or places.report_of(anchor) is not None
    return one.correction.what in OF_PARTICIPANT and anchor.is_bare and is_whole
