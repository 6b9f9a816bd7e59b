"""What is known of somebody, and a random book: complete, partial, odd, and how it may turn out."""

import re
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import attrs
from hypothesis import strategies as st
from tests.ratings.books import LAST

from sanliang.rulebooks import Rulebook, loads, tier_names
from sanliang.testing.strategies._book_lines import LEVELS, NUMBERS, RECORDS, WORDS
from sanliang.testing.strategies._books import books


@attrs.frozen
class World:
    """A book, as its text, and a subject."""

    text: str
    facts: dict
    past: list | None
    credited: dict
    book: Rulebook = attrs.field(repr=False)

    def _repr_pretty_(self, printer, cycle):
        """As the text of the book, for whoever reads what failed."""
        printer.text(f"{self.text}\nfacts = {self.facts}\npast = {self.past}\ncredited = {self.credited}\n")


# --- what is known of somebody ----------------------------------------------------------------------------

amounts = st.integers(-3, 9) | st.sampled_from([Fraction(1, 2), Fraction(7, 4), "2.5", Fraction(-1, 4)])
edge_days = [date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 1), LAST]
close_days = [date(2026, month, day) for month in (1, 2, 4, 6, 11) for day in (3, 20)]
days = st.sampled_from([*edge_days, *close_days]) | st.integers(0, 400).map(
    lambda back: LAST - timedelta(days=back)
)
rows = st.fixed_dictionaries(
    {"hours": amounts, "n": st.integers(0, 3), "level": st.sampled_from(LEVELS)},
    optional={
        "on": days,
        "activity": st.sampled_from(["a1", "a2"]),
        "notes": st.booleans(),
    },
)
marks = amounts | st.lists(amounts, min_size=1, max_size=2)
lists = st.lists(rows, max_size=4)
busy_lists = st.lists(rows, min_size=2, max_size=5)
decided = st.fixed_dictionaries({"mark": amounts, "by": st.just("委员会"), "on": st.just(date(2026, 8, 1))})
KNOWN = {
    **dict.fromkeys(NUMBERS, amounts | amounts | decided),
    "y1": st.booleans(),
    "w1": st.sampled_from([*WORDS, "d"]),
    "level": st.sampled_from(LEVELS),
    **dict.fromkeys(RECORDS, lists | lists | lists | st.integers(0, 9)),
    "p1": st.fixed_dictionaries({"x": marks, "y": marks}) | amounts,
    "v1": st.fixed_dictionaries({"good": st.integers(1, 3), "poor": st.integers(0, 3)}),
}
whole_facts = st.fixed_dictionaries(KNOWN)
PLAIN = {
    **dict.fromkeys(
        [*NUMBERS, *RECORDS, "p1"], st.integers(0, 12) | st.sampled_from(["0.5", Fraction(9, 4)])
    ),
    "v1": st.just(0),  # any other number may lie outside what a ballot is worth
    "y1": st.booleans(),
    "w1": st.sampled_from(WORDS),
    "level": st.sampled_from(LEVELS),
}
plain_facts = st.fixed_dictionaries(PLAIN)
few_facts = st.fixed_dictionaries({}, optional=KNOWN)
some_facts = few_facts | st.builds(
    lambda facts, without: {name: one for name, one in facts.items() if name not in without},
    whole_facts,
    st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=2),
)


def pasts(tiers, known=True):
    """Tiers of cycles before; perhaps not known."""
    some = st.lists(st.sampled_from([*tiers, None]), max_size=3)
    return some if known else st.none() | some


@st.composite
def worlds(draw, facts=whole_facts, known=True, missing=True, plain=False):
    """A book and somebody."""
    text, tiers = draw(books(missing=missing, plain=plain))
    book = loads(text)
    assert tier_names(book) == tiers
    ever = [item.id for item in book.items if "ever" in item.ceiling or "ever" in item.floor]
    credited = {name: draw(st.integers(0, 6)) for name in ever if draw(st.booleans())}
    world = World(text, {}, draw(pasts(tiers, known)), credited, book)
    return attrs.evolve(world, facts=draw(near(world, draw(facts))))


