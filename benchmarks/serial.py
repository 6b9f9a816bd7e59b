"""
Storing 100,000 pledges with five pieces of evidence each, against bare cattrs with the same parser.

The peer is the converter of `cattrs.preconf.json` as anybody would make it, on our own classes: lenient,
without kinds, versions or an order of keys; it writes and reads by `json`, without spaces or escapes. It
reads what we have written, so that both parse the same text. pydantic has models of the same shape.

Each pledge is a document of its own. They are made a part at a time, by drawing; in each part all take turns,
with the collector of garbage off, on the clock of the processor. Every text is compared, and every value that
was read. Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed.
"""

from __future__ import annotations

import gc
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from time import process_time
from typing import Any

from cattrs.preconf.json import make_converter
from pydantic import BaseModel, ConfigDict

from sanliang import pledges, serial
from sanliang.kernel.timeline import Span
from sanliang.pledges import Grade, Item, Letter, Outcome, PledgeKind, Pledger, PledgerKind, Progress, Result

PLEDGES, PARTS = 100_000, 50
PIECES = 5
"""Of evidence, for each pledge."""

GOALS = {"dump": 1.3, "load": 1.6}
YEAR = date(2026, 1, 1)
DEEDS = ("修好村口的路灯", "每月看望一次独居老人", "带头清理河道", "教邻居用手机挂号", "为合作社跑销路")
SAID = (
    "已装好三盏，余下待电线到货。",
    "送去米和油，老人身体好。",
    "清出两车淤泥。",
    "教会四位老人。",
    "签下一份订单。",
)


# --- the pledges ---------------------------------------------------------------------------------------


def pledge(number: int, draw: random.Random) -> pledges.Pledge:
    """An invented pledge that has run its course."""
    first, member = YEAR + timedelta(days=draw.randrange(90)), f"m-{draw.randrange(50_000):06}"
    item = Item(
        id=f"i-{number:06}",
        deed=draw.choice(DEEDS),
        deadline=YEAR + timedelta(days=200 + draw.randrange(150)),
        measure="次",
        quantity=draw.randint(1, 60),
        beneficiary="本村村民",
        witness=f"m-{draw.randrange(50_000):06}",
    )
    pledger = Pledger(kind=PledgerKind.MEMBER, id=member, unit=f"b-{draw.randrange(3_000):04}")
    return pledges.Pledge(
        id=f"p-{number:06}",
        state=pledges.State.EVALUATED,
        version=12,
        on=YEAR + timedelta(days=350),
        letter=Letter(
            pledger=pledger, kind=PledgeKind.ANNUAL, items=(item,), cycle=Span(YEAR, date(2026, 12, 31))
        ),
        signed=(member,),
        signed_on=first,
        notice=f"n-{number:06}",
        started=first + timedelta(days=7),
        progress=tuple(piece(item, first + timedelta(days=30 * n), draw) for n in range(1, PIECES + 1)),
        outcomes=(Outcome(item=item.id, result=draw.choice([*Result]), says="经走访两户，情况属实。"),),
        grade=draw.choice([*Grade]),
    )


def piece(item: Item, on: date, draw: random.Random) -> Progress:
    """A piece of evidence for an item."""
    photos = (f"photo-{draw.randrange(10**6):06}", f"photo-{10**6 + draw.randrange(10**6)}")
    return Progress(
        item=item.id, on=on, says=draw.choice(SAID), quantity=draw.randint(1, 12), evidence=photos
    )


# --- the peers -----------------------------------------------------------------------------------------


class Model(BaseModel):
    """What all models of pydantic here share."""

    model_config = ConfigDict(frozen=True)


class PledgerModel(Model):
    """A pledger."""

    kind: PledgerKind
    id: str
    unit: str
    signatories: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


class ItemModel(Model):
    """An item."""

    id: str
    deed: str
    deadline: date
    measure: str | None = None
    quantity: int | None = None
    beneficiary: str | None = None
    witness: str | None = None
    responsible: str | None = None
    duty: str | None = None
    menu: str | None = None


class SpanModel(Model):
    """A cycle."""

    start: date
    end: date


class LetterModel(Model):
    """A letter."""

    pledger: PledgerModel
    kind: PledgeKind
    items: tuple[ItemModel, ...]
    cycle: SpanModel | None = None
    renews: str | None = None


class AmendmentModel(Model):
    """An amendment."""

    letter: LetterModel
    accepted: bool = False
    signed: tuple[str, ...] = ()
    signed_on: date | None = None
    notice: str = ""


class ProgressModel(Model):
    """A piece of evidence."""

    item: str
    on: date
    says: str
    quantity: int | None = None
    evidence: tuple[str, ...] = ()
    done: bool = False


