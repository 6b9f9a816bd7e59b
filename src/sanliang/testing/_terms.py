"""
Terms: what has a last day lasts through it, and no day longer; what has a first day begins on it.

Posts, inspections, objections, sessions, mobilisations and pairs, as in `_dues`: counted by plain steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import partial
from typing import Any

import attrs

from sanliang import activities, pairing, posts, supervision
from sanliang.activities import (
    Attendance,
    Call,
    Mobilisation,
    Programme,
    Roll,
    Session,
    SessionGiven,
    SessionPlan,
    TemporaryBranch,
)
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Span
from sanliang.pairing import Answer, Consent, ConsentGiven, Proposal, Said
from sanliang.posts import Area, Duty, DutyPost, PostPlan, Tenure
from sanliang.supervision import (
    Claim,
    Finding,
    Inspection,
    Issue,
    Objection,
    ObjectionGiven,
    Plan,
    Remedy,
    Target,
    Team,
)
from sanliang.testing._check import Check, Note
from sanliang.testing._days import ONE, beside, same
from sanliang.testing._dues import DAY, FIRST, LATER, guarded, listed
from sanliang.testing._effort import Effort
from sanliang.testing._laws.lifecycles import lifecycle_of
from sanliang.townships import Township

Asked = Callable[[Lifecycle[Any], Effort], Iterable[Note]]

POST = Text(
    "岗位的选岗、述岗、评岗，截止日的次日起列为应办，选岗到截止日为止；任期含首日和末日",
    "what a post waits for is listed from the day after its last day, on which it can still be chosen; a "
    "tenure has its first and its last day",
)
INSPECTION = Text(
    "检查、整改、核查，期限的次日起列为应办，前一日和当日都不",
    "what an inspection and each of its findings wait for is listed from the day after its last day",
)
OBJECTION = Text(
    "异议的受理和答复，期限的次日起列为应办，前一日和当日都不；答复期限不得早于受理日",
    "what an objection waits for is listed from the day after its last day, which may be the day itself",
)
SESSION = Text(
    "活动和宣讲只在其日召开；补课截止日的次日起列为应办，可结束；计划的首日和末日都算",
    "a session, a lecture too, is held on its day alone; who has to catch up may until the last day; a "
    "programme counts its first and its last day",
)
MOBILISATION = Text(
    "报到和临时党组织撤销，期限的次日起列为应办，前一日和当日都不",
    "reports, and the end of a temporary branch, are listed from the day after their last day",
)
CONSENT = Text(
    "结对自双方同意之日起，至期满日止，次日起列为应续结或解除；解除当日不再结对",
    "a pair lasts from the day on which both agreed through the last day of its term, and is to be renewed "
    "or ended from the next; where it is ended, until the day before",
)


def terms(town: Township) -> Iterator[Check]:
    """The checks of the terms of every word that has any, under the town's tables."""
    for word, (says, ask) in _ASKED.items():
        yield Check(id=f"days:due:{word}", says=says, run=partial(ask, lifecycle_of(town, word)))


def _lasts(first: date, last: date, holds: Callable[[date], bool], about: str) -> None:
    """Something holds from its first to its last day, and on neither the day before nor the day after."""
    for on in (*beside(first), *beside(last)):
        same(on, first <= on <= last, holds(on), about)


def _through(last: date) -> Mapping[date, bool]:
    """What is refused through a last day."""
    return {on: on <= last for on in beside(last)}


def _after(last: date) -> Mapping[date, bool]:
    """What is refused from the day after a last one."""
    return {on: on > last for on in beside(last)}


# --- posts --------------------------------------------------------------------------------------------------


