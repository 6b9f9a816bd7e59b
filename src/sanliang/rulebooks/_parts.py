"""Facts, conditions, items, scales, clauses and quotas as TOML writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, code, names
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sources import Source
from sanliang.records import Length, Window, kind_code, read_window
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._sheet import (
    EDGES,
    NO_EDGE,
    NOT_ONE_OF,
    Check,
    Sheet,
    a_list,
    band,
    day,
    edges,
    filled,
    ident,
    is_day,
    is_number,
    named,
    number,
    one_of,
    plain,
    positive,
    rows,
    text,
    whole,
    word,
    words,
    yes,
)
from sanliang.rulebooks._values import Band, Fixed, Value, leaves

ONE_ORIGIN = Phrase(
    "fact.origins", "只能有一个来源，现有：{found}", "can come from one place only, and has: {found}"
)
BAD_LENGTH = Phrase("fact.window", "应为时长，如 18 months", 'must be a length such as "18 months"')
BAD_KIND = Phrase(
    "fact.kind", "应为记录种类，如 meeting.absent", "must be a kind of record such as meeting.absent"
)
BAD_TYPE = Phrase(
    "fact.type",
    "“{origin}”给出的是{type}",
    "is not what {origin!r} gives, which is: {type}",
)
ONE_TARIFF = Phrase(
    "item.tariffs", "只能有一种计分方法，现有：{found}", "can have one tariff only, and has: {found}"
)
NO_EACH = Phrase("item.no_each", "只与 each 连用", "goes with each only")
NO_STEPS = Phrase("item.no_steps", "只与 steps 连用", "goes with steps only")
NO_GIVEN = Phrase("item.no_given", "只与 given 连用", "goes with given only")
NO_FOR_EACH = Phrase("item.no_for_each", "只与 for_each 连用", "goes with for_each only")
TWO_LINES = Phrase("item.two_lines", "above 和 below 只能有一个", "has both above and below")
TWO_FACTS = Phrase("item.two_facts", "fact 和 for_each 只能有一个", "has both fact and for_each")
ONE_QUESTION = Phrase(
    "condition.subjects",
    "须且只能问一项：fact、item、tier、place、all、any、not",
    "asks one thing: fact, item, tier, place, all, any or not",
)
NO_TEST = Phrase(
    "condition.no_test", "缺少界线、is 或 in", "needs edges, `is` or `in`: what the answer depends on"
)
ONE_TEST = Phrase("condition.tests", "界线、is、in 只能有一种", "has more than one of: edges, `is`, `in`")
TWO_TIMES = Phrase("condition.times", "run 和 within 只能有一个", "has both run and within")
BAD_PEOPLE = Phrase(
    "quota.number",
    "应为不小于 0 的整数，或份额",
    "must be a whole number of people, or a share of them",
)
BAD_TIER = Phrase(
    "tier.name", "应为等次名称：数字或代码", "must be the name of a tier: a whole number or a code"
)
ONE_EFFECT = Phrase(
    "clause.effects",
    '须为 "exempt"、"withheld"，或仅含等次、rise_at_most、fall_at_most 的表',
    'must be "exempt", "withheld", or a table of tiers or of rise_at_most and fall_at_most',
)
SPAN = Phrase(
    "case.cycle",
    "应为首日和末日，如 [2026-07-01, 2027-06-30]",
    "must be the first and the last day, such as [2026-07-01, 2027-06-30]",
)
ONE_LIMIT = Phrase("quota.limits", "须且只能有 at_most 或 at_least", "has one limit: at_most or at_least")
NO_TIERS = Phrase("scale.no_tiers", "只与 tiers 连用", "goes with tiers only")
TIES = Phrase(
    "quota.ties",
    "须说明同分如何处理：narrow、widen 或 vote",
    "must say what a tie at the edge does: narrow, widen or vote",
)

WINDOWS = tuple(window.value for window in Window)


def source(book: Source | None) -> Check[Source]:
    """A check for a source; a part that names an article alone means one of the source of its book."""

    def check(value: Any, path: str) -> Source:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "title": sheet.need("title", words) if book is None else sheet.read("title", words),
            "article": sheet.read("article", words),
            "dated": sheet.read("date", day),
            "seen": sheet.read("seen", words),
        }
        sheet.close()
        if book is not None and found["title"] is None:
            return attrs.evolve(book, **{key: one for key, one in found.items() if one is not None})
        return Source(**found)

    return check


def dropped(value: Any, path: str) -> bool:
    """What is dropped says nothing but its name, why, and by whose word."""
    sheet = Sheet(value, path)
    sheet.read("id", code)
    sheet.read("says", text)
    sheet.read("source", source(Source(title="-")))
    sheet.close()
    return True


def length(value: Any, path: str) -> Length:
    """A length such as `18 months`, 100 years at most."""
    try:
        found = read_window(value) if type(value) is str else None
    except InvalidInput:
        found = None
    if not isinstance(found, Length):
        raise InvalidInput(BAD_LENGTH.fault(path))
    return found


def kind(value: Any, path: str) -> str:
    """The kind of a record."""
    try:
        return kind_code(value)
    except InvalidInput:
        raise InvalidInput(BAD_KIND.fault(path)) from None


def tier(value: Any, path: str) -> str:
    """The name of a tier: a whole number from 0, or a code."""
    try:
        return word(str(value) if type(value) is int else value, path)
    except InvalidInput:
        raise InvalidInput(BAD_TIER.fault(path)) from None


def answer(value: Any, path: str) -> str | bool | Fraction:
    """What a field or a fact may be compared with: a word, a yes or no, a number."""
    if type(value) is bool:
        return value
    return plain(value, path) if is_number(value) else word(value, path)


def one_or_more(each: Check[Any]) -> Check[tuple[Any, ...]]:
    """A check for one, or for a list of them."""

    def check(value: Any, path: str) -> tuple[Any, ...]:
        return several(each)(value, path) if type(value) is list else (each(value, path),)

    return check


def several(each: Check[Any]) -> Check[tuple[Any, ...]]:
    """A check for a list that is not empty and has nothing twice."""
    return filled(lambda value, path: names(a_list(value, path), path, each=each))


# --- facts ---------------------------------------------------------------------------------------------

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
            "missing": sheet.read("missing", _MISSING[type_]),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Fact(id=id, origin=origin, type=type_, **found)

    return check


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


# --- conditions ----------------------------------------------------------------------------------------

_QUESTIONS = ("all", "any", "not", "fact", "item", "tier", "place")


def condition(value: Any, path: str) -> model.Condition:
    """A question to facts, items and ratings."""
    sheet = Sheet(value, path)
    asked = [key for key in _QUESTIONS if key in sheet]
    if len(asked) != 1:
        raise InvalidInput(ONE_QUESTION.fault(path))
    found = _ASK[asked[0]](sheet)
    sheet.close()
    return found


def on_score(value: Any, path: str) -> model.Condition:
    """A condition that asks for the score where it does not name another item or fact."""
    asks = type(value) is dict and any(key in value for key in _QUESTIONS)
    return condition(value if asks or type(value) is not dict else {"item": model.SCORE, **value}, path)


def _parts(sheet: Sheet, key: str) -> tuple[model.Condition, ...]:
    return sheet.need(key, filled(rows(condition))) or ()


def _test(sheet: Sheet, of: str) -> model.Test:
    name = sheet.need(of, code)
    band, among = _answers(sheet)
    return model.Test(of=of, name=name, band=band, among=among)


def _tier_test(sheet: Sheet) -> model.Test:
    name = sheet.need("tier", one_of("this", "last"))
    run, within = sheet.read("run", _times), sheet.read("within", _times)
    if "run" in sheet and "within" in sheet:
        sheet.faults.add(TWO_TIMES.fault(sheet.path))
    found = _tiers(sheet)
    _one_test(sheet)
    return model.Test(of="tier", name=name, band=found.band, among=found.among, run=run, within=within)


def _answers(sheet: Sheet) -> tuple[Band, tuple[str | bool | Fraction, ...]]:
    """The edges and the words of a question; an exact number is a band of its own."""
    found = edges(sheet, number)
    exactly, some = sheet.read("is", answer), sheet.read("in", _some, ())
    _one_test(sheet)
    if isinstance(exactly, Fraction):
        return Band(at_least=Fixed(exactly), at_most=Fixed(exactly)), ()
    return Band(**found), some if exactly is None else (exactly,)


def _some(value: Any, path: str) -> tuple[str | bool | Fraction, ...]:
    return filled(rows(answer))(value, path)


def _tiers(sheet: Sheet) -> model.Within:
    """The tiers that a table names: between edges, exactly one, or several."""
    found = edges(sheet, tier)
    exactly, some = sheet.read("is", tier), sheet.read("in", several(tier), ())
    return model.Within(band=model.Rank(**found), among=some if exactly is None else (exactly,))


def _kinds(sheet: Sheet) -> int:
    """How many of edges, `is` and `in` a table has."""
    return any(edge in sheet for edge in EDGES) + ("is" in sheet) + ("in" in sheet)


def _one_test(sheet: Sheet) -> None:
    if _kinds(sheet) != 1:
        sheet.faults.add((ONE_TEST if _kinds(sheet) else NO_TEST).fault(sheet.path))


_times = whole(1, 100)
_ASK: Mapping[str, Callable[[Sheet], model.Condition]] = {
    "all": lambda sheet: model.AllOf(parts=_parts(sheet, "all")),
    "any": lambda sheet: model.AnyOf(parts=_parts(sheet, "any")),
    "not": lambda sheet: model.NotOf(part=sheet.need("not", condition)),
    "fact": lambda sheet: _test(sheet, "fact"),
    "item": lambda sheet: _test(sheet, "item"),
    "tier": _tier_test,
    "place": lambda sheet: _test(sheet, "place"),
}


# --- items ---------------------------------------------------------------------------------------------


def item(id: str, book: Source, inline: dict[str, model.Fact]) -> Check[model.Item]:
    """A check for the item of a name; a fact that it defines in place is put among *inline*."""

    def check(value: Any, path: str) -> model.Item:
        sheet = Sheet(value, path)
        top = id == model.SCORE
        found: dict[str, Any] = {
            "part_of": None if top else sheet.read("part_of", code, model.SCORE),
            "fact": _read_fact(sheet, id, book, inline),
            "for_each": "for_each" in sheet,
            "field": sheet.read("field", code),
            "points": sheet.read("points", number),
            "tariff": _tariff(sheet),
            "when": sheet.read("when", condition),
            "take": sheet.read("take", one_of("sum", "highest", "lowest", "mean"), "sum"),
            "floor": sheet.read("floor", _limits, FrozenMap()),
            "ceiling": sheet.read("ceiling", _limits, FrozenMap()),
            "weight": sheet.read("weight", number),
            "decimals": sheet.read("decimals", whole(0, 4)),
            "open": sheet.read("open", yes, False),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Item(id=id, **found)

    return check


def _read_fact(sheet: Sheet, id: str, book: Source, inline: dict[str, model.Fact]) -> str | None:
    if "fact" in sheet and "for_each" in sheet:
        sheet.faults.add(TWO_FACTS.fault(sheet.path))
    if "field" in sheet and "for_each" not in sheet:
        sheet.faults.add(NO_FOR_EACH.fault(sheet.at("field")))
    one_by_one: str | None = sheet.read("for_each", code)
    if type(sheet.data.get("fact")) is not dict:
        return sheet.read("fact", code) or one_by_one
    defined = sheet.read("fact", fact(id, book))
    if defined is not None:
        inline[id] = defined
    return id


def _limits(value: Any, path: str) -> FrozenMap[str, Value]:
    """One limit for the cycle, or one for each window."""
    if type(value) is dict and value and "by" not in value and not any(map(is_day, value)):
        sheet = Sheet(value, path)
        found = {window: sheet.read(window, number) for window in WINDOWS if window in sheet}
        sheet.close()
        return FrozenMap(found)
    return FrozenMap({"cycle": number(value, path)})


def _tariff(sheet: Sheet) -> model.Tariff | None:
    found = [key for key in ("each", "steps", "given") if key in sheet]
    if len(found) > 1:
        sheet.faults.add(ONE_TARIFF.fault(sheet.path, found=tuple(found)))
    for keys, tariff, phrase in (
        (("per", "whole", "above", "below"), "each", NO_EACH),
        (("gap", "overlap"), "steps", NO_STEPS),
        (("decision",), "given", NO_GIVEN),
    ):
        for key in keys:
            if key in sheet and tariff not in sheet:
                sheet.faults.add(phrase.fault(sheet.at(key)))
    tariffs: dict[str, model.Tariff] = {"each": _each(sheet), "steps": _steps(sheet), "given": _mark(sheet)}
    return tariffs[found[0]] if found else None


def _each(sheet: Sheet) -> model.Each:
    if "above" in sheet and "below" in sheet:
        sheet.faults.add(TWO_LINES.fault(sheet.path))
    return model.Each(
        points=sheet.read("each", number),
        per=sheet.read("per", positive),
        whole=sheet.read("whole", yes, False),
        above=sheet.read("above", number),
        below=sheet.read("below", number),
    )


def _steps(sheet: Sheet) -> model.Steps:
    return model.Steps(
        bands=sheet.read("steps", filled(rows(_step)), ()),
        gap=sheet.read("gap", one_of("lower")),
        overlap=sheet.read("overlap", one_of("higher", "lower")),
    )


def _step(value: Any, path: str) -> tuple[Band, Value]:
    sheet = Sheet(value, path)
    points = sheet.need("points", number)
    found = edges(sheet, number)
    if not any(edge in sheet for edge in EDGES):
        sheet.faults.add(NO_EDGE.fault(path))
    sheet.close()
    return Band(**found), points


def _mark(sheet: Sheet) -> model.Mark:
    return model.Mark(band=sheet.read("given", band, Band()), decision=sheet.read("decision", yes, False))


# --- scale, clauses, quotas, consequences ---------------------------------------------------------------


def scale(book: Source) -> Check[model.Scale]:
    """A check for tiers, named stars, or a star for each point."""

    def check(value: Any, path: str) -> model.Scale:
        sheet = Sheet(value, path)
        gap, overlap = sheet.read("gap", one_of("lower")), sheet.read("overlap", one_of("higher", "lower"))
        tiers, stars = sheet.read("tiers", filled(rows(_tier(book)))), sheet.read("stars", _stars(book))
        kept = {"says": sheet.read("says", text), "source": sheet.read("source", source(book))}
        if ("tiers" in sheet) == ("stars" in sheet):
            sheet.faults.add(NOT_ONE_OF.fault(path, known=("tiers", "stars")))
        for key in ("gap", "overlap"):
            if key in sheet and "tiers" not in sheet:
                sheet.faults.add(NO_TIERS.fault(sheet.at(key)))
        sheet.close()
        return attrs.evolve(stars or model.Tiers(tiers=tiers, gap=gap, overlap=overlap), **kept)

    return check


def _tier(book: Source) -> Check[model.Tier]:
    def check(value: Any, path: str) -> model.Tier:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "name": sheet.need("name", tier),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        rest = {key: one for key, one in sheet.data.items() if key not in found}
        when = sheet.attempt(lambda: on_score(rest, path)) if rest else None
        sheet.faults.check()
        return model.Tier(when=when, **found)

    return check


def _stars(book: Source) -> Check[model.NamedStars | model.PointStars]:
    def check(value: Any, path: str) -> model.NamedStars | model.PointStars:
        if type(value) is int:
            return model.PointStars(most=whole(1, 100)(value, path))
        return model.NamedStars(stars=filled(rows(_tier(book)))(value, path))

    return check


def clause(book: Source) -> Check[model.Clause]:
    """A check for a clause."""

    def check(value: Any, path: str) -> model.Clause:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "id": sheet.read("id", code),
            "when": sheet.read("when", condition),
            "then": sheet.need("then", _then),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Clause(**found)

    return check


def _then(value: Any, path: str) -> model.Within | model.Rungs | model.Effect:
    if type(value) is str:
        if value not in {"exempt", "withheld"}:
            raise InvalidInput(ONE_EFFECT.fault(path))
        return model.Effect(word=value)
    sheet = Sheet(value, path)
    rise, fall = sheet.read("rise_at_most", whole(0, 100)), sheet.read("fall_at_most", whole(0, 100))
    found = _tiers(sheet)
    rungs = "rise_at_most" in sheet or "fall_at_most" in sheet
    if _kinds(sheet) + rungs != 1:
        sheet.faults.add(ONE_EFFECT.fault(path))
    sheet.close()
    return model.Rungs(rise=rise, fall=fall) if rungs else found


def quota(book: Source) -> Check[model.Quota]:
    """A check for a quota."""

    def check(value: Any, path: str) -> model.Quota:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "id": sheet.read("id", code),
            "tiers": sheet.need("tier", one_or_more(tier)),
            "at_most": sheet.read("at_most", _people),
            "at_least": sheet.read("at_least", _people),
            "of": sheet.need("of", code),
            "rank": sheet.read("rank", one_or_more(code), (model.SCORE,)),
            "round": sheet.read("round", one_of("down", "up", "half_up"), "down"),
            "least": sheet.read("least", whole(0, 10**6), 0),
            "ties": sheet.read("ties", one_of("narrow", "widen", "vote")),
            "among": sheet.read("among", one_of("rated", "listed"), "rated"),
            "spare": sheet.read("spare", one_of("up")),
            "binding": sheet.read("binding", yes, True),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        if ("at_most" in sheet) == ("at_least" in sheet):
            sheet.faults.add(ONE_LIMIT.fault(path))
        if "at_most" in sheet and found["binding"] and "ties" not in sheet:
            sheet.faults.add(TIES.fault(sheet.at("ties")))
        sheet.close()
        return model.Quota(**found)

    return check


def _people(value: Any, path: str) -> Value:
    """So many people, or a share of them."""
    found = number(value, path)
    for leaf in leaves(found):
        if leaf.number < 0 or not (leaf.share or leaf.number.denominator == 1):
            raise InvalidInput(BAD_PEOPLE.fault(path))
    return found


def consequence(book: Source) -> Check[model.Consequence]:
    """A check for a consequence."""

    def check(value: Any, path: str) -> model.Consequence:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "id": sheet.read("id", code),
            "when": sheet.read("when", condition),
            "then": sheet.need("then", code),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Consequence(**found)

    return check


# --- cases ---------------------------------------------------------------------------------------------


def case(book: Source) -> Check[model.Case]:
    """A check for an example of the book."""

    def check(value: Any, path: str) -> model.Case:
        sheet = Sheet(value, path)
        group = "people" in sheet
        found: dict[str, Any] = {
            "name": sheet.need("name", words),
            "cycle": sheet.need("cycle", _span),
            "facts": sheet.read("facts", _facts),
            "people": sheet.read("people", named(_facts, ident)),
            "past": sheet.read("past", rows(tier), ()),
            "expect": sheet.need("expect", named(named(_known), ident) if group else named(_known)),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        if ("facts" in sheet) == group:
            sheet.faults.add(NOT_ONE_OF.fault(path, known=("facts", "people")))
        sheet.close()
        return model.Case(**found)

    return check


def _span(value: Any, path: str) -> tuple[date, date]:
    days = rows(day)(value, path)
    if len(days) != 2 or days[1] < days[0]:
        raise InvalidInput(SPAN.fault(path))
    return days[0], days[1]


def _facts(value: Any, path: str) -> FrozenMap[str, object]:
    """What is known of somebody; it may be nothing."""
    return FrozenMap() if value == {} else named(_known)(value, path)


def _known(value: Any, path: str) -> object:
    """What a case says that is known or expected: a number, a word, a day, lists and tables of these."""
    if type(value) is list:
        return rows(_known)(value, path)
    if type(value) is dict:
        return named(_known, ident)(value, path) if value else FrozenMap()
    if type(value) is str:
        return words(value, path)
    return value if type(value) in {date, bool} else plain(value, path)
