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
from sanliang.rulebooks import (
    AllOf,
    AnyOf,
    Band,
    ByDay,
    Each,
    Fact,
    Fixed,
    FromBallots,
    FromPledges,
    FromRaters,
    FromRatings,
    Mark,
    NotOf,
    Rulebook,
    Rungs,
    Steps,
    Test,
    Tier,
    Within,
)
from sanliang.rulebooks import Item as BookItem
from sanliang.townships._posts import TownPost

CHANGED = Phrase("mutant.changed", "{path}：{old} 改为 {new}", "{path}: {old} becomes {new}")
DROPPED = Phrase("mutant.dropped", "{path}：去掉 {old}", "{path}: {old} is dropped")
AT_EDGE = Phrase(
    "mutant.at_edge",
    "没有算例的{about}正好是 {edge}，请加一个",
    "no case has {about} at exactly {edge}; add one that does",
)
PAST_EDGE = Phrase(
    "mutant.past_edge",
    "没有算例的{about}在 {edge} 与 {new} 之间，请加一个，例如 {example}",
    "no case has {about} between {edge} and {new}; add one, with {example} for instance",
)

WORDS = frozenset(
    (
        *("cases", "code", "cycle", "decimals", "endless", "extends", "id", "kind", "label", "name", "open"),
        *("says", "source", "stage", "title", "type", "word", "words"),
    )
)
"""Fields that name or tell something: to change them changes no rule."""

TOLD: Mapping[type, frozenset[str]] = {
    FromRatings: frozenset(("take",)),
    Rule: frozenset(("kind",)),
    Item: frozenset(("name",)),
    TownPost: frozenset(("title",)),
}
"""
The same of some classes. How ratings are taken together is done before a case begins, which gives what came
of it.
"""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "round": ("down", "up", "half_up"),
    "take": ("sum", "highest", "lowest", "mean"),
    "ties": ("narrow", "widen", "vote"),
}
"""Fields whose texts are one of a few."""

WRITTEN: Mapping[tuple[type, str], str] = {
    (Rulebook, "facts"): "fact",
    (Rulebook, "items"): "item",
    (Rulebook, "clauses"): "clause",
    (Rulebook, "quotas"): "quota",
    (Rulebook, "consequences"): "consequence",
    (Fact, "origin"): "",
    (Fact, "band"): "",
    (FromRaters, "weights"): "raters",
    (FromBallots, "worth"): "ballots",
    (FromPledges, "what"): "pledges",
    (FromRatings, "what"): "ratings.what",
    (BookItem, "tariff"): "",
    (Each, "points"): "each",
    (Steps, "bands"): "steps",
    (Mark, "band"): "given",
    (Test, "band"): "",
    (Tier, "when"): "",
    (Within, "band"): "",
    (Rungs, "rise"): "rise_at_most",
    (Rungs, "fall"): "fall_at_most",
    (AllOf, "parts"): "all",
    (AnyOf, "parts"): "any",
    (NotOf, "part"): "not",
}
"""What a field is called in the file; the others have the same name there."""

FLIPPED = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
OUTWARD = {"at_least": -1, "above": -1, "at_most": 1, "below": 1}


class Changed(NamedTuple):
    """
    A value with one thing of it changed, where that was, and what to do that a case notices it.

    The path is as the file has it. `old` and `new` are in words, and `new` is nothing where it is dropped.
    """

    path: str
    value: Any
    says: Text
    old: Any
    new: Any = None
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
    return _put(new, shown(old), shown(new))


def _put(value: Any, old: Any, new: Any, hint: Text | None = None) -> Changed:
    return Changed("", value, CHANGED.fill(path="{path}", old=old, new=new), old, new, hint)


def _left_out(old: Any, value: Any) -> Changed:
    return Changed("", value, DROPPED.fill(path="{path}", old=shown(old)), shown(old))


def joined(head: str, tail: str) -> str:
    """Two paths as one."""
    return f"{head}{tail}" if not head or not tail or tail.startswith("[") else f"{head}.{tail}"


# --- attrs values --------------------------------------------------------------------------------------


def _of_fields(value: Any) -> Iterator[Changed]:
    if isinstance(value, AllOf | AnyOf):
        other = AnyOf(parts=value.parts) if isinstance(value, AllOf) else AllOf(parts=value.parts)
        yield _turned(value, other)
    if isinstance(value, NotOf):
        yield _left_out(value, value.part)
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
        told = one if one.hint is None else one._replace(hint=_about(one.hint, value))
        yield from told.within(
            WRITTEN.get((type(value), name), name), lambda new: attrs.evolve(value, **{name: new})
        )


def _about(hint: Text, value: Any) -> Text:
    """A hint with the fact or the item that it is about, where this value says which."""
    match value:
        case Test():
            name = value.name
        case Fact():
            name = value.id
        case BookItem():
            name = value.fact or value.id
        case _:
            return hint
    return Text(hint.zh.replace("{about}", f"“{name}”"), hint.en.replace("{about}", repr(name)))


def _of_band(band: Band) -> Iterator[Changed]:
    """Each edge with the number itself on its other side, and the edge further out."""
    for word, edge in band.edges:
        rest = {name: one for name, one in band.edges if name != word}
        flipped = Band(**{**rest, FLIPPED[word]: edge})
        hint = AT_EDGE.fill(edge=shown(edge), about="{about}")
        yield _put(flipped, word, FLIPPED[word], hint)._replace(path=word)
        for one in changes(edge):
            further = not isinstance(edge, Fixed) or (one.value.number - edge.number) * OUTWARD[word] > 0
            if further:
                moved = Band(**{**rest, word: one.value})
                past = _past(word, edge, one) if isinstance(edge, Fixed) else None
                yield one._replace(path=joined(word, one.path), value=moved, hint=past)


def _past(word: str, edge: Fixed, moved: Changed) -> Text:
    """That no case lies between an edge and one further out, with a number that does."""
    example = moved.new if word in {"at_least", "at_most"} else moved.old
    return PAST_EDGE.fill(edge=shown(edge), new=moved.new, example=example, about="{about}")


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
        name = _name(one, place, pair=pair) if kind is tuple else ""

        def put(*new: Any, place: int = place) -> Any:
            return kind((*ordered[:place], *new, *ordered[place + 1 :]))

        if not pair:
            yield _left_out(one, put())._replace(path=name)
        for change in changes(one) if kind is tuple else ():
            yield from change.within(name, put)


def _name(one: Any, place: int, *, pair: bool) -> str:
    """What a member is called in the file: tables by their id, a step by its points, the others by place."""
    if pair:
        return ("", "points")[place]
    return one.id if isinstance(one, Fact | BookItem) else f"[{place}]"


def _of_map(value: Mapping[str, Any], *, whole: bool = True) -> Iterator[Changed]:
    for key, one in value.items():
        if whole and len(value) > 1:
            rest = FrozenMap({name: kept for name, kept in value.items() if name != key})
            yield _left_out(one, rest)._replace(path=key)
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
        case AllOf() | AnyOf():
            return Text("且", "all of") if isinstance(value, AllOf) else Text("或", "any of")
        case None | int() | str() | date():
            return str(value)
        case Mapping():
            return ", ".join(
                f"{name} = {one}" for name, one in ((key, shown(of)) for key, of in value.items())
            )
        case tuple() | frozenset():
            return f"{len(value)}"
        case Each() | Steps() | Mark():
            return WRITTEN[type(value), {Each: "points", Steps: "bands", Mark: "band"}[type(value)]]
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
