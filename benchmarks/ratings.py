"""
Ratings against a loop written by hand for one rulebook.

The book has 20 items (counts with ceilings, deductions with floors, marks, steps, a distance past a line),
two vetoes, four tiers and a quota of 15 % with ties. The peer knows all that by heart, in scaled whole
numbers: `one` keeps what each item read, earned and counted, as a rating of ours does; `branch` keeps none of
it. Ours is `rate` and `rate_group` with the book as a clerk wrote it; both look at the same people, whose
tiers, scores and rows have to agree. Prints one line `NAME ratio=...` each, and ends with an error where a
goal is missed.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from time import perf_counter
from typing import Any

import attrs

from sanliang.ratings import Rated, rate, rate_group
from sanliang.rulebooks import Rulebook, loads

DAY = date(2026, 12, 31)
ROUNDS = 9

HEAD = """
schema = 1
id = "bench"
rates = "member"
title = { zh = "党员星级评定办法" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle = { every = "year", starts = 2026-01-01 }
decimals = 2
[fact.sanctioned]
[fact.absent]
type = "yes"
"""
TAIL = """
[scale]
tiers = [ { name = 5, at_least = 130 }, { name = 4, at_least = 115 }, { name = 3, at_least = 100 } ]
[[clause]]
when = { fact = "sanctioned", at_least = 1 }
then = { is = "none" }
[[clause]]
when = { fact = "absent", is = true }
then = { is = "none" }
[[quota]]
tier = 5
at_most = "15%"
of = "branch"
ties = "narrow"
"""

# What the peer knows by heart, in hundredths: points for one, points to start with, floor, ceiling.
LINES: tuple[tuple[str, int, int, int, int], ...] = (
    *((f"visits{n}", 50 * n, 0, 0, 600 + 100 * n) for n in range(1, 9)),
    *((f"lapses{n}", -50 * n, 1000, 0, 1000) for n in range(1, 7)),
    *((f"marks{n}", 10 * n, 0, 0, 1000 * n) for n in range(1, 4)),
)
STEPS = (("hours", ((40, 800), (20, 500), (10, 200))), ("study", ((30, 600), (15, 300))))
PAST = ("tests", 60, 20)
"""What lies above 60 counts, a fifth of a point for each."""


def book() -> Rulebook:
    """The rulebook as a clerk writes it."""
    items = [
        f"[fact.{name}]\n[item.{name}]\neach = {each / 100}\npoints = {own / 100}\n"
        f"floor = {low / 100}\nceiling = {high / 100}\n"
        for name, each, own, low, high in LINES
    ]
    for name, bands in STEPS:
        steps = ", ".join(f"{{ at_least = {edge}, points = {points / 100} }}" for edge, points in bands)
        items.append(f"[fact.{name}]\n[item.{name}]\nsteps = [ {steps} ]\n")
    name, line, each = PAST
    items.append(f"[fact.{name}]\n[item.{name}]\neach = {each / 100}\nabove = {line}\n")
    return loads(HEAD + "".join(items) + TAIL)


def people(count: int) -> list[dict[str, Any]]:
    """What is known of so many members: invented, and always the same."""
    draw = random.Random(7)
    return [
        {
            "sanctioned": int(draw.random() < 0.03),
            "absent": draw.random() < 0.03,
            **{name: draw.randint(0, 100 if "marks" in name else 20) for name, *_ in LINES},
            **{name: draw.randint(0, 50) for name, _ in STEPS},
            PAST[0]: draw.randint(40, 100),
        }
        for _ in range(count)
    ]


# --- the peer ------------------------------------------------------------------------------------------


@attrs.frozen
class Peer:
    """What the peer keeps of a rating: for each item what it read, earned and counted."""

    tier: str
    score: int
    rows: tuple[tuple[str, int, int, int], ...]


def tier_of(score: int, facts: Mapping[str, Any]) -> str:
    """The tier of a score, in hundredths."""
    if facts["sanctioned"] >= 1 or facts["absent"]:
        return "none"
    return "5" if score >= 13000 else "4" if score >= 11500 else "3" if score >= 10000 else "none"


def one(facts: Mapping[str, Any]) -> Peer:
    """One subject, with the breakdown."""
    rows, score = [], 0
    for name, each, own, low, high in LINES:
        read = facts[name]
        earned = read * each
        counted = earned + own
        if counted > high:
            counted = high
        elif counted < low:
            counted = low
        rows.append((name, read, earned, counted))
        score += counted
    for name, bands in STEPS:
        read = facts[name]
        counted = 0
        for edge, points in bands:
            if read >= edge:
                counted = points
                break
        rows.append((name, read, counted, counted))
        score += counted
    name, line, each = PAST
    read = facts[name]
    counted = (read - line) * each if read > line else 0
    rows.append((name, read, counted, counted))
    return Peer(tier_of(score + counted, facts), score + counted, tuple(rows))


def score_of(facts: Mapping[str, Any]) -> int:
    """The score alone, in hundredths."""
    score = 0
    for name, each, own, low, high in LINES:
        counted = facts[name] * each + own
        score += high if counted > high else low if counted < low else counted
    for name, bands in STEPS:
        read = facts[name]
        for edge, points in bands:
            if read >= edge:
                score += points
                break
    name, line, each = PAST
    return score + max(facts[name] - line, 0) * each


def branch(many: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """A branch with its quota, and no breakdown: of those who tie at the edge, none."""
    scores = {id: score_of(facts) for id, facts in many.items()}
    tiers = {id: tier_of(scores[id], facts) for id, facts in many.items()}
    seats = len(many) * 15 // 100
    held = sorted((id for id in many if tiers[id] == "5"), key=lambda id: -scores[id])
    if len(held) > seats:
        edge = scores[held[seats]]
        for id in held:
            if scores[id] <= edge:
                tiers[id] = "4"
    return tiers


# --- the measuring -------------------------------------------------------------------------------------


def best(*works: Callable[[], object]) -> list[float]:
    """The seconds that each takes at its best, in turns, so that a busy machine slows all of them."""
    found = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            gc.collect()
            gc.disable()
            start = perf_counter()
            work()
            found[place] = min(found[place], perf_counter() - start)
            gc.enable()
    return found


def agree(made: Rulebook, some: list[dict[str, Any]]) -> None:
    """Every tier, every score and every row of ours is that of the peer."""
    for facts in some:
        ours, theirs = rate(facts, made, on=DAY), one(facts)
        assert isinstance(ours, Rated)
        assert (ours.tier, ours.score) == (theirs.tier, Fraction(theirs.score, 100))
        rows = {line.item: line for line in ours.lines}
        for name, read, _, counted in theirs.rows:
            assert (rows[name].read, rows[name].points) == (read, Fraction(counted, 100))


def main() -> int:
    """Measure, print, and say whether a goal is missed."""
    made, some = book(), people(2_000)
    agree(made, some)
    many = {f"m-{place}": facts for place, facts in enumerate(some[:50])}
    group = rate_group(many, made, on=DAY)
    assert {id: rating.tier for id, rating in group.ratings.items()} == branch(many)
    assert group.quotas[0].moved, "the quota has to be at work"

    ours, theirs = best(
        lambda: [rate(facts, made, on=DAY) for facts in some], lambda: [one(facts) for facts in some]
    )
    single = ours / theirs
    print(f"one-subject ratio={single:.2f} (ours {ours / 2e-3:.1f} us, peer {theirs / 2e-3:.1f} us; goal 2)")

    ours, theirs = best(
        lambda: [rate_group(many, made, on=DAY) for _ in range(40)], lambda: [branch(many) for _ in range(40)]
    )
    fifty = ours / theirs
    print(f"branch-of-50 ratio={fifty:.2f} (ours {ours / 4e-5:.0f} us, peer {theirs / 4e-5:.0f} us; goal 3)")

    ten, hundred = (people(count) for count in (10_000, 100_000))
    small, large = best(
        lambda: [rate(facts, made, on=DAY) for facts in ten],
        lambda: [rate(facts, made, on=DAY) for facts in hundred],
    )
    growth = large / small / 10
    print(f"growth-to-100000 ratio={growth:.2f} ({large:.2f} s for 100,000 subjects; goal 1.3)")
    towns = {f"m-{place}": facts for place, facts in enumerate(hundred)}
    small, large = best(
        lambda: rate_group(dict([*towns.items()][:10_000]), made, on=DAY),
        lambda: rate_group(towns, made, on=DAY),
    )
    wide = large / small / 10
    print(f"group-to-100000 ratio={wide:.2f} ({large:.2f} s for one group of 100,000; goal 1.5)")
    return int(single > 2 or fifty > 3 or growth > 1.3 or wide > 1.5)


if __name__ == "__main__":
    sys.exit(main())
