"""
A pledge kept as a clerk keeps it, in a dictionary: the tests' third opinion, for walks of many steps.

It reads no table and calls nothing of the library. The rows are written down once more; what speaks against a
move is told by its codes, in the order in which the library tells it.
"""

OFFICERS = {"m-1", "m-2", "m-20", "m-9", "m-3*"}
ABOVE = {"m-20"}
REACH = {"m-1", "m-2", "m-20", "m-3", "m-3*", "f-3", "v-1"}
"""By id, who has an office, who has one above the branch, who reaches it; `m-3*` is m-3 with his office."""

EARLY = ("drafted", "submitted", "returned", "approved", "signed")

# From where, the move, by whom, what must be the case beside, what is needed, where it leads.
ROWS = (
    ("drafted returned", "revise", "own", "", "letter", "drafted"),
    ("drafted", "submit", "own", "", "", "submitted"),
    ("submitted", "return", "judge", "", "reasons", "returned"),
    ("submitted", "approve", "judge", "", "", "approved"),
    ("approved", "sign", "own", "", "signatory", "?signed"),
    ("signed", "publish", "clerk", "", "posted", "published"),
    ("published", "start", "clerk", "", "filed", "in_progress"),
    ("in_progress amending", "progress", "own", "", "progress", "="),
    ("published in_progress", "amend", "own", "", "letter reasons", "amending"),
    ("amending", "sign", "own", "unsigned", "signatory", "="),
    ("amending", "accept", "judge", "unvetted", "", "="),
    ("amending", "decline", "judge", "", "reasons", "?begun"),
    ("amending", "republish", "clerk", "ready unposted", "posted", "="),
    ("amending", "resume", "clerk", "ready posted", "filed", "in_progress"),
    ("in_progress", "report", "own", "shown", "", "reported"),
    ("reported", "reopen", "judge", "", "reasons", "in_progress"),
    ("reported", "verify", "judge", "", "outcomes", "?kept"),
    ("in_progress", "verify", "judge", "overdue", "outcomes", "?kept"),
    ("verified unfulfilled", "evaluate", "judge", "", "grade", "evaluated"),
    ("evaluated", "commend", "judge", "commendable", "", "commended"),
    ("evaluated", "rectify", "judge", "", "reasons until", "rectifying"),
    ("rectifying", "act_again", "own", "", "", "in_progress"),
    ("evaluated commended", "consolidate", "other", "settled", "", "consolidated"),
    (" ".join(EARLY), "withdraw", "own", "", "reasons", "withdrawn"),
    ("published in_progress", "withdraw", "judge", "", "reasons", "withdrawn"),
    (" ".join((*EARLY, "published")), "lapse", "clerk", "overdue", "reasons", "lapsed"),
)
TABLE = {}
for _states, _move, _who, _more, _needs, _leads in ROWS:
    for _state in _states.split():
        TABLE[_state, _move] = (_who, _more.split(), _needs.split(), _leads)
ENDS = ("consolidated", "withdrawn", "lapsed")
STATES = {state for state, _ in TABLE} | {*ENDS}
for _state in STATES:
    TABLE[_state, "correct"] = ("judge", [], [], "=")
MOVES = sorted({move for _, move in TABLE})
OPEN = {state: [move for at, move in TABLE if at == state] for state in STATES}


def drafted(id, letter, on):
    """A pledge that has just been drafted."""
    return {
        "id": id,
        "state": "drafted",
        "version": 1,
        "on": on,
        "letter": letter,
        "new": None,
        "signed": [],
        "signed_on": None,
        "notice": "",
        "started": None,
        "shown": [],
        "found": [],
        "grade": None,
        "until": None,
    }


def hand(one):
    """The paper that is being vetted, signed and posted: the new one, while there is one."""
    return one["new"] or one


def last_day(one):
    """The last day, that of a rectification included."""
    last = max(deadline for _, deadline, _ in one["letter"]["items"])
    return last if one["until"] is None else max(last, one["until"])


def _unsigned(one):
    paper = hand(one)
    return [who for who in paper["letter"]["signers"] if who not in paper["signed"]]


CASES = {
    "unsigned": lambda one, _: None if _unsigned(one) else "pledge.all_signed",
    "unvetted": lambda one, _: "pledge.accepted" if one["new"]["accepted"] else None,
    "ready": lambda one, _: (
        "pledge.not_accepted" if not one["new"]["accepted"] else "pledge.unsigned" if _unsigned(one) else None
    ),
    "unposted": lambda one, _: "pledge.republished" if one["new"]["notice"] else None,
    "posted": lambda one, _: None if one["new"]["notice"] else "pledge.not_republished",
    "shown": lambda one, _: (
        None if {item for item, _, _ in one["letter"]["items"]} <= {*one["shown"]} else "pledge.no_evidence"
    ),
    "overdue": lambda one, on: None if on > last_day(one) else "pledge.not_overdue",
    "commendable": lambda one, _: None if one["grade"] in (None, "good") else "pledge.not_commendable",
    "settled": lambda one, _: "pledge.to_rectify" if one["grade"] == "poor" else None,
}


def barred(one, who, actor):
    """What speaks against somebody, whatever is asked: codes, in order."""
    id = actor.rstrip("*")
    own = id in one["letter"]["signers"] or id == one["letter"]["pledger"]
    reach = [] if actor in REACH else ["actor.scope"]
    if who == "own":
        return [] if own else ["pledge.not_own"] if actor not in OFFICERS else reach
    if who == "clerk":
        return reach
    doer = any(does == id for _, _, does in hand(one)["letter"]["items"])
    mine = ["pledge.own"] if own else ["pledge.does_it"] if doer else []
    above = who == "judge" and one["letter"]["kind"] == "branch" and actor not in ABOVE
    return [*reach, *mine, *(["pledge.from_above"] if above else [])]


