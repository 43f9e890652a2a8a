"""Neighbour graphs: which texts are alike, by meaning and by words, each text measured by its own surroundings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from sklearn.feature_extraction.text import TfidfVectorizer

Vectors: TypeAlias = NDArray[np.float32] | sparse.csr_matrix

EXACT_UP_TO = 5_000
WORDS_EXACT_UP_TO = 20_000
"""Above these numbers of texts neighbours are approximate: exact ones take quadratic time. Those in words
stay exact for longer, as approximate ones ask for fewer dimensions: half of the links are others then."""

_BLOCK = 512
_SAMPLE = 400
_WORD_FACTOR = 3.0
_LATENT_WIDTH = 128


@dataclass(frozen=True)
class View:
    """One way to look at n texts: vectors of unit length, and how much this view weighs."""

    vectors: Vectors
    weight: float = 1.0


def n_neighbours(n_texts: int) -> int:
    """Return how many neighbours each text gets: it must grow with log n for the graph to hang together.

    Von Luxburg (2007), A tutorial on spectral clustering, Statistics and Computing 17.
    """
    return max(3, math.ceil(math.log2(n_texts)) - 2) if n_texts > 1 else 0


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return vectors (n, d) scaled to unit length; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros(vectors.shape), where=lengths > 0)
    return scaled.astype(np.float32)


def centre(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return vectors (n, d) less their mean, of unit length.

    What all texts of a corpus share (its register and subject) says nothing about which belong
    together; see Mu & Viswanath (2018), All-but-the-Top, ICLR.
    """
    return unit(vectors - vectors.mean(axis=0)) if len(vectors) else unit(vectors)


def joined(models: Sequence[NDArray[np.floating]]) -> NDArray[np.float32]:
    """Return the vectors of the same n texts by one or more models as one vector each, centred and of unit length.

    One vector is one view, so that words and passages weigh as much beside two models as beside one.
    """
    centred = [centre(vectors) for vectors in models]
    return centred[0] if len(centred) == 1 else centre(unit(np.hstack(centred)))


def word_vectors(
    words: Sequence[Sequence[str]], background: Sequence[Sequence[str]] | None = None
) -> sparse.csr_matrix:
    """Return TF-IDF vectors (n, vocabulary) of unit length, of the words that stand in two texts or more.

    Parameters
    ----------
    words
        The words of n texts.
    background
        The texts in which is counted how rare a word is, each different one once; None for `words`.
    """
    documents = [tuple(text) for text in words]
    model = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True, dtype=np.float32)
    try:
        model.fit(list(dict.fromkeys(documents if background is None else map(tuple, background))))
    except ValueError:  # no word stands in two texts
        return sparse.csr_matrix((len(documents), 1), dtype=np.float32)
    return sparse.csr_matrix(model.transform(documents))


def word_weight(meaning: Vectors, words: Vectors, apart: NDArray[np.int64] | None = None) -> float:
    """Return how much the words of a corpus should weigh beside the meaning.

    Words tell subjects apart where texts that are near in meaning also share their words. Measured
    is what neighbours in meaning share in words, as a part of what neighbours in words share; on a
    sample of fixed size, as neighbours are nearer in larger corpora. Rule and factor were chosen on
    three corpora together (see `benchmarks/README.md`).

    Parameters
    ----------
    meaning, words
        Vectors of the same n texts, of unit length.
    apart
        The group of each text; texts of one group are not compared.
    """
    n_texts = meaning.shape[0]
    if n_texts < 3:
        return 1.0
    chosen = np.random.default_rng(0).permutation(n_texts)[:_SAMPLE]
    near, shared = (similarities(vectors[chosen], vectors[chosen]) for vectors in (meaning, words))
    forbidden = np.eye(len(chosen), dtype=bool)
    if apart is not None:
        forbidden |= apart[chosen][:, None] == apart[chosen][None, :]
    shared = np.where(forbidden, 0, shared)
    n = min(10, len(chosen) - 1)
    of_meaning = np.argsort(np.where(forbidden, 2, -near), axis=1, kind="stable")[:, :n]
    of_words = np.argsort(-shared, axis=1, kind="stable")[:, :n]
    most = np.take_along_axis(shared, of_words, axis=1).mean()
    if most <= 0:
        return 0.0
    return float(_WORD_FACTOR * (np.take_along_axis(shared, of_meaning, axis=1).mean() / most) ** 2)


