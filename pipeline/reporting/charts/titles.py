"""What each chart says in one sentence, for its caption.

A sentence that compares stands only where a test or an interval bears it out.
"""

from collections.abc import Callable, Mapping

from pipeline.dutch.wording import count, listing, lower_first, number, out_of
from pipeline.reporting.findings.comparisons import n_leaders
from pipeline.reporting.findings.measures import MAX_COURSES, Periods, RoleRates
from pipeline.reporting.findings.model import MAX_DILEMMAS, Dilemma, Findings, Matrix
from pipeline.reporting.findings.periods import LEVEL, estimate
from pipeline.reporting.labels import unit_words

MAX_ROLES, MAX_THEMES = 10, 12  # in the chart of roles and themes
_MIN_LEAD = 3  # statements


def title(picture: str, findings: Findings) -> str:
    """Return what a chart says, without a full stop; of a chart that has nothing to show it does not matter what."""
    return TITLES[picture](findings)


def dilemmas(findings: Findings) -> str:
    """Return which dilemmas recur most, or that none stands out."""
    found, whole, (topic, topics) = findings.recurring, len(findings.sessions), unit_words(findings.unit).topic
    if not found:
        return ""
    if len(found) == 1:
        return f"Eén {topic} keert terug: ‘{found[0].label}’, in {out_of(found[0].n_sessions, whole, *_SESSION)}"
    n = n_leaders([_session_ids(dilemma) for dilemma in found])
    if n:
        names = listing([f"‘{dilemma.label}’" for dilemma in found[:n]])
        counts = listing([number(dilemma.n_sessions) for dilemma in found[:n]])
        return f"{names} {'keert' if n == 1 else 'keren'} het vaakst terug: in {counts} van de {_sessions(whole)}"
    highest, lowest = found[0].n_sessions, found[-1].n_sessions
    spread = number(highest) if highest == lowest else f"{number(lowest)} tot {number(highest)}"
    return (
        f"Geen {topic} steekt erboven uit: de {number(len(found))} {topics} keren terug in {spread} "
        f"van de {_sessions(whole)}"
    )


def dilemmas_over_time(findings: Findings) -> str:
    """Return which dilemmas of those shown come up more or less often, as far as the test bears that out."""
    shown, (topic, topics) = findings.recurring[:MAX_DILEMMAS], unit_words(findings.unit).topic
    told = []
    for direction, how in (("stijgend", "steeds vaker"), ("dalend", "steeds minder vaak")):
        names = [f"‘{dilemma.label}’" for dilemma in shown if dilemma.trend.direction == direction]
        if names:
            told.append(f"{listing(names)} {'komt' if len(names) == 1 else 'komen'} {how} voor")
    if told:
        return listing(told)
    if any(dilemma.trend.p is not None for dilemma in shown):
        return f"Van geen {topic} is aangetoond dat het steeds vaker of minder vaak voorkomt"
    if len(shown) == 1:
        return f"In welke sessies het {topic} voorkomt"
    return f"In welke sessies de {number(len(shown))} {topics} voorkomen"


def dilemmas_and_roles(findings: Findings) -> str:
    """Return which role raises which dilemma more than the others do, or that none does."""
    rates, topic = findings.dilemma_roles, unit_words(findings.unit).topic[0]
    best = _standing_out(rates) if rates else None
    if rates is None or best is None:
        return f"Geen rol brengt een {topic} duidelijk vaker in dan de andere rollen"
    row, column = best
    sessions = out_of(rates.n[row][column], rates.whole[column], *_SESSION)
    role = lower_first(rates.role_names[column])
    return f"‘{rates.dilemmas[row]}’ komt naar verhouding het vaakst van de rol {role}: in {sessions} met die rol"


def dilemmas_by_series(findings: Findings) -> str:
    """Return which dilemma differs most in one series from all sessions."""
    return _apart(findings.dilemma_series, "In de reeks ‘{}’", _unsure(findings, "Tussen de reeksen"))


def dilemmas_by_year(findings: Findings) -> str:
    """Return which dilemma differs most in one year from all sessions."""
    return _apart(findings.dilemma_years, "In {}", _unsure(findings, "Tussen de jaren"))


def themes(findings: Findings) -> str:
    """Return which of the broadest themes occur most, or that none stands out."""
    whole = len(findings.sessions)
    found = sorted((theme for theme in findings.themes if not theme.depth), key=lambda theme: -theme.n_sessions)
    if not found:
        return ""
    if len(found) == 1:
        return f"Eén thema komt voor: ‘{found[0].name}’, in {out_of(found[0].n_sessions, whole, *_SESSION)}"
    n = n_leaders([{s.session_id for s in findings.sessions if theme.code in s.themes} for theme in found])
    if n:
        names = listing([f"‘{theme.name}’" for theme in found[:n]])
        counts = listing([number(theme.n_sessions) for theme in found[:n]])
        return f"{names} {'komt' if n == 1 else 'komen'} het vaakst voor: in {counts} van de {_sessions(whole)}"
    return f"Geen thema steekt erboven uit in {_sessions(whole)}"


