"""
Random books as a clerk would write them, in TOML: every word of the language.

Hypothesis checks each strategy that it has not met, so those that are asked for again are kept.
"""

from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st
from tests.ratings.books import HEAD

WORDS = ("a", "b", "c")
LEVELS = ("high", "low")
NUMBERS = ("n1", "n2")
RECORDS = ("r1", "r2")
LIMITS = ("activity", "month", "quarter", "year", "cycle", "ever")
EDGES = ("at_least", "above", "at_most", "below")
FACTS = (*NUMBERS, "y1", "w1", *RECORDS, "p1", "v1")
CYCLES = ('every = "year", starts = 2026-01-01', 'every = "quarter", starts = 2026-01-31')


def number(value):
    """A number of at most four decimals as TOML writes it."""
    whole, rest = divmod(abs(Fraction(value)) * 10**4, 10**4)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{int(rest):04}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def table(**pairs):
    """An inline table of texts that are TOML already."""
    return "{ " + ", ".join(f"{key} = {one}" for key, one in pairs.items() if one is not None) + " }"


@lru_cache
def among(*some):
    """One of some."""
    return st.sampled_from(some)


@lru_cache
def seldom(strategy, times=4):
    """Mostly nothing."""
    return st.integers(0, times).flatmap(lambda n: strategy if n == times else st.none())


KINDS = ("plain",) * 9 + ("day", "word", "both", "listed", "yes")
small = st.integers(-6, 8) | st.sampled_from([Fraction(1, 2), Fraction(-5, 4), Fraction(25, 2)])
positive = st.integers(1, 4) | st.just(Fraction(1, 2))


@lru_cache
@st.composite
def values(draw, numbers=small, words=("w1",), kinds=KINDS):
    """A value: mostly a number; by day, by word, one within the other."""
    kind = draw(st.sampled_from(kinds))
    one, other = number(draw(numbers)), number(draw(numbers))
    if kind == "plain":
        return one
    if kind == "day":
        return f"{{ 2020-01-01 = {one}, 2026-{draw(st.integers(1, 12)):02}-01 = {other} }}"
    word = draw(st.sampled_from(words))
    if kind == "yes":
        field = draw(among("y1", "notes")) if "level" in words else "y1"
        return f'{{ by = "{field}", yes = {one}, no = {other} }}'
    if kind == "listed":
        return f'{{ by = "w1", a = {one}, b = {other}, c = {one} }}'
    arm = draw(st.sampled_from(LEVELS if word == "level" else WORDS))
    last = f"{{ 2020-01-01 = {other}, 2026-06-01 = {one} }}" if kind == "both" else other
    return f'{{ by = "{word}", {arm} = {one}, else = {last} }}'


UPPERS = ("", "close", "gap", "overlap")
"""How a band may end: where the next begins, just there, before it, or beyond it."""


@lru_cache
@st.composite
def bands(draw, most=3, words=("w1",)):
    """Bands from the highest down, each as the text of its edges, and what they say of gaps and overlaps."""
    steps = draw(st.lists(st.integers(2, 6), min_size=draw(st.integers(1, 2)), max_size=most))
    lows = [draw(st.integers(-3, 6)) + sum(steps[:place]) for place in range(len(steps))]
    lows = [lows[0] + sum(steps[1 : place + 1]) for place in range(len(steps))]
    shift = draw(st.sampled_from(["", "", "", "day", "word"]))
    style = draw(st.sampled_from([*UPPERS, "overlap", "mixed"]))
    gap, overlap, found = False, None, []

    def edge(x):
        if shift == "day":
            return f"{{ 2020-01-01 = {number(x)}, 2026-05-01 = {number(x + 1)} }}"
        return f'{{ by = "{words[0]}", a = {number(x - 1)}, else = {number(x)} }}' if shift else number(x)

    for place, low in enumerate(lows):
        top = place + 1 == len(lows)
        upper = draw(st.sampled_from(UPPERS)) if style == "mixed" else style
        upper = "" if top and upper == "overlap" else upper
        lower = "at_least" if upper in {"gap", "close"} else draw(among("at_least", "above"))
        if place == 0 and not top and draw(st.integers(0, 5)) == 5:
            lower = None
        text = {} if lower is None else {lower: edge(low)}
        if upper == "close":
            text["below"] = edge(low + 3 if top else lows[place + 1])
            gap |= True
        elif upper:
            word = draw(among("at_most", "below"))
            text[word] = edge(low + Fraction(3, 2) if upper == "gap" else lows[place + 1] + 1)
            gap |= upper == "gap"
            overlap = draw(among("higher", "lower")) if upper == "overlap" else overlap
        found.append(text)
    if not found[0]:
        found[0], gap = {"below": edge(lows[1])}, True
    return found[::-1], gap, overlap


@lru_cache
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
        return table(fact='"y1"', **{"is": draw(among("true", "false"))})
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


