"""
What is wrong or doubtful with a rulebook, before anybody is rated by it.

Static: nothing is rated. What refuses the book is an error; what a committee should look at is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.rulebooks import _bands
from sanliang.rulebooks._hooks import Failed, reach
from sanliang.rulebooks._model import (
    SCORE,
    Clause,
    Condition,
    Consequence,
    Each,
    FromBallots,
    FromRaters,
    FromRecords,
    Item,
    Mark,
    NamedStars,
    OwnEffect,
    OwnScale,
    OwnTariff,
    Quota,
    Rulebook,
    Steps,
    Test,
    Tiers,
    tests_of,
)
from sanliang.rulebooks._values import Band, Fixed, Value, leaves, words_of
from sanliang.rulebooks._words import values_in

NO_CEILING = Phrase(
    "item.no_ceiling",
    "没有封顶：可以无限加分",
    "has no ceiling, and neither has anything above it: its points may grow without end",
)
UNUSED_FACT = Phrase("fact.unused", "没有任何规则用到这个事实", "is a fact that no rule reads")
NO_SAYS = Phrase("says.missing", "没有说明（says）", "has no sentence that says what it does")
NO_DATE = Phrase(
    "source.undated",
    "依据没有日期，也没有出处",
    "names a source without a day and without a place where it can be seen",
)
UNREACHABLE = Phrase(
    "tier.unreachable",
    "总分最高 {most}，达不到下限 {least}",
    "starts at {least}, and the score reaches {most} at most",
)
NEVER = Phrase(
    "condition.never", "界线互相矛盾，永远不成立", "can never hold: its edges contradict each other"
)
TARGET = Phrase(
    "quota.target",
    "目标 {target}，而名额合计至多 {most}",
    "has a target of {target}, and the quotas allow {most} together",
)
OVER_ONE = Phrase("quota.over", "份额超过 100%", "is more than all of the group")


class Severity(Labelled):
    """How grave a finding is: an error refuses the book, a warning is for people to look at."""

    ERROR = "error", "错误", "error"
    WARNING = "warning", "提醒", "warning"


@attrs.frozen(kw_only=True)
class Finding:
    """
    One thing that the linter found.

    Attributes:
        code: Stable, dotted.
        path: Where in the book; *line* is its line, 0 where it is not known.
        says: What, and the way out.
    """

    code: str
    severity: Severity
    path: str
    line: int
    says: Text


def of_fault(fault: Fault, severity: Severity, line: Callable[[str], int]) -> Finding:
    """A fault as a finding."""
    says = Text(fault.zh, fault.en)
    return Finding(code=fault.code, severity=severity, path=fault.path, line=line(fault.path), says=says)


def warnings(book: Rulebook) -> Iterator[Fault]:
    """What a committee should look at in a book that holds together."""
    ranges = _ranges(book)
    yield from _silent(book)
    yield from _unused(book)
    yield from _endless(book)
    yield from _contradictions(book)
    yield from _unreachable(book, ranges.get(SCORE, (None, None))[1])
    yield from _quotas(book)


# --- words ---------------------------------------------------------------------------------------------


def _silent(book: Rulebook) -> Iterator[Fault]:
    """Rules that do not say in words what they do; a source that nobody can look up."""
    if book.source.dated is None and book.source.seen is None:
        yield NO_DATE.fault("source")
    for item in book.items:
        if item.says is None and item.id != SCORE and item.tariff is not None:
            yield NO_SAYS.fault(f"item.{item.id}")
    rules: Iterable[tuple[str, tuple[Clause | Quota | Consequence, ...]]] = (
        ("clause", book.clauses),
        ("quota", book.quotas),
        ("consequence", book.consequences),
    )
    for key, listed in rules:
        for place, rule in enumerate(listed):
            if rule.says is None:
                yield NO_SAYS.fault(f"{key}[{place}]")


def _unused(book: Rulebook) -> Iterator[Fault]:
    used = {item.fact for item in book.items}
    for condition in _conditions(book):
        used |= {test.name for _, test in condition if test.of == "fact"}
    used |= {word for value in _all_values(book) for word in words_of(value)}
    for fact in book.facts:
        if fact.id not in used:
            yield UNUSED_FACT.fault(f"fact.{fact.id}")


def _conditions(book: Rulebook) -> Iterator[list[tuple[str, Test]]]:
    """The single questions of each condition, with the path of the condition."""
    found: list[tuple[str, Condition | None]] = [(f"item.{item.id}.when", item.when) for item in book.items]
    found += [(f"clause[{place}].when", one.when) for place, one in enumerate(book.clauses)]
    found += [(f"consequence[{place}].when", one.when) for place, one in enumerate(book.consequences)]
    if isinstance(book.scale, Tiers):
        found += [(f"scale.tiers[{place}]", one.when) for place, one in enumerate(book.scale.tiers)]
    elif isinstance(book.scale, NamedStars):
        found += [(f"scale.stars[{place}]", one.when) for place, one in enumerate(book.scale.stars)]
    for path, condition in found:
        yield [(path, test) for test in tests_of(condition)]


def _all_values(book: Rulebook) -> Iterator[Value]:
    for fact in book.facts:
        yield from fact.values
    for item in book.items:
        yield from _item_values(item)
    for own in (book.scale, *(clause.then for clause in book.clauses)):
        if isinstance(own, OwnScale | OwnEffect):
            yield from (value for _, value in values_in(own.given))
    for tests in _conditions(book):
        for _, test in tests:
            if isinstance(test.band, Band):
                yield from (value for _, value in test.band.edges)
    for quota in book.quotas:
        yield from (value for value in (quota.at_most, quota.at_least) if value is not None)


def _item_values(item: Item) -> Iterator[Value]:
    tariff = item.tariff
    found: list[Value | None] = [item.points, item.weight, *item.floor.values(), *item.ceiling.values()]
    match tariff:
        case Each():
            found += [tariff.points, tariff.per, tariff.above, tariff.below]
        case Steps():
            found += [value for band, points in tariff.bands for value in (points, *_edges(band))]
        case Mark():
            found += [*_edges(tariff.band)]
        case OwnTariff():
            found += [value for _, value in values_in(tariff.given)]
    return (value for value in found if value is not None)


def _edges(band: Band) -> Iterable[Value]:
    return (value for _, value in band.edges)


# --- interval arithmetic over the items ----------------------------------------------------------------

_ZERO = Fraction(0)
Range = tuple[Fraction | None, Fraction | None]
"""The least and the most that something can come to; nothing where there is no end."""


def _ranges(book: Rulebook) -> dict[str, Range]:
    """What each item can come to, from the leaves up. A fact from records is never below 0."""
    facts = {fact.id: fact.origin for fact in book.facts}
    parts: dict[str, list[Item]] = {}
    for item in book.items:
        parts.setdefault(item.part_of or "", []).append(item)
    found: dict[str, Range] = {}

    def of(item: Item) -> Range:
        ranges = [of(part) for part in parts.get(item.id, ())]
        low, high = _taken(ranges, item.take)
        if item.fact is not None:
            counted = isinstance(facts.get(item.fact), FromRecords)
            low, high = _earned(item, counted)
        low, high = _plus((low, high), _of_value(item.points))
        if item.when is not None:
            low, high = _hull((low, high), (_ZERO, _ZERO))
        low, high = _limited((low, high), item)
        found[item.id] = _times((low, high), item.weight)
        return found[item.id]

    for top in parts.get("", ()):
        of(top)
    return found


def _of_value(value: Value | None) -> tuple[Fraction, Fraction]:
    numbers = [leaf.number for leaf in leaves(value)] if value is not None else [_ZERO]
    return min(numbers), max(numbers)


def _taken(ranges: list[Range], take: str) -> Range:
    """What parts come to together: their sum; one of them for `highest`, `lowest` and `mean`."""
    if not ranges:
        return _ZERO, _ZERO
    if take != "sum":
        whole = ranges[0]
        for one in ranges[1:]:
            whole = _hull(whole, one)
        return whole
    total: Range = (_ZERO, _ZERO)
    for one in ranges:
        total = _plus(total, one)
    return total


def _earned(item: Item, counted: bool) -> Range:
    """What a tariff can give. A number that somebody gives by hand may be anything."""
    match item.tariff:
        case OwnTariff() as own:
            return (None, None) if item.for_each else _of_own(own, counted)
        case Steps(bands=bands):
            ends = [end for _, points in bands for end in _of_value(points)]
            return min(_ZERO, *ends), max(_ZERO, *ends)
        case Mark(band=band):
            low, high = band.at_least or band.above, band.at_most or band.below
            return (None if low is None else _of_value(low)[0]), (
                None if high is None else _of_value(high)[1]
            )
        case Each(points=points) if counted or item.tariff.above or item.tariff.below:
            one, other = _of_value(points)
            return (None if one < 0 else _ZERO), (None if other > 0 else _ZERO)
        case _:
            return (_ZERO if counted and item.tariff is None else None), None


def _of_own(own: OwnTariff, counted: bool) -> Range:
    """What the code of a tariff says of itself; code that fails says nothing."""

    def numbers(value: Value) -> list[Fraction]:
        return [leaf.number for leaf in leaves(value)]

    try:
        return reach(own.word, _ZERO if counted else None, None, own.given, numbers)
    except Failed:
        return None, None


def _plus(one: Range, other: Range) -> Range:
    low = None if one[0] is None or other[0] is None else one[0] + other[0]
    high = None if one[1] is None or other[1] is None else one[1] + other[1]
    return low, high


def _hull(one: Range, other: Range) -> Range:
    low = None if one[0] is None or other[0] is None else min(one[0], other[0])
    high = None if one[1] is None or other[1] is None else max(one[1], other[1])
    return low, high


def _limited(range_: Range, item: Item) -> Range:
    """Within the item's own floor and ceiling; a ceiling of a shorter window does not end the whole."""
    low, high = range_
    for window in ("cycle", "ever"):
        if window in item.ceiling:
            cap = _of_value(item.ceiling[window])[1]
            high = cap if high is None else min(high, cap)
        if window in item.floor:
            floor = _of_value(item.floor[window])[0]
            low = floor if low is None else max(low, floor)
            high = None if high is None else max(high, floor)
    return low, high


