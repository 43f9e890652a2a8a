"""How well terms, negation and voices are found in the sentences of `tests/gold/coding`."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from benchmarks.gold import ROOT, Score
from pipeline import tables
from pipeline.nlp import tag_texts
from pipeline.nlp.codebook import Code
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.reading import reading_of

CODING = ROOT / "tests" / "gold" / "coding"
MATCHING = ("matching-1-4.jsonl", "matching-5-9.jsonl", "matching-held-out.jsonl")
VOICES = ("voices.jsonl", "voices-held-out.jsonl", "voices-blind.jsonl")


@dataclass
class MatchingScores:
    """Spans with their codes, by rule (0 is all rules), and negation over the spans that were found."""

    by_rule: dict[int, Score] = field(default_factory=dict)
    n_negation: int = 0
    n_negation_right: int = 0

    @property
    def negation(self) -> float:
        """The share of the mentions that were found whose `negated` is right."""
        return self.n_negation_right / self.n_negation


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file of gold."""
    return [json.loads(line) for line in (CODING / name).read_text(encoding="utf-8").splitlines()]


def find_mentions(text: str, codes: Sequence[Mapping[str, Any]]) -> list[Mention]:
    """Return the mentions of a small codebook in a text, with offsets in the text as it stands."""
    nlp = load_language(LANGUAGE_MODEL)
    reading = reading_of(text)
    matcher = TermMatcher(
        nlp,
        [Code(code["code"], code["code"], tuple(code["termen"]), tuple(code["uitsluiten"] or ())) for code in codes],
    )
    return [
        Mention(mention.code, mention.term, *reading.original(mention.start, mention.end), mention.negated)
        for mention in matcher(nlp(reading.text))
    ]


@cache
def matching_scores(names: tuple[str, ...] = MATCHING) -> MatchingScores:
    """Compare mentions by code and exact span, and their negation."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    scores = MatchingScores()
    for case in (case for name in names for case in cases(name)):
        mentions = find_mentions(case["text"], case["codes"])
        found = {(mention.code, mention.start, mention.end): mention.negated for mention in mentions}
        gold = {
            (answer["code"], answer["start"], answer["start"] + len(answer["text"])): answer["negated"]
            for answer in case["mentions"]
        }
        right = found.keys() & gold.keys()
        for rule in (0, case["rule"]):
            for place, number in enumerate((len(found), len(gold), len(right))):
                counts[rule][place] += number
        scores.n_negation += len(right)
        scores.n_negation_right += sum(found[key] == gold[key] for key in right)
    scores.by_rule = {rule: Score(*numbers) for rule, numbers in sorted(counts.items())}
    return scores


@cache
def voice_score(name: str) -> Score:
    """Compare `attributed_to` over the sentences of short passages; a right null counts for nothing."""
    n_found = n_gold = n_right = 0
    for case in cases(name):
        text = " ".join(sentence["text"] for sentence in case["sentences"])
        people = pd.DataFrame(case["participants"], columns=["name", "function", "role"])
        statements = tables.records(tag_texts([text], participants=people)["statements"])
        start = 0
        for sentence in case["sentences"]:
            start = text.index(sentence["text"], start)
            end = start + len(sentence["text"])
            found = next(
                (row["attributed_to"] for row in statements if row["start_char"] < end and row["end_char"] > start),
                None,
            )
            gold = sentence["attributed_to"]
            n_found += found is not None
            n_gold += gold is not None
            n_right += found is not None and found == gold
            start = end
    return Score(n_found, n_gold, n_right)
