"""`make language-model`: from treebank and raw text to the wheel of the pipeline, and its figures.

python -m models.nl_sessie_sm.build TREEBANK RAW.csv WORK
"""

import argparse
from pathlib import Path

import spacy
from spacy.cli.package import package
from spacy.cli.train import train
from spacy.language import Language

from models.nl_sessie_sm import tokenizer  # noqa: F401 (registers the callback that the configurations name)
from models.nl_sessie_sm.prepare import prepare

HERE = Path(__file__).parent
NAME, VERSION = "sessie_sm", "0.1.0"


def assemble(syntax: Path, names: Path) -> Language:
    """Return one pipeline of the two that were trained apart."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description="Nederlands spaCy-model voor verslagen van sessies",
        author="Rode Draad",
        license="CC BY-SA 4.0",
    )
    return nlp


def main() -> None:
    """Prepare, train, assemble and package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    data, models = arguments.work / "data", arguments.work / "models"
    prepare(arguments.treebank, arguments.raw, data)
    for name, prefix in (("config", ""), ("names", "names-")):
        paths = {f"paths.{part}": str(data / f"{prefix}{part}.spacy") for part in ("train", "dev")}
        train(HERE / f"{name}.cfg", models / name, overrides=paths)
    nlp = assemble(models / "config" / "model-best", models / "names" / "model-best")
    nlp.to_disk(models / "whole")
    package(models / "whole", arguments.work, create_wheel=True, create_sdist=False, force=True)


if __name__ == "__main__":
    main()
