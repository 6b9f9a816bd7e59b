"""A town's rules of pairing as data: who helps, who is helped, how many, how near, and what it costs."""

from __future__ import annotations

from datetime import date
from functools import partial

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    as_name_set,
    as_names,
    as_rows,
    checked,
    code,
    code_set,
    instance,
    instances,
    name_set,
    optional,
    some,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.orgs import Household, HouseholdStatus, Tag, UnitKind
from sanliang.pairing._check import ABOVE_ROOM, EMPTY, MOST_COST, check_roles
from sanliang.pairing._problem import (
    MOST_NEED,
    MOST_ROOM,
    NO_NEED,
    ROLE,
    as_given,
    by_role,
    roles_of,
    truth,
)

FALLING = Phrase(
    "rules.near_order",
    "费用低于更近的一级：由近到远，费用不得下降",
    "costs less than a nearer step: list steps from the nearest, with costs that do not fall",
)
TOO_DEAR = Phrase(
    "rules.dear",
    "各项费用之和不得超过 {most}",
    "has costs that may come to more than {most} for one pair",
)
EVERY_AND = Phrase(
    "seats.every",
    "已指所有户：请不要再写户类别或需求",
    "is for every household: leave statuses and needs out",
)


class Kin(Labelled):
    """What counts between relatives."""

    PREFER = "prefer", "就亲", "relatives are preferred"
    ALLOW = "allow", "不问亲疏", "relatives count like others"
    FORBID = "forbid", "亲属回避", "relatives are not paired"


_ONE, _NONE = FrozenMap({ROLE: 1}), FrozenMap({ROLE: 0})
_cost = partial(whole, least=0, most=MOST_COST)


@attrs.frozen(kw_only=True)
class Rank:
    """
    A class of members, and how many households each of them takes.

    Args:
        code: What the class is called in the problem; for people who read it.
        room: How many households each takes at most: one number, or one for each role; 0 to 100,000.
        least: How many at the least, likewise.
        posts: Codes of posts: whoever holds one of them on the day is of this class.
        tags: Codes of tags: so is whoever has one of them. Without posts and tags, everybody is.

    Raises:
        InvalidInput: *least* above *room*, and so on.

    Example:
        >>> heads = Rank(code="station_head", room=2, posts=["station_head"])
        >>> heads.fits(frozenset({"station_head", "branch_committee"}), frozenset())
        True
    """

    code: str | None = attrs.field(default=None, validator=checked(optional(code)))
    room: FrozenMap[str, int] = attrs.field(
        default=_ONE, converter=as_given, validator=checked(partial(by_role, most=MOST_ROOM))
    )
    least: FrozenMap[str, int] = attrs.field(
        default=_NONE, converter=as_given, validator=checked(partial(by_role, most=MOST_ROOM))
    )
    posts: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )
    tags: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )

    def __attrs_post_init__(self) -> None:
        if any(least > self.room.get(role, 0) for role, least in self.least.items()):
            raise InvalidInput(ABOVE_ROOM.fault("least"))

    def fits(self, posts: frozenset[str], tags: frozenset[str]) -> bool:
        """Whether somebody with these posts and tags is of this class."""
        return not (self.posts or self.tags) or bool(self.posts & posts or self.tags & tags)


