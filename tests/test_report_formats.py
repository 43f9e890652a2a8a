"""Which formats are made, what a list on paper leaves out, and that two processes make what one does."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from pipeline.config import FORMATS, Settings, load_settings
from pipeline.dutch.name_check import NameCheck
from pipeline.errors import LeftOverNameError, SettingError
from pipeline.executors import beside
from pipeline.reporting import content, formats, make_report
from pipeline.reporting.document import (
    Collapsible,
    Document,
    Link,
    Paragraph,
    Quote,
    Section,
    StatementSearch,
    Table,
    Text,
)
from pipeline.reporting.findings import find
from pipeline.reporting.writers import paper
from pipeline.reporting.writers.search import choices
from pipeline.run.last_check import check_files
from pipeline.storage import ReportFolder
from tests.test_reporting import METHOD, NAMES, Builder, three_sessions


def test_the_setting_names_what_can_be_made() -> None:
    assert formats.FORMATS == FORMATS == METHOD.formats


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        (("html",), {"rapport.html"}),
        (("pdf", "odt"), {"rapport.pdf", "rapport.odt"}),
        (("xlsx",), {"bevindingen.xlsx"}),
        (("figuren",), {"figuren/"}),
        (("bijlagen", "data"), {"rapport-bijlagen.pdf", "data/"}),
    ],
)
def test_only_what_is_asked_for_is_made(asked: tuple[str, ...], made: set[str]) -> None:
    files = make_report(*three_sessions(), NAMES, replace(METHOD, formats=asked))
    assert {name[: name.find("/") + 1] or name for name in files} == made


def test_no_file_says_that_something_stands_in_one_that_is_not_made() -> None:
    whole, alone = (
        make_report(*three_sessions(), NAMES, replace(METHOD, formats=asked))["rapport.pdf"]
        for asked in (FORMATS, ("pdf",))
    )
    assert _told(whole) >= {"rapport.html", "rapport-bijlagen.pdf"}
    assert _told(alone) == set()


def _told(pdf: bytes) -> set[str]:
    """Return the files of the report that a PDF names or links to."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    links: list[Any] = [note.get_object().get("/A", {}) for page in reader.pages for note in page.get("/Annots", ())]
    words = "".join(page.extract_text() for page in reader.pages) + "".join(str(link.get("/URI", "")) for link in links)
    plain = words.translate(dict.fromkeys(map(ord, "\n\u200b\u00ad-")))  # a name may be broken over two lines
    return {file for file in formats.FILES.values() if file.replace("-", "") in plain}


def long_document(n: int, *absent: str) -> Document:
    """A document with a table, a list and a section of `n` parts."""
    table = Table("Alles", ("Nummer",), tuple(((Text(f"rij {place}"),),) for place in range(n)), id="tabel")
    quotes = tuple(Quote(f"citaat {place}", (Text("bron"),)) for place in range(n))
    sessions = tuple(
        Section(f"s{place}", f"Sessie {place}", 3, (Paragraph((Text(f"uitspraak {place}"),)),), listed=False)
        for place in range(n)
    )
    blocks = (table, Collapsible((Text("Alle citaten"),), quotes), Paragraph((Link("de laatste", f"s{n - 1}"),)))
    annex = Section("bijlage", "Bijlage", 2, blocks, sessions, place="annex")
    unused = Section("niet", "Niet gebruikt", 2, tuple(Quote(f"rest {place}", ()) for place in range(n)), place="annex")
    return Document("Titel", "nl", (), (annex, unused), {}, absent=absent)


def shown(document: Document) -> list[str]:
    return [node.text for node in paper.nodes(document.sections) if isinstance(node, Text | Quote)]


def test_a_list_that_fits_on_paper_is_whole() -> None:
    kept = shown(paper.annexes(long_document(formats.MAX_PARTS)))
    assert sorted(kept) == sorted(shown(long_document(formats.MAX_PARTS)))


