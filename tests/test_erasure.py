"""A person erased: nothing that was written names her, whatever it is in, and all others stay."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pypdf
import pytest
from click.testing import CliRunner

from pipeline import tables, worksheets
from pipeline.cli import command
from pipeline.config import Settings
from pipeline.dutch.name_traces import NameTraces
from pipeline.errors import LeftOverNameError, PersonError, SettingError
from pipeline.nlp.erasing import erase, find_person, plain_surnames
from pipeline.nlp.one_person import OnePerson, resolve, stands_for
from pipeline.progress import Silent
from pipeline.reliability.sheet import sample_workbook
from pipeline.run import erase as module
from pipeline.run import report
from pipeline.run.erase import Erasure, erase_person
from pipeline.run.file_texts import texts_in
from pipeline.storage import Storage, files
from tests.conftest import _one_by_one, run_once

TABLE = """# Rondetafel over regie

Datum: 14 maart 2023

Aanwezig:
- Jan Jansen, manager, Kadaster
- Piet Jansen, adviseur, Rijkswaterstaat
- Karin van der Burg, directeur, Ministerie van Infrastructuur en Waterstaat
- Ahmed Bos, onderzoeker, TNO

## 1. Wie houdt de regie?

Jan Jansen vindt dat het Kadaster de regie moet houden, maar Piet Jansen wil dat juist niet. Jansen twijfelt zelf ook.
JANSEN zei later dat Jansens voorstel niet haalbaar was. Mevrouw Van der Burg stelt voor om dat vast te leggen.
Mail naar j.jansen@kadaster.nl of karin.vanderburg@minienw.nl. K. van der Burg neemt dat op zich.

## 2. Samen werken aan vertrouwen

Van der Burgs punt is dat vertrouwen tijd kost. In het bos is rust. Bos vindt dat onderzoek helpt, maar KvdB niet.
Karin zegt dat zij daar niets aan kan doen. Jan vindt dat ook.
"""
REGION = """# Overleg met Karin van der Burg over de regio

Datum: 4 april 2023

Aanwezig:
- J. Jansen, manager, Kadaster
- Ahmed Bos, onderzoeker, TNO

## 1. Een eigen kaart

Jansen wil een eigen kaart, maar de regio wil samen optrekken. VAN DER BURG was er niet; Karin van der Burg stuurde een
brief. We adviseren Jansens kaart te gebruiken. Het nummer van Karin van der Burg is 06-12345678.
"""
FILES = {"tafel.md": TABLE, "regio/Verslag Karin van der Burg 2023.md": REGION}
KARIN, JAN = "Karin van der Burg", "Jan Jansen"
# As a reader would look for her, apart from how the program does.
OF_KARIN = re.compile(r"der Burg|van[\W_]{0,3}der[\W_]{0,3}burg|kvdb|karin", re.IGNORECASE)
OF_JAN = re.compile(r"\bjan[\W_]{1,3}jansen|(?<![a-z.])j[\W_]{1,2}jansen", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def in_one_process() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.run.erase_sources.run_all", _one_by_one)
        yield


@pytest.fixture(scope="module", params=["tonen", "rollen"])
def analysed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that was analysed, with all that people and other commands leave beside it."""
    target = tmp_path_factory.mktemp(request.param)
    for name, text in FILES.items():
        path = target / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run_once(target / "raw", target, Settings(workers=1, names=request.param), agreed=True)
    left_behind(target)
    return target


