"""Names outside the running text: in paths and ids, in what was overlooked, and in what is about to be written."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline import cli, tables
from pipeline.config import Settings
from pipeline.dutch.name_check import NameCheck, fold
from pipeline.errors import LeftOverNameError
from pipeline.nlp.left_over import show
from pipeline.nlp.paths import present_ids, shown_paths
from pipeline.nlp.persons import Persons
from pipeline.nlp.pseudonyms import pseudonymise
from pipeline.progress import Silent
from pipeline.run import report
from pipeline.run.last_check import check_files
from pipeline.tables import records
from tests.conftest import Run, run_once
from tests.test_reporting import Builder, World

# Paths


@pytest.mark.parametrize(
    ("path", "present", "expected"),
    [
        ("interview-haverkate.md", ["Piet Haverkate"], "verslag 1"),
        ("gesprekken/Interview Piet.docx", ["Piet Haverkate"], "gesprekken/verslag 1"),
        ("verslag_jdevries.docx", ["Jan de Vries"], "verslag 1"),
        ("verslag_jan.de.vries_def.docx", ["Jan de Vries"], "verslag 1"),
        ("Vries, Jan de - gesprek.pdf", ["Jan de Vries"], "verslag 1"),
        ("Notulen PdV.docx", ["Piet de Vos"], "verslag 1"),
        ("notulen-pdv.docx", ["Piet de Vos"], "verslag 1"),
        ("NotulenHaverkate2023.docx", ["Piet Haverkate"], "verslag 1"),
        ("gesprekhaverkate.docx", ["Piet Haverkate"], "verslag 1"),
        ("INTERVIEW_YILMAZ.txt", ["Ayşe Yılmaz"], "verslag 1"),
        ("interview-celik.txt", ["Ayşe Çelik"], "verslag 1"),
        ("gesprek-rood.txt", ["Els Rood"], "verslag 1"),
        ("Piet Haverkate/2023/verslag.txt", ["Piet Haverkate"], "verslag 1"),
        ("a/gesprek Haverkate/2023/verslag.txt", ["Piet Haverkate"], "a/verslag 1"),
        ("rondetafel-rode-draad.txt", ["Els Rood"], None),
        ("rondetafel-van-de-wijk.txt", ["Kees van de Meer"], None),
        ("rondetafel-bakkerij.txt", ["Kees Bakker"], None),
        ("2024-03-14 verslag op de tafel.txt", ["Otto de Prins"], None),
    ],
)
def test_a_path_that_names_who_was_there(path: str, present: list[str], expected: str | None) -> None:
    rows = {
        "reports": [{"path": path, "report_id": "a"}],
        "rejections": [],
        "sessions": [{"session_id": "a-s1", "report_id": "a"}],
        "participants": [{"session_id": "a-s1", "name": name} for name in present],
        "entities": [],
    }
    assert shown_paths(rows, ["We gaan op de fiets."]) == ({path: expected} if expected else {})


@pytest.mark.parametrize(
    ("path", "is_replaced"),
    [
        ("over-haverkate.txt", True),  # somebody of another report
        ("brief aan mw Kartini.txt", True),  # somebody who is only named
        ("interview-els-rood.txt", True),
        ("het-rood-van-de-dijk.txt", False),  # a common word, and the surname of somebody elsewhere
        ("verslag-els.txt", False),  # a given name of somebody elsewhere
        ("gemeente-hoorn.txt", False),
    ],
)
def test_a_path_that_names_somebody_else(path: str, is_replaced: bool) -> None:
    rows = {
        "reports": [{"path": "een.txt", "report_id": "a"}, {"path": path, "report_id": "b"}],
        "rejections": [{"path": "aaa.bin"}],
        "sessions": [{"session_id": "a-s1", "report_id": "a"}],
        "participants": [{"session_id": "a-s1", "name": name} for name in ("Piet Haverkate", "Els Rood", "Jan Hoorn")],
        "entities": [{"report_id": "b", "label": "PERSON", "canonical": None, "text": "Kartini"}],
    }
    shown = shown_paths(rows, ["De dijk kleurt rood."])
    rank = sorted(["aaa.bin", "een.txt", path]).index(path) + 1
    assert shown == ({path: f"verslag {rank}"} if is_replaced else {})


REPORT = """Verslag gesprek over de keten

Datum: 3 mei 2023

Aanwezig: Piet Haverkate (directeur, VNG), Kees van der Burg (adviseur, IenW), Els Rood (manager, UWV)

