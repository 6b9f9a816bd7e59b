"""Tariffs: how a number became points, in one line of arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._values import Price, band
from sanliang.ratings._known import ZERO
from sanliang.ratings._tariffs import closed, points_of, step_of
from sanliang.rulebooks import Each, OwnTariff, Steps
from sanliang.rulebooks._model import Tariff
from sanliang.rulebooks._values import Band
from sanliang.rulebooks._words import values_in

PLAIN = Phrase(
    "why.plain", "未写计分方法，每1计1分：{earned}分", "1 point each, since no tariff is written: {earned}"
)
ABOVE = Phrase("why.above", "{number}超过{line}的部分：{past}", "{number} is {past} above {line}")
BELOW = Phrase("why.below", "{number}比{line}少：{past}", "{number} is {past} below {line}")
EACH = Phrase("why.each", "{number} × {points}分 = {earned}分", "{number} x {points} = {earned}")
PER = Phrase(
    "why.per", "{number} ÷ {per} × {points}分 = {earned}分", "{number} / {per} x {points} = {earned}"
)
WHOLE = Phrase(
    "why.whole",
    "{number}中有{count}个整{per}，{count} × {points}分 = {earned}分",
    "{number} has {count} whole times {per}; {count} x {points} = {earned}",
)
STEP = Phrase("why.step", "{number}属“{band}”一档：{earned}分", "{number} is in the band {band}: {earned}")
STEP_GAP = Phrase(
    "why.step_gap",
    "{number}不在任何一档之内，归其下“{band}”一档：{earned}分",
    "{number} is in no band and goes to the one below, {band}: {earned}",
)
STEP_OVERLAP = Phrase(
    "why.step_overlap",
    "{number}同属数档，按办法归“{band}”一档：{earned}分",
    "{number} is in several bands; the book takes {band}: {earned}",
)
NO_STEP = Phrase("why.no_step", "{number}在各档之下：0分", "{number} is below all bands: 0")
MARK = Phrase("why.mark", "在规定幅度“{band}”内评分：{earned}分", "a mark within the edges {band}: {earned}")

OWN = Phrase("why.word", "{number}，{says}：{earned}分", "{number}, {says}: {earned}")


def tariff(found: Tariff | None, number: Fraction, price: Price) -> Iterator[Reason]:
    """How a number becomes points: the last reason has them as `earned`."""
    match found:
        case None:
            yield Reason.of(PLAIN, number=number, earned=number)
        case Each():
            yield from _each(found, number, price)
        case Steps():
            yield _step(found, number, price)
        case OwnTariff(word=word, given=given):
            yield Reason.of(
                OWN,
                because=price.why(*(value for _, value in values_in(given))),
                number=number,
                says=word.says,
                word=word.tag,
                earned=points_of(found, number, price),
            )
        case _:
            yield Reason.of(MARK, band=band(found.band, price), earned=number)


def _each(each: Each, number: Fraction, price: Price) -> Iterator[Reason]:
    earned = points_of(each, number, price)
    if each.above is not None:
        line = price(each.above)
        past = max(number - line, ZERO)
        yield Reason.of(ABOVE, because=price.why(each.above), number=number, line=line, past=past)
        number = past
    if each.below is not None:
        line = price(each.below)
        past = max(line - number, ZERO)
        yield Reason.of(BELOW, because=price.why(each.below), number=number, line=line, past=past)
        number = past
    per = Fraction(1) if each.per is None else price(each.per)
    phrase = WHOLE if each.whole else EACH if each.per is None else PER
    yield Reason.of(
        phrase,
        because=price.why(each.points, each.per),
        number=number,
        per=per,
        count=Fraction(int(number / per)) if each.whole else number / per,
        points=price(each.points),
        earned=earned,
    )


def _step(steps: Steps, number: Fraction, price: Price) -> Reason:
    found = step_of(steps, number, price)
    if found is None:
        return Reason.of(NO_STEP, number=number, earned=ZERO)
    chosen, points = found
    return Reason.of(
        _how(steps, chosen, number, price),
        because=price.why(points),
        number=number,
        band=band(chosen, price),
        earned=price(points),
    )


def _how(steps: Steps, chosen: Band, number: Fraction, price: Price) -> Phrase:
    """Whether the number lies in one band, or the book's word for gaps or overlaps chose it."""
    bands = [one for one, _ in steps.bands]
    inside = [one for one in bands if one.holds(number, on=price.on, words=price.words)]
    if chosen not in inside:
        return STEP_GAP
    shared = any(closed(one) or bands.index(one) < bands.index(chosen) for one in inside if one != chosen)
    return STEP_OVERLAP if shared else STEP