def left_behind(target: Path) -> None:
    raw, reports = target / "raw", target / "reports"
    data = {name: Storage(target / "processed").read_table(name) for name in tables.TABLES}
    report(target / "processed", reports, Settings(workers=1, names="tonen"), Silent(), since="2023-04")
    own = "regio/Verslag Karin van der Burg 2023.md"
    (raw / "correcties-ans.csv").write_text(
        "wat;verslag;citaat;was;wordt;wie;waarom\r\n"
        "soort;tafel.md;Van der Burgs punt is dat vertrouwen tijd kost.;uitkomst;dilemma;ans;K. van der Burg zei dat\r\n"
        f"soort;{own};We adviseren Jansens kaart te gebruiken.;advies;uitkomst;ans;\r\n"
        "soort;tafel.md;Jan Jansen vindt dat ook.;advies;uitkomst;ans;gevraagd aan j.jansen@kadaster.nl\r\n",
        encoding="utf-8-sig",
    )
    (raw / "correcties-cor.csv").write_text(
        "wat;verslag;citaat;ervoor\nsoort;tafel.md;dat zij daar niets;Karin zegt\n"
        "soort;tafel.md;stelt voor;vrouw Van der Burg\nsoort;tafel.md;punt;n der Burgs\n",
        encoding="utf-8",
    )
    (raw / "sessies.csv").write_text(f"bestand;titel\n{own};Overleg met Karin van der Burg\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["wat", "verslag", "citaat", "waarom"])
    book.active.append(["soort", "tafel.md", "Karin zegt dat", "navraag bij Karin van der Burg en Jan Jansen"])
    book.properties.creator = KARIN
    book.save(raw / "correcties-bea.xlsx")
    for folder in ("codering", "notebooks"):
        (reports / folder).mkdir()
    ids = list(data["statements"]["statement_id"])
    (reports / "codering" / "steekproef.xlsx").write_bytes(sample_workbook(ids, data, {"advies": "een raad"}))
    (reports / "notebooks" / "verkenning.html").write_text("<p>Karin <b>van</b> der Burg en Jan <i>Jansen</i></p>")
    (reports / "nakijken.html").write_text("<p>Volgens Karin van der Burg en Jan Jansen</p>")
    (reports / "aantekeningen.md").write_text("Nog bellen: Karin van der Burg en Jan Jansen.\n", encoding="utf-8")
    with zipfile.ZipFile(reports / "project.qdpx", "w") as archive:
        archive.writestr("project.qde", "<Project><Name>Karin van der Burg, Jan Jansen</Name></Project>")
    (reports / "uitspraken.sav").write_bytes(b"$FL2 Karin va\xffn der Bu\xffrg")
    (target / "processed" / "cache" / "oud.json").write_text('{"value": "Karin van der Burg"}')


# For what does not depend on which names the report shows.
one_setting = pytest.mark.parametrize("analysed", ["rollen"], indirect=True)


@pytest.fixture
def corpus(analysed: Path, tmp_path: Path) -> Path:
    """A copy of it to write in."""
    return Path(shutil.copytree(analysed, tmp_path / "corpus"))


def wipe(corpus: Path, name: str, *, agreed: bool = True) -> Erasure:
    return erase_person(
        name, corpus / "raw", corpus / "processed", corpus / "reports", Silent(), agreed=agreed
    )  # fmt: skip


def texts_of(path: Path) -> str:
    """Return all words in a file, in the simplest way there is."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        return _words_of_pdf(data)
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join(f"{part}\n{re.sub('<[^>]*>', '', part)}" for part in parts)
    text = data.decode("utf-8", "replace")
    return f"{text}\n{re.sub('<[^>]*>', '', text)}"


@cache
def _words_of_pdf(data: bytes) -> str:
    """Return the words of a PDF: copies of one corpus hold the same ones."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def holding(corpus: Path, wanted: re.Pattern[str]) -> set[str]:
    """Return which of what was written holds a name, by its path."""
    files = [path for folder in ("processed", "reports") for path in (corpus / folder).rglob("*") if path.is_file()]
    files += (corpus / "raw").glob("correcties*")
    found = {path for path in files if wanted.search(f"{path.relative_to(corpus)}\n{texts_of(path)}")}
    return {path.relative_to(corpus).as_posix() for path in found}


def snapshot(corpus: Path) -> Mapping[str, bytes]:
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "wanted"), [(KARIN, OF_KARIN), ("karin VAN DER BURG", OF_KARIN), (JAN, OF_JAN)])
def test_nothing_is_left(corpus: Path, name: str, wanted: re.Pattern[str]) -> None:
    before, in_full = holding(corpus, wanted), holding(corpus, re.compile(name, re.IGNORECASE))
    assert {"processed/statements.parquet", "reports/nakijken.html", "raw/correcties-bea.xlsx"} <= before
    done = wipe(corpus, name)
    listed = {place.path.relative_to(corpus).as_posix() for place in done.places}
    assert {path for path in in_full if not any(path == one or path.startswith(f"{one}/") for one in listed)} == set()
    assert holding(corpus, wanted) == set()
    storage = Storage(corpus / "processed")
    data = {table: storage.read_table(table) for table in tables.TABLES}
    texts = {report_id: storage.read_text(report_id) for report_id in data["reports"]["report_id"]}
    tables.check_all_offsets(data, texts)
    for path in (corpus / "raw").rglob("*.md"):
        assert path.read_text(encoding="utf-8") == FILES[path.relative_to(corpus / "raw").as_posix()]


