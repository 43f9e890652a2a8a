"""Sentences of a treebank as spaCy documents, for training and for measuring."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from thinc.types import Ints2d

from models.nl_sessie_sm.conllu import Sentence


def to_docs(nlp: Language, sentences: Sequence[Sentence], size: int) -> Iterator[Doc]:
    """Yield documents of consecutive sentences, alike in what is annotated."""
    for start in range(0, len(sentences), size):
        yield to_doc(nlp, sentences[start : start + size])


def to_doc(nlp: Language, sentences: Sequence[Sentence]) -> Doc:
    """Return one document of some sentences."""
    tokens = [token for sentence in sentences for token in sentence]
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        offset = len(heads)
        for position, token in enumerate(sentence):
            heads.append(offset + (token.head - 1 if token.head else position))
            starts.append(position == 0)
    is_parsed = bool(tokens) and all(token.head is not None for token in tokens)
    doc = Doc(
        nlp.vocab,
        words=[token.form for token in tokens],
        spaces=[token.space for token in tokens],
        lemmas=[token.lemma for token in tokens],
        tags=[token.tag for token in tokens],
        pos=[token.pos for token in tokens],
        morphs=[token.morph or "" for token in tokens],
        heads=heads if is_parsed else None,
        deps=[token.dep for token in tokens] if is_parsed else None,
        sent_starts=starts if not is_parsed else None,
        ents=[token.entity or "-" for token in tokens] if any(token.entity for token in tokens) else None,
    )
    # No features and not annotated are two things: the second is a zero in place of the empty analysis.
    features = np.array(doc.to_array(["MORPH"]))
    features[[not token.pos for token in tokens]] = 0
    return doc.from_array(["MORPH"], cast(Ints2d, features))


def write(path: Path, docs: Iterable[Doc]) -> None:
    """Write documents in spaCy's training format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=False).to_disk(path)
