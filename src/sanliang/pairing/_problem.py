"""Who may help, who is to be helped, what both sides wish, and what a pair costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.fields import (
    FrozenMap,
    as_name_set,
    as_names,
    checked,
    clean_text,
    identifier,
    instances,
    listed,
    name_set,
    names,
    optional,
    sorted_codes,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.wire._in import under
from sanliang.pairing._check import are_plain, check
from sanliang.pairing._digest import read

NOT_TIE = Phrase(
    "wishes.tie",
    "应为编号，或并列的至少两个编号",
    "must be an id, or a list of two or more ids that are equally welcome",
)
NOT_IN_ORDER = Phrase(
    "wishes.order",
    "应为列表，首选在前；集合没有先后",
    "must be a list, the best first; a set has no order",
)
NO_NEED = Phrase("household.no_need", "至少需要一名联系人", "needs at least one helper")
MANY_ROLES = Phrase("problem.roles", "角色至多 {most} 个", "must name {most} roles or fewer")
MANY_NEEDS = Phrase(
    "household.many_needs", "合计不能超过 {most} 名联系人", "needs {most} helpers at most, over all roles"
)
NO_HELPER = Phrase("pairing.no_helper", "没有这名联系人", "is no helper of this problem")
NO_HOUSEHOLD = Phrase("pairing.no_household", "没有这户", "is no household of this problem")
NOT_BOOL = Phrase("value.bool", "应为是或否（True/False）", "must be True or False")

MOST_NEED = 20
MOST_ROOM = 100_000

ROLE = "helper"
"""The one role of a problem that names none."""

Wish: TypeAlias = str | tuple[str, ...]
"""One wish: an id, or a tie of two or more that are equally welcome."""

Wishes: TypeAlias = tuple[Wish, ...]


class Absence(Labelled):
    """Why somebody takes no household; a town may use codes of its own beside these."""

    EXEMPT = "exempt", "免于结对", "exempt"
    WITHDRAWN = "withdrawn", "退出结对", "withdrawn"


def _texts(value: Iterable[Any], path: str) -> tuple[str, ...]:
    """Ids in normal form; whether there are such, the problem asks."""
    kept = tuple(value)
    if {str}.issuperset(map(type, kept)) and are_plain(kept):
        return kept
    return fields.each(identifier)(kept, path)


def _tie(value: Any, path: str) -> Wish:
    if isinstance(value, str):
        return identifier(value, path)
    if not isinstance(value, Iterable) or len(tie := _texts(value, path)) < 2:
        raise InvalidInput(NOT_TIE.fault(path))
    return tuple(sorted(tie))


def wished(value: Any, path: str) -> Wishes:
    """Wishes in their order: a set has none, and what came of it would differ from run to run."""
    if isinstance(value, Set):
        raise InvalidInput(NOT_IN_ORDER.fault(path))
    kept = tuple(listed(value, path))
    if {str}.issuperset(map(type, kept)):
        return _texts(kept, path)
    return fields.each(_tie)(kept, path)


def by_role(value: Any, path: str, *, most: int) -> FrozenMap[str, int]:
    """Numbers by role; one number alone is that of the one role of a problem that names none."""
    if _NUMBERS.get(id(value), most + 1) <= most:
        return cast("FrozenMap[str, int]", value)
    if not isinstance(value, Mapping):
        return FrozenMap({ROLE: whole(value, path, least=0, most=most)})
    faults, kept = Faults(), dict[str, int]()
    for role, number in value.items():
        try:
            known = fields.code(role, path)  # first of all: what is no code is shown in no path
            kept[known] = whole(number, under(path, known), least=0, most=most)
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return value if isinstance(value, FrozenMap) else FrozenMap(kept)


_ROOMS = {number: FrozenMap({ROLE: number}) for number in range(100)}
_NUMBERS = {id(by_role): number for number, by_role in _ROOMS.items()}
"""Most of a town share a few maps, which need no look."""


def as_given(value: int | Mapping[str, int]) -> FrozenMap[str, int]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    if type(value) is int:
        return _ROOMS.get(value, cast("FrozenMap[str, int]", value))
    return cast("FrozenMap[str, int]", value)


def _as_wished(value: Iterable[str | Iterable[str]] | None) -> Wishes | None:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("Wishes | None", value)


def truth(value: Any, path: str = "") -> bool:
    """True or false, and nothing that only looks like it."""
    if type(value) is not bool:
        raise InvalidInput(NOT_BOOL.fault(path))
    return value


@attrs.frozen(kw_only=True)
class Helper:
    """
    Somebody who helps households: a member with contact households, as a rule.

    Args:
        id: Unique in the problem, among helpers and households.
        room: How many households the helper takes at most: one number, or one for each role; 0 to 100,000,
            and 1 where nothing is said.
        least: How many at the least, likewise. It is a wish of the organisation: nobody is forced by it in
            two-way choice, and where it cannot be met the pairing names who falls short.
        wishes: The households that the helper would take, best first; a list within the list is a tie.
            `None`: all who wish for this helper are equally welcome. Empty: none.
        refuses: Households that the helper will not have, whoever places them.
        rank: The class or the rank, a code; for people who read the problem.
        skills: Codes, in order; for people who read the problem.
        unit, place: Ids of units; for people who read the problem.
        away: Why the helper takes none this time, a code, as a rule one of `Absence`.
        filler: A gap filler, such as a member of the committee: used where nobody else is left.

    Raises:
        InvalidInput: Negative room, *least* above *room*, somebody who is wished for and refused, and so on.

    Example:
        >>> li = Helper(id="m-1", room=3, wishes=["h-2", ["h-1", "h-3"]])
        >>> li.room["helper"], li.wishes
        (3, ('h-2', ('h-1', 'h-3')))
    """

    id: str = attrs.field(validator=checked(identifier))
    room: FrozenMap[str, int] = attrs.field(
        default=_ROOMS[1], converter=as_given, validator=checked(partial(by_role, most=MOST_ROOM))
    )
    least: FrozenMap[str, int] = attrs.field(
        default=_ROOMS[0], converter=as_given, validator=checked(partial(by_role, most=MOST_ROOM))
    )
    wishes: Wishes | None = attrs.field(
        default=None, converter=_as_wished, validator=checked(optional(wished))
    )
    refuses: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(name_set)
    )
    rank: str | None = attrs.field(default=None, validator=checked(optional(fields.code)))
    skills: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_codes))
    unit: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    place: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    away: str | None = attrs.field(default=None, validator=checked(optional(fields.code)))
    filler: bool = attrs.field(default=False, validator=checked(truth))

    def takes(self, role: str) -> int:
        """How many households the helper takes in a role: none while away."""
        return 0 if self.away is not None else self.room.get(fields.code(role, "role"), 0)


@attrs.frozen(kw_only=True)
class Household:
    """
    A household that is to be helped, or may be.

    Args:
        id: Unique in the problem, among helpers and households.
        must: Whether it must be covered; one that need not be is covered where room is left.
        helpers: How many helpers it needs: one number, or one for each role; 1 to 20 in all.
        needs: Codes of what it needs, in order; for people who read the problem.
        wishes: The helpers that it would have, best first; a list within the list is a tie. `None`: all who
            wish for this household are equally welcome. Empty: none.
        refuses: Helpers that the household will not have, whoever places them.
        place: The id of the unit where it is; for people who read the problem.

    Example:
        >>> home = Household(id="h-1", helpers={"first": 1, "second": 1}, wishes=["m-2", "m-1"])
        >>> home.wants("second"), home.must
        (1, True)
    """

    id: str = attrs.field(validator=checked(identifier))
    must: bool = attrs.field(default=True, validator=checked(truth))
    helpers: FrozenMap[str, int] = attrs.field(
        default=_ROOMS[1], converter=as_given, validator=checked(partial(by_role, most=MOST_NEED))
    )
    needs: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_codes))
    wishes: Wishes | None = attrs.field(
        default=None, converter=_as_wished, validator=checked(optional(wished))
    )
    refuses: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(name_set)
    )
    place: str | None = attrs.field(default=None, validator=checked(optional(identifier)))

    def __attrs_post_init__(self) -> None:
        wanted = sum(self.helpers.values())
        if not wanted:
            raise InvalidInput(NO_NEED.fault("helpers"))
        if wanted > MOST_NEED:
            raise InvalidInput(MANY_NEEDS.fault("helpers", most=MOST_NEED))

    def wants(self, role: str) -> int:
        """How many helpers it needs in a role."""
        return self.helpers.get(fields.code(role, "role"), 0)


Costs: TypeAlias = FrozenMap[str, FrozenMap[str, int]]


def _as_rows(value: Iterable[tuple[str, str, int]] | Costs) -> Costs:
    """What was given: it is the check of the whole that makes a frozen map of it, or refuses it."""
    return cast("Costs", value)


def as_helpers(value: Iterable[Helper]) -> tuple[Helper, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[Helper, ...]", value)


def as_households(value: Iterable[Household]) -> tuple[Household, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[Household, ...]", value)


def roles_of(value: Any, path: str) -> tuple[str, ...]:
    """Roles in their order, no more than a household can need."""
    if len(roles := names(value, path, each=fields.code)) > MOST_NEED:
        raise InvalidInput(MANY_ROLES.fault(path, most=MOST_NEED))
    return roles


by_id = attrgetter("id")


@attrs.frozen(kw_only=True)
class Problem:
    """
    A pairing problem: helpers with room, households with a need, wishes, costs, and a salt for the lots.

    Args:
        helpers, households: In any order; kept in the order of their ids.
        costs: What a pair costs, as rows of household, helper and a whole number from 0 to 1,000,000,000. A
            pair without a cost costs nothing, and is made only where one of the two wishes for the other.
        roles: The roles in the order in which they are filled, 20 at most. A problem that names none has one.
        salt: What ties are broken with, see `Lots`: the same salt, the same result. Publish it beforehand.

    Raises:
        InvalidInput: An unknown id, an id that stands on both sides or twice, somebody wished for twice, a
            role that is not the problem's ...: every fault at once.

    Example:
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-2"), Helper(id="m-1", wishes=["h-1"])],
        ...     households=[Household(id="h-1", wishes=["m-2", "m-1"])])
        >>> [helper.id for helper in problem.helpers], problem.helper("m-1").takes("helper")
        (['m-1', 'm-2'], 1)
        >>> Problem(helpers=[Helper(id="m-1", wishes=["h-7"])], households=[Household(id="h-1")])
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: helpers[0].wishes[0]: is no household of this problem
    """

    helpers: tuple[Helper, ...] = attrs.field(converter=as_helpers, validator=checked(instances(Helper)))
    households: tuple[Household, ...] = attrs.field(
        converter=as_households, validator=checked(instances(Household))
    )
    costs: Costs = attrs.field(default=FrozenMap(), converter=_as_rows)
    roles: tuple[str, ...] = attrs.field(default=(ROLE,), converter=as_names, validator=checked(roles_of))
    salt: str = attrs.field(default="sanliang", validator=checked(clean_text))

    def __attrs_post_init__(self) -> None:
        check(self)
        for side in ("helpers", "households"):
            object.__setattr__(self, side, tuple(sorted(getattr(self, side), key=by_id)))

    @cached_property
    def _helpers(self) -> dict[str, Helper]:
        return {one.id: one for one in self.helpers}

    @cached_property
    def _households(self) -> dict[str, Household]:
        return {one.id: one for one in self.households}

    def helper(self, id: str) -> Helper:
        """
        The helper with this id.

        Raises:
            NotFound: There is none.
        """
        found = self._helpers.get(identifier(id, "id"))
        if found is None:
            raise NotFound(NO_HELPER.fault("id"))
        return found

    def household(self, id: str) -> Household:
        """
        The household with this id.

        Raises:
            NotFound: There is none.
        """
        found = self._households.get(identifier(id, "id"))
        if found is None:
            raise NotFound(NO_HOUSEHOLD.fault("id"))
        return found

    @property
    def digest(self) -> str:
        """
        What the problem is known by: SHA-256, in hexadecimal, of all that a pairing can depend on.

        Equal problems have equal digests, in whatever order their rows were given. What is for readers only
        (rank, skills, needs, units, places) is not in it.
        """
        return self._read[0]

    @property
    def tied(self) -> frozenset[str]:
        """The ids of those who have ties among their wishes."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[str, frozenset[str]]:
        """The digest, and who has ties: both are seen on one way through all wishes."""
        return read(self)
