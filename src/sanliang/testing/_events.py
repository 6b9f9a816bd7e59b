"""Events of nothing but a note, in two versions, and the registries that know them."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from sanliang.kernel.privacy import Private
from sanliang.serial import BASE, Form, Upgrade

DAY = date(2026, 7, 1)


@attrs.frozen(kw_only=True)
class Noted:
    """That somebody wrote something down."""

    thing: str
    note: str
    on: date = DAY
    phone: Private[str] | None = None

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "case.noted/1"


@attrs.frozen(kw_only=True)
class Told:
    """The same in its next version: what was a note is a text."""

    thing: str
    text: str
    on: date = DAY
    phone: Private[str] | None = None

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "case.noted/2"


def _told(data: dict[str, Any]) -> dict[str, Any]:
    return {("text" if name == "note" else name): value for name, value in data.items()}


FIRST = BASE.with_(Form(tag="case.noted/1", of=Noted))
"""The registry of the release that writes notes."""

NEXT = BASE.with_(
    Form(tag="case.noted/2", of=Told),
    upgrades=[Upgrade(old="case.noted/1", new="case.noted/2", change=_told)],
)
"""The registry of the release after it, which reads them as texts."""
