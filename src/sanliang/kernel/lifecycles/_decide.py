"""Asking and deciding: pure functions over a thing and a lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NoReturn, TypeVar

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import DOUBLED, NOT_TEXT, day, identifier, instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles._kind import (
    Moved,
    moved,
    thing_of,
    things_of,
)
from sanliang.kernel.lifecycles._rows import NOT_YET, SAME, Actor, Ask, Fork, Row, Step, Thing
from sanliang.kernel.lifecycles._table import Lifecycle
from sanliang.kernel.verdicts import Reason, Refused, Verdict

NOT_FROM_HERE = Phrase(
    "move.not_from_here",
    "{kind}“{thing}”现为“{state}”，不能{move}；现在可以：{open}",
    "{kind} {thing!r} is {state}, where {move!r} is no move; moves from here: {open}",
)
NO_ROLE = Phrase(
    "move.role",
    "“{move}”须由以下人员办理：{roles}",
    "the move {move!r} is for: {roles}",
)
BACKWARDS = Phrase(
    "move.day",
    "{on} 早于上一步的日期 {last}",
    "{on} lies before {last}, the day of the last move",
)
NO_WAY = Phrase(
    "move.way",
    "“{move}”没有与所提供内容相应的去向；有：{known}",
    "the move {move!r} has no way for what was given; there are: {known}",
)
NEEDED = Phrase("move.needs", "“{move}”须提供：{need}", "the move {move!r} needs: {need}")

NOT_BEGUN = Text("未开始", "not begun")

T = TypeVar("T", bound=Thing)

_an_actor, a_lifecycle = instance(Actor), instance(Lifecycle)


def _row(thing: Thing | None, move: str, under: Lifecycle[Any]) -> Row | None:
    """The row of a move from the thing's state, if there is one."""
    _a_move(move)
    return under.table.get(NOT_YET if thing is None else thing.state, {}).get(move)


def _a_move(move: Any) -> None:
    if not isinstance(move, str):
        raise InvalidInput(NOT_TEXT.fault("move"))


def _no_row(thing: Thing | None, move: str, under: Lifecycle[Any]) -> Verdict:
    """The verdict on a move that does not start here, if there is such a move: it names those that do."""
    state = NOT_YET if thing is None else thing.state
    reason = Reason.of(
        NOT_FROM_HERE,
        kind=under.kind.label,
        thing="-" if thing is None else thing.id,
        state=under.node[state].label if state in under.node else Text(state) if state else NOT_BEGUN,
        move=under.label(move),
        open=tuple(under.label(one) for one in under.table.get(state, {})),
    )
    return Verdict.against([reason])


def against(thing: Any, row: Row, ask: Ask) -> Iterator[Reason]:
    """What speaks against the move whatever is given with it."""
    if row.roles and row.roles.isdisjoint(ask.by.roles):
        yield Reason.of(NO_ROLE, clause=row.source, move=row.label, roles=row.roles)
    if ask.on < thing.on:
        yield Reason.of(BACKWARDS, on=ask.on, last=thing.on)
    guards = ask.under.kind.guards
    for name in row.guards:
        reason = guards[name](thing, ask)
        if reason is not None:
            yield _with_clause(reason, row)


def against_given(thing: Any, row: Row, ask: Ask) -> Iterator[Reason]:
    """What speaks against what was given, once all that the move needs is there."""
    needs = ask.under.kind.needs
    for name in row.needs:
        check = needs[name]
        if check is not None:
            reason = check(thing, ask, getattr(ask.given, name))
            if reason is not None:
                yield _with_clause(reason, row)


def _leading(thing: Any, row: Row, ask: Ask) -> str:
    """
    The state that the move leads to.

    Raises:
        Refused: It forks, and no way is the one of this case.
    """
    enters = row.enters
    if isinstance(enters, Fork):
        case = ask.under.kind.forks[enters.by](thing, ask)
        if case not in enters.to:
            reason = Reason.of(NO_WAY, clause=row.source, move=row.label, known=tuple(enters.to))
            raise Refused(Verdict.against([reason]))
        enters = enters.to[case]
    return thing.state if enters == SAME else enters


