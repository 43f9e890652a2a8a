"""`overeenstemming`: published values of α, intervals that cover, and sheets that stay good whatever was added since."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, tables
from pipeline.config import Settings
from pipeline.corpus import load
from pipeline.corrections.model import COLUMNS
from pipeline.reliability import Coder, Finder, Variable, coding, kinds_of, read_sheet, rows_of
from pipeline.reliability.alpha import Counts, interval, masi_distance
from pipeline.reliability.comparison import MEAN, PEOPLE, PROGRAM_WITH, compare
from pipeline.reliability.sheet import kind_definitions, sample_workbook
from pipeline.run.coders import Reader, program_of
from pipeline.storage import Storage
from tests.conftest import Run, run_once

SENTENCES = (
    "De begroting voor de loketten is krap", "Leg de afspraken over de brug vast", "Er waren veertig mensen in de zaal",
    "De wachttijd loopt op en niemand voelt zich eigenaar", "Het bestuur moet sneller kiezen", "De koffie was op",
    "De gemeente wil maatwerk maar de regels laten dat niet toe", "Maak een lijst van alle formulieren",
    "Vorig jaar kwamen er meer aanvragen binnen", "De directie vraagt ruimte en controleert elke stap",
    "Zorg voor een vast aanspreekpunt", "De bijeenkomst eindigde om vijf uur", "Het archief staat in de kelder",
    "Iedereen wil samenwerken en toch blijft elk in zijn eigen hokje", "Spreek een datum af voor de evaluatie",
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One report of fifteen statements."""
    raw, folder = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("klein")
    text = "Overleg loketten\n\nDatum: 4 maart 2024\n\n1. Loketten\n\n" + ". ".join(SENTENCES) + ".\n"
    (raw / "verslag.txt").write_text(text, encoding="utf-8")
    run = run_once(raw, folder, Settings(workers=1))
    assert len(run.data["statements"]) == len(SENTENCES)
    return run


