"""What is promised: the pledger, the items, the letter; what was done and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    instances,
    names,
    optional,
    some,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.timeline import Span

DOUBLED_ITEM = Phrase("pledge.item_twice", "承诺事项编号重复", "is the id of an earlier item")
NO_ITEMS = Phrase("pledge.no_items", "至少需要一项承诺", "needs at least one item")
NO_SIGNATORY = Phrase("pledge.no_signatory", "至少需要一名签署人", "needs at least one person who signs")
SIGNS = Phrase("pledge.excused_signs", "已列为签署人", "names one of those who sign")
OUT_OF_CYCLE = Phrase(
    "pledge.out_of_cycle", "完成期限不在承诺周期之内", "has a deadline outside the letter's cycle"
)


_amount = partial(fields.whole, least=1)


class PledgerKind(Labelled):
    """Who can make a pledge."""

    MEMBER = "member", "党员", "member"
    HOUSEHOLD = "household", "党员户", "member household"
    GROUP = "group", "党小组", "Party group"
    BRANCH = "branch", "党支部", "Party branch"


class PledgeKind(Labelled):
    """For how long and on what occasion a pledge is made."""

    ANNUAL = "annual", "年度承诺", "annual"
    IMMEDIATE = "immediate", "即时承诺", "immediate"
    LONG_TERM = "long_term", "长远承诺", "long-term"
    MICRO = "micro", "微承诺", "micro"


class Result(Labelled):
    """What came of an item."""

    FULFILLED = "fulfilled", "已兑现", "fulfilled"
    OBJECTIVE = "objective", "因客观原因未兑现", "unfulfilled for an objective reason"
    UNFULFILLED = "unfulfilled", "未兑现", "unfulfilled without an objective reason"


class Grade(Labelled):
    """How a pledge was evaluated, the best first."""

    GOOD = "good", "好", "good"
    FAIRLY_GOOD = "fairly_good", "较好", "fairly good"
    FAIR = "fair", "一般", "fair"
    POOR = "poor", "差", "poor"


def _pledger_kind(value: PledgerKind | str) -> PledgerKind:
    return PledgerKind.of(value, "kind")


def _pledge_kind(value: PledgeKind | str) -> PledgeKind:
    return PledgeKind.of(value, "kind")


def _result(value: Result | str) -> Result:
    return Result.of(value, "result")


def _items(value: Iterable[Item]) -> tuple[Item, ...]:
    return instances(Item)(value, "items")


def _members_sign_themselves(pledger: Any) -> tuple[str, ...]:
    return (pledger.id,) if pledger.kind == PledgerKind.MEMBER else ()


@attrs.frozen(kw_only=True)
class Pledger:
    """
    Who makes a pledge, and who has to sign it.

    Args:
        kind: Member, household, Party group or branch.
        id: The id of the member, the household or the unit.
        unit: The Party unit that answers for the pledger; its officers vet and verify.
        signatories: Everybody who signs, such as the members and the family of a household. A member signs
            alone where nothing is said. None of them can vet, verify or evaluate the pledge.
        excused: Full members of a household who do not sign, since they are excused. They can vet, verify or
            evaluate the pledge as little as those who do.

    Raises:
        InvalidInput: Nobody signs, or somebody who is excused does.

    Example:
        >>> Pledger(kind=PledgerKind.MEMBER, id="m-3", unit="b-1").signatories
        ('m-3',)
    """

    kind: PledgerKind = attrs.field(converter=_pledger_kind)
    id: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    signatories: tuple[str, ...] = attrs.field(
        default=attrs.Factory(_members_sign_themselves, takes_self=True),
        converter=as_names,
        validator=checked(some(names, NO_SIGNATORY)),
    )
    excused: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))

    def __attrs_post_init__(self) -> None:
        if not set(self.signatories).isdisjoint(self.excused):
            raise InvalidInput(SIGNS.fault("excused"))

    @property
    def concerned(self) -> tuple[str, ...]:
        """Everybody whose pledge it is: those who sign it, and those who are excused."""
        return (*self.signatories, *self.excused)


@attrs.frozen(kw_only=True)
class Item:
    """
    One thing that is promised, so that a stranger can check it.

    Args:
        id: Its id within the letter.
        deed: What will be done, in words.
        deadline: The last day for it.
        measure: What is counted, such as `盏` or `visits`; empty where nothing is.
        quantity: How many of it: 1 or more.
        beneficiary: For whom, in words that may hang on the board.
        witness: The id of whoever will confirm it.
        responsible: The id of whoever does it, where it is not the pledger.
        duty: The code of a duty, such as one of the five models.
        menu: The id of the entry of the village's menu from which it was chosen.

    Example:
        >>> Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31), measure="盏", quantity=6).quantity
        6
    """

    id: str = attrs.field(validator=checked(identifier))
    deed: str = attrs.field(validator=checked(clean_text))
    deadline: date = attrs.field(validator=checked(day))
    measure: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    quantity: int | None = attrs.field(default=None, validator=checked(optional(_amount)))
    beneficiary: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    witness: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    responsible: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    duty: str | None = attrs.field(default=None, validator=checked(optional(code)))
    menu: str | None = attrs.field(default=None, validator=checked(optional(identifier)))


@attrs.frozen(kw_only=True)
class Letter:
    """
    The pledge letter: who promises what, in which cycle.

    Args:
        pledger: Who promises.
        kind: Annual, immediate, long-term, micro.
        items: At least one, each with its own id.
        cycle: The days of the cycle; every deadline lies in it.
        renews: The id of the pledge that this one carries on.

    Raises:
        InvalidInput: No items, an id twice, a deadline outside the cycle; all at once.
    """

    pledger: Pledger = attrs.field(validator=checked(instance(Pledger)))
    kind: PledgeKind = attrs.field(converter=_pledge_kind)
    items: tuple[Item, ...] = attrs.field(converter=_items)
    cycle: Span | None = attrs.field(default=None, validator=checked(optional(instance(Span))))
    renews: str | None = attrs.field(default=None, validator=checked(optional(identifier)))

    def __attrs_post_init__(self) -> None:
        faults, seen = Faults(), set[str]()
        if not self.items:
            faults.add(NO_ITEMS.fault("items"))
        for place, item in enumerate(self.items):
            if item.id in seen:
                faults.add(DOUBLED_ITEM.fault(f"items[{place}].id"))
            if self.cycle is not None and item.deadline not in self.cycle:
                faults.add(OUT_OF_CYCLE.fault(f"items[{place}].deadline"))
            seen.add(item.id)
        faults.check()

    @property
    def deadline(self) -> date:
        """The last of its items' deadlines."""
        return max(item.deadline for item in self.items)


@attrs.frozen(kw_only=True)
class Progress:
    """
    A piece of dated evidence that something was done for an item.

    Args:
        item: The item's id.
        on: The day on which it was done; not after the day on which it is recorded.
        says: What was done, in words.
        quantity: How many of the item's measure: 1 or more.
        evidence: Ids or addresses of photographs, receipts, minutes.
        done: Whether the item is complete with it.
    """

    item: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    says: str = attrs.field(validator=checked(clean_text))
    quantity: int | None = attrs.field(default=None, validator=checked(optional(_amount)))
    evidence: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))
    done: bool = attrs.field(default=False, validator=checked(instance(bool)))


@attrs.frozen(kw_only=True)
class Outcome:
    """
    What somebody other than the pledger found of one item.

    Args:
        item: The item's id.
        result: Fulfilled; unfulfilled, for an objective reason or without one.
        says: The finding in words; for an unfulfilled item it is what the organisation tells the public.
    """

    item: str = attrs.field(validator=checked(identifier))
    result: Result = attrs.field(converter=_result)
    says: str = attrs.field(validator=checked(clean_text))
