"""What is due: one value for everything that has to be done by a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.kernel import fields
from sanliang.kernel.fields import checked, instance, instances
from sanliang.kernel.labels import Text


def _words(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _id_or_nothing(value: Any, path: str) -> str:
    return "" if value == "" else fields.identifier(value, path)


@attrs.frozen(kw_only=True, order=True)
class Due:
    """
    One thing that has to be done by a day: what every word answers that is asked what is due or late.

    Dues are ordered by day, then kind, thing, step, unit and person.

    Args:
        on: The last day on which it is in time.
        kind: The word it belongs to, such as `pledge`.
        thing: The id of what has to move.
        step: The move or the item that is due.
        unit: The unit that answers for it; empty where there is none.
        who: The person who does; empty where there is none.
        says: The sentence for people.
    """

    on: date = attrs.field(validator=checked(fields.day))
    kind: str = attrs.field(validator=checked(fields.code))
    thing: str = attrs.field(validator=checked(fields.identifier))
    step: str = attrs.field(validator=checked(fields.identifier))
    unit: str = attrs.field(default="", validator=checked(_id_or_nothing))
    who: str = attrs.field(default="", validator=checked(_id_or_nothing))
    says: Text = attrs.field(validator=checked(instance(Text)), eq=True, order=_words)


def due(dues: Iterable[Due], *, before: date) -> tuple[Due, ...]:
    """
    What must be done before a day, such as the next theme Party day; what is late already is in it too.

    Example:
        >>> hang = Due(on=date(2026, 7, 31), kind="plaque", thing="h-7", step="hang", says=Text("挂牌"))
        >>> due([hang], before=date(2026, 8, 1)) == (hang,), due([hang], before=date(2026, 7, 31))
        (True, ())
    """
    end = fields.day(before, "before")
    return tuple(sorted(one for one in instances(Due)(dues, "dues") if one.on < end))


def late(dues: Iterable[Due], *, on: date) -> tuple[Due, ...]:
    """What is late on a day: its last day has passed."""
    return due(dues, before=fields.day(on, "on"))


def days_left(one: Due, *, on: date) -> int:
    """
    How many days are left after this one: 0 on the last day, less when it is late.

    Example:
        >>> hang = Due(on=date(2026, 7, 31), kind="plaque", thing="h-7", step="hang", says=Text("挂牌"))
        >>> days_left(hang, on=date(2026, 7, 29)), days_left(hang, on=date(2026, 8, 1))
        (2, -1)
    """
    return (instance(Due)(one, "one").on - fields.day(on, "on")).days
