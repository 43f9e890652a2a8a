"""Projects for other programs: what is written, what is read back, and what is refused."""

import csv
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline import tables
from pipeline.cli import main
from pipeline.corrections.model import COLUMNS
from pipeline.errors import LeftOverNameError, SettingError
from pipeline.exchange.archive import pack, unpack
from pipeline.exchange.codings import Coded, Coding, codings_of
from pipeline.exchange.compare import Compared, Edit, compare
from pipeline.exchange.names import Code, CodeNames, Family, Label
from pipeline.exchange.qde_read import ReadSource, read_project
from pipeline.exchange.qde_write import NAMESPACE, Project, Session, Text, project_files, schema, source_names
from pipeline.nlp.codebook import load_codebook
from pipeline.reliability import kind_definitions
from pipeline.tables import KINDS
from tests.conftest import Run

GOLD = Path(__file__).parent / "gold" / "exchange"
N = f"{{{NAMESPACE}}}"

THEME, OTHER_THEME = Label(Family.THEME, "vertrouwen"), Label(Family.THEME, "tijd")
ROLE, VOICE = Label(Family.ROLE, "gemeente"), Label(Family.VOICE, "gemeente")
DILEMMA, ADVICE = Label(Family.KIND, "dilemma"), Label(Family.KIND, "advies")
TOPIC, OTHER_TOPIC = Label(Family.TOPIC, "t01"), Label(Family.TOPIC, "t02")
NAMES = CodeNames(
    [
        Code(Label(Family.THEME, "samenwerking"), "Samenwerking", "Hoe partijen samen optrekken."),
        Code(THEME, "Vertrouwen", parent=Label(Family.THEME, "samenwerking")),
        Code(OTHER_THEME, "Tijd & tempo"),
        Code(ROLE, "Gemeente"), Code(VOICE, "Gemeente"),
        Code(DILEMMA, "dilemma"), Code(ADVICE, "advies"),
        Code(TOPIC, "Gemeente"), Code(OTHER_TOPIC, "Geld <en> tijd"),
    ]
)  # fmt: skip

FIRST = "Vertrouwen\n\nDe gemeente wil snel zijn 🌱, maar dat kost vertrouwen. Geef haar daarom de tijd.\n"
SECOND = "Zonder vertrouwen gaat het niet. Zonder vertrouwen gaat het niet.\n"
TEXTS = (Text("r1", "tafels/eerste.docx", FIRST), Text("r2", "tafels/tweede.md", SECOND))
SESSIONS = (
    Session("s1", "r1", "Eerste tafel", "2024-03-05", "Tafels", 4),
    Session("s2", "r2", "Tweede tafel", "2024-05", None, 0),
)


def coded(
    text: Text, quote: str, *codings: Label | Coding, nth: int = 0, reason: str = "", heading: bool = False
) -> Coded:
    """Return codings on the words of a text."""
    start = [match.start() for match in re.finditer(re.escape(quote), text.text)][nth]
    given = tuple(one if isinstance(one, Coding) else Coding(one) for one in codings)
    session = next(session for session in SESSIONS if session.report_id == text.report_id)
    statement = None if heading else f"{text.report_id}-{start}"
    return Coded(text.report_id, session.session_id, statement, start, start + len(quote), quote, given, reason)


LONG = "De gemeente wil snel zijn 🌱, maar dat kost vertrouwen."
ADVISED = "Geef haar daarom de tijd."
TWICE = "Zonder vertrouwen gaat het niet."
CODED = (
    coded(TEXTS[0], "Vertrouwen", THEME, heading=True, reason="Thema: Vertrouwen. Term: vertrouwen (“Vertrouwen”)."),
    coded(TEXTS[0], LONG, DILEMMA, VOICE, THEME, ROLE, TOPIC, reason="Soort: dilemma. Zekerheid: 86 procent.\nThema: Vertrouwen."),
    coded(TEXTS[0], ADVISED, ADVICE, Coding(OTHER_THEME, "Maria <m>", "2024-06-01T10:00:00+02:00"), reason="Soort: advies."),
    coded(TEXTS[1], TWICE, DILEMMA, THEME, reason="Soort: dilemma."),
    coded(TEXTS[1], TWICE, DILEMMA, THEME, nth=1, reason="Soort: dilemma."),
)  # fmt: skip
PROJECT = Project("proef", "Een proef.", "0.1.0", "2024-07-01T12:00:00Z", NAMES, TEXTS, SESSIONS, CODED)


def files() -> dict[str, bytes]:
    return project_files(PROJECT)


def root() -> etree._Element:
    return etree.fromstring(files()["project.qde"])


def read(of: etree._Element, **texts: bytes) -> tuple[ReadSource, ...]:
    """Return a changed project as it is read, through its zip."""
    return read_project(unpack(pack({**files(), **texts, "project.qde": etree.tostring(of)})))


def changes(of: etree._Element | None = None, *, whole: bool = True, coder: str = "", **texts: bytes) -> Compared:
    """Return what is found changed in a project."""
    return compare(read(root() if of is None else of, **texts), TEXTS, CODED, NAMES, is_whole=whole, coder=coder)


def brief(found: Compared | Sequence[Edit]) -> list[tuple[str, str, str, str]]:
    """Return of each edit the words, what, and from what to what."""
    edits = found.edits if isinstance(found, Compared) else found
    text_of = {text.report_id: text.text for text in TEXTS}
    return [(text_of[edit.report_id][edit.start : edit.end], edit.what, edit.was, edit.becomes) for edit in edits]


# What is written


def test_a_small_project_is_written_as_agreed() -> None:
    assert files()["project.qde"].decode() == (GOLD / "project.qde").read_text(encoding="utf-8")


