"""Values that never change: the map of fields, and how values of frozen classes are made without checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

T = TypeVar("T")
V = TypeVar("V")
K = TypeVar("K", bound=str)


class FrozenMap(Mapping[K, T]):
    """
    A map that hashes, pickles, never changes, and is read in the order of its keys.

    Example:
        >>> marks = FrozenMap({"b": 2, "a": 1})
        >>> marks, marks == FrozenMap({"a": 1, "b": 2}), hash(marks) == hash(FrozenMap({"a": 1, "b": 2}))
        (FrozenMap({'a': 1, 'b': 2}), True, True)
    """

    __slots__ = ("_items",)
    _items: Mapping[K, T]

    def __init__(self, items: Mapping[K, T] | Iterable[tuple[K, T]] = (), /) -> None:
        pairs = items.items() if type(items) is dict or isinstance(items, Mapping) else items
        object.__setattr__(self, "_items", MappingProxyType(dict(sorted(pairs, key=_first))))

    def __getitem__(self, key: K) -> T:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    if not TYPE_CHECKING:  # `Mapping` has these too, in Python on top of the ones above: several times slower

        def get(self, key, default=None, /):
            """The value of a key, or the default."""
            return self._items.get(key, default)

        def keys(self):
            """The keys, in their order."""
            return self._items.keys()

        def values(self):
            """The values, in the order of their keys."""
            return self._items.values()

        def items(self):
            """Keys and values, in the order of the keys."""
            return self._items.items()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(name)

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({dict(self._items)!r})"

    def __reduce__(self) -> tuple[type[FrozenMap[K, T]], tuple[dict[K, T]]]:
        return FrozenMap, (dict(self._items),)


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]


def maker(kind: type[V]) -> Callable[..., V]:
    """
    What makes a value of a frozen class of its fields' values, in their order, without checking them again.

    A frozen class writes each field through `object.__setattr__`. Its unfrozen twin writes them plainly and
    then takes on the class, in less than half the time; Python allows that where both lay out the same slots,
    which takes `weakref_slot=False`. Any other class is made by its own `__init__`.
    """
    names = [field.name for field in attrs.fields(cast("Any", kind))]
    bases = getattr(kind, "__orig_bases__", kind.__bases__)
    fields = {name: attrs.field() for name in names}
    twin: Any = attrs.make_class(
        kind.__name__, fields, bases=bases, eq=False, repr=False, slots=True, weakref_slot=False
    )

    def make(*values: Any) -> V:
        made: V = twin(*values)
        made.__class__ = kind
        return made

    try:
        make(*names)
    except TypeError:
        return lambda *values: kind(**dict(zip(names, values, strict=True)))
    return make
