"""A group rated together, with worked figures: step 8 of the order of reading, and what follows from it."""

from datetime import date

import pytest
from tests.ratings.books import HEAD, ITEM, LAST, book

from sanliang.kernel.errors import InvalidInput, NotInForce
from sanliang.ratings import Exempt, NotRatable, Override, Rated, Subject, rate, rate_group
from sanliang.ratings._groups import kinds_of_places
from sanliang.ratings._subjects import plain_facts
from sanliang.records import Record
from sanliang.rulebooks import loads

OPEN = '[scale]\ntiers = [ { name = "a" }, { name = "b" }, { name = "c" } ]\n'
STATUS = '[fact.status]\ntype = "word"\nmissing = "full"\n'
KEEP = '[[clause]]\nwhen = { fact = "status", is = "hero" }\nthen = { is = 3 }\n'


def quota(text, tier="3", of="branch"):
    """One quota as a book writes it."""
    ties = "" if "ties" in text or "at_least" in text else 'ties = "narrow"\n'
    return f'[[quota]]\ntier = {tier}\nof = "{of}"\n{text}\n{ties}'


def named(hours, **others):
    """A group by name: hours, or facts."""
    facts = {id: one if isinstance(one, dict) else {"hours": one} for id, one in hours.items()}
    return [Subject(id=id, facts=one, **others.get(id, {})) for id, one in facts.items()]


def group(hours, *quotas, items=ITEM, rest="", **others):
    """What came of a group by a book with these quotas."""
    made = book(items, "".join(quotas) + rest, **{k: others.pop(k) for k in ("scale",) if k in others})
    return rate_group(named(hours, **others), made, on=LAST)


def tiers(found):
    """The tier of each; of whom it is not known, what it hangs on."""
    return {
        id: one.tier if isinstance(one, Rated) else one.missing if isinstance(one, NotRatable) else "exempt"
        for id, one in found.ratings.items()
    }


def decision(tier):
    """What a committee decided."""
    return Override(tier=tier, by="committee", on=LAST, why="表决")


FIVE = {"m1": 99, "m2": 97, "m3": 95, "m4": 93, "m5": 91}


# --- how many seats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ('at_most = "12%"', 0),
        ('at_most = "12%"\nleast = 1', 1),
        ('at_most = "12%"\nround = "up"', 1),
        ('at_most = "30%"\nround = "half_up"', 2),
        ('at_most = "29.9%"\nround = "half_up"', 1),
        ('at_most = "1/3"', 1),
        ('at_most = "1/3"\nround = "up"', 2),
        ('at_most = "60%"\nround = "up"', 3),
        ("at_most = 2", 2),
        ("at_most = 2\nleast = 3", 3),
        ("at_most = { 2026-01-01 = 4, 2026-12-31 = 3, 2027-01-01 = 1 }", 3),
    ],
)
def test_seats(text, seats):
    """12 % of 5 are 0.6: none, or one that is guaranteed; 30 % are 1.5, by the named rounding 1 or 2."""
    (found,) = group(FIVE, quota(text)).quotas

    assert (5, seats, seats, True) == (found.base, found.seats, len(found.holders), found.met)


def test_a_share_that_does_not_count_yet():
    """On the cycle's last day the first share has to be in force."""
    with pytest.raises(NotInForce) as refused:
        group(FIVE, quota('at_most = { 2027-01-01 = "12%" }'))

    assert ["quota[0].at_most"] == [fault.path for fault in refused.value.faults]


def test_whom_a_share_counts():
    """The rated, or all who are listed; who is exempt is in nobody's group."""
    people = {**FIVE, "m6": {}, "m7": {"hours": 99, "status": "away"}}
    exempt = '[[clause]]\nwhen = { fact = "status", is = "away" }\nthen = "exempt"\n'
    found = group(
        people,
        quota('at_most = "50%"'),
        quota('at_most = "50%"\namong = "listed"\nbinding = false'),
        items=ITEM + STATUS,
        rest=exempt,
    )
    assert [(5, 2), (6, 3)] == [(one.base, one.seats) for one in found.quotas]
    assert [("m6",), ("m6",)] == [one.waiting for one in found.quotas if one.open]
    assert (Exempt, ("hours",)) == (type(found.ratings["m7"]), found.ratings["m6"].missing)


# --- who leaves, and for where ----------------------------------------------------------------------------


