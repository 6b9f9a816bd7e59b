"""What the suite asks of a town: one line of its test file each, and what it leaves to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sanliang.kernel.labels import Text

if TYPE_CHECKING:  # what tries a check tells of it, too
    from sanliang.testing._effort import Effort

DOUBT, EXEMPT, RULES, REACHED = "doubt", "exempt", "rules", "reached"


class Note(NamedTuple):
    """
    Something that fails nobody and that people should see at the end: texts alone, so that it can travel.

    Attributes:
        kind: What sort of thing it is: a doubt, an exempt law, the rules there are, those that were reached.
        about: The check or the book that it is about; of rules also who reached them, after a colon.
        zh, en: The sentence in both languages; of rules their paths, one a line.
    """

    kind: str
    about: str
    zh: str
    en: str


def nothing(_effort: Effort) -> Iterable[Note]:
    """The check of what there is nothing to be asked of."""
    return ()


@attrs.frozen(kw_only=True)
class Check:
    """
    One thing that has to hold in a town.

    Attributes:
        id: Stable, and readable: `check`, `law:pledge.replay:pledge`.
        says: The sentence.
        source: Where the sentence comes from; empty where it is the library's own.
        run: Tries it; an AssertionError tells who, what and when. It gives what should be told at the end.
        exempt: Why it is not tried, if it is not.
    """

    id: str
    says: Text
    source: str = ""
    run: Callable[[Effort], Iterable[Note]] = nothing
    exempt: Text | None = None


class Broken(AssertionError):
    """
    What a check was broken by, told in both languages.

    Attributes:
        story: Who, what, when, by which clause.
        seed: What makes the same draws again; nothing where nothing was drawn, or always the same.
    """

    def __init__(self, story: Text, *, seed: int | None = None) -> None:
        super().__init__(story.get("en"))
        self.story = story
        self.seed = seed
