"""The figures of a pipeline on held-out treebank sentences and on sentences of our own field.

python -m models.nl_sessie_sm.evaluate MODEL CONLLU...
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import spacy
import srsly
from spacy.language import Language
from spacy.training import Example
from spacy.util import load_config, load_model_from_config

from models.nl_sessie_sm import tokenizer  # noqa: F401 (registers the callback that the configurations name)
from models.nl_sessie_sm.conllu import Sentence, read_documents
from models.nl_sessie_sm.documents import to_doc

HERE = Path(__file__).parent
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
# What nl_core_news_sm 3.8.0 reports of itself, on its own test set.
_NL_CORE_NEWS_SM = {
    "POS": 0.958,
    "morphology": 0.951,
    "tag": 0.940,
    "UAS": 0.857,
    "LAS": 0.805,
    "sentences F": 0.865,
    "entities F": 0.729,
    "particle F": 0.70,
}
_SHAPE_OF_NL_CORE_NEWS_SM: dict[str, dict[str, object]] = {
    "config": {
        "components.tok2vec.model.encode.width": 96,
        "components.tok2vec.model.encode.depth": 4,
        "components.parser.model.extra_state_tokens": False,
        "components.parser.model.hidden_width": 64,
    },
    "names": {
        "components.ner.model.tok2vec.embed.width": 96,
        "components.ner.model.tok2vec.encode.width": 96,
        "components.ner.model.tok2vec.encode.depth": 4,
    },
}
_ROUNDS = 5
_TRAINING_ROUNDS = 3


def evaluate(nlp: Language, documents: Iterable[Sequence[Sentence]]) -> dict[str, float | None]:
    """Return the figures of a pipeline on annotated documents; None where they have no such annotation."""
    docs = [to_doc(nlp, sentences) for sentences in documents]
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])
    figures = {name: scores.get(key) for name, key in _FIGURES.items()}
    figures["particle F"] = (scores.get("dep_las_per_type") or {}).get("compound:prt", {}).get("f")
    return figures


def as_nl_core_news_sm(model: Language, texts: Sequence[str], folder: Path) -> Language:
    """Return a pipeline of the width and depth of nl_core_news_sm, made to imitate a model on some texts.

    It needs no more than the model's labels and about as many decisions: only its speed is looked at.
    """
    labels: dict[str, Path] = {}
    for component in model.component_names:
        data = getattr(model.get_pipe(component), "label_data", None)
        if data:
            labels[component] = folder / f"{component}.json"
            srsly.write_json(labels[component], data)
    nlps, imitated = [], list(model.pipe(texts))
    for name, shape in _SHAPE_OF_NL_CORE_NEWS_SM.items():
        config = load_config(HERE / f"{name}.cfg", overrides={"paths.train": "", "paths.dev": "", **shape})
        config["initialize"]["components"] = {
            component: {"labels": {"@readers": "spacy.read_labels.v1", "path": str(path)}}
            for component, path in labels.items()
            if component in config["components"]
        }
        nlp = load_model_from_config(config.interpolate(), auto_fill=True)
        examples = [Example(nlp.make_doc(doc.text), doc) for doc in imitated]
        optimizer = nlp.initialize(lambda examples=examples: examples)  # type: ignore[misc]
        for _ in range(_TRAINING_ROUNDS):
            for example in examples:
                nlp.update([example], sgd=optimizer)
        nlps.append(nlp)
    whole, names = nlps
    whole.disable_pipe("senter")
    whole.add_pipe("ner", source=names)
    return whole


def words_per_second(nlps: Mapping[str, Language], texts: Sequence[str]) -> dict[str, float]:
    """Return the best speed of each pipeline over some rounds, in turn, on one core."""
    n_words = sum(len(text.split()) for text in texts)
    best = dict.fromkeys(nlps, 0.0)
    for _ in range(_ROUNDS):
        for name, nlp in nlps.items():
            start = time.process_time()
            for _doc in nlp.pipe(texts):
                pass
            best[name] = max(best[name], n_words / (time.process_time() - start))
    return best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("conllu", type=Path, nargs="+")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    results = {path.stem: evaluate(nlp, read_documents(path)) for path in arguments.conllu}
    for path in arguments.conllu:
        plain = evaluate(nlp, read_documents(path, with_links=False))
        results[path.stem]["lemma, parts only"] = plain["lemma"]
    results["nl_core_news_sm"] = dict(_NL_CORE_NEWS_SM)
    print("\n".join(_table(results)))
    texts = [to_doc(nlp, sentences).text for path in arguments.conllu for sentences in read_documents(path)]
    with tempfile.TemporaryDirectory() as folder:
        reference = as_nl_core_news_sm(nlp, texts, Path(folder))
    speeds = words_per_second({"model": nlp, "reference": reference}, texts)
    print(f"\nspeed: {speeds['model'] / speeds['reference']:.2f} of a pipeline as wide and deep as nl_core_news_sm")
    print(f"       ({speeds['model']:.0f} and {speeds['reference']:.0f} words a second on one core)")


def _table(results: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    yield f"| {'':18} |" + "".join(f" {name:>15} |" for name in results)
    yield f"|{'-' * 20}|" + f"{'-' * 16}:|" * len(results)
    for figure in next(iter(results.values())):
        cells = [result.get(figure) for result in results.values()]
        yield f"| {figure:18} |" + "".join(f" {'–' if cell is None else format(cell, '.3f'):>15} |" for cell in cells)


if __name__ == "__main__":
    main()
