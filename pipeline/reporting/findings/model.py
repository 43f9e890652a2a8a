"""The findings: what the report says, before it is said in words, tables or charts."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.dutch import edtf
from pipeline.reporting.findings.measures import (
    Contrast,
    Pair,
    Periods,
    RoleRates,
    Share,
    Speaker,
    Trend,
    Voice,
)

MAX_CHART_ROWS = 40  # a chart of more rows is no picture any more; the table under it has them all
MAX_DILEMMAS = 10  # in a chart: those of most sessions


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an insight, with the codes of its themes and roles.

    `text` is verbatim; `all_themes` are its themes with the broader ones of these. `roles` holds the roles the sentence
    mentions and the one it is attributed to. `organisation` is the one that holds the view, None where the report ties
    it to none or to more than one. `nouns` are lemmas. Of one that `is_uncertain` the kind is doubtful.
    `lemmas` are the base forms of its words, in order.
    `stands_alone` and `both_sides` tell how likely a dilemma is to be understood alone and to hold both sides (0..1).
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
    all_themes: frozenset[str]
    roles: tuple[str, ...]
    nouns: frozenset[str]
    is_uncertain: bool
    stands_alone: float = 0.0
    both_sides: float = 0.0
    lemmas: tuple[str, ...] = ()
    advice_type: str | None = None


@dataclass(frozen=True, slots=True)
class Insight:
    """An insight of a session; its themes are those of its heading and its statements together."""

    insight_id: str
    position: int
    number: str | None
    heading: str | None
    line: int
    page: int | None
    statements: tuple[Statement, ...]
    themes: tuple[str, ...]
    all_themes: frozenset[str]

    @property
    def label(self) -> str:
        """The insight as a reader refers to it: its number and heading as far as they are printed."""
        if self.number and self.heading:
            return f"{self.number.rstrip('. ')}. {self.heading}"
        return f"Inzicht {self.position}" + (f": {self.heading}" if self.heading else "")


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many of those present held a function, and for which organisations."""

    function: str | None
    organisations: tuple[str, ...]
    n_persons: int


@dataclass(frozen=True, slots=True)
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
    roles_present: frozenset[str] = frozenset()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all insights, in order."""
        return tuple(statement for insight in self.insights for statement in insight.statements)

    @property
    def themes(self) -> frozenset[str]:
        """The themes that a heading or a statement of this session mentions, with the broader ones of these."""
        return frozenset(theme for insight in self.insights for theme in insight.all_themes)

    @property
    def organisations_present(self) -> frozenset[str]:
        """The organisations of those present."""
        return frozenset(name for group in self.attendance for name in group.organisations)

    @property
    def sort_key(self) -> tuple[tuple[int, int, int, int], str, str, str]:
        """The place of the session in time; ties go by series, title and id."""
        return (edtf.sort_key(self.date), self.series or "", self.title, self.session_id)

    def n_of_kind(self, kind: str) -> int:
        """Return how many statements are of a kind."""
        return sum(statement.kind == kind for statement in self.statements)


@dataclass(frozen=True, slots=True)
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
    page: int | None
    path: str
    attributed_to: str | None


@dataclass(frozen=True, slots=True)
class Theme:
    """In how many sessions, statements and advices a theme occurs, the narrower themes of it included.

    `depth` is the number of broader themes.
    """

    code: str
    name: str
    n_sessions: int
    n_statements: int
    n_advice: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of rows by columns.

    `values` has shape (len(rows), len(columns)), with None where a count has no meaning; `groups` names the group of
    each column, None where columns are not grouped. Columns of one group stand together. `depths` tells how deep each
    row stands under a broader one; it is empty if none does.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    groups: tuple[str, ...] | None = None
    depths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceTheme:
    """The advice on one theme. `quotes` come from different sessions, the latest first."""

    code: str
    name: str
    n_advice: int
    n_sessions: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class OpenAdvice:
    """An advice of which later sessions of its series, `n_later` of them, show no sign."""

    quote: Quote
    series: str
    n_later: int


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice by theme, those of most sessions first.

    `open` is the advice without a sign of follow-up, of the `n_comparable` for which that could be seen.
    """

    by_theme: tuple[AdviceTheme, ...]
    open: tuple[OpenAdvice, ...]
    n_comparable: int


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A topic of dilemmas: where it came up, who raised it, in which words, with what advice.

    `key_sentence` is the statement that can best be read alone as what the dilemma is about, None if none can;
    `short_sentence` the one among the short ones; `quotes` are others, from different sessions; `advice` stands in
    the same insights as the dilemma; `theme` is the theme that most sets it apart from other dilemmas, None where
    none does; `counter` is a statement that says of itself that it contradicts. `stability` is the share of
    samples of the dilemmas in which the topic came back. `n_advised` counts the sessions in which advice stands
    beside it. `by_series` and `by_year` leave out what has none of its sessions. `statement_ids` are its
    statements, in order of time.
    """

    topic_id: str
    label: str
    theme: str | None
    sessions: tuple[Session, ...]
    n_statements: int
    by_series: tuple[Share, ...]
    by_year: tuple[Share, ...]
    trend: Trend
    raised_by: tuple[Voice, ...]
    raised_by_organisations: tuple[Voice, ...]
    n_unattributed: int
    key_sentence: Quote | None
    short_sentence: Quote | None
    counter: Quote | None
    quotes: tuple[Quote, ...]
    advice: tuple[Quote, ...]
    n_advice: int
    n_advised: int
    stability: float | None  # none of what a person made
    statement_ids: tuple[str, ...] = ()

    @property
    def n_sessions(self) -> int:
        """The number of sessions in which the dilemma came up."""
        return len(self.sessions)

    @property
    def years(self) -> str:
        """The first and the last year in which it came up, as far as the dates tell."""
        years = sorted(share.name for share in self.by_year)
        return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something promised or decided: the words, who will do it, by when, and where a later session returns to it."""

    quote: Quote
    actor: str | None
    due: str | None
    returns_in: Quote | None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file that was not used, or something in a file that was used and asks for a look."""

    path: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of a file of corrections and what became of it; what it does not say is empty.

    `place` is the text that it is about, as it stands in the report or, where it was not found, as it was quoted;
    `machine` is the value that the program gave.
    """

    file: str
    row: int
    what: str
    status: str
    message: str
    place: str
    was: str
    becomes: str
    machine: str
    coder: str
    date: str
    reason: str
    statement_id: str


