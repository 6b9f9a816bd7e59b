"""
Pledges against transitions doing the same lifecycle with an immutable record of each move.

The peer is the best that transitions allows: one flat shared machine, a model for each pledge, each guard
and each need of a row as a condition, a frozen record appended after each move. Ours is `decide` and `apply`.
Both walk the same pledges along the same moves, and leave the same records. In the replay the peer has no
guards. Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed.
"""

# ruff: noqa: D102 -- the peer's guards are named like ours

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter
from typing import Any

import attrs
from transitions import Machine

from sanliang import Actor, Log, notices, orgs, pledges
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Fork
from sanliang.pledges import (
    BASE,
    Given,
    Grade,
    Item,
    Letter,
    Outcome,
    PledgeKind,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)

DAY = date(2026, 7, 1)
LATER = date(2026, 7, 7)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
MEMBER = Actor(id="m-3", roles=frozenset({"member"}), unit="b-1")
SECRETARY = Actor(id="m-1", roles=frozenset({"member", "branch_secretary"}), unit="b-1")
LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31), measure="盏", quantity=6)
PLEDGER = Pledger(kind=PledgerKind.MEMBER, id="m-3", unit="b-1")
LETTER = Letter(pledger=PLEDGER, kind=PledgeKind.ANNUAL, items=(LAMP,))
ROUNDS = 7


def opening(id: str) -> Any:
    """The event that drafts a pledge."""
    return pledges.draft(id, pledger=PLEDGER, kind=PledgeKind.ANNUAL, items=[LAMP], by=MEMBER, on=DAY)


def walk() -> tuple[tuple[str, Actor, date, Given | None], ...]:
    """The moves of a pledge's life, who makes them, when, and what comes with them."""
    posting = notices.Posting(
        word="pledge", thing="p-1", unit="b-1", place="公开栏", period=Period(days=5), concerns=("m-3",)
    )
    notice = notices.replay([notices.post("n-1", posting, by=SECRETARY, on=DAY)])
    run_out = notices.Given(clock=notices.clock(notice, on=LATER))
    event = notices.decide(notice, "file", by=SECRETARY, on=LATER, under=notices.BASE, given=run_out)
    filed = notices.apply(notice, event)
    outcome = Outcome(item="lamp", result=Result.FULFILLED, says="六盏都亮了")
    return (
        ("submit", MEMBER, DAY, None),
        ("approve", SECRETARY, DAY, None),
        ("sign", MEMBER, DAY, Given(signatory="m-3")),
        ("publish", SECRETARY, DAY, Given(posted=notices.posted(notice))),
        ("start", SECRETARY, LATER, Given(filed=notices.filed(filed))),
        ("progress", MEMBER, LATER, Given(progress=Progress(item="lamp", on=LATER, says="六盏", quantity=6))),
        ("report", MEMBER, LATER, None),
        ("verify", SECRETARY, LATER, Given(outcomes=(outcome,))),
        ("evaluate", SECRETARY, LATER, Given(grade=Grade.GOOD)),
        ("commend", SECRETARY, LATER, None),
        ("consolidate", SECRETARY, LATER, None),
    )


WALK = walk()

# --- the peer ------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Record:
    """What the peer keeps of a move."""

    thing: str
    move: str
    leaves: str
    enters: str
    by: str
    on: date
    given: Any