def test_the_spare_stand_in_line_for_the_next_quota():
    """Whom the first quota moves takes part in the second by rank."""
    found = group({**FIVE, "m6": 89}, quota("at_most = 2"), quota("at_most = 2", tier=2))

    assert {"m1": "3", "m2": "3", "m3": "2", "m4": "2", "m5": "1", "m6": "1"} == tiers(found)
    assert [("m3", "m4", "m5"), ("m5", "m6")] == [one.moved for one in found.quotas]
    moved = {id: one.moved for id, one in found.ratings.items()}
    assert {"m1": (), "m2": (), "m3": (0,), "m4": (0,), "m5": (0, 1), "m6": (1,)} == moved


def test_what_a_quota_leaves_of_the_rating():
    """The scale proposed three stars, the clauses left all tiers, the quota gives two; so does the book."""
    rating = group(FIVE, quota("at_most = 1")).ratings["m2"]

    assert ("3", "2", "2", 97) == (rating.proposed, rating.computed, rating.tier, rating.score)


def test_a_forced_distribution():
    """Open tiers and quotas alone: 10 %, 40 % and 30 % of ten are 1, 4 and 3, and two are left."""
    people = {f"m{place:02}": 100 - place for place in range(1, 11)}
    quotas = [
        quota('at_most = "10%"', '"a"'), quota('at_most = "40%"', '"b"'), quota('at_most = "30%"', '"c"'),
    ]  # fmt: skip
    found = group(people, *quotas, scale=OPEN)

    assert ["a", *"bbbb", *"ccc", "none", "none"] == [*tiers(found).values()]
    assert [1, 4, 3] == [len(one.holders) for one in found.quotas]


def test_the_order_of_quotas_in_the_book_does_not_matter():
    """The highest tier comes first, whatever the book lists first."""
    first, second = quota("at_most = 2"), quota("at_most = 2", tier=2)
    people = {**FIVE, "m6": 89}

    assert tiers(group(people, first, second)) == tiers(group(people, second, first))


def test_tiers_that_are_counted_together():
    """Three and two stars together are four at most, three stars two: nobody of the four is lost."""
    people = {**FIVE, "m6": 89, "m7": 85}
    found = group(people, quota("at_most = 2"), quota("at_most = 4", tier="[3, 2]"))

    assert ["3", "3", "2", "2", "1", "1", "1"] == [*tiers(found).values()]
    assert [2, 4] == [len(one.holders) for one in found.quotas]


def test_quotas_that_overlap_and_rank_by_other_items():
    """Of two quotas from the same tier the wider one comes first, so that no seat of the other is lost."""
    items = "[fact.hours]\n[item.hours]\n[fact.mark]\n[item.mark]\n"
    marks = {"m1": (95, 1), "m2": (90, 3), "m3": (91, 2)}
    people = {id: {"hours": hours, "mark": mark} for id, (hours, mark) in marks.items()}
    wide = quota('at_most = 2\nrank = "mark"', tier="[3, 2]")
    found = group(people, quota('at_most = 1\nrank = "hours"'), wide, items=items)

    assert {"m1": "1", "m2": "2", "m3": "3"} == tiers(found)


def test_tiers_that_are_no_neighbours():
    """Whom the quota between moves into the lower one of two counted together, stands in line once more."""
    people = {"m1": 99, "m2": 85, "m3": 84}
    found = group(people, quota("at_most = 1", tier="[3, 1]"), quota("at_most = 1", tier=2))

    assert {"m1": "3", "m2": "2", "m3": "none"} == tiers(found)
    assert (1, 0) == found.ratings["m3"].moved


def test_spare_of_a_low_tier_rise():
    """One star is for one at most: the best of them rise, and are moved further by the quota above."""
    people = {"m1": 75, "m2": 70, "m3": 65, "m4": 50, "m5": 40}
    ups = [quota('at_most = 1\nspare = "up"', tier) for tier in (1, '"none"')]
    found = group(people, *ups)

    assert {"m1": "2", "m2": "2", "m3": "2", "m4": "1", "m5": "none"} == tiers(found)
    assert [("m1", "m2", "m3"), ("m4",)] == [one.moved for one in found.quotas]