def themes_by_period(findings: Findings) -> str:
    """Return which theme differs most in one period from all sessions."""
    has_halves = findings.theme_periods is not None and "helft" in findings.theme_periods.labels[0]
    return _apart(
        findings.theme_periods,
        "In de {}" if has_halves else "In {}",
        "Tussen de perioden lijkt een thema te verschillen, maar zeker is dat niet",
    )


def roles_and_themes(findings: Findings) -> str:
    """Return which role and theme come together most, if one pair does by far."""
    matrix = findings.theme_roles
    rows, columns = shown_places(matrix)
    found = sorted((matrix.values[row][column] or 0, -row, -column) for row in rows for column in columns)[::-1]
    if not found or found[0][0] - (found[1][0] if len(found) > 1 else 0) < _MIN_LEAD:
        return "Geen rol en thema komen duidelijk vaker samen dan andere"
    n, row, column = found[0][0], -found[0][1], -found[0][2]
    theme, role = matrix.rows[row], matrix.columns[column]
    return f"De rol ‘{role}’ en het thema ‘{theme}’ komen het vaakst samen: in {count(n, 'uitspraak', 'uitspraken')}"


def shown_places(matrix: Matrix) -> tuple[list[int], list[int]]:
    """Return the places of the rows and columns of roles and themes that the chart shows: the broadest themes."""
    depths = matrix.depths or (0,) * len(matrix.rows)
    broadest = [place for place, depth in enumerate(depths) if not depth]
    return broadest[:MAX_THEMES], list(range(len(matrix.columns)))[:MAX_ROLES]


TITLES: Mapping[str, Callable[[Findings], str]] = {
    "dilemmas": dilemmas,
    "dilemmas-sessies": dilemmas_over_time,
    "dilemmas-rollen": dilemmas_and_roles,
    "dilemmas-reeksen": dilemmas_by_series,
    "dilemmas-jaren": dilemmas_by_year,
    "themas": themes,
    "themas-per-periode": themes_by_period,
    "rollen-en-themas": roles_and_themes,
}
_SESSION = ("sessie", "sessies")


def _standing_out(rates: RoleRates) -> tuple[int, int] | None:
    """Return the row and the column of the cell that lies furthest above the other roles together; None if none does.

    It counts only where the intervals of the two shares do not overlap, at a level that holds for all cells together.
    """
    found = []
    level = _level(len(rates.dilemmas) * len(rates.roles))
    for row, counts in enumerate(rates.n):
        for column, (n, whole) in enumerate(zip(counts, rates.whole, strict=True)):
            own = estimate(n, whole, level)
            others = estimate(sum(counts) - n, sum(rates.whole) - whole, level)
            if own.low > others.high:
                found.append((own.low - others.high, -row, -column))
    if not found:
        return None
    _, row, column = max(found)
    return -row, -column


def _apart(periods: Periods | None, where: str, neutral: str) -> str:
    """Return which course lies furthest from all sessions in one period or series, or that it is unsure.

    A chart is drawn for any interval that lies apart. To name one, it must do so at a level that holds for all.
    """
    if periods is None:
        return neutral
    level, found = _level(len(periods.courses) * len(periods.labels)), []
    for row, course in enumerate([course for course in periods.courses if course.apart][:MAX_COURSES]):
        for place in course.apart:
            own = estimate(course.estimates[place].n, course.estimates[place].whole, level)
            if course.whole and (distance := max(own.low - course.whole.high, course.whole.low - own.high)) > 0:
                found.append((distance, -row, -place, course, course.whole))
    if not found:
        return neutral
    *_, place, course, whole = max(found, key=lambda pair: pair[:3])
    own = course.estimates[-place]
    how = "vaker" if own.low > whole.high else "minder vaak"
    return (
        f"{where.format(periods.labels[-place])} komt ‘{course.name}’ {how} voor dan in alle sessies samen: "
        f"in {out_of(own.n, own.whole, *_SESSION)}, tegen {number(whole.n)} van de {number(whole.whole)}"
    )


def _unsure(findings: Findings, between: str) -> str:
    return f"{between} lijkt een {unit_words(findings.unit).topic[0]} te verschillen, maar zeker is dat niet"


def _level(n_compared: int) -> float:
    """Return the level of an interval by which so many intervals hold together (Bonferroni)."""
    return 1 - (1 - LEVEL) / max(1, n_compared)


def _session_ids(dilemma: Dilemma) -> frozenset[str]:
    return frozenset(session.session_id for session in dilemma.sessions)


def _sessions(n: int) -> str:
    return count(n, *_SESSION)