def sheet(run: Run, codes: Sequence[str], path: Path, remarks: Mapping[int, str] | None = None) -> Path:
    """Write a sheet as a person fills it in; the codes are for the first statements."""
    ids = list(run.data["statements"]["statement_id"])[: len(codes)]
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook(ids, load(run.processed).tables, kind_definitions())))
    for line, code in enumerate(codes, start=2):
        book.worksheets[0].cell(line, 7).value = code
        book.worksheets[0].cell(line, 8).value = (remarks or {}).get(line, "")
    book.save(path)
    return path


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the command, and returns its code and what it printed."""

    def run(of: Run, *arguments: str | Path) -> tuple[int, str, str]:
        folders = ["--processed", str(of.processed), "--reports", str(tmp_path / "uit")]
        with pytest.raises(SystemExit) as done:
            cli.main(["overeenstemming", *map(str, arguments), *folders])
        printed = capsys.readouterr()
        return int(done.value.code or 0), printed.out, printed.err

    return run


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


def themes(*letters: str) -> list[str]:
    """Return codes of a sheet on themes: a letter or figure is a theme, `.` is missing, a comma divides."""
    codes = ["financiering", "sturing", "leren", "maatwerk", "vertrouwen", "uitvoering"]
    names = (
        dict(zip("123456", codes, strict=True)) | dict(zip("abcdem", codes, strict=True)) | {"f": "ict", "s": "leren"}
    )
    return ["" if cell == "." else ", ".join(names[letter] for letter in cell) for cell in letters]


# Published values


PUBLISHED = [
    # K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section A: binary data, two observers.
    ("soort", "precies", 0.095, [["advies" if c == "1" else "uitkomst" for c in row] for row in ("0100000010", "1110010000")]),
    # The same, section B: nominal data, two observers.
    ("thema", "precies", 0.692, [themes(*"aabbdcccedda"), themes(*"babbbcccеddd".replace("е", "e"))]),
    # The same, section C: nominal data, four observers who missed some units.
    ("thema", "precies", 0.743, [themes(*row) for row in ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")]),
    # The tests of Statistics::Krippendorff 0.04, by MASI (0.1296); an answer with NLTK’s rounded thirds has 0.1297.
    ("thema", "masi", 0.130, [themes("fs", "s"), themes("f", "s"), themes("sem", "se")]),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "measure", "alpha", "codes"), PUBLISHED)
def test_published_values_through_the_command(
    small: Run, tmp_path: Path, command: Any, variable: str, measure: str, alpha: float, codes: list[list[str]]
) -> None:
    sheets = [sheet(small, of_coder, tmp_path / f"codeur{number}.xlsx") for number, of_coder in enumerate(codes, 1)]
    code, _, error = command(small, *sheets)
    assert (code, error) == (0, "")
    rows = table(tmp_path / "uit" / "overeenstemming.csv")
    found = next(row for row in rows if (row["wat"], row["vergelijking"], row["maat"]) == (variable, PEOPLE, measure))
    assert float(found["alfa"].replace(",", ".")) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [("ab", "ab", 0), ("", "", 0), ("a", "", 1), ("a", "b", 1), ("12", "1234", 2 / 3), ("ab", "bc", 1 - 1 / 9)],
)
def test_the_distance_between_sets(first: str, second: str, distance: float) -> None:
    """The fifth is the example in NLTK’s documentation, with exact thirds."""
    assert masi_distance(tuple(first), tuple(second)) == pytest.approx(distance)
    assert masi_distance(tuple(second), tuple(first)) == pytest.approx(distance)


units_of_values = st.lists(st.lists(st.sampled_from("abcd"), max_size=4), min_size=1, max_size=25)


@given(units_of_values)
def test_alpha_is_that_of_the_library(units: list[list[str]]) -> None:
    counts = Counts.of(units)
    if counts.alpha is not None:
        expected = krippendorff.alpha(value_counts=counts.of_unit, level_of_measurement="nominal")
        assert counts.alpha == pytest.approx(expected)


# Intervals


@pytest.mark.parametrize(("n_coders", "differs"), [(2, 0.05), (2, 0.2), (3, 0.1), (3, 0.35)])
def test_intervals_cover(n_coders: int, differs: float) -> None:
    """α of the population is inside the 95 % interval of at least 93 % of a thousand samples of a hundred units."""
    random = np.random.default_rng(7)
    shares, codes = [0.6, 0.25, 0.15], np.array(list("uda"))

    def draw(n: int) -> Counts:
        truth = random.choice(3, size=n, p=shares)
        given = [
            np.where(random.random(n) < differs, random.choice(3, size=n, p=shares), truth) for _ in range(n_coders)
        ]
        return Counts(
            np.stack([(np.array(given) == value).sum(axis=0) for value in range(len(codes))], axis=1), 1 - np.eye(3)
        )

    truth = draw(200_000).alpha
    assert truth is not None
    n_inside = 0
    for _ in range(1000):
        low, high = interval(draw(100).weighted(), 100, n_resamples=400)
        n_inside += low is not None and high is not None and low <= truth <= high
    assert n_inside / 1000 >= 0.93


# What is compared


def test_people_are_the_ceiling_beside_the_program() -> None:
    def coder(name: str, values: str, *, is_person: bool = True) -> Coder:
        return Coder(
            name, {Variable.KIND: coding({f"z{n}": [c] for n, c in enumerate(values) if c != "."})}, {}, is_person
        )

    machine = coder("programma", "uuddaauu", is_person=False)
    found = compare([machine, coder("Anna", "uudda..."), coder("Bert", "uuddaau.")], n_resamples=50)
    assert [one.sort for one in found] == [PEOPLE, MEAN, PROGRAM_WITH, PROGRAM_WITH]
    assert [int(one.found["n_units"][0]) for one in found] == [5, 7, 5, 7]
    found = compare(
        [machine, coder("Anna", "uudda..."), coder("Bert", "uuddaau."), coder("Cor", ".....daa")], n_resamples=50
    )
    assert [one.label for one in found] == [
        "mensen onderling", "programma met een mens, gemiddeld", "programma met Anna", "programma met Bert",
        "programma met Cor", "Anna met Bert", "Bert met Cor",
    ]  # fmt: skip


def corrected(run: Run) -> dict[str, pd.DataFrame]:
    """Return the tables as they are after people corrected them."""
    data = dict(run.data)
    ids = list(data["statements"]["statement_id"])
    statements = data["statements"].assign(kind="advies", is_corrected=True)
    mention = tables.records(data["theme_mentions"])[0]
    added = {**mention, "statement_id": ids[5], "theme": "leren", "negated": False, "is_corrected": True}
    rows = [
        {"what": "thema", "statement_id": ids[6], "was": "sturing", "becomes": None, "machine": "sturing"},
        {"what": "thema", "statement_id": ids[5], "was": None, "becomes": "leren", "machine": None},
        {"what": "stem", "statement_id": ids[7], "was": None, "becomes": "manager", "machine": None},
    ]
    empty = {column.name: None for column in tables.TABLES["corrections"]}
    data["corrections"] = tables.frame(
        "corrections",
        [
            {**empty, **row, "correction_id": f"c:{number}", "file": "c", "row": number, "status": "toegepast"}
            for number, row in enumerate(rows, 2)
        ],
    )
    data["statements"] = statements.assign(attributed_to=["manager" if one == ids[7] else None for one in ids]).astype(
        {"attributed_to": "str"}
    )
    data["theme_mentions"] = tables.frame("theme_mentions", [*tables.records(data["theme_mentions"]), added])
    return data


def test_the_program_is_taken_as_it_was_before_corrections(small: Run) -> None:
    data, ids = corrected(small), list(small.data["statements"]["statement_id"])
    found = program_of(data).codings
    assert found[Variable.KIND].equals(kinds_of(small.data["statements"]))
    before, after = program_of(small.data).codings[Variable.THEME], found[Variable.THEME]
    assert "leren" not in after[ids[5]]
    assert after[ids[6]] == tuple(sorted({*before[ids[6]], "sturing"}))
    assert found[Variable.VOICE][ids[7]] == ()


# Correction files


def corrections(run: Run, rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    """Write a file of corrections; `zin` is the number of the statement."""
    present = list(rows_of(load(run.processed).tables).values())
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";", restval="")
        writer.writeheader()
        for row in rows:
            there = present[int(row["zin"])]
            where = {
                "verslag": there.report,
                "citaat": there.text,
                "ervoor": there.before[-30:],
                "erna": there.after[:30],
            }
            writer.writerow({**where, **{name: value for name, value in row.items() if name != "zin"}})
    return path


def test_a_file_of_corrections_is_a_coding_of_what_was_checked_and_picked_by_chance(
    small: Run, tmp_path: Path, command: Any
) -> None:
    kinds = kinds_of(small.data["statements"]).tolist()
    other = "advies" if kinds[1] != ("advies",) else "uitkomst"
    checked = [{"zin": str(n), "wat": "nagekeken", "wie": "Anna", "keuze": "toeval"} for n in range(8)]
    checked += [{"zin": "8", "wat": "nagekeken", "wie": "Anna", "keuze": "onzeker"}]
    checked += [{"zin": "9", "wat": "nagekeken", "wie": "Anna", "keuze": ""}]
    checked += [{"zin": str(n), "wat": "nagekeken", "wie": "Bert", "keuze": "toeval"} for n in range(4)]
    changed = [
        {"zin": "1", "wat": "soort", "wie": "Anna", "wordt": other, "waarom": "het is een oproep"},
        {"zin": "2", "wat": "soort", "wie": "Anna", "wordt": "weet niet"},
        {"zin": "3", "wat": "uitspraak", "wie": "Anna", "wordt": "weg"},
        {"zin": "4", "wat": "thema", "wie": "Anna", "wordt": "Leren"},
        {
            "zin": "12",
            "wat": "soort",
            "wie": "Anna",
            "wordt": "advies",
        },  # not checked: nothing is known of its other codes
    ]
    path = corrections(small, [*checked, *changed], tmp_path / "correcties-samen.csv")
    code, out, _ = command(small, "programma", path)
    assert code == 0
    assert re.search(r"rij 10: voorgelegd wegens “onzeker”, en alleen wat door toeval is gekozen", out)
    assert re.search(r"rij 11: zonder “toeval” in de kolom keuze", out)
    assert "rij 5: volgens de codeur is dit geen uitspraak" in out
    assert "correcties-samen.csv: wie bij het coderen de codes van het programma zag" in out
    rows = table(tmp_path / "uit" / "overeenstemming.csv")
    found = {(row["wat"], row["vergelijking"]): row for row in rows if row["maat"] == "precies"}
    assert found["soort", "programma met Anna"]["uitspraken"] == "6"
    assert found["soort", "programma met Anna"]["gelijk"] == f"{5 / 6:.6f}".replace(".", ",")
    assert found["soort", "programma met Bert"]["uitspraken"] == "4"
    assert found["thema", "programma met Anna"]["gelijk"] == f"{6 / 7:.6f}".replace(".", ",")
    differing = table(tmp_path / "uit" / "consensus.csv")
    assert [row["citaat"].rstrip(".") for row in differing if row["wat"] == "soort"] == [SENTENCES[1]]
    assert "Anna: het is een oproep" in differing[0]["opmerkingen"]


def test_what_was_agreed_on_or_not_filled_in_is_no_judgement_of_a_coder(
    small: Run, tmp_path: Path, command: Any
) -> None:
    kinds = [own for (own,) in kinds_of(small.data["statements"])]
    rows = [{"zin": str(n), "wat": "nagekeken", "wie": "Anna", "keuze": "toeval"} for n in range(4)]
    rows += [
        {"zin": "1", "wat": "soort", "wie": "Anna", "was": kinds[1]},  # left empty
        {"zin": "2", "wat": "soort", "wie": "Anna", "wordt": "mening"},
        {"zin": "3", "wat": "soort", "wie": "Anna", "wordt": "advies" if kinds[3] != "advies" else "dilemma", "waarom": "na overleg"},
        {"zin": "5", "wat": "nagekeken", "wie": "Anna", "keuze": "toeval", "waarom": "na overleg"},
    ]  # fmt: skip
    path = corrections(small, rows, tmp_path / "correcties-Anna.csv")
    code, out, _ = command(small, "programma", path)
    assert code == 0
    assert "rij 6: niet ingevuld, dus deze code telt van deze uitspraak niet mee." in out
    assert "rij 7: “mening” kan niet in de kolom wordt; kies uit uitkomst, dilemma, advies." in out
    assert "rij 8 en 9: na overleg gekozen, dus geen oordeel van één codeur." in out
    found = {row["wat"]: row for row in table(tmp_path / "uit" / "overeenstemming.csv") if row["maat"] == "precies"}
    assert (found["soort"]["uitspraken"], found["soort"]["gelijk"]) == ("2", "1,000000")
    assert found["thema"]["uitspraken"] == "4"
    assert "onderwerp" not in found
    path = corrections(small, rows[-1:], tmp_path / "correcties-Anna-na-overleg.csv")
    code, _, error = command(small, "programma", path)
    assert code == 2
    assert "geef de bestanden die de codeurs ieder voor zich maakten" in error


def test_a_correction_is_found_for_agreement_where_it_is_applied(
    analyse_files: Callable[..., Run], tmp_path: Path
) -> None:
    """Also where it quotes a name that readers do not see, and only some words of the statement."""
    text = "Verslag\n\nAanwezig: Anna de Boer (SZW, directeur)\n\n1. Balie\n\nAnna de Boer vindt de balie druk, maar niemand wil weg. Maak een lijst van alle formulieren.\n"
    quotes = ["Anna de Boer vindt de balie druk", "een lijst van alle formulieren."]
    rows = [f'{what};"{quote}";Anna;toeval;{becomes}' for quote in quotes for what, becomes in (("nagekeken", ""), ("soort", "uitkomst"))]  # fmt: skip
    path = tmp_path / "raw" / "correcties-anna.csv"
    run = analyse_files({"a.txt": text, path.name: "\r\n".join(["wat;citaat;wie;keuze;wordt", *rows])}, names="rollen")
    applied = [row["statement_id"] for row in tables.records(run.data["corrections"]) if row["what"] == "soort"]
    assert len(set(applied)) == 2
    reader = Reader(load(run.processed), run.processed)
    (coder,) = reader.read(str(path)).coders
    assert set(coder.codings[Variable.KIND]) == {("uitkomst",)}
    assert list(coder.codings[Variable.KIND].index) == applied


# The sheet is the sample


def shifted(data: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables as they are when things were added before: every id in a report is of another statement now."""
    statements = data["statements"]
    ids = statements.groupby("report_id")["statement_id"].transform(
        lambda own: own.iloc[[*range(5, len(own)), *range(5)]].array
    )
    recoded = {"kind": "uitkomst", "kind_machine": "uitkomst", "is_corrected": True}
    return {**data, "statements": statements.assign(statement_id=ids, **recoded)}


