"""
Pledges, their notices and their plaques on random ways, against a plain model.

The model is dictionaries and the course written by hand (`model.py`); it folds no event and reads no table.
At `make deep` it makes about 100,000 moves.
"""

from datetime import timedelta

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.pledges.model import allowed
from tests.pledges.town import (
    AT,
    BRIDGE,
    DAY,
    DEPUTY,
    EVERYBODY,
    HOUSEHOLD,
    LAMP,
    ME,
    MEMBER,
    PLEDGERS,
    ROAD,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    evidence,
    hung,
    letter,
    outcomes,
)

from sanliang import Log, Refused, notices, pledges
from sanliang.calendars import Period
from sanliang.kernel.events import verify
from sanliang.notices import Answer, Objection
from sanliang.pledges import BASE, PLAQUE_BASE, Given, Grade, Holder, PlaqueGiven, Result

# Where a move leads, by hand. What is not here stays, or is said by `leads`.
LEADS = {
    "revise": "drafted",
    "submit": "submitted",
    "return": "returned",
    "approve": "approved",
    "publish": "published",
    "start": "in_progress",
    "amend": "amending",
    "resume": "in_progress",
    "report": "reported",
    "reopen": "in_progress",
    "evaluate": "evaluated",
    "commend": "commended",
    "rectify": "rectifying",
    "act_again": "in_progress",
    "consolidate": "consolidated",
    "withdraw": "withdrawn",
    "lapse": "lapsed",
}
LETTERS = ((LAMP, ROAD), (LAMP, BRIDGE), (LAMP, ROAD, BRIDGE))
JUDGED = {"return", "approve", "accept", "decline", "reopen", "verify", "evaluate", "commend", "rectify"}
# The straight way, and a little of the crooked ones; the rest is rare, so that walks come far.
FORWARD = (
    "submit",
    "approve",
    "sign",
    "publish",
    "start",
    "accept",
    "republish",
    "resume",
    "report",
    "progress",
    "verify",
    "evaluate",
    "commend",
    "rectify",
    "act_again",
    "amend",
    "consolidate",
)
people = st.sampled_from(EVERYBODY)
shares = st.integers(0, 10**6)


@attrs.define
class Model:
    """A pledge as somebody would keep it on paper."""

    state: str = "drafted"
    letter: object = None
    signed: tuple = ()
    notice: str = ""
    proposed: object = None
    proposal: dict = attrs.field(factory=dict)
    started: bool = False
    evidence: list = attrs.field(factory=list)
    broken: tuple = ()
    grade: object = None


