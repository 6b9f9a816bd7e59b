"""What a kind can hold, by the types of its fields and of theirs: a `Private` value, itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import attrs

from sanliang.kernel.privacy import Private

if TYPE_CHECKING:
    from sanliang.serial._form import Form


def holds_private(form: Form[Any], forms: Mapping[type, Form[Any]]) -> bool:
    """Whether a `Private` may stand anywhere in a value of the form."""
    return any((get_origin(kind) or kind) is Private for kind in kinds_in(form.shape, forms))


def kinds_in(kind: Any, forms: Mapping[type, Form[Any]]) -> Iterator[Any]:
    """Every type that may stand in a type, itself and each once."""
    ahead, seen = [kind], set[Any]()
    while ahead:
        one = ahead.pop()
        if one in seen or isinstance(one, TypeVar):
            continue
        seen.add(one)
        yield one
        ahead += _within(one, forms)


def is_endless(kind: Any, forms: Mapping[type, Form[Any]], above: frozenset[Any] = frozenset()) -> bool:
    """Whether a type may hold itself at some depth, or anything: its values then end at no known level."""
    if kind is Any or kind in above:
        return True
    return any(is_endless(one, forms, above | {kind}) for one in _within(kind, forms))


def _within(kind: Any, forms: Mapping[type, Form[Any]]) -> Iterator[Any]:
    """The types that a type is made of: its arguments, and those of its fields."""
    yield from get_args(kind)
    of = get_origin(kind) or kind
    form = forms.get(of)
    if form is not None and form.shape is not kind:
        yield form.shape
    elif attrs.has(of):
        yield from (field.type for field in attrs.fields(attrs.resolve_types(of)) if field.init)
