"""A slow and precise analyser that labels raw text for the small pipeline to learn from.

A graph-based parser and tagger (Dozat and Manning 2017) over words, characters, sentence-encoder
vectors of the single words, and what frog makes of the sentence: frog's relations are another
scheme's, but from more data than the treebank holds. Used to train only; needs PyTorch.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from models.nl_sessie_sm.conllu import Sentence, Token

_WORD, _CHARACTER, _MEANING, _TAG, _RELATION, _PLACE, _NAME = 100, 48, 100, 48, 32, 16, 8
_CHARACTERS_SHOWN, _FILTERS = 18, 100
_HIDDEN, _LAYERS = 256, 2
_ARC, _LABEL, _CLASS = 256, 100, 200
_FARTHEST = 12  # tokens between a word and its head, as frog sees it
_WORD_DROPOUT, _FROG_DROPOUT, _DROPOUT = 0.2, 0.1, 0.33
_TOKENS_PER_BATCH = 1500
_LEARN_RATE, _BETAS, _GRADIENT_NORM = 2e-3, (0.9, 0.95), 5.0
_NEVER = -1e9
_UNSET = -100
_UNKNOWN = 0
_LAYERS_OF_CLASSES = ("pos", "tag", "morph", "entity")
_N_LAYERS = len(_LAYERS_OF_CLASSES)

Vectors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Features:
    """A sentence as numbers: one row per token."""

    words: Tensor
    characters: Tensor
    meanings: Tensor
    frog_tags: Tensor
    frog_names: Tensor
    frog_relations: Tensor
    frog_heads: Tensor  # 0 for the root, else 1-based
    frog_places: Tensor


@dataclass(frozen=True)
class Targets:
    """What is to be found; -100 where it is not annotated."""

    heads: Tensor
    labels: Tensor
    classes: tuple[Tensor, ...]


def _number(values: Sequence[str], least: int = 1) -> dict[str, int]:
    counts = Counter(values)
    return {value: i for i, value in enumerate(sorted(v for v in counts if counts[v] >= least), start=1)}


class Vocabulary:
    """The numbers of words, characters and labels; 0 is what was not seen."""

    def __init__(self, gold: Sequence[Sentence], others: Sequence[Sentence], frogged: Sequence[Sentence]) -> None:
        tokens = [token for sentence in gold for token in sentence]
        words = [token.form for sentence in (*gold, *others) for token in sentence]
        seen = [token for sentence in frogged for token in sentence]
        self.words = _number([word.lower() for word in words], 2)
        self.characters = _number([character for word in words for character in word], 5)
        self.frog_tags = _number([token.tag for token in seen], 5)
        self.frog_names = _number([token.entity for token in seen])
        self.frog_relations = _number([token.dep for token in seen], 5)
        self.labels = sorted({token.dep for token in tokens})
        self.classes = {
            name: sorted({getattr(token, name) or "" for token in (*tokens, *(t for s in others for t in s))})
            if name == "entity"
            else sorted({getattr(token, name) or "" for token in tokens})
            for name in _LAYERS_OF_CLASSES
        }
        self._label_number = {label: i for i, label in enumerate(self.labels)}
        self._class_numbers = {name: {v: i for i, v in enumerate(values)} for name, values in self.classes.items()}

    def features(self, sentence: Sentence, frogged: Sentence, vectors: Vectors) -> Features:
        """Return a sentence as numbers; an empty `frogged` is frog not having an answer."""
        seen = frogged or tuple(Token("", space=True, head=0) for _ in sentence)
        characters = torch.zeros(len(sentence), _CHARACTERS_SHOWN, dtype=torch.long)
        for row, token in enumerate(sentence):
            half = _CHARACTERS_SHOWN // 2
            form = token.form if len(token.form) <= _CHARACTERS_SHOWN else token.form[:half] + token.form[-half:]
            numbers = [self.characters.get(character, _UNKNOWN) for character in form]
            characters[row, : len(numbers)] = torch.tensor(numbers)
        heads = [token.head or 0 for token in seen]
        places = [
            0 if head == 0 else _FARTHEST + 1 + max(-_FARTHEST, min(_FARTHEST, head - position))
            for position, head in enumerate(heads, start=1)
        ]
        return Features(
            words=torch.tensor([self.words.get(token.form.lower(), _UNKNOWN) for token in sentence]),
            characters=characters,
            meanings=torch.tensor(np.stack([vectors[token.form] for token in sentence])),
            frog_tags=torch.tensor([self.frog_tags.get(token.tag, _UNKNOWN) for token in seen]),
            frog_names=torch.tensor([self.frog_names.get(token.entity, _UNKNOWN) for token in seen]),
            frog_relations=torch.tensor([self.frog_relations.get(token.dep, _UNKNOWN) for token in seen]),
            frog_heads=torch.tensor(heads),
            frog_places=torch.tensor(places),
        )

    def targets(self, sentence: Sentence) -> Targets:
        """Return what stands in an annotated sentence."""
        classes = []
        for name, numbers in self._class_numbers.items():
            values = [getattr(token, name) for token in sentence]
            is_open = [
                (token.morph is None or not token.pos) if name == "morph" else not value
                for token, value in zip(sentence, values, strict=True)
            ]
            classes.append(
                torch.tensor(
                    [
                        _UNSET if unset else numbers.get(value, _UNSET)
                        for value, unset in zip(values, is_open, strict=True)
                    ]
                )
            )
        return Targets(
            heads=torch.tensor([_UNSET if token.head is None else token.head for token in sentence]),
            labels=torch.tensor([self._label_number.get(token.dep, _UNSET) for token in sentence]),
            classes=tuple(classes),
        )


class _Biaffine(nn.Module):
    def __init__(self, width: int, n_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(n_out, width + 1, width + 1))

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of all pairs (b, n, n) with one output, else of each pair in turn (b, n, n_out)."""
        ones = torch.ones(*dependents.shape[:-1], 1)
        left = torch.einsum("bix,oxy->bioy", torch.cat([dependents, ones], -1), self.weight)
        right = torch.cat([heads, ones], -1)
        if len(self.weight) == 1:
            return left[:, :, 0] @ right.transpose(1, 2)
        return torch.einsum("bioy,biy->bio", left, right)


