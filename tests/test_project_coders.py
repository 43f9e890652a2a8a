"""`overeenstemming` with projects of other programs: one coder for each person, and nothing that nobody judged."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from pipeline import cli
from pipeline.config import Settings
from pipeline.corpus import Corpus, load
from pipeline.errors import SettingError
from pipeline.exchange.archive import pack, unpack
from pipeline.exchange.codings import Coding, codings_of
from pipeline.exchange.found import is_program
from pipeline.exchange.names import Code, CodeNames, Family, Label
from pipeline.exchange.qde_write import NAMESPACE, Project, project_files
from pipeline.reliability import Variable
from pipeline.run.coder_sources import Source
from pipeline.run.coders import Reader
from pipeline.run.exchange import export_project, project_names, project_texts
from tests.conftest import Run, run_once
from tests.test_agreement import SENTENCES, sheet, table

N = f"{{{NAMESPACE}}}"
KINDS = {"u": "uitkomst", "d": "dilemma", "a": "advies"}
LEARN, MONEY = Label(Family.THEME, "leren"), Label(Family.THEME, "financiering")
MANAGER = Label(Family.VOICE, "manager")
PROGRAM = ""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One report of fifteen statements."""
    raw, folder = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("klein")
    text = "Overleg loketten\n\nDatum: 4 maart 2024\n\n1. Loketten\n\n" + ". ".join(SENTENCES) + ".\n"
    (raw / "verslag.txt").write_text(text, encoding="utf-8")
    return run_once(raw, folder, Settings(workers=1))


@pytest.fixture
def corpus(small: Run) -> Corpus:
    return load(small.processed)


Given = Mapping[int, Mapping[str, Sequence[Label]]]


def kinds(letters: str, who: str) -> dict[int, dict[str, list[Label]]]:
    """Return a kind for each statement, by one coder; `.` is none."""
    return {n: {who: [Label(Family.KIND, KINDS[letter])]} for n, letter in enumerate(letters) if letter in KINDS}


def both(*given: Given) -> dict[int, dict[str, list[Label]]]:
    """Return codings together."""
    found: dict[int, dict[str, list[Label]]] = {}
    for one in given:
        for n, of_coder in one.items():
            for who, labels in of_coder.items():
                found.setdefault(n, {}).setdefault(who, []).extend(labels)
    return found


def project(
    corpus: Corpus,
    given: Given,
    path: Path,
    change: Callable[[etree._Element], object] = lambda _: None,
    text: Callable[[str], str] = lambda text: text,
    codes: Sequence[Code] = (),
) -> Path:
    """Write a project as another program does: other identifiers, and codings of whoever gave them."""
    names = CodeNames([*project_names(corpus).codes, *codes])
    statements = [one for one in codings_of(corpus.tables, names) if one.statement_id is not None]
    coded = [
        replace(one, codings=tuple(Coding(label, who) for who, labels in given[n].items() for label in labels), reason="")
        for n, one in enumerate(statements) if n in given
    ]  # fmt: skip
    made = project_files(Project("p", "", "0.1.0", "2024-07-01T12:00:00Z", names, project_texts(corpus), (), coded))
    return save(made, path, change, text)


def save(
    files: Mapping[str, bytes],
    path: Path,
    change: Callable[[etree._Element], object] = lambda _: None,
    text: Callable[[str], str] = lambda text: text,
) -> Path:
    root = etree.fromstring(files["project.qde"])
    new: dict[str, str] = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if re.fullmatch(r"[0-9a-f-]{36}", value):
                element.set(name, new.setdefault(value, str(uuid.uuid4())).upper())
    change(root)
    texts = {name: text(data.decode()).encode() for name, data in files.items() if name != "project.qde"}
    path.write_bytes(pack({"project.qde": etree.tostring(root), **texts}))
    return path


def users(old: str, new: str) -> Callable[[etree._Element], None]:
    """Return a change of what a user is called."""

    def change(root: etree._Element) -> None:
        for user in root.iter(f"{N}User"):
            if user.get("name") == old:
                user.set("name", new)

    return change


def read(corpus: Corpus, path: Path, name: str = "", *, whole: bool = False) -> Source:
    return Reader(corpus, is_whole=whole).read(f"{name}={path}" if name else str(path))


def of(source: Source, variable: Variable, who: str | None = None) -> dict[int, tuple[str, ...]]:
    """Return the codes of one coder by the number of the statement."""
    (coder,) = [coder for coder in source.coders if who in (None, coder.name)]
    return by_number(coder.codings[variable])


def by_number(codes: pd.Series) -> dict[int, tuple[str, ...]]:
    return {int(str(key).rpartition("z")[2]) - 1: value for key, value in codes.items()}


