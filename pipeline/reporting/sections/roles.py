"""Wie is aan zet: roles and organisations against kinds and themes, with how often each had the chance."""

from collections.abc import Mapping, Sequence

from pipeline.dutch.wording import count, number, percentage, upper_first
from pipeline.reporting import shares
from pipeline.reporting.document import Block, Collapsible, Figure, Picture, Section, Table, Text, Verbatim
from pipeline.reporting.findings.measures import Speaker
from pipeline.reporting.findings.model import Findings, Matrix
from pipeline.reporting.findings.themes import MAX_ORGANISATIONS
from pipeline.reporting.labels import kind_name
from pipeline.reporting.sections import parts
from pipeline.tables import KINDS

MAX_ROLES = 10  # in the report itself
FOLD_FROM = 20  # a longer table of organisations is folded away


def section(findings: Findings, figures: Sequence[Figure]) -> Section | None:
    """Return who is heard and who is to act; None where the reports name no source of statements."""
    speakers = [speaker for speaker in findings.role_speakers if speaker.n_statements]
    if not speakers:
        return None
    part = sum(statement.attributed_to is not None for statement in findings.statements)
    known = shares.in_words(part, len(findings.statements), "uitspraak", "uitspraken")
    introduction = parts.paragraph(
        f"Bij {known} noemt het verslag de rol van wie die komt.",
        "Wie vaker aanwezig is, komt vaker aan het woord: vergelijk aantallen niet zonder de aanwezigheid.",
    )
    return Section(parts.ROLES, "Wie is aan zet", 2, (introduction, *figures, _turns(speakers)))


def _turns(speakers: Sequence[Speaker]) -> Table:
    """Return for the roles heard most how often they were there, and what they brought in."""
    shown = speakers[:MAX_ROLES]
    caption = "Rollen: aanwezig, en wat zij inbrachten"
    if len(speakers) > len(shown):
        caption += f" (de eerste {number(len(shown))} van {number(len(speakers))})"
    return Table(
        caption,
        ("Rol", "Sessies aanwezig", "Daarvan aan het woord", "Dilemma’s", "Adviezen"),
        tuple(
            parts.cells(
                Verbatim(speaker.name),
                *_attended(speaker),
                number(speaker.kinds[KINDS.index("dilemma")]),
                number(speaker.kinds[KINDS.index("advies")]),
            )
            for speaker in shown
        ),
        numeric=(1, 2, 3, 4),
    )


def _attended(speaker: Speaker) -> tuple[str, str]:
    """Return in how many sessions a role was there, and in how many of those it was heard; dashes if nobody can say."""
    if speaker.n_attended is None:
        return "–", "–"
    return number(speaker.n_attended), f"{number(speaker.n_heard)} van {number(speaker.n_attended)}"


def annex(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    """Return the figures on roles and organisations, with the charts that could be drawn."""
    blocks: list[Block] = []
    if findings.dilemmas_raised_by:
        blocks.append(_raised_by(findings))
    name = "rollen-en-themas"
    if name in pictures:
        blocks += [
            parts.paragraph(
                "Een rol telt bij een thema als beide bij dezelfde uitspraak horen.",
                "De uitspraak noemt de rol, of geeft de mening van die rol weer.",
                "Eén uitspraak kan dus bij meer rollen en thema’s tellen.",
            ),
            _figure(findings, findings.theme_roles, name, ("rol", "rollen")),
        ]
    subsections = (_chances(findings), _organisations(findings, pictures))
    return Section(parts.ROLES_IN_FULL, "Wie zegt wat", 2, tuple(blocks), subsections, place="annex")


def _figure(findings: Findings, matrix: Matrix, picture: str, nouns: tuple[str, str]) -> Figure:
    """Return the heat map of themes by roles or organisations with its numbers."""
    singular, plural = nouns
    caption = (
        f"{upper_first(plural)} en thema’s: het getal is het aantal uitspraken, van de "
        f"{count(findings.n_theme_statements, 'uitspraak', 'uitspraken')} met een thema. "
        "Een leeg vak betekent nul."
    )
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, parts.shown_rows(len(matrix.rows), "thema’s")])),
        alternative=(
            f"Raster van {count(len(matrix.rows), 'thema', 'thema’s')} bij "
            f"{count(len(matrix.columns), singular, plural)}. De meeste uitspraken horen bij "
            f"‘{matrix.columns[0]}’. De getallen staan in de tabel."
        ),
        picture=picture,
        table=parts.matrix(
            f"Aantal uitspraken per thema en {singular}", "Thema", f"{upper_first(plural)} (aantal uitspraken)", matrix
        ),
    )


