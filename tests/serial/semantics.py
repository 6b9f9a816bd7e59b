"""What the loader refuses and no schema can say, by code: for each one document that shows it."""

PLAN = {
    "title": {"zh": "三亮"},
    "unit": "c",
    "units": ["b-1", "b-2"],
    "meeting_on": "2026-08-03",
    "rollout_on": "2026-08-11",
}
HOLDER = {"household": "h-1", "unit": "b-1", "full_members": ["m-1"]}
ITEM = {"id": "lamp", "deed": "修路灯", "deadline": "2026-12-31"}
PLEDGER = {"kind": "member", "id": "m-1", "unit": "b-1", "signatories": ["m-1"]}
SPAN = {"start": "2026-01-01", "end": "2026-12-31"}
RECORD = {
    "id": "r-1",
    "subject": "m-1",
    "kind": "volunteer",
    "on": "2026-07-05",
    "recorder": "m-1",
    "recorded": "2026-07-04T09:00:00+08:00",
}
RULE = {"kind": "branch", "line": "party", "name": {"zh": "党支部"}}
DAY_5 = {"kind": "calendar.month_day/1", "day": 5}
DAYS = {"code": "founding", "month": 7, "day": 1, "says": {"zh": "七一"}}
TALLY = {"done": 1}


def _coverage(**more):
    data = {"kind": "campaign.coverage/1", "stage": "plaque", "on": "2026-07-01", "unit": "b-1"}
    return {**data, "direct": {}, "total": {}, **more}


def _plan(**more):
    return {"kind": "campaign.plan/1", **PLAN, **more}


def _problem(helper=(), household=(), **more):
    data = {"helpers": [{"id": "m-1", **dict(helper)}], "households": [{"id": "h-1", **dict(household)}]}
    return {"kind": "pairing.problem/1", **data, **more}


def _wrapped(tag, value):
    return {"kind": tag, "value": value}


def _unit(id="b-1", **more):
    return {"id": id, "kind": "branch", "name": "东岭村党支部", **more}


def _roster(*units, members=(), **more):
    return {"kind": "roster/1", "units": [*units], "members": [*members], **more}


def _member(**more):
    return {"id": "m-1", "name": "禾苗", "status": {"steps": [["0001-01-01", "full"]]}, **more}


def _rules(*rules):
    return {"kind": "unit.nesting/1", "rules": [{**RULE, **rule} for rule in rules]}


def _deep(levels):
    found = {"code": "a", "says": {"zh": "深"}}
    for _ in range(levels):
        found = {"code": "a", "says": {"zh": "深"}, "because": [found]}
    return found


def _letter(pledger=(), item=(), **more):
    value = {"pledger": {**PLEDGER, **dict(pledger)}, "kind": "annual", "items": [{**ITEM, **dict(item)}]}
    return _wrapped("pledge.letter/1", {**value, **more})


def _terms(**more):
    return {"kind": "points.terms/1", "cycle": {"starts": "2026-01-01"}, **more}


def _table(*rows):
    return {"kind": "report.table/1", "on": "2026-12-31", "whose": "members", "rows": [*rows]}


