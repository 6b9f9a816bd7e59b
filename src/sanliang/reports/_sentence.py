"""Sentences and sheets out of counts: no number in them is typed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, Lang
from sanliang.kernel.fields import DOUBLED, checked, clean_text, identifier, instance, instances
from sanliang.kernel.labels import Phrase, Text
from sanliang.orgs import Roster
from sanliang.reports._table import Counted, Row, Table

__all__ = ["Category", "Part", "sentence", "sheet"]

UNNAMED = Phrase(
    "report.unnamed",
    "有 {count} 个计入了没有写名称的类别；请在 categories 中写明",
    "has {count} in categories that have no name here; name them in `categories`",
)

NO_PART = Phrase("report.no_part", "至少要有一部分", "must have one part at least: there is nothing to say")


@attrs.frozen(kw_only=True)
class Category:
    """
    A category as people read it.

    Example:
        >>> Category(code="five", label=Text("五星级", "five-star")).label.zh
        '五星级'
    """

    code: str = attrs.field(validator=checked(identifier))
    label: Text = attrs.field(validator=checked(instance(Text)))


def _categories(value: Iterable[Category], path: str) -> tuple[Category, ...]:
    """Categories in the order in which they are said, each once."""
    kept, faults, seen = instances(Category)(value, path), Faults(), set[str]()
    for place, one in enumerate(kept):
        if one.code in seen:
            faults.add(DOUBLED.fault(f"{path}[{place}].code"))
        seen.add(one.code)
    faults.check()
    return kept


def _listed(value: Iterable[Category]) -> tuple[Category, ...]:
    return _categories(value, "categories")


@attrs.frozen(kw_only=True)
class Part:
    """
    A part of a sentence: one count with the names of what was counted.

    Args:
        counted: The numbers.
        noun: What was counted, such as 党员, members.
        measure: The Chinese measure word, such as 名.
        categories: In the order in which they are said; one that nobody came to is not said.

    Raises:
        InvalidInput: Somebody came to a category that has no name here: it would vanish from the sum.

    Example:
        >>> five, four = (Category(code=code, label=Text(zh, en)) for code, zh, en in (
        ...     ("five", "五星级", "five-star"), ("four", "四星级", "four-star")))
        >>> members = Part(counted=Counted(whole=1462, counts={"five": 63, "four": 306}),
        ...     noun=Text("党员", "members"), measure="名", categories=[five, four])
        >>> print(sentence([members]).zh)
        党员1462名：五星级63名、四星级306名，未列1093名。
    """

    counted: Counted = attrs.field(validator=checked(instance(Counted)))
    noun: Text = attrs.field(validator=checked(instance(Text)))
    measure: str = attrs.field(default="个", validator=checked(clean_text))
    categories: tuple[Category, ...] = attrs.field(converter=_listed)

    def __attrs_post_init__(self) -> None:
        named = sum(self.counted.counts.get(one.code, 0) for one in self.categories)
        if unnamed := self.counted.listed - named:
            faults = Faults()
            faults.add(UNNAMED.fault("counted", count=unnamed))
            faults.check()

    def _zh(self) -> str:
        whole, rest, word = self.counted.whole, self.counted.rest, self.measure
        said = "、".join(f"{one.label.zh}{number}{word}" for one, number in self._said())
        tail = f"未列{rest}{word}" if rest and said else ""
        return f"{self.noun.zh}{whole}{word}" + ("：" if said else "") + "，".join(filter(None, (said, tail)))

    def _en(self) -> str:
        whole, rest = self.counted.whole, self.counted.rest
        said = [f"{number} {one.label.get('en')}" for one, number in self._said()]
        tail = [f"{rest} not listed"] if rest and said else []
        return f"{whole} {self.noun.get('en')}" + (": " if said else "") + ", ".join(said + tail)

    def _said(self) -> Iterator[tuple[Category, int]]:
        counts = self.counted.counts
        return ((one, counts[one.code]) for one in self.categories if counts.get(one.code))


def sentence(parts: Iterable[Part]) -> Text:
    """
    The sentence of a report, in both languages; its numbers add up, since the rest is said, too.

    Raises:
        InvalidInput: There is no part, or one of *parts* is none.

    Example:
        >>> stars = [Category(code="five", label=Text("五星", "five-star"))]
        >>> branches = Part(counted=Counted(whole=12, counts={"five": 2}), noun=Text("党支部", "branches"),
        ...     categories=stars)
        >>> sentence([branches]).en
        '12 branches: 2 five-star, 10 not listed.'
    """
    kept = instances(Part)(parts, "parts")
    if not kept:
        raise InvalidInput(NO_PART.fault("parts"))
    return Text("；".join(part._zh() for part in kept) + "。", "; ".join(part._en() for part in kept) + ".")


UNIT, NAME, WHOLE, REST = (
    Text("编号", "id"),
    Text("单位", "unit"),
    Text("总数", "in all"),
    Text("未列", "not listed"),
)
SHARE = Text("占比", "share")
APART, TOTAL = Text("未归属", "in no unit"), Text("合计", "total")


def sheet(
    table: Table, roster: Roster, categories: Iterable[Category], *, lang: Lang = "zh"
) -> tuple[tuple[str, ...], ...]:
    """
    A table as rows of texts, for a spreadsheet: a header, each unit below the one above it, and the total.

    A share is a percentage of two decimals, rounded half up, as `4.31%`; of nobody there is none. Whoever
    belongs to no unit has a row before the total, where there is anybody.

    Args:
        roster: Where the names of the units stand.
        categories: The columns, in their order.

    Raises:
        InvalidInput: Somebody came to a category that has no column.
        NotFound: The roster does not have a unit of the table.

    Example:
        >>> from datetime import date
        >>> from sanliang.orgs import read_roster
        >>> from sanliang.reports import tally
        >>> village = read_roster(units="id,kind,name,parent\\nb-1,branch,东岭村党支部,",
        ...     members="id,name,status,belongs\\nm-1,李禾,full,b-1\\nm-2,王苗,full,b-1")
        >>> table = tally({"m-1": "five"}, village, on=date(2026, 12, 31))
        >>> for row in sheet(table, village, [Category(code="five", label=Text("五星级"))]): print(*row)
        编号 单位 总数 五星级 占比 未列
        b-1 东岭村党支部 2 1 50.00% 1
         合计 2 1 50.00% 1
    """
    columns = _categories(categories, "categories")
    instance(Roster)(roster, "roster")
    every = Part(counted=instance(Table)(table, "table").total, noun=TOTAL, categories=columns).counted
    head = (UNIT, NAME, WHOLE, *(cell for one in columns for cell in (one.label, SHARE)), REST)
    body = [(row.unit, roster.unit(row.unit).name, row.total) for row in _from_the_top(table)]
    if table.apart.whole:
        body.append(("", APART.get(lang), table.apart))
    body.append(("", TOTAL.get(lang), every))
    return (
        tuple(cell.get(lang) for cell in head),
        *((id, name, *_numbers(counted, columns)) for id, name, counted in body),
    )


def _numbers(counted: Counted, columns: Iterable[Category]) -> Iterator[str]:
    yield str(counted.whole)
    for one in columns:
        yield str(counted.counts.get(one.code, 0))
        yield _percent(counted.share(one.code))
    yield str(counted.rest)


def _percent(share: Fraction | None) -> str:
    if share is None:
        return ""
    whole, part = divmod((share.numerator * 20_000 + share.denominator) // (2 * share.denominator), 100)
    return f"{whole}.{part:02}%"


def _from_the_top(table: Table) -> Iterator[Row]:
    """The rows, each unit followed by those under it."""
    under: dict[str | None, list[Row]] = {}
    for row in reversed(table.rows):
        under.setdefault(row.parent, []).append(row)
    waiting = [*under.get(None, ())]
    while waiting:
        row = waiting.pop()
        yield row
        waiting += under.get(row.unit, ())
