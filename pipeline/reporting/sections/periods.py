"""What can be said on change in the themes: shares by period with intervals, and the trends that a test supports."""

from collections.abc import Mapping

from pipeline.dutch.wording import count, listing, number, percentage
from pipeline.reporting.document import Block, BulletList, Figure, Paragraph, Picture, Section, Table
from pipeline.reporting.findings.measures import Periods
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.findings.periods import MIN_SESSIONS
from pipeline.reporting.sections import parts


def section(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    """Return the section on change, with the chart if it could be drawn."""
    name = "themas-per-periode"
    blocks: list[Block] = [_trends(findings)]
    if findings.theme_periods and name in pictures:
        blocks.append(_figure(findings.theme_periods, name))
    else:
        blocks.append(
            parts.paragraph(
                "Voor een grafiek per periode zijn er te weinig sessies met een datum.",
                f"Een periode telt mee vanaf {number(MIN_SESSIONS)} sessies.",
            )
        )
    return Section("themas-verandering", "Verandering door de tijd", 3, tuple(blocks))


def _trends(findings: Findings) -> Paragraph | BulletList:
    """Return the trends that the test supports, or that it supports none."""
    trends = findings.theme_trends
    n_tested = sum(trend.p is not None for trend in trends.values())
    if not n_tested:
        return parts.paragraph("Voor een uitspraak over trends zijn er te weinig vergelijkbare sessies.")
    named = [
        f"‘{theme.name}’ komt steeds {'vaker' if trend.direction == 'stijgend' else 'minder vaak'} voor "
        f"({parts.tested(trend)})."
        for theme in findings.themes
        if (trend := trends[theme.code]).direction is not None
    ]
    if named:
        return BulletList(parts.items(named))
    tested = count(n_tested, "getoetst thema", "getoetste thema’s")
    return parts.paragraph(f"Van {tested} is bij geen enkel een stijging of daling aangetoond.")


def _figure(periods: Periods, picture: str) -> Figure:
    """Return the small charts of shares by period with their numbers."""
    table = Table(
        "Aandeel van de sessies per periode, met het 95%-interval",
        ("Thema", "Periode", "Sessies met het thema", "Aandeel", "Interval"),
        tuple(
            parts.cells(
                course.name,
                label,
                f"{number(share.n)} van {number(share.whole)}",
                percentage(share.n, share.whole),
                f"{number(100 * share.low)} tot {number(100 * share.high)}%",
            )
            for course in periods.courses
            for label, share in zip(periods.labels, course.estimates, strict=True)
        ),
        numeric=(2, 3, 4),
    )
    left_out = periods.left_out
    caption = (
        "Thema’s per periode. De stip is het aandeel van de sessies met het thema. De streep is het 95%-interval: "
        "hoe langer, hoe onzekerder. Tussen haakjes staat het aantal sessies."
    )
    omitted = f"Te weinig sessies in {listing(left_out)}." if left_out else ""
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, omitted])),
        alternative=(
            f"Kleine grafieken van {count(len(periods.courses), 'thema', 'thema’s')} "
            f"in {count(len(periods.labels), 'periode', 'perioden')}. De getallen staan in de tabel."
        ),
        picture=picture,
        table=table,
    )