@lru_cache
@st.composite
def ranks(draw, tiers):
    """Some of the tiers: between edges, one of them, or a list."""
    kind = draw(st.sampled_from(["is", "in", *EDGES]))
    if kind == "in":
        some = draw(st.lists(st.sampled_from(tiers), min_size=1, max_size=2, unique=True))
        return {"in": "[ " + ", ".join(f'"{one}"' for one in some) + " ]"}
    return {kind: f'"{draw(st.sampled_from(tiers))}"'}


@lru_cache
@st.composite
def limits(draw, numbers, windows):
    """A limit for the cycle, or one for each of some windows."""
    if draw(st.integers(0, 2)) == 0:
        return draw(values(numbers))
    some = draw(st.lists(st.sampled_from(windows), min_size=1, max_size=3, unique=True))
    return table(**{window: draw(values(numbers)) for window in some})


@lru_cache
def rates(words):
    """So much for each: more often by day and by word than other numbers are."""
    return values(words=words) | values(words=words, kinds=("day", "day", "word", "word", "both", "yes"))


@lru_cache
@st.composite
def tariffs(draw, fact, plain=False):
    """How a fact becomes points: the lines of an item; *plain* ones read no record alone, if None all do."""
    kinds = ["each", "each", "each"]
    kinds += ["steps"] * 3 if fact != "y1" else []
    kinds += ["given"] if fact in NUMBERS else []
    kinds = ["one"] if fact in RECORDS and plain is None else kinds
    kinds += ["one"] * 4 if fact in RECORDS and not plain else []
    kind = draw(st.sampled_from(kinds))
    lines, words = [f'fact = "{fact}"'], ("w1",)
    if kind == "one":
        lines, words = [f'for_each = "{fact}"'], ("level", "level", "w1")
        lines += ['field = "n"'] * draw(st.booleans())
        kind = draw(among("each", "each", "steps", "given"))
    if kind == "each":
        lines.append(f"each = {draw(rates(words))}")
        if draw(st.integers(0, 3)) == 3:
            lines.append(f"per = {draw(values(positive, words))}")
        lines += ["whole = true"] * (draw(st.integers(0, 2)) == 2)
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


POOLS = {
    "records": RECORDS,
    "numbers": (*NUMBERS, *NUMBERS, "y1", "w1", "p1", "v1"),
    "tiers": ("n1",),
    "number": ("n1",),
    "record": RECORDS,
    "all": (*FACTS, "w1"),
}
"""What the items of a book read: a book that has a bit of everything shows little of anything."""


