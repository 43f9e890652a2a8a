"""What people corrected: how many rows, by whom, and which are not applied and why."""

from collections import Counter

from pipeline.dutch.wording import count, listing, number, out_of
from pipeline.reporting.document import Block, Paragraph, Section, Table, Verbatim
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.formats import absent, files
from pipeline.reporting.inputs import Method
from pipeline.reporting.sections import parts
from pipeline.tables import CORRECTION_STATUSES

_NOT_APPLIED = ("losgeraakt", "tegenstrijdig", "onjuist")
_UNKNOWN = "niet vermeld"


def in_short(findings: Findings) -> tuple[Paragraph, ...]:
    """Return one paragraph on how many corrections there are; none if there are none."""
    if not findings.corrections:
        return ()
    n = Counter(one.status for one in findings.corrections)
    coders = {one.coder for one in findings.corrections if one.coder}
    by = f" van {count(len(coders), 'persoon', 'personen')}" if coders else ""
    applied = [one for one in findings.corrections if one.status == "toegepast"]
    changed = {one.statement_id for one in applied if one.statement_id}
    n_others = sum(not one.statement_id for one in applied)
    others = count(n_others, "daarvan gaat", "daarvan gaan")
    rest = [f"{number(n[status])} {status}" for status in ("bevestigd", "vervangen") if n[status]]
    left = [f"{number(n[status])} {status}" for status in _NOT_APPLIED if n[status]]
    told = (
        f"Toegepast: {out_of(len(applied), len(findings.corrections), 'correctie', 'correcties')}{by}, "
        f"bij {out_of(len(changed), len(findings.statements), 'uitspraak', 'uitspraken')}.",
        f"{others} over iets anders, zoals een deelnemer, een sessie of de naam van een onderwerp." if n_others else "",
        f"Verder: {listing(rest)}." if rest else "",
        f"Niet toegepast: {listing(left)}; waarom, staat in de Verantwoording." if left else "",
    )
    return (parts.paragraph(*told),)


def annex(findings: Findings, used: Method) -> tuple[Section, ...]:
    """Return the section with the numbers by person and the rows that are not applied; none if there are none."""
    if not findings.corrections:
        return ()
    n = Counter((one.coder, one.status) for one in findings.corrections)
    coders = sorted({one.coder for one in findings.corrections})
    by_coder = Table(
        "Correcties, naar wie ze maakte en wat ervan is geworden",
        ("Wie", *CORRECTION_STATUSES),
        tuple(
            parts.cells(
                Verbatim(coder) if coder else _UNKNOWN,
                *(number(n[coder, status]) for status in CORRECTION_STATUSES),
            )
            for coder in coders
        ),
        numeric=tuple(range(1, len(CORRECTION_STATUSES) + 1)),
    )
    left = [one for one in findings.corrections if one.status in _NOT_APPLIED]
    book = files(absent(used.formats), "xlsx")
    blocks: list[Block] = [
        parts.paragraph(
            "Wat een persoon heeft gecorrigeerd, gaat voor wat het programma vond.",
            f"In {book} staat bij elke correctie ook de waarde die het programma gaf." if book else "",
        ),
        by_coder,
    ]
    if left:
        blocks.append(
            Table(
                f"Niet toegepast: {count(len(left), 'correctie', 'correcties')}",
                ("Bestand", "Rij", "Wat", "Stand", "Waarom", "Tekst"),
                tuple(
                    parts.cells(
                        Verbatim(one.file),
                        number(one.row),
                        Verbatim(one.what),
                        one.status,
                        Verbatim(one.message),
                        Verbatim(one.place),
                    )
                    for one in left
                ),
                numeric=(1,),
            )
        )
    return (Section("correcties", "Correcties", 3, tuple(blocks)),)
