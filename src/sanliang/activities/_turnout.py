"""Who reported when: in all, by unit, in time or late, hour by hour."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate

import attrs

from sanliang.activities._mobilisation import Mobilisation
from sanliang.kernel.fields import optional, whole
from sanliang.kernel.lifecycles import thing_of

_HOUR = timedelta(hours=1)
_hours = partial(whole, least=1, most=24 * 366)


@attrs.frozen(kw_only=True)
class UnitTurnout:
    """
    How many of one unit reported.

    Attributes:
        unit: The unit.
        reported: How many, whenever it was.
        in_time: How many of them within the hours.
        expected: How many are called of it; nothing where that is not known.
    """

    unit: str
    reported: int
    in_time: int
    expected: int | None = None


@attrs.frozen(kw_only=True)
class Turnout:
    """
    How many reported in all and by unit. Made by `turnout`.

    Attributes:
        within: The hours within which a report is in time.
        reported: How many, whenever it was: the sum of the units.
        in_time: How many of them within the hours: the sum of the units.
        units: Every unit that was called, in the order of ids, those too of which nobody reported.
    """

    within: int
    reported: int
    in_time: int
    units: tuple[UnitTurnout, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The units of which nobody has reported."""
        return tuple(one.unit for one in self.units if not one.reported)


def turnout(mobilisation: Mobilisation, *, within: int | None = None) -> Turnout:
    """
    Who reported within so many hours of the call, in all and by unit.

    Everybody counts once, in the unit that was written down. The last moment is in time.

    Args:
        mobilisation: As its log made it.
        within: The hours; those of the call where nothing is said.

    Example:
        >>> from datetime import UTC, date
        >>> from sanliang.activities import Call, Reported
        >>> at = datetime(2022, 4, 1, 8, tzinfo=UTC)
        >>> order = Call(title="防控", unit="c-1", units=["b-1", "b-2"], at=at)
        >>> reports = (Reported(person="m-1", unit="b-1", at=datetime(2022, 4, 2, 8, tzinfo=UTC)),)
        >>> one = Mobilisation(
        ...     id="w-1", state="under_way", version=2, on=date(2022, 4, 2), call=order, reports=reports)
        >>> found = turnout(one)
        >>> found.reported, found.in_time, found.silent
        (1, 1, ('b-2',))
    """
    call = thing_of(Mobilisation, mobilisation, "mobilisation").call
    hours = optional(_hours)(within, "within") or call.within
    until = call.at + hours * _HOUR
    every = Counter(one.unit for one in mobilisation.reports)
    early = Counter(one.unit for one in mobilisation.reports if one.at <= until)
    units = tuple(
        UnitTurnout(unit=unit, reported=every[unit], in_time=early[unit], expected=call.expected.get(unit))
        for unit in call.units
    )
    return Turnout(
        within=hours,
        reported=sum(one.reported for one in units),
        in_time=sum(one.in_time for one in units),
        units=units,
    )


def arrivals(
    mobilisation: Mobilisation, *, hours: int = 1, unit: str | None = None
) -> tuple[tuple[datetime, int], ...]:
    """
    How many had reported so many hours after the call, and so many more: each moment with the number by then.

    Args:
        mobilisation: As its log made it.
        hours: How far the moments are apart: 1 for each hour, 24 for each day.
        unit: The unit that is counted; all of them where nothing is said.

    Returns:
        The moments in their order, the last one the first by which everybody had reported; none where nobody
        has. A report on a moment counts in it, so numbers never fall, and the last is the sum.

    Example:
        >>> from datetime import UTC, date
        >>> from sanliang.activities import Call, Reported
        >>> order = Call(title="防控", unit="c-1", units=["b-1"], at=datetime(2022, 4, 1, 8, tzinfo=UTC))
        >>> reports = tuple(Reported(person=f"m-{n}", unit="b-1", at=order.at + n * timedelta(hours=20))
        ...     for n in (1, 2))
        >>> one = Mobilisation(
        ...     id="w-1", state="under_way", version=2, on=date(2022, 4, 2), call=order, reports=reports)
        >>> [(str(at), count) for at, count in arrivals(one, hours=24)]
        [('2022-04-02 08:00:00+00:00', 1), ('2022-04-03 08:00:00+00:00', 2)]
    """
    call, step = thing_of(Mobilisation, mobilisation, "mobilisation").call, _hours(hours, "hours") * _HOUR
    slots = Counter(
        max(-((call.at - one.at) // step), 1) for one in mobilisation.reports if unit in (None, one.unit)
    )
    last = max(slots, default=0)
    counts = accumulate(slots[slot] for slot in range(1, last + 1))
    return tuple((call.at + slot * step, count) for slot, count in enumerate(counts, 1))