def _layer(width: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, out), nn.LeakyReLU(0.1), nn.Dropout(_DROPOUT))


class Network(nn.Module):
    """Scores of heads, labels and classes for a batch of sentences."""

    def __init__(self, vocabulary: Vocabulary, meaning_width: int) -> None:
        super().__init__()
        self.words = nn.Embedding(len(vocabulary.words) + 1, _WORD)
        self.characters = nn.Embedding(len(vocabulary.characters) + 1, _CHARACTER, padding_idx=0)
        self.windows = nn.ModuleList(nn.Conv1d(_CHARACTER, _FILTERS // 2, size, padding=2) for size in (3, 5))
        self.meanings = nn.Linear(meaning_width, _MEANING)
        self.frog_tags = nn.Embedding(len(vocabulary.frog_tags) + 1, _TAG)
        self.frog_names = nn.Embedding(len(vocabulary.frog_names) + 1, _NAME)
        self.frog_relations = nn.Embedding(len(vocabulary.frog_relations) + 1, _RELATION)
        self.frog_places = nn.Embedding(2 * _FARTHEST + 2, _PLACE)
        self.frog_trust = nn.Embedding(len(vocabulary.frog_relations) + 1, 1)
        width = _WORD + _FILTERS + _MEANING + _TAG + _NAME + _RELATION + _PLACE
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.encoder = nn.LSTM(width, _HIDDEN, _LAYERS, batch_first=True, bidirectional=True, dropout=_DROPOUT)
        self.arc_dependent, self.arc_head = _layer(2 * _HIDDEN, _ARC), _layer(2 * _HIDDEN, _ARC)
        self.label_dependent, self.label_head = _layer(2 * _HIDDEN, _LABEL), _layer(2 * _HIDDEN, _LABEL)
        self.arcs, self.labels = _Biaffine(_ARC, 1), _Biaffine(_LABEL, len(vocabulary.labels))
        self.classes = nn.ModuleList(
            nn.Sequential(_layer(2 * _HIDDEN, _CLASS), nn.Linear(_CLASS, len(values)))
            for values in vocabulary.classes.values()
        )
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, batch: Sequence[Features]) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Return states (b, n+1, width), scores of heads (b, n+1, n+1) and of classes (b, n+1, classes)."""
        lengths = [len(features.words) for features in batch]

        def joined(name: str) -> Tensor:
            return torch.cat([getattr(features, name) for features in batch])

        words, tags, names = joined("words"), joined("frog_tags"), joined("frog_names")
        relations, places = joined("frog_relations"), joined("frog_places")
        if self.training:
            words = words * (torch.rand(words.shape) > _WORD_DROPOUT)
            is_kept = torch.rand(tags.shape) > _FROG_DROPOUT
            tags, names = tags * is_kept, names * is_kept
            relations, places = relations * is_kept, places * is_kept
        characters = self.characters(joined("characters")).transpose(1, 2)
        shapes = torch.cat([torch.relu(window(characters)).amax(-1) for window in self.windows], -1)
        tokens = torch.cat(
            [
                self.words(words),
                shapes,
                self.meanings(joined("meanings")),
                self.frog_tags(tags),
                self.frog_names(names),
                self.frog_relations(relations),
                self.frog_places(places),
            ],
            -1,
        )
        rows = [torch.cat([self.root[None], part]) for part in tokens.split(lengths)]
        padded = self.drop(pad_sequence(rows, batch_first=True))
        packed = pack_padded_sequence(
            padded, torch.tensor([n + 1 for n in lengths]), batch_first=True, enforce_sorted=False
        )
        states, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True)
        states = self.drop(states)
        arcs = self.arcs(self.arc_dependent(states), self.arc_head(states))
        trust = self.frog_trust(pad_sequence([features.frog_relations for features in batch], batch_first=True))
        heads = pad_sequence([features.frog_heads for features in batch], batch_first=True)
        said = torch.zeros_like(arcs)
        said[:, 1:].scatter_(2, heads[:, :, None], trust)
        arcs = arcs + said
        is_token = torch.zeros(arcs.shape[0], arcs.shape[1], dtype=torch.bool)
        for row, n in enumerate(lengths):
            is_token[row, : n + 1] = True
        arcs = arcs.masked_fill(~is_token[:, None, :], _NEVER)
        arcs = arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool)[None], _NEVER)
        return states, arcs, [layer(states) for layer in self.classes]

    def label(self, states: Tensor, heads: Tensor) -> Tensor:
        """Return scores of the labels (b, n, labels) of tokens that hang on the heads (b, n)."""
        of_heads = states.gather(1, heads[:, :, None].expand(-1, -1, states.shape[2]))
        return self.labels(self.label_dependent(states[:, 1:]), self.label_head(of_heads))


def _loss(network: Network, batch: Sequence[tuple[Features, Targets]]) -> Tensor:
    states, arcs, classes = network([features for features, _ in batch])

    def stack(tensors: Sequence[Tensor]) -> Tensor:
        return pad_sequence(list(tensors), batch_first=True, padding_value=_UNSET)

    heads = stack([targets.heads for _, targets in batch])
    wanted = stack([targets.labels for _, targets in batch])
    cross_entropy = nn.functional.cross_entropy
    total = torch.zeros(())
    if (heads != _UNSET).any():
        total = total + cross_entropy(arcs[:, 1:].flatten(0, 1), heads.flatten(), ignore_index=_UNSET)
        chosen = network.label(states, heads.clamp(min=0))
        wanted = wanted.masked_fill(heads == _UNSET, _UNSET)
        total = total + cross_entropy(chosen.flatten(0, 1), wanted.flatten(), ignore_index=_UNSET)
    for number, scores in enumerate(classes):
        right = stack([targets.classes[number] for _, targets in batch])
        if (right != _UNSET).any():
            total = total + 0.5 * cross_entropy(scores[:, 1:].flatten(0, 1), right.flatten(), ignore_index=_UNSET)
    return total


def _batches(lengths: Sequence[int], order: NDArray[np.int64]) -> Iterator[list[int]]:
    """Yield numbers of sentences of about one length, in the order given within that length."""
    by_length = sorted(order, key=lambda i: lengths[i])
    batch: list[int] = []
    for i in by_length:
        if batch and (len(batch) + 1) * lengths[i] > _TOKENS_PER_BATCH:
            yield batch
            batch = []
        batch.append(int(i))
    if batch:
        yield batch


class Teacher:
    """A trained network with its vocabulary."""

    def __init__(self, vocabulary: Vocabulary, vectors: Vectors, seed: int) -> None:
        torch.manual_seed(seed)
        self.seed = seed
        self.vocabulary = vocabulary
        self.vectors = vectors
        self.network = Network(vocabulary, len(next(iter(vectors.values()))))

    def train(self, gold: Sequence[Sentence], frogged: Sequence[Sentence], epochs: int) -> None:
        """Learn from annotated sentences; what is not annotated is left open."""
        data = [
            (self.vocabulary.features(sentence, seen, self.vectors), self.vocabulary.targets(sentence))
            for sentence, seen in zip(gold, frogged, strict=True)
        ]
        lengths = [len(sentence) for sentence in gold]
        rng = np.random.default_rng(self.seed)
        optimizer = torch.optim.Adam(self.network.parameters(), lr=_LEARN_RATE, betas=_BETAS)
        n_steps = epochs * sum(1 for _ in _batches(lengths, np.arange(len(data))))
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARN_RATE, total_steps=n_steps + epochs * 2)
        self.network.train()
        for _ in range(epochs):
            batches = list(_batches(lengths, rng.permutation(len(data))))
            for number in rng.permutation(len(batches)):
                optimizer.zero_grad()
                loss = _loss(self.network, [data[i] for i in batches[number]])
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(self.network.parameters(), _GRADIENT_NORM)
                optimizer.step()
                schedule.step()

    @torch.no_grad()
    def score(self, sentences: Sequence[Sentence], frogged: Sequence[Sentence]) -> Iterator[tuple[int, "Scores"]]:
        """Yield the number of each sentence and what the network thinks of it, in no fixed order."""
        self.network.eval()
        for batch in _batches([len(sentence) for sentence in sentences], np.arange(len(sentences))):
            features = [self.vocabulary.features(sentences[i], frogged[i], self.vectors) for i in batch]
            states, arcs, classes = self.network(features)
            for row, i in enumerate(batch):
                n = len(sentences[i]) + 1
                yield (
                    i,
                    Scores(
                        heads=torch.log_softmax(arcs[row, :n, :n], -1).numpy(),
                        states=states[row, :n],
                        classes=[torch.softmax(scores[row, 1:n], -1).numpy() for scores in classes],
                    ),
                )

    @torch.no_grad()
    def label(self, scores: "Scores", heads: Sequence[int]) -> NDArray[np.float32]:
        """Return the probabilities of the relations of tokens that hang on these heads (n, relations)."""
        scored = self.network.label(scores.states[None], torch.tensor([heads]))[0]
        return torch.softmax(scored, -1).numpy()


@dataclass(frozen=True)
class Scores:
    """What one network thinks of a sentence of n tokens."""

    heads: NDArray[np.float32]  # log probabilities (n+1, n+1); row and column 0 are the root
    states: Tensor
    classes: Sequence[NDArray[np.float32]]  # probabilities (n, classes), by layer


def annotate(
    teachers: Sequence[Teacher],
    sentences: Sequence[Sentence],
    frogged: Sequence[Sentence],
    known: Sequence[Sentence] | None = None,
    relations: Mapping[str, frozenset[str]] | None = None,
) -> list[Sentence]:
    """Return the sentences with the classes, features, tags, heads and relations that teachers agree on most.

    Parameters
    ----------
    teachers
        Teachers with one vocabulary; their probabilities are averaged.
    sentences, frogged
        The sentences and what frog makes of them.
    known
        The same sentences with the heads that are known; the rest of the tree is built around them.
    relations
        By relation in `known`, those that it may be.
    """
    by_teacher = [dict(teacher.score(sentences, frogged)) for teacher in teachers]
    return [
        _best(
            teachers,
            sentence,
            [scores[i] for scores in by_teacher],
            known[i] if known else None,
            relations or {},
        )
        for i, sentence in enumerate(sentences)
    ]


def _best(
    teachers: Sequence[Teacher],
    sentence: Sentence,
    scores: Sequence[Scores],
    known: Sentence | None,
    relations: Mapping[str, frozenset[str]],
) -> Sentence:
    vocabulary = teachers[0].vocabulary
    heads = _tree(np.mean([score.heads for score in scores], axis=0), known)
    of_labels = np.mean([teacher.label(score, heads) for teacher, score in zip(teachers, scores, strict=True)], axis=0)
    for row, token in enumerate(known or ()):
        if token.dep in relations:
            of_labels[row, [label not in relations[token.dep] for label in vocabulary.labels]] = 0
    classes = [np.mean([score.classes[layer] for score in scores], axis=0).argmax(-1) for layer in range(_N_LAYERS)]
    return tuple(
        replace(
            token,
            head=heads[i],
            dep="root" if heads[i] == 0 else vocabulary.labels[of_labels[i].argmax()],
            **{name: vocabulary.classes[name][classes[layer][i]] for layer, name in enumerate(_LAYERS_OF_CLASSES)},
        )
        for i, token in enumerate(sentence)
    )


def _tree(scores: NDArray[np.float32], known: Sentence | None) -> list[int]:
    """Return the head of each token, 1-based and 0 for the root: the best tree with one root."""
    scores = scores.copy()
    if known is not None:
        for position, token in enumerate(known, start=1):
            if token.head is not None:
                scores[position] += _NEVER
                scores[position, token.head] -= _NEVER
    heads = scores[1:].argmax(-1).tolist()
    if heads.count(0) == 1 and _is_tree(heads):
        return heads
    root = 1 + int(np.argmax(scores[1:, 0]))
    graph = nx.DiGraph()
    for dependent in range(1, len(scores)):
        for head in range(len(scores)):
            if head != dependent and (head == 0) == (dependent == root):
                graph.add_edge(head, dependent, weight=float(scores[dependent, head]))
    tree = nx.maximum_spanning_arborescence(graph, preserve_attrs=False)
    return [head for _, head in sorted((dependent, head) for head, dependent in tree.edges)]


def _is_tree(heads: Sequence[int]) -> bool:
    for start in range(1, len(heads) + 1):
        seen, at = set(), start
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at - 1]
    return True
