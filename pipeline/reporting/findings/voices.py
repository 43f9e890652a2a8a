"""Whose views the statements give: roles, and organisations as far as the reports tell."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from pipeline.reporting.findings.model import Statement, Voice
from pipeline.reporting.inputs import Names


def raised_by(statements: Iterable[Statement], names: Names) -> tuple[Voice, ...]:
    """Return the roles that are said to hold the views in these statements, those of most statements first."""
    return _voices(((statement.attributed_to, statement.session_id) for statement in statements), names.role)


def raised_by_organisations(statements: Iterable[Statement]) -> tuple[Voice, ...]:
    """Return the organisations that hold the views in these statements, as far as the reports tell, most first."""
    return _voices(((statement.organisation, statement.session_id) for statement in statements), str)


def _voices(sources: Iterable[tuple[str | None, str]], name: Callable[[str], str]) -> tuple[Voice, ...]:
    """Return the sources, each given with its session."""
    sessions: Mapping[str, list[str]] = defaultdict(list)
    for code, session_id in sources:
        if code is not None:
            sessions[code].append(session_id)
    found = [Voice(code, name(code), len(ids), len(set(ids))) for code, ids in sessions.items()]
    return tuple(sorted(found, key=lambda voice: (-voice.n, voice.name)))
