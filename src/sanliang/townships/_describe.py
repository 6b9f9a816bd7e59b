"""What a town changes, told so that a committee can read it: each difference with its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.errors import Lang
from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.overlays import Op
from sanliang.kernel.sources import Source
from sanliang.townships._layer import Open, Stated
from sanliang.townships._parts import PARTS
from sanliang.townships._town import Township, base

TITLE = Phrase("township.title", "{name}：与“{base}”不同之处", "{name}: what differs from {base}")
NO_DIFFERENCE = Phrase("township.alike", "与“{base}”没有不同。", "Nothing differs from {base}.")
LEFT_OPEN = Phrase("township.left_open", "出处未定之处", "What the sources leave open")
ADDED = Phrase("township.added", "新增：{new}", "added: {new}")
REPLACED = Phrase("township.replaced", "改为：{new}（原为：{old}）", "now: {new} (before: {old})")
DROPPED = Phrase("township.dropped", "删除：{old}", "dropped: {old}")
BY = Phrase("township.by", "出处：{source}", "source: {source}")
IN_FORCE = Phrase("township.since", "自 {since} 起施行。", "In force from {since}.")
REVISION = Phrase("township.revision", "{name}自 {since} 起施行的一版", "{name} as in force from {since}")
FIRST = Phrase("township.first_revision", "{name}最初的一版", "{name} as it was from the first")
HOLDS = Phrase("township.holds", "现为：{value}", "what holds: {value}")


@attrs.frozen(kw_only=True)
class Difference:
    """
    One entry that is not what the base has.

    Attributes:
        part, key: Which.
        op: Whether it was added, replaced or dropped, all changes taken together.
        old, new: What the base has, and what the town has, in words.
        says: What the change says of itself, where it does.
        source: Who says so: the source of the last change of this entry.
    """

    part: str
    key: str
    op: Op
    old: Text | None
    new: Text | None
    says: Text | None
    source: Source


@attrs.frozen(kw_only=True)
class Description:
    """
    What a town changes against another one, as a rule the base, and what its sources leave open.

    Attributes:
        differences: By part in the order of parts, then in the order of the entries.
        open: Each with what holds, in words.
        since: The first day on which the town's revision is in force.
    """

    id: str
    name: Text
    against: Text
    differences: tuple[Difference, ...]
    open: tuple[tuple[Open, Text], ...]
    since: date | None = None

    def text(self, lang: Lang = "en") -> str:
        """A page in Markdown."""
        return "\n".join(_page(self, lang))


def describe(town: Township, *, against: Township | None = None) -> Description:
    """
    What a town changes against its base, each change with its source: exactly the entries that differ.

    Args:
        town: The town.
        against: What it is compared with: the base of the library, if left out; or the county below it; or
            the revision that was in force before.

    Example:
        >>> describe(base()).text("en")
        '# the base: what differs from the base\\n\\nNothing differs from the base.'
    """
    other = base() if against is None else instance(Township)(against, "against")
    instance(Township)(town, "town")
    return Description(
        id=town.id,
        name=town.name,
        against=_called(other, town),
        differences=tuple(_differences(town, other)),
        open=tuple((one, _holds(town, one)) for one in town.open),
        since=town.since,
    )


def _called(other: Township, town: Township) -> Text:
    """What the other one is called; a revision of the same town by the day from which it is in force."""
    if other.id != town.id or other == town:
        return other.name
    if other.since is None:
        return FIRST.fill(name=other.name)
    return REVISION.fill(name=other.name, since=other.since)


def _differences(town: Township, other: Township) -> Iterator[Difference]:
    last = {(one.part, one.change.key): one for one in (*other.changes, *town.changes)}
    for name, part in PARTS.items():
        if town.part(name) is other.part(name):
            continue
        old, new = part.entries(other.part(name)), part.entries(town.part(name))
        for key in dict.fromkeys((*old, *new)):
            if key not in new or key not in old or old[key] != new[key]:
                yield _difference(last[name, key], old, new, (other, town))


def _difference(stated: Stated, old: Any, new: Any, towns: tuple[Township, Township]) -> Difference:
    key, tell = stated.change.key, PARTS[stated.part].tell
    op = Op.ADD if key not in old else Op.DROP if key not in new else Op.REPLACE
    return Difference(
        part=stated.part,
        key=key,
        op=op,
        old=tell(key, old[key], towns[0]) if key in old else None,
        new=tell(key, new[key], towns[1]) if key in new else None,
        says=stated.says,
        source=stated.change.source,
    )


def _holds(town: Township, one: Open) -> Text:
    part = PARTS[one.part]
    return part.tell(one.key, part.entries(town.part(one.part))[one.key], town)


# --- the page ------------------------------------------------------------------------------------------


def _page(one: Description, lang: Lang) -> Iterator[str]:
    yield f"# {TITLE.fill(name=one.name, base=one.against).get(lang)}"
    if one.since is not None:
        yield ""
        yield IN_FORCE.fill(since=one.since).get(lang)
    if not one.differences:
        yield ""
        yield NO_DIFFERENCE.fill(base=one.against).get(lang)
    parts: FrozenMap[str, None] = FrozenMap((found.part, None) for found in one.differences)
    for name in (name for name in PARTS if name in parts):
        yield f"\n## {PARTS[name].says.get(lang)}\n"
        for found in one.differences:
            if found.part == name:
                yield from _item(found, lang)
    if one.open:
        yield f"\n## {LEFT_OPEN.fill().get(lang)}\n"
    for left, value in one.open:
        yield f"- `{left.part}.{left.key}` {left.says.get(lang)}"
        yield f"  - {HOLDS.fill(value=value).get(lang)}"
        yield f"  - {BY.fill(source=cited(left.source, lang)).get(lang)}"


_SENTENCES = {Op.ADD: ADDED, Op.REPLACE: REPLACED, Op.DROP: DROPPED}


def _item(one: Difference, lang: Lang) -> Iterator[str]:
    told = _SENTENCES[one.op].fill(new=one.new, old=one.old).get(lang)
    if one.says is None:
        yield f"- `{one.key}` {told}"
    else:
        yield f"- `{one.key}` {one.says.get(lang)}"
        yield f"  - {told}"
    yield f"  - {BY.fill(source=cited(one.source, lang)).get(lang)}"


def cited(source: Source, lang: Lang) -> str:
    """A source with its day and its address."""
    return ", ".join(map(str, filter(None, (source.text(lang), source.dated, source.seen))))
