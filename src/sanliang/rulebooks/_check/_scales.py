"""From the score to a tier: every band is closed, every tier reached, every name is there."""

from __future__ import annotations

from collections.abc import Iterator

from sanliang.kernel.errors import Fault
from sanliang.kernel.fields import DOUBLED
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check._names import UNKNOWN_ITEM, Names
from sanliang.rulebooks._model import (
    NONE,
    WITHHELD,
    NamedStars,
    OwnEffect,
    OwnScale,
    Quota,
    Rank,
    Rungs,
    Test,
    Tier,
    Tiers,
    Within,
)
from sanliang.rulebooks._values import Band
from sanliang.rulebooks._words import KeyType, values_in

OPEN_TIER = Phrase(
    "tier.open",
    "没有条件，也没有名额限制，其后各档永远不会到达",
    "has no condition and no quota, so nobody ever reaches the tiers below it",
)
OPEN_STAR = Phrase("star.open", "缺少条件", "needs a condition: what it is won by")
NONE_LAST = Phrase(
    "tier.none", "none 总在最后，且没有条件", "is always there, below all others and without a condition"
)


def of_scale(names: Names) -> Iterator[Fault]:
    """What is wrong with the scale."""
    if "scale" in names.unread:
        return
    path = names.places.scale
    match names.book.scale:
        case Tiers(tiers=tiers) as scale:
            yield from _rungs(tiers, names, f"{path}.tiers")
            yield from _open_tiers(tiers, names, f"{path}.tiers")
            yield from _closed(scale, names, f"{path}.tiers")
        case NamedStars(stars=stars):
            yield from _rungs(stars, names, f"{path}.stars")
            for place, star in enumerate(stars):
                if star.when is None:
                    yield OPEN_STAR.fault(f"{path}.stars[{place}]")
        case OwnScale() as own:
            yield from _own_scale(own, names, f"{path}.{own.word.tag}")
        case _:  # a star for each point asks nothing, and neither do points without tiers
            pass


def _own_scale(own: OwnScale, names: Names, path: str) -> Iterator[Fault]:
    """A scale of a township's own; `none` is always there and not among its tiers."""
    if NONE in own.tiers:
        yield NONE_LAST.fault(f"{path}.tiers")
    yield from names.values(values_in(own.given), path)


def _rungs(tiers: tuple[Tier, ...], names: Names, path: str) -> Iterator[Fault]:
    seen = set[str]()
    for place, tier in enumerate(tiers):
        yield from names.condition(tier.when, f"{path}[{place}]", this=False)
        if tier.name in seen:
            yield DOUBLED.fault(f"{path}[{place}].name")
        seen.add(tier.name)


def _open_tiers(tiers: tuple[Tier, ...], names: Names, path: str) -> Iterator[Fault]:
    """A tier without a condition is the last, or a quota caps it and sends the others down."""
    capped = {tier for quota in names.book.quotas if pushes_down(quota) for tier in quota.tiers}
    unread = any(path.startswith("quota") for path in names.unread)
    for place, tier in enumerate(tiers):
        last = place + 1 == len(tiers)
        if tier.name == NONE and not (last and tier.when is None):
            yield NONE_LAST.fault(f"{path}[{place}]")
        elif tier.when is None and tier.name not in capped and not last and not unread:
            yield OPEN_TIER.fault(f"{path}[{place}]")


def pushes_down(quota: Quota) -> bool:
    """Whether a quota sends those whom it has no place for to the tiers below."""
    return quota.at_most is not None and quota.binding and quota.spare is None


def _closed(scale: Tiers, names: Names, path: str) -> Iterator[Fault]:
    """The tiers that are bands of one item or fact, side by side."""
    lines: dict[tuple[str, str], list[tuple[str, Band]]] = {}
    for place, tier in enumerate(scale.tiers):
        match tier.when:
            case Test(of=of, name=name, band=Band() as band, among=()) if of != "place":
                lines.setdefault((of, name), []).append((f"{path}[{place}]", band))
            case _:
                pass
    for (of, name), bands in lines.items():
        line = _bands.Line(
            decimals=names.decimals(of, name),
            most=names.most(of, name) if _bands.closed(bands[0][1]) else (),
            gap=scale.gap,
            overlap=scale.overlap,
        )
        yield from _bands.faults(bands, line, names.patience)


# --- clauses, consequences, quotas -------------------------------------------------------------------------


def of_clauses(names: Names) -> Iterator[Fault]:
    """What is wrong with clauses. Whether a plaque is withheld is asked when the tier is there."""
    for path, clause in zip(names.places.clauses, names.book.clauses, strict=True):
        yield from names.condition(clause.when, f"{path}.when", this=clause.then == WITHHELD)
        match clause.then:
            case Within(band=band, among=among):
                yield from names.tiers(band, among, f"{path}.then")
            case OwnEffect() as own:
                yield from _own_effect(own, names, f"{path}.then.{own.word.tag}")
            case Rungs(start=start) if start is not None or names.points_only:
                where = f"{path}.then" if start is None else f"{path}.then.from"
                yield from names.tiers(Rank(), (start,), where)
            case _:
                pass


def _own_effect(own: OwnEffect, names: Names, path: str) -> Iterator[Fault]:
    """An effect of a township's own: it names tiers of the book, and words of its facts."""
    yield from names.values(values_in(own.given), path)
    named = [own.given[key] for key, one in own.word.keys.items() if one.holds is KeyType.TIER]
    if named or names.points_only:
        yield from names.tiers(Rank(), named, path)


def of_consequences(names: Names) -> Iterator[Fault]:
    """What is wrong with consequences."""
    for path, consequence in zip(names.places.consequences, names.book.consequences, strict=True):
        yield from names.condition(consequence.when, f"{path}.when", places=True)


def of_quotas(names: Names) -> Iterator[Fault]:
    """What is wrong with quotas."""
    for path, quota in zip(names.places.quotas, names.book.quotas, strict=True):
        yield from names.tiers(Rank(), quota.tiers, f"{path}.tier")
        for item in quota.rank:
            yield from names.named(item, f"{path}.rank", UNKNOWN_ITEM, names.items)
        limits = (("at_most", quota.at_most), ("at_least", quota.at_least))
        yield from names.values(((key, limit) for key, limit in limits if limit is not None), path)
