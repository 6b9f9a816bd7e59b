"""What rulebooks read of concerns: records of collecting and of settling, and facts made of them by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.concerns._access import is_raiser
from sanliang.concerns._concern import Concern
from sanliang.concerns._rules import KIND
from sanliang.concerns._words import Standing, Urgency
from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Actor
from sanliang.records import Query, Record, Value
from sanliang.records._told import told_by

COLLECTED, SOLVED = "concern.collected", "concern.solved"

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "concerns_collected": Query(kind=COLLECTED),
        "concerns_solved": Query(kind=SOLVED),
        "concerns_solved_in_time": Query(kind=SOLVED, where={"in_time": [True]}),
        "urgent_concerns_solved": Query(kind=SOLVED, where={"urgency": [Urgency.URGENT.value]}),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""


def as_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    The concerns of some logs as records, so that a rulebook can count them.

    `concern.collected` is about whoever took down what a villager raised, with the field `channel`.
    `concern.solved` is about the member who was charged when the concern was confirmed, or about the unit
    where it was charged as a whole; its fields are `category`, `urgency`, `in_time` (whether it was reported
    as done by its deadline) and `reopened` (how many times it was).

    Complaints about conduct make no records, and nothing that a villager said or is called is in one.

    Returns:
        The records by day, by kind, by id.

    Raises:
        InvalidInput: A log that opens no concern, or an event that counts after the day of its entry.
    """
    return told_by(logs, _records)


def _records(log: Log) -> Iterator[Record]:
    concern = KIND.replay(log)
    if concern.raised.complaint is not None:
        return
    first, last = log.entries[0], log.entries[-1]
    opener = Actor(id=first.event.by, roles=frozenset(), unit=concern.unit)
    if not is_raiser(concern, opener):
        yield Record(
            id=f"{concern.id}:collected",
            subject=opener.id,
            kind=COLLECTED,
            on=concern.collected,
            fields={"channel": concern.raised.channel.value},
            recorder=first.by,
            recorded=first.at,
        )
    if concern.standing is Standing.DONE:
        yield Record(
            id=f"{concern.id}:solved",
            subject=_who(concern),
            kind=SOLVED,
            on=concern.closed or concern.on,
            fields=_fields(concern),
            evidence=() if concern.result is None else concern.result.evidence,
            recorder=last.by,
            recorded=last.at,
        )


def _who(concern: Concern) -> str:
    charge = concern.charge
    return concern.unit if charge is None else charge.member or charge.unit


def _fields(concern: Concern) -> FrozenMap[str, Value | int]:
    charge, sorting = concern.charge, concern.sorting
    fields: dict[str, Value | int] = {"category": concern.category, "reopened": concern.reopened}
    if sorting is not None:
        fields["urgency"] = sorting.urgency.value
    if charge is not None and concern.finished is not None:
        fields["in_time"] = concern.finished <= charge.until
    return FrozenMap(fields)
