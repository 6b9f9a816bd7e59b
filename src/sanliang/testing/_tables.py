"""The laws of a table of states and moves by itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from transitions import MachineError

from sanliang.kernel.errors import Lang
from sanliang.kernel.lifecycles import Fork, Row, diagram, machine
from sanliang.testing._bench import NOT_YET, Bench
from sanliang.testing._told import Move, State, broken_unless

LANGS: tuple[Lang, ...] = ("zh", "en")


def every_state_is_reached_and_left(bench: Bench) -> None:
    """Every state is reachable, and every state but the final ones can be left."""
    ways: dict[str, set[str]] = {}
    for leaves, rows in bench.lifecycle.table.items():
        for row in rows.values():
            ways.setdefault(leaves, set()).update(targets(row, leaves))
    reached, ahead = {NOT_YET}, [NOT_YET]
    while ahead:
        new = ways.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    finals = {node.code for node in bench.lifecycle.nodes if node.final}
    codes = {node.code for node in bench.lifecycle.nodes}

    lost = sorted(codes - reached)
    named = {code: State(bench.lifecycle, code) for code in codes}
    broken_unless(
        not lost, "没有哪一步通向：{lost}", "no way leads to: {lost}", lost=tuple(named[one] for one in lost)
    )
    ends = {code for code in codes if not ways.get(code, set()) - {code}}
    wrong = sorted(finals ^ ends)
    broken_unless(
        not wrong,
        "是终点却能离开，或不是终点却不能离开：{wrong}",
        "is final and can be left, or is not and cannot: {wrong}",
        wrong=tuple(named[one] for one in wrong),
    )


def the_machine_agrees(bench: Bench) -> None:
    """The table and a machine of the transitions library agree on every state and move."""
    lifecycle, bridge, model = bench.lifecycle, machine(bench.lifecycle), SimpleNamespace()
    bridge.add_model(model)
    moves = [move for move in lifecycle.moves if move in bridge.events]
    for node in lifecycle.nodes:
        state = State(lifecycle, node.code)
        broken_unless(
            node.code in bridge.states,
            "状态机没有{state}这一状态",
            "the machine has no state {state}",
            state=state,
        )
        for move in moves:
            row = lifecycle.table[node.code].get(move)
            ours = {} if row is None else ways_of(row, node.code)
            for case in (None, *(one for one in ours if one is not None)):
                theirs = fired(bridge, model, node.code, move, case)
                broken_unless(
                    ours.get(case) == theirs,
                    "自{state}办理{move}，按流程表进入 {ours}，按状态机进入 {theirs}",
                    "from {state} the move {move} leads to {ours} by the table, to {theirs} by the machine",
                    state=state,
                    move=Move(lifecycle, move),
                    ours=ours.get(case),
                    theirs=theirs,
                )


def fired(bridge: Any, model: Any, state: str, move: str, case: str | None) -> str | None:
    """Where a machine of the transitions library goes; nothing where it refuses."""
    bridge.set_state(state, model)
    try:
        return str(model.state) if model.trigger(move, case=case) else None
    except MachineError:
        return None


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
    for lang in LANGS:
        lines = diagram(bench.lifecycle, lang=lang).splitlines()
        shown = [line for line in lines if line.strip().startswith("state ") and not line.endswith("{")]
        ids = {line.rsplit(" ", 1)[1] for line in shown}
        drawn = [line.split(" : ")[0].split(" --> ") for line in lines if " --> " in line]
        opens, shuts = (sum(line.strip().endswith(one) for line in lines) for one in "{}")
        broken_unless(
            lines[:2] == ["stateDiagram-v2", "    direction LR"] and opens == shuts,
            "流程图（{lang}）不是 Mermaid 能读的",
            "the diagram in {lang} is not one that Mermaid reads",
            lang=lang,
        )
        broken_unless(
            len(bench.lifecycle.nodes) == len(shown) == len(ids) and not any("-" in one for one in ids),
            "流程图（{lang}）没有把每个状态各写一次",
            "the diagram in {lang} does not name every state once",
            lang=lang,
        )
        strange = sorted({end.strip() for ends in drawn for end in ends} - ids - {"[*]"})
        broken_unless(
            not strange,
            "流程图（{lang}）画出了通向不明之处的去路：{strange}",
            "the diagram in {lang} draws ways to: {strange}",
            lang=lang,
            strange=tuple(strange),
        )
        names = dict(zip(_in_stages(bench), [line.rsplit(" ", 1)[1] for line in shown], strict=True))
        left = sorted(_ways(bench, names) - {(leaves.strip(), enters) for leaves, enters in drawn})
        broken_unless(
            not left,
            "流程图（{lang}）没有画出去路：{ways}",
            "the diagram in {lang} does not draw the way from {ways}",
            lang=lang,
            ways=tuple(" → ".join(way) for way in left),
        )


def _in_stages(bench: Bench) -> list[str]:
    """The states as a diagram lists them: stage by stage."""
    nodes = bench.lifecycle.nodes
    return [
        one.code for stage in dict.fromkeys(one.stage for one in nodes) for one in nodes if one.stage == stage
    ]


def _ways(bench: Bench, names: Mapping[str, str]) -> set[tuple[str, str]]:
    """The ways that a diagram draws, by what it calls the states; not those that stay where anything may."""
    return {
        (names.get(leaves, "[*]"), names[enters])
        for leaves, rows in bench.lifecycle.table.items()
        for row in rows.values()
        for enters in targets(row, leaves)
        if row.leaves != ("*",) or enters != leaves
    }


TABLE_LAWS = (every_state_is_reached_and_left, the_machine_agrees, the_diagram_shows_every_way)
