"""`make bench-topics`: our topics beside those of other methods, on the same texts in one run.

Measured are the corpora in the folder CORPORA (`kamervragen.csv`, `sib200-nl.csv`) and the dilemmas of the sample
corpus, of which those that recur were coded by hand. Each method runs in a process of its own, so that its peak memory
is its own. UMAP and HDBSCAN are needed only here.
"""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score

from benchmarks import gold
from pipeline import tables
from pipeline.config import Settings
from pipeline.nlp import tag_texts
from pipeline.progress import Silent
from pipeline.run import analyse
from pipeline.storage import Storage
from pipeline.topics.clustering import agreement
from pipeline.topics.embedding import embed, load_embedder
from pipeline.topics.texts import Texts, divide, texts_in_context
from pipeline.topics.units import DILEMMAS, units, with_passages

Labels = NDArray[np.int64]
Method = Callable[[Texts, int, int], Labels]
"""Takes texts, the true number of topics, and a seed."""

CORPORA = ("kamervragen.csv", "sib200-nl.csv")
N_SEEDS = 5
N_SAMPLES = 4


@dataclass(frozen=True)
class Corpus:
    """Texts by embedding, and the true topic of each; None for a text that no one coded."""

    name: str
    texts: Mapping[str, Texts]
    truth: Sequence[str | None]


