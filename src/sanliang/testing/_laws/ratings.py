"""The laws of ratings, by any rulebook of a town."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Phrase, Text
from sanliang.ratings import Exempt, NotRatable, Rated, Rating, Subject, explain, rate, rate_group
from sanliang.rulebooks import Rulebook, tier_names
from sanliang.testing._adding import items, points
from sanliang.testing._bench import in_some_order, pick
from sanliang.testing._facts import Facts, facts_of, last_day
from sanliang.testing._giving import GIVES, TAKES, by_score_alone, moving, nothing_moves
from sanliang.testing._law import Law
from sanliang.testing._told import broken_unless, of_town, telling, told
from sanliang.townships import Township

SCORED = "积分制、逐项计分、扣完为止（华宁县，2018-02-22；东阳市，2014-06-05）"
SHARED = "五星不超过30%，按得分排序（响水县，2018-05-10；评星定级通知，2023）"
EXPLAINED = "每季公示得分，接受异议并答复（华宁县，2018-02-22）"
BOOLEANS = st.booleans()
PEERS = range(1, 8)
"""So many people are rated together."""

FLOOR, CEILING = Text("下限", "floor"), Text("上限", "ceiling")
AND_WITH = Text("{less}，又以 {name} = {more}：", "{less}, and with {name} = {more}: ")
NO_QUOTA = Phrase("law.no_quota", "本办法没有名额限制", "the book has no quota that binds")


def books(town: Township) -> tuple[str, ...]:
    """The ids of the rulebooks of a town."""
    return tuple(sorted(town.rulebooks))


def _facts(book: Rulebook) -> SearchStrategy[Facts]:
    """All that may be known of somebody, made once for each book."""
    kept = book.worked_out
    if _facts not in kept:
        kept[_facts] = facts_of(book)
    made: SearchStrategy[Facts] = kept[_facts]
    return made


def _past(book: Rulebook, data: DataObject) -> tuple[str | None, ...]:
    """The tiers of up to two cycles before, where somebody had one."""
    tiers = (*tier_names(book), None)
    return tuple(pick(data, tiers, label="past") for _ in range(pick(data, range(3), label="cycles")))


def _rate(book: Rulebook, facts: Facts, past: tuple[str | None, ...] = ()) -> Rating:
    return rate(facts, book, on=last_day(book).end, records=(), past=past)


def _story(book: Rulebook, lang: Lang) -> str:
    """By which book, and by its source."""
    return told(
        "  {title}（{source}），周期到 {end} 为止",
        "  {title} ({source}), cycle to {end}",
        title=book.title.zh,
        source=book.source.text(lang),
        end=last_day(book).end,
    ).get(lang)


def of_book(town: Township, id: str) -> Text:
    """A town and a book of it."""
    return of_town(town, told("办法 {id}", "rulebook {id}", id=id))


Trying = Callable[[Rulebook, DataObject], None]


def _over_books(law: Trying) -> Callable[[Township, str, DataObject], None]:
    def holds(town: Township, id: str, data: DataObject) -> None:
        book = town.rulebooks[id]
        with telling(of_book(town, id), partial(_story, book)):
            law(book, data)

    return holds


def everybody_gets_an_outcome(book: Rulebook, data: DataObject) -> None:
    """Whatever is known of somebody, in part or not at all: rated, exempt or not ratable."""
    facts = data.draw(_facts(book))
    left = {name: one for name, one in facts.items() if data.draw(BOOLEANS, label=name)}
    found = _rate(book, left, _past(book, data))
    broken_unless(
        isinstance(found, Rated | Exempt | NotRatable),
        "{facts} 得到的答复是 {found}",
        "{facts} is answered with {found}",
        facts=left,
        found=repr(found),
    )
    if isinstance(found, Rated):
        broken_unless(
            found.tier in tier_names(book),
            "{facts} 评为“{tier}”，本办法没有这一档",
            "{facts} is given {tier!r}, which is no tier",
            facts=left,
            tier=found.tier,
        )


def equal_facts_give_equal_ratings(book: Rulebook, data: DataObject) -> None:
    """The order in which facts and records are handed in does not matter, nor does asking again."""
    facts, past = data.draw(_facts(book)), _past(book, data)
    turned = {name: _turned(facts[name]) for name in reversed(facts)}
    one, again, other = (_rate(book, each, past) for each in (facts, facts, turned))
    broken_unless(
        one == again,
        "{facts}，前后两次评定不同",
        "asked twice, {facts} is rated in two ways",
        facts=facts,
    )
    broken_unless(
        _summary(one) == _summary(other),
        "{facts}，换了先后次序，评定不同",
        "{facts}, handed in another order, is rated in another way",
        facts=facts,
    )


def _turned(value: Any) -> Any:
    return value[::-1] if isinstance(value, list) else value


def _summary(rating: Rating) -> tuple[Any, ...]:
    """What a rating comes to, beside the order of its rows and records."""
    match rating:
        case Rated():
            return (
                rating.tier,
                rating.computed,
                rating.score,
                rating.points,
                rating.withheld,
                rating.actions,
            )
        case _:
            return (getattr(rating, "missing", None), getattr(rating, "clause", None))


def the_explanation_adds_up(book: Rulebook, data: DataObject) -> None:
    """The explanation lists each addend, comes to the score again and names the tier."""
    facts = data.draw(_facts(book))
    found = _rate(book, facts, _past(book, data))
    verdict = explain(found, book)
    broken_unless(
        bool(verdict.text("zh") and verdict.text("en")),
        "{facts} 没有中英文两种说明",
        "{facts} is not explained in two languages",
        facts=facts,
    )
    lines = () if isinstance(found, Exempt) else found.lines
    said = {name: points(one) for name, one in items(verdict.reasons).items()}
    rows = {line.item: line.points for line in lines}
    broken_unless(
        rows == said,
        "{facts} 得 {rows}，说明为 {said}",
        "{facts} comes to {rows}, and is explained as {said}",
        facts=facts,
        rows=rows,
        said=said,
    )
    for line in lines:
        parts = [one.points for one in lines if one.part_of == line.item]
        summed = line.read is None and bool(parts) and _take(book, line.item) == "sum"
        broken_unless(
            not summed or sum(parts) == line.earned,
            "{facts}：“{item}”各部分合计 {total}，而其得 {earned}",
            "{facts}: the parts of {item!r} come to {total}, and it earns {earned}",
            facts=facts,
            item=line.item,
            total=sum(parts),
            earned=line.earned,
        )
    if isinstance(found, Rated):
        named = verdict.reasons[0].params["name"]
        broken_unless(
            named == found.tier,
            "{facts} 评为“{tier}”，说明为“{named}”",
            "{facts} has {tier!r}, and is told {named!r}",
            facts=facts,
            tier=found.tier,
            named=named,
        )


def _take(book: Rulebook, id: str) -> str:
    return next(item.take for item in book.items if item.id == id)


def limits_hold(book: Rulebook, data: DataObject) -> None:
    """No item goes below its floor or above its ceiling of the cycle."""
    facts = data.draw(_facts(book))
    found = _rate(book, facts)
    lines = {} if isinstance(found, Exempt) else {line.item: line for line in found.lines}
    for item in book.items:
        if item.id not in lines or "when" in lines[item.id].notes:
            continue
        came = lines[item.id].limited
        for name, limit, sign in ((FLOOR, item.floor, 1), (CEILING, item.ceiling, -1)):
            edge = limit.get("cycle")
            number = getattr(edge, "number", None)
            broken_unless(
                number is None or sign * (came - number) >= 0,
                "{facts}：“{item}”得 {came}，越过其{name} {number}",
                "{facts}: item {item!r} comes to {came}, past its {name} of {number}",
                facts=facts,
                item=item.id,
                came=came,
                name=name,
                number=number,
            )


def _more(book: Rulebook, data: DataObject, way: int) -> tuple[Facts, Facts, str]:
    """Somebody, and the same with more of a fact that only gives, or only takes away."""
    facts = data.draw(_facts(book))
    name = pick(data, moving(book, way), label="fact")
    other = data.draw(_facts(book))[name]
    some = [one if isinstance(one, int | Fraction) else len(one) for one in (facts[name], other)]
    low, high = sorted(some)
    return {**facts, name: low}, {**facts, name: high}, name


def _order(book: Rulebook, data: DataObject, way: int) -> None:
    less, more, name = _more(book, data, way)
    lower, higher = (_rate(book, one) for one in ((less, more) if way == GIVES else (more, less)))
    if not (isinstance(lower, Rated) and isinstance(higher, Rated)):
        return
    who = {"less": less, "name": name, "more": more[name]}
    low, high = lower.score, higher.score
    broken_unless(
        low is None or high is None or low <= high,
        f"{AND_WITH.zh}得分由 {{low}} 变为 {{high}}",
        f"{AND_WITH.en}the score goes from {{low}} to {{high}}",
        low=low,
        high=high,
        **who,
    )
    if by_score_alone(book):
        tiers = tier_names(book)
        broken_unless(
            tiers.index(higher.tier) <= tiers.index(lower.tier),
            f"{AND_WITH.zh}较高的 {{score}} 分评为“{{better}}”，另一个评为“{{other}}”",
            f"{AND_WITH.en}the better score of {{score}} has {{better!r}}, the other {{other!r}}",
            score=higher.score,
            better=higher.tier,
            other=lower.tier,
            **who,
        )


def more_never_lowers(book: Rulebook, data: DataObject) -> None:
    """More of what only gives points never lowers the score, nor the tier with it."""
    _order(book, data, GIVES)


def more_never_raises(book: Rulebook, data: DataObject) -> None:
    """More of what only takes points away never raises the score, nor the tier with it."""
    _order(book, data, TAKES)


def _people(book: Rulebook, data: DataObject) -> list[Subject]:
    some = [data.draw(_facts(book), label="facts") for _ in range(pick(data, PEERS, label="people"))]
    return [Subject(id=f"s-{place}", facts=facts, records=(), past=()) for place, facts in enumerate(some)]


def quotas_are_exact(book: Rulebook, data: DataObject) -> None:
    """No more hold a tier than the quota has seats for, but for those whom the clauses leave nowhere else."""
    people = _people(book, data)
    found = rate_group(people, book, on=last_day(book).end)
    for result in found.quotas:
        quota = book.quotas[result.quota]
        if not quota.binding or quota.at_most is None or result.seats is None or result.open:
            continue
        most = max(result.seats, len(result.kept) + len(result.stuck))
        widened = quota.ties == "widen" and bool(result.tied)
        broken_unless(
            widened or len(result.holders) <= most,
            "名额 {quota}（{tiers}）有 {seats} 个，而占用的有：{holders}",
            "quota {quota} of {tiers} has {seats} seats, and these hold one: {holders}",
            quota=result.quota,
            tiers=tuple(quota.tiers),
            seats=result.seats,
            holders=tuple(result.holders),
        )


def the_order_of_people_does_not_matter(book: Rulebook, data: DataObject) -> None:
    """Whoever is rated together comes out the same in whatever order they stand."""
    people = _people(book, data)
    turned = in_some_order(data.draw, people)
    one, other = (rate_group(some, book, on=last_day(book).end) for some in (people, turned))
    broken_unless(
        {id: _summary(found) for id, found in one.ratings.items()}
        == {id: _summary(found) for id, found in other.ratings.items()},
        "按 {order} 的次序，有人评定不同",
        "in the order {order} some come out in another way",
        order=[each.id for each in turned],
    )
    if not book.quotas:
        for each in people:
            alone = _summary(_rate(book, dict(each.facts)))
            broken_unless(
                _settled(alone) == _settled(_summary(one.ratings[each.id])),
                "{id} 单独评定与同他人一起评定不同：{facts}",
                "{id} alone is rated in another way than among others: {facts}",
                id=each.id,
                facts=dict(each.facts),
            )


def _settled(summary: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the actions, which may hang on the place among others."""
    return summary[:5]


