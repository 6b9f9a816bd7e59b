"""Facts and items hold together: every number is one, nothing is a circle, every step is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check._names import UNKNOWN_FACT, UNKNOWN_ITEM, Names
from sanliang.rulebooks._model import (
    SCORE,
    FactType,
    FromRecords,
    Item,
    Mark,
    NamedStars,
    OwnScale,
    PointStars,
    Steps,
    Tiers,
    tests_of,
)
from sanliang.rulebooks._reach import SHORT
from sanliang.rulebooks._values import Fixed, Value, leaves

RESERVED = Phrase(
    "item.reserved", "该名称另有含义，请换一个", "means something else in a case; take another name"
)
NOT_NUMBER = Phrase("fact.not_number", "“{fact}”不是数", "the fact {fact!r} is no number: it gives no points")
NO_RECORDS = Phrase(
    "fact.no_records",
    "“{fact}”不由记录构成，不能逐条计",
    "the fact {fact!r} has no records to take one by one",
)
CIRCLE = Phrase("item.circle", "分项成环", "is a part of itself, by a circle")
DEEP = Phrase("item.deep", "分项超过 {most} 层", "lies more than {most} items deep")
NOTHING = Phrase(
    "item.nothing",
    "没有分值、计分方法、分项，也未标为 open",
    "has no points, no tariff and no parts, and is not open",
)
TAKES_NOTHING = Phrase(
    "item.take_parts",
    "take 只在分项中选取，而这里没有分项；请把每一种各写成一个分项（part_of），take 写在它们所属的项目上",
    "takes among parts, and there are none; write an item with `part_of` for each kind or level, and `take`"
    " on the item that they are part of",
)
LEAF_PARTS = Phrase(
    "item.leaf_parts", "既读取事实，又有分项：只能取其一", "reads a fact and has parts: it can do one of them"
)
FACTS_ONLY = Phrase(
    "item.when_facts",
    "项目的 when 只能问事实",
    "asks something other than a fact; `when` of an item asks facts only",
)

NO_POINTS = Phrase(
    "item.ceiling_below_zero",
    "活动、月、季度、年的封顶不能小于 0",
    "is below 0; the ceiling of an activity, a month, a quarter or a year leaves points, and takes none",
)
FROM_NOTHING = Phrase(
    "item.floor_above_zero",
    "活动、月、季度、年的保底不能大于 0",
    "is above 0; the floor of an activity, a month, a quarter or a year ends a loss, and gives no points",
)
CROSSED = Phrase("item.limits_crossed", "保底高于封顶", "lies above the ceiling of the same window")

LEVELS = 50
"""So many items may stand within one another."""
NEVER = 10**6
RESULTS = ("tier", "stars", "outcome", "actions")
"""What a case may expect besides the points of items."""


def of_facts(names: Names) -> Iterator[Fault]:
    """What is wrong with facts."""
    for fact in names.book.facts:
        path = names.places.facts[fact.id]
        yield from names.values(fact.values, path)
        yield from names.words(fact.id, [fact.missing], f"{path}.missing")
        yield from _bands.of_fact(fact, path, names.patience)


def of_items(names: Names) -> Iterator[Fault]:
    """What is wrong with items."""
    yield from _tree(names)
    for item in names.book.items:
        yield from _item(item, names, names.places.items[item.id])


def _tree(names: Names) -> Iterator[Fault]:
    """Each item is a part of one that is there, none of itself, and none lies too deep."""
    depth: dict[str, int] = {SCORE: 0}
    for item in names.book.items:
        way: dict[str, None] = {}
        at: str | None = item.id
        while at in names.items and at not in depth and at not in way:
            way[at] = None
            at = names.items[at].part_of
        if at in way:
            yield CIRCLE.fault(f"{names.places.items[at]}.part_of")
        below = -NEVER if at in way else depth.get(at or "", 0)
        for level, one in enumerate(reversed(way), 1):
            depth[one] = below + level
        if depth[item.id] > LEVELS:
            yield DEEP.fault(f"{names.places.items[item.id]}.part_of", most=LEVELS)


def _item(item: Item, names: Names, path: str) -> Iterator[Fault]:
    if item.id in RESULTS:
        yield RESERVED.fault(path)
    if item.part_of is not None:
        yield from names.named(item.part_of, f"{path}.part_of", UNKNOWN_ITEM, names.items)
    yield from _reads(item, names, path)
    if item.take != "sum" and item.id not in names.parents and (item.fact or not item.open):
        yield TAKES_NOTHING.fault(f"{path}.take")
    if any(test.of != "fact" for test in tests_of(item.when)):
        yield FACTS_ONLY.fault(f"{path}.when")
    yield from names.condition(item.when, f"{path}.when", places=True)
    yield from names.values(item.values, path)
    if item.tariff is not None and not item.for_each:  # else fields of the record choose, too
        yield from names.values(item.tariff.values, path)
    yield from _steps(item, names, path)
    yield from _limits(item, names, path)


def _reads(item: Item, names: Names, path: str) -> Iterator[Fault]:
    """What an item is made of: a fact, parts, points."""
    bare = item.points is None and not item.open and item.id not in names.parents
    if item.fact is None:
        if bare and (item != Item(id=SCORE, part_of=None) or _asked_for_score(names)):
            yield NOTHING.fault(path)
        return
    where = f"{path}.{'for_each' if item.for_each else 'fact'}"
    yield from names.named(item.fact, where, UNKNOWN_FACT, names.facts)
    if item.id in names.parents:
        yield LEAF_PARTS.fault(path)
    type_ = names.type_of(item.fact)
    if type_ is FactType.WORD or (type_ is FactType.YES and isinstance(item.tariff, Steps | Mark)):
        yield NOT_NUMBER.fault(where, fact=item.fact)
    by_hand = type_ is None or isinstance(names.facts[item.fact].origin, FromRecords | None)
    if item.for_each and not by_hand:
        yield NO_RECORDS.fault(where, fact=item.fact)


def _asked_for_score(names: Names) -> bool:
    """Whether points are all there is, or a tier or a quota depends on the score."""
    book = names.book
    tiers = book.scale.tiers if isinstance(book.scale, Tiers) else ()
    tiers = book.scale.stars if isinstance(book.scale, NamedStars) else tiers
    tests = (test for tier in tiers for test in tests_of(tier.when))
    return (
        names.points_only
        or isinstance(book.scale, PointStars | OwnScale)
        or any((test.of, test.name) == ("item", SCORE) for test in tests)
        or any(SCORE in quota.rank for quota in book.quotas)
    )


def _steps(item: Item, names: Names, path: str) -> Iterator[Fault]:
    if isinstance(item.tariff, Mark):
        line = _bands.Line(gap="lower")
        yield from _bands.faults([(f"{path}.given", item.tariff.band)], line, names.patience)
    if isinstance(item.tariff, Steps):
        steps = item.tariff
        bands = [(f"{path}.steps[{place}]", band) for place, (band, _) in enumerate(steps.bands)]
        if not _bands.from_the_top([band for _, band in bands]):
            bands.reverse()
        line = attrs.evolve(_line(item, names), gap=steps.gap, overlap=steps.overlap)
        yield from _bands.faults(bands, line, names.patience)


def _line(item: Item, names: Names) -> _bands.Line:
    """What the steps of an item are steps of: its fact, or a field of its records."""
    if item.for_each and item.field is not None:
        return _bands.Line(decimals=4)
    most = () if item.for_each else names.most("fact", item.fact or "")
    return _bands.Line(decimals=names.decimals("fact", item.fact or ""), most=most)


def _limits(item: Item, names: Names, path: str) -> Iterator[Fault]:
    """No floor lies above the ceiling of its window, and a window never makes points of nothing."""
    if not item.floor and not item.ceiling:
        return
    for window in SHORT:
        if any(leaf.number < 0 for leaf in _leaves(item.ceiling, window)):
            yield NO_POINTS.fault(f"{path}.ceiling.{window}")
        if any(leaf.number > 0 for leaf in _leaves(item.floor, window)):
            yield FROM_NOTHING.fault(f"{path}.floor.{window}")
    for window in item.floor.keys() & item.ceiling.keys():
        if _bands.crossed(item.floor[window], item.ceiling[window]) is _bands.Crossed.ALWAYS:
            yield CROSSED.fault(f"{path}.floor.{window}")


def _leaves(limits: Mapping[str, Value], window: str) -> Iterator[Fixed]:
    return leaves(limits[window]) if window in limits else iter(())