def _raised_by(findings: Findings) -> Table:
    whole, nobody = findings.n_of_kind("dilemma"), findings.n_unattributed_dilemmas
    counts = [(role.name, role.n) for role in findings.dilemmas_raised_by]
    if nobody:
        counts.append(("niet genoemd", nobody))
    return Table(
        f"Wie de dilemma’s inbracht, volgens de verslagen ({count(whole, 'uitspraak', 'uitspraken')})",
        ("Rol", "Uitspraken", "Aandeel"),
        tuple(parts.cells(name, f"{number(n)} van {number(whole)}", percentage(n, whole)) for name, n in counts),
        numeric=(1, 2),
    )


def _chances(findings: Findings) -> Section:
    heading = "Rollen: aanwezig en aan het woord"
    if not findings.role_speakers:
        return Section(
            "rollen-aanwezig", heading, 3, (parts.paragraph("De verslagen noemen geen bron bij uitspraken."),)
        )
    introduction = parts.paragraph(
        "Wie vaker aanwezig is, heeft meer kans om aan het woord te komen.",
        "Vergelijk rollen daarom niet op het aantal uitspraken alleen.",
        "Bij sommige rollen is niet te zien of zij aanwezig waren; daar staat een streepje.",
    )
    table = _speakers("Rollen als bron van uitspraken", "Rol", findings.role_speakers)
    return Section("rollen-aanwezig", heading, 3, (introduction, table))


def _organisations(findings: Findings, pictures: Mapping[str, Picture]) -> Section:
    heading, heard = "Organisaties", [speaker for speaker in findings.organisation_speakers if speaker.n_statements]
    if not findings.organisation_speakers:
        return Section(
            "organisaties", heading, 3, (parts.paragraph("De verslagen noemen geen organisaties van deelnemers."),)
        )
    if not heard:
        nothing = parts.paragraph("Bij geen enkele uitspraak staat de organisatie van de bron vast.")
        return Section("organisaties", heading, 3, (nothing,))
    part, whole = sum(speaker.n_statements for speaker in heard), len(findings.statements)
    silent = len(findings.organisation_speakers) - len(heard)
    blocks: list[Block] = [
        parts.paragraph(
            f"Van {number(part)} van de {count(whole, 'uitspraak', 'uitspraken')} staat de organisatie vast.",
            "Alle aanwezigen met de genoemde rol kwamen dan van dezelfde organisatie.",
            "De andere uitspraken tellen hier niet mee.",
            f"{count(silent, 'organisatie was', 'organisaties waren')} aanwezig zonder zo’n uitspraak."
            if silent
            else "",
        ),
        _folded(_speakers("Organisaties als bron van uitspraken", "Organisatie", heard), len(heard)),
    ]
    name = "organisaties-en-themas"
    if name in pictures:
        blocks.append(_figure(findings, findings.theme_organisations, name, ("organisatie", "organisaties")))
        if len(heard) > MAX_ORGANISATIONS:
            blocks.append(
                parts.paragraph(
                    f"De grafiek toont de {MAX_ORGANISATIONS} organisaties met de meeste uitspraken over thema’s."
                )
            )
    return Section("organisaties", heading, 3, tuple(blocks))


def _folded(table: Table, n: int) -> Block:
    return Collapsible((Text(f"De {number(n)} organisaties"),), (table,)) if n > FOLD_FROM else table


def _speakers(caption: str, name: str, speakers: Sequence[Speaker]) -> Table:
    return Table(
        caption,
        (name, "Sessies aanwezig", "Daarvan aan het woord", "Uitspraken", *map(kind_name, KINDS)),
        tuple(
            parts.cells(
                Verbatim(speaker.name),
                *_attended(speaker),
                number(speaker.n_statements),
                *map(number, speaker.kinds),
            )
            for speaker in speakers
        ),
        numeric=tuple(range(1, 4 + len(KINDS))),
    )
