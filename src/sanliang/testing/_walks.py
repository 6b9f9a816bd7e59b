"""The laws of things on their way over a table."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import verify
from sanliang.kernel.lifecycles import (
    Corrected,
    Moved,
    available,
    correct,
    decide,
    decide_all,
    effective,
    explain,
)
from sanliang.kernel.verdicts import Refused
from sanliang.testing._bench import AT, DAY, Walk, asked, of_given, outcome, pick
from sanliang.testing._tables import targets
from sanliang.testing._told import broken_unless, unchanged

BESIDE, BOOLEANS = st.integers(-2, 2), st.booleans()


def available_is_what_decide_accepts(walk: Walk) -> None:
    """`available` is exactly what `decide` accepts once the move's needs are given."""
    lifecycle, thing = walk.bench.lifecycle, walk.thing
    by, on, moves = asked(walk)
    who = f"{by.id} on {on}, {lifecycle.kind.name} in {thing.state!r}"
    for move in lifecycle.moves:
        given = walk.bench.good(walk.draw, thing, move, by, on) if move in moves else None
        event = outcome(partial(decide, thing, move, by=by, on=on, under=lifecycle, given=given))
        if move not in moves:
            broken_unless(isinstance(event, Refused), f"{who}: {move!r} is not open, and is not refused")
            continue
        if not walk.bench.sure and of_given(event):
            continue
        broken_unless(isinstance(event, Moved), f"{who}: {move!r} is open, and is refused:\n{event}")
        broken_unless(
            (event.thing, event.leaves, event.move, event.given) == (thing.id, thing.state, move, given),
            f"{who}: the event of {move!r} is not of what was asked",
        )
        ways = targets(lifecycle.table[event.leaves][move], event.leaves)
        broken_unless(event.enters in ways, f"{who}: {move!r} leads to {event.enters!r}, which no row says")


def refused_means_unchanged(walk: Walk) -> None:
    """Refused means unchanged, with the reasons; `explain` says yes exactly where `decide` accepts."""
    by = pick(walk.data, walk.bench.actors)
    on = walk.on + timedelta(days=walk.draw(BESIDE))
    move = pick(walk.data, walk.bench.lifecycle.moves)
    given = walk.bench.good(walk.draw, walk.thing, move, by, on) if walk.draw(BOOLEANS) else None
    ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
    with unchanged(walk.thing, walk.log, by):
        verdict = explain(walk.thing, move, **ask)
        made = outcome(partial(decide, walk.thing, move, **ask))
    who = f"{by.id} on {on}, {move!r}"
    broken_unless(
        verdict.ok == isinstance(made, Moved) == (not verdict.reasons),
        f"{who}: explain and decide do not say the same:\n{verdict.text()}\n{made}",
    )
    for reason in verdict.reasons:
        broken_unless(
            bool(reason.text("zh") and reason.text("en")),
            f"{who}: {reason.code} is not said in both languages",
        )
    if isinstance(made, Refused):
        broken_unless(
            set(made.verdict.codes) <= set(verdict.codes), f"{who}: refused for what explain does not say"
        )
    elif not verdict.ok:
        broken_unless(
            [reason.path for reason in verdict.reasons] == [fault.path for fault in made.faults],
            f"{who}: what is missing is not what explain says",
        )


def an_unknown_move_is_not_found(walk: Walk) -> None:
    """A move that no row has is not found, and nothing is decided."""
    by = pick(walk.data, walk.bench.actors)
    for verb in (decide, explain):
        ask = partial(verb, walk.thing, "no-such-move", by=by, on=walk.on, under=walk.bench.lifecycle)
        error = outcome(ask)
        broken_unless(
            isinstance(error, NotFound) and error.code == "move.unknown",
            f"{by.id}: a move that no row has is answered with {error!r}",
        )


