"""How mobilisations are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang.activities import (
    MOBILISATION_BASE,
    Call,
    Checkpoint,
    Mobilisation,
    MobilisationGiven,
    Reported,
    TemporaryBranch,
)
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.orgs import OFFICERS
from sanliang.testing._bench import DAY, Bench, Draw, Good, acting, actor, no_wider, one_of, opening_by
from sanliang.testing._benches.sessions import CLERK, MEMBER, OUTSIDER

CHIEF = actor("m-0", "township_secretary", unit="c-1")
AT = datetime.combine(DAY, time(8), tzinfo=UTC)
ORDER = Call(title="防汛", unit="c-1", units=("b-1", "b-2"), at=AT, expected=FrozenMap({"b-1": 4}))


def mobilisation(lifecycle: Lifecycle[Mobilisation]) -> Bench:
    """The bench of mobilisations under a table."""
    return Bench(
        name="mobilisation",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(MobilisationGiven(call=ORDER))),
        fields={
            "call": lambda *_: ORDER,
            "reports": reporting,
            "branch": partial(branching, lifecycle.number("least_branch_members")),
            "dissolves": any_of(lambda one: (each.id for each in one.standing)),
            "checkpoint": a_post,
            "station": any_of(lambda one: one.open_posts),
            "person": any_of(lambda one: (each.person for each in one.on_post)),
            "says": lambda *_: "汛情解除",
        },
        given={"station": stationing},
        blank=st.sampled_from([None, MobilisationGiven()]),
        actors=acting(lifecycle, MOBILISATION_BASE, CHIEF, CHIEF, CHIEF, CLERK, MEMBER, OUTSIDER),
        sure=no_wider(lifecycle, MOBILISATION_BASE),
    )


def officer(by: Actor, unit: str) -> bool:
    """Whether an actor is an officer of a unit, or of the one that calls."""
    return not by.roles.isdisjoint(OFFICERS) and not by.scope.isdisjoint({unit, "c-1"})


def reporting(draw: Draw, one: Mobilisation, by: Actor, on: date) -> tuple[Reported, ...]:
    """Somebody who has not reported yet; whoever is no officer, for himself."""
    first = max(AT, datetime.combine(on, time(8), tzinfo=UTC))
    at = first + timedelta(hours=one_of(draw, range(10)))
    units = tuple(unit for unit in one.call.units if officer(by, unit))
    if not units:
        return (Reported(person=by.id, unit=by.unit, at=at),)
    return tuple(
        Reported(person=f"p-{place}", unit=unit, at=at)
        for place, unit in enumerate(draw(_up_to_four(units)), len(one.reports))
    )


@lru_cache(maxsize=16)
def _up_to_four(units: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(units), min_size=1, max_size=4)


def branching(least: int, draw: Draw, one: Mobilisation, _by: Actor, on: date) -> TemporaryBranch:
    """A temporary branch of people who have reported; of strangers where too few have."""
    who = [each.person for each in one.reports] or [f"p-{place}" for place in range(max(least, 1))]
    since = max(on, DAY)
    return TemporaryBranch(
        id=f"tb-{one.version}",
        name="卡点临时党支部",
        head=who[0],
        members=who,
        since=since,
        until=since + timedelta(days=one_of(draw, range(61))),
    )


def any_of(which: Callable[[Mobilisation], Iterable[str]]) -> Good:
    """One of those that the mobilisation has."""
    return lambda draw, one, _by, _on: one_of(draw, [*which(one)] or ["none"])


def stationing(draw: Draw, one: Mobilisation, _by: Actor, _on: date) -> MobilisationGiven:
    """Somebody who is free, for a checkpoint with a free place."""
    return MobilisationGiven(person=one_of(draw, one.free or ("none",)))


def a_post(_draw: Draw, one: Mobilisation, _by: Actor, _on: date) -> Checkpoint:
    """Another checkpoint."""
    return Checkpoint(id=f"k-{one.version}", place="村口", task="登记过往车辆", places=2)
