"""Reliability: a sample for people to code by hand, and how far any number of coders agree.

`codings` says which codes a unit has, `sample` draws units, `sheet` writes what people fill in, `reading` reads it and
`matching` finds its statements again, `agreement` and `comparison` compare coders. Nothing here changes the tables.
"""

from pipeline.reliability.agreement import agreement, confusion, mean_agreement
from pipeline.reliability.codings import Coder, Variable, coding, kinds_of, program
from pipeline.reliability.comparison import Comparison, compare, merged
from pipeline.reliability.matching import Finder, Row, rows_of
from pipeline.reliability.reading import LeftOut, Sheet, read_sheet
from pipeline.reliability.sample import draw_sample
from pipeline.reliability.sheet import kind_definitions, sample_workbook

__all__ = [
    "Coder",
    "Comparison",
    "Finder",
    "LeftOut",
    "Row",
    "Sheet",
    "Variable",
    "agreement",
    "coding",
    "compare",
    "confusion",
    "draw_sample",
    "kind_definitions",
    "kinds_of",
    "mean_agreement",
    "merged",
    "program",
    "read_sheet",
    "rows_of",
    "sample_workbook",
]
