"""What the findings claim across sessions: sources, series, years and trends."""

import re
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest

from pipeline.nlp.codebook import load_codebook
from pipeline.reporting import shares
from pipeline.reporting.findings import find, trends
from pipeline.reporting.findings.measures import Periods
from pipeline.reporting.findings.model import Dilemma, Matrix, Session
from pipeline.reporting.findings.periods import wilson
from pipeline.reporting.sections import parts
from tests.test_reporting import METHOD, NAMES, Builder, Page, page_of


def session(key: str, date: str | None, series: str | None = None) -> Session:
    return Session(key, key, date, date or "", series, f"{key}.txt", (), (), 0)


def monthly(n: int, series: str | None = None, start: int = 0) -> list[Session]:
    """Return sessions in as many months."""
    return [
        session(f"{series or ''}{index:03}", f"{2000 + (start + index) // 12}-{(start + index) % 12 + 1:02}", series)
        for index in range(n)
    ]


# --- the organisation that raised it


@pytest.mark.parametrize(
    ("role", "people", "expected"),
    [
        ("manager", [("manager", None, "UWV", True)], "UWV"),
        ("manager", [("manager", None, "UWV", True), ("manager", None, "UWV", True)], "UWV"),
        ("manager", [("manager", None, "UWV", True), ("manager", None, "DUO", True)], None),
        ("manager", [("manager", None, "UWV", True), ("manager", None, None, True)], None),
        ("manager", [("manager", None, "UWV", True), ("manager", None, "DUO", False)], "UWV"),
        ("manager", [("manager", None, "UWV", False)], None),
        ("manager", [("directeur", None, "UWV", True)], None),
        ("eigenaar", [("directeur-generaal", "eigenaar", "BZK", True), ("manager", None, "UWV", True)], "BZK"),
        ("manager", [], None),
        (None, [("manager", None, "UWV", True)], None),
        (None, [(None, None, "UWV", True)], None),
    ],
)  # fmt: skip
def test_an_organisation_is_named_only_where_no_other_is_possible(
    role: str | None, people: list[tuple[str | None, str | None, str | None, bool]], expected: str | None
) -> None:
    build = Builder()
    build.session("a", [("Dit schuurt.", "dilemma", role)])
    for number, (function, driehoek, organisation, present) in enumerate(people):
        build.add(
            "participants", participant_id=f"p{number}", session_id="a-s1", name="X", function=function,
            role=driehoek, organisation=organisation, is_chair=False, present=present,
        )  # fmt: skip
    found = find(*build.world(), NAMES)
    assert found.statements[0].organisation == expected
    assert [voice.name for voice in found.dilemmas_raised_by_organisations] == ([expected] if expected else [])


def recurring(n_with: int, n_without: int, *, series: bool = False) -> Builder:
    """Return sessions month by month, the last of which have the same dilemma."""
    build = Builder()
    build.topic("t", "Steeds weer")
    for index in range(n_without + n_with):
        key = f"s{index:02}"
        name = f"Reeks {index % 2}" if series else None
        build.session(
            key, [("Weer dit.", "dilemma", "manager")], date=f"{2020 + index // 12}-{index % 12 + 1:02}", series=name
        )
        build.add(
            "participants", participant_id=f"p{index}", session_id=f"{key}-s1", name="X", function="manager",
            organisation="UWV", is_chair=False, present=True,
        )  # fmt: skip
        if index >= n_without:
            build.assign(f"{key}-z1", "t")
    return build


def dilemma_of(build: Builder) -> Dilemma:
    return find(*build.world(), NAMES).recurring[0]


def test_a_dilemma_has_its_series_years_and_sources() -> None:
    dilemma = dilemma_of(recurring(8, 8, series=True))
    assert [(share.name, share.n, share.whole) for share in dilemma.by_series] == [("Reeks 0", 4, 8), ("Reeks 1", 4, 8)]
    assert [(share.name, share.n, share.whole) for share in dilemma.by_year] == [("2020", 4, 12), ("2021", 4, 4)]
    for voices, name in ((dilemma.raised_by, "Manager"), (dilemma.raised_by_organisations, "UWV")):
        assert [(voice.name, voice.n, voice.n_sessions) for voice in voices] == [(name, 8, 8)]


