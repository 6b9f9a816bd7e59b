"""Plain data as values: exact kinds, and every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

import attrs

from sanliang.kernel.errors import SHOWN, Fault, Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, FrozenMap, exact
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire._out import BAD_MOMENT

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
Read = Callable[[Any, Any], Any]

DEEPEST = 64
"""How many lists and tables may stand within one another."""

WRONG_KIND = Phrase("wire.type", "应为{kind}", "must be {kind}")
WRONG_LENGTH = Phrase("wire.length", "应为 {length} 项", "must have {length} members")
MISSING = Phrase("wire.missing", "缺少此项", "is missing")
UNKNOWN = Phrase("wire.unknown", "不认识的键；{near}", "is not a known key; {near}")
UNKNOWN_CODE = Phrase(
    "code.unknown", "不是已知的代码；可用：{known}", "is not a known code; there are: {known}"
)
BAD_DAY = Phrase("wire.day", "应为日期，形如 2026-07-01", "must be a day such as 2026-07-01")
HIDDEN = Phrase("wire.private", "此处不能读入隐私内容", "a private value cannot be read from here")
TOO_DEEP = Phrase("wire.depth", "嵌套超过 {most} 层", "is nested deeper than {most} levels")
UNREADABLE = Phrase(
    "wire.unreadable",
    "类型 {kind} 不能从数据读入；请给 decode 一个带有相应钩子的转换器",
    "the type {kind} cannot be read from data; give `decode` a converter with a hook for it",
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
"""Hours and minutes: Pythons differ on 24:00, and all of them read an offset of 99 minutes."""
_MOMENT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_CLOCK}:[0-5]\d(\.\d{{1,6}})?(Z|[+-]{_CLOCK})", re.ASCII)
_JOINT = re.compile(r"[.\[]")
_SHOWN_KEY = re.compile(r"[A-Za-z][\w.-]{0,39}", re.ASCII)
_TEXTS = frozenset({str})
_KINDS = {
    str: ("文字", "a text"),
    int: ("整数", "a whole number"),
    bool: ("是或否（true/false）", "true or false"),
    dict: ("表", "a table"),
    list: ("列表", "a list"),
}


class _Wrong(Exception):
    """A fault on its way through cattrs, which would swallow its path."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def decode(data: Any, kind: type[T], *, path: str = "", using: Converter | None = None) -> T:
    """
    Plain data as a value of a class.

    Raises:
        InvalidInput: Every fault of the data, each with its path; the text never repeats a value. Or a type
            that cannot be read, such as a union of several classes.

    Example:
        >>> from sanliang.kernel.timeline import Span
        >>> decode({"start": "2026-07-01", "end": 7, "ende": 1}, Span)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: 2 faults
          end  must be a day such as 2026-07-01
          ende  is not a known key; the nearest is: end
    """
    return decoded(data, kind, path, using or converter(), check_depth=True)


def decoded(data: Any, kind: type[T], path: str, using: Converter, *, check_depth: bool) -> T:
    """As `decode` does; what was just parsed need not be checked again for how deep it is."""
    faults = Faults()
    try:
        if check_depth:
            _check_depth(data)
        return using.structure(data, kind)
    except Exception as error:
        try:
            _take(faults, error, path)
        except RecursionError:
            faults = Faults()
            faults.add(TOO_DEEP.fault(path, most=DEEPEST))
    # Raised here, and not above, so that it does not carry what cattrs said.
    raise faults.error()


def _check_depth(data: Any) -> None:
    """Refuse, before anything calls itself, what is nested too deep."""
    level = [data] if type(data) in (dict, list) else []
    for _ in range(DEEPEST):
        if not level:
            return
        level = [
            one
            for table in level
            for one in (table.values() if type(table) is dict else table)
            if type(one) in (dict, list)
        ]
    if level:
        raise InvalidInput(TOO_DEEP.fault(most=DEEPEST))


def converter() -> Converter:
    """
    A fresh, strict converter: exact kinds, no coercion, unknown keys refused, every fault kept.

    It is for `decode`; what it raises by itself is cattrs' own. Whoever adds kinds adds hooks to a fresh one;
    for a union of classes that is `register_structure_hook_func`, with a function that tells them apart.
    """
    from pathlib import Path  # noqa: PLC0415 -- these are 50 ms that only reading pays

    from cattrs import Converter  # noqa: PLC0415

    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    known: dict[Any, Read] = {}

    def read(data: Any, kind: Any) -> Any:
        reader = known.get(kind)
        if reader is None:
            reader = known[kind] = _reader(kind, made)
        return reader(data, kind)

    made.register_structure_hook_factory(lambda _: True, lambda kind: _reader(kind, made))
    # For these cattrs does not ask a factory, nor for whatever is made of them: an enum of texts is no text.
    for kind in (str, int, float, bytes, Path, Enum):
        made.register_structure_hook(kind, read)
    return made


