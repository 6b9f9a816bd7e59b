"""The language that a request asks for: its `Accept-Language`, read as RFC 9110 has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sanliang.kernel.errors import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
LONGEST = 1000
"""So many characters of the header are read: it comes from a stranger."""

_RANGE = re.compile(
    r"[ \t]*(\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*"
    r"(?:[ \t]*;[ \t]*[qQ]=(?:(0(?:\.[0-9]{0,3})?)|1(?:\.0{0,3})?))?[ \t]*"
)


def asked_for(header: str, default: Lang) -> Lang:
    """
    Chinese or English, whichever weighs more in an `Accept-Language`.

    A range such as `zh-Hans-CN` asks for Chinese. Of two that weigh the same, the first one counts; `*`
    stands for what is not named. Where neither is asked for, or the header is broken, it is the default.

    Example:
        >>> asked_for("fr, en-GB;q=0.8, zh;q=0.5", "zh")
        'en'
    """
    weights = dict[str, int]()
    for language, weight in _ranges(header):
        weights[language] = max(weight, weights.get(language, 0))
    others, places = weights.get("*", 0), [*weights]

    def order(one: Lang) -> tuple[int, int, bool]:
        place = places.index(one) if one in weights else len(places)
        return -weights.get(one, others), place, one != default

    best = min(LANGUAGES, key=order)
    return best if weights.get(best, others) else default


def _ranges(header: str) -> Iterator[tuple[str, int]]:
    """Each range's first part in lower case, and its weight in thousandths; what is broken is left out."""
    for part in header[:LONGEST].split(","):
        if found := _RANGE.fullmatch(part):
            yield found[1].lower(), 1000 if found[2] is None else int(f"{found[2]:0<5}".replace(".", ""))
