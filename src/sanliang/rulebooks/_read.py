"""A whole book: read to its end, and laid over the book that it extends."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, code
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sheets import Check, Sheet, a_list, day, one_of, shown, text, whole
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Every
from sanliang.rulebooks import _parts as parts
from sanliang.rulebooks._model import SCORE, Fact, Item, Rulebook
from sanliang.rulebooks._places import Places
from sanliang.rulebooks._table import WORDS, Words

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
BAD_START = Phrase("cycle.starts", "应在 1900 至 2999 年之间", "must lie in the years 1900 to 2999")
NO_BASE = Phrase("book.no_base", "没有可供修改的基础", "changes something, and the book extends no other")
NOT_IN_BASE = Phrase("book.not_in_base", "基础中没有该条目", "is not in the book that this one extends")
NO_ID = Phrase(
    "book.no_id",
    "基础中没有写着这个 id 的条目；请在基础中给要修改的条目写上 id，这里写同样的 id",
    "has no `id` that stands in the book that this one extends; write an `id` there, and the same one here",
)
IN_BASE = Phrase(
    "book.in_base",
    '基础中已有；要修改请写 change = "replace" 或 "drop"',
    'is in the book that this one extends; say change = "replace" or "drop"',
)
ALIKE = Phrase("book.alike", "与另一名称只差 _ 和 -", "differs from another name in _ and - alone")
CLOSED = Phrase("book.closed", "“{item}”未标为 open，不能增加分项", "adds to {item!r}, which is not open")


@attrs.define
class Draft:
    """
    What was read of a book, whatever its faults: those that are left to find can still be found.

    Attributes:
        places: Where each part is written.
        unread: The paths of parts that could not be read; what they would have said is not known.
    """

    book: Rulebook
    faults: Faults
    places: Places
    unread: frozenset[str]


_UNREAD: Mapping[str, Any] = {
    "id": "unread",
    "rates": "unread",
    "title": Text("-"),
    "source": Source(title="-"),
    "cycle": Cycle(starts=date.min),
}
"""What stands in a draft for a head that could not be read."""


def read(data: Mapping[str, Any], base: Rulebook | None = None, words: Words = WORDS) -> Draft:
    """
    What a document says, laid over its base, in the words that it may use.

    Raises:
        InvalidInput: There are too many rules to read on.
    """
    sheet = Sheet(dict(data), "")
    _count(sheet)
    head = _head(sheet, base)
    if base is not None and "source" in head:
        base = _sourced(base)
    under = attrs.asdict(base, recurse=False) if base is not None else _UNREAD
    layers = _Layers(sheet, base, {**under, **head}["source"], words)
    found = layers.read()
    scale = _scale(sheet, layers, {**under, **head}["source"])
    extends = None if base is None else base.id
    book = Rulebook(**{**under, **head, **found, **scale, "extends": extends})
    sheet.end()
    return Draft(book, sheet.faults, _places(sheet, layers, book), frozenset(layers.unread))


def _places(sheet: Sheet, layers: _Layers, book: Rulebook) -> Places:
    """Where each part is written: in the document, else in its base."""
    own = {key: key for key in ("scale", "source") if key in sheet or layers.base is None}
    at = layers.paths
    return Places(
        facts={fact.id: at["fact"][fact.id] for fact in book.facts},
        items={item.id: at["item"].get(item.id, f"item.{item.id}") for item in book.items},
        clauses=tuple(at["clause"].values()),
        quotas=tuple(at["quota"].values()),
        consequences=tuple(at["consequence"].values()),
        cases=tuple(at["case"].values()),
        **{**layers.home, **own},
    )


def _count(sheet: Sheet) -> None:
    lists = ("fact", "item", "clause", "quota", "consequence", "case")
    sizes = [len(found) for key in lists if isinstance(found := sheet.data.get(key), (list, dict))]
    if sum(sizes) > MOST_RULES:
        raise InvalidInput(TOO_MANY.fault(most=MOST_RULES))


def _head(sheet: Sheet, base: Rulebook | None) -> dict[str, Any]:
    """What is written at the top of a book."""
    need = sheet.need if base is None else sheet.read
    schema = sheet.need("schema", whole(1, 1_000_000))
    if schema not in {None, 1}:
        sheet.faults.add(BAD_SCHEMA.fault("schema"))
    sheet.read("extends", code)
    head: dict[str, Any] = {
        "id": sheet.need("id", code),
        "rates": need("rates", code),
        "title": need("title", text),
        "source": need("source", parts.source(None)),
        "cycle": need("cycle", _cycle),
        "decimals": sheet.read("decimals", whole(0, 4)),
    }
    return {key: value for key, value in head.items() if value is not None}


def _cycle(value: Any, path: str) -> Cycle:
    sheet = Sheet(value, path)
    every, starts = sheet.need("every", _every), sheet.need("starts", _start)
    sheet.close()
    return Cycle(every=every[1], count=every[0], starts=starts)


def _start(value: Any, path: str) -> date:
    starts = day(value, path)
    if not 1900 <= starts.year <= 2999:
        raise InvalidInput(BAD_START.fault(path))
    return starts


def _every(value: Any, path: str) -> tuple[int, Every]:
    plain = {"month": (1, Every.MONTH), "quarter": (3, Every.MONTH), "year": (1, Every.YEAR)}
    if type(value) is str and value in plain:
        return plain[value]
    try:
        found = parts.length(value, path)
    except InvalidInput:
        raise InvalidInput(BAD_EVERY.fault(path)) from None
    return found.count, found.every


def _scale(sheet: Sheet, layers: _Layers, source: Source) -> dict[str, Any]:
    """The scale, if one is written; it takes the place of the base's, and may say so, or drop it."""
    value, change = sheet.data.get("scale"), None
    if layers.base is not None and isinstance(value, dict) and value.get("change") in ("replace", "drop"):
        change = value["change"]
        value = {key: one for key, one in value.items() if key != "change"}
    if change == "drop":
        sheet.read("scale", lambda _, path: parts.dropped("id")(value, path))
        return {"scale": None}
    scale = sheet.read("scale", lambda _, path: parts.scale(source, layers.words.scales)(value, path))
    if "scale" in sheet and scale is None:
        layers.unread.add("scale")
    return {} if scale is None else {"scale": scale}


