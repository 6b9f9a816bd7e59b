"""Records folded into facts: the matching rows of a window, their count or their sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    code,
    each,
    exact,
    instance,
    instances,
    optional,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.records._record import Record, Value, field_value, in_order, kind_code, typed
from sanliang.records._windows import Length, Window, no_days, reach, read_window

NOT_WHERE = Phrase(
    "query.where",
    "应为表：字段代码对应允许的值",
    "must be a map from codes of fields to the values that are allowed there",
)
NO_VALUES = Phrase("query.no_values", "至少需要一个允许的值", "needs at least one value that is allowed")

ONE = Fraction(1)


def amount(value: Any, path: str = "") -> Fraction:
    """A number of points: any fraction, or what `exact` takes."""
    return value if type(value) is Fraction else exact(value, path)


def _where(value: Any, path: str) -> FrozenMap[str, tuple[Value, ...]]:
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_WHERE.fault(path))
    faults, kept = Faults(), dict[str, tuple[Value, ...]]()
    for name, allowed in value.items():
        try:
            kept[code(name, path)] = _allowed(allowed, f"{path}.{name}")
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(kept)


def _allowed(value: Any, path: str) -> tuple[Value, ...]:
    """The values, each once: true and false, then the numbers, then the words."""
    found = {typed(one): one for one in each(field_value)(value, path)}
    if not found:
        raise InvalidInput(NO_VALUES.fault(path))
    return tuple(sorted(found.values(), key=_by_sort))


def _by_sort(value: Value) -> tuple[int, Value]:
    return 0 if type(value) is bool else 2 if isinstance(value, str) else 1, value


def _as_given(value: Mapping[str, Iterable[Value | int]]) -> FrozenMap[str, Any]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, Any]", value)


def _window(value: Window | Length | str) -> Window | Length:
    return read_window(value, "window")


Tests: TypeAlias = tuple[tuple[str, frozenset[tuple[bool, Value]]], ...]


@attrs.frozen(kw_only=True)
class Query:
    """
    Which records make a fact, and what of them counts.

    Args:
        kind: The kind of record.
        window: The days that are looked at; see `reach`.
        where: By field, the values that are allowed there. A record without the field does not match.
        sum: The field that is added up; nothing where records are counted.

    Example:
        >>> Query(kind="award", where={"level": ["town", "county"]}).where["level"]
        ('county', 'town')
    """

    kind: str = attrs.field(validator=checked(kind_code))
    window: Window | Length = attrs.field(default=Window.CYCLE, converter=_window)
    where: FrozenMap[str, Any] = attrs.field(
        default=FrozenMap(), converter=_as_given, validator=checked(_where), eq=False
    )
    sum: str | None = attrs.field(default=None, validator=checked(optional(code)))
    _tests: Tests = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.window is Window.ACTIVITY:
            raise InvalidInput(no_days(self.window))
        tests = tuple((name, frozenset(map(typed, allowed))) for name, allowed in self.where.items())
        object.__setattr__(self, "_tests", tests)

    def matches(self, record: Record) -> bool:
        """Whether a record is of the kind and has the fields; its day is not looked at."""
        if type(record) is not Record:
            instance(Record)(record, "record")
        if record.kind != self.kind:
            return False
        return all(name in record.fields and typed(record.fields[name]) in ok for name, ok in self._tests)


@attrs.frozen(kw_only=True)
class Row:
    """
    A record, and how much it is: 1 where records are counted, else what its field says, or its points.

    The amount is any fraction: points that a rule makes of a record need not be decimals.
    """

    record: Record = attrs.field(validator=checked(instance(Record)))
    amount: Fraction = attrs.field(validator=checked(amount))


@attrs.frozen(kw_only=True)
class Folded:
    """
    What the records of a book say about one fact.

    Attributes:
        rows: The records that match, by day, by kind, by id, each with its amount.
        total: The sum of the amounts: 0 where there is no row.
        lacking: The ids of records that match and do not say how much; then the total is not known.
    """

    rows: tuple[Row, ...]
    total: Fraction
    lacking: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the total is known: no record leaves out how much it was."""
        return not self.lacking


def fold(records: Iterable[Record], query: Query, *, cycle: Span) -> Folded:
    """
    The matching records of the query's window, and their count or sum.

    It answers for what it is given. A book without an entry gives 0; a book that nobody handed in is for
    the caller to tell, and is not known.

    Args:
        records: In any order, such as `book.of("m-3")`.
        query: What counts.
        cycle: The cycle that is rated; nothing after its last day counts.

    Example:
        >>> from datetime import date
        >>> hours = Query(kind="volunteer", sum="hours")
        >>> fold((), hours, cycle=Span(date(2026, 7, 1), date(2027, 6, 30))).total
        Fraction(0, 1)
    """
    days = reach(instance(Query)(query, "query").window, cycle=cycle)
    start, end, matches = days.start, days.end, query.matches
    given = instances(Record)(records, "records")
    found = sorted((one for one in given if start <= one.on <= end and matches(one)), key=in_order)
    if query.sum is None:
        return Folded(rows=tuple(Row(record=one, amount=ONE) for one in found), total=Fraction(len(found)))
    return _summed(found, query.sum)


def _summed(found: Iterable[Record], name: str) -> Folded:
    rows, lacking = list[Row](), list[str]()
    for record in found:
        much = record.fields.get(name)
        if type(much) is Fraction:
            rows.append(Row(record=record, amount=much))
        else:
            lacking.append(record.id)
    return Folded(rows=tuple(rows), total=total(row.amount for row in rows), lacking=tuple(lacking))


def total(amounts: Iterable[Fraction]) -> Fraction:
    """The sum of fractions, over one denominator: adding them one by one reduces each step."""
    given = [*amounts]
    base = lcm(*(one.denominator for one in given))
    return Fraction(sum(one.numerator * (base // one.denominator) for one in given), base)
