"""What stands under a heading is content, however the heading is made; what is in no insight is told."""

import pytest

from pipeline.ingest.layout import analyse_sessions
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers import read_source
from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import Rejection
from pipeline.ingest.report import IngestedReport, read_report
from tests.hostile_files import docx

TITLE = "# Verslag werkgroep Steigers, 6 maart 2024\n\n"
SAID = "De werkgroep vindt dat de steigers te laat worden gekeurd en vraagt om een vaste planning."


def headings(text: str, *, markdown: bool = True) -> list[tuple[str | None, str | None]]:
    """Return number and heading of the insights of a text."""
    (layout,) = analyse_sessions((read_markdown if markdown else read_plain)(normalise_text(text)))
    return [(insight.number, insight.heading) for insight in layout.insights]


def names(text: str, *, markdown: bool = True) -> list[str | None]:
    return [heading for _, heading in headings(text, markdown=markdown)]


def report(text: str, path: str = "verslag.md") -> IngestedReport:
    read = read_report(path, text.encode())
    assert isinstance(read, IngestedReport)
    return read


@pytest.mark.parametrize(
    "title",
    [
        "Opening en mededelingen",
        "Mededelingen",
        "Verslag vorige keer",
        "W.v.t.t.k.",
        "Rondvraag",
        "Afspraken",
        "Sluiting",
    ],
)
def test_no_section_goes_for_its_title(title: str) -> None:
    text = f"{TITLE}## Keuring\n\n{SAID}\n\n## {title}\n\nDe haven stelt vanaf mei een kraan ter beschikking. {SAID}\n"
    assert names(text) == ["Keuring", title]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Opening", "De voorzitter opent de vergadering om 10.00 uur en heet iedereen welkom."),
        ("Mededelingen", "Er zijn geen mededelingen."),
        ("Verslag vorige keer", "Het verslag wordt ongewijzigd vastgesteld, met dank aan de opsteller."),
        ("Verslag 12e overleg van de havens", "Het verslag wordt ongewijzigd vastgesteld."),
        ("W.v.t.t.k.", "Geen."),
        ("Rondvraag", "Anna: geen."),
        ("Logboek", "Zie punt 3."),
        ("Sluiting", "De voorzitter sluit om 11.35 uur. Volgende werkgroep: dinsdag 25 juni 2024, 10.00 uur."),
    ],
)
def test_formulas_are_no_insights(title: str, said: str) -> None:
    assert names(f"{TITLE}## Keuring\n\n{SAID}\n\n## {title}\n\n{said}\n") == ["Keuring"]


def test_siblings_on_another_level_stay() -> None:
    text = (
        f"{TITLE}## Mededelingen\n\n{SAID}\n\n## Terugkoppeling\n\n### Havens\n\n{SAID}\n\n### Werven\n\n{SAID}\n\n"
        f"## Keuring\n\n{SAID}\n\n## Verzekering\n\n{SAID}\n"
    )
    assert names(text) == ["Mededelingen", "Havens", "Werven", "Keuring", "Verzekering"]


def test_headings_without_number_after_numbered_ones_stay() -> None:
    text = f"{TITLE}## 1. Keuring\n\n{SAID}\n\n## 2. Kosten\n\n{SAID}\n\n## Bezoek aan de werf\n\n{SAID}\n"
    assert names(text) == ["Keuring", "Kosten", "Bezoek aan de werf"]


@pytest.mark.parametrize("mark", [".", ")", "\\.", " –", ":"])
def test_items_that_begin_the_line_of_their_text(mark: str) -> None:
    heads = ["Opening", "Keuring", "Kosten van huur", "W.v.t.t.k."]
    said = ["Ans opent om 10.00 uur.", SAID, f"Kees noemt de huur hoog. {SAID}", "Geen."]
    lines = [f"{n}{mark} {head}. {text}" for n, (head, text) in enumerate(zip(heads, said, strict=True), start=1)]
    text = "VERSLAG WERKGROEP STEIGERS\n\n" + "\n\n".join(lines).replace("k..", "k.")
    assert names(text, markdown=False) == ["Keuring", "Kosten van huur"]


