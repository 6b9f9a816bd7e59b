"""What the search for the next tier is made of: how facts move, which way, what several bring together."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from tests.ratings.books import HEAD, LAST
from tests.rulebooks.words import effect, key, tariff

from sanliang import rulebooks
from sanliang.ratings._facts import Facts
from sanliang.ratings._next._axes import FAR_OWN, LARGEST, Axes, Axis
from sanliang.ratings._next._distance import lines_of
from sanliang.ratings._next._looks import Line
from sanliang.ratings._next._pulls import DOWN, EITHER, NEITHER, UP, Ask, _of_clause, asks, pulls, slack
from sanliang.ratings._next._search import Gains
from sanliang.rulebooks import Words, loads

OWN = Words(
    tariffs=[
        tariff(lambda number: number, tag="grow", rises=True),
        tariff(lambda number: -number, tag="sink", rises=False),
        tariff(lambda number: number, tag="turn"),
    ],
    effects=[effect(lambda tiers, last, *, top: tiers, tag="climb", keys={"top": key()})],
)
FACTS = "[fact.class]\ntype = 'word'\n[fact.sick]\ntype = 'yes'\n"
BY = '{{ by = "class", a = {}, else = {} }}'.format


def made(item="", fact="", rest=""):
    """A book whose item `n` reads the fact `n`."""
    return loads(f"{HEAD}{FACTS}[fact.n]\n{fact}\n[item.n]\nfact = 'n'\n{item}\n{rest}", words=OWN)


def axis(given, item="", fact="", rest="", *, step=Fraction(1), signs=EITHER, on=LAST):
    """How the fact `n` can move."""
    of = made(item, fact, rest)
    known = Facts(of, {"n": given}, span=of.cycle.span(LAST), records=None)
    (one,) = [fact for fact in of.facts if fact.id == "n"]
    return Axes(of, known, {"n": given}, on=on).of(one, signs, step)


FAR = int(LARGEST)

ENDS = [
    ("", "", 5, -5, FAR - 5),
    ("", "", 0, 0, FAR),
    ("", "", -3, 3 - FAR, FAR + 3),
    ("", "at_least = 2", 5, -3, FAR - 5),
    ("", "at_least = 2.5", 5, -2, FAR - 5),
    ("", "above = 2", 5, -2, FAR - 5),
    ("", "above = 1", 5, -3, FAR - 5),
    ("", "above = 2.5", 5, -2, FAR - 5),
    ("", "at_most = 7", 5, -5, 2),
    ("", "at_most = 7.5", 5, -5, 2),
    ("", "below = 7", 5, -5, 1),
    ("", "below = 8", 5, -5, 2),
    ("", "below = 7.5", 5, -5, 2),
    ("", "at_least = 5\nat_most = 5", 5, 0, 0),
    ("", "at_least = -9\nat_most = 9", -3, -6, 12),
    ("", "records = 'n'", 5, -5, FAR - 5),
    ("", "records = 'n'\nabove = 2", 5, -2, FAR - 5),
    ("", "ballots = { good = 9, poor = 1 }", 5, -4, 4),
    ("", "pledges = 'kept'", 5, -5, FAR - 5),
    ("given = { at_least = 1, at_most = 8 }", "", 5, -4, 3),
    ("given = { above = 1, below = 8 }", "at_least = 3", 5, -2, 2),
    ("grow = {}", "", 5, -5, int(FAR_OWN) - 5),
    ("grow = {}", "", -5, 5 - int(FAR_OWN), int(FAR_OWN) + 5),
    ("grow = {}", "", int(FAR_OWN) + 5, -int(FAR_OWN) - 5, 0),
    ("grow = {}", "", -int(FAR_OWN) - 5, 0, 2 * int(FAR_OWN) + 5),
    ("", "", Fraction("-0.5"), 1 - FAR, FAR),
    ("", "", Fraction("5.5"), -5, FAR - 6),
]


@pytest.mark.parametrize(("item", "fact", "now", "low", "high"), ENDS)
def test_how_far_a_fact_may_go(item, fact, now, low, high):
    """A number goes down to nothing, if it is not below it, and within its own edges and those of a mark."""
    found = axis(now, item, fact)

    assert (low, high, now) == (found.low, found.high, found.now)
    assert (int, int) == (type(found.low), type(found.high))


def test_a_step_does_not_pass_an_end():
    """Where a step would pass an end, the last one before it is as far as a fact goes."""
    found = axis(5, fact="at_least = 0\nat_most = 9", step=Fraction(3))

    assert (-1, 1) == (found.low, found.high)


def test_an_end_is_no_edge():
    """What begins at an end, or past it, is looked at without being named as an edge."""
    found = axis(
        5, "steps = [ { at_least = 9, points = 2 }, { at_least = 3, points = 1 } ]", "above = 2\nat_most = 9"
    )

    assert (-1, 3) == found.edges


def test_the_steps_of_a_fact():
    """A count moves by one, whatever is asked for; a number as finely as its items are rounded."""
    finer = "[item.m]\nfact = 'n'\ndecimals = 3\n"
    found = [
        axis(5, step=None).step,
        axis(5, "decimals = 1", step=None).step,
        axis(5, "decimals = 1", rest=finer, step=None).step,
        axis(5, step=Fraction(1, 4)).step,
        axis(5, fact="records = 'n'", step=Fraction(1, 4)).step,
        axis(5, fact="records = 'n'\nsum = 'hours'", step=Fraction(1, 4)).step,
        axis(5, fact="pledges = 'kept'", step=None).step,
        axis(1, fact="pledges = 'share'", step=None).step,
    ]

    assert ["1/100", "1/10", "1/1000", "1/4", "1", "1/4", "1", "1/100"] == [str(one) for one in found]


def test_a_yes_or_no_turns():
    """A no may become a yes, and a yes a no; what is not known and what the roster says stay."""
    no, yes = (axis(given, "each = 1", "type = 'yes'") for given in (False, True))

    assert [(0, 1, False, True), (-1, 0, True, False)] == [
        (one.low, one.high, one.value(0), one.value(one.low + one.high)) for one in (no, yes)
    ]
    assert axis(None) is None
    assert axis(5, fact="roster = 'n'") is None


def test_which_ends_are_of_use():
    """The end up where more helps, the end down where less does; none where it stands already."""
    ways = (UP, DOWN, EITHER, NEITHER)

    assert [(4,), (-5,), (4, -5), ()] == [axis(5, fact="at_most = 9", signs=one).ends for one in ways]
    assert [(9,), (), (9,), ()] == [axis(0, fact="at_most = 9", signs=one).ends for one in ways]


def test_what_is_handed_in():
    """A number so many steps on; of a mark what was said of it besides, too."""
    plain = axis(5, step=Fraction(1, 2))
    mark = axis({"mark": 5, "reason": "x"}, "given = { at_least = 0, at_most = 9 }")

    assert [5, 6, Fraction(7, 2)] == [plain.hand_in(place) for place in (0, 2, -3)]
    assert {"mark": 7, "reason": "x"} == mark.hand_in(2)


HOURS = "records = 'n'\nsum = 'hours'"
DONE = [{"hours": hours, "on": date(2026, month, 1)} for month, hours in ((1, 3), (2, 2), (3, 4))]
MOST = [
    ("", None),
    ("ceiling = { month = 2 }", 2),
    ("ceiling = { month = 2.5 }", 2),
    ("ceiling = { month = 0.5 }", 1),
    ("ceiling = { activity = 2, month = 6 }", 2),
    ("ceiling = { month = 6, year = 2 }", 6),
    ("each = 2\nceiling = { month = 6 }", 3),
    ("each = 2\nper = 3\nceiling = { month = 6 }", 9),
    ("each = 2\nper = 3\nceiling = { month = 5 }", 7),
    ("each = -2\nceiling = { month = 6 }", None),
    ("each = 0\nceiling = { month = 6 }", None),
]


@pytest.mark.parametrize(("item", "most"), MOST)
def test_more_is_new_records(item, most):
    """More of a sum is records beside those that are there, each as much as counts, the last what is left."""
    found = axis(DONE, item, HOURS)
    new = [most, most, 1] if most else [7]
    move = sum(new)

    assert [3, 2, 4, *new] == [record.fields["hours"] for record in found.hand_in(move)]
    assert [3, 2, 4] == [record.fields["hours"] for record in found.hand_in(0)]
    assert (366 * most if most else FAR - 9) == found.high
    assert type(found.high) is int


def test_a_new_record_says_what_the_latest_said():
    """Where records are taken one by one, a new one has the fields of the latest; else what is asked for."""
    done = [{"hours": 1, "level": level, "on": date(2026, 1, day)} for day, level in enumerate("abc", 1)]
    apart = "[item.m]\nfor_each = 'n'\nfield = 'hours'\n"

    assert "c" == axis(done, fact=HOURS, rest=apart).hand_in(1)[-1].fields["level"]
    assert {"hours": 1} == axis(done, fact=HOURS).hand_in(1)[-1].fields
    asked = HOURS + "\nwhere = { level = ['b', 'a', 'c'] }"
    assert {"hours": 1, "level": "b"} == axis(done, fact=asked).hand_in(1)[-1].fields


def test_less_is_the_latest_records_gone():
    """The latest go first, and of the last that goes a part may stay."""
    found = axis(DONE, fact=HOURS)
    expected = {-1: [3, 2, 3], -4: [3, 2], -5: [3, 1], -6: [3], -8: [1], -9: []}

    assert -9 == found.low
    assert expected == {
        place: [one.fields["hours"] for one in sorted(found.hand_in(place), key=lambda one: one.on)]
        for place in expected
    }


def test_new_records_fall_on_the_months_that_are_left():
    """One on the first day that is left of each month, then from the first month again."""
    found = axis(DONE, fact="records = 'n'", on=date(2026, 10, 20))
    new = found.hand_in(4)[3:]

    assert [(10, 20), (11, 1), (12, 1), (10, 20)] == [(one.on.month, one.on.day) for one in new]
    assert 7 == len({one.id for one in found.hand_in(4)})
    assert 366 == found.high


BEGIN = [
    ("steps = [ { at_least = 8, points = 2 } ]", "", (2, 3, 4)),
    ("steps = [ { at_least = 8.5, points = 2 } ]", "", (3, 4)),
    ("steps = [ { at_least = 5, points = 2 } ]", "", (-1, 1)),
    ("steps = [ { at_least = 8, points = 2 }, { below = 8, points = 1 } ]", "", (2, 3, 4)),
    (f"steps = [ {{ at_least = {BY(8, 9)}, points = 2 }} ]", "", ()),
    ("each = 2\nceiling = 20", "", (4, 5, 6)),
    ("ceiling = 20", "", (14, 15, 16)),
    ("each = 2\npoints = 4\nceiling = 20", "", (2, 3, 4)),
    ("each = 2\nper = 3\nceiling = 20", "", (24, 25, 26)),
    ("each = 2\nabove = 1\nceiling = 20", "", (-4, -3, 5, 6, 7)),
    ("each = 2\nbelow = 30\nceiling = 20", "", (14, 15, 16, 24, 25, 26)),
    ("each = 0\nceiling = 20", "", (-4,)),
    ("each = -1\nfloor = -3", "", (-3, -2, -1)),
    ("each = 2\nceiling = { ever = 20 }", "", (4, 5, 6)),
    ("each = 2\nceiling = { month = 20 }", "", ()),
    ("grow = {}", "", ()),
    ("", "[[clause]]\nwhen = { fact = 'n', at_least = 8 }\nthen = 'exempt'\n", (2, 3, 4)),
    (
        "",
        "[[clause]]\nwhen = { not = { fact = 'n', in = [8, 20] } }\nthen = 'exempt'\n",
        (2, 3, 4, 14, 15, 16),
    ),
    ("when = { fact = 'n', below = 8 }", "", (2, 3, 4)),
    ("", "[[clause]]\nwhen = { item = 'n', at_least = 8 }\nthen = 'exempt'\n", ()),
    ("", "[scale]\nstars = [ { name = 'a', fact = 'n', above = 8 } ]\n", (2, 3, 4)),
    ("", "[scale]\ntiers = [ { name = 1, fact = 'n', above = 8 } ]\n", (2, 3, 4)),
]


@pytest.mark.parametrize(("item", "rest", "expected"), BEGIN)
def test_where_something_begins_or_ends(item, rest, expected):
    """Each edge that a fact is held against is looked at, and its two neighbours, but for where it stands."""
    found = axis(5, item, rest=rest)

    assert expected == found.edges
    assert ("fact =" in item + rest) == found.asked


class Curve:
    """Looks at a score that hangs on one place, each of them once; below 0 nobody is rated."""

    lines = ()

    def __init__(self, score, aim):
        self.score, self.aim, self.seen = score, aim, []

    def at(self, places):
        """What the rating is there."""
        (place,) = places.values()
        self.seen += [] if place in self.seen else [place]
        score = self.score(place)
        return None if score is not None and score < 0 else SimpleNamespace(score=score)

    def reached(self, places):
        """Whether the score is enough there."""
        found = self.at(places)
        return found is not None and found.score is not None and found.score >= self.aim


SHAPES = {
    "line": lambda place: abs(Fraction(place, 3)),
    "cap": lambda place: Fraction(min(abs(place), 95)),
    "jump": lambda place: Fraction(100 * (abs(place) >= 700)),
    "late": lambda place: Fraction(max(abs(place) - 900, 0)),
    "steep": lambda place: Fraction(place**2),
    "known": lambda place: None if abs(place) < 50 else Fraction(place),
    "rated": lambda place: Fraction(place - 50),
}
CURVES = [
    ("jump", 701, 60, (), [701, 0, 421, 589, 600, 661, 685, 693, 698, 700, 699]),
    ("jump", 703, 60, (), [703, 0, 422, 591, 602, 663, 687, 695, 700, 698, 699]),
    ("late", -902, 1, (), [-902, 0, -451, -677, -692, -797, -850, -876, -889, -896, -899, -901, -900]),
    ("line", 1000, 50, (), [1000, 0, 150, 149]),
    ("line", -1000, 50, (), [-1000, 0, -150, -149]),
    ("line", 1000, 1, (), [1000, 0, 3, 2]),
    ("line", -8, 2, (), [-8, 0, -6, -5]),
    (
        "cap",
        300,
        90,
        (),
        [300, 0, 285, 270, 17, 254, 239, 128, 121, 115, 27, 109, 103, 65, 97, 92, 71, 90, 89],
    ),
    ("cap", -300, 80, (), [-300, 0, -253, -214, -15, -177, -147, -81, -80, -79]),
    ("cap", 1000, 90, (40, 95, 96, 500), [1000, 96, 95, 40, 90, 89]),
    ("cap", -1000, 90, (-500, -96, -95, -40), [-1000, -95, -40, -48, -90, -89]),
    ("jump", 1000, 60, (), [1000, 0, 600, 840, 616, 751, 697, 724, 714, 708, 701, 700, 699]),
    ("jump", -800, 60, (), [-800, 0, -480, -672, -684, -754, -726, -705, -697, -702, -699, -701, -700]),
    ("late", 1000, 30, (), [1000, 0, 300, 510, 533, 674, 772, 886, 921, 930, 924, 929]),
    ("late", -1000, 90, (), [-1000, 0, -900, -990, -910, -989]),
    ("steep", 1000, 900, (), [1000, 0, 500, 250, 16, 133, 75, 46, 31, 24, 27, 29, 30]),
    ("known", 300, 200, (), [300, 0, 150, 200, 157, 199]),
    ("rated", 300, 200, (), [300, 0, 150, 250, 160, 249]),
]


@pytest.mark.parametrize(("shape", "end", "aim", "edges", "looks"), CURVES)
def test_where_is_looked_for_the_first_place_that_is_enough(shape, end, aim, edges, looks):
    """A line costs the fewest looks, edges are looked at first, and whatever the score does, it ends."""
    curve = Curve(SHAPES[shape], aim)
    way = {"low": min(end, 0), "high": max(end, 0), "signs": UP if end > 0 else DOWN}
    found = Line(
        axis=Axis(fact="n", now=Fraction(0), edges=edges, **way),
        looks=curve,
        others={},
        aim=None if shape == "steep" else Fraction(aim),
    )

    first = next(place for place in range(0, end, 1 if end > 0 else -1) if curve.reached({"n": place}))
    curve.seen.clear()
    assert (first, looks) == (found.least(), curve.seen)


def test_what_points_are_held_against():
    """The edges of a band, each by its word; one of some numbers is come to and passed. Facts have none."""
    rest = "[[clause]]\nwhen = {{ {} = 'n', {} }}\nthen = 'exempt'\n".format
    of = made()
    known = Facts(of, {}, span=of.cycle.span(LAST), records=None)
    found = [
        [*lines_of(made(rest=rest(*asks)).clauses[0].when, known)]
        for asks in (("item", "at_least = 2, below = 9"), ("item", "in = [3, 5]"), ("fact", "at_least = 2"))
    ]

    each = [("n", word, Fraction(number)) for number in (3, 5) for word in ("at_least", "above")]
    assert [[("n", "at_least", 2), ("n", "below", 9)], each, []] == found


def ridge(place):
    """What is gained comes to a ceiling at 10, and what is lost does not: the best lies between."""
    held = {"notes": ("ceiling",) if abs(place) >= 10 else (), "item": "gain"}
    score = min(10 * abs(place), 100) - Fraction(abs(place), 10)
    return SimpleNamespace(score=score, lines=[SimpleNamespace(points=score, **held)])


LOW = [("gain", "at_least", Fraction(9))]
RIDGES = [
    (100, (), (), 98, 10, [0, 100, 50, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    (100, (-5, 5, 40), (), 98, 10, [1, 2, 3, 4, 5, 40, 6, 7, 8, 9, 10]),
    (-100, (-40, -5, 5), (), 98, -10, [-1, -2, -3, -4, -5, -40, -6, -7, -8, -9, -10]),
    (-200, (), (), 98, -10, [0, -200, -100, -50, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10]),
    (100, (-5, 10, 70), (), 98, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    (-100, (-70, -10, 5), (), 98, -10, [-1, -2, -3, -4, -5, -6, -7, -8, -9, -10]),
    (33, (), (), 100, None, [0, 33, *range(1, 33)]),
    (32, (), (), 100, None, [*range(1, 33)]),
    (3000, (), LOW, 96, 10, [0, 3000, 1500, 750, 375, 188, 94, 47, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    (900, (), LOW, 9, 1, [0, 900, 450, 225, 113, 57, 1]),
]


@pytest.mark.parametrize(("end", "edges", "lines", "aim", "first", "looks"), RIDGES)
def test_where_points_turn(end, edges, lines, aim, first, looks):
    """Where points may turn, halves are looked at until they go straight or are near; edges come before."""
    curve = Curve(None, aim)
    curve.lines = lines
    curve.at = lambda places: (curve.seen.append(*places.values()), ridge(*places.values()))[1]
    axis = Axis(fact="n", now=Fraction(0), low=min(end, 0), high=max(end, 0), signs=EITHER, edges=edges)
    found = Line(axis=axis, looks=curve, others={}, aim=None).least()

    assert (first, looks) == (found, [*dict.fromkeys(curve.seen)])


PULLS = [
    ("", UP),
    ("each = 2", UP),
    ("each = -2", DOWN),
    ("each = 0", None),
    (f"each = {BY(-1, 2)}", EITHER),
    ("each = 2\nabove = 3", UP),
    ("each = 2\nbelow = 9", DOWN),
    ("each = -2\nbelow = 9", UP),
    ("weight = -1", DOWN),
    ("weight = 0", None),
    ("each = -1\nweight = -1", UP),
    ("given = { at_least = 0, at_most = 9 }", UP),
    ("grow = {}", UP),
    ("sink = {}", DOWN),
    ("turn = {}", EITHER),
    ("steps = [ { at_least = 8, points = 5 }, { at_least = 3, points = 2 } ]", UP),
    ("steps = [ { at_least = 8, points = 2 }, { at_least = 3, points = 5 } ]", EITHER),
    (
        "steps = [ { at_least = 8, points = 2 }, { at_least = 3, points = 5 }, { below = 3, points = 7 } ]",
        DOWN,
    ),
    ("steps = [ { at_least = 8, points = 5 }, { at_least = 3, points = 5 } ]", UP),
    ("steps = [ { at_least = 0, points = -1 } ]", UP),
    ("steps = [ { at_least = -1, points = -1 } ]", UP),
    ("steps = [ { above = 0, points = -1 } ]", DOWN),
    ("steps = [ { above = -1, points = -1 } ]", DOWN),
    ("steps = [ { at_least = 1, points = -1 } ]", DOWN),
    (f"steps = [ {{ at_least = {BY(0, 1)}, points = -1 }} ]", DOWN),
    (f"steps = [ {{ at_least = 8, points = {BY(1, 4)} }}, {{ below = 8, points = {BY(1, 2)} }} ]", EITHER),
    (f"steps = [ {{ at_least = 8, points = {BY(2, 4)} }}, {{ below = 8, points = {BY(1, 2)} }} ]", UP),
    (f"steps = [ {{ at_least = 8, points = {BY(1, 2)} }}, {{ below = 8, points = {BY(2, 4)} }} ]", DOWN),
]
SCORE = rulebooks.Test(of="item", name="score")


@pytest.mark.parametrize(("item", "expected"), PULLS)
def test_which_way_a_fact_has_to_go(item, expected):
    """For a higher score a fact goes the way that its tariff and the weights above it say."""
    turned = {UP: DOWN, DOWN: UP, EITHER: EITHER, None: None}

    assert expected == pulls(made(item), [Ask(SCORE, UP)]).get("n")
    assert turned[expected] == pulls(made(item), [Ask(SCORE, DOWN)]).get("n")
    part = made(f"part_of = 'all'\n{item}", rest="[item.all]\nweight = -2\n")
    assert turned[expected] == pulls(part, [Ask(SCORE, UP)]).get("n")


def test_what_an_item_hangs_on_goes_either_way():
    """What an item is asked for may be of use either way, where the item is of use itself."""
    asking = "when = { fact = 'sick', is = true }\n"

    assert {"n": UP, "sick": EITHER} == pulls(made(asking), [Ask(SCORE, UP)])
    assert {} == pulls(made(asking), [])


THEN = [
    ("is = 3", UP),
    ("at_least = 2", NEITHER),
    ("is = 2", DOWN),
    ("in = [3, 1]", NEITHER),
    ("at_most = 2", DOWN),
    ("rise_at_most = 1", DOWN),
    ("fall_at_most = 1", UP),
    ("rise_at_most = 1, fall_at_most = 1", EITHER),
    ("climb = { top = 1 }", EITHER),
]


@pytest.mark.parametrize(("then", "expected"), THEN)
def test_whether_it_helps_that_a_clause_holds(then, expected):
    """A clause that leaves nothing but what is wanted helps; one that takes all of it should not hold."""
    (clause,) = made(rest=f"{TIERS}[[clause]]\nthen = {{ {then} }}\n").clauses

    assert expected == _of_clause(clause, frozenset({"3"}), ("3", "2", "1", "none"))


TIERS = "[scale]\ntiers = [ { name = 3, above = 9 }, { name = 2, above = 6 }, { name = 1, above = 3 } ]\n"


def test_whether_a_clause_helps_to_one_of_two_tiers():
    """A clause that leaves some of what is wanted, and more, may help either way."""
    rest = "".join(
        f"[[clause]]\nthen = {then}\n" for then in ("{ in = [2, 1] }", "{ is = 3 }", "'exempt'", "'withheld'")
    )
    clauses = made(rest=TIERS + rest).clauses
    goal, tiers = frozenset({"3", "2"}), ("3", "2", "1", "none")

    assert [EITHER, UP, DOWN, NEITHER] == [_of_clause(one, goal, tiers) for one in clauses]


ASKS = [
    ("tiers = [ { name = 2, at_least = 9 }, { name = 1, at_least = 3, below = 9 } ]", [UP]),
    ("tiers = [ { name = 2, fact = 'n', in = [3] } ]", [EITHER]),
    (
        "tiers = [ { name = 2, all = [ { item = 'score', at_least = 3 }, { fact = 'sick', is = false } ] } ]",
        [UP, DOWN],
    ),
    ("tiers = [ { name = 2, not = { item = 'score', at_least = 3, below = 9 } } ]", [EITHER]),
    ("tiers = [ { name = 2, not = { fact = 'sick', is = true } } ]", [DOWN]),
    ("tiers = [ { name = 2, all = [ { fact = 'n', at_most = 3 } ] } ]", [DOWN]),
    ("stars = [ { name = 'a', above = 3 }, { name = 'b', fact = 'n', below = 3 } ]", [UP, DOWN]),
    ("stars = 2", [UP]),
]


@pytest.mark.parametrize(("scale", "expected"), ASKS)
def test_what_a_tier_hangs_on(scale, expected):
    """Each question of a tier that is wanted has its way; a band of the score asks for more alone."""
    assert expected == [one.signs for one in asks(made(rest=f"[scale]\n{scale}\n"), frozenset({"2"}))]


SLACK = [
    ("", "0"),
    ("decimals = 3", "1/100"),
    ("decimals = 1", "0"),
    ("[item.score]\nweight = 1", "1/100"),
    ("[item.score]\nweight = 0", "1/100"),
    ("[item.score]\nweight = 1.5", None),
    ("[item.score]\nweight = -0.5", None),
    ("[item.score]\ntake = 'mean'", "1/100"),
    ("[item.score]\ntake = 'highest'", None),
    ("[item.score]\nceiling = 9", "0"),
    ("[item.score]\nceiling = 0.125", "1/100"),
    ("[item.score]\nfloor = 0.125", "1/100"),
    ("[item.score]\npoints = 0.25", "0"),
    ("[item.score]\npoints = 0.125", "1/100"),
    ("decimals = 0\n[item.score]\ndecimals = 0\npoints = 0.5", "1"),
    ("decimals = 0\n[item.score]\ndecimals = 0\npoints = 2", "0"),
    ("[item.score]\ndecimals = 1", "1/10"),
    ("[item.m]\nfact = 'n'", None),
    ("part_of = 'all'\ndecimals = 3\n[item.all]\n[item.score]\nweight = 1", "1/50"),
]


@pytest.mark.parametrize(("item", "expected"), SLACK)
def test_how_much_rounding_may_do(item, expected):
    """What is rounded more finely than its parts brings nothing; else a unit of its last decimal for each."""
    found = slack(made(item), [])

    assert expected == (None if found is None else str(found))


def test_which_sets_may_bring_enough():
    """A set is thought of where its facts bring what is needed, or more; of none that is known, every one."""
    each = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}
    pairs = {
        need: ["".join(some) for some in Gains(need=Fraction(need), each=each).sets("abc", 2)]
        for need in (3, 4, 5, 6)
    }

    assert {3: ["ab", "ac", "bc"], 4: ["ac", "bc"], 5: ["bc"], 6: []} == pairs
    assert [("c",)] == [*Gains(need=Fraction(3), each=each).sets("abc", 1)]
    assert 3 == len([*Gains().sets("abc", 2)])
