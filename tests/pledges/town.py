"""A small town for the tests: people, a lamp to be repaired, and stories that bring a pledge to any state."""

from datetime import UTC, date, datetime, timedelta

import attrs

from sanliang import Actor, Log, notices, pledges
from sanliang.calendars import Period
from sanliang.pledges import (
    BASE,
    Given,
    Grade,
    Holder,
    Item,
    Letter,
    Outcome,
    PlaqueGiven,
    PledgeKind,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
DEADLINE = date(2026, 12, 31)


def after(days):
    """The day so many days after the first."""
    return DAY + timedelta(days=days)


def actor(id, *roles, unit="b-1", scope=None):
    """Somebody with some roles."""
    more = {} if scope is None else {"scope": frozenset(scope)}
    return Actor(id=id, roles=frozenset(roles), unit=unit, **more)


ME = actor("m-3", "member")
WIFE = actor("f-3", "villager")
ME_AS_SECRETARY = actor("m-3", "member", "branch_secretary")
SECRETARY = actor("m-1", "member", "branch_secretary")
DEPUTY = actor("m-2", "member", "deputy_secretary")
ELSEWHERE = actor("m-9", "member", "branch_secretary", unit="b-2")
TOWNSHIP = actor("m-20", "member", "township_secretary", unit="t-1", scope={"t-1", "b-1", "b-2"})
VILLAGER = actor("v-1")
EVERYBODY = (ME, WIFE, ME_AS_SECRETARY, SECRETARY, DEPUTY, ELSEWHERE, TOWNSHIP, VILLAGER)

LAMP = Item(
    id="lamp", deed="修路灯", deadline=DEADLINE, measure="盏", quantity=6, beneficiary="全组", witness="v-2"
)
ROAD = Item(id="road", deed="扫村道", deadline=date(2026, 9, 30))
BRIDGE = Item(id="bridge", deed="修便桥", deadline=DEADLINE)
MEMBER = Pledger(kind=PledgerKind.MEMBER, id="m-3", unit="b-1")
HOUSEHOLD = Pledger(kind=PledgerKind.HOUSEHOLD, id="h-3", unit="b-1", signatories=("m-3", "f-3"))
GROUP = Pledger(kind=PledgerKind.GROUP, id="g-1", unit="b-1", signatories=("m-3", "m-4"))
BRANCH = Pledger(kind=PledgerKind.BRANCH, id="b-1", unit="b-1", signatories=("m-3",))
PLEDGERS = (MEMBER, HOUSEHOLD, GROUP, BRANCH)


def letter(*items, pledger=MEMBER, **more):
    """A letter of a pledger."""
    return Letter(pledger=pledger, kind=PledgeKind.ANNUAL, items=items or (LAMP, ROAD), **more)


def hung(household="h-3", full_members=("m-3",), excused=()):
    """A plaque that hangs."""
    holder = Holder(household=household, unit="b-1", full_members=full_members, excused=excused)
    plaque = pledges.replay_plaque([pledges.owe("q-3", holder, by=SECRETARY, on=DAY)])
    given = PlaqueGiven(place="大门右侧")
    event = pledges.decide(plaque, "hang", by=SECRETARY, on=DAY, under=pledges.PLAQUE_BASE, given=given)
    return pledges.apply_plaque(plaque, event)


def notice_of(pledge, id="n-1", *, on=DAY, days=5, **changes):
    """A notice of a pledge that has just been posted."""
    posting = attrs.evolve(pledges.posting(pledge, place="村务公开栏", period=Period(days=days)), **changes)
    return notices.replay([notices.post(id, posting, by=TOWNSHIP, on=on)])


def filed(notice, *, on=None):
    """What the notice certifies once it is filed, on the first day on which it can be."""
    on = on or notice.posted + timedelta(days=notice.posting.period.days + 1)
    given = notices.Given(clock=notices.clock(notice, on=on))
    event = notices.decide(notice, "file", by=TOWNSHIP, on=on, under=notices.BASE, given=given)
    return notices.filed(notices.apply(notice, event))


def outcomes(*broken, of=(LAMP, ROAD), result=Result.UNFULFILLED):
    """An outcome for each item, some of them not fulfilled."""
    return tuple(
        Outcome(item=one.id, result=result if one.id in broken else Result.FULFILLED, says="查看属实")
        for one in of
    )


def evidence(item="lamp", *, on=DAY, **more):
    """A piece of evidence."""
    return Progress(item=item, on=on, says="已办", **more)


@attrs.define
class Story:
    """A pledge on its way, and its log."""

    log: Log
    under: object = BASE
    notices: int = 0
    day: date = DAY
    last: object = None

    @property
    def pledge(self):
        """The pledge as it stands."""
        return pledges.replay(self.log)

    def take(self, event):
        """Append an event."""
        self.log = self.log.append(event, by=event.by, at=AT, expected=self.log.head)
        self.day = max(self.day, event.on)
        return self

    def go(self, move, by=SECRETARY, *, on=None, **given):
        """Make a move; what comes with it is named."""
        given = Given(**given) if given else None
        on = on or self.day
        return self.take(pledges.decide(self.pledge, move, by=by, on=on, under=self.under, given=given))

    def why_not(self, move, by=SECRETARY, *, on=None, **given):
        """The codes of what speaks against a move."""
        given = Given(**given) if given else None
        on = on or self.day
        return pledges.explain(self.pledge, move, by=by, on=on, under=self.under, given=given).codes

    def post(self, move="publish", **changes):
        """Post a new notice and publish by it."""
        self.notices += 1
        self.last = notice_of(self.pledge, f"n-{self.notices}", on=self.day, **changes)
        return self.go(move, TOWNSHIP, posted=notices.posted(self.last))

    def file(self, move="start"):
        """Let the last notice run out, file it, and go on."""
        certificate = filed(self.last)
        return self.go(move, TOWNSHIP, on=max(self.day, certificate.on), filed=certificate)

    def sign(self):
        """Let everybody sign who has not."""
        for one in pledges.unsigned(self.pledge):
            self.go("sign", ME, signatory=one)
        return self


def story(pledger=MEMBER, items=(LAMP, ROAD), under=BASE, **more):
    """A pledge that has just been drafted."""
    if pledger.kind == PledgerKind.HOUSEHOLD:
        more.setdefault("plaque", hung())
    more.setdefault("kind", PledgeKind.ANNUAL)
    event = pledges.draft("p-1", pledger=pledger, items=items, by=ME, on=DAY, under=under, **more)
    return Story(log=Log.begin("p-1").append(event, by="m-3", at=AT), under=under)


def _submitted(one):
    return one.go("submit", ME)


def _approved(one):
    return _submitted(one).go("approve", TOWNSHIP)


def _signed(one):
    return _approved(one).sign()


def _published(one):
    return _signed(one).post()


def _acting(one):
    return _published(one).file()


def _amending(one):
    pledger = one.pledge.letter.pledger
    return _acting(one).go("amend", ME, letter=letter(LAMP, BRIDGE, pledger=pledger), reasons="路已硬化")


def _ready(one):
    return _amending(one).go("accept", TOWNSHIP).sign()


def _shown(one):
    _acting(one)
    for item in one.pledge.letter.items:
        one.go("progress", ME, progress=evidence(item.id, on=one.day, quantity=6))
    return one


def _reported(one):
    return _shown(one).go("report", ME)


def _verified(one):
    return _reported(one).go("verify", TOWNSHIP, outcomes=outcomes())


def _unfulfilled(one):
    return _reported(one).go("verify", TOWNSHIP, outcomes=outcomes("road"))


def _evaluated(one, grade=Grade.GOOD):
    return _verified(one).go("evaluate", TOWNSHIP, grade=grade)


def _commended(one):
    return _evaluated(one).go("commend", TOWNSHIP)


def _rectifying(one):
    _evaluated(one, Grade.POOR)
    return one.go("rectify", TOWNSHIP, reasons="未落实", until=one.day + timedelta(days=30))


PATHS = {
    "drafted": lambda one: one,
    "submitted": _submitted,
    "returned": lambda one: _submitted(one).go("return", TOWNSHIP, reasons="请写明数量"),
    "approved": _approved,
    "signed": _signed,
    "published": _published,
    "in_progress": _acting,
    "in_progress, with evidence": _shown,
    "amending": _amending,
    "amending, accepted": lambda one: _amending(one).go("accept", TOWNSHIP),
    "amending, signed": _ready,
    "amending, published": lambda one: _ready(one).post("republish"),
    "reported": _reported,
    "verified": _verified,
    "unfulfilled": _unfulfilled,
    "evaluated": _evaluated,
    "evaluated, poor": lambda one: _evaluated(one, Grade.POOR),
    "commended": _commended,
    "rectifying": _rectifying,
    "in_progress, again": lambda one: _rectifying(one).go("act_again", ME),
    "consolidated": lambda one: _commended(one).go("consolidate", TOWNSHIP),
    "withdrawn": lambda one: one.go("withdraw", ME, reasons="外出务工"),
    "lapsed": lambda one: one.go("lapse", TOWNSHIP, on=date(2027, 1, 1), reasons="逾期"),
}


def at(place, pledger=MEMBER, **more):
    """A story that has come to a place of `PATHS`."""
    return PATHS[place](story(pledger, **more))


def goods(one, move):
    """What a move needs of a pledge, so that nothing is missing and every check passes."""
    pledge = one.pledge
    pledger = pledge.letter.pledger
    if move == "start":
        return {"filed": filed(one.last)} if one.last is not None and pledge.state == "published" else {}
    if move == "resume":
        amended = pledge.amendment is not None and pledge.amendment.notice
        return {"filed": filed(one.last)} if amended else {}
    if move in {"publish", "republish"}:
        return {"posted": notices.posted(notice_of(pledge, "n-99", on=one.day))}
    return {
        "revise": {"letter": letter(LAMP, ROAD, pledger=pledger)},
        "amend": {"letter": letter(LAMP, ROAD, pledger=pledger), "reasons": "有变"},
        "sign": {"signatory": (*pledges.unsigned(pledge), "m-3")[0]},
        "progress": {"progress": evidence(on=one.day)},
        "verify": {"outcomes": outcomes(of=pledge.letter.items)},
        "evaluate": {"grade": Grade.GOOD},
        "rectify": {"reasons": "未落实", "until": one.day + timedelta(days=400)},
        **{one: {"reasons": "有因"} for one in ("return", "decline", "reopen", "withdraw", "lapse")},
    }.get(move, {})
