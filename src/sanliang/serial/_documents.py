"""Values as JSON documents and back."""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, overload

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.kernel.wire import canonical, read_json
from sanliang.kernel.wire._in import DEEPEST, TOO_DEEP, decoded, shown_key
from sanliang.serial._backends import Backend, encoder
from sanliang.serial._base import BASE
from sanliang.serial._form import Form
from sanliang.serial._in import strict
from sanliang.serial._plain import is_sound, written
from sanliang.serial._registry import Registry

if TYPE_CHECKING:
    from cattrs import Converter

NO_AUDIENCE = Phrase(
    "serial.audience",
    "该类可含隐私内容：须写明给谁看（{known}）",
    "can hold private values: name the `audience` it is written for, one of {known}",
)
_a_registry = instance(Registry)
_LEDGER = (None, Audience.LEDGER)
"""For whom nothing is left out: where nothing is private, it does not matter for whom."""

_JOINTS = re.compile(r"(\.|\[[0-9]+\]|\(key\))")

LARGEST = 16 * 1024 * 1024
"""The largest document that is read where the caller says nothing, in bytes."""

_ANY = 2**40
"""More bytes than a document has that was made here: it is read whatever its size."""

T = TypeVar("T")


def to_dict(
    value: Any, *, audience: Audience | str | None = None, registry: Registry = BASE
) -> dict[str, Any]:
    """
    A value as plain data with its tag: JSON's own kinds, the keys in the order of the fields.

    What is `None` is left out. A day is `YYYY-MM-DD`, a moment has its offset, an exact number is a text, a
    set a list in one order.

    Args:
        value: A value of a kind that the registry has.
        audience: Who will read it. The ledger gets a private value with its salt, which `from_dict` takes;
            the village a mask where the kind has one; the web nothing. A kind that can hold a private value
            has no default.
        registry: Which kinds there are.

    Raises:
        InvalidInput: A class that the registry does not have; no audience where one is needed.

    Example:
        >>> from datetime import date
        >>> from sanliang.pledges import Item
        >>> to_dict(Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31)))
        {'kind': 'pledge.item/1', 'id': 'lamp', 'deed': '修路灯', 'deadline': '2026-12-31'}
    """
    form, reader = _for_whom(value, audience, registry)
    return _plain(value, form, reader, registry)


def _for_whom(
    value: Any, audience: Audience | str | None, registry: Registry
) -> tuple[Form[Any], Audience | None]:
    """The form of a value, and who will read it where that makes a difference."""
    form = _a_registry(registry, "registry").form_of(value)
    reader = None if audience is None else Audience.of(audience, "audience")
    if form.tag not in registry.private:
        return form, None
    if reader is None:
        raise InvalidInput(NO_AUDIENCE.fault("audience", known=tuple(map(str, Audience))))
    return form, reader


def _plain(value: Any, form: Form[Any], reader: Audience | None, registry: Registry) -> dict[str, Any]:
    if form.text is not None:
        data: dict[str, Any] = read_json(form.text[0](value), most=_ANY)
        return data
    try:
        fields = registry.writers(reader).of(value)
    except RecursionError:
        raise InvalidInput(TOO_DEEP.fault(most=DEEPEST)) from None
    data = {"kind": form.tag, "value": fields} if form.wraps else {"kind": form.tag, **fields}
    return data if reader in _LEDGER else {**data, "audience": str(reader)}


def dumps(
    value: Any,
    *,
    audience: Audience | str | None = None,
    registry: Registry = BASE,
    backend: Backend | str = Backend.JSON,
) -> str:
    """
    A value as one line of JSON: `to_dict` in its canonical form, so that equal values have equal bytes.

    Keys are sorted, nothing is escaped that need not be, and there are no spaces. Two moments are written
    alike where they have the same offset as well.

    Args:
        value: As for `to_dict`, and so are *audience* and *registry*.
        backend: Which package makes the bytes. They are the same whichever it is, so that the choice is one
            of speed alone.

    Raises:
        MissingExtra: The package is not installed.
        InvalidInput: As for `to_dict`; a text with a NUL, a whole number of more than 18 digits, more than 64
            levels: no reader would take them.

    Example:
        >>> from sanliang.orgs import Belonging
        >>> dumps(Belonging(unit="b-east"))
        '{"kind":"belonging/1","unit":"b-east"}'
    """
    form, reader = _for_whom(value, audience, registry)
    writer = Backend.of(backend, "backend")
    text = _at_once(value, form, reader, registry) if writer is Backend.JSON else None
    return written(_plain(value, form, reader, registry), encoder(writer)) if text is None else text


