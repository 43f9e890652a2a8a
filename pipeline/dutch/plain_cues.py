"""Cues for the kind of a statement, as readers are told of them: without the terms of the language model."""

from pipeline.resources import load_toml


def plain_cue(cue: str) -> str:
    """Return a cue of the column `cues` in plain words; one that is plain already stays as it is.

    >>> plain_cue("hoofdwoord is WW|pv|verl")
    'belangrijkste woord: een persoonsvorm in de verleden tijd'
    >>> plain_cue("onderwerp: zij")
    '‘zij’ is het onderwerp van de zin'
    """
    words = load_toml("aanwijzingen.toml")
    for begin, sentence in words["begin"].items():
        if cue.startswith(begin):
            return _filled(sentence, cue.removeprefix(begin))
    what, _, of_class = cue.partition(" is ")
    told = words["woordsoort"].get(what, {}).get(of_class)
    return cue if told is None else _filled(words["zinnen"][what], told)


def _filled(sentence: str, word: str) -> str:
    return sentence.replace("…", word)
