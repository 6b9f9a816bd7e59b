"""
A points office as somebody would keep it with counters in boxes: each point is a thing of its own.

It knows no lots, no sums and no events: to spend is to take the oldest points out of a box one by one, and to
take a redemption back is to put the same points back into it.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Point:
    """One point: in which order it is spent, where it came from, and its last day."""

    order: tuple
    last: date | None

    def good(self, on):
        """Whether it can be spent on a day."""
        return self.last is None or on <= self.last


@dataclass
class Paid:
    """What was paid for a record: its box, its points, and what of it each rule counted."""

    wallet: str
    points: list
    counted: dict
    on: date
    earned: date
    activity: str | None


@dataclass
class Sold:
    """What was sold: whose points went for it, and which."""

    wallet: str
    points: list
    items: dict


@dataclass
class Village:
    """The boxes, the shelf and the notebook."""

    ceilings: dict = field(default_factory=dict)
    cap: int | None = None
    steps: tuple = ()
    prices: dict = field(default_factory=dict)
    boxes: dict = field(default_factory=dict)
    shelf: dict = field(default_factory=dict)
    paid: dict = field(default_factory=dict)
    records: set = field(default_factory=set)
    sold: dict = field(default_factory=dict)
    brought: dict = field(default_factory=dict)
    closed: dict = field(default_factory=dict)
    trash: dict = field(default_factory=dict)
    undone: set = field(default_factory=set)
    issued: int = 0
    reversed: int = 0

    def held(self, wallet, on):
        """The points of a box that can be spent on a day."""
        return [point for point in self.boxes[wallet] if point.good(on)]

    def counts(self, wallet, rule, points, earned, activity):
        """What the ceilings of a rule leave: of an activity, of a calendar month, of the year."""
        mine = [paid for id, paid in self.paid.items() if paid.wallet == wallet and id not in self.undone]
        alike = {
            "activity": [paid for paid in mine if activity and paid.activity == activity],
            "month": [
                paid for paid in mine if (paid.earned.year, paid.earned.month) == (earned.year, earned.month)
            ],
            "cycle": [paid for paid in mine if paid.earned.year == earned.year],
            "ever": mine,
        }
        rooms = [
            max(0, most - sum(paid.counted.get(rule, 0) for paid in alike[window]))
            for window, most in self.ceilings.get(rule, {}).items()
        ]
        return min([points, *rooms])

    def award(self, id, wallet, record, rule, points, on, earned, activity, last):
        """Pay a record; whether that was possible."""
        if wallet not in self.boxes or self.shut(wallet) or record in self.records or earned > on:
            return False
        counted = self.counts(wallet, rule, points, earned, activity)
        month = sum(
            len(paid.points)
            for one, paid in self.paid.items()
            if one not in self.undone and (paid.on.year, paid.on.month) == (on.year, on.month)
        )
        if not counted or (self.cap is not None and month + counted > self.cap):
            return False
        made = [Point((on, earned, id), last) for _ in range(counted)]
        self.boxes[wallet] = sorted([*self.boxes[wallet], *made], key=lambda point: point.order)
        self.paid[id] = Paid(wallet, made, {rule: counted}, on, earned, activity)
        self.records.add(record)
        self.issued += counted
        return True

    def payable(self, points):
        """Whether so many points are a sum of the steps: by trying all sums."""
        sums = {0}
        for _ in range(points):
            sums |= {one + step for one in sums for step in self.steps if one + step <= points}
        return not self.steps or points in sums

    def order(self, id, wallet, items, on):
        """Sell; whether that was possible."""
        if wallet not in self.boxes or self.shut(wallet) or not items.keys() <= self.prices.keys():
            return False
        needed = sum(self.prices[item] * count for item, count in items.items())
        good = self.held(wallet, on)
        short = any(self.shelf.get(item, 0) < count for item, count in items.items())
        if len(good) < needed or short or not self.payable(needed):
            return False
        taken = good[:needed]
        for point in taken:
            self.boxes[wallet].remove(point)
        for item, count in items.items():
            self.shelf[item] -= count
        self.sold[id] = Sold(wallet, taken, items)
        return True

    def supply(self, id, item, count):
        """Bring goods, or take some away; whether that was possible."""
        if self.shelf.get(item, 0) + count < 0 or (count > 0 and item not in self.prices):
            return False
        self.shelf[item] = self.shelf.get(item, 0) + count
        self.brought[id] = (item, count)
        return True

    def shut(self, wallet):
        """Whether a box is taped up."""
        return any(one[0] == wallet for id, one in self.closed.items() if id not in self.undone)

    def close(self, id, wallet, into, on):
        """Tape a box up, and pour what is good in it into another one or its bin; whether that can be."""
        if any(one not in self.boxes or self.shut(one) for one in (wallet, into) if one is not None):
            return False
        moved = self.held(wallet, on)
        for point in moved:
            self.boxes[wallet].remove(point)
        rest = self.trash.setdefault(wallet, []) if into is None else self.boxes[into]
        rest.extend(moved)
        rest.sort(key=lambda point: point.order)
        self.closed[id] = (wallet, into, moved)
        return True

    def reopen(self, of):
        """Take the tape off a box, and pour back what was in it; whether that was possible."""
        wallet, into, moved = self.closed[of]
        rest = self.trash[wallet] if into is None else self.boxes[into]
        if any(point not in rest for point in moved) or (into is not None and self.shut(into)):
            return False
        whole = {lot: sum(point.order == lot for point in moved) for lot in {point.order for point in moved}}
        if any(sum(point.order == lot for point in rest) < count for lot, count in whole.items()):
            return False
        rest[:] = [point for point in rest if point.order not in whole]
        self.boxes[wallet] = sorted([*self.boxes[wallet], *moved], key=lambda point: point.order)
        self.undone.add(of)
        return True

    def undo(self, of):
        """Take something back; whether that was possible."""
        done = (self.paid, self.sold, self.brought, self.closed)
        if of in self.undone or not any(of in one for one in done):
            return False
        if of in self.closed:
            return self.reopen(of)
        if of not in self.brought and self.shut({**self.paid, **self.sold}[of].wallet):
            return False
        if of in self.paid:
            paid = self.paid[of]
            box = self.boxes[paid.wallet]
            if sum(point.order[2] == of for point in box) < len(paid.points):
                return False
            self.boxes[paid.wallet] = [point for point in box if point.order[2] != of]
            self.reversed += len(paid.points)
        elif of in self.sold:
            sold = self.sold[of]
            self.boxes[sold.wallet] += sold.points
            self.boxes[sold.wallet].sort(key=lambda point: point.order)
            for item, count in sold.items.items():
                self.shelf[item] += count
        else:
            item, count = self.brought[of]
            if self.shelf[item] < count:
                return False
            self.shelf[item] -= count
        self.undone.add(of)
        return True

    def redeemed(self):
        """How many points were redeemed and not given back."""
        return sum(len(one.points) for id, one in self.sold.items() if id not in self.undone)
