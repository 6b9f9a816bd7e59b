"""Things of one word on their way, each held against the plain model after each move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang import notices
from sanliang.kernel.errors import Lang
from sanliang.kernel.events import verify
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, Moved, Row, available, decide
from sanliang.notices import Notice
from sanliang.testing._bench import DAY, NOT_YET, Bench, Draw, Walk, actor, opened, outcome, pick
from sanliang.testing._benches import bench
from sanliang.testing._laws.notices import WeekDays
from sanliang.testing._machines.plain import Plain, first_day, ripe, started, still_open
from sanliang.testing._machines.reached import Tally
from sanliang.testing._machines.seen import of_engine, of_model
from sanliang.testing._told import Move, State, broken_unless, unchanged

ALSO = {"pledge": (actor("m-3", "member", "branch_secretary"),)}
"""By word, who acts beside those of the bench: a secretary, who judges nothing of his own pledge."""

OF_ONE = Text(
    "{by} 于 {on}：{word} {thing} 处于{state}，{move}", "{by} on {on}: {move} of {word} {thing} in {state} "
)
OPEN = Text("列为可办，而按规则不可", "is open, and by the rules it is not")
SHUT = Text("没有列为可办，而按规则可办", "is shut, and by the rules open")

NO_MOVE = "no-such-move"

FEW, MANY = 3, 6
"""So many things of a word are on their way at once; so many, where none of them leads to what is left."""

FAR, END = 9, 5
"""So far away counts what does not lead there at all; so many moves are made rather than an end."""


@attrs.define
class Pair:
    """A thing of the engine, and the model's one."""

    walk: Walk = attrs.field(repr=False)
    plain: Plain


