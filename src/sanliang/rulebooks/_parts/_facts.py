"""Facts as TOML writes them, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sanliang.kernel.fields import FrozenMap, code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import Check, Sheet, named, one_of, source, text, word, yes
from sanliang.kernel.sources import Source
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import EDGES, edges, number, positive
from sanliang.rulebooks._parts._terms import answer, kind, length, one_or_more, several
from sanliang.rulebooks._values import Band, Fixed, Value

ONE_ORIGIN = Phrase(
    "fact.origins", "只能有一个来源，现有：{found}", "can come from one place only, and has: {found}"
)
NO_EDGES = Phrase(
    "fact.edges",
    "只有手工填报、来自名册、记录或评分的数可以有界线",
    "has edges, which only a number can have that is given by hand, by the roster, by records or by raters",
)
NO_WORDS = Phrase(
    "fact.words",
    '只有 type = "word" 的事实可以列出词',
    'lists words, which only a fact of the `type = "word"` has',
)
BAD_TYPE = Phrase(
    "fact.type",
    "“{origin}”给出的是{type}",
    "is not what {origin!r} gives, which is: {type}",
)

TAKE_TIER = Phrase(
    "fact.take",
    "等次是词，几个等次只能取 highest 或 lowest",
    "is not for tiers, which are words: of several, the highest or the lowest is taken",
)

_TYPES: Mapping[str, model.FactType] = {one.value: one for one in model.FactType}


def fact(id: str, book: Source) -> Check[model.Fact]:
    """A check for the fact of a name."""

    def check(value: Any, path: str) -> model.Fact:
        sheet = Sheet(value, path)
        origin = _origin(sheet)
        type_ = _TYPES[sheet.read("type", one_of(*_TYPES), _given_by(origin) or "number")]
        if _given_by(origin) not in {None, type_}:
            sheet.faults.add(BAD_TYPE.fault(sheet.at("type"), origin=_word_of(sheet), type=_given_by(origin)))
        found: dict[str, Any] = {
            "band": _edges(sheet, origin, type_),
            "missing": sheet.read("missing", _MISSING[type_]),
            "words": _words(sheet, type_),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Fact(id=id, origin=origin, type=type_, **found)

    return check


def _edges(sheet: Sheet, origin: model.Origin | None, type_: model.FactType) -> Band:
    """Between what a number lies, where nothing else tells it."""
    found = edges(sheet, number)
    told = isinstance(origin, model.FromBallots | model.FromPledges | model.FromRatings)
    if any(edge in sheet for edge in EDGES) and (told or type_ != model.FactType.NUMBER):
        sheet.faults.add(NO_EDGES.fault(sheet.path))
    return Band(**found)


def _words(sheet: Sheet, type_: model.FactType) -> tuple[str, ...]:
    """The words that a word may be."""
    if "words" in sheet and type_ != model.FactType.WORD:
        sheet.faults.add(NO_WORDS.fault(sheet.at("words")))
    return sheet.read("words", several(word), ())


_MISSING: Mapping[model.FactType, Check[Any]] = {
    model.FactType.NUMBER: number,
    model.FactType.WORD: word,
    model.FactType.YES: yes,
}


def _given_by(origin: model.Origin | None) -> model.FactType | None:
    """The type of what comes from there; the roster, or a hand, may give any."""
    match origin:
        case None | model.FromRoster():
            return None
        case model.FromPledges(what="all_kept"):
            return model.FactType.YES
        case model.FromRatings(what="tier"):
            return model.FactType.WORD
        case _:
            return model.FactType.NUMBER


def _word_of(sheet: Sheet) -> str:
    return next(key for key in _ORIGINS if key in sheet)


def _origin(sheet: Sheet) -> model.Origin | None:
    found = [key for key in _ORIGINS if key in sheet]
    if len(found) > 1:
        sheet.faults.add(ONE_ORIGIN.fault(sheet.path, found=tuple(found)))
    origins = [_ORIGINS[key](sheet) for key in found]
    return origins[0] if origins else None


def _records(sheet: Sheet) -> model.FromRecords:
    return model.FromRecords(
        kind=sheet.need("records", kind),
        where=sheet.read("where", named(one_or_more(answer)), FrozenMap()),
        sum=sheet.read("sum", code),
        window=sheet.read("window", length),
    )


def _raters(sheet: Sheet) -> model.FromRaters:
    return model.FromRaters(
        weights=sheet.need("raters", _weights), absent=sheet.read("absent", one_of("share"))
    )


def _weights(value: Any, path: str) -> FrozenMap[str, Value]:
    if type(value) is list:
        return FrozenMap((name, Fixed(Fraction(1))) for name in several(code)(value, path))
    return named(positive)(value, path)


def _ratings(value: Any, path: str) -> model.FromRatings:
    sheet = Sheet(value, path)
    found: dict[str, Any] = {
        "book": sheet.need("book", code),
        "what": sheet.read("what", one_of("score", "tier"), "score"),
        "take": sheet.read("take", one_of("mean", "sum", "highest", "lowest")),
    }
    if found["what"] == "tier" and found["take"] in {"mean", "sum"}:
        sheet.faults.add(TAKE_TIER.fault(sheet.at("take")))
    sheet.close()
    return model.FromRatings(**found)


_ORIGINS: Mapping[str, Callable[[Sheet], model.Origin]] = {
    "records": _records,
    "roster": lambda sheet: model.FromRoster(field=sheet.need("roster", code)),
    "raters": _raters,
    "ballots": lambda sheet: model.FromBallots(worth=sheet.need("ballots", named(number))),
    "pledges": lambda sheet: model.FromPledges(
        what=sheet.need("pledges", one_of("kept", "broken", "share", "all_kept"))
    ),
    "ratings": lambda sheet: sheet.need("ratings", _ratings),
}
