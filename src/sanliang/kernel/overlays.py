"""How a town changes anything: add, replace or drop an entry by its key, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

import attrs

from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import checked, identifier, instance
from sanliang.kernel.labels import Labelled, Phrase, nearest_of
from sanliang.kernel.sources import Source

__all__ = ["Change", "Op", "add", "drop", "overlay", "replace"]

T = TypeVar("T")

KNOWN = Phrase(
    "overlay.known",
    "已有该条目；要修改请用 replace",
    "is there already; to change it, replace it",
)
UNKNOWN = Phrase(
    "overlay.unknown",
    "基础中没有该条目；{near}",
    "is not in the base; {near}",
)
MISNAMED = Phrase("overlay.name", "条目的名称与更改的名称不一致", "has another name than its change says")


class Op(Labelled):
    """What a change does to the entry with its key."""

    ADD = "add", "新增", "add"
    REPLACE = "replace", "替换", "replace"
    DROP = "drop", "删除", "drop"


@attrs.frozen(kw_only=True)
class Change(Generic[T]):
    """One change of a base, and who says so. Made by `add`, `replace` and `drop`."""

    op: Op = attrs.field(validator=checked(Op.of))
    key: str = attrs.field(validator=checked(identifier))
    value: T | None
    source: Source = attrs.field(validator=checked(instance(Source)))


def add(key: str, value: T, *, source: Source) -> Change[T]:
    """An entry that the base does not have; it comes after those there are."""
    return Change(op=Op.ADD, key=key, value=value, source=source)


def replace(key: str, value: T, *, source: Source) -> Change[T]:
    """Another entry in the place of one that the base has."""
    return Change(op=Op.REPLACE, key=key, value=value, source=source)


def drop(key: str, *, source: Source) -> Change[Any]:
    """The base without one of its entries."""
    return Change(op=Op.DROP, key=key, value=None, source=source)


def overlay(base: Iterable[T], changes: Iterable[Change[T]], *, key: Callable[[T], str]) -> tuple[T, ...]:
    """
    The base with all changes made, one after the other. What no change names stays as it is.

    Raises:
        InvalidInput: An added key is there already, a replaced or dropped one is not, or a value has another
            key than its change; all at once.

    Example:
        >>> law = Source(title="办法")
        >>> overlay(["a", "b"], [replace("b", "B", source=law), add("c", "C", source=law)], key=str.lower)
        ('a', 'B', 'C')
    """
    entries = {key(entry): entry for entry in base}
    faults = Faults()
    for place, change in enumerate(changes):
        path = f"changes[{place}].{change.key}"
        if (change.key in entries) == (change.op is Op.ADD):
            unknown = UNKNOWN.fault(path, near=nearest_of(change.key, entries))
            faults.add(KNOWN.fault(path) if change.op is Op.ADD else unknown)
        elif change.op is Op.DROP:
            del entries[change.key]
        elif key(value := cast(T, change.value)) != change.key:
            faults.add(MISNAMED.fault(path))
        else:
            entries[change.key] = value
    faults.check()
    return tuple(entries.values())