class Model:
    """
    The peer's pledge: transitions writes the state and the triggers onto it.

    Each guard and each need of a row is a condition of its own, as ours are; each says yes or no. What a move
    brings is kept on the model, as `apply` keeps it.
    """

    def __init__(self, id: str) -> None:
        """A draft with nothing done."""
        self.id = id
        self.letter = LETTER
        self.day = DAY
        self.signed: tuple[str, ...] = ()
        self.signed_on = DAY
        self.notice = ""
        self.started = DAY
        self.evidence_kept: tuple[Progress, ...] = ()
        self.outcomes: tuple[Outcome, ...] = ()
        self.grade: Grade | None = None
        self.records: tuple[Record, ...] = ()

    # the guards

    def role(self, event: Any) -> bool:
        return not event.kwargs["by"].roles.isdisjoint(orgs.OFFICERS)

    def in_time(self, event: Any) -> bool:
        return self.day <= event.kwargs["on"]

    def within(self, event: Any) -> bool:
        return self.letter.pledger.unit in event.kwargs["by"].scope

    def own(self, event: Any) -> bool:
        by, pledger = event.kwargs["by"], self.letter.pledger
        return by.id in pledger.signatories or by.id == pledger.id

    def not_own(self, event: Any) -> bool:
        by, letter = event.kwargs["by"], self.letter
        if self.own(event) or by.id in letter.pledger.excused:
            return False
        return all(item.responsible != by.id for item in letter.items)

    def own_or_officer(self, event: Any) -> bool:
        return self.own(event) or (self.role(event) and self.within(event))

    def from_above(self, event: Any) -> bool:
        kind = self.letter.pledger.kind
        return kind != PledgerKind.BRANCH or "township_secretary" in event.kwargs["by"].roles

    def has_evidence(self, event: Any) -> bool:
        shown = {one.item for one in self.evidence_kept}
        return all(item.id in shown for item in self.letter.items)

    def commendable(self, event: Any) -> bool:
        return self.grade is None or self.grade in ("good",)

    def nothing_to_rectify(self, event: Any) -> bool:
        return self.grade is None or self.grade not in ("poor",)

    # the needs

    def signatory(self, event: Any) -> bool:
        who = event.kwargs["given"].signatory
        return who in self.letter.pledger.signatories and who not in self.signed

    def posted(self, event: Any) -> bool:
        posted, on = event.kwargs["given"].posted, event.kwargs["on"]
        if (posted.word, posted.thing) != ("pledge", self.id) or posted.notice == self.notice:
            return False
        if posted.on > on or posted.on < self.signed_on:
            return False
        return all(one in posted.concerns for one in self.letter.pledger.concerned)

    def filed(self, event: Any) -> bool:
        filed, on = event.kwargs["given"].filed, event.kwargs["on"]
        return (filed.word, filed.thing, filed.notice) == ("pledge", self.id, self.notice) and filed.on <= on

    def evidence(self, event: Any) -> bool:
        one = event.kwargs["given"].progress
        known = one.item in [item.id for item in self.letter.items]
        return known and self.started <= one.on <= event.kwargs["on"]

    def outcome(self, event: Any) -> bool:
        found = event.kwargs["given"].outcomes
        return sorted(one.item for one in found) == sorted(item.id for item in self.letter.items)

    def graded(self, event: Any) -> bool:
        return event.kwargs["given"].grade is not None

    def kept(self, event: Any) -> bool:
        return all(one.result == Result.FULFILLED for one in event.kwargs["given"].outcomes)

    def all_sign(self, event: Any) -> bool:
        return len(self.letter.pledger.signatories) - len(self.signed) <= 1

    # the record

    def keep(self, event: Any) -> None:
        kwargs, edge, move = event.kwargs, event.transition, event.event.name
        given = kwargs["given"]
        record = Record(
            thing=self.id,
            move=move,
            leaves=edge.source,
            enters=edge.dest,
            by=kwargs["by"].id,
            on=kwargs["on"],
            given=given,
        )
        self.records = (*self.records, record)
        self.day = kwargs["on"]
        if move == "sign":
            self.signed = (*self.signed, given.signatory)
            self.signed_on = kwargs["on"]
        elif move == "publish":
            self.notice = given.posted.notice
        elif move == "start":
            self.started = kwargs["on"]
        elif move == "progress":
            self.evidence_kept = (*self.evidence_kept, given.progress)
        elif move == "verify":
            self.outcomes = given.outcomes
        elif move == "evaluate":
            self.grade = given.grade


NEEDS = {"outcomes": "outcome", "progress": "evidence", "grade": "graded"}
CASES = {"kept": "kept", "all": "all_sign"}


def peer_machine(*, guarded: bool = True) -> Machine:
    """The same rows as a shared machine of transitions: the part of them that the walk takes."""
    made = Machine(
        model=None,
        states=[node.code for node in BASE.nodes],
        initial="drafted",
        auto_transitions=False,
        send_event=True,
        after_state_change="keep",
    )
    for row in BASE.rows:
        if row.leaves and row.move in {move for move, *_ in WALK} and "amending" not in row.leaves[:1]:
            conditions = ["in_time", *(["role"] if row.roles else []), *row.guards]
            conditions = [name for name in conditions if hasattr(Model, name)]
            conditions += [NEEDS.get(name, name) for name in row.needs]
            conditions = conditions if guarded else []
            if isinstance(row.enters, Fork):
                for case, enters in sorted(row.enters.to.items(), key=lambda pair: pair[0] not in CASES):
                    extra = [CASES[case]] if case in CASES else []
                    made.add_transition(row.move, [*row.leaves], enters, conditions=conditions + extra)
            else:
                made.add_transition(row.move, [*row.leaves], row.enters, conditions=conditions)
    return made


def peer_walk(model: Any) -> None:
    """One pledge's life in the peer."""
    for move, by, on, given in WALK:
        assert getattr(model, move)(by=by, on=on, given=given)


def our_walk(pledge: Any) -> tuple[Any, tuple[Any, ...]]:
    """One pledge's life in ours: each move decided and applied, its event kept."""
    events = ()
    for move, by, on, given in WALK:
        event = pledges.decide(pledge, move, by=by, on=on, under=BASE, given=given)
        pledge = pledges.apply(pledge, event)
        events = (*events, event)
    return pledge, events


