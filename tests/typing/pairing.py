"""What a type checker sees of pairing: what an embedder writes, and what it must not."""

from datetime import date
from typing import assert_type

from sanliang import pairing
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.verdicts import Verdict
from sanliang.orgs import Roster
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Key,
    Pair,
    Pairing,
    Prices,
    Problem,
    Proposing,
    Repaired,
    Rules,
    Shortage,
    Struck,
    Unpaired,
    Weights,
    Why,
    Wishes,
)


def pairs(roster: Roster, rules: Rules, wishes: Wishes, day: date) -> Pairing:
    """Pair a town, and have it audited."""
    problem = pairing.problem_from(roster, rules, wishes, on=day)
    result = pairing.both(problem)
    assert pairing.audit(problem, result).ok
    assert_type(problem, Problem)
    assert_type(result, Pairing)
    assert_type(pairing.audit(problem, result), Verdict)
    assert_type(pairing.struck(roster, rules, wishes, on=day), tuple[Struck, ...])
    pairing.problem_from(roster, rules, wishes)  # type: ignore[call-arg]
    return result


def by_hand() -> Problem:
    """Make a problem of numbers, lists and sets, as they come."""
    rich = Helper(id="m-1", room={"first": 2}, least={"first": 1}, wishes=["h-1", ["h-2", "h-3"]])
    poor = Household(id="h-1", helpers=2, must=False, refuses={"m-2"}, wishes=None)
    assert_type(rich.room, FrozenMap[str, int])
    assert_type(rich.wishes, tuple[str | tuple[str, ...], ...] | None)
    assert_type(rich.takes("first"), int)
    assert_type(poor.refuses, frozenset[str])
    problem = Problem(helpers=[rich, Helper(id="m-2", room=3)], households=[poor], costs=[("h-1", "m-1", 3)])
    assert_type(problem.helpers, tuple[Helper, ...])
    assert_type(problem.digest, str)
    Helper("m-1")  # type: ignore[call-arg]
    Problem(helpers=[rich], households=[poor], costs=[("h-1", "m-1", 0.5)])  # type: ignore[list-item]
    return problem


def policies(problem: Problem) -> list[Pairing]:
    """Each of the three policies; which side proposes in two-way choice is said."""
    pairing.two_way(problem)  # type: ignore[call-arg]
    return [
        pairing.two_way(problem, proposing="households"),
        pairing.two_way(problem, proposing=Proposing.HELPERS),
        pairing.cover(problem),
        pairing.both(problem, proposing="helpers"),
    ]


def proof(problem: Problem, result: Pairing) -> list[str]:
    """Look at who is left out, and at what the certificate says."""
    assert_type(result.certificate, Certificate)
    assert_type(result.certificate.prices, tuple[Prices, ...])
    assert_type(result.certificate.shortages, tuple[Shortage, ...])
    assert_type(result.certificate.proposing, Proposing | None)
    assert_type(pairing.weights(problem, "helper", result.certificate), Weights)
    assert_type(pairing.cost(problem, result), int)
    assert_type(result.unpaired, tuple[Unpaired, ...])
    return [one.id for one in result.unpaired if one.why == Why.NOT_WISHED]


def aloud(problem: Problem, result: Pairing) -> str:
    """Say why this one, and why not that one."""
    why = pairing.explain(problem, result, "h-1", rather="m-2")
    assert_type(why, Verdict)
    pairing.explain(problem, result, "h-1", "m-2")  # type: ignore[call-arg]
    return why.text("zh")


def after(problem: Problem, result: Pairing) -> Pairing:
    """Repair it when somebody leaves, and start the next repair from there."""
    home = Household(id="h-1", refuses=["m-3"])
    change = Change(leaves={"m-1": "ill"}, rooms={"m-2": 4}, ends=["h-3"], households=[home])
    found = pairing.repair(problem, result, change)
    assert_type(found, Repaired)
    assert_type(found.left, tuple[Key, ...])
    assert_type(found.moved, tuple[str, ...])
    assert_type(found.fewest, bool)
    again = pairing.repair(found.problem, found.pairing, Change())
    return again.pairing


def stored(problem: Problem, result: Pairing) -> Verdict:
    """Write both, read them again, and audit."""
    problem_text, result_text = pairing.write_problem(problem), pairing.write_result(result)
    assert_type(result_text, str)
    return pairing.audit(pairing.read_problem(problem_text), pairing.read_result(result_text))


def changed(result: Pairing) -> None:
    """A pairing never changes."""
    first = result.pairs[0]
    assert_type(first, Pair)
    assert_type(first.key.helper, str)
    assert_type(result.helpers_of("h-1"), tuple[str, ...])
    first.helper = "m-2"  # type: ignore[misc]