def _at_once(value: Any, form: Form[Any], reader: Audience | None, registry: Registry) -> str | None:
    """The text of a value; nothing where it takes plain data to hide something, or to say what is wrong."""
    if form.text is not None or reader not in _LEDGER:
        return None
    try:
        text = registry.texts(reader).document(form)(value)
    except (InvalidInput, RecursionError):
        return None
    return text if is_sound(text, deep=form.tag in registry.endless) else None


@overload
def from_dict(data: Any, expect: type[T], *, registry: Registry = BASE) -> T: ...
@overload
def from_dict(data: Any, expect: UnionType | None = None, *, registry: Registry = BASE) -> Any: ...
def from_dict(data: Any, expect: Any = None, *, registry: Registry = BASE) -> Any:
    """
    The value of plain data with a tag.

    Nothing is coerced and nothing unknown is dropped; no name in the data is ever looked up as code.

    Args:
        data: What `to_dict` gives, or another program wrote.
        expect: The class it must be of, or several joined by `|`.
        registry: Which kinds there are.

    Raises:
        InvalidInput: Every fault of the data at once, each with its path and without the value; a kind that
            is not known, not expected, or newer than ours; data that was masked for the public.

    Example:
        >>> from sanliang import Span
        >>> from_dict({"kind": "span/1", "start": "2026-07-01", "end": "2026-07-31"}, Span).days
        31
        >>> from_dict({"kind": "spam/1"}, Span)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: kind: is not a known kind; there are, the nearest first: span/1
    """
    return _from(data, expect, registry, check_depth=True)


def _from(data: Any, expect: Any, registry: Registry, *, check_depth: bool) -> Any:
    _a_registry(registry, "registry")
    expected = () if expect is None else registry.tags_of(expect)
    try:
        form, rest, path = registry.opened(data, expected)
        if form.text is not None:
            return form.text[1](canonical({**rest, "kind": form.tag}), most=_ANY)
        return decoded(rest, form.of, path, registry.using(form), check_depth=check_depth)
    except InvalidInput as error:
        faults, count = error.faults, error.count
    # Raised here, and not above, so that it does not carry the paths as they were.
    raise InvalidInput(*map(_shown, faults), count=count)


def _shown(fault: Fault) -> Fault:
    """The fault with a path in which no key of a stranger stands: a code at most."""
    parts = _JOINTS.split(fault.path)
    # A joint stands between each two names.
    parts[::2] = [one and shown_key(one) for one in parts[::2]]
    path = "".join(parts)
    return fault if path == fault.path else attrs.evolve(fault, path=path)


@overload
def loads(text: str | bytes, expect: type[T], *, most: int = LARGEST, registry: Registry = BASE) -> T: ...
@overload
def loads(
    text: str | bytes, expect: UnionType | None = None, *, most: int = LARGEST, registry: Registry = BASE
) -> Any: ...
def loads(text: str | bytes, expect: Any = None, *, most: int = LARGEST, registry: Registry = BASE) -> Any:
    """
    The value of a JSON document: what `dumps` wrote, or another program.

    Args:
        text: The document.
        expect: The class it must be of, or several joined by `|`.
        most: How many bytes the document may have; 16 MiB where nothing is said.
        registry: Which kinds there are.

    Raises:
        InvalidInput: Too large, not JSON, a key that stands twice, `NaN`, a number of more than 18 digits,
            more than 64 levels; or as for `from_dict`.

    Example:
        >>> from sanliang.pledges import Item
        >>> loads('{"kind": "pledge.item/1", "id": "lamp", "deed": 7}', Item)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: 2 faults
          deed  must be a text
          deadline  is missing
    """
    return _from(read_json(text, most=most), expect, registry, check_depth=False)


def converter(registry: Registry = BASE) -> Converter:
    """
    A fresh, strict cattrs converter that reads our classes as `from_dict` does, without their tags.

    It is for whoever puts our values into classes of their own. Whatever it is told stays with it. It has no
    audience, so that it writes no private value.

    Raises:
        InvalidInput: *registry* is none.

    Example:
        >>> from sanliang import Span
        >>> converter().structure({"start": "2026-07-01", "end": "2026-07-31"}, Span).days
        31
    """
    made = strict(instance(Registry)(registry, "registry"))
    writers = registry.writers(None)
    for form in registry.forms:
        if form.text is None:
            made.register_unstructure_hook(form.of, writers.of)
    return made