def _with_clause(reason: Reason, row: Row) -> Reason:
    if reason.clause is not None or row.source is None:
        return reason
    return attrs.evolve(reason, clause=row.source)


def lacking(row: Row, given: Any, under: Lifecycle[Any]) -> list[Reason]:
    """What the move needs and was not given."""
    return [
        Reason.of(NEEDED, path=f"given.{name}", move=row.label, need=under.kind.called(name))
        for name in row.needs
        if given is None or getattr(given, name) is None
    ]


def event_of(thing: Thing | None, id: str, row: Row, ask: Ask) -> Moved[Any]:
    """The event of a move that nothing speaks against."""
    return Moved(
        word=ask.under.kind.name,
        thing=id,
        move=row.move,
        leaves=NOT_YET if thing is None else thing.state,
        enters=_leading(thing, row, ask),
        by=ask.by.id,
        on=ask.on,
        given=ask.given,
    )


def decide(
    thing: T,
    move: str,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[T],
    given: Any = None,
) -> Moved[Any]:
    """
    The event of a move, or a refusal with every reason. Nothing changes.

    Args:
        thing: What is to be moved, as `replay` gave it.
        move: The code of the move; a town's own may be among them.
        by: Who acts.
        on: The day; not before the day of the thing's last event.
        under: The lifecycle in force.
        given: What comes with the move.

    Raises:
        Refused: The rules do not allow it; the verdict lists every reason.
        InvalidInput: What the move needs was not given.
        NotFound: No row has this move.
    """
    try:
        step = under.steps[thing.state][move]
    except (AttributeError, KeyError, TypeError):
        step = None
    if step is None or type(thing) is not step.thing:
        step = _step(thing, move, under)
    if given is not None and type(given) is not step.given:
        right_given(given, under)
    if type(by) is not Actor:
        _an_actor(by, "by")
    ask = Ask(by, on if type(on) is date else day(on, "on"), given, under)
    if ask.on < thing.on or (step.roles and step.roles.isdisjoint(by.roles)):
        _stop(thing, step.row, ask)
    for guard in step.guards:
        if guard(thing, ask) is not None:
            _stop(thing, step.row, ask)
    for name, check in step.needs:
        value = getattr(given, name, None)
        if value is None or (check is not None and check(thing, ask, value) is not None):
            _stop(thing, step.row, ask)
    leaves = thing.state
    enters = step.enters or _leading(thing, step.row, ask)
    return moved(step.word, thing.id, step.move, leaves, enters, by.id, ask.on, given)


def _step(thing: Any, move: str, under: Lifecycle[Any]) -> Step:
    """The step of a move from the thing's state, once each of the three is seen to be what it has to be."""
    thing_of(a_lifecycle(under, "under").kind.thing, thing, "thing")
    if _row(thing, move, under) is None:
        raise Refused(_no_row(thing, move, under))
    return under.steps[thing.state][move]


def _stop(thing: Any, row: Row, ask: Ask) -> NoReturn:
    """Gather everything that speaks against the move, and raise it."""
    if reasons := [*against(thing, row, ask)]:
        raise Refused(Verdict.against(reasons))
    if missing := lacking(row, ask.given, ask.under):
        raise as_input(missing)
    raise Refused(Verdict.against(against_given(thing, row, ask)))


def right_given(given: Any, under: Lifecycle[Any]) -> None:
    if given is not None and type(given) is not under.kind.given:
        instance(under.kind.given)(given, "given")


def as_input(missing: list[Reason]) -> InvalidInput:
    return InvalidInput(
        *(Fault(code=one.code, path=one.path, zh=one.says.zh, en=one.says.en) for one in missing)
    )


