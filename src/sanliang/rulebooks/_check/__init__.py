"""Whether a book holds together: every name is there, nothing is a circle, every band is closed."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from sanliang.kernel.errors import Fault
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check._cases import of_cases
from sanliang.rulebooks._check._items import of_facts, of_items
from sanliang.rulebooks._check._names import Names
from sanliang.rulebooks._check._scales import of_clauses, of_consequences, of_quotas, of_scale
from sanliang.rulebooks._model import Item, Rulebook, Steps

__all__ = ["Names", "faults", "ordered", "resolved"]


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


def faults(names: Names) -> Iterator[Fault]:
    """Everything that keeps a book from being used, each with its path."""
    for look in (of_facts, of_items, of_scale, of_clauses, of_quotas, of_consequences, of_cases):
        yield from look(names)
