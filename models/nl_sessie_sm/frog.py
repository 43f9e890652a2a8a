"""The analysis of frog (Van den Bosch et al. 2007), with which silver data are made; used to train only."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from models.nl_sessie_sm.conllu import Sentence, Token

_ENTITY_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_SENTENCES_PER_RUN = 5000
_LONGEST = 250  # tokens; the time of the parse grows steeply with the length
WITHIN_UNIT = "mwu"


def analyse(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences with the tags, lemmas, names and relations that frog gives their tokens.

    Relations are those of the Alpino treebank, not of Universal Dependencies; of a multi-word unit the
    parts hang on the first one. A sentence that frog cuts otherwise comes back empty.
    """
    for start in range(0, len(sentences), _SENTENCES_PER_RUN):
        yield from _analyse(sentences[start : start + _SENTENCES_PER_RUN])


def _analyse(sentences: Sequence[Sentence]) -> list[Sentence]:
    short = [sentence[:_LONGEST] for sentence in sentences]
    with tempfile.TemporaryDirectory() as folder:  # frog leaves a log where it runs
        text = Path(folder) / "sentences.txt"
        lines = [" ".join(token.form.replace(" ", "_") for token in sentence) for sentence in short]
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            ["frog", "--skip=tac", "-n", "-t", text.name], cwd=folder, capture_output=True, text=True, check=True
        )
    blocks = [block.splitlines() for block in done.stdout.strip().split("\n\n")]
    if len(blocks) != len(short):
        raise ValueError(f"frog gave {len(blocks)} sentences for {len(short)}")
    return [
        merge(sentence, rows) if len(sentence) <= _LONGEST else ()
        for sentence, rows in zip(sentences, blocks, strict=True)
    ]


def merge(sentence: Sentence, rows: Sequence[str]) -> Sentence:
    """Return a sentence with what stands in frog's rows, of which one may hold several tokens; empty if they differ."""
    found: list[Token] = []
    first = [0]  # the first token of each row, 1-based
    for row in rows:
        _, form, lemma, _, tags, _, entities, _, _, head, dep = row.split("\t")
        tag_parts = tags.replace(")_", ") ").split(" ")
        n_parts = len(tag_parts)
        lemmas = lemma.split("_") if n_parts > 1 else [lemma]
        forms = form.split("_")
        first.append(len(found) + 1)
        for part in range(n_parts):
            prefix, _, label = entities.split("_")[part].partition("-") if entities else ("O", "", "")
            found.append(
                Token(
                    form=form,
                    space=True,
                    lemma=lemmas[part] if len(lemmas) == n_parts else forms[part] if len(forms) == n_parts else "",
                    tag=tag_parts[part].replace("(", "|").replace(",", "|").rstrip("|)"),
                    head=int(head) if part == 0 else first[-1],
                    dep=dep if part == 0 else WITHIN_UNIT,
                    entity=f"{prefix}-{_ENTITY_LABELS[label]}" if label in _ENTITY_LABELS else "O",
                )
            )
    if len(found) != len(sentence):
        return ()
    return tuple(
        replace(
            silver,
            form=token.form,
            space=token.space,
            head=silver.head if silver.dep == WITHIN_UNIT else first[silver.head or 0],
        )
        for token, silver in zip(sentence, found, strict=True)
    )
