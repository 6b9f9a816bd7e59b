"""Faults in lifecycles: in a town's rows and guards, and in what decides, replays and draws them."""

import attrs
from tests.testing.faults.plant import Fault, always, in_turns, then
from tests.townships.folders import change

from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Kind, _machine
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.testing import _tables, _walks

NEVER = Phrase("town.never", "任何时候都不行", "is never allowed")
EVERYBODY = frozenset({"branch_secretary", "branch_committee", "township_secretary", "township_committee"})


def never(_thing, _ask):
    """A guard that nobody passes."""
    return Reason.of(NEVER)


def raises(_thing, _ask):
    """A guard with a fault of its own."""
    raise ZeroDivisionError


def rows(name, says, caught, tells, key, value, op="replace", guard=None, times=20):
    """A fault in a row or a setting of notices."""
    guards = {} if guard is None else {"notice": {"own": guard}}
    return Fault(
        code=f"lifecycles.{name}", says=says, caught=(caught,), tells=tells, guards=guards, times=times,
        changes=(change("notice", op, key, value),),
    )  # fmt: skip


def engine(name, says, law, tells, *swaps, **more):
    """A fault in what makes moves, replays them or draws them."""
    caught = (f"law:lifecycle.{law}:notice",)
    return Fault(code=f"lifecycles.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


OWN = '{ guards = ["own"] }'
ROWS = (
    rows("dropped", "the only row into a state is dropped",
         "load", "upheld", "rows.answer", "", op="drop"),
    rows("nowhere", "a row leads to a state that is not there",
         "load", "notice[0].value.enters", "rows.object", '{ enters = "nowhere" }'),
    rows("from_nowhere", "a row leaves a state that is not there",
         "load", "notice[0].value.leaves", "rows.file", '{ leaves = ["posted", "hung"] }'),
    rows("no_guard", "a row has a guard that is not there",
         "load", "notice[0].value.guards", "rows.file", '{ guards = ["nobody_knows"] }'),
    rows("no_need", "a row needs what does not exist",
         "load", "notice[0].value.needs", "rows.file", '{ needs = ["seal"] }'),
    rows("no_setting", "a setting is changed that is not there",
         "load", "notice[0]: is not in the base", "settings.latest_days", "3"),
    rows("two_ways", "a move has two rows out of one state",
         "load", "notice.rows.file", "rows.answer", '{ leaves = ["posted", "contested"], move = "file" }'),
    rows("not_final", "a final state can be left",
         "load", "withdrawn", "rows.object", '{ leaves = ["posted", "withdrawn"] }'),
    rows("never", "a guard lets nobody through",
         "law:lifecycle.moves:notice", "is never allowed", "rows.object", OWN, guard=never),
    rows("unopened", "a guard lets nobody open anything",
         "law:lifecycle.replay:notice", "can open it by", "rows.post", OWN, guard=never),
    rows("raises", "a guard falls over",
         "law:lifecycle.available:notice", "ZeroDivisionError", "rows.withdraw", OWN, guard=raises),
    rows("no_way", "a fork has no way for one of its cases",
         "law:lifecycle.moves:notice", "'answer' is open, and is refused", "rows.answer",
         '{ enters = { by = "answered", to = { others = "contested", upheld = "upheld" } } }'),
)  # fmt: skip


def by_anybody(right):
    """Moves that are decided as if whoever asks had every role."""

    def decide(thing, move, *, by, **asked):
        return right(thing, move, by=attrs.evolve(by, roles=by.roles | EVERYBODY), **asked)

    return decide


def on_any_day(right):
    """Moves that are open before the day of the last one."""
    return lambda thing, *, on, **asked: right(thing, on=max(on, thing.on), **asked)


def without_last(right):
    """The ways of a table without the last of them that leads anywhere."""

    def edges(lifecycle):
        every = [*right(lifecycle)]
        last = max(
            place for place, (_, row, leaves, enters) in enumerate(every) if leaves and enters != leaves
        )
        return iter([one for place, one in enumerate(every) if place != last])

    return edges


def without_way(right):
    """A state machine without one way of its table."""

    def machine(lifecycle):
        made = right(lifecycle)
        made.remove_transition("withdraw", source="posted")
        return made

    return machine


def forgetful(right):
    """Events that are replayed without the last one, where there are more."""

    def replay(self, log):
        return right(self, [*getattr(log, "events", log)][:-1] or log)

    return replay


def uncounted(right):
    """Events after which a thing has the version that it had."""

    def apply(self, thing, event):
        found = right(self, thing, event)
        return found if thing is None else attrs.evolve(found, version=thing.version)

    return apply


def kept_open(right):
    """Corrections that say what they were about, and restore the thing as it was a version before."""

    def correct(log, version, **asked):
        event = right(log, version, **asked)
        return attrs.evolve(event, restored=attrs.evolve(event.restored, id="t-99"))

    return correct


ENGINE = (
    engine("machine", "the state machine lacks a way of the table", "machine", "by the machine",
           (_tables, "machine", without_way)),
    engine("diagram", "the diagram lacks a way of the table", "diagram", "does not draw the way from",
           (_machine, "edges", without_last)),
    engine("anybody", "a move is made by somebody without the role", "available", "is not refused",
           (_walks, "decide", by_anybody), times=300),
    engine("elsewhere", "a move leads to a state that no row names", "available", "which no row says",
           (_walks, "decide", then(lambda event: attrs.evolve(event, enters="nowhere")))),
    engine("other", "the event is about another thing", "available", "is not of what was asked",
           (_walks, "decide", then(lambda event: attrs.evolve(event, thing="t-99")))),
    engine("yes", "whoever asks why is always told that it is allowed", "refused", "do not say the same",
           (_walks, "explain", always(Verdict(ok=True)))),
    engine("any_move", "a move that there is not is accepted", "unknown", "no row has",
           (_walks, "decide", always(None))),
    engine("forgetful", "replaying forgets the last event", "replay", "replay gives another state",
           (Kind, "replay", forgetful)),
    engine("uncounted", "a move does not count up the version", "replay", "its version and day",
           (Kind, "apply", uncounted)),
    engine("unverified", "the log does not verify", "replay", "does not verify",
           (_walks, "verify", always(Verdict(ok=False)))),
    engine("backwards", "a move is open before the day of the last one", "days", "may still act",
           (_walks, "available", on_any_day)),
    engine("moody", "the same question is answered in two ways", "determined", "is decided in two ways",
           (_walks, "decide", in_turns(lambda event: attrs.evolve(event, by="m-99")))),
    engine("corrected", "a correction restores another thing", "corrected",
           "it is not what the events that count make of it",
           (_walks, "correct", kept_open)),
)  # fmt: skip

FAULTS = (*ROWS, *ENGINE)
