"""TOML that people write by hand: read it, or say on which line it is wrong and what to write there."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

_PLACE = re.compile(r"line (\d+), column (\d+)")
_CURLY = frozenset("“”„‟‘’‚")
_KEY = re.compile(r"\s*([\w-]+)\s*=\s*")
_TABLE = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?$")
_HEADING = re.compile(r"\s*\[")
_QUOTE_WITHIN = 'schrijf een aanhalingsteken in een tekst als \\", of zet de tekst tussen enkele aanhalingstekens'
_LIST = 'zet meer waarden tussen vierkante haken, zoals termen = ["a", "b"]'


class TomlError(ValueError):
    """What is wrong in a text that should be TOML.

    Attributes
    ----------
    line
        On which line, from 1.
    remedy
        What to do, as the end of a Dutch sentence without its point.
    """

    def __init__(self, line: int, remedy: str) -> None:
        super().__init__(f"regel {line}: {remedy}")
        self.line = line
        self.remedy = remedy


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8; a byte order mark, as Windows puts in front, is no part of it.

    Raises
    ------
    UnicodeDecodeError
        If it is not UTF-8.
    """
    return data.decode("utf-8-sig")


def parse(text: str) -> dict[str, Any]:
    r"""Return what a TOML text says.

    Raises
    ------
    TomlError
        If it is no TOML.

    Examples
    --------
    >>> parse('naam = Vertrouwen')
    Traceback (most recent call last):
    pipeline.written_toml.TomlError: regel 1: zet tekst tussen aanhalingstekens, zoals naam = "Vertrouwen"
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place, lines = _PLACE.search(str(error)), text.splitlines() or [""]
        if place is None:  # at the end of the document
            filled = [number for number, line in enumerate(lines, start=1) if line.strip()]
            number = filled[-1] if filled else 1
            column = len(lines[number - 1])
        else:
            number, column = min(int(place[1]), len(lines)), int(place[2]) - 1
        raise TomlError(number, _remedy(str(error), lines[number - 1], column)) from None


def _remedy(fault: str, line: str, column: int) -> str:
    """Return what to do about a fault of `tomllib` at a place in a line."""
    rest = line[column:].strip()
    key = _KEY.match(line)
    if any(sign in _CURLY for sign in (rest[:1], line.strip()[:1])):
        return 'gebruik rechte aanhalingstekens ("…") in plaats van gekrulde'
    if "'\\'" in fault or "hex value" in fault or "scalar value" in fault or "'\\\\'" in fault:
        return "gebruik / of enkele aanhalingstekens, want een \\ heeft in een tekst een eigen betekenis"
    if any(part in fault for part in ("Illegal character", "nterminated string", 'Expected "\'"')):
        return "sluit de tekst op deze regel af met een aanhalingsteken"
    if "Invalid value" in fault:
        return _about_value(key, line, rest)
    if "Expected newline" in fault and key:
        return _about_end(key, line[key.end() :].strip(), rest)
    if "Unclosed array" in fault:
        return (
            "zet een komma tussen de waarden"
            if rest[:1] in ("'", '"', ";")
            else f"sluit de lijst {'' if line[:column].strip() else 'hierboven '}af met ]"
        )
    if "twice" in fault or "overwrite" in fault or "mutate" in fault:
        if _HEADING.match(line):
            return "schrijf een kop die vaker voorkomt met dubbele haken, zoals [[thema]]"
        return f"laat {'“' + key[1] + '”' if key else 'deze sleutel'} maar één keer staan"
    if _HEADING.match(line):
        return "schrijf een kop met evenveel haken ervoor als erachter, zoals [[thema]]"
    if re.match(r"\s*[\w-]+\s*:", line):
        return "gebruik = in plaats van : achter de sleutel"
    return "schrijf hier een sleutel, een = en een waarde, of zet er # voor als het een opmerking is"


def _about_value(key: "re.Match[str] | None", line: str, rest: str) -> str:
    value = line[key.end() :].strip() if key else ""
    if key and not value:
        return f"zet achter “{key[1]} =” een waarde"
    if value[:1] == "(":
        return _LIST
    if _KEY.match(rest) or rest.startswith("["):
        return "sluit de lijst hierboven af met ]"
    if value[:1] == "[":
        return _quoted(f"{key[1]} = [" if key else "", rest, "]")
    return _quoted(f"{key[1]} = " if key else "", rest)


def _about_end(key: "re.Match[str]", value: str, rest: str) -> str:
    """Return what to do about something behind a value."""
    if rest[:1] == ";":
        return "haal de ; aan het eind weg"
    if rest[:1] == ",":
        return _LIST
    return _QUOTE_WITHIN if value[:1] in ('"', "'", "[") else _quoted(f"{key[1]} = ", value)


def _quoted(before: str, value: str, behind: str = "") -> str:
    word = re.split(r"[,\]#]", value)[0].strip().strip("\"'") or value
    return f'zet tekst tussen aanhalingstekens, zoals {before}"{word}"{behind}'


class Lines:
    """Where the entries of a TOML file stand that has tables in rows (`[[thema]]`)."""

    def __init__(self, content: str) -> None:
        self._lines = content.splitlines()
        self._starts: dict[tuple[str, int], int] = {}
        counts: dict[str, int] = defaultdict(int)
        for number, line in enumerate(self._lines, start=1):
            match = _TABLE.match(line)
            if match:
                self._starts[match[1], counts[match[1]]] = number
                counts[match[1]] += 1

    def of(self, place: Sequence[str | int], word: str | None = None) -> int:
        """Return the line of a key in an entry (`("thema", 2, "termen")`), or of a text in it, from 1.

        Where that is not found, it is the line of the entry.
        """
        table, index = str(place[0]) if place else "", place[1] if len(place) > 1 else 0
        start = self._starts.get((table, int(index)) if isinstance(index, int) else (table, 0), 1)
        end = min((line for line in self._starts.values() if line > start), default=len(self._lines) + 1)
        key = str(place[2]) if len(place) > 2 else str(place[0]) if len(place) == 1 else None
        for number in range(start, end):
            line = self._lines[number - 1]
            if word is not None and (f'"{word}"' in line or f"'{word}'" in line):
                return number
            if word is None and key is not None and re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return start
