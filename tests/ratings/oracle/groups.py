"""Quotas of a group: step 8 of the order of reading, for those of whom all is known."""

from fractions import Fraction

import attrs
from tests.ratings.oracle import judged
from tests.ratings.oracle.numbers import number

from sanliang.rulebooks import tier_names


@attrs.define
class Person:
    """Somebody while quotas are run. The rank is by the score and then by other items."""

    id: str
    answer: object
    tier: str
    moved: tuple = ()
    waits: bool = False


def shared(people, book, on, peers):
    """
    Where everybody stands once the quotas are run; by quota and group, whom it counts, and its seats.

    Args:
        people: Facts by id; a tie that waits for a vote leaves those who tie without a tier.
        book: A book whose quotas push down.
        on: The last day of the cycle.
        peers: By id and kind, the name of the group.
    """
    answers = {id: judged(facts, book, on, past=()) for id, facts in people.items()}
    rated = {id: Person(id, one, one.tier) for id, one in answers.items() if one.outcome == "rated"}
    listed = [id for id, one in answers.items() if one.outcome != "exempt"]
    ladder, seats = tier_names(book), {}
    for at, quota in enumerate(book.quotas):
        for group in {peers[id][quota.of] for id in listed}:
            whom = rated if quota.among == "rated" else listed
            base = sum(peers[id][quota.of] == group for id in whom)
            seats[at, group] = base, seats_of(quota, base, on)
    free = {key: many for key, (_, many) in seats.items()}
    while once(rated, book, peers, free, ladder):
        pass
    return answers, rated, seats


def once(rated, book, peers, seats, ladder):
    """Run the quotas once: from the highest tier, of two the one that reaches lower; whether any moved."""
    caps = [(at, one) for at, one in enumerate(book.quotas) if one.at_most is not None and one.binding]
    caps.sort(key=lambda one: (top(one[1], ladder), -bottom(one[1], ladder), one[0]))
    before = [one.moved for one in rated.values()]
    for at, quota in caps:
        for group in {peers[id][quota.of] for id in rated}:
            some = [one for one in rated.values() if peers[one.id][quota.of] == group]
            seats[at, group] -= push(at, quota, some, seats[at, group], ladder)
    return before != [one.moved for one in rated.values()]


def top(quota, ladder):
    """The highest tier that a quota counts."""
    return min(ladder.index(tier) for tier in quota.tiers)


def bottom(quota, ladder):
    """The lowest tier that a quota counts."""
    return max(ladder.index(tier) for tier in quota.tiers)


def seats_of(quota, base, on):
    """How many seats there are: a number of people, or a share of the base, rounded as it says."""
    limit = quota.at_most or quota.at_least
    many = number(limit, on, {})
    if is_share(limit, on):
        many *= base
    whole = int(many)
    if quota.round == "up" and many > whole:
        whole += 1
    if quota.round == "half_up" and many - whole >= Fraction(1, 2):
        whole += 1
    return max(whole, quota.least)


def is_share(limit, on):
    """Whether the limit that counts on a day was written as a share."""
    while hasattr(limit, "steps"):
        limit = [step for since, step in limit.steps if since <= on][-1]
    return limit.share


def push(at, quota, some, seats, ladder):
    """Send the spare of a quota to the next tier that their clauses allow; how many seats wait for a vote."""
    holders = [one for one in some if one.tier in quota.tiers and not one.waits]
    if len(holders) <= seats:
        return 0
    way = {one.id: below(one, quota, ladder) for one in holders}
    line = [one for one in holders if way[one.id] is not None]
    free, waiting = max(seats - (len(holders) - len(line)), 0), 0
    ranks = {one.id: tuple(one.answer.items[item].points for item in quota.rank) for one in line}
    for rank in sorted(set(ranks.values()), reverse=True):
        level = [one for one in line if ranks[one.id] == rank]
        ties = 0 < free < len(level)
        for one in level:
            if free >= len(level) or (ties and quota.ties == "widen"):
                continue
            if ties and quota.ties == "vote":
                one.waits, waiting = True, free
                continue
            one.tier, one.moved = way[one.id], (*one.moved, at)
        free = max(free - len(level), 0)
    return waiting


def below(one, quota, ladder):
    """The next tier below that is not counted and that the clauses allow."""
    lower = ladder[ladder.index(one.tier) + 1 :]
    return next((tier for tier in lower if tier in one.answer.left and tier not in quota.tiers), None)
