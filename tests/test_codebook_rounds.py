"""Rounds of work on a codebook: faults told, proposals, two codebooks compared, sentences scored, other formats."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from benchmarks import gold
from pipeline import written_toml
from pipeline.cli import command, main
from pipeline.config import load_settings
from pipeline.errors import CodebookError, RodeDraadError, SettingError
from pipeline.exchange import codebook_file
from pipeline.exchange.qdc import NAMESPACE, from_qdc, to_qdc
from pipeline.nlp.codebook import load_codebook, parse_codebook
from pipeline.nlp.codebook_check import check_codebook
from pipeline.nlp.codebook_format import File
from pipeline.reporting.exports.plain_sheet import to_workbook
from pipeline.run.codebook import compare_codebooks, export_codebook, import_codebook, propose, score_codebook
from pipeline.worksheets import read_rows
from tests.conftest import SHARED, Run

MODEL = "nl_sessie_sm"
DEFAULT = gold.ROOT / "pipeline" / "resources" / "codeboek.toml"
OWN = """versie = "1.0"

[[thema]]
code = "wachten"
naam = "Wachten"
definitie = "Hoe lang inwoners op een antwoord of besluit wachten."
termen = ["wachttijd", "brief", "wachtkamer", "regenboog"]

[[thema]]
code = "loket"
naam = "Loket"
termen = ["loket*", "balie"]
uitsluiten = ["loketnummer"]