def letters(codes: Mapping[int, tuple[str, ...]]) -> str:
    return "".join(codes[n][0][0] if n in codes else "." for n in range(len(SENTENCES)))


# People who coded by themselves


def test_each_person_is_a_coder_and_what_nobody_coded_is_missing(corpus: Corpus, tmp_path: Path) -> None:
    given = both(kinds("uda.u", "Anna"), kinds("ud.u", "Bert"), {0: {"Anna": [LEARN]}, 2: {"Anna": [MANAGER]}})
    source = read(corpus, project(corpus, given, tmp_path / "samen.qdpx"))
    assert [coder.name for coder in source.coders] == ["Anna", "Bert"]
    assert letters(of(source, Variable.KIND, "Anna")) == "uda.u.........."
    assert letters(of(source, Variable.KIND, "Bert")) == "ud.u..........."
    assert of(source, Variable.THEME, "Anna") == {0: ("leren",), 1: (), 2: (), 4: ()}
    assert of(source, Variable.VOICE, "Anna") == {0: (), 1: (), 2: ("manager",), 4: ()}
    assert of(source, Variable.THEME, "Bert") == {}  # gave no theme at all: did not code themes
    assert (source.n_used, source.n_rows, source.skipped) == (7, 7, ())
    assert "ontbreekt en telt niet als “geen thema”" in source.note


def test_the_same_person_in_two_projects_is_one_coder_by_her_name(corpus: Corpus, tmp_path: Path) -> None:
    unnamed = project(corpus, kinds("uda", "Anna"), tmp_path / "een.qdpx", users("Anna", "default"))
    assert [coder.name for coder in read(corpus, unnamed).coders] == ["een"]
    assert [coder.name for coder in read(corpus, unnamed, "Anna").coders] == ["Anna"]
    two = project(corpus, both(kinds("u", "Anna"), kinds("u", "Bert")), tmp_path / "twee.qdpx")
    with pytest.raises(SettingError, match=r"meer mensen \(Anna en Bert\), dus één naam past niet; laat “Cor=” weg\.$"):
        read(corpus, two, "Cor")


