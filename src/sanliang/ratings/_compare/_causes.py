"""Because of which rules somebody moves: those whose change makes a difference to him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._clauses import Left, after, nearest
from sanliang.ratings._compare._changes import Change, Part, bare
from sanliang.ratings._explain._ground import Ground
from sanliang.ratings._explain._items import facts_of
from sanliang.ratings._explain._tiers import kept
from sanliang.ratings._outcomes import Exempt, Line, NotRatable, Rated, Rating
from sanliang.ratings._questions import PAST, answer
from sanliang.ratings._quotas import VOTE
from sanliang.ratings._scale import GAP, proposals
from sanliang.rulebooks import (
    Clause,
    Effect,
    Item,
    NamedStars,
    OwnEffect,
    OwnScale,
    Rungs,
    Tier,
    Tiers,
    Within,
)
from sanliang.rulebooks._model import Condition, Scale, tests_of
from sanliang.rulebooks._values import words_of
from sanliang.rulebooks._words import Given, values_in

ITEM = Phrase("moved.item", "{says}：{before}分，改后{after}分", "{says}: {before}, then {after}")
FACT = Phrase("moved.fact", "{says}：读数因此不同", "{says}: it reads another value")
SCALE = Phrase("moved.scale", "同样的情况，按新标准等次不同", "the new scale gives another tier for the same")
CLAUSE = Phrase("moved.clause", "{says}：使等次不同", "{says}: it makes another tier")
QUOTA = Phrase("moved.quota", "{says}：名额使等次不同", "{says}: its seats make another tier")
MISSING = Phrase("moved.missing", "{says}：要用到{facts}", "{says}: it asks for {facts}")
WHOLE = Phrase("moved.whole", "{says}不同", "another {says}")
OTHERS = Phrase("moved.others", "他人变动，名额随之变动", "others move, and the seats with them")
TOGETHER = Phrase("moved.together", "{says}：与其他改动共同起作用", "{says}: together with other changes")


@attrs.frozen(kw_only=True)
class Pair:
    """
    Somebody by the old book and by the new one.

    Attributes:
        old, new: The ratings with their books.
        changes: The rules that differ.
    """

    old: Ground
    new: Ground
    changes: tuple[Change, ...]

    def of(self, part: Part) -> Iterator[Change]:
        """The changes of one part."""
        return (change for change in self.changes if change.part is part)


def causes(pair: Pair) -> tuple[Reason, ...]:
    """
    The rules whose change makes a difference, in the order of the parts of a book.

    Where none does so alone, others have moved (and the seats of a quota), or several changes work together.
    """
    before, now = pair.old.rating, pair.new.rating
    found = [*_whole(pair), *_facts(pair)]
    if isinstance(before, Rated) and isinstance(now, Rated):
        found += [*_items(pair), *_scale(pair), *_clauses(pair), *_quotas(pair)]
    else:
        found += [*_exempting(pair), *_missing(pair)]
    if found:
        return tuple(found)
    if isinstance(before, Rated) and isinstance(now, Rated) and (before.moved or now.moved):
        return (Reason.of(OTHERS),)
    return tuple(_reason(TOGETHER, change) for change in pair.changes if change.part is not Part.CONSEQUENCE)


def _reason(phrase: Phrase, change: Change, **params: Any) -> Reason:
    return Reason.of(
        phrase, path=change.path, clause=change.source, says=change.says, what=change.what, **params
    )


def _whole(pair: Pair) -> Iterator[Reason]:
    """Another cycle; other decimals, where the same number was rounded to another."""
    if pair.old.rating.cycle != pair.new.rating.cycle:
        yield from (_reason(WHOLE, change) for change in pair.of(Part.CYCLE))
    for change in pair.of(Part.DECIMALS):
        shared = pair.old.lines.keys() & pair.new.lines.keys()
        if any(_rounded_otherwise(pair.old.lines[name], pair.new.lines[name]) for name in shared):
            yield _reason(WHOLE, change)


def _rounded_otherwise(one: Line, other: Line) -> bool:
    same = (one.limited, one.weight) == (other.limited, other.weight)
    return same and one.points != other.points


def _facts(pair: Pair) -> Iterator[Reason]:
    """Facts whose rule has changed, and that were read as something else."""
    for change in pair.of(Part.FACT):
        name = change.path.partition(".")[2]
        was, now = pair.old.readings.get(name), pair.new.readings.get(name)
        if was is not None and now is not None and was.value != now.value:
            yield _reason(FACT, change)


# --- the score -----------------------------------------------------------------------------------------


def _items(pair: Pair) -> Iterator[Reason]:
    """Items whose rule has changed, and that came to something else because of it."""
    for change in pair.of(Part.ITEM):
        name = change.path.partition(".")[2]
        was, now = pair.old.lines.get(name), pair.new.lines.get(name)
        if _item_matters(name, was, now, pair):
            before, then = (None if line is None else line.points for line in (was, now))
            yield _reason(ITEM, change, before=before, after=then)


def _item_matters(name: str, was: Line | None, now: Line | None, pair: Pair) -> bool:
    old, new = pair.old.index.items.get(name), pair.new.index.items.get(name)
    if old is None or new is None:
        side, line, item = (pair.new, now, new) if old is None else (pair.old, was, old)
        parent = None if item is None else side.index.items.get(item.part_of or "")
        counts = parent is not None and parent.take != "sum"
        return line is None or line.points != 0 or counts
    if was is None or now is None:
        return was is not now
    if old.part_of != new.part_of and (was.points or now.points):
        return True
    return was.points != now.points and (
        old.fact is not None or new.fact is not None or _own(old, new, was, now)
    )


def _own(old: Item, new: Item, was: Line, now: Line) -> bool:
    """Whether an item with parts came to something else by its own rule, and not only by its parts."""
    if (was.own, was.weight, old.take, old.decimals) != (now.own, now.weight, new.take, new.decimals):
        return True
    if ("when" in was.notes) != ("when" in now.notes):
        return True
    bound = {"floor", "ceiling"} & {*was.notes, *now.notes}
    return bool(bound) and (old.floor, old.ceiling) != (new.floor, new.ceiling)


# --- the tier ------------------------------------------------------------------------------------------


def _scale(pair: Pair) -> Iterator[Reason]:
    """Another scale, where by the new book's items the old scale would have given another tier."""
    for change in pair.of(Part.SCALE):
        asked = attrs.evolve(pair.new.asked, tiers=pair.old.index.tiers)
        try:
            was = proposals(pair.old.book.scale, asked)
        except KeyError:  # it asks for what the new book does not have
            was = ()
        if was != proposals(pair.new.book.scale, pair.new.asked):
            yield _reason(SCALE, change)


