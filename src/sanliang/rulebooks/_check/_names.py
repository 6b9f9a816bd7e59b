"""What a book names is there, and a question asks for what its subject is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import mistyped
from sanliang.rulebooks import _bands
from sanliang.rulebooks._model import (
    Condition,
    FactType,
    FromRecords,
    Rank,
    Test,
    tests_at,
    tier_names,
)
from sanliang.rulebooks._reach import ANYTHING, FAR, Ends, of_book
from sanliang.rulebooks._read import Draft
from sanliang.rulebooks._values import ByWord, Fixed, Value, choices_of

UNKNOWN_FACT = Phrase("name.fact", "没有这个事实；{near}", "is no fact of this book; {near}")
UNKNOWN_ITEM = Phrase("name.item", "没有这个项目；{near}", "is no item of this book; {near}")
UNKNOWN_WORD = Phrase("name.word", "该事实没有列出这个词；{near}", "is no word that its fact lists; {near}")
UNKNOWN_TIER = Phrase("name.tier", "没有这个等次；{near}", "is no tier of this book; {near}")
NOT_A_WORD = Phrase(
    "fact.not_word",
    "“{fact}”不是词，也不是是或否",
    "the fact {fact!r} is no word, and no yes or no: it cannot choose a value",
)
YES_OR_NO = Phrase(
    "fact.yes_or_no",
    "“{fact}”是是或否，只能写 yes、no、else",
    "goes by {fact!r}, a yes or no, which chooses by the words yes and no only",
)
OTHER_TYPE = Phrase(
    "condition.type",
    "“{name}”是{type}，不能这样问",
    "asks {name!r}, which is a {type}, for something else",
)
PLACE = Phrase(
    "condition.place", "名次只能在 consequence 中使用", "asks for a place, which only a consequence may"
)
THIS = Phrase(
    "condition.this",
    '等次尚未得出，不能问 this；上期等次用 tier = "last"，得出后的处理写在 consequence 中',
    'asks for the tier that is only being found here; the one before is `tier = "last"`, and what follows'
    " from this one is a consequence",
)
NO_SCALE = Phrase(
    "scale.missing",
    "本办法没有 scale，只计分，没有等次",
    "speaks of tiers, and the book has points only: give it a `[scale]`",
)


class Names:
    """What a book has by name, as far as it could be read, and how its names are used."""

    def __init__(self, draft: Draft) -> None:
        self.book, self.unread, self.places = draft.book, draft.unread, draft.places
        self.facts = {fact.id: fact for fact in self.book.facts}
        self.items = {item.id: item for item in self.book.items}
        self.parents = {item.part_of for item in self.book.items}
        self.tier_names = tier_names(self.book)
        self.points_only = self.book.scale is None and "scale" not in self.unread
        self.patience = _bands.Patience()

    def named(self, id: str, path: str, phrase: Phrase, known: Iterable[str]) -> Iterator[Fault]:
        if id not in known:
            yield mistyped(phrase, path, id, known)

    def tiers(self, rank: Rank, among: Iterable[object], path: str) -> Iterator[Fault]:
        if self.points_only:
            yield NO_SCALE.fault(path)
        elif "scale" not in self.unread:
            for tier in (*(tier for _, tier in rank.edges), *among):
                yield from self.named(str(tier), path, UNKNOWN_TIER, self.tier_names)

    def values(self, written: Iterable[tuple[str, Value]], path: str) -> Iterator[Fault]:
        """The words by which values are chosen; most are fixed numbers, and chosen by none."""
        for key, value in written:
            if not isinstance(value, Fixed):
                yield from self.value(value, f"{path}.{key}")

    def value(self, value: Value, path: str) -> Iterator[Fault]:
        """The words by which a value is chosen; of a yes or no, these two."""
        seen = set[Fault]()
        for choice in choices_of(value):
            for fault in self.choice(choice, path):
                if fault not in seen:
                    seen.add(fault)
                    yield fault

    def choice(self, choice: ByWord, path: str) -> Iterator[Fault]:
        if choice.by not in self.facts:
            yield mistyped(UNKNOWN_FACT, path, choice.by, self.facts)
            return
        match self.type_of(choice.by):
            case FactType.NUMBER:
                yield NOT_A_WORD.fault(path, fact=choice.by)
            case FactType.YES if not choice.arms.keys() <= {"yes", "no"}:
                yield YES_OR_NO.fault(path, fact=choice.by)
            case _:
                yield from self.words(choice.by, choice.arms, path)

    def words(self, fact: str, some: Iterable[object], path: str) -> Iterator[Fault]:
        """Words that a fact which lists its own may not be; of any other, nothing is known."""
        listed = self.facts[fact].words if fact in self.facts else ()
        for word in some if listed else ():
            if isinstance(word, str):
                yield from self.named(word, path, UNKNOWN_WORD, listed)

    def type_of(self, fact: str) -> FactType | None:
        """The type of a fact, where it is known."""
        known = fact in self.facts and f"fact.{fact}" not in self.unread
        return self.facts[fact].type if known else None

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

    def most(self, of: str, name: str) -> tuple[Value, ...]:
        """What an item or a fact cannot pass: by its own words, and by all that it is made of."""
        if of == "fact":
            found = self.facts[name].band.at_most if name in self.facts else None
            return () if found is None else (found,)
        if name not in self.items:
            return ()
        own = self.items[name].ceiling.get("cycle") if self.items[name].weight is None else None
        reached = self.ranges.get(name, ANYTHING)[1]
        return (*(() if own is None else (own,)), *((Fixed(reached),) if reached < FAR else ()))

    @cached_property
    def ranges(self) -> dict[str, Ends]:
        """What each item can come to."""
        return of_book(self.book)

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
        yield from self.values(test.band.edges, path)
        asked = self.type_of(test.name) if test.of == "fact" else FactType.NUMBER
        kinds = {type(one) for one in test.among} or {Fraction}
        if asked is not None and kinds != {_KINDS[asked]}:
            yield OTHER_TYPE.fault(path, name=test.name, type=asked)
        elif asked == FactType.WORD:
            yield from self.words(test.name, test.among, path)


_KINDS: Mapping[FactType, type] = {FactType.NUMBER: Fraction, FactType.YES: bool, FactType.WORD: str}
