"""Changes as JSON."""

from __future__ import annotations

from typing import Any

from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import instance, names
from sanliang.pairing._change import Change, _left, _rows
from sanliang.pairing._wire._problems import HELPERS, HOUSEHOLDS, as_wished, number, person, room, wishes
from sanliang.pairing._wire._strict import (
    LARGEST,
    Read,
    a_table,
    by_id,
    laid_out,
    listed,
    made,
    opened,
    table,
)

KIND = "pairing.change/1"


def read_change(text: str | bytes, *, most: int = LARGEST) -> Change:
    """
    A change of a JSON document of the kind `pairing.change/1`.

    Args:
        text: The document.
        most: How many bytes it may have; 256 MiB where nothing is said.

    Raises:
        InvalidInput: Not such a document, or written by a newer version; or every fault of it at once, each
            with its place, and nothing of the document repeated.

    Example:
        >>> change = read_change('{"kind": "pairing.change/1", "leaves": ["m-1"], "rooms": {"m-2": 4}}')
        >>> change.leaves, change.rooms["m-2"]["helper"]
        (FrozenMap({'m-1': 'withdrawn'}), 4)
    """
    data = opened(text, KIND, most)
    faults = Faults()
    fields: dict[str, Read] = {
        "leaves": _leaves,
        "rooms": by_id(room),
        "helpers": HELPERS.reader(faults),
        "households": HOUSEHOLDS.reader(faults),
        "ends": listed(names),
        "wishes": by_id(wishes),
        "costs": listed(_rows),
    }
    good = table(data, "", fields, faults)
    if None in good.get("helpers", ()) or None in good.get("households", ()):
        faults.throw()
    return made(Change, good, faults)


def _leaves(value: Any, path: str) -> Any:
    return _left(value if type(value) is list else a_table(value, path), path)


def write_change(change: Change) -> str:
    """
    A change as a JSON document, which `read_change` reads as an equal one; what is empty is left out.

    Example:
        >>> print(write_change(Change(leaves=["m-1"], ends=["h-2"])), end="")
        {
         "kind": "pairing.change/1",
         "leaves": {
          "m-1": "withdrawn"
         },
         "ends": [
          "h-2"
         ]
        }
    """
    parts = {
        "leaves": dict(instance(Change)(change, "change").leaves),
        "rooms": {id: number(room) for id, room in change.rooms.items()},
        "helpers": list(map(person, change.helpers)),
        "households": list(map(person, change.households)),
        "ends": list(change.ends),
        "wishes": {id: None if one is None else as_wished(one) for id, one in change.wishes.items()},
        "costs": list(map(list, change.costs)),
    }
    return laid_out({"kind": KIND} | {name: part for name, part in parts.items() if part})
