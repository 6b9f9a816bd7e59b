"""The kinds of the library: every public value that is stored, its tag and its version."""

from __future__ import annotations

from enum import Enum
from sys import modules
from typing import Any

from sanliang import (
    activities,
    calendars,
    campaigns,
    concerns,
    notices,
    orgs,
    pairing,
    pledges,
    points,
    posts,
    ratings,
    records,
    reports,
    rulebooks,
    supervision,
)
from sanliang.kernel.errors import Fault
from sanliang.kernel.events import Head
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor
from sanliang.kernel.privacy import mask_name
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Every, Span
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.serial._form import Form, forms_of
from sanliang.serial._registry import Registry
from sanliang.serial._shapes import (
    RatedShape,
    ReadingShape,
    ReasonShape,
    lay_rated,
    lay_reading,
    make_rated,
    make_reading,
)


def _plain(kinds: dict[str, type[Any]], *others: Form[Any]) -> list[Form[Any]]:
    """Kinds that are stored as their fields, and others."""
    return [*(Form(tag=tag, of=of) for tag, of in kinds.items()), *others]


_KERNEL = _plain(
    {
        "actor/1": Actor,
        "cycle/1": Cycle,
        "fault/1": Fault,
        "head/1": Head,
        "source/1": Source,
        "span/1": Span,
        "text/1": Text,
        "verdict/1": Verdict,
    },
    Form(tag="reason/1", of=Reason, shape=ReasonShape),
)

_ORGS = _plain(
    {
        "belonging/1": orgs.Belonging,
        "exemption/1": orgs.Exemption,
        "household.standing/1": orgs.Standing,
        "member/1": orgs.Member,
        "post/1": orgs.Post,
        "roster/1": orgs.Roster,
        "roster.count/1": orgs.Count,
        "roster.unit_count/1": orgs.UnitCount,
        "unit/1": orgs.Unit,
        "unit.nesting/1": orgs.Nesting,
        "unit.rule/1": orgs.UnitRule,
    },
    Form(tag="household/1", of=orgs.Household, masks={"head": mask_name}),
)

_CALENDARS = _plain(
    {
        "calendar/1": calendars.Calendar,
        "calendar.listed_days/1": calendars.ListedDays,
        "calendar.period/1": calendars.Period,
        "calendar.review/1": calendars.Review,
        "calendar.shift/1": calendars.Shift,
        "calendar.year_day/1": calendars.YearDay,
        "due/1": calendars.Due,
    },
    Form(tag="calendar.month_day/1", of=calendars.MonthDay, always=True),
    Form(tag="calendar.nth_weekday/1", of=calendars.NthWeekday, always=True),
    Form(tag="calendar.not_held/1", of=calendars.NotHeld, always=True),
    Form(tag="calendar.not_known/1", of=calendars.NotKnown, always=True),
)

_NOTICES = [
    *forms_of(notices.KIND),
    *_plain(
        {
            "notice.answer/1": notices.Answer,
            "notice.clock/1": notices.Clock,
            "notice.filed/1": notices.Filed,
            "notice.objection/1": notices.Objection,
            "notice.posted/1": notices.Posted,
            "notice.posting/1": notices.Posting,
        }
    ),
]

_RECORDS = _plain(
    {
        "record/1": records.Record,
        "record.credit/1": records.Credit,
        "record.folded/1": records.Folded,
        "record.length/1": records.Length,
        "record.limited/1": records.Limited,
        "record.recorded/1": records.Recorded,
        "record.reversed/1": records.Reversed,
        "record.row/1": records.Row,
    }
)

_PLEDGES = [
    *forms_of(pledges.KIND),
    *forms_of(pledges.PLAQUE_KIND),
    *_plain(
        {
            "plaque.holder/1": pledges.Holder,
            "pledge.amendment/1": pledges.Amendment,
            "pledge.item/1": pledges.Item,
            "pledge.letter/1": pledges.Letter,
            "pledge.outcome/1": pledges.Outcome,
            "pledge.pledger/1": pledges.Pledger,
            "pledge.progress/1": pledges.Progress,
        }
    ),
]

