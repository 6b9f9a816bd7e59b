"""The lifecycle: a table of states and rows, checked whole; how a town changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput, NotFound
from sanliang.kernel.fields import DOUBLED, FrozenMap, checked, code, instance, instances, not_kind, whole
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.lifecycles._kind import Kind
from sanliang.kernel.lifecycles._machine import compiled, edges
from sanliang.kernel.lifecycles._rows import ANY, NOT_YET, SAME, Fork, Node, Row, Step, Thing
from sanliang.kernel.overlays import Change, overlay

UNREACHABLE = Phrase("lifecycle.unreachable", "该状态无法到达", "cannot be reached from the start")
STUCK = Phrase(
    "lifecycle.stuck", "该状态无法离开，也未标为终点", "cannot be left, and is not marked as final"
)
NOT_FINAL = Phrase("lifecycle.not_final", "终点状态仍可离开", "is marked as final, and a move leaves it")
AMBIGUOUS = Phrase(
    "lifecycle.ambiguous",
    "与“{row}”重复：同一状态的同一步",
    "is the move of row {row!r} from the same state again",
)
NO_STATE = Phrase("lifecycle.state", "没有该状态；{near}", "is no state of this lifecycle; {near}")
NO_NAME = Phrase("lifecycle.name", "没有该名称；{near}", "is not in the table of the kind; {near}")
NO_SETTING = Phrase("lifecycle.setting", "没有该设置；{near}", "there is no such setting; {near}")
SETTING_KIND = Phrase("lifecycle.setting_kind", "应为{kind}", "must be {kind}")
UNKNOWN_MOVE = Phrase("move.unknown", "没有“{move}”这一步；{near}", "there is no move {move!r}; {near}")
NO_OPENING = Phrase(
    "lifecycle.opening",
    "没有开启该事项的一步（leaves 为空）",
    "has no row that opens the thing (one that leaves nothing)",
)

A_NUMBER, A_TEXT = Text("整数", "a whole number"), Text("文字", "a text")

T = TypeVar("T", bound=Thing)
V = TypeVar("V")


def _setting_values(value: Any, path: str) -> FrozenMap[str, int | str]:
    if not isinstance(value, Mapping):
        raise InvalidInput(not_kind(path, "Mapping"))
    return FrozenMap(
        (code(name, f"{path}.{name}"), one if isinstance(one, str) else whole(one, f"{path}.{name}", least=0))
        for name, one in value.items()
    )


def _size(value: Any) -> str:
    return f"<{len(value)}>"


@attrs.frozen(kw_only=True)
class Lifecycle(Generic[T]):
    """
    A table of states and moves of one kind. Building it checks it whole.

    Args:
        id: The code of this table.
        kind: The code behind it.
        nodes: The states.
        rows: The moves.
        settings: What differs from the kind's own settings.
        changes: What was changed against the base, each with its source; made by `changed`.

    Raises:
        InvalidInput: A state that cannot be reached, or that cannot be left and is not final; two rows for
            one move from one state; a name that the kind does not have. All at once, each with its path.
    """

    id: str = attrs.field(validator=checked(code))
    kind: Kind[T, Any] = attrs.field(validator=checked(instance(Kind)), repr=attrgetter("name"))
    nodes: tuple[Node, ...] = attrs.field(validator=checked(instances(Node)), repr=_size)
    rows: tuple[Row, ...] = attrs.field(validator=checked(instances(Row)), repr=_size)
    settings: FrozenMap[str, int | str] = attrs.field(
        default=FrozenMap(), validator=checked(_setting_values), repr=_size
    )
    changes: tuple[Change[Any], ...] = attrs.field(default=(), eq=False, repr=_size)

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for fault in (*_unknown_names(self), *_ambiguous(self)):
            faults.add(fault)
        if all(fault.code != NO_STATE.code for fault in faults.kept):
            for fault in _bad_graph(self):
                faults.add(fault)
        faults.check()

    @property
    def moves(self) -> tuple[str, ...]:
        """The codes of its moves, in the order of its rows."""
        return tuple(dict.fromkeys(row.move for row in self.rows))

    @cached_property
    def node(self) -> Mapping[str, Node]:
        """Its states by code."""
        return {node.code: node for node in self.nodes}

    @cached_property
    def table(self) -> Mapping[str, Mapping[str, Row]]:
        """State, move, row: compiled from the transitions machine, once."""
        return compiled(self)

    @cached_property
    def steps(self) -> Mapping[str, Mapping[str, Step]]:
        """State, move, and the row made ready: what `decide` runs."""
        return {
            state: {move: self._step(state, row) for move, row in moves.items()}
            for state, moves in self.table.items()
        }

    def _step(self, state: str, row: Row) -> Step:
        enters = "" if isinstance(row.enters, Fork) else row.enters
        return Step(
            row=row,
            thing=self.kind.thing,
            word=self.kind.name,
            move=row.move,
            given=self.kind.given,
            roles=frozenset(map(str, row.roles)),
            guards=tuple(self.kind.guards[name] for name in row.guards),
            needs=tuple((name, self.kind.needs[name]) for name in row.needs),
            enters=state if enters == SAME else enters,
        )

    def setting(self, name: str) -> int | str:
        """
        A number or a word that a guard reads: this table's own, or what holds where nothing is said.

        Raises:
            NotFound: The kind has no such setting.
        """
        try:
            return self._all_settings[name]
        except (KeyError, TypeError):
            near = nearest_of(name, sorted(self.kind.settings))
        raise NotFound(NO_SETTING.fault("name", near=near))

    @cached_property
    def _all_settings(self) -> dict[str, int | str]:
        return {**self.kind.settings, **self.settings}

    def number(self, name: str) -> int:
        """
        A setting that is a number.

        Raises:
            NotFound: The kind has no such setting.
            InvalidInput: It is a word.
        """
        return whole(self.setting(name), f"settings.{name}")

    def label(self, move: str) -> Text:
        """
        The name of a move.

        Raises:
            NotFound: No row has this move; the error names the nearest one.
        """
        for row in self.rows:
            if row.move == move:
                return row.label
        raise NotFound(UNKNOWN_MOVE.fault("move", move=move, near=nearest_of(move, self.moves)))


def _unknown_names(lifecycle: Lifecycle[Any]) -> Iterator[Fault]:
    """Names that a row or a setting uses and the kind does not have; doubled names of rows and states."""
    kind = lifecycle.kind
    states = dict.fromkeys(node.code for node in lifecycle.nodes)
    tables = {"guards": kind.guards, "needs": kind.needs}
    for place, row in enumerate(lifecycle.rows):
        if not row.leaves and row.enters == SAME:
            yield NO_STATE.fault(f"rows[{place}].enters", near=nearest_of("", states))
        for field, table in tables.items():
            for name in getattr(row, field):
                if name not in table:
                    yield NO_NAME.fault(f"rows[{place}].{field}", near=nearest_of(name, sorted(table)))
        if isinstance(row.enters, Fork) and row.enters.by not in kind.forks:
            yield NO_NAME.fault(
                f"rows[{place}].enters.by", near=nearest_of(row.enters.by, sorted(kind.forks))
            )
        for field, used in (("leaves", row.leaves), ("enters", row.targets)):
            for state in used:
                if state not in states and state != (ANY if field == "leaves" else SAME):
                    yield NO_STATE.fault(f"rows[{place}].{field}", near=nearest_of(state, states))
    for name, value in lifecycle.settings.items():
        if name not in kind.settings:
            yield NO_NAME.fault(f"settings.{name}", near=nearest_of(name, sorted(kind.settings)))
        elif type(value) is not type(kind.settings[name]):
            wanted = A_TEXT if isinstance(kind.settings[name], str) else A_NUMBER
            yield SETTING_KIND.fault(f"settings.{name}", kind=wanted)
    for field, all_names in (
        ("nodes", [node.code for node in lifecycle.nodes]),
        ("rows", [row.name for row in lifecycle.rows]),
    ):
        for place, name in enumerate(all_names):
            if name in all_names[:place]:
                yield DOUBLED.fault(f"{field}[{place}]")


def _ambiguous(lifecycle: Lifecycle[Any]) -> Iterator[Fault]:
    """Two rows for one move from one state."""
    rows: dict[tuple[str, str], Row] = {}
    for place, row, leaves, _ in edges(lifecycle):
        first = rows.setdefault((leaves, row.move), row)
        if first is not row:
            yield AMBIGUOUS.fault(f"rows[{place}]", row=first.name)


def _bad_graph(lifecycle: Lifecycle[Any]) -> Iterator[Fault]:
    """States that cannot be reached or left; ends that can be left."""
    onward: dict[str, set[str]] = {NOT_YET: set()}
    for _, _, leaves, enters in edges(lifecycle):
        onward.setdefault(leaves, set()).add(enters)
    if not onward[NOT_YET]:
        yield NO_OPENING.fault("rows")
    reached, ahead = {NOT_YET}, [NOT_YET]
    while ahead:
        new = onward.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    for place, node in enumerate(lifecycle.nodes):
        left = bool(onward.get(node.code, set()) - {node.code})
        if node.code not in reached:
            yield UNREACHABLE.fault(f"nodes[{place}]")
        if left == node.final:
            yield (NOT_FINAL if left else STUCK).fault(f"nodes[{place}]")


def changed(
    base: Lifecycle[T],
    *,
    id: str,
    rows: Iterable[Change[Row]] = (),
    nodes: Iterable[Change[Node]] = (),
    settings: Iterable[Change[int | str]] = (),
    kind: Kind[T, Any] | None = None,
) -> Lifecycle[T]:
    """
    The lifecycle of a town: a base with rows, states and settings added, replaced or dropped.

    Args:
        base: What silence leaves as it is.
        id: The code of the new table.
        rows: Changes by the name of a row.
        nodes: Changes by the code of a state.
        settings: Changes by the name of a setting; `replace` for one that only the kind says.
        kind: The kind with the town's own guards, from `Kind.extended`.

    Raises:
        InvalidInput: A change names what is not there, or the whole does not hold together.
    """
    all_rows, all_nodes, all_settings = tuple(rows), tuple(nodes), tuple(settings)
    behind = kind or base.kind
    every = {**behind.settings, **base.settings}
    faults = Faults()
    new_nodes = _overlaid(base.nodes, all_nodes, attrgetter("code"), faults, "nodes")
    new_rows = _overlaid(base.rows, all_rows, attrgetter("name"), faults, "rows")
    kept = _overlaid(every.items(), _as_pairs(all_settings), itemgetter(0), faults, "settings")
    faults.check()
    return Lifecycle(
        id=id,
        kind=behind,
        nodes=new_nodes,
        rows=new_rows,
        settings=FrozenMap(kept),
        changes=(*base.changes, *all_rows, *all_nodes, *all_settings),
    )


def _overlaid(
    base: Iterable[V], changes: Iterable[Change[V]], key: Callable[[V], str], faults: Faults, path: str
) -> tuple[V, ...]:
    try:
        return overlay(base, changes, key=key)
    except InvalidInput as error:
        faults.extend(error, path)
        return ()


def _as_pairs(changes: Iterable[Change[int | str]]) -> Iterator[Change[tuple[str, int | str]]]:
    for change in changes:
        pair = None if change.value is None else (change.key, change.value)
        yield Change(op=change.op, key=change.key, value=pair, source=change.source)
