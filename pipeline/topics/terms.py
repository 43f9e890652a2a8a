"""The terms of each topic: BERTopic's class-based TF-IDF, on communities that are there already.

Grootendorst (2022), BERTopic: Neural topic modeling with a class-based TF-IDF procedure.
"""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.topics.labels import N_TERMS, shared_first

_MIN_VOCABULARY = 2


def topic_terms(documents: Sequence[Sequence[str]], labels: NDArray[np.int64], seed: int) -> dict[str, Sequence[str]]:
    """Return the terms of each topic, the most telling first, by BERTopic's class-based TF-IDF."""
    numbers = range(int(labels.max(initial=-1)) + 1)
    terms: dict[str, Sequence[str]] = {f"t{number + 1:02d}": [] for number in numbers}
    if not terms or len({word for words in documents for word in words}) < _MIN_VOCABULARY:
        # BERTopic cannot weigh words where there are none to compare; the topics need no words.
        return {topic: sorted({word for words in documents for word in words}) for topic in terms}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic  # takes seconds
        from bertopic.backend import BaseEmbedder
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        model = BERTopic(
            language="multilingual",
            embedding_model=BaseEmbedder(),
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=_Divided(labels),
            vectorizer_model=CountVectorizer(analyzer=str.split),
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
            top_n_words=N_TERMS,
        )
        np.random.seed(seed)  # BERTopic draws the documents it samples from numpy's own generator
        positions = np.arange(len(documents), dtype=np.float32)[:, None]
        own, _ = model.fit_transform([" ".join(words) for words in documents], embeddings=positions)
    number_of = dict(zip(own, labels.tolist(), strict=True))  # BERTopic numbers topics of one size in its own order
    for label, weighted in model.get_topics().items():
        number = number_of[label]
        if number >= 0:
            members = [words for words, place in zip(documents, labels, strict=True) if place == number]
            telling = [word for word, weight in weighted if word and weight > 0]
            terms[f"t{number + 1:02d}"] = shared_first(telling, members)
    return terms


class _Divided:
    """The communities, as the cluster model that BERTopic asks for."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, X: NDArray[np.float32], y: object = None) -> "_Divided":  # noqa: ARG002, N803 (BERTopic's names)
        return self

    def predict(self, X: NDArray[np.float32]) -> NDArray[np.int64]:  # noqa: ARG002, N803 (BERTopic's names)
        return self.labels_
