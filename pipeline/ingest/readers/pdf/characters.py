"""The characters of a page with their places, and the stretches of text on a line that they make."""

import math
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

LINE_HYPHEN = "\ufffe"
_PDFIUM_HYPHEN = 2  # how pdfium gives the hyphen of a word that is broken over lines
# Around a raised number; signs that no text holds.
_MARK_OPENS, _MARK_CLOSES = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_MARK_OPENS}([^{_MARK_OPENS}{_MARK_CLOSES}]+){_MARK_CLOSES}((?:\\s(?=[,.;:!?)]))?)")
# Bullets of the fonts Symbol and Wingdings, which have no place of their own in Unicode.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF0A8: "□", 0xF06E: "■"}
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|italic|oblique", re.IGNORECASE)
_GAP = 1.6  # of the font size, between what stands in two cells or columns
_ALL_BOLD = 0.9  # of the characters of a line
_FEWEST_CHARACTERS, _LARGE = 60, 0.3  # of the page, for the picture of a scan
_MARK_SIZE, _RAISED, _TOUCHING = 0.8, 0.12, 0.4  # of the size of the line, for the mark of a footnote


@dataclass(frozen=True)
class Word:
    """A word of a line."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    """A stretch of text on one line; coordinates in points, from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int
    words: tuple[Word, ...] = ()
    is_further_line: bool = False  # of a cell, below its first

    @property
    def marks(self) -> frozenset[str]:
        """The small raised numbers in the line."""
        return frozenset(match[1] for match in _MARK.finditer(self.text)) if _MARK_OPENS in self.text else frozenset()

    def without_marks(self, notes: Set[str]) -> "Line":
        """Return the line without the marks of some footnotes; other raised numbers become plain ones."""
        if _MARK_OPENS not in self.text:
            return self

        def shown(text: str) -> str:
            return _MARK.sub(lambda match: "" if match[1] in notes else match[1] + match[2], text)

        words = (replace(word, text=shown(word.text)) for word in self.words)
        return replace(self, text=shown(self.text).strip(), words=tuple(word for word in words if word.text))


class Character(NamedTuple):  # quicker to make than a data class; a page has thousands
    """A character with the box that it fills; coordinates in points, from the top of the page."""

    sign: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    is_turned: bool = False  # set sideways; its coordinates are those of the page turned upright


@dataclass(frozen=True)
class Page:
    """The stretches of text on a page; those set sideways apart, unless the whole page is."""

    number: int
    height: float
    lines: tuple[Line, ...]
    sideways: tuple[Line, ...] = ()
    is_scan: bool = False


def read_page(page: Any, number: int) -> Page:
    """Return a page with its lines; a page that shows a picture and next to no text is a scan."""
    width, height = page.get_size()
    if page.get_rotation() % 180:
        width, height = height, width
    text_page = page.get_textpage()
    upright: list[Character] = []
    turned: list[Character] = []
    for character in _characters(text_page, width, height):
        (turned if character.is_turned else upright).append(character)
    text_page.close()
    if len(turned) > len(upright):  # a page in landscape
        upright, turned, height = turned, upright, width
    is_empty = len(upright) < 2 * _FEWEST_CHARACTERS and (
        sum(not character.sign.isspace() for character in upright) < _FEWEST_CHARACTERS
    )
    is_scan = is_empty and _has_large_picture(page)
    return Page(number, height, tuple(read_lines(upright, number)), tuple(read_lines(turned, number)), is_scan)


def read_lines(characters: Sequence[Character], number: int) -> Iterator[Line]:
    """Yield the stretches of text that characters make, in their order on the page."""
    current: list[Character] = []
    was_ended = False
    for character in characters:
        if character.sign in "\r\n":
            was_ended = True
            continue
        if was_ended and not (current and _goes_on(current[-1], character)):
            yield from _cut(current, number)
            current = []
        was_ended = False
        current.append(character)
    yield from _cut(current, number)


def _goes_on(last: Character, character: Character) -> bool:
    """Return whether a line goes on, where pdfium ends it because a raised number begins or ends."""
    size = max(last.size, character.size)
    is_of_other_size = min(last.size, character.size) < _MARK_SIZE * size
    is_beside = -0.1 * size <= character.left - last.right < _TOUCHING * size
    return is_of_other_size and is_beside and abs(character.bottom - last.bottom) < size


def _has_large_picture(page: Any) -> bool:
    from pypdfium2 import PdfiumError, raw

    width, height = page.get_size()
    try:
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = picture.get_bounds()
            if (right - left) * (top - bottom) >= _LARGE * width * height:
                return True
    except PdfiumError:
        return False
    return False


