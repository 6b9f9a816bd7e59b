"""
Star ratings: one subject or a group by a rulebook, every step explained by rows, and the book's own cases.

`rate` answers with one of three: `Rated`, `Exempt`, or `NotRatable` with the facts that are missing. The rows
of a rating add up to its score, and each says how it came to its points. `rate_group` rates a group together:
quotas say how many of it may hold a tier. `gather` and `aggregate` bring facts that others know, `history`
what earlier cycles leave, and `rate_cycles` goes from one cycle to the next. `explain` says why, in words
that can be read aloud; `next_tier` says what leads to more; `compare` says who moves when the rules change,
and because of which. `run_cases` holds a book against its own examples.
"""

from sanliang.ratings._cases import CaseResult, Difference, run_cases
from sanliang.ratings._compare import Change, Comparison, Count, Move, Part, What, compare
from sanliang.ratings._coverage import Coverage, coverage
from sanliang.ratings._cycles import rate_cycles
from sanliang.ratings._explain import explain
from sanliang.ratings._gather import Gathered, aggregate, gather
from sanliang.ratings._groups import GroupRating, QuotaResult, rate_group
from sanliang.ratings._history import History, history, in_a_row, times
from sanliang.ratings._next import Barred, FactChange, NextTier, Way, next_tier
from sanliang.ratings._outcomes import Exempt, Line, NotRatable, Override, Rated, Rating
from sanliang.ratings._rate import rate
from sanliang.ratings._readings import Decision, Reading, Weighed
from sanliang.ratings._subjects import Subject

__all__ = [
    "Barred",
    "CaseResult",
    "Change",
    "Comparison",
    "Count",
    "Coverage",
    "Decision",
    "Difference",
    "Exempt",
    "FactChange",
    "Gathered",
    "GroupRating",
    "History",
    "Line",
    "Move",
    "NextTier",
    "NotRatable",
    "Override",
    "Part",
    "QuotaResult",
    "Rated",
    "Rating",
    "Reading",
    "Subject",
    "Way",
    "Weighed",
    "What",
    "aggregate",
    "compare",
    "coverage",
    "explain",
    "gather",
    "history",
    "in_a_row",
    "next_tier",
    "rate",
    "rate_cycles",
    "rate_group",
    "run_cases",
    "times",
]
