"""Why this helper, why not that one: one pairing explained, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import identifier, instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing._allowed import NO_COSTS, allowed
from sanliang.pairing._lots import Lots
from sanliang.pairing._pairing import OTHER_PROBLEM, Key, Pairing, Policy, Unpaired, Why
from sanliang.pairing._problem import Helper, Household, Problem
from sanliang.pairing._weights import weights

HAS = Phrase("explain.pair", "与“{other}”结对（{role}）：{why}", "is paired with {other} ({role}): {why}")
FIRST = Phrase(
    "explain.wish",
    "“{one}”把“{other}”列为第 {place} 志愿",
    "{one} has {other} as wish no. {place}",
)
WELCOME = Phrase(
    "explain.welcome", "“{one}”未填志愿，来者均可", "{one} names no wishes and takes whoever comes"
)
BROKEN = Phrase("explain.broken", "“{one}”没有选择“{other}”", "{one} did not wish for {other}")
COSTS = Phrase("explain.cost", "费用 {cost}", "at a cost of {cost}")
LEFT_OUT = Phrase(
    "explain.unpaired", "还缺 {missing} 人（{role}）：{why}", "misses {missing} ({role}): {why}"
)
NOBODY = Phrase("explain.nobody", "没有结对：{why}", "has nobody: {why}")
REFUSES = Phrase("explain.refuses", "“{one}”不接受“{other}”", "{one} refuses {other}")
AWAY = Phrase("explain.away", "“{one}”不参加结对：{why}", "{one} takes nobody: {why}")
NO_ROOM = Phrase(
    "explain.no_room", "“{one}”在任何所需角色中都没有容量", "{one} takes nobody in a role that is needed"
)
NOT_WISHED = Phrase("explain.not_wished", "“{one}”没有选择“{other}”", "{one} does not wish for {other}")
LIKES_BETTER = Phrase(
    "explain.likes_better",
    "“{one}”已有同样或更中意的：{others}",
    "{one} has whom it likes as much or more: {others}",
)
BY_LOT = Phrase(
    "explain.lot",
    "“{one}”对二者同等中意，签在前者先",
    "{one} likes both as much, and the lower lot comes first",
)
BLOCKING = Phrase(
    "explain.blocking",
    "没有什么阻碍“{one}”与“{other}”：双方都会选择对方，这份结果不稳定",
    "nothing stands between {one} and {other}: both would have each other, and the pairing is not stable",
)
UNKNOWN = Phrase("explain.unknown", "本问题中没有该编号", "is nobody of this problem")
NOT_ALLOWED = Phrase(
    "explain.not_allowed",
    "两者之间没有费用，也没有一方选择另一方",
    "there is no cost for the two, and neither wishes for the other",
)
DEARER = Phrase(
    "explain.dearer",
    "换成这一对，总体更差：别处少掉的补不回这里多出的",
    "with this pair the whole would be worse: what it takes elsewhere outweighs what it gives here",
)
SAME_SIDE = Phrase(
    "explain.same_side",
    "与所问者同在一方；请给另一方的编号",
    "is of the same side; name somebody of the other one",
)
NOT_RULED_OUT = Phrase(
    "explain.not_ruled_out",
    "价格没有排除这一对：有了它，总体可能同样好",
    "the prices do not rule this pair out: with it the whole may be as good",
)


def explain(problem: Problem, pairing: Pairing, id: str, *, rather: str | None = None) -> Verdict:
    """
    Why somebody has whom they have; or, with *rather*, why not that one.

    Args:
        problem: The problem that the pairing solves.
        id: A household or a helper.
        rather: Somebody of the other side.

    Returns:
        Without *rather*: yes where nobody is missing, with a reason for each pair and for each place left
        empty. With it: yes where the two are paired, and otherwise no with each reason that stands between
        them: a refusal, a wish that is not there, somebody whom one of them likes better, the whole.

    Raises:
        InvalidInput: The pairing is of another problem, or the two are of one side.
        NotFound: There is nobody with that id.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem, two_way
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1", wishes=["h-2", "h-1"])],
        ...     households=[Household(id="h-1", wishes=["m-1"]), Household(id="h-2", wishes=["m-1"])])
        >>> result = two_way(problem, proposing="households")
        >>> print(explain(problem, result, "h-1", rather="m-1").text())
        m-1 has whom it likes as much or more: h-2
    """
    found = instance(Pairing)(pairing, "pairing")
    if found.problem != instance(Problem)(problem, "problem").digest:
        raise InvalidInput(OTHER_PROBLEM.fault("pairing"))
    asked = _Asked(problem, found)
    one = asked.person(id, "id")
    if rather is None:
        reasons = (*asked.pairs(one), *asked.gaps(one))
        return Verdict(ok=not any(gap.id == one.id for gap in found.unpaired), reasons=reasons)
    other = asked.person(rather, "rather")
    if isinstance(one, Household) and isinstance(other, Helper):
        home, helper = one, other
    elif isinstance(one, Helper) and isinstance(other, Household):
        home, helper = other, one
    else:
        raise InvalidInput(SAME_SIDE.fault("rather"))
    paired = tuple(reason for reason in asked.pairs(one) if reason.params["other"] == other.id)
    return Verdict(ok=bool(paired), reasons=paired or asked.between(home, helper))


@attrs.frozen
class _Asked:
    """A pairing of a problem, of which somebody asks."""

    problem: Problem
    pairing: Pairing

    def person(self, id: str, path: str) -> Helper | Household:
        known = identifier(id, path)
        for find in (self.problem.household, self.problem.helper):
            try:
                return find(known)
            except NotFound:
                continue
        raise NotFound(UNKNOWN.fault(path))

    # --- why -------------------------------------------------------------------------------------------

    def pairs(self, one: Helper | Household) -> Iterator[Reason]:
        for pair in self.pairing.pairs:
            if one.id in (pair.household, pair.helper):
                other = pair.helper if pair.household == one.id else pair.household
                yield Reason.of(
                    HAS, other=other, role=pair.role, why=pair.why.text, because=self.ground(pair.key)
                )

    def ground(self, key: Key) -> Iterator[Reason]:
        """What speaks for a pair, or was set aside for it."""
        home, helper = self.problem.household(key.household), self.problem.helper(key.helper)
        for one, other in ((home, helper), (helper, home)):
            yield _wish(one, other.id)
        if (of := self.problem.costs.get(home.id)) is not None and helper.id in of:
            yield Reason.of(COSTS, cost=of[helper.id])

    def gaps(self, one: Helper | Household) -> Iterator[Reason]:
        for gap in self.pairing.unpaired:
            if gap.id == one.id:
                if gap.missing:
                    yield Reason.of(LEFT_OUT, missing=gap.missing, role=gap.role, why=_why(gap))
                else:
                    yield Reason.of(NOBODY, why=_why(gap))

    # --- why not ---------------------------------------------------------------------------------------

    def between(self, home: Household, helper: Helper) -> tuple[Reason, ...]:
        """What stands between two who are not paired."""
        if found := tuple(self.barriers(home, helper)):
            return found
        two_way = self.pairing.certificate.policy is Policy.TWO_WAY
        return tuple(self.choices(home, helper) if two_way else self.placing(home, helper))

    def barriers(self, home: Household, helper: Helper) -> Iterator[Reason]:
        """What keeps the two apart whatever the policy."""
        for one, other in ((home, helper), (helper, home)):
            if other.id in one.refuses:
                yield Reason.of(REFUSES, one=one.id, other=other.id)
        if helper.away is not None:
            yield Reason.of(AWAY, one=helper.id, why=_named(helper.away))
        elif not self.roles(home, helper):
            yield Reason.of(NO_ROOM, one=helper.id)

    def roles(self, home: Household, helper: Helper) -> list[str]:
        return [role for role in self.problem.roles if home.wants(role) and helper.takes(role)]

    def places(self, one: Helper | Household, other: str, role: str) -> int:
        """How many somebody takes in a role; none where the other is not in it."""
        first, second = (
            person.takes(role) if isinstance(person, Helper) else person.wants(role)
            for person in (one, self.person(other, "id"))
        )
        return first if second else 0

    def choices(self, home: Household, helper: Helper) -> Iterator[Reason]:
        """Under two-way choice: a wish that is not there, or somebody whom one of the two likes as much."""
        if home.wishes is None and helper.wishes is None:
            yield Reason.of(NOT_WISHED, one=home.id, other=helper.id)
            return
        sides = ((home, helper), (helper, home))
        missing = [
            Reason.of(NOT_WISHED, one=one.id, other=other.id)
            for one, other in sides
            if one.wishes is not None and _rank(one, other.id) is None
        ]
        found = missing or [reason for one, other in sides for reason in self.better(one, other.id)]
        yield from found or [Reason.of(BLOCKING, one=home.id, other=helper.id)]

    def better(self, one: Helper | Household, other: str) -> Iterator[Reason]:
        """Whom somebody has in place of another, in each role in which no place is left."""
        rank, lots = _rank(one, other), Lots(self.problem.salt)
        for role in self.problem.roles:
            have = [
                key.helper if key.household == one.id else key.household
                for key in self.pairing.keys
                if one.id in key[:2] and key.role == role
            ]
            places = self.places(one, other, role)
            ranks = [_rank(one, id) for id in have]
            if 0 < places <= len(have) and all(
                rank is None or (mine is not None and mine <= rank) for mine in ranks
            ):
                level = [id for id, mine in zip(have, ranks, strict=True) if mine == rank]
                drawn = level and max(map(lots.__getitem__, level)) < lots[other]
                because = [Reason.of(BY_LOT, one=one.id)] if drawn else ()
                yield Reason.of(LIKES_BETTER, one=one.id, others=tuple(have), because=because)

    def placing(self, home: Household, helper: Helper) -> Iterator[Reason]:
        """Under a least-cost cover: a pair that nobody asked for, or one that would not pay."""
        costs = self.problem.costs.get(home.id, NO_COSTS)
        wished = _rank(home, helper.id) is not None or _rank(helper, home.id) is not None
        allowed_ = wished or helper.id in costs
        yield Reason.of(self.outweighed(home, helper) if allowed_ else NOT_ALLOWED)

    def outweighed(self, home: Household, helper: Helper) -> Phrase:
        """Whether the prices prove that the pair would make the whole worse in each role."""
        certificate, pool = self.pairing.certificate, allowed(self.problem)
        agreed, before = {*certificate.agreed}, {*certificate.before}
        of = {prices.role: prices for prices in certificate.prices}
        for role in self.roles(home, helper):
            prices = of.get(role)
            if prices is None or helper.id not in prices.helpers or home.id not in prices.households:
                return NOT_RULED_OUT
            helpers, costs = pool.row(
                home, role, weights(self.problem, role, certificate), agreed, before, {}
            )
            over = costs[helpers.index(helper.id)] + prices.helpers[helper.id]
            if over <= prices.households[home.id]:
                return NOT_RULED_OUT
        return DEARER


def _wish(one: Helper | Household, other: str) -> Reason:
    """What somebody says of another."""
    if one.wishes is None:
        return Reason.of(WELCOME, one=one.id)
    rank = _rank(one, other)
    return (
        Reason.of(BROKEN, one=one.id, other=other)
        if rank is None
        else Reason.of(FIRST, one=one.id, other=other, place=rank + 1)
    )


def _rank(one: Helper | Household, other: str) -> int | None:
    """The place of somebody among the wishes of another, a tie being one; none where there is no wish."""
    for place, wish in enumerate(one.wishes or ()):
        if other == wish or (isinstance(wish, tuple) and other in wish):
            return place
    return None


def _why(gap: Unpaired) -> Text:
    return _named(gap.why)


def _named(code: str) -> Text:
    """The words of a reason; a town's own code stands for itself."""
    return Why(code).text if code in {*Why} else Text(code, code)