@st.composite
def looked_through(draw, pool, plain=False):
    """A small book, and many of whom it is asked: one at each edge of it, beside it, and with each word."""
    text, tiers = draw(books(missing=False, plain=plain, pool=pool))
    facts = draw(plain_facts) | ({} if plain else {"r1": []})  # a list goes the long way
    world = World(text, facts, draw(pasts(tiers)), {}, loads(text))
    if pool == "record":
        some = draw(st.lists(st.tuples(busy_lists, busy_lists), min_size=8, max_size=8))
        return [attrs.evolve(world, facts={**world.facts, "r1": one, "r2": other}) for one, other in some]
    numbers = [number + beside for number in named_in(text) for beside in BESIDE]
    some = draw(st.lists(st.sampled_from(numbers), min_size=12, max_size=12))
    words = draw(st.lists(st.sampled_from("ab"), min_size=12, max_size=12))
    many = [
        attrs.evolve(world, facts={**world.facts, "n1": n, "w1": w}) for n, w in zip(some, words, strict=True)
    ]
    other = draw(pasts(tiers))
    return many + [attrs.evolve(one, past=other) for one in many]


BESIDE = (0, 0, 0, Fraction(1, 4), Fraction(-1, 4), Fraction(1, 2))
EDGE = re.compile(r"= (-?[0-9]+(?:\.[0-9]+)?)(?=[ ,\n])")


@st.composite
def near(draw, world, facts):
    """The same facts, some of the numbers being those that the book names."""
    named = named_in(world.text)
    numbers = [name for name in ("n1", "n2", "p1") if isinstance(facts.get(name), int | Fraction | str)]
    chosen = draw(st.lists(st.sampled_from(numbers), unique=True)) if numbers else []
    return {**facts, **{name: draw(st.sampled_from(named)) for name in chosen}}


def named_in(text):
    """The numbers that the items and the scale of a book name."""
    return sorted({Fraction(one) for one in EDGE.findall(text.partition("[item")[2])} | {Fraction(0)})


# --- what is not known, and what is odd -------------------------------------------------------------------

ODD = st.sampled_from(
    [None, True, "x", "", (), {}, [3], [{}], {"mark": 3}, {"x": 3}, {"x": "many", "q": 1}, 10**12, -1, "1e3",
     Fraction(1, 3), LAST, [{"on": "today"}], [{"hours": "many", "n": "x", "level": 3}], {"good": -1}]
)  # fmt: skip
odd_facts = st.fixed_dictionaries({}, optional={name: KNOWN[name] | ODD for name in KNOWN})

FAR = 1000
busy = [
    {"on": date(2026, month, 9), "hours": 40, "n": 3, "level": "high", "notes": True} for month in (1, 5, 9)
]
lazy = [{"on": date(2026, 12, 1), "hours": -40, "n": 0, "level": "low", "notes": False, "activity": "a1"}]
marked = [{"mark": mark, "by": "委员会", "on": LAST} for mark in (0, 4, 1)]
CHOICES = {
    **{key: [0, -FAR, FAR, 3, Fraction(-1, 4), 6, 12, *marked] for key in NUMBERS},
    "y1": [True, False],
    "w1": ["a", "b", "c", "d"],
    "level": ["high", "low"],
    **{key: [[], busy * 4, lazy, busy + lazy, busy[:1], 0, FAR, 5] for key in RECORDS},
    "p1": [{"x": -FAR, "y": -FAR}, {"x": FAR, "y": FAR}, 0, 4, {"x": [1, 2], "y": 7}, 9],
    "v1": [{"good": 1}, {"poor": 1}, {"good": 2, "poor": 1}],
}


def completions(world, seed, times=8):
    """Ways in which what is not known of somebody may turn out: facts, and tiers of cycles before."""
    facts = {fact.id: fact for fact in world.book.facts}
    open_ = [name for name in CHOICES if world.facts.get(name) is None and facts[name].missing is None]
    tiers = tier_names(world.book)
    pasts_ = [[], [tiers[0]], ["none"], [tiers[0], None], ["none", tiers[-1]], [tiers[0]] * 3]
    random = Random(seed)
    for _ in range(times):
        facts = {**world.facts, **{name: random.choice(CHOICES[name]) for name in open_}}
        yield facts, random.choice(pasts_) if world.past is None else world.past