def test_the_section_tells_a_trend_with_its_test_and_number_of_sessions() -> None:
    text = Page(page_of(recurring(8, 8).world(), NAMES, METHOD)).text
    assert "Dit dilemma komt steeds vaker voor." in text
    assert "De stijging is getoetst (toets op 16 sessies, p < 0,001)." in text
    assert "Van 8 van de 8 uitspraken is de functie bekend: manager (8)." in text
    assert re.search(r"UWV\s*8\s*8", text)
    assert "Er zijn minstens 12 van zulke sessies nodig: minstens 4 met het dilemma" in text


def test_too_few_sessions_bear_no_trend() -> None:
    text = Page(page_of(recurring(4, 4).world(), NAMES, METHOD)).text
    assert "te weinig vergelijkbare sessies" in text
    assert "steeds vaker" not in text


# --- the test on trends


def enumerated(scores: list[list[int]], marks: list[list[bool]]) -> float:
    """Return the p-value by going through every way to mark as many units in each stratum."""
    totals = [0]
    for stratum, marked in zip(scores, marks, strict=True):
        sums = [sum(chosen) for chosen in combinations(stratum, sum(marked))]
        totals = [total + found for total in totals for found in sums]
    expected = sum(totals) / len(totals)
    observed = sum(
        s for stratum, marked in zip(scores, marks, strict=True) for s, m in zip(stratum, marked, strict=True) if m
    )
    return sum(abs(total - expected) >= abs(observed - expected) - 1e-9 for total in totals) / len(totals)


@pytest.mark.parametrize(
    ("scores", "marks"),
    [
        ([[1, 2, 3, 4, 5, 6]], [[False, False, False, True, True, True]]),
        ([[2, 2, 5, 5, 8, 11]], [[True, False, False, True, False, True]]),
        ([[1, 4, 6], [2, 3, 5, 9]], [[False, False, True], [True, False, True, True]]),
        ([[3, 3, 3]], [[True, False, False]]),
    ],
)  # fmt: skip
def test_the_p_value_is_exact(scores: list[list[int]], marks: list[list[bool]]) -> None:
    assert trends.p_value(scores, marks) == pytest.approx(enumerated(scores, marks))


