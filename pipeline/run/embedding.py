"""The meaning of what is clustered, report by report: each is embedded once and kept as long as it says the same.

A step of its own behind coding. It costs far more than the rest of the work on a report, so it is done only for reports
that are used, in a corpus that is large enough to cluster, and a new codebook does not ask for it again.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.code_versions import code_version
from pipeline.config import Settings
from pipeline.executors import run_all
from pipeline.manifest import versions
from pipeline.progress import Progress
from pipeline.storage import Storage, digest
from pipeline.topics.embedding import embed, load_embedder, no_embeddings
from pipeline.topics.units import with_passages

_SECONDS = 24 * 3600  # no limit that a report could meet: how long it takes is known from how much it says


@dataclass(frozen=True)
class EmbeddingTask:
    """The units of one report, as `topics.embedding.embed` takes them."""

    key: str
    statements: tuple[str, ...]
    contexts: tuple[str, ...]
    embedding: str


def embed_units(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    settings: Settings,
    storage: Storage,
    progress: Progress,
) -> NDArray[np.float32]:
    """Return the embeddings of units and of the passages around them, shape (n, 2, d).

    Parameters
    ----------
    units
        What is clustered, n rows; see `topics.units`.
    insights
        The table.
    settings
        Of the run.
    storage
        Keeps the embeddings of each report.
    progress
        Is told how many reports are done.
    """
    tasks = _tasks(units, insights, settings.embedding)
    keeps = settings.names != "nergens"
    kept = {task.key: storage.cached_array(task.key) if keeps else None for task in tasks}
    missing = list({task.key: task for task in tasks if kept[task.key] is None}.values())
    progress.start("Betekenis bepalen", len(missing))
    n_workers = min(settings.n_workers, max(1, len(missing) // 2))
    for task, outcome in run_all(_embed, missing, n_workers=n_workers, seconds=_SECONDS, prepare=_load):
        if isinstance(outcome, Exception):
            raise outcome
        if keeps:
            storage.keep_array(task.key, outcome)
        kept[task.key] = outcome
        progress.advance()
    progress.finish()
    found = [vectors for task in tasks if (vectors := kept[task.key]) is not None]
    return np.concatenate(found) if found else no_embeddings(0)


def _tasks(units: pd.DataFrame, insights: pd.DataFrame, embedding: str) -> list[EmbeddingTask]:
    """Return a task for each session, in the order of their units."""
    by = {"code": code_version("pipeline.topics.embedding", beside=[__name__]), "versions": versions()}
    statements, contexts = with_passages(units, insights)
    sessions = units["session_id"].tolist()
    starts = [place for place in range(len(sessions)) if place == 0 or sessions[place] != sessions[place - 1]]
    tasks = []
    for start, end in zip(starts, [*starts[1:], len(sessions)], strict=True):
        own = (tuple(statements[start:end]), tuple(contexts[start:end]))
        key = digest({"step": "embedding", "by": by, "embedding": embedding, "texts": own})
        tasks.append(EmbeddingTask(key, *own, embedding))
    return tasks


def _embed(task: EmbeddingTask) -> NDArray[np.float32]:
    return embed(task.statements, task.contexts, task.embedding)


def _load(task: EmbeddingTask) -> None:
    load_embedder(task.embedding)
