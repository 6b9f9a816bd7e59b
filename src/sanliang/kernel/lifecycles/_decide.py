"""Asking and deciding: pure functions over a thing and a lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NoReturn, TypeVar

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.events import Entry, Log
from sanliang.kernel.fields import DOUBLED, NOT_TEXT, clean_text, day, identifier, instance, whole
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles._kind import (
    NOT_EVENT,
    Corrected,
    Moved,
    events_of,
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
NO_SUCH_VERSION = Phrase(
    "correct.version",
    "第 {version} 条不是可以更正的事件：开启事项的一条不能取消；更正有误的，请再次更正原来那一条",
    "version {version} is no event that can be corrected: the first one cannot be struck out, and where a "
    "correction was wrong, the version that it corrected is corrected again",
)
RESTS_ON_IT = Phrase(
    "correct.rests_on_it",
    "第 {version} 条（{move}）以它为前提，请先更正后面的",
    "version {version} ({move}) rests on it; correct that one first",
)

NOT_BEGUN = Text("未开始", "not begun")

T = TypeVar("T", bound=Thing)

_an_actor, _a_log, _a_lifecycle = instance(Actor), instance(Log), instance(Lifecycle)


def _row(thing: Thing | None, move: str, under: Lifecycle[Any]) -> Row | None:
    """The row of a move from the thing's state, if there is one."""
    _a_move(move)
    row = under.table.get(NOT_YET if thing is None else thing.state, {}).get(move)
    if row is None and move not in under.moves:
        raise under.no_move(move)
    return row


def _a_move(move: Any) -> None:
    if not isinstance(move, str):
        raise InvalidInput(NOT_TEXT.fault("move"))


def _no_row(thing: Thing | None, move: str, under: Lifecycle[Any]) -> Verdict:
    """The verdict on a move that does not start here: it names those that do."""
    state = NOT_YET if thing is None else thing.state
    reason = Reason.of(
        NOT_FROM_HERE,
        kind=under.kind.label,
        thing="-" if thing is None else thing.id,
        state=under.node[state].label if state in under.node else Text(state) if state else NOT_BEGUN,
        move=under.label(move),
        open=tuple(under.label(one) for one in under.table.get(state, {})),
    )
    return Verdict(ok=False, reasons=(reason,))


def _against(thing: Any, row: Row, ask: Ask) -> Iterator[Reason]:
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


def _against_given(thing: Any, row: Row, ask: Ask) -> Iterator[Reason]:
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
            raise Refused(Verdict(ok=False, reasons=(reason,)))
        enters = enters.to[case]
    return thing.state if enters == SAME else enters


def _with_clause(reason: Reason, row: Row) -> Reason:
    if reason.clause is not None or row.source is None:
        return reason
    return attrs.evolve(reason, clause=row.source)


def _missing(row: Row, given: Any, under: Lifecycle[Any]) -> list[Reason]:
    return [
        Reason.of(NEEDED, path=f"given.{name}", move=row.label, need=under.kind.needed(name))
        for name in row.needs
        if given is None or getattr(given, name) is None
    ]


def _event(thing: Thing | None, id: str, row: Row, ask: Ask) -> Moved[Any]:
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
        _right_given(given, under)
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
    thing_of(_a_lifecycle(under, "under").kind.thing, thing, "thing")
    if _row(thing, move, under) is None:
        raise Refused(_no_row(thing, move, under))
    return under.steps[thing.state][move]


def _stop(thing: Any, row: Row, ask: Ask) -> NoReturn:
    """Gather everything that speaks against the move, and raise it."""
    if reasons := [*_against(thing, row, ask)]:
        raise Refused(Verdict(ok=False, reasons=tuple(reasons)))
    if missing := _missing(row, ask.given, ask.under):
        raise _as_input(missing)
    raise Refused(Verdict(ok=False, reasons=tuple(_against_given(thing, row, ask))))


def _right_given(given: Any, under: Lifecycle[Any]) -> None:
    if given is not None and type(given) is not under.kind.given:
        instance(under.kind.given)(given, "given")


def _as_input(missing: list[Reason]) -> InvalidInput:
    return InvalidInput(
        *(Fault(code=one.code, path=one.path, zh=one.says.zh, en=one.says.en) for one in missing)
    )


