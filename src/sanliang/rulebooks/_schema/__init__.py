"""The format of rulebooks as a JSON Schema, so that an editor completes and checks what a clerk writes."""

from __future__ import annotations

from typing import Any

from sanliang.rulebooks._schema._book import alone, head, parts
from sanliang.rulebooks._schema._forms import FORMS, has, said, table, when

__all__ = ["schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "urn:sanliang:rulebook:1"


def schema() -> dict[str, Any]:
    """
    The format of rulebooks as a JSON Schema (2020-12), which editors of TOML read.

    It says what the reader says of the shape: which keys there are, which go together, what they hold. What
    hangs on the whole of a book stays with `lint`: names that nothing has, bands with a gap, circles. Days
    are texts here, as editors hand them over.

    Returns:
        A new one each time, of plain dicts and lists.

    Example:
        >>> schema()["$id"], sorted(schema()["properties"])[:3]
        ('urn:sanliang:rulebook:1', ['case', 'clause', 'consequence'])
    """
    book = table(head(), when(has("extends"), {}, alone()), required=["schema", "id"])
    about = said({}, "一本评定办法", "A rulebook: a town's rules of rating, as a clerk writes them in TOML.")
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "评定办法 Rulebook",
        **about,
        **_copied(book),
        "$defs": _copied({**FORMS, **parts()}),
    }


def _copied(form: Any) -> Any:
    """The same form, of which nothing is shared."""
    if isinstance(form, dict):
        return {key: _copied(one) for key, one in form.items()}
    return [_copied(one) for one in form] if isinstance(form, list) else form
