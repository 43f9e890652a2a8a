"""The Dutch word lists: every file holds what its model asks, no list stands in two places, and none in Python."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.dutch import lexicon, name_words, resource
from pipeline.dutch.documents import Headings
from pipeline.dutch.resource import InOrder, Resource, Words, Written, checked, key
from pipeline.errors import ResourceError

PIPELINE = Path(__file__).parents[1] / "pipeline"
RESOURCES = PIPELINE / "resources"
NO_WORD_LISTS = {
    "codeboek",
    "kolommen",
    "handcodering",
}  # themes and roles, and texts of the report's tables and sheets
# Tables whose lists say what goes with one word: two words may go with the same.
BY_WORD = {
    ("werkwoorden", "scheidbaar"),
    ("werkwoorden", "sterk"),
    ("woordvormen", "meervoud"),
    ("woordvormen", "verkleinwoord"),
    ("woordvormen", "trappen"),
    ("meningen", "verbindingen"),
    ("signaalwoorden", "aanwijzing"),
}
# Lists that have most words of another, each with the reason that it is a list of its own.
PARTLY_THE_SAME = {
    ("personen.functiewoorden", "*"): "all closed word classes together, to know a capital at the start of a sentence",
    (
        "werkwoorden.dubbelzinnig",
        "werkwoorden.voorzetsels",
    ): "of the prepositions those that also make inseparable verbs",
    ("namen.zonder_functie", "namen.aanspreekvormen"): "of the forms of address those that are no function",
    ("namen.naar_wie_iets_heet", "namen.aanspreekvormen"): "of the forms of address those that open names of things",
    ("namen.zonder_functie", "personen.aanspreekvormen"): "of the forms of address those that are no function",
    ("namen.tussenvoegsels", "personen.tussenvoegsels"): "in running text, where fewer words are part of a name",
    ("namen.bekend_door_functie", "namen.functies_voor_naam"): "of the functions those whose holders are well known",
    ("namen.tussenvoegsels_met_lidwoord", "documentdelen.reeks.schakels"): "parts of surnames, and of names of series",
    ("namen.tussenvoegsels_met_lidwoord", "werkwoorden.voorzetsels"): "parts of surnames, and particles of verbs",
    (
        "namen.tussenvoegsels_met_lidwoord",
        "contactgegevens.adres.zinsbegin",
    ): "parts of surnames, and openers of sentences",
    ("namen.plaatsbepaling", "contactgegevens.adres.zinsbegin"): "what leads to a place, and openers of sentences",
    ("documentdelen.reeks.schakels", "contactgegevens.adres.zinsbegin"): "inside names of series; openers of sentences",
    ("namen.naamgevend", "namen.naar_wie_iets_heet"): "how somebody is called, and with titles how a thing is",
    ("personen.geen_voornaam", "namen.tussenvoegsels"): "without *Ben* and *Al*, which are given names too",
    ("personen.geen_voornaam", "contactgegevens.adres.tussenvoegsels_straat"): "in names of persons, and of streets",
    (
        "personen.in_dienst_van",
        "personen.afkomstig_van",
    ): "*adviseur voor de Bond*, but *vanuit de Bond kwam een adviseur*",
    ("personen.afkomstig_van", "meningen.naamwoorden.bij"): "who comes from where, and with whom a view lives",
}
FEWEST, FEWEST_INSIDE = 4, 7
MOSTLY, HALF = 0.8, 0.5

# Words in Python that are no knowledge of the language.
ALLOWED_IN_PYTHON = {
    "tables.py": "codes of the data contract",
    "dutch/organisations.py": "codes in the column `soort` of organisaties.csv",
    "ingest/overrides.py": "names of the columns of the user's own file",
}
# Where words around names of persons still stand; they go to the resources.
STILL_TO_MOVE = {
    "dutch/contact_addresses.py",
    "dutch/contact_numbers.py",
    "dutch/known_names.py",
    "dutch/name_cues.py",
}


def _lists(values: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if isinstance(values, dict):
        for name, inner in values.items():
            yield from _lists(inner, (*path, name))
    elif isinstance(values, list) and values and not isinstance(values[0], str):
        for inner in values:
            yield from _lists(inner, path)
    elif isinstance(values, list):
        yield path, values


def _all_lists() -> list[tuple[tuple[str, ...], list[str]]]:
    files = [path for path in sorted(RESOURCES.glob("*.toml")) if path.stem not in NO_WORD_LISTS]
    found = [entry for path in files for entry in _lists(tomllib.loads(path.read_text("utf-8")), (path.stem,))]
    return [(path, words) for path, words in found if path[0] != "kalender"]


@pytest.mark.parametrize("name", sorted(set(lexicon.__all__) - {"any_of"}))
def test_every_file_holds_what_its_model_asks(name):
    assert getattr(lexicon, name)()


class Example(Resource):
    words: Words = key("woorden")
    written: Written = key("geschreven")
    steps: InOrder = key("stappen")
    parts: Headings = key("delen")


def _example(**changed):
    return {
        "woorden": ["aan", "Éénheid".lower(), "niet"],
        "geschreven": ["*arts", "DG", "lid"],
        "stappen": ["eerste", "tweede", "derde"],
        "delen": {"koppen": ["besluit"]},
    } | changed


def test_a_sound_file_is_read():
    found = checked(Example, _example(woorden=["aan", "niet", "één"]), "voorbeeld.toml")
    assert found.words == {"aan", "niet", "één"}
    assert found.steps == ("eerste", "tweede", "derde")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"woorden": ["aan", "aan"]}, "‘woorden’ niet: “aan” staat er twee keer"),
        ({"stappen": ["eerste", "derde", "eerste"]}, "‘stappen’ niet: “eerste” staat er twee keer"),
        ({"woorden": ["aan", "Niet"]}, "‘woorden’ niet: “Niet” hoort in kleine letters"),
        ({"woorden": ["niet", "aan"]}, "‘woorden’ niet: “aan” hoort op alfabet vóór “niet”"),
        ({"geschreven": ["lid", "*arts"]}, "‘geschreven’ niet: “*arts” hoort op alfabet vóór “lid”"),
        ({"delen": {"koppen": ["b", "a"]}}, "‘delen.koppen’ niet: “a” hoort op alfabet vóór “b”"),
        ({"delen": {}}, "‘delen.koppen’ niet: ontbreekt"),
        ({"worden": ["zijn"]}, "‘worden’ niet: is onbekend"),
        ({"woorden": "niet"}, "‘woorden’ niet: hier hoort een lijst van woorden"),
    ],
)
def test_a_fault_is_refused_with_file_and_entry(changed, message):
    with pytest.raises(ResourceError) as refused:
        checked(Example, _example(woorden=["aan", "niet"]) | changed, "voorbeeld.toml")
    assert f"In voorbeeld.toml klopt {message}" in str(refused.value)


@pytest.mark.parametrize("names", [name_words.given_names, name_words.surnames, name_words.also_words])
def test_lists_of_names_are_sound(names):
    assert len(names()) > 1000


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("Anna\nAnna\n", "“Anna” staat er twee keer"),
        ("Piet\nAnna\n", "“Anna” hoort op alfabet vóór “Piet”"),
        ("Anna\npiet\n", "“piet” hoort met een hoofdletter te beginnen"),
    ],
)
def test_a_fault_in_a_list_of_names_is_refused(monkeypatch, lines, message):
    monkeypatch.setattr(resource, "read_text", lambda _: lines)
    with pytest.raises(ResourceError, match=f"In voornamen.txt klopt iets niet: {message}"):
        resource.read_lines(resource.Names, "voornamen.txt")


def test_the_guide_names_every_module_and_every_file_of_words():
    guide = (PIPELINE.parent / "docs" / "dutch.md").read_text("utf-8")
    modules = {path.stem for path in (PIPELINE / "dutch").glob("*.py")} - {"__init__"}
    files = {path.name for path in RESOURCES.glob("*.*") if path.suffix != ".py" and path.stem not in NO_WORD_LISTS}
    assert {name for name in modules | files if f"`{name}`" not in guide} == set()


def test_word_lists_have_an_entry_on_a_line():
    for path in RESOURCES.glob("*.toml"):
        if path.stem in NO_WORD_LISTS:
            continue
        table = ""
        for line in path.read_text("utf-8").splitlines():
            table = line.strip("[]") if line.startswith("[") else table
            several = re.search(r"\"\s*,\s*\"", line)
            assert not several or (path.stem, table) in BY_WORD or path.stem == "kalender", (path.name, line)


def test_no_word_list_stands_in_two_places():
    lists = {".".join(path): set(words) for path, words in _all_lists() if path[:2] not in BY_WORD}
    lists["kalender.maanden"] = set(lexicon.calendar().month_names)
    lists["kalender.weekdagen"] = {forms[0] for forms in lexicon.calendar().weekdays}
    same = []
    for one, other in combinations(sorted(lists), 2):
        few, many = sorted((one, other), key=lambda name: (len(lists[name]), name))
        shared = len(lists[one] & lists[other])
        is_inside = len(lists[few]) >= FEWEST_INSIDE and shared >= MOSTLY * len(lists[few])
        is_alike = len(lists[few]) >= FEWEST and shared >= HALF * len(lists[one] | lists[other])
        if (is_inside or is_alike) and not _is_known_part(few, many):
            same.append(f"{few} in {many}: {shared} of {len(lists[few])}")
    assert same == []


def _is_known_part(few: str, many: str) -> bool:
    pairs = {(few, many), (many, few), (few, "*"), (many, "*")}
    return not pairs.isdisjoint(PARTLY_THE_SAME)


def _known_words() -> frozenset[str]:
    return frozenset(word.strip("*=").casefold() for _, words in _all_lists() for word in words)


_WORD = re.compile(r"[a-zà-ÿ][a-zà-ÿ’'. -]*")
_ALTERNATION = re.compile(r"[a-zà-ÿ’' ]+(?:\\?[.?]+)?(?:\|[a-zà-ÿ’' ]+(?:\\?[.?]+)?){3,}", re.IGNORECASE)


def _listed_in(source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the strings of each collection literal and each alternation in a pattern, with their line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield node.lineno, _texts(node.elts)
        elif isinstance(node, ast.Dict):
            yield node.lineno, _texts(node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for match in _ALTERNATION.finditer(node.value):
                yield node.lineno, [word.strip(" .?\\") for word in match[0].casefold().split("|")]


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_python_holds_no_word_lists():
    """Four or more words in small letters, three quarters of them Dutch words of the resources, are a word list."""
    known, found = _known_words(), []
    for path in sorted(PIPELINE.rglob("*.py")):
        name = path.relative_to(PIPELINE).as_posix()
        if name in ALLOWED_IN_PYTHON or name in STILL_TO_MOVE:
            continue
        for line, texts in _listed_in(path.read_text("utf-8")):
            words = [text for text in texts if _WORD.fullmatch(text)]
            n_known = sum(word.rstrip(".") in known or word in known for word in words)
            if len(words) >= FEWEST and len(words) == len(texts) and n_known >= 0.75 * len(words):
                found.append(f"{name}:{line}: {', '.join(words)}")
    assert found == []
