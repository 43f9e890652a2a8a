"""A page of which the parts that are not read at once are packed, for a corpus that would make it too large.

A part that is packed stands, compressed, at the end of the page, from where the script of the page brings it back
when a reader asks for it. Packing looks at the page and not at the document: every part has one form, that of the
template, whether it is packed or not.
"""

import base64
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

FROM = 3_000_000  # characters; a smaller page stays as it is, and needs no script to show everything
# The elements whose content is packed, and from how many characters on.
_PARTS: Mapping[str, int] = {"details": 300, "svg": 20_000, "tbody": 20_000, "data": 1_000}
_CHUNK = 1_000_000  # characters that are unpacked in one go: between two the page can be used
# The attributes that go by the kind of element; of all others every element has its own value.
_SHARED = frozenset({"class", "dir", "role", "scope", "style", "tabindex"})
_VOID = frozenset({"br", "input", "wbr"})
_CLOSE, _TEXT = 0, 1

# In our own pages `<`, `>` and `"` are escaped wherever they are text.
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:=\"([^\"]*)\")?")
_MAIN = re.compile(r"(<main[^>]*>\n)")
_PACKED = re.compile(r'<template class="packed">([^<]*)</template>\n')
_FOLD = re.compile(r' data-fold="(\d+)"([^>]*>(?:<summary.*?</summary>)?)', re.DOTALL)
_NOTICE = re.compile(r"<noscript class=\"packed\">.*?</noscript>\n", re.DOTALL)


def pack(page: str | Iterable[str], notice: str) -> str:
    """Return a page with its larger parts packed if it is a large page, and as it is if not.

    Parameters
    ----------
    page
        A page of our own making, or its pieces in order: then a large page is never there as a whole.
    notice
        A sentence for those whose browser runs no scripts: where they find what is packed.
    """
    pieces = iter((page,) if isinstance(page, str) else page)
    begun: list[str] = []
    size = 0
    while size < FROM or not begun:
        piece = next(pieces, None)
        if piece is None:
            return "".join(begun)
        begun.append(piece)
        size += len(piece)
    packer = _Packer(f'<noscript class="packed"><p>{html.escape(notice)}</p></noscript>\n')
    for piece in chain(("".join(begun),), pieces):
        packer.add(piece)
    return packer.page()


class _Packer:
    """Packs a page that comes in pieces; what it keeps is small."""

    def __init__(self, notice: str) -> None:
        self._kept: list[str] = []
        self._chunks: list[str] = []
        self._waiting: list[str] = []  # parts that do not fill a chunk yet
        self._size = 0
        self._n_parts = 0
        self._left: str = ""  # that may go on in the next piece
        self._notice = notice

    def add(self, piece: str) -> None:
        """Take the next piece."""
        self._left = "".join((self._left, piece))  # not `+`, by which markup escapes what it is added to
        if len(self._left) > _CHUNK and (not self._notice or _MAIN.search(self._left)):
            self._pack()

    def page(self) -> str:
        """Return the page, of which all pieces are there."""
        self._pack()
        self._compress()
        script = self._left.rindex("<script>")
        return "".join([*self._kept, self._left[:script], *self._chunks, self._left[script:]])

    def _pack(self) -> None:
        """Pack what is whole in what is left."""
        if self._notice:
            head, main, self._left = _MAIN.split(self._left, 1)
            self._kept += (head, main, self._notice)
            self._notice = ""
        end = self._left.find("</main>")
        if end < 0:  # up to a tag of which the rest is still to come
            tag = self._left.rfind("<")
            end = tag if tag >= 0 and self._left.find(">", tag) < 0 else len(self._left)
        places, end = _places(self._left, end)
        place = 0
        for start, stop in places:
            self._kept.append(_marked(self._left[place:start], self._n_parts))
            self._part(self._left[start:stop])
            place = stop
        self._kept.append(self._left[place:end])
        self._left = self._left[end:]

    def _part(self, part: str) -> None:
        if self._waiting and self._size + len(part) > _CHUNK:
            self._compress()
        self._waiting.append(part)
        self._size += len(part)
        self._n_parts += 1

    def _compress(self) -> None:
        if self._waiting:
            self._chunks.append(f'<template class="packed">{_compressed(self._waiting)}</template>\n')
        self._waiting, self._size = [], 0


def unpacked(page: str) -> str:
    """Return a page with everything in its place, as it was before it was packed but for the space between elements."""
    parts = [part for match in _PACKED.finditer(page) for part in _spread(_decompressed(match[1]))]
    if not parts:
        return page
    return _FOLD.sub(lambda match: match[2] + parts[int(match[1])], _NOTICE.sub("", _PACKED.sub("", page)))


