"""A whole book, and the cases that it must rate as they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle
from sanliang.rulebooks._model._facts import Fact
from sanliang.rulebooks._model._items import Item
from sanliang.rulebooks._model._scales import (
    NONE,
    Clause,
    Consequence,
    NamedStars,
    OwnScale,
    PointStars,
    Quota,
    Scale,
    Tiers,
)

Given = Mapping[str, object]


@attrs.frozen(kw_only=True)
class CaseRecord:
    """
    Something that was done, in a case.

    Attributes:
        kind: The kind of the record, which a fact of the book reads.
        on: Its day; the last one of the cycle, where it has none.
        subject: Whose it is, of the people of a group.
        fields: How much it was, and whatever else is said of it.
    """

    kind: str
    on: date | None = None
    activity: str | None = None
    subject: str | None = None
    fields: Mapping[str, object] = FrozenMap()


@attrs.frozen(kw_only=True)
class Case:
    """
    An example that the book must rate as it says.

    Attributes:
        cycle: The first and the last day.
        facts: By name, of one subject; *people* are those of a group, by id.
        records: What was done; facts that are listed count before them.
        past: The tiers of the cycles before, the oldest first; of a group those of each.
        pasts: Of a group, where they are not the same for all: by id; before whom it does not list, there was
            no rating.
        expect: What has to come out: `score` or any item, `tier`, `stars`, `outcome`, `actions`; of a group
            by id, and then by name.
    """

    name: str
    cycle: tuple[date, date]
    facts: Given | None = None
    people: Mapping[str, Given] | None = None
    records: tuple[CaseRecord, ...] = ()
    past: tuple[str, ...] = ()
    pasts: Mapping[str, tuple[str, ...]] = FrozenMap()
    expect: Mapping[str, object]
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Rulebook:
    """
    A town's rules for one kind of subject and one rhythm.

    Attributes:
        id: Its name.
        rates: The kind of subject: `member`, `household`, `group`, `branch` ...
        cycle: The periods that are rated.
        decimals: To how many the items are rounded.
        facts, items: In the order in which they are written; `score` is among the items.
        extends: The id of the book that this one changes, if it was read with it.
    """

    id: str
    rates: str
    title: Text
    source: Source
    cycle: Cycle
    decimals: int = 2
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    scale: Scale | None = None
    clauses: tuple[Clause, ...] = ()
    quotas: tuple[Quota, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    cases: tuple[Case, ...] = ()
    extends: str | None = None

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What others have worked out of the book: kept beside it, and no part of it."""
        return {}


def tier_names(book: Rulebook) -> tuple[str, ...]:
    """
    The tiers of a book from the highest down, `none` last.

    Raises:
        InvalidInput: It is no rulebook.
    """
    match instance(Rulebook)(book, "book").scale:
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