1. Rollen

De opdrachtgever en de opdrachtnemer weten niet wie beslist. Piet Haverkate zegt dat het vertrouwen ontbreekt.
Het knelt dat niemand weet wie beslist. Kees van der Burg vindt dat de afspraken niet helder zijn. Leg daarom vast wie waarover gaat.

2. Geld

Het werk is blijvend en het geld is tijdelijk. De verf is rood. Els Rood wil een meerjarige afspraak. Bel 06-12345678.
"""
FILES = {
    "gesprekken/interview-haverkate.md": REPORT,
    "kopie-haverkate.md": REPORT,
    "gesprekken/tafel.txt": REPORT.replace("Piet Haverkate", "Ineke Storm").replace("3 mei", "4 mei") + "\nEinde.\n",
    "Piet Haverkate.bin": b"\x00\x01\x02",
}
NAMES = ("haverkate", "van der burg", "els rood", "ineke storm")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return _analysed(tmp_path_factory.mktemp("privacy"))


def _analysed(folder: Path, **options: object) -> Run:
    for name, content in FILES.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return run_once(folder / "raw", folder, Settings(workers=1, **options))


def _contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield all that is in the files of a folder, and their names."""
    for path in folder.rglob("*"):
        yield f"{path} (name)", path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            yield str(path), str(pd.read_parquet(path).to_dict("list"))
        elif path.suffix in (".odt", ".docx", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():
                    yield f"{path}: {part}", archive.read(part).decode("utf-8", "replace")
        elif path.suffix == ".pdf":
            pypdf = pytest.importorskip("pypdf")
            read = pypdf.PdfReader(path)
            yield str(path), " ".join(page.extract_text() for page in read.pages) + str(read.metadata)
        elif path.is_file():
            yield str(path), path.read_bytes().decode("utf-8", "replace")


def _left(text: str) -> list[str]:
    folded = re.sub(r"[\W_]+", " ", text.casefold())
    return [name for name in NAMES if name in folded]


def test_a_file_named_after_who_was_there_is_called_by_its_number(run: Run) -> None:
    for place, text in _contents(run.reports):
        assert not _left(text), place
    reports = pd.read_parquet(run.reports / "data" / "reports.parquet")
    assert sorted(reports["path"]) == ["gesprekken/tafel.txt", "gesprekken/verslag 2"]
    assert any(re.fullmatch(r"verslag-2-[0-9a-f]{8}", key) for key in reports["report_id"])
    rejections = pd.read_parquet(run.reports / "data" / "rejections.parquet").set_index("path")
    assert set(rejections.index) == {"verslag 1", "verslag 4"}
    assert rejections.loc["verslag 4", "detail"] == "gesprekken/verslag 2"
    assert "hetzelfde als gesprekken/verslag 2" in rejections.loc["verslag 4", "message"]


def test_all_ids_move_together(run: Run) -> None:
    corpus = pipeline.load(run.processed)
    data = corpus.tables
    assert set(corpus.texts) == set(data["reports"]["report_id"])
    keys = {"report_id": "reports", "session_id": "sessions", "insight_id": "insights", "statement_id": "statements"}
    for column, home in keys.items():
        known = set(data[home][column])
        assert all(key.startswith(tuple(data["reports"]["report_id"])) for key in known)
        for name, table in data.items():
            if column in table:
                assert set(table[column].dropna()) <= known, (name, column)
    assert any("verslag-2-" in key for key in data["topic_assignments"]["statement_id"])
    assert all(len(data[name]) == len(run.data[name]) for name in ("reports", "statements", "topic_assignments"))


def test_the_key_to_the_files_lies_with_the_tables(run: Run) -> None:
    with (run.processed / "bestandsnamen.csv").open(encoding="utf-8-sig", newline="") as file:
        key = list(csv.reader(file, delimiter=";"))
    assert key == [
        ["verslag", "bestand"],
        ["gesprekken/verslag 2", "gesprekken/interview-haverkate.md"],
        ["verslag 1", "Piet Haverkate.bin"],
        ["verslag 4", "kopie-haverkate.md"],
    ]
    told = json.loads((run.processed / "run.json").read_bytes())["namen"]["nagekeken"]
    assert set(told) == {"vervangen_bij_controle", "contactgegevens", "bestandsnamen", "bestanden"}
    assert told["bestandsnamen"] == 3
    assert told["bestanden"] > 10
    assert "Piet Haverkate.bin" in set(run.summary.rejections["path"])  # the terminal calls a file by its name


def test_nowhere_is_not_in_a_path_either(tmp_path: Path) -> None:
    run = _analysed(tmp_path, names="nergens", min_dilemmas=3)
    for folder in (run.processed, run.reports):
        for place, text in _contents(folder):
            assert not _left(text), place
    assert not (run.processed / "bestandsnamen.csv").exists()
    paths = [one["path"] for one in json.loads((run.processed / "run.json").read_bytes())["invoer"]]
    assert paths == ["gesprekken/verslag 2", "gesprekken/tafel.txt"]


def test_who_shows_names_keeps_the_paths(tmp_path: Path) -> None:
    run = _analysed(tmp_path, names="tonen")
    reports = pd.read_parquet(run.reports / "data" / "reports.parquet")
    assert sorted(reports["path"]) == ["gesprekken/interview-haverkate.md", "gesprekken/tafel.txt"]
    assert not (run.processed / "bestandsnamen.csv").exists()
    assert json.loads((run.processed / "run.json").read_bytes())["namen"] == {"nagekeken": {}}


def test_statements_are_known_again_when_files_are_added() -> None:
    rows = [{"statement_id": "verslag-21-0123abcd-s1-i01-z01", "topic_id": "t"}, {"statement_id": "x", "topic_id": "t"}]
    now = ["interview-haverkate-0123abcd-s1-i01-z01", "tafel-99999999-s1-i01-z01"]
    assert [row["statement_id"] for row in present_ids(rows, now)] == [now[0], "x"]


# The check on what was overlooked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jan de vries en JAN DE VRIES", ["jan de vries", "JAN DE VRIES"]),
        ("Jan  de\nVries, Jan\u00a0de Vries", ["Jan  de\nVries", "Jan\u00a0de Vries"]),
        ("Vries, Jan de; De Vries, Jan", ["Vries, Jan de", "De Vries, Jan"]),
        ("J. de Vries, J de Vries en de Vries’ plan", ["J. de Vries", "J de Vries", "de Vries"]),
        ("Ayse Celik en Ayşe Çelik", ["Ayse Celik", "Ayşe Çelik"]),
        ("ØYSTEIN ØVREBØ; Øystein Øvrebø; Oystein Ovrebo", ["ØYSTEIN ØVREBØ", "Øystein Øvrebø", "Oystein Ovrebo"]),
        ("Els in 't Veld en Els in ’t Veld", ["Els in 't Veld", "Els in ’t Veld"]),
        ("id=jan-de-vries_1", ["jan-de-vries"]),
        ("Ook K. van der Burg en V.d. Burg", ["K. van der Burg", "V.d. Burg"]),
        ("de vries, de vriesdroger, de Vriesstraat, de Vries-aanpak", []),
        ("De Groot en de groot", []),  # written small in these reports
        ("De groot gebleven stad", []),
        ("Kees de Groot", ["Kees de Groot"]),
        ("Hij zei Jan. De Vries zweeg.", ["De Vries"]),
        ("Bureau Van Dam rekende", []),  # attendance calls it an organisation
        ("Zaak Lange Zorg", []),  # what attendance was misread for is a common phrase
        ("Celik kwam.", []),  # of another report
    ],
)
def test_forms_that_only_a_name_can_be(text: str, expected: list[str]) -> None:
    names = (
        "Jan de Vries",
        "Ayşe Çelik",
        "Els in ’t Veld",
        "Kees van der Burg",
        "Kees de Groot",
        "Ed van Dam",
        "Lange Zorg",
        "Øystein Øvrebø",
    )
    known = NameCheck(names, ["Te de groot, de lange zorg en het veld."], ["Bureau Van Dam"])
    assert [text[hit.start : hit.end] for hit in known.find(text)] == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ÆÐØÞĐŁŒẞİıſß’ÉΣς"))))
