"""What a table is made of: states, rows, forks; who acts; what a guard sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    code,
    code_set,
    identifier,
    instance,
    listed,
    name_set,
    names,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason

if TYPE_CHECKING:
    from sanliang.kernel.lifecycles._table import Lifecycle

ANY = "*"
SAME = "="
NOT_YET = ""
"""The state of a thing before its first event."""

NO_CASES = Phrase(
    "fork.cases", "应为情形到状态的映射，至少一项", "must be a map of cases to states, with one case at least"
)
OUT_OF_SCOPE = Phrase(
    "actor.scope",
    "{actor} 无权办理单位“{unit}”的事项",
    "{actor} has no say over unit {unit!r}",
)


class Thing(Protocol):
    """What goes through a lifecycle: a frozen value that knows its id, its state and where its log stands."""

    @property
    def id(self) -> str:
        """Its id, which is the id of its log."""
        ...

    @property
    def state(self) -> str:
        """The code of its state."""
        ...

    @property
    def version(self) -> int:
        """How many events made it what it is: 1 or more."""
        ...

    @property
    def on(self) -> date:
        """The day of its last event."""
        ...


def _roles(value: Any, path: str) -> frozenset[str]:
    return code_set(_sorted(value, path), path)


def _may(value: Any, path: str) -> frozenset[str]:
    """Codes; those of an enum stay its members, so that a refusal can say their names."""
    _roles(value, path)
    return frozenset(value)


def _scope(value: Any, path: str) -> frozenset[str]:
    return name_set(_sorted(value, path), path)


def _sorted(value: Any, path: str) -> list[Any]:
    """The members in an order that does not depend on the run."""
    return sorted(listed(value, path), key=str)


@attrs.frozen(kw_only=True)
class Actor:
    """
    Who acts, as the roster has it on a day.

    Args:
        id: The person's id.
        roles: Codes of the roles held that day, such as `member` or `branch_secretary`.
        unit: The Party unit the person belongs to.
        scope: The units that the roles reach; the person's own unit where nothing is said.

    Example:
        >>> sorted(Actor(id="m-3", roles={"member"}, unit="b-1").scope)
        ['b-1']
    """

    id: str = attrs.field(validator=checked(identifier))
    roles: frozenset[str] = attrs.field(validator=checked(_roles))
    unit: str = attrs.field(validator=checked(identifier))
    scope: frozenset[str] = attrs.field(
        default=attrs.Factory(lambda self: frozenset({self.unit}), takes_self=True),
        validator=checked(_scope),
    )


@attrs.frozen(kw_only=True)
class Node:
    """
    A state: its code and name, the stage it stands in, and whether it is an end.

    Args:
        code: Stored; lower-case ASCII.
        label: Shown.
        stage: The name of the stage it is drawn in, or nothing.
        final: Whether no move leaves it.
    """

    code: str = attrs.field(validator=checked(code))
    label: Text = attrs.field(validator=checked(instance(Text)))
    stage: Text | None = attrs.field(default=None, validator=checked(optional(instance(Text))))
    final: bool = attrs.field(default=False, validator=checked(instance(bool)))


def _cases(value: Any, path: str) -> FrozenMap[str, str]:
    if not isinstance(value, Mapping) or not value:
        raise InvalidInput(NO_CASES.fault(path))
    return FrozenMap((code(case, path), code(state, f"{path}.{case}")) for case, state in value.items())


@attrs.frozen(kw_only=True)
class Fork:
    """
    Where a move leads, by what was given: the kind's function *by* names one of the cases.

    Example:
        >>> Fork(by="outcome", to={"kept": "verified", "broken": "unfulfilled"}).to["kept"]
        'verified'
    """

    by: str = attrs.field(validator=checked(code))
    to: Mapping[str, str] = attrs.field(validator=checked(_cases))


def _codes(value: Any, path: str) -> tuple[str, ...]:
    return names(value, path, each=code)


def _leaves(value: Any, path: str) -> tuple[str, ...]:
    if value == ANY or (isinstance(value, tuple | list) and tuple(value) == (ANY,)):
        return (ANY,)
    return names(value, path, each=code)


def _enters(value: Any, path: str) -> str | Fork:
    return value if isinstance(value, Fork) or value == SAME else code(value, path)


@attrs.frozen(kw_only=True)
class Row:
    """
    One move of a lifecycle, in the vocabulary of transition tables.

    Args:
        move: The code of the move.
        leaves: The states it leaves: several, `"*"` for every one, none for a move that opens the thing.
        enters: The state it leads to, `"="` for the same, or a `Fork`.
        name: The row's own name, by which a town changes it; the move where nothing is said.
        label: The move's name.
        roles: Who may, by the codes of roles; empty where the guards alone say it. Members of an enum with
            names are shown by these.
        guards: Names of the kind's guards: what must be true of the thing, the actor and the day.
        needs: Names of what must be given with the move.
        source: The rule it rests on.
    """

    move: str = attrs.field(validator=checked(code))
    leaves: tuple[str, ...] = attrs.field(validator=checked(_leaves))
    enters: str | Fork = attrs.field(validator=checked(_enters))
    name: str = attrs.field(
        default=attrs.Factory(lambda self: self.move, takes_self=True), validator=checked(identifier)
    )
    label: Text = attrs.field(validator=checked(instance(Text)))
    roles: frozenset[str] = attrs.field(default=frozenset(), validator=checked(_may))
    guards: tuple[str, ...] = attrs.field(default=(), validator=checked(_codes))
    needs: tuple[str, ...] = attrs.field(default=(), validator=checked(_codes))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    @property
    def targets(self) -> tuple[str, ...]:
        """The states it may lead to; `"="` stands for the one it leaves."""
        if isinstance(self.enters, Fork):
            return tuple(dict.fromkeys(self.enters.to.values()))
        return (self.enters,)


def node(state: Labelled, *, stage: Text | None = None, final: bool = False) -> Node:
    """The state of an enum's member: its code and its name."""
    return Node(code=state.value, label=state.text, stage=stage, final=final)


def row(move: Labelled, leaves: tuple[str, ...], enters: str | Fork, **rest: Any) -> Row:
    """The row of an enum's member: its code and its name; *rest* are the other fields of `Row`."""
    return Row(move=move.value, leaves=leaves, enters=enters, label=move.text, **rest)


class Ask(NamedTuple):
    """What a guard sees beside the thing: who, when, what was given, under which lifecycle."""

    by: Actor
    on: date
    given: Any
    under: Lifecycle[Any]
    opens: bool = False
    """Whether the move opens the thing, which is then seen as it would be."""


class Step(NamedTuple):
    """A row made ready for deciding: its names looked up once."""

    row: Row
    thing: type[Any]
    word: str
    move: str
    given: type[Any]
    roles: frozenset[str]
    guards: tuple[Guard, ...]
    needs: tuple[tuple[str, Check | None], ...]
    enters: str
    """The state it leads to; empty where it forks."""


Guard = Callable[[Any, Ask], Reason | None]
"""Looks at a thing and an `Ask`; the reason against the move, or nothing. It must not look at *given*."""

Check = Callable[[Any, Ask, Any], Reason | None]
"""Looks at a thing, an `Ask` and one given value that is there; the reason against it, or nothing."""


def within(thing: Any, ask: Ask) -> Reason | None:
    """A guard for every kind whose things have a `unit`: it lies within the actor's scope."""
    if thing.unit in ask.by.scope:
        return None
    return Reason.of(OUT_OF_SCOPE, actor=ask.by.id, unit=thing.unit)


WITHIN = "在管辖范围内"
"""What the guard `within` is called in Chinese, by every kind that has it."""
