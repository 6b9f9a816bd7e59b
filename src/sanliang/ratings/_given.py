"""What somebody gives for a fact by hand: numbers, words, marks, ballots, records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, clean_text, day, exact, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.kernel.wire._in import shown_key
from sanliang.ratings._known import ZERO, Amount, Known
from sanliang.ratings._readings import Decision, Weighed
from sanliang.records import Length, Query, Record, Window, fold
from sanliang.rulebooks import Fact, FactType, FromBallots, FromRaters, FromRecords
from sanliang.rulebooks._bands import edge_text
from sanliang.rulebooks._values import INSIDE, Value

OTHER_TYPE = Phrase("facts.type", "应为{type}", "must be a {type}")
NEGATIVE = Phrase("facts.negative", "不能小于 0", "must be 0 or more")
UNKNOWN_SOURCE = Phrase(
    "facts.source",
    "该办法没有这一来源或档次；有：{known}",
    "is none of its sources or grades: {known}",
)
UNKNOWN_WORD = Phrase(
    "facts.word",
    "不是该事实列出的词；有：{known}",
    "is no word that the book lists for it; there are: {known}",
)
OUTSIDE = Phrase("facts.edges", "须{edges}", "must be {edges}")
NO_TABLE = Phrase("facts.table", "应为表", "must be a table of names")
NO_MARK = Phrase("facts.mark", "缺少 mark", "needs the mark itself: `mark`")

Worth = Callable[[Value], Fraction]


def read(fact: Fact, value: Any, *, span: Span, worth: Worth) -> Known | None:
    """
    What is known of a fact by what was given; nothing where that leaves it open.

    Raises:
        InvalidInput: It is of another kind than the book says.
    """
    path = f"facts.{fact.id}"
    if fact.type == FactType.WORD:
        return listed(fact, clean_text(value, path), path)
    if fact.type == FactType.YES:
        return _yes(value, path)
    known = _number(fact, value, span, worth, path)
    if known is not None:
        inside(known.total, edges(fact, worth), path)
    return known


def listed(fact: Fact, word: str, path: str) -> str:
    """
    A word that a fact may be.

    Raises:
        InvalidInput: The fact lists its words, and this is none of them.
    """
    if fact.words and word not in fact.words:
        raise InvalidInput(UNKNOWN_WORD.fault(path, known=fact.words))
    return word


def _number(fact: Fact, value: Any, span: Span, worth: Worth, path: str) -> Amount | None:
    match fact.origin:
        case FromRecords() if isinstance(value, tuple | list):
            return counted(fact.origin, _records(fact.id, fact.origin.kind, value, span), span)
        case FromRaters() if isinstance(value, Mapping):
            return _mean(fact, fact.origin, value, worth)
        case FromBallots() if isinstance(value, Mapping):
            return _ballots(fact.origin, value, worth, path)
        case FromRecords(sum=None):
            return Amount(total=_count(value, path))
        case None if isinstance(value, Mapping):
            return _decided(value, path)
        case None | FromRecords():
            return Amount(total=exact(value, path))
        case _:
            return Amount(total=any_fraction(value, path))


Edges = list[tuple[str, Fraction]]


def edges(fact: Fact, worth: Worth) -> Edges:
    """Between what the number of a fact lies; the mean of ballots, between what one of them is worth."""
    if isinstance(fact.origin, FromBallots):
        worths = [worth(one) for one in fact.origin.worth.values()]
        return [("at_least", min(worths)), ("at_most", max(worths))]
    return [(word, worth(value)) for word, value in fact.edges]


def inside(number: Fraction, edges: Edges, path: str) -> None:
    """
    Refuse a number that does not lie between edges.

    Raises:
        InvalidInput: The text names the edges, never the number.
    """
    if not all(INSIDE[word](number, edge) for word, edge in edges):
        raise InvalidInput(OUTSIDE.fault(path, edges=tuple(edge_text(*edge) for edge in edges)))


def _yes(value: Any, path: str) -> bool:
    if type(value) is not bool:
        raise InvalidInput(OTHER_TYPE.fault(path, type=FactType.YES))
    return value


def _count(value: Any, path: str) -> Fraction:
    number = exact(value, path)
    if number < 0:
        raise InvalidInput(NEGATIVE.fault(path))
    return number


def any_fraction(value: Any, path: str) -> Fraction:
    """A number that was worked out of others, and may be any fraction then."""
    if type(value) is Fraction:
        exact(int(value), path)
        return value
    return exact(value, path)


# --- records -------------------------------------------------------------------------------------------


def counted(origin: FromRecords, records: Iterable[Record], span: Span) -> Amount | None:
    """What records say together; nothing where one of them does not say how much it was."""
    window: Window | Length = Window.CYCLE if origin.window is None else origin.window
    query = Query(kind=origin.kind, window=window, where=FrozenMap(origin.where), sum=origin.sum)
    found = fold(records, query, cycle=span)
    return Amount(total=found.total, rows=found.rows) if found.known else None


def _records(name: str, kind: str, values: Iterable[Any], span: Span) -> tuple[Record, ...]:
    """Records, each as itself or as a table of its fields, with its day and its activity among them."""
    faults, found = Faults(), list[Record]()
    for place, value in enumerate(values):
        try:
            found.append(record_of(f"{name}-{place:06d}", kind, value, span, f"facts.{name}[{place}]"))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(found)


def at(path: str, name: object) -> str:
    """The path of a name, shown where it has the shape of a code: raters may be handed in by number."""
    return f"{path}.{shown_key(name)}"


def table(value: Any, path: str) -> Mapping[str, Any]:
    """A table of names."""
    if not isinstance(value, Mapping):
        raise InvalidInput(NO_TABLE.fault(path))
    return value


def record_of(id: str, kind: str, value: Any, span: Span, path: str) -> Record:
    """A record, as itself or as a table of its fields."""
    if isinstance(value, Record):
        return value
    fields: dict[str, Any] = dict(table(value, path))
    on = day(fields.pop("on", span.end), f"{path}.on")
    return Record(
        id=id,
        subject=id,
        kind=kind,
        on=on,
        activity=fields.pop("activity", None),
        fields=FrozenMap(fields),
        recorder=id,
        recorded=datetime.combine(on, time.max, tzinfo=UTC),
    )


# --- marks and ballots ---------------------------------------------------------------------------------


def _known_names(given: Mapping[str, Any], known: Mapping[str, Any], path: str) -> None:
    faults = Faults()
    for name in given:
        if name not in known:
            faults.add(UNKNOWN_SOURCE.fault(at(path, name), known=tuple(known)))
    faults.check()


def _mean(fact: Fact, origin: FromRaters, given: Mapping[str, Any], worth: Worth) -> Amount | None:
    """The weighted mean of the sources; several marks of one source are their plain mean."""
    path, limits = f"facts.{fact.id}", edges(fact, worth)
    _known_names(given, origin.weights, path)
    marks = {source: _marks(mark, f"{path}.{source}") for source, mark in given.items()}
    for source, several in marks.items():
        for mark in several:
            inside(mark, limits, f"{path}.{source}")
    weighed = tuple(
        Weighed(
            name=source,
            number=sum(some, ZERO) / len(some),
            weight=worth(weight),
            count=Fraction(len(some)),
        )
        for source, weight in origin.weights.items()
        if (some := marks.get(source))
    )
    if not weighed or (len(weighed) < len(origin.weights) and origin.absent is None):
        return None
    return _weighed(weighed)


def _weighed(weighed: tuple[Weighed, ...]) -> Amount:
    """The weighted mean, and what it is made of."""
    total = sum((one.number * one.weight for one in weighed), ZERO)
    return Amount(total=total / sum((one.weight for one in weighed), ZERO), weighed=weighed)


def _marks(given: Any, path: str) -> list[Fraction]:
    """The marks of one source: one, several, or none."""
    several = given if isinstance(given, tuple | list) else () if given is None else (given,)
    return [exact(one, path) for one in several]


def _ballots(origin: FromBallots, given: Mapping[str, Any], worth: Worth, path: str) -> Amount | None:
    """The mean worth of the ballots that were cast; without a ballot there is none."""
    _known_names(given, origin.worth, path)
    cast = {grade: _count(number, f"{path}.{grade}") for grade, number in given.items()}
    weighed = tuple(
        Weighed(name=grade, number=worth(value), weight=cast[grade], count=cast[grade])
        for grade, value in origin.worth.items()
        if cast.get(grade)
    )
    return _weighed(weighed) if weighed else None


def _decided(given: Mapping[str, Any], path: str) -> Amount:
    """A mark with its reason, and who decided on it when."""
    if "mark" not in given:
        raise InvalidInput(NO_MARK.fault(path))
    beside = {key: check(given[key], f"{path}.{key}") for key, check in _BESIDE.items() if key in given}
    return Amount(total=exact(given["mark"], f"{path}.mark"), decision=Decision(**beside) if beside else None)


_BESIDE: Mapping[str, Callable[[Any, str], Any]] = {"reason": clean_text, "by": identifier, "on": day}
