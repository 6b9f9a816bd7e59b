"""Records of a cycle that are kept one by one, and the rating that is made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import Rating, rate
from sanliang.records import Record
from sanliang.rulebooks import FromRecords, Rulebook
from sanliang.testing._facts import _rows, facts_of, last_day
from sanliang.testing._laws.ratings import _summary
from sanliang.testing._machines.hall import Hall
from sanliang.testing._told import broken_unless, told
from sanliang.townships import Township

MOST = 12
"""So many records a subject has at most."""


@attrs.define
class Rated:
    """
    One subject of each book of the town, with records that come one at a time; and members who are rated by a
    book of which the model knows what it comes to.

    Attributes:
        hall: Those members.
        records: By book, what was recorded, in the order of recording.
        facts: By book, what else is known.
    """

    town: Township
    hall: Hall = attrs.field(factory=Hall)
    records: dict[str, list[Record]] = attrs.field(factory=dict)
    facts: dict[str, dict[str, Any]] = attrs.field(factory=dict, repr=False)
    said: list[Text] = attrs.field(factory=list)

    def step(self, data: DataObject, on: date) -> None:
        """One more record, and the ratings that it is for."""
        if data.draw(st.integers(0, 2), label="hall") == 0:
            self.hall.step(data, on)
        else:
            self.by_book(data)

    def by_book(self, data: DataObject) -> None:
        """One more record for a book of the town, and the rating of it."""
        id = data.draw(st.sampled_from(sorted(self.town.rulebooks)), label="book")
        book = self.town.rulebooks[id]
        counted = {one.id for one in book.facts if isinstance(one.origin, FromRecords)}
        if id not in self.facts:
            known = data.draw(facts_of(book))
            self.facts[id] = {name: one for name, one in known.items() if name not in counted}
        self.record(data, book)
        self.rate(data, book)

    def record(self, data: DataObject, book: Rulebook) -> None:
        """Something that a fact of the book counts is written down."""
        some = [one for one in book.facts if isinstance(one.origin, FromRecords)]
        kept = self.records.setdefault(book.id, [])
        if not some or len(kept) >= MOST:
            return
        fact = data.draw(st.sampled_from(some), label="fact")
        origin: Any = fact.origin
        readers = [item for item in book.items if item.fact == fact.id]
        row = data.draw(_rows(book, origin, readers, last_day(book)), label="record")
        on, activity = row.pop("on"), row.pop("activity", None)
        at = datetime(on.year, on.month, on.day, 23, tzinfo=UTC)
        kept.append(
            Record(
                id=f"r-{len(kept)}",
                subject="m-1",
                kind=origin.kind,
                on=on,
                fields=row,
                activity=activity,
                recorder="m-2",
                recorded=at,
            )
        )

    def rate(self, data: DataObject, book: Rulebook) -> None:
        """The order in which records are handed in changes nothing, nor does asking again."""
        kept = self.records[book.id]
        turned = data.draw(st.permutations(kept), label="order")
        first, again, other = (self._rated(book, some) for some in (kept, kept, turned))
        self.said.append(
            told(
                "  {title}：{count} 条记录，{tier}",
                "  {title}: {count} records, {tier}",
                title=book.title,
                count=len(kept),
                tier=getattr(first, "tier", "—"),
            )
        )
        broken_unless(
            first == again,
            "{id}：同样的记录，两次评定不同",
            "{id}: the same records are rated in two ways",
            id=book.id,
        )
        broken_unless(
            _summary(first) == _summary(other),
            "{id}：记录按 {turned} 的次序，评定不同",
            "{id}: the records {turned} in this order are rated in another way",
            id=book.id,
            turned=[one.id for one in turned],
        )

    def _rated(self, book: Rulebook, records: list[Record]) -> Rating:
        return rate(self.facts[book.id], book, on=last_day(book).end, records=records, past=())

    def agrees(self) -> None:
        """Each rating was looked at when it was made."""

    def story(self, lang: Lang = "en") -> str:
        """What was rated."""
        return "\n".join((*(one.get(lang) for one in self.said[-5:]), self.hall.story(lang)))
