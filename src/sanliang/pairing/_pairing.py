"""A pairing: its pairs with the reason of each, a reason for everyone unpaired, and a certificate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, NamedTuple, cast

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    as_names,
    checked,
    clean_text,
    code,
    each,
    identifier,
    instance,
    instances,
    maker,
    names,
    optional,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.pairing._problem import MOST_NEED, ROLE

NOT_KEY = Phrase(
    "pair.shape",
    "应为户、联系人、角色三项",
    "must be three texts: a household, a helper and a role",
)


OTHER_PROBLEM = Phrase(
    "pairing.other_problem",
    "是另一问题的结果；请用当时的问题",
    "is the result of another problem; use the problem that it was made for",
)


class Policy(Labelled):
    """How a pairing is made."""

    TWO_WAY = "two-way", "双向选择", "two-way choice"
    COVER = "cover", "全覆盖", "full coverage"
    BOTH = "both", "先双向选择，再由组织安排", "two-way choice, then placed by the organisation"


class Proposing(Labelled):
    """Which side proposes in two-way choice: it gets the best that any stable pairing has for it."""

    HOUSEHOLDS = "households", "户先选", "households propose"
    HELPERS = "helpers", "联系人先选", "helpers propose"


class Why(Labelled):
    """Why there is a pair, or why somebody has none."""

    MUTUAL = "mutual", "双向选择", "chosen by both"
    PLACED = "placed", "组织安排", "placed by the organisation"
    FILLED = "filled", "补位", "placed with a gap filler"
    EXEMPT = "exempt", "免于结对", "exempt"
    WITHDRAWN = "withdrawn", "退出结对", "withdrawn"
    NO_ROOM = "no_room", "没有容量", "has no room"
    WISHES_NOBODY = "wishes_nobody", "没有填报意愿", "wishes for nobody"
    NOT_WISHED = "not_wished", "没有人选择", "nobody wishes for it"
    NOT_MUTUAL = "not_mutual", "意愿不相互", "no wish is mutual"
    OUTRANKED = "outranked", "所愿均选了他人", "all it wishes for have others whom they like as much or more"
    NOBODY_ALLOWED = "nobody_allowed", "没有可以结对的人", "there is nobody with whom it may be paired"
    SHORT_OF_ROOM = (
        "short_of_room",
        "可结对者容量不足",
        "those with whom it may be paired have too little room",
    )
    NOT_NEEDED = "not_needed", "无需更多", "is not needed"


class Key(NamedTuple):
    """What a pair is known by."""

    household: str
    helper: str
    role: str = ROLE


def key_of(value: Any, path: str = "") -> Key:
    """A household, a helper and, where it is not the one role of a problem that names none, a role."""
    if not isinstance(value, tuple | list) or len(value) not in (2, 3):
        raise InvalidInput(NOT_KEY.fault(path))
    household, helper = (identifier(one, f"{path}[{place}]") for place, one in enumerate(value[:2]))
    return Key(household, helper, code(value[2], f"{path}[2]") if len(value) == 3 else ROLE)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Pair:
    """
    A helper of a household, in a role, and why.

    Attributes:
        why: `Why.MUTUAL`, `Why.PLACED` or `Why.FILLED`.

    Example:
        >>> Pair(household="h-1", helper="m-1").why.label("zh")
        '双向选择'
    """

    household: str = attrs.field(validator=checked(identifier))
    helper: str = attrs.field(validator=checked(identifier))
    role: str = attrs.field(default=ROLE, validator=checked(code))
    why: Why = attrs.field(default=Why.MUTUAL, validator=checked(Why.of))

    @property
    def key(self) -> Key:
        """What it is known by."""
        return Key(self.household, self.helper, self.role)


pair_of = maker(Pair)
"""A `Pair` of its household, helper, role and reason, of ids that have been checked."""


def _role(value: Any, path: str) -> str:
    return "" if value == "" else code(value, path)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Unpaired:
    """
    Somebody who has nobody, or a household that has fewer helpers than it needs, and why.

    Args:
        id: A household or a helper.
        why: A code, as a rule one of `Why`; a town's own code of absence stands here too.
        role: Of a household, the role in which helpers are missing; of a helper, empty.
        missing: Of a household, how many helpers are missing in the role, 20 at most; of a helper, 0.

    Example:
        >>> Unpaired(id="h-1", why="not_wished", role="helper", missing=1).why
        'not_wished'
    """

    id: str = attrs.field(validator=checked(identifier))
    why: str = attrs.field(validator=checked(code))
    role: str = attrs.field(default="", validator=checked(_role))
    missing: int = attrs.field(default=0, validator=checked(partial(whole, least=0, most=MOST_NEED)))


MOST_PRICE = 10**400 - 1
"""The largest price: what a document is read with, and far more than the weights of any problem come to."""


def _prices(value: Any, path: str) -> FrozenMap[str, int]:
    kept: FrozenMap[str, int] = instance(FrozenMap)(value, path)
    for id, price in kept.items():
        identifier(id, path)
        whole(price, path, least=-MOST_PRICE, most=MOST_PRICE)
    return kept


unpaired_of = maker(Unpaired)
"""An `Unpaired` of its id, reason, role and number, which have been checked."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Prices:
    """
    The dual prices of a least-cost cover in one role: with them anybody can see that no cover is cheaper.

    They are counted in `Weights`. What a pair costs there, what the next seat of a helper costs, and what it
    costs to leave a household out, `Weights` says. The prices prove the cover where

    - a helper's price is at most what the next seat costs, while there is room, and at least what the last
      one that is taken cost;
    - a pair that is not made costs at least the household's price less the helper's, and one that is made
      at most that;
    - a household's price is at most what leaving it out costs, while it has any helper in the role, and at
      least that where it misses one.

    Attributes:
        households, helpers: The price of each household that needs somebody in the role, and of each helper
            who has room in it; at most 400 digits.
    """

    role: str = attrs.field(validator=checked(code))
    households: FrozenMap[str, int] = attrs.field(validator=checked(_prices))
    helpers: FrozenMap[str, int] = attrs.field(validator=checked(_prices))


