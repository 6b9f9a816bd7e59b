"""Households: those of members, those that are helped, and those that are both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from sanliang.kernel.fields import as_names, checked, day, identifier, instance, optional, sorted_codes
from sanliang.kernel.labels import Labelled
from sanliang.kernel.privacy import Private
from sanliang.orgs._people import Belonging, belongings
from sanliang.orgs._terms import holds, in_order, ordered


class HouseholdStatus(Labelled):
    """What an office has recorded of a household."""

    REGISTERED_POOR = "registered_poor", "建档立卡贫困户", "registered poor household"
    LIFTED = "lifted", "脱贫户", "household lifted out of poverty"
    MONITORED = "monitored", "监测户", "household under monitoring"
    SUBSISTENCE = "subsistence", "低保户", "subsistence-allowance household"
    EXTREME_HARDSHIP = "extreme_hardship", "特困户", "extreme-hardship support household"
    IN_DIFFICULTY = "in_difficulty", "生活困难户", "household in difficulty"
    SPECIAL = "special", "特别户", "special household"


def _status(value: str) -> HouseholdStatus:
    return HouseholdStatus.of(value, "status")


@attrs.frozen(kw_only=True)
class Standing:
    """
    A status of a household, from a day and to a day, both included; several may hold at once.

    Example:
        >>> Standing(status="lifted", since=date(2020, 12, 1)).status.label("zh")
        '脱贫户'
    """

    status: HouseholdStatus = attrs.field(converter=_status)
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)


_in_order = in_order(Standing)


def _standings(value: Iterable[Standing]) -> tuple[Standing, ...]:
    return _in_order(value, "statuses")


@attrs.frozen(kw_only=True)
class Household:
    """
    A household. Who of the members lives in it is written at the member.

    It is a *member household* on a day on which at least one full member lives in it, and a *contact
    household* on a day on which it has a need or a status; it may be both, or neither.

    Args:
        id: Unique among the households of a roster.
        head: The name of its head. Private: the name of a household in difficulty is nobody's business.
        belongs: The places that it has been in: a village, a villager group, a grid, a hub household; one
            at a time, from the earliest to the latest.
        statuses: What the offices have recorded of it, from the earliest to the latest.
        needs: Codes of what it needs, in order.

    Example:
        >>> home = Household(id="h-1", belongs=[Belonging(unit="v-east")], needs=["labour"])
        >>> home.is_contact(on=date(2026, 7, 1))
        True
    """

    id: str = attrs.field(validator=checked(identifier))
    head: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    belongs: tuple[Belonging, ...] = attrs.field(default=(), converter=belongings)
    statuses: tuple[Standing, ...] = attrs.field(default=(), converter=_standings)
    needs: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_codes))

    def statuses_on(self, on: date) -> frozenset[HouseholdStatus]:
        """The statuses that hold on that day."""
        at = day(on, "on")
        return frozenset(one.status for one in self.statuses if holds(one, at))

    def is_contact(self, *, on: date) -> bool:
        """Whether it is to be helped: it has a need, or a status on that day."""
        at = day(on, "on")
        return bool(self.needs) or any(holds(one, at) for one in self.statuses)
