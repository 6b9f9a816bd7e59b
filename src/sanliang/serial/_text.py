"""
Values as canonical text at once, without plain data between.

What is written is what `written` makes of plain data, byte for byte. Each class has a line for every mix of
types that its fields have had: a text with gaps, and what fills each gap. So nothing is sorted or looked up
for each value, and the keys are never written one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from itertools import compress
from json.encoder import encode_basestring as quoted  # what `json.dumps` does with a text
from operator import call
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.wire._out import NO_FORM, _write_moment
from sanliang.serial._out import _private, row_of
from sanliang.serial._plain import LONGEST_WHOLE, TOO_LONG, number_text

if TYPE_CHECKING:
    from sanliang.serial._form import Form

Write = Callable[[Any], str]

MOST_LINES = 4096
"""So many lines are kept for a class; one with a dozen fields that may be left out seldom has a hundred."""

_TOO_LONG = 10**LONGEST_WHOLE
_called = cast("Callable[[Write, Any], str]", call)


class Line(NamedTuple):
    """
    How the values of a class are written whose fields have certain types.

    `around` has a gap for each field that is there, `writers` fill them, and `there` says which fields are;
    it is empty where all are.
    """

    around: str
    there: tuple[bool, ...]
    writers: tuple[Write, ...]


class Texts(dict[Any, Write]):
    """
    How values of each class are written as text, for the ledger or where nothing is private; found once.

    A value that has no form, and a number that no reader takes, raise `InvalidInput` without a path: the
    longer way over plain data tells more.
    """

    def __init__(self, forms: Mapping[type, Form[Any]], audience: Audience | None) -> None:
        super().__init__(
            {
                NoneType: {None: "null"}.__getitem__,
                bool: {True: "true", False: "false"}.__getitem__,
                int: _whole,
                str: quoted,
                date: lambda value: f'"{value.isoformat()}"',
                datetime: lambda value: quoted(_write_moment(value)),
                Fraction: lambda value: quoted(number_text(value)),
                tuple: self._list,
                list: self._list,
                frozenset: self._set,
                FrozenMap: self._map,
                dict: self._map,
            }
        )
        if audience is Audience.LEDGER:
            self[Private] = lambda value: self._map(_private(value))
        self._forms = forms
        self._documents: dict[str, Write] = {}

    def __missing__(self, kind: Any) -> Write:
        if issubclass(kind, Enum):
            found: Write = self._enum
        elif attrs.has(kind):
            found = self._class(kind)
        elif issubclass(kind, Mapping):  # such as one whose values are made when somebody reads them
            found = self._map
        else:
            raise InvalidInput(NO_FORM.fault())
        self[kind] = found
        return found

    def document(self, form: Form[Any]) -> Write:
        """How a value of a form is written with its kind."""
        found = self._documents.get(form.tag)
        if found is None:
            found = self._documents[form.tag] = self._document(form)
        return found

    def _document(self, form: Form[Any]) -> Write:
        if not form.wraps:
            return self._laid(form, form.tag)
        write, start = self._laid(form, ""), f'{{"kind":"{form.tag}","value":'
        return lambda value: f"{start}{write(value)}}}"

    def _class(self, kind: Any) -> Write:
        form = self._forms.get(kind)
        if form is None:
            return self._fields(kind, "")
        if form.text is not None:
            raise InvalidInput(NO_FORM.fault())  # it is a document of its own and stands in nothing else
        return self._laid(form, form.tag if form.always else "")

    def _laid(self, form: Form[Any], tag: str) -> Write:
        lay = form.lay
        if lay is None:
            return self._fields(form.of, tag)
        write = self._fields(form.shape, tag)
        return lambda value: write(lay(value))

    def _fields(self, kind: Any, tag: str) -> Write:
        """How the fields of a class are written, and its tag where it carries one."""
        names = sorted(field.name for field in attrs.fields(kind) if field.init)
        read, lines = row_of(names), _Lines(names, tag, self)

        def write(value: Any) -> str:
            row = read(value)
            around, there, writers = lines[tuple(map(type, row))]
            return around % tuple(map(_called, writers, compress(row, there) if there else row))

        return write

    def _list(self, value: Any) -> str:
        # Most lists are of texts: what they come to is not looked up.
        return f"[{','.join([quoted(one) if type(one) is str else self[type(one)](one) for one in value])}]"

    def _set(self, value: Any) -> str:
        # The order of texts by their characters is that of their bytes in UTF-8.
        return "[" + ",".join(sorted([self[type(one)](one) for one in value])) + "]"

    def _map(self, value: Mapping[Any, Any]) -> str:
        texts = {_key(key): self[type(one)](one) for key, one in value.items()}
        return "{" + ",".join([f"{quoted(key)}:{texts[key]}" for key in sorted(texts)]) + "}"

    def _enum(self, value: Enum) -> str:
        code = value._value_
        return self[type(code)](code)


class _Lines(dict[tuple[type, ...], Line]):
    """The lines of a class, by the types of its fields in the order of their names; each made once."""

    def __init__(self, names: list[str], tag: str, texts: Texts) -> None:
        super().__init__()
        self._names = names
        self._tag = tag
        self._texts = texts

    def __missing__(self, types: tuple[type, ...]) -> Line:
        there = tuple(kind is not NoneType for kind in types)
        kinds = dict(zip(compress(self._names, there), compress(types, there), strict=True))
        gaps = {name: '"%s"' if kind is date else "%s" for name, kind in kinds.items()}
        if self._tag:
            gaps["kind"] = f'"{self._tag}"'
        around = ",".join(f"{quoted(name)}:{gaps[name]}" for name in sorted(gaps))
        # A day needs no more than what the standard library does by itself.
        writers = (date.isoformat if kind is date else self._texts[kind] for kind in kinds.values())
        if len(self) >= MOST_LINES:
            self.clear()
        self[types] = line = Line(f"{{{around}}}", () if all(there) else there, tuple(writers))
        return line


def _whole(value: int) -> str:
    if -_TOO_LONG < value < _TOO_LONG:
        return repr(value)
    raise InvalidInput(TOO_LONG.fault(most=LONGEST_WHOLE))


def _key(key: Any) -> str:
    if type(key) is str:
        return key
    raise InvalidInput(NO_FORM.fault())
