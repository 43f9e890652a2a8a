"""How a run shows how far it is: a bar for each stage on a terminal, a plain line in a log, or nothing."""

import sys
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from tqdm import tqdm


class Progress(Protocol):
    """Shows a user how far a run is."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of so many steps; a stage of none is passed over."""

    def advance(self) -> None:
        """One step of the stage is done."""

    def finish(self) -> None:
        """End the stage."""


class Silent:
    """Shows nothing."""

    def start(self, stage: str, total: int) -> None:
        """Show nothing."""

    def advance(self) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""


class Lines(Silent):
    """Shows a plain line for each stage, for logs."""

    def start(self, stage: str, total: int) -> None:
        """Write the name of the stage to standard error."""
        if total:
            sys.stderr.write(f"{stage} ({total}) …\n" if total > 1 else f"{stage} …\n")


class Bars:
    """Shows a bar for each stage, on a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def start(self, stage: str, total: int) -> None:
        """Draw an empty bar."""
        from tqdm import tqdm

        shape = "{desc}: {bar} {n_fmt}/{total_fmt} [{elapsed}]"
        self._bar = tqdm(total=total, desc=stage, disable=total == 0, bar_format=shape)

    def advance(self) -> None:
        """Fill the bar one step further."""
        if self._bar is not None:
            self._bar.update()

    def finish(self) -> None:
        """Leave the bar as it is and go to the next line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def progress_for_standard_error() -> Progress:
    """Return bars if standard error is a terminal, else lines."""
    return Bars() if sys.stderr.isatty() else Lines()
