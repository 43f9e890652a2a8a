"""Wie zegt wat: roles and organisations against kinds and themes, with how often each had the chance."""

from collections.abc import Mapping, Sequence

from pipeline.dutch.wording import count, number, percentage, upper_first
from pipeline.reporting import shares
from pipeline.reporting.charts import titles
from pipeline.reporting.document import Block, Collapsible, Picture, Section, Table, Text, Verbatim
from pipeline.reporting.findings.measures import Speaker
from pipeline.reporting.findings.model import Findings, Matrix
from pipeline.reporting.labels import kind_name
from pipeline.reporting.sections import figures, parts
from pipeline.tables import KINDS

MAX_ROLES = 10  # in the report itself
FOLD_FROM = 20  # a longer table of organisations is folded away


def section(findings: Findings) -> Section | None:
    """Return who is heard and who is to act; None where the reports name no source of statements."""
    speakers = [speaker for speaker in findings.role_speakers if speaker.n_statements]
    if not speakers or len(findings.sessions) == 1:
        return None
    part = sum(statement.attributed_to is not None for statement in findings.statements)
    known = shares.in_words(part, len(findings.statements), "uitspraak", "uitspraken")
    introduction = parts.paragraph(
        f"Bij {known} noemt het verslag de functie van wie die doet.",
        "Wie vaker aanwezig is, komt vaker aan het woord: vergelijk aantallen niet zonder de aanwezigheid.",
    )
    return Section(parts.ROLES, "Wie zegt wat", 2, (introduction, _turns(speakers), *_standing_out(findings)))


def _standing_out(findings: Findings) -> tuple[Block, ...]:
    """Return which role raises which dilemma more than the others do, where there is enough to tell."""
    if findings.dilemma_roles is None or findings.is_small:
        return ()
    return (parts.paragraph(f"{titles.title('dilemmas-rollen', findings)}."),)


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
    rates = figures.figure("dilemmas-rollen", findings, pictures, figures.dilemmas_by_role(findings))
    blocks: list[Block] = [*rates]
    if findings.dilemmas_raised_by:
        blocks.append(_raised_by(findings))
    if findings.theme_roles.rows:
        table = _with_themes(findings.theme_roles, ("rol", "rollen"))
        drawn = figures.figure("rollen-en-themas", findings, pictures, table)
        blocks += [
            parts.paragraph(
                "Een rol telt bij een thema als beide bij dezelfde uitspraak horen.",
                "De uitspraak noemt de rol, of geeft de mening van die rol weer.",
                "Eén uitspraak kan dus bij meer rollen en thema’s tellen.",
            ),
            *(drawn or (table,)),
        ]
    subsections = (_chances(findings), _organisations(findings))
    return Section(parts.ROLES_IN_FULL, "Wie zegt wat, in cijfers", 2, tuple(blocks), subsections, place="annex")


def _with_themes(matrix: Matrix, nouns: tuple[str, str]) -> Table:
    singular, plural = nouns
    return parts.matrix(
        f"Aantal uitspraken per thema en {singular}", "Thema", f"{upper_first(plural)} (aantal uitspraken)", matrix
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


def _organisations(findings: Findings) -> Section:
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
    if findings.theme_organisations.rows:
        table = _with_themes(findings.theme_organisations, ("organisatie", "organisaties"))
        blocks.append(Collapsible((Text("Organisaties en thema’s"),), (table,)))
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
