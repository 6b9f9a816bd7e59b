"""Households and helpers who are paired, and paired again when somebody leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.pairing import Change, Key, Pairing, Problem, audit, problem_from, repair
from sanliang.testing._laws.pairing import paired_by
from sanliang.testing._machines.reached import Tally
from sanliang.testing._people import DAY, rosters, wishes_of
from sanliang.testing._told import broken_unless, told
from sanliang.townships import Township


@attrs.define
class Pairs:
    """
    A pairing and what the model knows of it.

    Attributes:
        needs, rooms: By household and role, by helper and role: how many at most.
        keys: Who is paired with whom in which role.
    """

    town: Township
    tally: Tally
    problem: Problem | None = attrs.field(default=None, repr=False)
    pairing: Pairing | None = attrs.field(default=None, repr=False)
    needs: dict[tuple[str, str], int] = attrs.field(factory=dict)
    rooms: dict[tuple[str, str], int] = attrs.field(factory=dict)
    keys: set[Key] = attrs.field(factory=set)
    said: list[Text] = attrs.field(factory=list)

    def step(self, data: DataObject) -> None:
        """Pair anew, or let a helper leave and repair."""
        if self.problem is None or not self.keys or data.draw(st.integers(0, 3), label="anew") == 0:
            self.begin(data)
        else:
            self.leave(data, self.problem, self.pairing)

    def begin(self, data: DataObject) -> None:
        """A roster, the wishes, and the pairing by the town's policy."""
        roster = data.draw(rosters(self.town.pairing), label="roster")
        wishes = data.draw(wishes_of(roster), label="wishes")
        self.problem = problem_from(roster, self.town.pairing, wishes, on=DAY)
        self.pairing = paired_by(self.town, self.problem)
        self.needs = {(one.id, role): n for one in self.problem.households for role, n in one.helpers.items()}
        self.rooms = {(one.id, role): n for one in self.problem.helpers for role, n in one.room.items()}
        self.keys = {*self.pairing.keys}
        self.said = [
            told(
                "  按“{policy}”结对：{keys}",
                "  paired by {policy}: {keys}",
                policy=self.town.policy.value,
                keys=_plain(self.keys),
            )
        ]

    def leave(self, data: DataObject, problem: Problem, pairing: Any) -> None:
        """A helper leaves; whoever was paired with him is paired again if it can be."""
        who = data.draw(st.sampled_from(sorted({helper for _, helper, _ in self.keys})), label="leaves")
        found = repair(problem, pairing, Change(leaves=[who]))
        self.said.append(
            told(
                "  {who} 退出：解除 {left}，新结 {came}",
                "  {who} leaves: {left} end, {came} come",
                who=who,
                left=_plain(found.left),
                came=_plain(found.came),
            )
        )
        mine = {key for key in self.keys if key[1] == who}
        broken_unless(
            mine <= {*found.left},
            "{who} 已退出，其结对仍有未解除的",
            "{who} has left, and of his pairs some stand",
            who=who,
        )
        self.keys = (self.keys - {*found.left}) | {*found.came}
        self.rooms = {key: room for key, room in self.rooms.items() if key[0] != who}
        self.problem, self.pairing = found.problem, found.pairing
        self.tally.rare["repaired"] += bool(found.came)
        self.tally.rare["uncovered"] += not found.verdict.ok

    def agrees(self) -> None:
        """The pairing has the pairs of the model, nobody twice, and nobody beyond room or need."""
        if self.problem is None or self.pairing is None:
            return
        some = Counter(self.pairing.keys)
        twice = [key for key, number in some.items() if number > 1]
        broken_unless(not twice, "重复结对：{twice}", "paired twice in a role: {twice}", twice=twice)
        broken_unless(
            {*some} == self.keys,
            "结对为 {some}，应为 {keys}",
            "paired are {some}, and not {keys}",
            some=[*some],
            keys=[*self.keys],
        )
        for place, most in ((0, self.needs), (1, self.rooms)):
            for key, number in Counter((key[place], key[2]) for key in self.keys).items():
                broken_unless(
                    number <= most.get(key, 0),
                    "{who} 作为 {role} 结对 {number} 次，超过其数",
                    "{who} is paired {number} times as {role}",
                    who=key[0],
                    role=key[1],
                    number=number,
                )
        verdict = audit(self.problem, self.pairing)
        broken_unless(verdict.ok, "核查不通过：\n{verdict}", "the audit says no:\n{verdict}", verdict=verdict)

    def story(self, lang: Lang = "en") -> str:
        """Who was paired, and who left."""
        return "\n".join(one.get(lang) for one in self.said)


def _plain(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(f"{home}–{helper} ({role})" for home, helper, role in sorted(keys))
