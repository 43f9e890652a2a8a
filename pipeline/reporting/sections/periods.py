"""What can be said on change in the themes: shares by period with intervals, and the trends that a test supports."""

from collections.abc import Mapping

from pipeline.dutch.wording import count, number
from pipeline.reporting.document import Block, BulletList, Collapsible, Paragraph, Picture, Section, Text
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.findings.periods import MIN_SESSIONS
from pipeline.reporting.sections import figures, parts


def section(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    """Return the section on change, with the chart if it could be drawn."""
    name = "themas-per-periode"
    table = figures.shares("Thema’s per periode", "Thema", "Periode", findings.theme_periods)
    blocks: list[Block] = [_trends(findings)]
    if findings.theme_periods:
        folded = Collapsible((Text("Aandeel van de sessies per periode"),), (table,))
        blocks += figures.figure(name, findings, pictures, table) or (folded,)
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
