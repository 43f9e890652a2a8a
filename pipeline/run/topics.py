"""The step that needs all reports: what recurs, as the last run found it or anew."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.code_versions import code_version
from pipeline.config import Settings
from pipeline.corrections.model import What
from pipeline.dutch.wording import upper_first
from pipeline.manifest import versions
from pipeline.progress import Progress
from pipeline.reporting.labels import unit_words
from pipeline.run.embedding import embed_units
from pipeline.run.naming import withheld
from pipeline.storage import Storage, digest
from pipeline.topics.embedding import no_embeddings
from pipeline.topics.units import COLUMNS, is_standard, is_too_small, of_statements, units, with_standard

TOPIC_TABLES = ("topics", "topic_assignments", "similar_statements", "topic_figures", "topic_changes")
_MODULES = ("pipeline.topics.model", "pipeline.topics.continuity", "pipeline.topics.similar", "pipeline.run.naming")
_PLACE = ("report_id", "start_char", "end_char")
# What topics are made of; nothing else is at hand here, so that all that decides them stands in their key.
_SEEN = {
    "statements": (*COLUMNS, "kind", "is_uncertain", "stands_alone", "both_sides", *_PLACE),
    "insights": ("insight_id", "session_id", "report_id", "heading", "heading_start_char", "text"),
    "sessions": ("session_id", "report_id"),
    "participants": ("session_id", "name", "organisation_name"),
    "entities": ("label", "canonical", "known", "text", *_PLACE),
    "corrections": ("what", "was", "machine"),  # of names of participants
}


def find_topics(
    data: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    settings: Settings,
    storage: Storage,
    progress: Progress,
) -> dict[str, Any]:
    """Return the rows of the tables on topics, and what the next run needs to recognise these topics.

    What the last run kept is used as it is if that run was on the same dilemmas with the same settings, so that
    running twice changes nothing; otherwise the topics are compared with it. What does not decide them (the themes,
    whose view it is) is not even seen here.
    """
    names_changed = data["corrections"]["what"] == What.PARTICIPANT_NAME
    data = {**data, "corrections": data["corrections"][names_changed]}
    data = {name: data[name][list(columns)] for name, columns in _SEEN.items()}
    key = _key(data, texts, settings)
    former = storage.former_topics()
    if former is not None and settings.names == "nergens":
        from pipeline.nlp.paths import present_ids  # loads spaCy

        kept = present_ids(former.get("topic_assignments", ()), data["statements"]["statement_id"])
        former = {**former, "topic_assignments": kept}
    all_units = units(data["statements"], data["insights"], settings.unit)
    is_own = ~is_standard(all_units).to_numpy(dtype=bool)
    own = all_units[is_own].reset_index(drop=True)
    if settings.keep_topics or not is_too_small(own, settings.min_dilemmas, settings.min_sessions):
        # Asked for in every run: what a run does not ask for is not kept for the next.
        embeddings = embed_units(all_units, data["insights"], settings, storage, progress)[is_own]
    else:
        embeddings = no_embeddings(len(own))
    is_same = former is not None and former.get("key") == key
    progress.start(f"{upper_first(unit_words(settings.unit).unit[1])} groeperen", 0 if is_same else 1)
    if former is None or not is_same:
        known = (own, data["insights"], data["statements"], embeddings)
        former = _new_topics(known, all_units, former, settings, withheld(data, texts)) | {"key": key}
        progress.advance()
    progress.finish()
    return former


def _key(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], settings: Settings) -> str:
    """Return the digest of all that decides topics."""
    rows = {name: [list(row.values()) for row in tables.records(table)] for name, table in data.items()}
    return digest(
        {
            "step": "topics",
            "code": code_version(*_MODULES, beside=[__name__]),
            "versions": versions(),
            "of": [rows, texts],
            "embedding": settings.embedding,
            "unit": settings.unit,
            "min": settings.min_dilemmas,
            "min_sessions": settings.min_sessions,
            "n_topics": settings.n_topics,
            "fineness": settings.fineness,
            "seed": settings.seed,
            "keep": settings.keep_topics,
            "names": settings.names == "nergens",
        }
    )


def _new_topics(
    known: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, NDArray[np.float32]],
    all_units: pd.DataFrame,
    former: Mapping[str, Any] | None,
    settings: Settings,
    withheld: Collection[str],
) -> dict[str, Any]:
    """Return the topics of `known`, which is what `find_topics` takes first; `all_units` has the standard text too."""
    # Loads scikit-learn and BERTopic.
    from pipeline.topics import continuity
    from pipeline.topics.model import assign, find_topics
    from pipeline.topics.similar import similar_statements

    _, insights, statements, embeddings = known
    previous = None if former is None else continuity.from_record(former)
    found = None
    if settings.keep_topics and previous is not None and previous.unit == settings.unit:
        found = assign(
            *known,
            previous.topics,
            previous.assignments,
            embedding=settings.embedding,
            seed=settings.seed,
            withheld=withheld,
        )
    is_kept = found is not None
    if found is None:
        found = find_topics(
            *known,
            embedding=settings.embedding,
            min_units=settings.min_dilemmas,
            min_sessions=settings.min_sessions,
            fineness=settings.fineness,
            n_topics=settings.n_topics or None,
            seed=settings.seed,
            withheld=withheld,
        )
    current = continuity.describe(found.topics, found.assignments, embeddings, settings.embedding, settings.unit)
    assignments = with_standard(found.assignments, all_units)
    topics, assignments = of_statements(found.topics, assignments, statements, settings.unit)
    current = replace(current, topics=topics, assignments=assignments)
    if previous is not None:
        words = continuity.words_of(insights, statements)
        ids = {topic: topic for topic in found.topics["topic_id"]} if is_kept else None
        current = continuity.carry_on(previous, current, words, ids)
    too_few = bool((found.assignments["status"] == "te_weinig").any())
    similar = similar_statements(*known[:3], settings.embedding) if too_few else tables.frame("similar_statements", [])
    return {
        **continuity.to_record(current),
        "similar_statements": tables.records(similar),
        "topic_figures": tables.records(found.figures),
        "kept": is_kept,
    }
