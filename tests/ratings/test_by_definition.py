"""Small steps of a rating, each held against what it is by definition, for all that it may be given."""

import sys
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, product
from types import FunctionType, SimpleNamespace

import pytest

from sanliang import rulebooks
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import after, nearest, rungs_left
from sanliang.ratings._gather._below import _months
from sanliang.ratings._groups import ROUND, _Group
from sanliang.ratings._next._distance import missing
from sanliang.ratings._people import People
from sanliang.ratings._placed import bits_of
from sanliang.ratings._questions import held_tier, last_of
from sanliang.ratings._quotas import Line, _by_quota, _ends, _from_the_bottom, _from_the_top
from sanliang.ratings._short._asks import whole_ends
from sanliang.ratings._short._plain import Plain, nearest_place
from sanliang.ratings._short._wholes import run_of
from sanliang.ratings._standing import Standing
from sanliang.rulebooks import Quota, Rungs

TIERS = ("3", "2", "1", "none")
SETS = [*chain(*(combinations(range(4), size) for size in range(5)))]


def named(places):
    """The tiers of some places."""
    return frozenset(TIERS[place] for place in places)


def bits(places):
    """Some places as bits."""
    return sum(2**place for place in places)


@pytest.mark.parametrize("start", [None, "2"])
def test_a_ladder_leaves_what_lies_within_its_rungs(start):
    """So many rungs up and down from the last tier, or from where it starts; else it binds nobody."""
    steps = (None, 0, 1, 2, 5)
    for rise, fall, last in product(steps, steps, (None, *TIERS)):
        at = TIERS.index(last or start) if last or start else None
        expected = (
            at
            if at is None
            else named(
                place
                for place in range(4)
                if (rise is None or place >= at - rise) and (fall is None or place <= at + fall)
            )
        )
        assert expected == rungs_left(Rungs(rise=rise, fall=fall, start=start), last, TIERS)


def test_the_nearest_tier_that_is_left():
    """The proposed one; else the first below it; else the first above it."""
    for left, place in product(SETS[1:], range(4)):
        below, above = [one for one in left if one >= place], [one for one in left if one < place]
        expected = min(below) if below else max(above)
        assert TIERS[expected] == nearest(TIERS[place], named(left), TIERS)
        assert expected == nearest_place(place, bits(left))


def test_what_a_clause_leaves():
    """What both leave; of nothing, what was left before."""
    for left, kept in product(SETS[1:], SETS):
        expected = {*left} & {*kept} or {*left}
        assert named(expected) == after(named(left), named(kept))
        assert named(left) == after(named(left), None)


def test_tiers_as_bits():
    """The highest tier is the lowest bit; of some, the highest and the lowest are found again."""
    for some in SETS[1:]:
        assert bits(some) == bits_of(named(some), TIERS)
        assert (min(some), max(some)) == _ends(bits(some))


def test_who_holds_a_tier_that_is_counted():
    """A line counts its own tiers, and those who stand in one of them and wait for nothing."""
    people = [Somebody(rung) for rung in range(4)]
    waits = Somebody(1)
    waits.hangs = frozenset({"vote"})
    for some in SETS:
        line = Line(
            place=0, quota=None, group=None, tiers=bits(some), people=[*people, waits], base=5, seats=1
        )
        assert [place in some for place in range(4)] == [line.counts(place) for place in range(4)]
        assert [*some] == [one.rung for one in line.holders()]


def test_in_what_order_quotas_are_run():
    """From the top the highest tier is first, and of those that begin there what reaches lower; or turned."""
    lines = [
        Line(place=at, quota=None, group=None, tiers=bits(some), people=(), base=0, seats=1)
        for at, some in enumerate(SETS[1:])
    ]
    down, up = (
        [line.tiers for (line,) in _by_quota(lines, key)] for key in (_from_the_top, _from_the_bottom)
    )
    assert [*map(bits, sorted(SETS[1:], key=lambda some: (some[0], -some[-1])))] == down
    turned = sorted(SETS[1:], key=lambda some: (3 - some[-1], some[0]))
    assert [*map(bits, turned)] == up


class Somebody(Standing):
    """Somebody with a tier, and what the clauses may leave."""

    words = parts = hanging = finish = None

    def lefts(self):
        """A set for each that there can be."""
        return tuple(map(bits, SETS))