def test_what_is_shown_is_what_is_done(corpus: Path) -> None:
    before = snapshot(corpus)
    planned = wipe(corpus, KARIN, agreed=False)
    assert not planned.is_done
    assert snapshot(corpus) == before
    done = wipe(corpus, KARIN)
    assert done.places == planned.places
    what = {place.path.relative_to(corpus).as_posix(): place.what for place in done.places}
    assert what["processed/statements.parquet"] == what["raw/correcties-ans.csv"] == "herschreven"
    assert what["reports/codering/steekproef.xlsx"] == what["reports/aantekeningen.md"] == "herschreven"
    for name in ("nakijken.html", "project.qdpx", "uitspraken.sav", "notebooks/verkenning.html", "deel-2023-04"):
        if name.startswith("deel"):
            name = next(place.path.name for place in done.places if place.path.name.startswith("deel-"))
        assert what[f"reports/{name}"] == "verwijderd"
        assert not (corpus / "reports" / name).is_file()
    assert [(source.path, source.in_name) for source in done.sources] == [
        ("regio/Verslag Karin van der Burg 2023.md", True),
        ("tafel.md", False),
    ]


def test_another_with_the_same_surname_stays(corpus: Path) -> None:
    done = wipe(corpus, JAN)
    assert done.names == ("Jan Jansen", "J. Jansen")
    assert done.unclear == {"tafel.md": ("Jansen", "JANSEN", "Jansens")}
    storage = Storage(corpus / "processed")
    table, region = sorted((storage.read_text(one) for one in storage.read_table("reports")["report_id"]), key=len)[
        ::-1
    ]
    assert "[persoon] vindt dat het Kadaster de regie moet houden, maar Piet Jansen wil dat juist niet. Jansen" in table
    assert "JANSEN zei later dat Jansens voorstel" in table
    assert "Mail naar [e-mailadres] of karin.vanderburg@minienw.nl" in table
    assert "[persoon] vindt dat ook" in table
    # There is no other Jansen there.
    assert "[persoon] wil een eigen kaart" in region
    assert "We adviseren [persoon] kaart" in region
    names = set(storage.read_table("participants")["name"])
    assert names == {"[persoon]", "Piet Jansen", "Karin van der Burg", "Ahmed Bos"}
    wipe(corpus, KARIN)
    assert {"[persoon]", "[persoon 2]"} < set(Storage(corpus / "processed").read_table("participants")["name"])


def test_words_and_other_columns(corpus: Path) -> None:
    storage = Storage(corpus / "processed")
    data = {table: storage.read_table(table) for table in tables.TABLES}
    texts = {report_id: storage.read_text(report_id) for report_id in data["reports"]["report_id"]}
    statements = tables.records(data["statements"])
    for row in statements:
        row["lemmas"], row["nouns"] = [*row["lemmas"], "burg", "bos"], [*row["nouns"], "burg"]
        row["phrases"], row["phrase_lemmas"] = ["plan van der burg", "regie"], ["burg plan", "regie"]
    topic = {"topic_id": "o1", "label": "Het plan van Karin van der Burg", "terms": ["van der burg", "kaart"]}
    numbers = {"n_statements": 6, "n_sessions": 3, "stability": 0.9}
    data |= {"statements": tables.frame("statements", statements), "topics": tables.frame("topics", [topic | numbers])}
    before = {row["statement_id"]: row["text"] for row in statements}
    person, _ = find_person(KARIN, data, texts)
    made = erase(data, texts, person).tables
    named = [OF_KARIN.search(text) is not None for text in before.values()]
    for row, is_named in zip(tables.records(made["statements"]), named, strict=True):
        assert ("burg" in row["lemmas"], "burg" in row["nouns"]) == (not is_named, not is_named)
        if is_named:
            assert (row["phrases"], row["phrase_lemmas"]) == (["regie"], ["regie"])
        assert "bos" in row["lemmas"]
    assert list(made["topics"]["label"]) == ["Het plan van [persoon]"]
    assert set(made["sessions"]["title"]) == {"Overleg met [persoon] over de regio", "Rondetafel over regie"}


