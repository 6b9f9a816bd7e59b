"""
The laws of lifecycle tables, stated once.

A law takes a `Bench`: a lifecycle and the strategies that bring it to life. Every table of the library is put
on a bench, and `tests/kernel/test_lifecycle_laws.py` holds all benches to all laws.
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

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Log, verify
from sanliang.kernel.lifecycles import (
    Actor,
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
    for _ in range(20):
        by = data.draw(bench.actors, label="by")
        try:
            event = begin("t-1", move, by=by, on=DAY, under=bench.lifecycle, given=given)
            break
        except Refused:
            continue
    else:
        raise AssertionError("no actor of the bench may open a thing")
    log = Log.begin("t-1").append(event, by=by.id, at=AT)
    return Walk(bench, data, log, kind.apply(None, event))


def moved(walk: Walk) -> bool:
    """Make one move that is open, if there is one."""
    by, on, moves = asked(walk)
    if not moves:
        return False
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
    """Our table and the transitions machine agree on every state and move: each is tried on a live machine."""
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
        assert ["stateDiagram-v2", "    direction LR"] == lines[:2]
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


def available_is_what_decide_accepts(bench: Bench, data: DataObject) -> None:
    """`available` is exactly what `decide` accepts once the move's needs are given."""
    walk = walked(bench, data)
    by, on, moves = asked(walk)
    for move in bench.lifecycle.moves:
        accepted = True
        given = data.draw(bench.good(walk.thing, move, by, on)) if move in moves else None
        try:
            event = decide(walk.thing, move, by=by, on=on, under=bench.lifecycle, given=given)
            assert (walk.thing.id, walk.thing.state, move) == (event.thing, event.leaves, event.move)
            assert event.enters in targets(bench.lifecycle.table[event.leaves][move], event.leaves)
        except Refused:
            accepted = False
        assert (move in moves) == accepted, move


def refused_means_unchanged(bench: Bench, data: DataObject) -> None:
    """Refused means unchanged, and the verdict says why, in both languages, as `explain` does."""
    walk = walked(bench, data)
    by = data.draw(bench.actors)
    on = walk.on + timedelta(days=data.draw(st.integers(-2, 2)))
    move = data.draw(st.sampled_from(bench.lifecycle.moves))
    given = data.draw(st.none() | bench.good(walk.thing, move, by, on))
    ask: dict[str, Any] = {"by": by, "on": on, "under": bench.lifecycle, "given": given}
    with unchanged(walk.thing, walk.log, by):
        verdict = explain(walk.thing, move, **ask)
        try:
            decide(walk.thing, move, **ask)
            assert verdict.ok
            assert verdict.reasons == ()
        except Refused as error:
            assert not verdict.ok
            assert error.verdict.reasons
            assert set(error.verdict.codes) <= set(verdict.codes)
            assert all(reason.text("zh") and reason.text("en") for reason in error.verdict.reasons)
        except InvalidInput as error:
            assert not verdict.ok
            assert [fault.path for fault in error.faults] == [reason.path for reason in verdict.reasons]


def an_unknown_move_is_not_found(bench: Bench, data: DataObject) -> None:
    """A move that no row has is not found, and the text names those there are."""
    walk = walked(bench, data, 3)
    by = data.draw(bench.actors)
    for ask in (decide, explain):
        try:
            ask(walk.thing, "no-such-move", by=by, on=walk.on, under=bench.lifecycle)
            raise AssertionError("accepted")
        except NotFound as error:
            assert error.code == "move.unknown"


def replay_is_the_state(bench: Bench, data: DataObject) -> None:
    """`replay(log)` is the state that `apply` gave step by step, and the log verifies against its head."""
    walk = walked(bench, data)
    kind = bench.lifecycle.kind

    assert walk.thing == kind.replay(walk.log) == kind.replay(walk.log.events)
    assert (len(walk.log), walk.log.entries[-1].event.on) == (walk.thing.version, walk.thing.on)
    assert verify(walk.log, head=walk.log.head).ok


def days_never_run_backwards(bench: Bench, data: DataObject) -> None:
    """Deciding never lets the day run backwards within a stream; replaying takes whatever is stored."""
    walk = walked(bench, data)
    days = [event.on for event in walk.log.events]
    by = data.draw(bench.actors)

    assert sorted(days) == days
    assert () == available(walk.thing, by=by, on=walk.thing.on - timedelta(days=1), under=bench.lifecycle)


def deciding_is_deterministic(bench: Bench, data: DataObject) -> None:
    """Equal questions get equal answers, and many things are decided as one is."""
    walk = walked(bench, data)
    by, on, moves = asked(walk)
    for move in moves:
        given = data.draw(bench.good(walk.thing, move, by, on))
        ask: dict[str, Any] = {"by": by, "on": on, "under": bench.lifecycle, "given": given}
        event = decide(walk.thing, move, **ask)
        assert event == decide(walk.thing, move, **ask)
        assert (event,) == decide_all([walk.thing], move, **ask)


def a_correction_outweighs(bench: Bench, data: DataObject) -> None:
    """After a correction the thing is what the events that count make of it, and the old ones still stand."""
    walk = walked(bench, data)
    kind, by, on = bench.lifecycle.kind, data.draw(bench.actors), walk.on
    standing = dict(effective(walk.log))
    version = data.draw(st.sampled_from(sorted(standing)))
    wrong = standing[version]
    given = data.draw(st.none() | st.just(wrong.given))
    try:
        event = correct(walk.log, version, by=by, on=on, under=bench.lifecycle, why="写错了", given=given)
    except (Refused, InvalidInput, NotFound):
        return
    before = walk.log.events
    walk.step(event, by)

    assert walk.thing == kind.replay(walk.log)
    assert before == walk.log.events[:-1]
    again = kind.replay([one for _, one in effective(walk.log)])
    assert attrs.evolve(again, version=walk.thing.version, on=walk.thing.on) == walk.thing
    assert all(isinstance(one, Moved) for _, one in effective(walk.log))


WALK_LAWS = (
    available_is_what_decide_accepts,
    refused_means_unchanged,
    an_unknown_move_is_not_found,
    replay_is_the_state,
    days_never_run_backwards,
    deciding_is_deterministic,
    a_correction_outweighs,
)
