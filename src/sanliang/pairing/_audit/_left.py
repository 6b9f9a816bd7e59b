"""Whether everyone who is unpaired is listed, exactly, and with the true reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Mutual, Terms
from sanliang.pairing._audit._whys import Whys
from sanliang.pairing._pairing import Unpaired

NOT_LISTED = Phrase(
    "audit.unpaired.absent",
    "{id} 未结对而未列出（角色：{role}）",
    "{id} is unpaired and not listed (role: {role})",
)
NOT_UNPAIRED = Phrase(
    "audit.unpaired.extra",
    "{id} 不应列为未结对（角色：{role}）",
    "{id} is listed and not unpaired (role: {role})",
)
LISTED_TWICE = Phrase(
    "audit.unpaired.twice", "{id} 重复列为未结对（角色：{role}）", "{id} is listed twice (role: {role})"
)
WRONG_NUMBER = Phrase(
    "audit.unpaired.missing",
    "{id} 缺 {missing} 名联系人（角色：{role}）",
    "{id} misses {missing} helpers (role: {role})",
)
WRONG_REASON = Phrase(
    "audit.unpaired.why",
    "{id} 未结对的原因应为 {why}（角色：{role}）",
    "{id} is unpaired for another reason: {why} (role: {role})",
)


def wrong_unpaired(
    terms: Terms, mutual: Mutual | None, seats: dict[str, Seats], unpaired: Iterable[Unpaired]
) -> Iterator[Reason]:
    """What is listed and not so, in the order of the list, and then those who are not listed."""
    missing = {(id, one.role): number for one in seats.values() for id, number in one.missing()}
    idle = terms.helpers.keys() - set[str]().union(*(one.households for one in seats.values()))
    missing.update(((id, ""), 0) for id in idle)
    whys = Whys(terms=terms, seats=seats, mutual=mutual, idle=idle)
    seen = set[tuple[str, str]]()
    for place, one in enumerate(unpaired):
        key = one.id, one.role
        if key in seen or key not in missing:
            yield _reason(LISTED_TWICE if key in seen else NOT_UNPAIRED, place, one)
            continue
        seen.add(key)
        if one.missing != missing[key]:
            yield _reason(WRONG_NUMBER, place, one, missing=missing[key])
        why = whys.household(one.id, one.role) if one.role else whys.helper(one.id)
        if one.why != why:
            yield _reason(WRONG_REASON, place, one, why=str(why))
    for id, role in sorted(missing.keys() - seen):
        number = missing[id, role]
        yield Reason.of(NOT_LISTED, path="unpaired", id=id, role=role or None, missing=number)


def _reason(phrase: Phrase, place: int, one: Unpaired, **params: Any) -> Reason:
    return Reason.of(phrase, path=f"unpaired[{place}]", id=one.id, role=one.role or None, **params)
