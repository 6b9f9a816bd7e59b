"""What holds for every quota and every group; and an oracle that tries every way to share tiers out."""

from functools import cache
from itertools import product

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST

from sanliang.ratings import NotRatable, Rated, Subject, rate, rate_group
from sanliang.rulebooks import loads

TIERS = ("3", "2", "1", "none")
BANDS = "{ name = 3, at_least = 3 }, { name = 2, at_least = 2 }, { name = 1, at_least = 1 }"
OPEN = "{ name = 3 }, { name = 2 }, { name = 1 }"
WORDS = {
    "free": TIERS,
    "barred": ("none",),
    "hero": ("3",),
    "middle": ("2", "1"),
    "gap": ("3", "1"),
    "base": ("2", "1", "none"),
    "guarded": ("3", "2", "1"),
}


@attrs.frozen
class Cap:
    """One quota, as the tests draw it."""

    tiers: tuple[str, ...]
    seats: str
    ties: str = "narrow"
    up: bool = False

    def toml(self):
        """The quota as a book writes it."""
        spare = 'spare = "up"\n' if self.up else ""
        tiers = ", ".join(f'"{tier}"' for tier in self.tiers)
        return (
            f'[[quota]]\ntier = [{tiers}]\nat_most = {self.seats}\nof = "branch"\n'
            f'ties = "{self.ties}"\n{spare}'
        )


@cache
def made(caps, scale):
    """The book of some quotas."""
    clauses = "".join(
        f'[[clause]]\nwhen = {{ fact = "word", is = "{word}" }}\nthen = {{ in = [{tiers}] }}\n'
        for word, allowed in WORDS.items()
        if (tiers := ", ".join(f'"{tier}"' for tier in allowed))
    )
    items = '[fact.mark]\n[fact.word]\ntype = "word"\n[item.mark]\neach = 1\n'
    quotas = "".join(cap.toml() for cap in caps)
    return loads(f"{HEAD}{items}[scale]\ntiers = [ {scale} ]\n{clauses}{quotas}")


def rated(people, caps, scale=BANDS):
    """The group of people, each a mark and a word."""
    facts = {f"m{place}": {"mark": mark, "word": word} for place, (mark, word) in enumerate(people)}
    return rate_group(facts, made(caps, scale), on=LAST)


SEATS = st.sampled_from(["0", "1", "2", "3", '"30%"', '"50%"'])
TIES = st.sampled_from(["narrow", "widen"])
PEOPLE = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(sorted(WORDS))), min_size=1, max_size=9)
TOGETHER = st.lists(st.sampled_from(TIERS), min_size=1, max_size=3, unique=True).map(tuple)


def caps(ties=TIES):
    """A few quotas, each of one tier or several."""
    one = st.builds(Cap, TOGETHER, SEATS, ties, st.booleans())
    return st.lists(one, min_size=1, max_size=4).map(tuple)


# --- laws -------------------------------------------------------------------------------------------------


@given(PEOPLE, caps(), st.sampled_from([BANDS, BANDS, OPEN]))
def test_quotas_are_never_exceeded_but_by_those_whom_a_clause_keeps(people, some, scale):
    """...and by a tie that widens, or where nobody above has a seat for those who would rise."""
    if scale == OPEN:
        some = (*(Cap((tier,), "3") for tier in TIERS[:3]), *some)
    found = rated(people, some, scale)
    for cap, result in zip(some, found.quotas, strict=True):
        if result.met:
            continue
        beyond = set(result.holders) - set(result.kept)
        assert not beyond or result.stuck or cap.ties == "widen"
        assert cap.up or not result.stuck
        assert not beyond or result.stuck or beyond & set(result.tied)


@given(PEOPLE, caps(), st.sampled_from([BANDS, OPEN]))
def test_nobody_ends_in_a_tier_that_was_struck_out(people, some, scale):
    """Whatever quotas do, everybody has a tier that his clauses allow."""
    if scale == OPEN:
        some = (*(Cap((tier,), "3") for tier in TIERS[:3]), *some)
    ratings = rated(people, some, scale).ratings
    for (_, word), rating in zip(people, ratings.values(), strict=True):
        assert rating.tier in WORDS[word]
        assert set(rating.left) == set(WORDS[word])
        assert bool(rating.moved) or rating.tier == nearest(rating.proposed, WORDS[word])


def nearest(proposed, allowed):
    """The tier that clauses leave of the proposed one: the nearest below, else above."""
    at = TIERS.index(proposed)
    return next(tier for tier in (*TIERS[at:], *TIERS[:at][::-1]) if tier in allowed)


@given(PEOPLE, caps(st.sampled_from(["narrow", "widen", "vote"])), st.data())
def test_the_order_of_subjects_does_not_matter(people, some, data):
    """A group comes out the same in whatever order it is handed in."""
    subjects = [
        Subject(id=f"m{place}", facts={"mark": mark, "word": word}, group=f"b{place % 2}")
        for place, (mark, word) in enumerate(people)
    ]
    book = made(some, BANDS)

    shuffled = data.draw(st.permutations(subjects))
    assert rate_group(subjects, book, on=LAST) == rate_group(shuffled, book, on=LAST)


@given(PEOPLE, caps(st.just("narrow")), st.sampled_from(["free", "middle"]))
def test_equals_come_out_equal(people, some, word):
    """Of two of whom the same is known neither is preferred, unless a vote is asked for."""
    ratings = rated([(3, word), (3, word), *people], some).ratings

    assert ratings["m0"] == ratings["m1"]