@lru_cache
@st.composite
def items(draw, pool="all", plain=False):
    """Blocks, and leaves in them: the text, and their names."""
    names, texts = ["score"], []
    single = pool in {"tiers", "number", "record"}
    for place in range(0 if single else draw(st.integers(0, 3 if pool == "all" else 1))):
        lines = [f'part_of = "{draw(st.sampled_from(names))}"', "open = true"]
        lines.append(f'take = "{draw(among("sum", "sum", "highest", "lowest", "mean"))}"')
        texts.append((f"k{place}", lines + draw(trimmings(LIMITS[3:5] if plain else LIMITS[3:]))))
        names.append(f"k{place}")
    leaves = [f"i{place}" for place in range(1 if single else draw(st.integers(1, 4)))]
    for name in leaves:
        lines = ['fact = "n1"'] if pool == "tiers" else draw(leaf_lines(POOLS[pool], plain))
        texts.append((name, [*lines, f'part_of = "{draw(st.sampled_from(names))}"']))
    top = draw(seldom(trimmings(("cycle",)))) or []
    texts.append(("score", [line for line in top if not line.startswith("when")]))
    texts = draw(st.permutations(texts)) if draw(st.booleans()) else texts
    text = "".join(f"[item.{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in texts)
    return text, (*names, *leaves)


@lru_cache
@st.composite
def leaf_lines(draw, pool, plain):
    """An item that reads a fact, or has points by word."""
    fact = draw(st.sampled_from(pool))
    windows = LIMITS[:-1] if plain else LIMITS
    lines = [f"points = {draw(values())}"] if fact == "w1" else draw(tariffs(fact, plain))
    if fact != "w1" and draw(st.integers(0, 4)) == 4:
        lines.append(f"points = {draw(values())}")
    return lines + draw(trimmings(windows if fact in RECORDS else LIMITS[-2:-1] if plain else LIMITS[-2:]))


@lru_cache
@st.composite
def trimmings(draw, windows):
    """What any item may have: floor, ceiling, weight, decimals, `when`."""
    lines = []
    if draw(st.integers(0, 2)) == 2:
        lines.append(f"floor = {draw(limits(st.integers(-9, 0), windows))}")
    kind = draw(st.integers(0, 9))
    lines += ['ceiling = "none"'] * (kind == 9)
    if "activity" in windows and kind < 4:
        short, long = draw(among("activity", "month")), draw(among("quarter", "year"))
        least = draw(st.integers(1, 3))
        lines.append(f"ceiling = {{ {short} = {least}, {long} = {least + draw(st.integers(1, 3))} }}")
    if 4 <= kind < 9:
        lines.append(f"ceiling = {draw(limits(st.integers(0, 6), windows))}")
    some = ["-1", "-1", "-0.5", '"30%"', '"1/3"', '{ by = "w1", b = 2, else = 0.5 }']
    weight = draw(seldom(st.sampled_from(some), 2))
    lines += [] if weight is None else [f"weight = {weight}"]
    decimals = draw(seldom(st.integers(0, 4)))
    lines += [] if decimals is None else [f"decimals = {decimals}"]
    when = draw(seldom(questions(), 3))
    return lines + ([] if when is None else [f"when = {when}"])


@lru_cache
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


@lru_cache
@st.composite
def clauses(draw, items, tiers):
    """A clause of any kind."""
    kinds = ["tiers", "tiers", "tiers", "rungs", "rungs", "withheld", "exempt"]
    rated = tiers != ("none",)
    kind = draw(st.sampled_from(kinds if rated else ["exempt"]))
    when = draw(questions(items=items, past=rated, tiers=tiers))
    always = kind in {"rungs", "tiers"} and draw(st.booleans())
    lines = [] if always else [f"when = {when}"]
    then = f'"{kind}"'
    if kind == "tiers":
        then = table(**draw(ranks(tiers)))
    if kind == "rungs":
        rungs = draw(st.lists(st.sampled_from(["rise", "fall"]), min_size=1, max_size=2, unique=True))
        start = draw(seldom(st.sampled_from(tiers), 2))
        then = {f"{one}_at_most": draw(st.integers(0, 2)) for one in rungs}
        then = table(**then, **({} if start is None else {"from": f'"{start}"'}))
    return "[[clause]]\n" + "".join(f"{line}\n" for line in [*lines, f"then = {then}"])


@lru_cache
@st.composite
def consequences(draw, items, tiers):
    """A consequence."""
    rated = tiers != ("none",)
    when = draw(seldom(questions(items=items, past=rated, this=rated, tiers=tiers), 1))
    lines = ([] if when is None else [f"when = {when}"]) + [f'then = "act-{draw(st.sampled_from("xy"))}"']
    return "[[consequence]]\n" + "".join(f"{line}\n" for line in lines)


WHERE = (
    *[""] * 6,
    ", where = { notes = true }",
    ', where = { level = ["high", "mid"] }',
    ", where = { n = [1, 2] }",
)
WINDOW = (*[""] * 6, ', window = "18 months"', ', window = "1 month"')


@lru_cache
@st.composite
def fact_texts(draw, missing=True, bare=False):
    """The facts of a book; *bare* ones take every record of the cycle."""

    def default(text):
        return f", missing = {text}" if missing and draw(st.integers(0, 3)) == 3 else ""

    lines = ["[fact]"]
    edges = ", at_least = -2, below = 9.5" if draw(st.integers(0, 2)) == 2 else ""
    lines += [f'n1 = {{ type = "number"{edges or default(draw(values()))} }}']
    lines += [f'n2 = {{ type = "number"{default(draw(values()))} }}']
    lines += [f'y1 = {{ type = "yes"{default("true")} }}']
    listed = ', words = ["a", "b", "c", "e"]' if draw(st.integers(0, 3)) == 3 else ""
    lines += [
        f'w1 = {{ type = "word"{listed}{default(chr(34) + "a" + chr(34))} }}',
        'level = { type = "word" }',
    ]
    for name, summed in zip(RECORDS, ("", ', sum = "hours"'), strict=True):
        tail = "" if bare else draw(st.sampled_from(WHERE)) + draw(st.sampled_from(WINDOW)) + default("2")
        tail += ", at_most = 12" if not bare and draw(st.integers(0, 3)) == 3 else ""
        lines.append(f'{name} = {{ records = "visit.{name}"{summed}{tail} }}')
    absent = ', absent = "share"' if draw(st.booleans()) else ""
    weights = ", ".join(f"{source} = {draw(values(positive))}" for source in ("x", "y"))
    weights = draw(st.sampled_from([f"{{ {weights} }}", '["x", "y"]', '{ x = "70%", y = "30%" }']))
    edges = ", above = -2" if draw(st.integers(0, 3)) == 3 else ""
    lines.append(f"p1 = {{ raters = {weights}{absent}{edges}{default('3')} }}")
    lines.append(f"v1 = {{ ballots = {{ good = {draw(values())}, poor = 0 }} }}")
    return "\n".join(lines) + "\n"


@lru_cache
@st.composite
def books(draw, missing=True, plain=False, pool=None):
    """The text of a book, and its tiers."""
    pool = pool or draw(st.sampled_from(["tiers", "numbers", "all", *["records"] * (not plain)]))
    text, names = draw(items(pool, plain))
    scale, tiers = draw(scales(names))
    rules = draw(
        st.lists(clauses(names, tiers), min_size=pool == "tiers", max_size=4 if pool == "tiers" else 2)
    )
    rules += draw(st.lists(consequences(names, tiers), max_size=2))
    head = HEAD.replace(CYCLES[0], draw(st.sampled_from([CYCLES[0]] * 3 + [CYCLES[1]])))
    head += f"decimals = {draw(st.integers(0, 2))}\n"
    return head + draw(
        fact_texts(missing, bare=pool == "record" and draw(st.booleans()))
    ) + text + scale + "".join(rules), tiers