@dataclass(frozen=True, slots=True)
class Unused:
    """What of a report lies in no insight: how many characters of how many, and the passages, each with its reason."""

    path: str
    n_unused: int
    n_characters: int
    passages: tuple[tuple[str, str], ...]

    @property
    def by_reason(self) -> tuple[tuple[str, int], ...]:
        """The number of characters for each reason, the largest first."""
        sizes: dict[str, int] = {}
        for reason, text in self.passages:
            sizes[reason] = sizes.get(reason, 0) + len(text)
        return tuple(sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the report tells, computed once.

    `loose` are the dilemmas outside the recurring topics; with `too_few` nothing was clustered and they are all.
    `similar` are then pairs and small groups that likely say the same. `rejections` are files that were not used,
    `remarks` are on files that were. `unused` is the text of each report that lies in no insight. `changes` holds by
    `topic_id` what changed since the former analysis; it is empty if there was none. `commitments` stand in order of
    time. Where it `is_small` nothing is said to recur. `n_files` counts the files that were used or rejected. `unit` is
    what was divided into topics: `dilemmas`, `uitspraken` or `inzichten`; where it is not dilemmas, `recurring` and
    `loose` hold statements of any kind. `dilemma_roles`, `dilemma_series` and `dilemma_years` compare the dilemmas of
    most sessions; they are None if there are too few sessions to compare. `corrections` are what people put right, and
    `n_coders` counts the people who looked at codes, None where some did and none left a name.
    """

    sessions: tuple[Session, ...]
    themes: tuple[Theme, ...]
    unmentioned_themes: tuple[str, ...]
    theme_sessions: Matrix
    theme_roles: Matrix
    theme_organisations: Matrix
    themes_together: Matrix
    theme_pairs: tuple[Pair, ...]
    theme_periods: Periods | None
    theme_trends: Mapping[str, Trend]
    theme_contrasts: tuple[Contrast, ...]
    themes_everywhere: tuple[Theme, ...]
    n_theme_statements: int
    n_theme_advice: int
    advice: Advice
    role_speakers: tuple[Speaker, ...]
    organisation_speakers: tuple[Speaker, ...]
    recurring: tuple[Dilemma, ...]
    loose: tuple[Quote, ...]
    too_few: bool
    similar: tuple[tuple[Quote, ...], ...]
    dilemmas_raised_by: tuple[Voice, ...]
    dilemmas_raised_by_organisations: tuple[Voice, ...]
    topic_figures: Mapping[str, float]
    changes: Mapping[str, Change]
    rejections: tuple[Rejection, ...]
    remarks: tuple[Rejection, ...]
    n_files: int
    unused: tuple[Unused, ...] = ()
    unit: str = "dilemmas"
    commitments: tuple[Commitment, ...] = ()
    is_small: bool = False
    dilemma_roles: RoleRates | None = None
    dilemma_series: Periods | None = None
    dilemma_years: Periods | None = None
    n_coders: int | None = 0
    corrections: tuple[Correction, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all sessions, in order of time."""
        return tuple(statement for session in self.sessions for statement in session.statements)

    @property
    def n_insights(self) -> int:
        """The number of insights in all sessions."""
        return sum(len(session.insights) for session in self.sessions)

    @property
    def n_units(self) -> int:
        """How many dilemmas, statements or insights there were to divide into topics."""
        if self.unit == "inzichten":
            return sum(bool(insight.statements) for session in self.sessions for insight in session.insights)
        return self.n_of_unit

    @property
    def n_of_unit(self) -> int:
        """How many statements could have a topic: the dilemmas, or all of them."""
        return self.n_of_kind("dilemma") if self.unit == "dilemmas" else len(self.statements)

    @property
    def n_rejected(self) -> int:
        """The number of files that were not used."""
        return len({rejection.path for rejection in self.rejections})

    @property
    def n_unattributed_dilemmas(self) -> int:
        """The number of dilemmas for which the report names nobody."""
        return self.n_of_kind("dilemma") - sum(count.n for count in self.dilemmas_raised_by)

    def n_of_kind(self, kind: str) -> int:
        """Return how many statements are of a kind."""
        return sum(session.n_of_kind(kind) for session in self.sessions)

    def n_doubtful(self, kind: str) -> int:
        """Return how many statements are of a kind, but not surely."""
        return sum(statement.kind == kind and statement.is_uncertain for statement in self.statements)
