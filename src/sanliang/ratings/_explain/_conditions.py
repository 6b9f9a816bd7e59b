"""Conditions: what was asked, what the answer was, and because of what."""

from __future__ import annotations

from fractions import Fraction

from sanliang.kernel.labels import Phrase, Text, decimal
from sanliang.kernel.verdicts import Reason
from sanliang.ratings._explain._ground import Ground
from sanliang.ratings._explain._values import OPEN_EDGE, edges
from sanliang.ratings._known import ANYTHING, FAR, Amount, Known, Unknown
from sanliang.ratings._questions import Answer, answer, last_of
from sanliang.rulebooks import AllOf, AnyOf, Band, Test
from sanliang.rulebooks._model import Condition

MET = Phrase("why.met", "{what}：{value}，符合“{asked}”", "{what}: {value}, as asked: {asked}")
UNMET = Phrase("why.unmet", "{what}：{value}，不符合“{asked}”", "{what}: {value}, and not: {asked}")
OPEN = Phrase("why.open", "{what}：不详，所问为“{asked}”", "{what}: not known; asked is: {asked}")
ALL = Phrase("why.all", "以下各项均须成立：{held}", "all of these: {held}")
ANY = Phrase("why.any", "以下有一项成立即可：{held}", "any of these: {held}")
NOT = Phrase("why.not", "以下须不成立：{held}", "not this: {held}")
YES = Phrase("why.yes", "是", "yes")
NO = Phrase("why.no", "否", "no")
HOLDS = Phrase("why.holds", "成立", "it holds")
FAILS = Phrase("why.fails", "不成立", "it does not hold")
NOT_KNOWN = Phrase("why.not_known", "不详", "it is not known")
THIS = Phrase("why.this_tier", "本期等次", "the tier of this cycle")
LAST = Phrase("why.last_tier", "上次等次", "the last tier")
RUN = Phrase("why.run", "连续{count}期的等次", "the tiers of {count} cycles in a row")
WITHIN = Phrase("why.within", "近{count}期中任一期的等次", "one of the tiers of the last {count} cycles")
BETWEEN = Phrase("why.between", "{low}至{high}", "{low} to {high}")
PLACE = Phrase("why.place", "在{group}中的名次", "the place in the {group}")


def condition(asked: Condition, ground: Ground) -> Reason:
    """A condition with its answer: a tree of single questions. `holds` is `None` where it is not known."""
    match asked:
        case Test():
            return _test(asked, ground)
        case AllOf(parts=parts):
            return _joined(ALL, asked, parts, ground)
        case AnyOf(parts=parts):
            return _joined(ANY, asked, parts, ground)
        case _:
            return _joined(NOT, asked, (asked.part,), ground)


def holds(found: Answer) -> bool | None:
    """An answer as data: yes, no, or nothing where it is not known."""
    return None if isinstance(found, Unknown) else found


def _joined(phrase: Phrase, asked: Condition, parts: tuple[Condition, ...], ground: Ground) -> Reason:
    found = holds(answer(asked, ground.asked))
    word = (NOT_KNOWN if found is None else HOLDS if found else FAILS).fill()
    return Reason.of(phrase, because=(condition(part, ground) for part in parts), held=word, holds=found)


def _test(test: Test, ground: Ground) -> Reason:
    found = holds(answer(test, ground.asked))
    value = _value(test, ground) if found is None else _value_or_ends(test, ground)
    phrase = OPEN if found is None or value is None else MET if found else UNMET
    return Reason.of(
        phrase,
        path=f"{test.of}.{test.name}",
        what=_what(test, ground),
        value=value,
        asked=_asked(test, ground),
        holds=found,
    )


def _what(test: Test, ground: Ground) -> Text:
    if test.of == "fact":
        return ground.fact(test.name)
    if test.of == "item":
        return ground.item(ground.index.items[test.name])
    if test.of == "place":
        return PLACE.fill(group=test.name)
    if test.run is not None:
        return RUN.fill(count=test.run)
    if test.within is not None:
        return WITHIN.fill(count=test.within)
    return (THIS if test.name == "this" else LAST).fill()


# --- what was found ------------------------------------------------------------------------------------


def _value(test: Test, ground: Ground) -> object:
    """What the question found; nothing where that is not known."""
    match test.of:
        case "fact":
            return plain(ground.facts.get(test.name))
        case "item":
            points = ground.asked.points[test.name]
            return points if isinstance(points, Fraction) else None
        case "tier":
            return _tiers(test, ground)
        case _:
            return None


def _value_or_ends(test: Test, ground: Ground) -> object:
    """What settles a question: of a number that is not known, between what it lies."""
    value, asked = _value(test, ground), ground.asked
    if value is not None or test.of not in {"fact", "item"}:
        return value
    known = asked.facts.get(test.name) if test.of == "fact" else asked.points[test.name]
    low, high = known.ends if isinstance(known, Unknown) else ANYTHING
    return BETWEEN.fill(low=low, high=high) if low > -FAR and high < FAR else None


def plain(known: Known) -> object:
    """What is known of a fact, as it is shown: a number, a word, yes or no."""
    match known:
        case Unknown():
            return None
        case Amount(total=total):
            return total
        case bool():
            return (YES if known else NO).fill()
        case _:
            return known


def _tiers(test: Test, ground: Ground) -> object:
    past, now = ground.asked.past, ground.asked.now
    own = (now,) if test.name == "this" else ()
    count = test.run or test.within
    if count is not None:
        return tuple(ground.tier(tier) for tier in (*(past or ()), *own)[-count:])
    if own:
        return ground.tier(now)
    return None if past is None else ground.tier(last_of(past))


# --- what was asked ------------------------------------------------------------------------------------


def _asked(test: Test, ground: Ground) -> object:
    if test.among:
        return tuple(_word(one, test, ground) for one in test.among)
    if isinstance(test.band, Band):
        numbers = ((word, ground.facts.number(value)) for word, value in test.band.edges)
        return edges(
            (word, OPEN_EDGE.fill() if isinstance(number, Unknown) else decimal(number))
            for word, number in numbers
        )
    return edges((word, ground.tier(tier)) for word, tier in test.band.edges)


def _word(one: str | bool | Fraction, test: Test, ground: Ground) -> object:
    if isinstance(one, bool):
        return (YES if one else NO).fill()
    return ground.tier(one) if test.of == "tier" and isinstance(one, str) else one