def test_a_sheet_of_a_hundred_reads_a_hundred_after_reports_were_added(sample_run: Run, tmp_path: Path) -> None:
    data = load(sample_run.processed).tables
    sample = data["statements"]["statement_id"].iloc[::12].tolist()[:100]
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook(sample, data, kind_definitions())))
    grid = book.worksheets[0]
    grid.delete_cols(10, 2)  # as sheets were before they had an anchor
    kinds = kinds_of(data["statements"])
    for line, statement_id in enumerate(sample, 2):
        grid.cell(line, 7).value = kinds[statement_id][0]
    book.save(tmp_path / "blad.xlsx")
    later = shifted(data)
    of_text = dict(zip(later["statements"]["text"], later["statements"]["statement_id"], strict=True))
    texts = dict(zip(data["statements"]["statement_id"], data["statements"]["text"], strict=True))
    assert not any(of_text[texts[one]] == one for one in sample)
    codes = {Variable.KIND: {kind: kind for kind in tables.KINDS}, Variable.THEME: {}}
    found = read_sheet(tmp_path / "blad.xlsx", Finder(rows_of(later)), codes)
    assert found.left_out == ()
    assert found.coding.to_dict() == {of_text[texts[one]]: kinds[one] for one in sample}
    assert len(found.coding) == 100


