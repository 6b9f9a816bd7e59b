"""
The one engine of states and moves: decide, explain, available, apply, replay, correct, diagram.

A `Lifecycle` is data: states and rows, made of a base by `changed`. A `Kind` is the code behind a word: its
guards, what its moves need, how an event is folded in. `decide` may refuse, `apply` never does.
"""

from sanliang.kernel.lifecycles._as_of import as_of
from sanliang.kernel.lifecycles._correct import correct, effective, effective_entries
from sanliang.kernel.lifecycles._decide import available, begin, decide, decide_all, explain
from sanliang.kernel.lifecycles._kind import Corrected, Kind, Moved, thing_of, things_of
from sanliang.kernel.lifecycles._machine import diagram, machine
from sanliang.kernel.lifecycles._rows import Actor, Ask, Fork, Node, Row, Thing, node, row, within
from sanliang.kernel.lifecycles._table import Lifecycle, changed

__all__ = [
    "Actor",
    "Ask",
    "Corrected",
    "Fork",
    "Kind",
    "Lifecycle",
    "Moved",
    "Node",
    "Row",
    "Thing",
    "as_of",
    "available",
    "begin",
    "changed",
    "correct",
    "decide",
    "decide_all",
    "diagram",
    "effective",
    "effective_entries",
    "explain",
    "machine",
    "node",
    "row",
    "thing_of",
    "things_of",
    "within",
]
