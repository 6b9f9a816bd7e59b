"""Units, members, households, and the roster that they stand in."""

from __future__ import annotations

from datetime import date

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import orgs
from sanliang.kernel.labels import Text
from sanliang.kernel.timeline import Dated
from sanliang.testing.strategies._fields import (
    Parts,
    code_lists,
    codes,
    days,
    fields,
    ids,
    made,
    names,
    numbered,
    of_class,
    with_term,
)


@st.composite
def members(draw: DrawFn) -> orgs.Member:
    """Members whose status only rises, and not before they were admitted."""
    two = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    kinds = orgs.MemberStatus
    rises: list[Dated[orgs.MemberStatus]] = [
        Dated([(date.min, kinds.FULL)]),
        Dated([(date.min, kinds.PROBATIONARY)]),
        Dated([(two[0], kinds.PROBATIONARY), (two[1], kinds.FULL)]),
    ]
    status = draw(st.sampled_from(rises))
    since = status.steps[0][0]
    admitted = draw(st.none() | st.just(two[0] if since == two[0] else two[1]))
    return orgs.Member(status=status, admitted=admitted, **draw(_REST))


_KNOWN = {"skills": code_lists, "tags": code_lists.map(frozenset), "id": ids, "name": ids, "household": ids}
_REST = st.fixed_dictionaries(fields(orgs.Member, _KNOWN, frozenset({"status", "admitted"})))


@st.composite
def rosters_of(draw: DrawFn, min_size: int = 0) -> orgs.Roster:
    """Rosters of one branch, whose rows fit together."""
    units = (
        orgs.Unit(id="b-1", kind="branch", name="东岭村党支部"),
        orgs.Unit(id="v-1", kind="village", name="东岭村"),
    )
    people = draw(numbered(members(), min_size=min_size))
    homes = draw(st.lists(of_class(orgs.Household), max_size=3, unique_by=lambda one: one.id))
    known = [home.id for home in homes]
    return orgs.Roster(
        units=units,
        members=[
            attrs.evolve(
                one,
                belongs=(orgs.Belonging(unit="b-1"),),
                posts=(),
                exemption=None,
                household=one.household if one.household in known else None,
            )
            for one in people
        ],
        households=[attrs.evolve(home, belongs=(orgs.Belonging(unit="v-1"),)) for home in homes],
    )


def roster_texts() -> SearchStrategy[orgs.RosterText]:
    """Rosters as three texts of CSV, which `orgs.read_roster` takes."""
    return st.builds(
        lambda people, households: orgs.RosterText(
            units="id,kind,name\nb-1,branch,东岭村党支部\nv-1,village,东岭村\n",
            members="id,name,status,belongs\n" + "".join(f"m-{n},李禾,full,b-1\n" for n in range(people)),
            households="id,belongs\n" + "".join(f"h-{n},v-1\n" for n in range(households)),
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    )


@st.composite
def nestings(draw: DrawFn) -> orgs.Nesting:
    """Nestings of kinds of one line, each under those before it."""
    kinds = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    line = draw(st.sampled_from([*orgs.Line]))
    return orgs.Nesting(
        rules=[
            orgs.UnitRule(
                kind=kind,
                line=line,
                under=draw(st.sets(st.sampled_from(kinds[:place]))) if place else frozenset(),
                name=draw(made(Text)),
                branch=draw(st.booleans()),
            )
            for place, kind in enumerate(kinds)
        ]
    )


CLASSES: Parts = {
    orgs.Belonging: with_term(orgs.Belonging),
    orgs.Count: made(orgs.Count),
    orgs.Exemption: with_term(orgs.Exemption, reason=codes),
    orgs.Household: made(orgs.Household, needs=code_lists),
    orgs.Member: members(),
    orgs.Nesting: nestings(),
    orgs.Post: with_term(orgs.Post, role=codes),
    orgs.Roster: rosters_of(),
    orgs.RosterText: roster_texts(),
    orgs.Standing: with_term(orgs.Standing),
    orgs.Unit: with_term(
        orgs.Unit,
        kind=codes,
        code=st.none(),
        covers=names,
        merged_into=st.none(),
        split_from=st.none(),
    ),
    orgs.UnitCount: made(orgs.UnitCount),
    orgs.UnitRule: made(orgs.UnitRule, kind=codes, under=code_lists.map(frozenset)),
}