def test_no_seat_above():
    """Who would rise stands in line above: holders keep their seats, and for whom there is none, stays."""
    people = {"m1": 85, "m2": 75, "m3": 70, "m4": 65, "m5": 61}
    found = group(people, quota("at_most = 2", 2), quota('at_most = 1\nspare = "up"', 1))

    assert {"m1": "2", "m2": "2", "m3": "1", "m4": "1", "m5": "1"} == tiers(found)
    assert [(True, ()), (False, ("m3", "m4"))] == [(one.met, one.stuck) for one in found.quotas]
    assert ((1,), ()) == (found.ratings["m2"].moved, found.ratings["m3"].moved)


def test_clauses_say_where_to():
    """The spare go to the next tier that their clauses allow; a tier that was struck out is none."""
    rest = '[[clause]]\nwhen = { fact = "status", is = "hero" }\nthen = { in = [3, 1] }\n'
    people = {**FIVE, "m3": {"hours": 95, "status": "hero"}}
    found = group(people, quota("at_most = 2"), items=ITEM + STATUS, rest=rest)

    assert ["3", "3", "1", "2", "2"] == [*tiers(found).values()]


def test_clause_fixed_people_keep_a_seat_that_counts():
    """Whoever may not leave the tier keeps a seat, and the others fill the rest by rank."""
    people = {**FIVE, "m5": {"hours": 10, "status": "hero"}}
    (found,) = (whole := group(people, quota("at_most = 2"), items=ITEM + STATUS, rest=KEEP)).quotas

    assert ["3", "2", "2", "2", "3"] == [*tiers(whole).values()]
    assert (("m1", "m5"), ("m5",), True) == (found.holders, found.kept, found.met)


def test_clause_fixed_people_beyond_a_quota():
    """More whom clauses keep than there are seats: they stay and are reported, the others have to leave."""
    people = {**FIVE, **{id: {"hours": 10, "status": "hero"} for id in ("m4", "m5")}}
    (found,) = (whole := group(people, quota("at_most = 1"), items=ITEM + STATUS, rest=KEEP)).quotas

    assert ["2", "2", "2", "3", "3"] == [*tiers(whole).values()]
    assert (("m4", "m5"), ("m4", "m5"), False) == (found.holders, found.kept, found.met)


def test_nobody_rises_by_a_quota_that_pushes_down():
    """Whose clauses allow only tiers above keeps the seat of the lower one."""
    rest = '[[clause]]\nwhen = { fact = "status", is = "hero" }\nthen = { at_least = 1 }\n'
    people = {"m1": 75, "m2": {"hours": 61, "status": "hero"}}
    found = group(people, quota("at_most = 1", 1), items=ITEM + STATUS, rest=rest)

    assert {"m1": "none", "m2": "1"} == tiers(found)


# --- ties ------------------------------------------------------------------------------------------------

TIED = {"m1": 99, "m2": 95, "m3": 95, "m4": 95, "m5": 91}


@pytest.mark.parametrize(
    ("ties", "expected", "met"),
    [("narrow", ["3", "2", "2", "2", "2"], True), ("widen", ["3", "3", "3", "3", "2"], False)],
)
def test_a_tie_at_the_edge(ties, expected, met):
    """Three for one seat: none of them or all. With `narrow` the seat exists and stays empty."""
    (found,) = (whole := group(TIED, quota(f'at_most = 2\nties = "{ties}"'))).quotas

    assert (expected, ("m2", "m3", "m4")) == ([*tiers(whole).values()], found.tied)
    assert (met, False) == (found.met, found.open)


def test_a_tie_for_a_seat_that_is_guaranteed():
    """`least` with `narrow`: the seat exists and may stay empty."""
    (found,) = group({"m1": 95, "m2": 95}, quota('at_most = "12%"\nleast = 1')).quotas

    assert (1, (), True) == (found.seats, found.holders, found.met)


def test_no_tie_within_or_beyond_the_edge():
    """Who ties for seats that are enough, or for none, ties at no edge."""
    for people in ({"m1": 95, "m2": 95, "m3": 91}, {"m1": 99, "m2": 97, "m3": 91, "m4": 91}):
        (found,) = group(people, quota("at_most = 2")).quotas
        assert (("m1", "m2"), ()) == (found.holders, found.tied)
    assert () == group(TIED, quota("at_most = 0")).quotas[0].tied


