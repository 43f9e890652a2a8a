"""A chart inside the page: short, with links that have names, and with nothing seen left out."""

from pipeline.reporting.writers.svg import inline_svg

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt">'


def inner(drawn: str) -> str:
    """Return what becomes of what is drawn, without the outermost element."""
    text = inline_svg(f"{START}{drawn}</svg>".encode(), "x", "Uitleg", {"plek": "Een ‘plek’"})
    return text.partition(">")[2].removesuffix("</svg>")


def test_space_empty_groups_and_digits_are_left_out() -> None:
    drawn = '<g id="a">\n <g id="b">\n <path d="M 1.23456 2.0001  L -0.0004 3 z " style="fill: #fff; stroke: none"/>\n</g><g/></g>'
    assert inner(drawn) == '<g><path d="M 1.23 2 L -0 3 z" style="fill:#fff;stroke:none" /></g>'


def test_what_is_seen_stays() -> None:
    drawn = '<g transform="scale(0.013672 -0.013672)"><text x="1"> a <tspan>b</tspan> c </text></g>'
    assert inner(drawn) == drawn


def test_what_others_refer_to_keeps_its_own_id() -> None:
    drawn = '<defs><path id="m" d="M 0 0"/></defs><use xlink:href="#m" x="1.00001"/>'
    assert inner(drawn) == '<defs><path d="M 0 0" id="x-m" /></defs><use href="#x-m" x="1" />'


def test_a_chart_is_a_picture_unless_it_has_links() -> None:
    path = '<path d="M 0 0"/>'
    assert 'role="img"' in inline_svg(f"{START}{path}</svg>".encode(), "x", "Uitleg")
    linked = (
        f'<a xlink:href="#plek" target="_blank">{path}</a><a xlink:href="#elders?jaar=2023&amp;soort=advies">{path}</a>'
    )
    text = inline_svg(f"{START}{linked}</svg>".encode(), "x", "Uitleg", {"plek": "Een ‘plek’"})
    assert 'role="group"' in text
    marked = f'<g id="m-x" data-target="#dilemma-t01"><title>In 3 sessies</title>{path}</g>'
    text += inline_svg(f"{START}{marked}</svg>".encode(), "x", "Uitleg")
    assert '<a href="#dilemma-t01" aria-label="In 3 sessies"><title>In 3 sessies</title>' in text
    assert '<a href="#plek" aria-label="Een ‘plek’">' in text
    assert 'aria-label="Uitspraken: jaar 2023, soort advies"' in text
