"""The format of rulebooks as a JSON Schema, so that an editor completes and checks what a clerk writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sanliang.rulebooks._schema._book import alone, head, parts
from sanliang.rulebooks._schema._forms import FORMS, has, said, table, when
from sanliang.rulebooks._words import EffectWord, ScaleWord, TariffWord, Word

__all__ = ["language", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "urn:sanliang:rulebook:1"


def schema(
    *,
    tariffs: Sequence[TariffWord] = (),
    scales: Sequence[ScaleWord] = (),
    effects: Sequence[EffectWord] = (),
) -> dict[str, Any]:
    """The schema of books that may use these words beside those of the language."""
    book = table(head(), when(has("extends"), {}, alone()), required=["schema", "id"])
    about = said({}, "一本评定办法", "A rulebook: a town's rules of rating, as a clerk writes them in TOML.")
    own: tuple[Word, ...] = (*tariffs, *scales, *effects)
    return {
        "$schema": DIALECT,
        "$id": ":".join([ID, *sorted(word.tag for word in own)]),
        "title": "评定办法 Rulebook",
        **about,
        **_copied(book),
        "$defs": _copied({**FORMS, **parts(tariffs, scales, effects)}),
    }


@cache
def language() -> frozenset[str]:
    """Every key that the language has, wherever it stands."""
    return frozenset(_keys(schema()))


def _keys(form: Any) -> Iterator[str]:
    parts = form if isinstance(form, list) else ()
    if isinstance(form, dict):
        yield from form.get("properties", ())
        parts = [*form.values()]
    for part in parts:
        yield from _keys(part)


def _copied(form: Any) -> Any:
    """The same form, of which nothing is shared."""
    if isinstance(form, dict):
        return {key: _copied(one) for key, one in form.items()}
    return [_copied(one) for one in form] if isinstance(form, list) else form
