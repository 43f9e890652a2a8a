"""From treebank and raw text to training data for `spacy train`.

Gold: the newest annotation of UD_Dutch-LassySmall and UD_Dutch-Alpino. Silver: tags, lemmas and names
that frog (Van den Bosch et al. 2007) gives to the older treebank files and to raw text, used only
where frog agrees with the gold on the training part.
"""

import csv
import random
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from thinc.types import Ints2d

from models.nl_sessie_sm.tokenizer import blank_dutch

SENTENCES_PER_DOC, SENTENCES_PER_DEV_DOC = 8, 10
_GOLD_WEIGHT = 2
_NAMES_DEV_DOCS = 120
_GLUED_SENTENCES = re.compile(r"([a-zé]{2}[.?!])(?=[A-Z])")
_MIN_SHOWN, _MAX_LINKS = 3, 4
_ENTITY_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_MIN_AGREEMENT = 0.94
_MIN_COUNT = 20


@dataclass(frozen=True)
class Token:
    """A token of a treebank; an empty field is not annotated. `head` is 1-based, 0 for the root."""

    form: str
    space: bool
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    morph: str | None = None
    head: int | None = None
    dep: str = ""
    entity: str = ""


Sentence = tuple[Token, ...]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, without multi-word and empty tokens.

    Underscores in lemmas mark the parts of compounds, and go. A language-specific tag that is
    missing, or only repeats the coarse class, is left unset. Names stand in MISC as `NER=B-PERSON`.
    """
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        yield tuple(_token(row) for row in rows)


def _token(row: Sequence[str]) -> Token:
    form, lemma, pos, tag, morph, head, dep, misc = *row[1:8], row[9]
    has_tag = "|" in tag or tag in ("LET", "BW", "TSW")
    entity = next((field[4:] for field in misc.split("|") if field.startswith("NER=")), "")
    return Token(
        form=form,
        space="SpaceAfter=No" not in misc,
        lemma=lemma if lemma == "_" or "_" in form else join_parts(lemma, form, pos),
        pos=pos,
        tag=tag if has_tag else "",
        morph="" if morph == "_" else morph,
        head=int(head),
        dep=dep,
        entity=entity,
    )


def join_parts(lemma: str, form: str, pos: str) -> str:
    """Return a lemma without the underscores between the parts of a compound.

    The parts are lemmas themselves (`jeugd_gezondheid_zorg`), without what links them; where the form
    shows the last part, what stands before it is taken from the form. A separable verb is its parts.

    >>> join_parts("jeugd_gezondheid_zorg", "jeugdgezondheidszorg", "NOUN")
    'jeugdgezondheidszorg'
    >>> join_parts("deel_nemen", "namen", "VERB")
    'deelnemen'
    """
    plain, last = lemma.replace("_", ""), lemma.rpartition("_")[2]
    if "_" not in lemma or pos in ("VERB", "AUX"):
        return plain
    place = form.lower().rfind(last.lower()[:_MIN_SHOWN])
    if place <= 0 or abs(place + len(last) - len(plain)) > _MAX_LINKS:
        return plain
    joined = form[:place] + last
    return joined if plain[0].isupper() else joined[0].lower() + joined[1:]


def frog(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with the tags, lemmas and names that frog gives their tokens."""
    with tempfile.TemporaryDirectory() as folder:  # frog leaves a log where it runs
        text = Path(folder) / "sentences.txt"
        lines = [" ".join(token.form.replace(" ", "_") for token in sentence) for sentence in sentences]
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            ["frog", "--skip=tmpc", "-n", "-t", text.name], cwd=folder, capture_output=True, text=True, check=True
        )
    blocks = [block.splitlines() for block in done.stdout.strip().split("\n\n")]
    if len(blocks) != len(sentences):
        raise ValueError(f"frog gave {len(blocks)} sentences for {len(sentences)}")
    return [_frogged(sentence, rows) for sentence, rows in zip(sentences, blocks, strict=True)]


