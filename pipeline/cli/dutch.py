"""Help, options and faults of the command line in Dutch."""

from collections.abc import Callable
from pathlib import Path

import click

_OPTIONS, _COMMANDS, _USAGE = "Opties", "Opdrachten", "Gebruik: "
_HELP = "Toon deze uitleg en stop."


class DutchHelp(click.Command):
    """A command whose help has Dutch headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USAGE)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of how it is called."""
        pieces = {"[OPTIONS]": "[OPTIES]", "COMMAND [ARGS]...": "OPDRACHT …"}
        return [pieces.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options are."""
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section(_OPTIONS):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class DutchGroup(DutchHelp, click.Group):
    """A group of commands whose help has Dutch headings."""

    command_class = DutchHelp

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options are."""
        super().format_options(ctx, formatter)
        with formatter.section(_COMMANDS):
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in self.commands.items()])


def folder_option(name: str, default: str, what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option for a folder, with its default."""
    return click.option(
        name,
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=Path(default),
        help=f"{what} (standaard {default}).",
    )


def wait_option() -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option to wait for another command that writes in the same folder."""
    what = "Wacht als een andere opdracht in de map schrijft; zonder deze optie stopt deze opdracht dan."
    return click.option("--wacht", is_flag=True, help=what)


def config_option(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option for a file of settings."""
    return click.option("--config", metavar="BESTAND", type=click.Path(path_type=Path), default=None, help=what)


def in_dutch(error: click.ClickException) -> str:
    """Return what is wrong with the options in one Dutch sentence."""
    see_help = "; zie --help voor wat er kan."
    match error:
        case click.NoSuchOption():
            guess = f"; bedoelde u {' of '.join(error.possibilities)}?" if error.possibilities else see_help
            return f"De optie {error.option_name} bestaat niet{guess}"
        case click.exceptions.NoSuchCommand():
            guess = f"; bedoelde u {' of '.join(error.possibilities)}?" if error.possibilities else see_help
            return f"De opdracht {error.command_name} bestaat niet{guess}"
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
