"""Scales, clauses, quotas and consequences as TOML writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import NOT_ONE_OF, Check, Sheet, filled, one_of, rows, source, text, whole, yes
from sanliang.kernel.sources import Source
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import number
from sanliang.rulebooks._parts._conditions import condition, kinds_of_test, on_score, tiers_named
from sanliang.rulebooks._parts._own import own_effect, own_scale
from sanliang.rulebooks._parts._terms import one_or_more, tier
from sanliang.rulebooks._values import Value, leaves
from sanliang.rulebooks._words import EffectWord, ScaleWord

BAD_PEOPLE = Phrase(
    "quota.number",
    "应为不小于 0 的整数，或份额",
    "must be a whole number of people, or a share of them",
)
ONE_EFFECT = Phrase(
    "clause.effects",
    '须为 "exempt"、"withheld"，或仅含等次、rise_at_most、fall_at_most 的表',
    'must be "exempt", "withheld", or a table of tiers or of rise_at_most and fall_at_most',
)
NO_RUNGS = Phrase(
    "clause.no_rungs",
    "只与 rise_at_most、fall_at_most 连用",
    "goes with rise_at_most and fall_at_most only",
)
ONE_LIMIT = Phrase("quota.limits", "须且只能有 at_most 或 at_least", "has one limit: at_most or at_least")
NO_TIERS = Phrase("scale.no_tiers", "只与 tiers 连用", "goes with tiers only")
TIES = Phrase(
    "quota.ties",
    "须说明同分如何处理：narrow、widen 或 vote",
    "must say what a tie at the edge does: narrow, widen or vote",
)


def scale(book: Source, scales: Iterable[ScaleWord] = ()) -> Check[model.Scale]:
    """A check for a scale, found by its tag: tiers, stars, or one of *scales*."""
    table: dict[str, Check[Any]] = {
        "tiers": filled(rows(_tier(book))),
        "stars": _stars(book),
        **{word.tag: own_scale(word) for word in scales},
    }

    def check(value: Any, path: str) -> model.Scale:
        sheet = Sheet(value, path)
        gap, overlap = sheet.read("gap", one_of("lower")), sheet.read("overlap", one_of("higher", "lower"))
        read = {tag: sheet.read(tag, one) for tag, one in table.items()}
        kept = {"says": sheet.read("says", text), "source": sheet.read("source", source(book))}
        found = [tag for tag in table if tag in sheet]
        if len(found) != 1:
            sheet.faults.add(NOT_ONE_OF.fault(path, known=tuple(table)))
        for key in ("gap", "overlap"):
            if key in sheet and "tiers" not in sheet:
                sheet.faults.add(NO_TIERS.fault(sheet.at(key)))
        sheet.close()
        tiers = model.Tiers(tiers=read["tiers"], gap=gap, overlap=overlap)
        return attrs.evolve(tiers if found == ["tiers"] else read[found[0]], **kept)

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


def clause(book: Source, effects: Iterable[EffectWord] = ()) -> Check[model.Clause]:
    """A check for a clause; its effect is one of the language, or of *effects*."""
    then = _then({word.tag: own_effect(word) for word in effects})

    def check(value: Any, path: str) -> model.Clause:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "id": sheet.read("id", code),
            "when": sheet.read("when", condition),
            "then": sheet.need("then", then),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Clause(**found)

    return check


Then = model.Within | model.Rungs | model.Effect | model.OwnEffect


def _then(own: Mapping[str, Check[model.OwnEffect]]) -> Check[Then]:
    def check(value: Any, path: str) -> Then:
        if type(value) is str:
            return model.Effect(word=_effect(value, path))
        sheet = Sheet(value, path)
        read = [sheet.read(tag, one) for tag, one in own.items()]
        found, rungs = tiers_named(sheet), _rungs(sheet)
        tags = sum(tag in sheet for tag in own)
        if kinds_of_test(sheet) + (rungs is not None) + tags != 1:
            sheet.faults.add(ONE_EFFECT.fault(path))
        sheet.close()
        return next((one for one in read if one), rungs or found)

    return check


def _effect(value: str, path: str) -> str:
    if value not in {"exempt", "withheld"}:
        raise InvalidInput(ONE_EFFECT.fault(path))
    return value


def _rungs(sheet: Sheet) -> model.Rungs | None:
    """How far the tier may rise or fall, if the table says so."""
    rise, fall = sheet.read("rise_at_most", whole(0, 100)), sheet.read("fall_at_most", whole(0, 100))
    start = sheet.read("from", tier)
    if "rise_at_most" in sheet or "fall_at_most" in sheet:
        return model.Rungs(rise=rise, fall=fall, start=start)
    if "from" in sheet:
        sheet.faults.add(NO_RUNGS.fault(sheet.at("from")))
    return None


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
            "then": sheet.need("then", one_or_more(code)),
            "says": sheet.read("says", text),
            "source": sheet.read("source", source(book)),
        }
        sheet.close()
        return model.Consequence(**found)

    return check