def test_a_project_keeps_the_schema_of_the_standard() -> None:
    schema().assertValid(root())
    broken = root()
    broken.find(f"{N}Users").getparent().append(broken.find(f"{N}Users"))
    assert not schema().validate(broken)


def test_the_schema_has_its_license_beside_it() -> None:
    folder = Path(__file__).parents[1] / "pipeline" / "resources" / "refi"
    assert "Copyright 2019 REFI-QDA" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "Module: Project.xsd" in (folder / "Project.xsd").read_text(encoding="utf-8")


def test_sources_are_plain_utf_8_and_selections_count_code_points() -> None:
    made = files()
    for source in root().iter(f"{N}TextSource"):
        data = made[f"sources/{source.get('plainTextPath').removeprefix('internal://')}"]
        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in data
        for selection in source.iter(f"{N}PlainTextSelection"):
            words = data.decode()[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
            assert words == next(one.text for one in CODED if one.text.startswith(selection.get("name")))


def test_everything_has_a_creation_date() -> None:
    made = root()
    assert made.get("creationDateTime") == "2024-07-01T12:00:00Z"
    for tag in ("TextSource", "PlainTextSelection", "Coding"):
        found = list(made.iter(f"{N}{tag}"))
        assert found
        assert all(element.get("creationDateTime") for element in found)
    by_maria = [one for one in made.iter(f"{N}Coding") if one.get("creationDateTime") == "2024-06-01T08:00:00Z"]
    assert len(by_maria) == 1


def test_the_coder_of_a_correction_is_a_user() -> None:
    made = root()
    users = {user.get("guid"): user.get("name") for user in made.iter(f"{N}User")}
    assert list(users.values()) == ["Rode Draad 0.1.0", "Maria <m>"]
    assert (
        sorted(users[one.get("creatingUser")] for one in made.iter(f"{N}Coding"))
        == ["Maria <m>"] + ["Rode Draad 0.1.0"] * 11
    )


def test_names_are_unique_over_the_tree_and_only_folders_are_not_codable() -> None:
    codes = list(root().iter(f"{N}Code"))
    names = [code.get("name").casefold() for code in codes]
    assert len(names) == len(set(names))
    assert {code.get("name") for code in codes if code.get("isCodable") == "false"} == {
        "Thema’s", "Rollen", "Stemmen", "Soorten", "Onderwerpen",
    }  # fmt: skip
    broader = next(code for code in codes if code.get("name") == "Thema: Samenwerking")
    assert broader.get("isCodable") == "true"
    assert [code.get("name") for code in broader.iterchildren(f"{N}Code")] == ["Thema: Vertrouwen"]


def test_codes_that_are_called_alike_are_told_apart() -> None:
    names = CodeNames([Code(TOPIC, "Geld"), Code(OTHER_TOPIC, "geld"), Code(THEME, "Geld")])
    assert [names.full(code.label) for code in names.codes] == [
        "Onderwerp: Geld (t01)", "Onderwerp: geld (t02)", "Thema: Geld",
    ]  # fmt: skip
    assert all(names.find((names.full(code.label),)) == code.label for code in names.codes)


def test_variables_are_in_the_source_and_in_the_case_and_only_a_whole_date_is_a_date() -> None:
    made = root()
    kinds = {variable.get("guid"): variable.get("name") for variable in made.iter(f"{N}Variable")}

    def values(element: etree._Element) -> dict[str, tuple[str, str]]:
        return {
            kinds[value[0].get("targetGUID")]: (etree.QName(value[1]).localname, value[1].text)
            for value in element.iterchildren(f"{N}VariableValue")
        }

    first = {
        "Datum": ("DateValue", "2024-03-05"),
        "Reeks": ("TextValue", "Tafels"),
        "Aantal aanwezigen": ("IntegerValue", "4"),
    }
    second = {"Datum, niet volledig": ("TextValue", "2024-05")}
    assert [values(source) for source in made.iter(f"{N}TextSource")] == [first, second]
    cases = list(made.iter(f"{N}Case"))
    assert [(case.get("name"), values(case)) for case in cases] == [
        ("Eerste tafel, 2024-03-05", first),
        ("Tweede tafel", second),
    ]
    sources = [source.get("guid") for source in made.iter(f"{N}TextSource")]
    assert [case.find(f"{N}SourceRef").get("targetGUID") for case in cases] == sources


def test_two_sessions_of_one_report_are_cases_of_selections() -> None:
    together = (SESSIONS[0], Session("s2", "r1", "Eerste tafel", None, None, 2))
    coding = [
        Coded(**{**vars(one), "report_id": "r1", "session_id": session})
        for one, session in zip(CODED[:2], ("s1", "s2"), strict=True)
    ]
    made = etree.fromstring(
        project_files(Project(**{**vars(PROJECT), "texts": TEXTS[:1], "sessions": together, "coded": coding}))[
            "project.qde"
        ]
    )
    schema().assertValid(made)
    assert [len(case.findall(f"{N}SelectionRef")) for case in made.iter(f"{N}Case")] == [1, 1]
    assert not list(made.iter(f"{N}SourceRef"))
    assert not list(made.find(f"{N}Sources").iter(f"{N}VariableValue"))


def test_the_same_project_gives_the_same_bytes() -> None:
    assert pack(files()) == pack(files())
    with zipfile.ZipFile(io.BytesIO(pack(files()))) as archive:
        assert archive.namelist()[0] == "project.qde"
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    guids = [element.get("guid") for element in root().iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    assert {uuid.UUID(guid).version for guid in guids} == {5}


def test_what_xml_cannot_hold_is_replaced() -> None:
    odd = Coded(**{**vars(CODED[3]), "reason": "Term: \x0b\ud800 en \x00."})
    made = project_files(Project(**{**vars(PROJECT), "coded": [odd]}))["project.qde"]
    assert "Term: �� en �." in made.decode()


def test_an_empty_project_keeps_the_schema() -> None:
    made = project_files(Project(**{**vars(PROJECT), "texts": (), "sessions": (), "coded": ()}))
    assert list(made) == ["project.qde"]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/x.docx", "b/y.v2.pdf"], ["x.txt", "y.v2.txt"]),
        (["a/x.docx", "a/x.pdf"], ["x.docx.txt", "x.pdf.txt"]),
        (["a/x.md", "b/X.md"], ["a - x.md.txt", "b - X.md.txt"]),
        (["a/x.md", "a - x.md", "b/x.md"], ["a - x.md.txt", "a - x.txt", "b - x.md.txt"]),
        (["verslag 4", "verslag 5"], ["verslag 4.txt", "verslag 5.txt"]),
    ],
)
def test_sources_are_called_as_short_as_tells_them_apart(paths: list[str], names: list[str]) -> None:
    texts = [Text(str(number), path, "") for number, path in enumerate(paths)]
    assert list(dict(sorted(source_names(texts).items())).values()) == names


