"""`report`: the report anew, over all or a part."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchHelp, config_option, folder_option, wait_option
from pipeline.cli.messages import count, tell_files

if TYPE_CHECKING:
    from pipeline.run import MadeReport


@click.command(cls=DutchHelp, name="report", short_help="Maak het rapport opnieuw, over alles of over een deel.")
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@folder_option("--reports", "reports", "Map voor het rapport; een deel krijgt daarin een eigen map")
@config_option(
    "Instellingen in TOML voor namen, codeboek en wat bovenaan staat; zonder dit bestand gelden die van de analyse."
)
@click.option("--thema", metavar="THEMA", multiple=True, help="Alleen inzichten met dit thema: code of naam.")
@click.option("--rol", metavar="ROL", multiple=True, help="Alleen inzichten met deze rol: code of naam.")
@click.option("--serie", metavar="REEKS", multiple=True, help="Alleen sessies van deze reeks.")
@click.option(
    "--sessie", metavar="SESSIE", multiple=True, help="Alleen deze sessie: titel, titel met datum, of session_id."
)
@click.option(
    "--organisatie",
    metavar="ORGANISATIE",
    multiple=True,
    help="Alleen sessies waar deze organisatie bij was: korte of volledige naam.",
)
@click.option("--vanaf", metavar="DATUM", help="Alleen sessies vanaf dit jaar, deze maand of deze dag.")
@click.option("--tot", metavar="DATUM", help="Alleen sessies tot en met dit jaar, deze maand of deze dag.")
@wait_option()
def report_command(
    processed: Path,
    reports: Path,
    config: Path | None,
    thema: tuple[str, ...],
    rol: tuple[str, ...],
    serie: tuple[str, ...],
    sessie: tuple[str, ...],
    organisatie: tuple[str, ...],
    vanaf: str | None,
    tot: str | None,
    wacht: bool,
) -> int:
    """Maak het rapport opnieuw uit de tabellen van een eerdere analyse, over alles of over een deel.

    --thema, --rol, --serie, --sessie en --organisatie mogen vaker voorkomen: dan telt mee wat bij een ervan hoort.
    Verschillende opties samen maken de keuze kleiner. Een datum is 2024, 2024-03 of 2024-03-14. Hebben meer sessies
    dezelfde titel, zet dan de datum erbij: “Titel, 4 apr 2023” of “Titel, 2023-04-04”.

    Code bij afloop: 0 gelukt; 1 geen sessie over, niet te schrijven of nog een naam erin;
    2 verkeerde optie of instelling, of tabellen die ontbreken of van een andere versie zijn.
    """
    from pipeline.config import load_settings
    from pipeline.progress import progress_for_standard_error
    from pipeline.run import report  # takes a second to load: not for --help

    made = report(
        processed,
        reports,
        load_settings(config) if config else None,
        progress_for_standard_error(),
        themes=thema,
        roles=rol,
        series=serie,
        sessions=sessie,
        organisations=organisatie,
        since=vanaf,
        until=tot,
        wait=wacht,
    )
    _tell_report(made)
    return 0


def _tell_report(made: "MadeReport") -> None:
    """Print what a report is on and where its files are."""
    if made.part is None:
        click.echo(f"Rapport over {count(made.n_sessions, 'sessie', 'sessies')}.")
    else:
        of_all = count(made.n_all_sessions, "sessie", "sessies")
        click.echo(f"Rapport over {made.n_sessions} van de {of_all}: {made.part.chosen}.")
        if made.part.n_undated:
            fall = count(made.part.n_undated, "sessie valt", "sessies vallen")
            click.echo(f"{fall} erbuiten: de datum zegt niet of dat in de periode was.")
    tell_files(made.folder, made.files)
