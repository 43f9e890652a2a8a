"""No pattern takes the square of the length of a text: every one is tried on texts that are made to be bad for it."""

import re
import signal
import subprocess
import sys

import pytest

from tests import patterns
from tests.adversarial import LENGTH, texts

# Asked only of the hundred signs before a name.
OF_SHORT_TEXTS = {
    "dutch/allusions.py _article",
    "dutch/allusions.py _name_at_end",
    "dutch/allusions.py _said_around",
    "dutch/allusions.py _said_of_somebody",
}
# Linear, with many ways to take each word.
LINEAR = {"dutch/functions.py _functions", "dutch/name_patterns.py cited", "dutch/name_patterns.py told"}

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no limit on the processor is at hand")


def test_no_other_pattern_of_the_pipeline_takes_the_square_of_a_length() -> None:
    command = [sys.executable, "-m", "tests.patterns"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert int(said[0].split()[0]) > 400
    slow = {line.partition(":")[0]: line for line in said[1:]}
    assert [line for name, line in slow.items() if name not in OF_SHORT_TEXTS | LINEAR] == []


@pytest.mark.parametrize(
    "bad", [r"(?:a+)+$", r"\s*,\s*$", r"\bals\b.*\bdan\b", r"(\w+\s)*=", r"x.*y.*z$", rb"\d+\.\d+\.$"]
)
def test_what_is_not_linear_is_found(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.1)
    monkeypatch.setattr(patterns, "_uses", lambda *_: ("search",))
    before = signal.signal(signal.SIGVTALRM, patterns._stop)
    try:
        assert patterns.slow((re.compile(bad), "x", 1)) is not None
    finally:
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("given", [r"(?<=a)b{2,}(?:c|d)*[^e-g]+", r"(?i)\bvan\s+(?P<n>\d+)(?P=n)?", rb"^--x.*\n"])
def test_texts_are_made_of_what_a_pattern_is_made_of(given: str) -> None:
    made = list(texts(re.compile(given)))
    assert all(LENGTH <= len(text) <= LENGTH + 1 for text in made)
    assert len(set(made)) > 20
