"""A table by id, as a program hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, FrozenMap, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._in import shown_key

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
        where = f"{path}.{shown_key(key)}"
        try:
            id = identifier(key, where)
            if id in kept:
                faults.add(DOUBLED.fault(where))
            kept[id] = check(one, where)
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(kept)
