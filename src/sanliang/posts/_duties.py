"""What a post is: its duties, its places, who chooses it, what its holder reports, how that is appraised."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    exact,
    identifier,
    instance,
    names,
    optional,
    sorted_names,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.sources import Source
from sanliang.orgs import Roster, under
from sanliang.pledges import Grade

NO_DUTIES = Phrase("duty_post.no_duties", "至少需要一项职责", "needs at least one duty")
OWN_APPRAISAL = Phrase(
    "duty_post.rates_self", "不得评议自己", "names the holder: nobody appraises themselves"
)
NOT_OF_UNIT = Phrase(
    "duty_post.not_of_unit",
    "当日不是该组织的党员",
    "is no member under the unit on that day",
)
NOT_POINTS = Phrase(
    "duty_post.points",
    "应为精确的数：至多 9 位整数、4 位小数，不能是浮点数",
    "must be an exact number, no float, of at most 9 digits before the point and 4 after it",
)
REPORT_FIRST = Phrase("duty_post.days", "早于选岗截止日", "lies before the last day for choosing")


class Model(Labelled):
    """
    The five models of a member household; a town may use codes of its own beside these.

    Source:
        甘南县兴十四镇, 14 August 2020, https://www.jingji.com.cn/html/party/78338.html
    """

    POLICY_IMPLEMENTER = "policy_implementer", "政策执行带头人", "policy implementer"
    POLICY_PROPAGATOR = "policy_propagator", "政策宣传热心人", "policy propagator"
    LOOK_KEEPER = "look_keeper", "村容村貌维护人", "keeper of the village's look"
    MEDIATOR = "mediator", "矛盾纠纷调解人", "conflict mediator"
    FRIEND = "friend", "困难群众贴心人", "friend of those in hardship"


class PostKind(Labelled):
    """What kind of post it is; a town may use codes of its own beside these."""

    DUTY = "duty", "设岗定责岗", "post with duties"
    VANGUARD = "vanguard", "党员先锋岗", "vanguard post"
    GRID_WORKER = "grid_worker", "网格员岗", "post of a grid attendant"
    HUB_HEAD = "hub_head", "中心户岗", "post of a hub household"
    CHECKPOINT = "checkpoint", "卡点值守岗", "post at a checkpoint"


_amount = partial(fields.whole, least=1)
_days = optional(day)


@attrs.frozen(kw_only=True)
class Duty:
    """
    One thing that whoever holds a post has to do.

    Args:
        id: Its id within the post.
        says: What is to be done, in words.
        model: The code of the model it stands for, as a rule one of `Model`.
        measure: What is counted, such as `次`; nothing where nothing is.
        quantity: How many of it in one term: 1 or more.

    Example:
        >>> Duty(id="lanes", says="清扫巷道", model=Model.LOOK_KEEPER, measure="次", quantity=12).model
        'look_keeper'
    """

    id: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    model: str | None = attrs.field(default=None, validator=checked(optional(code)))
    measure: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    quantity: int | None = attrs.field(default=None, validator=checked(optional(_amount)))


def _duties(value: Any, path: str) -> tuple[Duty, ...]:
    duties = fields.instances(Duty)(value, path)
    if not duties:
        raise InvalidInput(NO_DUTIES.fault(path))
    faults, seen = Faults(), set[str]()
    for place, one in enumerate(duties):
        if one.id in seen:
            faults.add(fields.DOUBLED.fault(f"{path}[{place}].id"))
        seen.add(one.id)
    faults.check()
    return duties


@attrs.frozen(kw_only=True)
class PostPlan:
    """
    What is publicly set: a post, its duties, its places.

    Args:
        title: What it is called.
        unit: The Party unit whose members may choose it, and whose officers assign it.
        kind: A code, as a rule one of `PostKind`.
        duties: At least one.
        places: How many may hold it at a time: 1 to 1,000.
        where: Where it is held, in words; nothing where that is the whole unit.
        choose_until: The last day for choosing it; nothing while there is none.
        report_by: The last day by which its holders report; nothing while there is none.
        source: Who says so.

    Raises:
        InvalidInput: No duty, a duty twice, a report before the last day for choosing, and so on.

    Example:
        >>> lanes = Duty(id="lanes", says="清扫巷道")
        >>> PostPlan(title="环境卫生岗", unit="b-1", duties=[lanes], places=2).kind
        'duty'
    """

    title: str = attrs.field(validator=checked(clean_text))
    unit: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(default=PostKind.DUTY.value, validator=checked(code))
    duties: tuple[Duty, ...] = attrs.field(validator=checked(_duties))
    places: int = attrs.field(default=1, validator=checked(partial(fields.whole, least=1, most=1000)))
    where: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    choose_until: date | None = attrs.field(default=None, validator=checked(_days))
    report_by: date | None = attrs.field(default=None, validator=checked(_days))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        both = self.choose_until is not None and self.report_by is not None
        if both and self.report_by < self.choose_until:  # type: ignore[operator]  # both are days here
            raise InvalidInput(REPORT_FIRST.fault("report_by"))

    @property
    def models(self) -> tuple[str, ...]:
        """The models that its duties stand for, in the order of their codes."""
        return tuple(sorted({one.model for one in self.duties if one.model is not None}))


@attrs.frozen(kw_only=True)
class Candidate:
    """
    That somebody is a member under a unit on a day, and so may choose its posts. Made by `candidate`.

    Attributes:
        member: The member's id.
        unit: The Party unit.
        on: The day on which the roster was asked.
    """

    member: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))


def candidate(roster: Roster, member: str, *, unit: str, on: date) -> Candidate:
    """
    What the roster says of a member who chooses a post of a unit on a day.

    Raises:
        InvalidInput: The member is not under the unit on that day.
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="b-1", kind="branch", name="东岭村党支部")],
        ...     members=[Member(id="m-3", name="陈谷", status="full", belongs=[Belonging(unit="b-1")])])
        >>> candidate(roster, "m-3", unit="b-1", on=date(2026, 1, 5)).member
        'm-3'
    """
    if identifier(member, "member") not in {one.id for one in under(roster, unit, on=on)}:
        raise InvalidInput(NOT_OF_UNIT.fault("member"))
    return Candidate(member=member, unit=unit, on=on)


@attrs.frozen(kw_only=True)
class Tenure:
    """
    That somebody holds or held a post, from a day and to a day, both included.

    Args:
        member: The member's id.
        since: The first day.
        until: The last day; nothing while the post is held.
    """

    member: str = attrs.field(validator=checked(identifier))
    since: date = attrs.field(validator=checked(day))
    until: date | None = attrs.field(default=None, validator=checked(_days))

    def holds(self, *, on: date) -> bool:
        """Whether it counts on that day."""
        return self.since <= day(on, "on") and (self.until is None or on <= self.until)


@attrs.frozen(kw_only=True)
class Report:
    """
    What a holder says of the work in the post.

    Args:
        holder: The member's id.
        says: The report, in words.
        evidence: Ids of photographs, minutes, receipts.
    """

    holder: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    evidence: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))


def _points(value: Any, path: str) -> Fraction:
    try:
        return exact(value, path)
    except InvalidInput:
        pass
    raise InvalidInput(NOT_POINTS.fault(path))


@attrs.frozen(kw_only=True)
class Appraisal:
    """
    What others found of a holder's work.

    Args:
        holder: The member's id.
        grade: Good, fairly good, fair or poor.
        points: The points that the town's rule gives for it, exactly; nothing where it gives none.
        says: The finding, in words; nothing where the grade says it all.
        raters: Who took part, by id. The holder is not among them.

    Raises:
        InvalidInput: The holder is among the raters.

    Example:
        >>> Appraisal(holder="m-3", grade="good", points=45, raters=["m-5", "m-4"]).raters
        ('m-4', 'm-5')
    """

    holder: str = attrs.field(validator=checked(identifier))
    grade: Grade = attrs.field(validator=checked(Grade.of))
    points: Fraction | None = attrs.field(default=None, validator=checked(optional(_points)))
    says: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    raters: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))

    def __attrs_post_init__(self) -> None:
        if self.holder in self.raters:
            raise InvalidInput(OWN_APPRAISAL.fault("raters"))