def test_items_behind_a_slash_and_a_time_stamp() -> None:
    text = f"Verslag werkgroep Steigers\n\n1/ Keuring\n\n{SAID}\n\n2/ Planning\n\n{SAID}\n\n3/ Geld\n\n{SAID}\n"
    assert headings(text, markdown=False) == [("1", "Keuring"), ("2", "Planning"), ("3", "Geld")]
    text = f"{TITLE}## [10:05] Keuring\n\n{SAID}\n\n## [10.40] Planning\n\n{SAID}\n"
    assert headings(text) == [(None, "Keuring"), (None, "Planning")]


def test_headings_in_the_margin() -> None:
    rows = "\n\n".join(f"{heading} | {SAID}" for heading in ("Keuring", "Planning en geld", "Rondvraag"))
    there = "Aanwezig | Anna Bos – havendienst Tiel\nPiet Smit – kadebeheer Oost"
    text = f"Overleg steigers\n6 maart 2024, Tiel\n\n{there}\n\n{rows}\n"
    assert names(text, markdown=False) == ["Keuring", "Planning en geld", "Rondvraag"]
    found = report(text, "verslag.txt").tables
    assert list(found["participants"]["name"]) == ["Anna Bos", "Piet Smit"]
    assert all(SAID in text for text in found["insights"]["text"])
    # Two columns of which the second says nothing are a table.
    table = "\n\n".join(f"{place} | 12 steigers" for place in ("Tiel", "Kampen", "Zwolle"))
    assert names(f"Overleg steigers\n\n{SAID}\n\n{table}\n", markdown=False)[0] is None


def test_minutes_in_one_paragraph() -> None:
    text = (
        f"Verslag werkgroep Steigers\n\n1. Opening. Ans opent de vergadering. 2. Keuring. {SAID} "
        f"3. Kosten. Kees noemt de huur hoog. {SAID} 4. Planning. In 2025 volgen 3. nieuwe steigers. {SAID}\n"
    )
    assert headings(text, markdown=False) == [("2", "Keuring"), ("3", "Kosten"), ("4", "Planning")]


def test_nested_ordered_lists() -> None:
    text = (
        f"{TITLE}## Agenda/Verslag\n\n1. Opening\n   - Ans opent de vergadering.\n\n2. Mededelingen\n   1. {SAID}\n"
        f"   2. {SAID}\n\n3. Kosten van huur\n   - {SAID}\n4. Planning:\n   Kees licht toe. {SAID}\n"
    )
    assert headings(text)[:2] == [("2", "Mededelingen"), ("3", "Kosten van huur")]


def test_numbered_items_below_a_heading_without_text() -> None:
    text = (
        f"{TITLE}## 4. Geld\n\n**4a. Begroting**\n\n{SAID}\n\n**4b. Contributie**\n\n{SAID}\n\n## 5. Keuring\n\n{SAID}\n\n"
        f"## 6. Werven\n\n{SAID}\n"
    )
    assert headings(text) == [("4a", "Begroting"), ("4b", "Contributie"), ("5", "Keuring"), ("6", "Werven")]


def test_bold_items_of_a_list_with_text_below() -> None:
    items = "".join(f"- **{head}**\n\n  {SAID}\n\n" for head in ("Keuring.", "kosten van huur:", "Bezoek aan de werf."))
    assert names(f"Werkgroep Steigers\n\n{items}") == ["Keuring.", "kosten van huur:", "Bezoek aan de werf."]


def test_items_in_the_rows_of_a_table() -> None:
    def cell(*lines: str) -> str:
        return "<w:tc>" + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines) + "</w:tc>"

    rows = [
        cell(f"{number}.") + cell(head, SAID, "Kees vraagt of de haven kan helpen.") + cell("AB")
        for number, head in enumerate(("Keuring", "Kosten van huur", "Bezoek aan de werf"), start=1)
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in (cell("Nr.") + cell("Agendapunt") + cell("Actie"), *rows))
    body = f"<w:p><w:r><w:t>Verslag werkgroep Steigers</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"
    source = read_source("verslag.docx", docx(body))
    assert not isinstance(source, Rejection)
    (layout,) = analyse_sessions(source)
    assert [insight.heading for insight in layout.insights] == ["Keuring", "Kosten van huur", "Bezoek aan de werf"]