def _sourced(base: Rulebook) -> Rulebook:
    """The base with its source on every part that names none: the new book has a source of its own."""

    def own(one: Any) -> Any:
        return one if one is None or one.source is not None else attrs.evolve(one, source=base.source)

    lists = ("facts", "items", "clauses", "quotas", "consequences", "cases")
    kept: dict[str, Any] = {name: tuple(own(one) for one in getattr(base, name)) for name in lists}
    return attrs.evolve(base, scale=own(base.scale), **kept)


_NAMED = {"case": "name"}
"""The key by which the entries of a list are told apart, where it is not their `id`."""


class _Layers:
    """The parts of a book, laid over those of its base."""

    def __init__(self, sheet: Sheet, base: Rulebook | None, source: Source, words: Words) -> None:
        self.sheet, self.base, self.source, self.words = sheet, base, source, words
        self.unread: set[str] = set()
        self.paths: dict[str, dict[Any, str]] = {}
        self.home: dict[str, str] = {}
        if base is not None:
            self.home = {key: f"{base.id}.{key}" for key in ("scale", "source")}
        self.inline: dict[str, Fact] = {}

    def read(self) -> dict[str, tuple[Any, ...]]:
        """All parts but the scale."""
        facts = self._table("fact", lambda id: parts.fact(id, self.source))
        items = self._table("item", lambda id: parts.item(id, self.source, self.inline, self.words.tariffs))
        self._in_place(facts, items)
        self._only_open(items)
        self.paths |= {"fact": facts.written, "item": items.written}
        if SCORE not in items.kept:
            items.kept = {SCORE: Item(id=SCORE, part_of=None), **items.kept}
        return {
            "facts": tuple(facts.kept.values()),
            "items": tuple(items.kept.values()),
            "clauses": self._list("clause", parts.clause(self.source, self.words.effects)),
            "quotas": self._list("quota", parts.quota(self.source)),
            "consequences": self._list("consequence", parts.consequence(self.source)),
            "cases": self._list("case", parts.case(self.source)),
        }

    def _of_base(self, key: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = getattr(self.base, f"{key}s") if self.base is not None else ()
        return found

    def _table(self, key: str, check: Callable[[str], Check[Any]]) -> _Entries:
        """The entries of a table by name."""
        base = {one.id: one for one in self._of_base(key)}
        entries = self._entries(base, {id: f"{key}.{id}" for id in base})
        alike = {_folded(str(id)): id for id in entries.kept}
        for id, value in self.sheet.read(key, _table, {}).items():
            path = f"{key}.{shown(id)}"
            if self.sheet.attempt(partial(code, id, path)) is None:
                continue
            if alike.setdefault(_folded(id), id) != id:
                self.sheet.faults.add(ALIKE.fault(path))
            if not entries.lay(id, value, path, check(id)):
                self._stand_in(entries, key, id, value)
        return entries

    def _stand_in(self, entries: _Entries, key: str, id: str, value: Any) -> None:
        """Something in the place of what could not be read, so that its name is known."""
        self.unread.add(f"{key}.{id}")
        if key == "fact":
            entries.kept.setdefault(id, Fact(id=id))
            return
        above = value.get("part_of") if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(value.get("fact"), dict):
            self.unread.add(f"fact.{id}")
            self.inline[id] = Fact(id=id)
        part_of = None if id == SCORE else above if type(above) is str else SCORE
        entries.kept.setdefault(id, Item(id=id, part_of=part_of, open=True))

    def _list(self, key: str, check: Check[Any]) -> tuple[Any, ...]:
        """The entries of a list: those of the base, then those that are added, in the order written."""
        base = self._of_base(key)
        names = [getattr(one, _NAMED.get(key, "id")) or place for place, one in enumerate(base)]
        entries = self._entries(
            dict(zip(names, base, strict=True)),
            {name: f"{key}[{place}]" for place, name in enumerate(names)},
            name=_NAMED.get(key, "id"),
        )
        for place, value in enumerate(self.sheet.read(key, a_list, [])):
            path = f"{key}[{place}]"
            id = value.get(entries.name) if isinstance(value, dict) else None
            if not entries.lay(id if type(id) is str else len(names) + place, value, path, check):
                self.unread.add(path)
        self.paths[key] = entries.written
        return tuple(entries.kept.values())

    def _entries(self, base: Mapping[Any, Any], paths: Mapping[Any, str], *, name: str = "id") -> _Entries:
        """The entries of the base with their paths in it, which the document goes over."""
        under = "" if self.base is None else f"{self.base.id}."
        home = {id: f"{under}{path}" for id, path in paths.items()}
        return _Entries(self.sheet, base, home, name, extends=self.base is not None)

    def _in_place(self, facts: _Entries, items: _Entries) -> None:
        """The facts that items define in place."""
        for id, fact in self.inline.items():
            if id in facts.paths:
                self.sheet.faults.add(DOUBLED.fault(f"item.{id}.fact"))
            elif id in facts.kept and id not in items.replaced:
                self.sheet.faults.add(IN_BASE.fault(f"item.{id}.fact"))
            facts.kept[id] = fact
            facts.inline[id] = f"item.{id}.fact"

    def _only_open(self, items: _Entries) -> None:
        """Parts are added to open items only, or to items that are new themselves."""
        old = {item.id: item for item in (self.base.items if self.base else ())}
        for id, item in items.kept.items():
            above = old.get(item.part_of)
            if id not in old and above is not None and not above.open:
                self.sheet.faults.add(CLOSED.fault(f"item.{id}.part_of", item=above.id))


class _Entries:
    """The entries of one kind: those of the base, and what the document does to them."""

    def __init__(
        self, sheet: Sheet, base: Mapping[Any, Any], home: Mapping[Any, str], name: str, *, extends: bool
    ) -> None:
        self.sheet, self.home, self.name, self.extends = sheet, home, name, extends
        self.kept: dict[Any, Any] = dict(base)
        self.paths: dict[Any, str] = {}
        self.inline: dict[Any, str] = {}
        self.replaced: set[Hashable] = set()

    @property
    def written(self) -> dict[Any, str]:
        """Where each entry that is left is written."""
        paths = {**self.home, **self.paths, **self.inline}
        return {id: paths[id] for id in self.kept}

    def lay(self, id: Hashable, value: Any, path: str, check: Check[Any]) -> bool:
        """Add, replace or drop an entry; whether it could be read."""
        if id in self.paths:
            self.sheet.faults.add(DOUBLED.fault(path))
            return True
        self.paths[id] = path
        if isinstance(value, dict) and "change" in value:
            rest = {key: one for key, one in value.items() if key != "change"}
            return self._change(id, value["change"], rest, path, check)
        if id in self.kept:
            self.sheet.faults.add(IN_BASE.fault(path))
        return self._put(id, value, path, check)

    def _change(self, id: Hashable, change: Any, value: Any, path: str, check: Check[Any]) -> bool:
        if not self.extends:
            self.sheet.faults.add(NO_BASE.fault(f"{path}.change"))
        elif id not in self.kept:
            by_id = path.endswith("]") and self.name == "id"
            self.sheet.faults.add((NO_ID if by_id else NOT_IN_BASE).fault(path))
        if self.sheet.attempt(partial(one_of("replace", "drop"), change, f"{path}.change")) != "drop":
            self.replaced.add(id)
            return self._put(id, value, path, check)
        self.kept.pop(id, None)
        return self.sheet.attempt(partial(parts.dropped(self.name), value, path), False)

    def _put(self, id: Hashable, value: Any, path: str, check: Check[Any]) -> bool:
        found = self.sheet.attempt(partial(check, value, path))
        if found is not None:
            self.kept[id] = found
        return found is not None


def _table(value: Any, path: str) -> dict[str, Any]:
    return Sheet(value, path).data


def _folded(id: str) -> str:
    return id.replace("-", "_")
