"""Faults in a rulebook, and in how it is rated by."""

from fractions import Fraction
from types import SimpleNamespace

import attrs
from tests.testing.faults.plant import Fault, always, in_turns, on_day, then

from sanliang import ratings
from sanliang.ratings import Rated, _cases, _groups, _points, _questions
from sanliang.testing._laws import ratings as of_ratings
from sanliang.testing._laws import rulebooks as of_books


def book(name, says, caught, tells, old, new):
    """A fault in the text of the rulebook."""
    return Fault(code=f"rules.{name}", says=says, caught=(caught,), tells=tells, book=(old, new))


def engine(name, says, caught, tells, *swaps, **more):
    """A fault in how ratings are worked out."""
    return Fault(code=f"rules.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


WRITTEN = (
    book("each", "a deed is worth two points instead of one",
         "case:deeds:1", "score: expected 22, got 26", "2026-01-01 = 1,", "2026-01-01 = 2,"),
    book("ceiling", "the most for deeds is raised",
         "case:deeds:2", "score: expected 40, got 48", "ceiling  = 12", "ceiling  = 20"),
    book("floor", "what absences take is not limited any more",
         "case:deeds:3", "score: expected 10, got -20", "floor    = -10", ""),
    book("weight", "the sheet counts wholly instead of by half",
         "case:deeds:1", "score: expected 22, got 42", 'weight   = "50%"', ""),
    book("sign", "absences give points instead of taking them",
         "case:deeds:1", "score: expected 22, got 26", "each     = -2", "each     = 2"),
    book("line_up", "the line of a tier is a point too high",
         "case:deeds:3", "tier: expected 1, got none", "name = 1, at_least = 10", "name = 1, at_least = 11"),
    book("line_down", "the line of a tier is so low that the next case has it",
         "case:deeds:5", "tier: expected none, got 1", "name = 1, at_least = 10", "name = 1, at_least = 7"),
    book("edge", "the line of a tier is above a number instead of at least it",
         "case:deeds:2", "tier: expected 2, got 1", "at_least = 40", "above = 40"),
    book("clause", "a clause is left out",
         "case:deeds:4", "tier: expected none, got 2", 'then     = { is = "none" }',
         "then     = { at_least = 1 }"),
    book("turned", "a clause asks for the opposite",
         "case:deeds:2", "tier: expected 2, got none", "is = true }", "is = false }"),
    book("seats", "a quota has one seat more",
         "case:deeds:7", "m-1: tier: expected 1, got 2", "at_most  = 1\n", "at_most  = 2\n"),
    book("ties", "all who tie at the edge of a quota hold a seat",
         "case:deeds:7", "m-1: tier: expected 1, got 2", '"narrow"', '"widen"'),
    book("early", "a dated step begins nearly two years early",
         "case:deeds:1", "score: expected 22, got 26", "2028-01-01 = 2", "2026-01-02 = 2"),
    book("late", "a dated step begins a year late",
         "case:deeds:6", "score: expected 26, got 22", "2028-01-01 = 2", "2029-01-01 = 2"),
    book("cycle", "the cycle begins a month late",
         "case:deeds:1", "cycle: expected 2026-01-01", "starts = 2026-01-01 }", "starts = 2026-02-01 }"),
    book("case", "what a case expects is wrong itself",
         "case:deeds:1", "score: expected 23, got 22", "score = 22", "score = 23"),
    book("fact", "an item reads a fact that is not there",
         "load", "item.help.fact", 'fact     = "deeds"', 'fact     = "dedes"'),
    book("order", "the tiers are not listed from the highest down",
         "load", "scale.tiers", "at_least = 40", "at_least = 4"),
    book("key", "a word of the format is misspelt",
         "load", "item.missed.flor", "floor    = -10", "flor     = -10"),
    book("source", "the book does not say whence it comes",
         "load", "source", 'source = { title = "青山镇三亮办法", date = 2026-01-20 }\n', ""),
    book("lost", "a tier has a line that nobody can reach",
         "case:deeds:2", "tier: expected 2, got 1", "at_least = 40", "at_least = 400"),
)  # fmt: skip


# --- in the engine ----------------------------------------------------------------------------------------


def worse(right):
    """The more, the less."""

    def rate(*args, **asked):
        found = right(*args, **asked)
        return attrs.evolve(found, score=-found.score) if isinstance(found, Rated) else found

    return rate


def first_withheld(right):
    """A group of which the first in line is rated otherwise."""

    def wrong(people, book, **asked):
        some = list(people)
        found = right(some, book, **asked).ratings
        return SimpleNamespace(ratings={**found, some[0].id: attrs.evolve(found[some[0].id], withheld=True)})

    return wrong


def drifting(right):
    """Cases that have more deeds in late cycles."""

    def moved(one):
        if one.facts and one.cycle[0].year > 2029:
            return attrs.evolve(one, facts={**one.facts, "deeds": 9})
        return one

    def run(book):
        return right(attrs.evolve(book, cases=tuple(map(moved, book.cases))))

    return run


def no_seats(found):
    """A group whose quotas have more holders than seats."""
    full = (attrs.evolve(one, seats=0, holders=("s-0", "s-1")) for one in found.quotas)
    return attrs.evolve(found, quotas=tuple(full))


def unlimited(right):
    """Points that no floor and no ceiling holds."""
    return lambda self, item, gained: attrs.evolve(right(self, item, gained), limited=Fraction(99), notes=())


ENGINE = (
    engine("whole", "points are cut to whole numbers", ("case:deeds:5",), "score: expected 7.5, got 7",
           (_points, "rounded", then(lambda found: Fraction(int(found))))),
    engine("above", "an edge that is reached does not count", ("case:deeds:2",), "tier: expected 2, got 1",
           (_questions, "INSIDE", lambda right: {**right, "at_least": right["above"]})),
    engine("no_clause", "no clause is read", ("case:deeds:4",), "tier: expected none, got 2",
           (_cases, "rate", lambda right: lambda facts, book, **asked: right(
               facts, attrs.evolve(book, clauses=()), **asked))),
    engine("no_quota", "no quota is run", ("case:deeds:7",), "m-1: tier: expected 1, got 2",
           (_groups, "run", always(None))),
    engine("unlimited", "no ceiling holds", ("law:rating.limits:deeds",), "past its ceiling",
           (_points.Sheet, "_limited", unlimited)),
    engine("nobody", "somebody is answered with nothing",
           ("law:rating.outcome:deeds",), "is answered with None",
           (of_ratings, "rate", always(None))),
    engine("moody", "the same facts are rated in two ways", ("law:rating.determined:deeds",), "asked twice",
           (of_ratings, "rate", in_turns(lambda found: None))),
    engine("topless", "nobody is ever given the highest tier", ("law:rulebook.reached:member-stars",),
           "nobody comes to 5", (of_books, "rate", then(
               lambda found: attrs.evolve(found, tier="4") if found.tier == "5" else found))),
    engine("day", "the last day of a cycle is in the next one",
           ("days:cycle:deeds",), "2026-12-31 deeds: expected",
           (ratings, "rate", on_day("on"))),
    engine("drift", "the same facts come to more in a later cycle", ("days:steps:deeds",), "case 四件好事: ",
           (ratings, "run_cases", drifting)),
    engine("copy", "a copy of a book rates otherwise", ("law:rulebook.value:deeds",), "its copy rates",
           (of_books, "rate", in_turns(lambda found: None))),
    engine("worse", "more good deeds lower the score, and more absences raise it",
           ("law:rating.gives:deeds", "law:rating.takes:deeds"), "the score goes from",
           (of_ratings, "rate", worse)),
    engine("told", "the explanation tells other points than those that count", ("law:rating.adds_up:deeds",),
           "is explained as", (of_ratings, "points", lambda right: lambda item: right(item) + 1)),
    engine("too_many", "a quota has more holders than seats", ("law:rating.quotas:deeds",), "has 0 seats",
           (of_ratings, "rate_group", then(no_seats))),
    engine("first", "whoever stands first in line is rated otherwise", ("law:rating.peers:deeds",),
           "come out in another way", (of_ratings, "rate_group", first_withheld)),
)  # fmt: skip

FAULTS = (*WRITTEN, *ENGINE)