def _characters(text_page: Any, width: float, height: float) -> Iterator[Character]:
    import ctypes

    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    matrix = raw.FS_MATRIX()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    bold_names: dict[bytes, bool] = {}
    was_turned = ""  # spaces and line ends that pdfium adds have no direction of their own
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        sign = LINE_HYPHEN if code == _PDFIUM_HYPHEN else _SYMBOLS.get(code, chr(code))
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        slant = matrix.b
        size = raw.FPDFText_GetFontSize(text_page, index) * (abs(matrix.d) or abs(slant) or 1.0)
        key = name.value if raw.FPDFText_GetFontInfo(text_page, index, name, 200, flags) else b""
        if key not in bold_names:
            bold_names[key] = bool(_BOLD_NAME.search(key.decode("utf-8", "replace")))
        is_bold = bold_names[key] or raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
        # A damaged file may put a character nowhere.
        x_left, x_right, y_top, y_bottom = left.value, right.value, top.value, bottom.value
        if not math.isfinite(x_left + x_right + y_top + y_bottom + size):
            finite = (number if math.isfinite(number) else 0.0 for number in (x_left, x_right, y_top, y_bottom, size))
            x_left, x_right, y_top, y_bottom, size = finite
        if not sign.isspace():
            was_turned = "" if abs(slant) <= abs(matrix.a) else "up" if slant > 0 else "down"
        if was_turned == "up":
            yield Character(sign, y_bottom, y_top, x_left, x_right, size, is_bold, True)
        elif was_turned == "down":
            yield Character(
                sign, height - y_top, height - y_bottom, width - x_right, width - x_left, size, is_bold, True
            )
        else:
            yield Character(sign, x_left, x_right, height - y_top, height - y_bottom, size, is_bold)


def _cut(characters: Sequence[Character], page: int) -> Iterator[Line]:
    """Yield the stretches of a line: cut where a wide gap stands, or the text jumps to another line."""
    stretch: list[Character] = []
    for character in characters:
        last = next((each for each in reversed(stretch[-3:]) if not each.sign.isspace()), None)
        if last is not None and not character.sign.isspace():
            size = max(last.size, character.size, 1.0)
            jumps = abs(character.bottom - last.bottom) > 1.2 * size or character.left < last.left - 2 * size
            if character.left - last.right > _GAP * size or jumps:
                yield from _line(stretch, page)
                stretch = []
        stretch.append(character)
    yield from _line(stretch, page)


def _line(characters: Sequence[Character], page: int) -> Iterator[Line]:
    drawn = [character for character in characters if character.sign.strip() and character.sign != LINE_HYPHEN]
    if not drawn:
        return
    size, bottom = median(character.size for character in drawn), median(character.bottom for character in drawn)
    if min(character.size for character in drawn) < _MARK_SIZE * size:
        characters = list(_with_marks(characters, size, bottom))
    yield Line(
        text="".join(character.sign for character in characters).strip(),
        left=min(character.left for character in drawn),
        right=max(character.right for character in drawn),
        top=min(character.top for character in drawn),
        bottom=bottom,
        size=round(size, 1),
        is_bold=sum(character.is_bold for character in drawn) > _ALL_BOLD * len(drawn),
        page=page,
        words=tuple(_words(characters)),
    )


def _with_marks(characters: Sequence[Character], size: float, bottom: float) -> Iterator[Character]:
    """Yield characters with signs around small raised numbers, which may be the marks of footnotes."""
    for is_mark, group in groupby(characters, lambda character: _is_raised(character, size, bottom)):
        found = list(group)
        if not is_mark:
            yield from found
            continue
        number = "".join(character.sign for character in found)
        yield found[0]._replace(sign=f"{_MARK_OPENS}{number}{_MARK_CLOSES}", right=found[-1].right)


def _is_raised(character: Character, size: float, bottom: float) -> bool:
    is_sign = character.sign.isdigit() or character.sign in "*†‡"
    return is_sign and character.size < _MARK_SIZE * size and character.bottom < bottom - _RAISED * size


def _words(characters: Sequence[Character]) -> Iterator[Word]:
    word, left, right = "", 0.0, 0.0
    for character in characters:
        if not character.sign.strip():
            if word:
                yield Word(word, left, right)
            word = ""
        else:
            left = left if word else character.left
            word, right = word + character.sign, character.right
    if word:
        yield Word(word, left, right)
