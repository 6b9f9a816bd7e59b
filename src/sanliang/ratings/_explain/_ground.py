"""What an explanation stands on: a rating, its book, and the names of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.ratings._facts import Facts
from sanliang.ratings._known import ANYTHING, Ends, Number, Unknown, ends_of, hull
from sanliang.ratings._outcomes import Exempt, Line, Rated, Rating
from sanliang.ratings._questions import PAST, Asked, answer
from sanliang.ratings._quotas import VOTE
from sanliang.ratings._reach import NOTHING, reach
from sanliang.ratings._readings import Reading
from sanliang.ratings._scale import GAP
from sanliang.rulebooks import NONE, SCORE, Fact, FromRecords, Item, Rulebook, Tiers, tier_names

OTHER_BOOK = Phrase(
    "why.other_book",
    "评定所依据的不是这一版办法",
    "is not the version of the book that the rating was made by",
)
STARS = Phrase("why.stars_name", "{count}星", "{count} stars")
STAR = Phrase("why.star_name", "1星", "1 star")
NO_TIER = Phrase("why.none_name", "不授星（无等次）", "no tier")
BEFORE = Phrase("why.past_name", "以前各期的等次", "the tiers of earlier cycles")
BALLOT = Phrase("why.vote_name", "并列者的表决结果", "the vote on a tie")
BESIDE = Phrase("why.gap_name", "落在两档之间的分数归哪一档", "which tier a score between two bands has")
SCORE_NAME = Phrase("why.score_name", "得分", "score")
RULE = Phrase("why.rule_name", "第{number}条规则", "rule {number}")


OTHERS = {PAST: BEFORE, VOTE: BALLOT, GAP: BESIDE}
"""What may be missing besides facts."""


@attrs.frozen(kw_only=True)
class Index:
    """
    The parts of a book, found by their ids: made once for everybody who is explained by it.

    Attributes:
        facts, items: By id.
        reads: By fact, the first item that reads it.
        parts: By id, the items that are part of one; the topmost is under the empty id.
        tiers: The names, from the highest down.
    """

    book: Rulebook
    facts: Mapping[str, Fact]
    items: Mapping[str, Item]
    reads: Mapping[str, Item]
    parts: Mapping[str, list[Item]]
    tiers: tuple[str, ...]

    @classmethod
    def of(cls, book: Rulebook) -> Index:
        """Find everything once."""
        parts: dict[str, list[Item]] = {}
        for item in book.items:
            parts.setdefault(item.part_of or "", []).append(item)
        return cls(
            book=book,
            facts={fact.id: fact for fact in book.facts},
            items={item.id: item for item in book.items},
            reads={item.fact: item for item in reversed(book.items) if item.fact is not None},
            parts=parts,
            tiers=tier_names(book),
        )

    def fact(self, name: str) -> Text:
        """What a fact is called: by its sentence, or by its id; in Chinese that stands in quotes."""
        return _called(self.facts.get(name), name)

    def missing(self, name: str) -> Text:
        """What a missing fact is called: where it has no sentence, by the one of the item that reads it."""
        if name in OTHERS:
            return OTHERS[name].fill()
        fact, item = self.facts.get(name), self.reads.get(name)
        wordless = fact is None or fact.says is None
        return Text(item.says.zh, name) if wordless and item and item.says else self.fact(name)


@attrs.frozen(kw_only=True)
class Ground:
    """
    A rating and its book, looked at together.

    Attributes:
        index: The parts of the book.
        readings: What the rating was made of, by fact; *facts* are the same, for conditions.
        asked: What conditions may ask.
        lines: By item.
    """

    index: Index
    rating: Rating
    readings: Mapping[str, Reading]
    facts: Facts
    asked: Asked
    lines: Mapping[str, Line]

    @classmethod
    def of(cls, rating: Rating, index: Index) -> Ground:
        """
        Look at a rating and its book together.

        Raises:
            InvalidInput: The rating was made by another book.
        """
        book, items = index.book, index.items
        lines = {} if isinstance(rating, Exempt) else {line.item: line for line in rating.lines}
        agree(rating.book == book.id and lines.keys() <= items.keys())
        agree({*_tiers_of(rating)} <= {*index.tiers})
        missing = () if isinstance(rating, Exempt) else rating.missing
        readings = FrozenMap(rating.readings)
        facts = Facts.of(book, readings, span=rating.cycle, missing=missing)
        now = rating.tier if isinstance(rating, Rated) else None
        points = _points(index, facts, lines, frozenset(missing))
        asked = Asked(facts=facts, points=points, tiers=index.tiers, now=now, past=rating.past)
        return cls(index=index, rating=rating, readings=readings, facts=facts, asked=asked, lines=lines)

    @property
    def book(self) -> Rulebook:
        """The book that the rating was made by."""
        return self.index.book

    def parts(self, item: str) -> Sequence[Item]:
        """The items that are part of one."""
        return self.index.parts.get(item, ())

    def fact(self, name: str) -> Text:
        """What a fact is called."""
        return self.index.fact(name)

    def bare(self, name: str) -> Text:
        """What a fact is called where the sentence around it has quotes."""
        return self.fact(name) if self.index.facts[name].says else Text(name)

    def item(self, item: Item) -> Text:
        """What an item is called: as a fact is."""
        return SCORE_NAME.fill() if item.id == SCORE and item.says is None else _called(item, item.id)

    def tier(self, name: str | None) -> Text:
        """What a tier is called."""
        return tier_name(name, self.book)

    def all_tiers(self, names: Iterable[str]) -> tuple[Text, ...]:
        """What tiers are called, from the highest down."""
        kept = frozenset(names)
        return tuple(self.tier(name) for name in self.index.tiers if name in kept)


def _points(
    index: Index, facts: Facts, lines: Mapping[str, Line], missing: frozenset[str]
) -> dict[str, Number]:
    """What items came to; of one that is not known, between what it lies, its parts before it."""
    asked = Asked(facts=facts, points={}, tiers=())
    found: dict[str, Number] = {name: line.points for name, line in lines.items()}

    def work_out(item: Item) -> Ends:
        parts = [work_out(part) for part in index.parts.get(item.id, ())]
        if item.id not in found:
            maybe = isinstance(answer(item.when, asked), Unknown)
            ends = _ends(item, parts, facts, index.book)
            found[item.id] = Unknown(missing, hull(ends, NOTHING) if maybe else ends)
        return ends_of(found[item.id])

    for item in index.parts[""]:
        work_out(item)
    return found


def _ends(item: Item, parts: Sequence[Ends], facts: Facts, book: Rulebook) -> Ends:
    """As the rating found them; anything, where it knew records or credits that it does not hand on."""
    origin = facts.fact(item.fact).origin if item.fact is not None else None
    summed = isinstance(origin, FromRecords) and origin.sum is not None
    if summed or "ever" in item.floor or "ever" in item.ceiling:
        return ANYTHING
    decimals = book.decimals if item.decimals is None else item.decimals
    return reach(item, parts, facts, {}, cycle=book.cycle, decimals=decimals)


def tier_name(name: str | None, book: Rulebook) -> Text:
    """What a tier is called: by its sentence, by its stars, by its name."""
    if name is None or name == NONE:
        return NO_TIER.fill()
    tiers = book.scale.tiers if isinstance(book.scale, Tiers) else ()
    said = next((tier.says for tier in tiers if tier.name == name and tier.says), None)
    if said is not None:
        return Text(said.zh, said.en or name)
    if name.isascii() and name.isdigit():
        return STAR.fill() if name == "1" else STARS.fill(count=name)
    return Text(name)


def _tiers_of(rating: Rating) -> Iterator[str]:
    """Every tier that a rating names."""
    yield from (tier for tier in rating.past or () if tier is not None)
    if isinstance(rating, Rated):
        yield from (rating.tier, rating.computed, rating.proposed, *rating.left)


def _called(part: Fact | Item | None, name: str) -> Text:
    if part is None or part.says is None:
        return Text(f"“{name}”", name)
    return Text(part.says.zh, part.says.en or name)


def rule(says: Text | None, place: int) -> Text:
    """What a clause, a quota or a consequence is called: by its sentence, or by its number."""
    return RULE.fill(number=place + 1) if says is None else says


def own_source(source: Source | None, book: Rulebook) -> Source | None:
    """The article of a part, where it names one that is not the book's."""
    return None if source == book.source else source


def agree(fits: bool) -> None:
    """
    Look that the rating and the book fit together: no wrong arithmetic is ever shown.

    Raises:
        InvalidInput: They do not.
    """
    if not fits:
        raise InvalidInput(OTHER_BOOK.fault("book"))