def test_many_sessions_get_nearly_the_exact_p_value(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    for _ in range(20):
        scores = [list(range(1, 61, 2)), list(range(2, 62, 2))]
        marks = [list(random.random(30) < 0.4) for _ in scores]
        exact = trends.p_value(scores, marks)
        with monkeypatch.context() as patch:
            patch.setattr(trends, "MAX_EXACT", 0)
            assert trends.p_value(scores, marks) == pytest.approx(exact, abs=0.02)


def test_chance_alone_is_seldom_called_a_trend() -> None:
    """Of the p-values of marks in random order, about a twentieth lies under .05, not more."""
    random = np.random.default_rng(1)
    marks = [True] * 10 + [False] * 15
    found = [trends.p_value([list(range(25))], [list(random.permutation(marks))]) for _ in range(400)]
    assert 0.02 < np.mean(np.array(found) < 0.05) < 0.08


def test_a_rise_and_a_fall_are_named_and_chance_is_not() -> None:
    sessions = monthly(20)
    keys = [found.session_id for found in sessions]
    found = trends.trends({"op": keys[10:], "af": keys[:8], "om": keys[::2]}, sessions)
    assert {code: trend.direction for code, trend in found.items()} == {"op": "stijgend", "af": "dalend", "om": None}
    assert all((trend.n_sessions, trend.n_tests) == (20, 3) for trend in found.values())


def test_a_series_that_began_later_is_no_trend() -> None:
    early, late = monthly(15, "Vroeg"), monthly(15, "Laat", start=15)
    present = [found.session_id for found in late]
    assert trends.trends({"x": present}, [*early, *late])["x"].p is None
    mixed = [found.session_id for found in [*early[::5], *late[::2]]]
    assert trends.trends({"x": mixed}, [*early, *late])["x"].direction is None
    without_series = [session(found.session_id, found.date) for found in [*early, *late]]
    assert trends.trends({"x": present}, without_series)["x"].direction == "stijgend"


@pytest.mark.parametrize(
    ("n", "n_with", "is_tested"), [(11, 5, False), (12, 4, True), (12, 3, False), (12, 8, True), (12, 9, False)]
)  # fmt: skip
def test_a_trend_needs_enough_sessions_with_and_without(n: int, n_with: int, is_tested: bool) -> None:
    sessions = monthly(n)
    found = trends.trends({"x": [found.session_id for found in sessions[-n_with:]]}, sessions)["x"]
    assert (found.p is not None) == is_tested
    assert found.n_sessions == n


def test_sessions_without_a_month_stay_out() -> None:
    dated = monthly(12)
    others = [session(date, date) for date in ("2023", "XXXX-05-01")] + [session("none", None)]
    found = trends.trends({"x": [found.session_id for found in [*dated[6:], *others]]}, [*dated, *others])["x"]
    assert (found.n_sessions, found.direction) == (12, "stijgend")


def test_many_tests_together_ask_for_more() -> None:
    sessions = monthly(16)
    keys = [found.session_id for found in sessions]
    nearly = [keys[index] for index in (1, 6, 9, 11, 12, 13, 14, 15)]
    alone = trends.trends({"x": nearly}, sessions)["x"]
    assert alone.direction == "stijgend"
    others = {str(number): chosen for number, chosen in zip(range(20), combinations(keys, 5), strict=False)}
    assert trends.trends({"x": nearly, **others}, sessions)["x"].direction is None


def test_holm_is_the_same_in_any_order() -> None:
    values = [0.01, 0.04, 0.03, 0.5]
    expected = dict(zip(values, trends.holm(values), strict=True))
    assert expected == pytest.approx({0.01: 0.04, 0.04: 0.09, 0.03: 0.09, 0.5: 0.5})
    for order in permutations(values):
        assert trends.holm(order) == pytest.approx([expected[value] for value in order])
    assert trends.holm([]) == []


def test_the_order_of_the_sessions_given_does_not_matter() -> None:
    sessions = [*monthly(14, "A"), *monthly(14, "B", start=3)]
    present = {"x": [found.session_id for found in sessions[::3]]}
    assert trends.trends(present, sessions) == trends.trends(present, sessions[::-1])


def test_a_thousand_sessions_take_the_normal_approximation() -> None:
    sessions = monthly(1000)
    found = trends.trends({"x": [found.session_id for found in sessions[500:]]}, sessions)["x"]
    assert found.p is not None
    assert 0 < found.p < 1e-100


# --- themes and their parents


PARENTS = replace(NAMES, parents={"geld": "rollen", "rollen": "ict"})


def with_themes(*mentioned: tuple[str, ...]) -> Builder:
    """Return a session for each group of themes, mentioned in one statement."""
    build = Builder()
    for number, codes in enumerate(mentioned):
        build.session(f"s{number}", [("Geef raad.", "advies", "manager")], date=f"2023-{number + 1:02}", series="A")
        for code in codes:
            build.mention(f"s{number}", code, 1)
    return build


def test_a_mention_counts_for_all_broader_themes_and_once() -> None:
    found = find(*with_themes(("geld",), ("rollen", "geld"), ("ict",)).world(), PARENTS)
    assert [(theme.code, theme.depth, theme.n_sessions, theme.n_statements, theme.n_advice) for theme in found.themes] == [
        ("ict", 0, 3, 3, 3), ("rollen", 1, 2, 2, 2), ("geld", 2, 2, 2, 2),
    ]  # fmt: skip
    assert found.unmentioned_themes == ()
    assert found.theme_sessions.values == ((1, 1, 1), (1, 1, 0), (1, 1, 0))
    assert found.theme_sessions.depths == (0, 1, 2)
    assert found.theme_roles.values == ((3,), (2,), (2,))
    assert found.statements[0].themes == ("geld",)


def test_narrower_themes_stand_under_their_own_broader_theme() -> None:
    names = replace(NAMES, themes={**NAMES.themes, "tijd": "Tijd"}, parents={"geld": "rollen", "tijd": "ict"})
    build = with_themes(("geld",), ("geld",), ("ict",), ("ict",), ("ict",))
    build.add(
        "theme_mentions", session_id="s4-s1", insight_id="s4-s1-i01", report_id="s4", statement_id="s4-z1", term="x",
        text="x", start_char=0, end_char=1, negated=False, theme="tijd",
    )  # fmt: skip
    found = find(*build.world(), names)
    assert [theme.name for theme in found.themes] == ["ICT en systemen", "Tijd", "Rolvastheid", "Financiering"]


def test_a_circle_of_parents_hangs_nothing() -> None:
    names = replace(NAMES, parents={"geld": "rollen", "rollen": "geld", "ict": "ict"})
    found = find(*with_themes(("geld",), ("ict",)).world(), names)
    assert {theme.code: theme.n_sessions for theme in found.themes} == {"geld": 1, "rollen": 1, "ict": 1}


def test_the_default_codebook_hands_its_parents_to_the_report() -> None:
    codebook = load_codebook(None)
    parents = {theme.code: theme.parent for theme in codebook.themes if theme.parent}
    assert parents["rolvastheid"] == "samenwerking"
    assert set(parents.values()) <= {theme.code for theme in codebook.themes}


def test_themes_come_together_by_their_own_terms_only() -> None:
    found = find(*with_themes(("geld", "ict"), ("geld", "ict"), ("geld", "rollen"), ("ict",)).world(), PARENTS)
    assert found.theme_pairs == ()  # each is a part of the other
    found = find(*with_themes(("geld", "ict"), ("geld", "ict"), ("geld", "rollen"), ("ict",)).world(), NAMES)
    assert [(pair.first, pair.second, pair.n, pair.n_first, pair.n_second) for pair in found.theme_pairs] == [
        ("Financiering", "ICT en systemen", 2, 3, 3), ("Financiering", "Rolvastheid", 1, 3, 1),
    ]  # fmt: skip
    matrix = found.themes_together
    assert (matrix.rows, matrix.columns) == (("ICT en systemen", "Rolvastheid"), ("Financiering", "ICT en systemen"))
    assert matrix.values == ((2, None), (1, 0))


# --- advice


def advising(*sessions: tuple[str | None, str | None, list[str], list[str]]) -> Builder:
    """Return sessions of (date, series, themes, nouns) with one advice each."""
    build = Builder()
    for number, (date, series, codes, nouns) in enumerate(sessions):
        build.session(f"s{number}", [(f"Raad {number}.", "advies", None)], date=date, series=series)
        build.rows["statements"][-1]["nouns"] = nouns
        for code in codes:
            build.mention(f"s{number}", code, 1)
    return build


def test_advice_by_theme_puts_that_of_most_sessions_first_and_the_latest_on_top() -> None:
    build = advising(
        (None, None, ["geld"], []), ("2023-01", None, ["geld"], []), ("2023-02", None, ["rollen", "geld"], []),
        ("2022-01", None, ["geld"], []), ("2023-03", None, ["ict"], []),
    )  # fmt: skip
    found = find(*build.world(), NAMES).advice
    assert [(theme.code, theme.n_sessions, theme.n_advice) for theme in found.by_theme] == [
        ("geld", 4, 4), ("ict", 1, 1), ("rollen", 1, 1),
    ]  # fmt: skip
    assert [quote.text for quote in found.by_theme[0].quotes] == ["Raad 2.", "Raad 1.", "Raad 3."]


QUIET = ("2023-05", "A", ["ict"], ["server"])


@pytest.mark.parametrize(
    ("later", "is_open"),
    [
        ([QUIET, QUIET], True),
        ([QUIET], False),  # one session is too few to say that nothing came back
        ([QUIET, ("2023-05", "B", ["ict"], [])], False),
        ([QUIET, ("2023-01", "A", ["ict"], [])], False),  # not later beyond doubt
        ([QUIET, (None, "A", ["ict"], [])], False),
        ([QUIET, ("2023", "A", ["ict"], [])], False),
        ([QUIET, ("2023-06", "A", ["geld"], [])], False),  # the theme comes back
        ([QUIET, ("2023-06", "A", ["ict"], ["begroting"])], False),  # a noun comes back
        ([QUIET, QUIET, ("2023-06", "B", ["geld"], ["begroting"])], True),
    ],
)  # fmt: skip
def test_advice_is_open_only_if_later_sessions_of_the_series_show_no_sign(
    later: list[tuple[str | None, str | None, list[str], list[str]]], is_open: bool
) -> None:
    found = find(*advising(("2023-01", "A", ["geld"], ["begroting", "jaar"]), *later).world(), NAMES).advice
    assert ("Raad 0." in [advice.quote.text for advice in found.open]) == is_open


@pytest.mark.parametrize(("codes", "nouns"), [([], ["begroting"]), (["geld"], [])])
def test_advice_without_a_theme_or_a_noun_is_never_called_open(codes: list[str], nouns: list[str]) -> None:
    found = find(*advising(("2023-01", "A", codes, nouns), QUIET, QUIET).world(), NAMES).advice
    assert (found.open, found.n_comparable) == ((), 0)


def test_a_negated_or_narrower_mention_is_a_sign_of_follow_up() -> None:
    build = advising(("2023-01", "A", ["rollen"], ["begroting"]), QUIET, QUIET)
    assert len(find(*build.world(), NAMES).advice.open) == 1
    build.mention("s2", "rollen", 1, negated=True)
    assert find(*build.world(), NAMES).advice.open == ()
    build = advising(("2023-01", "A", ["rollen"], ["begroting"]), QUIET, QUIET)
    build.mention("s2", "geld", 1)
    assert find(*build.world(), replace(NAMES, parents={"geld": "rollen"})).advice.open == ()


# --- shares over time


def test_periods_need_enough_sessions() -> None:
    def found(n: int, per_month: int) -> Periods | None:
        build = Builder()
        for index in range(n):
            month = index // per_month
            build.session(
                f"s{index:03}", [("Zin.", "uitkomst", None)], date=f"{2020 + month // 12}-{month % 12 + 1:02}"
            )
            if index % 2:
                build.mention(f"s{index:03}", "geld", 1)
        return find(*build.world(), NAMES).theme_periods

    assert found(15, 1) is None
    years = found(24, 1)
    assert years is not None
    assert years.labels == ("2020", "2021")
    halves = found(40, 2)
    assert halves is not None
    assert (halves.labels, halves.left_out) == (("1e helft 2020", "2e helft 2020", "1e helft 2021"), ("2e helft 2021",))
    (course,) = halves.courses
    assert [(share.n, share.whole) for share in course.estimates] == [(6, 12)] * 3
    assert all(share.low < 0.5 < share.high for share in course.estimates)


@pytest.mark.parametrize(
    ("n", "whole", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (1, 1, 0.207, 1.0)]
)  # fmt: skip
def test_wilson_against_published_values(n: int, whole: int, low: float, high: float) -> None:
    assert wilson(n, whole) == pytest.approx((low, high), abs=0.001)


# --- chances to speak


def test_who_is_often_present_had_the_chance() -> None:
    build = Builder()
    for key, heard in (("a", "manager"), ("b", None), ("c", "adviseur")):
        build.session(key, [("Dit schuurt.", "dilemma", heard), ("Doe iets.", "advies", heard)])
        build.add(
            "participants", participant_id=key, session_id=f"{key}-s1", name="X", function="manager",
            organisation="UWV", is_chair=False, present=key != "c",
        )  # fmt: skip
    found = find(*build.world(), NAMES)
    roles = [(who.code, who.n_attended, who.n_heard, who.kinds) for who in found.role_speakers]
    assert roles == [("manager", 2, 1, (0, 1, 1)), ("adviseur", None, 1, (0, 1, 1))]
    assert [(who.code, who.n_attended, who.n_heard, who.n_statements) for who in found.organisation_speakers] == [
        ("UWV", 2, 1, 2)
    ]


# --- shares in words


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 9, "geen enkele sessie (0 van de 9)"),
        (1, 1, "de enige sessie (1 van 1)"),
        (1, 2, "één sessie (1 van de 2)"),
        (2, 2, "alle sessies (2 van de 2)"),
        (9, 10, "vrijwel alle sessies (9 van de 10)"),
        (89, 100, "ruim driekwart van de sessies (89 van de 100)"),
        (3, 4, "driekwart van de sessies (3 van de 4)"),
        (2, 3, "twee derde van de sessies (2 van de 3)"),
        (6, 10, "ruim de helft van de sessies (6 van de 10)"),
        (5, 10, "ongeveer de helft van de sessies (5 van de 10)"),
        (46, 100, "bijna de helft van de sessies (46 van de 100)"),
        (42, 100, "ruim een derde van de sessies (42 van de 100)"),
        (33, 100, "een derde van de sessies (33 van de 100)"),
        (28, 100, "ruim een kwart van de sessies (28 van de 100)"),
        (13, 53, "een kwart van de sessies (13 van de 53)"),
        (12, 53, "bijna een kwart van de sessies (12 van de 53)"),
        (10, 53, "een vijfde van de sessies (10 van de 53)"),
        (9, 53, "een zesde van de sessies (9 van de 53)"),
        (8, 53, "een zevende van de sessies (8 van de 53)"),
        (1, 8, "één sessie (1 van de 8)"),
        (12, 100, "een achtste van de sessies (12 van de 100)"),
        (10, 100, "een tiende van de sessies (10 van de 100)"),
        (7, 100, "enkele sessies (7 van de 100)"),
        (1200, 2000, "ruim de helft van de sessies (1.200 van de 2.000)"),
    ],
)
def test_the_words_of_a_share_follow_from_the_share(part: int, whole: int, expected: str) -> None:
    assert shares.in_words(part, whole, "sessie", "sessies") == expected


