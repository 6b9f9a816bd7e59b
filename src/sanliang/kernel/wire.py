"""
Values as plain data and back: canonical bytes, the strict converter, the TOML reader, paths of faults.

`encode` gives JSON's own kinds (`dict`, `list`, `str`, `int`, `bool`, `None`), `canonical` their one form in
bytes, `decode` a value of a class or every fault of the data with its path. Nothing is coerced, nothing
unknown is dropped, and no data is ever a name that is looked up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput, nearest
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.privacy import Private

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["LARGEST", "canonical", "converter", "decode", "encode", "read_toml", "without_private"]

T = TypeVar("T")

LARGEST = 256 * 1024
"""The largest TOML document that is read, in bytes."""
DEEPEST = 16
LONGEST_KEY = 8

NO_FORM = Phrase("wire.kind", "该值没有数据形式", "this kind of value has no form as data")
WRONG_KIND = Phrase("wire.type", "应为{kind}", "must be {kind}")
MISSING = Phrase("wire.missing", "缺少此项", "is missing")
UNKNOWN = Phrase("wire.unknown", "不认识的键；相近的有：{near}", "is not a known key; the nearest is: {near}")
BAD_DAY = Phrase("wire.day", "应为日期，形如 2026-07-01", "must be a day such as 2026-07-01")
BAD_MOMENT = Phrase(
    "wire.moment",
    "应为带时区的时刻，形如 2026-07-01T09:00:00+08:00",
    "must be a moment with an offset such as 2026-07-01T09:00:00+08:00",
)
HIDDEN = Phrase("wire.private", "此处不能读入隐私内容", "a private value cannot be read from here")
TOO_LARGE = Phrase("toml.size", "文件超过 {most} 字节", "the document is larger than {most} bytes")
TOO_DEEP = Phrase("toml.depth", "嵌套超过 {most} 层", "is nested deeper than {most} levels")
LONG_KEY = Phrase("toml.key", "键超过 {most} 段", "has a key of more than {most} parts")
BAD_TOML = Phrase("toml.syntax", "不是有效的 TOML：第 {line} 行", "is no valid TOML near line {line}")
NOT_UTF8 = Phrase("toml.encoding", "不是 UTF-8 编码", "is not encoded in UTF-8")
NO_FLOAT = Phrase(
    "wire.float", "只允许至多 9 位整数和 4 位小数的十进制数", "must be a decimal of at most 9 and 4 digits"
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_KINDS = {
    str: ("文字", "a text"),
    int: ("整数", "a whole number"),
    bool: ("是或否（true/false）", "true or false"),
    dict: ("表", "a table"),
    list: ("列表", "a list"),
}


def canonical(data: Any) -> bytes:
    """
    The one form of plain data in bytes: keys sorted, no spaces, UTF-8 unescaped, as RFC 8785 has it.

    Example:
        >>> canonical({"b": ["灯", 1], "a": True}).decode()
        '{"a":true,"b":["灯",1]}'
    """
    return _DUMP(data).encode()


_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def encode(value: Any) -> Any:
    """
    A value as plain data: an attrs value as an object without the fields that are `None`.

    A `Private` value becomes its commitment, a frozen set a sorted list.

    Raises:
        InvalidInput: The value has no form as data; floats have none.

    Example:
        >>> from sanliang.kernel.timeline import Span
        >>> encode(Span(date(2026, 7, 1), date(2026, 7, 31)))
        {'start': '2026-07-01', 'end': '2026-07-31'}
    """
    return _WRITERS[type(value)](value)


def _same(value: Any) -> Any:
    return value


def _encode_list(value: Any) -> list[Any]:
    return [_WRITERS[type(one)](one) for one in value]


def _encode_set(value: Any) -> list[Any]:
    return sorted(_encode_list(value))


def _encode_map(value: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key): _WRITERS[type(one)](one) for key, one in value.items()}


def _encode_enum(value: Enum) -> Any:
    return value.value


def _encode_private(value: Private[Any]) -> dict[str, str]:
    return {"commitment": value.commitment}


class _Writers(dict[Any, Callable[[Any], Any]]):
    """How values of each class are written; found once for each class."""

    def __missing__(self, kind: Any) -> Callable[[Any], Any]:
        if issubclass(kind, Enum):
            found: Callable[[Any], Any] = _encode_enum
        elif attrs.has(kind):
            found = _encode_fields(tuple(field.name for field in attrs.fields(kind)))
        else:
            raise InvalidInput(NO_FORM.fault())
        self[kind] = found
        return found


_WRITERS = _Writers(
    {
        type(None): _same,
        bool: _same,
        int: _same,
        str: _same,
        date: date.isoformat,
        datetime: datetime.isoformat,
        tuple: _encode_list,
        list: _encode_list,
        frozenset: _encode_set,
        FrozenMap: _encode_map,
        dict: _encode_map,
        Private: _encode_private,
    }
)


def _encode_fields(names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    read = attrgetter(*names)
    single = len(names) == 1

    def write(value: Any) -> dict[str, Any]:
        values = (read(value),) if single else read(value)
        return {
            name: _WRITERS[type(one)](one) for name, one in zip(names, values, strict=True) if one is not None
        }

    return write


def without_private(value: Any, change: Callable[[Private[Any]], Private[Any]]) -> Any:
    """The value with each `Private` in it replaced by what *change* gives for it, at any depth."""
    match value:
        case Private():
            return change(value)
        case tuple():
            return tuple(without_private(one, change) for one in value)
        case FrozenMap():
            return FrozenMap((key, without_private(one, change)) for key, one in value.items())
        case _ if attrs.has(type(value)):
            names = [field.name for field in attrs.fields(type(value))]
            return attrs.evolve(
                value, **{name: without_private(getattr(value, name), change) for name in names}
            )
        case _:
            return value


# --- in ------------------------------------------------------------------------------------------------


class _Wrong(Exception):
    """A fault on its way through cattrs, which would swallow its path."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    def structure(data: Any, _: Any) -> Any:
        if type(data) is not kind:
            raise _Wrong(_kind_fault(kind))
        return data

    return structure


