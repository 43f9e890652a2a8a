"""The figures of a pipeline on held-out treebank sentences and on sentences of our own field.

python -m models.nl_sessie_sm.evaluate MODEL CONLLU...
"""

import argparse
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example

from models.nl_sessie_sm.prepare import SENTENCES_PER_DEV_DOC, read_conllu, to_docs
from models.nl_sessie_sm.tokenizer import blank_dutch

_FIGURES = {
    "POS": "pos_acc",
    "morphology": "morph_acc",
    "tag": "tag_acc",
    "lemma": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "sentences F": "sents_f",
    "entities F": "ents_f",
}


def evaluate(nlp: Language, path: Path) -> dict[str, float | None]:
    """Return the figures of a pipeline on a CoNLL-U file; None where the file has no such annotation."""
    docs = to_docs(blank_dutch(), list(read_conllu(path)), SENTENCES_PER_DEV_DOC)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    scores = nlp.evaluate(examples)
    figures = {name: scores.get(key) for name, key in _FIGURES.items()}
    figures["particle F"] = (scores.get("dep_las_per_type") or {}).get("compound:prt", {}).get("f")
    return figures


def words_per_second(nlp: Language, texts: list[str], rounds: int = 3) -> float:
    """Return the best speed of some rounds over the same texts."""
    n_words = sum(len(text.split()) for text in texts)
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        for _doc in nlp.pipe(texts):
            pass
        best = max(best, n_words / (time.perf_counter() - start))
    return best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("conllu", type=Path, nargs="+")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    results = {path.stem: evaluate(nlp, path) for path in arguments.conllu}
    print(f"{'':14}" + "".join(f"{name:>16}" for name in results))
    for name in [*_FIGURES, "particle F"]:
        cells = [result[name] for result in results.values()]
        print(f"{name:14}" + "".join(f"{'–' if cell is None else format(cell, '.3f'):>16}" for cell in cells))
    blank = blank_dutch()
    texts = [doc.text for path in arguments.conllu for doc in to_docs(blank, list(read_conllu(path)))]
    print(f"{words_per_second(nlp, texts):.0f} words a second on one core")


if __name__ == "__main__":
    main()
