"""Items as TOML writes them, and their tariffs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sanliang.kernel.fields import FrozenMap, code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import Check, Sheet, filled, is_day, one_of, rows, source, text, whole, yes
from sanliang.kernel.sources import Source
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import EDGES, NO_EDGE, band, edges, number, positive
from sanliang.rulebooks._parts._conditions import condition
from sanliang.rulebooks._parts._facts import fact
from sanliang.rulebooks._parts._own import own_tariff
from sanliang.rulebooks._parts._terms import WINDOWS
from sanliang.rulebooks._values import Band, Value
from sanliang.rulebooks._words import TariffWord

ONE_TARIFF = Phrase(
    "item.tariffs", "只能有一种计分方法，现有：{found}", "can have one tariff only, and has: {found}"
)
NO_EACH = Phrase("item.no_each", "只与 each 连用", "goes with each only")
NO_STEPS = Phrase("item.no_steps", "只与 steps 连用", "goes with steps only")
NO_GIVEN = Phrase("item.no_given", "只与 given 连用", "goes with given only")
NO_FOR_EACH = Phrase("item.no_for_each", "只与 for_each 连用", "goes with for_each only")
TWO_LINES = Phrase("item.two_lines", "above 和 below 只能有一个", "has both above and below")
TWO_FACTS = Phrase("item.two_facts", "fact 和 for_each 只能有一个", "has both fact and for_each")


def item(
    id: str, book: Source, inline: dict[str, model.Fact], tariffs: Iterable[TariffWord] = ()
) -> Check[model.Item]:
    """
    A check for the item of a name; a fact that it defines in place is put among *inline*.

    Its tariff is found by its tag: the three of the language, or one of *tariffs*.
    """
    table = {**_TARIFFS, **{word.tag: _own(word) for word in tariffs}}

    def check(value: Any, path: str) -> model.Item:
        sheet = Sheet(value, path)
        top = id == model.SCORE
        found: dict[str, Any] = {
            "part_of": None if top else sheet.read("part_of", code, model.SCORE),
            "fact": _read_fact(sheet, id, book, inline),
            "for_each": "for_each" in sheet,
            "field": sheet.read("field", code),
            "points": sheet.read("points", number),
            "tariff": _tariff(sheet, table),
            "when": sheet.read("when", condition),
            "take": sheet.read("take", one_of("sum", "highest", "lowest", "mean"), "sum"),
            "floor": sheet.read("floor", _limits, FrozenMap()),
            "ceiling": sheet.read("ceiling", _ceiling, FrozenMap()),
            "endless": sheet.data.get("ceiling") == NO_CEILING,
            "weight": sheet.read("weight", number),
            "decimals": sheet.read("decimals", whole(0, 4)),
            "open": sheet.read("open", yes, False),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Item(id=id, **found)

    return check


def _read_fact(sheet: Sheet, id: str, book: Source, inline: dict[str, model.Fact]) -> str | None:
    if "fact" in sheet and "for_each" in sheet:
        sheet.faults.add(TWO_FACTS.fault(sheet.path))
    if "field" in sheet and "for_each" not in sheet:
        sheet.faults.add(NO_FOR_EACH.fault(sheet.at("field")))
    one_by_one: str | None = sheet.read("for_each", code)
    if type(sheet.data.get("fact")) is not dict:
        return sheet.read("fact", code) or one_by_one
    defined = sheet.read("fact", fact(id, book))
    if defined is not None:
        inline[id] = defined
    return id


NO_CEILING = "none"


def _ceiling(value: Any, path: str) -> FrozenMap[str, Value]:
    """A limit, or that there is none, as the source says."""
    return FrozenMap() if value == NO_CEILING else _limits(value, path)


def _limits(value: Any, path: str) -> FrozenMap[str, Value]:
    """One limit for the cycle, or one for each window."""
    if type(value) is dict and value and "by" not in value and not any(map(is_day, value)):
        sheet = Sheet(value, path)
        read = {window: sheet.read(window, number) for window in WINDOWS}
        sheet.close()
        found = {window: limit for window, limit in read.items() if limit is not None}
        return FrozenMap(found)
    return FrozenMap({"cycle": number(value, path)})


_Read = Callable[[Sheet], model.Tariff]


def _tariff(sheet: Sheet, table: Mapping[str, _Read]) -> model.Tariff | None:
    found = [tag for tag in table if tag in sheet]
    if len(found) > 1:
        sheet.faults.add(ONE_TARIFF.fault(sheet.path, found=tuple(found)))
    for keys, tariff, phrase in (
        (("per", "whole", "above", "below"), "each", NO_EACH),
        (("gap", "overlap"), "steps", NO_STEPS),
        (("decision",), "given", NO_GIVEN),
    ):
        for key in keys:
            if key in sheet and tariff not in sheet:
                sheet.faults.add(phrase.fault(sheet.at(key)))
    tariffs = {tag: read(sheet) for tag, read in table.items()}
    return tariffs[found[0]] if found else None


def _own(word: TariffWord) -> _Read:
    return lambda sheet: sheet.read(word.tag, own_tariff(word))


def _each(sheet: Sheet) -> model.Each:
    if "above" in sheet and "below" in sheet:
        sheet.faults.add(TWO_LINES.fault(sheet.path))
    return model.Each(
        points=sheet.read("each", number),
        per=sheet.read("per", positive),
        whole=sheet.read("whole", yes, False),
        above=sheet.read("above", number),
        below=sheet.read("below", number),
    )


def _steps(sheet: Sheet) -> model.Steps:
    return model.Steps(
        bands=sheet.read("steps", filled(rows(_step)), ()),
        gap=sheet.read("gap", one_of("lower")),
        overlap=sheet.read("overlap", one_of("higher", "lower")),
    )


def _step(value: Any, path: str) -> tuple[Band, Value]:
    sheet = Sheet(value, path)
    points = sheet.need("points", number)
    found = edges(sheet, number)
    if not any(edge in sheet for edge in EDGES):
        sheet.faults.add(NO_EDGE.fault(path))
    sheet.close()
    return Band(**found), points


def _mark(sheet: Sheet) -> model.Mark:
    return model.Mark(band=sheet.read("given", band, Band()), decision=sheet.read("decision", yes, False))


_TARIFFS: Mapping[str, _Read] = {"each": _each, "steps": _steps, "given": _mark}