def _kind_fault(kind: type) -> Fault:
    zh, en = _KINDS[kind]
    return Fault(code=WRONG_KIND.code, zh=WRONG_KIND.zh.format(kind=zh), en=WRONG_KIND.en.format(kind=en))


def _structure_day(data: Any, _: Any) -> date:
    if type(data) is date:
        return data
    if type(data) is str and _DAY.fullmatch(data):
        try:
            return date.fromisoformat(data)
        except ValueError:
            pass
    raise _Wrong(BAD_DAY.fault())


def _structure_moment(data: Any, _: Any) -> datetime:
    if type(data) is str and _MOMENT.fullmatch(data):
        try:
            return datetime.fromisoformat(data)
        except ValueError:
            pass
    raise _Wrong(BAD_MOMENT.fault())


def _structure_private(_data: Any, _: Any) -> Private[Any]:
    raise _Wrong(HIDDEN.fault())


def converter() -> Converter:
    """
    A fresh, strict converter: exact kinds, no coercion, unknown keys refused, every fault kept.

    It is for `decode`; what it raises by itself is cattrs' own. Whoever adds kinds adds hooks to a fresh one.
    """
    from cattrs import Converter  # noqa: PLC0415 -- 44 ms that only reading pays
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415

    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        made.register_structure_hook(kind, _exactly(kind))
    made.register_structure_hook(date, _structure_day)
    made.register_structure_hook(datetime, _structure_moment)
    made.register_structure_hook_func(lambda kind: Private in {kind, get_origin(kind)}, _structure_private)

    def attrs_hook(kind: Any) -> Callable[[Any, Any], Any]:
        build = make_dict_structure_fn(kind, made, _cattrs_forbid_extra_keys=True)

        def structure(data: Any, to: Any) -> Any:
            if type(data) is not dict:
                raise _Wrong(_kind_fault(dict))
            return build(data, to)

        return structure

    def list_hook(kind: Any) -> Callable[[Any, Any], Any]:
        origin, each = get_origin(kind), get_args(kind)[0]

        def structure(data: Any, _: Any) -> Any:
            if type(data) is not list:
                raise _Wrong(_kind_fault(list))
            return origin(_each(data, each, made, enumerate(data)))

        return structure

    def map_hook(kind: Any) -> Callable[[Any, Any], Any]:
        origin, (_, each) = get_origin(kind), get_args(kind)

        def structure(data: Any, _: Any) -> Any:
            if type(data) is not dict:
                raise _Wrong(_kind_fault(dict))
            return origin(zip(data, _each(data, each, made, data.items()), strict=True))

        return structure

    def enum_hook(kind: Any) -> Callable[[Any, Any], Any]:
        def structure(data: Any, _: Any) -> Any:
            if type(data) is not str:
                raise _Wrong(_kind_fault(str))
            return kind.of(data) if issubclass(kind, Labelled) else _plain_enum(kind, data)

        return structure

    made.register_structure_hook_factory(attrs.has, attrs_hook)
    made.register_structure_hook_factory(lambda kind: _made_of(kind, tuple, frozenset), list_hook)
    made.register_structure_hook_factory(lambda kind: _made_of(kind, FrozenMap, dict), map_hook)
    made.register_structure_hook_factory(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), enum_hook
    )
    made.register_structure_hook_factory(_is_optional, lambda kind: _optional_hook(kind, made))
    return made


