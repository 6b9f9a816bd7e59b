"""The rules of pairing as a part of a town, changed field by field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import attrs

from sanliang.kernel.errors import InvalidInput, nearest
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.verdicts import Reason
from sanliang.kernel.wire import decode
from sanliang.orgs import UnitKind
from sanliang.pairing import Match, Near, Policy, Rank, Rules, Seats
from sanliang.townships._part import Making, Part, Reading

POLICY = "policy"

NO_FIELD = Phrase(
    "township.pairing_key",
    "结对规则没有这一项；相近的有：{near}",
    "is nothing that rules of pairing have; the nearest is: {near}",
)
NOT_FULL = Phrase(
    "township.pairing_policy",
    "有的户必须有人帮，而只有双向选择不能保证",
    "some households must be covered, and two-way choice alone cannot promise that",
)
NO_ROOM = Phrase(
    "township.pairing_room",
    "有的户必须有“{role}”，而没有一类党员能任",
    "some households must have a {role!r}, and no class of members has room as one",
)
NOBODY_NEAR = Phrase(
    "township.pairing_near",
    "有的户必须有人帮，而没有写明多近，也没有写 beyond：谁也不能结对",
    "some households must be covered, and no step of nearness and no `beyond` is said: nobody may be paired",
)
IDLE = Phrase(
    "township.pairing_idle",
    "前面的一行已包括所有人，这一行用不到",
    "is never used: a row before it takes everybody",
)
A_RANK = Phrase("township.rank", "{who}：每人至多 {room} 户", "{who}: {room} households each at most")
A_SEAT = Phrase("township.seats", "{who}：{must}，每户 {helpers} 人", "{who}: {must}, {helpers} helpers each")
A_STEP = Phrase("township.near", "同一{kind}：{cost}{seated}", "in the same {kind}: {cost}{seated}")
A_MATCH = Phrase("township.match", "{need}：{skills}，{worth}", "{need}: {skills}, {worth}")

EVERYBODY, CONTACTS, ALL = (
    Text("所有党员", "every member"),
    Text("所有联系户", "every contact household"),
    Text("所有户", "every household"),
)
MUST, MAY = Text("必须有人帮", "must be covered"), Text("有余力时帮", "covered where there is room")
SEATED, YES, NO = Text("（机关）", " (for offices)"), Text("是", "yes"), Text("否", "no")


class Paired(NamedTuple):
    """The rules, and how the pairing is made."""

    rules: Rules
    policy: Policy


_FIELDS = tuple(field.name for field in attrs.fields(Rules) if field.name not in ("says", "source"))


@lru_cache(maxsize=1)
def _base() -> Paired:
    return Paired(Rules(), Policy.BOTH)


def _entries(value: Paired) -> dict[str, Any]:
    """What the rules say. What says nothing (`None`) is no entry: it is dropped, and added again."""
    told = {name: getattr(value.rules, name) for name in _FIELDS}
    return {POLICY: value.policy, **{name: one for name, one in told.items() if one is not None}}


def _make(making: Making) -> Paired:
    entries = dict(making.entries)
    policy = entries.pop(POLICY, Policy.BOTH)
    missing = {name: None for name in ("beyond", "excuses", "age") if name not in entries}
    source = making.changes[-1].source if making.changes else None
    return Paired(Rules(**{**missing, **entries}, source=source), policy)


def _read(reading: Reading) -> Any:
    if reading.key == POLICY:
        return decode(reading.value, Policy, path=reading.path)
    if reading.key == "roles":
        # Whether the rows fit them is seen when the rules are made, with all changes.
        return decode(reading.value, tuple[str, ...], path=reading.path)
    if reading.key not in _FIELDS:
        near = nearest(reading.key, (POLICY, *_FIELDS)) or (POLICY, *_FIELDS)
        raise InvalidInput(NO_FIELD.fault(reading.path, near=near))
    data = {reading.key: reading.value}
    if reading.key in {"ranks", "seats"}:
        data["roles"] = _roles(reading.value)
    try:
        rules = decode(data, Rules)
    except InvalidInput as error:
        head = f"{reading.path}."
        faults = (
            attrs.evolve(one, path=f"{head}{one.path}".replace(f"{head}{reading.key}", reading.path, 1))
            for one in error.faults
        )
        raise InvalidInput(*faults, count=error.count) from None
    return getattr(rules, reading.key)


def _roles(rows: Any) -> list[str]:
    """The roles that rows name: whether the town has them is seen when the rules are made."""
    tables = [one for row in rows if type(row) is dict for one in row.values()] if type(rows) is list else []
    named = sorted({role for table in tables if type(table) is dict for role in table})
    return sorted({*named[:20], "helper"})


def _tell(_key: str, entry: Any) -> Text:
    match entry:
        case bool():
            return YES if entry else NO
        case tuple():
            lines = [_row(one) for one in entry]
            return Text("；".join(one.zh for one in lines), "; ".join(one.get("en") for one in lines))
        case frozenset():
            return Text("、".join(sorted(entry)), ", ".join(sorted(entry)))
        case Labelled():
            return entry.text
        case _:
            return Text(str(entry), str(entry))


def _row(one: Any) -> Text:
    match one:
        case Rank():
            who = one.code or (*sorted(one.posts), *sorted(one.tags)) or EVERYBODY
            return A_RANK.fill(who=who, room=_numbers(one.room))
        case Seats():
            who = (*sorted(one.statuses), *sorted(one.needs)) or (ALL if one.every else CONTACTS)
            return A_SEAT.fill(who=who, must=MUST if one.must else MAY, helpers=_numbers(one.helpers))
        case Near():
            kind = UnitKind.of(one.kind) if one.kind in {*UnitKind} else one.kind
            return A_STEP.fill(kind=kind, cost=one.cost, seated=SEATED if one.seated else "")
        case Match():
            return A_MATCH.fill(need=one.need, skills=tuple(sorted(one.skills)), worth=one.worth)
        case _:
            return Text(str(one), str(one))


def _numbers(by_role: Any) -> str:
    if len(by_role) == 1:
        return str(*by_role.values())
    return ", ".join(f"{role} {number}" for role, number in by_role.items())


def _check(value: Paired, _town: Any) -> Iterator[Reason]:
    """Whether the rules can cover those who must be covered; rows that nobody can come to."""
    rules = value.rules
    bound = [seats for seats in rules.seats if seats.must]
    if bound and value.policy is Policy.TWO_WAY:
        yield Reason.of(NOT_FULL, path=f"pairing.{POLICY}")
    for role in sorted({role for seats in bound for role, count in seats.helpers.items() if count}):
        if not any(rank.room.get(role) for rank in rules.ranks):
            yield Reason.of(NO_ROOM, path="pairing.ranks", role=role)
    if bound and not rules.near and rules.beyond is None:
        yield Reason.of(NOBODY_NEAR, path="pairing.near")
    yield from _idle("ranks", [not (rank.posts or rank.tags) for rank in rules.ranks])
    yield from _idle("seats", [seats.every for seats in rules.seats])


def _idle(name: str, takes_all: list[bool]) -> Iterator[Reason]:
    last = takes_all.index(True) if True in takes_all else len(takes_all)
    for place in range(last + 1, len(takes_all)):
        yield Reason.of(IDLE, path=f"pairing.{name}[{place}]")


PAIRING = Part(
    name="pairing",
    says=Text("结对", "pairing"),
    base=_base,
    entries=_entries,
    make=_make,
    read=_read,
    tell=_tell,
    check=_check,
)
