"""The cases of points and of posts, by the rules of a town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from sanliang import points, posts
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.verdicts import Refused
from sanliang.points import Award, Office, Opening, Order, Supply
from sanliang.points._requests import MOST_PIECES
from sanliang.posts import DutyPost, Tenure
from sanliang.ratings import Difference
from sanliang.townships._differs import differs
from sanliang.townships._points_cases import Business, Owed, PointsCase, PostsCase
from sanliang.townships._posts import post_plan
from sanliang.townships._town import Township

WALLET = "case"
"""The wallet of a case, and who holds its posts."""


# --- points --------------------------------------------------------------------------------------------


def earned_and_spent(case: PointsCase, town: Township) -> Iterator[Difference]:
    """Each business that comes to something else, and what is left otherwise."""
    days = [one.on for one in case.points]
    on = case.on or days[-1]
    opening = Opening(id="open", wallet=WALLET, unit="case")
    office = _done(Office.begin("case"), opening, min((*days, on)), town)
    for place, one in enumerate(case.points):
        office, came, reasons = _answered(office, one, place, town)
        if reasons != one.refused:
            yield differs(f"points[{place}].refused", one.refused, reasons)
        if came is not None and one.points is not None and came.points != one.points:
            yield differs(f"points[{place}].points", one.points, came.points)
    yield from _left(case, office, on, town)


def _answered(
    office: Office, one: Business, place: int, town: Township
) -> tuple[Office, Any, frozenset[str]]:
    """The office after it was asked, and its answer; or no answer, and the codes of what speaks against."""
    terms, id = town.points(on=one.on), f"case-{place}"
    request: Any = Order(id=id, wallet=WALLET, items=one.order) if one.order else None
    if request is None:
        request = Award(id=id, wallet=WALLET, record=one.as_record(id))
    for item in sorted({one.id for one in terms.catalogue} & {*one.order}):
        supply = Supply(id=f"{id}.{item}", item=item, count=MOST_PIECES, why="case")
        office = _done(office, supply, one.on, town)
    try:
        event: Any = points.decide(office, request, by="clerk", on=one.on, under=terms)
        return points.apply(office, event), event, frozenset()
    except Refused as error:
        return office, None, frozenset(reason.code for reason in error.verdict.reasons)


def _done(office: Office, request: Any, on: date, town: Township) -> Office:
    return points.apply(office, points.decide(office, request, by="clerk", on=on, under=town.points(on=on)))


def _left(case: PointsCase, office: Office, on: date, town: Township) -> Iterator[Difference]:
    balance, terms = office.wallet(WALLET).balance(on=on), town.points(on=on)
    for name, wanted in case.balance.items():
        if getattr(balance, name) != wanted:
            yield differs(f"balance.{name}", wanted, getattr(balance, name))
    if case.privileges is not None:
        found = frozenset(one.code for one in points.privileges(office, WALLET, on=on, under=terms))
        if found != case.privileges:
            yield differs("privileges", case.privileges, found)
    if case.exchange is not None:
        every = town.points(on=on)
        held = frozenset(one for one in every.exchange or () if one.year == on.year)
        if held != case.exchange:
            yield differs("exchange", case.exchange, held)
    costs = {one.id: one.cost for one in terms.catalogue}
    for item, cost in case.costs.items():
        if costs.get(item) != cost:
            yield differs(f"costs.{item}", cost, costs.get(item))


# --- posts ---------------------------------------------------------------------------------------------


def held_posts(case: PostsCase, town: Township) -> Iterator[Difference]:
    """What is pledged otherwise by a post that the member holds, and posts that are otherwise."""
    for code in case.holds:
        post = town.posts.get(code)
        if post is None:
            yield differs("holds", code, None)
            continue
        wanted: Mapping[str, Owed] = case.pledges.get(code, FrozenMap())
        held = _owed(code, town)
        for duty in sorted({*held, *wanted}):
            if held.get(duty) != wanted.get(duty):
                yield differs(f"pledges.{code}.{duty}", _told(wanted.get(duty)), _told(held.get(duty)))
        if post.places != case.places.get(code):
            yield differs(f"places.{code}", case.places.get(code), post.places)
        if post.kind != case.kinds.get(code, "duty"):
            yield differs(f"kinds.{code}", case.kinds.get(code, "duty"), post.kind)
    for code, place in case.where.items():
        post = town.posts.get(code)
        if post is None or post.where != place:
            yield differs(f"where.{code}", place, None if post is None else post.where)


def _owed(code: str, town: Township) -> dict[str, Owed]:
    """By duty, the items of the pledge of whoever holds the post."""
    day = date(2026, 1, 1)
    held = DutyPost(
        id=code,
        state="held",
        version=1,
        on=day,
        plan=post_plan(town.posts[code], unit="case"),
        tenures=(Tenure(member=WALLET, since=day),),
    )
    return {
        one.id.rpartition(".")[2]: Owed(model=one.duty, measure=one.measure, quantity=one.quantity)
        for one in posts.pledge_items(held, member=WALLET, deadline=day)
    }


def _told(owed: Owed | None) -> str | None:
    """A duty in the words of its case; nothing where it is not owed."""
    if owed is None:
        return None
    return ", ".join(f"{name} = {one}" for name, one in attrs.asdict(owed).items() if one is not None) or "{}"
