"""What is different between two rulebooks: by substance, whatever they say of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import attrs

from sanliang.kernel.labels import Labelled, Text
from sanliang.kernel.sources import Source
from sanliang.rulebooks import Clause, Consequence, Fact, Item, NamedStars, Quota, Rulebook, Tier, Tiers
from sanliang.rulebooks._model import Scale


class What(Labelled):
    """What has become of a rule."""

    ADDED = "added", "新增", "added"
    REPLACED = "replaced", "改动", "replaced"
    DROPPED = "dropped", "删去", "dropped"


class Part(Labelled):
    """What kind of rule it is."""

    CYCLE = "cycle", "周期", "cycle"
    DECIMALS = "decimals", "小数位数", "decimals"
    FACT = "fact", "事实", "fact"
    ITEM = "item", "项目", "item"
    SCALE = "scale", "等次标准", "scale"
    CLAUSE = "clause", "条款", "clause"
    ORDER = "order", "条款的次序", "order of clauses"
    QUOTA = "quota", "名额", "quota"
    CONSEQUENCE = "consequence", "后果", "consequence"


@attrs.frozen(kw_only=True)
class Change:
    """
    One rule that differs between two books.

    Attributes:
        part: What kind of rule; *what* has become of it.
        old, new: Its path in each book, such as `item.hours` or `clause[2]`; nothing where it is not there.
            Clauses, quotas and consequences without an id are matched by what they say to do: one that
            was changed is dropped and added.
        says: What the book says of it, the new one if it is there.
        source: What it rests on, where that is something else than the book.
    """

    part: Part
    what: What
    old: str | None = None
    new: str | None = None
    says: Text
    source: Source | None = None

    @property
    def path(self) -> str:
        """Its path in the new book, or where it is no longer there in the old one."""
        return self.new or self.old or ""


P = TypeVar("P", Fact, Item, Clause, Quota, Consequence)


def changes(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """Every rule that differs by substance, in the order of `Part`."""
    return (
        *_whole(old, new),
        *(_own(one, old, new) for one in _named(Part.FACT, old.facts, new.facts)),
        *(_own(one, old, new) for one in _named(Part.ITEM, old.items, new.items)),
        *_scales(old, new),
        *(_own(one, old, new) for one in _ruled(Part.CLAUSE, old.clauses, new.clauses)),
        *_order(old, new),
        *(_own(one, old, new) for one in _ruled(Part.QUOTA, old.quotas, new.quotas)),
        *(_own(one, old, new) for one in _ruled(Part.CONSEQUENCE, old.consequences, new.consequences)),
    )


def _own(change: Change, old: Rulebook, new: Rulebook) -> Change:
    """A change with its source where that is not the one of its book."""
    book = old if change.new is None else new
    return attrs.evolve(change, source=None) if change.source == book.source else change


def _whole(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """What is written once for a whole book."""
    if old.cycle != new.cycle:
        yield _one(Part.CYCLE)
    if old.decimals != new.decimals:
        yield _one(Part.DECIMALS)


def _one(part: Part) -> Change:
    path = str(part)
    return Change(part=part, what=What.REPLACED, old=path, new=path, says=part.text)


def _scales(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    if _bare_scale(old.scale) != _bare_scale(new.scale):
        what = What.ADDED if old.scale is None else What.DROPPED if new.scale is None else What.REPLACED
        yield Change(
            part=Part.SCALE,
            what=what,
            old=None if old.scale is None else "scale",
            new=None if new.scale is None else "scale",
            says=Part.SCALE.text,
        )


def _bare_scale(scale: Scale | None) -> object:
    """A scale without what it says of itself."""
    match scale:
        case None:
            return None
        case Tiers(tiers=tiers):
            return attrs.evolve(scale, tiers=_bare_tiers(tiers), says=None, source=None)
        case NamedStars(stars=stars):
            return attrs.evolve(scale, stars=_bare_tiers(stars), says=None, source=None)
        case _:
            return attrs.evolve(scale, says=None, source=None)


def _bare_tiers(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    return tuple(attrs.evolve(tier, says=None, source=None) for tier in tiers)


def bare(part: P) -> P:
    """A rule without what it says of itself."""
    return attrs.evolve(part, says=None, source=None)


# --- rules that are found by their id ------------------------------------------------------------------


def _named(part: Part, old: Sequence[P], new: Sequence[P]) -> Iterator[Change]:
    before: dict[str, P] = _by_id(old)
    after: dict[str, P] = _by_id(new)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or bare(was) != bare(now):
            path = f"{part}.{name}"
            yield _change(part, was, now, path if was else None, path if now else None, name)


def _by_id(some: Sequence[P]) -> dict[str, P]:
    return {str(one.id): one for one in some}


def _change(part: Part, was: P | None, now: P | None, old: str | None, new: str | None, name: str) -> Change:
    what = What.ADDED if was is None else What.DROPPED if now is None else What.REPLACED
    there = now or was
    says = None if there is None else there.says
    source = None if there is None else there.source
    return Change(part=part, what=what, old=old, new=new, says=says or Text(name), source=source)


# --- rules that stand in a list ------------------------------------------------------------------------


def _ruled(part: Part, old: Sequence[P], new: Sequence[P]) -> Iterator[Change]:
    """Rules of two lists that differ; those without an id are matched by what they say to do."""
    pairs = matched(old, new)
    for place, now in enumerate(new):
        at = pairs.get(place)
        if at is None or bare(old[at]) != bare(now):
            was = None if at is None else old[at]
            yield _change(part, was, now, at_path(part, at), at_path(part, place), _number(now, place))
    for at, was in enumerate(old):
        if at not in pairs.values():
            yield _change(part, was, None, at_path(part, at), None, _number(was, at))


def _order(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """Clauses yield to those before them: so their order is a rule, too."""
    kept = [at for _, at in sorted(matched(old.clauses, new.clauses).items())]
    if any(one > other for one, other in pairwise(kept)):
        yield _one(Part.ORDER)


def matched(old: Sequence[P], new: Sequence[P]) -> dict[int, int]:
    """By place in the new list, the place in the old one of the same rule; each is matched once."""
    waiting: dict[Hashable, list[int]] = {}
    for at, one in enumerate(old):
        waiting.setdefault(_key(one), []).append(at)
    found: dict[int, int] = {}
    for place, one in enumerate(new):
        some = waiting.get(_key(one))
        if some:
            found[place] = some.pop(0)
    return found


def _key(one: Any) -> Hashable:
    return ("id", one.id) if one.id is not None else ("rule", bare(one))


def at_path(part: Part, place: int | None) -> str | None:
    """The path of a rule in a list."""
    return None if place is None else f"{part}[{place}]"


def _number(one: Any, place: int) -> str:
    return one.id or f"#{place + 1}"
