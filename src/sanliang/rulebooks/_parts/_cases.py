"""Cases as TOML writes them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import Check, Sheet, day, ident, named, rows, source, text, words
from sanliang.kernel.sources import Source
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import plain
from sanliang.rulebooks._parts._terms import kind, tier

SPAN = Phrase(
    "case.cycle",
    "应为首日和末日，如 [2026-07-01, 2027-06-30]",
    "must be the first and the last day, such as [2026-07-01, 2027-06-30]",
)
WHOM = Phrase(
    "case.facts",
    "需要 facts 或 people；什么都不知道的，写 facts = {}",
    "needs `facts` or `people`; where nothing is known, `facts = {}`",
)
BOTH = Phrase(
    "case.both", "facts 和 people 只能有一个", "has both `facts` and `people`: it is one subject or a group"
)


def case(book: Source) -> Check[model.Case]:
    """A check for an example of the book."""

    def check(value: Any, path: str) -> model.Case:
        sheet = Sheet(value, path)
        group = "people" in sheet
        past = sheet.read("past", _past if group else rows(tier), ())
        found: dict[str, Any] = {
            "name": sheet.need("name", words),
            "cycle": sheet.need("cycle", _span),
            "facts": sheet.read("facts", _facts),
            "people": sheet.read("people", named(_facts, ident)),
            "records": sheet.read("records", rows(_record(group)), ()),
            "past": past if isinstance(past, tuple) else (),
            "pasts": FrozenMap() if isinstance(past, tuple) else past,
            "expect": sheet.need("expect", named(named(_known), ident) if group else named(_known)),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        if not group and "facts" not in sheet and "records" not in sheet:
            sheet.faults.add(WHOM.fault(path))
        if group and "facts" in sheet:
            sheet.faults.add(BOTH.fault(path))
        sheet.close()
        return model.Case(**found)

    return check


def _past(value: Any, path: str) -> Any:
    """The tiers before: those of everybody in a group, or by id."""
    return named(rows(tier), ident)(value, path) if type(value) is dict else rows(tier)(value, path)


def _record(group: bool) -> Check[model.CaseRecord]:
    """A check for something that was done; of a group it says by whom."""

    def check(value: Any, path: str) -> model.CaseRecord:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "kind": sheet.need("kind", kind),
            "on": sheet.read("on", day),
            "activity": sheet.read("activity", words),
            "subject": sheet.need("subject", ident) if group else None,
        }
        own = [key for key in sheet.data if key not in found or (key == "subject" and not group)]
        fields = {key: sheet.read(key, _field) for key in own}
        for key in own:
            sheet.attempt(partial(code, key, sheet.at(key)))
        sheet.close()
        return model.CaseRecord(**found, fields=FrozenMap(fields))

    return check


def _field(value: Any, path: str) -> object:
    """What a record says of something: a yes or no, a word, a number."""
    if type(value) is str:
        return words(value, path)
    return value if type(value) is bool else plain(value, path)


def _span(value: Any, path: str) -> tuple[date, date]:
    days = rows(day)(value, path)
    if len(days) != 2 or days[1] < days[0]:
        raise InvalidInput(SPAN.fault(path))
    return days[0], days[1]


def _facts(value: Any, path: str) -> FrozenMap[str, object]:
    """What is known of somebody; it may be nothing."""
    return FrozenMap() if value == {} else named(_known)(value, path)


def _known(value: Any, path: str) -> object:
    """What a case says that is known or expected: a number, a word, a day, lists and tables of these."""
    if type(value) is list:
        return rows(_known)(value, path)
    if type(value) is dict:
        return named(_known, ident)(value, path) if value else FrozenMap()
    if type(value) is str:
        return words(value, path)
    return value if type(value) in {date, bool} else plain(value, path)
