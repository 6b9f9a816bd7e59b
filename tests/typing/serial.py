"""What a type checker sees of the serializers: the class that is expected is the class that comes back."""

from datetime import date
from typing import Any, assert_type

import attrs

from sanliang import Audience, Log, Span, serial
from sanliang.kernel.events import Entry
from sanliang.orgs import Household
from sanliang.pledges import Item, Pledge


@attrs.frozen(kw_only=True)
class Lamp:
    """A kind of a town's own."""

    watts: int


def both_ways(text: str, raw: bytes, home: Household) -> Pledge:
    """Read what is expected; write for somebody."""
    assert_type(serial.loads(text, Item), Item)
    assert_type(serial.loads(raw, Item, most=1024), Item)
    assert_type(serial.from_dict({"kind": "span/1"}, Span), Span)
    assert_type(serial.loads(text), Any)
    assert_type(serial.dumps(home, audience=Audience.LEDGER), str)
    assert_type(serial.to_dict(home, audience="village"), dict[str, Any])
    serial.loads(text, Item, 1024)  # type: ignore[call-overload]
    return serial.loads(text, Pledge)


def logs(log: Log, lines: list[bytes]) -> str:
    """A log from its lines, and the lines that follow a head."""
    read = serial.read_log(lines, stream="p-17", head=log.head)
    assert_type(read, serial.ReadLog)
    assert_type(read.log, Log)
    assert_type([*serial.read_entries(lines)], list[Entry])
    return serial.append(read.log, expected=log.head, audience="ledger")


def town(lamp: Lamp, day: date) -> serial.Registry:
    """A registry is a value, and a form knows its class."""
    form = serial.Form(tag="lamp/1", of=Lamp)
    assert_type(form, serial.Form[Lamp])
    serial.Form(tag="lamp/1", of=Lamp, lay=lambda value: value.watts)
    registry = serial.BASE.with_(form)
    assert_type(registry.tags, tuple[str, ...])
    serial.converter(registry).structure({"watts": 40}, Lamp)
    return registry
