"""Names and contact data in sentences of writers who did not know the rules: what is left, and what is masked too much."""

from pathlib import Path

import pytest

from benchmarks import privacy

# Nobody who took part, and a fiftieth of all else.
MAX_WRONG = {"deelnemers": 0.0, "buitenstaanders": 0.02, "gegevens": 0.02, "geen_personen": 0.02}
KNOWN_MISSES: dict[str, set[tuple[str, str]]] = {
    "dialogues.jsonl": {
        ("N", "Roos, Linde en Iris"),
        ("N", "Storm Poly"),
        ("X", "DINGEMANSE"),
        ("X", "Herfst"),
        ("X", "JB"),
        ("X", "Maria"),
        ("X", "Roefie"),
        ("X", "Scheepers"),
    },
    "everyday.jsonl": {
        ("N", "Digibeet Dirk"),
        ("N", "Drukke Debbie"),
        ("N", "Hugo"),
        ("N", "Mike"),
        ("X", "Van Nispen tot Sevenaer"),
        ("X", "Wil"),
        ("X", "Zwart"),
    },
    "minutes.jsonl": {
        ("N", "Alice"),
        ("N", "Bob"),
    },
    "mixed.jsonl": {
        ("N", "Lemmens & Roks"),
        ("X", "Abspoel"),
        ("X", "De Bruin"),
    },
    "varied.jsonl": {
        ("I", "Gebr. Van der Lee"),
        ("N", "Anita"),
        ("N", "Marjolein"),
        ("N", "Pondera"),
        ("N", "Victoria"),
        ("account", "gsanders"),
        ("adres", "Meidoornhof 7"),
        ("wachtwoord", "Welkom-Pianoo7"),
    },
}
"""By set the places that go wrong, as kind and text; whoever mends one takes it out."""


@pytest.mark.parametrize("path", privacy.sets(), ids=lambda path: path.name)
def test_what_goes_wrong_is_named(path: Path) -> None:
    scores = privacy.score_of_file(path)
    assert {(fault.kind, fault.text) for fault in scores.faults} == KNOWN_MISSES.get(path.name, set())


def test_what_is_left_and_what_is_masked_too_much() -> None:
    scores = privacy.together(privacy.score_of_file(path) for path in privacy.sets())
    assert {name: share for name, limit in MAX_WRONG.items() if (share := scores.group(name)).value > limit} == {}


def test_marks_become_places_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    line = '{"participants": [{"name": "Roos Storm"}], "text": "{P1:Roos} mailt {X:Bo} via {mail:b@c.nl}: {N:Kijk}."}'
    path.write_text(f"{line}\n\n", encoding="utf-8")
    (case,) = privacy.cases(path)
    assert case.text == "Roos mailt Bo via b@c.nl: Kijk."
    assert [(span.kind, case.text[span.start : span.end]) for span in case.spans] == [
        ("P", "Roos"), ("X", "Bo"), ("mail", "b@c.nl"), ("N", "Kijk"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["{P2:Roos}", "{Q:Roos}", "{P:Roos}", "{X:Roos", "X:Roos}"])
def test_a_mark_that_means_nothing_is_refused(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"participants": [{{"name": "Roos Storm"}}], "text": "{mark} belt."}}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"set\.jsonl:1: "):
        list(privacy.cases(path))


def test_one_sign_left_or_masked_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "masked", lambda *_: {1, 2, 3, 14})
    spans = (privacy.Span(0, 4, "P"), privacy.Span(14, 18, "N"))
    scores = privacy.score([privacy.Case("set:1", ("Roos Storm",), "Roos is weg. (Kijk) daar", spans)])
    assert [(fault.kind, fault.text) for fault in scores.faults] == [("P", "Roos"), ("N", "Kijk")]
    assert scores.words == privacy.Share(0, 3)


@pytest.mark.parametrize(
    ("wrong", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (1, 300, 0.0006, 0.0186), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_that_of_wilson(wrong: int, total: int, low: float, high: float) -> None:
    assert privacy.Share(wrong, total).interval == pytest.approx((low, high), abs=5e-5)