def begin(id: str, move: str, *, by: Actor, on: date, under: Lifecycle[T], given: Any) -> Moved[Any]:
    """
    The event that opens a thing. Guards and checks see the thing as it would be.

    Raises:
        Refused, InvalidInput, NotFound: As `decide`.
    """
    row = _row(None, move, _a_lifecycle(under, "under"))
    if row is None:
        raise Refused(_no_row(None, move, under))
    _right_given(given, under)
    if missing := _missing(row, given, under):
        raise _as_input(missing)
    ask = Ask(_an_actor(by, "by"), day(on, "on"), given, under)
    event = _event(None, identifier(id, "id"), row, ask)
    thing = under.kind.apply(None, event)
    if reasons := [*_against(thing, row, ask), *_against_given(thing, row, ask)]:
        raise Refused(Verdict(ok=False, reasons=tuple(reasons)))
    return event


def explain(thing: T, move: str, *, by: Actor, on: date, under: Lifecycle[T], given: Any = None) -> Verdict:
    """
    Whether `decide` would accept the move now, and everything that speaks against it.

    What the move needs and was not given is a reason here, too.

    Raises:
        NotFound: No row has this move.
    """
    row = _row(thing_of(_a_lifecycle(under, "under").kind.thing, thing, "thing"), move, under)
    if row is None:
        return _no_row(thing, move, under)
    _right_given(given, under)
    ask = Ask(_an_actor(by, "by"), day(on, "on"), given, under)
    reasons = [*_against(thing, row, ask)]
    missing = _missing(row, given, under)
    reasons += missing or _against_given(thing, row, ask)
    if not reasons and isinstance(row.enters, Fork):
        try:
            _leading(thing, row, ask)
        except Refused as error:
            return error.verdict
    return Verdict.against(reasons)


def available(thing: T, *, by: Actor, on: date, under: Lifecycle[T]) -> tuple[str, ...]:
    """The moves that this actor may make on this day once what they need is given; in the table's order."""
    ask = Ask(_an_actor(by, "by"), day(on, "on"), None, _a_lifecycle(under, "under"))
    moves = under.table.get(thing_of(under.kind.thing, thing, "thing").state, {})
    return tuple(move for move, row in moves.items() if next(_against(thing, row, ask), None) is None)


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
    found = things_of(_a_lifecycle(under, "under").kind.thing, things, "things")
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
        raise Refused(Verdict(ok=False, reasons=tuple(reasons)))
    return tuple(decide(thing, move, by=by, on=on, under=under, given=values[thing.id]) for thing in ordered)


def correct(
    log: Log,
    version: int,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[T],
    why: str,
    given: Any = None,
) -> Corrected[Any]:
    """
    The event that puts a wrong one right: as if it had come with *given*, or, without, not at all.

    The row `correct` of the lifecycle says who may. Where a later event rests on the wrong one, that one has
    to be corrected first: it starts from a state that would not have been reached, leads elsewhere, vouches
    for something else, or would have been refused.

    A correction that was wrong is put right by correcting the same version again; the last correction of a
    version counts, and an event that was struck out comes back with a *given*.

    Raises:
        Refused: The actor may not, or a later event rests on it.
        InvalidInput: No such event to correct, or no reason in words.
    """
    clean_text(why, "why")
    kind = _a_lifecycle(under, "under").kind
    thing = kind.replay(_a_log(log, "log"))
    verdict = explain(thing, "correct", by=by, on=on, under=under)
    if not verdict.ok:
        raise Refused(verdict)
    standing = dict(effective(log))
    wrong = standing.get(whole(version, "version"))
    if wrong is None and given is not None:
        wrong = dict(_moves(log)).get(version)
    if wrong is None or (wrong.leaves == NOT_YET and given is None):
        raise InvalidInput(NO_SUCH_VERSION.fault("version", version=version))
    instead = None if given is None else _again(wrong, standing, version, given, by, under)
    restored: Any = _refold(standing, version, instead, under)
    return Corrected(
        word=kind.name,
        thing=log.stream,
        version=version,
        instead=instead,
        restored=attrs.evolve(restored, version=thing.version + 1, on=day(on, "on")),
        why=why,
        by=by.id,
        on=day(on, "on"),
    )


def _moves(log: Log | Iterable[Any]) -> Iterator[tuple[int, Moved[Any]]]:
    return ((place, event) for place, event in enumerate(events_of(log), 1) if isinstance(event, Moved))


