"""A term in its context: the same places as the codebook finds, cut exactly, and readable."""

import pandas as pd
import pytest

import pipeline
from pipeline import tables
from pipeline.errors import OffsetError, SettingError
from pipeline.nlp.codebook import parse_codebook
from pipeline.nlp.concordance import concordance, find_term
from pipeline.nlp.passages import passages_of
from tests.conftest import Run


@pytest.fixture(scope="module")
def corpus(sample_run: Run) -> pipeline.Corpus:
    """Ten reports of the sample corpus: enough to find something in, and quickly parsed."""
    whole = pipeline.load(sample_run.processed)
    chosen = whole.tables["reports"]["report_id"].iloc[::5]
    names = ("insights", "blocks", "statements", "theme_mentions")
    some = {name: whole.tables[name][whole.tables[name]["report_id"].isin(chosen)] for name in names}
    return whole.with_tables(**some)


def world(text: str, heading: str | None = "De kop") -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return tables and text of one report with one insight: heading, blank line, body."""
    opening = f"Vooraf over vertrouwen.\n\n{heading}\n\n" if heading else ""
    keys = {"insight_id": ["r-s1-i01"], "session_id": ["r-s1"], "report_id": ["r"]}
    start, end = len(opening), len(opening) + len(text)
    span = {"start_char": [start], "end_char": [end], "text": [text]}
    whole = f"{opening}{text}\n\nErna over vertrouwen.\n"
    heading_start = pd.array([len("Vooraf over vertrouwen.\n\n") if heading else None], dtype="Int64")
    return {
        "sessions": pd.DataFrame({"session_id": ["r-s1"], "title": ["Titel"], "date": pd.Series([None], dtype="str")}),
        "insights": pd.DataFrame({**keys, **span, "heading": [heading], "heading_start_char": heading_start}),
        "blocks": pd.DataFrame(
            [
                {"start_char": part[0], "end_char": part[0] + len(part[1]), "text": part[1], "part": part[2]}
                for part in [(start - len(heading or "") - 2, heading, "heading"), (start, text, "body")]
                if part[1]
            ]
        ).assign(insight_id="r-s1-i01", session_id="r-s1", report_id="r", is_list_item=False),
        "statements": pd.DataFrame({"statement_id": ["r-s1-i01-z01"], **keys, **span}),
    }, {"r": whole}


def test_a_search_finds_what_the_codebook_found(corpus: pipeline.Corpus) -> None:
    coded, theme = corpus.tables["theme_mentions"], "opdrachtrelatie"
    coded = coded[coded["theme"] == theme]
    place = ["report_id", "start_char", "end_char", "text", "negated", "statement_id"]
    found = pd.concat([find_term(term, corpus.tables, codebook=corpus.codebook) for term in coded["term"].unique()])
    assert len(coded) > 0
    assert set(coded[place].fillna("").itertuples(index=False)) <= set(found[place].fillna("").itertuples(index=False))


def test_rows_stand_where_they_say_in_order_of_date(corpus: pipeline.Corpus) -> None:
    rows = concordance(find_term("*ing", corpus.tables), corpus.tables, corpus.texts, width=30)
    assert len(rows) > 5
    assert rows["date"].dropna().is_monotonic_increasing
    for row in rows.itertuples():
        text = corpus.texts[row.report_id]
        assert " ".join(text[row.start_char : row.end_char].split()) == row.hit
        assert row.hit in text.split("\n")[row.line - 1]
        around = " ".join(f"{row.left} {row.hit}{row.right}".replace("…", "").replace("¶", "").split())
        assert "".join(around.split()) in "".join(text.split())
        assert len(row.left) <= 32
        assert len(row.right) <= 32


@pytest.mark.parametrize(
    ("text", "term", "width", "left", "hit", "right"),
    [
        ("Er is vertrouwen nodig.", "vertrouwen", 60, "De kop ¶ Er is ", "vertrouwen", " nodig."),
        ("Er is veel\nvertrouwen nodig.", "vertrouwen", 8, "… is veel ", "vertrouwen", " nodig."),
        ("De directeuren hadden onvoldoende vertrouwen, zeiden zij later.", "vertrouwen", 9, "… ", "vertrouwen", ", zeiden …"),
        ("Vertrouwen", "vertrouwen", 0, "… ", "Vertrouwen", ""),
        ("De DG’s stuurden onbedoeld\nmee in de keten.", "meesturen", 20, "De kop ¶ De DG’s ", "stuurden onbedoeld mee", " in de keten."),
    ],
)  # fmt: skip
def test_context_is_cut_at_words_and_stays_in_the_insight(
    text: str, term: str, width: int, left: str, hit: str, right: str
) -> None:
    data, texts = world(text)
    (row,) = concordance(find_term(term, data), data, texts, width=width).itertuples()
    assert (row.left, row.hit, row.right, row.session, row.insight) == (left, hit, right, "Titel", "De kop")


def test_a_heading_counts_and_belongs_to_no_statement() -> None:
    data, texts = world("Een zin zonder.", heading="Vertrouwen eerst")
    (row,) = concordance(find_term("vertrouwen", data), data, texts).itertuples()
    assert (row.hit, row.right, row.line) == ("Vertrouwen", " eerst ¶ Een zin zonder.", 3)
    assert pd.isna(row.statement_id)


def test_a_negated_place_says_so() -> None:
    data, texts = world("Er is geen vertrouwen.", heading=None)
    (row,) = concordance(find_term("vertrouwen", data), data, texts).itertuples()
    assert row.negated
    assert row.left == "Er is geen "


def test_separable_verbs_of_the_codebook_are_found() -> None:
    codebook = parse_codebook('versie = "1"\n[scheidbaar]\nin = ["slingeren"]\n', "dit codeboek")
    data, _ = world("Zij slingerden de brief er eindelijk in.")
    assert len(find_term("inslingeren", data)) == 0
    assert len(find_term("inslingeren", data, codebook=codebook)) == 1


def test_nothing_found_is_an_empty_table(corpus: pipeline.Corpus) -> None:
    mentions = find_term("zeppelinvaart", corpus.tables)
    rows = concordance(mentions, corpus.tables, corpus.texts)
    assert len(rows) == 0
    assert {"left", "hit", "right", "session", "insight", "line"} <= set(rows.columns)
    assert len(find_term("vertrouwen", {name: table.head(0) for name, table in corpus.tables.items()})) == 0


@pytest.mark.parametrize("term", ["", " ", "*", "=", "“”", "a" * 10_000])
def test_what_is_no_term_gives_one_sentence(term: str) -> None:
    with pytest.raises(SettingError, match="geen zoekterm"):
        find_term(term, world("Een zin.")[0])


def test_a_place_that_does_not_match_its_text_is_never_shown() -> None:
    data, texts = world("Er is vertrouwen.")
    with pytest.raises(OffsetError):
        concordance(find_term("vertrouwen", data), data, {"r": texts["r"].replace("vertrouwen", "wantrouwen")})


def test_a_heading_over_two_lines_is_searched_in_its_own_report() -> None:
    text = "Sturen op\nvertrouwen\n\nEen zin zonder."
    spans = [(0, 9, "heading"), (10, 20, "heading"), (22, len(text), "body")]
    blocks = pd.DataFrame(
        [
            {"start_char": start, "end_char": end, "text": text[start:end], "part": part, "report_id": report}
            for report in ("a", "b")
            for start, end, part in spans
        ]
    ).assign(is_list_item=False)
    blocks["insight_id"] = blocks["session_id"] = blocks["report_id"] + "-s1-i01"
    insights = pd.DataFrame({"report_id": ["a", "b"], "heading": "Sturen op vertrouwen"})
    insights["insight_id"] = insights["session_id"] = insights["report_id"] + "-s1-i01"
    insights["heading_start_char"] = pd.array([0, 0], dtype="Int64")
    found = [
        (passage.report_id, passage.start, passage.text)
        for passage in passages_of(tables.records(insights), tables.records(blocks))
        if passage.is_heading
    ]
    assert found == [(report, *line) for report in "ab" for line in ((0, "Sturen op"), (10, "vertrouwen"))]
