"""Small invented towns to pair in: two villages with two groups each, a branch in each, offices above."""

from datetime import date

from sanliang.orgs import Belonging, Exemption, Household, Member, Post, Roster, Standing, Unit

DAY = date(2026, 7, 1)

UNITS = (
    Unit(id="t", kind="township", name="青山镇"),
    Unit(id="c", kind="township_committee", name="青山镇党委", place="t"),
    Unit(id="b-office", kind="branch", name="机关党支部", parent="c"),
    *(
        unit
        for village in ("east", "west")
        for unit in (
            Unit(id=f"v-{village}", kind="village", name=f"{village} 村", parent="t"),
            Unit(id=f"b-{village}", kind="branch", name=f"{village} 支部", parent="c", place=f"v-{village}"),
            *(
                Unit(
                    id=f"g-{village}-{number}",
                    kind="villager_group",
                    name=f"{number}组",
                    parent=f"v-{village}",
                )
                for number in (1, 2)
            ),
        )
    ),
)


def member(id, unit="b-east", place=None, *, post=None, **more):
    """A full member of a branch, with a place of his own if one is given, and a post in the branch."""
    belongs = [Belonging(unit=one) for one in (unit, place) if one is not None]
    posts = [] if post is None else [Post(role=post, unit=unit)]
    return Member(**{"id": id, "name": "李禾", "status": "full", "belongs": belongs, "posts": posts} | more)


def home(id, place="g-east-1", status="registered_poor", **more):
    """A household in a place, with a status unless that is `None`."""
    statuses = [] if status is None else [Standing(status=status)]
    belongs = [] if place is None else [Belonging(unit=place)]
    return Household(**{"id": id, "belongs": belongs, "statuses": statuses} | more)


def excused(reason):
    """An exemption that was decided."""
    return Exemption(
        reason=reason,
        decision="同意",
        decided_by="党员大会",
        decided_on=date(2026, 1, 5),
        since=date(2026, 1, 5),
    )


def town(members, households, *more):
    """A roster of these people, in the units above and in *more*."""
    return Roster(units=(*UNITS, *more), members=members, households=households)
