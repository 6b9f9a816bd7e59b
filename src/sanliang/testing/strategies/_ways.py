"""
Things on their way: each is what `begin` and `decide` made of it step by step, so it can really come about.

A walk begins with a move that opens a thing. Each step makes a move that is open to somebody, and more often
than not one that leads where the thing has not been, so that the late states are met too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Actor, Lifecycle, Moved, available, begin, decide
from sanliang.pairing import CONSENT_BASE
from sanliang.testing._bench import AT, DAY, Bench, outcome
from sanliang.testing._benches import MAKERS, bench
from sanliang.townships import Township, base

NO_WORD = Phrase(
    "strategies.word",
    "没有这个事项的流程；有：{known}",
    "is no word with a lifecycle; there are: {known}",
)
NO_STATE = Phrase(
    "strategies.state",
    "该流程没有这个状态；有：{known}",
    "is no state of the lifecycle; there are: {known}",
)
FARTHEST = 40
"""How many moves a way to a state may have: the longest of the base has twelve."""

DRAWS = 5
"""How often something else is drawn for a move that by what was given did not lead nearer."""

Near = dict[str, int]
"""By state, how many moves it is from the one that is looked for."""

LATER = (0, 1, 31, 401)
"""How many days later a move is tried that is not open yet: deadlines of walks lie within them."""

ELSEWHERE: Mapping[str, Lifecycle[Any]] = {"consent": CONSENT_BASE}
"""The lifecycles that no town changes."""


def lifecycle_of(word: str, town: Township | None) -> Lifecycle[Any]:
    """The lifecycle of a word in a town."""
    if word not in MAKERS:
        raise InvalidInput(NO_WORD.fault("word", known=sorted(MAKERS)))
    lifecycles = (base() if town is None else town).lifecycles.values()
    return {**ELSEWHERE, **{one.kind.name: one for one in lifecycles}}[word]


def logs(
    word: str = "pledge", *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Log]:
    """
    Logs of one thing on its way, each of moves that its lifecycle allowed.

    Args:
        word: The kind of thing, by the name of its events: `pledge`, `plaque`, `notice`, `consent`,
            `duty_post`, `session`, `mobilisation`, `campaign`, `course`, `concern`, `inspection` or
            `objection`.
        town: Whose lifecycle; the base's, if left out.
        state: The state in which the way ends; any, if left out.
        max_moves: How many moves there are at most after the one that opens it, where no state is named.

    Raises:
        InvalidInput: A word that has no lifecycle; a state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(logs("plaque", state="hung"))
        ... def test(log):
        ...     assert [event.move for event in log.events][:2] == ["owe", "hang"]
        >>> test()
    """
    return ways(word, town=town, state=state, max_moves=max_moves).map(itemgetter(0))


Walk = tuple[Log, Any]
"""The log of a thing, and the thing."""


def ways(word: str, *, town: Township | None, state: str | None, max_moves: int) -> SearchStrategy[Walk]:
    """Things and their logs, as `logs` says."""
    lifecycle = lifecycle_of(word, town)
    if state is None:
        return _walks(bench(lifecycle), max_moves)
    if state not in lifecycle.node:
        raise InvalidInput(NO_STATE.fault("state", known=list(lifecycle.node)))
    return _straight(bench(lifecycle), state)


@st.composite
def _walks(draw: DrawFn, of: Bench, most: int) -> Walk:
    """A thing after some moves."""
    log, thing = draw(_opened(of))
    left = draw(st.integers(0, most))
    while left and (moves := _open(of, thing, on := _later(thing, draw(of.days)))):
        choice = _choice(of, moves, log, thing, draw(st.integers(0, 7)))
        log, thing = draw(_made(of, log, thing, on, moves, draw(st.sampled_from(choice))))
        left -= 1
    return log, thing


def _later(thing: Any, days: int) -> date:
    """So many days after the last move, whichever way they were counted."""
    last: date = max(thing.on, DAY)
    return last + timedelta(days=abs(days))


@st.composite
def _straight(draw: DrawFn, of: Bench, state: str) -> Walk:
    """A thing that has come to a state: by moves that lead nearer, or by what these need."""
    log, thing = draw(_opened(of))
    near = _distances(of.lifecycle, state)
    for _ in range(FARTHEST):
        if thing.state == state:
            break
        on, moves, choice = _next(of, log, thing, near)
        assume(choice)
        move = draw(st.sampled_from(choice))
        made = draw(_nearest(of, log, thing, on, moves, move, near))
        hoped = _nearer(of, thing, {move: moves[move]}, near)
        if hoped and near.get(made[1].state, FARTHEST) > near[thing.state]:
            # It led away, as where an inspection found nothing: something else has to be done before.
            others = {other: by for other, by in moves.items() if other != move}
            choice = _meanwhile(of, log, thing, others, near) or [move]
            made = draw(_made(of, log, thing, on, moves, draw(st.sampled_from(choice))))
        log, thing = made
        assume(thing.state in near)
    assume(thing.state == state)
    return log, thing


def _next(of: Bench, log: Log, thing: Any, near: Near) -> tuple[date, dict[str, Actor], list[str]]:
    """The first day on which moves that lead nearer are open; else what can be done meanwhile."""
    first = max(thing.on, DAY)
    for later in LATER:
        on = first + timedelta(days=later)
        moves = _open(of, thing, on)
        if choice := _nearer(of, thing, moves, near):
            return on, moves, _fresh(of, log, thing, choice) or choice
    moves = _open(of, thing, first)
    return first, moves, _meanwhile(of, log, thing, moves, near)


def _fresh(of: Bench, log: Log, thing: Any, moves: list[str]) -> list[str]:
    """The moves among these that lead where the thing has not been."""
    rows, seen = of.lifecycle.table[thing.state], {"=", *(event.enters for event in log.events)}
    return [move for move in moves if seen.isdisjoint(rows[move].targets)]


def _meanwhile(of: Bench, log: Log, thing: Any, moves: dict[str, Actor], near: Near) -> list[str]:
    """
    The moves that were made least often among those that stay here or go round.

    A short way may be open to few: a post that was never held cannot be kept, and goes the long way.
    """
    rows, made = of.lifecycle.table[thing.state], [event.move for event in log.events]
    able = {"=", thing.state, *near}
    going = [move for move in moves if able.issuperset(rows[move].targets)]
    least = min(map(made.count, going), default=0)
    return [move for move in going if made.count(move) == least]


@st.composite
def _opened(draw: DrawFn, of: Bench) -> Walk:
    """A thing that has just been opened, by the first who may."""
    move = draw(st.sampled_from(sorted(of.openings)))
    given = of.opening(draw, move)
    events = (
        outcome(partial(begin, "t-1", move, by=by, on=DAY, under=of.lifecycle, given=given))
        for by in of.actors
    )
    event = next((one for one in events if isinstance(one, Moved)), None)
    assume(event is not None)
    return _taken(of, Log.begin("t-1"), None, event)


@st.composite
def _made(
    draw: DrawFn, of: Bench, log: Log, thing: Any, on: date, moves: dict[str, Actor], move: str
) -> Walk:
    """The thing after a move that is open; as it was, where a check of the town's refuses what is given."""
    by = moves[move]
    given = of.good(draw, thing, move, by, on)
    event = outcome(partial(decide, thing, move, by=by, on=on, under=of.lifecycle, given=given))
    return _taken(of, log, thing, event) if isinstance(event, Moved) else (log, thing)


