"""Words of a township's own as TOML writes them: a tag, and a table of the keys that the word declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.sheets import Check, Sheet, one_of, whole, word, yes
from sanliang.rulebooks import _model as model
from sanliang.rulebooks._numbers import number
from sanliang.rulebooks._parts._terms import several, tier
from sanliang.rulebooks._words import MOST, EffectWord, Given, Key, KeyType, ScaleWord, TariffWord

_CHECKS: Mapping[KeyType, Check[Any]] = {
    KeyType.NUMBER: number,
    KeyType.WHOLE: whole(0, MOST),
    KeyType.YES: yes,
    KeyType.WORD: word,
    KeyType.TIER: tier,
}


def own_tariff(own: TariffWord) -> Check[model.OwnTariff]:
    """A check for the table of a tariff."""

    def check(value: Any, path: str) -> model.OwnTariff:
        sheet = Sheet(value, path)
        given = _given(sheet, own.keys)
        sheet.close()
        return model.OwnTariff(word=own, given=given)

    return check


def own_scale(own: ScaleWord) -> Check[model.OwnScale]:
    """A check for the table of a scale."""

    def check(value: Any, path: str) -> model.OwnScale:
        sheet = Sheet(value, path)
        tiers, given = sheet.need("tiers", several(tier)), _given(sheet, own.keys)
        sheet.close()
        return model.OwnScale(word=own, tiers=tiers, given=given)

    return check


def own_effect(own: EffectWord) -> Check[model.OwnEffect]:
    """A check for the table of an effect."""

    def check(value: Any, path: str) -> model.OwnEffect:
        sheet = Sheet(value, path)
        given = _given(sheet, own.keys)
        sheet.close()
        return model.OwnEffect(word=own, given=given)

    return check


def _given(sheet: Sheet, keys: Mapping[str, Key]) -> FrozenMap[str, Given]:
    """What the keys hold; where one is left out, what its word says of that."""
    return FrozenMap(
        {
            name: sheet.need(name, _check(key))
            if key.missing is None
            else sheet.read(name, _check(key), key.otherwise)
            for name, key in keys.items()
        }
    )


def _check(key: Key) -> Check[Any]:
    return one_of(*key.among) if key.among else _CHECKS[key.holds]