def _reader(kind: Any, made: Converter) -> Read:
    """How data is read as this type; every type that is not named here is refused."""
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any:
        return _read_anything
    if kind in {str, int, bool}:
        return _exactly(kind)
    if kind is date:
        return _read_day
    if kind is datetime:
        return _read_moment
    if kind is Fraction:
        return _read_exact
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__, made)
    if origin is Annotated:
        return _reader(args[0], made)
    if origin is Literal:
        return _one_of({(type(one), one): one for one in args})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of({(type(one.value), one.value): one for one in kind})
    if Private in {kind, origin}:
        return _read_private
    if attrs.has(kind):
        return _table_reader(kind, made)
    if origin is tuple and args[-1:] != (...,):
        return _row_reader(args, made)
    if origin in {tuple, frozenset, list}:
        return _list_reader(origin, args[0], made)
    if origin in {FrozenMap, dict}:
        return _map_reader(origin, args[0], args[1], made)
    if origin in {Union, UnionType} and len(args) == 2 and NoneType in args:
        return _optional_reader(args[args[0] is NoneType], made)
    raise InvalidInput(UNREADABLE.fault(kind=getattr(kind, "__name__", kind) if origin is None else kind))


def _read_anything(data: Any, _: Any) -> Any:
    return data


def _exactly(kind: type) -> Read:
    def read(data: Any, _: Any) -> Any:
        if type(data) is not kind:
            raise _wrong_kind(kind)
        return data

    return read


@lru_cache
def _wrong_fault(kind: type) -> Fault:
    zh, en = _KINDS[kind]
    return Fault(code=WRONG_KIND.code, zh=WRONG_KIND.zh.format(kind=zh), en=WRONG_KIND.en.format(kind=en))


def _wrong_kind(kind: type) -> _Wrong:
    return _Wrong(_wrong_fault(kind))


def _read_day(data: Any, _: Any) -> date:
    if type(data) is date:
        return data
    if type(data) is str:
        try:
            return _day(data)
        except ValueError:
            data = None
    raise _Wrong(BAD_DAY.fault())


@lru_cache(4096)
def _day(text: str) -> date:
    """The day of a text. The days of ten years are kept at hand; what is no day is not."""
    if not _DAY.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _read_moment(data: Any, _: Any) -> datetime:
    if type(data) is datetime and data.utcoffset() is not None:
        return data
    if type(data) is str and _MOMENT.fullmatch(data):
        with suppress(ValueError):
            return datetime.fromisoformat(data)
    raise _Wrong(BAD_MOMENT.fault())


def _read_exact(data: Any, _: Any) -> Fraction:
    return exact(data)


def _one_of(members: dict[tuple[type, Any], Any]) -> Read:
    """One of some codes, by the kind and the value that stand for it in data."""
    kinds = {kind for kind, _ in members}
    known = tuple(sorted(str(value) for _, value in members))
    texts = {value: member for (kind, value), member in members.items() if kind is str}

    def read(data: Any, _: Any) -> Any:
        if type(data) is str and data in texts:
            return texts[data]
        if type(data) not in kinds:
            raise _wrong_kind(int if kinds == {int} else str)
        if (type(data), data) not in members:
            raise _Wrong(UNKNOWN_CODE.fault(known=known))
        return members[type(data), data]

    return read


def _read_private(_data: Any, _: Any) -> Private[Any]:
    raise _Wrong(HIDDEN.fault())


def _optional_reader(kind: Any, made: Converter) -> Read:
    found: Read | None = None

    def read(data: Any, _: Any) -> Any:
        nonlocal found
        if data is None:
            return None
        if found is None:  # asked for late, since a class may stand within itself
            found = made.get_structure_hook(kind)
        return found(data, kind)

    return read


def _row_reader(kinds: tuple[Any, ...], made: Converter) -> Read:
    """A tuple of so many members, each of its own type."""

    def read(data: Any, _: Any) -> Any:
        if type(data) is not list:
            raise _wrong_kind(list)
        if len(data) != len(kinds):
            raise _Wrong(WRONG_LENGTH.fault(length=len(kinds)))
        return tuple(_each(((f"[{n}]", one, kinds[n]) for n, one in enumerate(data)), made))

    return read


def _list_reader(origin: Any, kind: Any, made: Converter) -> Read:
    found: Read | None = None

    def read(data: Any, _: Any) -> Any:
        nonlocal found
        if type(data) is not list:
            raise _wrong_kind(list)
        if not data:
            return origin()
        if found is None:  # asked for late, since a class may stand within itself
            found = made.get_structure_hook(kind)
        members = _members(data, found, kind)
        if origin is frozenset:
            _check_doubled(members)
        return origin(members)

    return read


