"""What ends a command from outside: a sentence, the code that belongs to it, and no process left behind."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

SENTENCE = "Afgebroken; wat er was, is heel gebleven, en een volgende keer gaat de analyse verder waar zij was."
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
_PATIENCE = 1.5  # seconds; everything has to be over within two


class EndedError(BaseException):
    """The system, or another program, asked this one to end; as `KeyboardInterrupt`, it is no `Exception`.

    Attributes
    ----------
    exit_code
        The exit code of the command line for the signal: 128 and its number.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Raise `EndedError` for a signal to end, and end by force where that is not heeded in time.

    Python heeds no signal while a library computes. A thread is woken at once, and ends the process, and with it all
    that it started, if it is still there after a while.
    """
    if threading.current_thread() is not threading.main_thread():  # only there can signals be handled
        yield
        return
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    former = {number: signal.getsignal(number) for number in _SIGNALS}
    for number, handler in former.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _raise)
    woken_before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    is_over = threading.Event()
    threading.Thread(target=_end_by_force, args=(reading, is_over), daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
        signal.set_wakeup_fd(woken_before)
        for number, handler in former.items():
            signal.signal(number, handler)
        writing.close()


def _raise(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)  # who asks twice is not to wait
    raise EndedError(number)


def _end_by_force(reading: socket.socket, is_over: threading.Event) -> None:
    ending = {*_SIGNALS, signal.SIGINT}
    numbers = {number for number in ending if signal.getsignal(number) is not signal.SIG_IGN}
    with reading:
        while received := reading.recv(1):
            if received[0] not in numbers:
                continue
            if not is_over.wait(_PATIENCE):
                from pipeline.executors import end_children

                click.echo(SENTENCE, err=True)
                end_children()
                os._exit(128 + received[0])
            return
