"""The numbers in the charts: marks as they stand in the SVG, against the findings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.dutch.wording import number
from pipeline.reporting import charts
from pipeline.reporting.charts import drawing, notes, titles
from pipeline.reporting.content import build
from pipeline.reporting.document import Picture
from pipeline.reporting.findings.comparisons import n_leaders
from pipeline.reporting.findings.measures import Course, Periods, Trend
from pipeline.reporting.findings.model import Findings, Matrix, Theme
from pipeline.reporting.findings.periods import estimate
from pipeline.reporting.sections import parts
from pipeline.reporting.writers import paper, pictures
from pipeline.reporting.writers.svg import inline_svg
from pipeline.resources import read_text
from tests.test_reporting import METHOD, NAMES, Builder, World, findings_of, page_of

N = 30
EAST = range(0, N, 3)  # the sessions of the smaller of two series
FIRST, LAST = (0, 1, 4), (27, 29)  # sessions of dilemmas; the last four sessions have no year
LABELS = {"t01": "Overal", "t02": "Vooral in het oosten", "t03": "Vooraan en daarna niet meer", "t04": "Achteraan"}
SVG = "{http://www.w3.org/2000/svg}"


def many_sessions(n: int = N) -> World:
    """Return sessions with a dilemma in all of them, one in a series only, and two in few sessions."""
    build = Builder()
    for topic, label in LABELS.items():
        build.topic(topic, label)
    for index in range(n):
        key = f"s{index:03}"
        month = f"{1 + index % 12:02}"
        date = f"XXXX-{month}-01" if index >= n - 4 else f"{2022 + (index >= 8)}-{month}"
        build.session(
            key,
            [
                ("Dit speelt overal.", "dilemma", _raises(index)),
                ("Dit speelt hier.", "dilemma", "adviseur" if index in (0, 3, 6, 9) else None),
                ("Dit speelde toen.", "dilemma", "wethouder"),
            ],
            date=date, series="Oost" if index in EAST else "West", title=f"Tafel {index}",
        )  # fmt: skip
        build.assign(f"{key}-z1", "t01")
        if index in EAST:
            build.assign(f"{key}-z2", "t02")
        if index in FIRST:
            build.assign(f"{key}-z3", "t03")
        if index in LAST:
            build.assign(f"{key}-z3", "t04")
        for role, sessions in (("manager", range(10)), ("adviseur", range(20)), ("wethouder", range(3))):
            if index in sessions:
                build.add(
                    "participants", participant_id=f"{key}-{role}", session_id=f"{key}-s1", name="Jannie Verzonnen",
                    function=role, organisation="UWV", is_chair=False, present=True,
                )  # fmt: skip
    return build.world()


def _raises(index: int) -> str | None:
    if index in (0, 1, 2, 3, 4, 25):
        return "manager"
    return "adviseur" if index in (5, 6) else None


@pytest.fixture(scope="module")
def findings() -> Findings:
    """In order of time, which is not that of the months in the dates."""
    return findings_of(many_sessions())


@pytest.fixture(scope="module")
def drawn(findings: Findings) -> Mapping[str, Picture]:
    return charts.draw(findings)


@dataclass(frozen=True)
class Mark:
    """A mark in an SVG: its title, its link, its colour by name, and the boxes around its shapes in points."""

    title: str
    target: str | None
    colour: str
    fill: str
    boxes: tuple[tuple[float, float, float, float], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The left, top, right and bottom of the only shape."""
        (box,) = self.boxes
        return box

    @property
    def middle(self) -> float:
        """The place from the left."""
        left, _, right, _ = self.box
        return (left + right) / 2


def parsed(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)  # noqa: S314 (our own chart)


