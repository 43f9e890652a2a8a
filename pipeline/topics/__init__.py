"""Topics: which dilemmas come back across sessions.

`embedding` works on one report; `texts` holds those of all reports, `neighbours` makes a graph of them and
`clustering` divides it; `significance` tells which groups are more than chance makes, and where there is too little to
divide, `similar` offers pairs. `names`, `terms` and `labels` say in words what each topic is about, `topic_tables`
makes the tables, with what `evaluation` measures. `model` puts it together; with `walks` it also puts new dilemmas with
the topics of before, and `continuity` tells which topics those are.
"""

from typing import Any

__all__ = ["cluster_texts"]


def __getattr__(name: str) -> Any:
    if name == "cluster_texts":  # loads scikit-learn
        from pipeline.topics.model import cluster_texts

        return cluster_texts
    raise AttributeError(name)
