"""The way to the next tier in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._ground import Index
from sanliang.ratings._next._ways import Barred, FactChange, NextTier, Way
from sanliang.rulebooks import Clause, Quota, Rulebook
from sanliang.rulebooks._bands import shown

TOP = Phrase("next.top", "{tier} 已是最高等次", "{tier} is the highest tier")
NO_TIERS = Phrase("next.no_tiers", "本办法只计分，没有等次", "the book has points only, and no tiers")
NOWHERE = Phrase("next.nowhere", "没有可以达到的更高等次", "no higher tier can be reached")
UNTRIED = Phrase(
    "next.untried",
    "未找到办法，也未能全部试过",
    "no way was found, and not everything could be tried",
)
LACKS = Phrase("next.lacks", "下一等次 {tier}：还差 {points} 分", "next is {tier}: it lacks {points} points")
PASSES = Phrase(
    "next.passes",
    "下一等次 {tier}：还差 {points} 分以上",
    "next is {tier}: it lacks more than {points} points",
)
ENOUGH = Phrase(
    "next.enough",
    "下一等次 {tier}：分数已够，尚有其他条件",
    "next is {tier}: the score is enough, and something else is in the way",
)
OTHERWISE = Phrase("next.otherwise", "下一等次 {tier}", "next is {tier}")
TOGETHER = Phrase(
    "next.together", "同时做到以下 {count} 项，可达 {tier}", "these {count} together lead to {tier}"
)
ALONE = Phrase("next.alone", "做到以下一项，可达 {tier}", "this one leads to {tier}")
MORE = Phrase("next.more", "{fact}：由 {now} 增至 {to}，多 {by}", "{fact}: up by {by}, from {now} to {to}")
LESS = Phrase("next.less", "{fact}：由 {now} 减至 {to}，少 {by}", "{fact}: down by {by}, from {now} to {to}")
YES = Phrase("next.yes", "{fact}：由否变为是", "{fact}: yes instead of no")
NO = Phrase("next.no", "{fact}：由是变为否", "{fact}: no instead of yes")
BARRED = Phrase("next.barred", "{tier} 不能达到，受下列条款所限", "{tier} is barred by these clauses")
SHORT = Phrase(
    "next.short",
    "{tier} 不能达到：能变的都做到，仍不够",
    "{tier} is out of reach: all that can change is not enough",
)
CLAUSE = Phrase("next.clause", "第 {place} 款：{says}", "clause {place}: {says}")
QUOTA = Phrase(
    "next.quota", "{tier} 另有名额限制，须有余额：{says}", "{tier} has a quota, which must leave room: {says}"
)
LEFT_OPEN = Phrase("next.missing", "未知，未计入：{names}", "not known, and left as it is: {names}")
MORE_WAYS = Phrase(
    "next.incomplete",
    "未能全部试过：或有涉及更少项目的办法",
    "not everything could be tried: there may be ways with fewer changes",
)
SILENT = Text("（未写明）", "(no words)")


def reasons(found: NextTier, book: Rulebook) -> tuple[Reason, ...]:
    """All that was found, in the order in which it is read."""
    return tuple(_all(found, book))


def _all(found: NextTier, book: Rulebook) -> Iterator[Reason]:
    yield Reason.of(NO_TIERS) if book.scale is None else _first(found)
    yield from (_barred(one, book.clauses) for one in found.barred)
    called = Index.of(book)
    for way in found.ways:
        yield _way(way, [_change(change, called.fact(change.fact)) for change in way.changes])
    yield from (_quota(book.quotas[place], found.tier or found.held) for place in found.quotas)
    if found.missing:
        yield Reason.of(LEFT_OPEN, names=tuple(map(called.missing, found.missing)))
    if found.ways and not found.complete:
        yield Reason.of(MORE_WAYS)


def _first(found: NextTier) -> Reason:
    if found.tier is None:
        if not found.complete:
            return Reason.of(UNTRIED)
        return Reason.of(NOWHERE) if found.barred else Reason.of(TOP, tier=found.held)
    if found.distance is None:
        return Reason.of(OTHERWISE, tier=found.tier)
    if found.distance == 0 and not found.above:
        return Reason.of(ENOUGH, tier=found.tier)
    return Reason.of(PASSES if found.above else LACKS, tier=found.tier, points=shown(found.distance))


def _way(way: Way, changes: list[Reason]) -> Reason:
    if len(changes) == 1:
        return Reason.of(ALONE, because=changes, tier=way.tier)
    return Reason.of(TOGETHER, because=changes, tier=way.tier, count=len(changes))


def _change(change: FactChange, name: Text) -> Reason:
    if isinstance(change.now, bool):
        return Reason.of(YES if change.to else NO, path=change.fact, fact=name)
    return Reason.of(
        MORE if change.by > 0 else LESS,
        path=change.fact,
        fact=name,
        now=shown(change.now),
        to=shown(Fraction(change.to)),
        by=shown(abs(change.by)),
    )


def _barred(one: Barred, clauses: tuple[Clause, ...]) -> Reason:
    if not one.clauses:
        return Reason.of(SHORT, tier=one.tier)
    because = (
        Reason.of(
            CLAUSE,
            path=f"clause[{place}]",
            clause=clauses[place].source,
            place=place + 1,
            says=clauses[place].says or SILENT,
        )
        for place in one.clauses
    )
    return Reason.of(BARRED, because=because, tier=one.tier)


def _quota(quota: Quota, tier: str) -> Reason:
    return Reason.of(QUOTA, clause=quota.source, tier=tier, says=quota.says or SILENT)
