"""Problems as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from types import NoneType
from typing import Any, Generic, TypeVar

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    clean_text,
    code,
    identifier,
    instance,
    names,
    optional,
    sorted_codes,
)
from sanliang.pairing._problem import (
    MOST_NEED,
    MOST_ROOM,
    NOT_TIE,
    ROLE,
    Helper,
    Household,
    Problem,
    Wishes,
    _tie,
    by_role,
    roles_of,
    wished,
)
from sanliang.pairing._wire._strict import (
    LARGEST,
    Read,
    a_list,
    every,
    exactly,
    laid_out,
    listed,
    made,
    opened,
    table,
)

S = TypeVar("S", Helper, Household)

KIND = "pairing.problem/1"


# --- in ------------------------------------------------------------------------------------------------


def read_problem(text: str | bytes, *, most: int = LARGEST) -> Problem:
    """
    A problem of a JSON document of the kind `pairing.problem/1`.

    Nothing is coerced and nothing unknown is dropped. It takes time in proportion to the document.

    Args:
        text: The document.
        most: How many bytes it may have; 256 MiB where nothing is said.

    Raises:
        InvalidInput: Not such a document, or written by a newer version; or every fault of it at once, each
            with its place, and nothing of the document repeated.

    Example:
        >>> problem = read_problem('''{"kind": "pairing.problem/1",
        ...     "helpers": [{"id": "m-1", "room": 3, "wishes": ["h-1"]}],
        ...     "households": [{"id": "h-1", "wishes": ["m-1"]}]}''')
        >>> problem.helper("m-1").takes("helper"), problem.household("h-1").wishes
        (3, ('m-1',))
        >>> read_problem('{"kind": "pairing.problem/1", "helpers": [{"id": "m-1", "rooms": 3}]}')
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: 2 faults
          helpers[0].rooms  is not a known key; the nearest is: room
          households  is missing
    """
    data = opened(text, KIND, most)
    faults = Faults()
    fields: dict[str, Read] = {
        "helpers": HELPERS.reader(faults),
        "households": HOUSEHOLDS.reader(faults),
        "costs": a_list,
        "roles": listed(roles_of),
        "salt": clean_text,
    }
    good = table(data, "", fields, faults, needed=("helpers", "households"))
    # What the parts say of each other can be told wherever each of them could be named.
    known = {"helpers", "households"} <= good.keys() and ("roles" in good or "roles" not in data)
    if not known or None in good["helpers"] or None in good["households"]:
        faults.throw()
    return made(Problem, good, faults)


def wishes(value: Any, path: str) -> Wishes | None:
    """Wishes where a list within the list is a tie; nothing else is one, whatever can be walked over."""
    if value is None:
        return None
    if {str, list}.issuperset(map(type, a_list(value, path))):
        return wished(value, path)
    return tuple(every(_wish)(value, path))


def _wish(value: Any, path: str) -> Any:
    if type(value) not in {str, list}:
        raise InvalidInput(NOT_TIE.fault(path))
    return _tie(value, path)


def _number(value: Any, path: str, *, most: int) -> FrozenMap[str, int]:
    return by_role(value, path, most=most)


_NAME = optional(identifier)
_CODE = optional(code)
_TRUTH = exactly(bool)
_TEXTS: set[Any] = {str, NoneType}
_LISTS: set[Any] = {list, NoneType}
_NUMBERS = {int, dict}

room: Read = partial(_number, most=MOST_ROOM)


@attrs.frozen
class _Side(Generic[S]):
    """
    How the people of one side are read.

    Attributes:
        kind: What they become.
        fields: How each field is read and every fault of it found.
        kinds: The kinds of JSON that a field may be. Where all are, the class itself reads the rest at once.
    """

    kind: type[S]
    fields: Mapping[str, Read]
    kinds: Mapping[str, set[Any]]

    def reader(self, faults: Faults) -> Read:
        """
        Read a list of them; `None` stands for whoever cannot even be named.

        Whoever is at fault, which is added to *faults*, is there with the fields that are right.
        """
        return lambda value, path: [
            self._one(one, f"{path}[{place}]", faults) for place, one in enumerate(a_list(value, path))
        ]

    def _one(self, data: Any, path: str, faults: Faults) -> S | None:
        if self._plain(data):
            try:
                return self.kind(**data)
            except InvalidInput:
                pass  # read it again, field by field, so that every fault of it is told
        good = table(data, path, self.fields, faults, needed=("id",))
        if "id" not in good:
            return None
        if "room" in data and "room" not in good:
            good.pop("least", None)  # it cannot be held against a room that nobody knows
        try:
            return self.kind(**good)
        except InvalidInput as error:
            faults.extend(error, under=path)
        return self.kind(id=good["id"])

    def _plain(self, data: Any) -> bool:
        """Whether it is a table of known keys and of values of the kinds that they may be."""
        if type(data) is not dict:
            return False
        kinds = self.kinds
        for key, value in data.items():
            if type(value) not in kinds.get(key, ()):
                return False
        return "id" in data and {str, list}.issuperset(map(type, data.get("wishes") or ()))


HELPERS = _Side(
    Helper,
    {
        "id": identifier,
        "room": room,
        "least": room,
        "wishes": wishes,
        "refuses": listed(names),
        "rank": _CODE,
        "skills": listed(sorted_codes),
        "unit": _NAME,
        "place": _NAME,
        "away": _CODE,
        "filler": _TRUTH,
    },
    {
        "id": {str},
        "room": _NUMBERS,
        "least": _NUMBERS,
        "wishes": _LISTS,
        "refuses": {list},
        "rank": _TEXTS,
        "skills": {list},
        "unit": _TEXTS,
        "place": _TEXTS,
        "away": _TEXTS,
        "filler": {bool},
    },
)
HOUSEHOLDS = _Side(
    Household,
    {
        "id": identifier,
        "must": _TRUTH,
        "helpers": partial(_number, most=MOST_NEED),
        "needs": listed(sorted_codes),
        "wishes": wishes,
        "refuses": listed(names),
        "place": _NAME,
    },
    {
        "id": {str},
        "must": {bool},
        "helpers": _NUMBERS,
        "needs": {list},
        "wishes": _LISTS,
        "refuses": {list},
        "place": _TEXTS,
    },
)


# --- out -----------------------------------------------------------------------------------------------


def write_problem(problem: Problem) -> str:
    """
    A problem as a JSON document, which `read_problem` reads as an equal one.

    Helpers, households and costs stand in the order of their ids, a line each; what is as if nothing were
    said is left out.

    Example:
        >>> problem = Problem(helpers=[Helper(id="m-1", room=3)],
        ...     households=[Household(id="h-1", wishes=["m-1"])], costs=[("h-1", "m-1", 2)])
        >>> print(write_problem(problem), end="")
        {
         "kind": "pairing.problem/1",
         "helpers": [
          {"id": "m-1", "room": 3}
         ],
         "households": [
          {"id": "h-1", "wishes": ["m-1"]}
         ],
         "costs": [
          ["h-1", "m-1", 2]
         ],
         "salt": "sanliang"
        }
    """
    data: dict[str, Any] = {
        "kind": KIND,
        "helpers": list(map(person, instance(Problem)(problem, "problem").helpers)),
        "households": list(map(person, problem.households)),
    }
    if problem.costs:
        data["costs"] = list(_rows(problem))
    if problem.roles != (ROLE,):
        data["roles"] = list(problem.roles)
    return laid_out(data | {"salt": problem.salt})


def _rows(problem: Problem) -> Iterator[list[str | int]]:
    return (
        [household, helper, cost] for household, of in problem.costs.items() for helper, cost in of.items()
    )


def person(one: Helper | Household) -> dict[str, Any]:
    """A helper or a household as plain data, without what is as if nothing were said."""
    unsaid = _UNSAID[type(one)]
    return {
        name: value if type(value) in {str, bool} else _plain(value)
        for name, default in unsaid
        if (value := getattr(one, name)) is not default and value != default
    }


def _plain(value: Any) -> Any:
    """Numbers by role, wishes, or a set."""
    if isinstance(value, FrozenMap):
        return number(value)
    return as_wished(value) if isinstance(value, tuple) else sorted(value)


def number(by_role: FrozenMap[str, int]) -> int | dict[str, int]:
    """Numbers by role as plain data: one number where there is the one role of a problem that names none."""
    return by_role[ROLE] if by_role.keys() == {ROLE} else dict(by_role)


def as_wished(wishes: Wishes) -> list[str | list[str]]:
    """Wishes as plain data."""
    return [one if isinstance(one, str) else list(one) for one in wishes]


_UNSAID = {
    kind: [
        (field.name, getattr(kind(id="-"), field.name) if field.name != "id" else None)
        for field in attrs.fields(kind)
    ]
    for kind in (Helper, Household)
}
"""What each field is where nothing is said."""
