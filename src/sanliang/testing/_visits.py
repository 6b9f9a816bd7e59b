"""Which moves of a table can be made at all: walks that try what was tried least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.strategies import DataObject

from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, Row, available, explain
from sanliang.kernel.lifecycles._decide import NEEDED
from sanliang.kernel.verdicts import Verdict
from sanliang.testing._bench import NOT_YET, Bench, Walk, make, opened, pick, silent
from sanliang.testing._check import Broken
from sanliang.testing._tables import targets
from sanliang.testing._told import Move, State, told

OPENING = Text("其开启", "its opening")

WHATEVER = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
)
ROUNDS, WALKS, STEPS, PATIENCE = 16, 12, 24, 4
NUMBERS = st.integers(0, 2**32)


@attrs.define
class Visits:
    """
    What walks over a table came by.

    Attributes:
        made, tried: How often each row was made, and tried, by name.
        seen: The last thing that was met in each state, with its day.
        failed: The error that ended the walks, if one did.
    """

    made: Counter[str] = attrs.field(factory=Counter)
    tried: Counter[str] = attrs.field(factory=Counter)
    seen: dict[str, Any] = attrs.field(factory=dict)
    failed: Exception | None = None

    @property
    def paths(self) -> frozenset[str]:
        """The rows that were made and the states that were met, as the table of rules has them."""
        made = (f"rows.{name}" for name, count in self.made.items() if count)
        return frozenset([*made, *(f"nodes.{state}" for state in self.seen)])

    def missing(self, lifecycle: Lifecycle[Any]) -> tuple[Row, ...]:
        """The rows that were never made."""
        return tuple(row for row in lifecycle.rows if not self.made[row.name])


def every_move_is_made(bench: Bench) -> None:
    """Every move can be made by somebody, some day, from some state."""
    found = visits(bench)
    if found.failed is not None:
        raise found.failed
    rows = found.missing(bench.lifecycle)
    if rows:
        says = [_never(bench, found, row) for row in sorted(rows, key=_from_opening(bench.lifecycle))]
        raise Broken(Text(*("\n".join(one.get(lang) for one in says) for lang in ("zh", "en"))))


def _from_opening(lifecycle: Lifecycle[Any]) -> Callable[[Row], int]:
    """How many moves away from its opening a row can be made, if all that stands before it is."""
    steps, ahead = {NOT_YET: 0}, [NOT_YET]
    for leaves in ahead:
        for row in lifecycle.table.get(leaves, {}).values():
            new = sorted(targets(row, leaves) - {*steps})
            steps |= dict.fromkeys(new, steps[leaves] + 1)
            ahead += new
    far = len(steps)

    def away(row: Row) -> int:
        return min((steps.get(state, far) for state in _leaving(lifecycle, row)), default=0)

    return away


def _leaving(lifecycle: Lifecycle[Any], row: Row) -> list[str]:
    """The states that a row leaves; none, where it opens a thing."""
    return [state for state in lifecycle.node if lifecycle.table.get(state, {}).get(row.move) is row]


def _never(bench: Bench, found: Visits, row: Row) -> Text:
    """That a row was never made, and what is told to whoever comes nearest to making it."""
    under = bench.lifecycle
    head = told(
        "没有人办成过{move}{row}：",
        "nobody ever made {move} ({label}{row}): ",
        move=Move(under, row.move),
        label=row.label.zh,
        row=Text("" if row.name == row.move else f"（行“{row.name}”）", f", row {row.name!r}"),
    )
    states = _leaving(under, row)
    met = [state for state in states if state in found.seen]
    if not met:
        return told(
            "{head}没有走到过{states}",
            "{head}no walk came to {states}",
            head=head,
            states=tuple(State(under, state) for state in states) or OPENING,
        )
    by, state, verdict = _nearest(bench, [found.seen[state] for state in met], row.move)
    return told(
        "{head}{by} 办理处于{state}的{word}，答复：\n{verdict}",
        "{head}{by}, with a {word} in {state}, is told:\n{verdict}",
        head=head,
        by=by.id,
        word=Text(under.kind.label.zh, under.kind.name),
        state=State(under, state),
        verdict=verdict,
    )


def _against(verdict: Verdict) -> Verdict:
    """What speaks against a move, other than that nothing was given with it, which a walk does give."""
    kept = [one for one in verdict.reasons if one.code != NEEDED.code]
    return Verdict.against(kept) if kept else verdict


def _nearest(bench: Bench, things: list[Any], move: str) -> tuple[Actor, str, Verdict]:
    """Of those against whom least speaks, the one who is told what stands against most of them."""
    asked = [
        (by, thing.state, _against(explain(thing, move, by=by, on=thing.on, under=bench.lifecycle)))
        for thing in things
        for by in bench.actors
    ]
    least = min(len(verdict.reasons) for _, _, verdict in asked)
    near = [one for one in asked if len(one[2].reasons) == least]
    often = Counter(code for _, _, verdict in near for code in verdict.codes)
    return max(near, key=lambda one: sum(often[code] for code in one[2].codes))


@lru_cache(maxsize=64)
def visits(bench: Bench) -> Visits:
    """
    The moves that can be made and the states that are met, always the same for a bench.

    Hypothesis takes one test inside another for a mistake, so that these walks have a thread of their own.
    """
    found = Visits()
    _aside().submit(_visit, bench, found).result()
    return found


@lru_cache(maxsize=1)
def _aside() -> Any:
    """One thread for all of them: Hypothesis takes a tenth of a second for each new one."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- only who tries this law pays for it

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="visits")