def test_the_nearest_tier_below_and_above():
    """The nearest that is left and not counted, for each set that may be left; -1 where there is none."""
    one = Somebody()
    for rung, counted in product(range(4), SETS):
        one.rung = rung
        free = [{*left} - {*counted} for left in SETS]
        below = [min((place for place in some if place > rung), default=-1) for some in free]
        above = [max((place for place in some if place < rung), default=-1) for some in free]
        assert {*below} == one.below(bits(counted))
        assert {*above} == one.above(bits(counted))
        plain = Plain.__new__(Plain)
        plain.rung = rung
        for left, expected in zip(SETS, below, strict=True):
            plain.left = bits(left)
            assert {expected} == plain.below(bits(counted))


class Ranked(Standing):
    """Somebody in the tier in the middle of three with some points, who may go up and down, or nowhere."""

    words = hanging = finish = None

    def __init__(self, points, *, stays):
        super().__init__(1)
        self.points, self.stays = points, stays

    def lefts(self):
        """One set: what the clauses left."""
        return (0b010,) if self.stays else (0b111,)

    def parts(self, item):
        """The points of every item."""
        return self.points


@pytest.mark.parametrize("ties", ["narrow", "widen"])
@pytest.mark.parametrize("spare", [None, "up"])
def test_who_is_spare(ties, spare):
    """Whom too many stand before, of those who may leave; whoever ties at the edge leaves, or stays."""
    quota = Quota(tiers=("2",), at_most=1, of="branch", ties=ties, spare=spare, rank=("score",))
    for points, stay, seats in product(product(range(3), repeat=3), range(3), range(1, 6)):
        people = [Ranked(one, stays=place < stay) for place, one in enumerate(points)]
        Line(
            place=0, quota=quota, group=None, tiers=0b010, people=people, base=3, seats=seats, taken=1
        ).settle()
        free, movable = seats - 1 - stay, people[stay:]
        for one in movable:
            before = [
                other
                for other in movable
                if (other.points < one.points if spare else other.points > one.points)
            ]
            level = [other for other in movable if other.points == one.points]
            keeps = len(before) + len(level) <= free or (ties == "widen" and len(before) < free)
            assert (1 if keeps else 0 if spare else 2) == one.rung
        assert [1] * stay == [one.rung for one in people[:stay]]


@pytest.mark.parametrize("target", [True, False])
def test_who_holds_a_tier_in_the_end(target):
    """Whoever ends in a tier that is counted, by a decision or without, and waits for nothing."""
    limit = {"at_least": 1} if target else {"at_most": 1, "ties": "narrow"}
    quota = Quota(tiers=("2",), of="branch", **limit)
    for rungs, seats in product(product((0, 1, 2, "decided", "waits"), repeat=3), (None, 0, 1, 2, 3)):
        people = [
            Somebody(rung if isinstance(rung, int) else 2 if rung == "decided" else 1) for rung in rungs
        ]
        for one, rung in zip(people, rungs, strict=True):
            one.decided = 1 if rung == "decided" else None
            one.hangs = frozenset({"vote"}) if rung == "waits" else frozenset()
        line = Line(place=0, quota=quota, group=None, tiers=0b010, people=people, base=3, seats=seats)
        found = _Group._result(None, line, ())
        many = sum(rung in {1, "decided"} for rung in rungs)
        fits = None if seats is None else many >= seats if target else many <= seats
        assert (many, fits) == (len(found.holders), found.met)


def test_groups_come_by_their_names():
    """Those without a group are the first one, and the others come by name."""
    groups = {"m-1": "b", "m-2": None, "m-3": "a", "m-4": "b", "m-5": None}
    subjects = {id: SimpleNamespace(peers=lambda kind, of=of: of) for id, of in groups.items()}
    people = SimpleNamespace(stood=dict.fromkeys(groups), _subjects=subjects)
    expected = [(None, ["m-2", "m-5"]), ("a", ["m-3"]), ("b", ["m-1", "m-4"])]
    assert expected == People._grouped(people, "branch")
    assert [(None, [*groups])] == People._grouped(
        SimpleNamespace(**{**vars(people), "_subjects": {}}), "branch"
    )
    assert [] == People._grouped(SimpleNamespace(stood={}, _subjects={}), "branch")


def test_how_many_months_a_cycle_has():
    """So many months lie between its first day and the day after its last; one, of a cycle that has none."""
    for year, month, count in product((2023, 2025, 2026), range(1, 13), (1, 2, 3, 6, 12, 36)):
        years, after = divmod(month - 1 + count, 12)
        end = date(year + years, after + 1, 1) - timedelta(days=1)
        assert count == _months(Span(date(year, month, 1), end))
    assert 1 == _months(Span(date(2026, 3, 5), date(2026, 3, 10)))