def _times(range_: Range, weight: Value | None) -> Range:
    """Times a weight, which is not below 0 in any published scheme; a negative one opens both ends."""
    if weight is None:
        return range_
    least, most = _of_value(weight)
    if least < 0:
        return None, None
    ends = [end * factor for end in range_ if end is not None for factor in (least, most)]
    return (None if range_[0] is None else min(ends)), (None if range_[1] is None else max(ends))


def _endless(book: Rulebook) -> Iterator[Fault]:
    """Items that give points without end, where nothing above them has a ceiling either."""
    items = {item.id: item for item in book.items}
    marks = {fact.id for fact in book.facts if isinstance(fact.origin, FromRaters | FromBallots)}
    for item in book.items:
        grows = isinstance(item.tariff, Each) and any(leaf.number > 0 for leaf in leaves(item.tariff.points))
        if not grows or item.fact in marks:
            continue
        above: Item | None = item
        while above is not None and not {"cycle", "ever"} & set(above.ceiling):
            above = items.get(above.part_of or "")
        if above is None:
            yield NO_CEILING.fault(f"item.{item.id}")


# --- conditions, tiers, quotas -------------------------------------------------------------------------


def _contradictions(book: Rulebook) -> Iterator[Fault]:
    for tests in _conditions(book):
        for path, test in tests:
            if isinstance(test.band, Band) and _bands.never(test.band):
                yield NEVER.fault(path)


