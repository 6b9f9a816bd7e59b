"""What machines came by: states, moves and rare situations, with how often each was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from sanliang.kernel.errors import Lang
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle

Counts = FrozenMap[str, int]

RARE: Mapping[str, Text] = {
    "rectified_twice": Text("两次责令整改", "rectification ordered twice"),
    "amended_before_start": Text("尚未践诺即申请变更", "an amendment before action began"),
    "amended_under_objection": Text("变更公示期间有异议", "an amendment whose notice is contested"),
    "verified_overdue": Text("逾期直接核实", "verified as overdue"),
    "two_objections": Text("同时有两条异议未答复", "two open objections at once"),
    "filed_on_the_day": Text("期满次日即归档", "filed on the first day on which it may be"),
    "refused_the_day_before": Text("提前一日归档被拒", "filing refused on the day before"),
    "expires_on_exchange_day": Text("兑换当日到期", "points spent on their last day"),
    "expired_the_day_before": Text("前一日到期，不能兑换", "points that expired on the day before"),
    "taken_back": Text("冲正后恢复积分", "a redemption taken back"),
    "repaired": Text("帮扶人退出后另行结对", "a pairing repaired after somebody left"),
    "uncovered": Text("帮扶人手不足", "a household that cannot be covered"),
    "next_cycle": Text("进入下一周期", "the next cycle begun"),
}
"""Situations that chance seldom meets, by code: what machines count apart."""

OF_WORD: Mapping[str, tuple[str, ...]] = {
    "pledge": ("rectified_twice", "amended_before_start", "verified_overdue"),
    "notice": ("two_objections", "filed_on_the_day", "refused_the_day_before"),
}
"""The rare situations of one word alone; the others are those of a whole town."""

HEAD = Text("{examples} 个例子，{steps} 步", "{examples} examples, {steps} steps")
ROW = Text(
    "{word}：状态 {states}/{all_states}，步骤 {moves}/{all_moves}，共办理 {made} 次",
    "{word}: states {states}/{all_states}, moves {moves}/{all_moves}, made {made} times",
)
LACKS = Text("  没有到过：{paths}", "  never reached: {paths}")
SELDOM = Text("少见的情形：", "rare situations:")
ONE = Text("  {says}：{count} 次", "  {says}: {count}")


@attrs.frozen(kw_only=True)
class Reached:
    """
    What machines reached in a town.

    Attributes:
        examples, steps: How much was tried; what failed and was made smaller is counted as well.
        states: By word, how often each state was entered.
        moves: By word, how often each row of its table was made, by the row's name.
        rare: By code, how often a rare situation was met; those that never were stand there with 0.
    """

    examples: int
    steps: int
    states: FrozenMap[str, Counts]
    moves: FrozenMap[str, Counts]
    rare: Counts

    @property
    def missing(self) -> tuple[str, ...]:
        """
        The paths of the states, rows and rare situations that were never met, in their order:
        `pledge.nodes.lapsed`, `notice.rows.file`, `rare.uncovered`.
        """
        return tuple(path for path, count in self._paths() if not count)

    def paths(self) -> tuple[str, ...]:
        """What was met."""
        return tuple(path for path, count in self._paths() if count)

    def _paths(self) -> Iterator[tuple[str, int]]:
        for word in self.states:
            yield from ((f"{word}.nodes.{name}", count) for name, count in self.states[word].items())
            yield from ((f"{word}.rows.{name}", count) for name, count in self.moves[word].items())
        yield from ((f"rare.{name}", count) for name, count in self.rare.items())

    def text(self, lang: Lang = "zh") -> str:
        """All of it, a line for each word and each rare situation."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> Iterator[str]:
        yield HEAD.get(lang).format(examples=self.examples, steps=self.steps)
        for word, states in self.states.items():
            moves = self.moves[word]
            yield ROW.get(lang).format(
                word=word,
                states=_met(states),
                all_states=len(states),
                moves=_met(moves),
                all_moves=len(moves),
                made=sum(moves.values()),
            )
            lacks = [path for path in self.missing if path.startswith(f"{word}.")]
            if lacks:
                yield LACKS.get(lang).format(paths=", ".join(lacks))
        if self.rare:
            yield SELDOM.get(lang)
        for name, count in self.rare.items():
            yield ONE.get(lang).format(says=RARE[name].get(lang), count=count)


def _met(counts: Counts) -> int:
    return sum(1 for count in counts.values() if count)


@attrs.define
class Tally:
    """What a run counts while it goes on; nothing is ever chosen by it, so that each example stands alone."""

    examples: int = 0
    steps: int = 0
    states: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    moves: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    rare: Counter[str] = attrs.field(factory=Counter)

    def reached(self, tables: Mapping[str, Lifecycle[Any]], rare: Sequence[str]) -> Reached:
        """What was counted, by these tables."""
        return Reached(
            examples=self.examples,
            steps=self.steps,
            states=FrozenMap(
                {
                    word: FrozenMap({node.code: self.states[word, node.code] for node in table.nodes})
                    for word, table in tables.items()
                }
            ),
            moves=FrozenMap(
                {
                    word: FrozenMap({row.name: self.moves[word, row.name] for row in table.rows})
                    for word, table in tables.items()
                }
            ),
            rare=FrozenMap({name: self.rare[name] for name in rare}),
        )