def texts(page: str) -> Iterator[str]:
    """Yield the page without what is packed in it, and then that, some at a time."""
    yield _PACKED.sub("", page)
    for match in _PACKED.finditer(page):
        yield "\n".join(_spread(_decompressed(match[1])))


def _places(page: str, end: int) -> tuple[list[tuple[int, int]], int]:
    """Return where the content of each part that is packed starts and ends, and up to where all parts are whole.

    No part lies in another.
    """
    places = []
    name, depth, start, begin = "", 0, 0, 0
    for tag in _TAG.finditer(page, 0, end):
        if not name and tag[2] in _PARTS and not tag[4]:
            name, begin, start = tag[2], tag.start(), tag.end()
        if tag[2] == name and not tag[4]:
            depth += -1 if tag[1] else 1
            if not depth:
                if name == "details":
                    start = page.index("</summary>", start) + len("</summary>")
                if tag.start() - start >= _PARTS[name]:
                    places.append((start, tag.start()))
                name = ""
    return places, begin if name else end


def _marked(before: str, number: int) -> str:
    """Return the page up to the content of a part, with the number of the part in the tag that holds it."""
    tag = before.rindex("<details") + len("<details") if before.endswith("</summary>") else len(before) - 1
    return f'{before[:tag]} data-fold="{number}"{before[tag:]}'


def _compressed(parts: Sequence[str]) -> str:
    text = json.dumps(_gathered(parts), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def _decompressed(chunk: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(chunk)))


def _gathered(parts: Sequence[str]) -> list[Any]:
    """Return parts by kind of element: what is alike stands together, which compresses a quarter better.

    First the kinds, each `[name, shared attributes, names of its own attributes, texts, values of each own attribute]`.
    Then for each part what is in it in order: 0 where an element ends, 1 for a text, and from 2 on the place of a
    kind where an element of that kind starts. The first kind is the part itself.
    """
    kinds: list[list[Any]] = [["", {}, [], []]]
    numbers: dict[tuple[Any, ...], int] = {}
    orders: list[list[int]] = []
    for part in parts:
        order: list[int] = []
        around = [kinds[0]]
        for piece in _pieces(part):
            if isinstance(piece, str):
                order.append(_TEXT)
                around[-1][3].append(piece)
            elif piece is None:
                order.append(_CLOSE)
                around.pop()
            else:
                name, attributes = piece
                shared = {key: value for key, value in attributes.items() if key in _SHARED}
                own = [key for key in attributes if key not in _SHARED]
                number = numbers.setdefault((name, *shared.items(), *own), len(kinds))
                if number == len(kinds):
                    kinds.append([name, shared, own, [], *([] for _ in own)])
                around.append(kinds[number])
                order.append(number + 1)
                for values, key in zip(around[-1][4:], own, strict=True):
                    values.append(attributes[key])
        orders.append(order)
    return [kinds, orders]


def _pieces(part: str) -> Iterator[tuple[str, dict[str, str]] | str | None]:
    """Yield what is in a part in order: a tag that opens, a text, and None where an element ends."""
    place = 0
    for tag in _TAG.finditer(part):
        yield from _text(part[place : tag.start()])
        place = tag.end()
        if tag[1]:
            yield None
            continue
        yield tag[2], {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[3])}
        if tag[4] or tag[2] in _VOID:
            yield None
    yield from _text(part[place:])


def _text(text: str) -> Iterator[str]:
    """Yield a text, unless it is the end of a line between two elements."""
    if text and not (text.isspace() and "\n" in text):
        yield html.unescape(text)


def _spread(gathered: Any) -> Iterator[str]:
    """Yield the parts as they were before they were gathered."""
    kinds, orders = gathered
    texts = [iter(kind[3]) for kind in kinds]
    values = [[iter(column) for column in kind[4:]] for kind in kinds]
    for order in orders:
        found: list[str] = []
        around = [0]
        for code in order:
            if code == _TEXT:
                found.append(html.escape(next(texts[around[-1]])))
            elif code == _CLOSE:
                name = kinds[around.pop()][0]
                found.append("" if name in _VOID else f"</{name}>")
            else:
                number = code - 1
                name, shared, own = kinds[number][:3]
                attributes = {**shared, **{key: next(column) for key, column in zip(own, values[number], strict=True)}}
                told = (f' {key}="{html.escape(value)}"' for key, value in attributes.items())
                found.append(f"<{name}{''.join(told)}>")
                around.append(number)
        yield "".join(found)