def _clauses(pair: Pair) -> Iterator[Reason]:
    """Clauses without which another tier would have been left."""
    order = list(pair.of(Part.ORDER))
    for change in pair.of(Part.CLAUSE):
        sides = ((pair.old, change.old), (pair.new, change.new))
        if any(path is not None and _decides(side, _place(path)) for side, path in sides):
            yield _reason(CLAUSE, change)
    if order and _effects(pair.old) != _effects(pair.new):
        yield _reason(WHOLE, order[0])


def _effects(ground: Ground) -> frozenset[Clause]:
    """The clauses that struck tiers out."""
    struck = ground.rating.struck if isinstance(ground.rating, Rated) else ()
    return frozenset(bare(ground.book.clauses[place]) for place in struck)


def _place(path: str) -> int:
    return int(path.partition("[")[2].rstrip("]"))


def _decides(ground: Ground, place: int) -> bool:
    """Whether without this clause another tier would be left; one that struck nothing out decides nothing."""
    rated = ground.rating
    struck = isinstance(rated, Rated) and place in rated.struck
    return struck and _left_tier(ground, ()) != _left_tier(ground, (place,))


def _left_tier(ground: Ground, without: Iterable[int]) -> str:
    left: Left = frozenset(ground.index.tiers)
    for place, clause in enumerate(ground.book.clauses):
        if place not in without and answer(clause.when, ground.asked) is True:
            left = after(left, kept(place, clause, ground))
    rated = ground.rating
    return nearest(rated.proposed, left, ground.index.tiers) if isinstance(rated, Rated) else ""


