"""A table by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, FrozenMap, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._in import under

T = TypeVar("T")

NOT_BY_ID = Phrase("table.by_id", "应为按编号列出的表", "must be a table by id")


def each_by_id(check: Callable[[Any, str], T]) -> Callable[[Any, str], FrozenMap[str, T]]:
    """The same check for each value of a table by id; every fault at once."""
    return partial(_each_by_id, check)


def _each_by_id(check: Callable[[Any, str], T], value: Any, path: str = "") -> FrozenMap[str, T]:
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_BY_ID.fault(path))
    faults, kept = Faults(), dict[str, T]()
    for key, one in value.items():
        try:  # the place of a key is made where something is wrong with it
            id = identifier(key)
            if id in kept:
                faults.add(DOUBLED.fault(under(path, key)))
            kept[id] = check(one, "")
        except InvalidInput as error:
            faults.extend(error, under=under(path, key))
    faults.check()
    return FrozenMap(kept)
