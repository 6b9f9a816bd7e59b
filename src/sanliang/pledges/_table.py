"""Where a pledge goes from where: the base lifecycle, its stages and its rows."""

from __future__ import annotations

from functools import partial

from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Fork, Lifecycle, node, row
from sanliang.orgs import OFFICERS
from sanliang.pledges._pledge import Move, Pledge, State
from sanliang.pledges._rules import KIND

_PLEDGE = Text("公开承诺", "public pledge")
_ACTION = Text("先锋行动", "vanguard action")
_REVIEW = Text("总结固化", "summarize and consolidate")
_STAGES = {
    **dict.fromkeys(("drafted", "submitted", "returned", "approved", "signed", "published"), _PLEDGE),
    **dict.fromkeys(("in_progress", "amending", "reported", "verified", "unfulfilled"), _ACTION),
    **dict.fromkeys(("evaluated", "commended", "rectifying", "consolidated"), _REVIEW),
}
_ENDS = {State.CONSOLIDATED, State.WITHDRAWN, State.LAPSED}
_BEFORE = ("drafted", "submitted", "returned", "approved", "signed")


_own = partial(row, guards=("own_or_officer",))
_clerk = partial(row, roles=OFFICERS, guards=("within",))
_judge = partial(row, roles=OFFICERS, guards=("within", "not_own", "from_above"))

_DRAFTING = (
    _own(Move.DRAFT, (), "drafted", needs=("letter",)),
    _own(Move.REVISE, ("drafted", "returned"), "drafted", needs=("letter",)),
    _own(Move.SUBMIT, ("drafted",), "submitted"),
    _judge(Move.RETURN, ("submitted",), "returned", needs=("reasons",)),
    _judge(Move.APPROVE, ("submitted",), "approved"),
    _own(
        Move.SIGN,
        ("approved",),
        Fork(by="signatures", to={"all": "signed", "some": "approved"}),
        needs=("signatory",),
    ),
    _clerk(Move.PUBLISH, ("signed",), "published", needs=("posted",)),
    _clerk(Move.START, ("published",), "in_progress", needs=("filed",)),
)
_ACTING = (
    _own(Move.PROGRESS, ("in_progress", "amending"), "=", needs=("progress",)),
    _own(Move.AMEND, ("published", "in_progress"), "amending", needs=("letter", "reasons")),
    row(
        Move.SIGN,
        ("amending",),
        "=",
        name="sign_amendment",
        guards=("own_or_officer", "unsigned_left"),
        needs=("signatory",),
    ),
    row(
        Move.ACCEPT,
        ("amending",),
        "=",
        roles=OFFICERS,
        guards=("within", "not_own", "from_above", "not_accepted_yet"),
    ),
    _judge(
        Move.DECLINE,
        ("amending",),
        Fork(by="begun", to={"yes": "in_progress", "no": "published"}),
        needs=("reasons",),
    ),
    row(
        Move.REPUBLISH,
        ("amending",),
        "=",
        roles=OFFICERS,
        guards=("within", "amendment_ready", "not_republished"),
        needs=("posted",),
    ),
    row(
        Move.RESUME,
        ("amending",),
        "in_progress",
        roles=OFFICERS,
        guards=("within", "amendment_ready", "republished"),
        needs=("filed",),
    ),
    row(Move.REPORT, ("in_progress",), "reported", guards=("own_or_officer", "has_evidence")),
    _judge(Move.REOPEN, ("reported",), "in_progress", needs=("reasons",)),
    _judge(
        Move.VERIFY,
        ("reported",),
        Fork(by="outcome", to={"kept": "verified", "broken": "unfulfilled"}),
        needs=("outcomes",),
    ),
    row(
        Move.VERIFY,
        ("in_progress",),
        Fork(by="outcome", to={"kept": "verified", "broken": "unfulfilled"}),
        name="verify_overdue",
        roles=OFFICERS,
        guards=("within", "not_own", "from_above", "overdue"),
        needs=("outcomes",),
    ),
)
_REVIEWING = (
    _judge(Move.EVALUATE, ("verified", "unfulfilled"), "evaluated", needs=("grade",)),
    row(
        Move.COMMEND,
        ("evaluated",),
        "commended",
        roles=OFFICERS,
        guards=("within", "not_own", "from_above", "commendable"),
    ),
    _judge(Move.RECTIFY, ("evaluated",), "rectifying", needs=("reasons", "until")),
    _own(Move.ACT_AGAIN, ("rectifying",), "in_progress"),
    row(
        Move.CONSOLIDATE,
        ("evaluated", "commended"),
        "consolidated",
        roles=OFFICERS,
        guards=("within", "not_own", "nothing_to_rectify"),
    ),
)
_OUTSIDE = (
    _own(Move.WITHDRAW, _BEFORE, "withdrawn", needs=("reasons",)),
    row(
        Move.WITHDRAW,
        ("published", "in_progress"),
        "withdrawn",
        name="withdraw_published",
        roles=OFFICERS,
        guards=("within", "not_own", "from_above"),
        needs=("reasons",),
    ),
    row(
        Move.LAPSE,
        (*_BEFORE, "published"),
        "lapsed",
        roles=OFFICERS,
        guards=("within", "overdue"),
        needs=("reasons",),
    ),
    _judge(Move.CORRECT, ("*",), "="),
)

BASE: Lifecycle[Pledge] = Lifecycle(
    id="pledge",
    kind=KIND,
    nodes=tuple(node(state, stage=_STAGES.get(state.value), final=state in _ENDS) for state in State),
    rows=(*_DRAFTING, *_ACTING, *_REVIEWING, *_OUTSIDE),
)
"""The base lifecycle of pledges, which a town may change."""
