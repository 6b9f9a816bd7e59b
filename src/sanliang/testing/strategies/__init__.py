"""Strategies."""

from sanliang.testing.strategies._problems import changes, pairings, problems

__all__ = ["changes", "pairings", "problems"]
