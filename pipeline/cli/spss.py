"""`spss`: the statements for statistics packages."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchHelp, folder_option, wait_option
from pipeline.cli.messages import count


@click.command(cls=DutchHelp, name="spss", short_help="Bewaar alle uitspraken met hun codes voor SPSS.")
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@folder_option("--reports", "reports", "Map van het rapport; het bestand komt daarin in data")
@wait_option()
def spss_command(processed: Path, reports: Path, wacht: bool) -> int:
    """Bewaar alle uitspraken met hun codes als data/uitspraken.sav, voor SPSS, R, Stata of PSPP.

    Elke rij is een uitspraak, met de gegevens van haar sessie. Elk thema is een variabele: 1 als de uitspraak het
    noemt, of een smaller thema ervan. Namen van personen zijn vervangen zoals in het rapport.

    Code bij afloop: 0 gelukt; 1 niet te schrijven of nog een naam erin; 2 verkeerde optie, pyreadstat ontbreekt, of
    tabellen die ontbreken of van een andere versie zijn.
    """
    from pipeline.run.statistics import FILE, write_spss  # takes a second to load: not for --help

    made = write_spss(processed, reports, wait=wacht)
    click.echo(
        f"{count(made.n_cases, 'uitspraak', 'uitspraken')} met elk {made.n_variables} variabelen: {reports / FILE}"
    )
    if made.n_cut:
        what = "is 1 tekst" if made.n_cut == 1 else f"zijn {made.n_cut} teksten"
        click.echo(f"SPSS kent teksten tot 32.767 bytes: daarom {what} afgekapt, met […] aan het eind.")
    return 0