def marks(picture: Picture, name: str) -> dict[str, Mark]:
    """Return the marks of a chart by what stands for them in their ids, in order."""
    svg = SVG
    found = {}
    for group in parsed(picture).iter(f"{svg}g"):
        if (identifier := group.get("id", "")).startswith(f"m-{name}-"):
            path = next(group.iter(f"{svg}path"))
            colour = next(name for name in path.get("class", "").split() if name.startswith("fill-"))
            found[identifier.removeprefix(f"m-{name}-")] = Mark(
                group.findtext(f"{svg}title") or "",
                group.get("data-target"),
                colour.removeprefix("fill-"),
                path.get("fill", ""),
                tuple(_boxes(path.get("d", ""))),
            )
    return found


def _boxes(path: str) -> Iterator[tuple[float, float, float, float]]:
    for shape in re.split(r"(?=M)", path)[1:]:
        numbers = [float(value) for value in re.findall(r"-?[\d.]+(?:e-?\d+)?", shape)]
        yield min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def texts(figure: Any) -> dict[str, Any]:
    """Return the texts in a figure by what they say on one line."""
    return {text.get_text().replace("\n", " "): text for text in figure.axes[0].texts}


# --- the pictures


def test_which_pictures_there_are(drawn: Mapping[str, Picture]) -> None:
    assert set(drawn) == {"dilemmas", "dilemmas-sessies", "dilemmas-rollen", "dilemmas-reeksen"}


