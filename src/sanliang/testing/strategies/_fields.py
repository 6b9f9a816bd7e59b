"""Values by the type of a field, as wide as the field takes them; each shrinks to what a person can read."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Private

# What comes first is what a failure shrinks to; what comes last is what a careless reader of it trips over.
ids = st.sampled_from(["m-1", "m-2", "h-7", "b-东岭", "p 17", '"', "𠮷"])
codes = st.sampled_from(["helper", "first", "visit", "x_1", "a-b"])
words = st.sampled_from(["修路灯", "六盏", "a\\b", "é", "🙂", "null", "3", "-0.50"])
texts = st.one_of(ids, codes, words)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
zones = st.sampled_from([0, -720, -1, 330, 480]).map(lambda least: timezone(timedelta(minutes=least)))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 -- bounds
numbers = st.fractions(-1000, 1000, max_denominator=97) | st.integers(-(10**12), 10**12).map(Fraction)
decimals = st.integers(-(10**7), 10**7).map(lambda scaled: Fraction(scaled, 10_000))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
salts = st.binary(min_size=16, max_size=64)
privates: SearchStrategy[Private[str]] = st.one_of(
    st.builds(lambda value, salt: Private(value, salt=salt), texts, salts),
    digests.map(Private.erased),
)
few = st.integers(1, 99)
some: dict[object, SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 10**15),
    bool: st.booleans(),
    date: days,
    datetime: moments,
    Fraction: numbers,
    types.NoneType: st.none(),
    Any: st.integers(0, 9) | codes,
}

Parts = dict[type, SearchStrategy[Any]]
"""The classes of a word, each with its values."""


def of_type(kind: Any) -> SearchStrategy[Any]:
    """Values of a type, as a field names it."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if kind in some:
        return some[kind]
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*map(of_type, sorted(args, key=lambda one: one is not types.NoneType)))
    if origin is Private:
        return privates
    if origin in {FrozenMap, Mapping}:
        return st.dictionaries(*map(of_type, args), max_size=2).map(FrozenMap)
    if origin is tuple and args[-1] is not ...:
        return st.tuples(*map(of_type, args))
    if origin in {tuple, frozenset, Iterable}:
        make = frozenset if origin is frozenset else tuple
        return st.lists(of_type(args[0]), max_size=2, unique=origin is frozenset).map(make)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([*kind])
    return of_class(kind)


def of_class(kind: type) -> SearchStrategy[Any]:
    """Values of a class of ours, wherever they are described."""

    def found() -> SearchStrategy[Any]:
        from sanliang.testing.strategies._stored import CLASSES  # noqa: PLC0415 -- it stands above all words

        return CLASSES[kind]

    return st.deferred(found)


def fields_of(kind: type) -> dict[str, Any]:
    """The types of what a class is made with, by name."""
    return {field.alias: field.type for field in attrs.fields(attrs.resolve_types(kind)) if field.init}


def fields(
    kind: type, given: Mapping[str, SearchStrategy[Any]], without: frozenset[str] = frozenset()
) -> dict[str, SearchStrategy[Any]]:
    """Strategies for the fields of a class: those given, the others by their types."""
    return {
        name: given[name] if name in given else of_type(of)
        for name, of in fields_of(kind).items()
        if name not in without
    }


def made(kind: type, /, **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Values of a class: the fields that are given by these strategies, the others by their types."""
    return st.builds(kind, **fields(kind, given))


def listed(values: SearchStrategy[Any], *, min_size: int = 0) -> SearchStrategy[tuple[Any, ...]]:
    """Tuples of values, each once."""
    return st.lists(values, min_size=min_size, max_size=3, unique=True).map(tuple)


def by(
    key: Callable[[Any], Hashable], values: SearchStrategy[Any], *, min_size: int = 0
) -> SearchStrategy[tuple[Any, ...]]:
    """Tuples of values that differ in what the key says."""
    return st.lists(values, min_size=min_size, max_size=3, unique_by=key).map(tuple)


def numbered(values: SearchStrategy[Any], *, min_size: int) -> SearchStrategy[tuple[Any, ...]]:
    """Tuples of any length of values with ids of their own: an id that comes again gets a number."""
    return st.lists(values, min_size=min_size, max_size=max(3, min_size)).map(_apart)


def _apart(values: list[Any]) -> tuple[Any, ...]:
    seen: dict[str, Any] = {}
    for place, one in enumerate(values):
        id = f"{one.id}-{place}" if one.id in seen else one.id
        seen[id] = attrs.evolve(one, id=id)
    return tuple(seen.values())


names, code_lists = listed(ids), listed(codes)
TERM = frozenset({"since", "until"})


@st.composite
def terms(draw: DrawFn) -> dict[str, date | None]:
    """A first and a last day, either or both left out, in their order."""
    found = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return {name: draw(st.none() | st.just(one)) for name, one in zip(("since", "until"), found, strict=True)}


def with_term(kind: Callable[..., Any], /, **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Values of a class that hold from a day to a day."""
    rest = fields(typing.cast("type", kind), given, TERM)
    return st.builds(lambda term, **more: kind(**more, **term), terms(), **rest)


def a_thing(kind: type, /, **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """What goes through a lifecycle, in a state of any name: as wide as it may be stored."""
    return made(kind, id=ids, state=codes, version=st.integers(1, 10**6), **given)


@st.composite
def written_down(
    draw: DrawFn,
    kind: Callable[..., Any],
    given: Mapping[str, SearchStrategy[Any]],
    *,
    on_or_after: date = date(1900, 1, 1),
) -> Any:
    """Records and contacts: written down on the day of it or later."""
    first = max(datetime.combine(on_or_after, datetime.min.time()), datetime(1950, 1, 1))  # noqa: DTZ001 -- a bound
    recorded = draw(st.datetimes(first, datetime(2100, 1, 1), timezones=zones))  # noqa: DTZ001 -- a bound
    on = max(recorded.date() - timedelta(days=draw(st.integers(0, 400))), on_or_after)
    rest = fields(typing.cast("type", kind), given, frozenset({"on", "recorded", "evidence"}))
    return kind(on=on, recorded=recorded, evidence=draw(names), **draw(st.fixed_dictionaries(rest)))
