"""A project of any program, read: its texts, and the codings on them by name.

Programs differ: another name for the `.qde`, a byte order mark, Windows line ends, elements that the standard does not
know, and identifiers that are new at each export. So nothing is known here by its identifier once it is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from pipeline.errors import SettingError

_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)


@dataclass(frozen=True)
class ReadCoding:
    """A coding.

    Attributes
    ----------
    start, end
        Its place as the project says it.
    quote
        The words that the project calls it by, perhaps only the first; empty if it says none.
    path
        The names of the code and those above it.
    coder, date, memo
        Who made it, when, and what was written with it.
    selection
        The number of its selection in the source: codings of one selection share what was written with it.
    """

    start: int
    end: int
    quote: str
    path: tuple[str, ...]
    coder: str
    date: str
    memo: str
    selection: int


@dataclass(frozen=True)
class ReadSource:
    """A text: its name, the text itself (None if it is not in the project), and its codings."""

    name: str
    text: str | None
    codings: tuple[ReadCoding, ...]


def read_project(files: Mapping[str, bytes]) -> tuple[ReadSource, ...]:
    """Return the texts of a project with their codings.

    Parameters
    ----------
    files
        The files in the zip, by name.

    Raises
    ------
    SettingError
        If there is no project in it, or its XML is not whole or not safe.
    """
    names = sorted((name for name in files if name.lower().endswith(".qde")), key=_by_depth)
    if not names:
        raise SettingError("In dit bestand staat geen project (.qde); exporteer het als REFI-QDA-project (.qdpx).")
    return tuple(_Reader(_parsed(files[names[0]]), files).sources())


def _by_depth(name: str) -> tuple[int, bool, str]:
    path = PurePosixPath(name)
    return len(path.parts), path.name.lower() != "project.qde", name


def _parsed(data: bytes) -> etree._Element:
    """Return the root of an XML file; one that declares entities is refused, as no project needs them."""
    try:
        # What the declaration says of the encoding is often not so.
        text = _DECLARATION.sub("", _decoded(data), count=1)
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise SettingError("Dit project bevat een DTD, die onveilig kan zijn; exporteer het opnieuw zonder DTD.")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(text.encode(), parser)
    except (UnicodeError, etree.XMLSyntaxError):
        raise SettingError("Het project is geen hele XML; exporteer het opnieuw uit het andere programma.") from None


def _decoded(data: bytes) -> str:
    return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")


class _Reader:
    def __init__(self, root: etree._Element, files: Mapping[str, bytes]) -> None:
        self._root = root
        self._files = {PurePosixPath(name).name.casefold(): data for name, data in files.items()}
        self._users = {_guid(user, "guid"): user.get("name") or "" for user in _all(root, "User")}
        self._notes = {_guid(note, "guid"): self._note_text(note) for notes in _of(root, "Notes") for note in notes}
        self._paths: dict[str, tuple[str, ...]] = {}
        for book in _of(root, "CodeBook"):
            for codes in _of(book, "Codes"):
                self._read_codes(codes)

    def sources(self) -> Iterator[ReadSource]:
        """Yield the texts; what a program made of a PDF is the text in its representation."""
        for sources in _of(self._root, "Sources"):
            for source in sources:
                texts = [source] if _tag(source) == "TextSource" else list(_of(source, "Representation"))
                for text in texts:
                    name = source.get("name") or text.get("name") or ""
                    yield ReadSource(name, self._text(text), tuple(self._codings(text)))

    def _read_codes(self, codes: etree._Element) -> None:
        # The depth of XML is bounded by the parser.
        todo: list[tuple[etree._Element, tuple[str, ...]]] = [(code, ()) for code in _of(codes, "Code")]
        while todo:
            code, above = todo.pop()
            path = (*above, code.get("name") or "")
            self._paths.setdefault(_guid(code, "guid"), path)
            todo.extend((below, path) for below in _of(code, "Code"))

    def _codings(self, source: etree._Element) -> Iterator[ReadCoding]:
        for number, selection in enumerate(_of(source, "PlainTextSelection")):
            try:
                start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            except ValueError:
                continue
            for coding in _of(selection, "Coding"):
                for reference in _of(coding, "CodeRef"):
                    path = self._paths.get(_guid(reference, "targetGUID"))
                    if path is not None:
                        yield ReadCoding(
                            start, end, selection.get("name") or "", path,
                            coder=self._coder(coding) or self._coder(selection),
                            date=coding.get("creationDateTime") or selection.get("creationDateTime") or "",
                            memo=self._memo(selection, coding), selection=number,
                        )  # fmt: skip

    def _coder(self, element: etree._Element) -> str:
        return self._users.get(_guid(element, "creatingUser"), "")

    def _memo(self, selection: etree._Element, coding: etree._Element) -> str:
        parts = [description.text or "" for description in _of(selection, "Description")]
        parts += [
            self._notes.get(_guid(note, "targetGUID"), "")
            for element in (selection, coding)
            for note in _of(element, "NoteRef")
        ]
        return "\n".join(part.strip() for part in parts if part.strip())

    def _note_text(self, note: etree._Element) -> str:
        described = "\n".join(description.text or "" for description in _of(note, "Description"))
        return self._text(note) or described

    def _text(self, element: etree._Element) -> str | None:
        """Return a text as it stands in the project, None if the project only says where it is."""
        for content in _of(element, "PlainTextContent"):
            if content.text:
                return str(content.text)
        path = element.get("plainTextPath") or ""
        if not path.startswith("internal:"):
            return None
        data = self._files.get(PurePosixPath(path.removeprefix("internal:")).name.casefold())
        if data is None:
            return None
        try:
            return _decoded(data)
        except UnicodeError:
            return data.decode("cp1252", errors="replace")


def _tag(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _of(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str) and _tag(child) == tag)


def _all(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    return (child for users in _of(element, "Users") for child in _of(users, tag))


def _guid(element: etree._Element, attribute: str) -> str:
    return (element.get(attribute) or "").strip().strip("{}").casefold()
