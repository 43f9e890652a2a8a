"""Coding texts: statements with kind and voice, mentions of themes and roles, entities."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.speaker_labels import speaker_labels
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.nlp.coder import Coded, Coder, Rows
from pipeline.nlp.language import LANGUAGE_MODEL
from pipeline.nlp.matching import Mention
from pipeline.nlp.mentions import Spans, codebook_matcher, cue_matcher, mention_rows
from pipeline.nlp.parsing import ParsedPassage, parse
from pipeline.nlp.passages import Passage, passages_of
from pipeline.nlp.personal_data import as_listed, organisations_of, persons_elsewhere
from pipeline.nlp.persons import Persons, plain_words_of

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_BARE = ("statements", "theme_mentions", "role_mentions")
_REPORT_KEYS = ("insight_id", "session_id", "report_id")
_PARTICIPANT = ("name", "function", "role")
_NEEDED = ("participants", "insights", "blocks")

Records = Sequence[Mapping[str, Any]]


def tag_report(report: Mapping[str, pd.DataFrame], *, language_model: str, codebook: Codebook) -> Rows:
    """Code one report.

    Parameters
    ----------
    report
        The tables `participants`, `insights` and `blocks` of one report.
    language_model
        The name of the spaCy pipeline.
    codebook
        The themes and roles to look for.

    Returns
    -------
    dict
        The rows of the tables `statements`, `commitments`, `theme_mentions`, `role_mentions` and `entities`. They
        become tables with those of all reports: a table for each report would cost a twentieth of reading its language.
    """
    rows = {name: tables.records(report[name]) for name in _NEEDED}
    parsed = parse(list(passages_of(rows["insights"], rows["blocks"])), language_model)
    found = [codebook_matcher(language_model, codebook).find(one.doc) for one in parsed]
    roles = [mentions.roles for mentions in found]
    coded = code_report(rows, parsed, roles, role_codes=codebook.role_codes, language_model=language_model)
    themes = theme_rows(parsed, [mentions.themes for mentions in found], coded.spans)
    return {**coded.rows, "theme_mentions": themes}


def code_report(
    rows: Mapping[str, Records],
    parsed: Sequence[ParsedPassage],
    roles: Sequence[Sequence[Mention]],
    *,
    role_codes: frozenset[str],
    language_model: str,
) -> Coded:
    """Return what coding tells of one report but for its themes.

    Parameters
    ----------
    rows
        The rows of the tables `participants` and `blocks` of one report.
    parsed
        Its passages.
    roles
        The mentions of roles in each.
    role_codes
        The roles that a view can be attributed to.
    language_model
        The name of the spaCy pipeline.
    """
    blocks, participants = rows["blocks"], rows["participants"]
    coded = _code(parsed, roles, participants, role_codes, language_model)
    entities = coded.rows["entities"]
    entities += persons_elsewhere(blocks, entities, participants)
    entities += as_listed(participants, blocks)
    entities.sort(key=lambda row: (row["start_char"], row["end_char"], row["label"]))
    return coded


def theme_rows(
    parsed: Sequence[ParsedPassage], themes: Sequence[Sequence[Mention]], spans: Sequence[Spans]
) -> list[dict[str, Any]]:
    """Return the rows of the table `theme_mentions`: the themes of each passage, whose statements stand at `spans`."""
    own = zip(themes, parsed, spans, strict=True)
    return [
        row for mentions, passage, of_passage in own for row in mention_rows("theme", mentions, passage, of_passage)
    ]


def tag_texts(
    texts: Iterable[str],
    codebook: Codebook | Path | str | None = None,
    headings: Sequence[str | None] | None = None,
    *,
    participants: pd.DataFrame | None = None,
    language_model: str = LANGUAGE_MODEL,
) -> dict[str, pd.DataFrame]:
    """Code bare texts, each of one statement or more, without any files.

    Parameters
    ----------
    texts
        The texts; a blank line in one begins a new paragraph.
    codebook
        A codebook, or the path of one; the default codebook if None.
    headings
        The heading above each text, which helps to tell the kind of its statements.
    participants
        Who took part: the columns `name`, `function` and `role` of the table of participants.
    language_model
        The name of the spaCy pipeline.

    Returns
    -------
    dict
        The tables `statements`, `theme_mentions` and `role_mentions`, with a column `text_index` (0-based) in place of
        the ids of insight, session and report. Offsets are in the text as it was given, in code points.

    Raises
    ------
    CodebookError
        If the codebook cannot be read.
    SettingError
        If there is no such language model.
    ValueError
        If there are not as many headings as texts.
    """
    listed = list(texts)
    if headings is not None and len(headings) != len(listed):
        raise ValueError(f"{len(listed)} texts and {len(headings)} headings")
    if not isinstance(codebook, Codebook):
        codebook = load_codebook(Path(codebook) if codebook is not None else None)
    passages = [
        Passage(str(index), "", "", paragraph, start, headings[index] if headings is not None else None)
        for index, text in enumerate(listed)
        for start, paragraph in _paragraphs(text)
    ]
    persons = [] if participants is None else tables.records(participants, _PARTICIPANT)
    parsed = parse(passages, language_model)
    found = [codebook_matcher(language_model, codebook).find(one.doc) for one in parsed]
    coded = _code(parsed, [mentions.roles for mentions in found], persons, codebook.role_codes, language_model)
    themes = theme_rows(parsed, [mentions.themes for mentions in found], coded.spans)
    rows = {**coded.rows, "theme_mentions": themes}
    return {name: _bare_frame(name, rows[name]) for name in _BARE}


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text with where they begin."""
    start = 0
    for match in (*_BLANK_LINES.finditer(text), None):
        end = match.start() if match is not None else len(text)
        if text[start:end].strip():
            yield start, text[start:end]
        start = match.end() if match is not None else end


def _bare_frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = tables.frame(name, rows)
    text_index = frame["insight_id"].astype("int64")
    bare = frame.drop(columns=list(_REPORT_KEYS))
    bare.insert(0, "text_index", text_index)
    return bare


def _code(
    parsed: Sequence[ParsedPassage],
    roles: Sequence[Sequence[Mention]],
    participants: Records,
    role_codes: frozenset[str],
    language_model: str,
) -> Coded:
    names = [person["name"] for person in participants]
    texts = [one.passage.text for one in parsed]
    plain_words = plain_words_of(texts, names)
    persons = Persons(names, plain_words, organisations_of(participants), speaker_labels(texts, plain_words))
    coder = Coder(cue_matcher(language_model), role_codes, participants, persons)
    for one, of_passage in zip(parsed, roles, strict=True):
        coder.add(one, of_passage)
    return coder.finish()
