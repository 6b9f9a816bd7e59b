"""What one authority says: the changes of a county or a town, each with its source; what it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    code,
    day,
    each,
    identifier,
    instance,
    instances,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.overlays import Change
from sanliang.kernel.sources import Source
from sanliang.townships._cases import TownCase, WrittenCase, a_case

OTHER_BASE = Phrase(
    "township.over",
    "写的是在“{wanted}”之上修改，不能放在“{found}”之上",
    "says that it changes {wanted!r}, and cannot be laid over {found!r}",
)

SAME_ID = Phrase(
    "township.same_id",
    "与其下某一层的 id 相同",
    "is the id of something that it is laid over: take another one",
)
NOT_GUARDS = Phrase(
    "township.guards",
    "应为每个事项一张由名称到函数的表",
    "must be, for each word, a table of names and functions",
)

Guard = Callable[[Any, Any], Any]
Guards = FrozenMap[str, FrozenMap[str, Guard]]


def _codes(value: Any, path: str) -> tuple[str, ...]:
    return names(value, path, each=code)


def guards_of(value: Any, path: str) -> Guards:
    """A town's own guards by word and name."""
    faults, found = Faults(), dict[str, FrozenMap[str, Guard]]()
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_GUARDS.fault(path))
    for word, table in value.items():
        if isinstance(table, Mapping) and all(callable(one) for one in table.values()):
            found[code(word, path)] = FrozenMap((code(name, path), one) for name, one in table.items())
        else:
            faults.add(NOT_GUARDS.fault(path))
    faults.check()
    return FrozenMap(found)


@attrs.frozen(kw_only=True)
class Stated:
    """
    One change of one part of a town, as `kernel.overlays` makes them, and what it says in words.

    Args:
        part: The name of the part, such as `calendar` or `pledge`.
        change: What is added, replaced or dropped, and who says so.
        says: The same for people, where the change has words of its own.
    """

    part: str = attrs.field(validator=checked(code))
    change: Change[Any] = attrs.field(validator=checked(instance(Change)))
    says: Text | None = attrs.field(default=None, validator=checked(optional(instance(Text))))


@attrs.frozen(kw_only=True)
class Open:
    """
    What a source leaves open, so that it is the base, or a choice of whoever wrote the town down, that holds.

    Args:
        part: The name of the part.
        key: The entry that is meant.
        says: What the source does not say, and what holds.
        source: The source.
    """

    part: str = attrs.field(validator=checked(code))
    key: str = attrs.field(validator=checked(identifier))
    says: Text = attrs.field(validator=checked(instance(Text)))
    source: Source = attrs.field(validator=checked(instance(Source)))


@attrs.frozen(kw_only=True)
class Layer:
    """
    What a county or a town changes of what lies below it.

    Args:
        id: Its code.
        name: Its name.
        since: The first day on which it is in force; nothing where it always was.
        over: The ids of what it is laid over, from the lowest: as a rule one, such as `("base",)`.
        changes: In the order in which they are made.
        open: What its source leaves open.
        guards: Own guards, by word and name: code, which no file can give.
        cases: What it comes to, in examples; of layers over one another, those of the topmost count. Those
            of a file are not read yet: `Township.cases` does.

    Example:
        >>> Layer(id="qingshan", name=Text("青山镇")).over
        ('base',)
    """

    id: str = attrs.field(validator=checked(code))
    name: Text = attrs.field(validator=checked(instance(Text)))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    over: tuple[str, ...] = attrs.field(default=("base",), validator=checked(_codes))
    changes: tuple[Stated, ...] = attrs.field(
        default=(), validator=checked(instances(Stated)), repr=lambda many: f"<{len(many)}>"
    )
    open: tuple[Open, ...] = attrs.field(
        default=(), validator=checked(instances(Open)), repr=lambda many: f"<{len(many)}>"
    )
    guards: Guards = attrs.field(
        default=FrozenMap(), validator=checked(guards_of), repr=lambda table: str([*table])
    )
    cases: tuple[TownCase | WrittenCase, ...] = attrs.field(
        default=(), validator=checked(each(a_case)), repr=lambda many: f"<{len(many)}>"
    )


def joined(first: Layer, second: Layer) -> Layer:
    """
    Two layers as one.

    Raises:
        InvalidInput: The second one says that it lies over something else than the first, or has the id of
            something below it.
    """
    wanted = second.over[0] if second.over else ""
    if wanted != first.id:
        raise InvalidInput(OTHER_BASE.fault(second.id, wanted=wanted, found=first.id))
    if second.id in {*first.over, first.id}:
        raise InvalidInput(SAME_ID.fault("id"))
    words = sorted({*first.guards, *second.guards})
    return Layer(
        id=second.id,
        name=second.name,
        since=max(filter(None, (first.since, second.since)), default=None),
        over=(*first.over, *second.over),
        changes=(*first.changes, *second.changes),
        open=(*first.open, *second.open),
        guards=FrozenMap({word: _both(first.guards, second.guards, word) for word in words}),
        cases=second.cases,
    )


def _both(first: Guards, second: Guards, word: str) -> FrozenMap[str, Guard]:
    nothing: FrozenMap[str, Guard] = FrozenMap()
    return FrozenMap({**first.get(word, nothing), **second.get(word, nothing)})
