"""What a part of a town is: how it is read from a file, made, checked and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.overlays import Change
from sanliang.kernel.verdicts import Reason
from sanliang.rulebooks import Rulebook
from sanliang.townships._layer import Guard

NEEDED = Phrase("township.needed", "不能没有这一项", "cannot be dropped: a town has one")


class Books(Protocol):
    """Where the rulebooks of a folder come from."""

    def book(self, id: str) -> Rulebook:
        """The book with this id."""
        ...


class Reading(NamedTuple):
    """One entry while it is read from a file."""

    key: str
    value: Any
    path: str
    was: Any
    """What the base has under this key; nothing where it has none, or where the entry is added."""
    books: Books


class Making(NamedTuple):
    """What a part is made of, once all changes are made."""

    id: str
    entries: Mapping[str, Any]
    changes: tuple[Change[Any], ...]
    guards: Mapping[str, Guard]


def nothing(_value: Any, _town: Any) -> Iterable[Reason]:
    """The check of a part with which nothing can be wrong once it is made."""
    return ()


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """
    One part of a town: a value that is changed entry by entry.

    Attributes:
        name: What it is called in `township.toml`.
        says: What people call it.
        base: The value where no town says anything.
        entries: A value as entries by key, in their order.
        make: A value of its entries; its faults begin with the key.
        read: An entry as a file writes it.
        tell: The entry of a key in words, as its town calls things.
        check: What is wrong or doubtful in a value that holds together, seen with its town.
        bare: Whether a file gives entries no value: it is a file of its own.
    """

    name: str
    says: Text
    base: Callable[[], Any]
    entries: Callable[[Any], Mapping[str, Any]]
    make: Callable[[Making], Any]
    read: Callable[[Reading], Any]
    tell: Callable[[str, Any, Any], Text]
    check: Callable[[Any, Any], Iterable[Reason]] = nothing
    bare: bool = False


def under(path: str, make: Callable[[], Any]) -> Any:
    """What *make* gives; the paths of its faults begin with *path*."""
    try:
        return make()
    except InvalidInput as error:
        faults = tuple(fault.under(path) for fault in error.faults)
        raise InvalidInput(*faults, count=error.count) from None
