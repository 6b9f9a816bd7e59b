"""The short way through a book, compiled for a day: for those of whom everything is plain."""

from sanliang.ratings._short._plain import Plain, Ratings
from sanliang.ratings._short._plan import Plan, plan_of

__all__ = ["Plain", "Plan", "Ratings", "plan_of"]