def test_a_second_item_breaks_a_tie():
    """The group is ranked by the first item, and by the next where the first tells nobody apart."""
    items = "[fact.hours]\n[item.hours]\n[fact.mark]\n[item.mark]\nweight = 0\n[item.seen]\n"
    items += 'fact = "mark"\npart_of = "open"\n[item.open]\nceiling = 0\n'
    people = {
        id: {"hours": hours, "mark": mark}
        for id, hours, mark in (("m1", 95, 1), ("m2", 95, 2), ("m3", 91, 3))
    }
    found = group(people, quota('at_most = 1\nrank = ["score", "seen"]'), items=items)

    assert ({"m1": "2", "m2": "3", "m3": "2"}, ()) == (tiers(found), found.quotas[0].tied)


def test_a_vote_is_open_until_it_is_decided():
    """Who ties is not ratable before the vote, keeps the seats from others, and the quota is open."""
    (found,) = (whole := group(TIED, quota('at_most = 3\nties = "vote"'))).quotas

    assert ["3", ("vote",), ("vote",), ("vote",), "2"] == [*tiers(whole).values()]
    assert (("m2", "m3", "m4"),) * 2 == (found.tied, found.waiting)
    assert (("m1",), True, True) == (found.holders, found.open, found.met)
    assert [95] == [line.points for line in whole.ratings["m2"].lines if line.item == "score"]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ({"m2": "3"}, ["3", "3", ("vote",), ("vote",), "2"]),
        ({"m2": "3", "m4": "3"}, ["3", "3", "2", "3", "2"]),
        ({"m2": "2"}, ["3", "2", "3", "3", "2"]),
        ({"m2": "none", "m3": "none"}, ["3", "none", "none", "3", "2"]),
        ({"m2": "3", "m3": "3", "m4": "3"}, ["3", "3", "3", "3", "2"]),
        ({"m1": "2"}, ["2", ("vote",), ("vote",), ("vote",), "2"]),
    ],
)
def test_decisions_settle_a_vote(decided, expected):
    """Three tie for two seats: a seat that is given is gone, and one who is sent away leaves room."""
    others = {id: {"override": decision(tier)} for id, tier in decided.items()}
    found = group(TIED, quota('at_most = 3\nties = "vote"'), **others)

    assert expected == [*tiers(found).values()]
    assert (("vote",) in expected) == found.quotas[0].open
    computed = {id: found.ratings[id].computed for id in decided}
    assert computed == {id: "3" if id == "m1" or tier == "3" else "2" for id, tier in decided.items()}


def test_a_vote_on_who_rises():
    """Two tie for the seat that the low tier has left; one who is decided to stay lets the other rise."""
    people = {"m1": 70, "m2": 70, "m3": 61}
    up = quota('at_most = 2\nspare = "up"\nties = "vote"', 1)

    assert {"m1": ("vote",), "m2": ("vote",), "m3": "1"} == tiers(group(people, up))
    assert {"m1": "1", "m2": "2", "m3": "1"} == tiers(group(people, up, m1={"override": decision("1")}))


def test_a_tie_for_a_seat_above():
    """Who rise and tie for the seats above are treated as the quota there declares."""
    people = {"m1": 85, "m2": 70, "m3": 70, "m4": 65}
    up = quota('at_most = 1\nspare = "up"', 1)

    for ties, expected in (("narrow", ["2", "1", "1", "1"]), ("vote", ["2", ("vote",), ("vote",), "1"])):
        above = quota(f'at_most = 2\nties = "{ties}"', 2)
        assert expected == [*tiers(group(people, above, up)).values()]


# --- what is not known -----------------------------------------------------------------------------------


def test_points_that_a_quota_needs():
    """Whose rank is not known where a quota has to choose is not ratable, and names the facts."""
    items = ITEM + "[item.mark]\nfact = { raters = { a = 1, b = 1 } }\nfloor = 0\nceiling = 9\n"
    people = {id: {"hours": hours, "mark": 0} for id, hours in FIVE.items()} | {"m3": {"hours": 95}}
    found = group(people, quota("at_most = 2"), items=items)

    assert ["3", "3", ("mark",), "2", "2"] == [*tiers(found).values()]
    assert (("m3",), True) == (found.quotas[0].waiting, found.quotas[0].open)
    assert 5 == found.quotas[0].base


def test_points_that_no_quota_needs():
    """Where there are seats for all, or for none, a rank that is not known does not matter."""
    items = ITEM + "[item.mark]\nfact = { raters = { a = 1, b = 1 } }\nfloor = 0\nceiling = 9\n"
    people = {"m1": {"hours": 99, "mark": 0}, "m2": {"hours": 95}}

    assert {"m1": "3", "m2": "3"} == tiers(group(people, quota("at_most = 2"), items=items))
    assert {"m1": "2", "m2": "2"} == tiers(group(people, quota("at_most = 0"), items=items))


