"""
The laws of lifecycle tables, stated once.

A law of the table takes a `Bench`: a lifecycle and the strategies that bring it to life. A law of things on
their way takes a `Walk`: one thing of that table after some moves. Every table of the library has a bench
in `tests/laws/benches.py`, and `tests/kernel/test_lifecycle_laws.py` holds all of them to all laws.
"""

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from transitions import MachineError

from sanliang.kernel.errors import InvalidInput, NotFound, SanliangError
from sanliang.kernel.events import Log, verify
from sanliang.kernel.lifecycles import (
    Actor,
    Corrected,
    Fork,
    Lifecycle,
    Moved,
    Row,
    available,
    begin,
    correct,
    decide,
    decide_all,
    diagram,
    effective,
    explain,
    machine,
)
from sanliang.kernel.verdicts import Refused

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 8, tzinfo=timezone(timedelta(hours=8)))


@attrs.frozen(kw_only=True)
class Bench:
    """
    A table and how to bring it to life.

    Args:
        name: Shown as the id of the test.
        lifecycle: The table.
        openings: By each move that opens a thing, what may be given with it.
        given: By a move, a function of the thing, the actor and the day that gives a strategy of what is good
            for it: all that the move needs, and passing its checks. What is not named is drawn from `blank`.
        blank: What may come with a move that needs nothing.
        actors: Who may act; some of them should be allowed each move.
        days: How many days may pass between two moves; a negative number tries to turn back.
    """

    name: str
    lifecycle: Lifecycle[Any]
    openings: Mapping[str, SearchStrategy[Any]]
    actors: SearchStrategy[Actor]
    given: Mapping[str, Callable[[Any, Actor, date], SearchStrategy[Any]]] = attrs.field(factory=dict)
    blank: SearchStrategy[Any] = attrs.field(factory=st.none)
    days: SearchStrategy[int] = attrs.field(factory=lambda: st.integers(-1, 3))

    def good(self, thing: Any, move: str, by: Actor, on: date) -> SearchStrategy[Any]:
        """What may come with a move so that nothing is missing and every check passes."""
        make = self.given.get(move)
        return self.blank if make is None else make(thing, by, on)


@attrs.define
class Walk:
    """A thing on its way: its log, and the thing as `apply` made it step by step."""

    bench: Bench
    data: DataObject
    log: Log
    thing: Any
    on: date = DAY

    def draw(self, strategy: SearchStrategy[Any]) -> Any:
        """Something drawn for this walk."""
        return self.data.draw(strategy)

    def step(self, event: Any, by: Actor) -> None:
        """Take an event over."""
        before = self.thing
        self.thing = self.bench.lifecycle.kind.apply(before, event)
        self.log = self.log.append(event, by=by.id, at=AT, expected=self.log.head)
        self.on = max(self.on, event.on)


def opened(bench: Bench, data: DataObject) -> Walk:
    """A thing that has just been opened, by an actor who may."""
    kind = bench.lifecycle.kind
    move = data.draw(st.sampled_from(sorted(bench.openings)), label="opening")
    given = data.draw(bench.openings[move], label="given")
    ask: dict[str, Any] = {"on": DAY, "under": bench.lifecycle, "given": given}

    def may(by: Actor) -> bool:
        return isinstance(outcome(lambda: begin("t-1", move, by=by, **ask)), Moved)

    by = data.draw(bench.actors.filter(may), label="by")
    event = begin("t-1", move, by=by, **ask)
    log = Log.begin("t-1").append(event, by=by.id, at=AT)
    return Walk(bench, data, log, kind.apply(None, event))


def moved(walk: Walk, *, curious: bool = False) -> bool:
    """Make one move that is open, if there is one; a curious walk makes one that it has made least often."""
    by, on, moves = asked(walk)
    if not moves:
        return False
    if curious:
        made = [getattr(event, "move", "") for event in walk.log.events]
        least = min(map(made.count, moves))
        moves = tuple(move for move in moves if made.count(move) == least)
    move = walk.data.draw(st.sampled_from(moves), label="move")
    given = walk.data.draw(walk.bench.good(walk.thing, move, by, on), label="given")
    walk.step(decide(walk.thing, move, by=by, on=on, under=walk.bench.lifecycle, given=given), by)
    return True


def asked(walk: Walk) -> tuple[Actor, date, tuple[str, ...]]:
    """An actor, a day, and the moves that are open then."""
    by = walk.data.draw(walk.bench.actors, label="by")
    on = walk.on + timedelta(days=walk.data.draw(walk.bench.days, label="days"))
    return by, on, available(walk.thing, by=by, on=on, under=walk.bench.lifecycle)


