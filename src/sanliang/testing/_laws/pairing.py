"""The laws of pairing, under a town's own policy and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import attrs
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.orgs import Roster
from sanliang.pairing import Pairing, Policy, Problem, Wishes, audit, both, cover, problem_from, two_way
from sanliang.testing._bench import in_some_order
from sanliang.testing._law import Law
from sanliang.testing._people import DAY, rosters, wishes_of
from sanliang.testing._told import broken_unless, of_town, telling, told
from sanliang.townships import Township

COVERED = "党员户与联系户双向选择，覆盖所有贫困户和生活困难户（甘南县兴十四镇，2020-08-14）"
ONCE = "327名党员结对771户贫困户，各有帮扶人（怀宁县平山镇，2017-07-04）"

ROSTER, PROBLEM = Text("名册", "roster"), Text("结对问题", "problem")


class Paired(NamedTuple):
    """A roster, the problem that a town's rules make of it, and the pairing by its policy."""

    town: Township
    roster: Roster
    wishes: Wishes
    problem: Problem
    pairing: Pairing

    def story(self, lang: Lang = "en") -> str:
        """Who was to be paired with whom, and what came of it."""
        return told(
            "  各户及所需人数：{homes}\n  帮扶人及可联系户数：{people}\n  {on} 按“{policy}”结对：{pairs}",
            "  households and how many they need: {homes}\n  helpers and their room: {people}\n"
            "  paired on {on} by {policy!r}: {pairs}",
            homes={one.id: dict(one.helpers) for one in self.problem.households},
            people={one.id: dict(one.room) for one in self.problem.helpers},
            on=DAY,
            policy=self.town.policy.value,
            pairs=tuple(f"{key.household}–{key.helper} ({key.role})" for key in self.pairing.keys),
        ).get(lang)


def paired_by(town: Township, problem: Problem) -> Pairing:
    """A problem solved by a town's policy."""
    match town.policy:
        case Policy.TWO_WAY:
            return two_way(problem, proposing="households")
        case Policy.COVER:
            return cover(problem)
        case _:
            return both(problem)


def _paired(town: Township, data: DataObject) -> Paired:
    roster = data.draw(rosters(town.pairing), label="roster")
    wishes = data.draw(wishes_of(roster), label="wishes")
    problem = problem_from(roster, town.pairing, wishes, on=DAY)
    return Paired(town, roster, wishes, problem, paired_by(town, problem))


def _holds(law: Callable[[Paired, DataObject], None]) -> Callable[[Township, str, DataObject], None]:
    def holds(town: Township, _part: str, data: DataObject) -> None:
        of = of_town(town, Text("结对", "pairing"))
        with telling(of):
            paired = _paired(town, data)
        with telling(of, paired.story):
            law(paired, data)

    return holds


def everybody_is_covered(paired: Paired, _data: DataObject) -> None:
    """Every household that must be is covered, or the certificate proves that there is too little room."""
    short = {home for one in paired.pairing.certificate.shortages for home in one.households}
    had = Counter((key.household, key.role) for key in paired.pairing.keys)
    if paired.town.policy is Policy.TWO_WAY:
        return
    for home in paired.problem.households:
        left = [role for role, number in home.helpers.items() if had[home.id, role] < number]
        broken_unless(
            not home.must or not left or bool(short),
            "{home} 应有帮扶人而人数不足，又没有证明人手不足",
            "{home} must have a helper and has too few, and no shortage is proven",
            home=home.id,
        )


def the_audit_agrees(paired: Paired, _data: DataObject) -> None:
    """The audit, which is separate code, says yes."""
    verdict = audit(paired.problem, paired.pairing)
    broken_unless(verdict.ok, "核查不通过：\n{verdict}", "the audit says no:\n{verdict}", verdict=verdict)