def test_the_first_of_a_numbered_row_is_no_title() -> None:
    text = f"## 1. Keuring van steigers\n\n{SAID}\n\n## 2. Kosten\n\n{SAID}\n"
    assert names(text) == ["Keuring van steigers", "Kosten"]


def test_decisions_in_sentences_are_insights_and_a_list_of_actions_is_none() -> None:
    text = (
        f"{TITLE}## Keuring\n\n{SAID}\n\n## Besluiten\n\n- {SAID}\n- {SAID}\n\n"
        "## Actielijst\n\n| Actie | Wie |\n|---|---|\n| Planning van de keuring rondsturen aan alle leden | Ans |\n"
    )
    assert names(text) == ["Keuring", "Besluiten"]


def test_actions_under_a_heading_belong_to_its_insight() -> None:
    text = f"{TITLE}## Keuring\n\n{SAID}\n\nActies:\n- Ans stuurt de planning rond.\n\n## Kosten\n\n{SAID}\n"
    first = report(text).tables["insights"].iloc[0]
    assert first["text"].startswith(SAID)


def test_what_is_in_no_insight_is_told_with_its_reason() -> None:
    text = (
        f"{TITLE}Aanwezig: Ans de Boer (haven), Kees Smit (werf)\n\n## Opening\n\nAns opent de vergadering.\n\n"
        f"## Keuring\n\n{SAID}\n\n## Kosten\n\n{SAID}\n\n## Actielijst\n\n- planning rondsturen (Ans)\n"
    )
    read = report(text)
    unused = read.tables["unused"]
    told = dict(zip(unused["reason"], unused["text"], strict=True))
    assert told["procedural"] == "Opening\n\nAns opent de vergadering."
    assert told["action_list"] == "Actielijst\n\n- planning rondsturen (Ans)"
    assert set(told) == {"title", "attendance", "procedural", "action_list"}


def test_insights_their_headings_and_what_is_told_are_the_whole_text() -> None:
    text = (
        f"{TITLE}Datum: 6 maart 2024\n\n{SAID}\n\n## 1. Keuring\n\n{SAID}\n\n- een\n- twee\n\n## 2. Leeg\n\n"
        f"## 3. Kosten\n\n{SAID}\n\n---\n\nMeer informatie: info@haven.example\n"
    )
    read = report(text)
    held = bytearray(len(read.text))
    for name in ("insights", "unused"):
        for row in read.tables[name].itertuples():
            held[row.start_char : row.end_char] = b"\1" * (row.end_char - row.start_char)
    left = "".join(sign for sign, is_held in zip(read.text, held, strict=True) if not is_held)
    assert left.split() == ["1.", "Keuring", "3.", "Kosten"]


HEADERS = "| Nr | Agendapunt | Besproken | Actie |\n|---|---|---|---|\n"


def test_minutes_in_a_table_have_headings_and_passages() -> None:
    rows = [
        "| 1 | Opening | Geen bijzonderheden. | |",
        f"| 2 | Keuring | {SAID} | Piet belt de keurmeester |",
        "| 3 | Geld | | |",
        f"| 3a | De kraan | {SAID} | |",
        "| 4 | Rondvraag | Niemand. | |",
    ]
    read = report(TITLE + HEADERS + "\n".join(rows) + "\n")
    insights = read.tables["insights"]
    assert list(insights["heading"]) == ["Keuring", "De kraan"]
    assert all(SAID in text for text in insights["text"])
    blocks = read.tables["blocks"].set_index("text")
    assert blocks.loc["Piet belt de keurmeester", "part"] == "action_list"
    assert blocks.loc["Geen bijzonderheden.", "part"] == "procedural"


@pytest.mark.parametrize(
    "header",
    ["| Onderwerp | Besluit | Wie |", "| Ond. | Toelichting / conclusie |", "| | Punt | Verslag | Actie door |"],
)
def test_the_row_of_headers_says_which_column_holds_what(header: str) -> None:
    n_columns = header.count("|") - 1
    number = "| 1 " if header.startswith("| |") else ""
    row = f"{number}| De keuring van steigers | {SAID} |" + " Piet |" * (n_columns - header.startswith("| |") - 2)
    assert names(f"{TITLE}{header}\n{'|---' * n_columns}|\n{row}\n{row.replace('keuring', 'prijs')}\n") == [
        "De keuring van steigers",
        "De prijs van steigers",
    ]


