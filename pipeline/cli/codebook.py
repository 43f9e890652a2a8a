"""`codeboek`: check, try, enrich, compare and exchange a codebook."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchGroup, folder_option
from pipeline.cli.messages import count

if TYPE_CHECKING:
    from pipeline.nlp.codebook_compare import Change, Place
    from pipeline.nlp.codebook_try import Agreement, Score
    from pipeline.run.codebook import ThemeProposals

_FORMS_SHOWN = 8  # words that a star or a heavy term finds


@click.group(name="codeboek", cls=DutchGroup, short_help="Controleer, probeer, verrijk of vergelijk een codeboek.")
def codebook_group() -> None:
    """Verrijk, probeer, vergelijk of controleer een codeboek, of zet het om van en naar CSV, Excel en REFI-QDA."""


_codebook_argument = click.argument("bestand", metavar="BESTAND", type=click.Path(path_type=Path))
_processed_option = folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")


def _codebook_option(otherwise: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(
        "--codeboek",
        metavar="BESTAND",
        type=click.Path(path_type=Path),
        default=None,
        help=f"Het codeboek; zonder deze optie {otherwise}.",
    )


@codebook_group.command(name="controleer", short_help="Noem alles wat er mis is, met het regelnummer.")
@_codebook_argument
def check_command(bestand: Path) -> int:
    """Noem alles wat er mis is: sleutels, codes, ouders, termen die niets of dubbel vinden, en zinnen bij wel en niet.

    Code bij afloop: 0 in orde; 1 er is iets op te merken; 2 het codeboek is niet te gebruiken.
    """
    from pipeline.config import Settings
    from pipeline.nlp.codebook import read_codebook
    from pipeline.nlp.codebook_check import check_codebook

    faults = check_codebook(read_codebook(bestand), Settings().language_model)
    for fault in faults:
        click.echo(f"{bestand}, regel {fault.line}: {fault.message}")
    if not faults:
        click.echo(f"{bestand}: geen fouten gevonden.")
    return 2 if any(fault.is_error for fault in faults) else int(bool(faults))


@codebook_group.command(name="toets", short_help="Laat zien wat het codeboek in zinnen vindt, en waarom.")
@_codebook_argument
@click.option("--zin", metavar="ZIN", default=None, help="De zin om te proberen.")
@click.option(
    "--bestand",
    "zinnen",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    default=None,
    help="Zinnen met de codes die u verwacht: CSV of Excel met de kolommen zin en codes (met komma’s ertussen).",
)
def try_command(bestand: Path, zin: str | None, zinnen: Path | None) -> int:
    """Laat zien welke thema’s en rollen een codeboek in een zin vindt, en door welke term.

    Met --bestand wordt vergeleken met de codes die u zelf geeft: wat klopt, wat is gemist en wat er te veel is.

    Code bij afloop: 0 gelukt; 1 het codeboek vindt iets anders dan u verwacht; 2 niet te gebruiken.
    """
    from pipeline.errors import SettingError

    if (zin is None) == (zinnen is None):
        raise SettingError("Geef één van beide: --zin met een zin, of --bestand met een bestand vol zinnen.")
    if zinnen is not None:
        from pipeline.run.codebook import score_codebook

        return _tell_score(score_codebook(bestand, zinnen), zinnen)
    from pipeline.config import Settings
    from pipeline.nlp.codebook import load_codebook
    from pipeline.nlp.codebook_try import try_sentence

    found = try_sentence(zin or "", load_codebook(bestand), Settings().language_model)
    for match in found:
        click.echo(f"“{match.text}”: {match.kind} {match.name}, {match.reason}.")
    if not found:
        click.echo("In deze zin staat geen term van het codeboek.")
    return 0


def _tell_score(score: "Score", file: Path) -> int:
    click.echo("code\tgoed\tgemist\tte veel\tprecisie\trecall\tF1")
    for code, agreement in (*score.codes, ("alle codes samen", score.overall)):
        click.echo(f"{code}\t{_figures(agreement)}")
    for slip in score.slips:
        what = f"mist {slip.code}" if slip.term is None else f"vindt {slip.code} door de term “{slip.term}”"
        click.echo(f"{file.name}, rij {slip.expected.row}: {what}\t{' '.join(slip.expected.sentence.split())}")
    return int(bool(score.slips))


def _figures(agreement: "Agreement") -> str:
    shares = (agreement.precision, agreement.recall, agreement.f1)
    numbers = (agreement.n_right, agreement.n_missed, agreement.n_false)
    return "\t".join([*map(str, numbers), *("–" if one is None else f"{one:.2f}".replace(".", ",") for one in shares)])


@codebook_group.command(name="voorstel", short_help="Noem woorden en zinnen die een thema kan missen.")
@_processed_option
@click.option("--thema", metavar="THEMA", default=None, help="Code of naam van een thema.")
@_codebook_option("dat van de analyse")
@click.option("--sessies", metavar="N", default=2, help="In hoeveel sessies een woord minstens staat (standaard 2).")
@click.option(
    "--aantal",
    metavar="N",
    type=int,
    default=None,
    help="Hoeveel woorden hooguit (standaard 50; met --thema 20 woorden, en half zoveel zinnen).",
)
def suggest_command(processed: Path, thema: str | None, codeboek: Path | None, sessies: int, aantal: int | None) -> int:
    """Noem woorden die in veel sessies staan en onder geen thema vallen: kandidaten voor termen.

    Met --thema: woorden, vormen en zinnen bij dat thema, wat een * bij een term zou toevoegen, en termen zonder vondst.
    """
    from pipeline.errors import SettingError
    from pipeline.run import codebook

    if thema is not None:
        _tell_proposals(codebook.propose(processed, thema, codeboek, n_sessions=sessies, limit=aantal or 20))
        return 0
    if codeboek is not None:
        raise SettingError("--codeboek werkt alleen samen met --thema; noem ook een thema.")
    found = codebook.suggest_terms(processed, n_sessions=sessies, limit=aantal or 50)
    for candidate in found:
        click.echo(f"{candidate.phrase}\t{_spread(candidate.n_sessions, candidate.n_statements)}\t{candidate.example}")
    if not found:
        click.echo("Er zijn geen zulke woorden; verlaag --sessies of analyseer meer verslagen.")
    return 0


def _spread(n_sessions: int, n_statements: int) -> str:
    return f"{count(n_sessions, 'sessie', 'sessies')}\t{count(n_statements, 'uitspraak', 'uitspraken')}"


def _tell_proposals(proposals: "ThemeProposals") -> None:
    found, texts = proposals.found, proposals.texts
    now = (
        f"{count(found.n_mentions, 'vermelding', 'vermeldingen')} in "
        f"{count(found.n_statements, 'uitspraak', 'uitspraken')} van {count(found.n_sessions, 'sessie', 'sessies')}"
    )
    click.echo(f"{found.theme.name} ({found.theme.code}): nu {now}; koppen tellen hier niet mee.")
    family = [word for word in found.words if word.is_family]
    near = [word for word in found.words if not word.is_family]
    _tell(
        "Afleidingen en samenstellingen van termen, die onder geen thema of rol vallen:",
        (
            f"{one.word}\tbij {one.term}\t{_spread(one.n_sessions, one.n_statements)}\t{texts[one.example]}"
            for one in family
        ),
    )
    _tell(
        "Woorden die dicht bij dit thema liggen en onder geen thema of rol vallen:",
        (f"{one.word}\t{_spread(one.n_sessions, one.n_statements)}\t{texts[one.example]}" for one in near),
    )
    _tell(
        "Wat een ster bij een term toevoegt:",
        (
            f"{star.term} → {star.starred}\t{count(star.n_mentions, 'vermelding', 'vermeldingen')} erbij\t"
            f"{_words(star.words)}"
            for star in found.stars
        ),
    )
    _tell("Uitspraken zonder thema die dicht bij dit thema liggen:", (texts[one] for one in found.sentences))
    _tell("Termen die in deze verslagen niets vinden:", [", ".join(found.idle)] if found.idle else ())
    _tell(
        "Termen die in deze verslagen niets vinden wat een andere term niet al vindt:",
        [", ".join(found.shadowed)] if found.shadowed else (),
    )
    if found.heavy is not None:
        heavy = found.heavy
        _tell(
            "Eén term draagt meer dan de helft van dit thema; lees na of die niet te veel vindt:",
            [f"{heavy.term}\t{heavy.n_mentions} van de {found.n_mentions} vermeldingen\t{_words(heavy.words)}"],
        )


def _words(words: tuple[tuple[str, int], ...]) -> str:
    shown = ", ".join(f"{word} ({number})" for word, number in words[:_FORMS_SHOWN])
    n_more = len(words) - _FORMS_SHOWN
    return f"{shown} en {count(n_more, 'ander woord', 'andere woorden')}" if n_more > 0 else shown


def _tell(heading: str, lines: Iterable[str]) -> None:
    """Print lines under a heading; nothing if there are none."""
    for number, line in enumerate(lines):
        if not number:
            click.echo(f"\n{heading}")
        click.echo(f"  {line}")


@codebook_group.command(name="vergelijk", short_help="Laat zien wat een nieuw codeboek meer en minder vindt.")
@click.argument("oud", metavar="OUD", type=click.Path(path_type=Path))
@click.argument("nieuw", metavar="NIEUW", type=click.Path(path_type=Path))
@_processed_option
@click.option("--aantal", metavar="N", default=10, help="Hoeveel zinnen per thema of rol hooguit (standaard 10).")
def compare_command(oud: Path, nieuw: Path, processed: Path, aantal: int) -> int:
    """Laat per thema en rol zien welke vermeldingen een nieuw codeboek wint en verliest, met de zinnen."""
    from pipeline.run.codebook import compare_codebooks

    comparison = compare_codebooks(processed, oud, nieuw)
    changed = [one for one in comparison.changes if one.won or one.lost or one.is_new or one.is_gone]
    for change in changed:
        _tell_change(change, comparison.texts, aantal)
    n_same = len(comparison.changes) - len(changed)
    if not changed:
        click.echo("Beide codeboeken vinden hetzelfde.")
    elif n_same:
        click.echo(f"{count(n_same, 'ander thema of andere rol blijft', 'andere thema’s en rollen blijven')} gelijk.")
    return 0


def _tell_change(change: "Change", texts: Mapping[str, str], limit: int) -> None:
    only = (
        ", alleen in het nieuwe codeboek"
        if change.is_new
        else ", alleen in het oude codeboek"
        if change.is_gone
        else ""
    )
    click.echo(
        f"{change.kind} {change.name} ({change.code}{only}): {len(change.won)} erbij, {len(change.lost)} eraf; "
        f"van {change.n_old} naar {count(change.n_new, 'vermelding', 'vermeldingen')}, die in koppen meegeteld."
    )
    for sign, places in (("+", change.won), ("-", change.lost)):
        for place in places[:limit]:
            click.echo(f"  {sign} {_place(place, texts)}")
        if len(places) > limit:
            click.echo(f"  {sign} … en nog {len(places) - limit}; verhoog --aantal om ze te zien.")


def _place(place: "Place", texts: Mapping[str, str]) -> str:
    where = "" if place.statement_id else "kop: "
    return f"“{place.text}” (term “{place.term}”)\t{where}{texts[place.statement_id or place.insight_id]}"


@codebook_group.command(name="naar", short_help="Schrijf een codeboek als CSV, Excel of REFI-QDA (.qdc).")
@_codebook_argument
@_codebook_option("het meegeleverde")
def export_command(bestand: Path, codeboek: Path | None) -> int:
    """Schrijf een codeboek naar BESTAND: .csv of .xlsx om in te vullen, .qdc voor ATLAS.ti, MAXQDA, NVivo en andere."""
    from pipeline.run.codebook import export_codebook

    export_codebook(codeboek, bestand)
    click.echo(f"Codeboek: {bestand}")
    return 0


@codebook_group.command(name="van", short_help="Maak een codeboek van CSV, Excel of REFI-QDA (.qdc).")
@_codebook_argument
@click.option(
    "--uit",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    default=Path("codeboek.toml"),
    help="Waar het codeboek komt (standaard codeboek.toml).",
)
@click.option("--akkoord", is_flag=True, help="Vervang een codeboek dat er al is.")
def import_command(bestand: Path, uit: Path, akkoord: bool) -> int:
    """Maak een codeboek in TOML van BESTAND (.csv, .xlsx of .qdc); opmerkingen (#) staan daar niet in."""
    from pipeline.run.codebook import import_codebook

    made = import_codebook(bestand, uit, agreed=akkoord)
    themes, roles = count(made.n_themes, "thema", "thema’s"), count(made.n_roles, "rol", "rollen")
    click.echo(f"Codeboek: {uit} ({themes}, {roles})")
    if made.named_only:
        click.echo(f"Zonder termen, en dus met hun naam als term: {', '.join(made.named_only)}.")
    return 0
