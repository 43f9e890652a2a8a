"""Every pattern that the pipeline compiles, each tried on texts that are bad for it.

A search has 0.15 seconds of the processor for 12,000 signs: a limit on resources as a file has one in a run, for
`re` counts no steps. What takes the square of the length needs 0.2 seconds and more, and what is worse would never end.
A pattern that is over it is tried a second time, so that what else the processor did does not count.
"""

import importlib
import inspect
import pkgutil
import re
import re._compiler as compiler  # type: ignore[import-not-found]
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.adversarial import texts

SECONDS = 0.15
ROOT = Path(__file__).parents[1] / "pipeline"

Found = tuple[re.Pattern[Any], str, int]


class TooSlowError(Exception):
    """A search took the processor too long."""


def collected() -> list[Found]:
    """Return the patterns that the modules of the pipeline compile, or their functions that need no argument.

    Only a process that has imported none of them yet finds them all.
    """
    found: dict[tuple[Any, int], Found] = {}
    compile_pattern = compiler.compile

    def compile_and_keep(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made: re.Pattern[Any] = compile_pattern(pattern, flags)
        frame = inspect.currentframe()
        while frame is not None and frame.f_code.co_filename in (__file__, re.__file__):
            frame = frame.f_back
        if frame is not None and Path(frame.f_code.co_filename).is_relative_to(ROOT):
            file = Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
            found.setdefault((made.pattern, made.flags), (made, file, frame.f_lineno))
        return made

    compiler.compile = compile_and_keep
    try:
        _run_what_compiles()
    finally:
        compiler.compile = compile_pattern
    return list(found.values())


def _run_what_compiles() -> None:
    import pipeline

    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name, module in list(sys.modules.items()):
        for function in list(vars(module).values()) if name.startswith("pipeline.") else ():
            is_kept = hasattr(function, "cache_info") and function.__module__ == name
            if is_kept and not inspect.signature(function).parameters:
                function()


def slow(found: Found) -> str | None:
    """Return the text that a pattern takes too long for, or None; it is used as its module uses it."""
    pattern, file, line = found
    for how in _uses(file, line):
        for text in texts(pattern):
            if _is_over(pattern, how, text) and _is_over(pattern, how, text):
                return f"{how} {text[:60]!r}"
    return None


def _is_over(pattern: re.Pattern[Any], how: str, text: Any) -> bool:
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        getattr(pattern, how)(text)
    except TooSlowError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False


def _uses(file: str, line: int) -> tuple[str, ...]:
    """Return how a pattern is used: only from the start of a text where its module does nothing else with its name."""
    source = (ROOT / file).read_text(encoding="utf-8")
    name = _name_of(file, line)
    if not name:
        return ("search", "fullmatch")
    used = re.findall(rf"(?<!\w){name}(?!\w)(?:\(\))?(?:\.(\w+))?", source)
    named = {method for method in used if method} - {"pattern"}
    is_of_start = bool(named) and named <= {"match", "fullmatch"} and used.count("") <= 1
    return tuple(sorted(named)) if is_of_start else ("search", "fullmatch")


def _name_of(file: str, line: int) -> str:
    """Return what a module calls the pattern that it compiles on a line, or the function that compiles it."""
    above = (ROOT / file).read_text(encoding="utf-8").splitlines()[:line]
    names = [match[1] or match[2] for own in above if (match := re.match(r"(\w+)(?:, \w+)? = |def (\w+)\(", own))]
    return names[-1] if names else ""


def told() -> Iterator[str]:
    """Yield how many patterns there are, and which of them are slow."""
    found = collected()
    yield f"{len(found)} patterns"
    for pattern, file, line in found:
        text = slow((pattern, file, line))
        if text is not None:
            yield f"{file} {_name_of(file, line)}: {text}"


def _stop(*_: object) -> None:
    raise TooSlowError


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _stop)
    for sentence in told():
        print(sentence, flush=True)  # noqa: T201