def test_what_the_finder_of_names_overlooked(corpus: Path) -> None:
    storage = Storage(corpus / "processed")
    data = {table: storage.read_table(table) for table in tables.TABLES}
    texts = {report_id: storage.read_text(report_id) for report_id in data["reports"]["report_id"]}
    person, _ = find_person(KARIN, data, texts)
    made = erase({**data, "entities": tables.frame("entities", [])}, texts, person)
    assert not re.search("van der burg|vanderburg", "\n".join(made.texts.values()), re.IGNORECASE)


def test_files_and_sheets_without_her(corpus: Path) -> None:
    wipe(corpus, KARIN)
    raw, storage = corpus / "raw", Storage(corpus / "processed")
    (header, *rows) = worksheets.read_rows(raw / "correcties-ans.csv")
    assert header[1] == ["wat", "verslag", "citaat", "was", "wordt", "wie", "waarom"]
    assert [row[1:3] for _, row in rows] == [
        ["tafel.md", "[persoon] punt is dat vertrouwen tijd kost."],
        ["regio/verslag 1", "We adviseren Jansens kaart te gebruiken."],
        ["tafel.md", "Jan Jansen vindt dat ook."],
    ]
    cut = worksheets.read_rows(raw / "correcties-cor.csv")
    assert [row[3] for _, row in cut[1:]] == ["[persoon] zegt", "vrouw [persoon]", "[persoon]"]
    assert set(storage.read_table("reports")["path"]) == {"regio/verslag 1", "tafel.md"}
    # The file is still called so: an analysis would refuse another name.
    assert (raw / "sessies.csv").read_bytes().decode("utf-8-sig") == (
        "bestand;titel\nregio/Verslag Karin van der Burg 2023.md;Overleg met [persoon]\n"
    )
    book = openpyxl.load_workbook(raw / "correcties-bea.xlsx")
    assert book.active["D2"].value == "navraag bij [persoon] en Jan Jansen"
    assert (corpus / "reports" / "aantekeningen.md").read_text() == "Nog bellen: [persoon] en Jan Jansen.\n"
    coded = openpyxl.load_workbook(corpus / "reports" / "codering" / "steekproef.xlsx").worksheets[0]
    header_cells, *coded_rows = coded.iter_rows(values_only=True)
    ids = {row[header_cells.index("id")] for row in coded_rows}
    assert ids == set(storage.read_table("statements")["statement_id"])
    region = next(storage.read_text(one) for one in storage.read_table("reports")["report_id"] if "verslag-1" in one)
    assert "Het nummer van [persoon] is [telefoonnummer]." in region
    manifest = storage.read_manifest() or {}
    assert len(manifest["gewist"]) == 1
    assert all((corpus / "reports" / name).is_file() for name in manifest["rapport"])


def test_the_report_keeps_function_and_organisation(corpus: Path) -> None:
    is_shown = (Storage(corpus / "processed").read_manifest() or {})["instellingen"]["namen"] == "tonen"
    wipe(corpus, KARIN)
    page = (corpus / "reports" / "rapport.html").read_text(encoding="utf-8")
    assert ("[persoon] punt" if is_shown else "[directeur, IenW] punt") in page
    report(corpus / "processed", corpus / "reports", None, Silent())  # the tables are a whole analysis


@one_setting
def test_the_report_keeps_how_far_people_agree(corpus: Path) -> None:
    storage = Storage(corpus / "processed")
    manifest = storage.read_manifest() or {}
    row = {"variable": "soort", "who": "mensen onderling", "measure": "alpha", "name": "", "is_among_people": True}
    figures = {"n_units": 4321, "same": 0.9, "alpha": 0.8, "low": 0.7, "high": 0.9}
    made_with = {"codeboek": manifest["codeboek"]["sha256"], "taalmodel": manifest["modellen"]["taalmodel"]}
    storage.keep_agreement({**made_with, "rijen": [row | figures]})
    wipe(corpus, KARIN)
    assert storage.agreement() is not None
    assert "mensen onderling" in (corpus / "reports" / "rapport.html").read_text(encoding="utf-8")