def in_turns(first: Callable[[], float], second: Callable[[], float]) -> tuple[float, float]:
    """The medians of two timings taken in turns."""
    ours, theirs = [], []
    gc.disable()
    for _ in range(ROUNDS):
        ours.append(first())
        theirs.append(second())
        gc.collect()
    gc.enable()
    return median(ours), median(theirs)


def moves() -> float:
    """A move: table, guards, event, new state. How many times faster than the peer."""
    count = 300
    start = pledges.replay([opening("p-1")])
    machine = peer_machine()

    def ours() -> float:
        begun = perf_counter()
        for _ in range(count):
            our_walk(start)
        return perf_counter() - begun

    def theirs() -> float:
        models = [Model("p-1") for _ in range(count)]
        for model in models:
            machine.add_model(model)
        begun = perf_counter()
        for model in models:
            peer_walk(model)
        taken = perf_counter() - begun
        for model in models:
            machine.remove_model(model)
        return taken

    model = Model("p-1")
    machine.add_model(model)
    peer_walk(model)
    pledge, events = our_walk(start)
    same = [(one.move, one.leaves, one.enters, one.by) for one in events]
    assert [(one.move, one.leaves, one.enters, one.by) for one in model.records] == same
    assert model.state == pledge.state
    machine.remove_model(model)
    mine, peers = in_turns(ours, theirs)
    each = mine / count / len(WALK) * 1e9
    print(f"pledges.move ratio={peers / mine:.2f} goal>=3 ours={each:.0f}ns peer={each * peers / mine:.0f}ns")
    return peers / mine


def replay() -> float:
    """`apply` alone over a million events. How many times faster than the peer replaying the same moves."""
    start = pledges.replay([opening("p-1")])
    _, events = our_walk(start)
    lives = 1_000_000 // (len(WALK) * ROUNDS)
    machine = peer_machine(guarded=False)

    def ours() -> float:
        begun = perf_counter()
        for _ in range(lives):
            pledge = start
            for event in events:
                pledge = pledges.apply(pledge, event)
        return perf_counter() - begun

    def theirs() -> float:
        models = [Model("p-1") for _ in range(200)]
        for model in models:
            machine.add_model(model)
        begun = perf_counter()
        for model in models:
            peer_walk(model)
        taken = perf_counter() - begun
        for model in models:
            machine.remove_model(model)
        return taken * lives / 200

    mine, peers = in_turns(ours, theirs)
    million = mine / lives / len(WALK) * 1e6
    print(
        f"pledges.replay ratio={peers / mine:.2f} goal>=4 ours={million:.2f}s/million "
        f"peer={million * peers / mine:.2f}s/million"
    )
    return peers / mine


def size() -> float:
    """Bytes of a pledge beyond its letter and its evidence."""
    final, _ = our_walk(pledges.replay([opening("p-1")]))
    count = 20_000
    gc.collect()
    tracemalloc.start()
    kept = [pledges.apply(final, _consolidated(final)) for _ in range(count)]
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    each = used / count - 8
    assert len(kept) == count
    print(f"pledges.bytes ratio={each / 200:.2f} goal<=1 bytes={each:.0f}")
    return each


def _consolidated(pledge: Any) -> Any:
    return pledges.decide(pledge, "correct", by=SECRETARY, on=LATER, under=BASE)


def creation() -> float:
    """Making a pledge: the last tenth of 50,000 against the first. The peer's grows with their number."""
    spans, kept = [], []
    for part in range(10):
        begun = perf_counter()
        kept += [pledges.apply(None, opening(f"p-{part}-{n}")) for n in range(5_000)]
        spans.append(perf_counter() - begun)
    machine, models, peers = peer_machine(), [], []
    for _ in range(10):
        begun = perf_counter()
        for n in range(300):
            models.append(Model(f"p-{n}"))
            machine.add_model(models[-1])
        peers.append(perf_counter() - begun)
    ratio = median(spans[-3:]) / median(spans[:3])
    each = median(spans) / 5_000 * 1e6
    peer = peers[-1] / 300 * 1e6
    print(f"pledges.creation ratio={ratio:.2f} goal<=1.3 ours={each:.1f}us peer_at_3000={peer:.1f}us")
    return ratio


def appends() -> float:
    """50,000 events appended to one log: the last tenth against the first."""
    event = _consolidated(pledges.replay([opening("p-1")]))
    log, spans = Log.begin("p-1"), []
    for _ in range(10):
        begun = perf_counter()
        for _ in range(5_000):
            log = log.append(event, by="m-1", at=NOON)
        spans.append(perf_counter() - begun)
    ratio = median(spans[-3:]) / median(spans[:3])
    print(f"pledges.appends ratio={ratio:.2f} goal<=1.3 each={median(spans) / 5_000 * 1e6:.1f}us")
    return ratio


def main() -> int:
    """Measure, print, judge."""
    missed = [moves() < 3, replay() < 4, size() > 200, creation() > 1.3, appends() > 1.3]
    return sum(missed)


if __name__ == "__main__":
    sys.exit(main())