def walked(bench: Bench, data: DataObject, most: int = 8) -> Walk:
    """A thing after some moves."""
    walk = opened(bench, data)
    for _ in range(data.draw(st.integers(0, most), label="steps")):
        moved(walk)
    return walk


@contextmanager
def unchanged(*values: Any):
    """Nothing that happens inside changes these values."""
    before = [(value, repr(value), hash(value)) for value in values]
    yield
    for value, shown, hashed in before:
        assert (shown, hashed) == (repr(value), hash(value))


# --- laws of the table alone ---------------------------------------------------------------------------


def every_state_is_reached_and_left(bench: Bench) -> None:
    """Every state is reachable, and every state but the final ones can be left."""
    ways: dict[str, set[str]] = {}
    for leaves, rows in bench.lifecycle.table.items():
        for row in rows.values():
            ways.setdefault(leaves, set()).update(targets(row, leaves))
    reached, ahead = {""}, [""]
    while ahead:
        new = ways.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    finals = {node.code for node in bench.lifecycle.nodes if node.final}
    codes = {node.code for node in bench.lifecycle.nodes}

    assert codes == reached - {""}
    assert finals == {code for code in codes if not ways.get(code, set()) - {code}}


def the_machine_agrees(bench: Bench) -> None:
    """Our table and the transitions machine agree on every state and move, each tried on a live one."""
    lifecycle, bridge = bench.lifecycle, machine(bench.lifecycle)
    moves = [move for move in lifecycle.moves if move in bridge.events]
    assert {node.code for node in lifecycle.nodes} == set(bridge.states)
    for node in lifecycle.nodes:
        for move in moves:
            row = lifecycle.table[node.code].get(move)
            ours = {} if row is None else ways_of(row, node.code)
            theirs = {case: fired(bridge, node.code, move, case) for case in {*ours, None}}
            assert ours.get(None) == theirs.pop(None), (node.code, move)
            assert {case: enters for case, enters in ours.items() if case is not None} == theirs


def fired(bridge: Any, state: str, move: str, case: str | None) -> str | None:
    """Where a machine of the transitions library goes; nothing where it refuses."""
    model = SimpleNamespace()
    bridge.add_model(model, initial=state)
    try:
        return model.state if model.trigger(move, case=case) else None
    except MachineError:
        return None
    finally:
        bridge.remove_model(model)


def ways_of(row: Row, leaves: str) -> dict[str | None, str]:
    """Where a row leads, by case; `None` for a row that does not fork."""
    if isinstance(row.enters, Fork):
        return {case: leaves if enters == "=" else enters for case, enters in row.enters.to.items()}
    return {None: leaves if row.enters == "=" else row.enters}


def targets(row: Row, leaves: str) -> set[str]:
    """The states that a row may lead to from a state."""
    return set(ways_of(row, leaves).values())


def the_diagram_shows_every_way(bench: Bench) -> None:
    """The diagram names every state and draws every way, in both languages, and is what Mermaid reads."""
    for lang in ("zh", "en"):
        lines = diagram(bench.lifecycle, lang=lang).splitlines()
        assert lines[:2] == ["stateDiagram-v2", "    direction LR"]
        assert sum(line.endswith("{") for line in lines) == sum(line.strip() == "}" for line in lines)
        shown = [line for line in lines if line.strip().startswith("state ") and not line.endswith("{")]
        assert len(bench.lifecycle.nodes) == len(shown)
        ids = {line.rsplit(" ", 1)[1] for line in shown}
        assert len(bench.lifecycle.nodes) == len(ids)
        drawn = [line.split(" : ")[0].split(" --> ") for line in lines if " --> " in line]
        assert {end.strip() for ends in drawn for end in ends} <= ids | {"[*]"}
        assert all("-" not in one for one in ids)


TABLE_LAWS = (every_state_is_reached_and_left, the_machine_agrees, the_diagram_shows_every_way)


# --- laws of things on their way -----------------------------------------------------------------------


def outcome(ask: Callable[[], Any]) -> Any:
    """What a question gives, or the error of ours that it raises."""
    try:
        return ask()
    except SanliangError as error:
        return error


def available_is_what_decide_accepts(walk: Walk) -> None:
    """`available` is exactly what `decide` accepts once the move's needs are given."""
    lifecycle, thing = walk.bench.lifecycle, walk.thing
    by, on, moves = asked(walk)
    for move in lifecycle.moves:
        given = walk.draw(walk.bench.good(thing, move, by, on)) if move in moves else None
        event = outcome(lambda: decide(thing, move, by=by, on=on, under=lifecycle, given=given))  # noqa: B023
        if move in moves:
            assert (thing.id, thing.state, move, given) == (
                event.thing,
                event.leaves,
                event.move,
                event.given,
            )
            assert event.enters in targets(lifecycle.table[event.leaves][move], event.leaves)
        else:
            assert isinstance(event, Refused)