def _visit(bench: Bench, found: Visits) -> None:
    idle = 0
    for number in range(ROUNDS):
        missing = len(found.missing(bench.lifecycle))
        if missing and idle < PATIENCE and found.failed is None:
            _round(bench, found, number)
            idle = 0 if len(found.missing(bench.lifecycle)) < missing else idle + 1


def _round(bench: Bench, found: Visits, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=WHATEVER,
    )
    @given(data=st.data())
    def walks(data: DataObject) -> None:
        # The first example of Hypothesis has the least of each draw; by this number it is told, and made
        # nothing of. The other begins with a number of its own, and so may hang on what was made before.
        draws = silent(data)
        if draws.draw(NUMBERS):
            _walks(bench, found, draws)

    walks()


def _walks(bench: Bench, found: Visits, data: DataObject) -> None:
    """Some walks; an error ends them, and is kept: Hypothesis would try the same again, and it is not."""
    try:
        for _ in range(WALKS):
            if found.missing(bench.lifecycle):
                _on_and_on(opened(_least_opened(bench, found), data), found)
    except HypothesisException:
        raise
    except Exception as error:
        found.failed = error


def _least_opened(bench: Bench, found: Visits) -> Bench:
    """The bench with the openings alone that were made least."""
    count = {move: found.made[bench.lifecycle.table[NOT_YET][move].name] for move in bench.openings}
    least = min(count.values())
    return attrs.evolve(
        bench, openings={move: bench.openings[move] for move in count if count[move] == least}
    )


def _on_and_on(walk: Walk, found: Visits) -> None:
    """Walk on, each time by a move that was tried least, by whoever may make it."""
    table, tried = walk.bench.lifecycle.table, found.tried
    found.made[table[NOT_YET][walk.log.events[0].move].name] += 1
    for _ in range(STEPS):
        thing = walk.thing
        found.seen[thing.state] = thing
        on = walk.on + timedelta(days=max(0, walk.draw(walk.bench.days)))
        names = {move: row.name for move, row in table.get(thing.state, {}).items()}
        ways = [(move, by) for by in dict.fromkeys(walk.bench.actors) for move in _open(walk, by, on)]
        if not ways:
            continue
        least = min(tried[names[move]] for move, _ in ways)
        move, by = pick(walk.data, [one for one in ways if tried[names[one[0]]] == least])
        tried[names[move]] += 1
        found.made[names[move]] += make(walk, move, by, on)


def _open(walk: Walk, by: Actor, on: date) -> tuple[str, ...]:
    return available(walk.thing, by=by, on=on, under=walk.bench.lifecycle)