def test_a_sheet_may_be_of_voices_or_of_topics(small: Run, tmp_path: Path) -> None:
    topic = {
        "topic_id": "t01",
        "label": "Geld en tijd",
        "terms": [],
        "n_statements": 2,
        "n_sessions": 2,
        "stability": 0.9,
    }
    reader = Reader(load(small.processed).with_tables(topics=tables.frame("topics", [topic])))
    ids = list(small.data["statements"]["statement_id"])
    for variable, cells, expected in (
        (Variable.VOICE, ["Manager", "niemand", "weet niet", "geldschieter"], {ids[0]: ("manager",), ids[1]: ()}),
        (Variable.TOPIC, ["t01", "geld en tijd", "los", "t02"], {ids[0]: ("t01",), ids[1]: ("t01",), ids[2]: ("los",)}),
    ):
        source = reader.read(str(sheet(small, cells, tmp_path / "blad.xlsx")))
        assert {name: found.to_dict() for name, found in source.coders[0].codings.items()} == {variable: expected}
        assert any("is hier geen code; kies uit" in told and ", ," not in told for told in source.told)


def test_a_neighbour_that_was_edited_and_a_title_that_was_changed_do_not_matter(sample_run: Run) -> None:
    data = load(sample_run.processed).tables
    sample = data["statements"]["statement_id"].iloc[5::12].tolist()
    rows = list(rows_of(data, sample).values())
    edited = dict(data)
    chosen = data["statements"]["statement_id"].isin(sample)
    edited["statements"] = data["statements"].assign(
        text=[
            text if own else f"{text} Dat werd beaamd."
            for text, own in zip(data["statements"]["text"], chosen, strict=True)
        ]
    )
    assert Finder(rows_of(edited)).find(rows) == sample
    titled = {**data, "sessions": data["sessions"].assign(title="Anders")}
    assert Finder(rows_of(titled)).find(rows) == sample


