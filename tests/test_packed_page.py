"""A large page holds most of itself packed: nothing is lost, nothing is let in, and a reader notices nothing."""

from html.parser import HTMLParser
from typing import Any

import pytest

from pipeline.dutch.name_check import NameCheck
from pipeline.errors import LeftOverNameError
from pipeline.reporting.writers import packing
from pipeline.reporting.writers.packing import pack, unpacked
from pipeline.run import last_check
from pipeline.run.last_check import check_files
from tests.test_reporting import HOSTILE, Page, page_of, three_sessions


class Pieces(HTMLParser):
    """What is in a page in order, without the ends of lines between elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, sorted(attrs)), tag]

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if not data.isspace():
            self.found.append(data)


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack however small the page and its parts are, and in small chunks."""
    monkeypatch.setattr(packing, "FROM", 0)
    monkeypatch.setattr(packing, "_PARTS", dict.fromkeys(packing._PARTS, 1))
    monkeypatch.setattr(packing, "_CHUNK", 2_000)


def page_with(*parts: str) -> str:
    body = "".join(f"<details><summary>Deel</summary>\n{part}\n</details>\n" for part in parts)
    return f'<html><body>\n<main id="inhoud">\n{body}</main>\n<script>1 < 2</script></body></html>'


@pytest.mark.parametrize(
    "part",
    [
        "Tekst zonder element.",
        '<p>Een <b>twee</b> <i>drie</i></p>',
        '<p class="a" id="x">&lt;script&gt;alert(1)&lt;/script&gt;</p>',
        '<p title="&#34;&gt;&lt;img src=x&gt;">&amp;amp; &#39;</p>',
        "<ul><li data-codes=\"1/0\">Eén</li><li data-codes=\"2/1\">Twee</li></ul>",
        "<details><summary>Binnen</summary><p>Nog dieper</p></details>",
        "<p>Regel<br>einde</p><p></p>",
        '<svg viewBox="0 0 1 1"><path d="M0 0z"/><text x="1">a&lt;b</text></svg>',
        "<p>\\u0000 ] } \\ \u2028 مرحبا</p>",
        *(f"<p>{text.translate({60: '&lt;', 62: '&gt;', 34: '&#34;', 38: '&amp;'})}</p>" for text in HOSTILE),
    ],
)  # fmt: skip
def test_packing_loses_nothing(part: str) -> None:
    page = page_with(part, "<p>Daarna</p>")
    packed = pack(page, "Kijk elders.")
    assert "Daarna" not in packed
    assert "Kijk elders." in packed
    assert Pieces(unpacked(packed)).found == Pieces(page).found


def test_a_whole_report_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = page_of(three_sessions())
    monkeypatch.setattr(packing, "FROM", 10**9)
    whole = page_of(three_sessions())
    assert ' data-fold="' not in whole
    assert packed.count(' data-fold="') > 10
    assert "Niemand weet wie betaalt.</bdi><span" not in packed
    assert Pieces(unpacked(packed)).found == Pieces(whole).found
    assert Page(unpacked(packed)).misnested == []


def test_nothing_but_parts_of_the_page_is_packed() -> None:
    page = page_with("<p>Deel</p>")
    assert unpacked(page) == page
    assert "<script>1 < 2</script>" in pack(page, "")
    assert pack(page, "<b>").count("<b>") == 0


def test_a_name_in_what_is_packed_is_found() -> None:
    page = pack(page_with("<p>Dat zei Kees van der Burg.</p>"), "")
    assert "Kees" not in page
    with pytest.raises(LeftOverNameError):
        check_files({"rapport.html": page.encode()}, NameCheck(["Kees van der Burg"], ["Dat zei hij."]))


def test_a_page_in_pieces_becomes_the_same_as_in_one() -> None:
    page = page_of(three_sessions())
    whole = unpacked(page)
    for size in (97, 700, 5_000):
        pieces = [whole[place : place + size] for place in range(0, len(whole), size)]
        assert pack(pieces, "Kijk elders.") == pack(whole, "Kijk elders.")


def test_a_name_is_found_wherever_the_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_check, "_BLOCK", 100)
    monkeypatch.setattr(last_check, "_OVERLAP", 40)
    guard = NameCheck(["Kees van der Burg"], ["Dat zei hij."])
    for n in range(250):
        text = (
            "\n".join(f"regel {place} is er een" for place in range(n))
            + "\nDat zei Kees\nvan der Burg ook.\n"
            + "x\n" * 60
        )
        with pytest.raises(LeftOverNameError, match=rf"regel {n + 1 if n else 2}, teken 9"):
            check_files({"a.csv": text.encode()}, guard)
        check_files({"a.csv": text.replace("Kees", "Koos").encode()}, guard)
