"""The hand-coded answers of the sample reports, and how well results agree with them."""

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import krippendorff
import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.ingest.person_details import find_organisation

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
LAYOUTS = ROOT / "tests" / "gold" / "layouts"
DOCUMENTS = ROOT / "tests" / "gold" / "documents"
OPEN_LAYOUTS = ROOT / "tests" / "gold" / "layouts-open"
PERSON_FIELDS = ("name", "function", "organisation", "role", "is_chair", "present")
_GOLD = ROOT / "tests" / "gold"
SAMPLES = _GOLD / "reports"

Sessions = Mapping[str, dict[str, Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of a set of found things against the gold ones."""

    n_found: int
    n_gold: int
    n_right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.n_right / self.n_found if self.n_found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.n_found + self.n_gold
        return 2 * self.n_right / total if total else 0.0


def score(found: Iterable[Hashable], gold: Iterable[Hashable]) -> Score:
    """Compare what was found with the gold, each thing counted as often as it stands."""
    counts, expected = Counter(found), Counter(gold)
    return Score(counts.total(), expected.total(), (counts & expected).total())


@cache
def gold_sessions(folder: Path = _GOLD / "reports") -> Sessions:
    """Return the gold of each session; of the sample corpus if no other is asked.

    The key is the path of the report below the raw folder; a second session in a report has `#2` behind it.
    """
    found = {}
    for file in sorted(folder.rglob("*.json")):
        answer = json.loads(file.read_text(encoding="utf-8"))
        for number, session in enumerate(answer["sessions"], start=1):
            found[_key(answer["file"], number)] = {**session, "writer": answer["writer"]}
    return found


def sample_files() -> list[Path]:
    """Return every report that has gold and that rules were developed on, of any format."""
    return sorted(
        file
        for folder in (RAW, LAYOUTS, DOCUMENTS)
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in (".json", ".csv") and file.name != "README.md"
    )


def gold_files(folder: Path) -> set[str]:
    """Return the names of the reports in a folder of gold."""
    return {key.partition("#")[0] for key in gold_sessions(folder)}


def _key(path: str, number: int) -> str:
    return path if number == 1 else f"{path}#{number}"


def on_one_line(text: str | None) -> str | None:
    """Return a text with single spaces, as gold and results are compared."""
    return " ".join(text.split()) if text is not None else None


def key_of_session(data: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the key in the gold of each session id."""
    paths = {row["report_id"]: row["path"] for row in tables.records(data["reports"])}
    return {
        row["session_id"]: _key(paths[row["report_id"]], int(row["session_id"].rpartition("-s")[2]))
        for row in tables.records(data["sessions"])
    }


def insight_score(data: Mapping[str, pd.DataFrame], sessions: Sessions | None = None) -> Score:
    """Compare insights by report, place, number and heading."""
    keys = key_of_session(data)
    found = [
        (keys[row["session_id"]], row["position"], row["number"], row["heading"])
        for row in tables.records(data["insights"])
    ]
    gold = [
        (path, position, insight["number"], on_one_line(insight["heading"]))
        for path, session in (sessions or gold_sessions()).items()
        for position, insight in enumerate(session["insights"], start=1)
    ]
    return score(found, gold)


def participant_score(
    data: Mapping[str, pd.DataFrame], sessions: Sessions | None = None, fields: Sequence[str] = PERSON_FIELDS
) -> Score:
    """Compare participants by report and fields; an organisation counts as named whatever form the gold has it in."""
    keys = key_of_session(data)
    found = [
        (keys[row["session_id"]], *(row[field] for field in fields)) for row in tables.records(data["participants"])
    ]
    gold = [
        (path, *(_canonical(field, person[field]) for field in fields))
        for path, session in (sessions or gold_sessions()).items()
        for person in session["participants"]
    ]
    return score(found, gold)


def _canonical(field: str, value: Any) -> Any:
    """Return a gold value as the product writes it: the writers did not know our short forms of organisations."""
    if field == "name":
        return on_one_line(value)
    known = find_organisation(value) if field == "organisation" and value else None
    return known.code if known else value


def session_score(data: Mapping[str, pd.DataFrame], field: str, sessions: Sessions | None = None) -> Score:
    """Compare one field of the sessions (`title`, `date`, `series`, ...)."""
    keys = key_of_session(data)
    found = {keys[row["session_id"]]: _comparable(field, row[field]) for row in tables.records(data["sessions"])}
    gold = []
    for path, session in (sessions or gold_sessions()).items():
        # Where a title names a group and no programme, the group with its kind is as right as the name alone.
        other = session.get(f"{field}_alt")
        gold.append((path, found[path] if other and found.get(path) == other else _comparable(field, session[field])))
    return score(found.items(), gold)


def _comparable(field: str, value: str | None) -> str | None:
    """Return a value on one line; of a printed date some writers gave the day of the week too, others not."""
    line = on_one_line(value)
    return re.sub(r"^\w+dag ", "", line) if line and field.endswith("date_text") else line


def statement_pairs(
    data: Mapping[str, pd.DataFrame], sessions: Sessions | None = None
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the statements that were found as in the gold, each with its gold answer."""
    return _with_answers(data, gold_statements(sessions))


def _with_answers(
    data: Mapping[str, pd.DataFrame], gold: Mapping[tuple[str, int, str | None], T]
) -> list[tuple[dict[str, Any], T]]:
    """Return the statements that were found as in the gold, each with what the gold has by report, place and text."""
    keys = key_of_session(data)
    insight_positions = {row["insight_id"]: row["position"] for row in tables.records(data["insights"])}
    pairs = []
    for row in tables.records(data["statements"]):
        key = (keys[row["session_id"]], insight_positions[row["insight_id"]], on_one_line(row["text"]))
        if key in gold:
            pairs.append((row, gold[key]))
    return pairs


def gold_statements(sessions: Sessions | None = None) -> dict[tuple[str, int, str | None], dict[str, Any]]:
    """Return the gold statements by report, place of the insight, and text."""
    return {
        (path, position, on_one_line(statement["text"])): statement
        for path, session in (sessions or gold_sessions()).items()
        for position, insight in enumerate(session["insights"], start=1)
        for statement in insight["statements"]
    }


def statement_score(data: Mapping[str, pd.DataFrame], sessions: Sessions | None = None) -> Score:
    """Compare statements by report, insight and text: are sentences cut where people cut them."""
    return Score(len(data["statements"]), len(gold_statements(sessions)), len(statement_pairs(data, sessions)))


def voice_score(data: Mapping[str, pd.DataFrame]) -> Score:
    """Compare `attributed_to` over the statements found; a right null counts for nothing."""
    pairs = [(row["attributed_to"], answer["attributed_to"]) for row, answer in statement_pairs(data)]
    return Score(
        n_found=sum(found is not None for found, _ in pairs),
        n_gold=sum(gold is not None for _, gold in pairs),
        n_right=sum(found == gold and gold is not None for found, gold in pairs),
    )


def kind_agreement() -> float:
    """Return Krippendorff's α (nominal) between the two labellings of the kinds by hand."""
    second = json.loads((_GOLD / "kinds-second-labelling.json").read_text(encoding="utf-8"))
    first_kinds, second_kinds = [], []
    for path, session in gold_sessions().items():
        for position, insight in enumerate(session["insights"], start=1):
            for number, statement in enumerate(insight["statements"], start=1):
                first_kinds.append(statement["kind"])
                second_kinds.append(second[path][f"{position}.{number}"])
    return krippendorff_alpha(first_kinds, second_kinds)


def krippendorff_alpha(first: list[str], second: list[str]) -> float:
    """Return Krippendorff's α for nominal data of two coders."""
    codes = {code: number for number, code in enumerate(sorted({*first, *second}))}
    ratings = np.array([[codes[code] for code in coder] for coder in (first, second)])
    return float(krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal"))


def statement_at(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return the gold statement at a place: `report`, and the numbers of `insight` and `statement` from 1."""
    insight = gold_sessions()[place["report"]]["insights"][place["insight"] - 1]
    statement: dict[str, Any] = insight["statements"][place["statement"] - 1]
    return statement


def key_of_place(place: Mapping[str, Any]) -> tuple[str, int, str | None]:
    """Return the key of the gold statement at a place, as in `gold_statements`."""
    return place["report"], place["insight"], on_one_line(statement_at(place)["text"])


@cache
def recurrence() -> tuple[dict[tuple[str, int, str | None], tuple[str | None, str | None]], float]:
    """Return which recurring dilemma two coders saw in each dilemma of the sample corpus, and their α.

    The key is that of `gold_statements`; None is a dilemma that does not recur.
    """
    coded = json.loads((_GOLD / "recurrence.json").read_text(encoding="utf-8"))["statements"]
    codes = {}
    for row in coded:
        codes[key_of_place(row)] = (row["first"], row["second"])
    return codes, krippendorff_alpha(*([pair[coder] or "" for pair in codes.values()] for coder in (0, 1)))


def recurrence_labels(data: Mapping[str, pd.DataFrame]) -> tuple[list[str | None], list[str | None]]:
    """Return the recurring dilemma and the topic of each found dilemma on which both coders agree, None for neither."""
    codes, _ = recurrence()
    topic_of = {row["statement_id"]: row["topic_id"] for row in tables.records(data["topic_assignments"])}
    gold: list[str | None] = []
    found: list[str | None] = []
    for row, (first, second) in _with_answers(data, codes):
        if first == second and row["statement_id"] in topic_of:
            gold.append(first)
            found.append(topic_of[row["statement_id"]])
    return gold, found


def whole_dilemmas(data: Mapping[str, pd.DataFrame]) -> Score:
    """Return how many of the twelve dilemmas stand in one topic: at least half of each, and none of it in another."""
    codes, topics = dilemma_labels(data)
    named = {row["topic_id"] for row in tables.records(data["topics"])}
    whole = 0
    for code in set(codes):
        own = [topic for other, topic in zip(codes, topics, strict=True) if other == code]
        placed = [topic for topic in own if topic in named]
        whole += len(set(placed)) == 1 and 2 * len(placed) >= len(own)
    return Score(len(set(codes)), len(set(codes)), whole)


def pair_score(codes: Sequence[str], topics: Sequence[str]) -> Score:
    """Compare which statements stand together: pairs of one topic against pairs of one code."""

    def n_pairs(labels: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    return Score(n_pairs(topics), n_pairs(codes), n_pairs(zip(codes, topics, strict=True)))


def share_of_members(data: Mapping[str, pd.DataFrame]) -> float:
    """Return the share of the members of topics that have the code that most members of their topic have."""
    pairs = [pair for pair in zip(*recurrence_labels(data), strict=True) if pair[1] is not None]
    foremost = {
        topic: Counter(code for code, own in pairs if own == topic and code is not None).most_common(1)
        for topic in {topic for _, topic in pairs}
    }
    belong = sum(bool(foremost[topic]) and code == foremost[topic][0][0] for code, topic in pairs)
    return belong / max(len(pairs), 1)


def judged_members(data: Mapping[str, pd.DataFrame]) -> tuple[Score, float]:
    """Return which members of topics belong there by two readers who saw the groups alone, and how often they agree.

    The verdicts are on one division. In another, a topic is the group that most of its judged members stood in, and
    who stood in another group does not belong. Each reader counts apart.
    """
    judged = json.loads((_GOLD / "members.json").read_text(encoding="utf-8"))["statements"]
    verdicts = {key_of_place(row): row for row in judged}
    topic_of = {row["statement_id"]: row["topic_id"] for row in tables.records(data["topic_assignments"])}
    members = [
        (topic, verdict)
        for row, verdict in _with_answers(data, verdicts)
        if (topic := topic_of.get(row["statement_id"])) is not None
    ]
    groups: dict[str, Counter[int]] = {}
    for topic, verdict in members:
        groups.setdefault(topic, Counter())[verdict["group"]] += 1
    n_right = sum(
        verdict["first"] + verdict["second"]
        for topic, verdict in members
        if verdict["group"] == groups[topic].most_common(1)[0][0]
    )
    agreed = sum(row["first"] == row["second"] for row in judged) / len(judged)
    return Score(2 * len(members), 2 * len(judged), n_right), agreed


def dilemma_labels(data: Mapping[str, pd.DataFrame], topic: str = "topic_id") -> tuple[list[str], list[str]]:
    """Return the gold code and the topic of each recurring dilemma that was coded as one.

    A loose statement is a topic of its own, or with `topic="nearest_topic_id"` in the one nearest to it.
    """
    topic_of = {row["statement_id"]: row[topic] for row in tables.records(data["topic_assignments"])}
    gold, found = [], []
    for row, answer in statement_pairs(data):
        if answer["dilemma"] is not None and row["statement_id"] in topic_of:
            gold.append(answer["dilemma"])
            found.append(topic_of[row["statement_id"]] or row["statement_id"])
    return gold, found


def topic_names(data: Mapping[str, pd.DataFrame]) -> dict[str, tuple[str, str | None, str]]:
    """Return of each topic its label, the recurring dilemma that most members are, and what the label is for that.

    That is `goed` for a heading that names the dilemma acceptably, `misleidend` for one that misleads, and `anders`
    for what nobody judged. Both coders' answers count, as many as there are.
    """
    judged = json.loads((_GOLD / "names-of-dilemmas.json").read_text(encoding="utf-8"))
    verdicts = {
        (row["code"], _plain_name(name)): verdict
        for row in judged
        for verdict, key in (("misleidend", "misleading"), ("goed", "acceptable"))
        for name in row[key]
    }
    codes, _ = recurrence()
    topic_of = {row["statement_id"]: row["topic_id"] for row in tables.records(data["topic_assignments"])}
    members: dict[str | None, Counter[str]] = {}
    for row, pair in _with_answers(data, codes):
        counts = members.setdefault(topic_of.get(row["statement_id"]), Counter())
        counts.update(code for code in pair if code is not None)
    found = {}
    for topic_id, label in zip(data["topics"]["topic_id"], data["topics"]["label"], strict=True):
        counts = members.get(topic_id, Counter())
        code = min(counts, key=lambda one: (-counts[one], one)) if counts else None
        found[topic_id] = (label, code, verdicts.get((code or "", _plain_name(label)), "anders"))
    return found


def name_score(data: Mapping[str, pd.DataFrame]) -> Counter[str]:
    """Return how many topics have a name that is `goed`, `misleidend` or `anders`; see `topic_names`."""
    return Counter(verdict for _, _, verdict in topic_names(data).values())


def _plain_name(name: str) -> str:
    return " ".join(name.replace("’", "'").split()).rstrip(".").casefold()
