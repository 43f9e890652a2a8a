"""`analyse`: the whole path, and what it made."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchHelp, config_option, folder_option, wait_option
from pipeline.cli.messages import count, tell_corrections, tell_files
from pipeline.errors import UnconfirmedError
from pipeline.reporting.labels import unit_words

if TYPE_CHECKING:
    from pipeline.run import Summary

_MUCH_UNUSED = 0.5


@click.command(cls=DutchHelp, name="analyse", short_help="Lees, codeer en groepeer alle verslagen en maak het rapport.")
@folder_option("--raw", "data/raw", "Map met de verslagen")
@folder_option("--processed", "data/processed", "Map voor de tabellen")
@folder_option("--reports", "reports", "Map voor het rapport en de figuren")
@config_option("Instellingen in TOML; zonder dit bestand gelden de standaarden.")
@click.option("--strict", is_flag=True, help="Stop met code 3 als een bestand niet kon worden gebruikt.")
@click.option(
    "--akkoord",
    is_flag=True,
    help="Ga door als er geen bruikbaar verslag is, of als meer dan de helft van de vorige verslagen weg is.",
)
@wait_option()
def analyse_command(
    raw: Path, processed: Path, reports: Path, config: Path | None, strict: bool, akkoord: bool, wacht: bool
) -> int:
    """Lees alle verslagen in een map, codeer ze, groepeer de dilemma’s en maak figuren en rapport.

    Wat sinds de vorige keer niet is veranderd, wordt niet opnieuw gedaan. Is er geen bruikbaar verslag, of is
    meer dan de helft van de vorige verslagen weg, dan wordt er niets geschreven of verwijderd zonder --akkoord.

    Code bij afloop: 0 gelukt; 1 geen bruikbaar verslag, te veel verslagen weg, niet te schrijven, map in gebruik
    of nog een naam erin; 2 verkeerde optie, instelling of codeboek; 3 met --strict: een bestand is niet gebruikt.
    """
    from pipeline.config import load_settings
    from pipeline.progress import progress_for_standard_error
    from pipeline.run import analyse  # takes a second to load: not for --help

    settings = load_settings(config)
    try:
        progress = progress_for_standard_error()
        summary = analyse(raw, processed, reports, settings, progress, agreed=akkoord, wait=wacht)
    except UnconfirmedError as error:
        for path, message in error.unused:
            click.echo(f"  {path}: {message}", err=True)
        raise
    _report(summary, processed, reports)
    if summary.n_rows["reports"] == 0:
        click.echo(
            f"Er is geen bruikbaar verslag gevonden in {raw}; zet er verslagen in als Word, PDF, tekst of webpagina.",
            err=True,
        )
        return 1
    return 3 if strict and summary.rejections["report_id"].isna().any() else 0


def _report(summary: "Summary", processed: Path, reports: Path) -> None:
    """Print what was made, and what was not used and why."""
    rows, words = summary.n_rows, unit_words(summary.unit)
    click.echo(
        f"{count(rows['reports'], 'verslag', 'verslagen')} gelezen"
        f" ({summary.n_reused} ongewijzigd sinds de vorige keer),"
        f" {count(rows['insights'], 'inzicht', 'inzichten')},"
        f" {count(rows['statements'], 'uitspraak', 'uitspraken')},"
        f" {count(summary.n_dilemmas, 'dilemma', 'dilemma’s')}."
    )
    if summary.is_too_small:
        click.echo(
            f"Er zijn te weinig {words.unit[1]} of sessies om te groeperen; "
            f"het rapport noemt de {words.listed[1]} een voor een."
        )
    else:
        if summary.had_none_to_keep:
            click.echo(f"Er was geen eerdere indeling om te behouden; de {words.unit[1]} zijn opnieuw ingedeeld.")
        verb = "keert" if summary.n_recurring == 1 else "keren"
        click.echo(f"{count(summary.n_recurring, *words.topic)} {verb} in meer dan één sessie terug.")
    tell_corrections(summary.corrections, summary.n_undecided, summary.unused_lines)
    _tell_unused(summary.unused)
    if summary.open_files:
        click.echo("Nog open in een ander programma; wat daarin niet is opgeslagen, is niet gelezen:")
        for path in summary.open_files:
            click.echo(f"  {path}")
    is_whole = summary.rejections["report_id"].isna()
    for heading, rejections in (
        (f"Niet gebruikt: {count(int(is_whole.sum()), 'bestand', 'bestanden')}.", summary.rejections[is_whole]),
        ("Wel gebruikt, maar let op:", summary.rejections[~is_whole]),
    ):
        if len(rejections):
            click.echo(heading)
        for path, message in zip(rejections["path"], rejections["message"], strict=True):
            click.echo(f"  {path}: {message}")
    click.echo(f"Tabellen: {processed}")
    click.echo("Rapport:")
    tell_files(reports, summary.files)


def _tell_unused(shares: Mapping[str, float]) -> None:
    """Print of which reports much lies in no insight."""
    much = sorted((path for path, share in shares.items() if share > _MUCH_UNUSED), key=lambda path: -shares[path])
    if not much:
        return
    lies = "verslag staat" if len(much) == 1 else "verslagen staat"
    click.echo(f"Van {len(much)} {lies} meer dan de helft in geen inzicht; zie Niet gebruikt in het rapport:")
    for path in much:
        click.echo(f"  {path}: {100 * shares[path]:.0f}%")