# What is read back


def test_what_went_out_unchanged_is_no_change() -> None:
    assert changes() == Compared((), ())


def selection(of: etree._Element, name: str, nth: int = 0) -> etree._Element:
    return [one for one in of.iter(f"{N}PlainTextSelection") if (one.get("name") or "").startswith(name)][nth]


def guid_of(of: etree._Element, tag: str, name: str) -> str:
    return next(str(one.get("guid")) for one in of.iter(f"{N}{tag}") if one.get("name") == name)


def add(
    of: etree._Element, source: int, start: int, end: int, code: str, user: str = "Maria <m>", memo: str = ""
) -> None:
    """Add a coding as a person does: a selection of its own."""
    parent = list(of.iter(f"{N}TextSource"))[source]
    one = etree.Element(
        f"{N}PlainTextSelection", guid=str(uuid.uuid4()), startPosition=str(start), endPosition=str(end),
        creationDateTime="2024-08-01T09:00:00Z",
    )  # fmt: skip
    if memo:
        etree.SubElement(one, f"{N}Description").text = memo
    coding = etree.SubElement(one, f"{N}Coding", guid=str(uuid.uuid4()), creatingUser=guid_of(of, "User", user))
    etree.SubElement(coding, f"{N}CodeRef", targetGUID=guid_of(of, "Code", code))
    parent.insert(1, one)


def remove(of: etree._Element, name: str, code: str, nth: int = 0) -> None:
    target = guid_of(of, "Code", code)
    for coding in selection(of, name, nth).findall(f"{N}Coding"):
        if coding.find(f"{N}CodeRef").get("targetGUID") == target:
            coding.getparent().remove(coding)