def _post(course: Lifecycle[DutyPost], _effort: Effort) -> Iterable[Note]:
    plan = PostPlan(title="护绿岗", unit="b-1", duties=(Duty(id="green", says="管护花木"),), places=2)
    one = DutyPost(
        id="d-1", state="announced", version=1, on=DAY, plan=plan, choose_until=FIRST, report_by=LATER,
        tenures=(Tenure(member="m-3", since=DAY),),
    )  # fmt: skip
    appraised = LATER + course.number("appraise_days") * ONE
    for state, step, last in (
        ("announced", "assign", FIRST),
        ("held", "report", LATER),
        ("reported", "appraise", appraised),
    ):
        due = partial(posts.due, [attrs.evolve(one, state=state)], under=course)
        listed(due, [step], last, f"duty_post {state}")
    guarded(course, one, "choosing", "duty_post.choosing_over", _after(FIRST))
    given = posts.Given(until=LATER, reasons="扩大选岗")
    guarded(course, one, "until", "duty_post.day_past", _after(LATER), given)
    _tenure(attrs.evolve(one, tenures=(Tenure(member="m-3", since=FIRST, until=LATER),)))
    return ()


def _tenure(held: DutyPost) -> None:
    """A tenure has both its days, and so has the charge of the area that goes with the post."""
    area = Area(id="a-1", unit="b-1", place="河边绿地", task="管护花木", charges=posts.charges(held))
    _lasts(FIRST, LATER, lambda on: bool(posts.holding([held], on=on)), "duty_post held")
    _lasts(FIRST, LATER, lambda on: bool(area.responsible(on=on)), "area")


# --- supervision --------------------------------------------------------------------------------------------


def _inspection(course: Lifecycle[Inspection], _effort: Effort) -> Iterable[Note]:
    team = Team(unit="b-1", units=["b-1"], members=["m-30"], on=DAY)
    plan = Plan(topic="承诺兑现", on=FIRST, team=team)
    found = Issue(finding=Finding(id="lamp", says="路灯未修", until=LATER), found=FIRST, until=LATER)
    remedied = attrs.evolve(found, remedy=Remedy(finding="lamp", deed="已修"), remedied=LATER)
    one = Inspection(id="i-1", state="arranged", version=1, on=DAY, plan=plan, team=team)
    for state, step, issues, last in (
        ("arranged", "check", (), FIRST),
        ("checking", "conclude", (), FIRST + course.number("check_days") * ONE),
        ("urging", "lamp", (found,), LATER),
        ("urging", "lamp", (remedied,), LATER + course.number("close_days") * ONE),
    ):
        there = attrs.evolve(one, state=state, issues=issues)
        due = partial(supervision.due_inspections, [there], under=course)
        listed(due, [step], last, f"inspection {state}")
    return ()


def _objection(course: Lifecycle[Objection], _effort: Effort) -> Iterable[Note]:
    target = Target(word="rating", thing="2026:m-3", unit="b-1", on=DAY)
    hidden = Private("h-7", salt=bytes(16))
    one = Objection(
        id="o-1", state="open", version=1, on=DAY, raised=DAY, until=FIRST,
        claim=Claim(target=target, says=hidden, by=hidden),
    )  # fmt: skip
    for state, step, last in (
        ("open", "take_up", DAY + course.number("take_up_days") * ONE),
        ("examining", "answer", FIRST),
    ):
        due = partial(supervision.due_objections, [attrs.evolve(one, state=state)], under=course)
        listed(due, [step], last, f"objection {state}")
    given = ObjectionGiven(until=FIRST, reason=hidden)
    guarded(course, one, "until", "objection.until", _after(FIRST), given)
    return ()


# --- activities ---------------------------------------------------------------------------------------------


def _session(course: Lifecycle[Session], _effort: Effort) -> Iterable[Note]:
    last = FIRST + 3 * ONE
    for kind in ("theme_day", "lecture"):
        plan = SessionPlan(title="七月活动", unit="b-1", kind=kind, on=FIRST, place="村部", catch_up_days=3)
        called = Session(id="s-1", state="called", version=1, on=DAY, plan=plan)
        held = attrs.evolve(
            called, state="held", held_on=FIRST, roll=Roll(unit="b-1", on=FIRST, members=["m-3"]),
            attendance=Attendance(),
        )  # fmt: skip
        listed(partial(activities.due, [called]), ["hold"], FIRST, f"session {kind}")
        listed(partial(activities.due, [held]), ["catch_up"], last, f"session {kind}")
        guarded(
            course, called, "on_its_day", "session.not_its_day", {on: on != FIRST for on in beside(FIRST)}
        )
        guarded(course, held, "settled", "session.still_owing", _through(last))
        given = SessionGiven(day=LATER, reasons="防汛")
        guarded(course, called, "day", "session.day_past", _after(LATER), given)
        _programme(held, kind)
    return ()