@given(PEOPLE)
def test_without_quotas_a_group_is_its_members(people):
    """Where no quota counts them, everybody is rated as if alone."""
    found = rated(people, ())
    for (mark, word), rating in zip(people, found.ratings.values(), strict=True):
        assert rating == rate({"mark": mark, "word": word}, made((), BANDS), on=LAST)


@given(PEOPLE, caps(st.just("vote")))
def test_a_vote_leaves_open_only_what_it_has_to(people, some):
    """Whoever is rated beside an open vote of one quota of one tier has that tier however it goes."""
    one = attrs.evolve(some[0], tiers=("3",), up=False)
    found = rated(people, (one,))
    waiting = [id for id, rating in found.ratings.items() if isinstance(rating, NotRatable)]
    narrow, wide = (rated(people, (attrs.evolve(one, ties=ties),)) for ties in ("narrow", "widen"))

    assert waiting == [*(found.quotas[0].tied)] == [*(wide.quotas[0].tied)]
    for id in set(found.ratings) - set(waiting):
        assert found.ratings[id] == narrow.ratings[id] == wide.ratings[id]


@given(PEOPLE, SEATS)
def test_forced_distribution_is_by_rank(people, seats):
    """Where all tiers are open, nobody of a better mark has a lower tier, but for clauses."""
    free = [(mark, "free") for mark, _ in people]
    found = rated(free, tuple(Cap((tier,), seats) for tier in TIERS[:3]), OPEN).ratings
    ranked = sorted(zip(free, found.values(), strict=True), key=lambda pair: -pair[0][0])
    places = [TIERS.index(rating.tier) for _, rating in ranked]

    assert places == sorted(places)


# --- the oracle: one quota for each tier, all of them in one direction --------------------------------------


def winners(line, fixed, seats, ties):
    """Who of a line holds the tier, counted one by one: the fixed, and whom few enough stand before."""
    free = seats - len(fixed)
    others = [one for one in line if one not in fixed]

    def before(one):
        if ties == "narrow":
            return sum(other[1] >= one[1] for other in others) <= free
        return sum(other[1] > one[1] for other in others) < free

    return {*fixed, *filter(before, others)}


def stable(way, people, starts, some, order):
    """
    Whether a way to share tiers out is what the rules say, looked at tier by tier.

    In line for a tier stands whoever began there or before it, may hold it, and does not hold one before it.
    All of them hold it where no quota caps it, or else those who win.
    """
    for at, tier in enumerate(order):
        line, fixed = set(), set()
        for place, (mark, word) in enumerate(people):
            began, holds = order.index(starts[place]), order.index(way[place])
            if began <= at <= holds and tier in WORDS[word]:
                line.add((place, mark))
                if not set(order[at + 1 :]) & set(WORDS[word]):
                    fixed.add((place, mark))
        cap = next((cap for cap in some if cap.tiers == (tier,)), None)
        held = line if cap is None else winners(line, fixed, int(cap.seats), cap.ties)
        if {place for place, _ in held} != {place for place, one in enumerate(way) if one == tier}:
            return False
    return True


FEW = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(sorted(WORDS))), max_size=5)


@given(FEW, st.lists(st.tuples(st.integers(0, 3), TIES), min_size=3, max_size=3))
def test_quotas_that_push_down_against_every_way_to_share_tiers_out(people, some):
    """Of all ways to give tiers exactly one is as the rules say, and it is what comes out."""
    some = tuple(Cap((tier,), str(seats), ties) for tier, (seats, ties) in zip(TIERS, some, strict=False))
    starts = [rating.tier for rating in rated(people, ()).ratings.values()]
    ways = [way for way in product(TIERS, repeat=len(people)) if stable(way, people, starts, some, TIERS)]

    assert ways == [tuple(rating.tier for rating in rated(people, some).ratings.values())]


@given(FEW, st.lists(st.tuples(st.integers(0, 3), TIES), min_size=3, max_size=3))
def test_quotas_that_push_up_against_every_way_to_share_tiers_out(people, some):
    """The same from below: the lowest keep the seats of a low tier."""
    up = TIERS[::-1]
    some = tuple(Cap((tier,), str(seats), ties, True) for tier, (seats, ties) in zip(up, some, strict=False))
    starts = [rating.tier for rating in rated(people, ()).ratings.values()]
    turned = [(-mark, word) for mark, word in people]
    ways = [way for way in product(TIERS, repeat=len(people)) if stable(way, turned, starts, some, up)]

    assert ways == [tuple(rating.tier for rating in rated(people, some).ratings.values())]


@given(PEOPLE, caps(), st.data())
def test_what_is_not_known_takes_nothing_from_others(people, some, data):
    """Somebody who is not ratable changes nothing for the others but how many a share counts."""
    known = tuple(
        attrs.evolve(cap, seats=cap.seats.replace('"30%"', "2").replace('"50%"', "1")) for cap in some
    )
    facts = {f"m{place}": {"mark": mark, "word": word} for place, (mark, word) in enumerate(people)}
    lost = data.draw(st.fixed_dictionaries({}, optional={"mark": st.integers(0, 5)}))
    book = made(known, BANDS)
    found = rate_group({**facts, "x": lost}, book, on=LAST)
    others = rate_group(facts, book, on=LAST)

    assert isinstance(found.ratings["x"], NotRatable)
    assert {id: one for id, one in found.ratings.items() if id != "x"} == dict(others.ratings)
    assert all(isinstance(one, Rated) for one in others.ratings.values())
    assert all(result.open and result.waiting == ("x",) for result in found.quotas)