def _quotas(pair: Pair) -> Iterator[Reason]:
    """Quotas that have changed, and moved the subject in one of the books."""
    for change in pair.of(Part.QUOTA):
        sides = ((pair.old.rating, change.old), (pair.new.rating, change.new))
        if any(path is not None and _place(path) in _moved(rating) for rating, path in sides):
            yield _reason(QUOTA, change)


def _moved(rating: Rating) -> tuple[int, ...]:
    return rating.moved if isinstance(rating, Rated) else ()


# --- who is exempt or not ratable in one of the books --------------------------------------------------


def _exempting(pair: Pair) -> Iterator[Reason]:
    for change in pair.of(Part.CLAUSE):
        sides = ((pair.old.rating, change.old), (pair.new.rating, change.new))
        if any(isinstance(one, Exempt) and path == f"clause[{one.clause}]" for one, path in sides):
            yield _reason(CLAUSE, change)


def _missing(pair: Pair) -> Iterator[Reason]:
    """The rules that ask for what is missing, where they are of one book alone."""
    for change in pair.changes:
        for ground, path in ((pair.new, change.new), (pair.old, change.old)):
            rating = ground.rating
            if path is None or not isinstance(rating, NotRatable):
                continue
            names = tuple(name for name in rating.missing if name in _asked(change.part, path, ground))
            if names:
                facts = tuple(ground.index.missing(name) for name in names)
                yield _reason(MISSING, change, facts=facts, names=names)


def _asked(part: Part, path: str, ground: Ground) -> frozenset[str]:
    """The facts that a rule asks for."""
    book, name = ground.book, path.partition(".")[2]
    match part:
        case Part.FACT:
            return frozenset({name})
        case Part.ITEM:
            return facts_of(ground.index.items[name])
        case Part.CLAUSE:
            clause = book.clauses[_place(path)]
            return _tested(clause.when) | _left_by(clause.then)
        case Part.SCALE:
            own = _words(book.scale.given) if isinstance(book.scale, OwnScale) else frozenset[str]()
            return own.union({GAP}, *(_tested(one.when) for one in _rungs(book.scale)))
        case Part.QUOTA:
            ranks = (ground.index.items[item] for item in book.quotas[_place(path)].rank)
            return frozenset({VOTE}).union(*(_below(item, ground) for item in ranks))
        case _:
            return frozenset()


def _left_by(then: Within | Rungs | Effect | OwnEffect) -> frozenset[str]:
    """What the tiers that a clause leaves hang on."""
    match then:
        case Rungs():
            return frozenset({PAST})
        case OwnEffect(given=given):
            return _words(given) | {PAST}
        case _:
            return frozenset()


def _words(given: Mapping[str, Given]) -> frozenset[str]:
    """The words that choose the values of a township's own word."""
    return frozenset(name for _, value in values_in(given) for name in words_of(value))


def _below(item: Item, ground: Ground) -> frozenset[str]:
    """The facts that an item and its parts ask for."""
    return facts_of(item).union(*(_below(part, ground) for part in ground.parts(item.id)))


def _rungs(scale: Scale | None) -> tuple[Tier, ...]:
    match scale:
        case Tiers(tiers=rungs) | NamedStars(stars=rungs):
            return rungs
        case _:
            return ()


def _tested(condition: Condition | None) -> frozenset[str]:
    return frozenset(
        PAST if test.of == "tier" else test.name for test in tests_of(condition) if test.of != "item"
    )