LADDER = '[[clause]]\nwhen = { fact = "status", is = "hero" }\nthen = { in = [3, 1] }\n'


@pytest.mark.parametrize("seats", [1, 0])
def test_clauses_that_a_quota_needs(seats):
    """Where to somebody may go hangs on a clause that is not known: not ratable, if he has to leave."""
    items = ITEM + '[fact.status]\ntype = "word"\n'
    people = {"m1": {"hours": 99, "status": "none"}, "m2": {"hours": 95}}
    found = group(people, quota(f"at_most = {seats}"), items=items, rest=LADDER)

    assert {"m1": "3" if seats else "2", "m2": ("status",)} == tiers(found)
    assert {"m1": "3", "m2": "3"} == tiers(group(people, quota("at_most = 2"), items=items, rest=LADDER))


def test_a_clause_that_may_keep_somebody():
    """Whether somebody may leave at all hangs on a clause that is not known: not ratable, no seat."""
    items = ITEM + '[fact.status]\ntype = "word"\n'
    people = {"m1": {"hours": 99}, "m2": {"hours": 95, "status": "full"}}

    assert {"m1": ("status",), "m2": "3"} == tiers(
        group(people, quota("at_most = 1"), items=items, rest=KEEP)
    )


def test_too_many_ways():
    """Where it is too much to say what clauses may leave, everything that is not known is taken to matter."""
    names = [f"f{place}" for place in range(9)]
    items = ITEM + "".join(f'[fact.{name}]\ntype = "yes"\n' for name in names)
    scale = "[scale]\ntiers = [ {} ]\n".format(
        ", ".join(f"{{ name = {10 - n}, at_least = {90 - n} }}" for n in range(10))
    )
    others = [" ,".join(str(10 - n) for n in range(10) if n != at + 1) for at in range(9)]
    rest = "".join(
        f'[[clause]]\nwhen = {{ fact = "{name}", is = true }}\nthen = {{ in = [{left}] }}\n'
        for name, left in zip(names, others, strict=True)
    )
    sure = "[[clause]]\nthen = { is = 10 }\n"
    people = {"m1": {"hours": 99}, "m2": {"hours": 95, **dict.fromkeys(names, False)}}
    found = group(people, quota("at_most = 1", 10), items=items, rest=rest, scale=scale)

    assert [tuple(names)] == [one.missing for one in found.ratings.values() if isinstance(one, NotRatable)]
    assert {"m1": "10", "m2": "10"} == tiers(
        group(people, quota("at_most = 1", 10), items=items, rest=sure + rest, scale=scale)
    )


def test_a_settled_tier_without_a_score():
    """A veto settles the tier whatever the points; with them unknown it comes last where places are asked."""
    rest = '[[clause]]\nwhen = { fact = "status", is = "barred" }\nthen = { is = "none" }\n'
    rest += '[[consequence]]\nwhen = { place = "branch", is = 3 }\nthen = "talk"\n'
    people = {"m1": 99, "m2": {"status": "barred"}, "m3": 20}
    found = group(people, quota("at_most = 1"), items=ITEM + STATUS, rest=rest)

    assert {"m1": "3", "m2": "none", "m3": "none"} == tiers(found)
    assert [(), ("talk",), ()] == [one.actions for one in found.ratings.values()]


def test_a_share_by_a_word():
    """A share may depend on a word that all of a group have in common."""
    items = ITEM + '[fact.grade]\ntype = "word"\n'
    share = quota('at_most = { by = "grade", best = 2, else = 1 }')
    people = {id: {"hours": hours, "grade": "best"} for id, hours in FIVE.items()}

    assert ["3", "3", "2", "2", "2"] == [*tiers(group(people, share, items=items)).values()]
    people = {id: {"hours": hours, "grade": "fair"} for id, hours in FIVE.items()}
    assert ["3", "2", "2", "2", "2"] == [*tiers(group(people, share, items=items)).values()]