def test_places_by_score():
    """One more than have a better score, behind all without one; who has no tier may be before anybody."""
    for scores in product((None, "open", 1, 2, 3), repeat=3):
        people = {str(at): one for at, one in enumerate(scores)}
        known = {id: one if isinstance(one, int) else None for id, one in people.items()}
        standings = {id: SimpleNamespace(hangs=frozenset()) for id, one in people.items() if one != "open"}
        group = SimpleNamespace(_score=known.get, standings=standings)
        unknown = sum(one == "open" for one in scores)
        for id, place in _Group._placing(group, "branch", [*people]):
            own = known[id]
            better = sum(one is not None and (own is None or one > own) for one in known.values())
            ends = (better + 1, better + 1 + unknown)
            assert (ends if unknown else better + 1) == (place.ends if unknown else place)


def test_whole_numbers_between_edges():
    """The least and the most number of units that lies between edges is the first that does, and the last."""
    inside = rulebooks._values.INSIDE
    edges = [Fraction(quarter, 4) for quarter in range(-3, 4)]
    for unit, low, high in product((1, 3), edges, edges):
        for words in product(("at_least", "above"), ("at_most", "below")):
            between = [*zip(words, (low, high), strict=True)]
            found = [
                n for n in range(-9, 10) if all(inside[w](Fraction(n, unit), edge) for w, edge in between)
            ]
            least, most = whole_ends(between, unit)
            assert found == [*range(least, most + 1)]
    assert whole_ends([], 1) == (-(10**60), 10**60)


def test_the_values_of_some_slots():
    """Whether they lie side by side or not, the values of these slots come out, in this order."""
    values = "abcdef"
    for size in (0, 1, 2, 3):
        for slots in product(range(6), repeat=size):
            assert [values[slot] for slot in slots] == [*run_of(slots)(values)]


PASTS = [past for size in range(4) for past in product((None, "3", "1"), repeat=size)]
QUESTIONS = [
    rulebooks.Test(of="tier", name=name, among=("3",), **{often: count} if often else {})
    for name in ("this", "last")
    for often, count in ((None, 0), *product(("run", "within"), (1, 2, 3)))
]


@pytest.mark.parametrize("test", QUESTIONS)
def test_a_question_to_tiers_in_a_row(test):
    """The last one, so many in a row, or once in so many; not known where the tiers before would tell."""

    def plainly(now, past):
        if test.run is None and test.within is None:
            tiers = [one for one in past if one is not None][-1:] if test.name == "last" else [now]
            return tiers == ["3"]
        count = test.run or test.within
        tiers = [*past, *([now] if test.name == "this" else [])][-count:]
        return "3" in tiers if test.within else tiers == ["3"] * count

    for now in ("3", "1"):
        answers = {past: held_tier(test, now=now, past=past, tiers=TIERS) for past in PASTS}
        assert {past: plainly(now, past) for past in PASTS} == answers
        found = {*answers.values()}
        expected = found.pop() if len(found) == 1 else None
        assert expected is held_tier(test, now=now, past=None, tiers=TIERS)


def test_the_last_rating():
    """The latest tier that there was; nothing where there was none."""
    for past in PASTS:
        known = [one for one in past if one]
        assert (known[-1] if known else None) == last_of(past)


def test_how_a_share_is_rounded():
    """Down, up, and to the nearest with halves up, exactly."""
    for top, bottom in product(range(25), range(1, 9)):
        share = Fraction(top, bottom)
        down = max(n for n in range(26) if n <= share)
        up = min(n for n in range(26) if n >= share)
        half_up = down if share - down < Fraction(1, 2) else up
        assert (down, up, half_up) == tuple(ROUND[word](top, bottom) for word in ("down", "up", "half_up"))


def test_how_many_points_are_lacking():
    """What lies between a score and where a tier begins, down to nothing, and whether it has to be passed."""
    for score, edge, above in product(range(4), range(4), (False, True)):
        lacking = missing((Fraction(edge), above), Fraction(score))
        assert (max(edge - score, 0), above and score <= edge) == lacking
    assert {(None, False)} == {missing(None, Fraction(1)), missing((Fraction(1), True), None)}


def test_every_argument_has_a_name():
    """Whatever a function of the ratings takes may be given by its name; none is told by its place alone."""
    inside = [vars(module) for name, module in sys.modules.items() if name.startswith("sanliang.ratings")]
    classes = [vars(one) for names in inside for one in names.values() if isinstance(one, type)]
    found = [one for names in (*inside, *classes) for one in names.values() if isinstance(one, FunctionType)]
    ours = {one for one in found if str(one.__module__).startswith("sanliang.ratings")}

    assert len(ours) > 300
    assert [] == [one.__qualname__ for one in ours if one.__code__.co_posonlyargcount]
