"""
The laws of any town: a sentence each, with what tries it on our towns, a stranger's, or a folder.

`LAWS` are all of them, `of` those of a word. `hold` tries one on a town, and fails with a story where it is
broken: who did what when, and by which rule.

Example:
    >>> from sanliang import townships
    >>> from sanliang.testing import laws
    >>> town = townships.get("pingshan")
    >>> for law in laws.of("pledge")[:2]:
    ...     print(law.code, "-", law.says.en)
    ...     laws.hold(law, town, part="pledge", max_examples=5)
    lifecycle.reached - every state can be reached, and all but the final ones can be left
    lifecycle.machine - the table and a state machine give the same answer to every move in every state
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang, NotFound
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.testing._effort import Effort
from sanliang.testing._law import Law
from sanliang.testing._laws.lifecycles import LIFECYCLES, words
from sanliang.testing._laws.notices import NOTICES
from sanliang.testing._laws.pairing import PAIRING
from sanliang.testing._laws.points import POINTS
from sanliang.testing._laws.ratings import RATINGS
from sanliang.testing._laws.rulebooks import RULEBOOKS
from sanliang.testing._laws.stored import STORED
from sanliang.testing._story import what_happened
from sanliang.townships import Township, base

__all__ = ["LAWS", "Law", "exempted", "hold", "of"]

LAWS: tuple[Law, ...] = (
    *LIFECYCLES,
    *RULEBOOKS,
    *RATINGS,
    *PAIRING,
    *POINTS,
    *NOTICES,
    *STORED,
)
"""All laws, in the order in which they are told."""

NO_WORD = Phrase("law.word", "没有关于它的规律；{near}", "has no laws; {near}")
NO_PART = Phrase(
    "law.part", "不适用于这一部分；有：{known}", "is no part that it is about; there are: {known}"
)


def of(word: str) -> tuple[Law, ...]:
    """
    The laws of a word, each tried on that word alone.

    Args:
        word: What the code of a law begins with, such as `rating`; or a word with a lifecycle: `pledge`.

    Raises:
        NotFound: No law is about it.

    Example:
        >>> [law.code for law in of("pledge")][-1]
        'privacy.canary'
    """
    found = tuple(_of(word))
    if not found:
        known = sorted({*words(base()), *(law.code.partition(".")[0] for law in LAWS)})
        raise NotFound(NO_WORD.fault("word", near=nearest_of(word, known)))
    return found


def _of(word: str) -> Iterator[Law]:
    for law in LAWS:
        if law.code.partition(".")[0] == word:
            yield law
        elif law.over is words and word in words(base()):
            yield attrs.evolve(law, over=lambda _town: (word,))


def exempted(law: Law, town: Township) -> dict[str, Text]:
    """The parts of a town that are exempt from a law, each with the reason, as the rules give it."""
    found = ((part, law.exempt(town, part)) for part in law.over(town))
    return {part: why for part, why in found if why is not None}


def hold(
    law: Law,
    town: Township,
    *,
    part: str | None = None,
    max_examples: int | None = None,
    lang: Lang = "en",
) -> None:
    """
    Try a law on a town; parts that are exempt from it are left out.

    Args:
        law: One of `LAWS`, or of your own.
        town: Any town.
        part: The only part to try it on; all that it is about, if left out.
        max_examples: How often, of which the law takes its share; as often as the profile of Hypothesis in
            force says, if left out.
        lang: The language of the story.

    Raises:
        AssertionError: It does not hold; the text is a story.
        NotFound: The law is not about this part of this town.
        hypothesis.errors.Unsatisfiable: Whatever was drawn, there was no example of it.
    """
    parts = tuple(law.over(town))
    if part is not None and part not in parts:
        raise NotFound(NO_PART.fault("part", known=parts))
    free = exempted(law, town)
    for one in parts if part is None else (part,):
        if one not in free:
            _try(law, town, one, max_examples, lang)


def _try(law: Law, town: Township, part: str, times: int | None, lang: Lang) -> None:
    def once(data: DataObject) -> None:
        law.holds(town, part, data)

    try:
        found = Effort(examples=times).tries(f"law:{law.code}:{part}", once, share=law.share)
    except AssertionError as error:
        said = what_happened(error).get(lang)
        raise AssertionError(f"{law.code}: {law.says.get(lang)}\n{said}") from error
    if not found:
        raise Unsatisfiable(f"{law.code}: no example of {part!r} can be made in {town.id!r}")
