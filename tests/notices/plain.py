"""
A notice kept as a clerk keeps it, in a dictionary, for walks of many steps.

It reads no table and calls nothing of the library. What speaks against a move is told by its codes, in the
order in which the library tells it.
"""

from datetime import timedelta

from tests.pledges.plain import OFFICERS, REACH

# By state and move: whether a settled hand is needed, what is needed, and where it leads.
TABLE = {
    ("posted", "object"): (False, "objection", "contested"),
    ("contested", "object"): (False, "objection", "contested"),
    ("contested", "answer"): (True, "answer", "?"),
    ("posted", "file"): (True, "clock", "filed"),
    ("posted", "withdraw"): (True, "reasons", "withdrawn"),
    ("contested", "withdraw"): (True, "reasons", "withdrawn"),
}
ENDS = ("filed", "upheld", "withdrawn")
STATES = ("posted", "contested", *ENDS)
TABLE |= {(state, "correct"): (True, None, state) for state in STATES}
MOVES = sorted({move for _, move in TABLE})
OPEN = {state: [move for at, move in TABLE if at == state] for state in STATES}


def posted(id, thing, concerns, days, on):
    """A notice that has just been posted."""
    return {
        "id": id, "thing": thing, "state": "posted", "version": 1, "on": on,
        "posted": on, "days": days, "concerns": concerns, "said": {},
    }  # fmt: skip


def unanswered(one):
    """The objections that nobody has answered."""
    return [id for id, (_, until) in one["said"].items() if until is None]


def counted(one, on):
    """The whole days between the posting and a day on which no objection was open."""
    days = [one["posted"] + timedelta(days=many) for many in range(1, (on - one["posted"]).days)]
    said = one["said"].values()
    return sum(not any(came <= day and (gone is None or day <= gone) for came, gone in said) for day in days)


def against(one, move, actor, on, given):
    """The codes of all that speaks against a move, as they are told at once; none, where it is made."""
    row = TABLE.get((one["state"], move))
    if row is None:
        return ["move.not_from_here"]
    settles, need, _ = row
    codes = ["move.role"] if settles and actor not in OFFICERS else []
    codes += ["move.day"] if on < one["on"] else []
    if settles:
        codes += [] if actor in REACH else ["actor.scope"]
        codes += ["notice.concerned"] if actor.rstrip("*") in one["concerns"] else []
    if codes or need is None:
        return codes
    if given is None:
        return ["move.needs"]
    wrong = WRONG[need](one, on, given) if need in WRONG else None
    return [wrong] if wrong else []


def _wrong_clock(one, on, clock):
    if clock != (one["version"], on):
        return "notice.clock"
    return "notice.running" if counted(one, on) < one["days"] else None


WRONG = {
    "objection": lambda one, _, id: "notice.objection_twice" if id in one["said"] else None,
    "answer": lambda one, _, answer: None if answer[0] in unanswered(one) else "notice.no_objection",
    "clock": _wrong_clock,
}


def moved(one, move, on, given):
    """Write a move down."""
    leads = TABLE[one["state"], move][2]
    if move == "object":
        one["said"][given] = (on, None)
    elif move == "answer":
        one["said"][given[0]] = (one["said"][given[0]][0], on)
        leads = "upheld" if given[1] else "contested" if unanswered(one) else "posted"
    one["state"], one["on"], one["version"] = leads, on, one["version"] + 1


CODES = {
    *("move.not_from_here", "move.role", "move.day", "move.needs", "actor.scope", "notice.concerned"),
    *("notice.clock", "notice.running", "notice.objection_twice", "notice.no_objection"),
}
"""Every code that the clerk knows."""
