"""What a state machine is that drives a town: a sentence, and what runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs
from hypothesis import settings

from sanliang.kernel.labels import Text
from sanliang.testing._law import _never, _whole
from sanliang.townships import Township


def _nothing(_town: Township, _part: str) -> tuple[str, ...]:
    return ()


@attrs.frozen(kw_only=True)
class Machine:
    """
    A machine that drives a town over several cycles, and tells which rules it reached.

    Args:
        code: Stable: what it drives, and its name there.
        says: The sentence that holds after each of its steps, in both languages.
        source: The domain text that it comes from.
        drives: Runs it on a part of a town with these settings; what breaks is an AssertionError that tells
            who, what and when. It gives the paths of the rules that it reached: `rows.approve`.
        rules: All that it could reach on a part of a town.
        over: The parts of a town that it drives, as in `Law`.
        exempt: Why a part is exempt from it, if it is.
        share: As in `Law`.
    """

    code: str
    says: Text
    source: str
    drives: Callable[[Township, str, settings], Iterable[str]]
    rules: Callable[[Township, str], Sequence[str]] = _nothing
    over: Callable[[Township], Sequence[str]] = _whole
    exempt: Callable[[Township, str], Text | None] = _never
    share: int = 1