@attrs.define
class Things:
    """
    Things of one word.

    Args:
        bench: What brings them to life.
        tally: What is counted over all examples.
        prefix: What the ids of its things begin with.
        calm: How many times as likely it is that a move is made today as on one certain later day.
        met: Told of each move that was made, with its pair.
        waits: Whether a row waits for something else that the machine knows of.
        drafts: By a day, what opens a thing then, where that is not the same on each day.
        all: The things, in the order in which they came.
        tried: How often each row was tried in this example.
        last: The last one that was touched.
        aways: By rows, how far from them each state is, where that was asked.
    """

    bench: Bench
    tally: Tally
    prefix: str = "t"
    calm: int = 3
    met: Callable[[Pair, Row, Actor, Any], None] = lambda *_: None
    waits: Callable[[Pair, Row], bool] = lambda *_: False
    drafts: Callable[[date], Mapping[str, SearchStrategy[Any]] | None] = lambda _: None
    all: list[Pair] = attrs.field(factory=list)
    tried: Counter[str] = attrs.field(factory=Counter)
    last: Pair | None = None
    aways: dict[frozenset[str], Mapping[str, int]] = attrs.field(factory=dict, repr=False)

    @property
    def word(self) -> str:
        """The word."""
        return self.bench.lifecycle.kind.name

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the guards of the table read."""
        table = self.bench.lifecycle
        return {**table.kind.settings, **table.settings}

    def table(self, state: str) -> Mapping[str, Row]:
        """The rows that leave a state, by move."""
        return self.bench.lifecycle.table.get(state, {})

    def moving(self) -> list[Pair]:
        """Those that are not at an end."""
        return [one for one in self.all if one.plain.state not in self.ends]

    @property
    def ends(self) -> set[str]:
        """The states that nothing leaves."""
        return {node.code for node in self.bench.lifecycle.nodes if node.final}

    # --- opening --------------------------------------------------------------------------------------

    def open(self, data: DataObject, on: date = DAY) -> Pair:
        """One more thing."""
        given = self.drafts(on)
        known = self.bench if given is None else attrs.evolve(self.bench, openings=given)
        return self.take(opened(known, data, f"{self.prefix}-{len(self.all) + 1}", on))

    def take(self, walk: Walk) -> Pair:
        """A thing that was opened here or elsewhere."""
        event = walk.log.events[0]
        row = self.bench.lifecycle.table[NOT_YET][event.move]
        unit = getattr(walk.thing, "unit", "")
        plain = started(self.word, event.thing, row.targets[0], event.given, event.on, unit)
        self.last = pair = Pair(walk, plain)
        self.all.append(pair)
        self._count(pair, row, walk.bench.actors[0], event.given)
        return pair

    def _count(self, pair: Pair, row: Row, by: Actor, given: Any) -> None:
        self.tried[row.name] += 1
        self.tally.moves[self.word, row.name] += 1
        self.tally.states[self.word, pair.plain.state] += 1
        self.met(pair, row, by, given)

    # --- one move -------------------------------------------------------------------------------------

    def step(self, data: DataObject, today: date = DAY) -> date:
        """
        Make a move that was tried least of those that are open, or open one more; gives the day of it.

        Each thing has its days, which go on from its last one, or from today where that is later.
        """
        some = self.moving()
        if not some or (len(some) < FEW and data.draw(st.integers(0, 7), label="another") == 7):
            self.open(data, today)
            return today
        pair = pick(data, some, label=self.word)
        pair.walk.data, self.last, on = data, pair, max(today, pair.plain.on)
        on = pick(data, self.days(pair, on), label="on")
        ways = [(move, by) for by in dict.fromkeys(self.bench.actors) for move in self.ways(pair, by, on)]
        rows = self.table(pair.plain.state)
        ways = [one for one in ways if not self.waits(pair, rows[one[0]])]
        if not ways:
            return on
        # The least of each draw is what leads on, so that the first example of Hypothesis goes far, too.
        if data.draw(st.integers(0, 3), label="curious") < 3:
            ways = self.nearest(pair.plain.state, ways, opens=len(some) < MANY)
            if not ways:
                self.open(data, today)
                return today
        elif data.draw(st.integers(0, 7), label="end") < 7:
            ways = [one for one in ways if not self.ends_by(rows[one[0]])] or ways
        move, by = pick(data, ways, label="move")
        self.make(pair, rows[move], by, on)
        return on

    def nearest(self, state: str, ways: list[tuple[str, Actor]], *, opens: bool) -> list[tuple[str, Actor]]:
        """Of these moves those that lead soonest to what was not tried; none, where a new thing would."""
        rows = self.table(state)
        away = self.away({row.name for row in rows.values()} - {rows[move].name for move, _ in ways})
        far = {move: self.far(state, rows[move], away) for move, _ in ways}
        least = min(far.values())
        anew = min(self.far(NOT_YET, row, away) for row in self.table(NOT_YET).values())
        return [] if opens and anew < least else [one for one in ways if far[one[0]] == least]

    def far(self, state: str, row: Row, away: Mapping[str, int]) -> int:
        """
        How often a row was tried in this example, and how many moves after it comes one that was not.

        An end comes sooner or later; were it as near as the rest, hardly anything would come far.
        """
        count = self.tried[row.name]
        if {*row.targets} <= self.ends:
            return count + END * self.ends_by(row)
        return count and count + 1 + min(away[state if to == "=" else to] for to in row.targets)

    def away(self, shut: Collection[str]) -> Mapping[str, int]:
        """By state, how many moves come before one that was not tried in this example, nor is shut."""
        rows = self.bench.lifecycle.rows
        left = frozenset(row.name for row in rows if not self.tried[row.name] and row.name not in shut)
        if left not in self.aways:
            self.aways[left] = distances(self.bench.lifecycle, left)
        return self.aways[left]

    def ends_by(self, row: Row) -> bool:
        """Whether a row leads to nothing but an end, other than one that it had to wait for."""
        return {*row.targets} <= self.ends and "clock" not in row.needs

    def days(self, pair: Pair, on: date) -> list[date]:
        """This day and the next, and the days on which something changes for the thing, with those beside."""
        has, found = pair.plain.has, [*[on] * self.calm, on + timedelta(days=1)]
        if self.word == "pledge":
            last = max(has["paper"]["deadline"], has["until"] or has["paper"]["deadline"])
            found += [last, last + timedelta(days=1)]
        elif self.word == "notice" and not still_open(has):
            ready = first_day(has)
            found += [ready - timedelta(days=1), ready, ready + timedelta(days=1)]
        return [one for one in found if one >= on]

    def ways(self, pair: Pair, by: Actor, on: date) -> tuple[str, ...]:
        """The moves that are open, which are those that the model says are."""
        moves = available(pair.walk.thing, by=by, on=on, under=self.bench.lifecycle)
        rows = self.table(pair.plain.state)
        for move, row in rows.items():
            may = pair.plain.may(row, by, on, self.settings)
            broken_unless(
                may is None or may == (move in moves),
                f"{OF_ONE.zh}{{answer}}",
                f"{OF_ONE.en}{{answer}}",
                answer=OPEN if move in moves else SHUT,
                **self.who(pair, move, by, on),
            )
        strange = [move for move in moves if move not in rows]
        broken_unless(
            not strange,
            "可办，却没有哪一行离开{state}：{strange}",
            "open, and in no row that leaves {state}: {strange}",
            state=State(self.bench.lifecycle, pair.plain.state),
            strange=strange,
        )
        return moves

    def who(self, pair: Pair, move: str, by: Actor, on: date) -> dict[str, Any]:
        """Who makes which move of what on which day, as a break tells it."""
        under = self.bench.lifecycle
        return {
            "by": by.id,
            "on": on,
            "move": Move(under, move),
            "word": Text(under.kind.label.zh, self.word),
            "thing": pair.walk.thing.id,
            "state": State(under, pair.plain.state),
        }

    def make(self, pair: Pair, row: Row, by: Actor, on: date) -> bool:
        """Try a move; what comes of it is what the model says."""
        walk, plain = pair.walk, pair.plain
        given = self.bench.good(walk.draw, walk.thing, row.move, by, on)
        ready = self.ready(plain, row, given, on)
        with unchanged(walk.thing):
            event = outcome(
                partial(decide, walk.thing, row.move, by=by, on=on, under=self.bench.lifecycle, given=given)
            )
        self.tried[row.name] += 1
        made = isinstance(event, Moved)
        who = self.who(pair, row.move, by, on)
        broken_unless(
            not made or ready,
            f"{OF_ONE.zh}已办理，而按规则为时尚早",
            f"{OF_ONE.en}is made, and by the rules it is too early",
            **who,
        )
        broken_unless(
            made or not (ready and self.bench.sure),
            f"{OF_ONE.zh}不予办理：\n{{event}}",
            f"{OF_ONE.en}is refused:\n{{event}}",
            event=event,
            **who,
        )
        if not made:
            self._early(plain, row, on)
            return False
        ways = plain.leads(row, given)
        broken_unless(
            event.enters in ways,
            f"{OF_ONE.zh}进入{{enters}}，应为：{{ways}}",
            f"{OF_ONE.en}leads to {{enters}}, and not to {{ways}}",
            enters=State(self.bench.lifecycle, event.enters),
            ways=tuple(State(self.bench.lifecycle, one) for one in sorted(ways)),
            **who,
        )
        if row.move == "file" and self.word == "notice":
            self.tally.rare["filed_on_the_day"] += not ripe(plain.has, on - timedelta(days=1))
        plain.moved(row.move, event.enters, given, on)
        walk.step(event, by)
        self._count(pair, row, by, given)
        return True

    def ready(self, plain: Plain, row: Row, given: Any, on: date) -> bool:
        """Whether what is given is good by the rules: a notice has hung for its days before it is filed."""
        needs_clock = self.word == "notice" and "clock" in row.needs
        return not needs_clock or ripe(plain.has, on)

    def _early(self, plain: Plain, row: Row, on: date) -> None:
        if self.word == "notice" and "clock" in row.needs and not still_open(plain.has):
            self.tally.rare["refused_the_day_before"] += on + timedelta(days=1) == first_day(plain.has)

    # --- what is wrong to ask -------------------------------------------------------------------------

    def refuse(self, data: DataObject) -> None:
        """A move that no row of its state has, or that was made on an earlier day, is refused."""
        pair = pick(data, self.all, label=self.word)
        pair.walk.data, self.last, on = data, pair, pair.plain.on
        by = pick(data, self.bench.actors, label="by")
        shut = [move for move in self.bench.lifecycle.moves if move not in self.table(pair.plain.state)]
        move = pick(data, [*shut, NO_MOVE], label="shut")
        thing, under = pair.walk.thing, self.bench.lifecycle
        with unchanged(thing):
            event = outcome(partial(decide, thing, move, by=by, on=on, under=under))
        broken_unless(
            not isinstance(event, Moved),
            f"{OF_ONE.zh}已办理，而没有这一步",
            f"{OF_ONE.en}is made, and no row has it",
            **self.who(pair, move, by, on),
        )
        early = pair.plain.on - timedelta(days=1)
        broken_unless(
            not self.ways(pair, by, early),
            "{by} 于 {early} 可以办理，早于 {last}",
            "{by} may act on {early}, before {last}",
            by=by.id,
            early=early,
            last=pair.plain.on,
        )

    # --- what holds after each step -------------------------------------------------------------------

    def agrees(self) -> None:
        """The thing that was touched last is what its log replays to, and what the model has."""
        if self.last is None:
            return
        walk, plain = self.last.walk, self.last.plain
        broken_unless(
            walk.thing == walk.bench.lifecycle.kind.replay(walk.log),
            "{thing}：从日志重算得到另一状态",
            "{thing}: its log replays to another state",
            thing=walk.thing.id,
        )
        ours, theirs = of_model(plain), of_engine(plain, walk.thing)
        apart = {name: [ours[name], theirs[name]] for name in ours if ours[name] != theirs[name]}
        broken_unless(
            not apart,
            "{thing}：规则与日志所说不同：{apart}",
            "{thing}: the rules and the log do not say the same: {apart}",
            thing=walk.thing.id,
            apart=apart,
        )

    def close(self) -> None:
        """Every log verifies against its head, and each thing still is what its log says."""
        for pair in self.all:
            log = pair.walk.log
            broken_unless(
                verify(log, head=log.head).ok,
                "{thing}：日志与其校验值不符",
                "{thing}: the log does not verify",
                thing=pair.walk.thing.id,
            )
            self.last = pair
            self.agrees()

    def story(self, lang: Lang = "en") -> str:
        """What happened to the thing that was touched last."""
        return "" if self.last is None else f"{self.last.walk.thing.id}\n{self.last.walk.story(lang)}"


def distances(lifecycle: Lifecycle[Any], names: Collection[str]) -> Mapping[str, int]:
    """By state, how many moves at the least come before one of these rows; FAR, where none follows."""
    rows = {state: [*lifecycle.table.get(state, {}).values()] for state in lifecycle.node}
    away = {state: 0 if any(row.name in names for row in some) else FAR for state, some in rows.items()}
    for _ in away:
        for state, some in rows.items():
            nearest = (1 + away[to] for row in some for to in row.targets if to != "=")
            away[state] = min(away[state], *nearest, FAR)
    return away


def ticking(lifecycle: Lifecycle[Any], **fields: Any) -> Bench:
    """The bench of a table, where a notice is filed by what its clock shows on the day."""
    made = bench(lifecycle)
    more = {"clock": _clock, **fields} if lifecycle.kind.name == "notice" else fields
    also = ALSO.get(lifecycle.kind.name, ())
    return attrs.evolve(made, fields={**made.fields, **more}, actors=(*made.actors, *also))


def _clock(_draw: Draw, one: Notice, _by: Actor, on: date) -> Any:
    return notices.clock(one, on=on, workdays=WeekDays())


def rare_of(tally: Tally) -> Callable[[Pair, Row, Actor, Any], None]:
    """Counts the rare situations of one word."""

    def met(pair: Pair, row: Row, _by: Actor, _given: Any) -> None:
        plain = pair.plain
        if plain.word == "pledge":
            tally.rare["rectified_twice"] += row.move == "rectify" and plain.has["ordered"] == 2
            tally.rare["amended_before_start"] += row.move == "amend" and plain.has["begun"] is None
            tally.rare["verified_overdue"] += row.name == "verify_overdue"
        elif plain.word == "notice":
            tally.rare["two_objections"] += row.move == "object" and len(still_open(plain.has)) == 2

    return met
