"""What came of pledges, item by item: kept, broken, or not found out yet."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from sanliang.kernel.errors import Fault, Faults
from sanliang.kernel.fields import DOUBLED
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import things_of
from sanliang.kernel.timeline import Span
from sanliang.pledges import Pledge, Result, State

NO_ITEM = Phrase("gather.no_item", "本周期没有到期的承诺事项", "no item of a pledge is due in the cycle")
UNVERIFIED = Phrase("gather.unverified", "尚未核实：{pledges}", "not verified yet: {pledges}")

NOT_PUBLIC = {State.DRAFTED, State.SUBMITTED, State.RETURNED, State.APPROVED, State.SIGNED, State.WITHDRAWN}
"""Where nobody is promised anything: before a pledge is published, and once it has been withdrawn."""


@attrs.frozen(kw_only=True)
class Pledged:
    """
    The items of public pledges that are due in a cycle, counted.

    Attributes:
        kept: Fulfilled; *broken*: unfulfilled without an objective reason.
        found: All of which something was found: these, and those unfulfilled for an objective reason.
        unverified: The pledges that have further ones.
    """

    kept: int
    broken: int
    found: int
    unverified: tuple[str, ...]

    def told(self, what: str, path: str) -> Fraction | bool | Fault:
        """What a book asks by a word, or why it is not known: one that was not kept is enough to say so."""
        if what == "all_kept" and self.kept < self.found:
            return False
        if self.unverified:
            return UNVERIFIED.fault(path, pledges=self.unverified)
        if what in {"kept", "broken"}:
            return Fraction(self.kept if what == "kept" else self.broken)
        if not self.found:
            return NO_ITEM.fault(path)
        return True if what == "all_kept" else Fraction(self.kept, self.found)


def pledged(pledges: Iterable[Pledge], span: Span) -> Pledged:
    """
    What came of the items that are due in a cycle.

    Raises:
        InvalidInput: No pledges, or one of them twice.
    """
    results, unverified = list[Result](), list[str]()
    for pledge in _once(pledges):
        due = {item.id for item in pledge.letter.items if item.deadline in span}
        found = _results(pledge, due)
        results.extend(found.values())
        if found.keys() < due and _is_public(pledge):
            unverified.append(pledge.id)
    return Pledged(
        kept=results.count(Result.FULFILLED),
        broken=results.count(Result.UNFULFILLED),
        found=len(results),
        unverified=tuple(sorted(unverified)),
    )


def _once(pledges: Iterable[Pledge]) -> tuple[Pledge, ...]:
    found, seen, faults = things_of(Pledge, pledges, "pledges"), set[str](), Faults()
    for place, pledge in enumerate(found):
        if pledge.id in seen:
            faults.add(DOUBLED.fault(f"pledges[{place}]"))
        seen.add(pledge.id)
    faults.check()
    return found


def _is_public(pledge: Pledge) -> bool:
    return pledge.state not in NOT_PUBLIC and (pledge.state != State.LAPSED or bool(pledge.notice))


def _results(pledge: Pledge, due: set[str]) -> dict[str, Result]:
    """What was found of each item. What was published and then left until it lapsed is broken."""
    if pledge.state == State.LAPSED:
        return dict.fromkeys(due, Result.UNFULFILLED) if _is_public(pledge) else {}
    return {one.item: one.result for one in pledge.outcomes if one.item in due}
