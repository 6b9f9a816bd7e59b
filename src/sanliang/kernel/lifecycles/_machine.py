"""
The table as a transitions machine, which is its definition, and as a diagram.

Only this file imports transitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles._rows import ANY, NOT_YET, SAME, Fork, Row

if TYPE_CHECKING:
    from transitions import Machine

    from sanliang.kernel.lifecycles._table import Lifecycle


MERMAID = frozenset({"as", "class", "classdef", "direction", "end", "note", "state", "style"})
ESCAPES = str.maketrans({"#": "#35;", ";": "#59;", '"': "#quot;", ":": "#colon;"})


def machine(lifecycle: Lifecycle[Any]) -> Machine:
    """
    The same table as a transitions machine without a model, for programs that use transitions themselves.

    Each of its transitions has its row as the attribute `row`; a fork is several transitions, each with a
    condition that the event's keyword `case` names it. Guards and roles are not in it: they need an `Ask`.

    Example:
        >>> from types import SimpleNamespace
        >>> from sanliang import notices
        >>> bridge, paper = machine(notices.BASE), SimpleNamespace()
        >>> bridge.add_model(paper)
        >>> paper.state, bridge.get_triggers("posted")
        ('posted', ['object', 'file', 'withdraw', 'correct'])
        >>> paper.object()
        True
        >>> paper.state
        'contested'
    """
    from transitions import Machine, State, Transition  # noqa: PLC0415 -- 23 ms that only the first use pays

    class Edge(Transition):
        def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.row = row

    class Table(Machine):
        transition_cls = Edge

    made = Table(
        model=None,
        states=[State(node.code) for node in lifecycle.nodes],
        initial=next(iter(next(row for row in lifecycle.rows if not row.leaves).targets)),
        auto_transitions=False,
        send_event=True,
    )
    for row in lifecycle.rows:
        leaves: Any = ANY if row.leaves == (ANY,) else [*row.leaves]
        if not leaves:
            continue
        if isinstance(row.enters, Fork):
            for case, enters in row.enters.to.items():
                made.add_transition(row.move, leaves, enters, conditions=_in_case(case), row=row)
        else:
            made.add_transition(row.move, leaves, row.enters, row=row)
    return made


def _in_case(case: str) -> Callable[[Any], bool]:
    def holds(event: Any) -> bool:
        return bool(event.kwargs.get("case") == case)

    return holds


def edges(lifecycle: Lifecycle[Any]) -> Iterator[tuple[int, Row, str, str]]:
    """Each row's place, the row, a state it leaves and one it enters."""
    every = tuple(node.code for node in lifecycle.nodes)
    for place, row in enumerate(lifecycle.rows):
        for leaves in every if row.leaves == (ANY,) else row.leaves or (NOT_YET,):
            for enters in row.targets:
                yield place, row, leaves, leaves if enters == SAME else enters


def compiled(lifecycle: Lifecycle[Any]) -> dict[str, dict[str, Row]]:
    """State, move, row, as the machine has them; the moves of a state stand in the order of the rows."""
    openings = {row.move: row for row in lifecycle.rows if not row.leaves}
    table: dict[str, dict[str, Row]] = {NOT_YET: openings, **{node.code: {} for node in lifecycle.nodes}}
    events = machine(lifecycle).events
    for move in lifecycle.moves:
        for leaves, edges_from in events[move].transitions.items() if move in events else ():
            for edge in edges_from:
                table[str(leaves)][move] = cast("Any", edge).row
    return table


def diagram(lifecycle: Lifecycle[Any], *, lang: Lang = "zh") -> str:
    """
    The lifecycle as a Mermaid state diagram, its states and moves named in one language.

    Moves that stay in their state are left out where they may be made from every state. A hyphen of a code is
    an underscore here, since Mermaid takes it for an arrow.
    """
    lines = ["stateDiagram-v2", "    direction LR"]
    for stage in dict.fromkeys(node.stage for node in lifecycle.nodes):
        inside = [node for node in lifecycle.nodes if node.stage == stage]
        indent = "    " if stage is None else "        "
        shown = [f'{indent}state "{_shown(node.label, lang)}" as {_id(node.code)}' for node in inside]
        if stage is not None:
            group = f"stage_{_id(inside[0].code)}"
            shown = [f'    state "{_shown(stage, lang)}" as {group} {{', *shown, "    }"]
        lines += shown
    for _, row, leaves, enters in edges(lifecycle):
        if row.leaves != (ANY,) or leaves != enters:
            lines.append(f"    {_id(leaves) or '[*]'} --> {_id(enters)} : {_shown(row.label, lang)}")
    lines += [f"    {_id(node.code)} --> [*]" for node in lifecycle.nodes if node.final]
    return "\n".join(lines)


def _id(code: str) -> str:
    """A code as Mermaid takes it: no hyphen, and none of the words of its own."""
    return f"{code}_" if code in MERMAID else code.replace("-", "_")


def _shown(text: Text, lang: Lang) -> str:
    """A label in one line, its signs that mean something to Mermaid written as it wants them."""
    return " ".join(text.get(lang).translate(ESCAPES).split())
