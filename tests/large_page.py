"""The page of a large corpus: how big it is, and how soon Chromium paints it.

`python -m tests.large_page N FILE [FILE …]` writes the page of N made-up sessions to the first file, and measures all
the files in the same run, by turns. Its sentences follow the word pairs of the sample corpus, chosen at random: they
repeat no more than real ones, so that they flatter no compression.
"""

import random
import re
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.reporting import Names, charts, content
from pipeline.reporting.findings import find
from pipeline.reporting.writers.html import write_html
from pipeline.resources import read_text
from pipeline.tables import KINDS
from tests.test_reporting import METHOD, Builder, World

RAW = Path(__file__).parents[1] / "data" / "raw"
N_RUNS = 7
INSIGHTS, STATEMENTS = 5, 5  # of a session, and of an insight: the sample corpus has 4.5 and 5.0
ROLES = ("manager", "directeur", "adviseur", "wethouder", "ambtenaar", "onderzoeker")
THEMES = tuple(f"thema-{n}" for n in range(33))
NAMES = Names(
    {code: f"Thema {code.partition('-')[2]}: van wie is dit" for code in THEMES},
    {role: role.capitalize() for role in ROLES},
)


def world(n_sessions: int, n_topics: int = 40) -> World:
    """Return the tables of a made-up corpus of sessions over ten years, in twelve series."""
    choose = random.Random(7)  # noqa: S311
    sentences = _sentences(choose)
    build = Builder()
    topics = [f"t{n:02}" for n in range(n_topics)]
    for topic in topics:
        build.topic(topic, " ".join(next(sentences).split()[:6]).rstrip(".,:;"))
    for number in range(n_sessions):
        _session(build, number, 2015 + 10 * number // n_sessions, choose, sentences, topics)
    return build.world()


def _session(
    build: Builder, number: int, year: int, choose: random.Random, sentences: Iterator[str], topics: list[str]
) -> None:
    series = f"reeks {number % 12} van overleg"
    key = f"reeks-{number % 12}-{year}-tafel-{number}-{choose.getrandbits(32):08x}"
    session, place, text = f"{key}-s1", 0, "Aanwezig: "
    date = f"{year}-{1 + number % 12:02}-{1 + number % 28:02}"
    build.add("reports", report_id=key, path=f"{series}/{date} tafel {number}.docx", sha256="0" * 64, format="docx", n_chars=1, language="nl")  # fmt: skip
    build.add("sessions", session_id=session, report_id=key, title=f"Tafel {number}: {' '.join(next(sentences).split()[:5])}", date=date, date_text=date, date_source="tekst", series=series)  # fmt: skip
    for n in range(7):
        name = _name(choose)
        build.add("entities", report_id=key, label="PERSON", text=name, start_char=len(text), end_char=len(text) + len(name), canonical=name, known=None)  # fmt: skip
        text += f"{name}, "
        build.add("participants", participant_id=f"{key}-p{n}", session_id=session, name=name, function=choose.choice(ROLES), organisation=f"Organisatie {choose.randrange(80)}", is_chair=not n, present=n < 6)  # fmt: skip
    text += "\n"
    for position in range(1, INSIGHTS + 1):
        insight = f"{session}-i{position:02}"
        own = {"report_id": key, "session_id": session, "insight_id": insight}
        start = len(text)
        for n in range(1, STATEMENTS + 1):
            said = next(sentences)
            kind = choose.choices(KINDS, [{"uitkomst": 41, "dilemma": 33, "advies": 26}[kind] for kind in KINDS])[0]
            place, statement = len(text), f"{insight}-z{n:02}"
            words = re.findall(r"\w{4,}", said.lower())
            row: dict[str, Any] = {"statement_id": statement, "position": n, "text": said, "start_char": place, "end_char": place + len(said)}  # fmt: skip
            build.add("statements", **own, **row, kind=kind, kind_score=0.9, is_uncertain=False, stands_alone=choose.random() if kind == "dilemma" else None, both_sides=choose.random() if kind == "dilemma" else None, attributed_to=choose.choice(ROLES) if choose.random() < 0.3 else None, lemmas=[word.removesuffix("en") for word in words], nouns=[])  # fmt: skip
            if choose.random() < 0.4:
                build.add("theme_mentions", **own, statement_id=statement, theme=choose.choice(THEMES), term="x", text="x", start_char=0, end_char=1, negated=False)  # fmt: skip
            if kind == "dilemma":
                topic = choose.choice(topics) if choose.random() < 0.5 else None
                build.assign(statement, topic, strength=choose.random())
            text += f"{said}\n"
        build.add("insights", **own, position=position, number=str(position), heading=" ".join(next(sentences).split()[:5]), text=text[start:-1], line=1 + text.count("\n", 0, start), start_char=start, end_char=len(text) - 1)  # fmt: skip
    build.texts[key] = text
    build.add("unused", report_id=key, reason=_reason(), text=" ".join(next(sentences) for _ in range(8)), start_char=0, end_char=1)  # fmt: skip


def _name(choose: random.Random) -> str:
    """Return a given name and a surname that were put together at random."""
    return " ".join(choose.choice(list_of(f"{kind}namen.txt")) for kind in ("voor", "achter"))


@cache
def list_of(resource: str) -> tuple[str, ...]:
    """Return the words of a list in the resources."""
    return tuple(line for line in read_text(resource).splitlines() if line.isalpha())


def _reason() -> str:
    from pipeline.tables import UNUSED_REASONS

    return next(iter(UNUSED_REASONS))


def _sentences(choose: random.Random) -> Iterator[str]:
    """Yield sentences of 8 to 24 words, each word one that follows the former somewhere in the sample corpus."""
    follows: dict[str, list[str]] = defaultdict(list)
    for path in sorted(RAW.rglob("*")):
        if path.suffix in (".txt", ".md"):
            words = re.findall(r"[^\W\d_]+[,:]?", path.read_text(encoding="utf-8", errors="ignore"))
            for one, other in pairwise(words):
                follows[one].append(other)
    starts = sorted(word for word in follows if word[0].isupper())
    every = sorted(follows)
    while True:
        words = [choose.choice(starts)]
        for _ in range(choose.randrange(7, 24)):
            words.append(choose.choice(follows.get(words[-1]) or every).lower())
        yield " ".join(words).rstrip(",:") + "."


PAINT = """() => new Promise((found) => new PerformanceObserver((list) => found(list.getEntries()[0].startTime))
  .observe({ type: 'paint', buffered: true }))"""


def main(n_sessions: int, *paths: Path) -> None:
    """Write the page, and print size and first paint of every file."""
    from playwright.sync_api import sync_playwright

    findings = find(*world(n_sessions), NAMES)
    paths[0].write_bytes(write_html(content.build(findings, charts.draw(findings), NAMES, METHOD)))
    times: dict[Path, list[float]] = {path: [] for path in paths}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(N_RUNS):
            for path in paths:
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(path.resolve().as_uri(), wait_until="commit", timeout=120_000)
                times[path].append(page.evaluate(PAINT))
                page.close()
        browser.close()
    for path, found in times.items():
        size = path.stat().st_size / 1e6
        print(  # noqa: T201
            f"{path}: {size:.2f} MB, eerste verf {statistics.median(found):.0f} ms ({min(found):.0f}–{max(found):.0f})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(Path, sys.argv[2:]))
