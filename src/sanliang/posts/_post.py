"""A post as its log has it: what was set, who chose it, who holds it, what was reported of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.fields import checked, clean_text, day, identifier, instance, instances, names, optional
from sanliang.kernel.labels import Labelled
from sanliang.kernel.lifecycles import Moved
from sanliang.notices import Filed, Posted
from sanliang.posts._duties import Appraisal, Candidate, PostPlan, Report, Tenure


class State(Labelled):
    """Where a post stands in the base lifecycle."""

    ANNOUNCED = "announced", "公开选岗", "open for choosing"
    ASSIGNED = "assigned", "已定岗", "assigned"
    PUBLISHED = "published", "公示中", "published"
    HELD = "held", "在岗", "held"
    REPORTED = "reported", "已述岗", "reported"
    APPRAISED = "appraised", "已评岗", "appraised"
    ENDED = "ended", "已撤岗", "ended"


class Move(Labelled):
    """What can be done with a post in the base lifecycle."""

    ANNOUNCE = "announce", "公开设岗", "announce"
    EXTEND = "extend", "延长选岗", "extend the days for choosing"
    CHOOSE = "choose", "选岗", "choose"
    STEP_BACK = "step_back", "退选", "step back"
    ASSIGN = "assign", "组织定岗", "assign"
    RECONSIDER = "reconsider", "重新定岗", "reconsider"
    PUBLISH = "publish", "公示", "publish"
    INSTALL = "install", "上岗", "install"
    REOPEN = "reopen", "补岗", "fill a vacancy"
    KEEP = "keep", "停止补岗", "leave a vacancy"
    REPORT = "report", "述岗", "report"
    APPRAISE = "appraise", "评岗", "appraise"
    RENEW = "renew", "续岗", "renew"
    VACATE = "vacate", "离岗", "leave the post"
    CLOSE = "close", "撤岗", "end the post"
    CORRECT = "correct", "更正", "correct"


def _appraisals(value: Iterable[Appraisal] | None) -> tuple[Appraisal, ...] | None:
    return None if value is None else instances(Appraisal)(value, "appraisals")


@attrs.frozen(kw_only=True)
class Given:
    """
    What comes with a move of a post.

    Args:
        plan: With `announce`.
        candidate: Who chooses, as the roster has it that day, with `choose`.
        member: Who steps back or leaves.
        holders: Who is to hold it, with `assign`.
        posted, filed: What the notice certifies, with `publish` and `install`.
        report: With `report`.
        appraisals: One for each holder, with `appraise`.
        until: The new last day: for choosing, or for the next report.
        reasons: Why, in words.
    """

    plan: PostPlan | None = attrs.field(default=None, validator=checked(optional(instance(PostPlan))))
    candidate: Candidate | None = attrs.field(default=None, validator=checked(optional(instance(Candidate))))
    member: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    holders: tuple[str, ...] | None = attrs.field(default=None, validator=checked(optional(names)))
    posted: Posted | None = attrs.field(default=None, validator=checked(optional(instance(Posted))))
    filed: Filed | None = attrs.field(default=None, validator=checked(optional(instance(Filed))))
    report: Report | None = attrs.field(default=None, validator=checked(optional(instance(Report))))
    appraisals: tuple[Appraisal, ...] | None = attrs.field(default=None, converter=_appraisals)
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class DutyPost:
    """
    A post with duties as its log has it. An office such as branch secretary is another thing: `orgs.Post`.

    Attributes:
        plan: What was publicly set.
        candidates: The members who chose it and do not hold it, in the order in which they chose.
        proposed: Who is to hold it, from the assignment until they are installed.
        assigned_on: The day of the last assignment.
        notice: The id of the notice of the last assignment.
        tenures: Who holds and held it from when to when, in the order in which they were installed.
        reports: What its holders have reported in this term.
        appraisals: How they were appraised in this term.
        choose_until: The last day for choosing; *report_by* is the last day for the next report.
    """

    id: str
    state: str
    version: int
    on: date
    plan: PostPlan
    candidates: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    assigned_on: date | None = None
    notice: str | None = None
    tenures: tuple[Tenure, ...] = ()
    reports: tuple[Report, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    choose_until: date | None = None
    report_by: date | None = None

    @property
    def unit(self) -> str:
        """The Party unit that assigns it."""
        return self.plan.unit

    @property
    def holders(self) -> tuple[str, ...]:
        """Who holds it now, in the order in which they were installed."""
        return tuple(one.member for one in self.tenures if one.until is None)

    @property
    def vacancies(self) -> int:
        """How many of its places nobody holds or is to hold: 0 or more."""
        return self.plan.places - len(self.holders) - len(self.proposed)

    @property
    def unreported(self) -> tuple[str, ...]:
        """Its holders who have not reported in this term, in their order."""
        done = {one.holder for one in self.reports}
        return tuple(one for one in self.holders if one not in done)


def opened(event: Moved[Given]) -> dict[str, Any]:
    """What the opening event says of a new post; a last day that is none is left out."""
    plan = None if event.given is None else event.given.plan
    if plan is None:
        return {"plan": None}
    days = {"choose_until": plan.choose_until, "report_by": plan.report_by}
    return {"plan": plan, **{name: one for name, one in days.items() if one is not None}}


def _given(event: Moved[Given]) -> Given:
    return event.given or Given()


def _longer(_post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return {"choose_until": _given(event).until}


def _chosen(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    one = _given(event).candidate
    return {} if one is None else {"candidates": (*post.candidates, one.member)}


def _stepped_back(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    gone = _given(event).member
    return {"candidates": tuple(one for one in post.candidates if one != gone)}


def _assigned(_post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return {"proposed": _given(event).holders or (), "assigned_on": event.on}


def _reconsidered(_post: DutyPost, _event: Moved[Given]) -> dict[str, Any]:
    return {"proposed": ()}


def _published(_post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    posted = _given(event).posted
    return {} if posted is None else {"notice": posted.notice}


def _installed(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    new = (Tenure(member=one, since=event.on) for one in post.proposed)
    left = tuple(one for one in post.candidates if one not in post.proposed)
    return {"tenures": (*post.tenures, *new), "candidates": left, "proposed": ()}


def _told(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    report = _given(event).report
    return {} if report is None else {"reports": (*post.reports, report)}


def _appraised(_post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return {"appraisals": _given(event).appraisals or ()}


def _renewed(_post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return {"report_by": _given(event).until, "reports": (), "appraisals": ()}


def _left(post: DutyPost, on: date, gone: Iterable[str]) -> dict[str, Any]:
    """The post after these have left: what they reported stands in the log, and their last day here."""
    who = set(gone)
    return {
        "tenures": tuple(
            attrs.evolve(one, until=on) if one.until is None and one.member in who else one
            for one in post.tenures
        ),
        "reports": tuple(one for one in post.reports if one.holder not in who),
        "appraisals": tuple(one for one in post.appraisals if one.holder not in who),
    }


def _vacated(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return _left(post, event.on, [_given(event).member or ""])


def _closed(post: DutyPost, event: Moved[Given]) -> dict[str, Any]:
    return _left(post, event.on, post.holders)


FOLDS: dict[str, Callable[[DutyPost, Moved[Given]], dict[str, Any]]] = {
    Move.EXTEND: _longer,
    Move.CHOOSE: _chosen,
    Move.STEP_BACK: _stepped_back,
    Move.ASSIGN: _assigned,
    Move.RECONSIDER: _reconsidered,
    Move.PUBLISH: _published,
    Move.INSTALL: _installed,
    Move.REOPEN: _longer,
    Move.REPORT: _told,
    Move.APPRAISE: _appraised,
    Move.RENEW: _renewed,
    Move.VACATE: _vacated,
    Move.CLOSE: _closed,
}
