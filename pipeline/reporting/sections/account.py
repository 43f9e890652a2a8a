"""Niet gebruikt and Verantwoording: what was left out, and how the figures came about."""

from pipeline.reporting.document import BulletList, Paragraph, Section, Table, Verbatim
from pipeline.reporting.dutch import count, number, out_of
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.inputs import Method, Part
from pipeline.reporting.labels import method_sentences, rejection_name, topic_figures
from pipeline.reporting.sections import changes, parts


def rejected(findings: Findings) -> Section:
    """Return the section on files that were not used, and on what asks for a look in files that were."""
    n = len(findings.rejections)
    heading = "Niet gebruikt"
    all_used = "Alle bestanden zijn gebruikt." if findings.n_files else "Er zijn geen bestanden gelezen."
    used = () if n else (parts.paragraph(all_used),)
    captions = (
        (f"Niet gebruikt: {count(n, 'bestand', 'bestanden')}", findings.rejections),
        (f"Wel gebruikt, maar let op: {count(len(findings.remarks), 'opmerking', 'opmerkingen')}", findings.remarks),
    )
    tables = tuple(
        Table(
            caption,
            ("Bestand", "Reden", "Wat u kunt doen"),
            tuple(
                parts.cells(Verbatim(rejection.path), rejection_name(rejection.reason), Verbatim(rejection.message))
                for rejection in listed
            ),
        )
        for caption, listed in captions
        if listed
    )
    return Section(parts.REJECTED, heading, 2, (*used, *tables))


def method(findings: Findings, used: Method) -> Section:
    """Return the section that accounts for the method."""
    facts = [
        ("Versie van het codeboek", used.codebook_version),
        ("Taalmodel", used.language_model),
        ("Model voor gelijkenis tussen dilemma’s", used.embedding),
        ("Minimum aantal dilemma’s om te groeperen", number(used.min_dilemmas)),
        *((f"Instelling: {name}", value) for name, value in used.settings.items()),
    ]
    table = Table(
        "Waarmee dit rapport is gemaakt",
        ("Onderdeel", "Waarde"),
        tuple(parts.cells(name, Verbatim(value)) for name, value in facts),
    )
    figures = findings.topic_figures
    named = [(name, figures[key]) for key, name in topic_figures().items() if key in figures]
    measured = Table(
        "Kwaliteit van de indeling in onderwerpen",
        ("Maat", "Waarde"),
        tuple(parts.cells(name, number(value, 0 if value.is_integer() else 2)) for name, value in named),
    )
    quality = (Section("kwaliteit-van-de-indeling", "Kwaliteit van de indeling", 3, (measured,)),) if named else ()
    changed = changes.section(findings)
    counted = BulletList(parts.items(method_sentences("telling")))
    limits = BulletList(parts.items(method_sentences("grenzen")))
    return Section(
        parts.METHOD,
        "Verantwoording",
        2,
        (parts.paragraph("Dit rapport is automatisch gemaakt uit de verslagen."), *_part(used.part, findings)),
        (
            Section("hoe-is-geteld", "Hoe is geteld", 3, (counted,)),
            Section("wat-de-cijfers-niet-zeggen", "Wat de cijfers niet zeggen", 3, (limits,)),
            *quality,
            *((changed,) if changed else ()),
            Section("waarmee-gemaakt", "Waarmee gemaakt", 3, (table,)),
        ),
    )


def _part(part: Part | None, findings: Findings) -> tuple[Paragraph, ...]:
    """Return what a report on a part of the analysis is on, and what in it is still about all."""
    if part is None:
        return ()
    left = out_of(len(findings.sessions), part.n_all_sessions, "sessie", "sessies")
    only = "Alleen inzichten met dat thema of die rol tellen mee, met alles wat erin staat."
    undated = count(part.n_undated, "sessie valt", "sessies vallen")
    return (
        parts.paragraph(
            f"Het gaat over een deel van de analyse: {left}.",
            f"Gekozen is: {part.chosen}.",
            only if part.is_by_insight else "",
            f"{undated} erbuiten: de datum zegt niet of dat in de periode was." if part.n_undated else "",
        ),
        parts.paragraph(
            "De onderwerpen zijn ingedeeld op alle sessies samen.",
            "Hun namen, hun stabiliteit en de kwaliteit van de indeling gelden daarvoor.",
            "Wat sinds de vorige analyse is veranderd, staat alleen in het rapport over alle sessies.",
        ),
    )