START = FIRST.index(LONG)
EDITS: list[tuple[str, Callable[[etree._Element], None], list[tuple[str, str, str, str]]]] = [
    ("a theme added", lambda of: add(of, 0, START, START + len(LONG), "Thema: Tijd & tempo"), [(LONG, "thema", "", "tijd")]),
    ("on half of the statement", lambda of: add(of, 0, START + 3, START + 33, "Thema: Tijd & tempo"), [(LONG, "thema", "", "tijd")]),
    ("on one word of it", lambda of: add(of, 0, START + 3, START + 11, "Thema: Tijd & tempo"), [(LONG, "thema", "", "tijd")]),
    (
        "over two statements",
        lambda of: add(of, 1, 0, len(SECOND), "Rol: Gemeente"),
        [(TWICE, "rol", "", "gemeente"), (TWICE, "rol", "", "gemeente")],
    ),
    (
        "over most of two statements",
        lambda of: add(of, 1, 10, 55, "Rol: Gemeente"),
        [(TWICE, "rol", "", "gemeente"), (TWICE, "rol", "", "gemeente")],
    ),
    ("a theme that is there already", lambda of: add(of, 0, START, START + 20, "Thema: Vertrouwen"), []),
    ("another kind beside it", lambda of: add(of, 1, 0, len(TWICE), "Soort: advies"), [(TWICE, "soort", "dilemma", "advies")]),
    ("a voice", lambda of: add(of, 1, 0, len(TWICE), "Stem: Gemeente"), [(TWICE, "stem", "", "gemeente")]),
    ("a topic", lambda of: add(of, 1, 0, len(TWICE), "Onderwerp: Geld <en> tijd"), [(TWICE, "onderwerp", "", "t02")]),
    ("another topic", lambda of: add(of, 0, START, START + 30, "Onderwerp: Geld <en> tijd"), [(LONG, "onderwerp", "t01", "t02")]),
    ("a theme removed", lambda of: remove(of, "De gemeente", "Thema: Vertrouwen"), [(LONG, "thema", "vertrouwen", "")]),
    ("a voice removed", lambda of: remove(of, "De gemeente", "Stem: Gemeente"), [(LONG, "stem", "gemeente", "")]),
    ("a topic removed", lambda of: remove(of, "De gemeente", "Onderwerp: Gemeente"), [(LONG, "onderwerp", "t01", "los")]),
    ("the second of two alike", lambda of: remove(of, "Zonder", "Thema: Vertrouwen", 1), [(TWICE, "thema", "vertrouwen", "")]),
    (
        "all of a statement removed",
        lambda of: selection(of, "Geef").getparent().remove(selection(of, "Geef")),
        [(ADVISED, "uitspraak", "", "weg")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_one_change_comes_back_and_nothing_else(
    change: Callable[[etree._Element], None], expected: list[tuple[str, str, str, str]]
) -> None:
    of = root()
    change(of)
    assert brief(changes(of)) == expected
    assert brief(changes(of, whole=False)) == [edit for edit in expected if edit[3] not in ("", "los", "weg")]


def test_the_second_of_two_alike_is_meant() -> None:
    of = root()
    remove(of, "Zonder", "Thema: Vertrouwen", 1)
    assert [edit.start for edit in changes(of).edits] == [SECOND.rindex(TWICE)]


def test_a_kind_that_took_the_place_of_another_is_one_change() -> None:
    of = root()
    remove(of, "De gemeente", "Soort: dilemma")
    add(of, 0, START, START + len(LONG), "Soort: advies")
    assert brief(changes(of)) == [(LONG, "soort", "dilemma", "advies")]


def test_a_statement_that_only_lost_its_kind_stays_and_is_told() -> None:
    of = root()
    remove(of, "De gemeente", "Soort: dilemma")
    found = changes(of)
    assert not found.edits
    assert found.left == (
        "Een uitspraak heeft altijd een soort; waar alleen de soort weg is, is niets gewijzigd (1 keer).",
    )


def test_who_when_and_why_come_along() -> None:
    of = root()
    add(of, 1, 0, len(TWICE), "Thema: Tijd & tempo", memo="Het gaat\nover wachten.")
    (edit,) = changes(of).edits
    assert (edit.coder, edit.date, edit.reason) == ("Maria <m>", "2024-08-01T09:00:00Z", "Het gaat over wachten.")


@pytest.mark.parametrize(("user", "coder"), [("Rode Draad 0.1.0", "Piet"), ("Maria <m>", "Maria <m>")])
def test_what_stands_under_the_name_of_the_program_is_of_who_is_named(user: str, coder: str) -> None:
    of = root()
    add(of, 1, 0, len(TWICE), "Thema: Tijd & tempo", user=user)
    remove(of, "Geef", "Thema: Tijd & tempo")
    assert [edit.coder for edit in changes(of, coder="Piet").edits] == ["Piet", coder]


def test_two_people_who_add_the_same_are_both_heard() -> None:
    of = root()
    for user in ("Maria <m>", "Rode Draad 0.1.0"):
        add(of, 1, 0, len(TWICE), "Thema: Tijd & tempo", user=user)
        add(of, 1, 2, len(TWICE), "Thema: Tijd & tempo", user=user)
    assert sorted(edit.coder for edit in changes(of, coder="Piet").edits) == ["Maria <m>", "Piet"]


def test_a_changed_description_is_a_remark_once_for_each_selection() -> None:
    of = root()
    selection(of, "De gemeente").find(f"{N}Description").text += "\nDit betwijfel ik."
    (edit,) = changes(of).edits
    assert (edit.what, edit.was, edit.becomes, edit.reason) == ("soort", "dilemma", "dilemma", "Dit betwijfel ik.")
    assert edit.date == ""  # the coding is of the program, the remark is not


def test_a_note_is_a_remark() -> None:
    of = root()
    coding = selection(of, "De gemeente").findall(f"{N}Coding")[2]
    etree.SubElement(coding, f"{N}NoteRef", targetGUID="11111111-1111-1111-1111-111111111111")
    notes = etree.Element(f"{N}Notes")
    note = etree.SubElement(
        notes, f"{N}Note", guid="{11111111-1111-1111-1111-111111111111}", creationDateTime="2024-08-01T09:00:00Z"
    )
    etree.SubElement(note, f"{N}PlainTextContent").text = "Zie ook elders."
    of.find(f"{N}Sources").addnext(notes)
    schema().assertValid(of)
    (edit,) = changes(of).edits
    assert (edit.what, edit.was, edit.becomes, edit.reason) == ("thema", "vertrouwen", "vertrouwen", "Zie ook elders.")


def test_what_people_wrote_before_is_no_new_remark() -> None:
    known = [
        Coded(**{**vars(one), "reason": f"{one.reason}\nMaria: Klopt.", "told": frozenset({"Klopt."})}) for one in CODED
    ]
    of = root()
    selection(of, "Zonder").find(f"{N}Description").text += "\nKlopt."
    assert not compare(read(of), TEXTS, known, NAMES, is_whole=True).edits


def test_what_another_run_says_is_no_remark() -> None:
    of = root()
    said = selection(of, "De gemeente").find(f"{N}Description")
    said.text = said.text.replace("86 procent", "71 procent") + "\nOnderwerp: Een ander. Sterkte: 12 procent."
    assert not changes(of).edits


def test_a_code_that_nobody_knows_is_told() -> None:
    of = root()
    etree.SubElement(next(of.iter(f"{N}Codes")), f"{N}Code", guid=str(uuid.uuid4()), name="Macht", isCodable="true")
    add(of, 1, 0, len(TWICE), "Macht")
    assert changes(of).left == ("De code “Macht” staat niet in het codeboek; 1 codering is overgeslagen.",)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("Thema's", "vertrouwen"), THEME),
        (("THEMA: VERTROUWEN",), THEME),
        (("Mijn map", "Thema:  Vertrouwen"), THEME),
        (("Rollen", "Gemeente"), ROLE),
        (("Stemmen", "Gemeente"), VOICE),
        (("Gemeente",), None),
        (("Onderwerpen", "Wachten  op elkaar"), Label(Family.TOPIC, "Wachten op elkaar")),
        (("Onderwerp: Wachten op elkaar",), Label(Family.TOPIC, "Wachten op elkaar")),
        (("Onderwerp: t02",), OTHER_TOPIC),
        (("Thema: Macht",), None),
        (("Onderwerp:",), None),
        (("",), None),
    ],
)
def test_a_code_is_known_by_its_name_and_those_above_it(path: tuple[str, ...], label: Label | None) -> None:
    assert NAMES.find(path) == label


