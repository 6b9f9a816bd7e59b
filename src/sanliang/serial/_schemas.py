"""JSON Schemas of the kinds of a registry, made when somebody asks for them."""

from __future__ import annotations

from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.serial._base import BASE
from sanliang.serial._form import Form
from sanliang.serial._registry import NO_KIND, Registry
from sanliang.serial._tags import UNKNOWN_TAG, by_nearness

SEVERAL = Phrase(
    "schema.several",
    "该类以多个标签保存，请写明标签：{known}",
    "is stored under several tags; name one of: {known}",
)


def schema_of(
    kind: type | str, *, audience: Audience | str | None = None, registry: Registry = BASE
) -> dict[str, Any]:
    """
    The JSON Schema (2020-12) of a kind: what `loads` takes for it, and what `dumps` writes for the ledger.

    It stands for itself: whatever it refers to is in its `$defs`. What no schema can say, such as that one
    day does not lie before another, only the loader refuses.

    Args:
        kind: A class, or a tag such as `"pledge.moved/1"`.
        audience: The village or the web: the schema of what `dumps` writes for it. Of a kind that can hold
            nothing private it is the same for everybody.
        registry: Which kinds there are.

    Returns:
        A document of the caller's own, with a stable `$id` such as `urn:sanliang:schema:pledge.moved:1`.

    Raises:
        InvalidInput: A kind that the registry does not have, the nearest known first; a class that is stored
            under several tags; a check of a town's own that does not say what it demands.

    Example:
        >>> from sanliang import Span
        >>> schema = schema_of(Span)
        >>> schema["$id"], schema["required"], schema["properties"]["end"]
        ('urn:sanliang:schema:span:1', ['kind', 'start', 'end'], {'$ref': '#/$defs/day'})
    """
    from sanliang.serial._schema import document  # noqa: PLC0415 -- only whoever asks pays for it

    reader = None if audience is None else Audience.of(audience, "audience")
    known = instance(Registry)(registry, "registry")
    return document(_form_of(kind, known), known, reader)


def _form_of(kind: Any, registry: Registry) -> Form[Any]:
    if isinstance(kind, str):
        if kind not in registry.by_tag:
            raise InvalidInput(UNKNOWN_TAG.fault("kind", known=by_nearness(kind, registry.tags)))
        return registry.by_tag[kind]
    forms = [form for form in registry.forms if form.of is kind]
    if not forms:
        raise InvalidInput(NO_KIND.fault("kind"))
    if len(forms) > 1:
        raise InvalidInput(SEVERAL.fault("kind", known=tuple(form.tag for form in forms)))
    return forms[0]


def schemas(registry: Registry = BASE) -> FrozenMap[str, dict[str, Any]]:
    """
    The schema of every kind of a registry, by its tag.

    Raises:
        InvalidInput: As for `schema_of`.

    Example:
        >>> schemas()["unit/1"]["properties"]["value"]
        {'$ref': '#/$defs/unit-1.fields'}
    """
    known = instance(Registry)(registry, "registry")
    return FrozenMap((tag, schema_of(tag, registry=known)) for tag in known.tags)


def openapi(registry: Registry = BASE) -> dict[str, Any]:
    """
    The schemas of all kinds as the `components` of an OpenAPI 3.1 document.

    A kind stands under its tag with a hyphen for the slash. What may stand within others has a name as well,
    so that a generator of clients makes one class of it.

    Raises:
        InvalidInput: As for `schema_of`.

    Example:
        >>> named = openapi()["schemas"]
        >>> named["span-1"]["properties"]["end"], "pledge.item-1.fields" in named
        ({'$ref': '#/components/schemas/day'}, True)
    """
    from sanliang.serial._schema import component_schemas  # noqa: PLC0415 -- only whoever asks pays for it

    return {"schemas": component_schemas(instance(Registry)(registry, "registry"))}
