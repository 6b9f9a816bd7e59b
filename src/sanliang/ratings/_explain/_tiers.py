"""The tier: what the scale gave, what clauses, quotas and a committee made of it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._clauses import Left, after, nearest, rungs_left
from sanliang.ratings._explain._conditions import condition, holds, plain
from sanliang.ratings._explain._ground import Ground, agree, own_source, rule
from sanliang.ratings._outcomes import Rated
from sanliang.ratings._own import ways_of
from sanliang.ratings._questions import answer, last_of, tiers_of
from sanliang.ratings._scale import proposals
from sanliang.rulebooks import (
    NONE,
    Band,
    Clause,
    Effect,
    NamedStars,
    OwnEffect,
    OwnScale,
    PointStars,
    Rungs,
    Test,
    Tier,
    Tiers,
    Within,
)

PROPOSED = Phrase("why.proposed", "按标准应为{tier}", "the scale gives {tier}")
PROPOSED_GAP = Phrase(
    "why.proposed_gap",
    "不在任何一档之内，按办法归其下的{tier}",
    "in no band, and the book gives the one below: {tier}",
)
PROPOSED_OVERLAP = Phrase(
    "why.proposed_overlap", "同属数档，按办法取{tier}", "in several bands, and the book takes {tier}"
)
OPEN_TIER = Phrase("why.open_tier", "“{tier}”不设条件", "open to all: {tier}")
NOTHING_HOLDS = Phrase("why.nothing_holds", "各档条件都不成立：{tier}", "no tier's condition holds: {tier}")
NO_SCALE = Phrase("why.no_scale", "办法没有等次", "the book has no tiers")
UNSETTLED = Phrase(
    "why.unsettled",
    "按标准可能为{tiers}：所缺的事实不影响最后的等次",
    "the scale may give {tiers}: what is not known does not change the tier in the end",
)
STARS = Phrase("why.stars", "共得{count}星", "{count} stars are won")
STAR_WON = Phrase("why.star_won", "{star}：得星", "{star}: won")
STAR_LOST = Phrase("why.star_lost", "{star}：未得星", "{star}: not won")
WHOLE_POINTS = Phrase(
    "why.whole_points",
    "{score}分，每满1分一星，至多{most}星：{tier}",
    "{score}: a star for each whole point, {most} at most: {tier}",
)
OWN_SCALE = Phrase("why.word_scale", "{score}分，{says}：{tier}", "{score}, {says}: {tier}")
STRUCK = Phrase("why.struck", "{says}：只留{left}", "{says}: only these are left: {left}")
YIELDED = Phrase(
    "why.yielded",
    "{says}：照此不剩任何等次，让位于前面的规定",
    "{says}: it would leave nothing, and yields to those before it",
)
NO_LAST = Phrase(
    "why.no_last",
    "{says}：以前没有评定过，不起作用",
    "{says}: there is no last rating, so it does not bind",
)
STARTS = Phrase("why.starts", "以前没有评定过，从{tier}算起", "there is no last rating: counted from {tier}")
NEAREST_BELOW = Phrase(
    "why.nearest_below",
    "{proposed}已不可取，改为其下最近的{tier}",
    "{proposed} is not left; the nearest below is {tier}",
)
NEAREST_ABOVE = Phrase(
    "why.nearest_above",
    "{proposed}及以下均不可取，改为其上最近的{tier}",
    "{proposed} and what is below are not left; the nearest above is {tier}",
)
MOVED = Phrase("why.moved", "因名额所限，由{before}改为{tier}", "quotas moved it from {before} to {tier}")
QUOTA = Phrase("why.quota", "{says}", "{says}")
OVERRIDDEN = Phrase(
    "why.overridden",
    "{by}于{on}决定为{tier}（按办法为{computed}）：{why}",
    "{by} decided on {on} that it is {tier} (by the book {computed}): {why}",
)
WITHHELD = Phrase("why.withheld", "{says}：评定，但不对外展示", "{says}: rated, and not displayed")
ACTION = Phrase("why.action", "{says}：{action}", "{says}: {action}")
ASSUMED = Phrase(
    "why.assumed", "“{name}”没有填报，按办法视为{value}", "not given, and by the book {value}: {name}"
)
UNKNOWN = Phrase("why.unknown", "不详，但不影响等次的", "not known, without an effect on the tier")
UNKNOWN_FACT = Phrase("why.unknown_fact", "{name}", "{name}")


def tier_steps(rated: Rated, ground: Ground) -> Iterator[Reason]:
    """Every step that led to a tier, in the order of reading, and what follows from it."""
    yield _proposal(rated, ground)
    yield from _clauses(rated, ground)
    yield from _changed(rated, ground)
    yield from _withheld(rated, ground)
    yield from _actions(rated, ground)
    yield from assumed(ground)
    if rated.missing:
        yield Reason.of(UNKNOWN, because=(_unknown(name, ground) for name in rated.missing))


def _unknown(name: str, ground: Ground) -> Reason:
    return Reason.of(UNKNOWN_FACT, path=f"fact.{name}", name=ground.index.missing(name), fact=name)


def assumed(ground: Ground) -> Iterator[Reason]:
    """The facts that nobody gave, so that the book's `missing` holds."""
    for name, reading in sorted(ground.readings.items()):
        if reading.assumed:
            value = plain(ground.facts.get(name))
            yield Reason.of(ASSUMED, path=f"fact.{name}", name=ground.bare(name), value=value, fact=name)


