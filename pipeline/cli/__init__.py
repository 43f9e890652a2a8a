"""The command line: arguments, progress, messages and exit codes, all in Dutch; a module for each command.

Exit codes: 0 success, 1 no usable report or too few, or a result that could not be written or still named somebody,
2 a wrong option, setting or codebook, 3 rejected files with `--strict`.
"""

import gc
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from pipeline.cli.agreement import agreement_command
from pipeline.cli.analyse import analyse_command
from pipeline.cli.codebook import codebook_group
from pipeline.cli.dutch import DutchGroup, in_dutch
from pipeline.cli.ending import SENTENCE, EndedError, ended_by_signals
from pipeline.cli.erase import erase_command
from pipeline.cli.exchange import exchange_command
from pipeline.cli.explain import explain_command
from pipeline.cli.report import report_command
from pipeline.cli.review import review_command
from pipeline.cli.spss import spss_command
from pipeline.errors import RodeDraadError, is_known, reason_of


@click.group(name="pipeline", cls=DutchGroup)
@click.version_option(package_name="rode-draad", message="Rode Draad %(version)s", help="Toon de versie en stop.")
def command() -> None:
    """Lees Nederlandse verslagen van sessies en laat zien welke thema’s en dilemma’s terugkeren."""


for _command in (
    analyse_command,
    report_command,
    review_command,
    agreement_command,
    codebook_group,
    erase_command,
    exchange_command,
    explain_command,
    spss_command,
):
    command.add_command(_command)


def script() -> NoReturn:
    """Run the command line under the name that an installed package gives it."""
    main(name="rode-draad")


def main(arguments: Sequence[str] | None = None, *, name: str = "python -m pipeline") -> NoReturn:
    """Run the command line and exit with its code."""
    # Most of what a run makes stays until its end: looking for garbage among it so often takes a tenth of the time.
    gc.set_threshold(100_000, 20, 100)
    try:
        with ended_by_signals():
            code = command.main(args=arguments, prog_name=name, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        code = 2
    except click.ClickException as error:
        click.echo(in_dutch(error), err=True)
        code = 2
    except RodeDraadError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(SENTENCE, err=True)
        code = 130
    except EndedError as error:
        click.echo(SENTENCE, err=True)
        code = error.exit_code
    except Exception as error:
        click.echo(_unexpected(error), err=True)
        code = 1
    sys.exit(code or 0)


def _unexpected(error: Exception) -> str:
    """Save the traceback of a fault of ours for whoever mends it, and tell the user where it is.

    What the system refuses, such as a full disk, is no fault of ours.
    """
    if isinstance(error, OSError) and is_known(error):
        why, remedy = reason_of(error)
        return f"{error.filename or 'Een bestand'} is niet te lezen of te schrijven: {why}; {remedy}."
    try:
        path = _saved(error)
    except OSError as refused:
        why, remedy = reason_of(refused)
        return (
            f"Er ging iets mis dat niet mag gebeuren ({type(error).__name__}), en de melding is niet te bewaren in de "
            f"tijdelijke map: {why}; {remedy}."
        )
    fault = type(error).__name__
    return f"Er ging iets mis dat niet mag gebeuren ({fault}); meld dit aan de makers met {path} erbij."


def _saved(error: Exception) -> str:
    with tempfile.NamedTemporaryFile("w", prefix="rode-draad-fout-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    return file.name
