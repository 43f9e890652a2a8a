"""Codebooks on sentences: what is found in one and why, and how well that agrees with what a person expects."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.nlp.codebook import Codebook
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.reading import reading_of


@dataclass(frozen=True)
class Match:
    """A place in a sentence where a code stands, and why."""

    kind: str
    name: str
    text: str
    reason: str


def try_sentence(sentence: str, codebook: Codebook, language_model: str) -> list[Match]:
    """Return what a codebook finds in a sentence and why, themes first."""
    nlp = load_language(language_model)
    reading = reading_of(sentence)
    doc = nlp(reading.text)
    found = []
    for kind, codes in (("thema", codebook.themes), ("rol", codebook.roles)):
        names = {code.code: code.name for code in codes}
        for mention in TermMatcher(nlp, codes, codebook.separable)(doc):
            start, end = reading.original(mention.start, mention.end)
            found.append(Match(kind, names[mention.code], sentence[start:end], _reason(mention, doc)))
    return found


def _reason(mention: Mention, doc: Doc) -> str:
    """Return by which rule a term matches, as the end of a Dutch sentence."""
    text, term = doc.text[mention.start : mention.end], mention.term
    n_words = len(term.strip("=").split())
    if term.startswith("="):
        rule = "precies deze tekst"
    elif text.casefold() == term.casefold():
        rule = "het woord zelf" if n_words == 1 else "deze woorden"
    elif n_words > 1:
        rule = "deze woorden, met hooguit drie andere ertussen"
    elif " " in text:
        rule = "scheidbaar werkwoord, uiteen"
    elif "*" in term:
        rule = "het deel van het woord dat vaststaat"
    else:
        rule = "een vorm van dit woord"
    return f"door de term “{term}” ({rule})" + ("; het staat in een ontkenning" if mention.negated else "")


@dataclass(frozen=True)
class Expected:
    """A sentence with the codes that a person gives it: `thema:vertrouwen`, `rol:dg`.

    `row` is where it stands in the file of the person.
    """

    row: int
    sentence: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Agreement:
    """How the codebook and a person agree on a code, or on all together.

    Attributes
    ----------
    n_right, n_missed, n_false
        In how many sentences both find it, only the person does, and only the codebook does.
    """

    n_right: int
    n_missed: int
    n_false: int

    @property
    def precision(self) -> float | None:
        """The share of what the codebook finds that is right; None if it finds nothing."""
        return _share(self.n_right, self.n_right + self.n_false)

    @property
    def recall(self) -> float | None:
        """The share of what the person finds that the codebook finds; None if that is nothing."""
        return _share(self.n_right, self.n_right + self.n_missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None if neither finds anything."""
        return _share(2 * self.n_right, 2 * self.n_right + self.n_missed + self.n_false)


@dataclass(frozen=True)
class Slip:
    """A code that a person gives a sentence and the codebook does not, or the other way round; by which term."""

    expected: Expected
    code: str
    term: str | None  # None where the codebook finds nothing


@dataclass(frozen=True)
class Score:
    """What a codebook makes of sentences that a person coded: each code, all together, and where it goes wrong."""

    codes: tuple[tuple[str, Agreement], ...]
    overall: Agreement
    slips: tuple[Slip, ...]


def score_sentences(expected: Sequence[Expected], codebook: Codebook, language_model: str) -> Score:
    """Compare what a codebook finds with what a person expects.

    Kinds of codes that the person gave to no sentence are left out: who codes only themes says nothing of roles.
    """
    kinds = {code.partition(":")[0] for one in expected for code in one.codes}
    codes = [
        replace(code, code=f"{kind}:{code.code}")
        for kind, of_kind in (("thema", codebook.themes), ("rol", codebook.roles))
        for code in of_kind
        if kind in kinds
    ]
    nlp = load_language(language_model)
    matcher = TermMatcher(nlp, codes, codebook.separable)
    slips: list[Slip] = []
    right: Counter[str] = Counter()
    for one, doc in zip(expected, nlp.pipe(reading_of(one.sentence).text for one in expected), strict=True):
        found: dict[str, str] = {}
        for mention in matcher(doc):
            found.setdefault(mention.code, mention.term)
        right.update(one.codes & found.keys())
        slips += [Slip(one, code, None) for code in sorted(one.codes - found.keys())]
        slips += [Slip(one, code, found[code]) for code in sorted(found.keys() - one.codes)]
    missed = Counter(slip.code for slip in slips if slip.term is None)
    false = Counter(slip.code for slip in slips if slip.term is not None)
    in_order = [code.code for code in codes if right[code.code] or missed[code.code] or false[code.code]]
    return Score(
        tuple((code, Agreement(right[code], missed[code], false[code])) for code in in_order),
        Agreement(right.total(), missed.total(), false.total()),
        tuple(slips),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