def begin(id: str, move: str, *, by: Actor, on: date, under: Lifecycle[T], given: Any) -> Moved[Any]:
    """
    The event that opens a thing. Guards and checks see the thing as it would be.

    Raises:
        Refused, InvalidInput, NotFound: As `decide`.
    """
    row = _row(None, move, a_lifecycle(under, "under"))
    if row is None:
        raise Refused(_no_row(None, move, under))
    right_given(given, under)
    if missing := lacking(row, given, under):
        raise as_input(missing)
    ask = Ask(_an_actor(by, "by"), day(on, "on"), given, under, opens=True)
    event = event_of(None, identifier(id, "id"), row, ask)
    thing = under.kind.apply(None, event)
    if reasons := [*against(thing, row, ask), *against_given(thing, row, ask)]:
        raise Refused(Verdict.against(reasons))
    return event


def explain(thing: T, move: str, *, by: Actor, on: date, under: Lifecycle[T], given: Any = None) -> Verdict:
    """
    Whether `decide` would accept the move now, and everything that speaks against it.

    What the move needs and was not given is a reason here, too.

    Raises:
        NotFound: No row has this move.
    """
    row = _row(thing_of(a_lifecycle(under, "under").kind.thing, thing, "thing"), move, under)
    if row is None:
        return _no_row(thing, move, under)
    right_given(given, under)
    ask = Ask(_an_actor(by, "by"), day(on, "on"), given, under)
    reasons = [*against(thing, row, ask)]
    missing = lacking(row, given, under)
    reasons += missing or against_given(thing, row, ask)
    if not reasons and isinstance(row.enters, Fork):
        try:
            _leading(thing, row, ask)
        except Refused as error:
            return error.verdict
    return Verdict.against(reasons)


def available(thing: T, *, by: Actor, on: date, under: Lifecycle[T]) -> tuple[str, ...]:
    """The moves that this actor may make on this day once what they need is given; in the table's order."""
    ask = Ask(_an_actor(by, "by"), day(on, "on"), None, a_lifecycle(under, "under"))
    steps = under.steps.get(thing_of(under.kind.thing, thing, "thing").state, {})
    return tuple(move for move, step in steps.items() if _is_open(thing, step, ask))


def _is_open(thing: Any, step: Step, ask: Ask) -> bool:
    """Whether nothing speaks against the move whatever is given with it: as `against`, without its words."""
    if ask.on < thing.on or (step.roles and step.roles.isdisjoint(ask.by.roles)):
        return False
    return all(guard(thing, ask) is None for guard in step.guards)


def decide_all(
    things: Iterable[T],
    move: str,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[T],
    given: Any = None,
) -> tuple[Moved[Any], ...]:
    """
    The same move of many things: all their events, in the order of their ids, or a refusal that lists each.

    Args:
        given: One value for all of them, or a mapping from ids to values.

    Raises:
        Refused: At least one cannot move; the path of each reason begins with the thing's id.
        InvalidInput: One thing stands here twice.
        NotFound: No row has this move.
    """
    found = things_of(a_lifecycle(under, "under").kind.thing, things, "things")
    ordered = sorted(found, key=lambda thing: thing.id)
    for earlier, later in pairwise(ordered):
        if earlier.id == later.id:
            raise InvalidInput(DOUBLED.fault(f"things.{later.id}"))
    values = {thing.id: given.get(thing.id) if isinstance(given, Mapping) else given for thing in ordered}
    reasons = [
        attrs.evolve(reason, path=f"{thing.id}.{reason.path}" if reason.path else thing.id)
        for thing in ordered
        for reason in explain(thing, move, by=by, on=on, under=under, given=values[thing.id]).reasons
    ]
    if reasons:
        raise Refused(Verdict.against(reasons))
    return tuple(decide(thing, move, by=by, on=on, under=under, given=values[thing.id]) for thing in ordered)
