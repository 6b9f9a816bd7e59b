"""
The revisions of a town: which is in force on a day, under which a thing goes on, how it is moved to the next.

A thing goes on under the revision that was in force on the day on which it was opened, whatever later ones
say. Only a decision that its log records moves it: from that day on it is under what is in force then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import clean_text, day, instance, instances, listed
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Actor, Lifecycle, Moved, effective, explain
from sanliang.kernel.timeline import Dated
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.townships._lifecycles import ADOPT
from sanliang.townships._parts import COURSES
from sanliang.townships._town import NO_COURSE, Township

NO_REVISIONS = Phrase("revision.none", "至少需要一版", "needs at least one revision")
OTHER_TOWN = Phrase("revision.town", "不是同一个镇的", "is of another town than the first one")
SAME_DAY = Phrase("revision.same_day", "与另一版自同日起施行", "is in force from the same day as another one")
NO_EVENTS = Phrase(
    "revision.no_events", "日志没有事件，没有开启任何事项", "has no event, so that nothing was opened"
)
NOT_NEWER = Phrase(
    "revision.not_newer",
    "{on} 没有比“{thing}”所依的更新的一版",
    "on {on} no revision is in force that is newer than the one of {thing!r}",
)
ENDED = Phrase(
    "revision.ended",
    "“{thing}”已办结（{state}），不再改用",
    "{thing!r} has ended: it is {state}, and stays under its revision",
)
NO_STATE = Phrase(
    "revision.state",
    "新的一版没有“{thing}”现在的状态“{state}”；有：{known}",
    "{thing!r} is {state}, which is no state of the next revision; there are: {known}",
)
NO_REASONS = Phrase(
    "revision.no_reasons",
    "“{kind}”的步骤不能附理由：按开启时的一版办完",
    "no move of a {kind} carries reasons in words: it ends under the revision under which it began",
)
NOBODY = Phrase(
    "revision.nobody",
    "“{kind}”的流程没有“correct”一步，没有人能决定改用",
    "the lifecycle of a {kind} has no move 'correct', so that nobody may decide it",
)


def in_force(revisions: Iterable[Township], *, on: date) -> Township:
    """
    The revision of a town that is in force on a day.

    Args:
        revisions: All revisions of one town, in any order. One that says no day always was in force.
        on: The day.

    Raises:
        InvalidInput: There is none, they are of several towns, or two are in force from one day.
        NotInForce: The day lies before the first one.

    Example:
        >>> from sanliang import Text
        >>> from sanliang.townships import Layer, base, overlay
        >>> old, new = (
        ...     overlay(base(), Layer(id="qingshan", name=Text("青山镇"), since=since))
        ...     for since in (None, date(2027, 1, 1)))
        >>> days = date(2026, 12, 31), date(2027, 1, 1)
        >>> [in_force([new, old], on=day) for day in days] == [old, new]
        True
    """
    return _dated(revisions).on(on)


def revision_of(log: Log | Iterable[Any], revisions: Iterable[Township]) -> Township:
    """
    The revision under which a thing goes on.

    It is the one in force on the day on which the thing was opened, or on that of the last decision that
    moved it.

    Args:
        log: The thing's log, or its events. A decision that was struck out by a correction does not count.
        revisions: As for `in_force`.

    Raises:
        InvalidInput, NotInForce: As `in_force`; or the log is empty.
    """
    return _dated(revisions).on(_begun(_moves(_events(log))))


def may_adopt(log: Log | Iterable[Any], revisions: Iterable[Township], *, by: Actor, on: date) -> Verdict:
    """
    Whether a thing may be moved to the revision in force on a day, and everything that speaks against it.

    That it has ended, or stands in a state that the next revision does not have; that there is no newer one;
    that the actor may not: who may is whoever may correct an event of it, as its own revision says.

    Raises:
        InvalidInput, NotInForce: As `revision_of`; or towns have no lifecycle of the thing's word.
    """
    events, dated = _events(log), _dated(revisions)
    moves = _moves(events)
    word, old, new = _word(moves), dated.on(_begun(moves)), dated.on(on)
    course, following = old.part(word), new.part(word)
    thing = course.kind.replay(events)
    found = (
        *_against_move(thing, course, following),
        *([] if _first(old) < _first(new) else [Reason.of(NOT_NEWER, on=day(on, "on"), thing=thing.id)]),
        *_against_actor(thing, course, instance(Actor)(by, "by"), on),
    )
    return Verdict.against(found)


def adopt(
    log: Log | Iterable[Any], revisions: Iterable[Township], *, by: Actor, on: date, why: str
) -> Moved[Any]:
    """
    The event that moves a thing to the revision in force on a day. The thing stays in its state.

    It is appended to the thing's log as any event is; `revision_of` answers by it, from then on.

    Args:
        log: The thing's log, or its events.
        revisions: As for `in_force`.
        by: Who decides.
        on: The day from which the thing is under the revision in force on it.
        why: The reason, in words.

    Raises:
        Refused: Something speaks against it, as `may_adopt` says.
        InvalidInput, NotInForce: As `may_adopt`; or there is no reason in words.
    """
    reasons, events = clean_text(why, "why"), _events(log)
    verdict = may_adopt(events, revisions, by=by, on=on)
    if not verdict.ok:
        raise Refused(verdict)
    kind = COURSES[_word(_moves(events))].base().kind
    thing = kind.replay(events)
    return Moved(
        word=kind.name,
        thing=thing.id,
        move=ADOPT,
        leaves=thing.state,
        enters=thing.state,
        by=by.id,
        on=day(on, "on"),
        given=kind.given(reasons=reasons),
    )


# --- revisions by day ----------------------------------------------------------------------------------


def _first(town: Township) -> date:
    return date.min if town.since is None else town.since


def _dated(revisions: Iterable[Township]) -> Dated[Township]:
    """The revisions by the day from which each is in force."""
    towns, faults, days = instances(Township)(revisions, "revisions"), Faults(), set[date]()
    if not towns:
        faults.add(NO_REVISIONS.fault("revisions"))
    for place, town in enumerate(towns):
        if town.id != towns[0].id:
            faults.add(OTHER_TOWN.fault(f"revisions[{place}].id"))
        if _first(town) in days:
            faults.add(SAME_DAY.fault(f"revisions[{place}].since"))
        days.add(_first(town))
    faults.check()
    return Dated([(_first(town), town) for town in sorted(towns, key=_first)])


# --- things --------------------------------------------------------------------------------------------


def _events(log: Log | Iterable[Any]) -> tuple[Any, ...]:
    return tuple(log.events if isinstance(log, Log) else listed(log, "log"))


def _moves(events: tuple[Any, ...]) -> tuple[Moved[Any], ...]:
    """The moves of a thing that count."""
    found = tuple(event for _, event in effective(events))
    if not found:
        raise InvalidInput(NO_EVENTS.fault("log"))
    return found


def _begun(moves: tuple[Moved[Any], ...]) -> date:
    """The day on which a thing came under its revision."""
    return next((one.on for one in reversed(moves) if one.move == ADOPT), moves[0].on)


def _word(moves: tuple[Moved[Any], ...]) -> str:
    if moves[0].word not in COURSES:
        raise InvalidInput(NO_COURSE.fault("log"))
    return moves[0].word


def _against_move(thing: Any, course: Lifecycle[Any], following: Lifecycle[Any]) -> Iterator[Reason]:
    """What keeps a thing where it is, whoever decides: it cannot say why, has ended, or has no place."""
    if "reasons" not in {field.name for field in attrs.fields(course.kind.given)}:
        yield Reason.of(NO_REASONS, kind=course.kind.label)
    state = course.node.get(thing.state)
    label = thing.state if state is None else state.label
    if state is not None and state.final:
        yield Reason.of(ENDED, thing=thing.id, state=label)
    if thing.state not in following.node:
        known = tuple(node.label for node in following.nodes)
        yield Reason.of(NO_STATE, thing=thing.id, state=label, known=known)


def _against_actor(thing: Any, course: Lifecycle[Any], by: Actor, on: date) -> Iterable[Reason]:
    if "correct" not in course.moves:
        return [Reason.of(NOBODY, kind=course.kind.label)]
    return explain(thing, "correct", by=by, on=on, under=course).reasons
