"""What the data of a few classes looks like, where that is not their fields."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Reason
from sanliang.kernel.wire._out import NO_FORM
from sanliang.ratings import Decision, Line, Override, Rated, Reading, Weighed

ONE_VALUE = Phrase(
    "value.one",
    "须且只须写明一项：{known}",
    "says exactly one of: {known}",
)


def _one_of(value: Any, names: tuple[str, ...]) -> str:
    """The one of these fields that is there."""
    there = [name for name in names if getattr(value, name) is not None]
    if len(there) != 1:
        raise InvalidInput(ONE_VALUE.fault(known=names))
    return there[0]


@attrs.frozen(kw_only=True)
class RatedShape:
    """A rating with its rows made."""

    book: str
    cycle: Span
    score: Fraction | None = None
    tier: str
    computed: str
    proposed: str
    left: tuple[str, ...] = ()
    withheld: bool = False
    lines: tuple[Line, ...] = ()
    struck: tuple[int, ...] = ()
    yielded: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    override: Override | None = None
    actions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    readings: FrozenMap[str, Reading] = FrozenMap()
    past: tuple[str | None, ...] | None = None


_RATED = tuple(field.name for field in attrs.fields(RatedShape))


def lay_rated(value: Rated) -> RatedShape:
    """A rating as its data has it."""
    return RatedShape(**{name: getattr(value, name) for name in _RATED})


def make_rated(shape: RatedShape) -> Rated:
    """The rating of its data."""
    return Rated(**{name: getattr(shape, name) for name in _RATED})


@attrs.frozen(kw_only=True)
class ReadingShape:
    """A reading that says of which sort its value is: `"3"` may be a number or a word."""

    number: Fraction | None = None
    word: str | None = None
    yes: bool | None = None
    assumed: bool = False
    weighed: tuple[Weighed, ...] = ()
    decision: Decision | None = None


_SORTS = ("number", "word", "yes")
_REST = ("assumed", "weighed", "decision")


def lay_reading(value: Reading) -> ReadingShape:
    """A reading as its data has it."""
    of = value.value
    sort = "yes" if isinstance(of, bool) else "word" if isinstance(of, str) else "number"
    fields: dict[str, Any] = {sort: of, **{name: getattr(value, name) for name in _REST}}
    return ReadingShape(**fields)


def make_reading(shape: ReadingShape) -> Reading:
    """The reading of its data."""
    value = getattr(shape, _one_of(shape, _SORTS))
    return Reading(value=value, **{name: getattr(shape, name) for name in _REST})


@attrs.frozen(kw_only=True)
class LabelShape:
    """A member of an enum whose members have names: the enum's name in the registry, and the code."""

    of: str
    code: str


@attrs.frozen(kw_only=True)
class ParamShape:
    """What one place of a sentence was filled with: exactly one of these."""

    none: bool | None = None
    yes: bool | None = None
    whole: int | None = None
    number: Fraction | None = None
    text: str | None = None
    day: date | None = None
    words: Text | None = None
    label: LabelShape | None = None
    list: tuple[ParamShape, ...] | None = None
    set: frozenset[ParamShape] | None = None


@attrs.frozen(kw_only=True)
class ReasonShape:
    """A reason whose parameters say of which sort they are."""

    code: str
    says: Text
    params: FrozenMap[str, ParamShape] = FrozenMap()
    path: str = ""
    clause: Source | None = None
    because: tuple[Reason, ...] = ()


_REASON = ("code", "says", "path", "clause", "because")
_PARAMS = tuple(field.name for field in attrs.fields(ParamShape))
_SORT_OF = {bool: "yes", int: "whole", Fraction: "number", str: "text", date: "day", Text: "words"}


@attrs.frozen
class Reasons:
    """Reasons as data and back, with the enums that their parameters may be members of."""

    enums: FrozenMap[str, type[Enum]]

    def lay(self, value: Reason) -> ReasonShape:
        """A reason as its data has it."""
        params = FrozenMap((name, self._param(one)) for name, one in value.params.items())
        return ReasonShape(params=params, **{name: getattr(value, name) for name in _REASON})

    def make(self, shape: ReasonShape) -> Reason:
        """The reason of its data."""
        params = FrozenMap((name, self._value(one)) for name, one in shape.params.items())
        return Reason(params=params, **{name: getattr(shape, name) for name in _REASON})

    def _param(self, value: Any) -> ParamShape:
        if value is None:
            return ParamShape(none=True)
        if isinstance(value, tuple | list):
            return ParamShape(list=tuple(self._param(one) for one in value))
        if isinstance(value, frozenset):
            return ParamShape(set=frozenset(self._param(one) for one in value))
        if sort := _SORT_OF.get(type(value)):
            fields: dict[str, Any] = {sort: value}
            return ParamShape(**fields)
        for name, of in self.enums.items():
            if type(value) is of:
                return ParamShape(label=LabelShape(of=name, code=value.value))
        raise InvalidInput(NO_FORM.fault("params"))

    def _value(self, shape: ParamShape) -> Any:
        sort = _one_of(shape, _PARAMS)
        value = getattr(shape, sort)
        match sort:
            case "none":
                return None
            case "list":
                return tuple(map(self._value, value))
            case "set":
                return frozenset(map(self._value, value))
            case "label":
                return self._member(value)
            case _:
                return value

    def _member(self, label: LabelShape) -> Enum:
        members = {one.value: one for one in self.enums.get(label.of, ())}
        if label.code not in members:
            raise InvalidInput(NO_FORM.fault("params"))
        return members[label.code]