def _each(data: Any, kind: Any, made: Converter, places: Any) -> list[Any]:
    """Structure the members of a list or a table; their faults carry their place."""
    faults, good = Faults(), []
    for place, one in places:
        try:
            good.append(made.structure(one, kind))
        except Exception as error:
            where = f"[{place}]" if isinstance(place, int) else str(place)
            for fault in _faults(error):
                faults.add(fault.under(where))
    faults.check()
    return good


def _plain_enum(kind: type[Enum], data: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        known = ", ".join(sorted(str(one.value) for one in kind))
        raise _Wrong(
            Fault(
                code="code.unknown",
                zh=f"不是已知的代码；可用：{known}",
                en=f"is not a known code; there are: {known}",
            )
        ) from None


def _made_of(kind: Any, *origins: Any) -> bool:
    return get_origin(kind) in origins


def _is_optional(kind: Any) -> bool:
    return (
        get_origin(kind) in {Union, UnionType} and type(None) in get_args(kind) and len(get_args(kind)) == 2
    )


def _optional_hook(kind: Any, made: Converter) -> Callable[[Any, Any], Any]:
    (inner,) = (one for one in get_args(kind) if one is not type(None))

    def structure(data: Any, _: Any) -> Any:
        return None if data is None else made.structure(data, inner)

    return structure


def decode(data: Any, kind: type[T], *, path: str = "", using: Converter | None = None) -> T:
    """
    Plain data as a value of a class.

    Raises:
        InvalidInput: Every fault of the data, each with its path; the text never repeats the data.

    Example:
        >>> from sanliang.kernel.timeline import Span
        >>> decode({"start": "2026-07-01", "end": 7, "ende": 1}, Span)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: 2 faults
          end  must be a day such as 2026-07-01
          ende  is not a known key; the nearest is: end
    """
    faults = Faults()
    try:
        return (using or converter()).structure(data, kind)
    except RecursionError:
        faults.add(TOO_DEEP.fault(most=DEEPEST))
    except Exception as error:
        # _faults sorts it out, and lets nothing foreign pass for a fault of the data.
        for fault in _faults(error):
            faults.add(fault)
    raise InvalidInput(*(fault.under(path) if path else fault for fault in faults.kept), count=faults.count)


def _faults(error: BaseException) -> list[Fault]:
    """What cattrs raised as our faults, with their paths."""
    from cattrs import BaseValidationError, ForbiddenExtraKeysError  # noqa: PLC0415

    match error:
        case _Wrong():
            return [error.fault]
        case InvalidInput():
            return [*error.faults]
        case ForbiddenExtraKeysError():
            known = [field.name for field in attrs.fields(error.cl)] if attrs.has(error.cl) else []
            return [
                UNKNOWN.fault(_shown_key(key), near=nearest(key, known) or ", ".join(known))
                for key in sorted(error.extra_fields)
            ]
        case BaseValidationError():
            return [fault for one in error.exceptions for fault in _placed(one)]
        case KeyError():
            return [MISSING.fault(str(error.args[0]))]
        case _:
            raise error


def _placed(error: BaseException) -> list[Fault]:
    """The faults of one field: cattrs notes the field's name beside the exception."""
    from cattrs import AttributeValidationNote  # noqa: PLC0415

    if isinstance(error, KeyError):
        return _faults(error)
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, AttributeValidationNote)]
    faults = _faults(error)
    return [fault.under(notes[0].name) for fault in faults] if notes else faults