@pytest.mark.parametrize("last", [{"hours": 91, "grade": "fair"}, {"hours": 91}])
def test_a_share_by_a_word_that_a_group_does_not_share(last):
    """Where it differs or is not known, nobody who could be moved has a tier, and the seats are not known."""
    items = ITEM + '[fact.grade]\ntype = "word"\n' + STATUS
    share = quota('at_most = { by = "grade", best = 2, else = 1 }')
    people = {id: {"hours": hours, "grade": "best"} for id, hours in FIVE.items()} | {"m5": last}
    people["m1"]["status"] = "hero"
    found = group(people, share, items=items, rest=KEEP)

    assert ["3", *[("grade",)] * 4] == [*tiers(found).values()]
    assert (None, None, True) == (found.quotas[0].seats, found.quotas[0].met, found.quotas[0].open)


def test_who_cannot_be_taken_takes_no_seat():
    """Somebody who proves not ratable, be it by a consequence, has no seat that others could have."""
    items = ITEM + '[fact.status]\ntype = "word"\n'
    rest = '[[consequence]]\nwhen = { fact = "status", is = "new" }\nthen = "talk"\n'
    people = {"m1": {"hours": 99, "status": 3}, "m2": 95, "m3": 93}
    found = group(people, quota("at_most = 1"), items=items, rest=rest)
    assert {"m1": ("status",), "m2": "3", "m3": "2"} == tiers(found)

    lines = '[fact.line]\nmissing = { by = "status", new = 1 }\n'
    rest = '[[consequence]]\nwhen = { fact = "line", at_least = 1 }\nthen = "talk"\n'
    people = {"m1": {"hours": 99, "status": "old"}, "m2": {"hours": 95, "status": "new"}, "m3": 93}
    found = group(people, quota("at_most = 1"), items=items + lines, rest=rest)
    assert {"m1": ("status",), "m2": "3", "m3": "2"} == tiers(found)
    assert (2, ("m1",)) == (found.quotas[0].base, found.quotas[0].waiting)


# --- targets, principles, decisions -----------------------------------------------------------------------


def test_what_is_compared_and_never_enforced():
    """A target and a quota in principle move nobody and say whether they are met."""
    quotas = [quota('at_least = "40%"'), quota("at_least = 6"), quota("at_most = 1\nbinding = false")]
    found = group(FIVE, *quotas)

    assert {"3"} == set(tiers(found).values())
    assert [(2, True), (6, False), (1, False)] == [(one.seats, one.met) for one in found.quotas]


def test_no_quota_is_run_again_for_a_decision():
    """A decision replaces the tier, the computed one stays, and a quota that is broken by it is reported."""
    whole = group(FIVE, quota("at_most = 1"), m5={"override": decision("3")})
    rating, (found,) = whole.ratings["m5"], whole.quotas

    assert ["3", "2", "2", "2", "3"] == [*tiers(whole).values()]
    assert ("2", "3", decision("3")) == (rating.computed, rating.tier, rating.override)
    assert (("m1", "m5"), 1, False) == (found.holders, found.seats, found.met)


def test_a_decision_gives_no_seat_away():
    """A seat that a decision takes from somebody stays empty."""
    assert ["2", "2", "2", "2", "2"] == [
        *tiers(group(FIVE, quota("at_most = 1"), m1={"override": decision("2")})).values()
    ]


def test_consequences_are_on_the_final_tier():
    """Whom a quota moves down or a decision raises has the consequences of the tier that holds."""
    rest = '[[consequence]]\nwhen = { tier = "this", at_most = 2 }\nthen = "talk"\n'
    found = group(FIVE, quota("at_most = 2"), rest=rest, m5={"override": decision("3")})

    assert [(), (), ("talk",), ("talk",), ()] == [one.actions for one in found.ratings.values()]


# --- groups and places ------------------------------------------------------------------------------------


def test_each_group_has_its_own_seats():
    """A quota counts each group of its kind by itself; who names none is a peer of those who name none."""
    made = book(rest=quota('at_most = "50%"') + quota("at_most = 3", tier="[3, 2]", of="town"))
    where = {"m1": ("b2", 99), "m2": ("b1", 95), "m3": ("b1", 93), "m4": ("b2", 91)}
    people = [
        Subject(id=id, facts={"hours": hours}, group={"branch": branch, "town": "t1"})
        for id, (branch, hours) in where.items()
    ]
    found = rate_group(people, made, on=LAST)

    assert {"m1": "3", "m2": "3", "m3": "2", "m4": "1"} == tiers(found)
    assert [("b1", 1, ("m2",)), ("b2", 1, ("m1",)), ("t1", 3, ("m1", "m2", "m3"))] == [
        (one.group, one.seats, one.holders) for one in found.quotas
    ]
    mixed = [Subject(id="m1", facts={"hours": 99}), Subject(id="m2", facts={"hours": 98}, group="b1")]
    assert [None, "b1", None, "b1"] == [one.group for one in rate_group(mixed, made, on=LAST).quotas]