def _exempt(way: int) -> Callable[[Township, str], Text | None]:
    return lambda town, id: nothing_moves(town.rulebooks[id], way)


def _without_quota(town: Township, id: str) -> Text | None:
    quotas = town.rulebooks[id].quotas
    return None if any(one.binding and one.at_most is not None for one in quotas) else NO_QUOTA.fill()


def _law(name: str, zh: str, en: str, source: str, law: Trying, **more: Any) -> Law:
    return Law(
        code=f"rating.{name}", says=Text(zh, en), source=source, holds=_over_books(law), over=books, **more
    )


RATINGS: tuple[Law, ...] = (
    _law(
        "outcome",
        "无论已知多少，每个对象都有结果：评定、免评或暂不能评",
        "whatever is known of somebody, there is an outcome: rated, exempt or not ratable",
        SCORED,
        everybody_gets_an_outcome,
    ),
    _law(
        "determined",
        "同样的事实得到同样的评定，与先后次序无关",
        "equal facts give equal ratings, in whatever order they are handed in",
        SCORED,
        equal_facts_give_equal_ratings,
    ),
    _law(
        "adds_up",
        "说明中的各项相加，正是得分",
        "the explanation lists each addend and comes to the score again",
        EXPLAINED,
        the_explanation_adds_up,
    ),
    _law(
        "limits",
        "每项不低于下限、不超过上限",
        "no item goes below its floor or above its ceiling",
        SCORED,
        limits_hold,
    ),
    _law(
        "gives",
        "只加分的事实越多，得分和星级不会越低",
        "more of what only gives points never lowers the score or the tier",
        SCORED,
        more_never_lowers,
        exempt=_exempt(GIVES),
    ),
    _law(
        "takes",
        "只扣分的事实越多，得分和星级不会越高",
        "more of what only takes points away never raises the score or the tier",
        SCORED,
        more_never_raises,
        exempt=_exempt(TAKES),
    ),
    _law(
        "quotas",
        "各星级的人数不超过名额",
        "no more hold a tier than its quota has seats for",
        SHARED,
        quotas_are_exact,
        exempt=_without_quota,
        share=2,
    ),
    _law(
        "peers",
        "一组人的评定与排列次序无关",
        "those who are rated together come out the same in whatever order they stand",
        SHARED,
        the_order_of_people_does_not_matter,
        share=2,
    ),
)
"""The laws of ratings."""
