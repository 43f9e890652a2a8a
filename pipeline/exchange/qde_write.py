"""A project in REFI-QDA 1.5: `project.qde` and the texts, in the order of elements that the schema asks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import PurePosixPath

from lxml import etree

from pipeline.exchange.codings import Coded, Coding
from pipeline.exchange.elements import PROGRAM, clean, guid
from pipeline.exchange.names import Code, CodeNames, Family, Label
from pipeline.resources import open_binary

NAMESPACE = "urn:QDA-XML:project:1.0"

_COLOURS = {
    Family.THEME: "#1f6f8b",
    Family.ROLE: "#8b5a1f",
    Family.VOICE: "#6b4f9e",
    Family.KIND: "#b3442e",
    Family.TOPIC: "#3f7d3a",
}
_QUOTED = 100  # characters of a text by which people and programs know a selection


@dataclass(frozen=True)
class Text:
    """A report: its id, the path that readers see, and its text."""

    report_id: str
    path: str
    text: str


@dataclass(frozen=True)
class Session:
    """A session and what is known of it; the date in EDTF."""

    session_id: str
    report_id: str
    title: str
    date: str | None
    series: str | None
    n_present: int


@dataclass(frozen=True)
class Project:
    """All that is in a project.

    Attributes
    ----------
    name, description
        What the project is called, and what a reader has to know.
    version, created
        Which version of the program made the codings, and when (ISO 8601, UTC).
    names
        The codes.
    texts, sessions, coded
        The reports, their sessions, and the stretches of text with codings.
    """

    name: str
    description: str
    version: str
    created: str
    names: CodeNames
    texts: Sequence[Text]
    sessions: Sequence[Session]
    coded: Sequence[Coded]


def project_files(project: Project) -> dict[str, bytes]:
    """Return the files of a project by their name in the zip.

    Raises
    ------
    lxml.etree.DocumentInvalid
        If the project would not keep the schema of the standard: a fault of the program.
    """
    root = _Writer(project).written()
    schema().assertValid(root)
    xml = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return {
        "project.qde": xml,
        **{f"sources/{guid('bron', text.report_id)}.txt": text.text.encode() for text in project.texts},
    }


@cache
def schema() -> etree.XMLSchema:
    """Return the schema of the standard."""
    with open_binary("refi/Project.xsd") as file:
        return etree.XMLSchema(etree.parse(file))


def moment(text: str) -> str:
    """Return a date or time (ISO 8601) as the schema has it, empty for what is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if time.tzinfo is None:
        return time.isoformat(timespec="seconds")
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def source_names(texts: Iterable[Text]) -> dict[str, str]:
    """Return what each report is called: as short as tells them apart.

    The name ends in `.txt`, since programs look there for what a file holds, and a name without folders is a name for
    a file on every system.
    """
    left = {text.report_id: PurePosixPath(text.path) for text in texts}
    found: dict[str, str] = {}
    for shape in (_stem, _file_name, _whole):
        names = {report_id: shape(path) for report_id, path in left.items()}
        times = Counter(name.casefold() for name in (*names.values(), *found.values()))
        found |= {report_id: name for report_id, name in names.items() if times[name.casefold()] == 1}
        left = {report_id: path for report_id, path in left.items() if report_id not in found}
    found |= {report_id: f"{_whole(path)} {number}" for number, (report_id, path) in enumerate(left.items(), start=1)}
    return {report_id: f"{name}.txt" for report_id, name in found.items()}


def _stem(path: PurePosixPath) -> str:
    return path.stem


def _file_name(path: PurePosixPath) -> str:
    return path.name


def _whole(path: PurePosixPath) -> str:
    return " - ".join(path.parts)


