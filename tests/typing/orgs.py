"""What a type checker accepts of orgs: lists where tuples are kept, codes where enums are."""

from datetime import date

from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor
from sanliang.orgs import (
    NESTING,
    Belonging,
    Household,
    Line,
    Member,
    MemberStatus,
    Post,
    Role,
    Roster,
    Standing,
    Unit,
    UnitKind,
    UnitRule,
    under,
)

branch = Unit(id="b-1", kind=UnitKind.BRANCH, name="东岭村党支部", covers=["合作社"])
li = Member(
    id="m-1",
    name="李禾",
    status="full",
    belongs=[Belonging(unit="b-1")],
    posts=[Post(role=Role.BRANCH_SECRETARY, unit="b-1")],
    tags=["floating"],
)
wang = Member(id="m-2", name="王苗", status=MemberStatus.FULL)
home = Household(id="h-1", statuses=[Standing(status="lifted")], needs=["labour"])
area = UnitRule(kind="area", line=Line.PLACE, under=["township"], name=Text("片区", "area"))
roster = Roster(units=[branch], members=[li, wang], households=[home], nesting=NESTING.with_rules(area))
actor: Actor = roster.actor("m-1", on=date(2026, 7, 1))
members: tuple[Member, ...] = under(roster, "b-1", on=date(2026, 7, 1))

under(roster, "b-1")  # type: ignore[call-arg]
Unit("b-1", "branch", "支部")  # type: ignore[call-arg]
