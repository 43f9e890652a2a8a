"""`uitleg`: what each line of a report was taken for."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchHelp
from pipeline.errors import SettingError, reason_of
from pipeline.reporting.labels import part_name

_TOLD_OF_SESSION = (("Titel", "title"), ("Datum", "date"), ("Volgende datum", "next_date"), ("Reeks", "series"))


@click.command(
    cls=DutchHelp, name="uitleg", short_help="Laat bij elke regel van een verslag zien waarvoor zij is aangezien."
)
@click.argument("bestand", metavar="BESTAND", type=click.Path(path_type=Path))
def explain_command(bestand: Path) -> int:
    """Laat bij elke regel van een verslag zien waarvoor zij is aangezien, en door welke regel.

    Code bij afloop: 0 gelukt; 1 dit verslag wordt niet gebruikt; 2 het bestand is niet te lezen.
    """
    from pipeline.ingest.explain import explain

    try:
        data = bestand.read_bytes()
    except OSError as error:
        why, _ = reason_of(error, is_read=True)
        raise SettingError(f"{bestand} is niet te lezen ({why}); controleer de naam en de rechten.") from None
    explanation = explain(bestand.name, data)
    for session in explanation.sessions:
        for name, column in _TOLD_OF_SESSION:
            click.echo(f"{name}: {session[column] or 'niet gevonden'}")
    for line in explanation.lines:
        click.echo(
            f"{line.number:>4} | {' | '.join([part_name(line.part), '; '.join(line.reasons), line.text.strip()])}"
        )
    if explanation.rejection is not None:
        click.echo(f"Niet gebruikt: {explanation.rejection.message}", err=True)
        return 1
    return 0