[[rol]]
code = "loket"
naam = "Loketmedewerker"
groep = "functie"
termen = ["baliemedewerker*"]
"""


def invoke(*arguments: object) -> Result:
    """Call a command in this process."""
    return CliRunner().invoke(command, ["codeboek", *map(str, arguments)])


def lines_of(result: Result) -> list[str]:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output.splitlines()


# Faults


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("naam = Vertrouwen", 1, 'zet tekst tussen aanhalingstekens, zoals naam = "Vertrouwen"'),
        ('versie = "1"\nnaam = Vertrouwen in de keten # ja', 2, 'naam = "Vertrouwen in de keten"'),
        ("termen = [wachttijd, wachtrij]", 1, 'zoals termen = ["wachttijd"]'),
        ('termen = ["a",\n  wachtrij]', 2, 'zoals "wachtrij"'),
        ("naam = 3 partijen", 1, 'naam = "3 partijen"'),
        ("naam = informatie", 1, 'naam = "informatie"'),
        ("naam = “Vertrouwen”", 1, "rechte aanhalingstekens"),
        ('“naam” = "a"', 1, "rechte aanhalingstekens"),
        ('naam = "a', 1, "sluit de tekst op deze regel af"),
        ('naam = "a\nb"', 1, "sluit de tekst op deze regel af"),
        ("naam = 's ochtends", 1, "sluit de tekst op deze regel af"),
        ('naam = "zeg "ja" nu"', 1, "enkele aanhalingstekens"),
        ('naam = "C:\\Users\\x"', 1, "gebruik / of enkele aanhalingstekens"),
        ('naam = "C:\\Data\\x"', 1, "gebruik / of enkele aanhalingstekens"),
        ("naam =", 1, "zet achter “naam =” een waarde"),
        ('naam: "a"', 1, "gebruik = in plaats van :"),
        ('naam "a"', 1, "een sleutel, een = en een waarde"),
        ("Dit is tekst", 1, "een sleutel, een = en een waarde"),
        ('naam = "a";', 1, "haal de ; aan het eind weg"),
        ('termen = ["a" "b"]', 1, "zet een komma tussen de waarden"),
        ('termen = ("a", "b")', 1, "vierkante haken"),
        ('termen = "a", "b"', 1, "vierkante haken"),
        ('termen = ["a", "b"', 1, "sluit de lijst af met ]"),
        ('termen = ["a",\nuitsluiten = ["b"]', 2, "sluit de lijst hierboven af met ]"),
        ('[[thema]\ncode = "a"', 1, "evenveel haken"),
        ('[thema]\ncode = "a"\n[thema]\ncode = "b"', 3, "dubbele haken, zoals [[thema]]"),
        ('naam = "a"\nnaam = "b"', 2, "laat “naam” maar één keer staan"),
    ],
)
def test_wrong_toml_is_told_with_its_line_and_what_to_write(content: str, line: int, says: str) -> None:
    with pytest.raises(written_toml.TomlError) as caught:
        written_toml.parse(content)
    assert caught.value.line == line
    assert says in caught.value.remedy
    with pytest.raises(CodebookError, match=rf"dit codeboek klopt regel {line} niet: .*\.$"):
        parse_codebook(content, "dit codeboek")
    (fault,) = check_codebook(content, MODEL)
    assert (fault.line, fault.is_error) == (line, True)


@given(st.text())
def test_any_text_is_toml_or_told(content: str) -> None:
    for fault in told(content):
        assert 1 <= fault.line <= max(1, len(content.splitlines()))
        assert fault.remedy
        assert "\n" not in fault.remedy


def told(content: str) -> list[written_toml.TomlError]:
    try:
        written_toml.parse(content)
    except written_toml.TomlError as fault:
        return [fault]
    return []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('versie = "1.0"', "versie = 1.0", 1, 'klopt “versie” niet; zet tekst tussen aanhalingstekens, zoals versie = "1.0"'),
        ('termen = ["loket*", "balie"]', 'termen = "loket*"', 12, 'schrijf een lijst, zoals termen = ["…", "…"]'),
        ('termen = ["loket*", "balie"]', "termen = []", 12, "noem ten minste één term"),
        ('termen = ["loket*", "balie"]', 'termen = ["loket*", 3]', 12, "“termen” van thema “loket” niet; zet tekst"),
        ('termen = ["loket*", "balie"]', 'term = ["loket*", "balie"]', 12, "bedoelde u “termen”?"),
        ('naam = "Loket"', 'naam = ""', 11, "vul iets in"),
        ('code = "wachten"', 'code = "Lang wachten"', 4, "gebruik kleine letters"),
        ('groep = "functie"', 'groep = "functies"', 18, "kies driehoek, functie of partij"),
        ('groep = "functie"\n', "", 15, "heeft rol “loket” geen “groep”"),
        ('["loket*", "balie"]', '["de", "balie"]', 12, "term “de” van thema “loket” alleen uit woorden die in elke tekst staan"),
        ('["loket*", "balie"]', '["loket*", "van het*"]', 12, "term “van het*”"),
        ('["loket*", "balie"]', '["=Niet"]', 12, "term “=Niet”"),
    ],
)  # fmt: skip
def test_a_fault_in_the_format_is_told(old: str, new: str, line: int, says: str) -> None:
    assert old in OWN
    found = check_codebook(OWN.replace(old, new, 1), MODEL)
    fault = next(fault for fault in found if says in fault.message)
    assert (fault.line, fault.is_error) == (line, True)
    assert fault.message.endswith((".", "?"))
    with pytest.raises(CodebookError, match=r"^In dit codeboek, regel \d+, "):
        parse_codebook(OWN.replace(old, new, 1), "dit codeboek")


def test_one_table_in_single_brackets_is_told() -> None:
    (fault,) = check_codebook('versie = "1"\n[thema]\ncode = "a"\nnaam = "A"\ntermen = ["b"]\n', MODEL)
    assert "schrijf [[thema]]" in fault.message


@pytest.mark.parametrize("term", ["=over en weer", "IT", "WEL", "wel*beleid", "niets doen"])
def test_a_term_that_says_something_is_not_refused(term: str) -> None:
    parse_codebook(OWN.replace('"balie"', f'"{term}"'), "dit codeboek")


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (("wachttijd*", "wachttijden"), ["“wachttijden” doet niets naast “wachttijd*”"]),
        (("wachttijden", "wachttijd*"), ["“wachttijden” doet niets naast “wachttijd*”"]),
        (("wachttijd*", "wachttijdgarantie*"), ["“wachttijdgarantie*” doet niets naast “wachttijd*”"]),
        (("*tijd*", "wachttijd"), ["“wachttijd” doet niets naast “*tijd*”"]),
        (("wachttijd", "wachttijden"), ["“wachttijden” doet niets naast “wachttijd”"]),
        (("balie", "Balie "), []),  # told as one of two themes is not: capitals may matter
        (("balie", "balie"), ["“balie” staat er twee keer"]),
        (("wachttijd", "wachttijd*"), ["“wachttijd” doet niets naast “wachttijd*”"]),
        (("vertrouwen*", "vertrouwen"), []),  # the star finds no *vertrouwt*
        (("*tijd", "tijdig"), []),
        (("rol", "rollen"), []),  # rollen is a verb too
        (("=wacht*", "wachten"), []),
        (("wachttijd*", "lange wachttijd"), []),
        (("DG*", "DGs"), []),
    ],
)
def test_a_term_that_does_nothing_beside_another_is_told(terms: tuple[str, str], told: list[str]) -> None:
    listed = ", ".join(f'"{term}"' for term in terms)
    found = check_codebook(f'versie = "1"\n[[thema]]\ncode = "a"\nnaam = "A"\ntermen = [{listed}]\n', MODEL)
    doubles = [fault.message for fault in found if "doet niets naast" in fault.message or "twee keer" in fault.message]
    assert len(doubles) == len(told), doubles
    assert all(says in message for says, message in zip(told, doubles, strict=True))
    assert all(not fault.is_error for fault in found)


def test_sentences_that_must_or_must_not_match_are_checked() -> None:
    sound = OWN + 'wel = ["De baliemedewerkers hielpen haar."]\nniet = ["De balie was dicht."]\n'
    assert check_codebook(sound, MODEL) == []
    wrong = OWN + 'niet = ["De baliemedewerkers hielpen haar."]\nwel = ["De balie was dicht.", "Baliemedewerkers."]\n'
    faults = check_codebook(wrong, MODEL)
    assert [fault.line for fault in faults] == [20, 21]
    assert "hoort rol “loket” niet te staan, maar de term “baliemedewerker*” vindt het" in faults[0].message
    assert "“De balie was dicht.” hoort rol “loket” te staan" in faults[1].message
    assert not any(fault.is_error for fault in faults)


def test_an_empty_codebook_is_noted() -> None:
    (fault,) = check_codebook('versie = "1"\n', MODEL)
    assert "geen thema of rol" in fault.message


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    codebook, settings = tmp_path / "codeboek.toml", tmp_path / "instellingen.toml"
    codebook.write_text(OWN, encoding="utf-8-sig")
    settings.write_text('namen = "tonen"\r\n', encoding="utf-8-sig")
    assert load_codebook(codebook) == parse_codebook(OWN, "dit codeboek")
    assert load_settings(settings).names == "tonen"
    assert lines_of(invoke("controleer", codebook)) == [f"{codebook}: geen fouten gevonden."]


@pytest.mark.parametrize("path", ["C:\\Users\\anna\\codeboek.toml", "C:\\temp\\nieuw.toml", "C:\\Data\\x.toml"])
def test_a_path_of_windows_in_the_settings_is_told(tmp_path: Path, path: str) -> None:
    settings = tmp_path / "instellingen.toml"
    settings.write_text(f'codeboek = "{path}"\n', encoding="utf-8")
    with pytest.raises(SettingError, match=r"gebruik / of enkele aanhalingstekens"):
        load_settings(settings)


@pytest.mark.skipif(not (SHARED / "cases" / "instellingen").is_dir(), reason="the cases are not there")
def test_the_shared_cases() -> None:
    cases = SHARED / "cases" / "instellingen"
    assert load_codebook(cases / "cb-bom.toml").themes
    assert load_settings(cases / "cfg-bom.toml").names == "rollen"
    with pytest.raises(SettingError, match="klopt regel 1 niet: gebruik / of enkele aanhalingstekens"):
        load_settings(cases / "cfg-win.toml")


# Proposals


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "eigen.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_theme_gets_proposals(sample_run: Run, own: Path) -> None:
    proposals = propose(sample_run.processed, "Wachten", own, n_sessions=2, limit=12)
    found = proposals.found
    assert found.n_mentions >= found.n_statements >= found.n_sessions > 0
    assert 3 <= len(found.words) <= 12
    assert len(found.sentences) <= 6
    family = {word.word: word.term for word in found.words if word.is_family}
    assert family["opdrachtbrief"] == "brief"
    near = {word.word for word in found.words if not word.is_family}
    assert near
    assert [word.is_family for word in found.words] == sorted((word.is_family for word in found.words), reverse=True)
    stars = {star.starred: dict(star.words) for star in found.stars}
    assert stars["*brief"]["opdrachtbrief"] == next(w.n_statements for w in found.words if w.word == "opdrachtbrief")
    assert all(star.n_mentions == sum(number for _, number in star.words) for star in found.stars)
    assert found.idle == ("wachtkamer", "regenboog")
    assert found.heavy is not None
    assert found.heavy.term == "brief"
    assert all(proposals.texts[one.example] for one in found.words)


def test_nothing_is_proposed_that_is_covered_or_named(sample_run: Run) -> None:
    data = sample_run.data
    names = {row.lower() for row in data["entities"].query("label == 'PERSON'")["text"]}
    found = propose(sample_run.processed, "uitvoering", None, n_sessions=1, limit=500).found
    words = {word.word for word in found.words}
    assert words
    assert words.isdisjoint(names)
    assert words.isdisjoint({"uitvoerder", "uitvoering", "gemeente", "burger", "wethouder"})  # terms and roles
    with_theme = set(data["theme_mentions"]["statement_id"].dropna())
    assert with_theme.isdisjoint(found.sentences)


def test_a_word_that_the_theme_excludes_is_not_proposed(sample_run: Run, tmp_path: Path) -> None:
    path = tmp_path / "codeboek.toml"
    path.write_text(OWN.replace('"regenboog"]', '"regenboog"]\nuitsluiten = ["opdrachtbrief"]'), encoding="utf-8")
    found = propose(sample_run.processed, "wachten", path, n_sessions=2, limit=12).found
    assert "opdrachtbrief" not in {word.word for word in found.words}
    assert all("opdrachtbrief" not in dict(star.words) for star in found.stars)


def test_the_command_tells_proposals_without_names(sample_run: Run, own: Path) -> None:
    result = invoke("voorstel", "--thema", "wachten", "--codeboek", own, "--processed", sample_run.processed)
    lines = lines_of(result)
    assert lines[0].startswith("Wachten (wachten): nu ")
    assert lines[0].endswith("; koppen tellen hier niet mee.")
    for heading in (
        "Afleidingen en samenstellingen",
        "Woorden die dicht",
        "Wat een ster",
        "Termen die",
        "Eén term draagt",
    ):
        assert sum(line.startswith(heading) for line in lines) == 1, heading
    names = set(sample_run.data["participants"]["name"])
    assert not [name for name in names if name in result.output]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("voorstel", "--thema", "wachtten"), "bedoelde u “Wachten”?"),
        (("voorstel",), "werkt alleen samen met --thema"),
    ],
)
def test_a_wrong_theme_is_told(sample_run: Run, own: Path, arguments: tuple[str, ...], says: str) -> None:
    result = invoke(*arguments, "--codeboek", own, "--processed", sample_run.processed)
    assert isinstance(result.exception, SettingError)
    assert says in str(result.exception)


# Comparison


def test_two_codebooks_are_compared(sample_run: Run, own: Path, tmp_path: Path) -> None:
    new = tmp_path / "nieuw.toml"
    changed = OWN.replace('"brief", ', '"opdrachtbrief", "brieven", ').replace(
        'code = "loket"\nnaam = "Loketm', 'code = "balie"\nnaam = "Loketm'
    )
    new.write_text(changed, encoding="utf-8")
    comparison = compare_codebooks(sample_run.processed, own, new)
    changes = {(change.kind, change.code): change for change in comparison.changes}
    waiting = changes["thema", "wachten"]
    assert {place.text.lower() for place in waiting.won} <= {"opdrachtbrief", "opdrachtbrieven"}
    assert len(waiting.won) > 0
    assert waiting.lost == ()  # brieven is a form of brief: `brieven` finds that too
    assert waiting.n_new == waiting.n_old + len(waiting.won)
    same = changes["thema", "loket"]
    assert (same.won, same.lost, same.is_new, same.is_gone) == ((), (), False, False)
    assert changes["rol", "balie"].is_new
    assert changes["rol", "loket"].is_gone
    assert len(changes["rol", "balie"].won) == len(changes["rol", "loket"].lost) > 0
    lines = lines_of(invoke("vergelijk", own, new, "--processed", sample_run.processed, "--aantal", "1"))
    assert lines[0] == (
        f"thema Wachten (wachten): {len(waiting.won)} erbij, 0 eraf; van {waiting.n_old} naar {waiting.n_new} vermeldingen, die in koppen meegeteld."
    )
    assert any(line.startswith("  + “") for line in lines)
    assert any("alleen in het oude codeboek" in line for line in lines)


def test_a_comparison_with_itself_finds_the_mentions_of_the_run(sample_run: Run) -> None:
    comparison = compare_codebooks(sample_run.processed, DEFAULT, DEFAULT)
    for table, kind in (("theme", "thema"), ("role", "rol")):
        of_run = sample_run.data[f"{table}_mentions"][table].value_counts().to_dict()
        found = {change.code: change.n_new for change in comparison.changes if change.kind == kind and change.n_new}
        assert found == of_run
    assert not any(change.won or change.lost for change in comparison.changes)


# Sentences with expected codes

SENTENCES = "zin;codes\r\nDe wachttijd aan de balie liep op.;wachten, thema:loket\r\nEen brief van het loket.;wachten\r\nZij vroeg om hulp.;geen\r\nDe receptie was dicht.;thema: Loket\r\n"


def test_sentences_are_scored(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "zinnen.csv"
    path.write_text(SENTENCES, encoding="utf-8-sig")
    score = score_codebook(own, path)
    assert [(code, one.n_right, one.n_missed, one.n_false) for code, one in score.codes] == [
        ("thema:wachten", 2, 0, 0),
        ("thema:loket", 1, 1, 1),
    ]
    overall = score.overall
    assert (overall.precision, overall.recall, overall.f1) == (3 / 4, 3 / 4, 6 / 8)
    assert [(slip.expected.row, slip.code, slip.term) for slip in score.slips] == [
        (3, "thema:loket", "loket*"),
        (5, "thema:loket", None),
    ]
    result = invoke("toets", own, "--bestand", path)
    lines = lines_of(result)
    assert lines[2] == "thema:loket\t1\t1\t1\t0,50\t0,50\t0,50"
    assert lines[3] == "alle codes samen\t3\t1\t1\t0,75\t0,75\t0,75"
    assert lines[4] == "zinnen.csv, rij 3: vindt thema:loket door de term “loket*”\tEen brief van het loket."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("zin;code\r\na;wachten\r\n", "heeft geen kolom “codes”"),
        ("", "heeft geen kolom “zin”"),
        ("zin;codes\r\nDe balie.;loket\r\n", "rij 2: “loket” kan meer betekenen; schrijf rol:loket of thema:loket"),
        ("zin;codes\r\nDe balie.;lokket\r\n", "rij 2: “lokket” staat niet in het codeboek"),
        ("zin;codes\r\n;wachten\r\n", "rij 2: de kolom “zin” is leeg"),
        ("zin;codes\r\nDe balie.;geen\r\n", "geen enkele zin een code"),
    ],
)
def test_wrong_sentences_are_told(own: Path, tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "zinnen.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingError, match=says):
        score_codebook(own, path)


def test_a_sentence_or_a_file_is_asked_for(own: Path) -> None:
    result = invoke("toets", own)
    assert isinstance(result.exception, SettingError)
    assert "--bestand" in str(result.exception)


# Other formats


def codebook(content: str) -> File:
    return File.model_validate(tomllib.loads(content))


LINE = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
TEXT = st.one_of(LINE, st.sampled_from(["=op de stoel van", " spatie ", '"aanhaling"', "a;b", "a\nb", "\r", "_x0041_", "'=x", "-1", "Code: a", "\x7f", "\u2028"]))  # fmt: skip
TERM = TEXT.filter(lambda text: text.strip("=* \n\r\t") and text.casefold() not in ("de", "het", "een") and any(c.isalpha() for c in text))  # fmt: skip
CODE = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
ENTRY = {
    "naam": TEXT,
    "definitie": st.one_of(st.just(""), TEXT),
    "termen": st.lists(TERM.map(lambda term: f"zaak{term}"), min_size=1, max_size=3),
    "uitsluiten": st.lists(TEXT, max_size=2),
    "voorbeelden": st.lists(TEXT, max_size=2),
    "wel": st.lists(TEXT, max_size=2),
    "niet": st.lists(TEXT, max_size=2),
    "memo": st.one_of(st.just(""), TEXT),
    "herkomst": st.one_of(st.just(""), TEXT),
}


@st.composite
def codebooks(draw: st.DrawFn) -> dict[str, Any]:
    themes = draw(st.lists(st.fixed_dictionaries(ENTRY), max_size=3))
    codes = draw(st.lists(CODE, min_size=len(themes), max_size=len(themes), unique=True))
    listed = [{"code": code, **theme} for code, theme in zip(codes, themes, strict=True)]
    for place, theme in enumerate(listed):
        if place and draw(st.booleans()):
            theme["ouder"] = codes[draw(st.integers(0, place - 1))]
    roles = draw(
        st.lists(st.fixed_dictionaries(ENTRY | {"groep": st.sampled_from(["driehoek", "partij"])}), max_size=2)
    )
    role_codes = draw(st.lists(CODE, min_size=len(roles), max_size=len(roles), unique=True))
    verbs = draw(st.dictionaries(CODE, st.lists(CODE, max_size=2), max_size=2))
    return {
        "versie": draw(TEXT),
        "thema": listed,
        "rol": [{"code": code, **role} for code, role in zip(role_codes, roles, strict=True)],
        "scheidbaar": verbs,
    }


@given(codebooks())
def test_toml_is_written_without_loss(values: Mapping[str, Any]) -> None:
    assert codebook(codebook_file.to_toml(values)) == File.model_validate(values)


@given(codebooks())
def test_a_sheet_gives_the_same_codebook(values: Mapping[str, Any]) -> None:
    rows = list(enumerate(codebook_file.to_rows(values), start=1))
    assert File.model_validate(codebook_file.from_rows(rows, "blad")) == File.model_validate(values)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(values=codebooks())
def test_a_file_gives_the_same_codebook(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, values: Mapping[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("uitwisseling") / f"codeboek{suffix}"
    data = codebook_file.to_csv(values) if suffix == ".csv" else to_workbook("codeboek", codebook_file.to_rows(values))
    path.write_bytes(data)
    back = codebook_file.from_rows(read_rows(path), "blad", are_guarded=suffix == ".csv")
    assert File.model_validate(back) == File.model_validate(values)


@given(codebooks().filter(lambda values: values["thema"] or values["rol"]))
def test_a_qdc_carries_what_a_codebook_has(values: Mapping[str, Any]) -> None:
    data = to_qdc(values)
    assert data == to_qdc(values)
    QDC.assertValid(etree.fromstring(data))
    back = from_qdc(data, "codeboek.qdc")
    for kind in ("thema", "rol"):
        sent = {entry["code"]: entry for entry in values[kind]}
        for entry in back[kind]:
            own = sent.pop(entry["code"])
            for key in ("termen", "uitsluiten", "wel", "niet", "voorbeelden", "memo", "herkomst", "ouder", "groep"):
                assert (entry.get(key) or None) == (own.get(key) or None), key
        assert sent == {}
    assert (back["versie"], back["scheidbaar"]) == (values["versie"], values["scheidbaar"])


# The structure that the standard (REFI-QDA 1.5, Codebook 1.0) gives a codebook, in our words.
QDC = etree.XMLSchema(
    etree.fromstring(f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"
           elementFormDefault="qualified">
  <xs:simpleType name="Guid"><xs:restriction base="xs:token">
    <xs:pattern value="[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Code"><xs:sequence>
      <xs:element name="Description" type="xs:string" minOccurs="0"/>
      <xs:element name="Code" type="Code" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="guid" type="Guid" use="required"/><xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="isCodable" type="xs:boolean" use="required"/></xs:complexType>
  <xs:element name="CodeBook"><xs:complexType><xs:sequence>
      <xs:element name="Codes"><xs:complexType><xs:sequence>
        <xs:element name="Code" type="Code" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="origin" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>""")
)