prices_of = maker(Prices)
"""`Prices` of a role and two tables, of ids that have been checked."""


@attrs.frozen(kw_only=True)
class Shortage:
    """
    A Hall set: households that must be covered, and whose willing helpers have too little room together.

    In *role* the households need more helpers in all than there is room: each helper counts with its room,
    and with no more than the households of the set with which it may be paired.

    Example:
        >>> Shortage(role="helper", households=["h-1", "h-2"], helpers=["m-1"]).helpers
        ('m-1',)
    """

    role: str = attrs.field(validator=checked(code))
    households: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(names))
    helpers: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(names))


def _keys(value: Any, path: str) -> tuple[Key, ...]:
    return tuple(sorted(each(key_of)(value, path)))


def _as_keys(value: Iterable[tuple[str, ...]]) -> tuple[Key, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[Key, ...]", value)


@attrs.frozen(kw_only=True)
class Certificate:
    """
    What a pairing claims, and what a stranger needs to see that it is so.

    Attributes:
        policy: How it was made.
        proposing: Which side proposed; `None` where neither side has its best, as after a repair.
        agreed: Under `both`, the stable pairs of the two-way choice, those too that full coverage undid.
        before: After a repair, the pairs that stood before and may still stand.
        prices: Of a cover, a table for each role in the order of the roles.
        shortages: Where not all who must be covered are, the sets that are short of room.
    """

    policy: Policy = attrs.field(validator=checked(Policy.of))
    proposing: Proposing | None = attrs.field(default=None, validator=checked(optional(Proposing.of)))
    agreed: tuple[Key, ...] = attrs.field(default=(), converter=_as_keys, validator=checked(_keys))
    before: tuple[Key, ...] = attrs.field(default=(), converter=_as_keys, validator=checked(_keys))
    prices: tuple[Prices, ...] = attrs.field(default=(), validator=checked(instances(Prices)))
    shortages: tuple[Shortage, ...] = attrs.field(default=(), validator=checked(instances(Shortage)))


def _pairs(value: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(instances(Pair)(value, "pairs"), key=attrgetter("household", "helper", "role")))


def _unpaired(value: Iterable[Unpaired]) -> tuple[Unpaired, ...]:
    return tuple(sorted(instances(Unpaired)(value, "unpaired"), key=attrgetter("id", "role")))


@attrs.frozen(kw_only=True)
class Pairing:
    """
    Who helps whom.

    Args:
        problem: The digest of the problem that it solves.
        pairs: By household, then by helper, then by role.
        unpaired: By id, then by role: each household that misses a helper, each helper who has nobody.
        certificate: What it claims, for `audit`.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem, two_way
        >>> problem = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1", wishes=["m-1"])])
        >>> result = two_way(problem, proposing="households")
        >>> result.helpers_of("h-1"), result.households_of("m-1")
        (('m-1',), ('h-1',))
    """

    problem: str = attrs.field(validator=checked(clean_text))
    pairs: tuple[Pair, ...] = attrs.field(converter=_pairs)
    unpaired: tuple[Unpaired, ...] = attrs.field(default=(), converter=_unpaired)
    certificate: Certificate = attrs.field(validator=checked(instance(Certificate)))

    @cached_property
    def _helpers(self) -> dict[str, tuple[str, ...]]:
        return _grouped((pair.household, pair.helper) for pair in self.pairs)

    @cached_property
    def _households(self) -> dict[str, tuple[str, ...]]:
        return _grouped((pair.helper, pair.household) for pair in self.pairs)

    def helpers_of(self, household: str) -> tuple[str, ...]:
        """The ids of the helpers of a household, in their order; none where it has none."""
        return self._helpers.get(identifier(household, "household"), ())

    def households_of(self, helper: str) -> tuple[str, ...]:
        """The ids of the households of a helper, in their order; none where there are none."""
        return self._households.get(identifier(helper, "helper"), ())

    @property
    def keys(self) -> tuple[Key, ...]:
        """What its pairs are known by, in their order."""
        return tuple(pair.key for pair in self.pairs)


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The second ids by the first, each once, in their order."""
    kept: dict[str, set[str]] = {}
    for of, id in rows:
        kept.setdefault(of, set()).add(id)
    return {of: tuple(sorted(ids)) for of, ids in kept.items()}
