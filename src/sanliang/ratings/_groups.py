"""A group that is rated together: its quotas, its places, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any, cast

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.timeline import Span
from sanliang.ratings._known import Number, Unknown
from sanliang.ratings._outcomes import NotRatable, Rating
from sanliang.ratings._people import People
from sanliang.ratings._placed import bits_of
from sanliang.ratings._quotas import Line, run
from sanliang.ratings._short import Plain, Plan, Ratings, plan_of
from sanliang.ratings._standing import NOWHERE, Standing
from sanliang.ratings._subjects import Subject
from sanliang.rulebooks import SCORE, Quota, Rulebook
from sanliang.rulebooks._model import tests_of
from sanliang.rulebooks._places import with_paths
from sanliang.rulebooks._values import Unlisted, Value, chosen, words_of


@attrs.frozen(kw_only=True)
class QuotaResult:
    """
    What came of one quota in one group. Everybody is named by id, in the order of ids.

    Attributes:
        quota: Its place in the book.
        of: The kind of group that it counts; *group* is the name of this one, if it has one.
        base: How many its share counts.
        seats: How many may hold its tiers, or of a target have to; nothing where the share depends on a word
            that the group does not have in common.
        holders: Who holds one of its tiers in the end, decisions included.
        moved: Whom it moved to another tier.
        kept: Where more stood in line than there are seats: who has one because his clauses let him go
            nowhere else. They may be more than the seats.
        stuck: Of a quota whose spare rise: for whom the quotas of the tiers above have no seat.
        tied: Who ties at its edge.
        waiting: Who is not ratable, or waits for a vote: what comes of them may change all this.
        met: Whether the holders are no more than the seats, or of a target no fewer; nothing where the seats
            are not known.
    """

    quota: int
    of: str
    group: str | None
    base: int
    seats: int | None
    holders: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    met: bool | None = None

    @property
    def open(self) -> bool:
        """Whether it may still come out differently."""
        return bool(self.waiting)


@attrs.frozen(kw_only=True)
class GroupRating:
    """
    What came of rating a group.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        ratings: By id, in the order of ids.
        quotas: One for each quota and group, in the order of the book and of the groups' names. Who is exempt
            is in nobody's group.
    """

    book: str
    cycle: Span
    ratings: Mapping[str, Rating]
    quotas: tuple[QuotaResult, ...] = ()


def rate_group(
    subjects: Iterable[Subject] | Mapping[str, Mapping[str, Any]], book: Rulebook, *, on: date
) -> GroupRating:
    """
    The ratings of a group in the cycle that holds a day, its quotas run.

    Args:
        subjects: In any order; or facts by id, of one group.
        book: The rulebook.
        on: Any day of the cycle. Shares stand as on the cycle's last day.

    Returns:
        What came of each, and of each quota. `missing` of somebody who is not ratable names what a quota
        would have to know: the facts of what it ranks by, or `vote` where a tie is not decided yet. The
        override of one who ties decides it.

    Raises:
        InvalidInput: As `rate`; an id that stands here twice; somebody who names groups, but none of a kind
            that the book asks for. Every fault at once.
        NotInForce: A value of the book does not count yet on the cycle's last day.

    Example:
        >>> from sanliang.rulebooks import loads
        >>> book = loads('''
        ... schema = 1
        ... id     = "hours"
        ... rates  = "member"
        ... title  = { zh = "志愿服务星级" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [fact.hours]
        ... [item.hours]
        ... each   = 2
        ... [scale]
        ... tiers  = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]
        ... [[quota]]
        ... tier    = 2
        ... at_most = "40%"
        ... of      = "branch"
        ... ties    = "narrow"
        ... ''')
        >>> hours = {"m1": 15, "m2": 12, "m3": 6}
        >>> people = {one: {"hours": number} for one, number in hours.items()}
        >>> found = rate_group(people, book, on=date(2026, 12, 31))
        >>> [rating.tier for rating in found.ratings.values()]
        ['2', '1', '1']
        >>> found.quotas[0].seats, found.quotas[0].moved
        (1, ('m2',))
    """
    plan = plan_of(book, on)
    try:
        return _rated(_Group(plan, People(subjects, plan, kinds_of_groups(book))))
    except NotInForce as error:
        raise with_paths(error, book, plan.span.end) from None


def _rated(group: _Group) -> GroupRating:
    """What comes of a group, when its quotas have been run to the end."""
    while late := group.finished():
        group.people.stood |= late
    plan = group.plan
    return GroupRating(
        book=plan.book.id, cycle=plan.span, ratings=Ratings(group.ratings), quotas=tuple(group.results())
    )


def kinds_of_places(book: Rulebook) -> frozenset[str]:
    """The kinds of groups in which a consequence asks for a place."""
    tests = (test for one in book.consequences for test in tests_of(one.when))
    return frozenset(test.name for test in tests if test.of == "place")


def kinds_of_groups(book: Rulebook) -> frozenset[str]:
    """The kinds of groups that quotas count and consequences ask for a place in."""
    return kinds_of_places(book).union(quota.of for quota in book.quotas)


class _Group:
    """
    A group while it is rated.

    Attributes:
        standings: Those who have a place.
        ratings: By id, what each came to in the end.
    """

    def __init__(self, plan: Plan, people: People) -> None:
        self.plan, self.book, self.tiers, self.people = plan, plan.book, plan.tiers, people
        self.standings: dict[str, Standing] = {}
        self.ratings: dict[str, Rating | Plain] = {}

    # --- quotas and what follows ------------------------------------------------------------------------

    def finished(self) -> dict[str, NotRatable]:
        """Run the quotas and finish everybody; who proves not ratable only then, holds no seat after all."""
        self.standings = self.people.standings()
        self.lines = [line for at, quota in enumerate(self.book.quotas) for line in self._lines(at, quota)]
        run(self.lines)
        hanging = {id: one.hanging() for id, one in self.standings.items() if one.hangs}
        places = self._places()
        finished = {
            id: one.finish(places.get(id, NOWHERE))
            for id, one in self.people.at_length().items()
            if not one.hangs
        }
        self.ratings = cast(dict[str, Rating | Plain], self.people.stood | finished | hanging)
        late = {id: rating for id, rating in finished.items() if isinstance(rating, NotRatable)}
        if late:
            for one in self.standings.values():
                one.reset()
        return late

    # --- lines ------------------------------------------------------------------------------------------

    def _lines(self, at: int, quota: Quota) -> Iterator[Line]:
        for group, ids in self.people.peers(quota.of):
            people = [self.standings[id] for id in ids if id in self.standings]
            base = len(people) if quota.among == "rated" else len(ids)
            seats, names = self._seats(quota, base, people)
            yield Line(
                place=at,
                quota=quota,
                group=group,
                tiers=bits_of(quota.tiers, self.tiers),
                people=people,
                base=base,
                seats=seats,
                names=names,
            )

    def _seats(
        self, quota: Quota, base: int, people: Iterable[Standing]
    ) -> tuple[int | None, frozenset[str]]:
        """How many seats there are, or because of which word that is not known."""
        limit = cast(Value, quota.at_most or quota.at_least)  # the reader sees to it that there is one
        try:
            share = chosen(limit, on=self.plan.span.end, words=_words(limit, people))
        except Unlisted as error:
            return None, frozenset({error.by})
        many = share.number * base if share.share else share.number
        return max(ROUND[quota.round](many.numerator, many.denominator), quota.least), frozenset()

    # --- places -----------------------------------------------------------------------------------------

    def _places(self) -> _Places:
        """By id and kind of group, the place by the score."""
        found: dict[str, dict[str, Number]] = {}
        for kind in kinds_of_places(self.book):
            for _, ids in self.people.peers(kind):
                for id, number in self._placing(kind, ids):
                    found.setdefault(id, {})[kind] = number
        return found

    def _placing(self, kind: str, ids: Sequence[str]) -> Iterator[tuple[str, Number]]:
        """
        The places of a group: 1 is best, those of one score share theirs.

        Who has a tier without a score comes after everybody who has one. Somebody of whom neither is known
        may come before anybody.
        """
        scores = {id: self._score(id) for id in ids}
        ranked = sorted((score for score in scores.values() if score is not None), reverse=True)
        first = {score: at for at, score in reversed([*enumerate(ranked, 1)])}
        unknown = sum(
            scores[id] is None and (id not in self.standings or bool(self.standings[id].hangs)) for id in ids
        )
        for id, score in scores.items():
            number = Fraction(len(ranked) + 1 if score is None else first[score])
            yield id, Unknown(frozenset({kind}), (number, number + unknown)) if unknown else number

    def _score(self, id: str) -> int | None:
        if id not in self.standings:
            return None
        score = self.standings[id].parts(SCORE)
        return None if isinstance(score, Unknown) else score

    # --- what came of it --------------------------------------------------------------------------------

    def results(self) -> Iterator[QuotaResult]:
        """What came of each quota in each group."""
        waiting = [id for id, rating in self.ratings.items() if isinstance(rating, NotRatable)]
        for at, some in groupby(self.lines, key=lambda line: line.place):
            peers = dict(self.people.peers(self.book.quotas[at].of))
            for line in some:
                yield self._result(line, sorted({*peers[line.group]}.intersection(waiting)))

    def _result(self, line: Line, waiting: Iterable[str]) -> QuotaResult:
        tiers = line.tiers
        holders = [one.id for one in line.people if tiers >> one.final & 1 and not one.hangs]
        met = None
        if line.seats is not None:
            met = len(holders) <= line.seats if line.quota.at_least is None else len(holders) >= line.seats
        return QuotaResult(
            quota=line.place,
            of=line.quota.of,
            group=line.group,
            base=line.base,
            seats=line.seats,
            holders=tuple(sorted(holders)),
            moved=_ids([one for one in line.people if line.place in one.moved and not one.hangs]),
            kept=_ids(line.kept),
            stuck=_ids(line.stuck),
            tied=_ids(line.tied),
            waiting=tuple(waiting),
            met=met,
        )


_Places = Mapping[str, Mapping[str, Number]]

ROUND = {
    "down": lambda top, bottom: top // bottom,
    "up": lambda top, bottom: -(-top // bottom),
    "half_up": lambda top, bottom: (2 * top + bottom) // (2 * bottom),
}
"""How a share of people becomes a number of them."""


def _words(limit: Value, people: Iterable[Standing]) -> dict[str, str]:
    """The words that all of a group have in common, of those by which a value is chosen."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(words_of(limit)):
        words = {one.words().get(name) for one in people}
        if len(words) == 1 and (word := words.pop()) is not None:
            found[name] = word
    return found


def _ids(people: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(sorted(one.id for one in people))