@one_setting
@pytest.mark.parametrize("broken", ["drop_cache", "aside", "take_over", "write_manifest"])
def test_what_is_broken_off_is_finished(corpus: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def fall(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Storage, broken, fall)
        with pytest.raises(KeyboardInterrupt):
            wipe(corpus, KARIN)
    wipe(corpus, KARIN)
    assert holding(corpus, OF_KARIN) == set()


@one_setting
def test_tables_that_were_half_replaced_are_replaced(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    move = files.move

    def once(path: Path, target: Path) -> None:
        if ".klaar" in path.parts and path.name != ".klaar":
            moved.append(path)
            if len(moved) == 5:
                raise KeyboardInterrupt
        move(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(files, "move", once)
        with pytest.raises(KeyboardInterrupt):
            wipe(corpus, KARIN)
    assert wipe(corpus, KARIN).is_done
    assert holding(corpus, OF_KARIN) == set()
    assert not {path.name for path in (corpus / "processed").iterdir() if path.name.startswith(".")}


@one_setting
def test_a_name_that_is_left_is_no_success(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_others", lambda *_: ([], {}))
    with pytest.raises(LeftOverNameError, match="staat nog in"):
        wipe(corpus, KARIN)


@one_setting
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Jansen", "“Jansen” kan meer dan één persoon zijn; kies met --persoon uit “Jan Jansen”, “Piet Jansen”."),
        ("Wilma Thema", "“Wilma Thema” staat in geen enkel bestand dat is gemaakt; controleer de spelling, "),
        ("Wilma Onderzoek", "“Wilma Onderzoek” staat in geen enkel bestand dat is gemaakt; controleer de spelling, "),
        ("Wilma de Boer", "“Wilma de Boer” staat in geen enkel bestand dat is gemaakt; controleer de spelling, "),
        ("", "“” staat in geen enkel bestand"),
        ("van der", "“van der” staat in geen enkel bestand"),
    ],
)
def test_a_name_of_several_or_of_nobody(corpus: Path, name: str, message: str) -> None:
    before = snapshot(corpus)
    with pytest.raises(PersonError, match=f"^{re.escape(message)}"):
        wipe(corpus, name)
    assert snapshot(corpus) == before


def test_what_she_was_called_before_her_name_was_put_right_goes_too(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    text = TABLE.replace("Karin", "Karim").replace("KvdB", "zij")
    for written in ("van der Burg", "Van der Burg", "vanderburg"):
        text = text.replace(written, "Vandenberg")
    (raw / "tafel.md").write_text(text, encoding="utf-8")
    sheet = raw / "correcties-ans.csv"
    sheet.write_text(f"wat;verslag;citaat;wordt\ndeelnemer-naam;tafel.md;Karim Vandenberg;{KARIN}\n", encoding="utf-8")
    run_once(raw, tmp_path, Settings(workers=1, names="tonen"), agreed=True)
    table = tmp_path / "processed" / "corrections.parquet"
    assert list(pd.read_parquet(table)["machine"]) == ["Karim Vandenberg"]
    assert wipe(tmp_path, KARIN).is_done
    assert holding(tmp_path, re.compile(f"{OF_KARIN.pattern}|karim|vandenberg", re.IGNORECASE)) == set()
    assert "karim" not in sheet.read_text(encoding="utf-8").casefold()
    assert list(pd.read_parquet(table)["machine"]) == ["[persoon]"]


@pytest.mark.parametrize(
    ("name", "text", "traces"),
    [
        ("Hans de Wet", "Dat volgt uit de Wet digitale overheid, en uit de wet zelf.", []),
        ("Hans de Wet", "Volgens Hans de Wet, of H. de Wet, kan het.", ["hans de wet", "h. de wet"]),
        ("Niemand Ooit", "Dat kan nooit, niemand zag het ooit nog.", []),
        ("Niemand Ooit", "Niemand Ooit, ook N. Ooit genoemd.", ["niemand ooit", "n. ooit"]),
    ],
)
def test_words_are_no_name_of_somebody_whom_no_report_names(name: str, text: str, traces: list[str]) -> None:
    person = OnePerson((name,), plain=frozenset(name.lower().split()))
    assert [text[one.start : one.end].lower() for one in person.find(text, person.everywhere)] == traces
    assert NameTraces((name,), (), person.plain).find(text) == traces


def test_without_an_analysis(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="staat geen analyse"):
        wipe(tmp_path, KARIN)


@one_setting
def test_command(corpus: Path) -> None:
    folders = [part for name in ("raw", "processed", "reports") for part in (f"--{name}", str(corpus / name))]
    shown = CliRunner().invoke(command, ["wis", "--persoon", JAN, *folders], standalone_mode=False)
    assert f"  {corpus / 'reports' / 'project.qdpx'}: 1 plaats; het hele bestand wordt verwijderd" in shown.stdout
    assert "  tafel.md: “Jansen”, “JANSEN”, “Jansens”" in shown.stdout
    assert shown.stdout.endswith("Er is nog niets gewijzigd; voeg --akkoord toe om te wissen.\n")
    done = CliRunner().invoke(command, ["wis", "--persoon", JAN, *folders, "--akkoord"], standalone_mode=False)
    assert done.stdout.endswith("deze persoon is nergens meer gevonden.\n")
    for wrong in (["wis"], ["wis", "--persoon", JAN, "--bewaar"]):
        assert isinstance(CliRunner().invoke(command, wrong).exception, SettingError)


def test_what_is_kept(corpus: Path) -> None:
    before = snapshot(corpus)
    folders = [part for name in ("raw", "processed", "reports") for part in (f"--{name}", str(corpus / name))]
    lines = CliRunner().invoke(command, ["wis", "--bewaar", *folders], standalone_mode=False).stdout.splitlines()
    assert snapshot(corpus) == before
    heading, *rows = [re.split(r"\s{2,}", line) for line in lines]
    assert heading[1:] == [
        "deelnemers",
        "anderen",
        "contactgegevens",
        "organisaties",
        "codeurs",
        "citaten",
        "zonder namen bij",
    ]
    told = {Path(row[0]).relative_to(corpus).as_posix(): dict(zip(heading, row, strict=True)) for row in rows}
    texts = told["processed/texts"]
    assert (texts["deelnemers"], texts["contactgegevens"], texts["citaten"]) == ("5", "3", "ja")
    assert (texts["zonder namen bij"], told["reports/rapport.pdf"]["zonder namen bij"]) == (
        "nergens",
        "rollen, nergens",
    )
    assert told["raw/correcties-ans.csv"]["zonder namen bij"] == "geen"
    assert told["reports/uitspraken.sav"]["deelnemers"] == "?"
    assert told["processed/topic_figures.parquet"]["citaten"] == "nee"


KNOWN = ("Jan Jansen", "Piet Jansen", "J. Jansen", "Karin van der Burg", "Ineke de Vries-van Dam", "Ahmed Bos")


@pytest.mark.parametrize(
    ("query", "known", "names", "doubtful", "options"),
    [
        ("Jan Jansen", KNOWN, ("Jan Jansen", "J. Jansen"), (), ()),
        ("JAN JANSEN", KNOWN, ("Jan Jansen", "J. Jansen"), (), ()),
        ("Jan Jansen", (*KNOWN, "Joke Jansen"), ("Jan Jansen",), ("J. Jansen",), ()),
        ("J. Jansen", (*KNOWN, "Joke Jansen"), ("J. Jansen",), (), ()),
        ("Jansen", KNOWN, (), (), ("Jan Jansen", "Piet Jansen")),
        ("van der Burg", KNOWN, ("Karin van der Burg",), (), ()),
        ("Burg", KNOWN, ("Karin van der Burg",), (), ()),
        ("K. van der Burg", KNOWN, ("Karin van der Burg",), (), ()),
        ("Kees van der Burg", KNOWN, (), (), ()),
        ("Vries-van Dam, I. de", KNOWN, ("Ineke de Vries-van Dam",), (), ()),
        ("Wilma de Boer", KNOWN, (), (), ()),
    ],
)
def test_whose_name_it_is(
    query: str, known: tuple[str, ...], names: tuple[str, ...], doubtful: tuple[str, ...], options: tuple[str, ...]
) -> None:
    assert resolve(query, known) == (names, doubtful, options)


@pytest.mark.parametrize(
    ("names", "others", "text", "found"),
    [
        ([KARIN], [], "KARIN VAN DER BURG en Van der Burgs punt", 2),
        ([KARIN], [], "karin.vanderburg@x.nl, kvanderburg@x.nl, verslag-karin-van-der-burg-md, KarinVanDerBurg", 4),
        ([KARIN], [], "Karin van der Bur-\ng en Ka\u00adrin van\nder Burg", 2),
        ([KARIN], [], "Burg, K. van der; Burg, Karin van der", 2),
        ([KARIN], [], "Van der Burgt, van de burgemeester, de burcht, Karin", 0),
        ([KARIN], ["Kees van der Burg"], "Van der Burg en K. van der Burg", 0),
        ([KARIN], ["Piet van der Burg"], "Van der Burg en K. van der Burg", 1),
        ([JAN], ["Piet Jansen"], "Jan Jansens plan, J. Jansen, jjansen@x.nl, Jansen, P.J. Jansen, bij Jansen", 3),
        ([JAN], [], "Jansen en JANSEN’s plan", 2),
    ],
)  # fmt: skip
def test_traces(names: list[str], others: list[str], text: str, found: int) -> None:
    assert len(NameTraces(names, others).find(text)) == found


def test_a_common_word_is_no_trace() -> None:
    assert NameTraces(["Ahmed Bos"], (), {"bos"}).find("In het bos is Bos, en A. Bos") == ["a. bos"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Van der Burgs", KARIN, True),
        ("KvdB", KARIN, True),
        ("Karins", KARIN, True),
        ("Kees van der Burg", KARIN, False),
        ("JANSEN", JAN, True),
        ("J.\nJansen", JAN, True),
        ("Piet Jansen", JAN, False),
    ],
)
def test_forms(text: str, name: str, expected: bool) -> None:
    assert stands_for(text, name) is expected


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("Jansen sprak.", [JAN], "[persoon] sprak."),
        ("Jansen sprak.", [JAN, "Piet Jansen"], "Jansen sprak."),
        ("Jansen sprak.", ["Piet Jansen"], "Jansen sprak."),
        ("Jan Jansen sprak.", ["Piet Jansen"], "[persoon] sprak."),
        (
            "Zie linkedin.com/in/jan-jansen-12 en piet.jansen@x.nl.",
            [JAN, "Piet Jansen"],
            "Zie [profiel] en piet.jansen@x.nl.",
        ),
        ("jansen@x.nl", [JAN, "Piet Jansen"], "jansen@x.nl"),
        ("jansen@x.nl", [JAN], "[e-mailadres]"),
        ("jan@x.nl", [JAN], "[e-mailadres]"),
        ("actie: jansen", [JAN], "actie: [persoon]"),
    ],
)
def test_in_a_report(text: str, named: list[str], expected: str) -> None:
    person = OnePerson((JAN,), ("Piet Jansen",))
    assert person.without(text, person.scope(named), "[persoon]") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In het bos liep Bos.", "In het bos liep Bos."),
        ("actie: bos, en A. Bos, en Bos", "actie: [persoon], en [persoon], en [persoon]"),
        ("Kort gezegd: bos, heide, bos.", "Kort gezegd: bos, heide, bos."),
    ],
)
def test_a_surname_that_is_a_word(text: str, expected: str) -> None:
    plain = plain_surnames(["Ahmed Bos"], [text])
    person = OnePerson(("Ahmed Bos",), (), plain)
    assert person.without(text, person.scope(["Ahmed Bos"]), "[persoon]") == expected


def test_texts_of_a_packed_page_and_of_a_file_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.reporting.writers import packing

    monkeypatch.setattr(packing, "FROM", 0)
    folded = f"<details><summary>x</summary><p>{'a ' * 300}{KARIN}</p></details>"
    page = packing.pack(f"<html><main>\n{folded}</main><script>1</script></html>", "x")
    assert KARIN not in page
    assert any(KARIN in text for readings in texts_in("rapport.html", page.encode()) for text in readings)
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>Karin van</w:t><w:t> der Burg</w:t>")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("bron.docx", inner.getvalue())
        archive.writestr("notitie.json", json.dumps({"naam": "Zoë"}))
    found = [text for readings in texts_in("project.qdpx", outer.getvalue()) for text in readings]
    assert any(KARIN in text for text in found)
    assert any("Zoë" in text for text in found)