def nobody_is_paired_twice(paired: Paired, _data: DataObject) -> None:
    """No two are paired twice, and nobody has more than there is room or need for."""
    keys = paired.pairing.keys
    twice = [pair for pair, number in Counter((key[0], key[1]) for key in keys).items() if number > 1]
    broken_unless(not twice, "重复结对：{twice}", "paired twice: {twice}", twice=twice)
    full = Counter((key.helper, key.role) for key in keys)
    met = Counter((key.household, key.role) for key in keys)
    for one in paired.problem.helpers:
        for role, room in one.room.items():
            broken_unless(
                full[one.id, role] <= room,
                "{one} 作为 {role} 至多联系 {room} 户，结对超过此数",
                "{one} has room for {room} as {role}, and has more",
                one=one.id,
                room=room,
                role=role,
            )
    for home in paired.problem.households:
        for role, number in home.helpers.items():
            broken_unless(
                met[home.id, role] <= number,
                "{home} 需要 {role} {number} 名，结对超过此数",
                "{home} needs {number} as {role}, and has more",
                home=home.id,
                number=number,
                role=role,
            )
    refused = {(home, one) for home, some in paired.wishes.households_refuse.items() for one in some}
    against = [key for key in keys if (key.household, key.helper) in refused]
    broken_unless(
        not against,
        "违背本户意愿结对：{against}",
        "paired against the will of the household: {against}",
        against=against,
    )


def _turned(problem: Problem, data: DataObject) -> Problem:
    """The problem with its rows in another order: a roster sorts its own, and would hide who does not."""
    helpers = in_some_order(data.draw, problem.helpers)
    households = in_some_order(data.draw, problem.households)
    rows = [
        (home.id, one.id, problem.costs[home.id][one.id])
        for home in households
        for one in helpers
        if one.id in problem.costs.get(home.id, ())
    ]
    return attrs.evolve(problem, helpers=helpers, households=households, costs=rows)


def the_order_of_rows_does_not_matter(paired: Paired, data: DataObject) -> None:
    """However the rows of the roster stand, and those of the problem, the pairing is the same."""
    roster = paired.roster
    turned = attrs.evolve(
        roster,
        members=in_some_order(data.draw, roster.members),
        households=in_some_order(data.draw, roster.households),
    )
    of_roster = problem_from(turned, paired.town.pairing, paired.wishes, on=DAY)
    for rows, problem in ((ROSTER, of_roster), (PROBLEM, _turned(paired.problem, data))):
        broken_unless(
            paired.problem == problem,
            "{rows}各行换了先后次序，成了另一个结对问题",
            "the rows of the {rows} in another order make another problem",
            rows=rows,
        )
        again = paired_by(paired.town, problem)
        broken_unless(paired.pairing == again, "同一问题有两种结果", "the same problem is solved in two ways")


def _law(name: str, zh: str, en: str, source: str, law: Callable[[Paired, DataObject], Any]) -> Law:
    return Law(code=f"pairing.{name}", says=Text(zh, en), source=source, holds=_holds(law))


PAIRING: tuple[Law, ...] = (
    _law(
        "covered",
        "应结对的户都有人联系，否则证明人手不足",
        "every household that must be is covered, or a shortage is proven",
        COVERED,
        everybody_is_covered,
    ),
    _law(
        "audited",
        "另行核查与结对结果一致",
        "the audit, which is separate code, finds nothing wrong",
        COVERED,
        the_audit_agrees,
    ),
    _law(
        "once",
        "同一户与同一人不重复结对，不超过各人可联系的户数，不违背本户意愿",
        "nobody is paired twice with the same, beyond room and need, or against a refusal",
        ONCE,
        nobody_is_paired_twice,
    ),
    _law(
        "determined",
        "结对结果与名册和结对问题中各行的先后次序无关",
        "the pairing does not depend on the order of the rows, of the roster or of the problem",
        ONCE,
        the_order_of_rows_does_not_matter,
    ),
)
"""The laws of pairing."""
