"""Who may do what with a concern, and when: guards, needs, folds, and the base lifecycle."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from sanliang.concerns._access import is_about, is_among, is_raiser, kept_out, not_listed
from sanliang.concerns._concern import Above, Charge, Concern, Given, Passing, Raised, Sorting
from sanliang.concerns._words import COLLECTORS, Category, Move, State, Urgency
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Actor, Ask, Kind, Lifecycle, Moved, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS, OFFICERS_ABOVE

NOT_ITS_OWN = Phrase(
    "concern.not_its_own",
    "须由反映人本人或收集人员办理，{actor} 不是",
    "it is for whoever raised it or for those who take down what villagers say; {actor} is neither",
)
ABOUT_SELF = Phrase(
    "concern.about_self", "被反映人不能同时是反映人", "is one of those whom the complaint is about"
)
FELLOWS_UNIT = Phrase(
    "concern.fellows_unit",
    "反映党员作风的事项不能由其所在支部办理",
    "a complaint about conduct is not handled by a unit that it is kept from",
)
COMPLAINTS_ONLY = Phrase(
    "concern.complaints_only",
    "“党员作风”一类须写明被反映人，并且只用于此",
    "the category of conduct is for complaints that say whom they are about, and for these alone",
)
UNTIL_PAST = Phrase("concern.until", "期限早于办理日", "lies before the day of the move")
UNTIL_FAR = Phrase(
    "concern.until_far",
    "“{urgency}”的事项须在 {days} 天内办结",
    "what is {urgency} is to be settled within {days} days",
)
RAISER_CHARGED = Phrase(
    "concern.raiser_charged",
    "反映人不能是责任人",
    "whoever raised it cannot be charged with it",
)
UNIT_OUT_OF_REACH = Phrase(
    "concern.charge_scope", "不在 {actor} 的管辖范围", "is no unit over which {actor} has a say"
)
NOT_CHARGED = Phrase(
    "concern.not_charged",
    "须由责任人或责任单位的负责人办理，{actor} 不是",
    "it is for whoever is charged with it or an officer of the unit that is; {actor} is neither",
)
OWN_WORK = Phrase(
    "concern.own_work",
    "{actor} 是（曾是）责任人，不得自行确认、不予办理或更正",
    "{actor} is or was charged with it: nobody closes what they are responsible for",
)
OTHER_UNIT = Phrase(
    "concern.other_unit",
    "所附上级组织不是本单位当日的上级",
    "does not say what stands above this unit on this day",
)
NOT_ABOVE = Phrase(
    "concern.not_above",
    "须由“{unit}”答复，{actor} 无权",
    "the answer is for {unit!r} to give, over which {actor} has no say",
)
TOO_LATE = Phrase(
    "concern.too_late",
    "已于 {closed} 办结，超过 {days} 天不再重办；可另行反映",
    "it was closed on {closed}, more than {days} days ago; raise it as a new one",
)


# --- guards: of the thing, the actor and the day ---------------------------------------------------------


def _own_or_taken_down(concern: Concern, ask: Ask) -> Reason | None:
    """Whoever raised it, or somebody in reach who takes down what they say, and may see it."""
    complaint = concern.raised.complaint
    if is_raiser(concern, ask.by) and not is_about(complaint, ask.by.id):
        return None
    if reason := not_listed(complaint, ask.by, ask.under, "complaint_readers"):
        return reason
    if complaint is None and COLLECTORS.isdisjoint(ask.by.roles):
        return Reason.of(NOT_ITS_OWN, actor=ask.by.id)
    return None if concern.raised.unit in ask.by.scope else within(concern, ask)


def _handles(concern: Concern, ask: Ask) -> Reason | None:
    """Of a complaint: nobody whom it is about, nobody of their branch, and only who has one of the roles."""
    return not_listed(concern.raised.complaint, ask.by, ask.under, "complaint_handlers")


def _charged(concern: Concern, ask: Ask) -> Reason | None:
    charge = concern.charge
    if reason := kept_out(concern.raised.complaint, ask.by):
        return reason
    if charge is not None and charge.member == ask.by.id:
        return None
    officer = not ask.by.roles.isdisjoint(OFFICERS)
    if officer and charge is not None and charge.unit in ask.by.scope:
        return _handles(concern, ask)
    return Reason.of(NOT_CHARGED, actor=ask.by.id)


def _not_own_work(concern: Concern, ask: Ask) -> Reason | None:
    """
    Nobody who was ever charged with it, or reported it as done; where a unit as a whole is charged, none of
    the officers who act for it.
    """
    by = ask.by
    charged = any(one.member == by.id or _acts_for(one, by) for one in concern.charges)
    return Reason.of(OWN_WORK, actor=by.id) if charged or by.id in concern.doers else None


def _acts_for(charge: Charge, by: Actor) -> bool:
    """
    Whether a unit as a whole is charged, and this officer is one who acts for it.

    Where they belong says little: a branch's secretary may be counted in one of its groups, a town's in a
    branch. So whoever reaches the unit acts for it, but for those who reach the one above, too.
    """
    officer = charge.member is None and not by.roles.isdisjoint(OFFICERS)
    return officer and charge.unit in by.scope and charge.above not in by.scope


def _within_above(concern: Concern, ask: Ask) -> Reason | None:
    to = concern.passings[-1].to if concern.passings else concern.unit
    return None if to in ask.by.scope else Reason.of(NOT_ABOVE, unit=to, actor=ask.by.id)


def _in_time(concern: Concern, ask: Ask) -> Reason | None:
    days = ask.under.number("reopen_days")
    if concern.closed is None or ask.on <= concern.closed + timedelta(days=days):
        return None
    return Reason.of(TOO_LATE, closed=concern.closed, days=days)


# --- needs: of what was given ----------------------------------------------------------------------------


def _well_raised(concern: Concern, _ask: Ask, raised: Raised) -> Reason | None:
    complaint = raised.complaint
    if any(is_about(complaint, one) for one in _opened_ids(raised)):
        return Reason.of(ABOUT_SELF, path="given.raised.by")
    if is_among(complaint, concern.unit):
        return Reason.of(FELLOWS_UNIT, path="given.raised.unit")
    return None


def _opened_ids(raised: Raised) -> tuple[str, ...]:
    hidden = raised.by
    return () if hidden.is_erased else (hidden.open(reason="whether they complain about themselves"),)


def _well_sorted(concern: Concern, _ask: Ask, sorting: Sorting) -> Reason | None:
    about_conduct = sorting.category == Category.CONDUCT
    if about_conduct is (concern.raised.complaint is not None):
        return None
    return Reason.of(COMPLAINTS_ONLY, path="given.sorting.category")


def _well_charged(concern: Concern, ask: Ask, charge: Charge) -> Reason | None:
    complaint = concern.raised.complaint
    if charge.until < ask.on:
        return Reason.of(UNTIL_PAST, path="given.charge.until")
    if charge.member in _opened_ids(concern.raised):
        return Reason.of(RAISER_CHARGED, path="given.charge.member")
    if is_about(complaint, charge.member or "") or is_among(complaint, charge.unit):
        return Reason.of(FELLOWS_UNIT, path="given.charge")
    if charge.above == charge.unit:
        return Reason.of(OTHER_UNIT, path="given.charge.above")
    if charge.unit not in ask.by.scope:
        return Reason.of(UNIT_OUT_OF_REACH, path="given.charge.unit", actor=ask.by.id)
    return _soon_enough(concern, ask, charge)


def _soon_enough(concern: Concern, ask: Ask, charge: Charge) -> Reason | None:
    urgency = Urgency.HOPED if concern.sorting is None else concern.sorting.urgency
    days = ask.under.number(f"most_days_{urgency.value}")
    if not days or charge.until <= ask.on + timedelta(days=days):
        return None
    return Reason.of(UNTIL_FAR, path="given.charge.until", urgency=urgency, days=days)


def _next_above(concern: Concern, ask: Ask, above: Above) -> Reason | None:
    if (above.unit, above.on) != (concern.unit, ask.on) or above.above == concern.unit:
        return Reason.of(OTHER_UNIT, path="given.above")
    if is_among(concern.raised.complaint, above.above):
        return Reason.of(FELLOWS_UNIT, path="given.above")
    return None


# --- folds: what an event changes ------------------------------------------------------------------------


def _opened(event: Moved[Given]) -> dict[str, Any]:
    raised = event.given and event.given.raised
    return {"raised": raised, "unit": raised and raised.unit, "collected": event.on}


def _sorted(concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    return {"sorting": (event.given and event.given.sorting) or concern.sorting}


def _assigned(concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    charge = event.given and event.given.charge
    return {"charges": (*concern.charges, charge)} if charge else {}


def _passed(concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    above = event.given and event.given.above
    if not above:
        return {}
    return {"passings": (*concern.passings, Passing(unit=concern.unit, to=above.above, on=event.on))}


def _answered(concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    answer = event.given and event.given.answer
    if not answer or not concern.passings:
        return {}
    last = attrs.evolve(concern.passings[-1], answer=answer, answered=event.on)
    return {
        "passings": (*concern.passings[:-1], last),
        "unit": last.to if answer.takes else concern.unit,
    }


def _finished(concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    doers = dict.fromkeys((*concern.doers, event.by))
    result = (event.given and event.given.result) or concern.result
    return {"result": result, "doers": tuple(doers), "finished": event.on}


def _confirmed(_concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    return {"closed": event.on}


def _refused(_concern: Concern, event: Moved[Given]) -> dict[str, Any]:
    return {"refusal": event.given and event.given.refusal, "closed": event.on}


def _reopened(concern: Concern, _event: Moved[Given]) -> dict[str, Any]:
    return {"refusal": None, "finished": None, "closed": None, "reopened": concern.reopened + 1}


# --- the table -------------------------------------------------------------------------------------------

_SETTINGS: dict[str, int | str] = {
    "sort_days": 3,
    "assign_days": 3,
    "answer_days": 7,
    "confirm_days": 7,
    "reopen_days": 30,
    "complaint_handlers": "township_secretary township_committee general_branch_secretary",
    "complaint_readers": "township_secretary township_committee general_branch_secretary supervisor",
    **{f"most_days_{urgency.value}": 0 for urgency in Urgency},
}

KIND: Kind[Concern, Given] = Kind(
    name="concern",
    label=Text("急难愁盼事项", "concern"),
    thing=Concern,
    given=Given,
    opens=_opened,
    folds={
        Move.SORT: _sorted,
        Move.ASSIGN: _assigned,
        Move.PASS_UP: _passed,
        Move.ANSWER: _answered,
        Move.FINISH: _finished,
        Move.CONFIRM: _confirmed,
        Move.REFUSE: _refused,
        Move.REOPEN: _reopened,
    },
    guards={
        "within": within,
        "own_or_taken_down": _own_or_taken_down,
        "handles": _handles,
        "charged": _charged,
        "not_own_work": _not_own_work,
        "within_above": _within_above,
        "in_time": _in_time,
    },
    needs={
        "raised": _well_raised,
        "sorting": _well_sorted,
        "charge": _well_charged,
        "above": _next_above,
        "answer": None,
        "result": None,
        "refusal": None,
        "reason": None,
    },
    names={
        "own_or_taken_down": "本人或登记人员",
        "handles": "与所反映的事项无关，有权办理",
        "charged": "责任人或责任单位负责人",
        "not_own_work": "不是责任人本人",
        "within_above": "在上级组织的管辖范围内",
        "in_time": "重办期限未过",
        "raised": "所反映的事项",
        "sorting": "分类",
        "charge": "交办",
        "above": "上级组织",
        "answer": "答复",
        "result": "办理结果",
        "refusal": "不予办理的理由",
        "reason": "理由",
    },
    rests={
        Move.FINISH: attrgetter("charge"),
        Move.CONFIRM: attrgetter("result"),
    },
    settings=_SETTINGS,
)
"""
The code behind concerns.

