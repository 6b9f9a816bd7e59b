"""Whether each shortage is one, and whoever must be covered and is not stands in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Terms
from sanliang.pairing._pairing import Shortage

NO_ROLE = Phrase("audit.shortage.role", "{role} 不是本问题的角色", "{role} is no role of the problem")
NOT_MUST = Phrase(
    "audit.shortage.households",
    "{household} 并非必须有 {role}",
    "{household} is no household that must have a helper as {role}",
)
ENOUGH = Phrase(
    "audit.shortage.enough",
    "这些户需要 {need} 名 {role}，容量为 {room}，并不短缺",
    "these households need {need} helpers as {role} and there is room for {room}: that is no shortage",
)
OTHER_HELPERS = Phrase(
    "audit.shortage.helpers",
    "这些户中以全部容量计入的联系人（{role}）应为：{helpers}",
    "the helpers ({role}) who count with all their room for these households are others: {helpers}",
)
NOT_NAMED = Phrase(
    "audit.shortage.absent",
    "{household} 必须有 {role} 而缺少，却不在任何短缺之中",
    "{household} must have a helper as {role}, misses one, and is in no shortage",
)


def wrong_shortages(
    terms: Terms, seats: dict[str, Seats], shortages: tuple[Shortage, ...]
) -> Iterator[Reason]:
    """Each shortage that is none, and each household that should be in one."""
    named: dict[str, set[str]] = {role: set() for role in seats}
    for place, shortage in enumerate(shortages):
        path = f"certificate.shortages[{place}]"
        if shortage.role not in seats:
            yield Reason.of(NO_ROLE, path=path, role=shortage.role)
            continue
        named[shortage.role].update(shortage.households)
        yield from _wrong(terms, seats[shortage.role], shortage, path)
    for role, one in seats.items():
        for household, _ in one.missing():
            if terms.households[household].must and household not in named[role]:
                yield Reason.of(NOT_NAMED, path="certificate.shortages", household=household, role=role)


def _wrong(terms: Terms, seats: Seats, shortage: Shortage, path: str) -> Iterator[Reason]:
    """
    What is wrong with one shortage: who is in it, whether there is one, and which helpers it names.

    A helper counts with its room, and with no more than the households of the set with which it may be
    paired; it is named where that is all its room.
    """
    inside = [one for one in shortage.households if one in seats.needs and terms.households[one].must]
    for household in sorted(set(shortage.households).difference(inside)):
        yield Reason.of(NOT_MUST, path=path, household=household, role=seats.role)
    willing = Counter[str]()
    for household in inside:
        allowed = terms.allowed[household].keys()
        willing.update(allowed - seats.struck.get(household, set()))
    rooms = {helper: room for helper in willing if (room := seats.rooms.get(helper))}
    room = sum(min(room, willing[helper]) for helper, room in rooms.items())
    need = sum(seats.needs[household] for household in inside)
    if need <= room:
        yield Reason.of(ENOUGH, path=path, role=seats.role, need=need, room=room)
    full = frozenset(helper for helper, room in rooms.items() if willing[helper] >= room)
    if full != set(shortage.helpers):
        yield Reason.of(OTHER_HELPERS, path=path, role=seats.role, helpers=full)
