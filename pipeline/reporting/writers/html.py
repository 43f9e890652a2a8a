"""The report as one HTML file that asks nothing of the network and runs no scripts."""

from pipeline.reporting.document import Document, Figure
from pipeline.reporting.writers.svg import inline_svg
from pipeline.resources import read_text


def write_html(document: Document) -> bytes:
    """Return the document as a self-contained HTML file in UTF-8.

    All text is escaped by the template engine; only the style sheet and the charts, which are our
    own, go in as they are.
    """
    import jinja2
    from markupsafe import Markup

    def chart(figure: Figure) -> Markup:
        picture = document.pictures[figure.picture]
        return Markup(inline_svg(picture.svg, figure.id, figure.alternative))  # noqa: S704 (our own chart)

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: read_text(f"report/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    environment.globals["chart"] = chart
    style = Markup(read_text("report/report.css"))  # noqa: S704 (our own style sheet)
    page = environment.get_template("report.html.j2").render(document=document, style=style)
    return page.encode("utf-8")


def _kind(node: object) -> str:
    """Return what sort of node this is, for the template to choose a form."""
    return type(node).__name__
