"""A bench: a table of states and moves with what brings it to life; a walk: one thing on its way over it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache, partial
from typing import Any, Protocol, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang.kernel.errors import InvalidInput, Lang, SanliangError
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, Moved, Row, available, begin, decide
from sanliang.kernel.verdicts import Refused, Verdict
from sanliang.orgs import Role
from sanliang.testing._check import Broken
from sanliang.testing._told import Move, told

DAY = date(2026, 7, 1)
NOT_YET = ""
"""The state of a thing before its first event."""

AT = datetime(2026, 7, 1, 8, tzinfo=timezone(timedelta(hours=8)))
TRIES = 5
"""How often something is drawn to open a thing with before it is said that nobody can."""

Ex = TypeVar("Ex")
Good = Callable[["Draw", Any, Actor, date], Any]
"""
By what draws, a thing, an actor and a day: a value that is good for it then.

It draws from strategies that are made once: one that is made for a single draw takes several times as long.
"""


class Draw(Protocol):
    """What draws: a test of its data, a strategy of its parts."""

    def __call__(self, strategy: SearchStrategy[Ex], /) -> Ex:
        """Something drawn."""
        ...


class Silent(DataObject):
    """
    Draws without a word of it: Hypothesis tells each draw of the last failure, which here are hundreds, whole
    letters and tables among them. What happened is told by the story.
    """

    def draw(self, strategy: SearchStrategy[Ex], label: Any = None) -> Ex:
        """Something drawn."""
        return self.conjecture_data.draw(strategy)


def silent(data: DataObject) -> DataObject:
    """The same draws, not told."""
    return Silent(data.conjecture_data)


@lru_cache(maxsize=256)
def _places(number: int) -> SearchStrategy[int]:
    return st.sampled_from(range(number))


def one_of(draw: Draw, some: Sequence[Ex]) -> Ex:
    """One of some, as `sampled_from` draws it; a strategy of them would be made for this one draw."""
    return some[draw(_places(len(some)))]


def pick(data: DataObject, some: Sequence[Ex], label: str | None = None) -> Ex:
    """The same, told by a label."""
    return some[data.draw(_places(len(some)), label=label)]


@lru_cache(maxsize=256)
def _orders(number: int) -> SearchStrategy[list[int]]:
    return st.permutations(range(number))


def in_some_order(draw: Draw, some: Sequence[Ex]) -> list[Ex]:
    """The same in some order, as `permutations` draws it."""
    return [some[place] for place in draw(_orders(len(some)))]


@attrs.frozen(kw_only=True, eq=False)
class Bench:
    """
    A table and how to bring it to life.

    Args:
        name: Shown as the id of a test.
        lifecycle: The table.
        openings: By each move that opens a thing, what may be given with it.
        actors: Who may act; some of them should be allowed each move.
        given: By a move, what is good for it, where that is more than each of its needs by itself.
        fields: By the name of a need, values of it that pass its check. What a move needs and `given` does
            not have is drawn from here, so that a town may ask for more.
        blank: What may come with a move that needs nothing.
        days: How many days may pass between two moves; a negative number tries to turn back.
        sure: Whether all that is given passes the checks. In a town that drops guards a move may be open for
            which nothing can be given.
    """

    name: str
    lifecycle: Lifecycle[Any]
    openings: Mapping[str, SearchStrategy[Any]]
    actors: tuple[Actor, ...]
    given: Mapping[str, Good] = attrs.field(factory=dict)
    fields: Mapping[str, Good] = attrs.field(factory=dict)
    blank: SearchStrategy[Any] = attrs.field(factory=st.none)
    days: SearchStrategy[int] = attrs.field(factory=lambda: st.integers(-1, 3))
    sure: bool = True

    def good(self, draw: Draw, thing: Any, move: str, by: Actor, on: date) -> Any:
        """What may come with a move so that nothing is missing and every check passes."""
        row = self.lifecycle.table.get(thing.state, {}).get(move)
        if (make := self.given.get(move)) is not None:
            given = make(draw, thing, by, on)
        else:
            given = draw(self.blank) if row is None or not row.needs else None
        return given if row is None else self._with_needs(draw, given, row, thing, by, on)

    def opening(self, draw: Draw, move: str) -> Any:
        """
        What may come with a move that opens a thing, and what a town needs beside.

        What a town needs is found for the thing as it would be.
        """
        row, given, by = self.lifecycle.table[NOT_YET][move], draw(self.openings[move]), self.actors[0]
        if not _missing(given, row):
            return given
        event: Moved[Any] = Moved(
            word=self.lifecycle.kind.name,
            thing="t-1",
            move=move,
            leaves=NOT_YET,
            enters=row.targets[0],
            by=by.id,
            on=DAY,
            given=given,
        )
        return self._with_needs(draw, given, row, self.lifecycle.kind.apply(None, event), by, DAY)

    def _with_needs(self, draw: Draw, given: Any, row: Row, thing: Any, by: Actor, on: date) -> Any:
        found = {name: self.fields[name](draw, thing, by, on) for name in _missing(given, row)}
        if not found:
            return given
        return attrs.evolve(self.lifecycle.kind.given() if given is None else given, **found)


def _missing(given: Any, row: Row) -> list[str]:
    """What a row needs that is not given."""
    return [name for name in row.needs if getattr(given, name, None) is None]


def actor(id: str, *roles: str, unit: str = "b-1", scope: Collection[str] = ()) -> Actor:
    """Somebody with these roles, which reach these units; where none is named, their own."""
    return Actor(id=id, roles=frozenset(roles), unit=unit, scope=frozenset(scope or {unit}))


def acting(lifecycle: Lifecycle[Any], base: Lifecycle[Any], *actors: Actor) -> tuple[Actor, ...]:
    """These actors; where a town gives a move to other roles than the base, the first with all roles, too."""
    if _roles(lifecycle) <= _roles(base):
        return actors
    wanted = {role for _, role in _roles(lifecycle)}
    return (*actors, attrs.evolve(actors[0], roles=actors[0].roles | wanted))


def _roles(lifecycle: Lifecycle[Any]) -> set[tuple[str, str]]:
    """Each role that a row or a setting names, with the name of that row or setting."""
    settings = {**lifecycle.kind.settings, **lifecycle.settings}
    listed = ((name, word) for name, value in settings.items() for word in str(value).split())
    return {
        *((row.name, str(role)) for row in lifecycle.rows for role in row.roles),
        *((name, word) for name, word in listed if word in {*Role}),
    }


def no_wider(lifecycle: Lifecycle[Any], base: Lifecycle[Any]) -> bool:
    """Whether a table lets nothing pass that the base does not: its rows may ask for more, not for less."""
    known = {row.name: row for row in base.rows}
    return all(_no_wider(row, known.get(row.name)) for row in lifecycle.rows)


def _no_wider(row: Row, was: Row | None) -> bool:
    if was is None:
        return not (row.leaves and row.needs)
    same = (row.leaves, row.enters) == (was.leaves, was.enters)
    return same and {*was.guards} <= {*row.guards} and {*row.needs} <= {*was.needs}


def opening_by(lifecycle: Lifecycle[Any], given: SearchStrategy[Any]) -> dict[str, SearchStrategy[Any]]:
    """The same to open a thing with, for each move of a table that opens one."""
    return dict.fromkeys((row.move for row in lifecycle.rows if not row.leaves), given)


@attrs.define
class Walk:
    """A thing on its way: its log, and the thing as `apply` made it step by step."""

    bench: Bench
    data: DataObject
    log: Log
    thing: Any
    on: date = DAY

    @property
    def draw(self) -> Draw:
        """What draws something for this walk."""
        return self.data.draw

    def step(self, event: Any, by: Actor) -> None:
        """Take an event over."""
        before = self.thing
        self.thing = self.bench.lifecycle.kind.apply(before, event)
        self.log = self.log.append(event, by=by.id, at=AT, expected=self.log.head)
        self.on = max(self.on, event.on)

    @property
    def paths(self) -> frozenset[str]:
        """The rows that it took and the states that it came to, as the table of rules has them."""
        table, events = self.bench.lifecycle.table, [one for one in self.log.events if isinstance(one, Moved)]
        rows = (table[one.leaves][one.move].name for one in events)
        return frozenset([*(f"rows.{name}" for name in rows), *(f"nodes.{one.enters}" for one in events)])

    def story(self, lang: Lang = "en") -> str:
        """Who made which move when, a line each, with the rule that the move rests on."""
        return "\n".join(_told(self.bench.lifecycle, self.log, lang))


def _told(lifecycle: Lifecycle[Any], log: Log, lang: Lang) -> Iterator[str]:
    for event in log.events:
        row = lifecycle.table.get(event.leaves, {}).get(event.move)
        says = Text(event.move) if row is None else row.label
        rule = "" if row is None or row.source is None else f" ({row.source.text(lang)})"
        way = f"{event.leaves or '·'} → {event.enters}"
        yield f"  {event.on} {event.by}: {says.get(lang)} [{event.move}] {way}{rule}"


def outcome(ask: Callable[[], Any]) -> Any:
    """What a question gives, or the error of ours that it raises."""
    try:
        return ask()
    except SanliangError as error:
        return error


def opened(bench: Bench, data: DataObject, id: str = "t-1", on: date = DAY) -> Walk:
    """
    A thing that has just been opened, by an actor who may.

    Raises:
        AssertionError: Whatever was given, nobody of all actors may open it.
    """
    move = pick(data, sorted(bench.openings), label="opening")
    against = Verdict(ok=False)
    for _ in range(TRIES):
        given = bench.opening(data.draw, move)
        answers = {by: _begun(bench, id, move, by, on, given) for by in dict.fromkeys(bench.actors)}
        events = [answers[by] for by in bench.actors]
        if may := [event for event in events if isinstance(event, Moved)]:
            event = pick(data, may, label="opened")
            log = Log.begin(id).append(event, by=event.by, at=AT)
            return Walk(bench, data, log, bench.lifecycle.kind.apply(None, event), on)
        against = events[0]
    label = bench.lifecycle.label(move)
    raise Broken(
        told(
            "{count} 个办理人都不能以{move}开启；答复 {by}：\n{against}",
            "nobody of {count} actors can open it by {name!r} ({move}); {by} is told:\n{against}",
            count=len(bench.actors),
            move=Text(f"“{label.zh}”", label.zh),
            name=label.en,
            by=bench.actors[0].id,
            against=against,
        )
    )


def _begun(bench: Bench, id: str, move: str, by: Actor, on: date, given: Any) -> Any:
    return outcome(partial(begin, id, move, by=by, on=on, under=bench.lifecycle, given=given))


def asked(walk: Walk) -> tuple[Actor, date, tuple[str, ...]]:
    """An actor, a day, and the moves that are open then."""
    by = pick(walk.data, walk.bench.actors, label="by")
    on = walk.on + timedelta(days=walk.data.draw(walk.bench.days, label="days"))
    return by, on, available(walk.thing, by=by, on=on, under=walk.bench.lifecycle)


def moved(walk: Walk, *, curious: bool = False) -> bool:
    """Make one move that is open, if there is one; a curious walk makes one that it has made least often."""
    by, on, moves = asked(walk)
    if not moves:
        return False
    if curious:
        before = [getattr(event, "move", "") for event in walk.log.events]
        least = min(map(before.count, moves))
        moves = tuple(move for move in moves if before.count(move) == least)
    move = pick(walk.data, moves, label="move")
    return make(walk, move, by, on)


def make(walk: Walk, move: str, by: Actor, on: date) -> bool:
    """Make a move that is open; it may come to nothing where what is given is refused all the same."""
    given = walk.bench.good(walk.draw, walk.thing, move, by, on)
    event = outcome(partial(decide, walk.thing, move, by=by, on=on, under=walk.bench.lifecycle, given=given))
    if isinstance(event, Moved):
        walk.step(event, by)
        return True
    if walk.bench.sure:
        raise event
    if not of_given(event):
        raise Broken(
            told(
                "{by} 于 {on}：{move}列为可办，却不予办理：\n{event}\n{story}",
                "{by} on {on}: {move} is open, and is refused:\n{event}\n{story}",
                by=by.id,
                on=on,
                move=Move(walk.bench.lifecycle, move),
                event=event,
                story=Text(walk.story("zh"), walk.story("en")),
            )
        )
    return False


def of_given(event: Any) -> bool:
    """Whether nothing but what was given speaks against it."""
    if not isinstance(event, Refused | InvalidInput):
        return False
    return all(fault.path.startswith("given") for fault in event.faults)


def walked(bench: Bench, data: DataObject, most: int = 8) -> Walk:
    """A thing after some moves."""
    walk = opened(bench, data)
    for _ in range(data.draw(st.integers(0, most), label="steps")):
        moved(walk)
    return walk
