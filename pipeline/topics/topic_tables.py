"""Communities of texts as the tables `topics`, `topic_assignments` and `topic_figures`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.topics import evaluation
from pipeline.topics.clustering import Communities
from pipeline.topics.labels import Encode, Wording, label_topics, telling_words
from pipeline.topics.names import Sources, names_of_topics
from pipeline.topics.neighbours import centre
from pipeline.topics.terms import topic_terms
from pipeline.topics.texts import Texts, divide

_N_REPRESENTATIVE = 3


@dataclass(frozen=True)
class Topics:
    """The tables `topics`, `topic_assignments` and `topic_figures`."""

    topics: pd.DataFrame
    assignments: pd.DataFrame
    figures: pd.DataFrame


def topic_tables(
    units: pd.DataFrame,
    texts: Texts,
    found: Communities,
    encode: Encode,
    sources: Sources,
    seed: int,
    *,
    ids: Sequence[str] | None = None,
    tested: Mapping[str, float] | None = None,
) -> Topics:
    """Return communities as tables.

    Parameters
    ----------
    units
        What was clustered, n rows; see `topics.units`.
    texts, found
        What is known of them, and how they are divided.
    encode
        Gives the meaning of other texts in the space of the first of `texts.meanings`.
    sources
        Where names of topics may come from.
    seed
        For whatever uses chance.
    ids
        The ids of the topics of a former run; None to number by size.
    tested
        Figures of the test against chance; None where there was none.
    """
    documents = [telling_words(nouns) for nouns in units["nouns"]]
    terms = topic_terms(documents, found.labels, seed)
    names = names_of_topics(units, found, sources)
    labels = label_topics(terms, found.labels, _wording(units, texts, encode), names)
    topics = tables.frame(
        "topics",
        [
            {
                "topic_id": topic,
                "label": labels[topic],
                "terms": list(terms[topic]),
                "n_statements": int((found.labels == number).sum()),
                "n_sessions": int(units["session_id"][found.labels == number].nunique()),
                "stability": round(float(found.recurrence[number]), 4),
            }
            for number, topic in enumerate(terms)
        ],
    )
    assignments = assignments_table(units, found, "los")
    if ids is not None:
        id_of = dict(zip(terms, ids, strict=True))
        for table, column in ((topics, "topic_id"), (assignments, "topic_id"), (assignments, "nearest_topic_id")):
            table[column] = pd.Series(list(map(id_of.get, table[column])), dtype="str")
    return Topics(topics, assignments, _figures(texts, found, terms, tested or {}))


def _wording(units: pd.DataFrame, texts: Texts, encode: Encode) -> Wording:
    phrases = [
        [(text, tuple(lemmas.split())) for text, lemmas in zip(shown, keys, strict=True)]
        for shown, keys in zip(units["phrases"], units["phrase_lemmas"], strict=True)
    ]
    return Wording(phrases, texts.words[0], units["session_id"].tolist(), texts.meanings[0], encode)


def assignments_table(units: pd.DataFrame, found: Communities, status_without: str) -> pd.DataFrame:
    """Return the table `topic_assignments`; `status_without` is the status of a unit that has no topic."""
    names, nearest = topic_names(found.labels), topic_names(found.nearest)
    chosen = _representatives(units, names, found.strengths.tolist())
    return tables.frame(
        "topic_assignments",
        [
            {
                "statement_id": statement_id,
                "topic_id": name,
                "strength": round(weight, 4),
                "is_representative": statement_id in chosen,
                "status": "ingedeeld" if name else status_without,
                "nearest_topic_id": near,
                "is_corrected": False,
            }
            for statement_id, name, weight, near in zip(
                units["statement_id"], names, found.strengths.tolist(), nearest, strict=True
            )
        ],
    )


def _representatives(units: pd.DataFrame, names: Sequence[str | None], weights: Sequence[float]) -> set[str]:
    """Return the statements strongest in each topic, from different sessions where it has them."""
    ranked = sorted(
        zip(names, units["session_id"], units["statement_id"], weights, strict=True),
        key=lambda row: (-row[3], row[2]),
    )
    chosen: set[str] = set()
    sessions: dict[str, set[str]] = {}
    for name, session, statement, _ in ranked:
        if name is None:
            continue
        seen = sessions.setdefault(name, set())
        if session not in seen and len(seen) < _N_REPRESENTATIVE:
            seen.add(session)
            chosen.add(statement)
    return chosen


def _figures(
    texts: Texts, found: Communities, terms: Mapping[str, Sequence[str]], tested: Mapping[str, float]
) -> pd.DataFrame:
    """Return how good the division is; of stability only what is measured at this resolution."""
    n = len(texts)
    passages = list(dict.fromkeys(map(tuple, texts.words[-1])))  # a sentence alone is too short to count in
    figures = {
        "onderwerpen": float(len(terms)),
        "aandeel_los": float((found.labels < 0).mean()),
        "silhouet": evaluation.silhouette(centre(texts.meanings[0]), found.labels),
        "samenhang_npmi": evaluation.coherence(list(terms.values()), passages),
        "verscheidenheid": evaluation.diversity(list(terms.values())),
        **tested,
    }
    if found.resolution > 0:  # divided, not assigned to topics of before
        figures |= {
            "fijnheid": found.resolution,
            "stabiliteit_toevalsgetal": evaluation.stability_over_seeds(
                lambda seed: divide(texts, resolution=found.resolution, seed=seed).labels
            ),
            "stabiliteit_steekproef": evaluation.stability_over_resamples(
                lambda chosen: divide(texts.take(chosen), seed=1).labels, n
            ),
        }
    rows = evaluation.known(figures)
    return tables.frame("topic_figures", [{"figure": name, "value": round(rows[name], 4)} for name in rows])


def topic_names(labels: NDArray[np.int64]) -> list[str | None]:
    """Return the id of the topic of each text, None for a loose one (−1)."""
    return [f"t{label + 1:02d}" if label >= 0 else None for label in labels.tolist()]
