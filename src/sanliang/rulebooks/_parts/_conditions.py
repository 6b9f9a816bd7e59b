"""Conditions as TOML writes them: questions to facts, items and ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import Sheet, filled, one_of, rows, whole
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import EDGES, edges, number
from sanliang.rulebooks._parts._terms import answer, several, tier
from sanliang.rulebooks._values import Band, Fixed

ONE_QUESTION = Phrase(
    "condition.subjects",
    "须且只能问一项：fact、item、tier、place、all、any、not",
    "asks one thing: fact, item, tier, place, all, any or not",
)
NO_TEST = Phrase(
    "condition.no_test", "缺少界线、is 或 in", "needs edges, `is` or `in`: what the answer depends on"
)
ONE_TEST = Phrase("condition.tests", "界线、is、in 只能有一种", "has more than one of: edges, `is`, `in`")
TWO_TIMES = Phrase("condition.times", "run 和 within 只能有一个", "has both run and within")

_QUESTIONS = ("all", "any", "not", "fact", "item", "tier", "place")


def condition(value: Any, path: str) -> model.Condition:
    """A question to facts, items and ratings."""
    sheet = Sheet(value, path)
    asked = [key for key in _QUESTIONS if key in sheet]
    if len(asked) != 1:
        raise InvalidInput(ONE_QUESTION.fault(path))
    found = _ASK[asked[0]](sheet)
    sheet.close()
    return found


def on_score(value: Any, path: str) -> model.Condition:
    """A condition that asks for the score where it does not name another item or fact."""
    asks = type(value) is dict and any(key in value for key in _QUESTIONS)
    return condition(value if asks or type(value) is not dict else {"item": model.SCORE, **value}, path)


def _parts(sheet: Sheet, key: str) -> tuple[model.Condition, ...]:
    return sheet.need(key, filled(rows(condition))) or ()


def _test(sheet: Sheet, of: str) -> model.Test:
    name = sheet.need(of, code)
    band, among = _answers(sheet)
    return model.Test(of=of, name=name, band=band, among=among)


def _tier_test(sheet: Sheet) -> model.Test:
    name = sheet.need("tier", one_of("this", "last"))
    run, within = sheet.read("run", _times), sheet.read("within", _times)
    if "run" in sheet and "within" in sheet:
        sheet.faults.add(TWO_TIMES.fault(sheet.path))
    found = tiers_named(sheet)
    _one_test(sheet)
    return model.Test(of="tier", name=name, band=found.band, among=found.among, run=run, within=within)


def _answers(sheet: Sheet) -> tuple[Band, tuple[str | bool | Fraction, ...]]:
    """The edges and the words of a question; an exact number is a band of its own."""
    found = edges(sheet, number)
    exactly, some = sheet.read("is", answer), sheet.read("in", _some, ())
    _one_test(sheet)
    if isinstance(exactly, Fraction):
        return Band(at_least=Fixed(exactly), at_most=Fixed(exactly)), ()
    return Band(**found), some if exactly is None else (exactly,)


def _some(value: Any, path: str) -> tuple[str | bool | Fraction, ...]:
    return filled(rows(answer))(value, path)


def tiers_named(sheet: Sheet) -> model.Within:
    """The tiers that a table names: between edges, exactly one, or several."""
    found = edges(sheet, tier)
    exactly, some = sheet.read("is", tier), sheet.read("in", several(tier), ())
    return model.Within(band=model.Rank(**found), among=some if exactly is None else (exactly,))


def kinds_of_test(sheet: Sheet) -> int:
    """How many of edges, `is` and `in` a table has."""
    return any(edge in sheet for edge in EDGES) + ("is" in sheet) + ("in" in sheet)


def _one_test(sheet: Sheet) -> None:
    if kinds_of_test(sheet) != 1:
        sheet.faults.add((ONE_TEST if kinds_of_test(sheet) else NO_TEST).fault(sheet.path))


_times = whole(1, 100)
_ASK: Mapping[str, Callable[[Sheet], model.Condition]] = {
    "all": lambda sheet: model.AllOf(parts=_parts(sheet, "all")),
    "any": lambda sheet: model.AnyOf(parts=_parts(sheet, "any")),
    "not": lambda sheet: model.NotOf(part=sheet.need("not", condition)),
    "fact": lambda sheet: _test(sheet, "fact"),
    "item": lambda sheet: _test(sheet, "item"),
    "tier": _tier_test,
    "place": lambda sheet: _test(sheet, "place"),
}
