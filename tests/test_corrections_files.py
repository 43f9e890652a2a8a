"""Files of corrections: read row by row, found again after edits, applied in every run, and told of."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.config import Settings
from pipeline.corpus import without_names
from pipeline.corrections.anchors import Place, Places, anchor_of
from pipeline.corrections.apply import apply
from pipeline.corrections.known_topics import own_id
from pipeline.corrections.model import COLUMNS, Anchor, Correction, What
from pipeline.corrections.outcome import LooseError
from pipeline.corrections.read import Read, read_corrections, read_file
from pipeline.corrections.statements import Codes
from pipeline.corrections.texts import NormalText, normal
from pipeline.corrections.topics import plan
from pipeline.corrections.write import to_csv
from pipeline.ingest.files import find_files
from pipeline.nlp.codebook import load_codebook
from pipeline.run.corrections import with_topics
from tests.conftest import Run
from tests.corrections_world import Edited, Made, World, edited, random_corrections, renamed, with_report

HEADING = ";".join(COLUMNS)
QUOTE = "De wachttijd is lang, maar er zijn te weinig mensen om die te bekorten."
REPORT = f"""Verslag overleg schuldhulp

Datum: 3 mei 2023
Aanwezig: Anna de Boer (SZW, directeur, voorzitter), Piet Visser (UWV, manager)

1. Opening
De voorzitter opent het overleg.

2. Wachttijden
{QUOTE} Volgens de directeur moet dat anders.

3. Balies
Bij de balie is het druk, maar wie belt wordt snel geholpen. De manager stelt voor een tweede balie te openen.

