"""How mobilisations are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

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
from sanliang.testing._bench import DAY, Bench, Good, acting, actor, no_wider, opening_by
from sanliang.testing._benches.sessions import CLERK, MEMBER, OUTSIDER

CHIEF = actor("m-0", "township_secretary", unit="c-1")
AT = datetime.combine(DAY, time(8), tzinfo=UTC)
ORDER = Call(title="防汛", unit="c-1", units=("b-1", "b-2"), at=AT, expected=FrozenMap({"b-1": 4}))


def mobilisation(lifecycle: Lifecycle[Mobilisation]) -> Bench:
    """The bench of mobilisations under a table."""
    least = lifecycle.number("least_branch_members")

    def setting_up(one: Mobilisation, by: Actor, on: date) -> SearchStrategy[TemporaryBranch]:
        return branches(one, by, on, least=least)

    return Bench(
        name="mobilisation",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(MobilisationGiven(call=ORDER))),
        fields={
            "call": lambda *_: st.just(ORDER),
            "reports": reporting,
            "branch": setting_up,
            "dissolves": one_of(lambda one: (each.id for each in one.standing)),
            "checkpoint": a_post,
            "station": one_of(lambda one: one.open_posts),
            "person": whoever,
            "says": lambda *_: st.just("汛情解除"),
        },
        given={"station": stationing},
        blank=st.none() | st.just(MobilisationGiven()),
        actors=acting(lifecycle, MOBILISATION_BASE, CHIEF, CHIEF, CHIEF, CLERK, MEMBER, OUTSIDER),
        sure=no_wider(lifecycle, MOBILISATION_BASE),
    )


def officer(by: Actor, unit: str) -> bool:
    """Whether an actor is an officer of a unit, or of the one that calls."""
    return not by.roles.isdisjoint(OFFICERS) and not by.scope.isdisjoint({unit, "c-1"})


def reporting(one: Mobilisation, by: Actor, on: date) -> SearchStrategy[tuple[Reported, ...]]:
    """Somebody who has not reported yet; whoever is no officer, for himself."""
    first = max(AT, datetime.combine(on, time(8), tzinfo=UTC))
    moments = st.integers(0, 9).map(lambda hours: first + timedelta(hours=hours))
    units = [unit for unit in one.call.units if officer(by, unit)]
    if not units:
        return moments.map(lambda at: (Reported(person=by.id, unit=by.unit, at=at),))

    def made(at: datetime, chosen: list[str]) -> tuple[Reported, ...]:
        return tuple(
            Reported(person=f"p-{place}", unit=unit, at=at)
            for place, unit in enumerate(chosen, len(one.reports))
        )

    return st.builds(made, moments, st.lists(st.sampled_from(units), min_size=1, max_size=4))


def branches(one: Mobilisation, _by: Actor, on: date, *, least: int) -> SearchStrategy[TemporaryBranch]:
    """A temporary branch of people who have reported; of strangers where too few have."""
    who = [each.person for each in one.reports] or [f"p-{place}" for place in range(max(least, 1))]
    since = max(on, DAY)
    return st.integers(0, 60).map(
        lambda days: TemporaryBranch(
            id=f"tb-{one.version}",
            name="卡点临时党支部",
            head=who[0],
            members=who,
            since=since,
            until=since + timedelta(days=days),
        )
    )


def one_of(which: Callable[[Mobilisation], Iterable[str]]) -> Good:
    """One of those that the mobilisation has."""
    return lambda one, _by, _on: st.sampled_from([*which(one)] or ["none"])


def stationing(one: Mobilisation, _by: Actor, _on: date) -> SearchStrategy[MobilisationGiven]:
    """Somebody who is free, for a checkpoint with a free place."""
    return st.sampled_from(one.free or ("none",)).map(lambda who: MobilisationGiven(person=who))


def whoever(one: Mobilisation, _by: Actor, _on: date) -> SearchStrategy[str]:
    """Somebody who stands at a checkpoint."""
    return st.sampled_from([each.person for each in one.on_post] or ["none"])


def a_post(one: Mobilisation, _by: Actor, _on: date) -> SearchStrategy[Checkpoint]:
    """Another checkpoint."""
    return st.just(Checkpoint(id=f"k-{one.version}", place="村口", task="登记过往车辆", places=2))