def _members(data: list[Any], read: Read, kind: Any) -> list[Any]:
    """Read the members of a list; their faults carry their place, which is written down only then."""
    good, faults = list[Any](), None
    for place, one in enumerate(data):
        try:
            good.append(read(one, kind))
        except Exception as error:
            faults = faults or Faults()
            _take(faults, error, f"[{place}]")
    if faults:
        faults.check()
    return good


def _check_doubled(members: list[Any]) -> None:
    faults, seen = Faults(), set[Any]()
    for place, one in enumerate(members):
        if one in seen:
            faults.add(DOUBLED.fault(f"[{place}]"))
        seen.add(one)
    faults.check()


def _map_reader(origin: Any, key_kind: Any, kind: Any, made: Converter) -> Read:
    def read(data: Any, _: Any) -> Any:
        if type(data) is not dict:
            raise _wrong_kind(dict)
        both = _each(
            (
                (shown_key(key), one, of)
                for key, value in data.items()
                for one, of in ((key, key_kind), (value, kind))
            ),
            made,
        )
        return origin(dict(zip(both[::2], both[1::2], strict=True)))

    return read


def _each(members: Iterable[tuple[str, Any, Any]], made: Converter) -> list[Any]:
    """Read the members of a row or a table; their faults carry their place."""
    faults, good = Faults(), []
    for place, one, kind in members:
        try:
            good.append(made.structure(one, kind))
        except Exception as error:
            _take(faults, error, place)
    faults.check()
    return good


def _table_reader(kind: Any, made: Converter) -> Read:
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415

    build = make_dict_structure_fn(kind, made, _cattrs_forbid_extra_keys=True)

    def read(data: Any, to: Any) -> Any:
        if type(data) is not dict:
            raise _wrong_kind(dict)
        if not _TEXTS.issuperset(map(type, data)):
            raise InvalidInput(_wrong_fault(str).under("(key)"))
        faults = Faults()
        try:
            return build(data, to)
        except Exception as error:
            _take(faults, error)
        _add_others(faults, data, kind, made)
        raise faults.error()

    return read


def _add_others(faults: Faults, data: dict[str, Any], kind: Any, made: Converter) -> None:
    """What the checks of the other fields find, too: making a value ends at the first."""
    seen = {_JOINT.split(fault.path, 1)[0] for fault in faults.kept}
    scratch = object.__new__(get_origin(kind) or kind)
    for field in attrs.fields(kind):
        if field.validator is None or field.name not in data or field.name in seen:
            continue
        # A check may look at the other fields, which are not there: then it says nothing yet.
        with suppress(Exception):
            value = made.structure(data[field.name], field.type)
            try:
                field.validator(scratch, field, value)
            except InvalidInput as error:
                faults.extend(error)


def _take(faults: Faults, error: BaseException, under: str = "") -> None:
    """Take over what was raised as faults with their paths; what is no fault of the data is raised again."""
    if isinstance(error, InvalidInput):
        faults.extend(error, under)
    elif isinstance(error, _Wrong):
        faults.add(error.fault.under(under) if under else error.fault)
    else:
        _take_from_cattrs(faults, error, under)


def _take_from_cattrs(faults: Faults, error: BaseException, under: str) -> None:
    """The same, of what cattrs makes of it."""
    import cattrs  # noqa: PLC0415 -- to name what is in it takes longer each time

    match error:
        case cattrs.ForbiddenExtraKeysError():
            faults.extend(_unknown_keys(error), under)
        case cattrs.BaseValidationError():
            for one in error.exceptions:
                name = _field(one)
                path = f"{under}.{name}" if under and name else under or name
                if isinstance(one, KeyError) and name and one.args == (name,):
                    faults.add(MISSING.fault(path))
                else:
                    _take(faults, one, path)
        case cattrs.StructureHandlerNotFoundError():
            faults.add(UNREADABLE.fault(under, kind=error.type_))
        case _:
            raise error


def _unknown_keys(error: Any) -> InvalidInput:
    known = [field.name for field in attrs.fields(error.cl) if field.init]
    keys = sorted(error.extra_fields, key=str)
    return InvalidInput(
        *(UNKNOWN.fault(shown_key(key), near=nearest_of(str(key)[:40], known)) for key in keys[:SHOWN]),
        count=len(keys),
    )


def _field(error: BaseException) -> str:
    """The name of the field that a fault is of: cattrs notes it beside the exception."""
    import cattrs  # noqa: PLC0415

    noted = cattrs.AttributeValidationNote
    return next((one.name for one in getattr(error, "__notes__", ()) if isinstance(one, noted)), "")


def shown_key(key: Any) -> str:
    """A key that a stranger wrote, as a path may show it: a code, never words or numbers."""
    return key if isinstance(key, str) and _SHOWN_KEY.fullmatch(key) else "(key)"


def under(path: str, key: Any) -> str:
    """The path of a key of a table, as a path may show it."""
    return f"{path}.{shown_key(key)}".lstrip(".")