PLACES = '[[consequence]]\nwhen = { place = "branch", at_most = 2 }\nthen = "praise"\n'


def test_places():
    """1 is best, those of one score share their place, and the next one comes after all of them."""
    people = {"m1": 90, "m2": 95, "m3": 90, "m4": 80}
    rest = PLACES + '[[consequence]]\nwhen = { place = "branch", is = 4 }\nthen = "talk"\n'
    found = group(people, rest=rest)

    assert [("praise",), ("praise",), ("praise",), ("talk",)] == [
        one.actions for one in found.ratings.values()
    ]
    assert ((), ("branch",)) == (
        rate({"hours": 90}, book(rest=rest), on=LAST).actions,
        rate({"hours": 90}, book(rest=rest), on=LAST).missing,
    )


def test_the_kinds_of_groups_in_which_a_place_is_asked_for():
    """Those that a consequence asks for a place in; what else it asks for is no group."""
    asked = '{ place = "town", is = 1 }, { tier = "this", is = 3 }, { item = "score", above = 1 }'

    assert {"branch", "town"} == kinds_of_places(
        book(rest=f"{PLACES}[[consequence]]\nwhen = {{ any = [ {asked} ] }}\nthen = 'talk'\n")
    )


def test_places_beside_somebody_who_is_not_ratable():
    """A place that somebody could still take is not known, and an action that hangs on it is not named."""
    found = group({"m1": 95, "m2": 90, "m3": {}, "m4": 70}, rest=PLACES)
    sure, open_, _, behind = found.ratings.values()

    assert [(("praise",), ()), ((), ("branch",)), ((), ())] == [
        (one.actions, one.missing) for one in (sure, open_, behind)
    ]


def test_places_of_those_who_wait_for_a_vote():
    """Whose tier waits for a vote has a score, and so a place that counts."""
    people = {"m1": 99, "m2": 95, "m3": 95, "m4": 91}
    found = group(people, quota('at_most = 2\nties = "vote"'), rest=PLACES)

    assert ((), ()) == (found.ratings["m4"].actions, found.ratings["m4"].missing)


# --- what is handed in ------------------------------------------------------------------------------------


def test_facts_by_id():
    """A mapping is facts by id, of one group; the outcome is in the order of ids."""
    made = book(rest=quota("at_most = 1"))
    found = rate_group({"m2": {"hours": 99}, "m1": {"hours": 95}}, made, on=date(2026, 3, 1))

    assert [("m1", "2"), ("m2", "3")] == [*tiers(found).items()]
    assert ("stars", LAST, None) == (found.book, found.cycle.end, found.quotas[0].group)


def test_records_and_earlier_tiers_and_credits():
    """A subject brings along what `rate` takes."""
    items = '[fact.visits]\nrecords = "visit"\n[item.visits]\neach = 30\nceiling = { ever = 100 }\n'
    ladder = "[[clause]]\nthen = { rise_at_most = 1 }\n"
    visits = [
        Record(id=f"r{n}", subject="m1", kind="visit", on=LAST, recorder="c", recorded=None) for n in ()
    ]
    people = [
        Subject(id="m1", facts={"visits": 3}, past=["1", None], credited={"visits": 5}),
        Subject(id="m2", records=iter(visits), past=()),
    ]
    found = rate_group(people, book(items, ladder), on=LAST)

    assert {"m1": "2", "m2": "none"} == tiers(found)
    assert (90, 0) == tuple(one.score for one in found.ratings.values())
    assert found == rate_group(people, book(items, ladder), on=LAST)


def test_nobody():
    """A group of nobody has no ratings and no quotas to meet."""
    found = rate_group([], book(rest=quota("at_most = 1")), on=LAST)

    assert ({}, ()) == (dict(found.ratings), found.quotas)


def faults(*people, rest=""):
    """The codes and paths of what is wrong with a group."""
    with pytest.raises(InvalidInput) as refused:
        rate_group(people[0] if len(people) == 1 else people, book(rest=rest), on=LAST)
    return [(fault.code, fault.path) for fault in refused.value.faults]


