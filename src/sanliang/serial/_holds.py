"""Whether a kind can hold a `Private` value: what its fields, and theirs, may be."""

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
        ahead += get_args(one)
        of = get_origin(one) or one
        form = forms.get(of)
        if form is not None and form.shape is not one:
            ahead.append(form.shape)
        elif attrs.has(of):
            ahead += [field.type for field in attrs.fields(attrs.resolve_types(of)) if field.init]
