"""The laws of what is written and read, and of what is private: of each thing on its way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sanliang import serial
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import decide
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.wire import without_private
from sanliang.testing._bench import Walk, outcome
from sanliang.testing._canaries import shown_in
from sanliang.testing._law import Law
from sanliang.testing._laws.lifecycles import of_walk, words
from sanliang.testing._told import broken_unless

KEPT = "台账据实登记、归档备查（华宁县，2018-02-22）"
HIDDEN = "公示不得包含身份证号、电话、疾病等个人隐私（政府信息公开条例第15条；个人信息保护法第28条）"
CANARY = "朱鹮麒麟-13911872246"
THING, EVENT = Text("事项", "it"), Text("最后一个事件", "its last event")
SALT = bytes(range(16))


def what_is_written_is_read(walk: Walk) -> None:
    """The thing, its last event and its log are read as they were written, for the ledger."""
    for one in (walk.thing, walk.log.events[-1]):
        text = serial.dumps(one, audience=Audience.LEDGER)
        back = serial.loads(text, type(one))
        what = {"name": type(one).__name__, "on": walk.thing.on}
        broken_unless(
            one == back,
            "{on} 的 {name} 读回后不同",
            "{name} of {on} is read as another one",
            **what,
        )
        again = serial.dumps(back, audience=Audience.LEDGER)
        broken_unless(
            text == again,
            "{on} 的 {name} 两次写出不同",
            "{name} of {on} is written in two ways",
            **what,
        )
    read = serial.read_log(serial.write_log(walk.log, audience=Audience.LEDGER), head=walk.log.head)
    broken_unless(read.log == walk.log, "其日志读回后不同", "its log is read as another one")


def every_audience_reads_something(walk: Walk) -> None:
    """For each audience it is written as JSON with its kind."""
    for audience in Audience:
        plain = json.loads(serial.dumps(walk.thing, audience=audience))
        broken_unless(
            plain["kind"].startswith(walk.bench.lifecycle.kind.name),
            "写给“{audience}”的种类为 {kind!r}",
            "for the {audience} it is written as {kind!r}",
            audience=audience.text,
            kind=plain["kind"],
        )


def planted(value: Any) -> Any:
    """The value with a canary in each private field."""
    return without_private(value, lambda _: Private(CANARY, salt=SALT))


def outputs(walk: Walk) -> Iterator[tuple[Text, str]]:
    """Whatever of a thing on its way somebody but the ledger may see, with what it is."""
    thing, events = planted(walk.thing), [planted(event) for event in walk.log.events]
    for one in (thing, *events):
        name = type(one).__name__
        yield Text(f"{name} 的 repr ", f"the repr of {name}"), repr(one)
    for audience in (Audience.VILLAGE, Audience.WEB):
        for value, what in ((thing, THING), (events[-1], EVENT)):
            says = Text(f"写给“{audience.zh}”的{what.zh}", f"what the {audience.en} reads of {what.en}")
            yield says, serial.dumps(value, audience=audience)
    for by in walk.bench.actors[:2]:
        for move in walk.bench.lifecycle.moves:
            given = getattr(events[-1], "given", None)
            ask = partial(decide, thing, move, by=by, on=walk.on, under=walk.bench.lifecycle, given=given)
            yield (
                Text(f"{by.id} 办理 {move} 的答复", f"what {by.id} is told of {move!r}"),
                _said(outcome(ask)),
            )


def _said(found: Any) -> str:
    """An answer in both languages, and its repr."""
    return f"{found} {found!r} {[fault.zh for fault in getattr(found, 'faults', ())]}"


def no_canary_is_shown(walk: Walk) -> None:
    """A canary in each private field shows itself in nothing that others see, in no encoding."""
    for what, output in outputs(walk):
        found = shown_in(CANARY, output)
        broken_unless(
            not found,
            "{what}露出了隐私内容（{count} 种编码）",
            "{what} gives a private value away ({count} encodings of it)",
            what=what,
            count=len(found),
        )


def _law(code: str, zh: str, en: str, source: str, law: Callable[[Walk], None]) -> Law:
    return Law(code=code, says=Text(zh, en), source=source, holds=of_walk(law), over=words, share=4)


STORED: tuple[Law, ...] = (
    _law(
        "serial.read",
        "写下的与读回的相同",
        "what is written for the ledger is read as it was: the thing, its events, its log",
        KEPT,
        what_is_written_is_read,
    ),
    _law(
        "serial.audiences",
        "对台账、村内、网上都能写出",
        "it can be written for each audience",
        KEPT,
        every_audience_reads_something,
    ),
    _law(
        "privacy.canary",
        "私密内容不以任何编码出现在公示、日志和出错信息中",
        "nothing private shows itself to the village or the web, in a repr or in an error, in any encoding",
        HIDDEN,
        no_canary_is_shown,
    ),
)
"""The laws of what is stored and of what is private."""