def neighbour_graph(vectors: Vectors, n: int, apart: NDArray[np.int64] | None = None) -> sparse.csr_matrix:
    """Return the symmetric graph (n_texts, n_texts) of nearest neighbours, locally scaled.

    The weight of two texts is exp(−d² / (σᵢ σⱼ)), with σ the distance of a text to its n-th
    neighbour, so that dense and sparse regions count alike: Zelnik-Manor & Perona (2004),
    Self-tuning spectral clustering, NIPS.

    Parameters
    ----------
    vectors
        Vectors of unit length, dense or sparse.
    n
        The number of neighbours of each text.
    apart
        The group of each text; texts of one group are no neighbours.
    """
    n_texts = vectors.shape[0]
    n = min(n, n_texts - 1)
    if n < 1:
        return sparse.csr_matrix((n_texts, n_texts), dtype=np.float64)
    exact_up_to = WORDS_EXACT_UP_TO if sparse.issparse(vectors) else EXACT_UP_TO
    find = _exact if n_texts <= exact_up_to else _approximate
    neighbours, similarity = find(vectors, n, apart)
    # Rounded, for sums of floats differ in their last bits between machines.
    squared = np.round(np.maximum(2 - 2 * similarity.astype(np.float64), 0), 6)
    scale = np.sqrt(np.maximum(squared[:, -1], 1e-6))
    rows = np.repeat(np.arange(n_texts), n)
    columns = neighbours.ravel()
    weights = np.exp(-squared.ravel() / (scale[rows] * scale[columns]))
    is_alike = similarity.ravel() > 0
    graph = sparse.csr_matrix((weights[is_alike], (rows[is_alike], columns[is_alike])), shape=(n_texts, n_texts))
    return sparse.csr_matrix(graph.maximum(graph.T))


def view_graphs(views: Sequence[View], apart: NDArray[np.int64] | None = None) -> list[sparse.csr_matrix]:
    """Return the neighbour graph of each view, times what the view weighs.

    Parameters
    ----------
    views
        Ways to look at the same n texts.
    apart
        The session of each text: what comes back across sessions shows in links between them, and
        statements of one session share its names and turns of phrase whatever they are about.
    """
    n_texts = views[0].vectors.shape[0]
    nothing = sparse.csr_matrix((n_texts, n_texts), dtype=np.float64)
    n = n_neighbours(n_texts)
    return [view.weight * neighbour_graph(view.vectors, n, apart) if view.weight > 0 else nothing for view in views]


def joint_graph(graphs: Sequence[sparse.csr_matrix], together: NDArray[np.int64] | None = None) -> sparse.csr_matrix:
    """Return the sum of the graphs of several views of the same n texts, see `view_graphs`.

    Parameters
    ----------
    graphs
        The graph of each view.
    together
        The passage of each text: statements of one passage are linked by half a view's weight each.
    """
    graph = sum(graphs[1:], start=graphs[0])
    if together is not None:
        n_texts = len(together)
        member = sparse.csr_matrix((np.ones(n_texts), (np.arange(n_texts), together)))
        same = sparse.csr_matrix(member @ member.T)
        same.setdiag(0)
        same.eliminate_zeros()
        graph = graph + len(graphs) / 2 * same
    return sparse.csr_matrix(graph)