def test_the_default_codebook_goes_there_and_back(tmp_path: Path) -> None:
    default = codebook(DEFAULT.read_text(encoding="utf-8"))
    for suffix in (".csv", ".xlsx", ".qdc"):
        path, back = tmp_path / f"codeboek{suffix}", tmp_path / f"terug{suffix}.toml"
        export_codebook(None, path)
        first = path.read_bytes()
        export_codebook(DEFAULT, path)
        assert path.read_bytes() == first
        made = import_codebook(path, back, agreed=False)
        assert (made.n_themes, made.n_roles, made.named_only) == (len(default.thema), len(default.rol), ())
        found = codebook(back.read_text(encoding="utf-8"))
        if suffix == ".qdc":  # narrower themes stand under their broader one there
            assert {theme.code: theme for theme in found.thema} == {theme.code: theme for theme in default.thema}
            assert found.rol == default.rol
        else:
            assert found == default


def test_names_in_a_qdc_are_unique() -> None:
    entry = {"naam": "Toezicht", "termen": ["toezicht"]}
    values = {"versie": "1", "thema": [{"code": "a", **entry}, {"code": "b", **entry}], "rol": [{"code": "a", **entry, "groep": "partij"}]}  # fmt: skip
    root = etree.fromstring(to_qdc(values))
    names = [code.get("name") for code in root.iter(f"{{{NAMESPACE}}}Code")]
    assert names == ["Thema’s", "Thema: Toezicht (a)", "Thema: Toezicht (b)", "Rollen", "Rol: Toezicht"]
    guids = [code.get("guid") for code in root.iter(f"{{{NAMESPACE}}}Code")]
    assert len(set(guids)) == len(guids)
    assert [entry["naam"] for entry in from_qdc(to_qdc(values), "x")["thema"]] == ["Toezicht", "Toezicht"]


