"""
Lines of a rulebook as a clerk would write them, in TOML: values, bands, conditions, tariffs.

Hypothesis checks each strategy that it has not met, so those that are asked for again are kept.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Words = tuple[str, ...]

WORDS = ("a", "b", "c")
LEVELS = ("high", "low")
NUMBERS = ("n1", "n2")
RECORDS = ("r1", "r2")
LIMITS = ("activity", "month", "quarter", "year", "cycle", "ever")
EDGES = ("at_least", "above", "at_most", "below")
FACTS = (*NUMBERS, "y1", "w1", *RECORDS, "p1", "v1")
CYCLES = ('every = "year", starts = 2026-01-01', 'every = "quarter", starts = 2026-01-31')


def number(value: Fraction | int) -> str:
    """A number of at most four decimals as TOML writes it."""
    whole, rest = divmod(abs(Fraction(value)) * 10**4, 10**4)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{int(rest):04}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def table(**pairs: object) -> str:
    """An inline table of texts that are TOML already."""
    return "{ " + ", ".join(f"{key} = {one}" for key, one in pairs.items() if one is not None) + " }"


@lru_cache
def among(*some: str) -> SearchStrategy[str]:
    """One of some."""
    return st.sampled_from(some)


@lru_cache
def seldom(strategy: SearchStrategy[Any], times: int = 4) -> SearchStrategy[Any]:
    """Mostly nothing."""
    return st.integers(0, times).flatmap(lambda n: strategy if n == times else st.none())


KINDS = ("plain",) * 9 + ("day", "word", "both", "listed", "yes")
small = st.integers(-6, 8) | st.sampled_from([Fraction(1, 2), Fraction(-5, 4), Fraction(25, 2)])
positive = st.integers(1, 4) | st.just(Fraction(1, 2))


@lru_cache
@st.composite
def values(
    draw: DrawFn, numbers: SearchStrategy[Any] = small, words: Words = ("w1",), kinds: Words = KINDS
) -> str:
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
def bands(
    draw: DrawFn, most: int = 3, words: Words = ("w1",)
) -> tuple[list[dict[str, str]], bool, str | None]:
    """Bands from the highest down, each as the text of its edges, and what they say of gaps and overlaps."""
    steps = draw(st.lists(st.integers(2, 6), min_size=draw(st.integers(1, 2)), max_size=most))
    lows = [draw(st.integers(-3, 6)) + sum(steps[:place]) for place in range(len(steps))]
    lows = [lows[0] + sum(steps[1 : place + 1]) for place in range(len(steps))]
    shift = draw(st.sampled_from(["", "", "", "day", "word"]))
    style = draw(st.sampled_from([*UPPERS, "overlap", "mixed"]))
    gap, overlap, found = False, None, []

    def edge(x: Fraction | int) -> str:
        if shift == "day":
            return f"{{ 2020-01-01 = {number(x)}, 2026-05-01 = {number(x + 1)} }}"
        return f'{{ by = "{words[0]}", a = {number(x - 1)}, else = {number(x)} }}' if shift else number(x)

    for place, low in enumerate(lows):
        top = place + 1 == len(lows)
        upper = draw(st.sampled_from(UPPERS)) if style == "mixed" else style
        upper = "" if top and upper == "overlap" else upper
        lower: str | None = "at_least" if upper in {"gap", "close"} else draw(among("at_least", "above"))
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
def questions(
    draw: DrawFn,
    depth: int = 1,
    items: Words = (),
    past: bool = False,
    this: bool = False,
    tiers: Words = ("none",),
    joined: bool = False,
) -> str:
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
    asked = "item" if kind == "item" else "fact"
    pool = {"number": (*NUMBERS, "p1", "v1"), "count": RECORDS, "item": items}[kind]
    name = f'"{draw(st.sampled_from(pool))}"'
    if draw(st.integers(0, 5)) == 5:
        return table(**{asked: name, "in": f"[ {draw(st.integers(-2, 6))}, {draw(st.integers(0, 9))} ]"})
    return table(**{asked: name, draw(st.sampled_from(EDGES)): draw(values())})


@lru_cache
@st.composite
def ranks(draw: DrawFn, tiers: Words) -> dict[str, str]:
    """Some of the tiers: between edges, one of them, or a list."""
    kind = draw(st.sampled_from(["is", "in", *EDGES]))
    if kind == "in":
        some = draw(st.lists(st.sampled_from(tiers), min_size=1, max_size=2, unique=True))
        return {"in": "[ " + ", ".join(f'"{one}"' for one in some) + " ]"}
    return {kind: f'"{draw(st.sampled_from(tiers))}"'}


@lru_cache
@st.composite
def limits(draw: DrawFn, numbers: SearchStrategy[Any], windows: Words) -> str:
    """A limit for the cycle, or one for each of some windows."""
    if draw(st.integers(0, 2)) == 0:
        return draw(values(numbers))
    some = draw(st.lists(st.sampled_from(windows), min_size=1, max_size=3, unique=True))
    return table(**{window: draw(values(numbers)) for window in some})


@lru_cache
def rates(words: Words) -> SearchStrategy[str]:
    """So much for each: more often by day and by word than other numbers are."""
    return values(words=words) | values(words=words, kinds=("day", "day", "word", "word", "both", "yes"))


@lru_cache
@st.composite
def tariffs(draw: DrawFn, fact: str, plain: bool | None = False) -> list[str]:
    """How a fact becomes points: the lines of an item; *plain* ones read no record alone, if None all do."""
    kinds = ["each", "each", "each"]
    kinds += ["steps"] * 3 if fact != "y1" else []
    kinds += ["given"] if fact in NUMBERS else []
    kinds = ["one"] if fact in RECORDS and plain is None else kinds
    kinds += ["one"] * 4 if fact in RECORDS and not plain else []
    kind = draw(st.sampled_from(kinds))
    lines: list[str] = [f'fact = "{fact}"']
    words: Words = ("w1",)
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
        steps = [table(**edges, points=draw(values(words=words))) for edges in some]
        steps = steps[::-1] if draw(st.booleans()) else steps
        lines.append("steps = [ " + ", ".join(steps) + " ]")
        lines += ['gap = "lower"'] * gap + ([] if overlap is None else [f'overlap = "{overlap}"'])
    else:
        low, high = number(draw(st.integers(-3, 0))), number(draw(st.integers(4, 9)))
        lines.append(f"given = {table(**{draw(st.sampled_from(['at_least', 'above'])): low}, at_most=high)}")
        lines += ["decision = true"] * (not plain and draw(st.integers(0, 3)) == 3)
    return lines