def linked(graph: sparse.csr_matrix, vectors: NDArray[np.float32]) -> sparse.csr_matrix:
    """Return a graph with its parts of two texts or more linked to the parts that are nearest in meaning.

    Each part gets one link to another, along the shortest tree through their means, as strong as the
    median link. A text without any neighbour stays alone.
    """
    _, part = csgraph.connected_components(graph, directed=False)
    parts = [np.flatnonzero(part == number) for number in np.flatnonzero(np.bincount(part) > 1)]
    if len(parts) < 2:
        return graph
    means = unit(np.array([vectors[members].mean(axis=0) for members in parts]))
    # No distance may be 0, for that means no link to the tree.
    tree = csgraph.minimum_spanning_tree(np.maximum(2 - 2 * means @ means.T, 1e-6)).tocoo()
    ends = []
    for one, other in zip(tree.row, tree.col, strict=True):
        first = parts[one][np.argmax(vectors[parts[one]] @ means[other])]
        ends.append((first, parts[other][np.argmax(vectors[parts[other]] @ vectors[first])]))
    rows, columns = np.array(ends).T
    weights = np.full(len(ends), np.median(graph.data))
    links = sparse.csr_matrix((weights, (rows, columns)), shape=graph.shape)
    return sparse.csr_matrix(graph + links + links.T)


def similarities(rows: Vectors, all_vectors: Vectors) -> NDArray[np.float32]:
    """Return the cosine similarity of each row with each of all vectors, all of unit length."""
    product: Any = rows @ all_vectors.T
    return np.asarray(product.toarray() if sparse.issparse(product) else product)


def _exact(vectors: Vectors, n: int, apart: NDArray[np.int64] | None) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the n nearest of each text and their similarity, block by block in linear memory."""
    n_texts = vectors.shape[0]
    neighbours = np.empty((n_texts, n), dtype=np.int64)
    similarity = np.empty((n_texts, n), dtype=np.float32)
    for start in range(0, n_texts, _BLOCK):
        block = np.arange(start, min(start + _BLOCK, n_texts))
        alike = similarities(vectors[block], vectors)
        if apart is not None:
            alike[apart[block][:, None] == apart[None, :]] = -1
        alike[np.arange(len(block)), block] = -1
        nearest = np.argpartition(-alike, n - 1, axis=1)[:, :n]
        values = np.take_along_axis(alike, nearest, axis=1)
        order = np.lexsort((nearest, -np.round(values, 6)), axis=1)
        neighbours[block] = np.take_along_axis(nearest, order, axis=1)
        similarity[block] = np.take_along_axis(values, order, axis=1)
    return neighbours, similarity


def _approximate(
    vectors: Vectors, n: int, apart: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return almost always the nearest, from the cells of an inverted file; Johnson, Douze & Jégou (2021)."""
    import faiss  # only for large corpora
    from sklearn.decomposition import TruncatedSVD

    if sparse.issparse(vectors):
        width = min(_LATENT_WIDTH, vectors.shape[1] - 1)
        vectors = unit(TruncatedSVD(width, random_state=0).fit_transform(vectors))
    dense = np.ascontiguousarray(vectors, dtype=np.float32)
    n_texts, width = dense.shape
    n_cells = max(1, int(min(4 * math.sqrt(n_texts), n_texts / 39)))  # faiss asks for 39 texts to place a cell by
    index: Any = faiss.index_factory(width, f"IVF{n_cells},Flat", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = 0
    index.train(dense[np.random.default_rng(0).permutation(n_texts)[: 40 * n_cells]])
    index.add(dense)
    index.nprobe = 16
    n_more = n + 1 if apart is None else 4 * n
    similarity, neighbours = index.search(dense, n_more)
    own = np.arange(n_texts)[:, None]
    is_barred = (neighbours == own) | (neighbours < 0)
    if apart is not None:
        is_barred |= apart[neighbours] == apart[:, None]
    similarity = np.where(is_barred, -1, similarity)
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :n]
    chosen = np.maximum(np.take_along_axis(neighbours, order, axis=1), 0)
    return chosen.astype(np.int64), np.take_along_axis(similarity, order, axis=1)
