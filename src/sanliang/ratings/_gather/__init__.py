"""Facts that others know: the roster, pledges, other ratings."""

from sanliang.ratings._gather._facts_of import Gathered, aggregate, gather

__all__ = ["Gathered", "aggregate", "gather"]
