"""`wis`: a person taken out of all that was written, and what personal data stands where."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchHelp, folder_option, wait_option
from pipeline.cli.messages import count
from pipeline.errors import SettingError

if TYPE_CHECKING:
    from pipeline.run.erase import Erasure

_SHOWN = 5


@click.command(cls=DutchHelp, name="wis", short_help="Haal een persoon uit alles wat is gemaakt, of toon wat er staat.")
@click.option("--persoon", metavar="NAAM", help="De naam, zoals “Karin van der Burg”.")
@click.option("--bewaar", is_flag=True, help="Toon welke persoonsgegevens in welk bestand staan; wijzigt niets.")
@folder_option("--raw", "data/raw", "Map met de verslagen")
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@folder_option("--reports", "reports", "Map met het rapport")
@click.option("--akkoord", is_flag=True, help="Doe het; zonder deze optie wordt alleen getoond wat er zou gebeuren.")
@wait_option()
def erase_command(
    persoon: str | None, bewaar: bool, raw: Path, processed: Path, reports: Path, akkoord: bool, wacht: bool
) -> int:
    """Haal een persoon uit alles wat is gemaakt: tabellen, teksten, rapport, tussenresultaten en correcties.

    In de verslagen zelf verandert niets: waar de persoon daarin staat, wordt genoemd.

    Code bij afloop: 0 gelukt; 1 deze naam staat nergens, kan meer personen zijn of staat nog ergens;
    2 verkeerde optie, of tabellen die ontbreken of van een andere versie zijn.
    """
    from pipeline.progress import progress_for_standard_error

    if bewaar == (persoon is not None):
        raise SettingError("Geef met --persoon een naam op, of kies --bewaar; een van beide.")
    if bewaar:
        from pipeline.run.stored_names import stored_names

        for line in stored_names(raw, processed, reports):
            click.echo(line)
        return 0
    from pipeline.run.erase import erase_person

    assert persoon is not None  # noqa: S101
    progress = progress_for_standard_error()
    _tell(erase_person(persoon, raw, processed, reports, progress, agreed=akkoord, wait=wacht))
    return 0


def _tell(erasure: "Erasure") -> None:
    """Print where the person was and what is left to do."""
    from pipeline.run.erase import REMOVED

    whole = f"het hele bestand {'is' if erasure.is_done else 'wordt'} verwijderd"
    click.echo(f"Persoon: {', '.join(erasure.names)}.")
    if not erasure.places:
        click.echo("Het wissen dat eerder werd afgebroken, is afgemaakt.")
    else:
        click.echo("Gewist:" if erasure.is_done else "Te wissen:")
    for place in erasure.places:
        told = count(place.n, "plaats", "plaatsen") if place.n else "niet te doorzoeken"
        what = whole if place.what == REMOVED else place.what
        click.echo(f"  {place.path}: {told}; {what}")
    if erasure.doubtful:
        click.echo(f"Kan ook een ander zijn en blijft dus staan: {', '.join(erasure.doubtful)}.")
    if erasure.unclear:
        click.echo("Hier kan ook een ander met die naam zijn bedoeld; dit blijft staan, kijk het zelf na:")
        for path, places in sorted(erasure.unclear.items()):
            more = f" en nog {len(places) - _SHOWN}" if len(places) > _SHOWN else ""
            click.echo(f"  {path}: {', '.join(f'“{place}”' for place in places[:_SHOWN])}{more}")
    if erasure.sources:
        click.echo(
            "De verslagen zelf zijn van u; een volgende analyse brengt deze persoon terug, tenzij u de naam daarin "
            'en in de bestandsnaam vervangt of namen = "nergens" instelt:'
        )
        for source in erasure.sources:
            where = [count(source.n_places, "plaats", "plaatsen")] if source.n_places else []
            click.echo(f"  {source.path}: {' en '.join([*where, *(['bestandsnaam'] if source.in_name else [])])}")
    if erasure.unread:
        click.echo("Niet te lezen, en dus niet doorzocht:")
        for path in erasure.unread:
            click.echo(f"  {path}")
    if not erasure.is_done:
        click.echo("Er is nog niets gewijzigd; voeg --akkoord toe om te wissen.")
    else:
        click.echo("Daarna is elk bestand nog eens doorzocht: deze persoon is nergens meer gevonden.")
