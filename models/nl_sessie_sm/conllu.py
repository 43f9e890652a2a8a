"""Treebank sentences as records, from CoNLL-U files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

SENTENCES_PER_DOC = 10
_MIN_SHOWN, _MAX_LINKS = 3, 4
_PLAIN_TAGS = ("LET", "BW", "TSW")


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


def read_documents(path: Path, with_links: bool = True) -> Iterator[list[Sentence]]:
    """Yield the documents of a CoNLL-U file: from one `# newdoc` to the next, else ten sentences each.

    Sentences come without multi-word and empty tokens. Underscores in lemmas mark the parts of
    compounds, and go; `with_links`, what links the parts in the form stands in the lemma. A
    language-specific tag that is missing, or only repeats the coarse class, is left unset. Names
    stand in MISC as `NER=B-PERSON`.
    """
    blocks = [block.splitlines() for block in path.read_text(encoding="utf-8").strip().split("\n\n")]
    starts = [i for i, lines in enumerate(blocks) if any(line.startswith("# newdoc") for line in lines)]
    starts = starts or list(range(0, len(blocks), SENTENCES_PER_DOC))
    for start, end in pairwise([*starts, len(blocks)]):
        yield [_sentence(lines, with_links) for lines in blocks[start:end]]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file."""
    for sentences in read_documents(path):
        yield from sentences


def _sentence(lines: Sequence[str], with_links: bool) -> Sentence:
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(_token(row, with_links) for row in rows if row[0].isdigit())


def _token(row: Sequence[str], with_links: bool) -> Token:
    form, lemma, pos, tag, morph, head, dep, misc = *row[1:8], row[9]
    has_tag = "|" in tag or tag in _PLAIN_TAGS
    entity = next((field[4:] for field in misc.split("|") if field.startswith("NER=")), "")
    return Token(
        form=form,
        space="SpaceAfter=No" not in misc,
        lemma=lemma if lemma == "_" or "_" in form else joined_lemma(lemma, form, pos, with_links),
        pos=pos,
        tag=tag if has_tag else "",
        morph="" if morph == "_" else morph,
        head=int(head),
        dep=dep,
        entity=entity,
    )


def joined_lemma(lemma: str, form: str, pos: str, with_links: bool = True) -> str:
    """Return a lemma without the underscores between the parts of a compound.

    The parts are lemmas themselves (`jeugd_gezondheid_zorg`), without what links them; where the form
    shows the last part, what stands before it is taken from the form. A separable verb is its parts.

    >>> joined_lemma("jeugd_gezondheid_zorg", "jeugdgezondheidszorg", "NOUN")
    'jeugdgezondheidszorg'
    >>> joined_lemma("deel_nemen", "namen", "VERB")
    'deelnemen'
    """
    plain, last = lemma.replace("_", ""), lemma.rpartition("_")[2]
    if "_" not in lemma or pos in ("VERB", "AUX") or not with_links:
        return plain
    place = form.lower().rfind(last.lower()[:_MIN_SHOWN])
    if place <= 0 or abs(place + len(last) - len(plain)) > _MAX_LINKS:
        return plain
    joined = form[:place] + last
    return joined if plain[0].isupper() else joined[0].lower() + joined[1:]