def test_an_unpacked_project_is_read_with_the_texts_beside_it(corpus: Corpus, tmp_path: Path) -> None:
    files = unpack(project(corpus, kinds("uda", "Anna"), tmp_path / "a.qdpx").read_bytes())
    for name, data in files.items():
        target = tmp_path / "uitgepakt" / name.replace("sources/", "Sources/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    assert letters(of(read(corpus, tmp_path / "uitgepakt" / "project.qde"), Variable.KIND)).startswith("uda.")


NEW = (
    Code(Label(Family.THEME, "macht"), "Macht"),
    Code(Label(Family.VOICE, "wethouder"), "Wethouder van elders"),
    Code(Label(Family.KIND, "grap"), "grap"),
)


def add_code(root: etree._Element) -> None:
    """Put a code of her own on the first selection."""
    codes = next(root.iter(f"{N}Codes"))
    etree.SubElement(codes, f"{N}Code", guid="11111111-1111-1111-1111-111111111111", name="Mooi gezegd")
    coding = next(root.iter(f"{N}Coding"))
    added = etree.SubElement(coding.getparent(), f"{N}Coding", creatingUser=coding.get("creatingUser"))
    etree.SubElement(added, f"{N}CodeRef", targetGUID="11111111-1111-1111-1111-111111111111")


def test_codes_that_the_codebook_has_not_are_told_and_no_absence_of_codes(corpus: Corpus, tmp_path: Path) -> None:
    given = both(
        kinds("udu", "Anna"),
        {
            0: {"Anna": [LEARN]},
            1: {"Anna": [NEW[0].label]},
            2: {"Anna": [NEW[1].label, MANAGER]},
            3: {"Anna": [NEW[2].label]},
        },
    )
    source = read(corpus, project(corpus, given, tmp_path / "a.qdpx", add_code, codes=NEW))
    assert of(source, Variable.THEME) == {0: ("leren",), 2: (), 3: ()}
    assert of(source, Variable.VOICE) == {0: (), 1: (), 3: ()}
    assert letters(of(source, Variable.KIND)).startswith("udu..")
    told = " ".join(source.told)
    for name in ("Mooi gezegd", "Thema: Macht", "Stem: Wethouder van elders", "Soort: grap"):
        assert f"1 codering: de code “{name}” staat niet in het codeboek." in told
    for what in ("soort", "stem", "thema"):
        assert f"1 uitspraak: niet meegeteld bij {what}, want met een code die niet" in told


def test_two_kinds_on_one_statement_and_what_is_not_compared_are_told(corpus: Corpus, tmp_path: Path) -> None:
    given = both(kinds("uu", "Anna"), kinds("d", "Anna"), {2: {"Anna": [LEARN, Label(Family.ROLE, "manager")]}})
    source = read(corpus, project(corpus, given, tmp_path / "a.qdpx"))
    assert letters(of(source, Variable.KIND)) == ".u............."
    assert source.told[:-1] == [
        "a.qdpx, 1 codering: rollen worden hier niet vergeleken.",
        "a.qdpx, 1 uitspraak: niet meegeteld bij soort, want met meer dan één soort; laat er één staan.",
        "a.qdpx, 1 uitspraak: niet meegeteld bij soort, want zonder soort.",
    ]


def test_a_text_that_was_edited_is_found_by_its_words(corpus: Corpus, tmp_path: Path) -> None:
    before = "Vooraf staat nu een regel.\n"

    def moved(root: etree._Element) -> None:
        for one in root.iter(f"{N}PlainTextSelection"):
            for name in ("startPosition", "endPosition"):
                one.set(name, str(int(one.get(name)) + len(before)))

    def edit(text: str) -> str:
        return before + text.replace(SENTENCES[1], SENTENCES[1].replace("brug", "dijk"))

    source = read(corpus, project(corpus, kinds("udad", "Anna"), tmp_path / "a.qdpx", moved, edit))
    assert letters(of(source, Variable.KIND)) == "u.ad..........."
    assert source.told[0] == "a.qdpx, 1 codering: de woorden in “verslag.txt” zijn niet teruggevonden."


def test_who_coded_the_reports_with_their_names_is_understood(
    analyse_files: Callable[..., Run], tmp_path: Path
) -> None:
    text = (
        "Verslag\n\nAanwezig: Anna de Boer (SZW, directeur)\n\n1. Balie\n\n"
        "Anna de Boer vindt de balie druk, maar niemand wil weg. Maak een lijst van alle formulieren.\n"
    )
    run = analyse_files({"a.txt": text}, names="rollen")
    kept, shown = load(run.processed, names="tonen"), load(run.processed)
    assert "Anna" not in shown.tables["statements"]["text"][0]
    path = project(kept, kinds("da", "Bert"), tmp_path / "b.qdpx")
    (coder,) = Reader(shown, run.processed).read(str(path)).coders
    ids = list(shown.tables["statements"]["statement_id"])
    assert coder.codings[Variable.KIND].to_dict() == {ids[0]: ("dilemma",), ids[1]: ("advies",)}


# Beside the codes of the program

ALL = "u" * len(SENTENCES)


def test_what_was_only_put_right_is_no_judgement(corpus: Corpus, tmp_path: Path) -> None:
    path = project(corpus, both(kinds(ALL, PROGRAM), kinds("ddddddd", "Anna")), tmp_path / "a.qdpx")
    with pytest.raises(
        SettingError, match=r"7 uitspraken: naast de codes van het programma gaf de codeur.*geef --heel"
    ):
        read(corpus, path)
    path = project(corpus, both(kinds(ALL, PROGRAM), kinds("ddduuudd", "Anna")), tmp_path / "b.qdpx")
    source = read(corpus, path)
    assert letters(of(source, Variable.KIND, "Anna")) == "ddduuudd......."
    assert "staan ook in dit project" in source.note


def test_of_a_project_that_was_gone_through_all_that_is_left_counts(corpus: Corpus, tmp_path: Path) -> None:
    given = both(kinds("." + ALL[1:], PROGRAM), {3: {PROGRAM: [LEARN]}}, kinds("..d", "Anna"))
    source = read(corpus, project(corpus, given, tmp_path / "a.qdpx"), whole=True)
    found = of(source, Variable.KIND, "Anna")
    assert 0 not in found  # nothing is left of it
    assert found[2] == ("dilemma",)
    assert found[3] == ("uitkomst",)
    assert of(source, Variable.THEME)[3] == ("leren",)
    assert of(source, Variable.THEME)[4] == of(source, Variable.VOICE)[4] == ()
    assert (source.n_used, source.n_rows) == (14, 15)
    assert "1 uitspraak: geen code over, dus volgens de codeur geen uitspraak." in " ".join(source.told)
    assert "--heel zegt dat elke uitspraak is nagelopen" in source.note
    two = project(corpus, both(given, kinds(".....d", "Bert")), tmp_path / "b.qdpx")
    with pytest.raises(SettingError, match=r"wijzigden meer mensen iets \(Anna en Bert\)"):
        read(corpus, two, whole=True)


def test_our_own_codes_on_the_name_of_who_opened_them_are_no_judgement(
    small: Run, corpus: Corpus, tmp_path: Path
) -> None:
    export_project(small.processed, tmp_path / "uit.qdpx")
    files = unpack((tmp_path / "uit.qdpx").read_bytes())
    own = next(iter(etree.fromstring(files["project.qde"]).iter(f"{N}User"))).get("name")
    path = save(files, tmp_path / "over.qdpx", users(own, "Anna"))
    with pytest.raises(SettingError, match="op naam van een mens; geef --heel op"):
        read(corpus, path)
    source = read(corpus, path, "Anna", whole=True)
    assert [coder.name for coder in source.coders] == ["Anna"]
    assert of(source, Variable.KIND) == by_number(Reader(corpus).program.codings[Variable.KIND])


@pytest.mark.parametrize(
    ("user", "is_ours"),
    [
        ("Rode Draad 0.1.0", True), ("Rode Draad 1.2.0.dev3+lokaal", True), ("Rode Draad zonder versie", True),
        ("Rode Draad", True), ("Rode Draad Anna", False), ("Rode Draadje 2", False), ("Anna", False), ("", False),
    ],
)  # fmt: skip
def test_the_program_is_known_by_its_version(user: str, is_ours: bool) -> None:
    assert is_program(user) == is_ours


# What is refused


def no_zip(_: Corpus, path: Path) -> None:
    path.write_bytes(b"<Project/>")


def no_project(_: Corpus, path: Path) -> None:
    path.write_bytes(pack({"iets.txt": b""}))


def nobody(corpus: Corpus, path: Path) -> None:
    project(corpus, {}, path)


def the_program_alone(corpus: Corpus, path: Path) -> None:
    project(corpus, kinds(ALL, PROGRAM), path)


def other_texts(corpus: Corpus, path: Path) -> None:
    def change(root: etree._Element) -> None:
        next(root.iter(f"{N}TextSource")).set("name", "elders.txt")

    project(corpus, kinds("uda", "Anna"), path, change, lambda _: "Iets heel anders.\n")


def same_name(corpus: Corpus, path: Path) -> None:
    project(corpus, kinds("uda", "Anna"), path, text=lambda _: "Iets heel anders. " * 90)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (no_zip, "dit is geen heel project (.qdpx); exporteer het opnieuw"),
        (no_project, "in dit bestand staat geen project (.qde); exporteer het"),
        (nobody, "geen enkele code van een mens in dit project telt mee; geef een project dat"),
        (the_program_alone, "geen enkele code van een mens in dit project telt mee; geef --heel op"),
        (other_texts, "geen van de teksten in dit project is een verslag van deze analyse; geef"),
        (
            same_name,
            "geen enkele code van een mens in dit project telt mee (3 coderingen: de woorden in “verslag.txt” zijn niet teruggevonden); geef",
        ),
    ],
)
def test_a_project_that_will_not_do_gives_one_sentence(
    corpus: Corpus, tmp_path: Path, make: Callable[[Corpus, Path], None], says: str
) -> None:
    path = tmp_path / "a.qdpx"
    make(corpus, path)
    with pytest.raises(SettingError) as refused:
        read(corpus, path)
    assert str(refused.value).startswith(f"a.qdpx: {says}")
    assert re.fullmatch(r"[^\n]+\.", str(refused.value))


