"""A codebook in the exchange format of programs for qualitative analysis (REFI-QDA 1.5, Codebook: `.qdc`).

The format has a name and a description of each code. What our codebooks have more stands as lines at the end of the
description, which people can read and which come back.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from pipeline.errors import CodebookError
from pipeline.exchange import codebook_file as sheet
from pipeline.exchange.codebook_file import ROLE, SEPARABLE, THEME, VERSION, Values
from pipeline.exchange.elements import PROGRAM, clean, guid
from pipeline.exchange.names import Family

NAMESPACE = "urn:QDA-XML:codebook:1.0"

_FAMILIES = {THEME: Family.THEME, ROLE: Family.ROLE}
# What stands behind the definition, in this order; the first label shows where that begins.
_LABELS = {
    "code": "Code", "termen": "Termen", "uitsluiten": "Uitsluiten", "groep": "Groep", "voorbeelden": "Voorbeelden",
    "wel": "Wel", "niet": "Niet", "memo": "Memo", "herkomst": "Herkomst",
}  # fmt: skip
_LINE = re.compile(r"([A-Z][a-z]+):\s*(.*)")


def to_qdc(values: Values) -> bytes:
    """Return a codebook as a `.qdc` file; the same codebook gives the same bytes."""
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE}, origin=PROGRAM)
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    names = _unique_names(values)
    for kind, family in _FAMILIES.items():
        entries = values.get(kind, ())
        if entries or kind == THEME:
            top = _add(codes, guid("map", kind), family.folder, "\n".join(_of_folder(values)) if kind == THEME else "")
            for entry in _below(entries, None):
                _add_entry(top, kind, entry, entries, names)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _unique_names(values: Values) -> dict[tuple[str, str], str]:
    """Return what each code is called: its kind and its name, and its code where two have that name."""
    plain = {
        (kind, entry["code"]): f"{_FAMILIES[kind].prefix}{clean(entry['naam'])}"
        for kind in _FAMILIES
        for entry in values.get(kind, ())
    }
    times = Counter(name.casefold() for name in plain.values())
    return {key: name if times[name.casefold()] == 1 else f"{name} ({key[1]})" for key, name in plain.items()}


def _below(entries: Any, parent: str | None) -> Iterator[Mapping[str, Any]]:
    return (entry for entry in entries if (entry.get("ouder") or None) == parent)


def _add_entry(
    above: etree._Element,
    kind: str,
    entry: Mapping[str, Any],
    entries: Any,
    names: Mapping[tuple[str, str], str],
) -> None:
    description = "\n\n".join(part for part in (entry.get("definitie", ""), "\n".join(_lines(entry))) if part)
    own = _add(above, guid("code", kind, entry["code"]), names[kind, entry["code"]], description, codable=True)
    if kind == THEME:
        for narrower in _below(entries, entry["code"]):
            _add_entry(own, kind, narrower, entries, names)


def _add(above: etree._Element, guid: str, name: str, description: str, *, codable: bool = False) -> etree._Element:
    is_codable = "true" if codable else "false"
    code = etree.SubElement(above, f"{{{NAMESPACE}}}Code", guid=guid, name=name, isCodable=is_codable)
    if description:
        etree.SubElement(code, f"{{{NAMESPACE}}}Description").text = clean(description)
    return code


def _of_folder(values: Values) -> Iterator[str]:
    yield f"Versie: {_on_a_line(values[VERSION])}"
    for particle, verbs in values.get(SEPARABLE, {}).items():
        yield f"Scheidbaar: {sheet.list_cell((particle, *verbs), by_line=False, may_split=True)}"


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for key, label in _LABELS.items():
        value = entry.get(key)
        if value:
            in_list = key in sheet.LISTS
            cell = sheet.list_cell(value, by_line=False, may_split=True) if in_list else _on_a_line(value)
            yield f"{label}: {cell}"


def _on_a_line(text: str) -> str:
    return sheet.list_cell([text], by_line=True, may_split=False)


def from_qdc(data: bytes, source: str) -> dict[str, Any]:
    """Return the codebook in a `.qdc` file, of this program or of another.

    Parameters
    ----------
    data
        The file.
    source
        What errors call it.

    Raises
    ------
    CodebookError
        If it is no such file, or has no code.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise CodebookError(
            f"{source} bevat een DTD, die onveilig kan zijn; exporteer het codeboek opnieuw zonder DTD."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise CodebookError(f"{source} is geen heel .qdc-bestand; exporteer het codeboek opnieuw.") from None
    codes = next((child for child in root if _tag(child) == "Codes"), None)
    values: dict[str, Any] = {VERSION: sheet.FIRST_VERSION, THEME: [], ROLE: [], SEPARABLE: {}}
    if _tag(root) == "CodeBook" and codes is not None:
        _take(codes, values, THEME, None)
    if not values[THEME] and not values[ROLE]:
        raise CodebookError(f"{source} bevat geen codes; exporteer het codeboek opnieuw als REFI-QDA-codeboek (.qdc).")
    return _with_parents(sheet.with_codes(values))


def _take(above: etree._Element, values: dict[str, Any], kind: str, parent: dict[str, Any] | None) -> None:
    for element in above:
        if _tag(element) != "Code":
            continue
        name = " ".join((element.get("name") or "").split())
        description = next((child.text or "" for child in element if _tag(child) == "Description"), "")
        folder = next((one for one, family in _FAMILIES.items() if family.folder == name), None)
        if folder is not None and parent is None:
            _take_folder(description, values)
            _take(element, values, folder, None)
            continue
        own = next((one for one, family in _FAMILIES.items() if name.startswith(family.prefix)), kind)
        entry = _entry(name.removeprefix(_FAMILIES[own].prefix), description)
        if parent is not None and own == THEME:
            entry["ouder"] = parent  # the entry itself, for it may have no code yet
        values[own].append(entry)
        _take(element, values, own, entry)


def _take_folder(description: str, values: dict[str, Any]) -> None:
    for label, cell in _labelled(description.splitlines()):
        if label == "Versie":
            values[VERSION] = sheet.scalar_of(cell)
        elif label == "Scheidbaar":
            particle, *verbs = sheet.items_of(cell, may_split=True) or [""]
            values[SEPARABLE][particle] = verbs


def _entry(name: str, description: str) -> dict[str, Any]:
    lines = description.splitlines()
    begin = next((place for place in reversed(range(len(lines))) if lines[place].startswith("Code: ")), len(lines))
    entry: dict[str, Any] = {}
    definition = "\n".join(lines[:begin]).strip()
    if definition:
        entry["definitie"] = definition
    keys = {label: key for key, label in _LABELS.items()}
    for label, cell in _labelled(lines[begin:]):
        key = keys.get(label)
        if key is not None:
            entry[key] = sheet.items_of(cell, may_split=True) if key in sheet.LISTS else sheet.scalar_of(cell)
    suffix = f" ({entry.get('code')})"
    return {"naam": name.removesuffix(suffix), **entry}


def _labelled(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _LINE.match(line.strip())
        if match:
            yield match[1], match[2]


def _with_parents(values: dict[str, Any]) -> dict[str, Any]:
    for entry in values[THEME]:
        if isinstance(entry.get("ouder"), dict):
            entry["ouder"] = entry["ouder"]["code"]
    return values


def _tag(element: etree._Element) -> str:
    """Return the name of an element whatever its namespace: programs write several."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
