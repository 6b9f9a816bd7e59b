"""The words of the language by their tags, and those that a township adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import DOUBLED, instance, instances
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _schema
from sanliang.rulebooks._words import EffectWord, ScaleWord, TariffWord, Word

TAKEN = Phrase(
    "word.taken", "办法的语言已有此键，请换一个", "is a key of the language already; take another one"
)


def _tariffs(words: Iterable[TariffWord]) -> tuple[TariffWord, ...]:
    return instances(TariffWord)(words, "tariffs")


def _scales(words: Iterable[ScaleWord]) -> tuple[ScaleWord, ...]:
    return instances(ScaleWord)(words, "scales")


def _effects(words: Iterable[EffectWord]) -> tuple[EffectWord, ...]:
    return instances(EffectWord)(words, "effects")


@attrs.frozen(kw_only=True)
class Words:
    """
    The words that books may use: those of the language, and these besides.

    A book finds a tariff, a scale or an effect by its tag here, and nowhere else: nothing that a book says is
    ever imported.

    Attributes:
        tariffs: Tags of items, beside `each`, `steps` and `given`.
        scales: Tags of the scale, beside `tiers` and `stars`.
        effects: Tags of `then` in a clause, beside edges, `is`, `in`, `rise_at_most` and `fall_at_most`.

    Raises:
        InvalidInput: Two words with one tag, or a tag that the language has already.

    Example:
        >>> Words() == WORDS
        True
    """

    tariffs: tuple[TariffWord, ...] = attrs.field(default=(), converter=_tariffs)
    scales: tuple[ScaleWord, ...] = attrs.field(default=(), converter=_scales)
    effects: tuple[EffectWord, ...] = attrs.field(default=(), converter=_effects)

    def __attrs_post_init__(self) -> None:
        faults, seen = Faults(), set[str]()
        for path, tag in self._tags():
            if tag in seen:
                faults.add(DOUBLED.fault(path))
            elif tag in _schema.language():
                faults.add(TAKEN.fault(path))
            seen.add(tag)
        faults.check()

    def _tags(self) -> Iterator[tuple[str, str]]:
        lists: dict[str, tuple[Word, ...]] = {
            "tariffs": self.tariffs,
            "scales": self.scales,
            "effects": self.effects,
        }
        for name, words in lists.items():
            for place, word in enumerate(words):
                yield f"{name}[{place}].tag", word.tag


WORDS = Words()
"""The words of the language alone."""


def schema(words: Words = WORDS) -> dict[str, Any]:
    """
    The format of rulebooks as a JSON Schema (2020-12), which editors of TOML read.

    It says what the reader says of the shape: which keys there are, which go together, what they hold. What
    hangs on the whole of a book stays with `lint`: names that nothing has, bands with a gap, circles. Days
    are texts here, as editors hand them over.

    Args:
        words: The words that the books may use.

    Returns:
        A new one each time, of plain dicts and lists.

    Example:
        >>> schema()["$id"], sorted(schema()["properties"])[:3]
        ('urn:sanliang:rulebook:1', ['case', 'clause', 'consequence'])
    """
    table = instance(Words)(words, "words")
    return _schema.schema(tariffs=table.tariffs, scales=table.scales, effects=table.effects)
