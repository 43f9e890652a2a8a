"""How to read each chart and what it leaves out, for its caption."""

from collections.abc import Callable, Mapping

from pipeline.dutch.wording import count, listing, number
from pipeline.reporting.charts.titles import shown_places
from pipeline.reporting.findings.comparisons import MIN_ATTENDED, MIN_SESSIONS
from pipeline.reporting.findings.measures import MAX_COURSES, Periods
from pipeline.reporting.findings.model import MAX_DILEMMAS, Findings
from pipeline.reporting.labels import unit_words
from pipeline.reporting.sections.parts import shown_rows


def note(picture: str, findings: Findings) -> str:
    """Return how to read a chart and what it leaves out, in sentences; only for a chart that is drawn."""
    return " ".join(sentence for sentence in NOTES[picture](findings) if sentence)


def _on_bars(findings: Findings) -> list[str]:
    n, (topic, topics) = len(findings.recurring), unit_words(findings.unit).topic
    return [
        f"Een staaf telt de sessies waarin het {topic} voorkomt.",
        f"De {MAX_DILEMMAS} {topics} van de meeste sessies staan erin, van de {number(n)}." if n > MAX_DILEMMAS else "",
    ]


def _on_strips(findings: Findings) -> list[str]:
    n, (topic, topics) = len(findings.recurring), unit_words(findings.unit).topic
    n_undated = sum(session.sort_key[0][0] > 0 for session in findings.sessions)
    return [
        f"Elke kolom is een van de {count(len(findings.sessions), 'sessie', 'sessies')}, op volgorde van tijd.",
        f"Een streepje betekent dat het {topic} in die sessie voorkomt.",
        f"{count(n_undated, 'sessie', 'sessies')} zonder jaartal {'staat' if n_undated == 1 else 'staan'} achteraan."
        if n_undated
        else "",
        f"De {MAX_DILEMMAS} {topics} van de meeste sessies staan erin, van de {number(n)}." if n > MAX_DILEMMAS else "",
    ]


def _on_roles(findings: Findings) -> list[str]:
    rates = findings.dilemma_roles
    if rates is None:
        return []
    few = len(rates.left_out)
    topic = unit_words(findings.unit).topic[0]
    return [
        "Van de sessies waarin een rol aanwezig of aan het woord was, "
        f"is dit het deel met een uitspraak van die rol over het {topic}.",
        "Achter de rol staat het aantal sessies.",
        f"{count(few, 'rol staat', 'rollen staan')} er niet in: die noemen de lijsten van aanwezigen "
        f"bij minder dan {MIN_ATTENDED} sessies."
        if few
        else "",
        f"Voor {count(rates.n_more, 'andere rol', 'andere rollen')} is geen plaats." if rates.n_more else "",
    ]


def _on_groups(periods: Periods | None, least: str, words: tuple[str, str]) -> list[str]:
    if periods is None:
        return []
    n = sum(bool(course.apart) for course in periods.courses)
    return [
        "Een stip is het aandeel van de sessies; de streep is het 95%-interval.",
        "De stippellijn is het aandeel in alle sessies samen.",
        f"{count(n, *words)} van de {number(len(periods.courses))} {'heeft' if n == 1 else 'hebben'} een interval "
        f"dat los ligt van dat van alle sessies; {'dat staat' if n == 1 else 'die staan'} erin."
        if n <= MAX_COURSES
        else f"Van {count(n, *words)} ligt een interval los van dat van alle sessies; "
        f"de eerste {MAX_COURSES} staan erin.",
        least,
    ]


def _on_series(findings: Findings) -> list[str]:
    least = f"Een reeks telt mee vanaf {MIN_SESSIONS} sessies."
    return _on_groups(findings.dilemma_series, least, unit_words(findings.unit).topic)


def _on_years(findings: Findings) -> list[str]:
    least = f"Een jaar telt mee vanaf {MIN_SESSIONS} sessies."
    return _on_groups(findings.dilemma_years, least, unit_words(findings.unit).topic)


def _on_periods(findings: Findings) -> list[str]:
    periods = findings.theme_periods
    few = f"Te weinig sessies in {listing(periods.left_out)}." if periods and periods.left_out else ""
    return _on_groups(periods, few, ("thema", "thema’s"))


def _on_themes(findings: Findings) -> list[str]:
    return ["Een staaf telt de sessies waarin het thema voorkomt.", shown_rows(len(findings.themes), "thema’s")]


def _on_theme_roles(findings: Findings) -> list[str]:
    matrix = findings.theme_roles
    rows, columns = shown_places(matrix)
    return [
        "Het getal is het aantal uitspraken dat bij de rol en bij het thema hoort.",
        f"De {number(len(rows))} breedste thema’s staan erin, van de {number(len(matrix.rows))}."
        if len(rows) < len(matrix.rows)
        else "",
        f"De {number(len(columns))} rollen met de meeste uitspraken staan erin, van de {number(len(matrix.columns))}."
        if len(columns) < len(matrix.columns)
        else "",
    ]


NOTES: Mapping[str, Callable[[Findings], list[str]]] = {
    "dilemmas": _on_bars,
    "dilemmas-sessies": _on_strips,
    "dilemmas-rollen": _on_roles,
    "dilemmas-reeksen": _on_series,
    "dilemmas-jaren": _on_years,
    "themas": _on_themes,
    "themas-per-periode": _on_periods,
    "rollen-en-themas": _on_theme_roles,
}