def test_other_tables_stay_tables() -> None:
    for header in ("| Nr | Actie | Wie | Gereed |", "| Onderwerp | Wie | Wanneer |", "| Naam | Organisatie |"):
        n_columns = header.count("|") - 1
        row = "| Piet belt de keurmeester over de steigers " * n_columns
        assert names(f"{TITLE}## Keuring\n\n{SAID}\n\n{header}\n{'|---' * n_columns}|\n{row}|\n") == ["Keuring"]


def test_further_paragraphs_of_a_cell_stay_with_their_item() -> None:
    def cell(*lines: str) -> str:
        return "<w:tc>" + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines) + "</w:tc>"

    rows = [
        (("Nr",), ("Onderwerp",), ("Bespreking",), ("Acties",)),
        (("1",), ("Keuring",), (SAID, "De haven wil dat niet."), ("Piet belt", "Kim mailt")),
        (("2",), ("Prijs",), (SAID,), ("Kim rekent",)),
    ]
    table = "".join("<w:tr>" + "".join(cell(*lines) for lines in row) + "</w:tr>" for row in rows)
    body = f"<w:p><w:r><w:t>Verslag werkgroep Steigers</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"
    read = read_report("verslag.docx", docx(body))
    assert isinstance(read, IngestedReport)
    assert list(read.tables["insights"]["heading"]) == ["Keuring", "Prijs"]
    assert "De haven wil dat niet." in read.tables["insights"]["text"][0]
    actions = read.tables["blocks"].query("part == 'action_list'")
    assert list(actions["text"]) == ["Piet belt", "Kim mailt", "Kim rekent"]


def test_a_short_line_that_goes_on_in_small_letters_is_no_heading() -> None:
    text = "Verslag werkgroep Steigers\n\nDatum: 6 maart 2024\n\nDe keuring\n\nDe haven wil een vaste planning\n"
    text += "maar de keurmeester heeft geen tijd. Dat moet anders.\n\nDe prijs\n\nDe prijs stijgt elk jaar\nen niemand weet waarom.\n"
    assert names(text, markdown=False) == ["De keuring", "De prijs"]


def test_what_follows_is_content_unless_it_tells_of_a_session() -> None:
    start = f"{TITLE}## Keuring\n\n{SAID}\n\n"
    assert names(f"{start}## Vervolg\n\nDe haven wil meer steigers keuren.\n") == ["Keuring", "Vervolg"]
    assert names(f"{start}## Vervolg\n\nHet volgende overleg is op 3 april.\n") == ["Keuring"]
    assert names(f"{start}## Werkwijze\n\n{SAID}\n") == ["Keuring", "Werkwijze"]
    assert names(f"{TITLE}## Werkwijze\n\n{SAID}\n\n## Keuring\n\n{SAID}\n") == ["Keuring"]


def test_letters_count_headings_below_a_numbered_one() -> None:
    letters = "".join(f"{letter}. {head}\n\n{SAID}\n\n" for letter, head in (("a", "Nachtwerk"), ("b", "Scheuren")))
    text = f"Werkgroep Steigers\n\nI. KEURING\n\n{SAID}\n\nII. WERKEN\n\n{letters}III. GELD\n\n{SAID}\n"
    assert names(text, markdown=False) == ["KEURING", "Nachtwerk", "Scheuren", "GELD"]
    # The items of a list have no paragraphs of their own.
    text = f"Werkgroep Steigers\n\nI. KEURING\n\n{SAID}\n\nII. WERKEN\n\n{SAID}\n\na. Nachtwerk\nb. Scheuren\n\nIII. GELD\n\n{SAID}\n"
    assert names(text, markdown=False) == ["KEURING", "WERKEN", "GELD"]


def test_a_list_that_is_all_there_is_has_an_insight_an_item() -> None:
    items = "".join(f"- De {what} is te hoog, vindt de groep.\n" for what in ("oever", "prijs", "steiger", "druk"))
    read = report(f"# Verslag werkgroep Steigers, 6 maart 2024\n\nDe punten hieronder kwamen op tafel.\n\n{items}")
    assert len(read.tables["insights"]) == 4
    assert read.tables["blocks"]["part"][1] == "introduction"
