"""Quotas that contradict each other, or a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check import Names
from sanliang.rulebooks._model import Quota
from sanliang.rulebooks._places import rungs
from sanliang.rulebooks._values import Fixed, Value, leaves

TARGET = Phrase(
    "quota.target",
    "目标 {target}，而名额合计至多 {most}",
    "has a target of {target}, and the quotas allow {most} together",
)
TARGETS = Phrase(
    "quota.targets",
    "各目标合计 {together}，超过全体",
    "asks with the targets before it for {together}, which is more than all of the group",
)
OVER_ONE = Phrase("quota.over", "份额超过 100%", "is more than all of the group")
TWICE = Phrase(
    "quota.twice",
    "同一组的同一等次已另有名额，两者以小的为准",
    "limits what another quota of the same group limits already: the smaller one counts",
)
WITHIN = Phrase(
    "quota.within",
    "名额 {most}，而连同其他等次合计只有 {together}",
    "allows {most}, and a quota for more tiers together allows {together} only",
)
LEAST = Phrase(
    "quota.least",
    "至少保证 {least} 名，而名额至多 {most} 名",
    "guarantees {least} places, and allows {most} at most",
)

ALL = Fraction(1)
HELD = 100
"""So many quotas are held against each other."""


@attrs.frozen
class Limit:
    """A quota as one number: the largest share, or the largest number of people, that it ever says."""

    path: str
    quota: Quota
    most: Fraction
    share: bool

    @property
    def tiers(self) -> frozenset[str]:
        """The tiers that it counts together."""
        return frozenset(self.quota.tiers)

    @property
    def text(self) -> str:
        """The number as a clerk writes it."""
        return f"{_bands.shown(self.most * 100)}%" if self.share else _bands.shown(self.most)


def quotas(names: Names) -> Iterator[Fault]:
    """Quotas that contradict themselves, each other, or a stated target."""
    caps, targets = list[Limit](), list[Limit]()
    for path, quota in zip(names.places.quotas, names.book.quotas, strict=True):
        caps += _limit(path, quota, quota.at_most)
        targets += _limit(path, quota, quota.at_least)
    caps, targets = caps[:HELD], targets[:HELD]
    yield from _alone(names)
    yield from _side_by_side([cap for cap in caps if cap.quota.binding])
    for target in targets:
        yield from _target(target, [cap for cap in caps if cap.share is target.share], names)
    yield from _together([target for target in targets if target.share])


def _limit(path: str, quota: Quota, value: Value | None) -> Iterator[Limit]:
    """The limit of a quota; nothing where it is sometimes a share and sometimes a number."""
    found = _numbers(value)
    shares = {leaf.share for leaf in found}
    if len(shares) == 1:
        yield Limit(path, quota, max(leaf.number for leaf in found), *shares)


def _numbers(value: Value | None) -> list[Fixed]:
    """Every number that a limit may come to."""
    return [] if value is None else [*leaves(value)]


def _alone(names: Names) -> Iterator[Fault]:
    """Shares of more than all; more guaranteed than allowed."""
    for path, quota in zip(names.places.quotas, names.book.quotas, strict=True):
        for key, value in (("at_most", quota.at_most), ("at_least", quota.at_least)):
            if any(leaf.share and leaf.number > 1 for leaf in _numbers(value)):
                yield OVER_ONE.fault(f"{path}.{key}")
        people = [leaf.number for leaf in _numbers(quota.at_most) if not leaf.share]
        if people and min(people) < quota.least:
            yield LEAST.fault(f"{path}.least", least=quota.least, most=_bands.shown(min(people)))


def _side_by_side(caps: Sequence[Limit]) -> Iterator[Fault]:
    """Two limits of one peer group for the same tiers, or for some of the tiers of the other."""
    for one, other in combinations(caps, 2):
        if one.quota.of != other.quota.of:
            continue
        if one.tiers == other.tiers and one.quota.spare == other.quota.spare:
            yield TWICE.fault(other.path)
        for inner, outer in ((one, other), (other, one)):
            if inner.tiers < outer.tiers and inner.share is outer.share and inner.most > outer.most:
                yield WITHIN.fault(inner.path, most=inner.text, together=outer.text)


def _target(target: Limit, caps: Sequence[Limit], names: Names) -> Iterator[Fault]:
    """A target that the limits of its tiers cannot reach together, whether they bind or not."""
    found = [cap for cap in caps if target.share or cap.quota.of == target.quota.of]
    room = min([*_rooms(target, found), *_left(target, found, names)], default=None)
    if room is not None and room < target.most:
        yield TARGET.fault(target.path, target=target.text, most=attrs.evolve(target, most=room).text)


def _rooms(target: Limit, caps: Sequence[Limit]) -> Iterator[Fraction]:
    """What limits of these tiers and more, or of some of them each, leave for a target."""
    yield from (cap.most for cap in caps if target.tiers <= cap.tiers)
    covered, room = frozenset[str](), Fraction(0)
    for cap in sorted(caps, key=_by_size):
        if cap.tiers <= target.tiers and not cap.tiers <= covered:
            covered, room = covered | cap.tiers, room + cap.most
    if covered == target.tiers:
        yield room


def _by_size(cap: Limit) -> tuple[int, Fraction]:
    return len(cap.tiers), cap.most


def _left(target: Limit, caps: Sequence[Limit], names: Names) -> Iterator[Fraction]:
    """What a forced distribution leaves: tiers that are open to all are full before those below them."""
    by_tier = {
        min(cap.tiers): cap.most for cap in caps if cap.share and len(cap.tiers) == 1 and cap.quota.binding
    }
    left = ALL
    for _, tier in rungs(names.book, names.places):
        if tier.name in target.tiers:
            if left < ALL:
                yield left
            return
        if tier.when is not None or tier.name not in by_tier:
            return
        left -= by_tier[tier.name]
    yield left


def _together(targets: Sequence[Limit]) -> Iterator[Fault]:
    """Targets of one peer group for different tiers that come to more than all."""
    seen: dict[str, list[Limit]] = {}
    for target in targets:
        before = [one for one in seen.get(target.quota.of, ()) if not one.tiers & target.tiers]
        together = sum((one.most for one in before), target.most)
        if before and together > ALL:
            yield TARGETS.fault(target.path, together=attrs.evolve(target, most=together).text)
        seen.setdefault(target.quota.of, []).append(target)