class OutcomeModel(Model):
    """An outcome."""

    item: str
    result: Result
    says: str


class PledgeModel(Model):
    """A pledge."""

    id: str
    state: str
    version: int
    on: date
    letter: LetterModel
    amendment: AmendmentModel | None = None
    signed: tuple[str, ...] = ()
    signed_on: date | None = None
    notice: str = ""
    started: date | None = None
    progress: tuple[ProgressModel, ...] = ()
    outcomes: tuple[OutcomeModel, ...] = ()
    grade: Grade | None = None
    rectify_until: date | None = None


PEER = make_converter()


def dump_by_cattrs(value: pledges.Pledge) -> str:
    """A pledge as the peer writes it."""
    return PEER.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load_by_cattrs(text: str) -> pledges.Pledge:
    """A pledge as the peer reads it."""
    return PEER.loads(text, pledges.Pledge)


def load(text: str) -> pledges.Pledge:
    """A pledge as we read it."""
    return serial.loads(text, pledges.Pledge)


def dump_by(backend: serial.Backend) -> Callable[[Any], str]:
    """What writes a pledge by one of our extras."""
    return lambda value: serial.dumps(value, backend=backend)


DUMPS: dict[str, Callable[[Any], str]] = {
    "cattrs dump": dump_by_cattrs,
    "dump": serial.dumps,
    "orjson dump": dump_by(serial.Backend.ORJSON),
    "msgspec dump": dump_by(serial.Backend.MSGSPEC),
}
LOADS: dict[str, Callable[[str], Any]] = {
    "cattrs load": load_by_cattrs,
    "load": load,
    "pydantic load": PledgeModel.model_validate_json,
}


# --- the measuring -------------------------------------------------------------------------------------


class Sums:
    """The seconds of the processor that each work has taken, over all parts."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def each(self, name: str, work: Callable[[Any], Any], inputs: Iterable[Any]) -> list[Any]:
        """Do some work for each of the inputs; its answers."""
        gc.collect()
        gc.disable()
        start = process_time()
        found = [work(one) for one in inputs]
        spent = process_time() - start
        gc.enable()
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        return found

    def line(self, name: str, peer: str) -> bool:
        """Print a ratio, and say whether its goal is missed."""
        ratio, goal = self.seconds[name] / self.seconds[peer], GOALS.get(name)
        mine, theirs = (self.seconds[one] / PLEDGES * 1e6 for one in (name, peer))
        aim = "" if goal is None else f"; goal {goal:g}"
        figures = f"{mine:.1f} us each, {peer} {theirs:.1f} us{aim}"
        print(f"serial-{name.replace(' ', '-')} ratio={ratio:.2f} ({figures})")
        return goal is not None and ratio > goal


def said(data: Any) -> Any:
    """Data without what is nothing, and without its kind."""
    if isinstance(data, dict):
        return {key: said(one) for key, one in data.items() if one is not None}
    return [*map(said, data)] if isinstance(data, list) else data


def one_part(values: Sequence[pledges.Pledge], sums: Sums, *, backwards: bool) -> None:
    """Write and read a part of the pledges, by each in turn, and compare."""
    turn = reversed if backwards else iter
    models = [PledgeModel.model_validate_json(dump_by_cattrs(one)) for one in values]
    written = {name: sums.each(name, DUMPS[name], values) for name in turn([*DUMPS])}
    modelled = sums.each("pydantic dump", PledgeModel.model_dump_json, models)
    texts = written["dump"]
    assert texts == written["orjson dump"] == written["msgspec dump"]
    for mine, theirs, third in zip(texts, written["cattrs dump"], modelled, strict=True):
        assert said(json.loads(theirs)) | {"kind": "pledge/1"} == json.loads(mine)
        assert json.loads(theirs) == json.loads(third)
    for name in turn([*LOADS]):
        assert sums.each(name, LOADS[name], texts) == (models if "pydantic" in name else values)


def main() -> int:
    """Measure, print, and say whether a goal is missed."""
    draw, sums, size = random.Random(1), Sums(), PLEDGES // PARTS
    one_part([pledge(0, draw)], Sums(), backwards=False)  # whatever each does once, it has done then
    for part in range(PARTS):
        values = [pledge(part * size + number, draw) for number in range(size)]
        one_part(values, sums, backwards=bool(part % 2))
    missed = [sums.line("dump", "cattrs dump"), sums.line("load", "cattrs load")]
    for name in ("orjson dump", "msgspec dump", "pydantic dump"):
        sums.line(name, "cattrs dump")
    sums.line("pydantic load", "cattrs load")
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
