"""Names in a case that the town has not: a move, a state, a day, a post that is most likely mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.wire._in import shown_key
from sanliang.townships._cases import (
    CalendarCase,
    CourseCase,
    NoticeCase,
    ShownCase,
    TownCase,
)
from sanliang.townships._facts import KINDS
from sanliang.townships._parts import PARTS
from sanliang.townships._points_cases import PointsCase, PostsCase
from sanliang.townships._town import Township

STRANGE = Phrase(
    "township.case_name",
    "本镇没有这个名称；{near}",
    "is nothing that the town has; {near}",
)
Named = tuple[str, str, Iterable[str]]


def misnamed(case: TownCase, town: Township) -> Iterator[Fault]:
    """Each name that the town has not, with its path in the case and the nearest that it has."""
    for path, name, known in _named(case, town):
        if name not in known:
            yield STRANGE.fault(path, near=nearest_of(name, known))


def _named(case: TownCase, town: Township) -> Iterator[Named]:
    """Where a case names something, the name, and what there is."""
    match case:
        case CourseCase():
            yield from _of_course(case, town)
        case CalendarCase():
            known = [*PARTS["calendar"].entries(town.calendar)]
            yield from ((f"held.{shown_key(one)}", one, known) for one in case.held)
            yield from (("not_held", one, known) for one in sorted(case.not_held))
        case NoticeCase():
            yield "notice", case.notice, [*town.notices]
        case ShownCase():
            yield "shown", case.shown, [*town.shown]
        case PostsCase():
            yield from ((f"holds[{place}]", one, [*town.posts]) for place, one in enumerate(case.holds))
            yield from ((f"where.{shown_key(one)}", one, [*town.posts]) for one in case.where)
        case PointsCase():
            yield from _of_points(case, town)


def _of_course(case: CourseCase, town: Township) -> Iterator[Named]:
    lifecycle = town.part(case.word)
    yield from ((f"steps[{place}].move", one.move, lifecycle.moves) for place, one in enumerate(case.steps))
    if case.expect is not None:
        yield "expect", case.expect, [node.code for node in lifecycle.nodes]


def _of_points(case: PointsCase, town: Township) -> Iterator[Named]:
    recorded = {*town.part("records"), *KINDS}
    for place, one in enumerate(case.points):
        terms = town.points(on=one.on)
        items, kinds = [item.id for item in terms.catalogue], [rule.kind for rule in terms.rules]
        yield from ((f"points[{place}].order.{shown_key(id)}", id, items) for id in one.order)
        if one.record is not None and one.record not in recorded:
            yield f"points[{place}].record", one.record, kinds
    on = case.points[-1].on if case.on is None else case.on
    items = [item.id for item in town.points(on=on).catalogue]
    yield from ((f"costs.{shown_key(id)}", id, items) for id in case.costs)
