"""A whole book: read, checked, laid over the book that it extends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Cycle, Every
from sanliang.rulebooks import _parts as parts
from sanliang.rulebooks._model import SCORE, Fact, Item, Rulebook
from sanliang.rulebooks._sheet import Check, Sheet, day, one_of, rows, shown, text, whole

T = TypeVar("T")

MOST_RULES = 2000
"""So many facts, items, clauses, quotas, consequences and cases a book may have together."""

TOO_MANY = Phrase("book.too_many", "规则超过 {most} 条", "has more than {most} rules")
BAD_SCHEMA = Phrase(
    "book.schema", "本版本只认识 schema = 1", "is not known to this version, which reads schema = 1"
)
BAD_EVERY = Phrase(
    "cycle.every",
    "应为 month、quarter、year，或如 3 months、2 years",
    'must be month, quarter or year, or a length such as "3 months" or "2 years"',
)
NO_BASE = Phrase("book.no_base", "没有可供修改的基础", "changes something, and the book extends no other")
NOT_IN_BASE = Phrase("book.not_in_base", "基础中没有该条目", "is not in the book that this one extends")
IN_BASE = Phrase(
    "book.in_base",
    '基础中已有；要修改请写 change = "replace" 或 "drop"',
    'is in the book that this one extends; say change = "replace" or "drop"',
)
CLOSED = Phrase("book.closed", "“{item}”未标为 open，不能增加分项", "adds to {item!r}, which is not open")


def read(data: Mapping[str, Any], base: Rulebook | None = None) -> Rulebook:
    """
    The book that a document says, laid over its base.

    Raises:
        InvalidInput: Every fault of the shape, each with its path.
    """
    sheet = Sheet(dict(data), "")
    _count(sheet)
    need = sheet.need if base is None else sheet.read
    schema = sheet.need("schema", whole(1, 1_000_000))
    if schema not in {None, 1}:
        sheet.faults.add(BAD_SCHEMA.fault("schema"))
    head: dict[str, Any] = {
        "id": sheet.need("id", code),
        "rates": need("rates", code),
        "title": need("title", text),
        "source": need("source", parts.source("")),
        "cycle": need("cycle", _cycle),
        "decimals": sheet.read("decimals", whole(0, 4)),
        "scale": sheet.read("scale", parts.scale),
        "cases": sheet.read("case", rows(parts.case), ()),
    }
    sheet.read("extends", code)
    book = _over(base, {key: value for key, value in head.items() if value is not None}, sheet)
    sheet.close()
    return book


def _count(sheet: Sheet) -> None:
    lists = ("fact", "item", "clause", "quota", "consequence", "case")
    sizes = [len(found) for key in lists if isinstance(found := sheet.data.get(key), (list, dict))]
    if sum(sizes) > MOST_RULES:
        raise InvalidInput(TOO_MANY.fault(most=MOST_RULES))


def _cycle(value: Any, path: str) -> Cycle:
    sheet = Sheet(value, path)
    every, starts = sheet.need("every", _every), sheet.need("starts", day)
    sheet.close()
    return Cycle(every=every[1], count=every[0], starts=starts)


def _every(value: Any, path: str) -> tuple[int, Every]:
    plain = {"month": (1, Every.MONTH), "quarter": (3, Every.MONTH), "year": (1, Every.YEAR)}
    if type(value) is str and value in plain:
        return plain[value]
    try:
        found = parts.length(value, path)
    except InvalidInput:
        raise InvalidInput(BAD_EVERY.fault(path)) from None
    return found.count, found.every


def _over(base: Rulebook | None, head: dict[str, Any], sheet: Sheet) -> Rulebook:
    """The book with its parts, laid over those of the base."""
    title = head["source"].title if "source" in head else base.source.title if base else ""
    inline: dict[str, Fact] = {}
    facts = _table(sheet, "fact", lambda id: parts.fact(id, title), base.facts if base else None)
    items = _table(sheet, "item", lambda id: parts.item(id, title, inline), base.items if base else None)
    for id, fact in inline.items():
        facts = (*(one for one in facts if one.id != id), fact)
    if base is not None:
        _only_open(base, items, sheet)
    if not any(item.id == SCORE for item in items):
        items = (Item(id=SCORE, part_of=None), *items)
    found: dict[str, Any] = {
        "facts": facts,
        "items": items,
        "clauses": _list(sheet, "clause", parts.clause(title), base.clauses if base else None),
        "quotas": _list(sheet, "quota", parts.quota(title), base.quotas if base else None),
        "consequences": _list(
            sheet, "consequence", parts.consequence(title), base.consequences if base else None
        ),
    }
    if base is not None:
        cases = (*base.cases, *head.pop("cases", ()))
        return attrs.evolve(base, **head, **found, cases=cases, extends=base.id)
    sheet.faults.check()
    return Rulebook(**head, **found)


def _table(
    sheet: Sheet, key: str, check: Callable[[str], Check[T]], base: tuple[T, ...] | None
) -> tuple[T, ...]:
    """The entries of a table by name, laid over those of the base."""
    entries = sheet.read(key, _any_table, {})
    kept: dict[str, Any] = {one.id: one for one in base or ()}  # type: ignore[attr-defined]
    for id, value in entries.items():
        path = f"{key}.{shown(id)}"
        if sheet.attempt(lambda id=id, path=path: code(id, path)) is not None:  # type: ignore[misc]
            _lay(sheet, kept, id, value, path, check(id), base is not None)
    return tuple(kept.values())


def _list(sheet: Sheet, key: str, check: Check[T], base: tuple[T, ...] | None) -> tuple[T, ...]:
    """The entries of a list, laid over those of the base: those without an id come at the end."""
    entries = sheet.read(key, _any_list, [])
    kept: dict[str, Any] = {}
    for place, one in enumerate(base or ()):
        kept[one.id or f"#{place}"] = one  # type: ignore[attr-defined]
    for place, value in enumerate(entries):
        id = value.get("id") if isinstance(value, dict) else None
        name = id if type(id) is str else f"#{len(base or ()) + place}"
        _lay(sheet, kept, name, value, f"{key}[{place}]", check, base is not None)
    return tuple(kept.values())


def _lay(
    sheet: Sheet,
    kept: dict[str, Any],
    id: str,
    value: Any,
    path: str,
    check: Check[Any],
    extends: bool,
) -> None:
    """Add, replace or drop one entry."""
    change = None
    if isinstance(value, dict) and "change" in value:
        value = dict(value)
        word = value.pop("change")
        change = sheet.attempt(lambda: one_of("replace", "drop")(word, f"{path}.change"))
        if not extends:
            sheet.faults.add(NO_BASE.fault(f"{path}.change"))
    if change is not None and id not in kept:
        sheet.faults.add(NOT_IN_BASE.fault(path))
    elif change is None and id in kept:
        sheet.faults.add(IN_BASE.fault(path))
    elif change == "drop":
        del kept[id]
    else:
        found = sheet.attempt(lambda: check(value, path))
        if found is not None:
            kept[id] = found


def _only_open(base: Rulebook, items: tuple[Item, ...], sheet: Sheet) -> None:
    """Parts are added to open items only, or to items that are new themselves."""
    old = {item.id: item for item in base.items}
    for item in items:
        above = old.get(item.part_of or "")
        if item.id not in old and above is not None and not above.open:
            sheet.faults.add(CLOSED.fault(f"item.{item.id}.part_of", item=above.id))


def _any_table(value: Any, path: str) -> dict[str, Any]:
    return Sheet(value, path).data


def _any_list(value: Any, path: str) -> list[Any]:
    found: list[Any] = [*rows(lambda one, _: one)(value, path)]
    return found