def test_what_is_wrong_with_a_group_is_all_told():
    """Every fault at once, each with the place of the subject and never its id."""
    one = Subject(id="m1", facts={"hours": 1})
    assert [("list.doubled", "subjects[1].id")] == faults(one, one)
    assert [("value.kind", "subjects[0]"), ("value.kind", "subjects[1]")] == faults("m1", None)
    assert [("list.type", "subjects")] == faults(3)
    assert [("facts.table", "subjects[0].facts"), ("text.empty", "subjects[1].id")] == faults(
        {"m1": 3, "": {}}
    )
    assert [("list.doubled", "subjects[1].id")] == faults({"e\u0301": {}, "\u00e9": {}})
    assert [
        ("facts.unknown", "subjects[0].facts.ours"),
        ("number.float", "subjects[1].facts.hours"),
    ] == faults({"m1": {"ours": 1}, "m2": {"hours": 0.5}})
    assert [("past.tier", "subjects[0].past[1]"), ("past.tier", "subjects[1].override.tier")] == faults(
        Subject(id="m1", past=("1", "9")), Subject(id="m2", override=decision("9"))
    )


def test_a_group_that_is_not_named():
    """Whoever names groups names one of each kind that the book asks for."""
    one = Subject(id="m1", facts={"hours": 99}, group={"town": "t1"})

    assert [("subjects.group", "subjects[0].group")] == faults([one], rest=quota("at_most = 1"))
    assert [("subjects.group", "subjects[0].group")] == faults([one], rest=PLACES)
    assert "3" == rate_group([one], book(), on=LAST).ratings["m1"].tier


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("id", "", "id"),
        ("group", 3, "group"),
        ("group", {"Branch": "b"}, "group"),
        ("group", {"branch": ""}, "group.branch"),
        ("records", [3], "records[0]"),
        ("past", "12", "past"),
        ("past", [3], "past[0]"),
        ("override", "3", "override"),
    ],
)
def test_a_subject_is_checked_when_it_is_made(field, value, path):
    """What cannot be taken is refused at once, with its path."""
    with pytest.raises(InvalidInput) as refused:
        Subject(**{"id": "m1", field: value})
    assert [path] == [fault.path for fault in refused.value.faults]


def test_a_book_without_a_scale_of_its_own_kind():
    """Stars that are counted have quotas as well."""
    made = loads(HEAD + ITEM + "[scale]\nstars = 7\n" + quota("at_most = 1", 7))

    assert {"m1": "7", "m2": "6"} == tiers(rate_group(named({"m1": 9, "m2": 8}), made, on=LAST))


# --- who is plain --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "is_plain"),
    [
        ({"m-1": {}, "m-2": {"hours": 1}}, True),
        ({"m" * 200: {}}, True),
        ({"m" * 201: {}}, False),
        ({"m-1": {}, "m" * 201: {}}, False),
        ({"": {}}, False),
        ({"m-1": {}, "": {}}, False),
        ({"m 1": {}}, False),
        ({"m\t1": {}}, False),
        ({"王": {}}, False),
        ({1: {}}, False),
        ({"m-1": {}, 1: {}}, False),
        ({"m-1": []}, False),
        ({"m-1": {}, "m-2": None}, False),
        ({}, False),
        ([], False),
        (None, False),
    ],
)
def test_who_needs_no_cleaning(given, is_plain):
    """Facts by ids of visible ASCII characters are taken as they are; all else is looked at one by one."""
    assert (given if is_plain else None) is plain_facts(given)


def test_of_whom_only_facts_are_known():
    """Records, earlier tiers and what was credited before are more than facts, where they are empty, too."""
    others = {"records": (), "past": (), "credited": {"hours": 1}}

    assert Subject(id="m-1", facts={"hours": 1}).facts_only
    for name, given in others.items():
        assert not Subject(id="m-1", **{name: given}).facts_only


def test_whoever_has_a_seat_in_any_case_hangs_on_nothing():
    """Where there are seats enough, nobody's tier hangs on what would bar the way down."""
    stays = "[[clause]]\nthen = { fall_at_most = 0 }\n"

    for seats, tier in ((2, "3"), (1, "3"), (0, ("past",))):
        assert {"a": tier} == tiers(group({"a": 95}, quota(f"at_most = {seats}"), rest=stays))