# The command


def test_projects_stand_beside_sheets_in_the_command(
    small: Run, corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = project(corpus, kinds("udaudaud", "Anna"), tmp_path / "anna.qdpx")
    bert = sheet(small, [KINDS[letter] for letter in "udaudddd"], tmp_path / "bert.xlsx")

    def command(*options: Any) -> tuple[int, str, str]:
        folders = ["--processed", str(small.processed), "--reports", str(tmp_path / "uit")]
        with pytest.raises(SystemExit) as done:
            cli.main(["overeenstemming", *map(str, options), *folders])
        printed = capsys.readouterr()
        return int(done.value.code or 0), printed.out, printed.err

    code, out, error = command("programma", anna, bert)
    assert (code, error) == (0, "")
    assert "anna.qdpx: 8 van 8 uitspraken tellen mee." in out
    assert re.search(r"mensen onderling +8 +75,0%", out)
    rows = table(tmp_path / "uit" / "overeenstemming.csv")
    assert {row["vergelijking"] for row in rows if row["wat"] == "soort"} >= {"mensen onderling", "programma met Anna"}
    seen = project(corpus, both(kinds(ALL, PROGRAM), kinds("d", "Anna")), tmp_path / "gezien.qdpx")
    code, _, error = command("programma", seen)
    assert (code, error.count("\n")) == (2, 1)
    code, out, _ = command("programma", seen, "--heel")
    assert (code, "gezien.qdpx: 15 van 15 uitspraken tellen mee." in out) == (0, True)
