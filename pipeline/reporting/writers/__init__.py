"""The formats of the report: each a function from the document tree to bytes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pipeline.reporting.document import Document
from pipeline.reporting.writers.docx import write_docx
from pipeline.reporting.writers.html import write_html
from pipeline.reporting.writers.odt import write_odt
from pipeline.reporting.writers.pdf import write_annexes, write_pdf

Writer = Callable[[Document], bytes]

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "html": write_html,
        "pdf": write_pdf,
        "bijlagen": write_annexes,
        "odt": write_odt,
        "docx": write_docx,
    }
)
LONGEST = "bijlagen"  # takes more time than the others together
