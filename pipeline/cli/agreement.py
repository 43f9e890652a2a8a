"""`overeenstemming`: how far the program and people agree, and the sheet of what they do not agree on."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.dutch import DutchHelp, folder_option, wait_option
from pipeline.cli.messages import count, tell_files

if TYPE_CHECKING:
    from pipeline.reliability import Comparison
    from pipeline.run.agreement import Agreed

_TITLES = {"soort": "Soort", "stem": "Stem", "onderwerp": "Onderwerp", "thema": "Thema"}
_MEASURES = {"masi": "naar gelijkenis (MASI)", "gemiddeld": "gemiddelde over codes"}
_WIDTH, _NAME_WIDTH = 48, 34


@click.command(
    cls=DutchHelp,
    name="overeenstemming",
    short_help="Bereken hoe ver programma en mensen het eens zijn over de codes.",
)
@click.argument("coderingen", metavar="CODERING…", nargs=-1)
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@folder_option("--reports", "reports/codering", "Map voor de uitkomst en het blad met verschillen")
@click.option(
    "--besluiten",
    metavar="BLAD",
    type=click.Path(path_type=Path),
    help="Maak correcties van een blad met verschillen waarin de kolom “wordt” is ingevuld.",
)
@click.option(
    "--heel",
    is_flag=True,
    help="In een project met de codes van het programma is elke uitspraak nagelopen: wat bleef staan, is een oordeel.",
)
@wait_option()
def agreement_command(
    coderingen: tuple[str, ...], processed: Path, reports: Path, besluiten: Path | None, heel: bool, wacht: bool
) -> int:
    """Bereken hoe ver het programma en mensen het eens zijn over de codes, en mensen onderling.

    Een CODERING is het woord “programma”, een met de hand gecodeerd werkblad (.xlsx of .csv), een bestand met
    correcties of een project uit een ander programma (.qdpx); met een naam ervoor (Anna=blad.xlsx) heet de codeur zo.
    Geef er minstens twee. Een rij telt mee zolang haar uitspraak er is, ook als er sindsdien verslagen bij zijn
    gekomen. Het programma telt zoals het was vóór correcties.

    Code bij afloop: 0 gelukt; 1 niet te schrijven; 2 verkeerde optie, bestand of tabellen die ontbreken.
    """
    from pipeline.run.agreement import agree  # takes a second to load: not for --help
    from pipeline.run.consensus import decide

    if besluiten is not None:
        decided = decide(besluiten, processed, reports, wait=wacht)
        click.echo(
            f"{count(decided.n, 'besluit staat', 'besluiten staan')} in {decided.path}; {decided.n_open} nog open."
        )
        if decided.n_former:
            click.echo(f"{count(decided.n_former, 'eerder besluit staat', 'eerdere besluiten staan')} er nog in.")
        for fault in decided.faults:
            click.echo(f"Niet meegenomen: {fault}.")
        click.echo("Zet dat bestand in de map met verslagen en analyseer opnieuw.")
        return 0
    _tell(agree(processed, reports, coderingen, is_whole=heel, wait=wacht))
    return 0


def _tell(agreed: "Agreed") -> None:
    for source in agreed.sources:
        if source.n_rows:
            single, plural = source.unit
            counted = count(source.n_rows, f"{single} telt", f"{plural} tellen")
            click.echo(f"{source.name}: {source.n_used} van {counted} mee.")
        for sentence in source.told:
            click.echo(f"  {sentence}")
    for variable in dict.fromkeys(one.variable for one in agreed.comparisons):
        of_variable = [one for one in agreed.comparisons if one.variable == variable]
        click.echo("")
        click.echo(f"{_TITLES[variable]:{_WIDTH}}{'uitspraken':>11}{'gelijk':>9}{'α':>8}   95%-interval")
        for one in of_variable:
            for row in _rows(one):
                if row["measure"] != "code":
                    measure = _MEASURES.get(row["measure"])
                    _tell_row(f"    {measure}" if measure else f"  {one.label}", row)
        _tell_codes(_beside(of_variable), agreed.names[variable])
    click.echo("")
    click.echo(
        "α: 1 is volledig eens, 0 niet meer dan door toeval. Een – staat waar een cijfer niet is vast te stellen."
    )
    if agreed.n_differing:
        click.echo(f"{count(agreed.n_differing, 'verschil staat', 'verschillen staan')} in {agreed.sheet}.")
    tell_files(agreed.folder, agreed.files)


def _tell_row(label: str, row: dict[str, Any]) -> None:
    shown = label if len(label) <= _WIDTH else f"{label[: _WIDTH - 1]}…"
    same = "–" if row["same"] is None else f"{_number(100 * row['same'], 1)}%"
    click.echo(f"{shown:{_WIDTH}}{row['n_units']:>11}{same:>9}{_number(row['alpha']):>8}   {_interval(row)}")


def _beside(comparisons: Sequence["Comparison"]) -> list["Comparison"]:
    """Return what to show for each code: people among themselves, beside the program with people."""
    from pipeline.reliability.comparison import MEAN, PEOPLE, PROGRAM_WITH

    people = [one for one in comparisons if one.sort == PEOPLE]
    mean = [one for one in comparisons if one.sort == MEAN]
    return [*people, *(mean or [one for one in comparisons if one.sort == PROGRAM_WITH])]


def _tell_codes(comparisons: Sequence["Comparison"], names: Any) -> None:
    """Print α of each code, of each comparison in a column."""
    columns = [{row["code"]: row for row in _rows(one) if row["measure"] == "code"} for one in comparisons]
    codes = sorted({code for column in columns for code in column}, key=lambda code: names.get(code, code).casefold())
    if not codes:
        return
    head = "".join(f"{_short(one.label):>29}" for one in comparisons)
    click.echo(f"  {'α per code':{_NAME_WIDTH}}{head}")
    for code in codes:
        name = names.get(code, code)
        cells = "".join(f"{_cell(column.get(code)):>29}" for column in columns)
        click.echo(f"  {name[: _NAME_WIDTH - 1]:{_NAME_WIDTH}}{cells}")


def _cell(row: dict[str, Any] | None) -> str:
    return "" if row is None else f"{_number(row['alpha'])}  {_interval(row):>14}"


def _short(label: str) -> str:
    return label.replace(", gemiddeld", "")[:27]


def _rows(comparison: "Comparison") -> list[dict[str, Any]]:
    from pipeline.tables import records

    return records(comparison.found)


def _interval(row: dict[str, Any]) -> str:
    return "–" if row["low"] is None else f"{_number(row['low'])} tot {_number(row['high'])}"


def _number(value: float | None, decimals: int = 2) -> str:
    from pipeline.dutch.wording import number

    return "–" if value is None else number(round(value, decimals) + 0.0, decimals)  # no −0
