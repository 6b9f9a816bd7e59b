"""A town's own kinds: one that was called otherwise before, and has a second shape."""

import attrs

from sanliang.serial import BASE, Form, Upgrade


@attrs.frozen(kw_only=True)
class Lamp:
    """A lamp of the town's list."""

    id: str
    watts: int


TOWN = BASE.with_(
    Form(tag="lamp/2", of=Lamp),
    upgrades=[
        Upgrade(old="light/1", new="lamp/1", change=lambda data: data),
        Upgrade(old="lamp/1", new="lamp/2", change=lambda data: {**data, "watts": 40}),
    ],
)