def test_a_folded_text_is_as_long_and_folded_for_good(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_a_surname_alone_is_a_name_where_the_person_was() -> None:
    known = NameCheck(["Ayşe Çelik", "Els Rood"], ["De verf is rood."])
    assert [hit.name for hit in known.find("Çelik sprak. Rood zweeg.", ["Ayşe Çelik", "Els Rood"])] == ["Ayşe Çelik"]


def test_what_the_finder_overlooks_is_replaced_and_counted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {key: run.text(key) for key in run.data["reports"]["report_id"]}
    data = dict(run.data)
    entities = data["entities"]
    data["entities"] = entities[~entities["label"].isin(["PERSON", "CONTACT"])].reset_index(drop=True)
    monkeypatch.setattr(Persons, "find", lambda *_: [])  # titles are searched with it
    sessions = [
        {**row, "title": "Gesprek met Els Rood", "series": "Bel 06-12345678"} for row in records(data["sessions"])
    ]
    data["sessions"] = tables.frame("sessions", sessions)
    before = {name: table.copy() for name, table in data.items()}
    shown = show(data, texts)
    tables.check_all_offsets(shown.tables, shown.texts)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, data[name])
    assert not _left("\n".join(shown.texts.values()))
    assert "rood" in "\n".join(shown.texts.values())  # the colour
    for name, table in shown.tables.items():
        assert not _left(str(table.to_dict("list"))), name
    assert set(shown.tables["sessions"]["title"]) == {"Gesprek met [manager, UWV]"}
    assert set(shown.tables["sessions"]["series"]) == {"Bel [telefoonnummer]"}
    assert shown.counts["vervangen_bij_controle"] >= 12
    assert shown.counts["contactgegevens"] == 2 + 2
    assert "[telefoonnummer]" in next(iter(shown.texts.values()))


