"""Small rosters of invented people that a town's rules of pairing speak of."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang.orgs import Belonging, Household, Member, Post, Roster, Standing, Unit
from sanliang.pairing import Rules, Wishes

DAY = date(2026, 7, 1)
GRIDS = ("large_grid", "small_grid", "micro_grid")


def _units(side: str) -> tuple[Unit, ...]:
    """A village with its branch, its groups and its grids."""
    village = f"v-{side}"
    chain = [village, *(f"{grid}-{side}" for grid in GRIDS)]
    return (
        Unit(id=village, kind="village", name=f"{side} 村", parent="t"),
        Unit(id=f"b-{side}", kind="branch", name=f"{side} 支部", parent="c", place=village),
        Unit(id=f"g-{side}", kind="villager_group", name=f"{side} 一组", parent=village),
        *(
            Unit(id=below, kind=grid, name=f"{side} 网格", parent=above)
            for grid, above, below in zip(GRIDS, chain, chain[1:], strict=False)
        ),
    )


UNITS = (
    Unit(id="t", kind="township", name="青山镇"),
    Unit(id="c", kind="township_committee", name="青山镇党委", place="t"),
    *_units("east"),
    *_units("west"),
)


def _leaf(rules: Rules, side: str) -> str:
    """The smallest place that the town's steps of nearness speak of."""
    grids = any(step.kind in GRIDS for step in rules.near)
    return f"micro_grid-{side}" if grids else f"g-{side}"


@lru_cache(maxsize=16)
def rosters(rules: Rules) -> SearchStrategy[Roster]:
    """Members whom the ranks fit, and households whom the seats fit, in two villages."""
    posts = [None, *sorted({str(post) for rank in rules.ranks for post in rank.posts})]
    statuses = sorted({str(status) for seats in rules.seats for status in seats.statuses}) or [
        "registered_poor",
        "subsistence",
    ]
    sides = st.sampled_from(["east", "west"])
    members = st.lists(st.tuples(sides, st.sampled_from(posts)), max_size=4)
    homes = st.lists(st.tuples(sides, st.sampled_from(statuses)), min_size=1, max_size=5)

    def made(people: list[tuple[str, str | None]], households: list[tuple[str, str]]) -> Roster:
        every = [*(("east", post) for post in posts), *people]
        return Roster(
            units=UNITS,
            members=tuple(_member(place, side, post, rules) for place, (side, post) in enumerate(every)),
            households=tuple(
                _home(place, side, status, rules) for place, (side, status) in enumerate(households)
            ),
        )

    return st.builds(made, members, homes)


def _member(place: int, side: str, post: str | None, rules: Rules) -> Member:
    belongs = (Belonging(unit=f"b-{side}"), Belonging(unit=_leaf(rules, side)))
    posts = () if post is None else (Post(role=post, unit=f"b-{side}"),)
    return Member(id=f"m-{place}", name="李禾", status="full", belongs=belongs, posts=posts)


def _home(place: int, side: str, status: str, rules: Rules) -> Household:
    standing = (Standing(status=status),)
    return Household(id=f"h-{place}", belongs=(Belonging(unit=_leaf(rules, side)),), statuses=standing)


def _lists(of: tuple[str, ...], others: tuple[str, ...]) -> SearchStrategy[dict[str, list[str]]]:
    return st.dictionaries(st.sampled_from(of), st.lists(st.sampled_from(others), unique=True), max_size=3)


def wishes_of(roster: Roster) -> SearchStrategy[Wishes]:
    """Some wish for others, in some order; seldom does a household refuse somebody."""
    return _wishes(tuple(one.id for one in roster.members), tuple(one.id for one in roster.households))


@lru_cache(maxsize=256)
def _wishes(members: tuple[str, ...], homes: tuple[str, ...]) -> SearchStrategy[Wishes]:
    chosen, wished = _lists(members, homes), _lists(homes, members)
    refused = st.sampled_from([None, None, *members])

    def made(of_members: dict[str, list[str]], of_homes: dict[str, list[str]], refuses: str | None) -> Wishes:
        kept = {home: [one for one in some if one != refuses] for home, some in of_homes.items()}
        refusals = {} if refuses is None else {homes[0]: [refuses]}
        return Wishes(members=of_members, households=kept, households_refuse=refusals)

    return st.builds(made, chosen, wished, refused)
