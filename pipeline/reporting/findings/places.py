"""Where the statements stand, and how they are quoted."""

from collections import Counter
from collections.abc import Sequence

from pipeline.reporting.findings.model import Insight, Quote, Session, Statement
from pipeline.reporting.inputs import Names


class Places:
    """Where the statements stand: looks up their session and insight, and quotes them."""

    def __init__(self, sessions: Sequence[Session], names: Names) -> None:
        self.sessions = tuple(sessions)
        self._names = names
        self._statements: dict[str, tuple[Session, Insight, Statement]] = {}
        for session in sessions:
            for insight in session.insights:
                for statement in insight.statements:
                    self._statements[statement.statement_id] = (session, insight, statement)
        insights = [insight for session in sessions for insight in session.insights]
        self._n_insights = len(insights)
        self._n_with_theme = Counter(theme for insight in insights for theme in insight.themes)
        self._order = {statement_id: index for index, statement_id in enumerate(self._statements)}

    def __contains__(self, statement_id: object) -> bool:
        return statement_id in self._statements

    def statement(self, statement_id: str) -> Statement:
        """Return a statement."""
        return self._statements[statement_id][2]

    def insight(self, statement_id: str) -> Insight:
        """Return the insight in which a statement stands."""
        return self._statements[statement_id][1]

    def session(self, statement_id: str) -> Session:
        """Return the session in which a statement stands."""
        return self._statements[statement_id][0]

    def order(self, statement_id: str) -> int:
        """Return the place of a statement among all, in order of time."""
        return self._order[statement_id]

    def share_of_insights(self, theme: str) -> float:
        """Return which share of all insights mentions a theme."""
        return self._n_with_theme[theme] / self._n_insights if self._n_insights else 0.0

    def of_unit(self, unit: str) -> list[str]:
        """Return the ids of the statements that can have a topic, in order of time: the dilemmas, or all."""
        return [
            key
            for key, (_, _, statement) in self._statements.items()
            if unit != "dilemmas" or statement.kind == "dilemma"
        ]

    def quote(self, statement_id: str) -> Quote:
        """Return a statement as a quote that can be found again."""
        session, insight, statement = self._statements[statement_id]
        role = statement.attributed_to
        return Quote(
            text=statement.text,
            statement_id=statement_id,
            session_id=session.session_id,
            session_label=session.title,
            date_label=session.date_label,
            insight_id=insight.insight_id,
            insight_label=insight.label,
            line=statement.line,
            page=insight.page,
            path=session.path,
            attributed_to=self._names.role(role) if role else None,
        )
