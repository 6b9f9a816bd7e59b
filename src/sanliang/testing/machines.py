"""
State machines that drive any town, each held against a small plain model after each of its steps.

There is one for each word with a lifecycle, and one for the whole town: pledges with the notices that publish
them, points, pairs, records and ratings, over several cycles. The model is plain dictionaries and counts,
written from what the rules mean; it reads the rows of the town's tables and calls nothing of the engine.

After each step the log replays to the thing, the thing is what the model has, points are neither lost nor
below zero, nobody is paired twice in a role, records in another order give the same rating, and the stars of
some members are those that the model counts. At the end each log verifies, and nothing private stands in what
the village or the web reads.

Examples:
    What the machine of plaques reached in two examples:

    >>> from sanliang import townships
    >>> from sanliang.testing import machines
    >>> found = machines.drive(townships.base(), "plaque", max_examples=2)
    >>> found.missing, found.states["plaque"]["hung"] > 0
    ((), True)
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hypothesis import settings

from sanliang.kernel.errors import NotFound
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.testing._effort import Effort
from sanliang.testing._laws.lifecycles import FLOW, KEPT, lifecycle_of
from sanliang.testing._laws.lifecycles import words as _words
from sanliang.testing._machine import Machine
from sanliang.testing._machines.reached import OF_WORD, RARE, Reached, Tally
from sanliang.townships import Township

if TYPE_CHECKING:  # whoever asks what is to be tested does not yet pay for what drives it
    from hypothesis.stateful import RuleBasedStateMachine

__all__ = ["MACHINES", "TOWN", "Machine", "Reached", "drive", "machine"]

TOWN = "town"
"""The part that stands for the whole town."""

KNOWN = ("pledge", "plaque", "notice")
"""The words of which the model knows more than the ways of their tables."""

NO_WORD = Phrase(
    "machine.word",
    "没有这一事项的状态机；{near}",
    "has no machine; {near}",
)


def machine(town: Township, word: str = TOWN) -> type[RuleBasedStateMachine]:
    """
    A state machine of Hypothesis, for whoever runs it by settings of their own.

    Args:
        town: Any town.
        word: A word with a lifecycle; the whole town, if left out.

    Returns:
        The class. Its `TestCase` is what pytest collects under a name that begins with `Test`.

    Raises:
        NotFound: The town has no such word.

    Example:
        >>> from sanliang import townships
        >>> machine(townships.base(), "pledge").__name__
        'PledgeMachine'
    """
    from sanliang.testing._machines.town import town_machine  # noqa: PLC0415
    from sanliang.testing._machines.words import word_machine  # noqa: PLC0415

    return town_machine(town) if word == TOWN else word_machine(town, _known(town, word))


def _known(town: Township, word: str) -> str:
    known = _words(town)
    if word not in known:
        raise NotFound(NO_WORD.fault("word", near=nearest_of(word, known)))
    return word


def drive(town: Township, word: str = TOWN, *, max_examples: int | None = None) -> Reached:
    """
    Run a machine on a town, and tell what it reached.

    Args:
        town: Any town.
        word: A word with a lifecycle; the whole town, if left out.
        max_examples: How many examples; as many as the profile of Hypothesis in force says, if left out. Each
            makes up to some hundreds of moves. Hypothesis draws from the constants of whatever modules are
            loaded, so that two programs may reach different things by the same number.

    Raises:
        AssertionError: Something does not hold; the text is a story.
        NotFound: The town has no such word.

    Example:
        >>> from sanliang import townships
        >>> drive(townships.base(), "plaque", max_examples=3).missing
        ()
    """
    under = Effort().settings()
    under = settings(under, max_examples=max_examples or under.max_examples)
    return _drive_town(town, under) if word == TOWN else _drive_word(town, _known(town, word), under)


def _drive_town(town: Township, under: settings) -> Reached:
    from sanliang.testing._machines.town import drive_town  # noqa: PLC0415

    return drive_town(town, under)


def _drive_word(town: Township, word: str, under: settings) -> Reached:
    from sanliang.testing._machines.words import drive_word  # noqa: PLC0415

    return drive_word(town, word, under)


# --- for the suite ----------------------------------------------------------------------------------------


def _paths(reached: Reached, word: str) -> tuple[str, ...]:
    """What was reached, as the suite tells it of a word: without the word before each path."""
    return tuple(path.removeprefix(f"{word}.") for path in reached.paths())


def _of_word(town: Township, word: str) -> tuple[str, ...]:
    """All that a machine of this word could reach."""
    none = Tally().reached({word: lifecycle_of(town, word)}, OF_WORD.get(word, ()))
    return tuple(path.removeprefix(f"{word}.") for path in none.missing)


def _of_town(_town: Township, _part: str) -> tuple[str, ...]:
    """The rare situations, which only a whole town can all come to."""
    return tuple(f"rare.{name}" for name in RARE)


def _drives_word(town: Township, word: str, under: settings) -> tuple[str, ...]:
    return _paths(_drive_word(town, word, under), word)


def _drives_town(town: Township, _part: str, under: settings) -> tuple[str, ...]:
    return tuple(path for path in _drive_town(town, under).paths() if path.startswith("rare."))


def _among(town: Township, *, known: bool) -> tuple[str, ...]:
    return tuple(word for word in _words(town) if (word in KNOWN) == known)


MACHINES: tuple[Machine, ...] = (
    Machine(
        code="thing",
        says=Text(
            "承诺、门牌、公示一步步办下来，与规则的含义始终一致",
            "pledges, plaques and notices go on as the rules mean it, whatever is done with them",
        ),
        source=FLOW,
        drives=_drives_word,
        rules=_of_word,
        over=partial(_among, known=True),
        share=10,
    ),
    Machine(
        code="flow",
        says=Text(
            "其他事项按流程办理，日志重算一致",
            "whatever else has a lifecycle keeps to its table and to its log",
        ),
        source=FLOW,
        drives=_drives_word,
        rules=_of_word,
        over=partial(_among, known=False),
        share=20,
    ),
    Machine(
        code="town",
        says=Text(
            "全镇几个周期办下来，承诺、公示、积分、结对、评星与规则的含义始终一致",
            "over several cycles pledges, notices, points, pairs and ratings are what the rules mean",
        ),
        source=KEPT,
        drives=_drives_town,
        rules=_of_town,
        share=15,
    ),
)
"""All machines, in the order in which the suite runs them."""
