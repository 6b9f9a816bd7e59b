"""Values and bands of a book in words: what they came to, and because of which day or word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from sanliang.kernel.labels import Phrase, Text, decimal
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._ground import Ground
from sanliang.rulebooks import Band, ByDay, Fixed
from sanliang.rulebooks._values import Value, worth

SINCE = Phrase("why.since", "自{since}起为此数", "so from {since} on")
BY_WORD = Phrase("why.by_word", "因为{name}为“{word}”", "since {name} is {word}")
BY_ELSE = Phrase(
    "why.by_else", "因为{name}为“{word}”，未单独列出，按其余办理", "since {name} is {word}, one of all others"
)
EDGES = {
    "at_least": Phrase("why.at_least", "{edge}以上", "at least {edge}"),
    "above": Phrase("why.above_edge", "超过{edge}", "above {edge}"),
    "at_most": Phrase("why.at_most", "{edge}以下", "at most {edge}"),
    "below": Phrase("why.below_edge", "不满{edge}", "below {edge}"),
}
OPEN_EDGE = Phrase("why.open_edge", "（不详）", "(not known)")


@attrs.frozen
class Price:
    """
    What values of the book come to on a day for somebody of whom these words are known.

    Attributes:
        ground: What the explanation stands on.
        on: The day.
        words: By fact or by field of a record.
    """

    ground: Ground
    on: date
    words: Mapping[str, str]

    def __call__(self, value: Value) -> Fraction:
        """What a value comes to."""
        return worth(value, on=self.on, words=self.words)

    def why(self, *values: Value | None) -> tuple[Reason, ...]:
        """The days and words that values were chosen by, each once."""
        found = (reason for value in values if value is not None for reason in self._why(value))
        return tuple(dict.fromkeys(found))

    def _why(self, value: Value) -> Iterator[Reason]:
        match value:
            case Fixed():
                return
            case ByDay(steps=steps):
                since, step = [one for one in steps if one[0] <= self.on][-1]
                yield Reason.of(SINCE, since=since)
                yield from self._why(step)
            case _:
                by, word = value.by, self.words[value.by]
                phrase = BY_WORD if word in value.arms else BY_ELSE
                yield Reason.of(phrase, path=f"fact.{by}", name=self.ground.fact(by), word=word)
                yield from self.why(value.arms.get(word, value.otherwise))


def price_on_last_day(ground: Ground) -> Price:
    """Everything but a record stands as on the last day of the cycle."""
    return Price(ground, ground.rating.cycle.end, ground.facts.words)


def edges(found: Iterable[tuple[str, str | Text]]) -> Text:
    """Edges in the words of the drafters."""
    texts = [EDGES[word].fill(edge=edge) for word, edge in found]
    return Text("、".join(text.zh for text in texts), " and ".join(text.get("en") for text in texts))


def band(one: Band, price: Price) -> Text:
    """A band in the words of the drafters."""
    return edges((word, decimal(price(value))) for word, value in one.edges)