# --- what the scale gave -------------------------------------------------------------------------------


def _proposal(rated: Rated, ground: Ground) -> Reason:
    found = tuple(one.tier for one in proposals(ground.book.scale, ground.asked))
    if len(found) > 1:
        return Reason.of(UNSETTLED, tiers=ground.all_tiers(found), names=found)
    agree(found == (rated.proposed,))
    tier = ground.tier(rated.proposed)
    match ground.book.scale:
        case Tiers() as scale:
            return _band(scale, rated.proposed, ground)
        case NamedStars(stars=stars):
            won = (_star(star, place, ground) for place, star in enumerate(stars))
            return Reason.of(STARS, because=won, count=0 if rated.proposed == NONE else int(rated.proposed))
        case PointStars() | OwnScale() if rated.score is None:
            return Reason.of(PROPOSED, tier=tier, name=rated.proposed)
        case PointStars(most=most):
            return Reason.of(WHOLE_POINTS, score=rated.score, most=most, tier=tier, name=rated.proposed)
        case OwnScale(word=word):
            return Reason.of(
                OWN_SCALE, score=rated.score, says=word.says, word=word.tag, tier=tier, name=rated.proposed
            )
        case _:
            return Reason.of(NO_SCALE, tier=tier, name=rated.proposed)


def _star(star: Tier, place: int, ground: Ground) -> Reason:
    held = answer(star.when, ground.asked) is True
    because = () if star.when is None else (condition(star.when, ground),)
    says = ground.tier(star.name) if star.says is None else star.says
    return Reason.of(
        STAR_WON if held else STAR_LOST,
        path=f"scale.stars[{place}]",
        clause=own_source(star.source, ground.book),
        because=because,
        star=says,
        won=held,
    )


def _band(scale: Tiers, name: str, ground: Ground) -> Reason:
    """The tier whose condition is the first to hold; of none, every condition that does not."""
    tier = next((one for one in scale.tiers if one.name == name), None)
    if tier is None or (tier.name == NONE and tier.when is None):
        failed = (condition(one.when, ground) for one in scale.tiers if one.when is not None)
        return Reason.of(NOTHING_HOLDS, because=failed, tier=ground.tier(name), name=name)
    clause, path = own_source(tier.source, ground.book), f"scale.tiers[{scale.tiers.index(tier)}]"
    if tier.when is None:
        return Reason.of(OPEN_TIER, path=path, clause=clause, tier=ground.tier(name), name=name)
    because = (condition(tier.when, ground),)
    phrase = _how(scale, tier, ground)
    return Reason.of(phrase, path=path, clause=clause, because=because, tier=ground.tier(name), name=name)


def _how(scale: Tiers, tier: Tier, ground: Ground) -> Phrase:
    """Whether a tier's own condition gave it, or the book's word for gaps or overlaps."""
    if answer(tier.when, ground.asked) is False:
        return PROPOSED_GAP
    if scale.overlap is None or not isinstance(tier.when, Test):
        return PROPOSED
    place = scale.tiers.index(tier)
    others = (
        one
        for one_place, one in enumerate(scale.tiers)
        if one_place != place and (one_place < place or _closed(one))
    )
    shared = any(answer(one.when, ground.asked) is True for one in others)
    return PROPOSED_OVERLAP if shared else PROPOSED


def _closed(tier: Tier) -> bool:
    """Whether a band says itself where it ends; otherwise the one before it closes it."""
    band = tier.when.band if isinstance(tier.when, Test) else Band()
    return any(word in {"at_most", "below"} for word, _ in band.edges)


# --- what clauses left ---------------------------------------------------------------------------------