def against(one, move, actor, on, given):
    """The codes of all that speaks against a move, as they are told at once; none, where it is made."""
    row = TABLE.get((one["state"], move))
    if row is None:
        return ["move.not_from_here"]
    who, more, needs, _ = row
    codes = ["move.role"] if who != "own" and actor not in OFFICERS else []
    codes += ["move.day"] if on < one["on"] else []
    codes += barred(one, who, actor)
    codes += [code for code in (CASES[name](one, on) for name in more) if code]
    if codes:
        return codes
    missing = ["move.needs" for need in needs if given.get(need) is None]
    return missing or [code for need in needs if (code := wrong(one, need, on, given[need]))]


def _wrong_letter(one, on, letter):
    if letter["pledger"] != one["letter"]["pledger"]:
        return "pledge.other_pledger"
    if len(letter["items"]) < (2 if letter["kind"] == "branch" else 1):
        return "pledge.too_few_items"
    kept = {item: deadline for item, deadline, _ in one["letter"]["items"]}
    late = any(deadline < on and kept.get(item) != deadline for item, deadline, _ in letter["items"])
    return "pledge.past_deadline" if late else None


def _wrong_posted(one, on, posted):
    paper = hand(one)
    if posted["thing"] != one["id"] or posted["notice"] == one["notice"]:
        return "pledge.other_notice"
    if posted["on"] > on:
        return "pledge.future_notice"
    if paper["signed_on"] is not None and posted["on"] < paper["signed_on"]:
        return "pledge.early_notice"
    return None if {*paper["letter"]["signers"]} <= {*posted["concerns"]} else "pledge.unnamed"


def _wrong_filed(one, on, filed):
    if (filed["thing"], filed["notice"]) != (one["id"], hand(one)["notice"]):
        return "pledge.other_notice"
    return "pledge.future_notice" if filed["on"] > on else None


def _wrong_progress(one, on, shown):
    if shown["item"] not in [item for item, _, _ in one["letter"]["items"]]:
        return "pledge.no_such_item"
    if one["started"] is not None and shown["on"] < one["started"]:
        return "pledge.evidence_early"
    return "pledge.evidence_day" if shown["on"] > on else None


WRONG = {
    "letter": _wrong_letter,
    "signatory": lambda one, _, who: None if who in _unsigned(one) else "pledge.not_a_signatory",
    "posted": _wrong_posted,
    "filed": _wrong_filed,
    "progress": _wrong_progress,
    "outcomes": lambda one, _, found: (
        None
        if sorted(item for item, _ in found) == sorted(item for item, _, _ in one["letter"]["items"])
        else "pledge.outcomes"
    ),
    "until": lambda _one, on, until: "pledge.until" if until < on else None,
}


def wrong(one, need, on, value):
    """What is wrong with something that was given, if anything is."""
    return WRONG[need](one, on, value) if need in WRONG else None


def moved(one, move, on, given):
    """Write a move down."""
    leads = TABLE[one["state"], move][3]
    if leads == "?signed":
        leads = "approved" if len(_unsigned(one)) > 1 else "signed"
    elif leads == "?begun":
        leads = "published" if one["started"] is None else "in_progress"
    elif leads == "?kept":
        leads = "verified" if all(kept == "fulfilled" for _, kept in given["outcomes"]) else "unfulfilled"
    one["version"] += 1
    one["on"] = on
    if move in WRITES:
        WRITES[move](one, on, given)
    one["state"] = one["state"] if leads == "=" else leads


def _sign(one, on, given):
    paper = hand(one)
    paper["signed"].append(given["signatory"])
    paper["signed_on"] = on


def _resume(one, on, _given):
    new = one["new"]
    one.update({name: new[name] for name in ("letter", "signed", "signed_on", "notice")})
    one.update(new=None, started=one["started"] or on)


def _propose(one, _on, given):
    one["new"] = {
        "letter": given["letter"], "accepted": False, "signed": [], "signed_on": None, "notice": ""
    }  # fmt: skip


WRITES = {
    "revise": lambda one, _, given: one.update(letter=given["letter"], signed=[], signed_on=None),
    "sign": _sign,
    "publish": lambda one, _, given: one.update(notice=given["posted"]["notice"]),
    "start": lambda one, on, _: one.update(started=on),
    "progress": lambda one, _, given: one["shown"].append(given["progress"]["item"]),
    "amend": _propose,
    "accept": lambda one, *_: one["new"].update(accepted=True),
    "decline": lambda one, *_: one.update(new=None),
    "republish": lambda one, _, given: one["new"].update(notice=given["posted"]["notice"]),
    "resume": _resume,
    "verify": lambda one, _, given: one.update(found=given["outcomes"], until=None),
    "evaluate": lambda one, _, given: one.update(grade=given["grade"]),
    "rectify": lambda one, _, given: one.update(until=given["until"]),
    "act_again": lambda one, *_: one.update(found=[], grade=None),
}

NAMES = """
all_signed accepted not_accepted unsigned republished not_republished no_evidence not_overdue not_commendable
to_rectify not_own own does_it from_above other_pledger too_few_items past_deadline other_notice future_notice
early_notice unnamed no_such_item evidence_early evidence_day not_a_signatory outcomes until
"""
CODES = {
    *(f"pledge.{name}" for name in NAMES.split()),
    *("move.not_from_here", "move.role", "move.day", "move.needs", "actor.scope"),
}
"""Every code that the clerk knows."""
