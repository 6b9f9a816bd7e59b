"""Days, values, bands and rounding, as the format says them."""

import calendar
from datetime import date
from fractions import Fraction

from sanliang.rulebooks import ByDay, ByWord, Fixed


class Unknown(Exception):
    """What nobody said."""


class Wrong(Exception):
    """What was said, and cannot be taken."""


class NoDay(Exception):
    """A day before the first dated value."""


# --- days and numbers -------------------------------------------------------------------------------------


def months_later(day, months):
    """So many months later; a day that the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def number(value, on, words):
    """A value on a day, for these words."""
    if isinstance(value, Fixed):
        return value.number
    if isinstance(value, ByDay):
        begun = [step for since, step in value.steps if since <= on]
        if not begun:
            raise NoDay
        return number(begun[-1], on, words)
    assert isinstance(value, ByWord)
    if value.by not in words:
        raise Unknown(value.by)
    if words[value.by] in value.arms:
        return number(value.arms[words[value.by]], on, words)
    if value.otherwise is None:
        raise Wrong(value.by)
    return number(value.otherwise, on, words)


def inside(x, band, on, words):
    """Whether a number lies between the edges that are written."""
    say = {
        "at_least": lambda edge: x >= edge,
        "above": lambda edge: x > edge,
        "at_most": lambda edge: x <= edge,
        "below": lambda edge: x < edge,
    }
    return all(say[word](number(edge, on, words)) for word, edge in band.edges)


def over(x, band, on, words):
    """Whether a number is not below the lower edge."""
    if band.at_least is not None:
        return x >= number(band.at_least, on, words)
    return band.above is None or x > number(band.above, on, words)


def chosen(x, bands, gap, overlap, on, words):
    """Which of bands, from the highest down, a number belongs to: its place, or None."""
    hold = []
    for place, band in enumerate(bands):
        closed = band.at_most is not None or band.below is not None
        if inside(x, band, on, words) and (
            closed or not any(over(x, higher, on, words) for higher in bands[:place])
        ):
            hold.append(place)
    if hold:
        return hold[-1] if overlap == "lower" else hold[0]
    begun = [place for place, band in enumerate(bands) if over(x, band, on, words)]
    return begun[0] if gap == "lower" and begun else None


def rounded(x, decimals):
    """Halves go away from 0."""
    steps = int(abs(x) * 10**decimals + Fraction(1, 2))
    return Fraction(steps if x >= 0 else -steps, 10**decimals)


def exact(value):
    """A number as somebody gives it, or Wrong."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
        raise Wrong
    try:
        return Fraction(value)
    except ValueError:
        raise Wrong from None


def same(taken, value):
    """Whether a field has a value that is taken: true is not 1, and a decimal text is the number."""
    if isinstance(taken, bool) or isinstance(value, bool):
        return taken is value
    if isinstance(taken, str):
        return taken == value
    try:
        return taken == exact(value)
    except Wrong:
        return False