def refused_means_unchanged(walk: Walk) -> None:
    """Refused means unchanged, and the verdict says why; `explain` is yes exactly where `decide` accepts."""
    by = walk.draw(walk.bench.actors)
    on = walk.on + timedelta(days=walk.draw(st.integers(-2, 2)))
    move = walk.draw(st.sampled_from(walk.bench.lifecycle.moves))
    given = walk.draw(st.none() | walk.bench.good(walk.thing, move, by, on))
    ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
    with unchanged(walk.thing, walk.log, by):
        verdict = explain(walk.thing, move, **ask)
        made = outcome(lambda: decide(walk.thing, move, **ask))
    assert verdict.ok == isinstance(made, Moved) == (not verdict.reasons)
    assert all(reason.text("zh") and reason.text("en") for reason in verdict.reasons)
    if isinstance(made, Refused):
        assert set(made.verdict.codes) <= set(verdict.codes)
    elif not verdict.ok:
        assert [reason.path for reason in verdict.reasons] == [fault.path for fault in made.faults]


def an_unknown_move_is_not_found(walk: Walk) -> None:
    """A move that no row has is not found, and nothing is decided."""
    ask: dict[str, Any] = {"by": walk.draw(walk.bench.actors), "on": walk.on, "under": walk.bench.lifecycle}
    for verb in (decide, explain):
        error = outcome(lambda: verb(walk.thing, "no-such-move", **ask))  # noqa: B023
        assert isinstance(error, NotFound)
        assert error.code == "move.unknown"


def replay_is_the_state(walk: Walk) -> None:
    """`replay(log)` is the state that `apply` gave step by step, and the log verifies against its head."""
    kind = walk.bench.lifecycle.kind

    assert walk.thing == kind.replay(walk.log) == kind.replay(walk.log.events)
    assert (walk.thing.version, walk.thing.on) == (len(walk.log), walk.log.entries[-1].event.on)
    assert verify(walk.log, head=walk.log.head).ok


def days_never_run_backwards(walk: Walk) -> None:
    """Deciding never lets the day run backwards within a stream; replaying takes whatever is stored."""
    days = [event.on for event in walk.log.events]
    before = walk.thing.on - timedelta(days=1)

    assert sorted(days) == days
    by = walk.draw(walk.bench.actors)
    assert available(walk.thing, by=by, on=before, under=walk.bench.lifecycle) == ()
    moves = [event for _, event in effective(walk.log)]
    turned = [attrs.evolve(event, on=DAY - timedelta(days=place)) for place, event in enumerate(moves)]
    assert walk.bench.lifecycle.kind.replay(turned).on == turned[-1].on


def deciding_is_deterministic(walk: Walk) -> None:
    """Equal questions get equal answers, and many things are decided as one is."""
    by, on, moves = asked(walk)
    for move in moves:
        given = walk.draw(walk.bench.good(walk.thing, move, by, on))
        ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
        event = decide(walk.thing, move, **ask)
        assert event == decide(walk.thing, move, **ask)
        assert decide_all([walk.thing], move, **ask) == (event,)


def a_correction_outweighs(walk: Walk) -> None:
    """After a correction the thing is what the events that count make of it, and the old ones still stand."""
    kind = walk.bench.lifecycle.kind
    version = walk.draw(st.sampled_from(range(1, len(walk.log) + 1)))
    given = walk.draw(st.none() | st.just(getattr(walk.log.events[version - 1], "given", None)))
    by = walk.draw(walk.bench.actors)
    ask: dict[str, Any] = {"by": by, "on": walk.on, "under": walk.bench.lifecycle, "why": "写错了"}
    with unchanged(walk.log):
        event = outcome(lambda: correct(walk.log, version, given=given, **ask))
    if not isinstance(event, Corrected):
        assert isinstance(event, Refused | InvalidInput | NotFound)
        return
    log = walk.log.append(event, by=by.id, at=AT)
    thing = kind.apply(walk.thing, event)

    assert thing == kind.replay(log)
    assert log.events[:-1] == walk.log.events
    again = kind.replay([one for _, one in effective(log)])
    assert attrs.evolve(again, version=len(log), on=walk.on) == thing


WALK_LAWS = (
    available_is_what_decide_accepts,
    refused_means_unchanged,
    an_unknown_move_is_not_found,
    replay_is_the_state,
    days_never_run_backwards,
    deciding_is_deterministic,
    a_correction_outweighs,
)