@st.composite
def _nearest(
    draw: DrawFn, of: Bench, log: Log, thing: Any, on: date, moves: dict[str, Actor], move: str, near: Near
) -> Walk:
    """The thing after a move; of one that leads nearer by what is given, after several draws of that."""
    made = draw(_made(of, log, thing, on, moves, move))
    if _nearer(of, thing, {move: moves[move]}, near):
        for _ in range(DRAWS):
            if near.get(made[1].state, FARTHEST) < near[thing.state]:
                break
            made = draw(_made(of, log, thing, on, moves, move))
    return made


def _taken(of: Bench, log: Log, thing: Any, event: Any) -> Walk:
    return log.append(event, by=event.by, at=AT, expected=log.head), of.lifecycle.kind.apply(thing, event)


def _open(of: Bench, thing: Any, on: date) -> dict[str, Actor]:
    """The moves that are open, each with the first actor who may make it."""
    found: dict[str, Actor] = {}
    for by in dict.fromkeys(of.actors):
        for move in available(thing, by=by, on=on, under=of.lifecycle):
            found.setdefault(move, by)
    return found


def _nearer(of: Bench, thing: Any, moves: dict[str, Actor], near: Near) -> list[str]:
    """The moves among these that may lead nearer."""
    rows = of.lifecycle.table[thing.state]
    far = near.get(thing.state, FARTHEST)
    return [move for move in moves if min(near.get(to, FARTHEST) for to in rows[move].targets) < far]


def _choice(of: Bench, moves: dict[str, Actor], log: Log, thing: Any, chance: int) -> list[str]:
    """As a rule the moves that lead where the thing has not been; once in eight times any, also to an end."""
    rows = of.lifecycle.table[thing.state]
    ends = {node.code for node in of.lifecycle.nodes if node.final}
    alive = [move for move in moves if ends.isdisjoint(rows[move].targets)]
    ahead = _fresh(of, log, thing, alive)
    return (chance < 5 and ahead) or (chance < 7 and alive) or [*moves]


def _distances(lifecycle: Lifecycle[Any], state: str) -> dict[str, int]:
    """How many moves each state is from one of them."""
    found, ahead = {state: 0}, [state]
    for place in ahead:
        for leaves, rows in lifecycle.table.items():
            if leaves not in found and any(place in row.targets for row in rows.values()):
                found[leaves] = found[place] + 1
                ahead.append(leaves)
    return found