def test_a_bar_is_as_long_as_its_number_of_sessions(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    found = marks(drawn["dilemmas"], "dilemmas")
    assert list(found) == [dilemma.topic_id for dilemma in findings.recurring] == ["t01", "t02", "t03", "t04"]
    widths = [mark.box[2] - mark.box[0] for mark in found.values()]
    counts = [N, len(EAST), len(FIRST), len(LAST)]
    assert [width / widths[0] for width in widths] == pytest.approx([n / N for n in counts], abs=1e-4)
    assert len({mark.box[0] for mark in found.values()}) == 1
    tops = [mark.box[1] for mark in found.values()]
    assert tops == sorted(tops)
    assert found["t02"].title == "Vooral in het oosten: 10 van de 30 sessies"


def test_a_name_stands_beside_its_bar_and_the_number_at_its_end(findings: Findings) -> None:
    figure = charts.recurring_dilemmas(findings.recurring, N)
    assert figure is not None
    said = texts(figure)
    bars = dict(zip(LABELS.values(), figure.axes[0].patches, strict=True))
    for label, count in zip(LABELS.values(), ("30 van 30", "10", "3", "2"), strict=True):
        box = bars[label].get_path().get_extents()
        middle = (box.y0 + box.y1) / 2
        assert said[label].get_position()[1] == pytest.approx(middle)
        assert said[count].get_position() == pytest.approx((box.x1 + 0.08, middle))


def test_a_mark_stands_in_the_column_of_its_session(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    found = marks(drawn["dilemmas-sessies"], "dilemmas-sessies")
    columns = sorted(box[0] for box in found["t01"].boxes)  # of a dilemma of all sessions
    assert len(columns) == N
    for dilemma in findings.recurring:
        present = {session.session_id for session in dilemma.sessions}
        expected = [place for place, session in enumerate(findings.sessions) if session.session_id in present]
        assert [columns.index(box[0]) for box in found[dilemma.topic_id].boxes] == expected
    assert [columns.index(box[0]) for box in found["t04"].boxes] != [
        columns.index(box[0]) for box in found["t03"].boxes
    ]


def test_columns_are_in_order_of_time_with_the_undated_apart(drawn: Mapping[str, Picture]) -> None:
    found = marks(drawn["dilemmas-sessies"], "dilemmas-sessies")["t01"].boxes
    steps = [right[0] - left[0] for left, right in pairwise(found)]
    apart = steps.pop(N - 5)
    assert max(steps) == pytest.approx(min(steps), abs=1e-3)
    assert apart > steps[0] + 5


def test_a_year_stands_under_its_first_session(findings: Findings) -> None:
    figure = charts.strips("dilemmas-sessies", findings.recurring, findings.sessions)
    assert figure is not None
    said, (_, second, undated) = texts(figure), [line.get_xdata()[0] for line in figure.axes[0].lines]
    columns = [shape.get_extents() for shape in _shapes(figure.axes[0].patches[2])]
    assert said["2023"].get_position()[0] == pytest.approx(second)
    assert columns[7].x1 < second < columns[8].x0
    assert columns[N - 5].x1 < undated < columns[N - 4].x0
    assert "zonder jaartal" in said


def _shapes(patch: Any) -> list[Any]:
    path = patch.get_path()
    return [type(path)(path.vertices[start : start + 5]) for start in range(0, len(path.vertices), 5)]


@pytest.mark.parametrize("n", [3, 53, 200, 1000])
def test_marks_and_years_never_overlap(n: int, findings: Findings) -> None:
    session = findings.sessions[0]
    sessions = tuple(
        replace(session, session_id=f"{place}", date=f"{2000 + 25 * place // n}" if place < 0.9 * n else None)
        for place in range(n)
    )
    dilemma = replace(findings.recurring[0], sessions=sessions)
    figure = charts.strips("x", (dilemma,), sessions)
    assert figure is not None
    found = marks(charts.render(figure, "x"), "x")["t01"].boxes
    assert len(found) == n
    assert all(left[2] <= right[0] + 1e-3 for left, right in pairwise(found))
    assert found[-1][2] <= drawing.WIDTH * 72
    renderer = figure.canvas.get_renderer()
    extents = [text.get_window_extent(renderer) for text in figure.axes[0].texts]
    assert not any(one.overlaps(other) for place, one in enumerate(extents) for other in extents[:place])
    assert all(extent.x1 <= figure.bbox.x1 + 1 and extent.x0 >= 0 for extent in extents)


def test_sessions_without_any_year_have_no_gap(findings: Findings) -> None:
    sessions = tuple(replace(session, date=None) for session in findings.sessions[:3])
    figure = charts.strips("x", (replace(findings.recurring[0], sessions=sessions),), sessions)
    assert figure is not None
    assert set(texts(figure)) == {"Overal", "zonder jaartal"}


def test_a_cell_has_the_shade_and_the_number_of_its_rate(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    rates, found = findings.dilemma_roles, marks(drawn["dilemmas-rollen"], "dilemmas-rollen")
    assert rates is not None
    assert len(found) == len(rates.roles) * len(rates.topic_ids)
    # 2 and 4 of 20 sessions, and 6 of 11, for which the darkest of four shades stands.
    shades = {"t01-adviseur": 1, "t01-manager": 4, "t02-adviseur": 2}
    for code, mark in found.items():
        shade = shades.get(code)
        assert mark.colour == (f"shade-{shade}" if shade else "empty")
        assert mark.fill == (drawing.SHADES[shade - 1] if shade else drawing.EMPTY)
    assert found["t01-manager"].title == "Overal, Manager: 6 van de 11 sessies"


def test_a_column_has_the_name_and_the_numbers_of_its_role(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    rates, figure = findings.dilemma_roles, charts.dilemmas_and_roles(findings.dilemma_roles)
    assert rates is not None
    assert figure is not None
    found = marks(drawn["dilemmas-rollen"], "dilemmas-rollen")
    for place, (role, name, whole) in enumerate(zip(rates.roles, rates.role_names, rates.whole, strict=True)):
        header = texts(figure)[f"{name} ({whole})"].get_position()[0] * 72
        for topic, counts in zip(rates.topic_ids, rates.n, strict=True):
            mark = found[f"{topic}-{role}"]
            assert mark.middle == pytest.approx(header, abs=1e-3)
            (said,) = [
                text.get_text()
                for text in figure.axes[0].texts
                if abs(text.get_position()[0] * 72 - mark.middle) < 1
                and mark.box[1] < text.get_position()[1] * 72 < mark.box[3]
            ]
            assert said == (f"{number(100 * counts[place] / whole)}%" if counts[place] else "0")


def test_an_interval_goes_from_its_lower_to_its_upper_bound(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    found, periods = marks(drawn["dilemmas-reeksen"], "dilemmas-reeksen"), findings.dilemma_series
    assert periods is not None
    assert periods.labels == ("West", "Oost")
    assert set(found) == {"t02-1", "t02-1-interval", "t02-2", "t02-2-interval"}
    course = next(course for course in periods.courses if course.code == "t02")
    assert [(own.n, own.whole) for own in course.estimates] == [(0, 20), (10, 10)]
    none, all_of_them = found["t02-1"].middle, found["t02-2"].middle
    for place, own in enumerate(course.estimates, 1):
        left, _, right, _ = found[f"t02-{place}-interval"].box
        bounds = [(edge - none) / (all_of_them - none) for edge in (left, right)]
        assert bounds == pytest.approx([own.low, own.high], abs=1e-4)
        assert (found[f"t02-{place}"].middle - none) / (all_of_them - none) == pytest.approx(
            own.n / own.whole, abs=1e-4
        )
    assert found["t02-2"].title == "Vooral in het oosten, Oost: 10 van de 10 sessies, 100,0% (interval 72 tot 100%)"


def test_no_small_charts_where_every_interval_overlaps_with_the_whole() -> None:
    same = Course("Geld", (estimate(4, 8), estimate(5, 10)), estimate(9, 18), "geld")
    assert charts.theme_courses(Periods(("2022", "2023"), (same,), ())) is None
    apart = replace(same, estimates=(estimate(0, 40), estimate(39, 40)), whole=estimate(39, 80))
    figure = charts.theme_courses(Periods(("2022", "2023"), (same, apart), ()))
    assert figure is not None
    assert set(marks(charts.render(figure, "x"), "themas-per-periode")) == {
        "geld-1", "geld-1-interval", "geld-2", "geld-2-interval",
    }  # fmt: skip


def test_the_last_periods_and_the_first_series_are_shown_where_there_are_many() -> None:
    course = Course("Geld", tuple(estimate(place, 40) for place in range(30)), estimate(1, 1200), "geld")
    periods = Periods(tuple(f"nr. {place}" for place in range(30)), (course,), ())
    for last, expected in ((True, range(18, 30)), (False, range(12))):
        figure = charts.dilemma_courses("x", periods, last=last)
        assert figure is not None
        assert [text for text in texts(figure) if text.startswith("nr.")] == [f"nr. {place}" for place in expected]


# --- roles and themes


def test_roles_and_themes_show_the_broadest_themes_and_the_counts_between_them() -> None:
    matrix = Matrix(("Geld", "Tijd", "Sturing"), ("Manager", "Adviseur"), ((1, 9), (4, 4), (0, 3)), depths=(0, 1, 0))
    figure = charts.roles_and_themes(matrix)
    assert figure is not None
    found = marks(charts.render(figure, "x"), "rollen-en-themas")
    assert {code: mark.title for code, mark in found.items()} == {
        "1-1": "Geld, Manager: 1 uitspraak", "1-2": "Geld, Adviseur: 9 uitspraken",
        "3-1": "Sturing, Manager: 0 uitspraken", "3-2": "Sturing, Adviseur: 3 uitspraken",
    }  # fmt: skip
    assert [mark.colour for mark in found.values()] == ["shade-1", "shade-4", "empty", "shade-2"]
    assert found["1-1"].middle < found["1-2"].middle
    assert {"Manager", "Adviseur", "Geld", "Sturing", "9", "0"} <= set(texts(figure))
    assert "Tijd" not in texts(figure)


def themes(n: int, name: str = "Thema {}") -> list[Theme]:
    return [Theme(str(index), name.replace("{}", str(index)), n - index, n - index, 0) for index in range(n)]


def test_bars_of_narrower_themes_stand_under_those_of_the_broader_one() -> None:
    figure = charts.themes_by_sessions([Theme("a", "Breed", 4, 4, 0), Theme("b", "Smal", 2, 2, 0, depth=1)], 4)
    assert figure is not None
    found, said = marks(charts.render(figure, "x"), "themas"), texts(figure)
    assert [mark.colour for mark in found.values()] == ["theme", "subtheme"]
    assert said["Smal"].get_position()[0] > said["Breed"].get_position()[0]
    assert {"Breed", "Smal", "4 van 4", "2"} == set(said)


def test_nothing_to_draw_is_none() -> None:
    assert charts.themes_by_sessions([], 3) is None
    assert charts.recurring_dilemmas([], 3) is None
    assert charts.strips("x", [], []) is None
    assert charts.dilemmas_and_roles(None) is None
    assert charts.dilemma_courses("x", None) is None
    assert charts.roles_and_themes(Matrix(("Thema",), (), ((),))) is None


def test_the_height_grows_with_the_rows_up_to_a_maximum() -> None:
    heights = []
    for n in (3, 30, 40, 60):
        figure = charts.themes_by_sessions(themes(n), 60)
        assert figure is not None
        heights.append(figure.get_size_inches()[1])
    assert heights[0] * 5 < heights[1] < heights[2] == heights[3]


def test_ten_dilemmas_with_names_of_two_lines_fit_half_a_page(findings: Findings) -> None:
    long = replace(findings.recurring[0], label="Samenwerken in de keten of ieder vanuit de eigen opdracht")
    figure = charts.recurring_dilemmas([replace(long, topic_id=f"t{place}") for place in range(14)], N)
    assert figure is not None
    picture = charts.render(figure, "x")
    assert len(marks(picture, "dilemmas")) == 10
    assert pictures.size(picture)[1] <= paper.HEIGHT / 2
    assert pictures.pieces(picture, paper.WIDTH, paper.HEIGHT) == ((0.0, 1.0),)


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize(
    "name",
    [
        "Wie betaalt $\\frac{x$ voor de samenwerking tussen alle organisaties in de keten van morgen",
        "Persoonsgegevensbeschermingsverordeningen en maatwerk",
        "Een\u0007 teken " + 9 * "dat nergens hoort ",
        "🙂 <b>",
    ],
)
def test_no_name_is_cut_or_runs_into_its_bar(name: str, findings: Findings) -> None:
    figure = charts.recurring_dilemmas([replace(findings.recurring[0], label=name)], N)
    assert figure is not None
    (label, _), (bar,) = figure.axes[0].texts, figure.axes[0].patches
    assert re.sub(r"[\s-]", "", label.get_text()) == re.sub(r"[\s\u0007-]", "", name)
    picture = charts.render(figure, "x")
    extent = label.get_window_extent(figure.canvas.get_renderer())
    assert extent.x1 <= bar.get_window_extent(figure.canvas.get_renderer()).x0
    assert extent.y0 >= -1
    assert extent.y1 <= figure.bbox.y1 + 1
    assert picture.png.startswith(b"\x89PNG")
    assert marks(picture, "dilemmas")["t01"].title.startswith(drawing.printable(name))


def test_an_endless_name_ends(findings: Findings) -> None:
    for name in ("x" * 200_000, "woord " * 40_000):
        figure = charts.recurring_dilemmas([replace(findings.recurring[0], label=name)], N)
        assert figure is not None
        assert figure.axes[0].texts[0].get_text().endswith("\n…")
        assert figure.get_size_inches()[1] < 2
        heat_map = charts.roles_and_themes(Matrix((name,), (name,), ((1,),)))
        assert heat_map is not None
        assert heat_map.get_size_inches()[1] < 6


def test_text_is_legible_on_a_phone(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    figures = (
        charts.recurring_dilemmas(findings.recurring, N), charts.dilemmas_and_roles(findings.dilemma_roles),
        charts.strips("x", findings.recurring, findings.sessions), charts.dilemma_courses("x", findings.dilemma_series),
    )  # fmt: skip
    for figure in figures:
        assert figure is not None
        width = 72 * figure.get_size_inches()[0]
        assert all(text.get_fontsize() * 390 / width >= 9 for text in figure.axes[0].texts)
    assert {pictures.size(picture)[0] for picture in drawn.values()} == {72 * drawing.WIDTH}


# --- links, colours, bytes


def test_marks_name_the_section_of_the_dilemma(drawn: Mapping[str, Picture]) -> None:
    page = page_of(many_sessions())
    for name, picture in drawn.items():
        found = [mark.target for mark in marks(picture, name).values() if mark.target]
        assert found
        for target in found:
            assert f'id="{target[1:]}"' in page
        assert b"<a " not in picture.svg  # of a picture with an alternative no part may be a link
        inline = inline_svg(picture.svg, name, "Uitleg")
        assert f'href="{found[0]}"' in inline
        assert f"<title>{next(iter(marks(picture, name).values())).title}</title>" in inline


def test_an_odd_topic_id_is_written_as_in_the_report(findings: Findings) -> None:
    dilemma = replace(findings.recurring[0], topic_id='a"b/c')
    figure = charts.recurring_dilemmas([dilemma], N)
    assert figure is not None
    (found,) = marks(charts.render(figure, "x"), "dilemmas").values()
    assert found.target == f"#{parts.dilemma_id(dilemma.topic_id)}"


def test_an_odd_code_of_a_theme_makes_no_odd_id() -> None:
    figure = charts.themes_by_sessions([Theme('a&"b', "Geld & <b>", 2, 2, 0)], 2)
    assert figure is not None
    ((code, found),) = marks(charts.render(figure, "x"), "themas").items()
    assert (code, found.title) == ("a_26__22_b", "Geld & <b>: 2 van de 2 sessies")


def test_every_colour_has_a_name_and_stands_as_a_fallback(drawn: Mapping[str, Picture]) -> None:
    for picture in drawn.values():
        for element in parsed(picture).iter():
            assert "#" not in element.get("style", "")
            named = [name for name in element.get("class", "").split() if name.startswith(("fill-", "stroke-"))]
            assert len(named) == sum(element.get(side, "").startswith("#") for side in ("fill", "stroke"))


def test_the_page_gives_every_colour_under_its_name_and_one_for_the_dark(drawn: Mapping[str, Picture]) -> None:
    sheet = read_text("report/report.css")
    found = {
        (name.partition("-")[0], name.partition("-")[2], element.get(name.partition("-")[0]))
        for picture in drawn.values()
        for element in parsed(picture).iter()
        for name in element.get("class", "").split()
        if name.startswith(("fill-", "stroke-"))
    }
    assert len(found) > 10
    for side, name, colour in found:
        assert f".{side}-{name} {{ {side}: var(--chart-{name}, {colour}); }}" in sheet
        assert len(re.findall(rf"--chart-{name}: #[0-9a-f]{{6}};", sheet)) == 1


def test_rendering_leaves_no_trace_of_time_or_version(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    assert charts.draw(findings) == drawn
    for picture in drawn.values():
        assert b"tEXtSoftware" not in picture.png
        assert b"Matplotlib v" not in picture.svg
        assert b"<dc:date>" not in picture.svg


def test_two_inline_charts_share_no_id(drawn: Mapping[str, Picture]) -> None:
    svg = drawn["dilemmas"].svg
    first, second = (set(re.findall(r'\bid="([^"]+)"', inline_svg(svg, name, "Uitleg"))) for name in "ab")
    assert first
    assert not first & second
    inline = inline_svg(svg, "a", 'Zegt "dit" & dat')
    assert inline.startswith("<svg")
    assert 'aria-label="Zegt &quot;dit&quot; &amp; dat"' in inline
    own = {name for name in re.findall(r'href="#([^"]+)"', inline) if not name.startswith("dilemma-")}
    assert own <= first


# --- what the charts say


def test_the_report_stands_without_any_picture(findings: Findings) -> None:
    assert build(findings, {}, NAMES, METHOD).pictures == {}


def test_rates_are_of_the_sessions_with_a_role(findings: Findings) -> None:
    rates = findings.dilemma_roles
    assert rates is not None
    assert (rates.roles, rates.whole, rates.n_present) == (("adviseur", "manager"), (20, 11), (20, 10))
    assert rates.topic_ids == tuple(LABELS)
    assert rates.n == ((2, 6), (4, 0), (0, 0), (0, 0))
    assert rates.left_out == (("wethouder", 3),)


def test_rates_need_two_roles_that_were_present_often_enough() -> None:
    tables, sessions = many_sessions()
    tables = {**tables, "participants": tables["participants"].query("function != 'manager'")}
    assert findings_of((tables, sessions)).dilemma_roles is None


def test_years_and_series_need_three_sessions_each() -> None:
    assert findings_of(many_sessions(14)).dilemma_years is None  # eight in 2022 and two in 2023
    found = findings_of(many_sessions(15)).dilemma_years
    assert found is not None
    assert found.labels == ("2022", "2023")
    assert [(own.n, own.whole) for own in found.courses[1].estimates] == [(3, 8), (1, 3)]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ([range(12)], 0),  # nothing to compare with
        ([range(12), range(12)], 0),
        ([range(12), range(11)], 0),
        ([range(6), ()], 1),  # six sessions against none: p = 0,031
        ([range(5), ()], 0),
        ([range(14), range(2, 14), range(3)], 2),
        ([range(14), range(14), range(14), range(14), ()], 0),  # four is no top
        ([range(20), range(10, 30)], 0),
    ],
)
def test_what_stands_out_is_tested(counted: list[Any], expected: int) -> None:
    assert n_leaders([frozenset(map(str, ids)) for ids in counted]) == expected


def test_titles_say_what_the_numbers_bear(findings: Findings) -> None:
    assert titles.title("dilemmas", findings) == "‘Overal’ keert het vaakst terug: in 30 van de 30 sessies"
    tie = replace(findings, recurring=(findings.recurring[0], replace(findings.recurring[0], label="Ook")))
    assert (
        titles.title("dilemmas", tie)
        == "Geen dilemma steekt erboven uit: de 2 dilemma’s keren terug in 30 van de 30 sessies"
    )
    few = replace(findings, recurring=findings.recurring[2:])
    assert titles.title("dilemmas", few).endswith("de 2 dilemma’s keren terug in 2 tot 3 van de 30 sessies")
    two = replace(findings, recurring=(*tie.recurring, findings.recurring[2]))
    assert titles.title("dilemmas", two) == "‘Overal’ en ‘Ook’ keren het vaakst terug: in 30 en 30 van de 30 sessies"
    one = replace(findings, recurring=findings.recurring[:1])
    assert titles.title("dilemmas", one) == "Eén dilemma keert terug: ‘Overal’, in 30 van de 30 sessies"
    none = "Geen rol brengt een dilemma duidelijk vaker in dan de andere rollen"
    assert titles.title("dilemmas-rollen", findings) == none  # 6 of 11 against 2 of 20 is too few among eight cells
    rates = findings.dilemma_roles
    assert rates is not None
    more = replace(findings, dilemma_roles=replace(rates, n=((0, 9), *rates.n[1:])))
    assert titles.title("dilemmas-rollen", more) == (
        "‘Overal’ komt naar verhouding het vaakst van de rol manager: in 9 van de 11 sessies met die rol"
    )
    assert titles.title("dilemmas-reeksen", findings) == (
        "In de reeks ‘Oost’ komt ‘Vooral in het oosten’ vaker voor dan in alle sessies samen: "
        "in 10 van de 10 sessies, tegen 10 van de 30"
    )


def test_one_interval_of_many_that_lies_apart_is_not_called_a_difference(findings: Findings) -> None:
    own = estimate(5, 8)
    course = Course("Tijd", (own, *[estimate(0, 5)] * 3), estimate(9, 53), "t01")
    assert course.apart == (0,)
    found = replace(findings, dilemma_series=Periods(tuple("abcd"), (course,) * 10, ()))
    assert titles.title("dilemmas-reeksen", found) == (
        "Tussen de reeksen lijkt een dilemma te verschillen, maar zeker is dat niet"
    )


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        ((None, None), "Van geen dilemma is aangetoond dat het steeds vaker of minder vaak voorkomt"),
        (("stijgend", None), "‘Overal’ komt steeds vaker voor"),
        (("stijgend", "stijgend"), "‘Overal’ en ‘Vooral in het oosten’ komen steeds vaker voor"),
        (
            ("stijgend", "dalend"),
            "‘Overal’ komt steeds vaker voor en ‘Vooral in het oosten’ komt steeds minder vaak voor",
        ),
    ],
)
def test_the_title_on_time_follows_the_test(directions: tuple[Any, Any], expected: str, findings: Findings) -> None:
    recurring = tuple(
        replace(dilemma, trend=Trend(20, 2, 0.01 if direction else 0.5, direction))
        for dilemma, direction in zip(findings.recurring, directions, strict=False)
    )
    assert titles.title("dilemmas-sessies", replace(findings, recurring=recurring)) == expected


def test_without_a_test_the_title_claims_nothing(findings: Findings) -> None:
    untested = tuple(replace(dilemma, trend=Trend(3, 0, None, None)) for dilemma in findings.recurring)
    assert (
        titles.title("dilemmas-sessies", replace(findings, recurring=untested))
        == "In welke sessies de 4 dilemma’s voorkomen"
    )


def test_every_picture_has_a_title_and_a_note(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    for name, picture in drawn.items():
        title = titles.title(name, findings)
        assert title
        assert not title.endswith(".")
        assert parsed(picture).findtext(f"{SVG}title") == title
        assert notes.note(name, findings).endswith(".")
    series = findings.dilemma_series
    assert series is not None
    assert "1 dilemma van de 4 heeft een interval dat los ligt" in notes.note("dilemmas-reeksen", findings)
    many = replace(findings, dilemma_series=replace(series, courses=(series.courses[1],) * 5))
    assert "Van 5 dilemma’s ligt een interval los" in notes.note("dilemmas-reeksen", many)
    figure = charts.dilemma_courses("x", many.dilemma_series)
    assert figure is not None
    assert [text.get_text() for text in figure.axes[0].texts].count(series.courses[1].name) == 3
    assert "1 rol staat er niet in" in notes.note("dilemmas-rollen", findings)
    assert "4 sessies zonder jaartal staan achteraan." in notes.note("dilemmas-sessies", findings)
    assert set(titles.TITLES) == set(notes.NOTES)


class Cache(dict[str, Picture]):
    """Keeps pictures, and counts which were drawn."""

    def put(self, key: str, picture: Picture) -> None:
        """Keep a picture."""
        assert key not in self
        self[key] = picture


def test_a_chart_that_would_be_the_same_is_not_drawn_again(findings: Findings, drawn: Mapping[str, Picture]) -> None:
    cache = Cache()
    assert charts.draw(findings, cache) == drawn
    assert sorted(cache.values(), key=repr) == sorted(drawn.values(), key=repr)
    marked = Cache({key: Picture(picture.svg + b" ", picture.png) for key, picture in cache.items()})
    assert charts.draw(findings, marked) == {
        name: Picture(picture.svg + b" ", picture.png) for name, picture in drawn.items()
    }


def test_a_chart_is_drawn_again_when_it_shows_something_else(findings: Findings) -> None:
    cache = Cache()
    charts.draw(findings, cache)
    first, *others = findings.recurring
    changes = (
        replace(findings, recurring=(replace(first, label="Anders"), *others)),
        replace(findings, recurring=(replace(first, sessions=first.sessions[1:]), *others)),
        replace(findings, themes=(Theme("geld", "Geld", 2, 3, 0),)),
        replace(findings, sessions=findings.sessions[:-1]),
        replace(findings, unit="inzichten"),
    )
    for changed in changes:
        assert charts.draw(changed, Cache(cache)) == charts.draw(changed)
