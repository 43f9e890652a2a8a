"""Raw text, and text in which names are marked, as sentences."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from models.nl_sessie_sm.conllu import Sentence, Token
from pipeline.resources import load_csv

OWN_TEXTS = Path(__file__).parent / "texts"
_TERMINALS, _CLOSERS = frozenset(".?!…"), frozenset("\"'”’»)")
_GLUED_SENTENCES = re.compile(r"([a-zé]{2}[.?!])(?=[A-Z])")
_MARKED_NAME = re.compile(r"\[\[(PERSON|ORG|LOC)\|(.+?)\]\]")


def raw_sentences(nlp: Language, path: Path) -> Iterator[Sentence]:
    """Yield the sentences of the column `text` of a CSV file, cut at terminal punctuation."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Paragraphs of the source were joined without a space between them.
            text = _GLUED_SENTENCES.sub(r"\1 ", " ".join(row["text"].split()))
            yield from cut([Token(token.text, bool(token.whitespace_)) for token in nlp.make_doc(text)])


def marked_sentences(nlp: Language, path: Path) -> Iterator[list[Sentence]]:
    """Yield the sentences of each line of a text in which names are marked `[[PERSON|…]]`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, names, at = "", [], 0
        for match in _MARKED_NAME.finditer(line):
            text += line[at : match.start()]
            names.append((len(text), len(text) + len(match[2]), match[1]))
            text, at = text + match[2], match.end()
        doc = nlp.make_doc(text + line[at:])
        entities = ["O"] * len(doc)
        for start, end, label in names:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                entities[span.start : span.end] = [f"B-{label}"] + [f"I-{label}"] * (len(span) - 1)
        yield list(cut([Token(t.text, bool(t.whitespace_), entity=e) for t, e in zip(doc, entities, strict=True)]))


def cut(tokens: Sequence[Token]) -> Iterator[Sentence]:
    """Yield sentences: each ends with terminal punctuation, and a new one begins with no small letter."""
    start = 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1 : i + 2]
        is_end = token.form in _TERMINALS or (token.form in _CLOSERS and i > start and tokens[i - 1].form in _TERMINALS)
        if is_end and following and token.space and not following[0].form[0].islower():
            yield tuple(tokens[start : i + 1])
            start = i + 1
    if start < len(tokens):
        yield tuple(tokens[start:])


Pool = dict[str, list[tuple[str, ...]]]


def names_in(sentences: Iterable[Sentence]) -> Pool:
    """Return the names in sentences, each as its words, by label."""
    pool: Pool = defaultdict(list)
    for sentence in sentences:
        for label, start, end in _spans(sentence):
            pool[label].append(tuple(token.form for token in sentence[start:end]))
    return pool


def names_of_organisations(nlp: Language) -> Pool:
    """Return the organisations of the table of the pipeline, and the places that municipalities are called after."""
    pool: Pool = defaultdict(list)
    for row in load_csv("organisaties.csv"):
        kind = row["soort"].capitalize()
        name = row["naam"]
        if name.startswith(kind):
            name = row["soort"] + name.removeprefix(kind)
        # In a fixed order, or the same build would draw other names.
        for form in dict.fromkeys((name, row["code"])) if not row["code"].startswith(kind) else (name,):
            pool["ORG"].append(tuple(token.text for token in nlp.make_doc(form)))
        if row["soort"] == "gemeente":
            pool["LOC"].append(tuple(token.text for token in nlp.make_doc(name.removeprefix("gemeente "))))
    return pool


def with_other_names(sentence: Sentence, pool: Pool, rng: random.Random) -> Sentence:
    """Return a sentence with other names of the same labels, and with nothing but names annotated."""
    changed: list[Token] = []
    at = 0
    for label, start, end in _spans(sentence):
        changed += [Token(token.form, token.space, entity="O") for token in sentence[at:start]]
        words = rng.choice(pool[label])
        for position, word in enumerate(words):
            is_last = position == len(words) - 1
            space = sentence[end - 1].space if is_last else words[position + 1] != ","
            changed.append(Token(word, space, entity=f"{'I' if position else 'B'}-{label}"))
        at = end
    return (*changed, *(Token(token.form, token.space, entity="O") for token in sentence[at:]))


def _spans(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    start = 0
    for i, token in enumerate(sentence):
        if token.entity.startswith("B-"):
            start = i
        following = sentence[i + 1].entity if i + 1 < len(sentence) else "O"
        if token.entity[2:] and not following.startswith("I-"):
            yield token.entity[2:], start, i + 1