def ours(texts: Texts, n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster as the pipeline does; −1 for a loose text."""
    return divide(texts, seed=seed).labels


def ours_with_nearest(texts: Texts, n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster as the pipeline does, with a loose text in the topic nearest to it."""
    return divide(texts, seed=seed).nearest


def umap_hdbscan(texts: Texts, n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster with the models and settings that BERTopic has by default."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    reduced = reducer.fit_transform(_vectors(texts))
    found: Labels = HDBSCAN(min_cluster_size=10, metric="euclidean").fit_predict(reduced)
    return found


def k_means(texts: Texts, n_true: int, seed: int) -> Labels:
    """Cluster around the true number of means."""
    found: Labels = KMeans(n_true, n_init=5, random_state=seed).fit_predict(_vectors(texts))
    return found


def nmf(texts: Texts, n_true: int, seed: int) -> Labels:
    """Give each text the strongest of the true number of non-negative factors of its words."""
    counts = TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5).fit_transform(texts.words[0])
    model = NMF(n_true, init="nndsvda", random_state=seed, max_iter=400)
    return np.asarray(model.fit_transform(counts).argmax(axis=1))


def _vectors(texts: Texts) -> NDArray[np.float32]:
    """Return the embeddings of the texts themselves, without those of the passages around them."""
    return np.hstack(texts.meanings[: texts.n_models])


METHODS: Mapping[str, tuple[str, Method]] = {
    "deze pijplijn": ("use", ours),
    "  los in het naaste": ("use", ours_with_nearest),
    "deze pijplijn op use+e5": ("use+e5", ours),
    "  los in het naaste, use+e5": ("use+e5", ours_with_nearest),
    "UMAP + HDBSCAN": ("use", umap_hdbscan),
    "UMAP + HDBSCAN op e5": ("e5", umap_hdbscan),
    "k-means, aantal gegeven": ("use", k_means),
    "NMF, aantal gegeven": ("use", nmf),
}


def corpora(folder: Path, embeddings: Sequence[str]) -> Iterator[Corpus]:
    """Return the corpora in a folder, and the sample corpus: all its dilemmas, and those that recur alone."""
    for name in CORPORA:
        if (folder / name).is_file():
            data = pd.read_csv(folder / name)
            texts = [" ".join(text.split()) for text in data["text"]]
            words = _words(texts)
            by_name = {one: Texts(load_embedder(one).encode(texts), [words]) for one in embeddings}
            yield Corpus(f"{name}: {len(texts)} teksten", _with_e5(by_name), data["label"].tolist())
    sample = _sample(embeddings)
    yield sample
    coded = np.flatnonzero([code is not None for code in sample.truth])
    recurring = {one: every.take(coded) for one, every in sample.texts.items()}
    title = f"voorbeeldcorpus, alleen wat terugkeert: {len(coded)} dilemma’s"
    yield Corpus(title, recurring, [sample.truth[place] for place in coded.tolist()])


def _words(texts: list[str]) -> list[list[str]]:
    statements = tag_texts(texts)["statements"]
    words: list[list[str]] = [[] for _ in texts]
    for place, lemmas in zip(statements["text_index"], statements["lemmas"], strict=True):
        words[place].extend(lemmas)
    return words


def _sample(embeddings: Sequence[str]) -> Corpus:
    """Return the dilemmas of the sample corpus, with their headings; ours sees their passages and sessions too."""
    with tempfile.TemporaryDirectory() as folder:
        processed = Path(folder) / "processed"
        analyse(gold.RAW, processed, Path(folder) / "reports", Settings(), Silent())
        data = {name: Storage(processed).read_table(name) for name in tables.TABLES}
    statements, insights = data["statements"], data["insights"]
    chosen = units(statements, insights, DILEMMAS)
    passages = with_passages(chosen, insights)
    code_of = {row["statement_id"]: answer["dilemma"] for row, answer in gold.statement_pairs(data)}
    truth = [code_of.get(statement) for statement in chosen["statement_id"]]
    by_name = {one: texts_in_context(chosen, insights, statements, embed(*passages, one), one) for one in embeddings}
    return Corpus(f"voorbeeldcorpus: {len(truth)} dilemma’s", _with_e5(by_name), truth)


def _with_e5(texts: Mapping[str, Texts]) -> dict[str, Texts]:
    """Return texts by embedding, with e5 alone where it is there beside the other."""
    both = texts.get("use+e5")
    if both is None:
        return dict(texts)
    return {**texts, "e5": Texts(both.meanings[1 :: both.n_models], both.words, both.sessions, both.passages)}


def _measure(method: Method, texts: Texts, truth: Sequence[str | None]) -> dict[str, float]:
    coded = np.flatnonzero([code is not None for code in truth])
    codes = [code for code in truth if code is not None]
    n = len(texts)

    def run(chosen: NDArray[np.int64], seed: int) -> Labels:
        labels = np.full(n, -1)
        labels[chosen] = method(texts.take(chosen), len(set(codes)), seed)
        return labels

    everything = np.arange(n)
    run(everything[:100], 0)  # loads and compiles what it needs
    start = time.perf_counter()
    found = [run(everything, 0)]
    seconds = time.perf_counter() - start
    found += [run(everything, seed) for seed in range(1, N_SEEDS)]
    samples = [run(np.sort(np.random.default_rng(seed).permutation(n)[: int(0.9 * n)]), 7) for seed in range(N_SAMPLES)]
    return {
        "V": float(np.mean([v_measure_score(codes, labels[coded]) for labels in found])),
        "ARI": float(np.mean([adjusted_rand_score(codes, labels[coded]) for labels in found])),
        "n": float(np.mean([len(set(labels.tolist()) - {-1}) for labels in found])),
        "dropped": float(np.mean([(labels < 0).mean() for labels in found])),
        "seeds": agreement(found),
        "samples": agreement(samples),
        "seconds": seconds,
        "megabytes": _peak_megabytes(),
    }


def _peak_megabytes() -> float:
    """Return the peak memory of this process; `getrusage` would count what its parent held when it started."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def main(folder: Path) -> int:
    """Print a table for each corpus; texts outside every topic are one cluster to V and ARI."""
    if not any((folder / name).is_file() for name in CORPORA):
        print(f"In {folder} staat geen van {', '.join(CORPORA)}; geef de map op met CORPORA=.", file=sys.stderr)
        return 2
    for corpus in corpora(folder, ["use", "use+e5"]):
        print(f"\n{corpus.name}, {len(set(corpus.truth) - {None})} onderwerpen")
        print(f"{'':28}     V   ARI aantal buiten   toeval steekproef seconden    MB")
        for name, (embedding, method) in METHODS.items():
            if embedding not in corpus.texts or (method is umap_hdbscan and not importlib.util.find_spec("umap")):
                print(f"{name:28} niet geïnstalleerd")
                continue
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                row = alone.submit(_measure, method, corpus.texts[embedding], corpus.truth).result()
            print(
                f"{name:28}{row['V']:6.3f}{row['ARI']:6.3f}{row['n']:7.0f}{row['dropped']:7.1%}{row['seeds']:9.3f}"
                f"{row['samples']:11.3f}{row['seconds']:9.1f}{row['megabytes']:6.0f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
