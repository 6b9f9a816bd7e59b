"""Records: what each of them earned, what of it counts, and which limit cut the rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._ground import Ground, agree
from sanliang.ratings._explain._tariffs import tariff
from sanliang.ratings._explain._values import Price, price_on_last_day
from sanliang.ratings._known import ONE, ZERO
from sanliang.ratings._outcomes import Line
from sanliang.ratings._reach import SHORT
from sanliang.records import Credit, Window
from sanliang.rulebooks import FromRecords, Item

RECORDS = Phrase("why.records", "{count}条记录，共{earned}分", "by record ({count}): {earned}")
RECORD = Phrase("why.record", "{on}：{counted}分", "{on}: {counted}")
RECORD_CUT = Phrase(
    "why.record_cut",
    "{on}：得{earned}分，计{counted}分（{windows}限额）",
    "{on}: {earned} earned, {counted} counted (the limit by {windows})",
)
COUNTED = Phrase(
    "why.counted",
    "得{earned}分，限额之内计{counted}分",
    "{earned} earned, {counted} counted within the limits",
)
MOST = Phrase("why.window_ceiling", "每个{window}不超过{most}分", "no more than {most} by {window}")
LEAST = Phrase("why.window_floor", "每个{window}不低于{least}分", "no less than {least} by {window}")


def records(item: Item, line: Line, ground: Ground) -> Iterator[Reason]:
    """What records earned together, below it each of them; then what limits left of it."""
    earned = sum((credit.earned for credit in line.credits), ZERO)
    agree(earned == line.earned and sum((credit.counted for credit in line.credits), ZERO) == line.counted)
    each = tuple(_record(credit, item, ground) for credit in line.credits)
    yield Reason.of(RECORDS, because=each, count=len(each), earned=earned)
    if "window" in line.notes:
        cut = frozenset(window for credit in line.credits for window in credit.cut)
        limits = tuple(_limits(item, cut, price_on_last_day(ground)))
        yield Reason.of(COUNTED, because=limits, earned=earned, counted=line.counted)


def _limits(item: Item, cut: frozenset[Window], price: Price) -> Iterator[Reason]:
    """The limits by window that cut something, the shortest window first."""
    for window in (Window(one) for one in SHORT if one in cut):
        if most := item.ceiling.get(window):
            yield Reason.of(MOST, because=price.why(most), window=window, most=price(most))
        if least := item.floor.get(window):
            yield Reason.of(LEAST, because=price.why(least), window=window, least=price(least))


def _record(credit: Credit, item: Item, ground: Ground) -> Reason:
    """One record: of its fields only what was read is shown, the number and the words that chose a value."""
    record = credit.row.record
    words = dict(ground.facts.words)
    if item.for_each:
        words |= {name: value for name, value in record.fields.items() if isinstance(value, str)}
    found = tuple(tariff(item.tariff, _number(credit, item, ground), Price(ground, record.on, words)))
    agree(found[-1].params["earned"] == credit.earned)
    return Reason.of(
        RECORD_CUT if credit.cut else RECORD,
        because=found,
        record=record.id,
        on=record.on,
        earned=credit.earned,
        counted=credit.counted,
        windows=credit.cut,
    )


def _number(credit: Credit, item: Item, ground: Ground) -> Fraction:
    """What was read of a record: a field of it, or 1 where records are counted."""
    field = item.field if item.for_each else _summed(item, ground)
    number = ONE if field is None else credit.row.record.fields.get(field)
    if not isinstance(number, Fraction):
        raise LookupError(field)
    return number


def _summed(item: Item, ground: Ground) -> str | None:
    """The field that the fact of an item adds up."""
    origin = ground.index.facts[str(item.fact)].origin
    return origin.sum if isinstance(origin, FromRecords) else None
