"""Household pairing: two-way choice, full coverage, repair, and a proof of each."""

from sanliang.pairing._cover import both, cost, cover
from sanliang.pairing._pairing import (
    Certificate,
    Key,
    Pair,
    Pairing,
    Policy,
    Prices,
    Proposing,
    Shortage,
    Unpaired,
    Why,
)
from sanliang.pairing._problem import Absence, Helper, Household, Problem
from sanliang.pairing._two_way import two_way

__all__ = [
    "Absence",
    "Certificate",
    "Helper",
    "Household",
    "Key",
    "Pair",
    "Pairing",
    "Policy",
    "Prices",
    "Problem",
    "Proposing",
    "Shortage",
    "Unpaired",
    "Why",
    "both",
    "cost",
    "cover",
    "two_way",
]
