"""What a type checker sees of rulebooks: what an embedder writes, and what it must not."""

from fractions import Fraction
from typing import Any, assert_type

from sanliang import rulebooks
from sanliang.kernel.labels import Text
from sanliang.rulebooks import (
    EffectWord,
    Finding,
    Key,
    KeyType,
    OwnTariff,
    Rulebook,
    ScaleWord,
    TariffWord,
    Words,
)


def double(number: Fraction, *, by: Fraction) -> Fraction:
    """Points of a township's own."""
    return number * by


def first(score: Fraction, tiers: tuple[str, ...]) -> str:
    """A scale of a township's own."""
    return tiers[0]


def rest(tiers: tuple[str, ...], last: str | None) -> tuple[str, ...]:
    """An effect of a township's own."""
    return tiers[1:]


says = Text("加倍", "doubled")
words = Words(
    tariffs=[
        TariffWord(tag="double", says=says, keys={"by": Key(holds=KeyType.NUMBER, says=says)}, points=double)
    ],
    scales=[ScaleWord(tag="first", says=says, tier=first)],
    effects=[EffectWord(tag="rest", says=says, left=rest)],
)


def read(text: str) -> Rulebook:
    """Read and look through a book, in the words of a township."""
    assert_type(rulebooks.lint(text, words=words), tuple[Finding, ...])
    assert_type(rulebooks.schema(words), dict[str, Any])
    return rulebooks.loads(text, words=words)


def tags(book: Rulebook) -> list[str]:
    """The tags of a township that a book uses."""
    return [item.tariff.word.tag for item in book.items if isinstance(item.tariff, OwnTariff)]


def changed() -> None:
    """A word has a sentence and never changes; nothing finds it by a name alone."""
    TariffWord(tag="double", points=double)  # type: ignore[call-arg]
    rulebooks.loads("", words="package.words")  # type: ignore[arg-type]
    words.tariffs = ()  # type: ignore[misc]
