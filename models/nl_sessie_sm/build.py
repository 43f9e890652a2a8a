"""`make language-model`: from treebank and texts to the wheel of the pipeline.

python -m models.nl_sessie_sm.build TREEBANK WORK RAW.csv...
"""

import argparse
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import cast

import spacy
from spacy.cli.package import package
from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_nlp
from spacy.util import load_config

from models.nl_sessie_sm import tokenizer  # noqa: F401 (registers the callback that the configurations name)
from models.nl_sessie_sm.prepare import prepare

HERE = Path(__file__).parent
NAME, VERSION = "sessie_sm", "1.0.0"
# As in nl_core_news_sm: the parser sets the sentences, and who needs no parse turns on the senter instead.
_DISABLED = ["senter"]
_REFINING_STEPS, _REFINING_RATE = 3000, 0.0007


def train(name: str, prefix: str, data: Path, out: Path) -> None:
    """Train one of the two configurations on its part of the data."""
    paths = {"train": data / f"{prefix}train.spacy", "dev": data / f"{prefix}dev.spacy"}
    config = load_config(HERE / f"{name}.cfg", overrides={f"paths.{key}": str(path) for key, path in paths.items()})
    out.mkdir(parents=True, exist_ok=True)
    train_nlp(init_nlp(config), out, stdout=sys.stdout)


def refine(base: Path, data: Path, out: Path) -> None:
    """Train on from a trained pipeline with what people annotated, and what teachers made of older annotation."""
    config = load_config(HERE / "config.cfg", overrides={"paths.train": str(data / "refine.spacy")})
    config["paths"]["dev"] = str(data / "dev.spacy")
    config["components"] = {name: {"source": str(base)} for name in config["components"]}
    config["training"]["max_steps"] = _REFINING_STEPS
    config["training"]["optimizer"]["learn_rate"]["initial_rate"] = _REFINING_RATE
    nlp = init_nlp(config)
    # A lemmatiser that was loaded does not know the numbers of its trees, and would unlearn all.
    lemmatizer = cast(EditTreeLemmatizer, nlp.get_pipe("lemmatizer"))
    lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}
    out.mkdir(parents=True, exist_ok=True)
    train_nlp(nlp, out, stdout=sys.stdout)


def assemble(syntax: Path, names: Path) -> Language:
    """Return one pipeline of the two that were trained apart."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    nlp.config["nlp"]["disabled"] = _DISABLED
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description="Nederlands spaCy-model voor verslagen van sessies",
        author="Rode Draad",
        license="CC BY-SA 4.0",
        sources=[
            {
                "name": "UD_Dutch-LassySmall en UD_Dutch-Alpino",
                "author": "Gosse Bouma, Gertjan van Noord, Daniel Zeman, Zdeněk Žabokrtský",
                "license": "CC BY-SA 4.0",
            },
            {"name": "dekamer (ruimtehol)", "license": "CC0"},
            {"name": "SIB-200 (FLORES)", "license": "CC BY-SA 4.0"},
        ],
    )
    return nlp


def main() -> None:
    """Prepare, train, assemble and package; what stands in WORK of an earlier build is not made again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("raw", type=Path, nargs="+")
    arguments = parser.parse_args()
    data, models = arguments.work / "data", arguments.work / "models"
    prepare(arguments.treebank, arguments.raw, arguments.work)
    trainings = [
        get_context("spawn").Process(target=train, args=(name, prefix, data, models / name))
        for name, prefix in (("config", ""), ("names", "names-"))
    ]
    for training in trainings:
        training.start()
    for training in trainings:
        training.join()
    if any(training.exitcode for training in trainings):
        sys.exit("A training broke off; see above.")
    refine(models / "config" / "model-last", data, models / "refined")
    # The learning rate ends at nothing, so the last weights are taken: none are chosen by held-out sentences.
    nlp = assemble(models / "refined" / "model-last", models / "names" / "model-last")
    nlp.to_disk(models / "whole")
    package(models / "whole", arguments.work, create_wheel=False, create_sdist=False, force=True)
    # Not spaCy's own way to a wheel, which fetches what it builds with from a package index.
    source = arguments.work / f"nl_{NAME}-{VERSION}"
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(arguments.work), str(source)], check=True)


if __name__ == "__main__":
    main()
