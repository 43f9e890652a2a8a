"""Random corrections of the sample corpus, and the edits that reports go through after people made them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.anchors import anchor_of
from pipeline.corrections.model import NOBODY, Anchor, Correction, What
from pipeline.corrections.statements import Codes
from pipeline.tables import FUNCTIONS, KINDS

WORDS = ("brug", "kanaal", "molen", "vaart", "gemaal", "sluis", "dijk", "polder")
_IDS = ("report_id", "session_id", "insight_id", "statement_id", "participant_id", "returns_in")


@dataclass(frozen=True)
class World:
    """The tables and texts of a run, and what the codebook has."""

    data: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]
    codes: Codes

    @property
    def path_of(self) -> dict[str, str]:
        return dict(zip(self.data["reports"]["report_id"], self.data["reports"]["path"], strict=True))


@dataclass(frozen=True)
class Made:
    """A correction with where it was made: the report and the offsets in its text of then, and the statement."""

    correction: Correction
    report_id: str | None = None
    start: int = 0
    end: int = 0
    statement_id: str | None = None


@dataclass
class Edited:
    """A world after an edit, with where each place of before is now."""

    world: World
    ids: dict[str, str] = field(default_factory=dict)  # the new id of each report that has another
    cuts: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)  # by former id: start, end, new length

    def traced(self, report_id: str, start: int, end: int) -> tuple[str, int, int]:
        cuts = self.cuts.get(report_id, [])
        return self.ids.get(report_id, report_id), moved(cuts, start, at_end=False), moved(cuts, end, at_end=True)

    def id_of(self, row_id: str) -> str:
        old = next((old for old in self.ids if row_id.startswith(f"{old}-")), None)
        return row_id if old is None else self.ids[old] + row_id.removeprefix(old)


def moved(cuts: Sequence[tuple[int, int, int]], offset: int, *, at_end: bool) -> int:
    shift = 0
    for start, end, size in cuts:
        if end <= offset:
            shift += size - (end - start)
        elif start < offset:  # inside a word that was replaced
            return start + shift + (size if at_end else 0)
    return offset + shift


def random_corrections(world: World, shown: World, seed: int, n: int) -> list[Made]:
    """Return corrections of every kind, half of them quoted as readers see the reports: without names."""
    chance = random.Random(seed)  # noqa: S311
    whats = [*What] * (n // len(What) + 1)
    pool: dict[str, list[int]] = {}
    for name in ("statements", "insights", "participants", "sessions", "topics"):
        order = list(range(len(world.data[name])))
        chance.shuffle(order)
        pool[name] = order
    first_of_session = set(world.data["insights"].drop_duplicates("session_id")["insight_id"])
    rows = {name: (tables.records(world.data[name]), tables.records(shown.data[name])) for name in pool}
    topic_of = {row["statement_id"]: row["topic_id"] for row in tables.records(world.data["topic_assignments"])}
    topics = list(world.data["topics"]["topic_id"])
    made: list[Made] = []
    while len(made) < n:
        what = whats[len(made)]
        one = _one(world, shown, what, chance, pool, rows, topic_of, topics, first_of_session)
        if one is None:
            whats[len(made)] = chance.choice([What.KIND, What.THEME, What.ROLE, What.VOICE, What.CHECKED])
            continue
        made.append(replace(one, correction=replace(one.correction, row=len(made) + 2)))
    return made


def _one(
    world: World,
    shown: World,
    what: What,
    chance: random.Random,
    pool: dict[str, list[int]],
    rows: Mapping[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]],
    topic_of: Mapping[str, str | None],
    topics: list[str],
    first_of_session: set[str],
) -> Made | None:
    blank = Correction("correcties-x.csv", 0, what, Anchor(""), coder="x", date="2024-05-03T10:00", reason="r")
    if what in (What.TOPIC_NAME, What.TOPICS_MERGED):
        if len(pool["topics"]) < 6:
            return None
        was = topics[pool["topics"].pop()]
        becomes = f"Naam van {was}" if what is What.TOPIC_NAME else topics[pool["topics"][0]]
        return Made(replace(blank, was=was, becomes=becomes))
    table = (
        "insights" if what.value.startswith("inzicht") else "participants" if what.value.startswith("deelnemer")
        else "sessions" if what in (What.DATE, What.TITLE, What.SERIES) else "statements"
    )  # fmt: skip
    if what is What.TOPIC:
        of_topic = [i for i in pool[table] if rows[table][0][i]["statement_id"] in topic_of]
        pool[table].append(pool[table].pop(pool[table].index(of_topic[-1])))
    if not pool[table]:
        return None
    place = pool[table].pop()
    row, seen = rows[table][0][place], rows[table][1][place]
    statement_id = row["statement_id"] if table == "statements" else None
    if table == "insights":
        if what is What.INSIGHT_JOINED and row["insight_id"] in first_of_session:
            return None
        start, end = row["start_char"], min(row["end_char"], row["start_char"] + 60)
        seen_start, seen_end = seen["start_char"], min(seen["end_char"], seen["start_char"] + 60)
        if what is What.INSIGHT_SPLIT:
            own = [i for i, one in enumerate(rows["statements"][0]) if one["insight_id"] == row["insight_id"]]
            if len(own) < 2:
                return None
            place = chance.choice(own[1:])
            row, seen = rows["statements"][0][place], rows["statements"][1][place]
            start, end, seen_start, seen_end = row["start_char"], row["end_char"], seen["start_char"], seen["end_char"]
    elif table == "sessions":
        own = [i for i, one in enumerate(rows["statements"][0]) if one["session_id"] == row["session_id"]]
        place = chance.choice(own)
        row, seen = rows["statements"][0][place], rows["statements"][1][place]
        start, end, seen_start, seen_end = row["start_char"], row["end_char"], seen["start_char"], seen["end_char"]
    else:
        start, end, seen_start, seen_end = row["start_char"], row["end_char"], seen["start_char"], seen["end_char"]
    by_reader = chance.random() < 0.5
    source, s, e, report_id = (shown, seen_start, seen_end, seen.get("report_id")) if by_reader else (
        world, start, end, row.get("report_id"))  # fmt: skip
    if report_id is None:
        session_of = {one["session_id"]: one["report_id"] for one in rows["sessions"][1 if by_reader else 0]}
        report_id = session_of[seen["session_id"] if by_reader else row["session_id"]]
    own_report = (
        row.get("report_id") or {one["session_id"]: one["report_id"] for one in rows["sessions"][0]}[row["session_id"]]
    )
    anchor = anchor_of(source.texts[report_id], s, e, source.path_of[report_id])
    was, becomes = _values(world, what, chance, row, topic_of, topics)
    return Made(replace(blank, anchor=anchor, was=was, becomes=becomes), own_report, start, end, statement_id)


def _values(
    world: World,
    what: What,
    chance: random.Random,
    row: Mapping[str, Any],
    topic_of: Mapping[str, str | None],
    topics: list[str],
) -> tuple[str, str]:
    themes, roles = list(world.codes.themes), list(world.codes.roles)
    match what:
        case What.KIND:
            return row["kind"], chance.choice(KINDS)
        case What.THEME | What.ROLE:
            code = chance.choice(themes if what is What.THEME else roles)
            return ("", code) if chance.random() < 0.7 else (code, "")
        case What.VOICE:
            return row["attributed_to"] or "", chance.choice([*roles, NOBODY])
        case What.STATEMENT:
            return "", "weg"
        case What.TOPIC:
            return topic_of.get(row["statement_id"]) or "", chance.choice([*topics, "los", "Een eigen onderwerp"])
        case What.PARTICIPANT_NAME:
            return row["name"], "Bert Molenaar"
        case What.PARTICIPANT_FUNCTION:
            return row["function"] or "", chance.choice(FUNCTIONS)
        case What.PARTICIPANT_ORGANISATION:
            return row["organisation"] or "", chance.choice(["UWV", "Stichting Sluis"])
        case What.PARTICIPANT_ROLE:
            return row["role"] or "", chance.choice(roles)
        case What.PARTICIPANT_PRESENT:
            return "", chance.choice(["ja", "nee"])
        case What.DATE:
            return "", "2021-02-03"
        case What.TITLE | What.SERIES:
            return "", "Een andere naam"
        case _:
            return "", ""


def edited(world: World, seed: int, share: float, aim: Sequence[Made] = ()) -> Edited:
    """Replace a share of the words of every report, and a word of every third quote in `aim`."""
    chance = random.Random(seed)  # noqa: S311
    after = Edited(world)
    aimed: dict[str, list[int]] = {}
    for one in aim[::3]:
        if one.report_id is not None:
            aimed.setdefault(one.report_id, []).append(chance.randrange(one.start, one.end))
    texts = {}
    for report_id, text in world.texts.items():
        cuts, pieces, last = [], [], 0
        for start, end in words_of(text):
            is_aimed = any(start <= place < end for place in aimed.get(report_id, ()))
            if is_aimed or chance.random() < share:
                word = chance.choice(WORDS)
                cuts.append((start, end, len(word)))
                pieces += [text[last:start], word]
                last = end
        new_id = report_id[:-8] + f"{chance.getrandbits(32):08x}"
        after.cuts[report_id], after.ids[report_id] = cuts, new_id
        texts[new_id] = "".join([*pieces, text[last:]])
    after.world = World(_moved(world.data, after, texts), texts, world.codes)
    return after


def words_of(text: str) -> list[tuple[int, int]]:
    found, start = [], None
    for place, sign in enumerate(f"{text} "):
        if sign.isalnum():
            start = place if start is None else start
        elif start is not None:
            found.append((start, place))
            start = None
    return found


def renamed(world: World, seed: int, share: float = 0.5) -> Edited:
    """Give a share of the reports another path, and so other ids; some take the path that another had."""
    chance = random.Random(seed)  # noqa: S311
    after = Edited(world)
    reports = tables.records(world.data["reports"])
    chosen = [row for row in reports if chance.random() < share]
    paths = [row["path"] for row in chosen]
    swapped = paths[1:5] + paths[:1] + [f"elders/{number}.txt" for number in range(len(paths) - 5)]
    new = dict(zip((row["report_id"] for row in chosen), swapped, strict=True))
    after.ids = {report_id: f"elders-{rank}-{report_id[-8:]}" for rank, report_id in enumerate(new)}
    texts = {after.ids.get(key, key): text for key, text in world.texts.items()}
    data = _moved(world.data, after, texts)
    rows = [
        {
            **old,
            "report_id": after.ids.get(old["report_id"], old["report_id"]),
            "path": new.get(old["report_id"], old["path"]),
        }
        for old in reports
    ]
    data["reports"] = tables.frame("reports", rows)
    after.world = World(data, texts, world.codes)
    return after


def with_report(world: World, text: str) -> Edited:
    """Add a report of which every line is a statement."""
    report_id, session_id = "nieuw-txt-0a0a0a0a", "nieuw-txt-0a0a0a0a-s1"
    insight = {
        **tables.records(world.data["insights"])[0], "insight_id": f"{session_id}-i01", "session_id": session_id,
        "report_id": report_id, "position": 1, "number": None, "heading": None, "start_char": 0, "end_char": len(text),
        "text": text, "line": 1, "heading_start_char": None,
    }  # fmt: skip
    statements, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line:
            statements.append({
                **tables.records(world.data["statements"].head(1))[0], "statement_id": f"{session_id}-i01-z{number:03d}",
                "insight_id": f"{session_id}-i01", "session_id": session_id, "report_id": report_id, "position": number,
                "start_char": start, "end_char": start + len(line), "text": line,
            })  # fmt: skip
        start += len(line) + 1
    rows = {
        "reports": [{**tables.records(world.data["reports"])[0], "report_id": report_id, "path": "nieuw.txt", "n_chars": len(text)}],
        "sessions": [{**tables.records(world.data["sessions"])[0], "report_id": report_id, "session_id": session_id}],
        "insights": [insight],
        "statements": statements,
    }  # fmt: skip
    data = {
        name: tables.frame(name, [*tables.records(table), *rows.get(name, ())]) for name, table in world.data.items()
    }
    return Edited(World(data, {**world.texts, report_id: text}, world.codes))


def _moved(data: Mapping[str, pd.DataFrame], after: Edited, texts: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return tables as they are after an edit: what stood somewhere stands where it went."""
    report_of = dict(zip(data["sessions"]["session_id"], data["sessions"]["report_id"], strict=True))
    spans = {"heading_start_char": None, "start_char": "end_char", **{
        start: end for spans in tables.SPANS.values() for _, start, end in spans}}  # fmt: skip
    moved_tables = {}
    for name, table in data.items():
        rows = tables.records(table)
        for row in rows:
            old = row.get("report_id") or report_of.get(row.get("session_id", ""))
            cuts = after.cuts.get(old or "", [])
            for start, end in spans.items():
                if row.get(start) is not None:
                    row[start] = moved(cuts, row[start], at_end=False)
                    if end is not None:
                        row[end] = moved(cuts, row[end], at_end=True)
            for column in _IDS:
                if row.get(column):
                    row[column] = after.ids.get(row[column]) or after.id_of(row[column])
            if old is not None and row.get("start_char") is not None:
                row["text"] = texts[after.ids.get(old, old)][row["start_char"] : row["end_char"]]
            for words, start, end in tables.SPANS.get(name, ()):
                if old is not None and row[start] is not None:
                    row[words] = texts[after.ids.get(old, old)][row[start] : row[end]]
        moved_tables[name] = tables.frame(name, rows)
    return moved_tables
