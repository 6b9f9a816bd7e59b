"""The kinds that one column takes: their names for migrations, how their values are read and written."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from types import UnionType
from typing import Any

import attrs

from sanliang import serial
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.serial import LARGEST, Registry
from sanliang.serial._registry import OTHER_KINDS
from sanliang.serial._tags import UNKNOWN_TAG, by_nearness
from sanliang.serial._upgrades import chain

TOO_LONG = Phrase(
    "column.long", "超过 {most} 字节，将无法读回", "has more than {most} bytes and could not be read back"
)


def names_of(kind: type | UnionType | str, registry: Registry) -> tuple[str, ...]:
    """
    The names of kinds, without their versions.

    Raises:
        InvalidInput: The registry does not have the class; names are taken as they are.
    """
    tags = kind.split("|") if isinstance(kind, str) else registry.tags_of(kind)
    return tuple(tag.strip().partition("/")[0] for tag in tags)


@attrs.frozen(eq=False)
class Kinds:
    """What stands under some names in a registry now, whatever it was called before."""

    names: tuple[str, ...]
    registry: Registry

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """
        The newest tag of each name.

        Raises:
            InvalidInput: The registry has none.
        """
        newest = {tag.partition("/")[0]: tag for tag in self.registry.tags}
        steps = {one.old: one for one in self.registry.upgrades}
        renamed = {old.partition("/")[0]: chain(old, steps)[-1].new for old in steps}
        known = {**renamed, **newest}
        for name in self.names:
            if name not in known:
                raise InvalidInput(UNKNOWN_TAG.fault("kind", known=by_nearness(name, self.registry.tags)))
        return tuple(known[name] for name in self.names)

    @cached_property
    def classes(self) -> Any:
        """Their classes, joined by `|` where there are several."""
        by_tag = {form.tag: form.of for form in self.registry.forms}
        return reduce(or_, (by_tag[tag] for tag in self.tags))

    @property
    def private(self) -> bool:
        """Whether one of them can hold a private value."""
        return bool(self.registry.private.intersection(self.tags))

    def read(self, text: str) -> Any:
        """
        The value of a text.

        Raises:
            InvalidInput: As `serial.loads`; another kind.
        """
        return self.known(serial.loads(text, self.classes, registry=self.registry))

    def known(self, value: Any) -> Any:
        """
        The value itself.

        Raises:
            InvalidInput: It is of another kind.
        """
        if self.registry.form_of(value).tag not in self.tags:
            raise InvalidInput(OTHER_KINDS.fault("kind", kinds=self.tags))
        return value

    def text(self, value: Any) -> str:
        """
        The text of a value, as the ledger has it.

        Raises:
            InvalidInput: It is of another kind, or so large that `serial.loads` would refuse it.
        """
        text = serial.dumps(self.known(value), audience=Audience.LEDGER, registry=self.registry)
        if len(text) * 4 > LARGEST and len(text.encode()) > LARGEST:
            raise InvalidInput(TOO_LONG.fault(most=LARGEST))
        return text
