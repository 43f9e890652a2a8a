"""The errors that a user may meet, each one Dutch sentence that says what to do."""

import errno
from collections.abc import Sequence
from pathlib import Path


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


class UnreadableError(RodeDraadError):
    """What an earlier run wrote, or a report, is there and cannot be read."""

    exit_code = 1


class BusyError(RodeDraadError):
    """Another run holds the folder."""

    exit_code = 1


class LeftOverNameError(RodeDraadError):
    """What was made for readers still names a person, and so is not written."""

    exit_code = 1


class OffsetError(AssertionError):
    """A text does not stand where its offsets say: a fault of the program, never shown as a result."""


_FULL = "maak daar ruimte vrij en probeer het opnieuw"
_RIGHTS = "controleer de rechten of kies een andere map"
_NETWORK = ("de netwerkschijf is niet bereikbaar", "herstel de verbinding en probeer het opnieuw")
_MANY_OPEN = ("er zijn te veel bestanden tegelijk open", "sluit andere programma’s en probeer het opnieuw")
_DISK = ("de schijf of de netwerkverbinding geeft een fout", "controleer die en probeer het opnieuw")
_REASONS = {
    "ENOSPC": ("de schijf is vol", _FULL),
    "EDQUOT": ("uw ruimte op die schijf is op", _FULL),
    "EFBIG": ("het bestand is te groot voor die schijf", "kies een andere schijf"),
    "EACCES": ("u hebt daar geen rechten voor, of een ander programma heeft het open", _RIGHTS),
    "EPERM": ("u hebt daar geen rechten voor", _RIGHTS),
    "EROFS": ("op die schijf kan niet worden geschreven", "kies een andere map"),
    "EEXIST": ("waar een map moet komen, staat een bestand", "verplaats dat bestand of kies een andere map"),
    "ENOTDIR": ("waar een map moet komen, staat een bestand", "verplaats dat bestand of kies een andere map"),
    "EISDIR": ("waar een bestand moet komen, staat een map", "verplaats die map of kies een andere"),
    "ENOTEMPTY": ("een ander programma schrijft in die map", "sluit dat en probeer het opnieuw"),
    "ENOENT": ("de map is er niet meer", "zet haar terug of kies een andere map"),
    "ENAMETOOLONG": ("de naam is te lang", "kies een map met een korter pad"),
    "ELOOP": ("de koppelingen in dat pad verwijzen naar elkaar", "kies een andere map"),
    "EBUSY": ("een ander programma heeft het open", "sluit het daar en probeer het opnieuw"),
    "ETXTBSY": ("een ander programma heeft het open", "sluit het daar en probeer het opnieuw"),
    "ENOMEM": ("er is te weinig geheugen", "sluit andere programma’s en probeer het opnieuw"),
    "EMFILE": _MANY_OPEN,
    "ENFILE": _MANY_OPEN,
    "EIO": _DISK,
    "ENXIO": _DISK,
    "ENODEV": _DISK,
}
_READ_REASONS = {
    "ENOENT": ("dat bestand is er niet", "controleer de naam"),
    "ENOTDIR": ("dat bestand is er niet", "controleer de naam"),
    "EISDIR": ("dat is een map", "geef een bestand op"),
    "EACCES": ("u hebt daar geen rechten voor, of een ander programma heeft het open", "controleer de rechten"),
    "EPERM": ("u hebt daar geen rechten voor", "controleer de rechten"),
}
_UNREACHABLE = (
    "ESTALE", "ENOTCONN", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ECONNRESET",
    "ECONNABORTED", "ECONNREFUSED", "EREMOTEIO",
)  # fmt: skip


def reason_of(error: OSError, *, is_read: bool = False) -> tuple[str, str]:
    """Return in Dutch why the system refused a file or folder to be written, or read, and what to do about it."""
    name = errno.errorcode.get(error.errno or 0, "onbekend")
    if is_unreachable(error):
        return _NETWORK
    if is_read and name in _READ_REASONS:
        return _READ_REASONS[name]
    return _REASONS.get(name, (f"fout {name}", "controleer de schijf en de rechten"))


def is_known(error: OSError) -> bool:
    """Return whether `reason_of` has words for what the system refused."""
    return errno.errorcode.get(error.errno or 0) in {*_REASONS, *_UNREACHABLE}


def is_unreachable(error: OSError) -> bool:
    """Return whether no file can be reached, as where a network share dropped: that tells nothing of the file."""
    return errno.errorcode.get(error.errno or 0) in _UNREACHABLE


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error for a file or folder that cannot be written."""
    why, remedy = reason_of(error)
    return OutputError(f"{path} kan niet worden geschreven: {why}; {remedy}.")


def cannot_read(path: Path, error: OSError) -> UnreadableError:
    """Return the error for a file or folder that cannot be read."""
    why, remedy = reason_of(error, is_read=True)
    return UnreadableError(f"{path} kan niet worden gelezen: {why}; {remedy}.")
