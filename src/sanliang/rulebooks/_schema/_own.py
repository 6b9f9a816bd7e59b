"""Words of a township's own in the schema: their tags, and what their tables hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sanliang.rulebooks._schema._forms import Form, filled, one_of, ref, said, table, whole
from sanliang.rulebooks._words import MOST, Key, KeyType, ScaleWord, Word

_FORMS: Mapping[KeyType, Form] = {
    KeyType.NUMBER: ref("value"),
    KeyType.WHOLE: whole(0, MOST),
    KeyType.YES: {"type": "boolean"},
    KeyType.WORD: ref("word"),
    KeyType.TIER: ref("tier"),
}
_TIERS = {
    "tiers": said(
        filled(ref("tier"), once=True), "各等次，由高到低", "The names of the tiers, from the highest down."
    )
}


def own(words: Iterable[Word]) -> dict[str, Form]:
    """The tags of words, each with its table."""
    return {word.tag: said(_table(word), word.says.zh, word.says.get("en")) for word in words}


def _table(word: Word) -> Form:
    tiers = _TIERS if isinstance(word, ScaleWord) else {}
    keys = {name: said(_form(key), key.says.zh, key.says.get("en")) for name, key in word.keys.items()}
    needed = [name for name, key in word.keys.items() if key.missing is None]
    return table({**tiers, **keys}, required=[*tiers, *needed])


def _form(key: Key) -> Form:
    return one_of(*key.among) if key.among else _FORMS[key.holds]
