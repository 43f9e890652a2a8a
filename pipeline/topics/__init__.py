"""Topics: which dilemmas come back across sessions.

`embedding` works on one report; `neighbours` makes a graph of the dilemmas of all, `clustering` divides
it, `model` puts it together with BERTopic, `evaluation` measures it.
"""

from typing import Any

__all__ = ["cluster_texts"]


def __getattr__(name: str) -> Any:
    if name == "cluster_texts":  # loads scikit-learn
        from pipeline.topics.model import cluster_texts

        return cluster_texts
    raise AttributeError(name)