_RATINGS = _plain(
    {
        "rating.decision/1": ratings.Decision,
        "rating.group/1": ratings.GroupRating,
        "rating.history/1": ratings.History,
        "rating.line/1": ratings.Line,
        "rating.override/1": ratings.Override,
        "rating.quota/1": ratings.QuotaResult,
        "rating.weighed/1": ratings.Weighed,
    },
    Form(tag="rating.exempt/1", of=ratings.Exempt, always=True),
    Form(tag="rating.not_ratable/1", of=ratings.NotRatable, always=True),
    Form(
        tag="rating.rated/1",
        of=ratings.Rated,
        shape=RatedShape,
        lay=lay_rated,
        make=make_rated,
        always=True,
    ),
    Form(
        tag="rating.reading/1",
        of=ratings.Reading,
        shape=ReadingShape,
        lay=lay_reading,
        make=make_reading,
    ),
)

_PAIRING = [
    *forms_of(pairing.CONSENT_KIND),
    *_plain(
        {
            "consent.proposal/1": pairing.Proposal,
            "consent.refusals/1": pairing.Refusals,
            "consent.said/1": pairing.Said,
            "contact/1": pairing.Contact,
            "contact.log/1": pairing.Contacts,
            "contact.made/1": pairing.Contacted,
            "contact.reversed/1": pairing.ContactReversed,
            "contact.schedule/1": pairing.Schedule,
            "pairing.assignment/1": pairing.Assignment,
        }
    ),
    Form(
        tag="pairing.change/1",
        of=pairing.Change,
        text=(pairing.write_change, pairing.read_change),
    ),
    Form(
        tag="pairing.problem/1",
        of=pairing.Problem,
        text=(pairing.write_problem, pairing.read_problem),
    ),
    Form(
        tag="pairing.result/1",
        of=pairing.Pairing,
        text=(pairing.write_result, pairing.read_result),
    ),
]

_POINTS = _plain(
    {
        "points.award/1": points.Award,
        "points.balance/1": points.Balance,
        "points.closed/1": points.Closed,
        "points.closing/1": points.Closing,
        "points.earned/1": points.Earned,
        "points.entry/1": points.Entry,
        "points.issued/1": points.Issued,
        "points.item/1": points.Item,
        "points.line/1": points.Line,
        "points.lot/1": points.Lot,
        "points.opened/1": points.Opened,
        "points.opening/1": points.Opening,
        "points.order/1": points.Order,
        "points.part/1": points.Part,
        "points.privilege/1": points.Privilege,
        "points.redeemed/1": points.Redeemed,
        "points.reversal/1": points.Reversal,
        "points.reversed/1": points.Reversed,
        "points.rule/1": points.Rule,
        "points.supplied/1": points.Supplied,
        "points.supply/1": points.Supply,
        "points.terms/1": points.Terms,
        "points.transaction/1": points.Transaction,
        "points.wallet/1": points.Wallet,
    }
)

_POSTS = [
    *forms_of(posts.KIND),
    *_plain(
        {
            "area/1": posts.Area,
            "area.charge/1": posts.Charge,
            "area.coverage/1": posts.Coverage,
            "area.link/1": posts.Link,
            "duty_post.appraisal/1": posts.Appraisal,
            "duty_post.candidate/1": posts.Candidate,
            "duty_post.duty/1": posts.Duty,
            "duty_post.plan/1": posts.PostPlan,
            "duty_post.report/1": posts.Report,
            "duty_post.tenure/1": posts.Tenure,
        }
    ),
]

_ACTIVITIES = [
    *forms_of(activities.SESSION_KIND),
    *forms_of(activities.MOBILISATION_KIND),
    *_plain(
        {
            "birthday/1": activities.Birthday,
            "birthday.list/1": activities.Birthdays,
            "mobilisation.branch/1": activities.TemporaryBranch,
            "mobilisation.call/1": activities.Call,
            "mobilisation.checkpoint/1": activities.Checkpoint,
            "mobilisation.reported/1": activities.Reported,
            "mobilisation.stationed/1": activities.Stationed,
            "mobilisation.turnout/1": activities.Turnout,
            "mobilisation.unit_turnout/1": activities.UnitTurnout,
            "programme/1": activities.Programme,
            "programme.progress/1": activities.Progress,
            "session.attendance/1": activities.Attendance,
            "session.catch_up/1": activities.CatchUp,
            "session.gathered/1": activities.Gathered,
            "session.plan/1": activities.SessionPlan,
            "session.quorum/1": activities.Quorum,
            "session.roll/1": activities.Roll,
        }
    ),
]