def _unreachable(book: Rulebook, most: Fraction | None) -> Iterator[Fault]:
    """Tiers that start above the most that the score can come to."""
    if most is None or not isinstance(book.scale, Tiers):
        return
    for place, tier in enumerate(book.scale.tiers):
        match tier.when:
            case Test(of="item", name="score", band=Band() as band):
                edge = band.at_least or band.above
                least = None if edge is None else _of_value(edge)[0]
                if least is not None and (least > most or (band.above is not None and least == most)):
                    shown = _bands.shown
                    yield UNREACHABLE.fault(f"scale.tiers[{place}]", most=shown(most), least=shown(least))
            case _:
                pass


def _quotas(book: Rulebook) -> Iterator[Fault]:
    caps = {
        quota.tiers: share
        for quota in book.quotas
        if quota.binding and (share := _share(quota.at_most)) is not None
    }
    single = {tiers[0]: cap for tiers, cap in caps.items() if len(tiers) == 1}
    for place, quota in enumerate(book.quotas):
        for key, value in (("at_most", quota.at_most), ("at_least", quota.at_least)):
            if any(leaf.share and leaf.number > 1 for leaf in (leaves(value) if value is not None else ())):
                yield OVER_ONE.fault(f"quota[{place}].{key}")
        yield from _target(quota, f"quota[{place}]", caps, single)


def _share(value: Value | None) -> Fraction | None:
    """The largest share that a quota ever allows; nothing where it is a number of people."""
    found: list[Fixed] = [*leaves(value)] if value is not None else []
    shares = [leaf.number for leaf in found if leaf.share]
    return max(shares) if found and len(shares) == len(found) else None


def _target(
    quota: Quota, path: str, caps: Mapping[tuple[str, ...], Fraction], single: Mapping[str, Fraction]
) -> Iterator[Fault]:
    """A target that the caps of its tiers cannot reach together."""
    target = _share(quota.at_least)
    if target is None:
        return
    together = caps.get(quota.tiers)
    if together is None and all(tier in single for tier in quota.tiers):
        together = sum((single[tier] for tier in quota.tiers), Fraction(0))
    if together is not None and together < target:
        yield TARGET.fault(path, target=_percent(target), most=_percent(together))


def _percent(share: Fraction) -> str:
    return f"{_bands.shown(share * 100)}%"
