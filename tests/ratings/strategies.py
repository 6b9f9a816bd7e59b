"""Random books as a clerk would write them, in TOML, and somebody of whom something is known."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import attrs
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST

from sanliang.rulebooks import Rulebook, loads, tier_names

WORDS = ("a", "b", "c")
LEVELS = ("high", "low")
NUMBERS = ("n1", "n2")
RECORDS = ("r1", "r2")
LIMITS = ("activity", "month", "quarter", "year", "cycle", "ever")
EDGES = ("at_least", "above", "at_most", "below")
FACTS = (*NUMBERS, "y1", "w1", *RECORDS, "p1", "v1")
CYCLES = ('every = "year", starts = 2026-01-01', 'every = "quarter", starts = 2026-01-31')


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


def number(value):
    """A number of at most four decimals as TOML writes it."""
    whole, rest = divmod(abs(Fraction(value)) * 10**4, 10**4)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{int(rest):04}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def table(**pairs):
    """An inline table of texts that are TOML already."""
    return "{ " + ", ".join(f"{key} = {one}" for key, one in pairs.items() if one is not None) + " }"


def seldom(strategy, times=4):
    """Mostly nothing."""
    return st.integers(0, times).flatmap(lambda n: strategy if n == times else st.none())


small = st.integers(-6, 8) | st.sampled_from([Fraction(1, 2), Fraction(-5, 4), Fraction(25, 2)])
positive = st.integers(1, 4) | st.just(Fraction(1, 2))


@st.composite
def values(draw, numbers=small, words=("w1",)):
    """A value: mostly a number; by day, by word, one within the other."""
    kind = draw(st.sampled_from(["plain"] * 9 + ["day", "word", "both", "listed"]))
    one, other = number(draw(numbers)), number(draw(numbers))
    if kind == "plain":
        return one
    if kind == "day":
        return f"{{ 2020-01-01 = {one}, 2026-{draw(st.integers(1, 12)):02}-01 = {other} }}"
    word = draw(st.sampled_from(words))
    if kind == "listed":
        return f'{{ by = "w1", a = {one}, b = {other}, c = {one} }}'
    arm = draw(st.sampled_from(LEVELS if word == "level" else WORDS))
    last = f"{{ 2020-01-01 = {other}, 2026-06-01 = {one} }}" if kind == "both" else other
    return f'{{ by = "{word}", {arm} = {one}, else = {last} }}'


@st.composite
def bands(draw, most=3, words=("w1",)):
    """Bands from the highest down, each as the text of its edges, and what they say of gaps and overlaps."""
    steps = draw(st.lists(st.integers(2, 6), min_size=1, max_size=most))
    lows = [draw(st.integers(-3, 6)) + sum(steps[:place]) for place in range(len(steps))]
    lows = [lows[0] + sum(steps[1 : place + 1]) for place in range(len(steps))]
    shift = draw(st.sampled_from(["", "", "", "day", "word"]))
    gap, overlap, found = False, None, []

    def edge(x):
        if shift == "day":
            return f"{{ 2020-01-01 = {number(x)}, 2026-05-01 = {number(x + 1)} }}"
        return f'{{ by = "{words[0]}", a = {number(x - 1)}, else = {number(x)} }}' if shift else number(x)

    for place, low in enumerate(lows):
        top = place + 1 == len(lows)
        upper = draw(st.sampled_from(["", "", "close", "gap"] + ([] if top else ["overlap"])))
        lower = "at_least" if upper in {"gap", "close"} else draw(st.sampled_from(["at_least", "above"]))
        if place == 0 and not top and draw(st.integers(0, 5)) == 5:
            lower = None
        text = {} if lower is None else {lower: edge(low)}
        if upper == "close":
            text["below"] = edge(low + 3 if top else lows[place + 1])
            gap |= True
        elif upper:
            word = draw(st.sampled_from(["at_most", "below"]))
            text[word] = edge(low + Fraction(3, 2) if upper == "gap" else lows[place + 1] + 1)
            gap |= upper == "gap"
            overlap = draw(st.sampled_from(["higher", "lower"])) if upper == "overlap" else overlap
        found.append(text)
    if not found[0]:
        found[0], gap = {"below": edge(lows[1])}, True
    return found[::-1], gap, overlap


@st.composite
def questions(draw, depth=1, items=(), past=False, this=False, tiers=("none",), joined=False):
    """A condition: to facts, to items where there are some, to earlier tiers."""
    kinds = ["number", "number", "yes", "word", "count"]
    kinds += ["item", "item"] * bool(items) + ["past"] * past + ["this", "this"] * this
    kinds += ["all", "any", "not"] if depth else []
    kind = draw(st.sampled_from(["all", "any", "not"] if joined else kinds))
    inner = questions(depth=depth - 1, items=items, past=past, this=this, tiers=tiers)
    if kind == "not":
        return table(**{"not": draw(inner)})
    if kind in {"all", "any"}:
        return table(**{kind: "[ " + ", ".join(draw(st.lists(inner, min_size=1, max_size=2))) + " ]"})
    if kind == "yes":
        return table(fact='"y1"', **{"is": draw(st.sampled_from(["true", "false"]))})
    if kind == "word":
        some = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True))
        return table(fact='"w1"', **{"in": "[ " + ", ".join(f'"{one}"' for one in some) + " ]"})
    if kind in {"past", "this"}:
        times = draw(seldom(st.tuples(st.sampled_from(["run", "within"]), st.integers(1, 3)), 2))
        extra = {} if times is None else {times[0]: times[1]}
        return table(tier=f'"{"last" if kind == "past" else "this"}"', **draw(ranks(tiers)), **extra)
    asked = {
        "number": lambda: ("fact", draw(st.sampled_from([*NUMBERS, "p1", "v1"]))),
        "count": lambda: ("fact", draw(st.sampled_from(RECORDS))),
        "item": lambda: ("item", draw(st.sampled_from(items))),
    }[kind]()
    if draw(st.integers(0, 5)) == 5:
        return table(
            **{asked[0]: f'"{asked[1]}"', "in": f"[ {draw(st.integers(-2, 6))}, {draw(st.integers(0, 9))} ]"}
        )
    return table(**{asked[0]: f'"{asked[1]}"', draw(st.sampled_from(EDGES)): draw(values())})


@st.composite
def ranks(draw, tiers):
    """Some of the tiers: between edges, one of them, or a list."""
    kind = draw(st.sampled_from(["is", "in", *EDGES]))
    if kind == "in":
        some = draw(st.lists(st.sampled_from(tiers), min_size=1, max_size=2, unique=True))
        return {"in": "[ " + ", ".join(f'"{one}"' for one in some) + " ]"}
    return {kind: f'"{draw(st.sampled_from(tiers))}"'}


@st.composite
def limits(draw, numbers, windows):
    """A limit for the cycle, or one for each of some windows."""
    if draw(st.booleans()):
        return draw(values(numbers))
    some = draw(st.lists(st.sampled_from(windows), min_size=1, max_size=3, unique=True))
    return table(**{window: draw(values(numbers)) for window in some})


@st.composite
def tariffs(draw, fact, plain=False):
    """How a fact becomes points: the lines of an item."""
    kinds = ["each", "each", "each"]
    kinds += ["steps"] if fact != "y1" else []
    kinds += ["given"] if fact in NUMBERS else []
    kinds += ["one", "one"] if fact in RECORDS and not plain else []
    kind = draw(st.sampled_from(kinds))
    lines, words = [f'fact = "{fact}"'], ("w1",)
    if kind == "one":
        lines, words = [f'for_each = "{fact}"'], ("level", "w1")
        lines += ['field = "n"'] * draw(st.booleans())
        kind = draw(st.sampled_from(["each", "each", "steps", "given"]))
    if kind == "each":
        lines.append(f"each = {draw(values(words=words))}")
        if draw(st.integers(0, 3)) == 3:
            lines.append(f"per = {draw(values(positive, words))}")
        lines += ["whole = true"] * (draw(st.integers(0, 4)) == 4)
        if draw(st.integers(0, 3)) == 3:
            lines.append(f"{draw(st.sampled_from(['above', 'below']))} = {draw(values(words=words))}")
    elif kind == "steps":
        some, gap, overlap = draw(bands(words=words))
        some = [table(**edges, points=draw(values(words=words))) for edges in some]
        some = some[::-1] if draw(st.booleans()) else some
        lines.append("steps = [ " + ", ".join(some) + " ]")
        lines += ['gap = "lower"'] * gap + ([] if overlap is None else [f'overlap = "{overlap}"'])
    else:
        low, high = number(draw(st.integers(-3, 0))), number(draw(st.integers(4, 9)))
        lines.append(f"given = {table(**{draw(st.sampled_from(['at_least', 'above'])): low}, at_most=high)}")
        lines += ["decision = true"] * (not plain and draw(st.integers(0, 3)) == 3)
    return lines


@st.composite
def items(draw, most=4, plain=False):
    """Blocks, and leaves in them: the text, and their names."""
    blocks = [f"k{place}" for place in range(draw(st.integers(0, 3)))]
    names, texts = ["score"], []
    for block in blocks:
        lines = [f'part_of = "{draw(st.sampled_from(names))}"', "open = true"]
        lines.append(f'take = "{draw(st.sampled_from(["sum", "sum", "highest", "lowest", "mean"]))}"')
        texts.append((block, lines + draw(trimmings(("cycle", "month") if plain else ("cycle", "ever")))))
        names.append(block)
    leaves = []
    for place in range(draw(st.integers(1, most))):
        fact = draw(st.sampled_from([*FACTS, "w1"]))
        windows = LIMITS[:-1] if plain else LIMITS
        windows = windows if fact in RECORDS else ("cycle",)
        lines = [f"points = {draw(values())}"] if fact == "w1" else draw(tariffs(fact, plain))
        if fact != "w1" and draw(st.integers(0, 4)) == 4:
            lines.append(f"points = {draw(values())}")
        lines.append(f'part_of = "{draw(st.sampled_from(names))}"')
        texts.append((f"i{place}", lines + draw(trimmings(windows))))
        leaves.append(f"i{place}")
    top = draw(seldom(trimmings(("cycle",)))) or []
    texts.append(("score", [line for line in top if not line.startswith("when")]))
    texts = draw(st.permutations(texts)) if draw(st.booleans()) else texts
    text = "".join(f"[item.{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in texts)
    return text, (*names, *leaves)


@st.composite
def trimmings(draw, windows):
    """What any item may have: floor, ceiling, weight, decimals, `when`."""
    lines = []
    if draw(st.integers(0, 2)) == 2:
        lines.append(f"floor = {draw(limits(st.integers(-9, 0), windows))}")
    if draw(st.integers(0, 1)) == 1:
        lines.append(f"ceiling = {draw(limits(st.integers(0, 9), windows))}")
    weight = draw(seldom(st.sampled_from(['"30%"', '"1/3"', "-1", '{ by = "w1", b = 2, else = 0.5 }'])))
    lines += [] if weight is None else [f"weight = {weight}"]
    decimals = draw(seldom(st.integers(0, 4)))
    lines += [] if decimals is None else [f"decimals = {decimals}"]
    when = draw(seldom(questions()))
    return lines + ([] if when is None else [f"when = {when}"])


@st.composite
def scales(draw, items):
    """Tiers, mostly bands of the score; named stars; a star for each point; none: the text, and the tiers."""
    kind = draw(st.sampled_from(["bands"] * 4 + ["mixed"] * 2 + ["stars"] * 2 + ["points"] * 2 + ["none"]))
    if kind == "none":
        return "", ("none",)
    if kind == "points":
        return "[scale]\nstars = 3\n", ("3", "2", "1", "none")
    if kind == "stars":
        won = [draw(questions(items=items, past=True, tiers=("2", "1", "none"))) for _ in range(2)]
        stars = ", ".join(f'{{ name = "s{place}", {one[2:]}' for place, one in enumerate(won))
        return f"[scale]\nstars = [ {stars} ]\n", ("2", "1", "none")
    some, gap, overlap = draw(bands())
    names = ("gold", "3", "2", "1")[-len(some) - (kind == "mixed") :]
    if kind == "mixed":
        other = draw(questions(items=items, joined=True))
        some = [some[0], other, *some[1:]] if draw(st.booleans()) else [other, *some]
    tiers = [one if isinstance(one, str) else table(**one) for one in some]
    tiers = ", ".join(f'{{ name = "{name}", {one[2:]}' for name, one in zip(names, tiers, strict=True))
    text = f"[scale]\ntiers = [ {tiers} ]\n" + 'gap = "lower"\n' * gap
    return text + ("" if overlap is None else f'overlap = "{overlap}"\n'), (*names, "none")


@st.composite
def clauses(draw, items, tiers):
    """A clause of any kind."""
    kinds = ["tiers", "tiers", "tiers", "rungs", "rungs", "withheld", "exempt"]
    rated = tiers != ("none",)
    kind = draw(st.sampled_from(kinds if rated else ["exempt"]))
    when = draw(questions(items=items, past=rated, tiers=tiers))
    lines = [] if kind == "rungs" and draw(st.booleans()) else [f"when = {when}"]
    then = f'"{kind}"'
    if kind == "tiers":
        then = table(**draw(ranks(tiers)))
    if kind == "rungs":
        rungs = draw(st.lists(st.sampled_from(["rise", "fall"]), min_size=1, max_size=2, unique=True))
        start = draw(seldom(st.sampled_from(tiers), 2))
        then = {f"{one}_at_most": draw(st.integers(0, 2)) for one in rungs}
        then = table(**then, **({} if start is None else {"from": f'"{start}"'}))
    return "[[clause]]\n" + "".join(f"{line}\n" for line in [*lines, f"then = {then}"])


@st.composite
def consequences(draw, items, tiers):
    """A consequence."""
    rated = tiers != ("none",)
    when = draw(seldom(questions(items=items, past=rated, this=rated, tiers=tiers), 1))
    lines = ([] if when is None else [f"when = {when}"]) + [f'then = "act-{draw(st.sampled_from("xy"))}"']
    return "[[consequence]]\n" + "".join(f"{line}\n" for line in lines)


WHERE = (
    "",
    "",
    "",
    ", where = { notes = true }",
    ', where = { level = ["high", "mid"] }',
    ", where = { n = [1, 2] }",
)
WINDOW = ("", "", "", ', window = "18 months"', ', window = "1 month"')


@st.composite
def fact_texts(draw, missing=True):
    """The facts of a book."""

    def default(text):
        return f", missing = {text}" if missing and draw(st.integers(0, 5)) == 5 else ""

    lines = ["[fact]"]
    edges = ", at_least = -2, below = 9.5" if draw(st.integers(0, 2)) == 2 else ""
    lines += [f'n1 = {{ type = "number"{edges or default(draw(values()))} }}']
    lines += [f'n2 = {{ type = "number"{default(draw(values()))} }}']
    lines += [f'y1 = {{ type = "yes"{default("true")} }}']
    lines += [f'w1 = {{ type = "word"{default(chr(34) + "a" + chr(34))} }}', 'level = { type = "word" }']
    for name, summed in zip(RECORDS, ("", ', sum = "hours"'), strict=True):
        tail = draw(st.sampled_from(WHERE)) + draw(st.sampled_from(WINDOW)) + default("2")
        tail += ", at_most = 12" if draw(st.integers(0, 3)) == 3 else ""
        lines.append(f'{name} = {{ records = "visit.{name}"{summed}{tail} }}')
    absent = ', absent = "share"' if draw(st.booleans()) else ""
    weights = ", ".join(f"{source} = {draw(values(positive))}" for source in ("x", "y"))
    weights = draw(st.sampled_from([f"{{ {weights} }}", '["x", "y"]', '{ x = "70%", y = "30%" }']))
    edges = ", above = -2" if draw(st.integers(0, 3)) == 3 else ""
    lines.append(f"p1 = {{ raters = {weights}{absent}{edges}{default('3')} }}")
    lines.append(f"v1 = {{ ballots = {{ good = {draw(values())}, poor = 0 }} }}")
    return "\n".join(lines) + "\n"


@st.composite
def books(draw, most_clauses=3, missing=True, plain=False):
    """The text of a book, and its tiers."""
    text, names = draw(items(plain=plain))
    scale, tiers = draw(scales(names))
    rules = draw(st.lists(clauses(names, tiers), max_size=most_clauses))
    rules += draw(st.lists(consequences(names, tiers), max_size=2))
    head = HEAD.replace(CYCLES[0], draw(st.sampled_from([CYCLES[0]] * 3 + [CYCLES[1]])))
    head += f"decimals = {draw(st.integers(0, 2))}\n"
    return head + draw(fact_texts(missing)) + text + scale + "".join(rules), tiers


# --- what is known of somebody ----------------------------------------------------------------------------

amounts = st.integers(-3, 9) | st.sampled_from([Fraction(1, 2), Fraction(7, 4), "2.5", Fraction(-1, 4)])
days = st.integers(0, 400).map(lambda back: LAST - timedelta(days=back)) | st.sampled_from(
    [date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 1), LAST]
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
decided = st.fixed_dictionaries({"mark": amounts, "by": st.just("委员会"), "on": st.just(date(2026, 8, 1))})
KNOWN = {
    **dict.fromkeys(NUMBERS, amounts | amounts | decided),
    "y1": st.booleans(),
    "w1": st.sampled_from([*WORDS, "d"]),
    "level": st.sampled_from(LEVELS),
    **dict.fromkeys(RECORDS, st.lists(rows, max_size=4) | st.integers(0, 9)),
    "p1": st.fixed_dictionaries({"x": marks, "y": marks}) | amounts,
    "v1": st.fixed_dictionaries({"good": st.integers(1, 3), "poor": st.integers(0, 3)}),
}
whole_facts = st.fixed_dictionaries(KNOWN)
PLAIN = {
    **dict.fromkeys(
        [*NUMBERS, *RECORDS, "p1", "v1"], st.integers(0, 12) | st.sampled_from(["0.5", Fraction(9, 4)])
    ),
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
    return World(text, draw(facts), draw(pasts(tiers, known)), credited, book)


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


def completions(world, seed, times=40):
    """Ways in which what is not known of somebody may turn out: facts, and tiers of cycles before."""
    facts = {fact.id: fact for fact in world.book.facts}
    open_ = [name for name in CHOICES if world.facts.get(name) is None and facts[name].missing is None]
    tiers = tier_names(world.book)
    pasts_ = [[], [tiers[0]], ["none"], [tiers[0], None], ["none", tiers[-1]], [tiers[0]] * 3]
    random = Random(seed)
    for _ in range(times):
        facts = {**world.facts, **{name: random.choice(CHOICES[name]) for name in open_}}
        yield facts, random.choice(pasts_) if world.past is None else world.past
