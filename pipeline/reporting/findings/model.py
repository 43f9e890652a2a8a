"""The findings: what the report says, before it is said in words, tables or charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.reporting import dates

MAX_CHART_ROWS = 40  # a chart of more rows is no picture any more; the table under it has them all


@dataclass(frozen=True)
class Statement:
    """A sentence of an insight, with the codes of its themes and roles.

    `text` is verbatim; `roles` holds the roles the sentence mentions and the one it is attributed to. `organisation`
    is the one that holds the view, None where the report ties it to none or to more than one.
    """

    statement_id: str
    insight_id: str
    session_id: str
    text: str
    line: int
    kind: str
    attributed_to: str | None
    organisation: str | None
    themes: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Insight:
    """An insight of a session; `themes` are those of its heading and its statements together."""

    insight_id: str
    position: int
    number: str | None
    heading: str | None
    line: int
    statements: tuple[Statement, ...]
    themes: tuple[str, ...]

    @property
    def label(self) -> str:
        """The insight as a reader refers to it: its number and heading as far as they are printed."""
        heading = self.heading or f"Inzicht {self.position}"
        return f"{self.number.rstrip('. ')}. {heading}" if self.number and self.heading else heading


@dataclass(frozen=True)
class Attendance:
    """How many of those present held a function, and for which organisations."""

    function: str | None
    organisations: tuple[str, ...]
    n_persons: int


@dataclass(frozen=True)
class Session:
    """A session, with its insights in order."""

    session_id: str
    title: str
    date: str | None
    date_label: str
    series: str | None
    path: str
    insights: tuple[Insight, ...]
    attendance: tuple[Attendance, ...]
    n_absent: int

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all insights, in order."""
        return tuple(statement for insight in self.insights for statement in insight.statements)

    @property
    def themes(self) -> frozenset[str]:
        """The themes that a heading or a statement of this session mentions."""
        return frozenset(theme for insight in self.insights for theme in insight.themes)

    @property
    def sort_key(self) -> tuple[tuple[int, int, int, int], str, str, str]:
        """The place of the session in time; ties go by series, title and id."""
        return (dates.sort_key(self.date), self.series or "", self.title, self.session_id)

    def n_of_kind(self, kind: str) -> int:
        """Return how many statements are of a kind."""
        return sum(statement.kind == kind for statement in self.statements)


@dataclass(frozen=True)
class Quote:
    """A verbatim statement with everything that is needed to find it again."""

    text: str
    statement_id: str
    session_id: str
    session_label: str
    date_label: str
    insight_id: str
    insight_label: str
    line: int
    path: str
    attributed_to: str | None


@dataclass(frozen=True)
class Count:
    """How often something with a code and a name occurs."""

    code: str
    name: str
    n: int


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
class Theme:
    """In how many sessions, statements and advices a theme occurs."""

    code: str
    name: str
    n_sessions: int
    n_statements: int
    n_advice: int


@dataclass(frozen=True)
class Matrix:
    """Counts of rows by columns.

    `values` has shape (len(rows), len(columns)); `groups` names the group of each column, None
    where columns are not grouped. Columns of one group stand together.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Dilemma:
    """A topic of dilemmas: where it came up, who raised it, in which words, with what advice.

    `quotes` come from different sessions; `advice` stands in the same insights as the dilemma;
    `stability` is the share of samples of the dilemmas in which the topic came back. `by_series` and `by_year` leave
    out what has none of its sessions.
    """

    topic_id: str
    label: str
    sessions: tuple[Session, ...]
    n_statements: int
    by_series: tuple[Share, ...]
    by_year: tuple[Share, ...]
    trend: Trend
    raised_by: tuple[Voice, ...]
    raised_by_organisations: tuple[Voice, ...]
    n_unattributed: int
    quotes: tuple[Quote, ...]
    advice: tuple[Quote, ...]
    n_advice: int
    stability: float

    @property
    def n_sessions(self) -> int:
        """The number of sessions in which the dilemma came up."""
        return len(self.sessions)

    @property
    def is_unstable(self) -> bool:
        """Whether the topic came back in fewer than half of the samples of the dilemmas."""
        return self.stability < 0.5


@dataclass(frozen=True)
class Change:
    """What became of a topic since the former analysis, or where it comes from.

    `came_from`, `took_in` and `went_into` are the labels of other topics; None for a label that stands in no
    report any more. Of a topic that is still there `went_into` are the parts that were split off.
    """

    label: str | None
    is_gone: bool
    is_new: bool
    came_from: tuple[str | None, ...]
    took_in: tuple[str | None, ...]
    went_into: tuple[str | None, ...]


@dataclass(frozen=True)
class Rejection:
    """A file that was not used, or something in a file that was used and asks for a look."""

    path: str
    reason: str
    message: str


@dataclass(frozen=True)
class Findings:
    """Everything the report tells, computed once.

    `loose` are the dilemmas outside the recurring topics; with `too_few` nothing was clustered
    and they are all of them. `rejections` are files that were not used, `remarks` are on files that were.
    `changes` holds by `topic_id` what changed since the former analysis; it is empty if there was none.
    `n_files` counts the files that were used or rejected.
    """

    sessions: tuple[Session, ...]
    themes: tuple[Theme, ...]
    unmentioned_themes: tuple[str, ...]
    theme_sessions: Matrix
    theme_roles: Matrix
    n_theme_statements: int
    n_theme_advice: int
    recurring: tuple[Dilemma, ...]
    loose: tuple[Quote, ...]
    too_few: bool
    dilemmas_raised_by: tuple[Voice, ...]
    dilemmas_raised_by_organisations: tuple[Voice, ...]
    topic_figures: Mapping[str, float]
    changes: Mapping[str, Change]
    rejections: tuple[Rejection, ...]
    remarks: tuple[Rejection, ...]
    n_files: int

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all sessions, in order of time."""
        return tuple(statement for session in self.sessions for statement in session.statements)

    @property
    def n_insights(self) -> int:
        """The number of insights in all sessions."""
        return sum(len(session.insights) for session in self.sessions)

    @property
    def n_unattributed_dilemmas(self) -> int:
        """The number of dilemmas for which the report names nobody."""
        return self.n_of_kind("dilemma") - sum(count.n for count in self.dilemmas_raised_by)

    def n_of_kind(self, kind: str) -> int:
        """Return how many statements are of a kind."""
        return sum(session.n_of_kind(kind) for session in self.sessions)
