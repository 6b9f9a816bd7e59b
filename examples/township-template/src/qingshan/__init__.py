"""The town of Qingshan: its folder, with the tariff and the guard that its files name."""

from fractions import Fraction
from functools import cache
from pathlib import Path

from sanliang import Reason, Text, rulebooks, townships
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import Key, KeyType, TariffWord

__all__ = ["TAPERING", "quantified", "town"]

UNCOUNTED = Phrase(
    "qingshan.uncounted",
    "“{item}”没有数量，无法核实",
    "item {item!r} has no quantity, so that nobody can verify it",
)


def tapering(number: Fraction, *, first: int, full: Fraction, after: Fraction) -> Fraction:
    """Points for so many deeds: the first ones count in full, those after them less."""
    whole = min(max(number, Fraction(0)), Fraction(first))
    return whole * full + (max(number, Fraction(0)) - whole) * after


TAPERING = TariffWord(
    tag="tapering",
    says=Text("前几件足分，以后递减", "The first ones count in full, those after them less."),
    keys={
        "first": Key(holds=KeyType.WHOLE, says=Text("前几件", "How many count in full.")),
        "full": Key(holds=KeyType.NUMBER, says=Text("足分", "Points for each of these.")),
        "after": Key(holds=KeyType.NUMBER, says=Text("以后每件", "Points for each one after them.")),
    },
    points=tapering,
    rises=True,
)


def quantified(pledge, ask):
    """A guard: what cannot be counted is not approved."""
    for item in pledge.letter.items:
        if item.quantity is None:
            return Reason.of(UNCOUNTED, item=item.id)
    return None


@cache
def town():
    """The town; this is what the entry point names."""
    return townships.load(
        Path(__file__).parent / "town",
        words=rulebooks.Words(tariffs=[TAPERING]),
        guards={"pledge": {"quantified": quantified}},
    )