POST = {
    "title": "调解",
    "unit": "b-1",
    "kind": "mediator",
    "duties": [{"id": "d-1", "says": "调解邻里矛盾"}],
    "places": 1,
}
APPRAISAL = {"kind": "duty_post.appraisal/1", "holder": "m-1", "grade": "good"}
STATIONED = {"kind": "mobilisation.stationed/1", "person": "m-1", "checkpoint": "k-1", "since": "2026-07-01"}
OIL = {"id": "oil", "name": {"zh": "食用油"}, "price": {"steps": [["2026-01-01", 40]]}}
PLACE = {"kind": "village", "name": "东岭村"}
SEMANTIC = {
    "assignment.backwards": {
        "kind": "pairing.assignment/1",
        "household": "h-1",
        "helper": "m-1",
        "since": "2026-07-02",
        "until": "2026-07-01",
    },
    "belongs.overlap": _roster(_unit(), members=[_member(belongs=[{"unit": "b-1"}, {"unit": "b-1"}])]),
    "closing.same": {"kind": "points.closing/1", "id": "c-1", "wallet": "h-7", "into": "h-7", "why": "并户"},
    "campaign.meeting_order": _plan(pilots=["b-1"], pilot_on="2026-08-04"),
    "campaign.pilot_day": _plan(pilot_on="2026-07-20"),
    "campaign.pilot_rollout": _plan(pilots=["b-1"], pilot_on="2026-07-20", rollouts={"b-1": "2026-08-11"}),
    "campaign.pilot_unknown": _plan(pilots=["b-3"], pilot_on="2026-07-20"),
    "campaign.rollout_early": _plan(rollouts={"b-1": "2026-08-10"}),
    "campaign.rollout_order": _plan(rollout_on="2026-08-02"),
    "campaign.rollout_unknown": _plan(rollouts={"b-3": "2026-08-11"}),
    "campaign.stage_first": _plan(until={"plaque": "2026-08-10"}),
    "campaign.stage_order": _plan(until={"plaque": "2026-09-10", "pledge": "2026-09-09"}),
    "change.contradictory": {"kind": "pairing.change/1", "leaves": ["m-1"], "rooms": {"m-1": 2}},
    "concern.no_person": {"kind": "concern.complaint/1", "persons": []},
    "consent.own_helper": {
        "kind": "consent.proposal/1",
        "household": "h-1",
        "helper": "m-1",
        "unit": "b-1",
        "speakers": ["m-1"],
    },
    "contact.future": _wrapped(
        "contact/1",
        {
            "id": "c-1",
            "helper": "m-1",
            "household": "h-1",
            "kind": "visit",
            "on": "2026-07-05",
            "recorder": "m-1",
            "recorded": "2026-07-04T09:00:00+08:00",
        },
    ),
    "course.both": {"kind": "course.review/1", "says": "好", "commended": ["m-1"], "rectifying": ["m-1"]},
    "course.head": {"kind": "course.leading_group/1", "head": "m-1", "members": ["m-1"]},
    "coverage.direct": _coverage(direct=TALLY),
    "coverage.missing": _coverage(missing=["m-1"]),
    "dated.order": {
        "kind": "member/1",
        **_member(status={"steps": [["2026-01-01", "full"], ["2026-01-01", "full"]]}),
    },
    "duty_post.days": _wrapped(
        "duty_post.plan/1", {**POST, "choose_until": "2026-07-02", "report_by": "2026-07-01"}
    ),
    "duty_post.points": {**APPRAISAL, "points": "1/3"},
    "duty_post.rates_self": {**APPRAISAL, "raters": ["m-1"]},
    "fixed_day.doubled": {"kind": "calendar/1", "theme": DAY_5, "fixed": [DAYS, DAYS]},
    "helper.least": _problem(helper={"least": 2}),
    "household.many_needs": _problem(household={"helpers": {"first": 20, "second": 1}}),
    "household.no_need": _problem(household={"helpers": {"first": 0}}),
    "household.unknown": _roster(_unit(), members=[_member(household="h-1")]),
    "id.doubled": _roster(_unit(), _unit()),
    "item.privilege": _terms(catalogue=[{**OIL, "privilege": "first"}]),
    "list.doubled": {
        "kind": "actor/1",
        "id": "m-1",
        "unit": "b-1",
        "roles": [],
        "scope": ["\u00e9", "e\u0301"],
    },
    "lot.left": {"kind": "points.lot/1", "id": "i-1", "points": 1, "left": 2, "on": "2026-07-01"},
    "member.before_admission": {
        "kind": "member/1",
        **_member(status={"steps": [["2026-01-01", "full"]]}, admitted="2026-01-02"),
    },
    "member.status_back": {
        "kind": "member/1",
        **_member(status={"steps": [["2026-01-01", "full"], ["2026-01-02", "probationary"]]}),
    },
    "mobilisation.backwards": {**STATIONED, "until": "2026-06-30"},
    "mobilisation.head": {
        "kind": "mobilisation.branch/1",
        "id": "x-1",
        "name": "临时党支部",
        "head": "m-1",
        "members": ["m-2"],
        "since": "2026-07-01",
        "until": "2026-07-09",
    },
    "mobilisation.not_called": {
        "kind": "mobilisation.call/1",
        "title": "防汛",
        "unit": "c",
        "units": ["b-1"],
        "at": "2026-07-01T08:00:00+08:00",
        "within": 48,
        "expected": {"b-2": 3},
    },
    "nesting.doubled": _rules({}, {}),
    "nesting.line": _rules({"under": ["village"]}, {"kind": "village", "line": "place"}),
    "nesting.unknown": _rules({"under": ["village"]}),
    "plaque.excused": {"kind": "plaque.holder/1", **HOLDER, "excused": ["m-2"]},
    "pledge.excused_signs": _letter(pledger={"excused": ["m-1"]}),
    "pledge.item_twice": _letter(items=[ITEM, ITEM]),
    "pledge.no_signatory": _wrapped("pledge.pledger/1", {"kind": "branch", "id": "b-1", "unit": "b-1"}),
    "pledge.out_of_cycle": _letter(cycle=SPAN, item={"deadline": "2027-01-01"}),
    "points.unbalanced": {
        "kind": "points.balance/1",
        "on": "2026-07-01",
        **dict.fromkeys(("issued", "held", "redeemed", "expired", "reversed"), 1),
    },
    "points.uneven": {
        "kind": "points.transaction/1",
        "version": 1,
        "id": "i-1",
        "on": "2026-07-01",
        "entries": [{"account": "held", "wallet": "h-1", "points": 1}],
    },
    "problem.both_sides": _problem(household={"id": "m-1"}),
    "problem.unknown_helper": _problem(household={"wishes": ["m-2"]}),
    "problem.unknown_household": _problem(helper={"wishes": ["h-2"]}),
    "record.future": _wrapped("record/1", RECORD),
    "report.counts": {"kind": "report.counted/1", "whole": 1, "counts": {"five": 2}},
    "report.sum": _table({"unit": "b-1", "direct": {"whole": 1}, "total": {"whole": 2}}),
    "report.unit": _table({"unit": "b-1", "parent": "c-1"}),
    "report.unnamed": {
        "kind": "report.part/1",
        "counted": {"whole": 1, "counts": {"five": 1}},
        "noun": {"zh": "党员"},
        "categories": [],
    },
    "role.unknown": _problem(helper={"room": {"first": 1}}),
    "session.excused_present": {"kind": "session.attendance/1", "present": ["m-1"], "excused": ["m-1"]},
    "session.share": {"kind": "session.quorum/1", "part": 3, "of": 2},
    "schedule.least": {
        "kind": "contact.schedule/1",
        "id": "monthly",
        "days_apart": 30,
        "least": 2,
        "since": "2026-01-01",
    },
    "span.backwards": {"kind": "span/1", "start": "2026-07-02", "end": "2026-07-01"},
    "supervision.tally_part": {"kind": "objection.count/1", "overdue": 1},
    "supervision.tally_sum": {
        "kind": "objection.tally/1",
        "on": "2026-07-01",
        "words": {"rating": {"open": 1}},
    },
    "tally.overdue": {"kind": "concern.count/1", "overdue": 1},
    "tally.sum": {"kind": "concern.tally/1", "on": "2026-07-01", "open": ["c-1"]},
    "term.backwards": {"kind": "belonging/1", "unit": "b-1", "since": "2026-07-02", "until": "2026-07-01"},
    "term.outside": _roster(
        _unit(since="2026-07-01"), members=[_member(belongs=[{"unit": "b-1", "since": "2026-06-30"}])]
    ),
    "text.long": {"kind": "belonging/1", "unit": "\u0958" * 200},
    "unit.cycle": _roster(
        _unit(parent="b-2"), _unit("b-2", parent="b-1"), nesting={"rules": [{**RULE, "under": ["branch"]}]}
    ),
    "unit.kind": _roster(_unit(kind="kiosk")),
    "unit.line": _roster(_unit(), households=[{"id": "h-1", "belongs": [{"unit": "b-1"}]}]),
    "unit.merged_gap": _roster(
        _unit(until="2026-06-30", merged_into="b-2"), _unit("b-2", since="2026-07-02")
    ),
    "unit.merged_open": _wrapped("unit/1", _unit(merged_into="b-2")),
    "unit.nesting": _roster(_unit(), _unit("b-2", parent="b-1")),
    "unit.placed": _roster(_unit("v-1", **PLACE, place="v-2"), _unit("v-2", **PLACE)),
    "unit.split_gap": _roster(_unit(since="2026-07-01", split_from="b-2"), _unit("b-2", since="2026-07-01")),
    "unit.split_open": _wrapped("unit/1", _unit(split_from="b-2")),
    "unit.unknown": _roster(_unit(parent="b-9")),
    "why.length": {
        "kind": "pairing.result/1",
        "problem": "0f3a",
        "pairs": [],
        "why": ["mutual"],
        "certificate": {"policy": "cover"},
    },
    "wire.depth": {"kind": "reason/1", **_deep(40)},
    "wishes.refused": _problem(helper={"wishes": ["h-1"], "refuses": ["h-1"]}),
    "workdays.both": {
        "kind": "calendar.listed_days/1",
        "span": SPAN,
        "holidays": ["2026-10-01"],
        "extra_workdays": ["2026-10-01"],
    },
    "workdays.outside": {"kind": "calendar.listed_days/1", "span": SPAN, "holidays": ["2027-01-01"]},
}
