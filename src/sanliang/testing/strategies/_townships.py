"""Towns that are shipped, and the parts of them and of their rulebooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import pairing, rulebooks, townships
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.testing.strategies._fields import Parts

IDS = ("huaxing", "pingshan", "poxi", "xingshisi", "xingxian")

# Every word of the language once.
EVERY_WORD = """
schema = 1
id     = "every-word"
rates  = "member"
title  = { zh = "样例办法", en = "every word once" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "year", starts = 2026-01-01 }

[fact]
hours   = { records = "volunteer", sum = "hours", window = "18 months" }
visits  = { records = "visit", where = { level = ["high"] } }
level   = { type = "word", words = ["high", "low"] }
class   = { roster = "class" }
kept    = { pledges = "kept" }
branch  = { ratings = { book = "branch-stars", what = "tier" } }
voice   = { raters = { peers = "70%", branch = "30%" } }
meeting = { ballots = { good = 10, poor = 0 } }
mark    = { type = "number" }
held    = { type = "yes" }

[item.hours]
fact    = "hours"
each    = { 2020-01-01 = 1, 2026-06-01 = 2 }
ceiling = { cycle = 60 }

[item.visits]
for_each = "visits"
each     = { by = "level", high = 2, else = 1 }

[item.voice]
fact  = "voice"
steps = [ { at_least = 80, points = 9 }, { below = 80, points = 3 } ]

[item.mark]
fact  = "mark"
given = { at_least = 0, at_most = 10 }
when  = { all = [ { fact = "held", is = true }, { any = [ { not = { fact = "level", in = ["low"] } } ] } ] }

[item.meeting]
fact = "meeting"
each = 1

[scale]
tiers = [ { name = 2, at_least = 60 }, { name = 1, at_least = 20 } ]

[[quota]]
tier    = 2
at_most = "30%"
of      = "branch"
ties    = "narrow"

[[clause]]
when = { fact = "held", is = false }
then = { at_most = 1 }

[[clause]]
then = { rise_at_most = 1 }

[[clause]]
when = { fact = "kept", below = 1 }
then = "withheld"

[[consequence]]
when = { tier = "last", is = "none", run = 2 }
then = "talk"

[[case]]
name    = "nothing was done"
cycle   = [2026-01-01, 2026-12-31]
facts   = { mark = 0, held = true, kept = 0 }
records = [ { kind = "volunteer", on = 2026-03-05, hours = 3 } ]
expect  = { hours = 3 }
"""

STARS = """
schema = 1
id     = "stars"
rates  = "household"
title  = { zh = "样例办法" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "year", starts = 2026-01-01 }
[fact.yard]
[item.yard]
each = 1
[scale]
"""

STARRED = ("stars = 3\n", 'stars = [ { name = "tidy", fact = "yard", at_least = 3 } ]\n')


def parts_of(value: Any) -> Iterator[Any]:
    """A value and all that is in it."""
    yield value
    if isinstance(value, Mapping):
        inner: Sequence[Any] = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | frozenset):
        inner = [*value]
    elif attrs.has(type(value)):
        inner = [getattr(value, field.name) for field in attrs.fields(type(value))]
    else:
        return
    for one in inner:
        yield from parts_of(one)


@cache
def _found() -> Mapping[type, list[Any]]:
    """The parts of the towns that are shipped and of the rulebooks above, by their class; each once."""
    towns = [townships.base(), *map(townships.get, IDS)]
    books = [rulebooks.loads(EVERY_WORD), *(rulebooks.loads(STARS + stars) for stars in STARRED)]
    said = [townships.describe(town) for town in towns]
    found: dict[type, dict[str, Any]] = {}
    parts = (part for town in towns for part in (town.pairing, town.posts, town.cases))
    for root in (*books, *towns, *said, *parts):
        for one in parts_of(root):
            found.setdefault(type(one), {}).setdefault(repr(one), one)
    return {kind: [*kept.values()] for kind, kept in found.items()}


def part(kind: type) -> SearchStrategy[Any]:
    """One of the parts of a class; the first is the first that a reader meets."""
    return st.deferred(lambda: st.sampled_from(_found()[kind]))


def towns() -> SearchStrategy[townships.Township]:
    """
    The towns that are shipped, the base first.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(towns())
        ... def test(town):
        ...     assert "pledge" in town.lifecycles
        >>> test()
    """
    return st.sampled_from(["base", *IDS]).map(_town)


def _town(id: str) -> townships.Township:
    return townships.base() if id == "base" else townships.get(id)


def lifecycles() -> SearchStrategy[Lifecycle[Any]]:
    """
    The lifecycles of those towns, each of one word.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(lifecycles())
        ... def test(lifecycle):
        ...     assert lifecycle.rows
        >>> test()
    """
    return towns().flatmap(lambda town: st.sampled_from([*town.lifecycles.values()]))


_OF_BOOKS = (
    rulebooks.AllOf,
    rulebooks.AnyOf,
    rulebooks.Band,
    rulebooks.ByDay,
    rulebooks.ByWord,
    rulebooks.Case,
    rulebooks.CaseRecord,
    rulebooks.Clause,
    rulebooks.Consequence,
    rulebooks.Each,
    rulebooks.Effect,
    rulebooks.Fact,
    rulebooks.Fixed,
    rulebooks.FromBallots,
    rulebooks.FromPledges,
    rulebooks.FromRaters,
    rulebooks.FromRatings,
    rulebooks.FromRecords,
    rulebooks.FromRoster,
    rulebooks.Item,
    rulebooks.Mark,
    rulebooks.NamedStars,
    rulebooks.NotOf,
    rulebooks.PointStars,
    rulebooks.Quota,
    rulebooks.Rank,
    rulebooks.Rungs,
    rulebooks.Steps,
    rulebooks.Test,
    rulebooks.Tier,
    rulebooks.Tiers,
    rulebooks.Within,
)
_OF_TOWNS = (
    townships.Business,
    townships.CalendarCase,
    townships.CourseCase,
    townships.Description,
    townships.Difference,
    townships.Layer,
    townships.Open,
    townships.Owed,
    townships.PairingCase,
    townships.PointsCase,
    townships.PostsCase,
    townships.ShownCase,
    townships.Stated,
    townships.Step,
    townships.TownDuty,
    townships.TownPost,
    townships.WrittenCase,
)
_OF_PAIRING = (pairing.Near, pairing.Rank, pairing.Rules, pairing.Seats)

POSTED = date(2026, 7, 1)
NOTICE_CASES = [
    townships.NoticeCase(
        name=f"{days} days", notice="rating", posted=POSTED, until=POSTED + timedelta(days=days)
    )
    for days in (7, 1)
]

CLASSES: Parts = {
    **{kind: part(kind) for kind in (*_OF_BOOKS, *_OF_TOWNS, *_OF_PAIRING)},
    townships.Found: towns().map(lambda town: townships.Found(id=town.id, package="town", town=town)),
    townships.NoticeCase: st.sampled_from(NOTICE_CASES),
    townships.NamedFact: st.sampled_from([*townships.FACTS.values()]),
    townships.RecordKind: st.sampled_from([*townships.KINDS.values()]),
    townships.Township: towns(),
    Lifecycle: lifecycles(),
}
