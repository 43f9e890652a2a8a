"""`nakijken`: a page to look statements over in, or a workbook."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchHelp, folder_option, wait_option
from pipeline.cli.messages import count, tell_files


@click.command(cls=DutchHelp, name="nakijken", short_help="Maak een bladzijde om uitspraken in na te kijken.")
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@folder_option("--reports", "reports", "Map voor de bladzijde")
@click.option(
    "--aantal",
    metavar="AANTAL",
    type=click.IntRange(min=0),
    default=100,
    help="Zoveel uitspraken hoogstens: de onzekerste, die van losse onderwerpen, en door toeval gekozen"
    " (standaard elk 100).",
)
@click.option(
    "--werkmap", "--xlsx", "werkmap", is_flag=True, help="Maak in plaats daarvan een Excel-werkmap met keuzelijsten."
)
@wait_option()
def review_command(processed: Path, reports: Path, aantal: int, werkmap: bool, wacht: bool) -> int:
    """Maak nakijken.html: een bladzijde waarin u met het toetsenbord verbetert wat het programma van uitspraken maakte.

    De bladzijde werkt zonder internet en bewaart niets buiten uw browser. U downloadt er correcties-uw-naam.csv; zet
    dat bestand in de map met verslagen, en draai de analyse opnieuw.

    Code bij afloop: 0 gelukt; 1 geen uitspraken, niet te schrijven of nog een naam erin;
    2 verkeerde optie, of tabellen die ontbreken of van een andere versie zijn.
    """
    from pipeline.run import review  # takes a second to load: not for --help

    made = review(processed, reports, aantal, as_workbook=werkmap, wait=wacht)
    chosen = ", ".join(f"{n} {part}" for part, n in made.n_chosen.items())
    click.echo(f"Om na te kijken, van {count(made.n_statements, 'uitspraak', 'uitspraken')}: {chosen}.")
    tell_files(reports, [made.file])
    return 0