def test_what_is_gone_is_not_found_elsewhere(sample_run: Run) -> None:
    data = load(sample_run.processed).tables
    present = rows_of(data)
    first, other = (
        next(iter(of.index)) for _, of in list(data["statements"].set_index("statement_id").groupby("session_id"))[:2]
    )
    alike = replace(present[first], text="Dank u wel, dat is helder.")
    there = {
        **{key: row for key, row in present.items() if key != first},
        other: replace(present[other], text=alike.text),
    }
    assert Finder(there).find([alike]) == [None]  # the same words in another session
    assert Finder({**there, first: alike}).find([alike]) == [first]


@pytest.mark.parametrize(
    ("in_sheet", "now"),
    [
        ("[manager, SVB] vroeg om geduld.", "[manager 2, SVB] vroeg om geduld."),
        ("[manager, SVB] vroeg om geduld.", "Joke de Ruiter vroeg om geduld."),
        ("Joke de Ruiter vroeg om geduld.", "[manager, SVB] vroeg om geduld."),
        ("Hij zei: “Nee”, en ging.", "Hij  zei: 'nee' en ging."),
    ],
)
def test_names_may_have_been_replaced(small: Run, in_sheet: str, now: str) -> None:
    present = rows_of(small.data)
    first = next(iter(present))
    there = {**present, first: replace(present[first], text=now)}
    row = replace(present[first], text=in_sheet, statement_id="z99")
    assert Finder(there).find([row]) == [first]
    assert Finder(there).find([replace(row, text="Niemand vroeg om iets anders.")]) == [None]


