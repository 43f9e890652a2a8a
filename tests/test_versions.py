"""One report counts once, in however many versions and formats; what is copied into many makes nothing recur."""

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline import tables
from pipeline.run.versions import Version, doubles
from pipeline.topics.units import is_standard
from tests.conftest import Run
from tests.test_run import reasons

POINTS = """1. Vergoeding van kosten
De gemeenten willen de kosten vooraf vergoed krijgen, maar het waterschap betaalt pas achteraf uit.
Volgens de adviseur is daar tot nu toe geen oplossing voor gevonden die beide partijen kunnen dragen.

2. Inspectie van de dijken
De inspectie loopt achter, terwijl de vergunningen eerder verlopen dan gepland. Leg vast wie wanneer controleert.
"""


def report(title: str = "Verslag werkgroep Dijken", date: str = "12 september 2023", points: str = POINTS) -> str:
    return f"{title}\n\nDatum: {date}\nAanwezig: Ria Mols (IenW, directeur), Ton Vos (VNG)\n\n{points}"


def page(text: str) -> str:
    title, *rest = text.split("\n\n")
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        + "".join("<p>" + paragraph.replace("\n", "<br>") + "</p>" for paragraph in rest)
        + "</body></html>"
    )


FINAL = POINTS.replace("pas achteraf", "pas een jaar later").replace("Leg vast", "Spreek af")
OTHER = (
    POINTS.replace("De gemeenten", "Zij").split("2.")[0]
    + "2. Maaien\nHet maaien van de bermen kost meer dan begroot, maar niemand wil minder vaak maaien.\nBewoners klagen over onveilige kruispunten.\n"
)


@pytest.mark.parametrize(
    ("files", "used"),
    [
        ({"dijken concept.txt": report(), "dijken def.txt": report(points=FINAL)}, "dijken def.txt"),
        ({"dijken DEFINITIEF.txt": report(points=FINAL), "zz v0.9.txt": report()}, "dijken DEFINITIEF.txt"),
        ({"dijken_v0.2.txt": report(), "dijken_v0.10.txt": report(points=FINAL)}, "dijken_v0.10.txt"),
        ({"a.txt": report("Conceptverslag werkgroep Dijken"), "b.txt": report(points=FINAL)}, "b.txt"),
        ({"dijken.html": page(report()), "dijken.txt": report()}, "dijken.html"),
        ({"word/dijken.txt": report(date="onbekend"), "web/dijken.html": page(report(date="onbekend"))}, "web/dijken.html"),
    ],
)  # fmt: skip
def test_versions_of_one_report_count_once_and_both_are_named(
    analyse_files: Callable[..., Run], files: dict[str, str], used: str
) -> None:
    run = analyse_files(files)
    (other,) = set(files) - {used}
    assert list(run.data["reports"]["path"]) == [used]
    assert reasons(run) == {other: "duplicate"}
    (message,) = run.data["rejections"]["message"]
    assert used in message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (report(), report(date="10 oktober 2023")),
        (report(), report("Verslag werkgroep Bruggen")),
        (report(), report(points=OTHER)),
    ],
)
def test_other_sessions_and_other_groups_are_reports_of_their_own(
    analyse_files: Callable[..., Run], one: str, other: str
) -> None:
    run = analyse_files({"een.txt": one, "twee.txt": other})
    assert len(run.data["reports"]) == 2
    assert reasons(run) == {}


def test_of_two_formats_the_one_with_marked_headings_counts() -> None:
    sessions = [{"date": "2023-09-12", "title": "Verslag werkgroep Dijken", "series": None}]
    found = doubles(Version(path, POINTS, sessions) for path in ("a.pdf", "b.docx", "c.txt"))
    assert found == {"a.pdf": ("b.docx", True), "c.txt": ("b.docx", True)}


STANDARD = "In deze reeks spreken partijen over de vraag waarom samenwerken zo moeilijk is terwijl iedereen het wil."


def test_an_introduction_that_is_copied_into_every_report_is_of_no_topic(analyse_files: Callable[..., Run]) -> None:
    own = (
        "Het waterschap wil de sluis {} renoveren, maar de provincie geeft daar geen geld voor.",
        "De vergunning voor terrein {} laat op zich wachten, terwijl de aannemer al is begonnen.",
        "Bewoners van wijk {} willen meepraten, maar de gemeente weet niet hoe dat moet.",
    )
    files = {
        f"{number}.txt": report(
            f"Verslag tafel {number}",
            f"{number + 1} mei 2023",
            "".join(
                f"{place}. Punt {place}\n{STANDARD if place == 1 else own[place - 2].format('ABCDEFG'[number])}\n\n"
                for place in range(1, 5)
            ),
        )
        for number in range(7)
    }
    run = analyse_files(files, min_dilemmas=4, min_sessions=2)
    statements = run.data["statements"]
    copied = set(statements[statements["text"] == STANDARD]["statement_id"])
    rows = tables.records(run.data["topic_assignments"])
    assert len(copied) == 7
    assert {row["status"] for row in rows if row["statement_id"] in copied} == {"los"}
    assert {row["status"] for row in rows if row["statement_id"] not in copied} == {"ingedeeld"}


@pytest.mark.parametrize(
    ("texts", "sessions", "expected"),
    [
        ([STANDARD, STANDARD.replace(" de ", "\n de "), STANDARD.upper(), "Iets anders."], "abcd", [1, 1, 1, 0]),
        ([STANDARD] * 3, "aab", [0, 0, 0]),
        ([f"{STANDARD} Zie {when}" for when in ("3 mei 2023.", "14 juni 2024!", "1 juli 2025")], "abc", [1, 1, 1]),
        ([f"{STANDARD} Zie {what}" for what in ("de brief.", "de nota.", "de begroting.")], "abc", [0, 0, 0]),
        (["Dat is te weinig."] * 3, "abc", [0, 0, 0]),
        ([], "", []),
    ],
)  # fmt: skip
def test_standard_text_is_a_whole_sentence_of_several_sessions(
    texts: list[str], sessions: str, expected: list[int]
) -> None:
    rows = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "session_id": pd.Series(list(sessions), dtype="str")})
    assert is_standard(rows).astype(int).tolist() == expected
