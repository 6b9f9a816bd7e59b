"""
Star ratings: one subject by a rulebook, every step explained by rows, and the book's own cases.

`rate` answers with one of three: `Rated`, `Exempt`, or `NotRatable` with the facts that are missing. The rows
of a rating add up to its score, and each says how it came to its points. `run_cases` holds a book against its
own examples.
"""

from sanliang.ratings._cases import CaseResult, Difference, run_cases
from sanliang.ratings._cycles import rate_cycles
from sanliang.ratings._history import History, history, in_a_row, times
from sanliang.ratings._outcomes import Exempt, Line, NotRatable, Override, Rated, Rating
from sanliang.ratings._rate import rate
from sanliang.ratings._readings import Decision, Reading, Weighed

__all__ = [
    "CaseResult",
    "Decision",
    "Difference",
    "Exempt",
    "History",
    "Line",
    "NotRatable",
    "Override",
    "Rated",
    "Rating",
    "Reading",
    "Weighed",
    "history",
    "in_a_row",
    "rate",
    "rate_cycles",
    "run_cases",
    "times",
]
