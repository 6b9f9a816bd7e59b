"""What is known of a subject: step 2 of the order of reading."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction

import attrs
from tests.ratings.oracle.numbers import Unknown, Wrong, exact, inside, months_later, number, same

from sanliang.records import Record
from sanliang.rulebooks import FromBallots, FromRaters, FromRecords, tier_names


@attrs.frozen
class Row:
    """A record: its day, its activity, its fields, and its place in the list."""

    on: date
    activity: object
    fields: dict
    place: int


def as_word(value):
    """A word, or the word for a yes or no, by which values are chosen."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Facts:
    """What is known of one subject, and what the numbers of the book come to for them."""

    def __init__(self, given, book, on, records=None, past=None, credited=()):
        self.given, self.book, self.records = given, book, records
        self.past = None if past is None else list(past)
        self.credited = dict(credited)
        self.facts = {fact.id: fact for fact in book.facts}
        self.ladder = tier_names(book)[::-1]
        first = book.cycle.starts
        length = book.cycle.count * (12 if str(book.cycle.every) == "year" else 1)
        at = 0
        while months_later(first, (at + 1) * length) <= on:
            at += 1
        while months_later(first, at * length) > on:
            at -= 1
        self.start = months_later(first, at * length)
        self.end = months_later(first, (at + 1) * length) - timedelta(days=1)
        self.words = {}
        for fact in book.facts:
            if str(fact.type) in {"word", "yes"}:
                with suppress(Unknown, Wrong):
                    self.words[fact.id] = as_word(self.fact(fact.id))

    # --- facts ---

    def value(self, value):
        """A value as it stands on the last day of the cycle."""
        return number(value, self.end, self.words)

    def fact(self, name):
        """What is known: a number, a yes or no, a word."""
        fact = self.facts[name]
        try:
            return self.found(fact)
        except Unknown:
            if fact.missing is None:
                raise Unknown(name) from None
            if isinstance(fact.missing, str | bool):
                return fact.missing
            return self.value(fact.missing)

    def found(self, fact):
        """What was given or recorded."""
        given, origin = self.given.get(fact.id), fact.origin
        if isinstance(origin, FromRecords) and (given is None or isinstance(given, list | tuple)):
            return self.inside(fact, sum([self.amount(fact, row) for row in self.rows(fact)], Fraction(0)))
        if given is None:
            raise Unknown(fact.id)
        if str(fact.type) == "yes":
            if not isinstance(given, bool):
                raise Wrong(fact.id)
            return given
        if str(fact.type) == "word":
            if not isinstance(given, str) or (fact.words and given not in fact.words):
                raise Wrong(fact.id)
            return given
        if isinstance(origin, FromRaters) and isinstance(given, Mapping):
            return self.panel(fact, given)
        if isinstance(origin, FromBallots) and isinstance(given, Mapping):
            return self.ballots(origin, given)
        if isinstance(given, Mapping):
            if given.get("mark") is None:
                raise Wrong(fact.id)
            given = given["mark"]
        return self.inside(fact, exact(given))

    def inside(self, fact, x):
        """A number, if it lies between the edges of its fact."""
        counted = isinstance(fact.origin, FromRecords) and fact.origin.sum is None
        if isinstance(fact.origin, FromBallots):
            worth = [self.value(one) for one in fact.origin.worth.values()]
            if not min(worth) <= x <= max(worth):
                raise Wrong(fact.id)
        if (counted and x < 0) or not inside(x, fact.band, self.end, self.words):
            raise Wrong(fact.id)
        return x

    def rows(self, fact):
        """The records of a fact, by day: those that match, within the cycle or the window."""
        given, origin = self.given.get(fact.id), fact.origin
        if given is None and self.records is None:
            raise Unknown(fact.id)
        rows = []
        for place, one in enumerate(self.records if given is None else given):
            if isinstance(one, Record):
                if given is None and one.kind != origin.kind:
                    continue
                rows.append(Row(one.on, one.activity or (place,), dict(one.fields), place))
            else:
                fields = {key: value for key, value in one.items() if key not in {"on", "activity"}}
                rows.append(Row(one.get("on", self.end), one.get("activity", (place,)), fields, place))
        if isinstance(origin, FromRecords):
            since = self.start
            if origin.window is not None:
                since = months_later(self.end + timedelta(days=1), -origin.window.months)
            rows = [row for row in rows if since <= row.on <= self.end and self.matches(origin, row)]
        return sorted(rows, key=lambda row: (row.on, row.place))

    def matches(self, origin, row):
        """Whether each field that is asked for has one of the values that are taken."""
        return all(
            field in row.fields and any(same(one, row.fields[field]) for one in taken)
            for field, taken in origin.where.items()
        )

    def amount(self, fact, row):
        """What a record adds to the total."""
        summed = fact.origin.sum if isinstance(fact.origin, FromRecords) else None
        if summed is None:
            return Fraction(1)
        if row.fields.get(summed) is None:
            raise Unknown(fact.id)
        return exact(row.fields[summed])

    def panel(self, fact, given):
        """The weighted mean of the means of the sources."""
        marks, origin = {}, fact.origin
        for source in origin.weights:
            some = given.get(source)
            some = [] if some is None else some if isinstance(some, list) else [some]
            if some:
                marks[source] = sum([self.inside(fact, exact(one)) for one in some]) / Fraction(len(some))
            elif origin.absent != "share":
                raise Unknown(source)
        weights = {source: self.value(origin.weights[source]) for source in marks}
        if not marks:
            raise Unknown
        return sum(weights[source] * marks[source] for source in marks) / sum(weights.values())

    def ballots(self, origin, given):
        """The mean worth of the ballots that were cast."""
        cast = {grade: exact(given.get(grade) or 0) for grade in origin.worth}
        if not sum(cast.values()):
            raise Unknown
        worth = sum(cast[grade] * self.value(origin.worth[grade]) for grade in cast)
        return worth / sum(cast.values())
