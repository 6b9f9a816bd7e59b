"""Conditions, and items from the leaves up: steps 2 and 3 of the order of reading."""

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

import attrs
from tests.ratings.oracle.facts import Facts, as_word
from tests.ratings.oracle.numbers import (
    NoDay,
    Unknown,
    Wrong,
    chosen,
    exact,
    inside,
    months_later,
    number,
    rounded,
)

from sanliang.rulebooks import AllOf, AnyOf, Each, Fixed, FromRecords, Mark, NotOf, Steps, Test

SHORTER = ("activity", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@attrs.frozen(kw_only=True)
class Steps4:
    """How an item came to its points."""

    earned: Fraction = Fraction(0)
    counted: Fraction = Fraction(0)
    own: Fraction = Fraction(0)
    limited: Fraction = Fraction(0)
    points: Fraction = Fraction(0)


class Points(Facts):
    """Conditions and items: steps 2 and 3 of the order of reading."""

    # --- conditions: True, False, or None for not known ---

    def holds(self, condition, tier=None):
        """The answer to a question."""
        if condition is None:
            return True
        if isinstance(condition, NotOf):
            answer = self.holds(condition.part, tier)
            return None if answer is None else not answer
        if isinstance(condition, AllOf | AnyOf):
            answers = [self.holds(part, tier) for part in condition.parts]
            settles = isinstance(condition, AnyOf)
            return settles if settles in answers else None if None in answers else not settles
        assert isinstance(condition, Test)
        try:
            return self.test(condition, tier)
        except Unknown:
            return None

    def test(self, test, tier):
        """The answer to one question."""
        if test.of == "tier":
            return self.tiers_before(test, tier)
        if test.of == "place":
            raise Unknown(test.name)
        for _, edge in test.band.edges:
            with suppress(Unknown):
                self.value(edge)  # which may be wrong, whatever is asked
        x = self.fact(test.name) if test.of == "fact" else self.item(test.name).points
        if test.among:
            return any(type(x) is type(one) and x == one for one in test.among)
        return inside(x, test.band, self.end, self.words)

    def named(self, band, among):
        """The tiers that lie between edges, or that are listed."""
        at = {tier: place for place, tier in enumerate(self.ladder)}
        say = {
            "at_least": lambda one, edge: one >= edge,
            "above": lambda one, edge: one > edge,
            "at_most": lambda one, edge: one <= edge,
            "below": lambda one, edge: one < edge,
        }
        if among:
            return set(among)
        return {tier for tier in at if all(say[word](at[tier], at[edge]) for word, edge in band.edges)}

    def tiers_before(self, test, tier):
        """A question to the tier of this cycle, or to those of the cycles before."""
        wanted = self.named(test.band, test.among)
        if test.run is None and test.within is None:
            if test.name == "this":
                return tier in wanted
            rated = [one for one in self.known_past() if one is not None]
            return bool(rated) and rated[-1] in wanted
        many = test.run or test.within
        own = [tier in wanted] if test.name == "this" else []
        if own and (many == 1 or own == [test.run is None]):
            return own[0]  # the cycles before cannot turn it
        before = [one in wanted for one in self.known_past()]
        cycles = ([False] * many + before + own)[-many:]
        return all(cycles) if test.run else any(cycles)

    def known_past(self):
        """The tiers of the cycles before."""
        if self.past is None:
            raise Unknown("past")
        return self.past

    # --- items ---

    def item(self, name):
        """How an item came to its points."""
        (item,) = [one for one in self.book.items if one.id == name]
        asked = self.holds(item.when)
        if asked is None:
            raise Unknown
        if not asked:
            return Steps4()
        earned, counted = self.earned(item)
        own = Fraction(0) if item.points is None else self.value(item.points)
        x = counted + own
        if "cycle" in item.floor:
            x = max(x, self.value(item.floor["cycle"]))
        if "cycle" in item.ceiling:
            x = min(x, self.value(item.ceiling["cycle"]))
        gone = exact(self.credited.get(item.id, 0))
        if "ever" in item.floor:
            x = max(x, min(self.value(item.floor["ever"]) - gone, Fraction(0)))
        if "ever" in item.ceiling:
            x = min(x, max(self.value(item.ceiling["ever"]) - gone, Fraction(0)))
        weight = Fraction(1) if item.weight is None else self.value(item.weight)
        decimals = self.book.decimals if item.decimals is None else item.decimals
        return Steps4(
            earned=earned, counted=counted, own=own, limited=x, points=rounded(x * weight, decimals)
        )

    def earned(self, item):
        """What an item earned, and what the windows shorter than the cycle leave of it."""
        if item.fact is None:
            parts = [self.item(one.id).points for one in self.book.items if one.part_of == item.id]
            take = {
                "sum": lambda: sum(parts, Fraction(0)),
                "highest": lambda: max(parts, default=Fraction(0)),
                "lowest": lambda: min(parts, default=Fraction(0)),
                "mean": lambda: sum(parts, Fraction(0)) / max(len(parts), 1),
            }[item.take]()
            return take, self.held(item, take)
        dated = self.dated(item)
        if dated is None:
            total = self.tariff(item, self.fact(item.fact), self.end, self.words)
            return total, self.held(item, total)
        earned = sum([points for _, points in dated], Fraction(0))
        for window in SHORTER:
            if window in item.floor or window in item.ceiling:
                dated = self.cut(item, window, dated)
        return earned, sum([points for _, points in dated], Fraction(0))

    def dated(self, item):
        """The points of each record, or None where only a total has points."""
        fact = self.facts[item.fact]
        given = self.given.get(fact.id)
        listed = isinstance(given, list | tuple) or (
            given is None and isinstance(fact.origin, FromRecords) and self.records is not None
        )
        with suppress(Unknown):
            self.found(fact)  # which may be wrong
        if item.for_each:
            if not listed:
                raise Unknown(fact.id)
            return [(row, self.one(item, row)) for row in self.rows(fact)]
        tariff = item.tariff
        linear = tariff is None or (
            isinstance(tariff, Each) and not tariff.whole and tariff.above is None and tariff.below is None
        )
        if not (listed and linear):
            return None
        try:
            return [
                (row, self.tariff(item, self.amount(fact, row), row.on, self.words))
                for row in self.rows(fact)
            ]
        except Unknown:
            if fact.missing is not None:
                return None
            raise
        except NoDay:
            raise Wrong(fact.id) from None

    def one(self, item, row):
        """The points of one record that is taken by itself."""
        x = Fraction(1) if item.field is None else row.fields.get(item.field)
        if x is None:
            raise Unknown(item.fact)
        own = {key: as_word(one) for key, one in row.fields.items() if isinstance(one, str | bool)}
        words = {**self.words, **own}
        try:
            return self.tariff(item, exact(x), row.on, words, record=True)
        except NoDay:
            raise Wrong(item.fact) from None

    def tariff(self, item, x, on, words, record=False):
        """Points for a number."""
        tariff = item.tariff or Each(points=Fixed(Fraction(1)))
        x = Fraction(x)
        if isinstance(tariff, Each):
            if tariff.above is not None:
                x = max(x - number(tariff.above, on, words), Fraction(0))
            if tariff.below is not None:
                x = max(number(tariff.below, on, words) - x, Fraction(0))
            x /= Fraction(1) if tariff.per is None else number(tariff.per, on, words)
            if tariff.whole:
                x = Fraction(int(x))
            return x * number(tariff.points, on, words)
        if isinstance(tariff, Steps):
            bands = [band for band, _ in tariff.bands]
            place = chosen(x, bands, tariff.gap, tariff.overlap, on, words)
            return Fraction(0) if place is None else number(tariff.bands[place][1], on, words)
        assert isinstance(tariff, Mark)
        given = self.given.get(item.fact)
        if not inside(x, tariff.band, on, words):
            raise Wrong(item.fact)
        decided = isinstance(given, Mapping) and given.get("by") and given.get("on")
        if tariff.decision and not record and not decided:
            raise Wrong(item.fact)
        return x

    def held(self, item, total):
        """What is left of a total by windows that are no shorter than the cycle: they need no days."""
        for window, months in MONTHS.items():
            if months_later(self.start, months) > self.end:
                if window in item.ceiling:
                    total = min(total, self.value(item.ceiling[window]))
                if window in item.floor:
                    total = max(total, self.value(item.floor[window]))
        return total

    def cut(self, item, window, dated):
        """What a window leaves: rows are credited by day till the limit is reached, the last one in part."""
        groups = {}
        for row, points in dated:
            groups.setdefault(self.window(window, row), []).append((row, points))
        left = []
        for group in groups.values():
            total = sum(points for _, points in group)
            if window in item.floor and total < (least := self.value(item.floor[window])):
                turned = fill([(row, -points) for row, points in group], -least)
                left += [(row, -points) for row, points in turned]
            elif window in item.ceiling and total > (most := self.value(item.ceiling[window])):
                left += fill(group, most)
            else:
                left += group
        return sorted(left, key=lambda pair: (pair[0].on, pair[0].place))

    def window(self, window, row):
        """The activity, or the month, quarter or year counted from the first day of the cycle."""
        if window == "activity":
            return row.activity
        at, step = 0, MONTHS[window]
        while months_later(self.start, (at + 1) * step) <= row.on:
            at += 1
        while months_later(self.start, at * step) > row.on:
            at -= 1
        return at


def fill(rows, most):
    """Deductions count in full and make room for as much; the rest count until the room is gone."""
    room = most - sum(points for _, points in rows if points < 0)
    left = []
    for row, points in rows:
        counts = points if points < 0 else min(points, max(room, Fraction(0)))
        room -= max(counts, Fraction(0))
        left.append((row, counts))
    return left
