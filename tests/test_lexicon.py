"""The Dutch word lists: every file holds what its model asks, no list stands in two places, and none in Python."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.dutch import commitment_words, contact_words, contrasts, lexicon, name_words, negators, resource
from pipeline.dutch.documents import Headings
from pipeline.dutch.resource import InOrder, Resource, Words, Written, checked, key
from pipeline.errors import ResourceError

PIPELINE = Path(__file__).parents[1] / "pipeline"
RESOURCES = PIPELINE / "resources"
NO_WORD_LISTS = {
    "codeboek",
    "kolommen",
    "handcodering",
    "aanwijzingen",
}  # themes and roles, and texts of the report's tables and sheets
# Tables whose lists say what goes with one word: two words may go with the same.
BY_WORD = {
    ("werkwoorden", "scheidbaar"),
    ("werkwoorden", "sterk"),
    ("woordvormen", "meervoud"),
    ("woordvormen", "verkleinwoord"),
    ("woordvormen", "trappen"),
    ("meningen", "letterlijk"),
    ("meningen", "toch_een_mening"),
    ("meningen", "verbindingen"),
    ("signaalwoorden", "aanwijzing"),
}
# Lists that have most words of another, each with the reason that it is a list of its own.
PARTLY_THE_SAME = {
    ("personen.functiewoorden", "*"): "all closed word classes together, to know a capital at the start of a sentence",
    ("stopwoorden.gesloten", "*"): "all closed word classes and auxiliaries, of which no term can consist",
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
    ("namen.aldus", "namen.naasten"): "of the relatives those who are quoted, with *aldus* and *volgens*",
    ("namen.naamgevend", "namen.naar_wie_iets_heet"): "how somebody is called, and with titles how a thing is",
    ("documentdelen.afwezigheid.ook_als_veld", "documentdelen.velden.attendance"): "the labels of who was not there",
    ("personen.geen_voornaam", "namen.tussenvoegsels"): "without *Ben* and *Al*, which are given names too",
    ("personen.geen_voornaam", "contactgegevens.adres.tussenvoegsels_straat"): "in names of persons, and of streets",
    (
        "personen.in_dienst_van",
        "personen.afkomstig_van",
    ): "*adviseur voor de Bond*, but *vanuit de Bond kwam een adviseur*",
    ("personen.afkomstig_van", "meningen.naamwoorden.bij"): "who comes from where, and with whom a view lives",
    ("meningen.naamwoorden.gevoel", "meningen.naamwoorden.mening"): "of the views those that are a feeling",
    ("meningen.naamwoorden.ontvangen", "meningen.naamwoorden.mening"): "of the views those that others send somebody",
    ("meningen.naamwoorden.zonder_richting", "meningen.naamwoorden.mening"): "of the views those one can lack",
    ("meningen.werkwoorden.meedelen", "meningen.werkwoorden.zeggen"): "of the verbs of saying those that *not* denies",
    (
        "dilemmanamen.wijst_in_kop_niet_terug",
        "kernzinnen.wijst_terug",
    ): "of what points back in a sentence, what does not in a heading",
    ("meningen.overig.modaal", "toezeggingen.nodig"): "what can and must be done, without *willen* and *zullen*",
    ("meningen.werkwoorden.zeggen", "toezeggingen.voorstellen"): "of the verbs of saying those that propose or wish",
    ("personen.binnen_organisatie", "toezeggingen.tussen_namen"): "inside names of organisations, and between names",
    ("meningen.overig.modaal", "stopwoorden.werkwoorden"): "modal verbs, and verbs too general for a subject",
}
FEWEST, FEWEST_INSIDE = 4, 7
MOSTLY, HALF = 0.8, 0.5

# Lists in Python that are no knowledge of the language, each by its file and its first word.
ALLOWED_IN_PYTHON = {
    ("config.py", "rollen"): "values of a setting",
    ("tables.py", "minister"): "codes of the data contract",
    ("tables.py", "uitkomst"): "codes of the data contract",
    ("dutch/contact_births.py", "burgerservicenummer"): "kinds of contact data",
    ("dutch/contact_secrets.py", "be"): "endings of web addresses and names of files",
    ("dutch/organisations.py", "gemeente"): "codes in the column `soort` of organisaties.csv",
    ("ingest/overrides.py", "bestand"): "names of the columns of the user's own file",
    ("corrections/model.py", "wat"): "names of the columns of the user's own file",
    ("ingest/given_names.py", "onderwerp"): "names of the columns of the user's own file",
    ("reporting/sections/advice.py", "wie"): "names of the columns of a table",
    ("reporting/sections/overview.py", "thema"): "names of the columns of a table",
    ("reporting/sections/sessions.py", "reeks"): "names of the columns of a table",
    ("ingest/attendance_tables.py", "voornaam"): "kinds of columns, which documentdelen.toml names",
    ("ingest/readers/pdf/characters.py", "bold"): "parts of names of fonts",
    ("ingest/readers/web_text.py", "accordion"): "names that programmers give to what folds out",
    ("ingest/files.py", "url"): "endings of names of files",
    ("ingest/readers/office.py", "a"): "names of tags",
    ("ingest/readers/word.py", "a"): "names of tags",
    ("config.py", "gewoon"): "values of settings",
    ("corpus.py", "gewoon"): "values of settings",
    ("cli/agreement.py", "soort"): "what is coded, as a correction names it",
    ("exchange/codebook_file.py", "soort"): "names of the columns of the user's own file",
    ("exchange/codebook_file.py", "thema"): "kinds of rows of the user's own file",
    ("reliability/reading.py", "id"): "names of columns",
    ("run/consensus.py", "citaat"): "names of columns",
    ("run/consensus.py", "verslag"): "names of columns",
    ("run/consensus.py", "geen"): "answers in the user's own file",
    ("run/consensus.py", "sessie"): "names of columns",
    ("run/consensus.py", "wat"): "names of columns",
    ("ingest/files.py", "thumbs\\.db"): "names of files of programs",
    ("nlp/antecedents.py", "'s"): "endings",
    ("nlp/phrases.py", "e"): "endings",
    ("nlp/negation.py", "ww"): "tags of the parser",
    ("nlp/view_verbs.py", "ww"): "tags of the parser",
    ("nlp/verbs.py", "ww"): "tags of the parser",
    ("nlp/commitment_actors.py", "doet"): "names of cues",
    ("nlp/commitment_clauses.py", "zal"): "names of cues",
    ("tables.py", "aanbeveling"): "codes of the data contract",
    ("reliability/sheet.py", "sessie"): "names of columns",
    ("reporting/labels.py", "eenheid"): "names of columns",
    ("reporting/sections/account.py", "wat"): "headers of a table in the report",
    ("reporting/sections/occurrences.py", "reeks"): "headers of a table in the report",
    ("reporting/sections/sessions.py", "advies"): "what the report counts",
    ("reporting/sections/sessions.py", "dilemma"): "what the report counts",
    ("reporting/sections/sessions.py", "sessie"): "headers of a table in the report",
}
MOST_IN_PYTHON = 2  # words in one tuple or alternation


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


@pytest.mark.parametrize(
    "read",
    [getattr(lexicon, name) for name in lexicon.__all__ if name != "any_of"]
    + [commitment_words.commitment_words, contact_words.contact_words, contrasts.contrasts, negators.negation],
)
def test_every_file_holds_what_its_model_asks(read):
    assert read()


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


_WORD = re.compile(r"['’]?[^\W\d_][\w’'. -]*")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|>|[aimsux-]*:))?")
_BRANCH = re.compile(r"(?:\\b)?(['’]?[^\W\d_](?:[\w’' -]|\\[.-])+?)(?:\\?\.)?\??(?:\\[bsw][*+]?)*")
_SPELLING = re.compile(r"[aeiou]+j?", re.IGNORECASE)  # *aa*, *ij*: how sounds are written
_HOLE = "\0"  # where a pattern takes up another


def _listed_in(source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the strings of each collection literal, with their line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield node.lineno, _texts(node.elts)
        elif isinstance(node, ast.Dict):
            yield node.lineno, _texts(node.values)


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _strings_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module with their line; an f-string whole, with holes for what it takes up."""
    inside: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            parts = [part.value if isinstance(part, ast.Constant) else _HOLE for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def _alternations(pattern: str) -> Iterator[list[str]]:
    """Yield the branches of each group of a pattern, and of the pattern itself; a group inside a branch is a hole."""
    groups, index, in_class = [[""]], 0, False
    while index < len(pattern):
        sign = pattern[index]
        if sign == "\\":
            sign = pattern[index : index + 2]
        elif in_class or sign == "[":
            in_class = sign != "]"
        elif opening := _GROUP.match(pattern, index):
            groups.append([""])
            index = opening.end()
            continue
        elif sign == ")" and len(groups) > 1:
            yield groups.pop()
            sign = _HOLE
        elif sign == "|":
            groups[-1].append("")
            sign = ""
        groups[-1][-1] += sign
        index += len(sign) if sign and sign != _HOLE else 1
    yield from groups


def _words_of(branches: list[str]) -> list[str]:
    """Return the branches that are a word."""
    found = [match[1] for branch in branches if (match := _BRANCH.fullmatch(branch.strip()))]
    return [word for word in found if not _SPELLING.fullmatch(word)]


def _modules() -> Iterator[tuple[str, str]]:
    for path in sorted(PIPELINE.rglob("*.py")):
        yield path.relative_to(PIPELINE).as_posix(), path.read_text("utf-8")


def test_python_holds_no_word_lists():
    """Three or more strings, three quarters of them Dutch words of the resources, are a word list."""
    known, found = _known_words(), []
    for name, source in _modules():
        for line, texts in _listed_in(source):
            words = [text.casefold() for text in texts if _WORD.fullmatch(text)]
            n_known = sum(word.rstrip(".") in known or word in known for word in words)
            is_list = len(words) > MOST_IN_PYTHON and len(words) == len(texts) and n_known >= 0.75 * len(words)
            if is_list and (name, words[0]) not in ALLOWED_IN_PYTHON:
                found.append(f"{name}:{line}: {', '.join(words)}")
    assert found == [], "\n".join(found)


def test_patterns_in_python_hold_no_word_lists():
    """Three or more words in one alternation are a word list, whichever words they are."""
    found = []
    for name, source in _modules():
        for line, pattern in _strings_in(source):
            for branches in _alternations(pattern):
                words = _words_of(branches)
                if len(words) > MOST_IN_PYTHON and (name, words[0].casefold()) not in ALLOWED_IN_PYTHON:
                    found.append(f"{name}:{line}: {', '.join(words)}")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?:plv\.?|waarnemend|wnd\.?|loco-)\s*$", ["plv", "waarnemend", "wnd", "loco-"]),
        (r"a(?P<day>\d+)(?:\s?e|ste|de)?", ["ste", "de"]),
        (r"(?<!\w)(?i:van|uit[|)]|bij|\bnamens\b)", ["van", "bij", "namens"]),
        (rf"(?:{_HOLE}nee|ja|[–-])(?:dag)?", ["ja", "dag"]),
        (r"(?:aa|ee|oe|[lr])s", []),
    ],
)
def test_the_words_of_an_alternation_are_seen(pattern, words):
    assert [word for branches in _alternations(pattern) for word in _words_of(branches)] == words
