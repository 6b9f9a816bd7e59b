"""A problem out of a roster: who helps on the day, who is helped, and which pairs the rules allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import checked, day, identifier, instance
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.wire._in import shown_key
from sanliang.orgs import Roster
from sanliang.pairing import _problem
from sanliang.pairing._near import Places, Prices, Ties, costs_of
from sanliang.pairing._policy import Kin, Rules
from sanliang.pairing._problem import Costs, Helper, Household, Problem
from sanliang.pairing._who import helpers_of, households_of
from sanliang.pairing._wishes import Wishes

NO_SUCH_MEMBER = Phrase("wishes.member", "名册中没有该党员", "names no member of the roster")
NO_SUCH_HOME = Phrase("wishes.household", "名册中没有该户", "names no household of the roster")
NO_SUCH_KIND = Phrase(
    "rules.kind",
    "名册的组织类别表中没有这一类",
    "is no kind of unit in the nesting table of the roster",
)

S = TypeVar("S", Helper, Household)


class WhyStruck(Labelled):
    """Why a wish does not enter the problem."""

    NOT_HELPING = "not_helping", "不是联系人", "the member is no helper under the rules on the day"
    NOT_HELPED = "not_helped", "不是联系户", "the household gets no helper under the rules on the day"
    OWN_HOUSEHOLD = "own_household", "自家", "the member lives in it"
    KIN = "kin", "亲属回避", "they are related"
    TOO_FAR = "too_far", "超出就近范围", "they are not near enough"


@attrs.frozen(kw_only=True)
class Struck:
    """
    A wish that the rules do not allow, on either side, and why.

    Example:
        >>> Struck(member="m-1", household="h-1", why=WhyStruck.OWN_HOUSEHOLD).why.label("zh")
        '自家'
    """

    member: str = attrs.field(validator=checked(identifier))
    household: str = attrs.field(validator=checked(identifier))
    why: WhyStruck = attrs.field(validator=checked(WhyStruck.of))


def problem_from(
    roster: Roster,
    rules: Rules,
    wishes: Wishes | None = None,
    *,
    on: date,
    under: str | None = None,
    salt: str = "sanliang",
) -> Problem:
    """
    The pairing problem of a roster on a day, by a town's rules.

    Helpers are the full members of a Party unit on the day whom one of the ranks fits, by the posts that
    they hold on the day. Of several reasons why somebody takes no household, the exemption counts before the
    tags, these in their order, and the age last. An exemption stands in the problem with its own reason, a
    tag with its code, an age as `exempt`: a birth date is opened for that question alone, and nothing that is
    only known from it is told. Whoever's birth date is not known is not exempt by age.

    Households are those that one of the rows of seats fits on the day.

    A pair has a cost, and may be placed, if a step of nearness holds for it, or one of the two wishes for the
    other and the rules reach *beyond* the steps. It is the sum of nearness, of what somebody costs more who
    is no relative, and of what the needs cost for which the helper has no skill. Nobody helps the household
    that he or she lives in. What the rules do not allow is struck out of the wishes; `struck` lists it. The
    refusals of both sides are taken over, each on its side. Time and memory grow with the pairs that are
    near: as the last step for everybody take the village, not the town, and make the step of the town one
    for those who are seated there.

    Args:
        roster: Units, members and households, with mergers followed to the day.
        rules: The town's rules.
        wishes: What both sides wish and refuse.
        on: The day.
        under: The id of a unit of either line: only its members, and only its households.
        salt: What ties are broken with, see `Problem`.

    Returns:
        A problem that does not depend on the order of the rows of the roster.

    Raises:
        InvalidInput: Wishes that name nobody of the roster, a step of a kind that the roster does not know, a
            birth date that is no day: every fault at once; or there is no helper at all, or no household.
        NotFound: The unit *under* is not there on the day.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> roster = read_roster(
        ...     units="id,kind,name,parent,place\\nv,village,东岭村,,\\nb,branch,东岭村党支部,,v",
        ...     members="id,name,status,belongs,household\\nm-1,李禾,full,b,h-1\\nm-2,王苗,full,b,",
        ...     households="id,belongs,statuses\\nh-1,v,\\nh-2,v,subsistence\\nh-3,v,subsistence")
        >>> wishes = Wishes(members={"m-1": ["h-3"]})
        >>> problem = problem_from(roster, Rules(), wishes, on=date(2026, 7, 1))
        >>> [helper.id for helper in problem.helpers], [home.id for home in problem.households]
        (['m-1', 'm-2'], ['h-2', 'h-3'])
        >>> problem.helper("m-1").wishes, problem.costs["h-2"]
        (('h-3',), FrozenMap({'m-1': 5, 'm-2': 5}))
    """
    made = _Made.of(roster, rules, wishes, on, under)
    return Problem(
        helpers=tuple(made.helper(one) for one in made.helpers.values()),
        households=tuple(made.household(one) for one in made.households.values()),
        costs=made.costs,
        roles=rules.roles,
        salt=salt,
    )


def struck(
    roster: Roster, rules: Rules, wishes: Wishes, *, on: date, under: str | None = None
) -> tuple[Struck, ...]:
    """
    The wishes that `problem_from` strikes out, and why, by member and then by household.

    Of several reasons the first in the order of `WhyStruck` is given. A refusal is no reason here: it stands
    in the problem.

    Raises:
        InvalidInput, NotFound: As `problem_from`.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> roster = read_roster(
        ...     units="id,kind,name,parent,place\\nv,village,东岭村,,\\nb,branch,东岭村党支部,,v",
        ...     members="id,name,status,belongs,household\\nm-1,李禾,full,b,h-1",
        ...     households="id,belongs,statuses\\nh-1,v,subsistence\\nh-2,v,subsistence")
        >>> wishes = Wishes(members={"m-1": ["h-1", "h-2"]})
        >>> [(one.household, one.why.value) for one in struck(roster, Rules(), wishes, on=date(2026, 7, 1))]
        [('h-1', 'own_household')]
    """
    made = _Made.of(roster, rules, wishes, on, under)
    wished = sorted((member, home) for home, members in made.ties.wished.items() for member in members)
    return tuple(
        Struck(member=member, household=home, why=made.why_not(member, home))
        for member, home in wished
        if not made.allows(member, home)
    )


@attrs.frozen
class _Made:
    """What comes of a roster, rules and wishes on a day, before the wishes are written into it."""

    rules: Rules
    wishes: Wishes
    helpers: dict[str, Helper]
    households: dict[str, Household]
    ties: Ties
    costs: Costs

    @classmethod
    def of(cls, roster: Roster, rules: Rules, wishes: Wishes | None, on: date, under: str | None) -> _Made:
        """Look at all that was given, and find helpers, households and costs."""
        given = Wishes() if wishes is None else instance(Wishes)(wishes, "wishes")
        places = Places(instance(Roster)(roster, "roster"), instance(Rules)(rules, "rules"), day(on, "on"))
        faults = Faults()
        _check_kinds(roster, rules, faults)
        _check_wishes(roster, given, faults)
        helpers = helpers_of(places, under, faults)
        faults.check()
        households = households_of(places, under)
        ties = _ties(roster, given)
        prices = Prices(places, helpers.values())
        return cls(rules, given, helpers, households, ties, costs_of(prices, households.values(), ties))

    def allows(self, member: str, household: str) -> bool:
        """Whether the rules allow a pair."""
        return member in self.costs.get(household, ())

    def why_not(self, member: str, household: str) -> WhyStruck:
        """Why they do not."""
        if member not in self.helpers:
            return WhyStruck.NOT_HELPING
        if household not in self.households:
            return WhyStruck.NOT_HELPED
        if member in self.ties.own.get(household, ()):
            return WhyStruck.OWN_HOUSEHOLD
        if self.rules.kin is Kin.FORBID and member in self.ties.kin.get(household, ()):
            return WhyStruck.KIN
        return WhyStruck.TOO_FAR

    def helper(self, one: Helper) -> Helper:
        """A helper with what he or she wishes and refuses."""
        return _with(
            one,
            self.wishes.members.get(one.id),
            self.wishes.members_refuse.get(one.id, frozenset()) & self.households.keys(),
            lambda household: self.allows(one.id, household),
        )

    def household(self, one: Household) -> Household:
        """A household with what it wishes and refuses."""
        return _with(
            one,
            self.wishes.households.get(one.id),
            self.wishes.households_refuse.get(one.id, frozenset()) & self.helpers.keys(),
            lambda member: self.allows(member, one.id),
        )


def _with(
    one: S, wishes: _problem.Wishes | None, refuses: frozenset[str], allowed: Callable[[str], bool]
) -> S:
    """One of either side with wishes, those struck out that are not allowed, and refusals."""
    if wishes is None and not refuses:
        return one
    kept = None if wishes is None else _kept(wishes, allowed)
    return attrs.evolve(one, wishes=kept, refuses=refuses)


def _kept(wishes: _problem.Wishes, allowed: Callable[[str], bool]) -> list[str | list[str]]:
    """The wishes that are allowed, in their order; of a tie, what is left of it."""
    kept: list[str | list[str]] = []
    for wish in wishes:
        left = [id for id in ([wish] if isinstance(wish, str) else wish) if allowed(id)]
        if left:
            kept.append(left if len(left) > 1 else left[0])
    return kept


def _ties(roster: Roster, wishes: Wishes) -> Ties:
    """Who lives in which household, who is related to it, and who wishes for it or is wished for."""
    kin, wished = dict[str, set[str]](), dict[str, set[str]]()
    for member, household in wishes.kin:
        kin.setdefault(household, set()).add(member)
    for _, member, household in wishes.listed("members"):
        wished.setdefault(household, set()).add(member)
    for _, household, member in wishes.listed("households"):
        wished.setdefault(household, set()).add(member)
    return Ties(roster.index.residents, kin, wished)


def _check_kinds(roster: Roster, rules: Rules, faults: Faults) -> None:
    """Whether the roster knows the kinds of the steps."""
    known = {rule.kind for rule in roster.nesting.rules}
    for place, step in enumerate(rules.near):
        if step.kind not in known:
            faults.add(NO_SUCH_KIND.fault(f"rules.near[{place}].kind"))


def _check_wishes(roster: Roster, wishes: Wishes, faults: Faults) -> None:
    """Whether all who wish, are wished for, refuse, are refused or are related are in the roster."""
    members = roster.index.members, NO_SUCH_MEMBER
    homes = roster.index.households, NO_SUCH_HOME
    for side, own, other in (("members", members, homes), ("households", homes, members)):
        _in_roster(((f"{side}.{shown_key(id)}", id) for id in getattr(wishes, side)), own, faults)
        _in_roster(((where, wish) for where, _, wish in wishes.listed(side)), other, faults)
        refusals = f"{side}_refuse"
        for id, refused in getattr(wishes, refusals).items():
            _in_roster([(f"{refusals}.{shown_key(id)}", id)], own, faults)
            where = (
                (f"{refusals}.{shown_key(id)}[{place}]", one) for place, one in enumerate(sorted(refused))
            )
            _in_roster(where, other, faults)
    _in_roster(((f"kin[{place}][0]", pair[0]) for place, pair in enumerate(wishes.kin)), members, faults)
    _in_roster(((f"kin[{place}][1]", pair[1]) for place, pair in enumerate(wishes.kin)), homes, faults)


def _in_roster(ids: Iterable[tuple[str, str]], among: tuple[dict[str, Any], Phrase], faults: Faults) -> None:
    """Whether ids, each with its place, are among those of the roster."""
    known, unknown = among
    for where, id in ids:
        if id not in known:
            faults.add(unknown.fault(f"wishes.{where}"))
