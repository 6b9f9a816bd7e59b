"""Whether a book holds together: every name is there, nothing is a circle, every band is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import cast

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.fields import DOUBLED
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._model import (
    NONE,
    SCORE,
    Case,
    Clause,
    Condition,
    Each,
    Fact,
    FactType,
    FromRecords,
    Given,
    Item,
    Mark,
    NamedStars,
    OwnEffect,
    OwnScale,
    OwnTariff,
    PointStars,
    Quota,
    Rank,
    Rulebook,
    Rungs,
    Steps,
    Test,
    Tier,
    Tiers,
    Within,
    tests_at,
    tests_of,
)
from sanliang.rulebooks._read import Draft
from sanliang.rulebooks._sheet import mistyped, shown
from sanliang.rulebooks._values import Band, Value, words_of
from sanliang.rulebooks._words import KeyType, values_in

UNKNOWN_FACT = Phrase("name.fact", "没有这个事实；有：{near}", "is no fact of this book; there is: {near}")
UNKNOWN_ITEM = Phrase("name.item", "没有这个项目；有：{near}", "is no item of this book; there is: {near}")
UNKNOWN_TIER = Phrase("name.tier", "没有这个等次；有：{near}", "is no tier of this book; there is: {near}")
UNKNOWN_PERSON = Phrase(
    "name.person", "people 中没有此人；有：{near}", "is not among the people of this case; there is: {near}"
)
UNKNOWN_RESULT = Phrase(
    "name.result",
    "不是可核对的结果；有：{near}",
    "is nothing that a rating says; there is: {near}",
)
RESERVED = Phrase(
    "item.reserved", "该名称另有含义，请换一个", "means something else in a case; take another name"
)
NOT_A_WORD = Phrase(
    "fact.not_word", "“{fact}”不是词", "the fact {fact!r} is no word: it cannot choose a value"
)
NOT_NUMBER = Phrase("fact.not_number", "“{fact}”不是数", "the fact {fact!r} is no number: it gives no points")
NO_RECORDS = Phrase(
    "fact.no_records",
    "“{fact}”不由记录构成，不能逐条计",
    "the fact {fact!r} has no records to take one by one",
)
OTHER_TYPE = Phrase(
    "condition.type",
    "“{name}”是{type}，不能这样问",
    "asks {name!r}, which is a {type}, for something else",
)
CIRCLE = Phrase("item.circle", "分项成环", "is a part of itself, by a circle")
DEEP = Phrase("item.deep", "分项超过 {most} 层", "lies more than {most} items deep")
NOTHING = Phrase(
    "item.nothing",
    "没有分值、计分方法、分项，也未标为 open",
    "has no points, no tariff and no parts, and is not open",
)
LEAF_PARTS = Phrase(
    "item.leaf_parts", "既读取事实，又有分项：只能取其一", "reads a fact and has parts: it can do one of them"
)
FACTS_ONLY = Phrase(
    "item.when_facts",
    "项目的 when 只能问事实",
    "asks something other than a fact; `when` of an item asks facts only",
)
PLACE = Phrase(
    "condition.place", "名次只能在 consequence 中使用", "asks for a place, which only a consequence may"
)
THIS = Phrase(
    "condition.this", "等次尚未得出，不能问 this", "asks for the tier that is only being found here"
)
OPEN_TIER = Phrase(
    "tier.open",
    "没有条件，也没有名额限制，其后各档永远不会到达",
    "has no condition and no quota, so nobody ever reaches the tiers below it",
)
OPEN_STAR = Phrase("star.open", "缺少条件", "needs a condition: what it is won by")
NONE_LAST = Phrase(
    "tier.none", "none 总在最后，且没有条件", "is always there, below all others and without a condition"
)
NO_SCALE = Phrase(
    "scale.missing",
    "本办法没有 scale，只计分，没有等次",
    "speaks of tiers, and the book has points only: give it a `[scale]`",
)

LEVELS = 50
"""So many items may stand within one another."""
NEVER = 10**6
RESULTS = ("tier", "stars", "outcome", "actions")
"""What a case may expect besides the points of items."""


def tier_names(book: Rulebook) -> tuple[str, ...]:
    """The tiers of a book from the highest down, `none` last."""
    match book.scale:
        case Tiers(tiers=tiers):
            return (*(tier.name for tier in tiers if tier.name != NONE), NONE)
        case NamedStars(stars=stars):
            return (*(str(count) for count in range(len(stars), 0, -1)), NONE)
        case PointStars(most=most):
            return (*(str(count) for count in range(most, 0, -1)), NONE)
        case OwnScale(tiers=names):
            return (*names, NONE)
        case _:
            return (NONE,)


def resolved(book: Rulebook) -> Rulebook:
    """The book with the fact of each item that names none: the one of its own name."""
    facts = {fact.id: fact for fact in book.facts}
    parents = {item.part_of for item in book.items}

    def own(item: Item) -> Item:
        bare = item.points is None and item.id not in parents and not item.open and item.id in facts
        if item.fact is None and (item.tariff is not None or bare):
            return attrs.evolve(item, fact=item.id)
        return item

    return attrs.evolve(book, items=tuple(own(item) for item in book.items))


def ordered(book: Rulebook) -> Rulebook:
    """The book with the steps of its items from the highest down."""

    def down(item: Item) -> Item:
        steps = item.tariff
        if isinstance(steps, Steps) and not _bands.from_the_top([band for band, _ in steps.bands]):
            return attrs.evolve(item, tariff=attrs.evolve(steps, bands=steps.bands[::-1]))
        return item

    return attrs.evolve(book, items=tuple(down(item) for item in book.items))


def faults(draft: Draft) -> Iterator[Fault]:
    """Everything that keeps a book from being used, each with its path."""
    book, look = draft.book, _Look(draft)
    for fact in book.facts:
        yield from look.fact(fact)
    yield from look.tree()
    for item in book.items:
        yield from look.item(item)
    if "scale" not in draft.unread:
        yield from look.scale()
    for path, clause in zip(draft.paths["clause"], book.clauses, strict=True):
        yield from look.clause(clause, path)
    for path, quota in zip(draft.paths["quota"], book.quotas, strict=True):
        yield from look.quota(quota, path)
    for path, consequence in zip(draft.paths["consequence"], book.consequences, strict=True):
        yield from look.condition(consequence.when, f"{path}.when", places=True)
    for path, case in zip(draft.paths["case"], book.cases, strict=True):
        yield from look.case(case, path)


class _Look:
    """A book while it is looked through."""

    def __init__(self, draft: Draft) -> None:
        self.book, self.unread = draft.book, draft.unread
        self.facts = {fact.id: fact for fact in self.book.facts}
        self.items = {item.id: item for item in self.book.items}
        self.parents = {item.part_of for item in self.book.items}
        self.tier_names = tier_names(self.book)
        self.points_only = self.book.scale is None and "scale" not in self.unread
        self.groups = {quota.of for quota in self.book.quotas}
        self.expected = {**self.items, **dict.fromkeys(RESULTS)}
        self.patience = _bands.Patience()

    # --- names ---

    def named(self, id: str, path: str, phrase: Phrase, known: Iterable[str]) -> Iterator[Fault]:
        if id not in known:
            yield mistyped(phrase, path, id, known)

    def tiers(self, rank: Rank, among: Iterable[object], path: str) -> Iterator[Fault]:
        if self.points_only:
            yield NO_SCALE.fault(path)
        elif "scale" not in self.unread:
            for tier in (*(tier for _, tier in rank.edges), *among):
                yield from self.named(str(tier), path, UNKNOWN_TIER, self.tier_names)

    def value(self, value: Value | None, path: str) -> Iterator[Fault]:
        """The words by which a value is chosen."""
        for word in () if value is None else dict.fromkeys(words_of(value)):
            if word not in self.facts:
                yield mistyped(UNKNOWN_FACT, path, word, self.facts)
            elif self.type_of(word) not in {None, FactType.WORD}:
                yield NOT_A_WORD.fault(path, fact=word)

    def type_of(self, fact: str) -> FactType | None:
        """The type of a fact, where it is known."""
        known = fact in self.facts and f"fact.{fact}" not in self.unread
        return self.facts[fact].type if known else None

    # --- conditions ---

    def condition(
        self, condition: Condition | None, path: str, *, places: bool = False, this: bool = True
    ) -> Iterator[Fault]:
        for where, test in tests_at(condition, path):
            if test.of == "place" and not places:
                yield PLACE.fault(f"{where}.place")
            if test.of == "tier" and test.name == "this" and not this:
                yield THIS.fault(f"{where}.tier")
            yield from self.test(test, where)

    def test(self, test: Test, path: str) -> Iterator[Fault]:
        if isinstance(test.band, Rank):
            yield from self.tiers(test.band, test.among, path)
            return
        if test.of == "fact":
            yield from self.named(test.name, f"{path}.fact", UNKNOWN_FACT, self.facts)
        if test.of == "item":
            yield from self.named(test.name, f"{path}.item", UNKNOWN_ITEM, self.items)
        for word, value in test.band.edges:
            yield from self.value(value, f"{path}.{word}")
        asked = self.type_of(test.name) if test.of == "fact" else FactType.NUMBER
        kinds = {type(one) for one in test.among} or {Fraction}
        if asked is not None and kinds != {_KINDS[asked]}:
            yield OTHER_TYPE.fault(path, name=test.name, type=asked)

    # --- facts and items ---

    def fact(self, fact: Fact) -> Iterator[Fault]:
        for value in fact.values:
            yield from self.value(value, f"fact.{fact.id}")
        yield from _bands.of_fact(fact, self.patience)

    def tree(self) -> Iterator[Fault]:
        """Each item is a part of one that is there, none of itself, and none lies too deep."""
        depth: dict[str, int] = {SCORE: 0}
        for item in self.book.items:
            way: dict[str, None] = {}
            at: str | None = item.id
            while at in self.items and at not in depth and at not in way:
                way[at] = None
                at = self.items[at].part_of
            if at in way:
                yield CIRCLE.fault(f"item.{at}.part_of")
            below = -NEVER if at in way else depth.get(at or "", 0)
            for level, one in enumerate(reversed(way), 1):
                depth[one] = below + level
            if depth[item.id] > LEVELS:
                yield DEEP.fault(f"item.{item.id}.part_of", most=LEVELS)

    def item(self, item: Item) -> Iterator[Fault]:
        path = f"item.{item.id}"
        if item.id in RESULTS:
            yield RESERVED.fault(path)
        if item.part_of is not None:
            yield from self.named(item.part_of, f"{path}.part_of", UNKNOWN_ITEM, self.items)
        yield from self.reads(item, path)
        if any(test.of != "fact" for test in tests_of(item.when)):
            yield FACTS_ONLY.fault(f"{path}.when")
        yield from self.condition(item.when, f"{path}.when", places=True)
        for key, value in _values(item):
            yield from self.value(value, f"{path}.{key}")
        for key, value in (
            _of_tariff(item) if not item.for_each else ()
        ):  # else fields of the record choose too
            yield from self.value(value, f"{path}.{key}")
        yield from self.steps(item, path)

    def reads(self, item: Item, path: str) -> Iterator[Fault]:
        """What an item is made of: a fact, parts, points."""
        bare = item.points is None and not item.open and item.id not in self.parents
        if item.fact is None:
            if bare and (item != Item(id=SCORE, part_of=None) or self.asked_for_score()):
                yield NOTHING.fault(path)
            return
        where = f"{path}.{'for_each' if item.for_each else 'fact'}"
        yield from self.named(item.fact, where, UNKNOWN_FACT, self.facts)
        if item.id in self.parents:
            yield LEAF_PARTS.fault(path)
        type_ = self.type_of(item.fact)
        if type_ is FactType.WORD or (type_ is FactType.YES and isinstance(item.tariff, Steps | Mark)):
            yield NOT_NUMBER.fault(where, fact=item.fact)
        by_hand = type_ is None or isinstance(self.facts[item.fact].origin, FromRecords | None)
        if item.for_each and not by_hand:
            yield NO_RECORDS.fault(where, fact=item.fact)

    def asked_for_score(self) -> bool:
        """Whether a tier or a quota depends on the score."""
        book = self.book
        tiers = book.scale.tiers if isinstance(book.scale, Tiers) else ()
        tiers = book.scale.stars if isinstance(book.scale, NamedStars) else tiers
        tests = (test for tier in tiers for test in tests_of(tier.when))
        return (
            self.points_only
            or isinstance(book.scale, PointStars | OwnScale)
            or any((test.of, test.name) == ("item", SCORE) for test in tests)
            or any(SCORE in quota.rank for quota in book.quotas)
        )

    def steps(self, item: Item, path: str) -> Iterator[Fault]:
        if isinstance(item.tariff, Mark):
            line = _bands.Line(gap="lower")
            yield from _bands.faults([(f"{path}.given", item.tariff.band)], line, self.patience)
        if isinstance(item.tariff, Steps):
            steps = item.tariff
            bands = [(f"{path}.steps[{place}]", band) for place, (band, _) in enumerate(steps.bands)]
            if not _bands.from_the_top([band for _, band in bands]):
                bands.reverse()
            line = _bands.Line(
                decimals=self.decimals("fact", item.fact or ""), gap=steps.gap, overlap=steps.overlap
            )
            if item.for_each and item.field is not None:
                line = attrs.evolve(line, decimals=4)
            yield from _bands.faults(bands, line, self.patience)

    def decimals(self, of: str, name: str) -> int | None:
        """How fine the numbers of an item or a fact are; None where they may be any."""
        if of == "item":
            own = self.items[name].decimals if name in self.items else None
            return self.book.decimals if own is None else own
        match self.facts[name].origin if name in self.facts else None:
            case FromRecords(sum=None):
                return 0
            case FromRecords() | None:
                return 4
            case _:
                return None

    # --- scale ---

    def scale(self) -> Iterator[Fault]:
        match self.book.scale:
            case Tiers(tiers=tiers):
                yield from self.ladder(tiers, "scale.tiers")
                yield from self.open_tiers(tiers)
                yield from self.bands(self.book.scale)
            case NamedStars(stars=stars):
                yield from self.ladder(stars, "scale.stars")
                for place, star in enumerate(stars):
                    if star.when is None:
                        yield OPEN_STAR.fault(f"scale.stars[{place}]")
            case OwnScale() as own:
                yield from self.own_scale(own)
            case _:  # a star for each point asks nothing, and neither do points without tiers
                pass

    def own_scale(self, own: OwnScale) -> Iterator[Fault]:
        """A scale of a township's own; `none` is always there and not among its tiers."""
        path = f"scale.{own.word.tag}"
        if NONE in own.tiers:
            yield NONE_LAST.fault(f"{path}.tiers")
        for key, value in values_in(own.given):
            yield from self.value(value, f"{path}.{key}")

    def ladder(self, tiers: tuple[Tier, ...], path: str) -> Iterator[Fault]:
        seen = set[str]()
        for place, tier in enumerate(tiers):
            yield from self.condition(tier.when, f"{path}[{place}]", this=False)
            if tier.name in seen:
                yield DOUBLED.fault(f"{path}[{place}].name")
            seen.add(tier.name)

    def open_tiers(self, tiers: tuple[Tier, ...]) -> Iterator[Fault]:
        """A tier without a condition is the last, or a quota caps it."""
        caps = [quota.tiers for quota in self.book.quotas if quota.at_most is not None and quota.binding]
        capped = {tier for tiers in caps for tier in tiers}
        unread = any(path.startswith("quota") for path in self.unread)
        for place, tier in enumerate(tiers):
            last = place + 1 == len(tiers)
            if tier.name == NONE and not (last and tier.when is None):
                yield NONE_LAST.fault(f"scale.tiers[{place}]")
            elif tier.when is None and tier.name not in capped and not last and not unread:
                yield OPEN_TIER.fault(f"scale.tiers[{place}]")

    def bands(self, scale: Tiers) -> Iterator[Fault]:
        """The tiers that are bands of one item or fact, side by side."""
        lines: dict[tuple[str, str], list[tuple[str, Band]]] = {}
        for place, tier in enumerate(scale.tiers):
            match tier.when:
                case Test(of=of, name=name, band=Band() as band, among=()) if of != "place":
                    lines.setdefault((of, name), []).append((f"scale.tiers[{place}]", band))
                case _:
                    pass
        for (of, name), bands in lines.items():
            line = _bands.Line(
                decimals=self.decimals(of, name),
                most=self.most(name) if of == "item" else None,
                gap=scale.gap,
                overlap=scale.overlap,
            )
            yield from _bands.faults(bands, line, self.patience)

    def most(self, item: str) -> Value | None:
        """What an item cannot pass, as far as its own ceiling says."""
        found = self.items.get(item)
        return None if found is None or found.weight is not None else found.ceiling.get("cycle")

    # --- clauses and quotas ---

    def clause(self, clause: Clause, path: str) -> Iterator[Fault]:
        yield from self.condition(clause.when, f"{path}.when")
        if isinstance(clause.then, Within):
            yield from self.tiers(clause.then.band, clause.then.among, f"{path}.then")
        if isinstance(clause.then, OwnEffect):
            yield from self.own_effect(clause.then, f"{path}.then.{clause.then.word.tag}")
        if isinstance(clause.then, Rungs):
            yield from self.rungs(clause.then, f"{path}.then")

    def own_effect(self, own: OwnEffect, path: str) -> Iterator[Fault]:
        """An effect of a township's own: it names tiers of the book, and words of its facts."""
        for key, value in values_in(own.given):
            yield from self.value(value, f"{path}.{key}")
        named = [own.given[key] for key, one in own.word.keys.items() if one.holds is KeyType.TIER]
        if named or self.points_only:
            yield from self.tiers(Rank(), named, path)

    def rungs(self, rungs: Rungs, path: str) -> Iterator[Fault]:
        """A ladder goes up and down the tiers of the book."""
        if rungs.start is not None or self.points_only:
            yield from self.tiers(Rank(), (rungs.start,), f"{path}.from" if rungs.start else path)

    def quota(self, quota: Quota, path: str) -> Iterator[Fault]:
        yield from self.tiers(Rank(), quota.tiers, f"{path}.tier")
        for item in quota.rank:
            yield from self.named(item, f"{path}.rank", UNKNOWN_ITEM, self.items)
        yield from self.value(quota.at_most, f"{path}.at_most")
        yield from self.value(quota.at_least, f"{path}.at_least")

    # --- cases ---

    def case(self, case: Case, path: str) -> Iterator[Fault]:
        """A case names facts and results of the book; for a group, results of its people."""
        yield from self.known(case.facts or (), f"{path}.facts")
        for id, facts in (case.people or {}).items():
            yield from self.known(facts, f"{path}.people.{shown(id)}")
        for tier in case.past:
            if "scale" not in self.unread:
                yield from self.named(tier, f"{path}.past", UNKNOWN_TIER, self.tier_names)
        if case.people is None:
            yield from self.results(case.expect, f"{path}.expect")
            return
        for id, expected in case.expect.items():
            where = f"{path}.expect.{shown(id)}"
            yield from self.named(id, where, UNKNOWN_PERSON, case.people)
            yield from self.results(cast(Given, expected), where)

    def known(self, names: Iterable[str], path: str) -> Iterator[Fault]:
        """Facts of the book; of one in a group also the peer group."""
        for name in names:
            if name not in self.groups:
                yield from self.named(name, f"{path}.{name}", UNKNOWN_FACT, self.facts)

    def results(self, expected: Iterable[str], path: str) -> Iterator[Fault]:
        for name in expected:
            yield from self.named(name, f"{path}.{name}", UNKNOWN_RESULT, self.expected)


