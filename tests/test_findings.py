"""What the findings claim across sessions: sources, series, years and trends."""

from itertools import combinations, permutations

import numpy as np
import pytest

from pipeline.reporting.findings import find, trends
from pipeline.reporting.findings.model import Dilemma, Session
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
    assert "Dit dilemma komt steeds vaker voor (toets op 16 sessies, p < 0,001)." in text
    assert "Organisaties, waar die vaststaan: UWV (8)." in text
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
