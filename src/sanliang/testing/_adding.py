"""An explanation added up again, by nothing but the numbers that it lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from sanliang.kernel.verdicts import Reason
from sanliang.testing._told import broken_unless

TARIFFS = {
    "why.plain",
    "why.step",
    "why.step_gap",
    "why.step_overlap",
    "why.no_step",
    "why.mark",
    "why.nothing",
    "why.word",
}
PRODUCTS = {"why.each", "why.per", "why.whole"}
TAKES: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "why.sum": lambda parts: sum(parts, Fraction(0)),
    "why.highest": max,
    "why.lowest": min,
    "why.mean": lambda parts: sum(parts, Fraction(0)) / len(parts),
}
EDGES: Mapping[str, tuple[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "why.floor": ("least", max),
    "why.ceiling": ("most", min),
}
EVER = {"why.ever_floor", "why.ever_ceiling"}


def points(item: Reason) -> Fraction:
    """What an item came to, by its steps; a part by its own."""
    value, parts = Fraction(0), list[Fraction]()
    for step in item.because:
        if step.code == "why.item":
            parts.append(points(step))
        else:
            value = _stepped(step, value, parts)
    name, said = item.params["item"], item.params["points"]
    broken_unless(
        value == said,
        "“{name}”的说明为 {said} 分，其各步相加为 {value} 分",
        "item {name!r} is explained as {said} points, and its steps come to {value}",
        name=name,
        said=said,
        value=value,
    )
    return value


def _stepped(step: Reason, value: Fraction, parts: list[Fraction]) -> Fraction:
    """The value after a step."""
    code, params = step.code, step.params
    if code in TAKES:
        return TAKES[code](parts)
    if code == "why.records":
        return _records(step)
    if code in TARIFFS | PRODUCTS:
        return _tariff(step)
    if code in EDGES:
        name, pick = EDGES[code]
        return pick(value, params[name])
    steps: dict[str, Callable[[], Fraction]] = {
        "why.counted": lambda: params["counted"],
        "why.own": lambda: _own(step, value),
        "why.weight": lambda: value * params["weight"],
        "why.rounded": lambda: rounded(value, params["decimals"]),
        **dict.fromkeys(EVER, lambda: params["limited"]),
    }
    return steps[code]() if code in steps else value


def _own(step: Reason, value: Fraction) -> Fraction:
    total: Fraction = step.params["total"]
    broken_unless(
        value + step.params["own"] == total,
        "基础分没有加在所得的分上",
        "own points are not added to what was earned",
    )
    return total


def _tariff(step: Reason) -> Fraction:
    """What one line of arithmetic comes to."""
    params = step.params
    earned: Fraction = params["earned"]
    if step.code in PRODUCTS:
        count = params["number"] / params["per"]
        count = Fraction(int(count)) if step.code == "why.whole" else count
        broken_unless(
            count * params["points"] == earned,
            "{count} 乘以 {points} 不等于 {earned}",
            "{count} times {points} is not {earned}",
            count=count,
            points=params["points"],
            earned=earned,
        )
    return earned


def _records(step: Reason) -> Fraction:
    """What records earned together."""
    earned: Fraction = step.params["earned"]
    for one in step.because:
        broken_unless(
            _tariff(one.because[-1]) == one.params["earned"],
            "一条记录所得与其说明不符",
            "a record is not worth what it says",
        )
    total = sum((one.params["earned"] for one in step.because), Fraction(0))
    broken_unless(
        total == earned,
        "各条记录合计 {total}，说明为 {earned}",
        "records that come to {total} are told as {earned}",
        total=total,
        earned=earned,
    )
    return earned


def rounded(number: Fraction, decimals: int) -> Fraction:
    """To so many decimals, halves away from 0."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if number > 0 else -whole, 10**decimals)


def walk(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Every reason of a tree."""
    for reason in reasons:
        yield reason
        yield from walk(reason.because)


def items(reasons: Iterable[Reason]) -> dict[Any, Reason]:
    """The items that are explained, by id."""
    return {one.params["item"]: one for one in walk(reasons) if one.code == "why.item"}
