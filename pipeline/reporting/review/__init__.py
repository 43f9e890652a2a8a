"""What people look over: the statements to judge, as a page that works by itself and as a workbook."""

from pipeline.reporting.review.model import Codes, Place, Review
from pipeline.reporting.review.statements import gather

__all__ = ["Codes", "Place", "Review", "gather"]
