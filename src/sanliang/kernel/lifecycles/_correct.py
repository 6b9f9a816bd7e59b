"""Correcting what was decided: the event that puts a wrong one right, and the events that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Entry, Log
from sanliang.kernel.fields import clean_text, day, instance, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles._decide import (
    a_lifecycle,
    against,
    against_given,
    as_input,
    event_of,
    explain,
    lacking,
    right_given,
)
from sanliang.kernel.lifecycles._kind import NOT_EVENT, Corrected, Moved, events_of
from sanliang.kernel.lifecycles._rows import NOT_YET, Actor, Ask, Thing
from sanliang.kernel.lifecycles._table import Lifecycle
from sanliang.kernel.verdicts import Reason, Refused, Verdict

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

T = TypeVar("T", bound=Thing)

_a_log = instance(Log)


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
    kind = a_lifecycle(under, "under").kind
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
    right_given(given, under)
    row = under.table.get(wrong.leaves, {}).get(wrong.move)
    if row is None:
        raise InvalidInput(NO_SUCH_VERSION.fault("version", version=version))
    if missing := lacking(row, given, under):
        raise as_input(missing)
    before = [event for place, event in standing.items() if place < version]
    ask = Ask(by, wrong.on, given, under, opens=not before)
    new = attrs.evolve(wrong, given=given)
    thing = under.kind.replay(before) if before else under.kind.apply(None, new)
    if reasons := [*against_given(thing, row, ask)]:
        raise Refused(Verdict.against(reasons))
    return attrs.evolve(new, enters=event_of(thing if before else None, wrong.thing, row, ask).enters)


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
            raise Refused(Verdict.against([reason]))
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
    if row is None or lacking(row, event.given, under):
        return False
    by = Actor(id=event.by, roles=row.roles, unit=getattr(was, "unit", event.by))
    ask = Ask(by, event.on, event.given, under)
    found = [
        {one.code for one in (*against(thing, row, ask), *against_given(thing, row, ask))}
        for thing in (was, now)
    ]
    there, here = (event_of(thing, event.thing, row, ask).enters for thing in (was, now))
    return not found[1] <= found[0] or there != here