# The last look at the files


@pytest.fixture(scope="module")
def guard(run: Run) -> NameCheck:
    corpus = pipeline.load(run.processed)
    assert corpus.guard is not None
    return corpus.guard


def _files(run: Run) -> dict[str, bytes]:
    return {
        path.relative_to(run.reports).as_posix(): path.read_bytes() for path in run.reports.rglob("*") if path.is_file()
    }


def _in_archive(part: str, old: bytes, new: str) -> Callable[[bytes], bytes]:
    def plant(data: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as copy:
            for name in archive.namelist():
                content = archive.read(name)
                assert name != part or old in content
                copy.writestr(name, content.replace(old, new.encode() + old, 1) if name == part else content)
        return target.getvalue()

    return plant


def _before(old: bytes, new: str) -> Callable[[bytes], bytes]:
    def plant(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new.encode() + old, 1)

    return plant


LEAKS: Mapping[str, Callable[[bytes], bytes]] = {
    "rapport.html": _before(b"</h2>", " Kees van der Burg"),
    "figuren/themas.svg": _before(b"<g ", "<!-- K. van der Burg -->"),
    "bevindingen.xlsx": _in_archive("xl/sharedStrings.xml", b"</t>", " KEES VAN DER BURG"),
    "rapport.docx": _in_archive("docProps/core.xml", b"</dc:title>", " Kees van der Burg"),
    "rapport.odt": _in_archive("content.xml", b"</text:p>", " Kees van der B&#117;rg"),
    "data/statements.csv": _before(b"\r\n", ";Burg, Kees van der"),
    "data/datapackage.json": _before(b'"name"', '"by": "Kees  van der Burg", '),
}


def test_files_without_names_pass(run: Run, guard: NameCheck) -> None:
    assert check_files(_files(run), guard) > 10


@pytest.mark.parametrize("file", LEAKS)
def test_a_name_in_a_file_is_found(run: Run, guard: NameCheck, file: str) -> None:
    files = _files(run)
    files[file] = LEAKS[file](files[file])
    with pytest.raises(LeftOverNameError) as caught:
        check_files(files, guard)
    message = str(caught.value)
    assert message.startswith(f"In {file} (")
    assert "regel " in message
    assert message.endswith(".")
    assert message.count(".") == len(re.findall(r"\.\w+", message)) + 1  # one sentence


@pytest.mark.parametrize(
    "names", [{"files": {"figuren/kees_van_der_burg.png": b""}}, {"files": {}, "folder": "deel-kees-van-der-burg"}]
)
def test_a_name_in_the_name_of_a_file_is_found(guard: NameCheck, names: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(LeftOverNameError, match="de naam van"):
        check_files(**names, guard=guard)


def test_nothing_is_written_where_a_name_is_left(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = pipeline.run.report.__globals__["make_report"]
    monkeypatch.setitem(
        pipeline.run.report.__globals__,
        "make_report",
        lambda *given: {**made(*given), "x.svg": b"<!-- Kees van der Burg -->"},
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main(["report", "--processed", str(run.processed), "--reports", str(tmp_path / "r")])
    assert stopped.value.code == 1
    assert "In x.svg (regel 1, teken 6) staat nog de naam Kees van der Burg" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()
    shown = Settings(names="tonen")
    report(run.processed, tmp_path / "r", shown, Silent())  # who shows names may write them
    assert (tmp_path / "r" / "x.svg").is_file()


def test_an_analysis_writes_no_report_with_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pipeline.run.report.__globals__["make_report"]
    monkeypatch.setitem(
        pipeline.run.report.__globals__,
        "make_report",
        lambda *given: {**made(*given), "data/x.csv": b"Kees van der Burg"},
    )
    with pytest.raises(LeftOverNameError, match=r"data/x\.csv"):
        _analysed(tmp_path)
    assert not list((tmp_path / "reports").rglob("*"))


def test_no_property_of_a_document_names_anybody(run: Run) -> None:
    properties = openpyxl.load_workbook(run.reports / "bevindingen.xlsx").properties
    assert not properties.creator or not _left(properties.creator)
    with zipfile.ZipFile(run.reports / "rapport.docx") as archive:
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", core) == []
    with zipfile.ZipFile(run.reports / "rapport.odt") as archive:
        meta = archive.read("meta.xml").decode()
    assert re.findall(r"<(?:dc:creator|meta:initial-creator)>([^<]+)<", meta) == []


# Names that are known outside, and contact data


def _world_of_entities() -> World:
    text = "De commissie-Remkes en minister Thorbecke lazen het. Bel 06-12345678 of mail a@b.nl."
    build = Builder()
    build.session("a", [(text, "uitkomst", None)])
    start = build.texts["a"].index(text)
    for label, own, canonical, known in (
        ("PERSON", "Remkes", None, "instelling"),
        ("PERSON", "Thorbecke", None, "persoon"),
        ("CONTACT", "06-12345678", "telefoonnummer", None),
        ("PERSON", "a", None, None),  # what the mail address begins with
        ("CONTACT", "a@b.nl", "e-mailadres", None),
    ):
        place = start + (text.index("a@b.nl") if own == "a" else text.index(own))
        span = {"start_char": place, "end_char": place + len(own), "text": own}
        build.add("entities", report_id="a", label=label, canonical=canonical, known=known, **span)
    return build.world()


@pytest.mark.parametrize(
    ("known_names", "expected"),
    [
        ("gewoon", "De commissie-Remkes en minister [persoon] lazen het."),
        ("tonen", "De commissie-Remkes en minister Thorbecke lazen het."),
        ("vervangen", "De commissie-[persoon] en minister [persoon] lazen het."),
    ],
)
def test_names_that_are_known_outside_stay_as_the_setting_says(known_names: str, expected: str) -> None:
    data, texts = pseudonymise(*_world_of_entities(), known_names)
    assert f"{expected} Bel [telefoonnummer] of mail [e-mailadres]." in texts["a"]
    assert list(data["statements"]["text"]) == [f"{expected} Bel [telefoonnummer] of mail [e-mailadres]."]
    checked = ("sessions", "entities", "commitments")
    tables.check_all_offsets({name: data[name] for name in checked}, texts)


def test_a_name_that_is_shown_is_no_reason_to_stop() -> None:
    data, texts = _world_of_entities()
    person = dict.fromkeys(column.name for column in tables.TABLES["participants"])
    data["participants"] = tables.frame(
        "participants",
        [
            {
                **person,
                "participant_id": "a-s1-p1",
                "session_id": "a-s1",
                "name": "Jan Remkes",
                "is_chair": False,
                "present": True,
            }
        ],
    )
    shown = show(data, texts)
    assert "commissie-Remkes" in shown.texts["a"]
    assert check_files({"rapport.html": b"De commissie-Remkes"}, shown.guard) == 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "Namen van commissies, instellingen, scholen en wetten die naar iemand heten, staan er wel"),
        ({"known_names": "vervangen"}, "Dat geldt ook voor namen die buiten de verslagen bekend zijn"),
        ({"names": "tonen"}, "Namen van personen en contactgegevens staan in dit rapport zoals in de verslagen"),
    ],
)
def test_the_report_says_what_became_of_names(run: Run, tmp_path: Path, settings: dict, says: str) -> None:  # type: ignore[type-arg]
    made = report(run.processed, tmp_path, Settings(**settings), Silent())
    assert says in (made.folder / "rapport.html").read_text(encoding="utf-8")
