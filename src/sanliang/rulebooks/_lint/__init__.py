"""
What is wrong or doubtful with a rulebook, before anybody is rated by it.

Static: nothing is rated. What refuses the book is an error; what a committee should look at is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Labelled, Text
from sanliang.rulebooks._check import Names
from sanliang.rulebooks._lint._conditions import below_open, contradictions
from sanliang.rulebooks._lint._points import endless, limits, shares
from sanliang.rulebooks._lint._quotas import quotas
from sanliang.rulebooks._lint._words import silent, unused

__all__ = ["Finding", "Severity", "of_fault", "warnings"]


class Severity(Labelled):
    """How grave a finding is: an error refuses the book, a warning is for people to look at."""

    ERROR = "error", "错误", "error"
    WARNING = "warning", "提醒", "warning"


@attrs.frozen(kw_only=True)
class Finding:
    """
    One thing that the linter found.

    Attributes:
        code: Stable, dotted.
        path: Where in the book; *line* is its line, 0 where it is not known.
        says: What, and the way out.
    """

    code: str
    severity: Severity
    path: str
    line: int
    says: Text


def of_fault(fault: Fault, severity: Severity, line: Callable[[str], int]) -> Finding:
    """A fault as a finding."""
    says = Text(fault.zh, fault.en)
    return Finding(code=fault.code, severity=severity, path=fault.path, line=line(fault.path), says=says)


def warnings(names: Names) -> Iterator[Fault]:
    """What a committee should look at in a book that holds together."""
    for look in (silent, unused, endless, limits, shares, contradictions, below_open, quotas):
        yield from look(names)
