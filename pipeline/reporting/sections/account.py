"""Niet gebruikt and Verantwoording: what was left out, and how the figures came about."""

from collections.abc import Iterable, Mapping
from textwrap import shorten

from pipeline.dutch.wording import count, number, out_of, percentage, upper_first
from pipeline.reporting import shares
from pipeline.reporting.document import Block, BulletList, Collapsible, Paragraph, Section, Table, Verbatim
from pipeline.reporting.findings import trends
from pipeline.reporting.findings.advice import MIN_LATER
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.formats import MAX_PARTS, absent, files
from pipeline.reporting.inputs import Method, Part
from pipeline.reporting.labels import (
    measured_privacy,
    measured_quality,
    method_sentences,
    privacy_sentences,
    real_dilemmas,
    rejection_name,
    topic_figures,
    unit_words,
    unused_name,
)
from pipeline.reporting.sections import agreement, changes, corrections, dilemmas, method_items, parts
from pipeline.tables import TOPIC_SESSIONS, TOPIC_SHUFFLES, TOPIC_STABILITY, TOPIC_STATEMENTS, TOPIC_STRENGTH

_MAX_OPENING = 160


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
    return Section(parts.REJECTED, heading, 2, (*used, *tables, *_unused_text(findings)), place="annex")


def _unused_text(findings: Findings) -> tuple[Block, ...]:
    """Return per report how much of it lies in no insight, what it was taken for, and how each passage begins."""
    if not findings.unused:
        return ()
    table = Table(
        "Tekst die in geen inzicht staat, per verslag",
        ("Verslag", "Aandeel van de tekst", "Waarvoor gehouden"),
        tuple(
            parts.cells(
                Verbatim(report.path),
                percentage(report.n_unused, report.n_characters),
                "; ".join(
                    f"{unused_name(reason)} ({percentage(n, report.n_characters)})" for reason, n in report.by_reason
                ),
            )
            for report in findings.unused
        ),
        numeric=(1,),
    )
    passages = tuple(
        Collapsible(
            (Verbatim(report.path),),
            (
                Table(
                    "Waarvoor elke passage is gehouden, en hoe zij begint",
                    ("Waarvoor gehouden", "Begin van de tekst"),
                    tuple(
                        parts.cells(upper_first(unused_name(reason)), Verbatim(_opening(text)))
                        for reason, text in report.passages
                    ),
                ),
            ),
        )
        for report in findings.unused
    )
    explained = parts.paragraph(
        "Over de tekst hieronder zegt dit rapport niets: zij staat in geen inzicht.",
        "Staat er iets bij dat wel meetelt, geef het dan in het verslag een eigen kop.",
    )
    return (explained, table, *passages)


def _opening(text: str) -> str:
    """Return how a passage begins, on one line."""
    return shorten(text, _MAX_OPENING, placeholder=" …")


def _where(findings: Findings, used: Method) -> str:
    """Return in which files everything stands, of those that are made."""
    missing = absent(used.formats)
    on_paper, on_page = files(missing, "bijlagen"), files(missing, "html")
    if len(findings.sessions) > MAX_PARTS:
        part = f" {on_paper} bevat daarvan een deel." if on_paper else ""
    else:
        part, on_page = "", " en in ".join(filter(None, (on_paper, on_page)))
    if on_page:
        return f"Alle uitspraken, wat niet is gebruikt, en elke keuze staan in {on_page}.{part}"
    counted = files(missing, "xlsx", "data")
    return f"Alle uitspraken staan in {counted}.{part}" if counted else part.strip()


def section(findings: Findings, used: Method) -> Section:
    """Return one page on how the report came about: what a reader must know to use it."""
    changed = changes.section(findings)
    n, words = findings.n_doubtful("dilemma"), unit_words("dilemmas")
    read = parts.paragraph(
        f"Gelezen: {out_of(findings.n_files - findings.n_rejected, findings.n_files, 'bestand', 'bestanden')}.",
        f"Bij {number(n)} van de {count(findings.n_of_kind('dilemma'), *words.statement)} is dat niet zeker."
        if n
        else "",
        _too_little(findings, used),
        _where(findings, used),
    )
    on_topics = method_sentences(
        "kort_onderwerpen",
        used.unit,
        sessies=number(TOPIC_SESSIONS),
        leden=number(TOPIC_STATEMENTS),
        stevig=number(round(100 * dilemmas.FIRM)),
        redelijk=number(round(100 * dilemmas.FAIR)),
    )
    told = method_sentences("kort", used.unit, echt=real_dilemmas())
    told = told if findings.is_small or not findings.recurring else (*told, *on_topics)
    blocks: tuple[Block, ...] = (
        read,
        *_names(used.settings),
        *_part(used.part, findings),
        *corrections.in_short(findings),
        BulletList(parts.items(told)),
    )
    return Section(parts.MADE, "Hoe dit rapport is gemaakt", 2, blocks, (changed,) if changed else ())


def _too_little(findings: Findings, used: Method) -> str:
    """Return what there was too little of to group; nothing where there was enough."""
    short = parts.shortages(findings, used)
    if not (findings.too_few and short):
        return ""
    return f"Om {unit_words(findings.unit).unit[1]} te groeperen is er te weinig: {short}."


