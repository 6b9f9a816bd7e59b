"""The town: its layers over the base, and every part made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import Any

import attrs

from sanliang.calendars import Calendar, Period
from sanliang.kernel.errors import Fault, Faults, InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap, checked, clean_text, instance
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.overlays import Change, overlay
from sanliang.kernel.privacy import Audience
from sanliang.pairing import Policy, Rules
from sanliang.pledges import Pledge
from sanliang.points import Terms
from sanliang.rulebooks import Rulebook
from sanliang.townships._cases import NO_LIFECYCLE, CourseCase, TownCase
from sanliang.townships._layer import Layer, Open, Stated, joined
from sanliang.townships._part import Making, Part
from sanliang.townships._parts import COURSES, PARTS
from sanliang.townships._points import terms_on
from sanliang.townships._posts import TownPost
from sanliang.townships._read_cases import read_cases
from sanliang.townships._tables import NO_SUCH_FIELD, WIDTH

ROOT = "base"

NO_PART = Phrase("township.part", "没有这一部分；{near}", "is no part of a town; {near}")
NOT_BASE = Phrase(
    "township.not_base",
    "应以“{root}”为最底层：请与其基础一并叠加",
    "has to lie over {root!r} in the end: overlay it together with what it changes",
)
NO_ENTRY = Phrase(
    "township.open_key",
    "标为未定，而本镇没有这一条",
    "is marked as left open, and the town has no such entry",
)
NO_COURSE = Phrase(
    "township.guard_word", "没有这个事项的流程", "names a word that has no lifecycle, so no guards"
)


def _rooted(value: Any, path: str) -> Layer:
    layer = instance(Layer)(value, path)
    if (layer.over or (layer.id,))[0] != ROOT:
        raise InvalidInput(NOT_BASE.fault("over", root=ROOT))
    return layer


@attrs.frozen(kw_only=True)
class Township:
    """
    What holds in a town: the base, and whatever its county and the town itself change, each with its source.

    Made by `base`, `overlay`, `load`, `get` and `discover`. Making it makes every part, so that a town that
    does not hold together is refused whole.

    Args:
        layer: All changes, from the base up.

    Raises:
        InvalidInput: Every fault of every part at once, each with the part and the entry.

    Example:
        >>> town = base()
        >>> town.calendar.theme.day, town.pledging.number("least_branch"), sorted(town.rulebooks)
        (5, 2, ['branch-stars', 'member-stars'])
    """

    layer: Layer = attrs.field(validator=checked(_rooted))

    def __attrs_post_init__(self) -> None:
        # Made here, so that what does not hold together is refused; a copy or a pickle makes them again.
        self._parts  # noqa: B018

    @cached_property
    def _parts(self) -> Mapping[str, Any]:
        faults = Faults()
        for fault in _strange(self.layer):
            faults.add(fault)
        made = _made(self.layer, faults)
        for one in () if faults else self.layer.open:
            if one.key not in PARTS[one.part].entries(made[one.part]):
                faults.add(NO_ENTRY.fault(f"{one.part}.{one.key}"))
        faults.check()
        return made

    @property
    def id(self) -> str:
        """The town's code."""
        return self.layer.id

    @property
    def name(self) -> Text:
        """The town's name."""
        return self.layer.name

    @property
    def since(self) -> date | None:
        """The first day on which this revision is in force; nothing where it always was."""
        return self.layer.since

    @property
    def base(self) -> str:
        """The id of what it changes: the base, or a county; empty for the base itself."""
        return self.layer.over[-1] if self.layer.over else ""

    @property
    def changes(self) -> tuple[Stated, ...]:
        """Every change from the base up, in the order in which they are made."""
        return self.layer.changes

    @property
    def open(self) -> tuple[Open, ...]:
        """What the sources leave open."""
        return self.layer.open

    @cached_property
    def _cases(self) -> tuple[TownCase, ...]:
        return read_cases(self.layer.cases)

    @property
    def cases(self) -> tuple[TownCase, ...]:
        """
        What the town says that its rules come to, in examples, for `run_cases`.

        Those of a file are read when somebody asks for them.

        Raises:
            InvalidInput: Every fault of every case at once, each with file, line and path.
        """
        return self._cases

    def part(self, name: str) -> Any:
        """
        The value of a part: the lifecycle of a word, the calendar, the table of duties ...

        Raises:
            NotFound: There is no such part.
        """
        if clean_text(name, "name") not in self._parts:
            raise NotFound(NO_PART.fault("name", near=nearest_of(name, PARTS)))
        return self._parts[name]

    @property
    def lifecycles(self) -> Mapping[str, Lifecycle[Any]]:
        """The lifecycle of each word that has one."""
        return FrozenMap({word: self._parts[word] for word in COURSES})

    @property
    def pledging(self) -> Lifecycle[Pledge]:
        """The lifecycle of pledges."""
        lifecycle: Lifecycle[Pledge] = self._parts["pledge"]
        return lifecycle

    @property
    def rulebooks(self) -> FrozenMap[str, Rulebook]:
        """The rulebooks by id."""
        books: FrozenMap[str, Rulebook] = self._parts["rulebooks"]
        return books

    @property
    def pairing(self) -> Rules:
        """The rules of pairing, for `pairing.problem_from`."""
        rules: Rules = self._parts["pairing"].rules
        return rules

    @property
    def policy(self) -> Policy:
        """How pairs are made: by choice, by the organisation, or by the one and then the other."""
        policy: Policy = self._parts["pairing"].policy
        return policy

    @property
    def calendar(self) -> Calendar:
        """The theme Party day and the fixed days."""
        calendar: Calendar = self._parts["calendar"]
        return calendar

    @property
    def notices(self) -> FrozenMap[str, Period]:
        """How long what is published hangs, by what it is: `pledge`, `rating`, `pairing` ..."""
        periods: FrozenMap[str, Period] = self._parts["notices"]
        return periods

    @property
    def posts(self) -> FrozenMap[str, TownPost]:
        """The catalogue of posts by code; `post_plan` makes the plan of a unit's post of one."""
        posts: FrozenMap[str, TownPost] = self._parts["posts"]
        return posts

    def points(self, *, on: date) -> Terms:
        """
        The terms of the points office as they stand on a day, for `points.decide`.

        Where the town has days of exchange, those of the day's year and of the next are in them.

        Example:
            >>> base().points(on=date(2027, 1, 15)).exchange is None
            True
        """
        return terms_on(self._parts["points"], on)

    @property
    def duties(self) -> FrozenMap[str, Text]:
        """The names of the duties that items of a pledge are of."""
        duties: FrozenMap[str, Text] = self._parts["duties"]
        return duties

    @property
    def shown(self) -> FrozenMap[str, Audience]:
        """How widely each thing is shown at most."""
        shown: FrozenMap[str, Audience] = self._parts["shown"]
        return shown

    def shows(self, name: str, *, to: Audience | str) -> bool:
        """
        Whether a thing may be shown to an audience: what the web sees, the village and the ledger see too.

        Raises:
            NotFound: It is nothing that any town may show, such as the number of an identity card.
            InvalidInput: There is no such audience.

        Example:
            >>> base().shows("member_name", to="village"), base().shows("member_phone", to="village")
            (True, False)
        """
        reader = Audience.of(to, "to")
        if clean_text(name, "name") not in self.shown:
            raise NotFound(NO_SUCH_FIELD.fault("name", near=nearest_of(name, self.shown)))
        return WIDTH[reader] <= WIDTH[self.shown[name]]


