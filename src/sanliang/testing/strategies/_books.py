"""Rulebooks as a clerk would write them, in TOML: every word of the language."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang.testing.strategies._book_lines import (
    CYCLES,
    FACTS,
    LIMITS,
    NUMBERS,
    RECORDS,
    Words,
    among,
    bands,
    limits,
    positive,
    questions,
    ranks,
    seldom,
    table,
    tariffs,
    values,
)

HEAD = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "year", starts = 2026-01-01 }
"""
"""What a small book begins with."""

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
def items(draw: DrawFn, pool: str = "all", plain: bool | None = False) -> tuple[str, Words]:
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
def leaf_lines(draw: DrawFn, pool: Words, plain: bool | None) -> list[str]:
    """An item that reads a fact, or has points by word."""
    fact = draw(st.sampled_from(pool))
    windows = LIMITS[:-1] if plain else LIMITS
    lines = [f"points = {draw(values())}"] if fact == "w1" else draw(tariffs(fact, plain))
    if fact != "w1" and draw(st.integers(0, 4)) == 4:
        lines.append(f"points = {draw(values())}")
    return lines + draw(trimmings(windows if fact in RECORDS else LIMITS[-2:-1] if plain else LIMITS[-2:]))


@lru_cache
@st.composite
def trimmings(draw: DrawFn, windows: Words) -> list[str]:
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
def scales(draw: DrawFn, items: Words) -> tuple[str, Words]:
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
    found, gap, overlap = draw(bands())
    some = [table(**edges) for edges in found]
    names = ("gold", "3", "2", "1")[-len(some) - (kind == "mixed") :]
    if kind == "mixed":
        other = draw(questions(items=items, joined=True))
        some = [some[0], other, *some[1:]] if draw(st.booleans()) else [other, *some]
    tiers = ", ".join(f'{{ name = "{name}", {one[2:]}' for name, one in zip(names, some, strict=True))
    text = f"[scale]\ntiers = [ {tiers} ]\n" + 'gap = "lower"\n' * gap
    return text + ("" if overlap is None else f'overlap = "{overlap}"\n'), (*names, "none")


@lru_cache
@st.composite
def clauses(draw: DrawFn, items: Words, tiers: Words) -> str:
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
        steps = {f"{one}_at_most": draw(st.integers(0, 2)) for one in rungs}
        then = table(**steps, **({} if start is None else {"from": f'"{start}"'}))
    return "[[clause]]\n" + "".join(f"{line}\n" for line in [*lines, f"then = {then}"])


@lru_cache
@st.composite
def consequences(draw: DrawFn, items: Words, tiers: Words) -> str:
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
def fact_texts(draw: DrawFn, missing: bool = True, bare: bool = False) -> str:
    """The facts of a book; *bare* ones take every record of the cycle."""

    def default(text: str) -> str:
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
def books(
    draw: DrawFn, missing: bool = True, plain: bool | None = False, pool: str | None = None
) -> tuple[str, Words]:
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