4. Rondvraag en sluiting
Niemand heeft een vraag.
"""


def line(**values: str) -> str:
    return ";".join('"{}"'.format(values.get(name, "").replace('"', '""')) for name in COLUMNS)


def sheet(*lines: str) -> bytes:
    return "\r\n".join([HEADING, *lines]).encode("utf-8-sig")


def status(run: Run) -> dict[int, tuple[str, str | None]]:
    return {row["row"]: (row["status"], row["message"]) for row in tables.records(run.data["corrections"])}


# Files


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    made = [
        Correction("correcties.csv", 2, What.KIND, Anchor("a.txt", "=SOM(A1); \"nee\"\nja", "- ", "\n", 2), "dilemma", "advies", "Ik", "2024-05-03T10:00", "+x", "toeval"),
        Correction("correcties.csv", 3, What.THEME, Anchor("", "'-x", "", ""), "", "vertrouwen"),
    ]  # fmt: skip
    data = to_csv(made)
    assert data.startswith(b"\xef\xbb\xbfwat;verslag;citaat")
    assert b'"=SOM' not in data
    (tmp_path / "correcties.csv").write_bytes(data)
    assert read_corrections(tmp_path) == Read(tuple(made))
    assert list(find_files(tmp_path, max_bytes=1000)) == []


def test_workbooks_and_files_of_several_people_are_read_and_other_files_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Wat", "Citaat", "Wordt"],
        ["soort", "Dit is zo.", "advies"],
        [],
        ["datum", None, "2023-05-03 00:00:00"],
    ):
        book.active.append(row)
    book.save(tmp_path / "Correcties-B.xlsx")
    (tmp_path / "correcties-a.csv").write_bytes(sheet(line(wat="nagekeken", citaat="Ja.", wie="A")))
    (tmp_path / "correcties.txt").write_text("Dit is een verslag.")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "correcties.csv").write_bytes(sheet(line(wat="nagekeken", citaat="Nee.")))
    read = read_corrections(tmp_path)
    assert [(one.file, one.row, one.what) for one in read.corrections] == [
        ("Correcties-B.xlsx", 2, "soort"), ("Correcties-B.xlsx", 4, "datum"), ("correcties-a.csv", 2, "nagekeken"),
    ]  # fmt: skip
    assert read.corrections[1].becomes == "2023-05-03"
    assert {file.path for file in find_files(tmp_path, max_bytes=1000)} == {"correcties.txt", "map/correcties.csv"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"wat": "sort", "citaat": "x"}, "“sort” bestaat niet in de kolom wat; kies uit soort, thema"),
        ({"wat": "soort", "wordt": "advies"}, "De kolom citaat is leeg"),
        ({"wat": "titel", "citaat": "x"}, "De kolom wordt is leeg"),
        ({"wat": "soort", "citaat": "x", "wordt": "mening"}, "“mening” kan niet in de kolom wordt; kies uit uitkomst"),
        ({"wat": "uitspraak", "citaat": "x", "wordt": "ja"}, "“ja” kan niet in de kolom wordt; kies uit weg, blijft."),
        ({"wat": "datum", "citaat": "x", "wordt": "morgen"}, "schrijf een datum als 2023-03-14"),
        ({"wat": "deelnemer-aanwezig", "citaat": "x", "wordt": "misschien"}, "kies uit ja, nee"),
        ({"wat": "onderwerp-naam", "wordt": "Brug"}, "In de kolom was hoort het onderwerp"),
        ({"wat": "nagekeken", "citaat": "x", "voorkomen": "nul"}, "“nul” in de kolom voorkomen"),
        ({"wat": "nagekeken", "citaat": "x", "wanneer": "gisteren"}, "“gisteren” in de kolom wanneer"),
        ({"wat": "nagekeken", "citaat": "x", "keuze": "zomaar"}, "kies uit onzeker, onderwerp, toeval"),
    ],
)
def test_a_wrong_row_is_told_and_the_others_are_read(tmp_path: Path, values: dict[str, str], says: str) -> None:
    (tmp_path / "correcties.csv").write_bytes(sheet(line(**values), line(wat="nagekeken", citaat="Ja.")))
    read = read_corrections(tmp_path)
    assert [one.row for one in read.corrections] == [3]
    (fault,) = read.faults
    assert (fault.file, fault.row) == ("correcties.csv", 2)
    assert says in fault.message
    assert fault.message.endswith(".")


@pytest.mark.parametrize("content", [b"PK\x03\x04kapot", b"a;b\r\n1;2\r\n", b'"' + b"x" * 200_000])
def test_a_file_that_is_none_is_one_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "correcties-x.csv").write_bytes(content)
    read = read_corrections(tmp_path)
    assert read.corrections == ()
    assert [(fault.file, fault.row) for fault in read.faults] == [("correcties-x.csv", 1)]
    assert read.faults[0].message[0].isupper()


UNDECIDED = [
    {"wat": "soort", "citaat": "x", "was": "advies"},  # of the workbook
    {"wat": "soort", "citaat": "x", "wordt": "weet niet"},
    {
        "wat": "stem",
        "citaat": "x",
        "was": "burger",
        "wie": "consensus",
    },  # of the sheet of disagreements, as the next two
    {"wat": "thema", "citaat": "x", "wie": "consensus"},
    {"wat": "onderwerp", "citaat": "x", "was": "t01", "wie": "consensus"},
    {"wat": "thema", "citaat": "x", "was": "vertrouwen", "wordt": "?"},
    {"wat": "uitspraak", "citaat": "x"},
]


def test_what_nobody_filled_in_is_counted_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "correcties.csv").write_bytes(
        sheet(*(line(**row) for row in UNDECIDED), line(wat="stem", citaat="x", wordt="Geen"))
    )
    read = read_corrections(tmp_path)
    assert read.faults == ()
    assert [one.row for one in read.undecided] == list(range(2, len(UNDECIDED) + 2))
    assert [(one.what, one.becomes) for one in read.corrections] == [("stem", "niemand")]
    assert read_file(tmp_path / "correcties.csv") == read


def test_a_file_as_the_page_writes_it_is_read_whole() -> None:
    """Quotes keep their line breaks, what could run has lost its guard, and topics are named by their id."""
    read = read_file(Path(__file__).parent / "gold" / "review" / "correcties-Anna.csv")
    assert (read.faults, read.undecided) == ((), ())
    assert Counter(one.what.value for one in read.corrections) == {
        "nagekeken": 5, "soort": 2, "rol": 2, "thema": 2, "stem": 1, "onderwerp": 1, "onderwerp-naam": 1,
    }  # fmt: skip
    money = next(one for one in read.corrections if one.anchor.quote.startswith("=1+1"))
    assert money.anchor == Anchor(
        "map/b.txt",
        '=1+1; het "geld"\nis op.',
        "fel\n\n1. Geld\n\nWie betaalt er? ",
        " Dat was zo 😀 en klaar. Maak t",
        1,
    )
    assert (money.coder, money.date, money.picked) == ("Anna", "2024-05-01T09:30:00Z", "onderwerp")
    assert [(one.was, one.becomes) for one in read.corrections if one.what is What.TOPIC_NAME] == [
        ("t02", "Geld en tijd")
    ]


@pytest.mark.parametrize(
    ("what", "said", "column", "says"),
    [
        (What.THEME, "dilemma", "was", "In de kolom was staat “dilemma”: dat is een soort en geen thema; maak die leeg"),
        (What.ROLE, "Advies", "wordt", "In de kolom wordt staat “Advies”: dat is een soort en geen rol; kies bij wat"),
        (What.THEME, "kleur", "was", "Het thema “kleur” in de kolom was staat niet in het codeboek"),
    ],
)  # fmt: skip
def test_a_code_that_is_not_there_is_told_with_its_column(what: What, said: str, column: str, says: str) -> None:
    with pytest.raises(LooseError, match=re.escape(says)):
        Codes({"cultuur": "Cultuur"}, {"burger": "Burger"}).find(what, said, column)


# Anchors

TEXT = "Anna zegt: het is laat. De brug blijft dicht, dat kost geld. Piet zegt: het is laat. En de sluis gaat open."


def find(anchor: Anchor, text: str, path: str = "a.txt", **others: str) -> str | None:
    place = Places({"a": text, **others}, {path: "a", **{f"{key}.txt": key for key in others}}).find(anchor)
    return None if place is None else f"{place.report_id}:{place.start}"


SECOND = TEXT.index("het is laat", 20)
LATE = anchor_of(TEXT, SECOND, SECOND + 11, "a.txt")
BRIDGE = anchor_of(TEXT, 24, 60, "a.txt")


@pytest.mark.parametrize(
    ("anchor", "text", "found"),
    [
        (LATE, TEXT, f"a:{SECOND}"),
        (LATE, "Vooraf. " + TEXT, f"a:{SECOND + 8}"),
        (LATE, TEXT.replace("Piet zegt: het is laat", "Piet zwijgt"), None),  # the other stands elsewhere
        (LATE, TEXT.replace("Piet zegt: het is laat", "Piet zegt: het is vroeg"), None),
        (BRIDGE, TEXT.replace("De brug blijft", "de  brug\nblijft"), "a:24"),
        (BRIDGE, TEXT.replace("kost geld", "kost geId"), "a:24"),
        (BRIDGE, TEXT.replace("De brug blijft dicht, dat kost geld", "De molen draait weer"), None),
        (BRIDGE, TEXT + " De brug blijft dicht, dat kost geld.", "a:24"),
        (BRIDGE, "De brug blijft dicht, dat kost geld.", "a:0"),  # all around it is gone, and it is one of its kind
        (BRIDGE, "De brug blijft dicht, dat kost geld. Toch! De brug blijft dicht, dat kost geld.", None),
        (Anchor("a.txt", "het is laat"), TEXT, None),
        (Anchor("a.txt", "het is laat", occurrence=2), TEXT, f"a:{SECOND}"),
        (Anchor("a.txt", "het is laat", occurrence=3), TEXT, None),
        (Anchor("a.txt", "DE BRUG – blijft"), "x de brug - blijft", "a:2"),
        (Anchor("a.txt", ""), TEXT, None),
    ],
)  # fmt: skip
def test_a_place_is_found_again_or_not_at_all(anchor: Anchor, text: str, found: str | None) -> None:
    assert find(anchor, text) == found


@pytest.mark.parametrize(
    ("quote", "before", "after", "text", "found"),
    [
        ("Volgens [manager, UWV] is het laat.", "Later: ", "", "Later: Volgens Jan de Vries is het laat.", "a:7"),
        ("Bel [manager 2, UWV] op [telefoonnummer] vandaag nog.", "", "", "Bel Jan Bos op 06-12345678 vandaag nog.", "a:0"),
        ("Bel [manager, UWV] vandaag nog even op.", "", "", "Bel " + "x" * 200 + " vandaag nog even op.", None),
        ("[manager, UWV]", "Aanwezig waren: ", " (UWV, manager)", "Aanwezig waren: Jan Bos (UWV, manager)", "a:16"),
        ("Het is [applaus] laat geworden.", "", "", "Het is [applaus] laat geworden.", "a:0"),
        ("Het is laat geworden vandaag.", "ager, UWV] zei dat hij kwam. ", " Daarna [man", "Jan Bos zei dat hij kwam. Het is laat geworden vandaag. Daarna Jan.", "a:26"),
    ],
)  # fmt: skip
def test_a_bracket_stands_for_a_name(quote: str, before: str, after: str, text: str, found: str | None) -> None:
    assert find(Anchor("a.txt", quote, before, after), text) == found


OTHER = "Heel iets anders, over dieren en bloemen en wat er verder in de wei staat te grazen, dag in dag uit."


def test_a_report_with_another_path_is_found_by_its_text_if_there_is_one() -> None:
    gone = BRIDGE.__class__("weg.txt", BRIDGE.quote, BRIDGE.before, BRIDGE.after, 1)
    assert find(gone, OTHER, b=TEXT) == "b:24"
    assert find(gone, TEXT, b=TEXT) is None
    assert find(gone, OTHER, b=OTHER + BRIDGE.quote) is None  # elsewhere, and so perhaps another sentence
    assert find(gone, OTHER, b=TEXT.replace("kost geld", "kost geId")) is None
    shown = BRIDGE.__class__("map/verslag 21", BRIDGE.quote, BRIDGE.before, BRIDGE.after, 1)
    # What readers see shifts: the text decides.
    assert find(shown, OTHER, "map/verslag 21", b=TEXT) == "b:24"
    assert find(shown, TEXT.replace("kost geld", "kost geId"), "map/verslag 21", b=OTHER) == "a:24"


def test_another_report_that_took_the_path_is_no_place() -> None:
    standing = "Aanwezig zijn de leden van het beraad, met bericht afwezig is niemand van hen. "
    own = f"{standing}De brug gaat dicht. Daarna sluit de voorzitter het beraad van deze maand af."
    sibling = f"{standing}De brug gaat dicht. Later komt de molen nog aan de orde in dit beraad."
    start = own.index("De brug")
    anchor = anchor_of(own, start, start + 19, "a.txt")
    assert find(anchor, sibling, b=own) is None
    assert find(anchor, own, b=sibling) == f"a:{start}"


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.data())
def test_every_place_is_found_in_its_own_text_or_not_at_all(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Places({"a": text}, {"a.txt": "a"}).find(anchor_of(text, start, end, "a.txt"))
    if place is not None:
        quote = text[start:end]
        shift = len(quote) - len(quote.lstrip())
        assert normal(text[place.start : place.end]).strip() == normal(quote).strip()
        assert place.start - start <= shift + 1 or text.count(quote) > 1


@given(st.text(max_size=100))
def test_normal_form_leads_back(text: str) -> None:
    found = NormalText(text)
    assert found.normal == normal(text)
    for place in range(len(found.normal)):
        start, end = found.span(place, place + 1)
        assert normal(text[start:end]) == found.normal[place]


SENTENCES = [
    f"{word.capitalize()} nummer {rank} vraagt om {other} voor wie er {verb} in deel {rank * 7}."
    for rank, (word, other, verb) in enumerate(
        (w, o, v) for w in ("brug", "molen", "sluis") for o in ("geld", "tijd", "zorg") for v in ("woont", "werkt")
    )
]


@given(
    st.integers(0, len(SENTENCES) - 1),
    st.lists(st.integers(0, len(SENTENCES) - 1), max_size=6, unique=True),
    st.randoms(),
)
def test_a_sentence_keeps_its_correction_wherever_others_go(one: int, gone: list[int], chance: random.Random) -> None:
    text = " ".join(SENTENCES)
    start = text.index(SENTENCES[one])
    anchor = anchor_of(text, start, start + len(SENTENCES[one]), "a.txt")
    left = [sentence for rank, sentence in enumerate(SENTENCES) if rank not in gone]
    chance.shuffle(left)
    after = " ".join(left)
    place = Places({"a": after}, {"a.txt": "a"}).find(anchor)
    if place is not None:
        assert after[place.start : place.end] == SENTENCES[one]


# Five hundred corrections of the sample corpus


@pytest.fixture(scope="module")
def worlds(sample_run: Run) -> tuple[World, World, list[Made]]:
    """The sample corpus as it is, as readers see it, and corrections of it."""
    codebook = load_codebook(None)
    codes = Codes({one.code: one.name for one in codebook.themes}, {one.code: one.name for one in codebook.roles})
    texts = {report_id: sample_run.text(report_id) for report_id in sample_run.data["reports"]["report_id"]}
    shown = without_names(sample_run.data, texts, Settings())
    own, seen = World(sample_run.data, texts, codes), World(shown.tables, shown.texts, codes)
    return own, seen, random_corrections(own, seen, seed=1, n=500)


def applied(after: Edited, made: list[Made], codes: Codes) -> tuple[dict[str, pd.DataFrame], list[dict[str, Any]]]:
    """Apply corrections, check that the tables keep their contract, and that no correction is at a wrong place."""
    world = after.world
    data = apply(world.data, world.texts, Read(tuple(one.correction for one in made)), codes)
    labels = dict(zip(data["topics"]["topic_id"], data["topics"]["label"], strict=True))
    # Topics are made of the statements that are left.
    is_left = data["topic_assignments"]["statement_id"].isin(data["statements"]["statement_id"])
    data["topic_assignments"] = data["topic_assignments"][is_left].reset_index(drop=True)
    data = with_topics(data, labels, {})
    for name, table in data.items():
        tables.validate(name, table)
    tables.check_all_offsets(data, world.texts)
    rows = tables.records(data["corrections"])
    wrong = []
    for one, row in zip(made, rows, strict=True):
        if one.report_id is not None and row["status"] in ("toegepast", "bevestigd"):
            report_id, start, end = after.traced(one.report_id, one.start, one.end)
            is_there = row["report_id"] == report_id and row["start_char"] < end and start < row["end_char"]
            if not is_there or (one.statement_id and row["statement_id"] != after.id_of(one.statement_id)):
                wrong.append((one, row))
    assert wrong == []
    assert {row["status"] for row in rows} <= {"toegepast", "bevestigd", "losgeraakt"}
    return data, rows


def n_found(rows: list[dict[str, Any]]) -> int:
    return sum(row["status"] in ("toegepast", "bevestigd") for row in rows)


def test_all_corrections_of_what_did_not_change_are_applied(worlds: tuple[World, World, list[Made]]) -> None:
    world, _, made = worlds
    assert {one.correction.what for one in made} == set(What)
    data, rows = applied(Edited(world), made, world.codes)
    # A dilemma that went with its insight, or is left out itself, has no topic to go to.
    lost = [row for row in rows if row["status"] == "losgeraakt"]
    assert n_found(rows) + len(lost) == 500
    assert {row["what"] for row in lost} <= {"onderwerp"}
    assert {row["statement_id"] for row in lost}.isdisjoint(data["statements"]["statement_id"])
    kinds = {row["statement_id"]: row for row in tables.records(data["statements"])}
    for one, row in zip(made, rows, strict=True):
        own = kinds.get(one.statement_id or "")
        if own is not None and one.correction.what is What.KIND:
            assert (own["kind"], own["is_uncertain"]) == (one.correction.becomes, False)
            assert own["kind_machine"] == row["machine"]
            assert (own["advice_type"] is not None) == (own["kind"] == "advies")
        if own is not None and one.correction.what is What.VOICE:
            assert (own["attributed_to"] or "niemand") == one.correction.becomes
        if one.correction.what is What.STATEMENT:
            assert own is None
    check_whole(data, world)


def check_whole(data: dict[str, pd.DataFrame], world: World) -> None:
    """Check that each statement and block lies in its insight, and that insights and the rest are the whole text."""
    spans = {row["insight_id"]: row for row in tables.records(data["insights"])}
    for name in ("statements", "blocks"):
        for row in tables.records(data[name]):
            if row["insight_id"] is not None:
                own = spans[row["insight_id"]]
                assert own["start_char"] <= row["start_char"] < row["end_char"] <= own["end_char"]
    for name in ("theme_mentions", "role_mentions"):
        statements = dict(zip(data["statements"]["statement_id"], data["statements"]["insight_id"], strict=True))
        for row in tables.records(data[name]):
            assert row["insight_id"] in spans
            assert row["statement_id"] is None or statements[row["statement_id"]] == row["insight_id"]
    for _, of_session in data["insights"].groupby("session_id"):
        assert of_session["position"].tolist() == list(range(1, len(of_session) + 1))
    for _, of_insight in data["statements"].groupby("insight_id"):
        assert sorted(of_insight["position"]) == list(range(1, len(of_insight) + 1))
    left = {key: [*text] for key, text in world.texts.items()}
    before = {key: [*text] for key, text in world.texts.items()}
    for marked, source in ((left, data), (before, world.data)):
        for name in ("insights", "unused"):
            for row in tables.records(source[name]):
                for place in range(row["start_char"], row["end_char"]):
                    marked[row["report_id"]][place] = " "
    for key, signs in left.items():
        assert set("".join(signs).split()) <= set("".join(before[key]).split())
    assert data["topics"]["n_statements"].sum() == data["topic_assignments"]["topic_id"].notna().sum()
    assert set(data["commitments"]["statement_id"]) <= set(
        data["statements"]["statement_id"][data["statements"]["kind"] == "advies"]
    )


@pytest.mark.parametrize("seed", range(3))
def test_after_edits_a_correction_is_applied_where_it_was_made_or_lost(
    worlds: tuple[World, World, list[Made]], seed: int
) -> None:
    world, _, made = worlds
    few = applied(edited(world, seed, share=0.01, aim=made), made, world.codes)[1]
    many = applied(edited(world, seed, share=0.15, aim=made), made, world.codes)[1]
    assert n_found(few) > 350
    assert n_found(many) < n_found(few)
    assert all(row["message"] for row in (*few, *many) if row["status"] == "losgeraakt")


@pytest.mark.parametrize("seed", range(3))
def test_corrections_go_with_a_report_that_is_renamed(worlds: tuple[World, World, list[Made]], seed: int) -> None:
    world, _, made = worlds
    assert n_found(applied(renamed(world, seed), made, world.codes)[1]) > 400
    both = edited(world, seed, share=0.05, aim=made)
    then = renamed(both.world, seed)
    both.ids = {old: then.ids.get(new, new) for old, new in both.ids.items()}
    both.world = then.world
    applied(both, made, world.codes)


def test_a_report_that_copies_passages_of_others_takes_no_corrections(worlds: tuple[World, World, list[Made]]) -> None:
    world, _, made = worlds
    lines = [line for text in world.texts.values() for line in text.split("\n") if len(line) > 40]
    random.Random(1).shuffle(lines)  # noqa: S311
    assert n_found(applied(with_report(world, "\n".join(lines[:600])), made, world.codes)[1]) > 450


def test_with_another_codebook_what_it_does_not_have_is_lost(worlds: tuple[World, World, list[Made]]) -> None:
    world, _, made = worlds
    gone = sorted(world.codes.themes)[::2]
    fewer = Codes({code: name for code, name in world.codes.themes.items() if code not in gone}, world.codes.roles)
    rows = applied(Edited(world), made, fewer)[1]
    lost = [row for row in rows if row["status"] == "losgeraakt"]
    assert lost
    assert n_found(rows) + len(lost) == 500
    assert {row["what"] for row in lost} <= {"thema", "onderwerp"}
    themes = [row for row in lost if row["what"] == "thema"]
    assert themes
    assert all("staat niet in het codeboek" in row["message"] for row in themes)


def test_with_fewer_topics_what_went_to_the_others_is_lost(worlds: tuple[World, World, list[Made]]) -> None:
    world, _, made = worlds
    kept = world.data["topics"].iloc[:5].reset_index(drop=True)
    assignments = world.data["topic_assignments"].copy()
    for column in ("topic_id", "nearest_topic_id"):
        assignments[column] = assignments[column].where(assignments[column].isin(kept["topic_id"]))
    assignments["status"] = ["los" if pd.isna(topic) else "ingedeeld" for topic in assignments["topic_id"]]
    smaller = World({**world.data, "topics": kept, "topic_assignments": assignments}, world.texts, world.codes)
    rows = applied(Edited(smaller), made, world.codes)[1]
    lost = [row for row in rows if row["status"] == "losgeraakt"]
    assert lost
    assert {row["what"] for row in lost} <= {"onderwerp", "onderwerp-naam", "onderwerp-samen"}


# Who says what


def settled(
    worlds: tuple[World, World, list[Made]], *rows: tuple[str, str, str, str], agreed: int = 0
) -> list[tuple[str, str | None]]:
    """Return what becomes of corrections of one certain outcome without themes: (what, becomes, coder, date).

    The last `agreed` of them are what coders agreed on.
    """
    world = worlds[0]
    themed = set(world.data["theme_mentions"]["statement_id"].dropna())
    row = next(
        row for row in tables.records(world.data["statements"])
        if row["kind"] == "uitkomst" and row["statement_id"] not in themed and len(row["text"]) > 60
    )  # fmt: skip
    anchor = anchor_of(
        world.texts[row["report_id"]], row["start_char"], row["end_char"], world.path_of[row["report_id"]]
    )
    made = [
        Correction(
            f"correcties-{coder.lower()}.csv",
            number,
            What(what),
            anchor,
            "uitkomst" * (what == "soort"),
            becomes,
            coder,
            date,
            "na overleg" * (number >= len(rows) + 2 - agreed),
        )
        for number, (what, becomes, coder, date) in enumerate(rows, 2)
    ]
    found = tables.records(apply(world.data, world.texts, Read(tuple(made)), world.codes)["corrections"])
    by_row = {one["row"]: (one["status"], one["message"]) for one in found}
    return [by_row[number] for number in range(2, len(rows) + 2)]


def test_who_contradict_each_other_are_both_named_and_not_applied(worlds: tuple[World, World, list[Made]]) -> None:
    one, other, theme = settled(
        worlds, ("soort", "advies", "a", ""), ("soort", "dilemma", "b", ""), ("thema", "vertrouwen", "b", "")
    )
    assert one == ("tegenstrijdig", "Spreekt rij 3 van correcties-b.csv tegen; beslis samen en haal een van beide weg.")
    assert other[0] == "tegenstrijdig"
    assert theme == ("toegepast", None)


def test_who_agree_are_both_applied(worlds: tuple[World, World, list[Made]]) -> None:
    assert settled(worlds, ("soort", "advies", "a", ""), ("soort", "advies", "b", "")) == [("toegepast", None)] * 2


@pytest.mark.parametrize(
    ("first", "second", "last"), [("2024-05-04", "2024-05-03", 0), ("", "", 1), ("2024-05-03", "3-5-2024 10:00", 1)]
)
def test_the_last_word_of_a_coder_counts(
    worlds: tuple[World, World, list[Made]], first: str, second: str, last: int
) -> None:
    found = settled(worlds, ("soort", "advies", "a", first), ("soort", "dilemma", "A", second))
    assert found[last] == ("toegepast", None)
    assert found[1 - last][0] == "vervangen"
    assert f"rij {last + 2} van" in (found[1 - last][1] or "")


def test_who_checked_a_statement_contradicts_who_changes_it(worlds: tuple[World, World, list[Made]]) -> None:
    assert settled(worlds, ("nagekeken", "", "a", ""), ("soort", "uitkomst", "b", "")) == [("bevestigd", None)] * 2
    found = settled(worlds, ("nagekeken", "", "a", ""), ("soort", "advies", "b", ""))
    assert [one for one, _ in found] == ["tegenstrijdig"] * 2
    # Her own row is what she changed.
    found = settled(worlds, ("nagekeken", "", "a", ""), ("soort", "advies", "a", ""))
    assert [one for one, _ in found] == ["bevestigd", "toegepast"]


def test_what_coders_agreed_on_prevails_over_what_each_said(worlds: tuple[World, World, list[Made]]) -> None:
    own = [("soort", "advies", "a", "2024-05-09"), ("nagekeken", "", "a", ""), ("soort", "dilemma", "b", "")]
    found = settled(worlds, *own, ("nagekeken", "", "b", ""), ("soort", "dilemma", "a", "2024-05-01"), agreed=1)
    assert [one for one, _ in found] == ["vervangen", "bevestigd", "vervangen", "bevestigd", "toegepast"]
    assert found[0][1] == found[2][1] == "Vervangen door wat na overleg is gekozen: rij 6 van correcties-a.csv."
    # That it stays as the program has it may be agreed on too.
    found = settled(worlds, *own, ("soort", "uitkomst", "a", ""), ("nagekeken", "", "a", ""), agreed=2)
    assert [one for one, _ in found] == ["vervangen", "vervangen", "vervangen", "bevestigd", "bevestigd"]
    # Who agreed twice on something else contradict each other.
    found = settled(worlds, *own[::2], ("soort", "dilemma", "a", ""), ("soort", "advies", "b", ""), agreed=2)
    assert [one for one, _ in found] == ["vervangen", "vervangen", "tegenstrijdig", "tegenstrijdig"]


def test_a_statement_that_stays_contradicts_who_drops_it(worlds: tuple[World, World, list[Made]]) -> None:
    assert [one for one, _ in settled(worlds, ("uitspraak", "blijft", "a", ""))] == ["bevestigd"]
    found = settled(worlds, ("uitspraak", "weg", "a", ""), ("uitspraak", "blijft", "b", ""))
    assert [one for one, _ in found] == ["tegenstrijdig"] * 2
    found = settled(worlds, ("uitspraak", "weg", "a", ""), ("uitspraak", "blijft", "b", ""), agreed=1)
    assert [one for one, _ in found] == ["vervangen", "bevestigd"]


def test_what_was_agreed_on_of_topics_prevails() -> None:
    rows = [("onderwerp-naam", "", "t01", "Sluis en brug"), ("onderwerp-naam", "", "t01", "Vaart"), ("onderwerp", "a", "t01", "t02"), ("onderwerp", "a", "t01", "t03")]  # fmt: skip
    labels, places, found = topics_after(*rows, agreed=(1, 3))
    assert (labels["t01"], places["a"]) == ("Vaart", "t03")
    assert [status for status, _ in found] == ["vervangen", "toegepast", "vervangen", "toegepast"]


# Topics

TOPICS = [
    {"topic_id": f"t0{n}", "label": label, "terms": ["x"], "n_statements": 2, "n_sessions": 2, "stability": 0.5}
    for n, label in ((1, "Brug"), (2, "Molen"), (3, "Sluis"))
]
ASSIGNED = {"a": "t01", "b": "t01", "c": "t02", "d": "t02", "e": "t03", "f": "t03", "g": None}


def topics_after(
    *rows: tuple[str, str, str, str], given: dict[str, str] | None = None, agreed: tuple[int, ...] = ()
) -> tuple[dict[str, str], dict[str, str | None], list[tuple[str, str | None]]]:
    """Return names, places and what became of corrections: (what, statement, was, becomes)."""
    assignments = tables.frame("topic_assignments", [
        {"statement_id": key, "topic_id": topic, "strength": 0.5, "is_representative": key in "ace",
         "status": "ingedeeld" if topic else "los", "nearest_topic_id": topic or "t01", "is_corrected": False}
        for key, topic in ASSIGNED.items()
    ])  # fmt: skip
    nothing = dict.fromkeys([column.name for column in tables.TABLES["corrections"]])
    corrections = tables.frame("corrections", [
        {**nothing, "correction_id": f"c:{n}", "file": "c", "row": n, "what": what, "status": "toegepast",
         "statement_id": key or None, "was": was or None, "becomes": becomes,
         "reason": "na overleg" if n - 2 in agreed else None}
        for n, (what, key, was, becomes) in enumerate(rows, 2)
    ])  # fmt: skip
    statements = pd.DataFrame({"statement_id": list(ASSIGNED), "session_id": list(ASSIGNED)})
    data = {"corrections": corrections, "topics": tables.frame("topics", TOPICS), "topic_assignments": assignments,
            "statements": statements, "topic_changes": tables.frame("topic_changes", [])}  # fmt: skip
    after = with_topics(data, {row["topic_id"]: row["label"] for row in TOPICS}, given or {})
    labels = dict(zip(after["topics"]["topic_id"], after["topics"]["label"], strict=True))
    counts = after["topic_assignments"]["topic_id"].value_counts().to_dict()
    assert dict(zip(after["topics"]["topic_id"], after["topics"]["n_statements"], strict=True)) == counts
    places = {row["statement_id"]: row["topic_id"] for row in tables.records(after["topic_assignments"])}
    return labels, places, [(row["status"], row["message"]) for row in tables.records(after["corrections"])]


def test_a_dilemma_goes_to_a_topic_by_id_or_name_or_becomes_loose_or_makes_a_new_one() -> None:
    labels, places, found = topics_after(
        ("onderwerp", "a", "t01", "t02"), ("onderwerp", "b", "Brug", "sluis"), ("onderwerp", "c", "", "los"),
        ("onderwerp", "g", "", "Wie beslist?"), ("onderwerp", "d", "t02", "wie  beslist?"), ("onderwerp", "e", "", "t09"),
        ("onderwerp", "f", "t03", "t03"), ("onderwerp", "z", "", "t01"),
    )  # fmt: skip
    assert places == {
        "a": "t02",
        "b": "t03",
        "c": None,
        "d": own_id("Wie beslist?"),
        "e": "t03",
        "f": "t03",
        "g": own_id("Wie beslist?"),
    }
    assert labels == {"t02": "Molen", "t03": "Sluis", own_id("Wie beslist?"): "Wie beslist?"}
    assert [status for status, _ in found] == ["toegepast"] * 5 + ["losgeraakt", "bevestigd", "losgeraakt"]


def test_topics_are_merged_and_renamed_and_the_correction_wins() -> None:
    labels, places, found = topics_after(
        ("onderwerp-samen", "", "t01", "Molen"), ("onderwerp-samen", "", "t02", "t03"),
        ("onderwerp-naam", "", "t03", "Water"), ("onderwerp", "g", "", "Water"), given={"t03": "Nat"},
    )  # fmt: skip
    assert labels == {"t03": "Water"}
    assert set(places.values()) == {"t03"}
    assert [status for status, _ in found] == ["toegepast"] * 4
    assert found[2][1] == "Gaat voor de naam “Nat” in onderwerpen.csv."


def test_topics_in_a_circle_and_names_that_are_taken_are_told() -> None:
    labels, _, found = topics_after(
        ("onderwerp-samen", "", "t01", "t02"), ("onderwerp-samen", "", "t02", "t01"), ("onderwerp-naam", "", "t03", "brug"),
        ("onderwerp-naam", "", "t07", "Water"),
    )  # fmt: skip
    assert labels == {"t01": "Brug", "t02": "Molen", "t03": "Sluis"}
    assert [status for status, _ in found] == ["tegenstrijdig", "tegenstrijdig", "onjuist", "losgeraakt"]


# A whole run


def test_a_run_applies_corrections_and_tells_of_them(
    analyse_files: Callable[..., Run], capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli.messages import tell_corrections

    first = analyse_files({"a.txt": REPORT})
    machine = {row["text"]: row for row in tables.records(first.data["statements"])}
    assert machine[QUOTE]["kind"] == "dilemma"
    lines = [
        line(wat="soort", verslag="a.txt", citaat=QUOTE, was="dilemma", wordt="advies", wie="Ik"),
        line(wat="thema", verslag="a.txt", citaat=QUOTE, wordt="Vertrouwen", wie="Ik"),
        line(wat="stem", verslag="a.txt", citaat=QUOTE, wordt="burger", wie="Ik"),
        line(wat="datum", verslag="a.txt", wordt="2023-05-04", wie="Ik"),
        line(wat="titel", verslag="a.txt", wordt="Over schulden", wie="Ik"),
        line(wat="deelnemer-functie", verslag="a.txt", citaat="[directeur, SZW]", ervoor="Aanwezig: ", erna=" (SZW, directeur, voorzitter)", wordt="adviseur", wie="Ik"),
        line(wat="inzicht-samen", verslag="a.txt", citaat="Bij de balie is het druk", wie="Ik"),
        line(wat="soort", verslag="a.txt", citaat="Dit staat er nergens.", wordt="advies", wie="Ik"),
        line(wat="kleur", citaat="x"),
        line(wat="stem", verslag="a.txt", citaat="Bij de balie is het druk", was="manager", wie="consensus"),
    ]  # fmt: skip
    run = analyse_files(
        {"correcties.csv": sheet(*lines), "sessies.csv": b"bestand;reeks\nweg.txt;Spoor\na.txt;Spoor 9\n"}
    )
    assert [one for one, _ in status(run).values()] == ["toegepast"] * 7 + ["losgeraakt", "onjuist"]
    own = next(row for row in tables.records(run.data["statements"]) if row["text"] == QUOTE)
    assert (own["kind"], own["kind_machine"], own["is_corrected"], own["advice_type"]) == (
        "advies",
        "dilemma",
        True,
        "aanbeveling",
    )
    assert own["attributed_to"] == "burger"
    mention = run.data["theme_mentions"].query("is_corrected")
    assert mention[["theme", "term", "text"]].to_numpy().tolist() == [["vertrouwen", "correctie", QUOTE]]
    (session,) = tables.records(run.data["sessions"])
    assert (session["date"], session["date_source"], session["title"], session["series"]) == (
        "2023-05-04",
        "opgegeven",
        "Over schulden",
        "Spoor 9",
    )
    assert "adviseur" in set(run.data["participants"]["function"])
    assert len(run.data["insights"]) == len(first.data["insights"]) - 1
    page = (run.reports / "rapport.html").read_text(encoding="utf-8")
    assert "Dit staat er nergens." in page
    assert "Toegepast: 7 van de 9 correcties van 1 persoon, bij 1 van de " in page
    assert "Niet toegepast: 1 losgeraakt en 1 onjuist; waarom, staat in de Verantwoording." in page
    book = openpyxl.load_workbook(run.reports / "bevindingen.xlsx")
    assert book["Correcties"]["A2"].value == "correcties.csv"
    assert [cell.value for cell in book["Uitspraken"][1]][1:4] == ["Soort", "Soort volgens programma", "Gecorrigeerd"]
    tell_corrections(run.summary.corrections, run.summary.n_undecided, run.summary.unused_lines)
    said = capsys.readouterr().out
    assert "Correcties: 7 toegepast, 1 losgeraakt, 1 onjuist." in said
    assert "1 rij telt niet mee als correctie: de kolom “wordt” is nog niet ingevuld." in said
    assert json.loads((run.processed / "run.json").read_bytes())["correcties"]["niet ingevuld"] == 1
    assert "correcties.csv, rij 9 (losgeraakt): Deze woorden staan niet in dit verslag" in said
    assert "sessies.csv, regel 2: het bestand “weg.txt” staat niet in de map" in said
    # Without the files all is as the program made it.
    for name in ("correcties.csv", "sessies.csv"):
        (run.processed.parent / "raw" / name).unlink()
    again = analyse_files({})
    for name, table in first.data.items():
        pd.testing.assert_frame_equal(table, again.data[name], obj=name)


def test_what_is_corrected_names_nobody_where_names_are_nowhere(analyse_files: Callable[..., Run]) -> None:
    lines = [
        line(wat="deelnemer-naam", verslag="a.txt", citaat="Piet Visser", was="Piet Visser", wordt="Pieter Vissers", wie="Piet Visser", waarom="Piet Visser heet anders"),
        line(wat="soort", verslag="a.txt", citaat="Piet Visser zei iets.", wordt="advies", waarom="Bel 06-12345678"),
    ]  # fmt: skip
    run = analyse_files({"a.txt": REPORT, "correcties-piet-visser.csv": sheet(*lines)}, names="nergens")
    for path in [*run.processed.rglob("*"), *run.reports.rglob("*")]:
        if path.suffix in (".json", ".csv", ".html", ".txt"):
            content = path.read_text(encoding="utf-8-sig")
            assert "Visser" not in content, path
            assert "12345678" not in content, path
    told = "\n".join(str(row) for row in tables.records(run.data["corrections"]))
    assert "Visser" not in told
    assert Counter(run.data["corrections"]["status"]) == {"toegepast": 1, "losgeraakt": 1}


def test_the_plan_changes_no_table_it_is_given(worlds: tuple[World, World, list[Made]]) -> None:
    world, _, made = worlds
    before = {name: table.copy(deep=True) for name, table in world.data.items()}
    data = apply(world.data, world.texts, Read(tuple(one.correction for one in made)), world.codes)
    plan(data["corrections"], data["topics"], data["topic_assignments"], {}, {})
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, world.data[name])
    assert Place("a", 0, 1) == Place("a", 0, 1)
