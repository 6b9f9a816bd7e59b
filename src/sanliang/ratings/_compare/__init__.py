"""Two rulebooks and the same people: who moves, by how much, and because of which rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Text
from sanliang.ratings._compare._causes import Pair, causes
from sanliang.ratings._compare._changes import Change, Part, What, changes
from sanliang.ratings._compare._moves import Comparison, Count, Move, counted, outcome, rungs, score_of
from sanliang.ratings._explain._ground import Ground, Index, tier_name
from sanliang.ratings._groups import rate_group
from sanliang.ratings._outcomes import Rating
from sanliang.ratings._subjects import Subject, subjects_of
from sanliang.rulebooks import Rulebook, tier_names

__all__ = ["Change", "Comparison", "Count", "Move", "Part", "What", "compare"]


def compare(
    old: Rulebook,
    new: Rulebook,
    people: Iterable[Subject] | Mapping[str, Mapping[str, Any]],
    *,
    on: date,
) -> Comparison:
    """
    What a change of rules does to people: who moves, by how much, and because of which rule.

    Args:
        old: The rulebook that is in force.
        new: The one that is thought of, as a rule one that extends it.
        people: In any order; or facts by id, of one group. Facts and credits that only one of the books has
            are for that book alone.
        on: Any day of the cycle.

    Returns:
        Everybody whose outcome, tier or score differs, with the rules whose change made the difference.
        Where no rule of his own did, others have moved, and the seats of a quota with them.

    Raises:
        InvalidInput: As `rate_group`; a fact that neither book has.
        NotInForce: A value of one of the books does not count yet on the cycle's last day.

    Example:
        >>> from sanliang.rulebooks import loads
        >>> text = '''
        ... schema = 1
        ... id     = "hours"
        ... rates  = "member"
        ... title  = { zh = "志愿服务星级" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [fact.hours]
        ... [item.hours]
        ... each   = 2
        ... [scale]
        ... tiers  = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]
        ... '''
        >>> stricter = loads(text.replace("each   = 2", "each   = 1"))
        >>> people = {"m-1": {"hours": 12}, "m-2": {"hours": 0}}
        >>> found = compare(loads(text), stricter, people, on=date(2026, 12, 31))
        >>> [(move.id, move.rungs, move.score, move.rules) for move in found.moves]
        [('m-1', -1, Fraction(-12, 1), ('item.hours',))]
    """
    some = subjects_of(people)
    one, other = instance(Rulebook)(old, "old"), instance(Rulebook)(new, "new")
    before = rate_group(_of(some, one, other), one, on=on)
    after = rate_group(_of(some, other, one), other, on=on)
    differ = changes(one, other)
    pairs = ((id, before.ratings[id], after.ratings[id]) for id in before.ratings)
    indexes = Index.of(one), Index.of(other)
    tiers = tuple(dict.fromkeys((*tier_names(other), *tier_names(one))))
    return Comparison(
        old=one.id,
        new=other.id,
        cycle=after.cycle,
        people=len(some),
        changes=differ,
        moves=tuple(_move(id, was, now, indexes, differ) for id, was, now in pairs if _moves(was, now)),
        counts=tuple(counted(before.ratings.values(), after.ratings.values(), tiers)),
        names=FrozenMap({tier: _called(tier, one, other) for tier in tiers}),
    )


def _of(people: Iterable[Subject], book: Rulebook, other: Rulebook) -> tuple[Subject, ...]:
    """The same people without what only the other book asks for."""
    facts = {fact.id for fact in other.facts} - {fact.id for fact in book.facts}
    items = {item.id for item in other.items} - {item.id for item in book.items}
    return tuple(
        attrs.evolve(
            one,
            facts={name: value for name, value in one.facts.items() if name not in facts},
            credited={name: points for name, points in one.credited.items() if name not in items},
        )
        for one in people
    )


def _moves(was: Rating, now: Rating) -> bool:
    return (outcome(was), score_of(was)) != (outcome(now), score_of(now))


def _move(
    id: str, was: Rating, now: Rating, indexes: tuple[Index, Index], differ: tuple[Change, ...]
) -> Move:
    old, new = indexes
    pair = Pair(old=Ground.of(was, old), new=Ground.of(now, new), changes=differ)
    before, after = score_of(was), score_of(now)
    return Move(
        id=id,
        before=was,
        after=now,
        rungs=rungs(was, now, new.tiers, old.tiers),
        score=None if before is None or after is None else after - before,
        because=causes(pair),
    )


def _called(tier: str, old: Rulebook, new: Rulebook) -> Text:
    return tier_name(tier, new if tier in tier_names(new) else old)
