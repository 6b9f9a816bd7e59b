"""The rules of pairing as a part of a town, changed field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import whole
from sanliang.kernel.labels import Labelled, Phrase, Text, nearest_of
from sanliang.kernel.sheets import Check, Sheet, rows, words, yes
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import UnitKind
from sanliang.pairing import Match, Near, Policy, Rank, Rules, Seats
from sanliang.townships._part import Making, Part, Reading, under

POLICY = "policy"

NO_FIELD = Phrase(
    "township.pairing_key",
    "结对规则没有这一项；{near}",
    "is nothing that rules of pairing have; {near}",
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


@lru_cache(maxsize=1)
def _base() -> Paired:
    return Paired(Rules(), Policy.BOTH)


def _entries(value: Paired) -> dict[str, Any]:
    """What the rules say. What says nothing (`None`) is no entry: it is dropped, and added again."""
    told = {name: getattr(value.rules, name) for name in _READ}
    return {POLICY: value.policy, **{name: one for name, one in told.items() if one is not None}}


def _make(making: Making) -> Paired:
    entries = dict(making.entries)
    policy = entries.pop(POLICY, Policy.BOTH)
    missing = {name: None for name in ("beyond", "excuses", "age") if name not in entries}
    source = making.changes[-1].source if making.changes else None
    return Paired(Rules(**{**missing, **entries}, source=source), policy)


# --- reading -------------------------------------------------------------------------------------------


def _read(reading: Reading) -> Any:
    key, path = reading.key, reading.path
    if key == POLICY:
        return Policy.of(words(reading.value, path), path)
    if key not in _READ:
        known = (POLICY, *_READ)
        raise InvalidInput(NO_FIELD.fault(path, near=nearest_of(key[:40], known)))
    found = _READ[key](reading.value, path)
    if key == "roles":
        # Whether the rows fit them is seen when the rules are made, with all changes.
        return found
    roles = {"roles": _roles(found)} if key in {"ranks", "seats"} else {}
    try:
        rules = Rules(**{key: found, **roles})
    except InvalidInput as error:
        faults = (attrs.evolve(one, path=path + one.path.removeprefix(key)) for one in error.faults)
        raise InvalidInput(*faults, count=error.count) from None
    return getattr(rules, key)


def _roles(rows: Iterable[Rank | Seats]) -> list[str]:
    """The roles that rows name, beside the one of a town that names none."""
    named = {role for one in rows for role in (one.room if isinstance(one, Rank) else one.helpers)}
    return sorted({*named, "helper"})


def _row_of(made: type[Any], /, **checks: Check[Any]) -> Check[tuple[Any, ...]]:
    """A check for a list of rows; what a row leaves out is as its class has it."""
    needed = {field.name for field in attrs.fields(made) if field.default is attrs.NOTHING}

    def row(value: Any, path: str) -> Any:
        sheet = Sheet(value, path)
        found = {
            name: (sheet.need if name in needed else sheet.read)(name, check)
            for name, check in checks.items()
        }
        sheet.close()
        given = {name: one for name, one in found.items() if name in sheet}
        return under(path, lambda: made(**given))

    return rows(row)


def _numbers_of(value: Any, path: str) -> dict[str, int]:
    """A number by role."""
    sheet = Sheet(value, path)
    found = {role: sheet.read(role, whole) for role in sheet.data}
    sheet.close()
    return found


_CODES = rows(words)

_READ: Mapping[str, Check[Any]] = {
    "ranks": _row_of(Rank, code=words, room=_numbers_of, least=_numbers_of, posts=_CODES, tags=_CODES),
    "seats": _row_of(Seats, must=yes, helpers=_numbers_of, statuses=_CODES, needs=_CODES, every=yes),
    "near": _row_of(Near, kind=words, cost=whole, seated=yes),
    "beyond": whole,
    "kin": words,
    "kin_worth": whole,
    "matches": _row_of(Match, need=words, skills=_CODES, worth=whole),
    "excuses": _CODES,
    "away": _CODES,
    "age": whole,
    "fillers": _CODES,
    "probationary": yes,
    "roles": _CODES,
}
"""How a file writes each field of the rules."""


# --- telling and checking ------------------------------------------------------------------------------


def _tell(_key: str, entry: Any, _town: Any) -> Text:
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
