"""Whether a book holds together: every name is there, nothing is a circle, every band is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from sanliang.kernel.errors import Fault, nearest
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._model import (
    NONE,
    SCORE,
    Condition,
    Fact,
    FactType,
    Item,
    Mark,
    NamedStars,
    PointStars,
    Rank,
    Rulebook,
    Steps,
    Test,
    Tier,
    Tiers,
    Within,
    tests_of,
)
from sanliang.rulebooks._values import Band, Value, words_of

UNKNOWN_FACT = Phrase(
    "name.fact",
    "没有这个事实；相近的有：{near}",
    "is no fact of this book; the nearest is: {near}",
)
UNKNOWN_ITEM = Phrase(
    "name.item", "没有这个项目；相近的有：{near}", "is no item of this book; the nearest is: {near}"
)
UNKNOWN_TIER = Phrase("name.tier", "没有这个等次；有：{known}", "is no tier of this book; there are: {known}")
NOT_A_WORD = Phrase(
    "fact.not_word", "“{fact}”不是词", "the fact {fact!r} is no word: it cannot choose a value"
)
CIRCLE = Phrase("item.circle", "分项成环", "is a part of itself, by a circle")
NOTHING = Phrase(
    "item.nothing",
    "没有分值、计分方法、分项，也未标为 open",
    "has no points, no tariff and no parts, and is not open",
)
FACTS_ONLY = Phrase(
    "item.when_facts",
    "项目的 when 只能问事实",
    "asks something other than a fact; `when` of an item asks facts only",
)
PLACE = Phrase(
    "condition.place", "名次只能在 consequence 中使用", "asks for a place, which only a consequence may"
)
OPEN_TIER = Phrase(
    "tier.open",
    "没有条件，也没有名额限制，其后各档永远不会到达",
    "has no condition and no quota, so nobody ever reaches the tiers below it",
)
DOUBLED_TIER = Phrase("tier.doubled", "等次名称重复", "is the name of a tier that stands above it")
NO_SCALE = Phrase("scale.missing", "没有 scale，无从得出等次", "needs a scale: there is no way to a tier")
LEVELS = 50


def tier_names(book: Rulebook) -> tuple[str, ...]:
    """The tiers of a book from the highest down, `none` last."""
    match book.scale:
        case Tiers(tiers=tiers):
            return (*(tier.name for tier in tiers if tier.name != NONE), NONE)
        case NamedStars(stars=stars):
            return (*(str(count) for count in range(len(stars), 0, -1)), NONE)
        case PointStars(most=most):
            return (*(str(count) for count in range(most, 0, -1)), NONE)
        case None:
            return (NONE,)


def resolved(book: Rulebook) -> Rulebook:
    """The book with the fact of each item that names none: the one of its own name."""
    facts = {fact.id for fact in book.facts}
    parents = {item.part_of for item in book.items}

    def own(item: Item) -> Item:
        bare = item.tariff is not None or (
            item.points is None and item.id not in parents and not item.open and item.id in facts
        )
        return attrs.evolve(item, fact=item.id) if item.fact is None and bare else item

    return attrs.evolve(book, items=tuple(own(item) for item in book.items))


def faults(book: Rulebook) -> Iterator[Fault]:
    """Everything that keeps a book from being used, each with its path."""
    facts = {fact.id: fact for fact in book.facts}
    items = {item.id: item for item in book.items}
    names = _Names(facts, items, tier_names(book))
    for item in book.items:
        yield from _item(item, items, names)
    yield from _scale(book, names)
    for place, clause in enumerate(book.clauses):
        yield from names.condition(clause.when, f"clause[{place}].when")
        if isinstance(clause.then, Within):
            yield from names.tiers(clause.then.band, clause.then.among, f"clause[{place}].then")
    for place, consequence in enumerate(book.consequences):
        yield from names.condition(consequence.when, f"consequence[{place}].when", places=True)
    for place, quota in enumerate(book.quotas):
        path = f"quota[{place}]"
        yield from names.tiers(Rank(), quota.tiers, f"{path}.tier")
        for item_id in quota.rank:
            yield from names.item(item_id, f"{path}.rank")
        for value in (quota.at_most, quota.at_least):
            yield from names.value(value, path)


class _Names:
    """The names that a book has, and what is wrong where another is used."""

    def __init__(self, facts: dict[str, Fact], items: dict[str, Item], tiers: tuple[str, ...]) -> None:
        self.facts, self.item_ids, self.tier_names = facts, items, tiers

    def fact(self, id: str, path: str) -> Iterator[Fault]:
        if id not in self.facts:
            yield UNKNOWN_FACT.fault(path, near=nearest(id, self.facts) or "-")

    def item(self, id: str, path: str) -> Iterator[Fault]:
        if id not in self.item_ids:
            yield UNKNOWN_ITEM.fault(path, near=nearest(id, self.item_ids) or "-")

    def tiers(self, rank: Rank, among: Iterable[object], path: str) -> Iterator[Fault]:
        used = (*(tier for _, tier in rank.edges), *among)
        if any(tier not in self.tier_names for tier in used):
            yield UNKNOWN_TIER.fault(path, known=self.tier_names)

    def value(self, value: Value | None, path: str) -> Iterator[Fault]:
        for word in () if value is None else words_of(value):
            if word not in self.facts:
                yield from self.fact(word, path)
            elif self.facts[word].type != FactType.WORD:
                yield NOT_A_WORD.fault(path, fact=word)

    def condition(self, condition: Condition | None, path: str, *, places: bool = False) -> Iterator[Fault]:
        for test in tests_of(condition):
            yield from self.test(test, path, places)

    def test(self, test: Test, path: str, places: bool) -> Iterator[Fault]:
        if test.of == "fact":
            yield from self.fact(test.name, path)
        if test.of == "item":
            yield from self.item(test.name, path)
        if test.of == "place" and not places:
            yield PLACE.fault(path)
        if isinstance(test.band, Rank):
            yield from self.tiers(test.band, test.among, path)
        else:
            for _, value in test.band.edges:
                yield from self.value(value, path)


def _item(item: Item, items: dict[str, Item], names: _Names) -> Iterator[Fault]:
    path = f"item.{item.id}"
    if item.part_of is not None:
        yield from names.item(item.part_of, f"{path}.part_of")
    if item.fact is not None:
        yield from names.fact(item.fact, f"{path}.fact")
    if any(test.of != "fact" for test in tests_of(item.when)):
        yield FACTS_ONLY.fault(f"{path}.when")
    yield from names.condition(item.when, f"{path}.when")
    for key, value in _values(item):
        yield from names.value(value, f"{path}.{key}")
    has_parts = any(other.part_of == item.id for other in items.values())
    if item.points is None and item.fact is None and not has_parts and not item.open:
        yield NOTHING.fault(path)
    if _in_circle(item, items):
        yield CIRCLE.fault(f"{path}.part_of")
    if isinstance(item.tariff, Steps):
        steps = item.tariff
        listed = sorted(enumerate(steps.bands), key=_from_the_top)
        bands = [(f"{path}.steps[{place}]", band) for place, (band, _) in listed]
        yield from _bands.faults(bands, gap=steps.gap, overlap=steps.overlap, decimals=4)


def _values(item: Item) -> Iterator[tuple[str, Value]]:
    """Every value of an item, with its key."""
    tariff = item.tariff
    found: list[tuple[str, Value | None]] = [("points", item.points), ("weight", item.weight)]
    found += [("floor", value) for value in item.floor.values()]
    found += [("ceiling", value) for value in item.ceiling.values()]
    if isinstance(tariff, Steps):
        found += [("steps", points) for _, points in tariff.bands]
        found += [("steps", value) for band, _ in tariff.bands for _, value in band.edges]
    elif isinstance(tariff, Mark):
        found += [("given", value) for _, value in tariff.band.edges]
    elif tariff is not None:
        found += [
            ("each", tariff.points),
            ("per", tariff.per),
            ("above", tariff.above),
            ("below", tariff.below),
        ]
    return ((key, value) for key, value in found if value is not None)


def _from_the_top(step: tuple[int, tuple[Band, Value]]) -> tuple[bool, float]:
    """Steps may be listed up or down: the order of their lower edges, as they stand on the last day."""
    band = step[1][0]
    for day, words in _bands.contexts(value for _, value in band.edges):
        low = _bands.span(band, day, words).low
        return (low is None, -float(low or 0))
    return (True, 0.0)


def _in_circle(item: Item, items: dict[str, Item]) -> bool:
    above, seen = item.part_of, 0
    while above in items and seen <= len(items):
        if above == item.id:
            return True
        above, seen = items[above].part_of, seen + 1
    return False


def _scale(book: Rulebook, names: _Names) -> Iterator[Fault]:
    match book.scale:
        case None:
            yield NO_SCALE.fault("scale")
        case Tiers():
            yield from _tiers(book, book.scale, names)
        case NamedStars(stars=stars):
            for place, star in enumerate(stars):
                yield from names.condition(star.when, f"scale.stars[{place}]")
        case PointStars():
            pass


def _tiers(book: Rulebook, scale: Tiers, names: _Names) -> Iterator[Fault]:
    seen = set[str]()
    capped = {tier for quota in book.quotas if quota.at_most is not None for tier in quota.tiers}
    for place, tier in enumerate(scale.tiers):
        path = f"scale.tiers[{place}]"
        yield from names.condition(tier.when, path)
        if tier.name in seen:
            yield DOUBLED_TIER.fault(f"{path}.name")
        if tier.when is None and tier.name not in capped and place + 1 < len(scale.tiers):
            yield OPEN_TIER.fault(path)
        seen.add(tier.name)
    bands = [(f"scale.tiers[{place}]", band) for place, band in _on_one_item(scale.tiers)]
    decimals = next((item.decimals for item in book.items if item.id == SCORE), None)
    if bands:
        yield from _bands.faults(
            bands,
            gap=scale.gap,
            overlap=scale.overlap,
            decimals=book.decimals if decimals is None else decimals,
        )


def _on_one_item(tiers: tuple[Tier, ...]) -> list[tuple[int, Band]]:
    """The tiers that are bands of the score, with their places."""
    found = []
    for place, tier in enumerate(tiers):
        match tier.when:
            case Test(of="item", name="score", band=Band() as band):
                found.append((place, band))
            case _:
                pass
    return found
