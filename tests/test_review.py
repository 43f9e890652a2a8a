"""What is put before coders: which statements, what the program made of them, where they stand, and the workbook."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import worksheets
from pipeline.config import Settings
from pipeline.corpus import Corpus
from pipeline.corrections.model import COLUMNS
from pipeline.dutch.plain_cues import plain_cue
from pipeline.errors import EmptySelectionError, LeftOverNameError
from pipeline.nlp.codebook import load_codebook
from pipeline.reliability import kind_definitions
from pipeline.reporting.review import Codes, Review, page, workbook
from pipeline.reporting.review.selection import pick
from pipeline.reporting.review.statements import certainty
from pipeline.resources import load_csv
from pipeline.run import review
from pipeline.run.review import codes_of, gather_from, places_of
from pipeline.tables import PICKED
from pipeline.worksheets import could_run
from tests.conftest import Run
from tests.test_reporting import HOSTILE, Builder


def corpus_of(build: Builder) -> Corpus:
    data, texts = build.world()
    codebook = load_codebook(None)
    return Corpus(data, texts, codebook, Settings(), codebook.digest, "nl_sessie_sm")


def review_of(build: Builder, n: int = 100) -> Review:
    return gather_from(corpus_of(build), n)


def told(build: Builder, statement: str, **values: Any) -> None:
    """Change a row of the statements."""
    next(row for row in build.rows["statements"] if row["statement_id"] == statement).update(values)


def coded(build: Builder, statement: str, column: str, code: str, term: str, **values: Any) -> None:
    row = next(row for row in build.rows["statements"] if row["statement_id"] == statement)
    start = row["start_char"] + row["text"].index(term)
    own = {name: row[name] for name in ("statement_id", "insight_id", "session_id", "report_id")}
    build.add(
        f"{column}_mentions",
        **own,
        **{column: code},
        term=term,
        text=term,
        start_char=start,
        end_char=start + len(term),
        **values,
    )


def corrected(build: Builder, what: str, statement: str, **values: Any) -> None:
    row = {"correction_id": f"correcties.csv:{len(build.rows['corrections']) + 2}", "file": "correcties.csv", "row": 2}
    build.add("corrections", **row, what=what, status="toegepast", statement_id=statement, **values)


def small() -> Builder:
    """Two reports of nine statements in all: two are uncertain, two are in a topic that is not firm."""
    build = Builder()
    build.session(
        "a",
        [
            ("De gemeente wil sturen.", "uitkomst", None),
            ("Er is vertrouwen, maar de regels knellen.", "dilemma", "manager"),
            ("Leg de afspraken vast.", "advies", None),
            ("Er is vertrouwen.", "uitkomst", None),
            ("Er is vertrouwen.", "uitkomst", None),
        ],
        date="2023-03-14",
        title="Eerste tafel",
        heading="Ruimte",
    )
    build.session(
        "b",
        [
            ("Wie betaalt er?", "dilemma", None),
            ('=1+1; het "geld"\nis op.', "dilemma", "wethouder"),
            ("Dat was zo 😀 en klaar.", "uitkomst", None),
            ("Maak tijd.", "advies", None),
        ],
        date="2023-04-14",
        title="Tweede tafel",
        heading="Geld",
    )
    told(build, "a-z2", kind_score=0.55, is_uncertain=True, cues=["tegenstellend verband", "woord: maar"])
    told(build, "b-z1", kind_score=0.45, is_uncertain=True)
    coded(build, "a-z1", "theme", "sturing", "sturen")
    coded(build, "a-z1", "role", "gemeente", "gemeente")
    coded(build, "a-z2", "theme", "vertrouwen", "vertrouwen")
    build.topic("t01", "Ruimte en regel", 0.95)
    build.topic("t02", "Tijdelijk geld", 0.7)
    build.assign("a-z2", "t01")
    build.assign("b-z1", "t02", strength=0.8)
    build.assign("b-z2", "t02", strength=0.6)
    return build


# --- which statements


def picked(build: Builder, n: int, seed: int = 0) -> Mapping[str, tuple[str, ...]]:
    data, _ = build.world()
    return pick(data, list(data["statements"]["statement_id"]), n, seed)


def test_the_least_certain_come_first_then_loose_topics_and_a_sample() -> None:
    chosen = picked(small(), 9)
    assert list(chosen) == list(PICKED)
    assert len(chosen["toeval"]) == 9  # the sample is of all statements, and holds the others then
    chosen = picked(small(), 0)
    assert chosen == {"onzeker": (), "onderwerp": (), "toeval": ()}


def without_sample(build: Builder) -> Mapping[str, tuple[str, ...]]:
    """Pick with so small a sample that it holds none of those that are told apart here."""
    for seed in range(1000):
        chosen = picked(build, 3, seed)
        if not set(chosen["toeval"]) & {"a-z2", "b-z1", "b-z2"}:
            return chosen
    raise AssertionError


def test_order_within_the_parts() -> None:
    chosen = without_sample(small())
    assert chosen["onzeker"] == ("b-z1", "a-z2")
    assert chosen["onderwerp"] == ("b-z2",)  # the other member is uncertain too; the other topic is firm


def test_what_a_person_judged_is_only_in_the_sample() -> None:
    build = small()
    corrected(build, "nagekeken", "b-z1")
    told(build, "b-z2", is_corrected=True)
    chosen = without_sample(build)
    assert chosen["onzeker"] == ("a-z2",)
    assert chosen["onderwerp"] == ()


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5), st.randoms())
def test_a_sample_is_the_same_in_any_order_grows_with_n_and_shares_nothing(
    n: int, m: int, seed: int, shuffler: Any
) -> None:
    data, _ = small().world()
    ids = list(data["statements"]["statement_id"])
    chosen = pick(data, ids, max(n, m), seed)
    shuffler.shuffle(ids)
    shuffled = {**data, "statements": data["statements"].sample(frac=1, random_state=n)}
    assert pick(shuffled, ids, max(n, m), seed) == chosen
    assert pick(data, ids, min(n, m), seed)["toeval"] == chosen["toeval"][: min(n, m)]
    every = [one for part in chosen.values() for one in part]
    assert len(every) == len(set(every))


def test_a_sample_stays_when_a_report_is_added_and_when_codes_change() -> None:
    build = small()
    for row in build.rows["reports"]:
        row["sha256"] = ("1" if row["report_id"] == "a" else "2") * 64
    former = picked(build, 4)["toeval"]
    told(build, "a-z1", kind="advies", is_corrected=True, kind_score=0.2)
    build.session("c", [("Nog een zin.", "uitkomst", None)])
    now = picked(build, 4)["toeval"]
    assert [one for one in now if one != "c-z1"] == [one for one in former if one in now]
    assert len(set(former) - set(now)) <= 1
    assert picked(build, 4, seed=1)["toeval"] != now


# --- what the program made of it


def test_the_program_is_judged_and_not_the_former_coder() -> None:
    build = small()
    told(build, "a-z2", kind="advies", kind_machine="dilemma", attributed_to="adviseur", is_corrected=True)
    coded(build, "a-z2", "theme", "mandaat", "regels", is_corrected=True)
    corrected(build, "soort", "a-z2", was="dilemma", becomes="advies", machine="dilemma")
    corrected(build, "thema", "a-z2", becomes="mandaat")
    corrected(build, "thema", "a-z2", was="cultuur")
    corrected(build, "stem", "a-z2", was="manager", becomes="adviseur", machine="manager")
    corrected(build, "onderwerp", "a-z2", was="t01", becomes="t02", machine="t01")
    next(row for row in build.rows["topic_assignments"] if row["statement_id"] == "a-z2")["topic_id"] = "t02"
    data, _ = build.world()
    assert codes_of(data)["a-z2"] == Codes("dilemma", ("cultuur", "vertrouwen"), (), "manager", "t01")


def test_the_digest_goes_by_what_the_program_made_and_not_by_what_is_chosen() -> None:
    build = small()
    one = review_of(build).digest
    assert review_of(build, 2).digest == one
    told(build, "a-z1", kind="advies", is_corrected=True)  # `kind_machine` stays
    assert review_of(build).digest == one
    told(build, "a-z1", kind_machine="advies")
    assert review_of(build).digest != one


@pytest.mark.parametrize(
    ("score", "words"),
    [(1.0, "vrijwel zeker"), (0.95, "vrijwel zeker"), (0.94, "vrij zeker"), (0.7, "redelijk zeker"),
     (0.69, "onzeker"), (0.5, "onzeker"), (0.4, "heel onzeker"), (0.0, "heel onzeker")],
)  # fmt: skip
def test_certainty_in_words(score: float, words: str) -> None:
    assert certainty(score) == words


@pytest.mark.parametrize(
    ("cue", "plain"),
    [
        ("hoofdwoord is WW|pv|verl", "belangrijkste woord: een persoonsvorm in de verleden tijd"),
        ("onderwerp is NOUN", "onderwerp van de zin: een zelfstandig naamwoord"),
        ("onderwerp: zij", "‘zij’ is het onderwerp van de zin"),
        ("woord: hun", "een vorm van het woord ‘hun’"),
        ("woorden: zijn ,", "de woorden ‘zijn ,’ na elkaar, in een of andere vorm"),
        ("lijkt op voorbeeld 31", "lijkt op een voorbeeldzin waarvan het programma leerde (nummer 31)"),
        ("vraag", "vraag"),
        ("iets anders: x", "iets anders: x"),
    ],
)
def test_cues_are_told_in_plain_words(cue: str, plain: str) -> None:
    assert plain_cue(cue) == plain


def test_no_cue_that_the_program_knows_is_told_in_terms_of_the_language_model() -> None:
    told = [plain_cue(row["aanwijzing"]) for row in load_csv("soorten.csv")]
    assert not [cue for cue in told if re.search(r"[|]|\b[A-Z]{2,}\b|^(woord|onderwerp|hoofdwoord)(:| is)", cue)]


# --- where it stands


def test_a_place_is_the_text_around_it_and_which_occurrence_it_is() -> None:
    data, texts = small().world()
    places = places_of(data, texts)
    assert [places[f"a-z{n}"].occurrence for n in (1, 2, 4, 5)] == [1, 1, 1, 2]
    assert places["a-z1"].report == "map/a.txt"
    assert places["a-z1"].before == "Eerste tafel\n\n1. Ruimte\n\n"
    assert places["a-z1"].after == " Er is vertrouwen, maar de reg"
    assert len(places["a-z4"].before) == 30


def test_a_quote_that_overlaps_itself_is_counted_place_by_place() -> None:
    build = Builder()
    build.session("a", [("aa", "uitkomst", None)], heading="aaa")
    data, texts = build.world()
    assert places_of(data, texts)["a-z1"].occurrence == 3


# --- the workbook and the page as files


def workbook_of(found: Review) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.write(found, COLUMNS)))


def test_the_workbook_has_the_columns_of_a_file_of_corrections_and_a_row_a_statement(tmp_path: Path) -> None:
    found = replace(review_of(small()), parts={"onzeker": (5, 1), "onderwerp": (6,), "toeval": (7, 0)})
    path = tmp_path / "nakijken.xlsx"
    path.write_bytes(workbook.write(found, COLUMNS))
    (_, header), *rows = worksheets.read_rows(path)
    assert tuple(header) == COLUMNS
    cells = [dict(zip(header, row, strict=True)) for _, row in rows if any(row)]
    assert [cell["citaat"] for cell in cells] == [found.items[place].text for place in (5, 1, 6, 7, 0)]
    assert [cell["was"] for cell in cells] == ["dilemma", "dilemma", "dilemma", "", ""]  # chance is blind
    assert [cell["keuze"] for cell in cells] == ["onzeker", "onzeker", "onderwerp", "toeval", "toeval"]
    assert {cell["wat"] for cell in cells} == {"soort"}
    assert {cell["wordt"] + cell["wie"] for cell in cells} == {""}
    assert cells[4]["ervoor"] == found.items[0].place.before
    assert cells[4]["voorkomen"] == "1"


def test_the_workbook_has_lists_to_choose_from() -> None:
    book = workbook_of(review_of(small()))
    sheet = book["Correcties"]
    rules = {str(rule.sqref).partition(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["A2"].formula1 == '"soort,stem,thema,rol,onderwerp,uitspraak,nagekeken"'
    assert rules["H2"].formula1 == 'INDIRECT("lijst_"&$A2)'
    assert sheet["H1"].value == "wordt"

    def choices(name: str) -> list[Any]:
        (where,) = book.defined_names[f"lijst_{name}"].destinations
        return [cell.value for (cell,) in book[where[0]][where[1]]]

    assert choices("soort") == ["uitkomst", "dilemma", "advies"]
    assert set(choices("stem")) == {"niemand", *(role.code for role in load_codebook(None).roles)}
    assert choices("onderwerp") == ["t01", "t02"]
    assert choices("uitspraak") == ["weg"]


def test_the_workbook_says_what_each_code_means() -> None:
    sheet = workbook_of(review_of(small()))["Lijsten"]
    columns = {column[0].value: column[0].column for column in sheet.iter_cols(max_row=1)}
    meanings = {
        what: dict(sheet.iter_rows(2, min_col=columns[what], max_col=columns[what] + 1, values_only=True))
        for what in ("soort", "thema", "rol", "onderwerp")
    }
    codebook = load_codebook(None)
    theme = next(one for one in codebook.themes if one.name.casefold() != one.code)
    assert meanings["soort"].items() >= kind_definitions().items()
    assert meanings["thema"][theme.code] == f"{theme.name}: {theme.definition}"
    assert meanings["rol"].items() >= {one.code: one.definition for one in codebook.roles if one.definition}.items()
    assert meanings["onderwerp"]["t02"].startswith("Tijdelijk geld")


def test_the_workbook_tells_nothing_of_what_is_judged_blind() -> None:
    found = replace(review_of(small()), parts={"onzeker": (1,), "onderwerp": (), "toeval": (0,)})
    rows = list(workbook_of(found)["Passages"].iter_rows(min_row=2, values_only=True))
    assert rows[0][8:] == ("dilemma; Vertrouwen; Manager; Ruimte en regel", "onzeker")
    assert rows[1][8:] == (None, None)


def test_no_cell_of_the_workbook_can_run() -> None:
    build = Builder()
    build.session("a", [(text, "uitkomst", None) for text in HOSTILE])
    sheets = openpyxl.load_workbook(io.BytesIO(workbook.write(review_of(build), COLUMNS)))
    risky = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if could_run(str(cell.value or ""))]
    assert risky
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


@pytest.mark.parametrize("write", [page.write, workbook.write])
def test_the_same_input_gives_the_same_bytes(write: Any) -> None:
    assert write(review_of(small()), COLUMNS) == write(review_of(small()), COLUMNS)


def test_the_page_and_workbook_are_made_of_what_is_searched_for_names() -> None:
    """Each text of a table is in what the last check looks at."""
    build = small()
    texts = "\n".join(page.texts(review_of(build)))
    for part in (
        "Eerste tafel",
        "Ruimte",
        "map/a.txt",
        "Tijdelijk geld",
        "een vorm van het woord ‘maar’",
        "Wie betaalt er?",
        "14 apr 2023",
    ):
        assert part in texts


REPORT = "Verslag\n\nAanwezig: Katja Zandberg (manager, UWV)\n\n1. Wachttijd\nDe wachttijd is lang, maar er zijn te weinig mensen.\nKatja Zandberg vindt dat lastig.\n"


def test_from_tables_to_files(analyse_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run: Run = analyse_files({"a.txt": REPORT})
    made = review(run.processed, run.reports, 10)
    assert (made.file, made.n_statements) == ("nakijken.html", 2)
    assert made.n_chosen["toeval"] == 2
    assert b"Content-Security-Policy" in (run.reports / "nakijken.html").read_bytes()
    assert review(run.processed, run.reports, 10, as_workbook=True).file == "nakijken.xlsx"
    quotes = [row[2] for _, row in worksheets.read_rows(run.reports / "nakijken.xlsx")]
    assert "[manager, UWV] vindt dat lastig." in quotes
    (run.reports / "nakijken.html").unlink()
    monkeypatch.setattr(page, "texts", lambda _: ("Katja Zandberg vindt dat lastig.",))
    with pytest.raises(LeftOverNameError, match="Zandberg"):
        review(run.processed, run.reports, 10)
    assert not (run.reports / "nakijken.html").exists()


def test_without_statements_there_is_nothing_to_look_over() -> None:
    build = Builder()
    with pytest.raises(EmptySelectionError, match="geen uitspraken"):
        review_of(build)
