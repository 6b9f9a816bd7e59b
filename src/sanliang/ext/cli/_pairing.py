"""The verbs of pairing: pair, audit, repair."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

from sanliang import pairing
from sanliang.ext.cli import _asked, _pairs
from sanliang.ext.cli._output import Lang, document, today, told
from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._townships import maybe
from sanliang.pairing import Pairing, Policy, Problem, Proposing

Way = Literal["two-way", "cover", "both"]
Side = Literal["households", "helpers"]


@told
def pair(
    problem: Path,
    /,
    *,
    town: str | None = None,
    policy: Way | None = None,
    proposing: Side = "households",
    on: date | None = None,
    salt: str = _asked.SALT,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Pair households with helpers.

    Parameters
    ----------
    problem
        Who may help, who is to be helped, and what they wish, as JSON; with a town also a folder of tables.
    town
        The id of a town, or the folder of one, by whose policy and rules is paired.
    policy
        Two-way choice; everybody covered at the least cost; or the first, and then the second for the rest.
    proposing
        Which side proposes in two-way choice.
    on
        The day on which the tables are read; today where it is left out.
    salt
        What the ties of the tables are broken with.
    lang
        The language of what is printed.
    json
        Print the result as one JSON document instead.
    """
    rules = maybe(town)
    asked = _asked.problem(problem, rules, on=on or today(), salt=salt)
    way = Policy(policy or (Policy.BOTH if rules is None else rules.policy))
    found = _solved(asked, way, Proposing(proposing))
    if json:
        sys.stdout.write(pairing.write_result(found))
    else:
        _pairs.tell(asked, found, lang)
    return int(way is not Policy.TWO_WAY and bool(_pairs.short(asked, found)))


def _solved(problem: Problem, policy: Policy, proposing: Proposing) -> Pairing:
    if policy is Policy.TWO_WAY:
        return pairing.two_way(problem, proposing=proposing)
    if policy is Policy.COVER:
        return pairing.cover(problem)
    return pairing.both(problem, proposing=proposing)


@told
def audit(
    problem: Path,
    result: Path,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    salt: str = _asked.SALT,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell whether a result is what it claims to be, whoever made it.

    Parameters
    ----------
    problem
        The problem that was solved, as for `pair`.
    result
        The result, as JSON.
    town
        The id of a town, or the folder of one, by whose policy it has to be made, and by whose rules.
    on
        The day on which the tables were read; today where it is left out.
    salt
        What the ties of the tables were broken with.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    rules = maybe(town)
    asked = _asked.problem(problem, rules, on=on or today(), salt=salt)
    verdict = _asked.audited(asked, _pairs.opened(result, pairing.read_result), rules)
    if json:
        document({"ok": verdict.ok, "reasons": _pairs.reasons(verdict.reasons)})
    else:
        _pairs.tell_verdict(verdict, lang)
    return int(not verdict)


@told
def repair(
    problem: Path,
    result: Path,
    change: Path,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    salt: str = _asked.SALT,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Repair a result after a change, and move as few as can be found.

    Parameters
    ----------
    problem
        The problem that was solved, as for `pair`.
    result
        The result, as JSON.
    change
        Who left, who came, whose room or wishes have changed, as JSON.
    town
        The id of a town, or the folder of one, by whose rules the problem was made.
    on
        The day on which the tables were read; today where it is left out.
    salt
        What the ties of the tables were broken with.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    asked = _asked.problem(problem, maybe(town), on=on or today(), salt=salt)
    before = _pairs.opened(result, pairing.read_result)
    what = _pairs.opened(change, pairing.read_change)
    with of_file(change.name):
        pairing.changed(asked, what)  # what does not fit is told at its place in that file
    found = pairing.repair(asked, before, what)
    if json:
        _pairs.print_repaired(found)
    else:
        _pairs.tell_repaired(found, lang)
    return int(not found.verdict)
