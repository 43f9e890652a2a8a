"""The only place where the stages are composed: the whole path, and the report anew from its tables."""

from pipeline.run.analysis import Summary, analyse
from pipeline.run.report import MadeReport, report
from pipeline.run.review import MadeReview, review

__all__ = ["MadeReport", "MadeReview", "Summary", "analyse", "report", "review"]
