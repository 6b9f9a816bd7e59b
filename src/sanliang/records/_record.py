"""One record: what was done, by whom, when, how much of it, and who wrote it down when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    LONGEST_ID,
    NOT_TEXT,
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    exact,
    identifier,
    instance,
    moment,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase

NOT_RECORD_KIND = Phrase(
    "record.kind",
    "应为记录类型：一至八个代码，以点相连，如 meeting.absent",
    "must be a kind of record: one to eight codes joined by points, such as meeting.absent",
)
NOT_VALUE = Phrase(
    "record.value", "应为数、文字或是否（true/false）", "must be a number, a word, or true or false"
)
NOT_FIELDS = Phrase(
    "record.fields",
    "应为表：字段代码对应数、文字或是否",
    "must be a map from codes of fields to numbers, words, or true and false",
)
NOT_YET_DONE = Phrase(
    "record.future", "发生日晚于记录日", "lies after the day of recording, in the offset of that moment"
)

Value: TypeAlias = Fraction | str | bool

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}(?:\.[a-z][a-z0-9_-]{0,39}){0,7}")
# What somebody meant as a number. It is one, or it is refused: it is never taken for a word.
_NUMBER = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")


def kind_code(value: Any, path: str = "") -> str:
    """
    A kind of record, as data writes it: one to eight codes joined by points.

    Example:
        >>> kind_code("meeting.absent")
        'meeting.absent'
    """
    if not isinstance(value, str):
        raise InvalidInput(NOT_TEXT.fault(path))
    if not _KIND.fullmatch(value):
        raise InvalidInput(NOT_RECORD_KIND.fault(path))
    return str(value)


def field_value(value: Any, path: str = "") -> Value:
    """
    What a field of a record holds: true or false, an exact number, or a word.

    A text that is a decimal is the number; the same goes wherever values are compared with fields.

    Example:
        >>> field_value("county"), field_value("2.5"), field_value(True)
        ('county', Fraction(5, 2), True)
    """
    if isinstance(value, str):
        word = clean_text(value, path, most=LONGEST_ID)
        return exact(value, path) if _NUMBER.fullmatch(value) else word
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Fraction):
        return exact(value, path)
    raise InvalidInput(NOT_VALUE.fault(path))


def _fields(value: Any, path: str) -> FrozenMap[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_FIELDS.fault(path))
    faults, kept = Faults(), dict[str, Any]()
    for name, one in value.items():
        try:
            kept[code(name, path)] = field_value(one, f"{path}.{name}")
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(kept)


def _as_given(value: Mapping[str, Value | int]) -> FrozenMap[str, Any]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, Any]", value)


def typed(value: Value) -> tuple[bool, Value]:
    """A value such that `True` and 1 are two."""
    return type(value) is bool, value


def _typed_fields(value: FrozenMap[str, Any]) -> tuple[tuple[str, tuple[bool, Value]], ...]:
    return tuple((name, typed(one)) for name, one in value.items())


@attrs.frozen(kw_only=True)
class Record:
    """
    One thing that was done or happened, as somebody wrote it down.

    Args:
        id: Its own id within its book.
        subject: The id of the member, the household or the unit that it is about.
        kind: What it was, such as `volunteer` or `meeting.absent`.
        on: The day of it; not after the day of recording.
        fields: What is known of it, by code: `{"hours": 3, "level": "county", "notes": True}`. Numbers are
            kept as fractions; a text that is a decimal is a number.
        activity: The id of the activity that it belongs to. A record without one is an activity by itself.
        evidence: The ids of what shows it.
        recorder: The id of whoever wrote it down.
        recorded: The moment of writing down, with the offset of the town.

    Raises:
        InvalidInput: A float, a naive moment, a kind of another shape, a day after the one of recording ...

    Example:
        >>> from datetime import timedelta, timezone
        >>> beijing = timezone(timedelta(hours=8))
        >>> lamps = Record(
        ...     id="r-1", subject="m-3", kind="volunteer", on=date(2026, 7, 4), fields={"hours": "2.5"},
        ...     recorder="m-1", recorded=datetime(2026, 7, 5, 9, tzinfo=beijing),
        ... )
        >>> lamps.fields["hours"], late(lamps, closes=date(2026, 7, 4))
        (Fraction(5, 2), True)
    """

    id: str = attrs.field(validator=checked(identifier))
    subject: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(validator=checked(kind_code))
    on: date = attrs.field(validator=checked(day))
    fields: FrozenMap[str, Any] = attrs.field(
        default=FrozenMap(), converter=_as_given, validator=checked(_fields), eq=_typed_fields
    )
    activity: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    evidence: tuple[str, ...] = attrs.field(default=(), validator=checked(names))
    recorder: str = attrs.field(validator=checked(identifier))
    recorded: datetime = attrs.field(validator=checked(moment))

    def __attrs_post_init__(self) -> None:
        if self.recorded.date() < self.on:
            raise InvalidInput(NOT_YET_DONE.fault("on"))


in_order = attrgetter("on", "kind", "id")
"""The order of records: by day, by kind, by id."""


def late(record: Record, *, closes: date) -> bool:
    """
    Whether a record was written down after the closing day, by the calendar of the moment's own offset.

    A late record is a record all the same: what a town makes of it, its rules say.
    """
    return instance(Record)(record, "record").recorded.date() > day(closes, "closes")
