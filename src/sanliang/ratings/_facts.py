"""What is known of one subject, as a rulebook's facts read it; what is not known stays so, with its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput, nearest
from sanliang.kernel.fields import FrozenMap, exact
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.records import Length, Query, Record, Row, Window, fold
from sanliang.rulebooks import (
    Fact,
    FactType,
    FromBallots,
    FromRaters,
    FromRecords,
    Rulebook,
)
from sanliang.rulebooks._values import worth

UNKNOWN_FACT = Phrase(
    "facts.unknown", "该办法没有这个事实；相近的有：{near}", "is no fact of the book; the nearest is: {near}"
)


@attrs.frozen
class Unknown:
    """That something is not known, because these facts are not."""

    names: frozenset[str]


@attrs.frozen(kw_only=True)
class Amount:
    """
    A number that is known, and the dated rows that it was summed of, where they are known, too.

    Attributes:
        total: The number.
        rows: One for each record; nothing where only the total is known.
    """

    total: Fraction
    rows: tuple[Row, ...] | None = None


Known = Amount | str | bool | Unknown


class Facts:
    """The facts of one subject in one cycle; each is worked out once, when it is first asked for."""

    def __init__(
        self,
        book: Rulebook,
        given: Mapping[str, Any],
        *,
        span: Span,
        records: Iterable[Record] | None,
    ) -> None:
        self.book, self.span = book, span
        self.day = span.end
        self._facts = {fact.id: fact for fact in book.facts}
        for name in given:
            if name not in self._facts:
                raise InvalidInput(
                    UNKNOWN_FACT.fault(f"facts.{name}", near=nearest(name, self._facts) or "-")
                )
        self._given = given
        self._records = None if records is None else tuple(records)
        self._known: dict[str, Known] = {}

    def get(self, name: str) -> Known:
        """What is known of a fact."""
        if name not in self._known:
            self._known[name] = self._work_out(self._facts[name])
        return self._known[name]

    @property
    def words(self) -> Mapping[str, str]:
        """The words that are known, by fact: values by word look here."""
        names = (fact.id for fact in self.book.facts if fact.type == FactType.WORD)
        return {name: value for name in names if isinstance(value := self.get(name), str)}

    def _work_out(self, fact: Fact) -> Known:
        if fact.id in self._given:
            return _read(fact, self._given[fact.id], self.span)
        if isinstance(fact.origin, FromRecords) and self._records is not None:
            return _counted(fact.origin, self._records, self.span)
        missing = fact.missing
        if missing is None:
            return Unknown(frozenset({fact.id}))
        if isinstance(missing, str | bool):
            return missing
        return Amount(total=worth(missing, on=self.day, words=FrozenMap()))


def _counted(origin: FromRecords, records: Iterable[Record], span: Span) -> Amount:
    window: Window | Length = Window.CYCLE if origin.window is None else origin.window
    query = Query(kind=origin.kind, window=window, where=FrozenMap(origin.where), sum=origin.sum)
    found = fold(records, query, cycle=span)
    return Amount(total=found.total, rows=found.rows) if found.total is not None else Unknown(frozenset())


def _read(fact: Fact, value: Any, span: Span) -> Known:
    """What was given for a fact; of another kind than the book says, it is as good as not known."""
    unknown = Unknown(frozenset({fact.id}))
    path = f"facts.{fact.id}"
    match fact.origin:
        case FromRecords() if isinstance(value, tuple | list):
            records = tuple(
                _record(fact.id, fact.origin.kind, place, one, span) for place, one in enumerate(value)
            )
            return _counted(fact.origin, records, span)
        case FromRaters() if isinstance(value, Mapping):
            return _mean(fact.origin, value, path) or unknown
        case FromBallots() if isinstance(value, Mapping):
            return _ballots(fact.origin, value, path) or unknown
        case _:
            pass
    if fact.type == FactType.NUMBER:
        return (
            unknown if isinstance(value, bool | tuple | list | Mapping) else Amount(total=exact(value, path))
        )
    right = bool if fact.type == FactType.YES else str
    return value if type(value) is right else unknown


def _record(name: str, kind: str, place: int, value: Any, span: Span) -> Record:
    """A record as a case or a form writes it: fields in a table, with its day and activity among them."""
    if isinstance(value, Record):
        return value
    fields = dict(value)
    on = fields.pop("on", span.end)
    activity = fields.pop("activity", None)
    recorded = datetime.combine(on, time(23, 59), tzinfo=UTC)
    return Record(
        id=f"{name}-{place:06d}",
        subject=name,
        kind=kind,
        on=on,
        fields=FrozenMap(fields),
        activity=activity,
        recorder=name,
        recorded=recorded,
    )


def _mean(origin: FromRaters, marks: Mapping[str, Any], path: str) -> Amount | None:
    """The weighted mean of marks; several marks of one source are their plain mean."""
    means = {
        source: _plain_mean(mark, f"{path}.{source}")
        for source, mark in marks.items()
        if source in origin.weights
    }
    there = {source: origin.weights[source] for source in means}
    if not there or (len(there) < len(origin.weights) and origin.absent is None):
        return None
    total = sum(there.values(), Fraction(0))
    if not total:
        return None
    return Amount(total=sum((means[one] * weight for one, weight in there.items()), Fraction(0)) / total)


def _plain_mean(mark: Any, path: str) -> Fraction:
    marks = [exact(one, path) for one in (mark if isinstance(mark, tuple | list) else (mark,))]
    return sum(marks, Fraction(0)) / len(marks)


def _ballots(origin: FromBallots, counts: Mapping[str, Any], path: str) -> Amount | None:
    """The mean worth of the ballots that were cast."""
    cast = {
        grade: exact(count, f"{path}.{grade}") for grade, count in counts.items() if grade in origin.worth
    }
    votes = sum(cast.values(), Fraction(0))
    if not votes:
        return None
    return Amount(
        total=sum((origin.worth[grade] * count for grade, count in cast.items()), Fraction(0)) / votes
    )
