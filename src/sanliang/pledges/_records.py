"""
What rulebooks read of pledges as records: commendations. What was kept they ask by `pledges = "kept"`.

Whether an item was kept belongs to the cycle in which it was due, however late it was found out; a record
belongs to its own day. That is why fulfilment is no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Moved
from sanliang.pledges._pledge import Given, Move, Pledge
from sanliang.pledges._rules import KIND
from sanliang.records import Query, Record
from sanliang.records._told import told_of

COMMENDED = "pledge.commended"

FACTS: FrozenMap[str, Query] = FrozenMap({"pledges_commended": Query(kind=COMMENDED)})
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""


def as_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    What pledges give to rulebooks, of their logs: records about the pledgers, by day, kind and id.

    `pledge.commended` is about the member, the household, the group or the branch whose pledge was commended.
    Its fields are `pledger` (which of the four), `pledge` (its kind) and `grade`. A record's activity is the
    pledge, its recorder and its moment are those of the entry that counts; what was struck out gives none.

    Raises:
        InvalidInput: An event whose day lies after the moment at which it was written down.

    Example:
        >>> as_records([])
        ()
    """
    return told_of(logs, KIND, _told)


def _told(_: Pledge, pledge: Pledge, event: Moved[Given]) -> Iterator[tuple[str, str, dict[str, str]]]:
    if event.move == Move.COMMEND:
        letter, grade = pledge.letter, {} if pledge.grade is None else {"grade": pledge.grade.value}
        fields = {"pledger": letter.pledger.kind.value, "pledge": letter.kind.value, **grade}
        yield letter.pledger.id, COMMENDED, fields