_CAMPAIGNS = [
    *forms_of(campaigns.CAMPAIGN_KIND),
    *forms_of(campaigns.COURSE_KIND),
    *_plain(
        {
            "campaign.agenda/1": campaigns.Agenda,
            "campaign.case/1": campaigns.Case,
            "campaign.coverage/1": campaigns.Coverage,
            "campaign.decision/1": campaigns.Decision,
            "campaign.plan/1": campaigns.Plan,
            "campaign.tally/1": campaigns.Tally,
            "course.entry/1": campaigns.Entry,
            "course.leading_group/1": campaigns.LeadingGroup,
            "course.review/1": campaigns.Review,
        }
    ),
]

_REPORTS = _plain(
    {
        "report.category/1": reports.Category,
        "report.counted/1": reports.Counted,
        "report.part/1": reports.Part,
        "report.row/1": reports.Row,
        "report.table/1": reports.Table,
    }
)

_CONCERNS = [
    *forms_of(concerns.KIND),
    *_plain(
        {
            "concern.above/1": concerns.Above,
            "concern.answer/1": concerns.Answer,
            "concern.board_row/1": concerns.BoardRow,
            "concern.charge/1": concerns.Charge,
            "concern.complaint/1": concerns.Complaint,
            "concern.count/1": concerns.Count,
            "concern.passing/1": concerns.Passing,
            "concern.refusal/1": concerns.Refusal,
            "concern.result/1": concerns.Result,
            "concern.sorting/1": concerns.Sorting,
            "concern.tally/1": concerns.Tally,
        },
        Form(tag="concern.raised/1", of=concerns.Raised, masks={"name": mask_name}),
    ),
]

_SUPERVISION = [
    *forms_of(supervision.INSPECTION_KIND),
    *forms_of(supervision.OBJECTION_KIND),
    *_plain(
        {
            "inspection.count/1": supervision.InspectionCount,
            "inspection.finding/1": supervision.Finding,
            "inspection.issue/1": supervision.Issue,
            "inspection.plan/1": supervision.Plan,
            "inspection.remedy/1": supervision.Remedy,
            "inspection.tally/1": supervision.InspectionTally,
            "inspection.team/1": supervision.Team,
            "inspection.word/1": supervision.Word,
            "objection.claim/1": supervision.Claim,
            "objection.count/1": supervision.ObjectionCount,
            "objection.ruling/1": supervision.Ruling,
            "objection.tally/1": supervision.ObjectionTally,
            "objection.target/1": supervision.Target,
        }
    ),
]

_FORMS: tuple[Form[Any], ...] = (
    *_KERNEL,
    *_ORGS,
    *_CALENDARS,
    *_NOTICES,
    *_RECORDS,
    *_PLEDGES,
    *_RATINGS,
    *_PAIRING,
    *_POINTS,
    *_POSTS,
    *_ACTIVITIES,
    *_CAMPAIGNS,
    *_REPORTS,
    *_CONCERNS,
    *_SUPERVISION,
    Form(tag="rulebook.finding/1", of=rulebooks.Finding),
)


def _enums() -> FrozenMap[str, type[Enum]]:
    """The public enums of the words with kinds, each by its word and its name, such as `pledges.Grade`."""
    found: dict[str, type[Enum]] = {"timeline.Every": Every}
    words = {form.of.__module__.split(".")[1] for form in _FORMS} - {"kernel"}
    for word in words:
        module = modules[f"sanliang.{word}"]
        for name in module.__all__:
            one = getattr(module, name)
            if isinstance(one, type) and issubclass(one, Enum):
                found[f"{word}.{name}"] = one
    return FrozenMap(found)


BASE = Registry(forms=_FORMS, enums=_enums())
"""The kinds of the library, and the enums of its sentences. It never changes: `BASE.with_` makes another."""
