"""
A plain model of things with states: a dictionary each, written from what the rules mean.

It reads the rows of a town's table, which are data, and calls nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from sanliang.kernel.lifecycles import Actor, Fork, Row
from sanliang.orgs import OFFICERS, OFFICERS_ABOVE

Known = dict[str, Any]
"""What is known of a thing, under plain names."""


@attrs.define
class Plain:
    """
    One thing as the model has it.

    Args:
        word: What it is.
        state, version, on, unit: As in every thing.
        has: What else is known of it: nothing where the model knows only the ways of its table.
    """

    word: str
    state: str
    version: int
    on: date
    unit: str
    has: Known

    def leads(self, row: Row, given: Any) -> frozenset[str]:
        """The states that a move may lead to; one alone, where the model knows how the row forks."""
        if not isinstance(row.enters, Fork):
            return frozenset({self._of(row.enters)})
        fork = FORKS.get(row.enters.by)
        if fork is None or not self.has:
            return frozenset(map(self._of, row.enters.to.values()))
        return frozenset({self._of(row.enters.to[fork(self.has, given)])})

    def _of(self, enters: str) -> str:
        return self.state if enters == "=" else enters

    def moved(self, move: str, enters: str, given: Any, on: date) -> None:
        """Take a move over."""
        self.state, self.on, self.version = enters, on, self.version + 1
        change = CHANGES.get(self.word, {}).get(move)
        if change is not None:
            change(self.has, given, on)

    def may(self, row: Row, by: Actor, on: date, settings: Mapping[str, Any]) -> bool | None:
        """Whether somebody may make a move that is open in this state; nothing where a guard is unknown."""
        if on < self.on or (row.roles and row.roles.isdisjoint(by.roles)):
            return False
        asked = [GUARDS.get(name) if self.has else None for name in row.guards]
        told = [guard(self, by, on, settings) for guard in asked if guard is not None]
        if False in told:
            return False
        return None if None in told or None in asked else True


def started(word: str, thing: str, enters: str, given: Any, on: date, unit: str) -> Plain:
    """A thing that has just been opened."""
    begin = BEGINS.get(word)
    return Plain(word, enters, 1, on, unit, {} if begin is None else {"id": thing, **begin(given, on)})


# --- pledges ----------------------------------------------------------------------------------------------


def _paper(letter: Any) -> Known:
    """A letter as far as it matters: what is promised, by when, by whom."""
    pledger = letter.pledger
    return {
        "kind": str(pledger.kind.value),
        "signers": [*pledger.signatories],
        "own": {pledger.id, *pledger.signatories},
        "excused": {*pledger.excused},
        "doers": {item.responsible for item in letter.items},
        "items": [item.id for item in letter.items],
        "deadline": max(item.deadline for item in letter.items),
        "signed": [],
        "signed_on": None,
        "notice": "",
    }


def _drafted(given: Any, _on: date) -> Known:
    return {
        "paper": _paper(given.letter),
        "new": None,
        "accepted": False,
        "begun": None,
        "shown": [],
        "found": [],
        "grade": None,
        "until": None,
        "ordered": 0,
    }


def _hand(has: Known) -> Known:
    """The paper that is being vetted, signed and posted."""
    found: Known = has["new"] or has["paper"]
    return found


def _revise(has: Known, given: Any, _on: date) -> None:
    if given is not None and given.letter is not None:
        has["paper"] = {**_paper(given.letter), "notice": has["paper"]["notice"]}


def _sign(has: Known, given: Any, on: date) -> None:
    if given is not None and given.signatory is not None:
        _hand(has)["signed"].append(given.signatory)
        _hand(has)["signed_on"] = on


def _post(has: Known, given: Any, _on: date) -> None:
    if given is not None and given.posted is not None:
        _hand(has)["notice"] = given.posted.notice


def _begin(has: Known, _given: Any, on: date) -> None:
    has["begun"] = on


def _show(has: Known, given: Any, _on: date) -> None:
    if given is not None and given.progress is not None:
        has["shown"].append(given.progress.item)


def _propose(has: Known, given: Any, _on: date) -> None:
    if given is not None and given.letter is not None:
        has["new"], has["accepted"] = _paper(given.letter), False


def _accept(has: Known, _given: Any, _on: date) -> None:
    has["accepted"] = has["new"] is not None


def _drop(has: Known, _given: Any, _on: date) -> None:
    has["new"], has["accepted"] = None, False


def _replace(has: Known, _given: Any, on: date) -> None:
    if has["new"] is not None:
        has["paper"], has["new"], has["accepted"] = has["new"], None, False
        has["begun"] = has["begun"] or on


def _find(has: Known, given: Any, _on: date) -> None:
    found = () if given is None else given.outcomes or ()
    has["found"], has["until"] = [(one.item, one.result.value) for one in found], None


def _grade(has: Known, given: Any, _on: date) -> None:
    grade = None if given is None else given.grade
    has["grade"] = None if grade is None else grade.value


def _order(has: Known, given: Any, _on: date) -> None:
    has["until"] = None if given is None else given.until
    has["ordered"] += 1


def _again(has: Known, _given: Any, _on: date) -> None:
    has["found"], has["grade"] = [], None


# --- notices and plaques ----------------------------------------------------------------------------------


def _hung_up(given: Any, on: date) -> Known:
    posting = given.posting
    period = posting.period
    return {
        "posted": on,
        "days": period.days,
        "working": period.counting.value != "calendar",
        "concerns": {*posting.concerns},
        "said": [],
    }


def _object(has: Known, given: Any, on: date) -> None:
    if given is not None and given.objection is not None:
        has["said"].append({"id": given.objection.id, "from": on, "to": None})


def _answer(has: Known, given: Any, on: date) -> None:
    for one in has["said"]:
        if given is not None and given.answer is not None and one["id"] == given.answer.objection:
            one["to"] = on


def still_open(has: Known) -> list[str]:
    """The objections to a notice that nobody has answered."""
    return [one["id"] for one in has["said"] if one["to"] is None]


def counted(has: Known, on: date) -> int:
    """How many days of a notice count at the beginning of a day: full ones without an open objection."""
    days, at = 0, has["posted"] + timedelta(days=1)
    while at < on:
        rests = has["working"] and at.weekday() >= 5
        contested = any(one["from"] <= at <= (one["to"] or at) for one in has["said"])
        days += not (rests or contested)
        at += timedelta(days=1)
    return days


def ripe(has: Known, on: date) -> bool:
    """Whether a notice may be filed on a day."""
    return not still_open(has) and counted(has, on) >= has["days"]


def first_day(has: Known) -> date:
    """The first day on which a notice may be filed, if nobody objects any more."""
    on: date = has["posted"] + timedelta(days=has["days"])
    while not counted(has, on) >= has["days"]:
        on += timedelta(days=1)
    return on


def _owed(given: Any, _on: date) -> Known:
    return {"living": [*given.holder.full_members], "place": "", "stars": None, "why": ""}


def _hang(has: Known, given: Any, _on: date) -> None:
    has["place"] = getattr(given, "place", None) or has["place"]


def _star(has: Known, given: Any, _on: date) -> None:
    stars = getattr(given, "stars", None)
    has["stars"] = has["stars"] if stars is None else stars


def _take_down(has: Known, given: Any, _on: date) -> None:
    has.update(place="", stars=None, why=getattr(given, "reasons", None) or has["why"])


def _restore(has: Known, given: Any, _on: date) -> None:
    holder = getattr(given, "holder", None)
    has.update(why="", living=has["living"] if holder is None else [*holder.full_members])


Change = Callable[[Known, Any, date], None]

BEGINS: Mapping[str, Callable[[Any, date], Known]] = {"pledge": _drafted, "notice": _hung_up, "plaque": _owed}
CHANGES: Mapping[str, Mapping[str, Change]] = {
    "pledge": {
        "revise": _revise,
        "sign": _sign,
        "publish": _post,
        "start": _begin,
        "progress": _show,
        "amend": _propose,
        "accept": _accept,
        "decline": _drop,
        "republish": _post,
        "resume": _replace,
        "verify": _find,
        "evaluate": _grade,
        "rectify": _order,
        "act_again": _again,
    },
    "notice": {"object": _object, "answer": _answer},
    "plaque": {
        "hang": _hang,
        "star": _star,
        "withhold": _take_down,
        "remove": _take_down,
        "restore": _restore,
    },
}
"""By word and move, what a move changes beside the state."""

# --- where moves lead, and who may make them --------------------------------------------------------------


def _answered(has: Known, given: Any) -> str:
    if given.answer.upheld:
        return "upheld"
    return "others" if {*still_open(has)} - {given.answer.objection} else "none"


FORKS: Mapping[str, Callable[[Known, Any], str]] = {
    "signatures": lambda has, _: (
        "all" if len(has["paper"]["signers"]) - len(has["paper"]["signed"]) <= 1 else "some"
    ),
    "outcome": lambda _, given: (
        "kept" if all(one.result.value == "fulfilled" for one in given.outcomes) else "broken"
    ),
    "begun": lambda has, _: "no" if has["begun"] is None else "yes",
    "answered": _answered,
}


Guard = Callable[[Plain, Actor, date, Mapping[str, Any]], bool | None]


def _within(one: Plain, by: Actor, _on: date, _settings: Mapping[str, Any]) -> bool:
    return one.unit in by.scope


def _apart(one: Plain, by: Actor, _on: date, _settings: Mapping[str, Any]) -> bool:
    paper = one.has["paper"]
    return by.id not in paper["own"] | paper["excused"] | _hand(one.has)["doers"]


def _own_or_officer(one: Plain, by: Actor, _on: date, _settings: Mapping[str, Any]) -> bool:
    return by.id in one.has["paper"]["own"] or (one.unit in by.scope and not by.roles.isdisjoint(OFFICERS))


def _from_above(one: Plain, by: Actor, _on: date, _settings: Mapping[str, Any]) -> bool:
    return one.has["paper"]["kind"] != "branch" or not by.roles.isdisjoint(OFFICERS_ABOVE)


def _all_signed(paper: Known) -> bool:
    return {*paper["signers"]} <= {*paper["signed"]}


def _overdue(one: Plain, _by: Actor, on: date, _settings: Mapping[str, Any]) -> bool:
    last = one.has["paper"]["deadline"]
    return bool(on > max(last, one.has["until"] or last))


def _graded(one: Plain, settings: Mapping[str, Any], name: str) -> bool:
    return one.has["grade"] in str(settings[name]).split()


GUARDS: Mapping[str, Guard] = {
    "within": _within,
    "not_own": _apart,
    "own_or_officer": _own_or_officer,
    "from_above": _from_above,
    "unsigned_left": lambda one, *_: not _all_signed(_hand(one.has)),
    "not_accepted_yet": lambda one, *_: not one.has["accepted"],
    "amendment_ready": lambda one, *_: one.has["accepted"] and _all_signed(_hand(one.has)),
    "not_republished": lambda one, *_: not (one.has["new"] and one.has["new"]["notice"]),
    "republished": lambda one, *_: bool(one.has["new"] and one.has["new"]["notice"]),
    "has_evidence": lambda one, *_: {*one.has["paper"]["items"]} <= {*one.has["shown"]},
    "overdue": _overdue,
    "commendable": lambda one, _by, _on, settings: (
        one.has["grade"] is None or _graded(one, settings, "commended_grades")
    ),
    "nothing_to_rectify": lambda one, _by, _on, settings: (
        one.has["grade"] is None or not _graded(one, settings, "rectified_grades")
    ),
    "not_concerned": lambda one, by, *_: by.id not in one.has["concerns"],
}
"""What the guards of pledges, plaques and notices mean, by name."""
