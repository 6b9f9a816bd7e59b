"""The course of a pledge once more, written by hand: the tests' second opinion."""

EARLY = ("drafted", "submitted", "returned", "approved", "signed")

# Move: from which states, by whom. `own`: the pledgers or an officer of their unit. `clerk`: any officer in
# reach. `other`: an officer who is no pledger. `judge`: the same, and for a branch's pledge one from above.
ALLOWED = {
    "revise": (("drafted", "returned"), "own"),
    "submit": (("drafted",), "own"),
    "return": (("submitted",), "judge"),
    "approve": (("submitted",), "judge"),
    "sign": (("approved", "amending"), "own"),
    "publish": (("signed",), "clerk"),
    "start": (("published",), "clerk"),
    "progress": (("in_progress", "amending"), "own"),
    "amend": (("published", "in_progress"), "own"),
    "accept": (("amending",), "judge"),
    "decline": (("amending",), "judge"),
    "republish": (("amending",), "clerk"),
    "resume": (("amending",), "clerk"),
    "report": (("in_progress",), "own"),
    "reopen": (("reported",), "judge"),
    "verify": (("reported", "in_progress"), "judge"),
    "evaluate": (("verified", "unfulfilled"), "judge"),
    "commend": (("evaluated",), "judge"),
    "rectify": (("evaluated",), "judge"),
    "act_again": (("rectifying",), "own"),
    "consolidate": (("evaluated", "commended"), "other"),
    "withdraw": ((*EARLY, "published", "in_progress"), "own"),
    "lapse": ((*EARLY, "published"), "clerk"),
    "correct": (None, "judge"),
}
OFFICERS = {
    "township_secretary",
    "township_committee",
    "general_branch_secretary",
    "branch_secretary",
    "deputy_secretary",
    "branch_committee",
}
ABOVE = {"township_secretary", "township_committee", "general_branch_secretary"}


def may(pledge, who, by):
    """Whether somebody belongs to those who make a move."""
    pledger = pledge.letter.pledger
    officer = bool(OFFICERS & by.roles) and pledger.unit in by.scope
    mine = by.id in pledger.signatories
    concerned = mine or by.id in pledger.excused
    from_above = pledger.kind != "branch" or bool(ABOVE & by.roles)
    return {
        "own": mine or officer,
        "clerk": officer,
        "other": officer and not concerned,
        "judge": officer and not concerned and from_above,
    }[who]


def ready(pledge, move, on):
    """Whether what a move rests on is there."""
    amendment, amending = pledge.amendment, pledge.state == "amending"
    paper = amendment or pledge
    everybody = set(paper.letter.pledger.signatories) == set(paper.signed)
    overdue = on > max(*(one.deadline for one in pledge.letter.items), pledge.rectify_until or on.min)
    return {
        "sign": not everybody,
        "accept": amending and not amendment.accepted,
        "republish": amending and amendment.accepted and everybody and not amendment.notice,
        "resume": amending and amendment.accepted and everybody and bool(amendment.notice),
        "report": {one.id for one in pledge.letter.items} <= {one.item for one in pledge.progress},
        "verify": pledge.state == "reported" or overdue,
        "commend": pledge.grade == "good",
        "consolidate": pledge.grade != "poor",
        "lapse": overdue,
    }.get(move, True)


def allowed(pledge, by, on):
    """The moves that somebody may make on a day, once what they need is given."""
    if on < pledge.on:
        return set()
    found = set()
    for move, (states, who) in ALLOWED.items():
        if states is not None and pledge.state not in states:
            continue
        late = move == "withdraw" and pledge.state not in EARLY
        if may(pledge, "judge" if late else who, by) and ready(pledge, move, on):
            found.add(move)
    return found