def _clauses(rated: Rated, ground: Ground) -> Iterator[Reason]:
    left: Left = frozenset(ground.index.tiers)
    for place, clause in enumerate(ground.book.clauses):
        if place in rated.struck:
            left = after(left, kept(place, clause, ground))
            yield _clause(STRUCK, place, clause, ground, left)
        elif place in rated.yielded:
            yield _clause(YIELDED, place, clause, ground, left)
        elif _unbound(clause, ground):
            yield _clause(NO_LAST, place, clause, ground, left)
    agree(tuple(tier for tier in ground.index.tiers if tier in left) == rated.left)
    found = nearest(rated.proposed, left, ground.index.tiers)
    if found != rated.proposed:
        below = ground.index.tiers.index(found) > ground.index.tiers.index(rated.proposed)
        yield Reason.of(
            NEAREST_BELOW if below else NEAREST_ABOVE,
            proposed=ground.tier(rated.proposed),
            tier=ground.tier(found),
            name=found,
        )


def movers(rated: Rated, ground: Ground) -> Iterator[tuple[int, str]]:
    """The clauses that moved the tier off what the scale proposed, each with the one that it left."""
    left: Left = frozenset(ground.index.tiers)
    tier = rated.proposed
    for place in rated.struck:
        left = after(left, kept(place, ground.book.clauses[place], ground))
        found = nearest(rated.proposed, left, ground.index.tiers)
        if found != tier:
            yield place, found
        tier = found


def _unbound(clause: Clause, ground: Ground) -> bool:
    """Whether a clause does not bind since there is known to be no last rating."""
    started = isinstance(clause.then, Rungs) and clause.then.start is None
    return started and _first(ground) and answer(clause.when, ground.asked) is True


def _first(ground: Ground) -> bool:
    """Whether it is known that there was no rating before."""
    past = ground.asked.past
    return past is not None and last_of(past) is None


def kept(place: int, clause: Clause, ground: Ground) -> Left | None:
    match clause.then:
        case OwnEffect() as own:
            last = last_of(ground.asked.past or ())
            return ways_of(own, (last,), ground.index.tiers, ground.facts, f"clause[{place}]")[0][0]
        case Within(band=band, among=among):
            return tiers_of(band, among, ground.index.tiers)
        case Rungs() as rungs:
            return rungs_left(rungs, last_of(ground.asked.past or ()), ground.index.tiers)
        case _:
            return None


def _clause(phrase: Phrase, place: int, clause: Clause, ground: Ground, left: Left) -> Reason:
    because = [] if clause.when is None else [condition(clause.when, ground)]
    if isinstance(clause.then, Rungs) and clause.then.start is not None and _first(ground):
        because.append(Reason.of(STARTS, tier=ground.tier(clause.then.start), name=clause.then.start))
    return Reason.of(
        phrase,
        path=f"clause[{place}]",
        clause=own_source(clause.source, ground.book),
        because=because,
        says=rule(clause.says, place),
        left=ground.all_tiers(left),
        tiers=tuple(tier for tier in ground.index.tiers if tier in left),
    )


# --- quotas and decisions ------------------------------------------------------------------------------


def _changed(rated: Rated, ground: Ground) -> Iterator[Reason]:
    """What quotas and a committee changed."""
    placed = nearest(rated.proposed, frozenset(rated.left), ground.index.tiers)
    if rated.moved:
        agree(all(place < len(ground.book.quotas) for place in rated.moved))
        quotas = (_quota(place, ground) for place in rated.moved)
        yield Reason.of(
            MOVED,
            because=quotas,
            before=ground.tier(placed),
            tier=ground.tier(rated.computed),
            name=rated.computed,
        )
    else:
        agree(placed == rated.computed)
    if rated.override is not None:
        one = rated.override
        yield Reason.of(
            OVERRIDDEN,
            clause=one.source,
            by=one.by,
            on=one.on,
            tier=ground.tier(one.tier),
            name=one.tier,
            computed=ground.tier(rated.computed),
            why=one.why,
        )


def _quota(place: int, ground: Ground) -> Reason:
    quota = ground.book.quotas[place]
    says, clause = rule(quota.says, place), own_source(quota.source, ground.book)
    return Reason.of(QUOTA, path=f"quota[{place}]", clause=clause, says=says)


# --- what follows --------------------------------------------------------------------------------------


def _withheld(rated: Rated, ground: Ground) -> Iterator[Reason]:
    for place, clause in enumerate(ground.book.clauses):
        if clause.then == Effect(word="withheld") and answer(clause.when, ground.asked) is True:
            agree(rated.withheld)
            yield _clause(WITHHELD, place, clause, ground, frozenset(rated.left))


def _actions(rated: Rated, ground: Ground) -> Iterator[Reason]:
    """What consequences name; of those that ask for a place the rating alone knows that they hold."""
    for place, one in enumerate(ground.book.consequences):
        if {*one.then} <= {*rated.actions} and holds(answer(one.when, ground.asked)) is not False:
            because = () if one.when is None else (condition(one.when, ground),)
            yield Reason.of(
                ACTION,
                path=f"consequence[{place}]",
                clause=own_source(one.source, ground.book),
                because=because,
                says=rule(one.says, place),
                action=one.then,
            )
