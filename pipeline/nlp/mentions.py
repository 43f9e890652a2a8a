"""What each passage of a report mentions: the themes and roles of a codebook, and the cue words of kinds.

The two are apart: cue words stand in the resources, so that kinds are the same whatever the codebook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from pipeline.nlp.codebook import Codebook
from pipeline.nlp.kind_cues import cue_codes
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.parsing import ParsedPassage

_GROUPS = ("theme", "role")

Spans = list[tuple[int, int, str]]  # of statements: half-open offsets in a passage as it was parsed, and the id


@dataclass(frozen=True)
class Mentions:
    """The mentions of themes and of roles in a passage."""

    themes: Sequence[Mention]
    roles: Sequence[Mention]


@dataclass(frozen=True)
class CodebookMatcher:
    """Finds the mentions of a codebook; `terms` looks for both groups in one pass."""

    terms: TermMatcher

    def find(self, doc: Doc) -> Mentions:
        """Return the mentions of themes and roles in a parsed passage."""
        found: Mapping[str, list[Mention]] = {group: [] for group in _GROUPS}
        for mention in self.terms(doc):
            group, _, code = mention.code.partition(" ")
            found[group].append(replace(mention, code=code))
        return Mentions(found["theme"], found["role"])


@lru_cache(maxsize=4)
def codebook_matcher(language_model: str, codebook: Codebook) -> CodebookMatcher:
    """Return what finds the mentions of a codebook: slow to make, so made once a process."""
    groups = zip(_GROUPS, (codebook.themes, codebook.roles), strict=True)
    codes = [replace(code, code=f"{group} {code.code}") for group, of_group in groups for code in of_group]
    return CodebookMatcher(TermMatcher(load_language(language_model), codes, codebook.separable))


@lru_cache(maxsize=2)
def cue_matcher(language_model: str) -> TermMatcher:
    """Return what finds the cue words of kinds."""
    return TermMatcher(load_language(language_model), cue_codes())


def mention_rows(
    code: str, mentions: Sequence[Mention], parsed: ParsedPassage, statements: Spans
) -> list[dict[str, Any]]:
    """Return the rows of the mentions in a passage; what stands in the label of a speaker is none.

    Parameters
    ----------
    code
        `theme` or `role`.
    mentions
        What was found.
    parsed
        The passage.
    statements
        Where its statements stand.
    """
    rows = []
    for mention in mentions:
        statement_id = next(
            (name for start, end, name in statements if start <= mention.start and mention.end <= end), None
        )
        if statement_id is None and not parsed.passage.is_heading:
            continue
        rows.append(
            {
                "statement_id": statement_id,
                **parsed.passage.keys,
                code: mention.code,
                "term": mention.term,
                **parsed.passage.span(parsed.reading, mention.start, mention.end),
                "negated": mention.negated,
                "is_corrected": False,
            }
        )
    return rows