class _Writer:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._program = f"{PROGRAM} {project.version}"
        people = sorted({coding.coder for coded in project.coded for coding in coded.codings} - {""})
        self._users = {"": self._program, **{name: name for name in people}}
        self._sources = source_names(project.texts)

    def written(self) -> etree._Element:
        project = self._project
        root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})
        _set(
            root,
            name=project.name,
            origin=self._program,
            creatingUserGUID=self._user(""),
            creationDateTime=project.created,
        )
        users = _add(root, "Users")
        for key, name in self._users.items():
            _add(users, "User", guid=self._user(key), name=name)
        self._codes(_add(_add(root, "CodeBook"), "Codes"))
        if project.sessions:
            self._variables(_add(root, "Variables"))
            self._cases(_add(root, "Cases"))
        if project.texts:
            self._texts(_add(root, "Sources"))
        _add(root, "Description").text = clean(project.description)
        return root

    def _user(self, name: str) -> str:
        return guid("gebruiker", self._users.get(name, self._program))

    def _codes(self, codes: etree._Element) -> None:
        for family in Family:
            of_family = [code for code in self._project.names.codes if code.label.family is family]
            if of_family:
                inside = _add(codes, "Code", guid=guid("map", family.value), name=family.folder, isCodable="false")
                self._codes_below(inside, None, of_family)

    def _codes_below(self, above: etree._Element, parent: Label | None, codes: Sequence[Code]) -> None:
        for code in codes:
            if code.parent == parent:
                name, colour = self._project.names.full(code.label), _COLOURS[code.label.family]
                element = _add(above, "Code", guid=_codeguid(code.label), name=name, isCodable="true", color=colour)
                if code.definition:
                    _add(element, "Description").text = clean(code.definition)
                self._codes_below(element, code.label, codes)

    def _variables(self, variables: etree._Element) -> None:
        for name, kind in _VARIABLES.items():
            _add(variables, "Variable", guid=guid("kenmerk", name), name=name, typeOfVariable=kind)

    def _cases(self, cases: etree._Element) -> None:
        together = Counter(session.report_id for session in self._project.sessions)
        names: Counter[str] = Counter()
        for session in self._project.sessions:
            name = f"{session.title}, {session.date}" if _is_whole(session.date or "") else session.title
            names[name.casefold()] += 1
            if names[name.casefold()] > 1:
                name = f"{name} ({names[name.casefold()]})"
            case = _add(cases, "Case", guid=guid("sessie", session.session_id), name=name)
            _add_values(case, session)
            if together[session.report_id] == 1:
                _add(case, "SourceRef", targetGUID=guid("bron", session.report_id))
            else:  # the source is of more sessions
                for coded in self._project.coded:
                    if coded.session_id == session.session_id:
                        _add(case, "SelectionRef", targetGUID=_selectionguid(coded))

    def _texts(self, sources: etree._Element) -> None:
        of_report = defaultdict(list)
        for session in self._project.sessions:
            of_report[session.report_id].append(session)
        selections = defaultdict(list)
        for coded in self._project.coded:
            selections[coded.report_id].append(coded)
        for text in self._project.texts:
            own = guid("bron", text.report_id)
            source = _add(
                sources, "TextSource", guid=own, name=self._sources[text.report_id],
                plainTextPath=f"internal://{own}.txt", creatingUser=self._user(""),
                creationDateTime=self._project.created,
            )  # fmt: skip
            _add(source, "Description").text = clean(f"Verslag: {text.path}")
            for coded in selections[text.report_id]:
                self._selection(source, coded)
            if len(of_report[text.report_id]) == 1:
                _add_values(source, of_report[text.report_id][0])

    def _selection(self, source: etree._Element, coded: Coded) -> None:
        quote = " ".join(coded.text.split())
        selection = _add(
            source, "PlainTextSelection", guid=_selectionguid(coded), name=quote[:_QUOTED],
            startPosition=str(coded.start), endPosition=str(coded.end),
            creatingUser=self._user(coded.codings[0].coder), creationDateTime=self._moment(coded.codings[0]),
        )  # fmt: skip
        _add(selection, "Description").text = clean(coded.reason)
        for coding in coded.codings:
            element = _add(
                selection, "Coding", guid=guid("codering", *_key(coded), coding.label.family, coding.label.value),
                creatingUser=self._user(coding.coder), creationDateTime=self._moment(coding),
            )  # fmt: skip
            _add(element, "CodeRef", targetGUID=_codeguid(coding.label))

    def _moment(self, coding: Coding) -> str:
        """Return when a coding was made; when the program made its own, where people did not say."""
        return moment(coding.date) or self._project.created


_VARIABLES = {"Datum": "Date", "Datum, niet volledig": "Text", "Reeks": "Text", "Aantal aanwezigen": "Integer"}


def _add_values(element: etree._Element, session: Session) -> None:
    is_whole = _is_whole(session.date or "")
    values = (
        ("Datum", "DateValue", session.date if is_whole else None),
        ("Datum, niet volledig", "TextValue", None if is_whole else session.date),
        ("Reeks", "TextValue", session.series),
        ("Aantal aanwezigen", "IntegerValue", str(session.n_present) if session.n_present else None),
    )
    for variable, tag, text in values:
        if text is not None:
            value = _add(element, "VariableValue")
            _add(value, "VariableRef", targetGUID=guid("kenmerk", variable))
            _add(value, tag).text = clean(text)


def _is_whole(edtf: str) -> bool:
    try:
        return date.fromisoformat(edtf).isoformat() == edtf
    except ValueError:
        return False


def _key(coded: Coded) -> tuple[object, ...]:
    return coded.report_id, coded.start, coded.end


def _selectionguid(coded: Coded) -> str:
    return guid("selectie", *_key(coded))


def _codeguid(label: Label) -> str:
    return guid("code", label.family.value, label.value)


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    _set(element, **attributes)
    return element


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(name, clean(value))