def test_the_report_says_what_the_words_mean() -> None:
    told = Page(page_of(recurring(2, 1).world(), NAMES, METHOD)).text
    assert (
        "‘vrijwel alle’ vanaf 90%, ‘ruim driekwart’ vanaf 78%, ‘driekwart’ vanaf 72%, ‘twee derde’ vanaf 64% en "
        "‘ruim de helft’ vanaf 53%. Daarna komen ‘ongeveer de helft’ vanaf 47%, " in told
    )
    assert "‘een achtste’ vanaf 12%" in told
    assert "‘een tiende’ vanaf 9% en ‘enkele’ daaronder." in told


def test_themes_that_came_together_once_are_no_pattern() -> None:
    found = find(*with_themes(("geld", "ict"), ("geld", "rollen")).world(), NAMES)
    assert found.themes_together.rows == ()
    assert (
        "Geen twee thema’s staan samen in meer dan één inzicht." in Page(page_of(with_themes(("geld",)).world())).text
    )


# --- tables of matrices


def test_a_matrix_of_many_columns_becomes_an_enumeration() -> None:
    few = parts.matrix(
        "Aantal", "Thema", "Rollen", Matrix(("Geld", "Tijd"), ("a", "b"), ((1, 0), (None, 2)), depths=(0, 1))
    )
    assert few.header == ("Thema", "a", "b")
    assert [[cell[0].text for cell in row] for row in few.rows] == [["Geld", "1", "0"], ["– Tijd", "–", "2"]]
    columns = tuple("abcdefghij")
    many = parts.matrix("Aantal", "Thema", "Rollen", Matrix(("Geld", "Tijd"), columns, ((1, *[0] * 8, 3), (0,) * 10)))
    assert many.header == ("Thema", "Rollen")
    assert [[cell[0].text for cell in row] for row in many.rows] == [["Geld", "a (1), j (3)"], ["Tijd", "–"]]


