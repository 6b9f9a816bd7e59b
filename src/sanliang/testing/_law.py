"""What a law is: a sentence about any town's rules, and what tries it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs
from hypothesis.strategies import DataObject

from sanliang.kernel.labels import Text
from sanliang.townships import Township

Holds = Callable[[Township, str, DataObject], Iterable[str] | None]
"""What tries a law once."""


def _whole(_town: Township) -> tuple[str, ...]:
    return ("town",)


def _never(_town: Township, _part: str) -> None:
    return None


@attrs.frozen(kw_only=True)
class Law:
    """
    A sentence that has to hold in every town, with what tries it on one.

    Args:
        code: Stable: the word it is about, and its name there: `pledge.replay`.
        says: The sentence, in both languages.
        source: The domain text that it comes from.
        holds: Tries it once on a part of a town, drawing what it needs; what breaks it is an AssertionError
            that tells who, what and when. It gives the paths of the rules that it took, where it knows them.
        over: The parts of a town that it is tried on: ids of rulebooks, words with a lifecycle ...; the town
            as a whole, if left out.
        exempt: Why a part is exempt from it, if it is: read from the rules.
        share: The part of the profile's examples that it takes, as a divisor: 3 is a third.
    """

    code: str
    says: Text
    source: str
    holds: Holds
    over: Callable[[Township], Sequence[str]] = _whole
    exempt: Callable[[Township, str], Text | None] = _never
    share: int = 1
