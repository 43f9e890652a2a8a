"""The errors that a user may meet, each one Dutch sentence that says what to do."""

from collections.abc import Sequence


class RodeDraadError(Exception):
    """A run cannot go on; the message is one Dutch sentence with a remedy.

    Attributes
    ----------
    exit_code
        The exit code of the command line for this error.
    """

    exit_code = 2

    def _render_traceback_(self) -> list[str]:
        """Show the message alone where a notebook would show where in the code the error arose."""
        return [str(self)]


class SettingError(RodeDraadError):
    """A wrong option, setting or configuration file."""


class CodebookError(RodeDraadError):
    """A codebook that cannot be used."""


class ResourceError(RodeDraadError):
    """A resource file that cannot be used; the message names the file and the entry."""


class UnconfirmedError(RodeDraadError):
    """A run stopped before it wrote or removed anything: its result would replace a fuller one, and nobody said so.

    Attributes
    ----------
    unused
        The path of each file that could not be used, with what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, unused: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.unused = tuple(unused)


class EmptySelectionError(RodeDraadError):
    """No session is left of what was analysed."""

    exit_code = 1


class PersonError(RodeDraadError):
    """A name that nobody has in what was written, or that several persons have."""

    exit_code = 1


class OutputError(RodeDraadError):
    """A result could not be written."""

    exit_code = 1


class LeftOverNameError(RodeDraadError):
    """What was made for readers still names a person, and so is not written."""

    exit_code = 1


class OffsetError(AssertionError):
    """A text does not stand where its offsets say: a fault of the program, never shown as a result."""
