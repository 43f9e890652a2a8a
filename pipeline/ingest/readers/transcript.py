"""Transcripts: subtitles, what meeting programs write down, and interviews typed out with `I:` and `R:`.

The cues of one speaker become one turn; its text begins with the label of the speaker, and it bears the time at which
it began. The form of subtitles is that of WebVTT (W3C 2019); SubRip has the same with commas.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.dutch.lexicon import any_of, file_words
from pipeline.ingest.normalise import collapse_whitespace
from pipeline.ingest.readers.pieces import Piece, as_piece, write_out
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import CELL_GAP, Block, Source

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_CUE = re.compile(rf"\s*(?P<time>{_TIME})[.,]\d{{3}}\s+-->\s+{_TIME}[.,]\d{{3}}.*")
_VOICE = re.compile(r"<v(?:\.[^ <>]*)?\s++(?P<name>[^<>]+)>")
_TAG = re.compile(r"</?[^<>\n]{1,80}>")
_NAME = r"[^\W\d_][^\d:\[\]()|<>?!]{1,58}?"
_LABEL = re.compile(rf"(?P<name>{_NAME}):\s+(?P<text>\S.*)")
# `Karin Zandstra 0:04` and `[Karin Zandstra] 10:02:33`, over what was said; `0:04 Karin Zandstra: …` beside it.
_OVER = re.compile(rf"\[?(?P<name>[^\W\d_][^:\[\]|<>?!]{{1,58}}?)\]?\s+\(?\[?(?P<time>{_TIME})\]?\)?")
_BESIDE = re.compile(rf"\[?\(?(?P<time>{_TIME})(?:[.,]\d+)?\)?\]?\s+(?:[-–]\s+)?(?P<name>{_NAME}):\s+(?P<text>\S.*)")
_SURNAME_FIRST = re.compile(r"^([^,()|/]+), ([^,()|/]+?)(?=$| [(|/])")
_NOT_SAID = ("WEBVTT", "NOTE", "STYLE", "REGION")
_MIN_TURNS, _MOST_LINES, _LONG_TURN = 3, 0.6, 600
_MAX_NAME_WORDS = 6


@dataclass(frozen=True)
class _Cue:
    name: str | None
    time: str | None
    text: str


def is_transcript(text: str) -> bool:
    """Return whether a plain text is a transcript."""
    return _is_subtitles(text) or _is_spoken(_lines(text))


def read_transcript(text: str, format_name: str) -> Source:
    """Return a normalised transcript as turns."""
    if _is_subtitles(text):
        return write_out(_turns(_cues(text)), format_name)
    lines = _lines(text)
    n_front, cues = _spoken(lines)
    end = text.index(lines[n_front]) if n_front < len(lines) else len(text)  # nobody may speak
    front = read_plain(text[:end]).blocks
    return write_out([*map(as_piece, _without_title(front)), *_turns(cues)], format_name)


def speech_of_document(source: Source) -> Source:
    """Return a document as turns if it is a transcript, and as it is if it is none."""
    lines = [block.text.replace(CELL_GAP, "  ") for block in source.blocks]
    if any(block.speaker is not None for block in source.blocks) or not _is_spoken(lines):
        return source
    n_front, cues = _spoken(lines)
    return write_out([*map(as_piece, _without_title(source.blocks[:n_front])), *_turns(cues)], source.format)


def _without_title(front: Sequence[Block]) -> Sequence[Block]:
    """Return what stands above the turns without the lines that only announce them."""
    end = len(front)
    while end and _is_notice(front[end - 1].text):
        end -= 1
    return front[:end]


def _is_notice(line: str) -> bool:
    """Return whether a line is of the program that made the transcript: that it began, or ended."""
    words = file_words().transcript
    text = line.strip().rstrip(".:").casefold()
    return text in words.titles or text.endswith(tuple(words.notices))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_subtitles(text: str) -> bool:
    head = text.lstrip()[:200].splitlines()
    return any(_CUE.fullmatch(line) for line in head[:4]) or (bool(head) and head[0].startswith(_NOT_SAID[0]))


def _cues(text: str) -> Iterator[_Cue]:
    """Yield the cues of subtitles; what stands before the time is an id."""
    for group in re.split(r"\n\s*\n", text):
        lines = group.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines) if _CUE.fullmatch(line)), None)
        if at is None:
            continue
        time = _CUE.fullmatch(lines[at])
        said = " ".join(lines[at + 1 :])
        voices = list(_VOICE.finditer(said))
        ends = [*(voice.start() for voice in voices[1:]), len(said)]
        for voice, end in zip(voices, ends, strict=False):
            yield _Cue(collapse_whitespace(html.unescape(voice["name"])), time["time"] if time else None,
                       _plain(said[voice.end() : end]))  # fmt: skip
        if not voices:
            plain = _plain(said)
            label = _LABEL.fullmatch(plain)
            is_name = label is not None and _may_be_name(label["name"])
            yield _Cue(label["name"] if label and is_name else None, time["time"] if time else None,
                       label["text"] if label and is_name else plain)  # fmt: skip


def _plain(said: str) -> str:
    return collapse_whitespace(html.unescape(_TAG.sub("", said)))


def _may_be_name(label: str) -> bool:
    return len(label.split()) <= _MAX_NAME_WORDS and label[:1].isupper()


def _is_spoken(lines: Sequence[str]) -> bool:
    """Return whether lines are turns with the time at which each began, or those of an interview typed out."""
    over = [index for index, line in enumerate(lines) if _OVER.fullmatch(line)]
    heads = [match for index in over if (match := _OVER.fullmatch(lines[index]))]
    is_followed = sum(index + 1 < len(lines) and index + 1 not in over for index in over) > len(over) / 2
    beside = [match for line in lines if (match := _BESIDE.fullmatch(line))]
    if (is_followed and _are_turns(heads)) or (_are_turns(beside) and len(beside) > len(lines) * _MOST_LINES / 2):
        return True
    typed = [match for line in lines if (match := _interview().match(line))]
    labels = {match["name"].casefold() for match in typed}
    asked = any(_asks(label) for label in labels)
    return len(typed) >= _MIN_TURNS and len(labels) > 1 and asked and len(typed) >= _MOST_LINES / 2 * len(lines)


def _are_turns(found: Sequence[re.Match[str]]) -> bool:
    """Return whether the same people speak again and again, at ever later times: an agenda has each line once."""
    seconds = [_seconds(match["time"]) for match in found]
    names = {match["name"] for match in found}
    return len(found) >= _MIN_TURNS and len(names) < len(found) and seconds == sorted(seconds)


def _seconds(time: str) -> int:
    total = 0
    for part in time.split(":"):
        total = 60 * total + int(part)
    return total


def _spoken(lines: Sequence[str]) -> tuple[int, list[_Cue]]:
    """Return how many lines stand before the first turn, and all that was said."""
    n_front = 0
    cues: list[_Cue] = []
    open_name: tuple[str, str | None] | None = None
    is_timed = _are_turns([match for line in lines if (match := _OVER.fullmatch(line) or _BESIDE.fullmatch(line))])
    for line in lines:
        over, beside = _OVER.fullmatch(line), _BESIDE.fullmatch(line)
        typed = None if is_timed else _interview().match(line)
        if is_timed and over:
            open_name = over["name"], over["time"]
        elif is_timed and beside:
            open_name = beside["name"], beside["time"]
            cues.append(_Cue(*open_name, beside["text"]))
        elif typed:
            open_name = typed["name"], typed["time"]
            cues.append(_Cue(*open_name, line[typed.end() :]))
        elif open_name is None:
            n_front += 1
        elif not _is_notice(line):
            cues.append(_Cue(*open_name, line))
    return n_front, cues


def _turns(cues: Iterable[_Cue]) -> Iterator[Piece]:
    """Yield a piece for all that a speaker says in one go."""
    turn: _Cue | None = None
    for cue in cues:
        if not cue.text:
            continue
        goes_on = turn is not None and turn.name == cue.name
        is_full = turn is not None and len(turn.text) > _LONG_TURN and turn.name is None
        if turn is not None and goes_on and not (is_full and turn.text.endswith((".", "!", "?"))):
            turn = replace(turn, text=f"{turn.text} {cue.text}")
            continue
        if turn is not None:
            yield _piece(turn)
        turn = cue
    if turn is not None:
        yield _piece(turn)


def _piece(turn: _Cue) -> Piece:
    # Programs that take names from an address book put the surname in front.
    name = _SURNAME_FIRST.sub(r"\2 \1", turn.name or "")
    text = f"{name}: {turn.text}" if name else turn.text
    return Piece(text, speaker=name, time=turn.time, is_question=_asks(name))


def _asks(label: str) -> bool:
    return _labels(file_words().transcript.interviewer).fullmatch(label) is not None


def is_anonymous(label: str) -> bool:
    """Return whether a label says what somebody does in a conversation, or which room it is, not who speaks."""
    words = file_words().transcript
    shown = _labels(words.interviewer | words.respondent | words.nameless)
    return shown.fullmatch(label) is not None or any(sign.isdigit() for sign in label)


@cache
def _labels(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words)}\s?\d{{0,2}}", re.IGNORECASE)


@cache
def _interview() -> re.Pattern[str]:
    words = file_words().transcript
    label = any_of(words.interviewer | words.respondent)
    return re.compile(
        rf"(?:\[?\(?(?P<time>{_TIME})\)?\]?\s+)?(?P<name>{label}\s?\d{{0,2}}):\s+", re.IGNORECASE
    )  # fmt: skip
