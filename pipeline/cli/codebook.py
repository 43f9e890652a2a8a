"""`codeboek`: check, try and enrich a codebook."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchGroup, folder_option
from pipeline.cli.messages import count


@click.group(name="codeboek", cls=DutchGroup, short_help="Controleer, probeer of verrijk een codeboek.")
def codebook_group() -> None:
    """Verrijk, probeer of controleer een codeboek."""


_codebook_argument = click.argument("bestand", metavar="BESTAND", type=click.Path(path_type=Path))


@codebook_group.command(name="controleer", short_help="Noem alles wat er mis is, met het regelnummer.")
@_codebook_argument
def check_command(bestand: Path) -> int:
    """Noem alles wat er mis is: sleutels, codes, ouders, en termen die niets of dubbel vinden.

    Code bij afloop: 0 in orde; 1 er is iets op te merken; 2 het codeboek is niet te gebruiken.
    """
    from pipeline.config import Settings
    from pipeline.nlp.codebook import read_codebook
    from pipeline.nlp.codebook_tools import check_codebook

    faults = check_codebook(read_codebook(bestand), Settings().language_model)
    for fault in faults:
        click.echo(f"{bestand}, regel {fault.line}: {fault.message}")
    if not faults:
        click.echo(f"{bestand}: geen fouten gevonden.")
    return 2 if any(fault.is_error for fault in faults) else int(bool(faults))


@codebook_group.command(name="toets", short_help="Laat zien wat het codeboek in een zin vindt, en waarom.")
@_codebook_argument
@click.option("--zin", metavar="ZIN", required=True, help="De zin om te proberen.")
def try_command(bestand: Path, zin: str) -> int:
    """Laat zien welke thema’s en rollen een codeboek in een zin vindt, en door welke term."""
    from pipeline.config import Settings
    from pipeline.nlp.codebook import load_codebook
    from pipeline.nlp.codebook_tools import try_sentence

    found = try_sentence(zin, load_codebook(bestand), Settings().language_model)
    for match in found:
        click.echo(f"“{match.text}”: {match.kind} {match.name}, {match.reason}.")
    if not found:
        click.echo("In deze zin staat geen term van het codeboek.")
    return 0


@codebook_group.command(name="voorstel", short_help="Noem veelgebruikte woorden die geen thema dekt.")
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@click.option("--sessies", metavar="N", default=2, help="In hoeveel sessies een woord minstens staat (standaard 2).")
@click.option("--aantal", metavar="N", default=50, help="Hoeveel woorden hooguit (standaard 50).")
def suggest_command(processed: Path, sessies: int, aantal: int) -> int:
    """Noem woorden en woordgroepen die in veel sessies staan en onder geen thema vallen: kandidaten voor termen."""
    from pipeline.run import suggest_terms

    found = suggest_terms(processed, n_sessions=sessies, limit=aantal)
    for candidate in found:
        click.echo(
            f"{candidate.phrase}\t{count(candidate.n_sessions, 'sessie', 'sessies')}"
            f"\t{count(candidate.n_statements, 'uitspraak', 'uitspraken')}\t{candidate.example}"
        )
    if not found:
        click.echo("Er zijn geen zulke woorden; verlaag --sessies of analyseer meer verslagen.")
    return 0
