"""Everything that is wrong or doubtful in a town that holds together, at once."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.townships._at_odds import BLIND
from sanliang.townships._lifecycles import NO_SUCH_ROLE, UNPROTECTED
from sanliang.townships._pairing import IDLE
from sanliang.townships._parts import PARTS
from sanliang.townships._points import NOTHING_EARNS, POINTS, UNPAYABLE, UNRECORDED
from sanliang.townships._read_cases import placed, read_case
from sanliang.townships._run_cases import run_case
from sanliang.townships._town import Township

CASE_FAILED = Phrase(
    "township.own_case",
    "本镇的算例 {place} 不符：{what} 应为 {expected}，得 {got}",
    "case {place} of the town does not come out as it says: {what}: expected {expected}, got {got}",
)

DOUBTFUL = frozenset(one.code for one in (BLIND, NO_SUCH_ROLE, UNPROTECTED, IDLE, NOTHING_EARNS, UNPAYABLE))
"""What people should look at, and what may be meant so."""


def check(town: Township) -> Verdict:
    """
    What is wrong or doubtful in a town.

    Making a town has already refused states that cannot be reached, days that no month has, and names that
    nothing has. This looks at the town as a whole: what the linter says of each rulebook, cases that come out
    otherwise, records that nobody records, rules of pairing that cannot cover whom they must, notices that
    are too short, settings that cannot both be met,
    roles that nobody is bound to hold, moves that people may now make for themselves.

    Returns:
        Yes where nothing is wrong. The reasons are in the order of parts, also those that are only doubtful
        (`is_doubtful`), which do not make it a no.

    Example:
        >>> from sanliang.townships import base
        >>> check(base()).ok
        True
    """
    instance(Township)(town, "town")
    found = tuple(reason for name, part in PARTS.items() for reason in part.check(town.part(name), town))
    # A case is not to blame for a rule by records of a kind that nobody makes: it waits until that is right.
    but = POINTS.name if any(one.code == UNRECORDED.code for one in found) else ""
    places = range(len(town.layer.cases))
    found = (*found, *(one for place in places for one in failed(town, place, but=but)))
    return Verdict(ok=all(map(is_doubtful, found)), reasons=found)


def failed(town: Township, place: int, *, but: str = "") -> Iterator[Reason]:
    """
    All that comes out otherwise of a case by its place; of one that cannot be read, its faults.

    Args:
        town: The town.
        place: Which of its cases.
        but: A part whose cases say nothing.
    """
    case = town.layer.cases[place]
    try:
        found = run_case(read_case(case), town)
    except InvalidInput as error:
        yield from map(_as_reason, error.faults)
        return
    if found.part == but:
        return
    for fault in found.strange:
        yield _as_reason(attrs.evolve(fault, path=placed(case, place, fault.path)))
    for differs in found.differences:
        yield Reason.of(
            CASE_FAILED,
            path=placed(case, place, differs.what),
            place=place + 1,
            what=differs.what,
            expected=differs.expected,
            got=differs.got,
        )


def _as_reason(fault: Fault) -> Reason:
    return Reason(code=fault.code, says=Text(fault.zh, fault.en), path=fault.path)


def is_doubtful(reason: Reason) -> bool:
    """Whether a reason of `check` is a warning, which people should look at, and no fault."""
    return instance(Reason)(reason, "reason").code in DOUBTFUL or reason.params.get("severity") == "warning"
