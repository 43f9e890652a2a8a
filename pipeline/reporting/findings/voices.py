"""Whose views the statements give: roles, and organisations as far as the reports tell."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.reporting.findings.measures import Speaker, Voice
from pipeline.reporting.findings.model import Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.tables import KINDS


def raised_by(statements: Iterable[Statement], names: Names) -> tuple[Voice, ...]:
    """Return the roles that are said to hold the views in these statements, those of most statements first."""
    return _voices(((statement.attributed_to, statement.session_id) for statement in statements), names.role)


def raised_by_organisations(statements: Iterable[Statement]) -> tuple[Voice, ...]:
    """Return the organisations that hold the views in these statements, as far as the reports tell, most first."""
    return _voices(((statement.organisation, statement.session_id) for statement in statements), str)


def role_speakers(sessions: Sequence[Session], names: Names) -> tuple[Speaker, ...]:
    """Return the roles that hold a view anywhere, with their chances; those of most statements first."""
    return _speakers(
        sessions,
        lambda statement: statement.attributed_to,
        lambda session: session.roles_present,
        names.role,
    )


def organisation_speakers(sessions: Sequence[Session]) -> tuple[Speaker, ...]:
    """Return the organisations that hold a view or were present, with their chances; those of most statements first."""
    present = frozenset(name for session in sessions for name in session.organisations_present)
    return _speakers(
        sessions, lambda statement: statement.organisation, lambda session: session.organisations_present, str, present
    )


def _speakers(
    sessions: Sequence[Session],
    source: Callable[[Statement], str | None],
    present: Callable[[Session], frozenset[str]],
    name: Callable[[str], str],
    others: Iterable[str] = (),
) -> tuple[Speaker, ...]:
    kinds: Counter[tuple[str, str]] = Counter()
    heard: Mapping[str, set[str]] = defaultdict(set)
    for session in sessions:
        for statement in session.statements:
            if code := source(statement):
                kinds[code, statement.kind] += 1
                heard[code].add(session.session_id)
    attended: Mapping[str, set[str]] = defaultdict(set)
    for session in sessions:
        for code in present(session):
            attended[code].add(session.session_id)
    found = [
        Speaker(
            code=code,
            name=name(code),
            n_attended=len(attended[code]) or None,
            n_heard=len(heard[code] & attended[code]) if attended[code] else len(heard[code]),
            kinds=tuple(kinds[code, kind] for kind in KINDS),
        )
        for code in {*heard, *others}
    ]

    def place(speaker: Speaker) -> tuple[int, int, str, str]:
        return (-speaker.n_statements, -(speaker.n_attended or 0), speaker.name, speaker.code)

    return tuple(sorted(found, key=place))


def _voices(sources: Iterable[tuple[str | None, str]], name: Callable[[str], str]) -> tuple[Voice, ...]:
    """Return the sources, each given with its session."""
    sessions: Mapping[str, list[str]] = defaultdict(list)
    for code, session_id in sources:
        if code is not None:
            sessions[code].append(session_id)
    found = [Voice(code, name(code), len(ids), len(set(ids))) for code, ids in sessions.items()]
    return tuple(sorted(found, key=lambda voice: (-voice.n, voice.name)))
