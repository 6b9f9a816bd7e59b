"""
Star ratings: one subject by a rulebook, every step explained by rows, and the book's own cases.

`rate` answers with one of three: `Rated`, `Exempt`, or `NotRatable` with the facts that are missing. The rows
of a rating add up to its score, and each says how it came to its points. `run_cases` holds a book against its
own examples.
"""

from sanliang.ratings._cases import CaseResult, Difference, run_cases
from sanliang.ratings._points import Line
from sanliang.ratings._rate import Exempt, NotRatable, Rated, Rating, rate

__all__ = [
    "CaseResult",
    "Difference",
    "Exempt",
    "Line",
    "NotRatable",
    "Rated",
    "Rating",
    "rate",
    "run_cases",
]