def test_a_codebook_of_another_program_becomes_themes(tmp_path: Path) -> None:
    path, target = tmp_path / "ander.qdc", tmp_path / "codeboek.toml"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="Ander"><Codes>'
        '<Code guid="1" name="Lange wachttijd" isCodable="true" color="#FF0000"><Description>Als het duurt.</Description>'
        '<Code guid="2" name="Eén brief" isCodable="true"/></Code></Codes></CodeBook>',
        encoding="utf-8",
    )
    made = import_codebook(path, target, agreed=False)
    assert made.named_only == ("Lange wachttijd", "Eén brief")
    themes = load_codebook(target).themes
    assert [(one.code, one.name, one.terms, one.parent) for one in themes] == [
        ("lange-wachttijd", "Lange wachttijd", ("Lange wachttijd",), None),
        ("een-brief", "Eén brief", ("Eén brief",), "lange-wachttijd"),
    ]
    assert themes[0].definition == "Als het duurt."


def test_a_sheet_that_a_person_made_is_read(tmp_path: Path) -> None:
    path, target = tmp_path / "lijst.csv", tmp_path / "codeboek.toml"
    path.write_text("Naam;Termen;Definitie\r\nLange wachttijd;wachttijd*; wachtrij ;x\r\n\r\n", encoding="cp1252")
    with pytest.raises(RodeDraadError):
        import_codebook(tmp_path / "is-er-niet.csv", target, agreed=False)
    path.write_text(
        'Naam;Termen;Definitie\r\nLange wachttijd;"wachttijd*; wachtrij";Als het duurt\r\n', encoding="cp1252"
    )
    assert import_codebook(path, target, agreed=False).n_themes == 1
    (theme,) = load_codebook(target).themes
    assert (theme.code, theme.terms) == ("lange-wachttijd", ("wachttijd*", "wachtrij"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "", "is leeg"),
        ("a.csv", "naam;kleur\r\nA;rood\r\n", "onbekende kolom “kleur”"),
        ("a.csv", "termen\r\na\r\n", "geen kolom “naam”"),
        ("a.csv", "soort;naam\r\nthemaatje;A\r\n", "rij 2: “themaatje” in de kolom “soort”"),
        ("a.csv", "naam;termen\r\n;a\r\n", "rij 2: de kolom “naam” is leeg"),
        ("a.csv", "soort;naam;termen\r\nrol;A;a\r\n", "heeft rol “a” geen “groep”"),
        ("a.txt", "", "geef het bestand een van die namen"),
        ("a.qdc", "", "geen heel .qdc-bestand"),
        ("a.qdc", "<CodeBook><Codes/></CodeBook>", "bevat geen codes"),
        ("a.qdc", "<Project/>", "bevat geen codes"),
        ("a.qdc", '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', "bevat een DTD"),
        ("a.xlsx", "geen zip", "onbekende kolom “geen zip”"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RodeDraadError) as caught:
        import_codebook(path, tmp_path / "codeboek.toml", agreed=False)
    assert says in str(caught.value)
    assert not (tmp_path / "codeboek.toml").exists()


def test_a_codebook_that_is_there_is_not_replaced_unasked(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "codeboek.csv"
    assert lines_of(invoke("naar", path, "--codeboek", own)) == [f"Codeboek: {path}"]
    result = invoke("van", path, "--uit", own)
    assert isinstance(result.exception, RodeDraadError)
    assert own.read_text(encoding="utf-8") == OWN
    assert lines_of(invoke("van", path, "--uit", own, "--akkoord")) == [f"Codeboek: {own} (2 thema’s, 1 rol)"]
    assert codebook(own.read_text(encoding="utf-8")) == codebook(OWN)


def test_no_term_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    values = tomllib.loads(OWN.replace('"loket*", "balie"', '"=loket", "@balie"'))
    assert b";=loket" not in codebook_file.to_csv(values)
    assert b"'=loket" in codebook_file.to_csv(values)
    path = tmp_path / "codeboek.xlsx"
    path.write_bytes(to_workbook("codeboek", codebook_file.to_rows(values)))
    import openpyxl

    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_command_line_knows_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["codeboek", "--help"])
    output = capsys.readouterr().out
    assert all(f"  {name} " in output for name in ("controleer", "toets", "voorstel", "vergelijk", "naar", "van"))