@attrs.frozen(kw_only=True)
class Seats:
    """
    How many helpers some households get, and whether they must have them.

    Args:
        must: Whether each of them must be covered; one that need not be is covered where room is left.
        helpers: How many helpers each gets: one number, or one for each role; 1 to 20 in all.
        statuses: The households that have one of these statuses on the day.
        needs: Codes of needs: so too those that have one of them. Without statuses and needs, every contact
            household: it has a status on the day, or a need.
        every: Every household of the roster, also one that has neither a status nor a need.

    Raises:
        InvalidInput: No helper at all, *every* together with statuses or needs, and so on.

    Example:
        >>> poor = Seats(statuses=["registered_poor"], helpers={"first": 1, "second": 1})
        >>> poor.must, poor.helpers["second"]
        (True, 1)
    """

    must: bool = attrs.field(default=True, validator=checked(truth))
    helpers: FrozenMap[str, int] = attrs.field(
        default=_ONE, converter=as_given, validator=checked(partial(by_role, most=MOST_NEED))
    )
    statuses: frozenset[str] = attrs.field(
        default=frozenset(),
        converter=as_name_set,
        validator=checked(partial(name_set, each=HouseholdStatus.of)),
    )
    needs: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )
    every: bool = attrs.field(default=False, validator=checked(truth))

    def __attrs_post_init__(self) -> None:
        wanted = sum(self.helpers.values())
        if not wanted:
            raise InvalidInput(NO_NEED.fault("helpers"))
        whole(wanted, "helpers", most=MOST_NEED)
        if self.every and (self.statuses or self.needs):
            raise InvalidInput(EVERY_AND.fault("every"))

    def fits(self, household: Household, *, on: date) -> bool:
        """Whether a household gets these helpers on that day."""
        if self.statuses or self.needs:
            return not self.needs.isdisjoint(household.needs) or bool(
                self.statuses & household.statuses_on(on)
            )
        return self.every or household.is_contact(on=on)


@attrs.frozen(kw_only=True)
class Near:
    """
    One step of nearness: what a pair costs whose places lie in the same unit of this kind.

    Args:
        kind: The code of a kind of place, as a rule one of `orgs.UnitKind`, such as `villager_group`.
        cost: A whole number from 0 to 1,000,000,000.
        seated: Only for helpers whose own place *is* that unit, such as those of the town's offices, who
            are as near to every household of the town; not for all who live somewhere in it.

    Example:
        >>> Near(kind="villager_group", cost=0), Near(kind="township", cost=9, seated=True).seated
        (Near(kind='villager_group', cost=0, seated=False), True)
    """

    kind: str = attrs.field(validator=checked(code))
    cost: int = attrs.field(default=0, validator=checked(_cost))
    seated: bool = attrs.field(default=False, validator=checked(truth))


@attrs.frozen(kw_only=True)
class Match:
    """
    Which skills answer a need, and what that is worth.

    Args:
        need: The code of a need of a household.
        skills: Codes of skills, any of which answers it.
        worth: What a helper costs more who has none of them; a whole number from 0 to 1,000,000,000.

    Example:
        >>> disputes = Match(need="disputes", skills=["mediation"], worth=4)
        >>> disputes.cost(frozenset({"mediation"})), disputes.cost(frozenset())
        (0, 4)
    """

    need: str = attrs.field(validator=checked(code))
    skills: frozenset[str] = attrs.field(converter=as_name_set, validator=checked(code_set))
    worth: int = attrs.field(default=1, validator=checked(_cost))

    def cost(self, skills: frozenset[str]) -> int:
        """What the need adds to the cost of a helper with these skills."""
        return 0 if self.skills & skills else self.worth


