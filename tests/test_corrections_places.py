"""Why a correction found no place, each cause in its own sentence; and a name that is put right in all reports."""

import re
from typing import Any

import pytest

from pipeline import tables
from pipeline.cli.messages import tell_corrections
from pipeline.corrections.apply import apply
from pipeline.corrections.model import Anchor, Correction, What
from pipeline.corrections.read import Read
from pipeline.corrections.statements import Codes
from tests.test_reporting import Builder

NAME, LONG = "Jannie Verzonnen", "Klaas van Bedacht tot Nergenshuizen"
LATE = "Het is laat geworden."


def of_reports() -> Builder:
    """Two reports with the same participant, in one of them another; each has a sentence of its own."""
    build = Builder()
    for key, own in (("a", "De brug gaat dicht."), ("b", "De molen draait weer.")):
        build.session(key, [(own, "uitkomst", None), (LATE, "uitkomst", None), ("Ja.", "uitkomst", None)])
    build.session("c", [("Ja. Ja. Het is klaar.", "uitkomst", None)])
    for key, names in (("a", (NAME, LONG)), ("b", (NAME,))):
        text = build.texts[key]
        for number, name in enumerate(names):
            build.texts[key] += f"Aanwezig: {name} (manager). "
            start = len(text) + 10
            text = build.texts[key]
            build.add(
                "participants", participant_id=f"{key}-p{number}", session_id=f"{key}-s1", name=name,
                function="manager", is_chair=False, present=True, start_char=start, end_char=start + len(name),
            )  # fmt: skip
            build.add(
                "entities", report_id=key, label="persoon", start_char=start,
                end_char=start + len(name), text=name, canonical=name,
            )  # fmt: skip
    return build


def applied(*rows: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    data, texts = of_reports().world()
    corrections = tuple(
        Correction(
            "correcties.csv", number, row["what"],
            Anchor(row.get("report", ""), row["quote"], row.get("before", ""), "", row.get("nth")),
            becomes=row.get("becomes", "advies"),
        )
        for number, row in enumerate(rows, start=2)
    )  # fmt: skip
    after = apply(data, texts, Read(corrections), Codes({}, {}))
    return {name: tables.records(after[name]) for name in ("corrections", "participants", "entities")}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"report": "map/a.txt", "quote": "De molen draait weer."}, "staan niet in dit verslag; neem ze"),
        ({"report": "map/a.txt", "quote": "geworden", "nth": 3}, "staan 1 keer in dit verslag; schrijf in de kolom voorkomen geen hoger"),
        ({"report": "map/c.txt", "quote": "Ja."}, "staan 2 keer in dit verslag; schrijf in de kolom voorkomen welke"),
        ({"report": "map/a.txt", "quote": "Ja.", "before": "Heel iets anders"}, "staan niet tussen wat in ‘ervoor’ en ‘erna’"),
        ({"report": "map/weg.txt", "quote": LATE}, "Het verslag in de kolom verslag is er niet; verbeter"),
        ({"report": "map/weg.txt", "quote": "Niets hiervan."}, "is er niet, en deze woorden staan in geen enkel verslag"),
        ({"quote": "Niets hiervan."}, "Deze woorden staan in geen enkel verslag; neem ze"),
        ({"quote": LATE}, "Deze woorden staan in 2 verslagen; vul in de kolom verslag in welk"),
        ({"quote": "Ja. Ja."}, "Dit citaat is te kort om zonder verslag terug te vinden; vul de kolom verslag in"),
        ({"what": What.PARTICIPANT_NAME, "quote": "Niemand Bekend"}, "Zo heet geen deelnemer; neem de naam over"),
        ({"what": What.PARTICIPANT_NAME, "quote": "Niemand Bekend", "report": "map/a.txt"}, "Zo heet geen deelnemer in dit verslag"),
        ({"what": What.PARTICIPANT_FUNCTION, "quote": NAME}, "Deze naam staat in 2 verslagen bij de deelnemers; vul"),
    ],
)  # fmt: skip
def test_each_cause_has_its_own_sentence_and_names_nobody(row: dict[str, Any], says: str) -> None:
    (told,) = applied({"what": What.KIND, **row})["corrections"]
    assert told["status"] == "losgeraakt"
    assert says in told["message"]
    assert re.fullmatch(r"[^.;]+; [^.;]+\.", told["message"])  # one sentence with a remedy
    assert not any(name in told["message"] for name in ("Jannie", "Niemand Bekend", "map/"))


def names(after: dict[str, list[dict[str, Any]]]) -> tuple[list[str], list[str]]:
    return [row["name"] for row in after["participants"]], [row["canonical"] for row in after["entities"]]


def test_a_name_without_a_report_is_put_right_in_all_reports() -> None:
    after = applied({"what": What.PARTICIPANT_NAME, "quote": "jannie  verzonnen", "becomes": "Jannie Bedacht"})
    assert names(after) == (["Jannie Bedacht", LONG, "Jannie Bedacht"],) * 2
    (told,) = after["corrections"]
    assert (told["status"], told["message"], told["machine"]) == ("toegepast", None, NAME)
    assert (told["report_id"], told["start_char"]) == (None, None)  # of more than one report


def test_a_long_name_in_one_report_keeps_its_place() -> None:
    after = applied({"what": What.PARTICIPANT_NAME, "quote": LONG, "becomes": "K. Bedacht"})
    assert names(after) == ([NAME, "K. Bedacht", NAME],) * 2
    (told,) = after["corrections"]
    assert (told["status"], told["report_id"]) == ("toegepast", "a")


def test_a_name_in_one_report_tells_of_the_others() -> None:
    row = {"what": What.PARTICIPANT_NAME, "quote": NAME, "becomes": "Jannie Bedacht", "report": "map/a.txt"}
    after = applied(row)
    assert names(after) == (["Jannie Bedacht", LONG, NAME],) * 2
    (told,) = after["corrections"]
    assert told["status"] == "toegepast"
    assert told["message"] == (
        "Deze naam staat ook in 1 ander verslag, en blijft daar zoals zij is; "
        "is dat dezelfde persoon, laat dan de kolom verslag leeg."
    )
    after = applied(row, {**row, "report": "map/b.txt", "becomes": "J. Bedacht"})  # who says it of both means it
    assert names(after) == (["Jannie Bedacht", LONG, "J. Bedacht"],) * 2
    assert [told["message"] for told in after["corrections"]] == [None, None]


def test_two_who_are_called_alike_in_one_session_are_not_told_apart_by_name() -> None:
    build = of_reports()
    row = dict(build.rows["participants"][0])
    build.add("participants", **{**row, "participant_id": "a-p9", "start_char": None, "end_char": None})
    data, texts = build.world()
    one = Correction("correcties.csv", 2, What.PARTICIPANT_NAME, Anchor("", NAME), becomes="Jannie Bedacht")
    (told,) = tables.records(apply(data, texts, Read((one,)), Codes({}, {}))["corrections"])
    assert told["status"] == "losgeraakt"
    assert "Zo heten twee deelnemers van één sessie" in told["message"]


def test_the_run_tells_of_a_name_that_stays_in_other_reports(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"what": What.PARTICIPANT_NAME, "quote": NAME, "becomes": "Jannie Bedacht", "report": "map/a.txt"}
    tell_corrections(tables.frame("corrections", applied(row)["corrections"]), 0, ())
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Correcties: 1 toegepast."
    assert said[1].startswith("  correcties.csv, rij 2 (toegepast): Deze naam staat ook in 1 ander verslag")
