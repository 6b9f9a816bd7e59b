"""Values as plain data, for one audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.wire import canonical
from sanliang.kernel.wire._out import NO_FORM, _same, _write_enum, _write_moment, a_key
from sanliang.serial._plain import number_text

if TYPE_CHECKING:
    from sanliang.serial._form import Form, Mask

Write = Callable[[Any], Any]
HIDDEN = object()
"""What stands for a private value that the audience does not see, until its field is left out."""


class Writers(dict[Any, Write]):
    """How values of each class are written for an audience; found once for each class."""

    def __init__(self, forms: Mapping[type, Form[Any]], audience: Audience | None) -> None:
        super().__init__(
            {
                type(None): _same,
                bool: _same,
                int: _same,
                str: _same,
                date: date.isoformat,
                datetime: _write_moment,
                Fraction: number_text,
                tuple: self._list,
                list: self._list,
                frozenset: self._set,
                FrozenMap: self._map,
                dict: self._map,
                Private: _private if audience is Audience.LEDGER else _hidden,
            }
        )
        self._forms = forms
        self._audience = audience

    def __missing__(self, kind: Any) -> Write:
        if issubclass(kind, Enum):
            found: Write = _write_enum
        elif attrs.has(kind):
            found = self._class(kind)
        elif issubclass(kind, Mapping):  # such as one whose values are made when somebody reads them
            found = self._map
        else:
            raise InvalidInput(NO_FORM.fault())
        self[kind] = found
        return found

    def of(self, value: Any) -> Any:
        """A value as plain data."""
        return self[type(value)](value)

    def _class(self, kind: Any) -> Write:
        form = self._forms.get(kind)
        if form is None:
            return self._fields(kind, {})
        if form.text is not None:
            raise InvalidInput(NO_FORM.fault())  # it is a document of its own and stands in nothing else
        write = self._fields(form.shape if form.lay else kind, form.masks)
        lay, tag = form.lay or _same, form.tag
        if form.always:
            return lambda value: {"kind": tag, **write(lay(value))}
        return (lambda value: write(lay(value))) if form.lay else write

    def _fields(self, kind: Any, masks: Mapping[str, Mask]) -> Write:
        names = [field.name for field in attrs.fields(kind) if field.init]
        public: dict[Audience | None, Mapping[str, Mask]] = {Audience.VILLAGE: masks, Audience.WEB: {}}
        if self._audience in public:
            return self._shown(names, public[self._audience])
        read = row_of(names)

        def write(value: Any) -> dict[str, Any]:
            both = zip(names, read(value), strict=False)
            return {
                name: one if type(one) is str else self[type(one)](one)
                for name, one in both
                if one is not None
            }

        return write

    def _shown(self, names: list[str], masks: Mapping[str, Mask]) -> Write:
        """How the fields of a class are written for the public: without what is private, or with its mask."""
        readers = [(name, attrgetter(name), masks.get(name)) for name in names]

        def write(value: Any) -> dict[str, Any]:
            data = dict[str, Any]()
            for name, read, mask in readers:
                one = read(value)
                if one is None:
                    continue
                out = self[type(one)](one)
                if out is HIDDEN:
                    if mask is None or one.is_erased:
                        continue
                    out = mask(one.open(reason="masking it for the village"))
                data[name] = out
            return data

        return write

    def _list(self, value: Any) -> list[Any]:
        return [out for one in value if (out := self[type(one)](one)) is not HIDDEN]

    def _set(self, value: Any) -> list[Any]:
        return sorted(self._list(value), key=canonical)

    def _map(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        both = ((a_key(self[type(key)](key)), self[type(one)](one)) for key, one in value.items())
        return {key: out for key, out in both if out is not HIDDEN}


def row_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads the fields of a value as a tuple; `attrgetter` gives one of two fields and more."""
    if names[1:]:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _hidden(_value: Private[Any]) -> object:
    return HIDDEN


def _private(value: Private[Any]) -> dict[str, str]:
    """A private value with its salt, or what is left of it: for the ledger."""
    if value.is_erased:
        return {"commitment": value.commitment}
    of, salt = value.open(reason="writing the ledger"), value._salt.hex()
    return {"value": of, "salt": salt} if isinstance(of, str) else {"whole": str(of), "salt": salt}