def test_a_trend_of_a_theme_is_told_with_its_test() -> None:
    build = recurring(1, 15)
    for index in range(8, 16):
        build.mention(f"s{index:02}", "geld", 1)
    text = Page(page_of(build.world(), NAMES, METHOD)).text
    assert "‘Financiering’ komt steeds vaker voor (toets op 16 sessies, p < 0,001)." in text
    build = recurring(1, 1)
    build.mention("s00", "geld", 1)
    few = Page(page_of(build.world(), NAMES, METHOD)).text
    assert "Een periode telt mee vanaf 8 sessies." in few
    assert "Voor een uitspraak over trends zijn er te weinig vergelijkbare sessies." in few


def test_open_advice_is_told_with_its_series_and_number_of_sessions() -> None:
    build = advising(("2023-01", "A", ["geld"], ["begroting"]), QUIET, QUIET)
    text = Page(page_of(build.world(), NAMES, METHOD)).text
    assert "Bij 1 advies is te zien of er in latere sessies iets van terugkomt. 1 daarvan komt niet terug." in text
    assert "Niet terug te vinden in 2 latere sessies van ‘A’." in text
    text = Page(page_of(advising(QUIET).world(), NAMES, METHOD)).text
    assert "Over geen enkel advies is te zeggen of het nog openstaat." in text


# --- quotations


@pytest.mark.parametrize(("doubtful", "quoted"), [({0}, [1, 2]), ({0, 1, 2}, [0, 1, 2])])
def test_what_may_be_no_dilemma_is_not_quoted_unless_there_is_nothing_else(
    doubtful: set[int], quoted: list[int]
) -> None:
    build = Builder()
    for number in range(3):
        build.session(
            f"s{number}", [(f"Niemand weet wie {number} betaalt.", "dilemma", None)], date=f"2023-0{number + 1}"
        )
        build.assign(f"s{number}-z1", "t1", strength=0.9 - number / 10, first=number == 0)
    build.topic("t1", "wie betaalt")
    for number in doubtful:
        build.rows["statements"][number]["is_uncertain"] = True
    (dilemma,) = find(*build.world(), NAMES).recurring
    shown = (dilemma.key_sentence, *dilemma.quotes)
    assert [quote and quote.statement_id for quote in shown] == [f"s{number}-z1" for number in quoted]
