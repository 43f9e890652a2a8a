"""Reliability: a sample for people to code by hand, and how far two coders agree.

`codings` says which codes a unit has, `sample` draws units, `sheet` writes and reads what people fill in,
`agreement` compares two coders. Nothing here changes the tables.
"""

from pipeline.reliability.agreement import agreement
from pipeline.reliability.codings import kinds_of, themes_of
from pipeline.reliability.sample import draw_sample
from pipeline.reliability.sheet import kind_definitions, read_sample, sample_workbook

__all__ = [
    "agreement",
    "draw_sample",
    "kind_definitions",
    "kinds_of",
    "read_sample",
    "sample_workbook",
    "themes_of",
]
