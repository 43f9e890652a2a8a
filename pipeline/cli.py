"""The command line: arguments, progress, messages and exit codes, all in Dutch.

Exit codes: 0 success, 1 no usable report or too few, or a result that could not be written or still named somebody,
2 a wrong option, setting or codebook, 3 rejected files with `--strict`.
"""

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.errors import RodeDraadError, SettingError, UnconfirmedError
from pipeline.reporting.labels import part_name, unit_words

if TYPE_CHECKING:
    from pipeline.run import MadeReport, Summary

_OPTIONS, _COMMANDS, _USAGE = "Opties", "Opdrachten", "Gebruik: "
_MUCH_UNUSED = 0.5
_HELP = "Toon deze uitleg en stop."
_TOLD_OF_SESSION = (("Titel", "title"), ("Datum", "date"), ("Volgende datum", "next_date"), ("Reeks", "series"))


class _DutchHelp(click.Command):
    """A command whose help has Dutch headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USAGE)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = {"[OPTIONS]": "[OPTIES]", "COMMAND [ARGS]...": "OPDRACHT …"}
        return [pieces.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section(_OPTIONS):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class _DutchGroup(_DutchHelp, click.Group):
    """A group of commands whose help has Dutch headings."""

    command_class = _DutchHelp

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(_COMMANDS):
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in self.commands.items()])


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    try:
        code = command.main(args=arguments, prog_name="python -m pipeline", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        code = 2
    except click.ClickException as error:
        click.echo(_in_dutch(error), err=True)
        code = 2
    except RodeDraadError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Afgebroken; een volgende keer gaat de analyse verder waar zij was.", err=True)
        code = 130
    except Exception as error:
        click.echo(_unexpected(error), err=True)
        code = 1
    sys.exit(code or 0)


def _folder_option(name: str, default: str, what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(
        name,
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=Path(default),
        help=f"{what} (standaard {default}).",
    )


def _config_option(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option("--config", metavar="BESTAND", type=click.Path(path_type=Path), default=None, help=what)


@click.group(name="pipeline", cls=_DutchGroup)
@click.version_option(package_name="rode-draad", message="Rode Draad %(version)s", help="Toon de versie en stop.")
def command() -> None:
    """Lees Nederlandse verslagen van sessies en laat zien welke thema’s en dilemma’s terugkeren."""


@command.command(name="analyse", short_help="Lees, codeer en groepeer alle verslagen en maak het rapport.")
@_folder_option("--raw", "data/raw", "Map met de verslagen")
@_folder_option("--processed", "data/processed", "Map voor de tabellen")
@_folder_option("--reports", "reports", "Map voor het rapport en de figuren")
@_config_option("Instellingen in TOML; zonder dit bestand gelden de standaarden.")
@click.option("--strict", is_flag=True, help="Stop met code 3 als een bestand niet kon worden gebruikt.")
@click.option(
    "--akkoord",
    is_flag=True,
    help="Ga door als er geen bruikbaar verslag is, of als meer dan de helft van de vorige verslagen weg is.",
)
def analyse_command(raw: Path, processed: Path, reports: Path, config: Path | None, strict: bool, akkoord: bool) -> int:
    """Lees alle verslagen in een map, codeer ze, groepeer de dilemma’s en maak figuren en rapport.

    Wat sinds de vorige keer niet is veranderd, wordt niet opnieuw gedaan. Is er geen bruikbaar verslag, of is
    meer dan de helft van de vorige verslagen weg, dan wordt er niets geschreven of verwijderd zonder --akkoord.

    Code bij afloop: 0 gelukt; 1 geen bruikbaar verslag, te veel verslagen weg, niet te schrijven of nog een
    naam erin; 2 verkeerde optie, instelling of codeboek; 3 met --strict: een bestand is niet gebruikt.
    """
    from pipeline.config import load_settings
    from pipeline.progress import progress_for_standard_error
    from pipeline.run import analyse  # takes a second to load: not for --help

    settings = load_settings(config)
    try:
        summary = analyse(raw, processed, reports, settings, progress_for_standard_error(), agreed=akkoord)
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


@command.command(name="report", short_help="Maak het rapport opnieuw, over alles of over een deel.")
@_folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@_folder_option("--reports", "reports", "Map voor het rapport; een deel krijgt daarin een eigen map")
@_config_option(
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
    )
    _tell_report(made)
    return 0


@command.command(name="uitleg", short_help="Laat bij elke regel van een verslag zien waarvoor zij is aangezien.")
@click.argument("bestand", metavar="BESTAND", type=click.Path(path_type=Path))
def explain_command(bestand: Path) -> int:
    """Laat bij elke regel van een verslag zien waarvoor zij is aangezien, en door welke regel.

    Code bij afloop: 0 gelukt; 1 dit verslag wordt niet gebruikt; 2 het bestand is niet te lezen.
    """
    from pipeline.ingest.explain import explain

    try:
        data = bestand.read_bytes()
    except OSError as error:
        raise SettingError(
            f"{bestand} is niet te lezen ({error.strerror}); controleer de naam en de rechten."
        ) from None
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


@command.group(name="codeboek", cls=_DutchGroup, short_help="Controleer, probeer of verrijk een codeboek.")
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
@_folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@click.option("--sessies", metavar="N", default=2, help="In hoeveel sessies een woord minstens staat (standaard 2).")
@click.option("--aantal", metavar="N", default=50, help="Hoeveel woorden hooguit (standaard 50).")
def suggest_command(processed: Path, sessies: int, aantal: int) -> int:
    """Noem woorden en woordgroepen die in veel sessies staan en onder geen thema vallen: kandidaten voor termen."""
    from pipeline.run import suggest_terms

    found = suggest_terms(processed, n_sessions=sessies, limit=aantal)
    for candidate in found:
        click.echo(
            f"{candidate.phrase}\t{_count(candidate.n_sessions, 'sessie', 'sessies')}"
            f"\t{_count(candidate.n_statements, 'uitspraak', 'uitspraken')}\t{candidate.example}"
        )
    if not found:
        click.echo("Er zijn geen zulke woorden; verlaag --sessies of analyseer meer verslagen.")
    return 0


def _report(summary: "Summary", processed: Path, reports: Path) -> None:
    """Print what was made, and what was not used and why."""
    rows, words = summary.n_rows, unit_words(summary.unit)
    click.echo(
        f"{_count(rows['reports'], 'verslag', 'verslagen')} gelezen"
        f" ({summary.n_reused} ongewijzigd sinds de vorige keer),"
        f" {_count(rows['insights'], 'inzicht', 'inzichten')},"
        f" {_count(rows['statements'], 'uitspraak', 'uitspraken')},"
        f" {_count(summary.n_dilemmas, 'dilemma', 'dilemma’s')}."
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
        click.echo(f"{_count(summary.n_recurring, *words.topic)} {verb} in meer dan één sessie terug.")
    _tell_unused(summary.unused)
    if summary.open_files:
        click.echo("Nog open in een ander programma; wat daarin niet is opgeslagen, is niet gelezen:")
        for path in summary.open_files:
            click.echo(f"  {path}")
    is_whole = summary.rejections["report_id"].isna()
    for heading, rejections in (
        (f"Niet gebruikt: {_count(int(is_whole.sum()), 'bestand', 'bestanden')}.", summary.rejections[is_whole]),
        ("Wel gebruikt, maar let op:", summary.rejections[~is_whole]),
    ):
        if len(rejections):
            click.echo(heading)
        for path, message in zip(rejections["path"], rejections["message"], strict=True):
            click.echo(f"  {path}: {message}")
    click.echo(f"Tabellen: {processed}")
    click.echo("Rapport:")
    _tell_files(reports, summary.files)


def _tell_unused(shares: Mapping[str, float]) -> None:
    """Print of which reports much lies in no insight."""
    much = sorted((path for path, share in shares.items() if share > _MUCH_UNUSED), key=lambda path: -shares[path])
    if not much:
        return
    lies = "verslag staat" if len(much) == 1 else "verslagen staat"
    click.echo(f"Van {len(much)} {lies} meer dan de helft in geen inzicht; zie Niet gebruikt in het rapport:")
    for path in much:
        click.echo(f"  {path}: {100 * shares[path]:.0f}%")


def _tell_report(made: "MadeReport") -> None:
    """Print what a report is on and where its files are."""
    if made.part is None:
        click.echo(f"Rapport over {_count(made.n_sessions, 'sessie', 'sessies')}.")
    else:
        of_all = _count(made.n_all_sessions, "sessie", "sessies")
        click.echo(f"Rapport over {made.n_sessions} van de {of_all}: {made.part.chosen}.")
        if made.part.n_undated:
            fall = _count(made.part.n_undated, "sessie valt", "sessies vallen")
            click.echo(f"{fall} erbuiten: de datum zegt niet of dat in de periode was.")
    _tell_files(made.folder, made.files)


def _tell_files(folder: Path, names: Iterable[str]) -> None:
    """Print where files are; of a folder of files only the folder."""
    for name in dict.fromkeys(name.partition("/")[0] for name in names):
        click.echo(f"  {folder / name}")


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _unexpected(error: Exception) -> str:
    """Save the traceback of a fault of ours for whoever mends it, and tell the user where it is."""
    with tempfile.NamedTemporaryFile("w", prefix="rode-draad-fout-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    fault = type(error).__name__
    return f"Er ging iets mis dat niet mag gebeuren ({fault}); meld dit aan de makers met {file.name} erbij."


def _in_dutch(error: click.ClickException) -> str:
    """Return what is wrong with the options in one Dutch sentence."""
    see_help = "; zie --help voor wat er kan."
    match error:
        case click.NoSuchOption():
            guess = f"; bedoelde u {' of '.join(error.possibilities)}?" if error.possibilities else see_help
            return f"De optie {error.option_name} bestaat niet{guess}"
        case click.BadOptionUsage():
            return f"De optie {error.option_name} heeft een waarde nodig of staat er verkeerd{see_help}"
        case click.MissingParameter():
            name = error.param.opts[0] if error.param else "een optie"
            return f"{name} ontbreekt{see_help}"
        case click.BadParameter():
            name = error.param.opts[0] if error.param else "een optie"
            return f"De waarde van {name} klopt niet{see_help}"
        case click.UsageError():
            return f"Deze opdracht wordt niet begrepen{see_help}"
        case _:
            return f"Dat lukt niet: {error.format_message()}{see_help}"