class Pledging(RuleBasedStateMachine):
    """Several pledges, each with its log and its model, the notices that were posted, and a plaque."""

    @initialize(pledger=st.sampled_from(PLEDGERS), other=st.sampled_from(PLEDGERS), ahead=st.integers(0, 14))
    def begin(self, pledger, other, ahead):
        """Draft two pledges, list a plaque, and bring one pledge some way ahead."""
        self.day, self.models, self.logs, self.board = DAY, {}, {}, {}
        self.plaque = pledges.replay_plaque(
            [
                pledges.owe(
                    "q-1", Holder(household="h-1", unit="b-1", full_members=("m-5",)), by=SECRETARY, on=DAY
                )
            ]
        )
        for id, one in (("p-1", pledger), ("p-2", other)):
            plaque = hung() if one == HOUSEHOLD else None
            event = pledges.draft(
                id, pledger=one, kind="annual", items=LETTERS[0], by=ME, on=DAY, plaque=plaque
            )
            self.logs[id] = Log.begin(id).append(event, by="m-3", at=AT)
            self.models[id] = Model(letter=letter(*LETTERS[0], pledger=one))
        for step in range(ahead):
            self.forward("p-1", step)

    def pledge(self, id):
        """The pledge as it stands."""
        return pledges.replay(self.logs[id])

    # --- time and plaques ------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 1, 6, 6, 40, 200]))
    def wait(self, days):
        """Some days go by."""
        self.day += timedelta(days=days)

    @rule(
        by=people,
        move=st.sampled_from(["hang", "star", "withhold", "remove", "restore"]),
        stars=st.integers(0, 5),
    )
    def door(self, by, move, stars):
        """Somebody does something to the plaque."""
        state = self.plaque.state
        leaves = {
            "hang": {"due"},
            "star": {"hung"},
            "withhold": {"due", "hung"},
            "remove": {"due", "hung", "withheld"},
            "restore": {"withheld", "removed"},
        }[move]
        officer = by in {SECRETARY, DEPUTY, TOWNSHIP} or (by.id == "m-3" and "branch_secretary" in by.roles)
        given = PlaqueGiven(place="门口", stars=stars, reasons="有因", holder=self.plaque.holder)
        ask = {"by": by, "on": self.day, "under": PLAQUE_BASE, "given": given}
        expected = state in leaves and officer
        assert pledges.explain(self.plaque, move, **ask).ok == expected
        if expected:
            self.plaque = pledges.apply_plaque(self.plaque, pledges.decide(self.plaque, move, **ask))
            shown = self.plaque.stars is not None
            assert shown <= (self.plaque.state == "hung")
            assert bool(self.plaque.place) == (self.plaque.state == "hung")

    # --- notices ---------------------------------------------------------------------------------------

    @rule(share=shares, upheld=st.booleans())
    def objection(self, share, upheld):
        """Somebody objects to what hangs, or the oldest open objection is answered."""
        hanging = sorted(id for id, one in self.board.items() if one.state in {"posted", "contested"})
        if not hanging:
            return
        id = hanging[share % len(hanging)]
        notice = self.board[id]
        if notice.state == "contested":
            answer = Answer(objection=notice.open_objections[0].id, says="已复核", upheld=upheld)
            move, by, given = "answer", TOWNSHIP, notices.Given(answer=answer)
        else:
            objection = Objection(id=f"o-{len(notice.objections)}", says="不实")
            move, by, given = "object", VILLAGER, notices.Given(objection=objection)
        on = max(self.day, notice.on)
        event = notices.decide(notice, move, by=by, on=on, under=notices.BASE, given=given)
        self.board[id] = notices.apply(notice, event)

    def filed(self, id):
        """What a notice certifies, if it can be filed today or was."""
        notice = self.board.get(id)
        if notice is None:
            return None
        if notice.state != "filed":
            given = notices.Given(clock=notices.clock(notice, on=self.day))
            try:
                event = notices.decide(
                    notice, "file", by=TOWNSHIP, on=self.day, under=notices.BASE, given=given
                )
            except Refused:
                return None
            assert not notice.open_objections
            self.board[id] = notice = notices.apply(notice, event)
        return notices.filed(notice)

    # --- pledges ---------------------------------------------------------------------------------------

    def ways(self, id):
        """Every move that is open to anybody today, and to whom."""
        pledge = self.pledge(id)
        self.day = max(self.day, pledge.on)
        found = {}
        for by in EVERYBODY:
            for move in pledges.available(pledge, by=by, on=self.day, under=BASE):
                found.setdefault(move, []).append(by)
        return found

    @rule(id=st.sampled_from(["p-1", "p-2"]), detail=shares)
    def forward(self, id, detail):
        """Somebody makes a move that brings the pledge on; what has to wait for its notice waits."""
        ways = self.ways(id)
        ahead = [move for move in FORWARD if move in ways]
        if ahead:
            move = ahead[detail // 8 % len(ahead)]
            self.day += timedelta(days=6 if move in {"start", "resume"} else 0)
            self.make(id, move, ways[move][detail % len(ways[move])], detail)

    @rule(id=st.sampled_from(["p-1", "p-2"]), share=shares, detail=shares)
    def move(self, id, share, detail):
        """Somebody makes any move that is open to them; those that lead out are rare."""
        ways = self.ways(id)
        rare = {"withdraw", "lapse", "consolidate"} if detail % 11 else set()
        moves = sorted(ways.keys() - rare)
        if moves:
            move = moves[share % len(moves)]
            self.make(id, move, ways[move][detail % len(ways[move])], detail)

    def make(self, id, move, by, detail):
        """Make a move with what it needs, in the log and in the model."""
        pledge = self.pledge(id)
        given = self.what(pledge, move, detail)
        if given is None:
            return
        event = pledges.decide(pledge, move, by=by, on=self.day, under=BASE, given=given)
        if move in JUDGED:
            assert by.id not in pledge.letter.pledger.signatories
        self.logs[id] = self.logs[id].append(event, by=by.id, at=AT, expected=self.logs[id].head)
        self.follow(self.models[id], move, given)

    @rule(id=st.sampled_from(["p-1", "p-2"]), by=people, share=shares)
    def ask(self, id, by, share):
        """What is open is what the course written by hand says; the rest is refused and changes nothing."""
        pledge = self.pledge(id)
        on = max(self.day, pledge.on)
        found = {*pledges.available(pledge, by=by, on=on, under=BASE)}
        assert found == allowed(pledge, by, on)
        shut = [move for move in BASE.moves if move not in found]
        move = shut[share % len(shut)]
        given = self.what(pledge, move, share, quiet=True)
        verdict = pledges.explain(pledge, move, by=by, on=on, under=BASE, given=given)
        assert not verdict.ok
        assert all(reason.text("zh") and reason.text("en") for reason in verdict.reasons)

    def what(self, pledge, move, detail, *, quiet=False):
        """What comes with a move; nothing where it cannot be had today."""
        items = LETTERS[detail % len(LETTERS)]
        if move in {"revise", "amend"}:
            fresh = letter(*items, pledger=pledge.letter.pledger)
            late = any(one.deadline < self.day and one not in pledge.letter.items for one in items)
            return None if late else Given(letter=fresh, reasons="有变")
        if move in {"publish", "republish"} and not quiet:
            id = f"n-{len(self.board) + 1}"
            posting = pledges.posting(pledge, place="公开栏", period=Period(days=5))
            self.board[id] = notices.replay([notices.post(id, posting, by=TOWNSHIP, on=self.day)])
            return Given(posted=notices.posted(self.board[id]))
        if move in {"start", "resume"}:
            paper = pledge.amendment or pledge
            certificate = None if quiet else self.filed(paper.notice)
            return None if certificate is None else Given(filed=certificate)
        left = pledges.unsigned(pledge)
        some = pledge.letter.items[detail % len(pledge.letter.items)]
        result = (Result.FULFILLED, Result.OBJECTIVE, Result.UNFULFILLED)[detail % 3]
        return Given(
            reasons="有因",
            signatory=left[detail % len(left)] if left else None,
            progress=evidence(some.id, on=self.day) if move == "progress" else None,
            outcomes=outcomes(some.id, of=pledge.letter.items, result=result) if move == "verify" else None,
            grade=[*Grade][detail % 4] if move == "evaluate" else None,
            until=self.day + timedelta(days=detail % 60) if move == "rectify" else None,
        )

    def follow(self, model, move, given):
        """Write the move down in the model."""
        model.state = LEADS.get(move, model.state)
        match move:
            case "revise":
                model.letter, model.signed = given.letter, ()
            case "sign" if model.proposed is not None:
                model.proposal["signed"] = (*model.proposal["signed"], given.signatory)
            case "sign":
                model.signed = (*model.signed, given.signatory)
                if {*model.signed} == {*model.letter.pledger.signatories}:
                    model.state = "signed"
            case "publish":
                model.notice = given.posted.notice
            case "start":
                model.started = True
            case "progress":
                model.evidence.append(given.progress)
            case "amend":
                model.proposed, model.proposal = given.letter, {"accepted": False, "signed": (), "notice": ""}
            case "accept":
                model.proposal["accepted"] = True
            case "republish":
                model.proposal["notice"] = given.posted.notice
            case "decline":
                model.state = "in_progress" if model.started else "published"
                model.proposed = None
            case "resume":
                model.letter, model.started = model.proposed, True
                model.signed, model.notice = model.proposal["signed"], model.proposal["notice"]
                model.proposed = None
            case "verify":
                model.broken = tuple(one.item for one in given.outcomes if one.result != Result.FULFILLED)
                model.state = "unfulfilled" if model.broken else "verified"
            case "evaluate":
                model.grade = given.grade
            case "act_again":
                model.grade, model.broken = None, ()

    # --- after each step -------------------------------------------------------------------------------

    @invariant()
    def together(self):
        """Log, pledge and model say the same, and the log verifies."""
        for id, model in self.models.items():
            log, pledge = self.logs[id], self.pledge(id)
            assert (pledge.version, pledge.id) == (len(log), id)
            assert pledge == pledges.replay(log.events)
            assert (model.state, model.letter, model.notice) == (pledge.state, pledge.letter, pledge.notice)
            assert (model.signed, model.grade) == (pledge.signed, pledge.grade)
            assert tuple(model.evidence) == pledge.progress
            proposed = None if pledge.amendment is None else pledge.amendment.letter
            assert model.proposed == proposed
            broken = tuple(one.item for one in pledge.outcomes if one.result != Result.FULFILLED)
            assert model.broken == broken
            days = [event.on for event in log.events]
            assert days == sorted(days)

    @invariant()
    def in_force(self):
        """What is in action was signed by all, and its notice was filed without an open objection."""
        for id, model in self.models.items():
            if model.started:
                notice = self.board[model.notice]
                assert notices.final(notice).ok
                assert notice.posting.thing == id
                assert {*model.signed} == {*model.letter.pledger.signatories}

    @invariant()
    def board_is_sound(self):
        """No filed notice has an open objection, and a contested one has one."""
        for notice in self.board.values():
            assert (notice.state == "contested") <= bool(notice.open_objections)
            assert (notice.state in {"posted", "filed"}) <= (not notice.open_objections)

    def teardown(self):
        """At the end each log verifies against its head."""
        for log in getattr(self, "logs", {}).values():
            assert verify(log, head=log.head).ok
            assert log.entries[0].event.given.letter.pledger in {*PLEDGERS, MEMBER}


Pledging.TestCase.settings = settings(
    max_examples=max(10, settings().max_examples // 2), stateful_step_count=40
)
TestCourse = Pledging.TestCase
