"""The figures of the findings: counts with what they are part of, tests and intervals."""

from dataclasses import dataclass
from typing import Literal

MAX_COURSES = 3  # small charts, which fit on a page


@dataclass(frozen=True)
class Voice:
    """In how many statements, and in how many sessions, a role or an organisation is the source."""

    code: str
    name: str
    n: int
    n_sessions: int


@dataclass(frozen=True)
class Share:
    """Of how many sessions of a series or a year, `whole`, something comes up in `n`."""

    name: str
    n: int
    whole: int


@dataclass(frozen=True)
class Contrast:
    """A theme that `n` of the `whole` sessions of a series have, and `n_others` of the `whole_others` others."""

    theme: str
    series: str
    n: int
    whole: int
    n_others: int
    whole_others: int


@dataclass(frozen=True)
class Trend:
    """What a test says on the share of sessions over time.

    `n_sessions` counts the sessions that the test could use, `n_tests` how many tests were made together. `p` is
    corrected for those; it is None where there were too few sessions to test. `direction` is None unless the test
    supports a trend.
    """

    n_sessions: int
    n_tests: int
    p: float | None
    direction: Literal["stijgend", "dalend"] | None


@dataclass(frozen=True)
class Pair:
    """Two themes, and in how many insights both of them, and each of them, occur."""

    first: str
    second: str
    n: int
    n_first: int
    n_second: int


@dataclass(frozen=True)
class Estimate:
    """A share of the sessions of a period, with its 95% confidence interval as two shares."""

    n: int
    whole: int
    low: float
    high: float


@dataclass(frozen=True)
class Course:
    """In which share of the sessions of each period or series a theme or a dilemma occurs; `whole` is that of all."""

    name: str
    estimates: tuple[Estimate, ...]
    whole: Estimate | None = None
    code: str = ""

    @property
    def apart(self) -> tuple[int, ...]:
        """The places of the estimates whose interval does not overlap with that of all sessions."""
        if self.whole is None:
            return ()
        low, high = self.whole.low, self.whole.high
        return tuple(place for place, own in enumerate(self.estimates) if own.low > high or own.high < low)


@dataclass(frozen=True)
class Periods:
    """Periods in order of time, or series, with the courses of themes or dilemmas.

    `left_out` are periods or series with too few sessions.
    """

    labels: tuple[str, ...]
    courses: tuple[Course, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class RoleRates:
    """In which share of the sessions with a role a statement of that role is on a dilemma.

    A session is with a role if it was present or holds a view there. `n` has shape (len(topic_ids), len(roles)), and
    `whole` counts the sessions with each role; `n_present` those of them whose list of participants shows the role.
    `left_out` are roles that raise a dilemma but were present in too few sessions, with in how many; `n_more` counts
    roles for which there is no room.
    """

    topic_ids: tuple[str, ...]
    dilemmas: tuple[str, ...]
    roles: tuple[str, ...]
    role_names: tuple[str, ...]
    n: tuple[tuple[int, ...], ...]
    whole: tuple[int, ...]
    n_present: tuple[int, ...]
    left_out: tuple[tuple[str, int], ...]
    n_more: int = 0


@dataclass(frozen=True)
class Speaker:
    """A role or organisation: how often it could be heard, and how often it was.

    `n_attended` counts the sessions with somebody of it present, None for a role that no list of participants can
    show; `n_heard` those of them with a statement of it. `kinds` counts all its statements, in the order of `KINDS`.
    """

    code: str
    name: str
    n_attended: int | None
    n_heard: int
    kinds: tuple[int, ...]

    @property
    def n_statements(self) -> int:
        """The number of statements of all kinds."""
        return sum(self.kinds)
