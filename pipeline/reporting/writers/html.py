"""The report as one HTML file that asks nothing of the network and runs no script but its own."""

import base64
import hashlib
from collections.abc import Iterable, Iterator

from pipeline.reporting.document import Document, Figure, Section, Thread
from pipeline.reporting.formats import files
from pipeline.reporting.writers import packing, search, timeline
from pipeline.reporting.writers.svg import inline_svg
from pipeline.resources import read_text

STYLES = ("base", "report")  # `base` holds what all our pages look like
SCRIPTS = ("parts", "search", "copy", "report")  # one after the other they are one script
NOTICE = (
    "Deze browser staat geen scripts toe, en daarom ontbreken op deze pagina de uitspraken en andere lange lijsten."
)


def write_html(document: Document) -> bytes:
    """Return the document as a self-contained HTML file in UTF-8.

    All text is escaped by the template engine; only the style sheet, the script and the charts, which are
    our own, go in as they are. The page allows no script but the one with this very content.
    """
    import jinja2
    from markupsafe import Markup

    names = dict(_headings(document.sections))

    def chart(figure: Figure) -> Markup:
        picture = document.pictures[figure.picture]
        return Markup(inline_svg(picture.svg, figure.id, figure.alternative, names))  # noqa: S704 (our own chart)

    def thread(node: Thread) -> Markup:
        drawn = timeline.draw(node).replace(timeline.THREAD, "var(--thread)").replace(timeline.OFF, "var(--thread-off)")
        named = Markup('<svg class="thread" role="img" aria-label="{}" preserveAspectRatio="none" ')
        return named.format(node.alternative) + Markup(drawn.removeprefix("<svg "))  # noqa: S704 (our own picture)

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: read_text(f"report/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    environment.globals.update(
        chart=chart,
        thread=thread,
        choices=search.choices,
        codes=search.codes(document),
        entries=search.entries(document),
    )
    style = Markup("\n".join(read_text(f"report/{name}.css") for name in STYLES))  # noqa: S704 (our own style sheets)
    script = Markup("\n".join(read_text(f"report/{name}.js") for name in SCRIPTS))  # noqa: S704 (our own script)
    page = environment.get_template("report.html.j2").generate(
        document=document, style=style, script=script, script_hash=content_hash(script)
    )
    counted = files(document.absent, "xlsx", "data")
    notice = f"{NOTICE} Alle uitspraken staan ook in {counted}." if counted else NOTICE
    return packing.pack(page, notice).encode("utf-8")


def _headings(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """Yield the id and the heading of every section."""
    for section in sections:
        yield section.id, section.heading
        yield from _headings(section.subsections)


def _kind(node: object) -> str:
    """Return what sort of node this is, for the template to choose a form."""
    return type(node).__name__


def content_hash(content: str) -> str:
    """Return what a content security policy knows a script or a style sheet by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
