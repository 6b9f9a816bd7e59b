"""Why this tier, and why this score: a tree of reasons that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.ratings._explain._conditions import condition
from sanliang.ratings._explain._ground import OTHER_BOOK, Ground, Index, own_source, rule
from sanliang.ratings._explain._items import item_tree
from sanliang.ratings._explain._tiers import assumed, tier_steps
from sanliang.ratings._outcomes import Exempt, NotRatable, Rated, Rating, a_rating
from sanliang.rulebooks import NONE, Rulebook

RATED = Phrase("why.rated", "{title}，{start}至{end}：{tier}", "{title}, {start} to {end}: {tier}")
COUNTED = Phrase("why.points_only", "{title}，{start}至{end}", "{title}, {start} to {end}")
EXEMPT = Phrase("why.exempt", "{title}，{start}至{end}：不参加评定", "{title}, {start} to {end}: exempt")
EXEMPTING = Phrase("why.exempting", "{says}", "{says}")
NOT_RATABLE = Phrase(
    "why.not_ratable",
    "{title}，{start}至{end}：暂不能评定",
    "{title}, {start} to {end}: cannot be rated yet",
)
MISSING = Phrase("why.missing", "缺少：{name}", "missing: {name}")
FAILED = Phrase(
    "why.failed", "办法所用的词不能计算：{name}", "a word of the book cannot be worked out: {name}"
)
WRONG = Phrase("why.wrong", "所填的不能采用：{name}", "what was given cannot be taken: {name}")


def explain(rating: Rating, book: Rulebook) -> Verdict:
    """
    Why a subject holds its tier, is exempt, or cannot be rated: a tree of reasons.

    The first reason is the outcome with what led to it: the scale, clauses, quotas, a committee's decision,
    and what follows from it. The second is the score as a tree of items: its numbers, added up again, are the
    score. What a default of the book decided is said, too.

    Args:
        rating: What `rate` or `rate_group` gave.
        book: The rulebook that it was made by.

    Returns:
        A verdict that is true where a tier other than `none` is held. Numbers in `params` are exact; of a
        record nothing is shown but its day, its points, and what the rule read of it.

    Raises:
        InvalidInput: No rating; one that was made by another book, or by another version of it.

    Example:
        >>> from datetime import date
        >>> from sanliang.ratings import rate
        >>> from sanliang.rulebooks import loads
        >>> book = loads('''
        ... schema = 1
        ... id     = "hours"
        ... rates  = "member"
        ... title  = { zh = "志愿服务星级", en = "Stars for service" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [fact.hours]
        ... [item.hours]
        ... each   = 2
        ... [scale]
        ... tiers  = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]
        ... ''')
        >>> print(explain(rate({"hours": 7}, book, on=date(2026, 12, 31)), book).text("zh"))
        志愿服务星级，2026-01-01至2026-12-31：1星（《某镇党委文件》）
          按标准应为1星
            得分：14，符合“10以上”
        得分：14分
          “hours”：14分
            “hours”：7
            7 × 2分 = 14分
          各项之和：14分
    """
    index, made = Index.of(instance(Rulebook)(book, "book")), a_rating(rating, "rating")
    try:
        return _explained(made, Ground.of(made, index))
    except LookupError:  # a value not in force, a word without an arm, a rule that the book does not have
        raise InvalidInput(OTHER_BOOK.fault("book")) from None


def _explained(rating: Rating, ground: Ground) -> Verdict:
    match rating:
        case Rated():
            phrase = COUNTED if ground.book.scale is None else RATED
            top = _outcome(phrase, tier_steps(rating, ground), ground, rating.tier)
            return Verdict(ok=rating.tier != NONE, reasons=(top, *_score(ground)))
        case NotRatable():
            top = _outcome(NOT_RATABLE, _open(rating, ground), ground)
            return Verdict(ok=False, reasons=(top, *_score(ground)))
        case _:
            return Verdict(ok=False, reasons=(_outcome(EXEMPT, _exempting(rating, ground), ground),))


def _outcome(phrase: Phrase, because: Iterator[Reason], ground: Ground, tier: str | None = None) -> Reason:
    book, cycle = ground.book, ground.rating.cycle
    return Reason.of(
        phrase,
        clause=book.source,
        because=because,
        title=book.title,
        book=book.id,
        start=cycle.start,
        end=cycle.end,
        tier=ground.tier(tier),
        name=tier,
    )


def _score(ground: Ground) -> Iterator[Reason]:
    """The items as a tree, from the topmost down."""
    return (item_tree(item, ground) for item in ground.parts(""))


def _exempting(exempt: Exempt, ground: Ground) -> Iterator[Reason]:
    clause = ground.book.clauses[exempt.clause]
    because = () if clause.when is None else (condition(clause.when, ground),)
    yield Reason.of(
        EXEMPTING,
        path=f"clause[{exempt.clause}]",
        clause=own_source(clause.source, ground.book),
        because=because,
        says=rule(clause.says, exempt.clause),
    )
    yield from assumed(ground)


def _open(rating: NotRatable, ground: Ground) -> Iterator[Reason]:
    """Each fact that is missing; of those that were given, what is wrong with them."""
    faults = {_wrong_with(fault): fault for fault in rating.wrong}
    for name in rating.missing:
        called, path = ground.index.missing(name), f"fact.{name}"
        fault = faults.get(name)
        if fault is not None and fault.path == name:
            why = Reason(code=fault.code, says=Text(fault.zh, fault.en), path=name)
            yield Reason.of(FAILED, path=name, because=(why,), name=name)
        elif fault is None:
            yield Reason.of(MISSING, path=path, name=called, fact=name)
        else:
            why = Reason(code=fault.code, says=Text(fault.zh, fault.en), path=fault.path)
            yield Reason.of(WRONG, path=path, because=(why,), name=called, fact=name)
    yield from assumed(ground)


def _wrong_with(fault: Fault) -> str:
    """The fact that is wrong; of a word whose code failed, its place in the book."""
    where, _, name = fault.path.partition(".")
    return name.partition(".")[0].partition("[")[0] if where == "facts" else fault.path