@pytest.mark.parametrize(
    ("absent", "where"),
    [
        ((), "Alle staan in rapport.html."),
        (("html",), "Alle staan op de webpagina, die er ook komt met html in de instelling formaten."),
    ],
)
def test_what_is_too_long_for_paper_ends_and_says_where_all_of_it_stands(absent: tuple[str, ...], where: str) -> None:
    n, most = formats.MAX_ENTRIES + 1, formats.MAX_ENTRIES
    annexes = paper.annexes(long_document(n, *absent))
    texts = shown(annexes)
    assert [f"rij {n - 1}" in texts, f"rij {most - 1}" in texts] == [False, True]
    assert [f"citaat {n - 1}" in texts, f"citaat {most - 1}" in texts] == [False, True]
    assert [f"rest {n - 1}" in texts, f"rest {most - 1}" in texts] == [False, True]
    assert not any(text.startswith("uitspraak") for text in texts)
    assert f"Op papier staan de eerste {most} van de {n} rijen. {where}" in texts
    assert texts.count(f"Op papier staan de eerste {most} van de {n}. {where}") == 2
    places = "bevindingen.xlsx en data/" if absent else "rapport.html, bevindingen.xlsx en data/"
    assert f"De {n} delen hiervan zijn te veel voor papier. Zij staan in {places}." in texts
    links = [node for node in paper.nodes(annexes.sections) if isinstance(node, Link)]
    assert [link.file for link in links] == [None if absent else "rapport.html"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            '["html", "word"]',
            "“formaten” kent “word” niet; kies uit html, pdf, bijlagen, odt, docx, xlsx, data, figuren",
        ),
        ("[]", "“formaten” moet een lijst zijn met ten minste één van html, pdf"),
        ('"html"', "“formaten” moet een lijst zijn met ten minste één van html, pdf"),
    ],
)
def test_a_format_that_is_not_known_is_refused(written: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "instellingen.toml"
    path.write_text(f"formaten = {written}", encoding="utf-8")
    with pytest.raises(SettingError) as refused:
        load_settings(path)
    assert told in str(refused.value)
    assert str(refused.value).endswith(".")


def test_the_order_of_formats_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "instellingen.toml"
    path.write_text('formaten = ["xlsx", "html", "xlsx"]', encoding="utf-8")
    assert load_settings(path) == Settings(formats=("html", "xlsx"))


def test_files_of_a_format_that_is_no_longer_asked_for_are_removed_if_we_wrote_them(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path)
    analysed = folder.write({"rapport.html": b"1", "rapport.pdf": b"1", "rapport.odt": b"1"})
    (tmp_path / "rapport.odt").write_bytes(b"bewerkt")
    (tmp_path / "rapport.docx").write_bytes(b"van iemand anders")
    folder.replace("", {"rapport.html": b"2", "bevindingen.xlsx": b"2"}, analysed)
    assert _names(tmp_path) == {"rapport.html", "rapport.odt", "rapport.docx", "bevindingen.xlsx"}
    folder.replace("", {"rapport.html": b"3"}, analysed)
    assert _names(tmp_path) == {"rapport.html", "rapport.odt", "rapport.docx"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_two_processes_make_what_one_does() -> None:
    alone = make_report(*three_sessions(), NAMES, METHOD)
    guard = NameCheck(["Kees van der Burg"], ["Dat zei hij."])
    with beside(pays=True) as other:
        assert make_report(*three_sessions(), NAMES, METHOD, beside=other) == alone
        assert check_files(alone, guard, beside=other) == check_files(alone, guard) > 0
        for name in ("rapport.html", "data/sessions.csv"):  # each in another half
            with pytest.raises(LeftOverNameError, match=name):
                check_files({**alone, name: b"Kees van der Burg"}, guard, beside=other)


def test_too_many_loose_dilemmas_for_a_list_are_searched() -> None:
    loose = [("Niemand weet wie betaalt.", "dilemma", None)]
    for n in (formats.MAX_ENTRIES, formats.MAX_ENTRIES + 1):
        build = Builder()
        for place in range(2):
            build.session(f"s{place}", loose * (n // 2 + n % 2 * place))
            for position in range(1, n // 2 + n % 2 * place + 1):
                build.assign(f"s{place}-z{position}", None)
        document = content.build(find(*build.world(), NAMES), {}, NAMES, METHOD)
        section = next(
            node for node in paper.nodes(document.sections) if getattr(node, "id", "") == "alle-losse-dilemmas"
        )
        quotes = [node for node in paper.nodes(section.blocks) if isinstance(node, Quote)]
        links = [node.target for node in paper.nodes(section.blocks) if isinstance(node, Link) and "?" in node.target]
        assert len(quotes) == (n if n == formats.MAX_ENTRIES else 0)
        if not quotes:
            assert links == ["uitspraken?soort=dilemma&dilemma=geen+terugkerend+dilemma"]
            search = next(node for node in paper.nodes(document.sections) if isinstance(node, StatementSearch))
            chosen = {choice.facet.key: choice.options for choice in choices(search)}
            assert "dilemma" in chosen["soort"]
            assert "geen terugkerend dilemma" in chosen["dilemma"]