_KINDS: Mapping[FactType, type] = {FactType.NUMBER: Fraction, FactType.YES: bool, FactType.WORD: str}


def _values(item: Item) -> Iterator[tuple[str, Value]]:
    """The values of an item but for its tariff, with their keys."""
    yield from _written(("points", item.points), ("weight", item.weight))
    for key, limits in (("floor", item.floor), ("ceiling", item.ceiling)):
        yield from ((f"{key}.{window}", value) for window, value in limits.items())


def _of_tariff(item: Item) -> Iterator[tuple[str, Value]]:
    """The values of a tariff, with their keys."""
    match item.tariff:
        case Each(points=points, per=per, above=above, below=below):
            yield from _written(("each", points), ("per", per), ("above", above), ("below", below))
        case Steps(bands=bands):
            for place, (band, points) in enumerate(bands):
                for word, value in (("points", points), *band.edges):
                    yield f"steps[{place}].{word}", value
        case Mark(band=band):
            yield from ((f"given.{word}", value) for word, value in band.edges)
        case OwnTariff(word=own, given=given):
            yield from ((f"{own.tag}.{key}", value) for key, value in values_in(given))
        case _:
            return


def _written(*pairs: tuple[str, Value | None]) -> Iterator[tuple[str, Value]]:
    return ((key, value) for key, value in pairs if value is not None)
