"""Small books for the tests, and what is known of somebody."""

from datetime import date

from sanliang.ratings import rate
from sanliang.rulebooks import loads
from sanliang.testing.strategies._books import HEAD

LAST = date(2026, 12, 31)
SCALE = """
[scale]
tiers = [ { name = 3, at_least = 90 }, { name = 2, at_least = 80 }, { name = 1, at_least = 60 } ]
"""
ITEM = "[fact.hours]\n[item.hours]\neach = 1\n"


def book(items=ITEM, rest="", scale=SCALE, head=HEAD):
    """A book of parts."""
    return loads(head + items + scale + rest)


def rated(facts, made=None, **others):
    """Somebody rated in 2026 by a book, or by the one whose score is the fact `hours`."""
    return rate(facts, book() if made is None else made, **{"on": LAST, **others})


def line(facts, items, item, **others):
    """The row of one item."""
    (found,) = [one for one in rated(facts, book(items), **others).lines if one.item == item]
    return found
