"""The plan of a campaign: which units, which of them first, and on which days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

import attrs

from sanliang.campaigns._cases import Stage
from sanliang.kernel.errors import Fault, Faults, InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap, checked, day, identifier, instance, names, not_kind, optional
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source

MEETING_FIRST = Phrase("campaign.meeting_order", "推进会早于试点", "lies before the pilot")
ROLLOUT_FIRST = Phrase("campaign.rollout_order", "全面开展早于推进会", "lies before the meeting")
STRANGE_PILOT = Phrase(
    "campaign.pilot_unknown", "试点不在开展单位之列", "is a pilot that is none of the units"
)
NO_UNITS = Phrase("campaign.no_units", "至少需要一个开展单位", "needs at least one unit")
STAGE_ORDER = Phrase("campaign.stage_order", "阶段期限早于上一阶段", "ends before the stage before it")
STAGE_FIRST = Phrase(
    "campaign.stage_first", "阶段期限早于开展之日 {starts}", "ends before the campaign starts on {starts}"
)
PILOT_DAY = Phrase(
    "campaign.pilot_day", "试点须有日期，有日期须有试点单位", "comes with pilots, and they with it"
)
PILOT_ROLLOUT = Phrase(
    "campaign.pilot_rollout", "试点单位随试点启动，不另定日期", "is a pilot, and starts with the pilots"
)
STRANGE_ROLLOUT = Phrase("campaign.rollout_unknown", "不在开展单位之列", "is none of the units")
ROLLOUT_EARLY = Phrase(
    "campaign.rollout_early", "早于全面开展之日", "lies before the day on which the roll-out begins"
)
NO_PART = Phrase("campaign.no_part", "该单位不参加本活动", "is a unit that takes no part in the campaign")

K = TypeVar("K", bound=str)


def _days(value: Any, path: str, key: Callable[[Any, str], K]) -> FrozenMap[K, date]:
    if not isinstance(value, Mapping):
        raise InvalidInput(not_kind(path, "Mapping"))
    faults, found = Faults(), dict[K, date]()
    for name, one in value.items():
        try:
            found[key(name, path)] = day(one, f"{path}.{name}")
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(found)


@attrs.frozen(kw_only=True)
class Plan:
    """
    What a town intends: which units, which of them first, and on which days.

    Args:
        title: The campaign's name.
        unit: The township's committee, which runs it.
        units: The units that take part, as a rule the village branches.
        pilots: Those of them that go first.
        pilot_on: The day on which the pilots begin, where there are any.
        meeting_on: The day of the town meeting; not before the pilot.
        rollout_on: The day on which all others begin; not before the meeting.
        rollouts: By unit, the day on which it begins, where that is a later one.
        until: By stage, the last day on which it is in time; stages may be left out.
        source: What it rests on.

    Raises:
        InvalidInput: No units, pilots or days of none of them, days out of order; all at once.
    """

    title: Text = attrs.field(validator=checked(instance(Text)))
    unit: str = attrs.field(validator=checked(identifier))
    units: tuple[str, ...] = attrs.field(validator=checked(names))
    pilots: tuple[str, ...] = attrs.field(default=(), validator=checked(names))
    pilot_on: date | None = attrs.field(default=None, validator=checked(optional(day)))
    meeting_on: date = attrs.field(validator=checked(day))
    rollout_on: date = attrs.field(validator=checked(day))
    rollouts: FrozenMap[str, date] = attrs.field(
        default=FrozenMap(), validator=checked(partial(_days, key=identifier))
    )
    until: FrozenMap[Stage, date] = attrs.field(
        default=FrozenMap(), validator=checked(partial(_days, key=Stage.of))
    )
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for fault in (*_bad_units(self), *_bad_days(self)):
            faults.add(fault)
        faults.check()

    def starts(self, unit: str) -> date:
        """
        The day on which a unit may begin.

        Raises:
            NotFound: The unit takes no part.
        """
        if unit not in self.units:
            raise NotFound(NO_PART.fault("unit"))
        if self.pilot_on is not None and unit in self.pilots:
            return self.pilot_on
        return self.rollouts.get(unit, self.rollout_on)


def _bad_units(plan: Plan) -> Iterator[Fault]:
    """No units; pilots, and units with a day of their own, that are none of them."""
    if not plan.units:
        yield NO_UNITS.fault("units")
    for place, pilot in enumerate(plan.pilots):
        if pilot not in plan.units:
            yield STRANGE_PILOT.fault(f"pilots[{place}]")
    for unit, on in plan.rollouts.items():
        if unit in plan.pilots:
            yield PILOT_ROLLOUT.fault(f"rollouts.{unit}")
        elif unit not in plan.units:
            yield STRANGE_ROLLOUT.fault(f"rollouts.{unit}")
        if on < plan.rollout_on:
            yield ROLLOUT_EARLY.fault(f"rollouts.{unit}")


def _bad_days(plan: Plan) -> Iterator[Fault]:
    """Days out of order."""
    if bool(plan.pilots) != (plan.pilot_on is not None):
        yield PILOT_DAY.fault("pilot_on")
    starts = plan.rollout_on if plan.pilot_on is None else plan.pilot_on
    if plan.pilot_on is not None and plan.meeting_on < plan.pilot_on:
        yield MEETING_FIRST.fault("meeting_on")
    if plan.rollout_on < plan.meeting_on:
        yield ROLLOUT_FIRST.fault("rollout_on")
    ends = [(stage, plan.until[stage]) for stage in Stage if stage in plan.until]
    for stage, end in ends:
        if end < starts:
            yield STAGE_FIRST.fault(f"until.{stage}", starts=starts)
    for (_, earlier), (stage, later) in pairwise(ends):
        if later < earlier:
            yield STAGE_ORDER.fault(f"until.{stage}")
