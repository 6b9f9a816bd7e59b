"""Rules with one thing changed: any value of them, taken apart by the kinds of its members."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Dated
from sanliang.points import Item, Rule
from sanliang.posts import PostKind
from sanliang.rulebooks import AllOf, AnyOf, Band, ByDay, Fixed, NotOf
from sanliang.townships._posts import TownPost

CHANGED = Phrase("mutant.changed", "{path}：{old} 改为 {new}", "{path}: {old} becomes {new}")
DROPPED = Phrase("mutant.dropped", "{path}：去掉 {old}", "{path}: {old} is dropped")
AT_EDGE = Phrase(
    "mutant.at_edge",
    "没有正好在 {edge} 这条线上的算例，请加一个",
    "no case lies exactly at {edge}; add one that does",
)
PAST_EDGE = Phrase(
    "mutant.past_edge",
    "没有刚过 {edge} 这条线的算例，请加一个在 {edge} 与 {new} 之间的",
    "no case lies just past {edge}; add one between {edge} and {new}",
)

WORDS = frozenset(
    (
        *("cases", "code", "cycle", "decimals", "endless", "extends", "id", "kind", "label", "name", "open"),
        *("says", "source", "stage", "title", "type", "word", "words"),
    )
)
"""Fields that name or tell something: to change them changes no rule."""

TOLD: Mapping[type, frozenset[str]] = {
    Rule: frozenset(("kind",)),
    Item: frozenset(("name", "cost")),
    TownPost: frozenset(("title", "where")),
}
"""The same of some classes; what goods cost the village is counted, and decides nothing."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "round": ("down", "up", "half_up"),
    "take": ("sum", "highest", "lowest", "mean"),
    "ties": ("narrow", "widen", "vote"),
}
"""Fields whose texts are one of a few."""

FLIPPED = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
OUTWARD = {"at_least": -1, "above": -1, "at_most": 1, "below": 1}


class Changed(NamedTuple):
    """A value with one thing of it changed, where that was, and what to do that a case notices it."""

    path: str
    value: Any
    says: Text
    hint: Text | None = None

    def within(self, head: str, put: Callable[[Any], Any]) -> Iterator[Changed]:
        """The same of a value that holds this one; what that one refuses to hold is no change."""
        try:
            yield self._replace(path=joined(head, self.path), value=put(self.value))
        except InvalidInput:
            return


def changes(value: Any) -> Iterator[Changed]:
    """Every value that differs from this one in one rule, in the order of its fields and members."""
    match value:
        case bool():
            yield _turned(value, not value)
        case int():
            yield from (_turned(value, value + step) for step in (1, -1))
        case Fixed(number=number, share=share):
            step = _unit(value)
            yield from (_turned(value, Fixed(number + one, share=share)) for one in (step, -step))
        case Labelled():
            kin = [*type(value)]
            near = kin if len(kin) <= 3 else [kin[kin.index(value) - 1]]
            yield from (_turned(value, one) for one in near if one is not value)
        case Band():
            yield from _of_band(value)
        case date():
            yield _turned(value, value + timedelta(days=1))
        case ByDay(steps=steps):
            yield from _of_days(steps, ByDay)
        case Dated(steps=steps):
            yield from _of_days(steps, Dated)
        case tuple() | frozenset():
            yield from _of_members(value)
        case Mapping():
            yield from _of_map(value)
        case _ if attrs.has(type(value)) and not isinstance(value, Text | Source):
            yield from _of_fields(value)


def _turned(old: Any, new: Any) -> Changed:
    return Changed("", new, CHANGED.fill(path="{path}", old=shown(old), new=shown(new)))


def _left_out(old: Any, value: Any) -> Changed:
    return Changed("", value, DROPPED.fill(path="{path}", old=shown(old)))


def joined(head: str, tail: str) -> str:
    """Two paths as one."""
    return f"{head}{tail}" if not head or not tail or tail.startswith("[") else f"{head}.{tail}"


# --- attrs values --------------------------------------------------------------------------------------


def _of_fields(value: Any) -> Iterator[Changed]:
    if isinstance(value, AllOf | AnyOf):
        other = AnyOf(parts=value.parts) if isinstance(value, AllOf) else AllOf(parts=value.parts)
        yield Changed("", other, CHANGED.fill(path="{path}", old=shown(value), new=shown(other)))
    if isinstance(value, NotOf):
        yield Changed("", value.part, DROPPED.fill(path="{path}", old=shown(value)))
    if isinstance(value, TownPost):
        kind = (PostKind.VANGUARD if value.kind == PostKind.DUTY else PostKind.DUTY).value
        yield from _turned(value.kind, kind).within("kind", lambda new: attrs.evolve(value, kind=new))
    for field in attrs.fields(type(value)):
        if field.name not in WORDS and field.name not in TOLD.get(type(value), ()):
            yield from field_changes(value, field)


