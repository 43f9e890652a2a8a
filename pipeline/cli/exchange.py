"""`uitwisselen`: a project for other programs, written and read back."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchHelp, folder_option
from pipeline.cli.messages import count
from pipeline.errors import SettingError


@click.command(
    cls=DutchHelp,
    name="uitwisselen",
    short_help="Schrijf een project voor MAXQDA, NVivo, ATLAS.ti of QualCoder, of lees het terug.",
)
@click.argument("project", metavar="[PROJECT]", required=False, type=click.Path(path_type=Path))
@folder_option("--processed", "data/processed", "Map met de tabellen van een analyse")
@click.option(
    "--lees",
    metavar="PROJECT",
    type=click.Path(path_type=Path),
    help="Lees dit project terug in plaats van er een te schrijven.",
)
@click.option(
    "--uit",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Waar de correcties komen, zoals data/raw/correcties-maria.csv; nodig bij --lees.",
)
@click.option(
    "--heel",
    is_flag=True,
    help="Alle coderingen zijn bewaard: wat er niet meer in staat, is weggehaald. Zonder deze optie blijft het staan.",
)
@click.option(
    "--codeur", metavar="NAAM", default="", help="Wie wijzigde wat zonder naam of op naam van Rode Draad staat."
)
def exchange_command(
    project: Path | None, processed: Path, lees: Path | None, uit: Path | None, heel: bool, codeur: str
) -> int:
    """Schrijf alle coderingen als project (REFI-QDA 1.5) in het bestand PROJECT (.qdpx).

    Met --lees leest u een project dat in een ander programma is nagekeken terug: wat is gewijzigd, komt als correcties
    in het bestand van --uit, en telt mee bij de volgende analyse. Namen van personen zijn vervangen zoals in het
    rapport.

    Code bij afloop: 0 gelukt; 1 niet te schrijven of nog een naam erin; 2 verkeerde optie, een project dat niet te
    lezen is, of tabellen die ontbreken of van een andere versie zijn.
    """
    if (project is None) == (lees is None):
        raise SettingError("Geef één project: een naam om te schrijven, of --lees met een project om te lezen.")
    if lees is None:
        if uit is not None or heel or codeur:
            raise SettingError("--uit, --heel en --codeur horen bij --lees; laat ze weg of geef --lees erbij.")
        assert project is not None  # noqa: S101
        return _write(project, processed)
    if uit is None:
        raise SettingError("--uit ontbreekt; geef op waar de correcties komen, zoals data/raw/correcties-maria.csv.")
    return _read(lees, processed, uit, is_whole=heel, coder=codeur)


def _write(target: Path, processed: Path) -> int:
    from pipeline.run.exchange import export_project

    made = export_project(processed, target)
    click.echo(f"{count(made.n_texts, 'verslag', 'verslagen')} met {count(made.n_codings, 'codering', 'coderingen')}:")
    click.echo(f"  {target}")
    return 0


def _read(source: Path, processed: Path, target: Path, *, is_whole: bool, coder: str) -> int:
    from pipeline.run.exchange import import_project

    made = import_project(source, processed, target, is_whole=is_whole, coder=coder)
    if made.written is None:
        click.echo("Er is niets gewijzigd; er is geen bestand geschreven.")
    else:
        of_kind = ", ".join(f"{n} {what}" for what, n in sorted(made.n_of.items()))
        click.echo(f"{count(sum(made.n_of.values()), 'correctie', 'correcties')} ({of_kind}):")
        click.echo(f"  {made.written}")
    for sentence in made.left:
        click.echo(sentence, err=True)
    return 0
