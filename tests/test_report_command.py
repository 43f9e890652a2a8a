"""`python -m pipeline report`: the report anew, on all or a part of an earlier analysis."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pipeline import cli
from pipeline.config import Settings
from pipeline.corpus import load
from pipeline.errors import EmptySelectionError, LeftOverNameError, RodeDraadError, SettingError
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp.pseudonyms import pseudonymise
from pipeline.progress import Silent
from pipeline.reporting import Names
from pipeline.reporting.findings import find
from pipeline.run import report
from pipeline.run.choice import UNTITLED, choose
from pipeline.run.last_check import check_files
from pipeline.run.selection import ChosenSession, Selection, select
from pipeline.storage import Storage
from pipeline.tables import TABLES, frame, records
from tests.conftest import Run
from tests.test_exports import check_package
from tests.test_reporting import Builder, World, three_sessions

CODEBOOK = """versie = "3"
[[thema]]
code = "rollen"
naam = "Rolvastheid"
termen = ["rol*"]
[[thema]]
code = "geld"
naam = "Financiering"
termen = ["geld"]
[[thema]]
code = "ict"
naam = "ICT en systemen"
termen = ["ICT*"]
[[rol]]
code = "manager"
naam = "Manager"
groep = "functie"
termen = ["manager"]
[[rol]]
code = "adviseur"
naam = "Adviseur"
groep = "functie"
termen = ["adviseur"]
"""

EMPTY = load_codebook(None)  # its themes and roles are not asked for
Analysed = Callable[..., Path]
Ids = set[str]


@pytest.fixture
def analysed(tmp_path: Path) -> Analysed:
    """Write tables made by hand as an analysis writes them."""

    def write(world: World | None = None, **settings: Any) -> Path:
        data, texts = _with_texts_in_place(*(world or three_sessions()))
        codebook = tmp_path / "codeboek.toml"
        codebook.write_text(CODEBOOK, encoding="utf-8")
        storage = Storage(tmp_path / "processed")
        storage.write_texts(texts)
        for name, table in data.items():
            storage.write_table(name, table)
        storage.write_manifest(
            {
                "modellen": {"taalmodel": "nl_sessie_sm 1.0.0"},
                "codeboek": {"sha256": load_codebook(codebook).digest},
                "instellingen": Settings(codebook=str(codebook), **settings).model_dump(by_alias=True),
            }
        )
        return tmp_path / "processed"

    return write


def _with_texts_in_place(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> World:
    """Return tables whose mentions hold the text at their place, which the builder does not look at."""
    placed = dict(data)
    for name in ("theme_mentions", "role_mentions"):
        rows = [{**row, "text": texts[row["report_id"]][:1]} for row in records(data[name])]
        placed[name] = frame(name, rows)
    return placed, dict(texts)


def main(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["report", *map(str, arguments)])
    shown = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, shown.out, shown.err


def html(folder: Path) -> str:
    return (folder / "rapport.html").read_text(encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def three_sessions_with_full_names() -> World:
    """The three sessions, where one organisation has a full name too and another no short one."""
    data, texts = three_sessions()
    rows = [
        {**row, "organisation_name": "Dienst Uitvoering Onderwijs" if row["organisation"] == "DUO" else None}
        for row in records(data["participants"])
    ]
    other = {**rows[0], "participant_id": "p4", "session_id": "b-s1", "organisation": None}
    rows.append({**other, "organisation_name": "Dienst Alles\nVoluit"})
    return {**data, "participants": frame("participants", rows)}, texts


def same_titles() -> World:
    """Sessions that cannot all be told apart by their titles, one of them without any."""
    build = Builder()
    for key, title, date in (
        ("a", "Verslag overleg", "2023-04-04"),
        ("b", "Verslag  overleg", "2023-05-04"),
        ("c", "Kwartaalgesprek", "2023-06-01"),
        ("d", "kwartaalgesprek", "2023-06-01"),
        ("e", None, None),
        ("f", "Slotgesprek ‘Hoe nu verder’", "XXXX-04-04"),
    ):
        build.session(key, [(f"Dit is zin {key}.", "uitkomst", None)], title=title, date=date)
    return build.world()


# What stays


@pytest.mark.parametrize(
    ("selection", "insights", "statements"),
    [
        (Selection(), {"a", "b", "c"}, 8),
        (Selection(themes=("geld",)), {"a", "b"}, 6),
        (Selection(themes=("rollen",)), {"a"}, 3),
        (Selection(themes=("rollen", "geld")), {"a", "b"}, 6),
        (Selection(themes=("ict",)), set(), 0),
        (Selection(roles=("adviseur",)), {"b"}, 3),  # attributed to
        (Selection(themes=("rollen",), roles=("adviseur",)), set(), 0),
        (Selection(series=("Spoor 3",)), {"b", "c"}, 5),
        (Selection(series=("Spoor 3", "Dialoog")), {"a", "b", "c"}, 8),
        (Selection(since="2023"), {"a", "b"}, 6),
        (Selection(since="2023-04"), {"b"}, 3),
        (Selection(until="2023-03-14"), {"a"}, 3),
        (Selection(until="2023-03-13"), set(), 0),
        (Selection(since="2023-03-14", until="2023-11"), {"a", "b"}, 6),
        (Selection(until="2023-11-29"), {"a"}, 3),  # some day of November 2023 may be later
        (Selection(until="2023-11-30"), {"a", "b"}, 6),
        (Selection(since="2024"), set(), 0),
        (Selection(series=("Spoor 3",), themes=("geld",), since="2023"), {"b"}, 3),
        (Selection(sessions=(ChosenSession("b-s1", "Tweede tafel"),)), {"b"}, 3),
        (Selection(sessions=(ChosenSession("b-s1", "x"), ChosenSession("c-s1", "y"))), {"b", "c"}, 5),
        (Selection(sessions=(ChosenSession("b-s1", "x"),), series=("Dialoog",)), set(), 0),
        (Selection(organisations=("UWV",)), {"a"}, 3),
        (Selection(organisations=("SVB",)), set(), 0),  # sent word that it could not come
        (Selection(organisations=("SVB", "DUO")), {"a"}, 3),
        (Selection(organisations=("Dienst Alles Voluit",)), {"b"}, 3),  # without a short name
    ],
)
def test_what_stays_of_the_tables(selection: Selection, insights: Ids, statements: int) -> None:
    data, texts = three_sessions_with_full_names()
    before = {name: table.copy() for name, table in data.items()}
    left, left_texts = select(data, texts, selection)
    assert set(left["insights"]["report_id"]) == set(left_texts) == insights
    for table in ("sessions", "reports", "statements"):
        assert set(left[table]["report_id"]) == insights, table
    assert len(left["statements"]) == statements
    for name, table in data.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_a_negated_mention_chooses_nothing() -> None:
    build = Builder()
    build.session("a", [("Er is geen geld.", "uitkomst", None)])
    build.mention("a", "geld", 1, negated=True)
    left, _ = select(*build.world(), Selection(themes=("geld",)))
    assert not len(left["sessions"])


def test_topics_keep_their_ids_and_count_the_part() -> None:
    data, texts = three_sessions()
    left, _ = select(data, texts, Selection(series=("Dialoog",)))
    known = {row["topic_id"]: row for row in records(data["topics"])}
    topics = records(left["topics"])
    members = left["topic_assignments"]["topic_id"].dropna()
    assert topics
    assert {row["topic_id"] for row in topics} == set(members)
    for row in topics:
        whole = known[row["topic_id"]]
        assert (row["label"], row["terms"], row["stability"]) == (whole["label"], whole["terms"], whole["stability"])
        assert (row["n_statements"], row["n_sessions"]) == ((members == row["topic_id"]).sum(), 1)


def test_nothing_refers_to_a_topic_that_is_not_in_the_part() -> None:
    data, texts = three_sessions()
    rows = [{**row, "nearest_topic_id": "t9"} for row in records(data["topic_assignments"])]
    changes = [{"topic_id": "t9", "change": "gebleven", "related": [], "label": "Elders"}]
    data = {
        **data,
        "topic_assignments": frame("topic_assignments", rows),
        "topic_changes": frame("topic_changes", changes),
    }
    left, _ = select(data, texts, Selection(series=("Dialoog",)))
    assert len(left["topic_assignments"])
    assert left["topic_assignments"]["nearest_topic_id"].isna().all()
    assert not len(left["topic_changes"])


def test_files_that_were_not_used_stay_and_remarks_go_with_their_report() -> None:
    data, texts = three_sessions()
    rows = [
        {"path": path, "reason": "empty", "message": "Vul aan.", "detail": None, "report_id": report_id}
        for path, report_id in (("leeg.txt", None), ("map/a.txt", "a"), ("map/b.txt", "b"))
    ]
    left, _ = select({**data, "rejections": frame("rejections", rows)}, texts, Selection(themes=("rollen",)))
    assert list(left["rejections"]["path"]) == ["leeg.txt", "map/a.txt"]


@pytest.mark.parametrize(
    "options",
    [
        {"themes": ["vertrouwen"]},
        {"series": ["Spoor 3"], "roles": ["directeur-generaal"]},
        {"organisations": ["Rijkswaterstaat"]},
    ],
)
def test_a_part_of_the_sample_corpus_keeps_the_contract(
    sample_run: Run, tmp_path: Path, options: dict[str, Any]
) -> None:
    made = report(sample_run.processed, tmp_path, None, Silent(), **options)
    assert 0 < made.n_sessions < made.n_all_sessions
    check_package({name: (made.folder / name).read_bytes() for name in made.files})
    whole, _ = pseudonymise(
        sample_run.data, {key: sample_run.text(key) for key in sample_run.data["reports"]["report_id"]}
    )
    for table in TABLES:  # the same rows, and so the same pseudonyms, as in the report on everything
        if table in ("blocks", "unused", "topics", "topic_assignments", "topic_changes"):
            continue
        part = pd.read_parquet(made.folder / "data" / f"{table}.parquet")
        rows = {json.dumps(row, default=str) for row in records(whole[table])}
        assert {
            json.dumps(row, default=str) for row in records(Storage(made.folder / "data").read_table(table))
        } <= rows
        assert len(part) <= len(whole[table])


# The report


def test_the_report_on_all_is_that_of_the_analysis(sample_run: Run, tmp_path: Path) -> None:
    made = report(sample_run.processed, tmp_path, None, Silent())
    assert made.part is None
    written = digests(tmp_path)
    del written[".geschreven.json"]  # by which a next report here knows its own files; of an analysis run.json does
    assert written == digests(sample_run.reports)


def test_a_part_has_a_folder_of_its_own_and_says_what_it_is_on(
    analysed: Analysed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processed, reports = analysed(), tmp_path / "reports"
    folders = ("--processed", processed, "--reports", reports)
    assert main(capsys, *folders)[0] == 0
    whole = digests(reports)
    code, shown, _ = main(capsys, *folders, "--thema", "Financiering", "--vanaf", "2023", "--tot", "2023-11")
    assert code == 0
    part = reports / "deel-geld-vanaf-2023-tot-2023-11"
    assert shown.splitlines()[0] == (
        "Rapport over 2 van de 3 sessies: thema ‘Financiering’, vanaf 2023 tot en met nov 2023."
    )
    for line in shown.splitlines()[1:]:
        assert Path(line.strip()).exists(), line
    assert str(part / "rapport.html") in shown
    text = html(part)
    assert "De rode draad in 2 van de 3 sessies" in text
    assert text.count("thema ‘Financiering’, vanaf 2023 tot en met nov 2023") >= 2  # under the title and in the method
    assert "Derde tafel" not in text
    read = openpyxl.load_workbook(part / "bevindingen.xlsx")
    assert read.properties.title == "De rode draad in 2 van de 3 sessies"
    assert read["Sessies"].max_row == 3
    assert {name: digest for name, digest in digests(reports).items() if not name.startswith("deel-")} == whole


@pytest.mark.parametrize(
    ("options", "name", "n"),
    [
        (["--sessie", "Tweede tafel"], "sessie ‘Tweede tafel’", 1),
        (["--sessie", "TWEEDE  tafel"], "sessie ‘Tweede tafel’", 1),
        (["--sessie", "b-s1"], "sessie ‘Tweede tafel’", 1),
        (["--sessie", "Tweede tafel, nov 2023"], "sessie ‘Tweede tafel’", 1),
        (["--sessie", "Tweede tafel, 2023-11"], "sessie ‘Tweede tafel’", 1),
        (["--sessie", "Derde tafel, 4 apr (jaar onbekend)"], "sessie ‘Derde tafel’", 1),
        (
            ["--sessie", "Derde tafel", "--sessie", "b-s1", "--sessie", "tweede tafel"],
            "sessie ‘Derde tafel’ of ‘Tweede tafel’",
            2,
        ),
        (["--organisatie", "duo"], "organisatie ‘DUO’", 1),
        (["--organisatie", "Dienst Uitvoering Onderwijs"], "organisatie ‘DUO’", 1),
        (["--organisatie", "Dienst Alles Voluit", "--organisatie", "DUO"], "‘Dienst Alles Voluit’ of ‘DUO’", 2),
        (["--sessie", "Eerste tafel", "--organisatie", "UWV"], "sessie ‘Eerste tafel’, organisatie ‘UWV’", 1),
    ],
)
def test_a_session_and_an_organisation_are_found_by_every_name(
    analysed: Analysed, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], name: str, n: int
) -> None:
    processed = analysed(three_sessions_with_full_names())
    code, shown, _ = main(capsys, "--processed", processed, "--reports", tmp_path / "r", *options)
    assert code == 0
    told = shown.splitlines()[0]
    assert told.startswith(f"Rapport over {n} van de 3 sessies: ")
    assert told.endswith(f"{name}.")
    (folder,) = (tmp_path / "r").iterdir()
    assert f"{name}" in html(folder)


@pytest.mark.parametrize(
    ("asked", "session_id", "name"),
    [
        ("Verslag overleg, 4 apr 2023", "a-s1", "Verslag overleg, 4 apr 2023"),
        ("Verslag overleg, 2023-05-04", "b-s1", "Verslag overleg, 4 mei 2023"),
        ("c-s1", "c-s1", "Kwartaalgesprek, 1 juni 2023"),
        ("d-s1", "d-s1", "kwartaalgesprek, 1 juni 2023"),
        ("sessie zonder titel", "e-s1", "Sessie zonder titel"),
        ("Slotgesprek 'hoe nu verder'", "f-s1", "Slotgesprek ‘Hoe nu verder’"),
    ],
)
def test_a_session_is_called_by_what_only_it_is_called(asked: str, session_id: str, name: str) -> None:
    chosen = choose(EMPTY, same_titles()[0], sessions=[asked])
    assert chosen == Selection(sessions=(ChosenSession(session_id, name),))


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("verslag overleg", "“Verslag overleg, 4 apr 2023” en “Verslag overleg, 4 mei 2023”"),
        ("Kwartaalgesprek", "“c-s1” en “d-s1”"),
        ("Kwartaalgesprek, 2023-06-01", "“c-s1” en “d-s1”"),
    ],
)
def test_a_title_of_several_sessions_asks_which(asked: str, offered: str) -> None:
    with pytest.raises(SettingError) as found:
        choose(EMPTY, same_titles()[0], sessions=[asked])
    assert str(found.value).startswith("2 sessies heten “")
    assert str(found.value).endswith(f"”; kies bij --sessie uit {offered}.")


def test_sessions_have_the_titles_and_dates_that_the_report_shows() -> None:
    world = same_titles()
    titles = {session.session_id: session.title for session in find(*world, Names({}, {})).sessions}
    assert titles["e-s1"] == UNTITLED
    for session_id, title in titles.items():
        dated = next(one for one in find(*world, Names({}, {})).sessions if one.session_id == session_id)
        if session_id not in ("c-s1", "d-s1"):
            found = choose(EMPTY, world[0], sessions=[f"{title}, {dated.date_label}"])
            assert [one.session_id for one in found.sessions] == [session_id]


def test_one_of_two_sessions_that_are_called_alike_has_a_folder_of_its_own() -> None:
    folders = {choose(EMPTY, same_titles()[0], sessions=[one]).folder for one in ("c-s1", "d-s1")}
    assert len(folders) == 2


def test_sessions_whose_date_does_not_tell_are_counted(
    analysed: Analysed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, shown, _ = main(capsys, "--processed", analysed(), "--reports", tmp_path / "r", "--vanaf", "2023")
    assert "1 sessie valt erbuiten" in shown
    assert "1 sessie valt erbuiten" in html(tmp_path / "r" / "deel-vanaf-2023")


def test_the_same_choice_gives_the_same_bytes_and_leaves_nothing_of_before(analysed: Analysed, tmp_path: Path) -> None:
    processed = analysed()
    made = report(processed, tmp_path, None, Silent(), themes=["geld"])
    before = digests(made.folder)
    assert digests(report(processed, tmp_path, None, Silent(), themes=["geld"]).folder) == before
    (made.folder / "aantekening.txt").write_text("van de gebruiker")
    build = Builder()
    build.session("a", [("Er is geld.", "uitkomst", None)])
    build.mention("a", "geld", 1)
    analysed(build.world())
    again = report(processed, tmp_path, None, Silent(), themes=["geld"])
    now = {path for path in digests(again.folder) if not path.startswith(".")}
    assert now == {*again.files, "aantekening.txt"}
    assert now < {*before, "aantekening.txt"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Selection(series=("A/B",)), Selection(series=("A B",))),
        (Selection(series=("Één",)), Selection(series=("een",))),
        (Selection(series=("x" * 200,)), Selection(series=("x" * 201,))),
        (Selection(series=("../../etc",)), Selection(series=("etc",))),
        (Selection(series=("漢字",)), Selection(series=("漢",))),
        (Selection(sessions=(ChosenSession("a", "Oost"),)), Selection(series=("Oost",))),
        (Selection(sessions=(ChosenSession("a", "Oost"),)), Selection(organisations=("Oost",))),
        (Selection(sessions=(ChosenSession("a", "Wat?"),)), Selection(sessions=(ChosenSession("a", "Wat!"),))),
    ],
)
def test_each_choice_has_a_folder_of_its_own(one: Selection, other: Selection) -> None:
    assert one.folder != other.folder
    for selection in (one, other):
        assert selection.folder.replace("-", "").isalnum()
        assert selection.folder.isascii()
        assert len(selection.folder) < 100


def test_the_tables_are_only_read(analysed: Analysed, tmp_path: Path) -> None:
    processed = analysed()
    before = digests(processed)
    report(processed, tmp_path / "r", None, Silent(), themes=["geld"])
    report(processed, tmp_path / "r", None, Silent())
    assert digests(processed) == before


def _world_with_a_name() -> World:
    build = Builder()
    build.session("a", [("Volgens Zebedeus is er geld.", "uitkomst", None)])
    build.mention("a", "geld", 1)
    start = build.texts["a"].index("Zebedeus")
    place = {"start_char": start, "end_char": start + 8, "text": "Zebedeus"}
    build.add("entities", report_id="a", label="PERSON", canonical="Zebedeus", **place)
    return build.world()


@pytest.mark.parametrize(
    ("analysis", "config", "is_named"),
    [("rollen", None, False), ("tonen", None, True), ("rollen", "tonen", True), ("tonen", "rollen", False)],
)
def test_names_are_shown_as_the_settings_say(
    analysed: Analysed, tmp_path: Path, analysis: str, config: str | None, is_named: bool
) -> None:
    processed = analysed(_world_with_a_name(), names=analysis)
    settings = None if config is None else Settings(names=config, codebook=str(tmp_path / "codeboek.toml"))
    made = report(processed, tmp_path / "r", settings, Silent())
    assert ("Zebedeus" in html(made.folder)) is is_named
    assert ("Zebedeus" in (made.folder / "data" / "statements.csv").read_text(encoding="utf-8")) is is_named


def _world_with_a_name_in_a_title() -> World:
    build = Builder()
    build.session("a", [("Er is geld.", "uitkomst", None)], title="Zebedeus Verzonnen over geld")
    place = {"start_char": 0, "end_char": 18, "text": "Zebedeus Verzonnen"}
    build.add("entities", report_id="a", label="PERSON", canonical="Zebedeus Verzonnen", **place)
    build.add(
        "participants", participant_id="p1", session_id="a-s1", name="Zebedeus Verzonnen", function="manager",
        organisation="UWV", is_chair=False, present=True,
    )  # fmt: skip
    return build.world()


def test_a_session_is_chosen_by_the_title_that_is_shown(
    analysed: Analysed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processed = analysed(_world_with_a_name_in_a_title())
    asked = ("--processed", processed, "--reports", tmp_path / "r", "--sessie")
    code, _, told = main(capsys, *asked, "Zebedeus Verzonnen over geld")
    assert code == 2
    assert "De sessie “Zebedeus Verzonnen over geld” komt in de tabellen niet voor" in told
    code, shown, _ = main(capsys, *asked, "[manager, UWV] over geld")
    assert code == 0
    assert not re.search("zebedeus|verzonnen", shown.partition("\n")[2].replace(str(tmp_path), ""), re.IGNORECASE)
    (folder,) = (tmp_path / "r").iterdir()
    assert "manager-uwv-over-geld" in folder.name
    assert "Zebedeus" not in html(folder)


def test_no_name_gets_into_the_name_of_the_folder(analysed: Analysed) -> None:
    guard = load(analysed(_world_with_a_name_in_a_title())).guard
    assert guard is not None
    folder = Selection(sessions=(ChosenSession("a-s1", "Zebedeus Verzonnen over geld"),)).folder
    with pytest.raises(LeftOverNameError, match="de naam van de map"):
        check_files({}, guard, folder)


# What stands at the top

FRONT = {"title": "Wie betaalt?", "client": "Ministerie van Proef", "question": "Waar knelt het?", "date": "2024-03-14"}


def test_what_the_settings_put_at_the_top_is_there_and_in_no_account(analysed: Analysed, tmp_path: Path) -> None:
    made = report(analysed(**FRONT), tmp_path / "r", None, Silent())
    page = html(made.folder)
    facts = (
        "De rode draad in 3 sessies · Opdrachtgever: Ministerie van Proef · Vraag: Waar knelt het? · Datum: 14 mrt 2024"
    )
    assert "<h1>Wie betaalt?</h1>" in page
    assert f'<p class="meta">{facts} · ' in page
    assert not {"Instelling: titel", "Instelling: opdrachtgever", "Instelling: vraag", "Instelling: datum"} & set(
        re.findall(r"Instelling: \w+", page)
    )
    assert "Instelling: toevalsgetal" in page


def test_settings_that_are_given_say_what_stands_at_the_top(analysed: Analysed, tmp_path: Path) -> None:
    processed = analysed(**FRONT)
    given = Settings(codebook=str(tmp_path / "codeboek.toml"), title="Heel anders")
    page = html(report(processed, tmp_path / "r", given, Silent()).folder)
    assert "<h1>Heel anders</h1>" in page
    assert "Opdrachtgever" not in page.partition('class="meta">')[2].partition("</p>")[0]


@pytest.mark.parametrize("key", FRONT)
def test_a_name_in_a_setting_stops_the_report_and_says_which(analysed: Analysed, tmp_path: Path, key: str) -> None:
    processed = analysed(_world_with_a_name_in_a_title(), **{key: "Voor Zebedeus Verzonnen"})
    with pytest.raises(LeftOverNameError, match=f"De instelling {Settings.model_fields[key].alias} noemt"):
        report(processed, tmp_path / "r", None, Silent())
    assert not (tmp_path / "r").exists()


# What goes wrong


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--thema", "finaciering"], 2, "bedoelde u “Financiering”?"),
        (["--thema", "GELT"], 2, "bedoelde u “geld”?"),
        (["--thema", "xyz"], 2, "Het thema “xyz” staat niet in het codeboek"),
        (["--thema", ""], 2, "Het thema “” staat niet in het codeboek"),
        (["--rol", "Adviseurs"], 2, "bedoelde u “Adviseur”?"),
        (["--serie", "Spoor 4"], 2, "bedoelde u “Spoor 3”?"),
        (
            ["--sessie", "Twede tafel"],
            2,
            "De sessie “Twede tafel” komt in de tabellen niet voor; bedoelde u “Tweede tafel”?",
        ),
        (["--sessie", "Tweede tafel, 2022-11"], 2, "bedoelde u “Tweede tafel, 2023-11”?"),
        (["--sessie", "xyz"], 2, "controleer de spelling."),
        (["--organisatie", "UVW"], 2, "De organisatie “UVW” komt in de tabellen niet voor; bedoelde u “UWV”?"),
        (["--organisatie", "SVB"], 1, "Geen sessie voldoet aan deze keuze (organisatie ‘SVB’)"),
        (["--vanaf", "gisteren"], 2, "“gisteren” is geen datum; geef bij --vanaf"),
        (["--vanaf", "2023-02-30"], 2, "geen datum"),
        (["--tot", "2023-13"], 2, "geef bij --tot"),
        (["--tot", "20230314"], 2, "geen datum"),
        (["--tot", "XXXX-03"], 2, "geen datum"),
        (["--vanaf", "2024", "--tot", "2023"], 2, "begint na haar einde"),
        (["--vanaf", "2030"], 1, "Geen sessie voldoet aan deze keuze (vanaf 2030)"),
        (["--thema", "ict", "--serie", "dialoog"], 1, "thema ‘ICT en systemen’, reeks ‘Dialoog’"),
        (["--kleur", "rood"], 2, "--kleur"),
        (["--thema"], 2, "--thema"),
        (["over"], 2, "niet begrepen"),
        (["--processed", "/bestaat/niet"], 2, "staat geen analyse"),
        (["--config", "/bestaat/niet.toml"], 2, "kan niet worden gelezen"),
    ],
)
def test_a_wrong_choice_is_one_dutch_sentence(
    analysed: Analysed,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: Sequence[str],
    code: int,
    says: str,
) -> None:
    found, shown, told = main(capsys, "--processed", analysed(), "--reports", tmp_path / "r", *options)
    *progress, sentence = told.strip().splitlines()
    assert found == code
    assert says in sentence
    assert sentence.endswith((".", "?"))
    assert all(line.endswith("…") for line in progress)
    assert not shown
    assert not (tmp_path / "r").exists()


def _without_a_table(processed: Path) -> None:
    (processed / "topics.parquet").unlink()


def _with_another_table(processed: Path) -> None:
    pd.DataFrame({"kleur": ["rood"]}).to_parquet(processed / "sessions.parquet")


def _with_another_type(processed: Path) -> None:
    table = pd.read_parquet(processed / "statements.parquet")
    table.assign(kind="mening").to_parquet(processed / "statements.parquet")


def _with_half_a_table(processed: Path) -> None:
    path = processed / "insights.parquet"
    path.write_bytes(path.read_bytes()[:100])


def _with_another_text(processed: Path) -> None:
    (processed / "texts" / "a.txt").write_text("iets anders")


def _without_a_text(processed: Path) -> None:
    (processed / "texts" / "a.txt").unlink()


def _with_half_a_manifest(processed: Path) -> None:
    (processed / "run.json").write_text('{"modellen": ')


def _with_another_manifest(processed: Path) -> None:
    (processed / "run.json").write_text('{"modellen": {"taalmodel": "x"}, "instellingen": {"kleur": "rood"}}')


def _with_a_strange_manifest(processed: Path) -> None:
    (processed / "run.json").write_text('{"modellen": [], "instellingen": {}, "codeboek": []}')


def _with_another_codebook(processed: Path) -> None:
    (processed.parent / "codeboek.toml").write_text(CODEBOOK.replace('"geld"', '"budget"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without_a_table, "niet heel of van een andere versie"),
        (_with_another_table, "niet heel of van een andere versie"),
        (_with_another_type, "niet heel of van een andere versie"),
        (_with_half_a_table, "niet heel of van een andere versie"),
        (_with_another_text, "niet heel of van een andere versie"),
        (_without_a_text, "niet heel of van een andere versie"),
        (_with_half_a_manifest, "staat geen analyse"),
        (_with_another_manifest, "niet heel of van een andere versie"),
        (_with_a_strange_manifest, "niet heel of van een andere versie"),
        (_with_another_codebook, "Het codeboek is een ander"),
    ],
)
def test_tables_that_cannot_be_used_are_one_dutch_sentence(
    analysed: Analysed, tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    processed = analysed()
    spoil(processed)
    with pytest.raises(SettingError, match=says):
        report(processed, tmp_path / "r", None, Silent())


def test_an_analysis_without_sessions_has_nothing_to_report(analysed: Analysed, tmp_path: Path) -> None:
    processed = analysed(({table: frame(table, []) for table in TABLES}, {}))
    with pytest.raises(EmptySelectionError, match="Er zijn geen sessies"):
        report(processed, tmp_path / "r", None, Silent())
    assert issubclass(EmptySelectionError, RodeDraadError)


def test_progress_goes_to_standard_error_only(analysed: Analysed, tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "report", "--processed", analysed(), "--reports", tmp_path / "r"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [line.split(" (")[0].rstrip(" …") for line in done.stderr.splitlines()] == [
        "Tabellen lezen",
        "Rapport en figuren maken",
    ]
    assert done.stdout.splitlines()[0] == "Rapport over 3 sessies."
    assert "…" not in done.stdout


def test_make_passes_its_variables_on() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "report", "THEMA=vertrouwen", "SERIE=Spoor 4", "SESSIE=Tafel, 4 apr 2023", "ORGANISATIE=UWV", "VANAF=2024", "TOT=2024-06"],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    words = " ".join(done.stdout.replace("\\\n", " ").split())
    assert '--thema "vertrouwen" --serie "Spoor 4" --sessie "Tafel, 4 apr 2023" --organisatie "UWV" --vanaf' in words
    assert '--vanaf "2024" --tot "2024-06"' in words
    assert "--rol" not in words