def _frogged(sentence: Sentence, rows: Sequence[str]) -> Sentence:
    if len(rows) != len(sentence):
        return ()
    found = []
    for token, row in zip(sentence, rows, strict=True):
        fields = row.split("\t")
        lemma, tag, name = fields[2], fields[4], fields[6] if len(fields) > 6 else "O"
        prefix, _, label = name.partition("-")
        found.append(
            Token(
                form=token.form,
                space=token.space,
                lemma=lemma,
                tag=tag.replace("(", "|").replace(",", "|").rstrip("|)").rstrip(")"),
                entity=f"{prefix}-{_ENTITY_LABELS[label]}" if label in _ENTITY_LABELS else "O",
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Trust:
    """What of frog's analysis agrees with the gold often enough, by frog's tag."""

    tags: frozenset[str]
    lemmas: frozenset[str]
    classes: dict[str, tuple[str, str]]  # tag → coarse class and features, where it decides them

    def keep(self, sentence: Sentence) -> Sentence:
        """Return a frogged sentence with only what can be trusted."""
        # frog leaves a split verb without its particle: its lemma is another verb's.
        has_particle = any(token.tag == "VZ|fin" for token in sentence)
        kept = []
        for token in sentence:
            tag = token.tag if token.tag in self.tags else ""
            pos, morph = self.classes.get(tag, ("", None))
            is_split = has_particle and token.tag.startswith("WW|pv")
            lemma = token.lemma if token.tag in self.lemmas and not is_split else ""
            kept.append(replace(token, tag=tag, pos=pos, morph=morph, lemma=lemma))
        return tuple(kept)


def measure_trust(gold: Sequence[Sentence], frogged: Sequence[Sentence]) -> Trust:
    """Compare frog with the gold of the training part, tag by tag."""
    n: Counter[str] = Counter()
    tag_right: Counter[str] = Counter()
    lemma_right: Counter[str] = Counter()
    classes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for sentence, other in zip(gold, frogged, strict=True):
        for right, token in zip(sentence, other, strict=False):
            n[token.tag] += 1
            tag_right[token.tag] += token.tag == right.tag
            lemma_right[token.tag] += token.lemma == right.lemma
            classes[right.tag][right.pos, right.morph or ""] += 1
    # frog calls every name a part of one (SPEC), the treebank mostly a noun.
    common = [tag for tag in n if n[tag] >= _MIN_COUNT and not tag.startswith("SPEC")]
    return Trust(
        tags=frozenset(tag for tag in common if tag_right[tag] >= _MIN_AGREEMENT * n[tag]),
        lemmas=frozenset(tag for tag in common if lemma_right[tag] >= _MIN_AGREEMENT * n[tag]),
        classes={
            tag: best
            for tag, counts in classes.items()
            for best, count in counts.most_common(1)
            if count >= _MIN_AGREEMENT * counts.total()
        },
    )


def raw_sentences(nlp: Language, path: Path) -> Iterator[Sentence]:
    """Yield the sentences of the column `text` of a CSV file, cut at terminal punctuation."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Paragraphs of the source were joined without a space between them.
            text = _GLUED_SENTENCES.sub(r"\1 ", " ".join(row["text"].split()))
            yield from _cut(nlp.make_doc(text))


def _cut(doc: Doc) -> Iterator[Sentence]:
    sentence: list[Token] = []
    for token in doc:
        sentence.append(Token(token.text, bool(token.whitespace_)))
        if token.text in (".", "?", "!") and token.whitespace_:
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)


def to_docs(nlp: Language, sentences: Sequence[Sentence], size: int = SENTENCES_PER_DOC) -> Iterator[Doc]:
    """Yield documents of consecutive sentences, alike in what is annotated."""
    for start in range(0, len(sentences), size):
        yield _doc(nlp, [sentence for sentence in sentences[start : start + size] if sentence])


def _doc(nlp: Language, sentences: Sequence[Sentence]) -> Doc:
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


def prepare(treebank: Path, raw: Path, out: Path) -> None:
    """Write the training data: `train.spacy`, `dev.spacy`, `names-train.spacy` and `names-dev.spacy`.

    Parameters
    ----------
    treebank
        The folder with `nl-train.conllu`, `nl-dev.conllu`, `nl-lassy-extra.conllu` and `nl-alpino-extra.conllu`.
    raw
        A CSV file with a column `text`.
    out
        Where to write.
    """
    nlp = blank_dutch()
    gold = list(read_conllu(treebank / "nl-train.conllu"))
    dev = list(read_conllu(treebank / "nl-dev.conllu"))
    # The older annotation has good lemmas; its relations and tags follow other rules.
    older = [
        sentence
        for name in ("nl-lassy-extra", "nl-alpino-extra")
        for sentence in read_conllu(treebank / f"{name}.conllu")
    ]
    frog_gold = frog(gold)
    trust = measure_trust(gold, frog_gold)
    frog_older = [
        tuple(replace(token, lemma=own.lemma) for token, own in zip(silver, sentence, strict=False))
        for silver, sentence in zip(map(trust.keep, frog(older)), older, strict=True)
    ]
    frog_raw = [trust.keep(sentence) for sentence in frog(list(raw_sentences(nlp, raw)))]
    named = [
        tuple(replace(token, entity=other.entity) for token, other in zip(sentence, silver, strict=False))
        for sentence, silver in zip(gold, frog_gold, strict=True)
    ]
    silver_docs = [*to_docs(nlp, frog_older), *to_docs(nlp, frog_raw)]
    gold_docs = list(to_docs(nlp, gold))
    write(out / "train.spacy", _GOLD_WEIGHT * gold_docs + silver_docs)
    write(out / "dev.spacy", to_docs(nlp, dev, SENTENCES_PER_DEV_DOC))
    names = [*to_docs(nlp, named), *silver_docs]
    random.Random(0).shuffle(names)  # noqa: S311 (no secret)
    write(out / "names-train.spacy", names[_NAMES_DEV_DOCS:])
    write(out / "names-dev.spacy", names[:_NAMES_DEV_DOCS])