def _strange(layer: Layer) -> Iterator[Fault]:
    """Changes and guards of what is no part of a town."""
    for name in dict.fromkeys((*(one.part for one in layer.changes), *(one.part for one in layer.open))):
        if name not in PARTS:
            yield NO_PART.fault(name, near=nearest_of(name, PARTS))
    for word in layer.guards:
        if word not in COURSES:
            yield NO_COURSE.fault(f"guards.{word}")
    for place, case in enumerate(layer.cases):
        if isinstance(case, CourseCase) and case.word not in COURSES:
            yield NO_LIFECYCLE.fault(f"cases[{place}].word", near=nearest_of(case.word, COURSES))


def _made(layer: Layer, faults: Faults) -> dict[str, Any]:
    """Every part; what is wrong with one keeps none of the others from being looked at."""
    found: dict[str, Any] = {}
    for name, part in PARTS.items():
        changes = tuple(one.change for one in layer.changes if one.part == name)
        guards = layer.guards.get(name, FrozenMap())
        try:
            if changes or guards:
                found[name] = part.make(Making(layer.id, laid(part, changes), changes, guards))
            else:
                found[name] = part.base()
        except InvalidInput as error:
            faults.extend(error, name)
    return found


def laid(part: Part, changes: tuple[Change[Any], ...]) -> dict[str, Any]:
    """The entries of a part with all changes made; faults stand at the key of their change."""
    entries = _of_base(part)
    if not changes:
        return dict(entries)
    pairs = (attrs.evolve(one, value=(one.key, one.value)) for one in changes)
    try:
        return dict(overlay(entries.items(), pairs, key=itemgetter(0)))
    except InvalidInput as error:
        faults = (
            attrs.evolve(fault, path=fault.path.partition("].")[2] or fault.path) for fault in error.faults
        )
        raise InvalidInput(*faults, count=error.count) from None


@cache
def _of_base(part: Part) -> Mapping[str, Any]:
    """What a part has where no town says anything, taken apart once."""
    return part.entries(part.base())


def overlaid(first: Township, *layers: Layer) -> Township:
    """A town with layers over it."""
    town = instance(Township)(first, "first")
    return Township(layer=together(town.layer, *layers)) if layers else town


def together(first: Layer, *layers: Layer) -> Layer:
    """Layers joined into one."""
    found = instance(Layer)(first, "first")
    for place, layer in enumerate(layers):
        found = joined(found, instance(Layer)(layer, f"layers[{place}]"))
    return found


@lru_cache(maxsize=1)
def base() -> Township:
    """
    The base, which every town changes: the lifecycles of the library, and the documented defaults.

    Example:
        >>> base().base, base().changes, base().policy.value
        ('', (), 'both')
    """
    return Township(layer=Layer(id=ROOT, name=Text("通用", "the base"), over=()))
