"""The charts with what they say: a title, how to read them, and the numbers behind them."""

from collections.abc import Mapping

from pipeline.dutch.wording import number
from pipeline.reporting.charts import notes, titles
from pipeline.reporting.document import Figure, Link, Picture, Table
from pipeline.reporting.findings.measures import Periods
from pipeline.reporting.findings.model import Findings, Session
from pipeline.reporting.labels import unit_words
from pipeline.reporting.sections import parts


def figure(name: str, findings: Findings, pictures: Mapping[str, Picture], table: Table) -> tuple[Figure, ...]:
    """Return a chart by the name of its picture, with its numbers; nothing if it could not be drawn."""
    if name not in pictures:
        return ()
    title = titles.title(name, findings)
    # Who hears the page needs what the chart says; the numbers stand in the table.
    alternative = f"Grafiek. {title}. De getallen staan in de tabel."
    return (Figure(f"figuur-{name}", f"{title}. {notes.note(name, findings)}", alternative, name, table),)


def dilemmas_by_session(findings: Findings) -> Table:
    """Return in which sessions each of the dilemmas of most sessions came up."""
    words = unit_words(findings.unit)
    return Table(
        f"In welke sessies de {words.topic[1]} voorkomen",
        (words.topic[0].capitalize(), "Sessies"),
        tuple(
            (
                (Link(dilemma.label, parts.dilemma_id(dilemma.topic_id)),),
                parts.linked([(_label(session), parts.session_id(session.session_id)) for session in dilemma.sessions]),
            )
            for dilemma in findings.recurring
        ),
    )


def dilemmas_by_role(findings: Findings) -> Table:
    """Return in how many of the sessions with a role that role raised a dilemma."""
    rates = findings.dilemma_roles
    if rates is None:
        return Table("", (), ())
    names = zip(rates.role_names, rates.whole, strict=True)
    return Table(
        "In hoeveel van de sessies met een rol die rol over een dilemma spreekt",
        ("Dilemma", *(f"{name} ({number(whole)})" for name, whole in names)),
        tuple(
            parts.cells(Link(label, parts.dilemma_id(topic_id)), *map(number, row))
            for label, topic_id, row in zip(rates.dilemmas, rates.topic_ids, rates.n, strict=True)
        ),
        numeric=tuple(range(1, len(rates.roles) + 1)),
    )


def shares(caption: str, name: str, group: str, periods: Periods | None) -> Table:
    """Return the shares of sessions by period or series, with their intervals.

    Parameters
    ----------
    caption
        What is counted.
    name, group
        What the courses are, and what the periods.
    periods
        The courses.
    """
    courses = periods.courses if periods else ()
    labels = periods.labels if periods else ()
    return Table(
        caption,
        (name, group, "Sessies", "95%-interval"),
        tuple(
            parts.cells(
                course.name,
                label,
                f"{number(share.n)} van {number(share.whole)}",
                f"{number(100 * share.low)} tot {number(100 * share.high)}%",
            )
            for course in courses
            for label, share in zip(labels, course.estimates, strict=True)
        ),
        numeric=(2, 3),
    )


def _label(session: Session) -> str:
    return f"{session.date_label}: {session.title}"
