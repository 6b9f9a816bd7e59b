"""Words that an invented township has added."""

from math import ceil, isqrt

from sanliang.kernel.labels import Text
from sanliang.rulebooks import EffectWord, Key, KeyType, ScaleWord, TariffWord, Words

SAYS = Text("一句话", "a sentence")


def key(holds=KeyType.NUMBER, **others):
    """A key of a word; a number, if nothing is said."""
    return Key(holds=holds, says=SAYS, **others)


def tariff(points, **others):
    """A tariff `own` of some code."""
    return TariffWord(**{"tag": "own", "says": SAYS, "points": points} | others)


def scale(tier, **others):
    """A scale `own` of some code."""
    return ScaleWord(**{"tag": "own", "says": SAYS, "tier": tier} | others)


def effect(left, **others):
    """An effect `own` of some code."""
    return EffectWord(**{"tag": "own", "says": SAYS, "left": left} | others)


def root_points(number, *, scale, more):
    """The whole root, times the scale; one point more if somebody wants it."""
    return isqrt(max(int(number), 0)) * scale + more


ROOT = tariff(
    root_points, tag="root", keys={"scale": key(), "more": key(KeyType.YES, missing=False)}, rises=True
)


def climb_left(tiers, last, *, share, top):
    """So much of the rungs that are left above the last tier, and never above the top."""
    least = tiers.index(top)
    above = tiers.index(last) if last is not None else len(tiers)
    return tiers[max(least, above - ceil(above * share)) :]


CLIMB = effect(climb_left, tag="climb", keys={"share": key(missing="0.5"), "top": key(KeyType.TIER)})


def parts_tier(score, tiers, *, whole, kind):
    """As many tiers as there are, each an equal part of the whole."""
    rungs = len(tiers) + (kind == "none")
    place = len(tiers) - int(score * rungs / whole)
    return [*tiers, "none"][min(max(place, 0), len(tiers))]


PARTS = scale(
    parts_tier,
    tag="parts",
    keys={
        "whole": key(KeyType.WHOLE, missing=100),
        "kind": key(KeyType.WORD, among=("all", "none"), missing="none"),
    },
    rises=True,
)
OURS = Words(tariffs=[ROOT], scales=[PARTS], effects=[CLIMB])