Guards: `within`, `own_or_taken_down`, `handles`, `charged`, `not_own_work`, `within_above`, `in_time`.

Settings: the days within which a concern is sorted, assigned, answered from above, confirmed, and may be
reopened; the roles that handle and that see complaints about conduct, as codes with a space between; the most
days until the deadline by urgency, 0 where there is no bound.
"""

_office = partial(row, roles=OFFICERS)
_OPEN = ("sorted", "assigned", "reopened")

BASE: Lifecycle[Concern] = Lifecycle(
    id="concern",
    kind=KIND,
    nodes=tuple(node(state) for state in State),
    rows=(
        row(Move.COLLECT, (), "collected", guards=("own_or_taken_down",), needs=("raised",)),
        _office(
            Move.SORT,
            ("collected", "sorted", "reopened"),
            "sorted",
            guards=("within", "handles"),
            needs=("sorting",),
        ),
        _office(Move.ASSIGN, _OPEN, "assigned", guards=("within", "handles"), needs=("charge",)),
        _office(Move.PASS_UP, _OPEN, "passed", guards=("within", "handles"), needs=("above", "reason")),
        row(
            Move.ANSWER,
            ("passed",),
            "sorted",
            roles=OFFICERS_ABOVE,
            guards=("within_above", "handles"),
            needs=("answer",),
        ),
        row(Move.FINISH, ("assigned",), "finished", guards=("charged",), needs=("result",)),
        row(Move.CONFIRM, ("finished",), "confirmed", guards=("own_or_taken_down", "not_own_work")),
        row(
            Move.REOPEN,
            ("finished", "confirmed", "refused"),
            "reopened",
            guards=("own_or_taken_down", "in_time"),
            needs=("reason",),
        ),
        _office(
            Move.REFUSE,
            ("collected", *_OPEN),
            "refused",
            guards=("within", "handles", "not_own_work"),
            needs=("refusal",),
        ),
        _office(Move.CORRECT, ("*",), "=", guards=("within", "handles", "not_own_work")),
    ),
)
"""
The base lifecycle of concerns, which a town may change.

Source:
    Seeds 000 (a complaint channel to the town; a deputy who collects opinions) and 002 (talk meetings: over
    200 urgent problems collected, over 150 solved).
"""
