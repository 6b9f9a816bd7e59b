"""Whether every number of a book counts on a day."""

from __future__ import annotations

from datetime import date

from sanliang.kernel.sheets import lines
from sanliang.rulebooks import Rulebook
from sanliang.rulebooks._lint import Finding, Severity, of_fault
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import NOT_YET, starts_after


def not_in_force(text: str | None, book: Rulebook, on: date) -> list[Finding]:
    """
    A finding for each number that does not count yet on the last day of the cycle that holds a day.

    Args:
        text: What the book was read from, for the lines; nothing where they are not known.
        book: The book.
        on: The day.
    """
    day, found = book.cycle.span(on).end, dict[str, date]()
    for path, value in values(book, Places.of(book)):
        if starts := [*starts_after(value, day)]:
            found[path] = max(starts)
    where = dict.fromkeys(found, 0) if text is None else lines(text, found)
    faults = (NOT_YET.fault(path, on=day, since=since) for path, since in found.items())
    findings = [of_fault(one, Severity.ERROR, where.__getitem__) for one in faults]
    return sorted(findings, key=lambda one: (one.line, one.path))