def _shown_key(key: Any) -> str:
    """A key that a stranger wrote, as a path may show it."""
    text = str(key)
    return text if re.fullmatch(r"[\w.-]{1,40}", text) else "(key)"


# --- TOML ----------------------------------------------------------------------------------------------


def read_toml(text: str | bytes, *, path: str = "") -> dict[str, Any]:
    """
    A TOML document as plain data, in bounded time and memory.

    Numbers with a point are refused here; a reader that takes them reads them as text. Days stay days.

    Raises:
        InvalidInput: More than 256 KiB, too deep, a key of too many parts, not UTF-8, or not TOML.

    Example:
        >>> read_toml('on = 2020-08-11')
        {'on': datetime.date(2020, 8, 11)}
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > LARGEST:
        raise InvalidInput(TOO_LARGE.fault(path, most=LARGEST))
    try:
        clean = raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidInput(NOT_UTF8.fault(path)) from None
    _scan(clean, path)
    import tomli  # noqa: PLC0415 -- only reading pays for it

    try:
        return tomli.loads(clean, parse_float=_decimal)
    except InvalidInput as error:
        raise InvalidInput(*(fault.under(path) if path else fault for fault in error.faults)) from None
    except ValueError as error:
        # TOMLDecodeError knows its line; a number of too many digits is a plain ValueError without one.
        raise InvalidInput(BAD_TOML.fault(path, line=getattr(error, "lineno", 1))) from None
    except RecursionError:
        raise InvalidInput(TOO_DEEP.fault(path, most=DEEPEST)) from None


_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}.=\n,]', re.DOTALL
)


def _scan(text: str, path: str) -> None:
    """Refuse, in one pass, what would cost the parser too much: brackets too deep, keys of too many parts."""
    depth, dots = 0, 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            depth += 1
            dots = 0
        elif sign in "]}":
            depth -= 1
        elif sign == ".":
            dots += 1
        elif sign in {"\n", "=", ","}:
            dots = 0
        if depth > DEEPEST:
            raise InvalidInput(TOO_DEEP.fault(path, most=DEEPEST))
        if dots >= LONGEST_KEY:
            raise InvalidInput(LONG_KEY.fault(path, most=LONGEST_KEY))


class _Decimal(str):
    """A number with a point as it was written; whoever knows its scale makes an integer of it."""

    __slots__ = ()


_POINT = re.compile(r"[+-]?\d{1,9}\.\d{1,4}", re.ASCII)


def _decimal(text: str) -> _Decimal:
    if not _POINT.fullmatch(text):
        raise InvalidInput(NO_FLOAT.fault())
    return _Decimal(text)
