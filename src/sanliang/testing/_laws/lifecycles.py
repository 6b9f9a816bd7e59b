"""The laws of every word with states and moves: of its table, and of things on their way over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis.strategies import DataObject

from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.pairing import CONSENT_BASE
from sanliang.testing import _tables as tables
from sanliang.testing import _walks as walks
from sanliang.testing._bench import Bench, Walk, walked
from sanliang.testing._benches import bench, walking
from sanliang.testing._law import Holds, Law
from sanliang.testing._told import of_town, telling
from sanliang.testing._visits import every_move_is_made, visits
from sanliang.townships import Township

FLOW = "《中国共产党支部工作条例（试行）》；承诺：提诺、审诺、示诺、践诺、评诺（甘南县兴十四镇，2020-08-14）"
VETTED = "承诺书由支部审定、公示、接受监督（怀宁县平山镇，2017-07-04）"
KEPT = "台账据实登记，错误的另行更正（华宁县，2018-02-22）"
ONCE = 1_000
"""The share of what draws nothing: it is tried once, however many examples the profile has."""


def words(town: Township) -> tuple[str, ...]:
    """The words with a lifecycle; consents, which no town changes, are the last."""
    return (*town.lifecycles, "consent")


def lifecycle_of(town: Township, word: str) -> Lifecycle[Any]:
    """The table of a word in a town."""
    return CONSENT_BASE if word == "consent" else town.lifecycles[word]


def of_word(town: Township, word: str) -> Text:
    """A town and a word of it."""
    return of_town(town, Text(lifecycle_of(town, word).kind.label.zh, word))


def of_table(law: Callable[[Bench], None]) -> Holds:
    """A law of a table, for any town."""

    def holds(town: Township, word: str, _data: DataObject) -> None:
        with telling(of_word(town, word)):
            law(bench(lifecycle_of(town, word)))

    return holds


def of_moves(law: Callable[[Bench], None]) -> Holds:
    """A law of all walks over a table, for any town."""

    def holds(town: Township, word: str, _data: DataObject) -> Iterable[str]:
        there = walking(lifecycle_of(town, word))
        with telling(of_word(town, word)):
            law(there)
        return visits(there).paths

    return holds


def of_walk(law: Callable[[Walk], None], most: int = 8) -> Holds:
    """A law of a thing on its way, for any town."""

    def holds(town: Township, word: str, data: DataObject) -> Iterable[str]:
        with telling(of_word(town, word)):
            walk = walked(walking(lifecycle_of(town, word)), data, most)
        with telling(of_word(town, word), walk.story):
            law(walk)
        return walk.paths

    return holds


def _law(name: str, zh: str, en: str, source: str, holds: Holds, share: int) -> Law:
    return Law(
        code=f"lifecycle.{name}", says=Text(zh, en), source=source, holds=holds, over=words, share=share
    )


LIFECYCLES: tuple[Law, ...] = (
    _law(
        "reached",
        "每个状态都能到达，除终点外都能离开",
        "every state can be reached, and all but the final ones can be left",
        FLOW,
        of_table(tables.every_state_is_reached_and_left),
        ONCE,
    ),
    _law(
        "machine",
        "流程表与状态机对每个状态、每一步的答复相同",
        "the table and a state machine give the same answer to every move in every state",
        FLOW,
        of_table(tables.the_machine_agrees),
        ONCE,
    ),
    _law(
        "diagram",
        "流程图中英文都画出每个状态和每条去路",
        "the diagram draws every state and every way, in both languages",
        FLOW,
        of_table(tables.the_diagram_shows_every_way),
        ONCE,
    ),
    _law(
        "moves",
        "每一步都有人在某一天能够办理",
        "every move can be made by somebody on some day",
        VETTED,
        of_moves(every_move_is_made),
        ONCE,
    ),
    _law(
        "available",
        "列为可办的，备齐所需即可办理；没有列出的，一律不能办理",
        "what is listed as open is accepted once its needs are given, and nothing else is",
        VETTED,
        of_walk(walks.available_is_what_decide_accepts),
        2,
    ),
    _law(
        "refused",
        "不予办理的，什么都不改变，并说明全部理由",
        "refused means unchanged, and every reason is said in both languages",
        VETTED,
        of_walk(walks.refused_means_unchanged),
        2,
    ),
    _law(
        "unknown",
        "没有的步骤，答复“没有这一步”",
        "a move that no row has is not found",
        FLOW,
        of_walk(walks.an_unknown_move_is_not_found),
        4,
    ),
    _law(
        "replay",
        "从日志重算，得到同样的状态，且日志可核验",
        "replaying the log gives the same thing, and the log verifies",
        KEPT,
        of_walk(walks.replay_is_the_state),
        2,
    ),
    _law(
        "days",
        "办理的日期不得早于上一步",
        "nothing is decided for a day before the last one",
        KEPT,
        of_walk(walks.days_never_run_backwards),
        2,
    ),
    _law(
        "determined",
        "同样的请求得到同样的答复",
        "equal questions get equal answers, and many things are decided as one is",
        VETTED,
        of_walk(walks.deciding_is_deterministic),
        2,
    ),
    _law(
        "corrected",
        "更正之后，以有效的记录为准，原记录照旧保留",
        "after a correction the thing is what the events that count make of it, and the old ones still stand",
        KEPT,
        of_walk(walks.a_correction_outweighs),
        2,
    ),
)
"""The laws of tables and of things on their way."""
