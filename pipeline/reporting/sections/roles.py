"""Wie zegt wat: roles by theme, and who raised dilemmas."""

from pipeline.reporting.document import Block, Figure, Section, Table
from pipeline.reporting.dutch import count, number, percentage
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.sections import parts


def section(findings: Findings, figure: Figure | None) -> Section:
    """Return the section on roles; `figure` is None where there is nothing to draw."""
    blocks: list[Block] = []
    if figure:
        blocks += [
            parts.paragraph(
                "Een rol telt bij een thema als beide bij dezelfde uitspraak horen.",
                "De uitspraak noemt de rol, of geeft de mening van die rol weer.",
                "Eén uitspraak kan dus bij meer rollen en thema’s tellen.",
            ),
            figure,
        ]
    else:
        blocks.append(
            parts.paragraph("Geen uitspraak hoort zowel bij een rol als bij een thema.", "Er is niets te tekenen.")
        )
    if findings.dilemmas_raised_by:
        blocks.append(_raised_by(findings))
    return Section(parts.ROLES, "Wie zegt wat", 2, tuple(blocks))


def figure(findings: Findings, picture: str) -> Figure:
    """Return the heat map of themes by roles with its numbers."""
    matrix = findings.theme_roles
    table = Table(
        "Aantal uitspraken per thema en rol",
        ("Thema", *matrix.columns),
        tuple(parts.cells(name, *map(number, values)) for name, values in zip(matrix.rows, matrix.values, strict=True)),
        numeric=tuple(range(1, len(matrix.columns) + 1)),
    )
    caption = (
        "Rollen en thema’s: het getal is het aantal uitspraken, van de "
        f"{count(findings.n_theme_statements, 'uitspraak', 'uitspraken')} met een thema. "
        "Een leeg vak betekent nul."
    )
    return Figure(
        id=f"figuur-{picture}",
        caption=" ".join(filter(None, [caption, parts.shown_rows(len(matrix.rows), "thema’s")])),
        alternative=(
            f"Raster van {count(len(matrix.rows), 'thema', 'thema’s')} bij "
            f"{count(len(matrix.columns), 'rol', 'rollen')}. De meeste uitspraken horen bij "
            f"‘{matrix.columns[0]}’. De getallen staan in de tabel."
        ),
        picture=picture,
        table=table,
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