def field_changes(value: Any, field: Any) -> Iterator[Changed]:
    """The changes of one field of a value."""
    old, name = getattr(value, field.name), field.name
    found = [*changes(old)] if name != "given" else [*_of_map(old, whole=False)]
    if field.default is None and old is not None:
        found.append(_left_out(old, None))
    if isinstance(value, Rule) and isinstance(old, FrozenMap) and len(old) == 1:
        found.append(_left_out(old, FrozenMap()))
    found += [_turned(old, one) for one in CHOICES.get(name, ()) if type(old) is str and one != old]
    for one in found:
        yield from one.within(name, lambda new: attrs.evolve(value, **{name: new}))


def _of_band(band: Band) -> Iterator[Changed]:
    """Each edge with the number itself on its other side, and the edge further out."""
    for word, edge in band.edges:
        rest = {name: one for name, one in band.edges if name != word}
        flipped = Band(**{**rest, FLIPPED[word]: edge})
        says = CHANGED.fill(path="{path}", old=word, new=FLIPPED[word])
        yield Changed(word, flipped, says, AT_EDGE.fill(edge=shown(edge)))
        for one in changes(edge):
            further = not isinstance(edge, Fixed) or (one.value.number - edge.number) * OUTWARD[word] > 0
            if further:
                hint = None
                if isinstance(edge, Fixed):
                    hint = PAST_EDGE.fill(edge=shown(edge), new=shown(one.value))
                moved = Band(**{**rest, word: one.value})
                yield Changed(joined(word, one.path), moved, one.says, hint)


def _of_days(steps: tuple[tuple[date, Any], ...], kind: Callable[[Any], Any]) -> Iterator[Changed]:
    """Each step a day later, where it does not count from ever; and each with its value changed."""
    for place, (since, step) in enumerate(steps):
        ever = since == date.min

        def put(pair: Any, place: int = place) -> Any:
            return kind((*steps[:place], pair, *steps[place + 1 :]))

        for one in () if ever else changes(since):
            yield one._replace(path=str(since), value=put((one.value, step)))
        for one in changes(step):
            path = one.path if ever else joined(str(since), one.path)
            yield one._replace(path=path, value=put((since, one.value)))


# --- members -------------------------------------------------------------------------------------------


def _of_members(value: Any) -> Iterator[Changed]:
    kind = type(value)
    ordered = value if kind is tuple else tuple(sorted(value, key=str))
    pair = len(ordered) == 2 and isinstance(ordered[0], Band)
    for place, one in enumerate(ordered):
        name = f"[{place}]" if kind is tuple else ""

        def put(*new: Any, place: int = place) -> Any:
            return kind((*ordered[:place], *new, *ordered[place + 1 :]))

        if not pair:
            yield Changed(name, put(), DROPPED.fill(path="{path}", old=shown(one)))
        for change in changes(one) if kind is tuple else ():
            yield from change.within(_id(one, name), put)


def _id(one: Any, name: str) -> str:
    id = getattr(one, "id", None)
    return id if isinstance(id, str) else name


def _of_map(value: Mapping[str, Any], *, whole: bool = True) -> Iterator[Changed]:
    for key, one in value.items():
        if whole and len(value) > 1:
            rest = FrozenMap({name: kept for name, kept in value.items() if name != key})
            yield Changed(key, rest, DROPPED.fill(path="{path}", old=shown(one)))
        for change in changes(one):
            yield change._replace(
                path=joined(key, change.path), value=FrozenMap({**value, key: change.value})
            )


# --- in words, and without them ------------------------------------------------------------------------


def _unit(value: Fixed) -> Fraction:
    """The last digit in which a number is written: 1 of 90, 0.1 of 0.5, one per cent of a share."""
    if value.share:
        return Fraction(1, 100)
    places = next((one for one in range(5) if (value.number * 10**one).denominator == 1), 5)
    return Fraction(1, 10**places)


def shown(value: Any) -> Any:
    """A value in words, or in the one that names it."""
    match value:
        case Fixed(number=number, share=share):
            return f"{float(number * 100):g}%" if share else f"{float(number):g}"
        case Labelled():
            return value.text
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case None | int() | str() | date():
            return str(value)
        case tuple() | frozenset() | Mapping():
            return f"{len(value)}"
    for name in ("name", "code", "id", "kind"):
        if isinstance(getattr(value, name, None), str):
            return str(getattr(value, name))
    return Text("这一条", "this one")


def bare(value: Any) -> Any:
    """A value without what only names or tells something: equal where the rules are."""
    match value:
        case Text() | Source():
            return None
        case tuple():
            return tuple(map(bare, value))
        case Mapping():
            return tuple((key, bare(one)) for key, one in value.items())
        case _ if attrs.has(type(value)):
            told = ("says", "source", "label", "title", "stage")
            fields = (field.name for field in attrs.fields(type(value)) if field.name not in told)
            return (type(value).__name__, *((name, bare(getattr(value, name))) for name in fields))
    return value