def _programme(held: Session, kind: str) -> None:
    """A programme counts what is held from its first to its last day, up to the day that is asked for."""
    planned = Programme(id="talks", title="宣讲计划", kind=kind, target=1, span=Span(FIRST, LATER))

    def counts(on: date) -> bool:
        return activities.progress(planned, [attrs.evolve(held, held_on=on)], on=LATER + ONE).held == 1

    _lasts(FIRST, LATER, counts, f"programme {kind}")
    for on in beside(FIRST):
        same(on, on >= FIRST, activities.progress(planned, [held], on=on).held == 1, f"programme {kind}")


def _mobilisation(_course: Lifecycle[Mobilisation], _effort: Effort) -> Iterable[Note]:
    at = datetime.combine(FIRST, time(8), tzinfo=timezone(timedelta(hours=8)))
    call = Call(title="防汛", unit="t-1", units=("b-1",), at=at, within=24)
    branch = TemporaryBranch(
        id="b-9", name="临时党支部", head="m-3", members=["m-3"], since=FIRST, until=LATER
    )
    one = Mobilisation(id="z-1", state="called", version=1, on=FIRST, call=call)
    listed(partial(activities.due_mobilisations, [one]), ["report"], FIRST + ONE, "mobilisation")
    standing = attrs.evolve(one, branches=(branch,), call=attrs.evolve(call, at=at + 900 * ONE))
    listed(partial(activities.due_mobilisations, [standing]), ["dissolve"], LATER, "mobilisation branch")
    return ()


# --- pairs --------------------------------------------------------------------------------------------------


def _consent(course: Lifecycle[Consent], _effort: Effort) -> Iterable[Note]:
    no = Said(answer=Answer.REFUSED, on=LATER, by="m-3")
    pair = Proposal(household="h-7", helper="m-3", unit="b-1", until=LATER)
    one = Consent(id="k-1", state="agreed", version=3, on=FIRST, proposal=pair, agreed=FIRST, until=LATER)
    for said, state, step in ((None, "agreed", "renew"), (no, "objected", "end")):
        there = attrs.evolve(one, state=state, helper_said=said)
        listed(partial(pairing.expiring, [there]), [step], LATER, f"consent {state}")
        _lasts(FIRST, LATER, partial(_agreed, there), f"consent {state}")
        _lasts(FIRST, LATER, partial(_paired, there), f"consent {state}")
    ended = attrs.evolve(one, state="ended", on=LATER, until=None)
    _lasts(FIRST, LATER - ONE, partial(_paired, ended), "consent ended")
    given = ConsentGiven(until=LATER, reason=Private("已谈话", salt=bytes(16)), discussion="minutes-7")
    short = attrs.evolve(one, until=FIRST)
    guarded(course, short, "until", "consent.until", {on: on >= LATER for on in beside(LATER)}, given)
    return ()


def _agreed(consent: Consent, on: date) -> bool:
    return pairing.in_force(consent, on=on).ok


def _paired(consent: Consent, on: date) -> bool:
    """Whether the two are a pair on a day, by what both have said."""
    return bool(pairing.assigned(pairing.assignments([consent]), on=on))


_ASKED: Mapping[str, tuple[Text, Asked]] = {
    "duty_post": (POST, _post),
    "inspection": (INSPECTION, _inspection),
    "objection": (OBJECTION, _objection),
    "session": (SESSION, _session),
    "mobilisation": (MOBILISATION, _mobilisation),
    "consent": (CONSENT, _consent),
}