def effective(log: Log | Iterable[Any]) -> Iterator[tuple[int, Moved[Any]]]:
    """
    The moves that count, each with its version: corrections are carried out, and are not among them.

    Raises:
        InvalidInput: Something in the log is neither.
    """
    standing: dict[int, Moved[Any]] = {}
    for version, event in enumerate(events_of(log), 1):
        if isinstance(event, Moved):
            standing[version] = event
        elif not isinstance(event, Corrected):
            raise InvalidInput(NOT_EVENT.fault(f"events[{version - 1}]"))
        elif event.instead is None:
            del standing[event.version]
        else:
            standing[event.version] = event.instead
    return iter(sorted(standing.items(), key=_version))


def effective_entries(log: Log) -> Iterator[tuple[Entry, Moved[Any]]]:
    """
    The moves that count, each with the entry that says so: its own, or that of its last correction.

    So it is known who wrote down what counts, and at which moment.
    """
    said = dict(enumerate(log, 1))
    for entry in log:
        if isinstance(entry.event, Corrected):
            said[entry.event.version] = entry
    return ((said[version], event) for version, event in effective(log))


def _version(pair: tuple[int, Any]) -> int:
    return pair[0]


def _again(
    wrong: Moved[Any],
    standing: Mapping[int, Moved[Any]],
    version: int,
    given: Any,
    by: Actor,
    under: Lifecycle[Any],
) -> Moved[Any]:
    """The wrong event with another given: what it needs is checked again, and a fork is taken again."""
    _right_given(given, under)
    row = under.table.get(wrong.leaves, {}).get(wrong.move)
    if row is None:
        raise InvalidInput(NO_SUCH_VERSION.fault("version", version=version))
    if missing := _missing(row, given, under):
        raise _as_input(missing)
    ask = Ask(by, wrong.on, given, under)
    before = [event for place, event in standing.items() if place < version]
    new = attrs.evolve(wrong, given=given)
    thing = under.kind.replay(before) if before else under.kind.apply(None, new)
    if reasons := [*_against_given(thing, row, ask)]:
        raise Refused(Verdict(ok=False, reasons=tuple(reasons)))
    return attrs.evolve(new, enters=_event(thing if before else None, wrong.thing, row, ask).enters)


def _refold(
    standing: Mapping[int, Moved[Any]], version: int, instead: Moved[Any] | None, under: Lifecycle[T]
) -> T | None:
    """The thing with one event corrected; refused where a later one rests on the event as it was."""
    was, now = _things_before(standing, under), None
    corrected = {**standing, version: instead}
    for place, event in sorted(corrected.items(), key=_version):
        if event is None:
            continue
        if place > version and _rests(was[place], now, event, under):
            move = under.label(event.move) if event.move in under.moves else event.move
            reason = Reason.of(RESTS_ON_IT, version=place, move=move)
            raise Refused(Verdict(ok=False, reasons=(reason,)))
        now = under.kind.apply(now, event)
    return now


def _things_before(standing: Mapping[int, Moved[Any]], under: Lifecycle[T]) -> dict[int, T | None]:
    """The thing as each event found it."""
    before, thing = dict[int, T | None](), None
    for place, event in standing.items():
        before[place] = thing
        thing = under.kind.apply(thing, event)
    return before


def _rests(was: Any, now: Any, event: Moved[Any], under: Lifecycle[Any]) -> bool:
    """
    Whether a later event rests on what is corrected: it does not start here any more, or leads elsewhere, or
    vouched for something else, or something speaks against it that did not. What has been against it all the
    time is of older rules.
    """
    vouched = under.kind.rests.get(event.move)
    if event.leaves != now.state or (vouched is not None and vouched(was) != vouched(now)):
        return True
    row = under.table.get(event.leaves, {}).get(event.move)
    if row is None or _missing(row, event.given, under):
        return False
    by = Actor(id=event.by, roles=row.roles, unit=getattr(was, "unit", event.by))
    ask = Ask(by, event.on, event.given, under)
    found = [
        {one.code for one in (*_against(thing, row, ask), *_against_given(thing, row, ask))}
        for thing in (was, now)
    ]
    there, here = (_event(thing, event.thing, row, ask).enters for thing in (was, now))
    return not found[1] <= found[0] or there != here
