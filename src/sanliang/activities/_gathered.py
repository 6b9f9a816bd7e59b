"""How many came to sessions: counted of what their logs made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from sanliang.activities._session import Session
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import DOUBLED, FrozenMap, code, instance, instances, optional
from sanliang.kernel.timeline import Span


@attrs.frozen(kw_only=True)
class Gathered:
    """
    Who came to sessions that were held. Made by `gathered`.

    Attributes:
        sessions: How many sessions were held.
        attendances: How often somebody came: the sum of the sessions and the sum of the units.
        people: How many different people those were, by id.
        by_unit: How often somebody came to the sessions of each unit.
    """

    sessions: int
    attendances: int
    people: int
    by_unit: FrozenMap[str, int] = FrozenMap()


def gathered(sessions: Iterable[Session], *, kind: str | None = None, span: Span | None = None) -> Gathered:
    """
    How many came to the sessions that were held: to those of a kind, and in a span, where these are given.

    Those count who stand in the lists as present, due or exempt; guests are numbers without names and do not.

    Raises:
        InvalidInput: Two sessions with one id.

    Example:
        >>> gathered([], kind="oath")
        Gathered(sessions=0, attendances=0, people=0, by_unit=FrozenMap({}))
    """
    of, within = optional(code)(kind, "kind"), optional(instance(Span))(span, "span")
    seen, people, units, held = set[str](), set[str](), Counter[str](), 0
    for place, one in enumerate(instances(Session)(sessions, "sessions")):
        if one.id in seen:
            raise InvalidInput(DOUBLED.fault(f"sessions[{place}].id"))
        seen.add(one.id)
        if one.held_on is None or one.attendance is None or of not in (None, one.plan.kind):
            continue
        if within is None or one.held_on in within:
            held += 1
            people.update(one.attendance.present)
            units[one.unit] += len(one.attendance.present)
    return Gathered(sessions=held, attendances=units.total(), people=len(people), by_unit=FrozenMap(units))
