"""What follows from posts: who holds which, the items of a pledge by post, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sanliang import calendars
from sanliang.calendars import Due
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import day, instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Lifecycle, thing_of, things_of
from sanliang.kernel.timeline import add
from sanliang.pledges import Item
from sanliang.posts._areas import Charge
from sanliang.posts._post import DutyPost, Move, State
from sanliang.posts._rules import BASE, KIND, NO_HOLDER

ASSIGN_DUE = Phrase(
    "duty_post.assign_due", "选岗截止，应予定岗", "the days for choosing end: assign the post"
)
REPORT_DUE = Phrase("duty_post.report_due", "应述岗：{title}", "report on the post {title}")
APPRAISE_DUE = Phrase("duty_post.appraise_due", "应评岗：{title}", "appraise the post {title}")


def holding(posts: Iterable[DutyPost], *, on: date) -> tuple[tuple[str, str], ...]:
    """
    Who holds which post on a day: pairs of the ids of a member and of a post, in their order.

    Example:
        >>> holding([], on=date(2026, 7, 1))
        ()
    """
    at = day(on, "on")
    every = things_of(DutyPost, posts, "posts")
    return tuple(
        sorted({(one.member, post.id) for post in every for one in post.tenures if one.holds(on=at)})
    )


def charges(post: DutyPost) -> tuple[Charge, ...]:
    """
    Who holds and held a post, as charges: for an area that whoever holds the post is responsible for.

    Example:
        >>> from sanliang.posts import Duty, PostPlan, Tenure
        >>> plan = PostPlan(title="护绿岗", unit="b-1", duties=[Duty(id="green", says="管护花木")])
        >>> held = DutyPost(id="p-1", state="held", version=5, on=date(2026, 1, 20), plan=plan,
        ...     tenures=(Tenure(member="m-3", since=date(2026, 1, 20)),))
        >>> [one.member for one in charges(held)]
        ['m-3']
    """
    held = thing_of(DutyPost, post, "post").tenures
    return tuple(Charge(member=one.member, since=one.since, until=one.until) for one in held)


def pledge_items(post: DutyPost, *, member: str, deadline: date) -> tuple[Item, ...]:
    """
    The items of a member's pledge by post: one for each duty of a post that the member holds.

    An item's id is that of the post and that of the duty with a point between, so that the duties of several
    posts fit into one letter. Its `duty` is the duty's model.

    Raises:
        InvalidInput: The member does not hold the post.

    Example:
        >>> from sanliang.posts import Duty, PostPlan, Tenure
        >>> plan = PostPlan(title="环境卫生岗", unit="b-1", duties=[Duty(id="lanes", says="清扫巷道")])
        >>> held = DutyPost(id="p-1", state="held", version=5, on=date(2026, 1, 20), plan=plan,
        ...     tenures=(Tenure(member="m-3", since=date(2026, 1, 20)),))
        >>> [one.id for one in pledge_items(held, member="m-3", deadline=date(2026, 12, 31))]
        ['p-1.lanes']
    """
    if member not in thing_of(DutyPost, post, "post").holders:
        raise InvalidInput(NO_HOLDER.fault("member"))
    return tuple(
        Item(
            id=f"{post.id}.{one.id}",
            deed=one.says,
            deadline=deadline,
            measure=one.measure,
            quantity=one.quantity,
            duty=one.model,
        )
        for one in post.plan.duties
    )


def due(posts: Iterable[DutyPost], *, before: date, under: Lifecycle[DutyPost] = BASE) -> tuple[Due, ...]:
    """
    What is to be done about posts before a day; what is late is in it too.

    That is the assignment, when the days for choosing end; each holder's report, by the last day for it; and
    the appraisal, within the setting `appraise_days` after that day. Nothing moves by itself.

    Example:
        >>> due([], before=date(2026, 8, 1))
        ()
    """
    every = things_of(DutyPost, posts, "posts")
    instance(Lifecycle)(under, "under")
    return calendars.due((one for post in every for one in _dues(post, under)), before=before)


def _dues(post: DutyPost, under: Lifecycle[DutyPost]) -> Iterator[Due]:
    title = post.plan.title
    if post.state == State.ANNOUNCED and post.choose_until is not None:
        yield _due(post, Move.ASSIGN, post.choose_until, ASSIGN_DUE.fill())
    if post.state == State.HELD and post.report_by is not None:
        for one in post.unreported:
            yield _due(post, Move.REPORT, post.report_by, REPORT_DUE.fill(title=title), one)
    if post.state == State.REPORTED and post.report_by is not None:
        last = add(post.report_by, days=under.number("appraise_days"))
        yield _due(post, Move.APPRAISE, last, APPRAISE_DUE.fill(title=title))


def _due(post: DutyPost, step: Move, on: date, says: Text, who: str = "") -> Due:
    return Due(on=on, kind=KIND.name, thing=post.id, step=step.value, unit=post.unit, who=who, says=says)
