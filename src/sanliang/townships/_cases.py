"""The cases of a town: what its courses, days, notices, pairs and boards come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_origin

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, nearest
from sanliang.kernel.fields import FrozenMap, checked, clean_text
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.wire import converter, decode
from sanliang.townships._parts import COURSES

if TYPE_CHECKING:
    from cattrs import Converter

NO_KIND = Phrase(
    "township.case_kind",
    "看不出是哪一类算例：须有 steps、held、posted、pairs、to 之一",
    "is no kind of case: it has one of steps, held, posted, pairs and to",
)
NO_COURSE = Phrase(
    "township.case_word",
    "没有这个事项的流程；相近的有：{near}",
    "is no word that has a lifecycle; the nearest is: {near}",
)
NO_END = Phrase(
    "township.case_end",
    "expect 和 refused 须写其一，steps 至少一步",
    "has at least one step, and says either expect or refused",
)
NOT_LISTED = Phrase("township.case_list", "应为列表", "must be a list")


@attrs.frozen(kw_only=True)
class Step:
    """
    One move of a course: who makes it, when, and what comes with it.

    Attributes:
        move: The code of the move; that of the first step opens the thing, whose id is `case`.
        by, roles, unit: The id of the actor, the roles held that day, the unit of the actor.
        given: What comes with the move, as the word has it.
    """

    move: str
    by: str
    roles: frozenset[str] = frozenset()
    unit: str
    on: date
    given: Any = None


@attrs.frozen(kw_only=True)
class CourseCase:
    """
    A course of a word: its moves one by one, the last of which is what the case is about.

    Attributes:
        expect: The state after the last move; or *refused*: the codes of the reasons against it.
    """

    name: str = attrs.field(validator=checked(clean_text))
    word: str
    steps: tuple[Step, ...]
    expect: str | None = None
    refused: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        if self.word not in COURSES:
            raise InvalidInput(NO_COURSE.fault("word", near=nearest(self.word[:40], COURSES) or (*COURSES,)))
        if not self.steps or (self.expect is None) != bool(self.refused):
            raise InvalidInput(NO_END.fault(""))

    @property
    def part(self) -> str:
        """The part of the town that it is about."""
        return self.word


@attrs.frozen(kw_only=True)
class CalendarCase:
    """
    The theme Party day and the fixed days of a month: all of them, and no others.

    Attributes:
        month: Any day of the month.
        held: By code, on which day it is held; *not_held*: the codes of those that fall out.
        holidays, extra_workdays: What was published; else Monday to Friday are worked.
    """

    name: str = attrs.field(validator=checked(clean_text))
    month: date
    held: FrozenMap[str, date]
    not_held: frozenset[str] = frozenset()
    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    part = "calendar"


@attrs.frozen(kw_only=True)
class NoticeCase:
    """How long something hangs: posted on a day, until another, which is the last one."""

    name: str = attrs.field(validator=checked(clean_text))
    notice: str
    posted: date
    until: date
    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    part = "notices"


@attrs.frozen(kw_only=True)
class PairingCase:
    """
    A few people, and who helps whom by the rules.

    Attributes:
        on: The day.
        units, members, households: The tables of a roster, as CSV.
        wishes, asks: What members and households wish, the dearest first.
        pairs: By household, its helpers; an empty list where it goes without. All households that are helped.
        short: The households that must be helped and miss a helper.
        costs: By household and helper, what a pair costs, where the case says it; 0 and above.
        apart: By household, helpers who may not be paired with it.
    """

    name: str = attrs.field(validator=checked(clean_text))
    on: date
    units: str
    members: str
    households: str
    wishes: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    asks: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    pairs: FrozenMap[str, tuple[str, ...]]
    short: frozenset[str] = frozenset()
    costs: FrozenMap[str, FrozenMap[str, int]] = FrozenMap()
    apart: FrozenMap[str, tuple[str, ...]] = FrozenMap()

    part = "pairing"


@attrs.frozen(kw_only=True)
class ShownCase:
    """Who sees something: these audiences, and no others."""

    name: str = attrs.field(validator=checked(clean_text))
    shown: str
    to: frozenset[Audience]

    part = "shown"


TownCase = CourseCase | CalendarCase | NoticeCase | PairingCase | ShownCase
KINDS: Mapping[str, Any] = {
    "steps": CourseCase,
    "held": CalendarCase,
    "posted": NoticeCase,
    "pairs": PairingCase,
    "to": ShownCase,
}
"""The key that tells the kind of a case."""


def read_cases(value: Any, path: str) -> tuple[TownCase, ...]:
    """The cases of a document; every fault of every case at once."""
    if type(value) is not list:
        raise InvalidInput(NOT_LISTED.fault(path))
    faults, found = Faults(), list[TownCase]()
    for place, one in enumerate(value):
        try:
            found.append(_case(one, f"{path}[{place}]"))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(found)


def _case(data: Any, path: str) -> TownCase:
    kind = next((KINDS[key] for key in KINDS if type(data) is dict and key in data), None)
    if kind is None:
        raise InvalidInput(NO_KIND.fault(path))
    case: TownCase = decode(data, kind, path=path)
    if not isinstance(case, CourseCase):
        return case
    given = COURSES[case.word].base().kind.given
    steps = (_step(one, given, f"{path}.steps[{place}].given") for place, one in enumerate(case.steps))
    return attrs.evolve(case, steps=tuple(steps))


def _step(one: Step, given: type[Any], path: str) -> Step:
    if one.given is None:
        return one
    return attrs.evolve(one, given=decode(one.given, given, path=path, using=_in_clear()))


@lru_cache(maxsize=1)
def _in_clear() -> Converter:
    """What also reads private values, which nothing else does: whoever is in a case is invented."""
    made = converter()
    made.register_structure_hook_func(
        lambda kind: Private in {kind, get_origin(kind)},
        # One salt for all, so that the same file is the same town each time.
        lambda data, _: Private(clean_text(data), salt=bytes(16)),
    )
    return made