def test_the_same_words_twice_are_two_statements(small: Run) -> None:
    present = rows_of(small.data)
    ids = list(present)
    there = {
        **present,
        **{ids[n]: replace(present[ids[n]], text="Geen bezwaar.", before="", after="", occurrence=n) for n in (1, 2)},
    }
    rows = [replace(there[ids[n]], statement_id="") for n in (2, 1)]
    assert Finder(there).find(rows) == [ids[2], ids[1]]
    assert set(Finder(there).find([replace(row, occurrence=None) for row in rows])) == {ids[1], ids[2]}


# What is told and written


def test_the_program_beside_people(small: Run, tmp_path: Path, command: Any) -> None:
    kinds = [own for (own,) in kinds_of(small.data["statements"])]
    anna = sheet(small, [*kinds[:12], "weet niet", "dilema", ""], tmp_path / "anna.xlsx", {2: "=1+1 twijfel"})
    bert = sheet(small, ["dilemma" if kind == "uitkomst" else kind for kind in kinds], tmp_path / "bert.xlsx")
    code, out, error = command(small, "programma", f"Anna={anna}", bert)
    assert (code, error) == (0, "")
    assert "anna.xlsx: 12 van 15 rijen tellen mee." in out
    assert "anna.xlsx, rij 14: de codeur wist het niet." in out
    assert "anna.xlsx, rij 15: “dilema” is hier geen code; kies uit uitkomst, dilemma, advies." in out
    assert "anna.xlsx, rij 16: er staat geen code; vul er een in, of “weet niet”." in out
    assert re.search(r"programma met Anna +12 +100,0% +1,00   –", out)
    assert re.search(r"mensen onderling +12 ", out)
    assert re.search(r"programma met een mens, gemiddeld +15 ", out)
    folder = tmp_path / "uit"
    assert {path.name for path in folder.iterdir()} == {
        "overeenstemming.csv", "overeenstemming.json", "verwarring.csv", "consensus.csv", "consensus.xlsx",
    }  # fmt: skip
    summary = json.loads((folder / "overeenstemming.json").read_text(encoding="utf-8"))
    assert [one["gebruikt"] for one in summary["bronnen"]] == [0, 12, 15]
    counted = [int(row["aantal"]) for row in table(folder / "verwarring.csv") if row["eerste"] == "programma"]
    assert sum(counted) == 12 + 15
    kept = Storage(small.processed).agreement()
    assert kept is not None
    of_kinds = [row for row in kept["rijen"] if row["variable"] == Variable.KIND.value]
    assert {row["who"] for row in of_kinds} == {PEOPLE, MEAN}
    assert {row["who"] for row in kept["rijen"]} <= {PEOPLE, MEAN, "programma met een mens"}  # no name of a coder
    assert "Anna" not in json.dumps(kept)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    command(small, "programma", f"Anna={anna}", bert)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_report_tells_how_far_people_and_program_agree(
    small: Run, tmp_path: Path, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = [own for (own,) in kinds_of(small.data["statements"])]
    sheets = [sheet(small, ["advies", *kinds[1:]], tmp_path / f"{name}.xlsx") for name in ("willemijn", "bert")]
    command(small, "programma", *sheets)
    with pytest.raises(SystemExit) as done:
        cli.main(["report", "--processed", str(small.processed), "--reports", str(tmp_path / "rapport")])
    capsys.readouterr()
    assert not done.value.code
    page = (tmp_path / "rapport" / "rapport.html").read_text(encoding="utf-8")
    assert "Overeenstemming met mensen" in page
    assert "Wat mensen onderling halen, is de grens" in page
    assert re.search(r"programma met een mens, gemiddeld</td>\s*<td[^>]*>precies dezelfde codes</td>", page)
    assert "willemijn" not in page.casefold()
    storage = Storage(small.processed)
    storage.keep_agreement({**(storage.agreement() or {}), "codeboek": "een ander"})
    with pytest.raises(SystemExit):
        cli.main(["report", "--processed", str(small.processed), "--reports", str(tmp_path / "rapport")])
    assert "Overeenstemming met mensen" not in (tmp_path / "rapport" / "rapport.html").read_text(encoding="utf-8")


def test_the_sheet_of_disagreements_becomes_corrections(small: Run, tmp_path: Path, command: Any) -> None:
    kinds = [own for (own,) in kinds_of(small.data["statements"])]
    wrong = ["dilemma" if kind != "dilemma" else "advies" for kind in kinds[:3]]
    kind_sheet = sheet(small, [*wrong, *kinds[3:]], tmp_path / "anna.xlsx", {2: "+1 twijfel"})
    own = program_of(small.data).codings[Variable.THEME]
    given = ["leren" if "leren" not in of else "geen" for of in own][:2]
    theme_sheet = sheet(small, given, tmp_path / "themas.xlsx")
    code, out, _ = command(small, "programma", f"Anna={kind_sheet}", f"Anna={theme_sheet}")
    assert code == 0
    path = tmp_path / "uit" / "consensus.xlsx"
    book = openpyxl.load_workbook(path)
    grid = book.worksheets[0]
    header = [cell.value for cell in grid[1]]
    assert tuple(header[: len(COLUMNS)]) == COLUMNS
    assert header[len(COLUMNS) :] == ["sessie", "kop", "code", "programma", "Anna", "opmerkingen"]
    rows = [dict(zip(header, [cell.value or "" for cell in row], strict=True)) for row in grid.iter_rows(min_row=2)]
    assert all(row["wordt"] == "" for row in rows)
    assert [row["wat"] for row in rows[:3]] == ["soort"] * 3
    assert [row["Anna"] for row in rows[:3]] == wrong
    assert rows[0]["opmerkingen"] == "Anna: +1 twijfel"
    assert all(cell.data_type in ("s", "n") for row in grid.iter_rows() for cell in row)
    text = small.text(small.data["reports"]["report_id"][0])
    assert all(f"{row['ervoor']}{row['citaat']}{row['erna']}" in text for row in rows)
    code, _, error = command(small, "--besluiten", path)
    assert (code, error) == (2, "consensus.xlsx: de kolom “wordt” is overal leeg; vul daar in wat het moet zijn.\n")
    column = header.index("wordt") + 1
    added = next(line for line, row in enumerate(rows, 2) if row["wat"] == "thema" and row["Anna"] == "ja")
    grid.cell(2, column).value, grid.cell(added, column).value = "advies", "ja"
    grid.cell(3, column).value = "weet niet"  # not decided
    removed = next(
        (line for line, row in enumerate(rows, 2) if row["wat"] == "thema" and row["programma"] == "ja"), None
    )
    if removed:
        grid.cell(removed, column).value = "geen"
    book.save(path)
    code, out, _ = command(small, "--besluiten", path)
    assert code == 0
    assert f"{2 + bool(removed)} besluiten staan in" in out
    decided = table(tmp_path / "uit" / "correcties-consensus.csv")
    assert tuple(decided[0]) == COLUMNS
    assert (decided[0]["wat"], decided[0]["wordt"], decided[0]["wie"]) == ("soort", "advies", "consensus")
    assert {row["waarom"] for row in decided} == {"na overleg"}
    themed = [(row["was"], row["wordt"]) for row in decided if row["wat"] == "thema"]
    assert ("", "leren") in themed
    assert not removed or (rows[removed - 2]["code"], "") in themed
    # A second round adds to the first, and what is no code is told by its row.
    book = openpyxl.load_workbook(path)
    grid = book.worksheets[0]
    for line in range(2, grid.max_row + 1):
        grid.cell(line, column).value = None
    grid.cell(2, column).value, grid.cell(4, column).value = "dilemma", "uitkomts"
    book.save(path)
    code, out, _ = command(small, "--besluiten", path)
    assert (code, "1 besluit staat in" in out) == (0, True)
    assert f"{1 + bool(removed)} eerder" in out
    assert "consensus.xlsx, rij 4: “uitkomts” in de kolom “wordt” is geen soort" in out
    again = table(tmp_path / "uit" / "correcties-consensus.csv")
    assert [row["wordt"] for row in again] == ["dilemma", *(row["wordt"] for row in decided[1:])]
    # What was filled in is never overwritten.
    filled = path.read_bytes()
    command(small, "programma", f"Anna={kind_sheet}")
    assert path.read_bytes() == filled
    assert (tmp_path / "uit" / "consensus-2.xlsx").exists()


def test_the_same_decision_twice_is_one_correction(small: Run, tmp_path: Path, command: Any) -> None:
    themes = [theme.code for theme in load(small.processed).codebook.themes][:2]
    path = tmp_path / "blad.csv"
    rows = f"thema;Een zin.;{themes[1]};{themes[0]}\nthema;Een zin.;geen;{themes[0]}\nsoort;Een zin.;geen;\n"
    path.write_text(f"wat;citaat;wordt;code\n{rows}", encoding="utf-8")
    for _ in range(2):
        code, out, _ = command(small, "--besluiten", path)
        assert (code, out.splitlines()[0].startswith("2 besluiten staan in")) == (0, True)
        assert "blad.csv, rij 4: “geen” in de kolom “wordt” is geen soort" in out
        decided = table(tmp_path / "uit" / "correcties-consensus.csv")
        assert [(row["was"], row["wordt"]) for row in decided] == [("", themes[1]), (themes[0], "")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is er niet; controleer de naam"),
        ("id;wat\nx;y\n", "er staat geen enkele rij “nagekeken” in"),
        ("a;b\n1;2\n", "op rij 1 horen de kolommen “code” en “uitspraak” of “id” te staan"),
        ("", "op rij 1 horen de kolommen"),
        ("id;code\nz1;advies\n", "is geen enkele code ingevuld die telt"),
    ],
)
def test_wrong_files_give_one_sentence(
    small: Run, tmp_path: Path, command: Any, content: str | None, says: str
) -> None:
    path = tmp_path / "blad.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, _, error = command(small, "programma", path)
    assert code == 2
    assert says in error
    assert re.fullmatch(r"[^\n]+\.\n", error)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["programma"], "Geef minstens twee coderingen op"),
        (["programma", "programma"], "geef ook een codering door een mens op"),
        (["programma", "README.md"], "README.md: dit soort bestand wordt niet gelezen"),
    ],
)
def test_wrong_arguments_give_one_sentence(small: Run, command: Any, arguments: list[str], says: str) -> None:
    code, _, error = command(small, *arguments)
    assert code == 2
    assert says in error
    assert re.fullmatch(r"[^\n]+\.\n", error)
