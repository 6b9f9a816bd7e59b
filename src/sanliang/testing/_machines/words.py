"""The machine of one word: some of its things at once, over as many days as it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import settings, target
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from hypothesis.strategies import DataObject

from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.testing._bench import silent
from sanliang.testing._laws.lifecycles import lifecycle_of, of_word
from sanliang.testing._machines.reached import OF_WORD, Reached, Tally
from sanliang.testing._machines.running import run
from sanliang.testing._machines.things import Things, rare_of, ticking
from sanliang.testing._told import telling
from sanliang.townships import Township

STEPS = 40
"""So many steps an example takes."""


class WordMachine(RuleBasedStateMachine):
    """Things of one word of a town, each held against the plain model after each step."""

    of: ClassVar[Text]
    lifecycle: ClassVar[Lifecycle[Any]]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.things = Things(ticking(self.lifecycle), self.tally, met=rare_of(self.tally))
        self.tally.examples += 1

    def _telling(self) -> Any:
        return telling(self.of, self.things.story)

    @initialize(data=st.data())
    def opens(self, data: DataObject) -> None:
        """The first thing."""
        with self._telling():
            self.things.open(silent(data))

    @rule(data=st.data())
    def moves(self, data: DataObject) -> None:
        """A move that was made least, or one more thing."""
        self._moves(data)

    def _moves(self, data: DataObject) -> None:
        self.tally.steps += 1
        with self._telling():
            self.things.step(silent(data))

    @rule(data=st.data())
    def goes_on(self, data: DataObject) -> None:
        """Several such moves, one after the other."""
        for _ in range(data.draw(st.integers(2, 8), label="moves")):
            self._moves(data)
            with self._telling():
                self.things.agrees()

    @rule(data=st.data())
    def refuses(self, data: DataObject) -> None:
        """Something that nobody may do now."""
        self.tally.steps += 1
        with self._telling():
            self.things.refuse(silent(data))

    @invariant()
    def agrees(self) -> None:
        """The log replays to the thing, and the model has the same."""
        with self._telling():
            self.things.agrees()

    def teardown(self) -> None:
        """Every log verifies; the more rows were made, the better the example."""
        with self._telling():
            self.things.close()
        target(float(sum(1 for count in self.things.tried.values() if count)), label="rows made")


def word_machine(town: Township, word: str, tally: Tally | None = None) -> type[WordMachine]:
    """The machine of a word of a town."""
    known = {
        "of": of_word(town, word),
        "lifecycle": lifecycle_of(town, word),
        "tally": tally or Tally(),
    }
    return type(f"{word.title().replace('_', '')}Machine", (WordMachine,), known)


def drive_word(town: Township, word: str, under: settings) -> Reached:
    """Run the machine of a word."""
    tally = Tally()
    run(word_machine(town, word, tally), under, STEPS)
    return tally.reached({word: lifecycle_of(town, word)}, OF_WORD.get(word, ()))
