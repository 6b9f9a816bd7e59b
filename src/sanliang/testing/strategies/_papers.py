"""Problems, pairings and changes of every shape, for the laws of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Pair,
    Pairing,
    Policy,
    Prices,
    Problem,
    Proposing,
    Shortage,
    Unpaired,
    Why,
)

HELPERS = ["m-1", "m-2", "张三", "m 4"]
HOUSEHOLDS = ["h-1", "h-2", "户3", 'h"4']
CODES = st.sampled_from(["electrician", "nurse", "first", "ill"])
UNITS = st.none() | st.sampled_from(["v-1", "青山村"])
KEYS = st.tuples(st.sampled_from(HOUSEHOLDS), st.sampled_from(HELPERS), st.sampled_from(["helper", "first"]))


def wishes(draw: DrawFn, ids: Sequence[str]) -> list[Any] | None:
    """Wishes over some of these, with ties, or none at all."""
    if draw(st.booleans()):
        return None
    some = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    found = []
    while some:
        size = draw(st.integers(1, len(some)))
        found.append(some[0] if size == 1 else some[:size])
        some = some[size:]
    return found


def refused(draw: DrawFn, ids: Sequence[str], wished: list[Any] | None) -> set[str]:
    """Some of those who are not wished for."""
    flat = {id for one in wished or () for id in ([one] if isinstance(one, str) else one)}
    rest = [id for id in ids if id not in flat]
    return draw(st.sets(st.sampled_from(rest))) if rest else set()


@st.composite
def helpers(
    draw: DrawFn, ids: SearchStrategy[str], households: Sequence[str], roles: Sequence[str]
) -> Helper:
    """A helper of a problem with these roles."""
    wished = wishes(draw, households)
    room = draw(st.dictionaries(st.sampled_from(roles), st.integers(0, 5)))
    return Helper(
        id=draw(ids),
        room=room,
        least={role: draw(st.integers(0, most)) for role, most in room.items() if draw(st.booleans())},
        wishes=wished,
        refuses=refused(draw, households, wished),
        rank=draw(st.none() | CODES),
        skills=draw(st.sets(CODES)),
        unit=draw(UNITS),
        place=draw(UNITS),
        away=draw(st.none() | CODES),
        filler=draw(st.booleans()),
    )


@st.composite
def households(
    draw: DrawFn, ids: SearchStrategy[str], helpers: Sequence[str], roles: Sequence[str]
) -> Household:
    """A household of a problem with these roles."""
    wished = wishes(draw, helpers)
    return Household(
        id=draw(ids),
        must=draw(st.booleans()),
        helpers=draw(st.dictionaries(st.sampled_from(roles), st.integers(1, 3), min_size=1)),
        needs=draw(st.sets(CODES)),
        wishes=wished,
        refuses=refused(draw, helpers, wished),
        place=draw(UNITS),
    )


@st.composite
def problems(draw: DrawFn) -> Problem:
    """A problem of a few people."""
    roles = draw(st.sampled_from([["helper"], ["first", "second"], ["helper", "first"]]))
    some = draw(st.lists(st.sampled_from(HELPERS), min_size=1, unique=True))
    homes = draw(st.lists(st.sampled_from(HOUSEHOLDS), min_size=1, unique=True))
    pairs = st.tuples(st.sampled_from(homes), st.sampled_from(some))
    costs = draw(st.dictionaries(pairs, st.integers(0, 10**9)))
    return Problem(
        helpers=[draw(helpers(st.just(id), homes, roles)) for id in some],
        households=[draw(households(st.just(id), some, roles)) for id in homes],
        costs=[(*pair, cost) for pair, cost in costs.items()],
        roles=roles,
        salt=draw(st.sampled_from(["sanliang", "青山镇 2026"])),
    )


_prices = st.dictionaries(st.sampled_from(HOUSEHOLDS + HELPERS), st.integers(-(10**80), 10**80))


@st.composite
def certificates(draw: DrawFn) -> Certificate:
    """A claim, true or not."""
    ids = st.lists(st.sampled_from(HOUSEHOLDS), unique=True)
    short = st.builds(Shortage, role=CODES, households=ids, helpers=ids)
    tables = st.builds(Prices, role=CODES, households=_prices.map(FrozenMap), helpers=_prices.map(FrozenMap))
    return Certificate(
        policy=draw(st.sampled_from(Policy)),
        proposing=draw(st.none() | st.sampled_from(Proposing)),
        agreed=draw(st.lists(KEYS)),
        before=draw(st.lists(KEYS)),
        prices=draw(st.lists(tables, max_size=2).map(tuple)),
        shortages=draw(st.lists(short, max_size=2).map(tuple)),
    )


@st.composite
def pairings(draw: DrawFn) -> Pairing:
    """A pairing of some problem, true or not."""
    why = st.sampled_from([Why.MUTUAL, Why.PLACED, Why.FILLED])
    people = st.builds(
        Unpaired,
        id=st.sampled_from(HOUSEHOLDS),
        why=CODES | st.sampled_from(Why).map(str),
        role=st.sampled_from(["", "helper", "first"]),
        missing=st.integers(0, 3),
    )
    return Pairing(
        problem=draw(st.sampled_from(["0f3a", "c0ffee"])),
        pairs=[
            Pair(household=household, helper=helper, role=role, why=draw(why))
            for household, helper, role in draw(st.lists(KEYS, unique=True))
        ],
        unpaired=draw(st.lists(people, max_size=3)),
        certificate=draw(certificates()),
    )


@st.composite
def changes(draw: DrawFn, problem: Problem) -> Change:
    """What may have happened to the people of a problem; each is spoken of once."""
    homes = [one.id for one in problem.households]
    some = [one.id for one in problem.helpers]
    ended = draw(st.sets(st.sampled_from(homes), max_size=len(homes) - 1))
    stay = sorted({*homes, "h-new"} - ended)
    fate = {id: draw(st.sampled_from(["stays", "leaves", "room", "anew", "wishes"])) for id in some}
    of = {kind: [id for id in some if fate[id] == kind] for kind in set(fate.values())}
    numbers = st.dictionaries(st.sampled_from(problem.roles), st.integers(0, 3))
    pairs = st.tuples(st.sampled_from(stay), st.sampled_from([*some, "m-new"]))
    came = [*of.get("anew", []), "m-new"]
    return Change(
        leaves={id: draw(CODES) for id in of.get("leaves", [])},
        rooms={id: draw(numbers) for id in of.get("room", [])},
        helpers=[draw(helpers(st.just(id), stay, problem.roles)) for id in came],
        households=[draw(households(st.just("h-new"), some, problem.roles))],
        ends=ended,
        wishes={
            id: draw(st.none() | st.just([one for one in stay if one not in problem.helper(id).refuses]))
            for id in of.get("wishes", [])
        },
        costs=[(*pair, 7) for pair in draw(st.sets(pairs))],
    )