def test_what_is_outside_statements_is_told() -> None:
    of = root()
    add(of, 0, 0, 10, "Rol: Gemeente")
    assert changes(of) == Compared(
        (), ("Buiten elke uitspraak valt wat hier niet te verbeteren is; 1 codering is overgeslagen.",)
    )


def test_a_report_that_is_not_there_is_not_emptied() -> None:
    of = root()
    source = list(of.iter(f"{N}TextSource"))[1]
    source.getparent().remove(source)
    assert changes(of) == Compared((), ("Niet in dit project, en daarom niet gewijzigd: tafels/tweede.md.",))
    assert changes(of, whole=False) == Compared((), ())


# Other programs write it otherwise


def renamed_guids(of: etree._Element) -> etree._Element:
    """Return the project with identifiers that are new."""
    new: dict[str, str] = {}
    for element in of.iter():
        for name, value in element.attrib.items():
            if re.fullmatch(r"[0-9a-f-]{36}", value):
                element.set(name, "{" + new.setdefault(value, str(uuid.uuid4())).upper() + "}")
    return of


def sources_as(change: Callable[[str], bytes]) -> dict[str, bytes]:
    return {name: change(data.decode()) for name, data in files().items() if name.endswith(".txt")}


def in_units(of: etree._Element, text_of: Callable[[str], str] = lambda text: text) -> etree._Element:
    """Return the project with places in 16-bit units."""
    for source, text in zip(of.iter(f"{N}TextSource"), TEXTS, strict=True):
        for one in source.iter(f"{N}PlainTextSelection"):
            for name in ("startPosition", "endPosition"):
                before = text_of(text.text[: int(one.get(name))])
                one.set(name, str(len(before.encode("utf-16-le")) // 2))
    return of


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def in_points(of: etree._Element) -> etree._Element:
    for source, text in zip(of.iter(f"{N}TextSource"), TEXTS, strict=True):
        for one in source.iter(f"{N}PlainTextSelection"):
            for name in ("startPosition", "endPosition"):
                one.set(name, str(len(windows(text.text[: int(one.get(name))]))))
    return of


def without(of: etree._Element, *attributes: str) -> etree._Element:
    for element in of.iter():
        for name in attributes:
            element.attrib.pop(name, None)
    return of


def with_oddities(of: etree._Element) -> etree._Element:
    etree.SubElement(of, f"{N}Sets")
    etree.SubElement(of, "{urn:elders}Anders").text = "iets"
    next(of.iter(f"{N}TextSource")).append(etree.Element(f"{N}Weging", zwaarte="3"))
    return of


def inline(of: etree._Element) -> etree._Element:
    for source, text in zip(of.iter(f"{N}TextSource"), TEXTS, strict=True):
        del source.attrib["plainTextPath"]
        content = etree.Element(f"{N}PlainTextContent")
        content.text = text.text
        source.insert(1, content)
    return of


def as_pdf(of: etree._Element) -> etree._Element:
    for source in list(of.iter(f"{N}TextSource")):
        outer = etree.Element(f"{N}PDFSource", guid=str(uuid.uuid4()), name=source.get("name"))
        source.addprevious(outer)
        source.tag = f"{N}Representation"
        outer.append(source)
    return of


BOM = "\ufeff"
OTHERWISE: list[tuple[str, Callable[[], etree._Element], Callable[[str], bytes]]] = [
    ("identifiers that are new", lambda: renamed_guids(root()), str.encode),
    ("a byte order mark", root, lambda text: (BOM + text).encode()),
    ("UTF-16", root, lambda text: text.encode("utf-16")),
    ("Windows line ends, counted as one", root, lambda text: (BOM + windows(text)).encode()),
    ("Windows line ends, counted as two", lambda: in_points(root()), lambda text: windows(text).encode()),
    ("16-bit units", lambda: in_units(root()), str.encode),
    ("16-bit units and Windows line ends", lambda: in_units(root(), windows), lambda text: windows(text).encode()),
    ("16-bit units, line ends counted as one", lambda: in_units(root()), lambda text: windows(text).encode()),
    ("a last line end too many", root, lambda text: f"{text}\n\n".encode()),
    ("no isCodable, colours or names of selections", lambda: without(root(), "isCodable", "color"), str.encode),
    ("elements that nobody knows, and empty sets", lambda: with_oddities(root()), str.encode),
    ("the text in the XML", lambda: inline(root()), str.encode),
    ("a text as the representation of a PDF", lambda: as_pdf(root()), str.encode),
]  # fmt: skip


@pytest.mark.parametrize(("project", "text"), [case[1:] for case in OTHERWISE], ids=[case[0] for case in OTHERWISE])
def test_the_same_written_otherwise_is_no_change(
    project: Callable[[], etree._Element], text: Callable[[str], bytes]
) -> None:
    assert changes(project(), **sources_as(text)) == Compared((), ())


def test_the_xml_may_have_another_name_place_and_encoding() -> None:
    xml = etree.tostring(root(), encoding="unicode")
    for name, data in (
        ("Mijn project.QDE", f"<?xml version='1.0' encoding='utf-16'?>{xml}".encode()),
        ("map\\project.qde", f'<?xml version="1.0" encoding="UTF-16"?>\n{xml}'.encode("utf-16")),
        ("project.qde", f"\ufeff{xml}".encode()),
    ):
        texts = {key.replace("sources/", "Sources\\"): data for key, data in files().items() if key.endswith(".txt")}
        found = read_project(unpack(pack({**texts, name: data})))
        assert compare(found, TEXTS, CODED, NAMES, is_whole=True) == Compared((), ())


def test_a_text_that_was_edited_is_found_by_its_words() -> None:
    before = "Vooraf staat nu een regel.\n"
    of = root()
    for one in of.iter(f"{N}PlainTextSelection"):
        for name in ("startPosition", "endPosition"):
            one.set(name, str(int(one.get(name)) + len(before)))
    remove(of, "Zonder", "Thema: Vertrouwen", 1)
    found = changes(of, **sources_as(lambda text: (before + text).encode()))
    assert [(edit.what, edit.was, edit.start) for edit in found.edits] == [
        ("thema", "vertrouwen", SECOND.rindex(TWICE))
    ]


def test_words_that_were_taken_out_of_the_text_remove_no_coding() -> None:
    of = root()
    one = selection(of, "Geef")
    one.getparent().remove(one)
    assert not changes(of, **sources_as(lambda text: text.replace(ADVISED, "").encode())).edits


def test_a_text_that_is_not_in_the_project_is_told() -> None:
    left = {name: data for name, data in files().items() if not name.endswith(".txt")}
    found = compare(read_project(unpack(pack(left))), TEXTS, CODED, NAMES, is_whole=True)
    assert not found.edits
    assert [line[:17] for line in found.left] == ["Van “eerste.txt” ", "Van “tweede.txt” "]


CHARACTERS = st.text(st.sampled_from("ab \n🌱é𝔘\u0301.“"), max_size=40)


@given(CHARACTERS, CHARACTERS, st.data(), st.sampled_from(["points", "units"]), st.booleans())
def test_any_text_goes_out_and_comes_back(
    before: str, words: str, data: st.DataObject, count: str, returns: bool
) -> None:
    text = Text("r1", "a.txt", f"{before}Kern {words}!\n")
    start = len(before)
    end = data.draw(st.integers(start + 4, len(text.text) - 1))
    one = Coded("r1", "s1", "u1", start, end, text.text[start:end], (Coding(DILEMMA), Coding(THEME)), "Soort: dilemma.")
    made = project_files(Project("p", "", "1", "2024-07-01T12:00:00Z", NAMES, [text], [], [one]))
    of = etree.fromstring(made.pop("project.qde"))
    (name,) = made
    assert made[name].decode() == text.text
    written = windows if returns else str
    for place in (next(of.iter(f"{N}PlainTextSelection")),):
        for key in ("startPosition", "endPosition"):
            prefix = written(text.text[: int(place.get(key))])
            place.set(key, str(len(prefix) if count == "points" else len(prefix.encode("utf-16-le")) // 2))
    out = pack({"project.qde": etree.tostring(of), name: written(text.text).encode()})
    assert compare(read_project(unpack(out)), [text], [one], NAMES, is_whole=True) == Compared((), ())


# What is refused

DTD = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def bomb() -> bytes:
    return pack({"project.qde": b"<Project>" + b" " * 50_000_000 + b"</Project>"})


def locked() -> bytes:
    data = bytearray(pack({"project.qde": b"<Project/>"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("no zip", lambda: b"<Project/>", "geen heel project"),
    ("an empty file", lambda: b"", "geen heel project"),
    ("half a zip", lambda: pack(files())[:-300], "geen heel project"),
    ("bytes changed", lambda: pack(files()).replace(pack(files())[200:260], bytes(60)), "geen heel project"),
    ("no project in it", lambda: pack({"iets.txt": b""}), "staat geen project"),
    ("out of the folder", lambda: pack({"project.qde": b"<Project/>", "../../x.txt": b""}), "buiten de map"),
    ("out of the folder on Windows", lambda: pack({"project.qde": b"<Project/>", "..\\x.txt": b""}), "buiten de map"),
    ("an absolute path", lambda: pack({"project.qde": b"<Project/>", "/etc/x.txt": b""}), "buiten de map"),
    ("a drive", lambda: pack({"project.qde": b"<Project/>", "C:\\x.txt": b""}), "buiten de map"),
    ("a bomb", bomb, "te groot"),
    ("too many files", lambda: pack({f"{n}.png": b"" for n in range(20_001)}), "meer dan 20000"),
    ("a password", locked, "wachtwoord"),
    ("no XML", lambda: pack({"project.qde": b"<Project>"}), "geen hele XML"),
    ("no text", lambda: pack({"project.qde": b"\xff\xfe\x00"}), "geen hele XML"),
    ("entities", lambda: pack({"project.qde": f"{DTD}<Project name='&b;'>&b;</Project>".encode()}), "DTD"),
    ("a file from elsewhere", lambda: pack({"project.qde": f"{OUTSIDE}<Project>&a;</Project>".encode()}), "DTD"),
    ("entities in UTF-16", lambda: pack({"project.qde": f"{DTD}<Project>&b;</Project>".encode("utf-16")}), "DTD"),
    ("deeper than any project", lambda: pack({"project.qde": b"<Code>" * 5000 + b"</Code>" * 5000}), "geen hele XML"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_safe_or_not_whole_is_refused_in_one_sentence(data: Callable[[], bytes], says: str) -> None:
    with pytest.raises(SettingError, match=says) as told:
        read_project(unpack(data()))
    assert re.fullmatch(r"[A-Z][^\n]+[.]", str(told.value))


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_a_damaged_project_is_read_or_refused(at: int, other: bytes) -> None:
    data = bytearray(pack(files()))
    data[at % len(data) : at % len(data) + len(other)] = other
    try:
        compare(read_project(unpack(bytes(data))), TEXTS, CODED, NAMES, is_whole=True)
    except SettingError:
        return


@pytest.mark.parametrize(
    "attributes",
    [
        {"startPosition": "x"},
        {"startPosition": "-5"},
        {"endPosition": "99999999"},
        {"startPosition": "60", "endPosition": "20"},
    ],
)
def test_a_place_that_is_none_is_passed_over(attributes: dict[str, str]) -> None:
    of = root()
    add(of, 1, 0, len(TWICE), "Thema: Tijd & tempo")
    for name, value in attributes.items():
        list(of.iter(f"{N}TextSource"))[1][1].set(name, value)
    found = changes(of)
    assert all(edit.what == "thema" for edit in found.edits)
    assert len(found.edits) <= 2


# From the tables


def of_tables(**rows: list[dict[str, object]]) -> tuple[Coded, ...]:
    """Return the codings of tables with one statement, each row filled up from this one."""
    row = {
        "statement_id": "u1", "insight_id": "i1", "session_id": "s1", "report_id": "r1", "position": 1,
        "start_char": START, "end_char": START + len(LONG), "text": LONG,
    }  # fmt: skip
    filled = {
        "reports": {"report_id": "r1", "path": "a", "sha256": "0" * 64, "format": "txt", "title": None, "n_chars": 9, "language": "nl"},
        "statements": {
            **row, "kind": "dilemma", "kind_machine": "dilemma", "is_corrected": False, "kind_score": 0.86,
            "is_uncertain": False, "stands_alone": None, "both_sides": None, "advice_type": None,
            "advice_type_score": None, "attributed_to": None, "cues": ["norm", "vraag"], "lemmas": [], "nouns": [],
            "phrases": [], "phrase_lemmas": [],
        },
        "theme_mentions": {
            **{key: value for key, value in row.items() if key != "position"}, "theme": "vertrouwen", "term": "vertrouwen",
            "negated": False, "is_corrected": False,
        },
        "topic_assignments": {
            "statement_id": "u1", "topic_id": "t01", "strength": 0.5, "is_representative": False, "status": "ingedeeld",
            "nearest_topic_id": None, "is_corrected": False,
        },
        "corrections": {
            "correction_id": "x", "file": "x", "row": 2, "what": "thema", "status": "toegepast", "message": None,
            "report_id": "r1", "session_id": "s1", "insight_id": "i1", "statement_id": "u1", "topic_id": None,
            "start_char": None, "end_char": None, "text": None, "was": None, "becomes": "tijd", "machine": None,
            "coder": "Maria", "date": "2024-06-01", "reason": None, "picked": None,
        },
    }  # fmt: skip
    data = {
        name: tables.frame(
            name,
            [{**filled[name], **given} for given in rows.get(name, [{}] if name in ("reports", "statements") else [])],
        )
        for name in ("reports", "statements", "theme_mentions", "topic_assignments", "corrections")
    }
    return codings_of({**data, "role_mentions": tables.frame("role_mentions", [])}, NAMES)


def test_a_statement_tells_why_it_has_its_codes() -> None:
    word = FIRST.index("vertrouwen")
    (one,) = of_tables(
        statements=[{"attributed_to": "gemeente", "is_uncertain": True, "kind": "advies", "advice_type": "vraag"}],
        theme_mentions=[
            {"start_char": word, "end_char": word + 10, "text": "vertrouwen"},
            {"theme": "tijd", "negated": True},
        ],
        topic_assignments=[{}],
    )
    assert [coding.label for coding in one.codings] == [ADVICE, VOICE, THEME, TOPIC]
    assert (one.start, one.end) == (START, START + len(LONG))
    assert one.reason.splitlines() == [
        "Soort: advies. Het is een vraag. Zekerheid: 86 procent, dus twijfel. Aanwijzingen: norm; vraag.",
        "Stem: Gemeente.",
        "Thema: Vertrouwen. Term: vertrouwen (“vertrouwen”).",
        "Onderwerp: Gemeente. Sterkte: 50 procent.",
    ]


def test_the_words_of_a_heading_are_a_coding_of_their_own() -> None:
    found = of_tables(theme_mentions=[{"statement_id": None, "start_char": 0, "end_char": 10, "text": "Vertrouwen"}])
    assert [(one.text, one.statement_id) for one in found] == [("Vertrouwen", None), (LONG, "u1")]


@pytest.mark.parametrize(
    ("row", "coder"),
    [
        ({}, "Maria"),
        ({"becomes": "Tijd & tempo"}, "Maria"),
        ({"status": "vervangen"}, ""),
        ({"what": "rol"}, ""),
        ({"becomes": None}, ""),
    ],
)
def test_a_coding_is_of_who_gave_it(row: dict[str, object], coder: str) -> None:
    (one,) = of_tables(theme_mentions=[{"theme": "tijd", "is_corrected": True}], corrections=[row])
    assert [coding.coder for coding in one.codings if coding.label == OTHER_THEME] == [coder]


def test_what_people_wrote_stands_in_the_reason() -> None:
    (one,) = of_tables(
        corrections=[{"what": "soort", "status": "bevestigd", "becomes": "dilemma", "reason": "Klopt\nprecies."}]
    )
    assert one.reason.splitlines()[-1] == "Maria: Klopt precies."
    assert one.told == {"Klopt precies."}


def test_a_voice_that_is_no_role_of_the_codebook_is_a_code_too() -> None:
    from pipeline.run.exchange import project_names

    voices = pd.DataFrame({"attributed_to": ["overig", None, "gemeente"]}, dtype="str")
    corpus = SimpleNamespace(
        codebook=load_codebook(None), tables={"statements": voices, "topics": tables.frame("topics", [])}
    )
    names = project_names(corpus)  # type: ignore[arg-type]
    assert names.full(Label(Family.VOICE, "overig")) == "Stem: overig"
    assert [code.label.value for code in names.codes].count("gemeente") == 2


def test_each_kind_and_theme_says_what_it_means() -> None:
    from pipeline.run.exchange import project_names

    nothing = {name: tables.frame(name, []) for name in ("statements", "topics")}
    codebook = load_codebook(None)
    names = project_names(SimpleNamespace(codebook=codebook, tables=nothing))  # type: ignore[arg-type]
    xml = project_files(Project("Proef", "", "1.0", "2024-05-01T09:30:00Z", names, (), (), ()))["project.qde"]
    codes = etree.fromstring(xml).iter(f"{{{NAMESPACE}}}Code")
    told = {code.get("name"): code.findtext(f"{{{NAMESPACE}}}Description") for code in codes}
    assert {told[f"Soort: {kind}"] for kind in KINDS} == set(kind_definitions().values())
    assert all(told[f"Thema: {theme.name}"] == theme.definition for theme in codebook.themes)


# The command


def run_command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in ("uitwisselen", *arguments)])
    told = capsys.readouterr()
    return int(stopped.value.code or 0), told.out, told.err


@pytest.fixture(scope="module")
def exported(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a project."""
    from pipeline.run.exchange import export_project

    target = tmp_path_factory.mktemp("uit") / "proef.qdpx"
    export_project(sample_run.processed, target)
    return target


def test_the_sample_corpus_goes_out_and_nothing_comes_back(
    sample_run: Run, exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "proef.qdpx"
    code, out, _ = run_command(capsys, again, "--processed", sample_run.processed)
    assert code == 0
    assert again.read_bytes() == exported.read_bytes()
    assert re.search(r"52 verslagen met \d{4} coderingen", out)
    target = tmp_path / "correcties-niets.csv"
    code, out, err = run_command(
        capsys, "--lees", again, "--uit", target, "--heel", "--processed", sample_run.processed
    )
    assert (code, out, err) == (0, "Er is niets gewijzigd; er is geen bestand geschreven.\n", "")
    assert not target.exists()


def test_no_participant_is_named_in_the_project(sample_run: Run, exported: Path) -> None:
    words = b"".join(unpack(exported.read_bytes()).values()).decode()
    assert "[" in words
    for name in sample_run.data["participants"]["name"]:
        assert f" {name} " not in words, name


def test_a_name_that_is_left_stops_the_project(
    sample_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.run import exchange

    name = next(name for name in sample_run.data["participants"]["name"] if re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", name))
    real = exchange.project_texts
    monkeypatch.setattr(
        exchange,
        "project_texts",
        lambda corpus: tuple(Text(one.report_id, f"{name}.txt", one.text) for one in real(corpus)),
    )
    target = tmp_path / "proef.qdpx"
    with pytest.raises(LeftOverNameError, match=re.escape(name)):
        exchange.export_project(sample_run.processed, target)
    assert not target.exists()


def edited(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    parts = unpack(data)
    of = etree.fromstring(parts["project.qde"])
    change(of)
    return pack({**parts, "project.qde": etree.tostring(of)})


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return iter(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_changes_come_back_as_a_file_of_corrections(
    sample_run: Run, exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = sample_run.data["statements"].iloc[5]
    report = list(sample_run.data["reports"]["report_id"]).index(statement["report_id"])

    def change(of: etree._Element) -> None:
        user = etree.SubElement(of.find(f"{N}Users"), f"{N}User", guid=str(uuid.uuid4()), name='=HYPERLINK("x")')
        source = list(of.iter(f"{N}TextSource"))[report]
        one = next(one for one in source.iter(f"{N}PlainTextSelection") if one[0].text.startswith("Soort: "))
        start, end = int(one.get("startPosition")), int(one.get("endPosition"))
        add(
            of,
            report,
            start,
            end,
            "Thema: Digitale toegankelijkheid",
            user=user.get("name"),
            memo="Gaat over inloggen.",
        )

    project = tmp_path / "terug.qdpx"
    project.write_bytes(edited(exported.read_bytes(), change))
    target = tmp_path / "correcties-maria.csv"
    code, out, err = run_command(capsys, "--lees", project, "--uit", target, "--processed", sample_run.processed)
    assert (code, out, err) == (0, f"1 correctie (1 thema):\n  {target}\n", "")
    (row,) = rows_of(target)
    assert tuple(row) == COLUMNS
    assert (row["wat"], row["was"], row["waarom"]) == ("thema", "", "Gaat over inloggen.")
    assert row["wie"].lstrip("'").startswith("=HYPERLINK")
    assert not row["wie"].startswith("=")
    assert row["verslag"] == sample_run.data["reports"]["path"].iloc[report]

    code, _, err = run_command(capsys, "--lees", project, "--uit", target, "--processed", sample_run.processed)
    assert (code, err) == (2, f"{target} bestaat al en blijft staan; kies een andere naam.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Geef één project"),
        (["a.qdpx", "--lees", "b.qdpx"], "Geef één project"),
        (["a.zip"], "heet op .qdpx"),
        (["a.qdpx", "--heel"], "horen bij --lees"),
        (["--lees", "a.qdpx"], "--uit ontbreekt"),
        (["--lees", "a.qdpx", "--uit", "mijn.csv"], "leest alleen correcties*.csv"),
        (["--lees", "a.qdpx", "--uit", "correcties.csv"], "a.qdpx is niet te lezen"),
        (["a.qdpx", "--processed", "bestaat-niet"], "staat geen analyse"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run_command(capsys, *arguments)
    assert code == 2
    assert says in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())
