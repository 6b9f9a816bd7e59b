"""The next tier: how far it is, and the smallest changes that reach it."""

from sanliang.ratings._next._nearest import next_tier
from sanliang.ratings._next._ways import Barred, FactChange, NextTier, Way

__all__ = ["Barred", "FactChange", "NextTier", "Way", "next_tier"]