def annex(findings: Findings, used: Method) -> Section:
    """Return the section that accounts for the method in full."""
    _, units = unit_words(used.unit).unit
    facts = [
        ("Versie van het codeboek", used.codebook_version),
        ("Taalmodel", used.language_model),
        (f"Model voor gelijkenis tussen {units}", used.embedding),
        (f"Minimum aantal {units} om te groeperen", number(used.min_dilemmas)),
        ("Minimum aantal sessies om te groeperen", number(used.min_sessions)),
        *((f"Instelling: {name}", value) for name, value in used.settings.items()),
    ]
    table = Table(
        "Waarmee dit rapport is gemaakt",
        ("Onderdeel", "Waarde"),
        tuple(parts.cells(name, Verbatim(value)) for name, value in facts),
    )
    counted = (
        *method_sentences(
            "telling",
            used.unit,
            sessies=number(TOPIC_SESSIONS),
            leden=number(TOPIC_STATEMENTS),
            schudden=number(TOPIC_SHUFFLES),
            stabiel=number(round(100 * TOPIC_STABILITY)),
            sterkte=number(round(100 * TOPIC_STRENGTH)),
        ),
        *method_sentences("aandelen", used.unit, woorden=shares.explained()),
        *method_sentences("adviezen", used.unit, later=number(MIN_LATER)),
    )
    return Section(
        parts.METHOD,
        "Verantwoording",
        2,
        (
            parts.paragraph("Dit rapport is automatisch gemaakt uit de verslagen."),
            *_names(used.settings),
            *_part(used.part, findings),
        ),
        (
            _list("hoe-is-geteld", "Hoe is geteld", counted),
            _list("hoe-is-een-trend-getoetst", "Hoe is een trend getoetst", _on_trends(used.unit)),
            _list("wat-de-cijfers-niet-zeggen", "Wat de cijfers niet zeggen", method_sentences("grenzen", used.unit)),
            *corrections.annex(findings, used),
            _list("een-code-verbeteren", "Een code verbeteren", method_sentences("verbeteren", used.unit)),
            _coding_quality(used.unit),
            *agreement.sections(used.agreement),
            _privacy_quality(used.unit),
            *_topic_quality(findings, used.unit),
            Section("waarmee-gemaakt", "Waarmee gemaakt", 3, (table,)),
            method_items.section(findings, used),
        ),
        place="annex",
    )


def _names(settings: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Return what became of names of persons, of names that are known outside, and of contact data."""
    if "namen" not in settings:
        return ()
    told = privacy_sentences(settings["namen"], settings["bekende_namen"])
    return (parts.paragraph(*told),)


def _list(identifier: str, heading: str, sentences: Iterable[str]) -> Section:
    return Section(identifier, heading, 3, (BulletList(parts.items(sentences)),))


def _coding_quality(unit: str) -> Section:
    """Return how well this version codes, as measured when it was made."""
    table = Table(
        "Kwaliteit van het coderen: gemeten op verslagen met een antwoord, niet op deze (1 is foutloos)",
        ("Wat", "Waarde", "Waarop"),
        tuple(parts.cells(what, number(value, 3), on) for what, value, on in measured_quality()),
        numeric=(1,),
    )
    blocks = (BulletList(parts.items(method_sentences("kwaliteit", unit))), table)
    return Section("kwaliteit-van-het-coderen", "Kwaliteit van het coderen", 3, blocks)


def _privacy_quality(unit: str) -> Section:
    """Return how many names and contact data stay, and how much else is replaced, as measured for this version."""
    table = Table(
        "Wat misgaat bij het vervangen van namen, gemeten op verzonnen zinnen",
        ("Wat", "Aantal", "Van", "Aandeel in %", "95%-interval in %"),
        tuple(
            parts.cells(
                what,
                number(wrong),
                number(total),
                number(100 * wrong / total, 1),
                "–".join(number(100 * bound, 1) for bound in interval),
            )
            for what, wrong, total, interval in measured_privacy()
        ),
        numeric=(1, 2, 3, 4),
    )
    blocks = (BulletList(parts.items(method_sentences("vervangen", unit))), table)
    return Section("kwaliteit-van-het-vervangen", "Kwaliteit van het vervangen van namen", 3, blocks)


def _topic_quality(findings: Findings, unit: str) -> tuple[Section, ...]:
    """Return how good the division into topics is, as measured in this run; nothing where none was made."""
    figures = findings.topic_figures
    named = [(name, figures[key]) for key, name in topic_figures(unit).items() if key in figures]
    if not named:
        return ()
    table = Table(
        "Kwaliteit van de indeling in onderwerpen",
        ("Maat", "Waarde"),
        tuple(parts.cells(name, number(value, 0 if value.is_integer() else 2)) for name, value in named),
    )
    return (Section("kwaliteit-van-de-indeling", "Kwaliteit van de indeling", 3, (table,)),)


def _on_trends(unit: str) -> tuple[str, ...]:
    return method_sentences(
        "trend",
        unit,
        sessies=number(trends.MIN_SESSIONS),
        elk=number(trends.MIN_EACH),
        exact=number(trends.MAX_EXACT),
        grens=number(trends.ALPHA, 2),
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
        *([_topics_of_all()] if findings.recurring and not findings.is_small else []),
    )


def _topics_of_all() -> Paragraph:
    return parts.paragraph(
        "De onderwerpen zijn ingedeeld op alle sessies samen.",
        "Hun namen, hun stabiliteit en de kwaliteit van de indeling gelden daarvoor.",
        "Wat sinds de vorige analyse is veranderd, staat alleen in het rapport over alle sessies.",
    )
