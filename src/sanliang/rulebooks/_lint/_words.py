"""Words: rules that do not say what they do, sources that nobody can look up, facts that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks._check import Names
from sanliang.rulebooks._model import SCORE, Clause, Consequence, Item, PointStars, Quota
from sanliang.rulebooks._places import rungs, tests, values
from sanliang.rulebooks._values import choices_of

UNUSED_FACT = Phrase("fact.unused", "没有任何规则用到这个事实", "is a fact that no rule reads")
NO_SAYS = Phrase("says.missing", "没有说明（says）", "has no sentence that says what it does")
NO_DATE = Phrase(
    "source.undated",
    "依据没有日期，也没有出处",
    "names a source without a day and without a place where it can be seen",
)


def silent(names: Names) -> Iterator[Fault]:
    """Rules that do not say in words what they do; a source that nobody can look up."""
    book, places = names.book, names.places
    if book.source.dated is None and book.source.seen is None:
        yield NO_DATE.fault(places.source)
    for item in book.items:
        if item.says is None and _does_something(item):
            yield NO_SAYS.fault(places.items[item.id])
    if book.scale is not None and book.scale.says is None and not _each_tier_says(names):
        yield NO_SAYS.fault(places.scale)
    rules: Iterable[tuple[tuple[str, ...], tuple[Clause | Quota | Consequence, ...]]] = (
        (places.clauses, book.clauses),
        (places.quotas, book.quotas),
        (places.consequences, book.consequences),
    )
    for paths, listed in rules:
        for path, rule in zip(paths, listed, strict=True):
            if rule.says is None:
                yield NO_SAYS.fault(path)


def _does_something(item: Item) -> bool:
    """Whether an item is more than the sum of all: the score alone needs no words unless it has points."""
    return item.id != SCORE or item.points is not None or item.fact is not None


def _each_tier_says(names: Names) -> bool:
    """Whether the tiers say it for the scale."""
    found = [tier.says is not None for _, tier in rungs(names.book, names.places)]
    return all(found) and not isinstance(names.book.scale, PointStars)


def unused(names: Names) -> Iterator[Fault]:
    """Facts that no item, no question and no number asks for."""
    book, places = names.book, names.places
    used = {item.fact for item in book.items}
    used |= {test.name for _, test in tests(book, places) if test.of == "fact"}
    used |= {choice.by for _, value in values(book, places) for choice in choices_of(value)}
    for fact in book.facts:
        if fact.id not in used:
            yield UNUSED_FACT.fault(places.facts[fact.id])