def replay_is_the_state(walk: Walk) -> None:
    """`replay(log)` is what `apply` gave step by step, and the log verifies against its head."""
    kind = walk.bench.lifecycle.kind
    broken_unless(
        walk.thing == kind.replay(walk.log) == kind.replay(walk.log.events), "replay gives another state"
    )
    broken_unless(
        (walk.thing.version, walk.thing.on) == (len(walk.log), walk.log.entries[-1].event.on),
        "its version and day are not those of the last entry",
    )
    broken_unless(verify(walk.log, head=walk.log.head).ok, "the log does not verify against its head")


def days_never_run_backwards(walk: Walk) -> None:
    """Nothing is decided for a day before the last one; replaying takes whatever is stored."""
    lifecycle = walk.bench.lifecycle
    days = [event.on for event in walk.log.events]
    before = walk.thing.on - timedelta(days=1)
    broken_unless(sorted(days) == days, "the days of the log run backwards")
    by = pick(walk.data, walk.bench.actors)
    moves = available(walk.thing, by=by, on=before, under=lifecycle)
    broken_unless(not moves, f"{by.id} may still act on {before}, before {walk.thing.on}: {', '.join(moves)}")
    events = [event for _, event in effective(walk.log)]
    turned = [attrs.evolve(event, on=DAY - timedelta(days=place)) for place, event in enumerate(events)]
    broken_unless(
        lifecycle.kind.replay(turned).on == turned[-1].on, "replay does not take the days as stored"
    )


def deciding_is_deterministic(walk: Walk) -> None:
    """Equal questions get equal answers, and many things are decided as one is."""
    by, on, moves = asked(walk)
    for move in moves:
        given = walk.bench.good(walk.draw, walk.thing, move, by, on)
        ask: dict[str, Any] = {"by": by, "on": on, "under": walk.bench.lifecycle, "given": given}
        event, again = (outcome(partial(decide, walk.thing, move, **ask)) for _ in range(2))
        many = outcome(partial(decide_all, [walk.thing], move, **ask))
        if not isinstance(event, Moved):
            broken_unless(str(event) == str(again), f"{by.id} on {on}: {move!r} is refused in two ways")
            continue
        broken_unless(event == again, f"{by.id} on {on}: {move!r} is decided in two ways")
        broken_unless(many == (event,), f"{by.id} on {on}: {move!r} of many is not decided as of one")


def a_correction_outweighs(walk: Walk) -> None:
    """After a correction the thing is what the events that count make of it; the old ones still stand."""
    kind = walk.bench.lifecycle.kind
    version = pick(walk.data, range(1, len(walk.log) + 1))
    given = pick(walk.data, (None, getattr(walk.log.events[version - 1], "given", None)))
    by = pick(walk.data, walk.bench.actors)
    ask: dict[str, Any] = {"by": by, "on": walk.on, "under": walk.bench.lifecycle, "why": "写错了"}
    with unchanged(walk.log):
        event = outcome(partial(correct, walk.log, version, given=given, **ask))
    who = f"{by.id} corrects version {version} on {walk.on}"
    if not isinstance(event, Corrected):
        broken_unless(
            isinstance(event, Refused | InvalidInput | NotFound), f"{who}, and is answered with {event!r}"
        )
        return
    log = walk.log.append(event, by=by.id, at=AT)
    thing = kind.apply(walk.thing, event)
    broken_unless(
        thing == kind.replay(log) and log.events[:-1] == walk.log.events, f"{who}: replay gives another state"
    )
    again = kind.replay([one for _, one in effective(log)])
    broken_unless(
        attrs.evolve(again, version=len(log), on=walk.on) == thing,
        f"{who}: it is not what the events that count make of it",
    )


WALK_LAWS = (
    available_is_what_decide_accepts,
    refused_means_unchanged,
    an_unknown_move_is_not_found,
    replay_is_the_state,
    days_never_run_backwards,
    deciding_is_deterministic,
    a_correction_outweighs,
)