@attrs.frozen(kw_only=True)
class Rules:
    """
    A town's rules of pairing; `problem_from` makes a problem of them on a day.

    Args:
        ranks: The classes of members; of a member, the first one that fits counts. Whoever fits none helps
            nobody. By default everybody takes one household.
        seats: How many helpers which households get; the first row that fits counts. A household that
            fits none is left out. By default each contact household must have one helper.
        near: The steps of nearness, from the nearest, with costs that do not fall; the first one that holds
            for a pair counts.
        beyond: What a pair costs for which no step holds. It may come about only where one of the two
            wishes for the other, or where relatives are preferred and they are; `None`: not even there.
        kin: Whether relatives are preferred, count like others, or are not paired at all.
        kin_worth: Where relatives are preferred, what everybody else costs more.
        matches: Which skills answer which need, and what that is worth: what a pair costs more for each
            need of the table that the helper has no skill for.
        excuses: The reasons of an exemption that excuse a member here; `None`: any of them.
        away: The tags under which a member takes no household.
        age: The age in years from which a member is exempt, if there is one.
        fillers: The posts whose holders are gap fillers: used where nobody else is left.
        probationary: Whether probationary members help too.
        roles: The roles in the order in which they are filled.
        says: The rule in words.
        source: Who says so.

    Raises:
        InvalidInput: A role that is not one of *roles*, costs that fall, a kind or a need that stands twice
            ...: every fault at once.

    Example:
        >>> rules = Rules(ranks=[Rank(room=3, posts=["branch_secretary"]), Rank(room=2)], age=70)
        >>> [step.kind for step in rules.near], rules.beyond
        (['villager_group', 'village'], None)
    """

    ranks: tuple[Rank, ...] = attrs.field(
        default=(Rank(),), converter=as_rows, validator=checked(some(instances(Rank), EMPTY))
    )
    seats: tuple[Seats, ...] = attrs.field(
        default=(Seats(),), converter=as_rows, validator=checked(some(instances(Seats), EMPTY))
    )
    near: tuple[Near, ...] = attrs.field(
        default=(Near(kind=UnitKind.VILLAGER_GROUP), Near(kind=UnitKind.VILLAGE, cost=5)),
        converter=as_rows,
        validator=checked(instances(Near)),
    )
    beyond: int | None = attrs.field(default=None, validator=checked(optional(_cost)))
    kin: Kin = attrs.field(default=Kin.ALLOW, validator=checked(Kin.of))
    kin_worth: int = attrs.field(default=1, validator=checked(_cost))
    matches: tuple[Match, ...] = attrs.field(
        default=(), converter=as_rows, validator=checked(instances(Match))
    )
    excuses: frozenset[str] | None = attrs.field(default=None, validator=checked(optional(code_set)))
    away: frozenset[str] = attrs.field(
        default=frozenset((str(Tag.FLOATING), str(Tag.OUT_OF_CONTACT))),
        converter=as_name_set,
        validator=checked(code_set),
    )
    age: int | None = attrs.field(
        default=None, validator=checked(optional(partial(whole, least=1, most=150)))
    )
    fillers: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )
    probationary: bool = attrs.field(default=False, validator=checked(truth))
    roles: tuple[str, ...] = attrs.field(default=(ROLE,), converter=as_names, validator=checked(roles_of))
    says: Text | None = attrs.field(default=None, validator=checked(optional(instance(Text))))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for place, rank in enumerate(self.ranks):
            check_roles(self.roles, rank.room, f"ranks[{place}].room", faults)
            check_roles(self.roles, rank.least, f"ranks[{place}].least", faults)
        for place, seats in enumerate(self.seats):
            check_roles(self.roles, seats.helpers, f"seats[{place}].helpers", faults)
        _once([step.kind for step in self.near], "near", "kind", faults)
        _once([match.need for match in self.matches], "matches", "need", faults)
        dearest = self._steps(faults) + self.surcharge + sum(match.worth for match in self.matches)
        if dearest > MOST_COST:
            faults.add(TOO_DEAR.fault("", most=MOST_COST))
        faults.check()

    def _steps(self, faults: Faults) -> int:
        """The cost of the dearest step; those who are seated have a scale of their own."""
        last = 0
        for place, step in enumerate(self.near):
            if not step.seated and step.cost < last:
                faults.add(FALLING.fault(f"near[{place}].cost"))
            last = last if step.seated else step.cost
        if self.beyond is not None and self.beyond < last:
            faults.add(FALLING.fault("beyond"))
        return max((self.beyond or 0, *(step.cost for step in self.near)))

    @property
    def surcharge(self) -> int:
        """What somebody costs more who is no relative."""
        return self.kin_worth if self.kin is Kin.PREFER else 0


def _once(words: list[str], path: str, field: str, faults: Faults) -> None:
    """Whether no word stands twice."""
    for place, word in enumerate(words):
        if word in words[:place]:
            faults.add(DOUBLED.fault(f"{path}[{place}].{field}"))
