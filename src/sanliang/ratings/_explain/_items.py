"""The score as a tree of items: what each read, earned and came to, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from sanliang.kernel.labels import Phrase, decimal
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._conditions import condition, plain
from sanliang.ratings._explain._ground import Ground, agree, own_source
from sanliang.ratings._explain._records import records
from sanliang.ratings._explain._tariffs import tariff
from sanliang.ratings._explain._values import Price, price_on_last_day
from sanliang.ratings._known import ONE, ZERO
from sanliang.ratings._outcomes import Exempt, Line
from sanliang.ratings._reach import SHORT, covers, rounded, taken
from sanliang.ratings._readings import Reading, Weighed
from sanliang.ratings._tariffs import linear
from sanliang.records import Window
from sanliang.rulebooks import Each, FromBallots, FromRaters, Item, OwnTariff, Steps
from sanliang.rulebooks._model import Tariff, tests_of
from sanliang.rulebooks._values import Value, words_of
from sanliang.rulebooks._words import values_in

ITEM = Phrase("why.item", "{name}：{points}分", "{name}: {points}")
ITEM_OPEN = Phrase("why.item_open", "{name}：不详", "{name}: not known")
NEEDS = Phrase("why.needs", "缺少：{name}", "needs: {name}")
NOT_ASKED = Phrase("why.not_asked", "条件不成立，计0分", "its condition does not hold: 0")
READ = Phrase("why.read", "{name}：{value}", "{name}: {value}")
RATER = Phrase("why.rater", "“{source}”：{number}，权重{share}", "{source}: {number}, weight {share}")
RATER_ABSENT = Phrase(
    "why.rater_absent",
    "“{source}”没有评分，其权重由其余各方分担",
    "{source} gave no mark; the others share its weight",
)
BALLOTS = Phrase(
    "why.ballots", "“{source}”{count}票，每票{number}分", "{source}: {count} ballots, worth {number} each"
)
DECIDED = Phrase("why.decided", "由{by}于{on}决定", "decided by {by} on {on}")
REASON = Phrase("why.reason", "理由：{reason}", "the reason: {reason}")
NOTHING = Phrase("why.nothing", "没有可计的，0分", "nothing to count: 0")
TOTAL_ONLY = Phrase(
    "why.total_only",
    "只知总数，按{windows}的限额未能适用",
    "only the total is known, so the limits by {windows} are not applied",
)
EMPTY = Phrase("why.no_parts", "尚无细目，0分", "has no parts yet: 0")
TAKES = {
    "sum": Phrase("why.sum", "各项之和：{earned}分", "together: {earned}"),
    "highest": Phrase("why.highest", "取最高的一项：{earned}分", "the highest of them: {earned}"),
    "lowest": Phrase("why.lowest", "取最低的一项：{earned}分", "the lowest of them: {earned}"),
    "mean": Phrase("why.mean", "各项平均：{earned}分", "the mean of them: {earned}"),
}
OWN = Phrase("why.own", "基础分{own}分，合计{total}分", "{own} to start with: {total}")
FLOOR = Phrase("why.floor", "不低于{least}分：{limited}分", "no less than {least}: {limited}")
CEILING = Phrase("why.ceiling", "不超过{most}分：{limited}分", "no more than {most}: {limited}")
EVER_FLOOR = Phrase(
    "why.ever_floor",
    "历年累计不低于{least}分，以前已计入的除外：{limited}分",
    "no less than {least} over all cycles, less what was credited before: {limited}",
)
EVER_CEILING = Phrase(
    "why.ever_ceiling",
    "历年累计不超过{most}分，以前已计入的除外：{limited}分",
    "no more than {most} over all cycles, less what was credited before: {limited}",
)
UNCREDITED = Phrase(
    "why.uncredited",
    "以前计入多少未提供，历年限额按没有计入过办理",
    "what was credited before was not handed in: the limit over all cycles stands as if nothing was",
)
WEIGHT = Phrase("why.weight", "{limited}分 × {weight} = {weighted}分", "{limited} x {weight} = {weighted}")
ROUNDED = Phrase(
    "why.rounded", "保留{decimals}位小数，四舍五入：{points}分", "rounded to {decimals} decimals: {points}"
)


def item_tree(item: Item, ground: Ground) -> Reason:
    """
    An item with its points, and below it every step that led to them, its parts among them.

    Raises:
        InvalidInput: The steps do not lead there: the rating was made by another version of the book.
    """
    line = ground.lines.get(item.id)
    path, name, clause = f"item.{item.id}", ground.item(item), own_source(item.source, ground.book)
    if line is None:
        return Reason.of(
            ITEM_OPEN, path=path, clause=clause, because=_open(item, ground), name=name, item=item.id
        )
    steps = _Steps(ground, item, line).all()
    return Reason.of(
        ITEM, path=path, clause=clause, because=steps, name=name, item=item.id, points=line.points
    )


def _open(item: Item, ground: Ground) -> Iterator[Reason]:
    """Why an item is not known, as far as that can be said; and its parts."""
    missing = () if isinstance(ground.rating, Exempt) else ground.rating.missing
    for name in missing:
        if name in facts_of(item):
            yield Reason.of(NEEDS, path=f"fact.{name}", name=ground.index.missing(name), fact=name)
    yield from (item_tree(part, ground) for part in ground.parts(item.id))


def facts_of(item: Item) -> frozenset[str]:
    """The facts that an item itself asks for: what it reads, its condition, the words of its values."""
    values = (
        item.points,
        item.weight,
        *item.floor.values(),
        *item.ceiling.values(),
        *_values_of(item.tariff),
    )
    words = (name for value in values if value is not None for name in words_of(value))
    asked = (test.name for test in tests_of(item.when))
    return frozenset((*words, *asked, *(() if item.fact is None else (item.fact,))))


def _values_of(tariff: Tariff | None) -> Iterator[Value | None]:
    match tariff:
        case None:
            return
        case Each():
            yield from (tariff.points, tariff.per, tariff.above, tariff.below)
        case Steps(bands=bands):
            for band, points in bands:
                yield from (points, *(value for _, value in band.edges))
        case OwnTariff(given=given):
            yield from (value for _, value in values_in(given))
        case _:
            yield from (value for _, value in tariff.band.edges)


@attrs.frozen
class _Steps:
    """The steps of one item: (a) to (g) of the order of reading."""

    ground: Ground
    item: Item
    line: Line

    @property
    def price(self) -> Price:
        """Everything but a record stands as on the last day of the cycle."""
        return price_on_last_day(self.ground)

    def all(self) -> Iterator[Reason]:
        """Every step, in the order in which it was taken."""
        if "when" in self.line.notes and self.item.when is not None:
            yield Reason.of(NOT_ASKED, because=(condition(self.item.when, self.ground),))
            return
        yield from self._gained() if self.item.fact is not None else self._parts()
        yield from self._own()
        yield from self._limits()
        yield from self._end()

    # --- what it earned -------------------------------------------------------------------------------

    def _gained(self) -> Iterator[Reason]:
        """What was read, and what the tariff made of it, in all or record by record."""
        item, line, ground = self.item, self.line, self.ground
        agree(line.read is not None)
        number = line.read or ZERO
        yield self._read(number)
        if line.credits or item.for_each:
            yield from records(item, line, ground)
        elif number == 0 and linear(item.tariff):
            agree(line.earned == 0)
            yield Reason.of(NOTHING, earned=ZERO)
        else:
            found = tuple(tariff(item.tariff, number, self.price))
            agree(found[-1].params["earned"] == line.earned)
            yield from found
        if not (line.credits or item.for_each):
            yield from self._undated()

    def _undated(self) -> Iterator[Reason]:
        """What windows left of points without days: one that covers the whole cycle needs none."""
        item, value = self.item, self.line.earned
        asked = [one for one in SHORT if one in item.ceiling or one in item.floor]
        whole = [one for one in asked if covers(one, self.ground.book.cycle)]
        for window in whole:
            for word, limits, pick in (("ceiling", item.ceiling, min), ("floor", item.floor, max)):
                edge = self.price(limits[window]) if window in limits else value
                if (limited := pick(value, edge)) != value:
                    yield self._limit(word, "cycle", limits[window], edge, limited)
                    value = limited
        agree(value == self.line.counted)
        if "total_only" in self.line.notes:
            yield Reason.of(TOTAL_ONLY, windows=tuple(Window(one) for one in asked if one not in whole))

    def _read(self, number: Fraction) -> Reason:
        name = str(self.item.fact)
        reading = self.ground.readings.get(name, Reading(value=number))
        return Reason.of(
            READ,
            path=f"fact.{name}",
            because=(*self._weighed(name, reading), *_decided(reading)),
            name=self.ground.fact(name),
            value=plain(self.ground.facts.get(name)) if isinstance(reading.value, bool) else number,
            number=number,
        )

    def _weighed(self, name: str, reading: Reading) -> Iterator[Reason]:
        """The marks or the ballots that a mean is made of."""
        fact = self.ground.index.facts[name]
        if isinstance(fact.origin, FromBallots):
            for one in reading.weighed:
                yield Reason.of(BALLOTS, source=one.name, count=one.count, number=one.number)
        if isinstance(fact.origin, FromRaters):
            yield from _raters(reading.weighed, absent=fact.origin.weights.keys())

    def _parts(self) -> Iterator[Reason]:
        """The parts, and what was taken of them."""
        item, ground = self.item, self.ground
        parts = ground.parts(item.id)
        yield from (item_tree(part, ground) for part in parts)
        agree(all(part.id in ground.lines for part in parts))
        earned = taken([ground.lines[part.id].points for part in parts], item.take)
        agree(earned == self.line.earned)
        if parts:
            yield Reason.of(TAKES[item.take], earned=earned)
        elif item.points is None:
            yield Reason.of(EMPTY, earned=ZERO)
        yield from self._undated()

    def _own(self) -> Iterator[Reason]:
        own, line = self.item.points, self.line
        agree(line.own == (ZERO if own is None else self.price(own)))
        if own is not None:
            total = line.counted + line.own
            yield Reason.of(OWN, because=self.price.why(own), own=line.own, total=total)

    # --- floor and ceiling, weight, rounding ----------------------------------------------------------

    def _limits(self) -> Iterator[Reason]:
        """Floor and ceiling of the cycle, then of all cycles: of those only what was left is known."""
        value = self.line.counted + self.line.own
        for window in ("cycle", "ever"):
            for word, limits in (("floor", self.item.floor), ("ceiling", self.item.ceiling)):
                if window in limits and word in self.line.notes:
                    edge = self.price(limits[window])
                    limited = self._limited(word, window, value, edge)
                    if limited != value:
                        yield self._limit(word, window, limits[window], edge, limited)
                    value = limited
        agree(value == self.line.limited)
        if "uncredited" in self.line.notes:
            yield Reason.of(UNCREDITED)

    def _limited(self, word: str, window: str, value: Fraction, edge: Fraction) -> Fraction:
        end = edge if window == "cycle" else self.line.limited
        return max(value, end) if word == "floor" else min(value, end)

    def _limit(self, word: str, window: str, limit: Value, edge: Fraction, limited: Fraction) -> Reason:
        why = self.price.why(limit)
        if word == "floor":
            phrase = FLOOR if window == "cycle" else EVER_FLOOR
            return Reason.of(phrase, because=why, least=edge, limited=limited)
        phrase = CEILING if window == "cycle" else EVER_CEILING
        return Reason.of(phrase, because=why, most=edge, limited=limited)

    def _end(self) -> Iterator[Reason]:
        line, weight, decimals = self.line, self.item.weight, self.item.decimals
        agree(line.weight == (ONE if weight is None else self.price(weight)))
        whole = line.limited * line.weight
        if weight is not None:
            yield Reason.of(
                WEIGHT,
                because=self.price.why(weight),
                limited=line.limited,
                weight=line.weight,
                weighted=whole,
            )
        places = self.ground.book.decimals if decimals is None else decimals
        agree(rounded(whole, places) == line.points)
        if whole != line.points:
            yield Reason.of(ROUNDED, decimals=places, points=line.points)


def _raters(weighed: tuple[Weighed, ...], *, absent: Iterable[str]) -> Iterator[Reason]:
    total = sum((one.weight for one in weighed), ZERO)
    for one in weighed:
        weight = one.weight / total
        yield Reason.of(
            RATER,
            source=one.name,
            number=one.number,
            weight=weight,
            share=_percent(weight),
            count=one.count,
        )
    present = {one.name for one in weighed}
    if weighed:
        yield from (Reason.of(RATER_ABSENT, source=source) for source in absent if source not in present)


def _percent(weight: Fraction) -> str:
    """A weight in the hundred where that ends, and else as a fraction."""
    hundred = decimal(weight * 100)
    return decimal(weight) if "/" in hundred else f"{hundred}%"


def _decided(reading: Reading) -> Iterator[Reason]:
    """Who decided on a mark, when, and why."""
    decision = reading.decision
    if decision is None:
        return
    if decision.by is not None and decision.on is not None:
        yield Reason.of(DECIDED, by=decision.by, on=decision.on)
    if decision.reason is not None:
        yield Reason.of(REASON, reason=decision.reason)
