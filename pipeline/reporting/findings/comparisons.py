"""The recurring dilemmas of most sessions compared: by role, by series and by year, and which stand out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from math import comb

from pipeline.dutch import edtf
from pipeline.reporting.findings.measures import Course, Periods, RoleRates
from pipeline.reporting.findings.model import MAX_DILEMMAS, Dilemma, Session
from pipeline.reporting.findings.periods import estimate
from pipeline.reporting.findings.trends import ALPHA
from pipeline.reporting.inputs import Names

MIN_ATTENDED = 5  # sessions that a role was present in, to tell a share at all
MIN_ROLES = 2  # one role is no comparison
MAX_ROLES = 8
MIN_SESSIONS = 3  # of a series or a year
MIN_GROUPS = 2
MAX_LEADERS = 3


def role_rates(dilemmas: Sequence[Dilemma], sessions: Sequence[Session], names: Names) -> RoleRates | None:
    """Return how often a dilemma is raised by each role, of the sessions with that role; None if there are too few.

    The roles that raise these dilemmas in most sessions come first; a role that raises none of them is left out.
    """
    shown = dilemmas[:MAX_DILEMMAS]
    topic_of = {statement_id: dilemma.topic_id for dilemma in shown for statement_id in dilemma.statement_ids}
    raised: Mapping[tuple[str, str], set[str]] = defaultdict(set)
    attended: Mapping[str, set[str]] = defaultdict(set)
    n_present: Counter[str] = Counter()
    for session in sessions:
        n_present.update(session.roles_present)
        for role in session.roles_present:
            attended[role].add(session.session_id)
        for statement in session.statements:
            source, topic_id = statement.attributed_to, topic_of.get(statement.statement_id)
            if source is not None:
                attended[source].add(session.session_id)
            if source is not None and topic_id is not None:
                raised[topic_id, source].add(session.session_id)
    totals = {role: sum(len(raised[dilemma.topic_id, role]) for dilemma in shown) for role in attended}
    order = sorted(
        (role for role, total in totals.items() if total),
        key=lambda role: (-totals[role], -len(attended[role]), names.role(role), role),
    )
    enough = [role for role in order if n_present[role] >= MIN_ATTENDED]
    if len(enough) < MIN_ROLES:
        return None
    roles = enough[:MAX_ROLES]
    return RoleRates(
        topic_ids=tuple(dilemma.topic_id for dilemma in shown),
        dilemmas=tuple(dilemma.label for dilemma in shown),
        roles=tuple(roles),
        role_names=tuple(map(names.role, roles)),
        n=tuple(tuple(len(raised[dilemma.topic_id, role]) for role in roles) for dilemma in shown),
        whole=tuple(len(attended[role]) for role in roles),
        n_present=tuple(n_present[role] for role in roles),
        left_out=tuple((names.role(role), n_present[role]) for role in order if role not in enough),
        n_more=len(enough) - len(roles),
    )


def by_series(dilemmas: Sequence[Dilemma], sessions: Sequence[Session]) -> Periods | None:
    """Return in which share of the sessions of each series a dilemma came up, the largest series first."""
    n_sessions = Counter(session.series for session in sessions)
    return _groups(dilemmas, sessions, lambda session: session.series, lambda name: (-n_sessions[name], name))


def by_year(dilemmas: Sequence[Dilemma], sessions: Sequence[Session]) -> Periods | None:
    """Return in which share of the sessions of each year a dilemma came up."""
    return _groups(dilemmas, sessions, lambda session: edtf.year(session.date), lambda name: (0, name))


def n_leaders(counted: Sequence[Collection[str]]) -> int:
    """Return how many of the first stand out from the rest: 1, 2 or 3, or 0 if none do.

    The last that stands out is compared with the first that does not, by the test of McNemar (1947) in its exact form:
    only sessions with one of the two tell which recurs more.

    Parameters
    ----------
    counted
        The ids of the sessions in which each comes up, those of most sessions first.

    References
    ----------
    Q. McNemar (1947), Note on the sampling error of the difference between correlated proportions or percentages.
    Psychometrika 12, 153-157.

    Examples
    --------
    >>> n_leaders(["abcdefgh", "a", "b"]), n_leaders(["abc", "ab", "c"])
    (1, 0)
    """
    places = range(1, min(MAX_LEADERS + 1, len(counted)))
    return next((n for n in places if _p_value(set(counted[n - 1]), set(counted[n])) < ALPHA), 0)


def _p_value(one: Collection[str], other: Collection[str]) -> float:
    only_one, only_other = len(set(one) - set(other)), len(set(other) - set(one))
    n, least = only_one + only_other, min(only_one, only_other)
    return min(1.0, float(2 * sum(comb(n, k) for k in range(least + 1)) / 2**n))


def _groups(
    dilemmas: Sequence[Dilemma],
    sessions: Sequence[Session],
    key: Callable[[Session], str | None],
    order: Callable[[str], tuple[int, str]],
) -> Periods | None:
    """Return the shares by group, or None if too few groups have enough sessions."""
    groups: dict[str, set[str]] = {}
    for session in sessions:
        if (name := key(session)) is not None:
            groups.setdefault(name, set()).add(session.session_id)
    names = sorted(groups, key=order)
    labels = tuple(name for name in names if len(groups[name]) >= MIN_SESSIONS)
    if len(labels) < MIN_GROUPS or not dilemmas:
        return None
    return Periods(
        labels=labels,
        courses=tuple(
            _course(dilemma, [groups[label] for label in labels], len(sessions)) for dilemma in dilemmas[:MAX_DILEMMAS]
        ),
        left_out=tuple(name for name in names if name not in labels),
    )


def _course(dilemma: Dilemma, groups: Sequence[set[str]], n_sessions: int) -> Course:
    present = {session.session_id for session in dilemma.sessions}
    return Course(
        dilemma.label,
        tuple(estimate(len(present & group), len(group)) for group in groups),
        estimate(len(present), n_sessions),
        dilemma.topic_id,
    )
