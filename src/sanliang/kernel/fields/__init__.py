"""
What a field may hold: ids, texts, days, moments, whole numbers, frozen maps.

Each function takes a value and gives it back clean, or raises `InvalidInput` without repeating it; *path*
says where the value stood. `checked` makes an attrs validator of one: what comes in as a list, a
`pendulum.Date` or a text in another normal form is kept as the tuple, the date, the NFC text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Set
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar, cast

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields._frozen import FrozenMap, maker
from sanliang.kernel.labels import Phrase, Text

__all__ = [
    "FrozenMap",
    "as_name_set",
    "as_names",
    "as_rows",
    "called",
    "checked",
    "clean_text",
    "code",
    "code_set",
    "day",
    "each",
    "exact",
    "identifier",
    "instance",
    "instances",
    "listed",
    "maker",
    "moment",
    "name_set",
    "names",
    "not_kind",
    "optional",
    "some",
    "sorted_codes",
    "sorted_names",
    "whole",
]

LONGEST_ID = 200
LONGEST_TEXT = 20_000

NOT_TEXT = Phrase("text.type", "应为文字", "must be a text")
EMPTY_TEXT = Phrase("text.empty", "不能为空", "must not be empty")
LONG_TEXT = Phrase("text.long", "不能超过 {most} 个字符", "must not be longer than {most} characters")
BAD_CHARACTER = Phrase(
    "text.character",
    "第 {place} 个字符不允许（控制字符、双向字符、零宽字符或残缺字符）",
    "has a control, bidirectional, invisible or broken character at place {place}",
)
NOT_DAY = Phrase("day.type", "应为日期（不含时刻）", "must be a day (datetime.date), not a moment or a text")
NOT_MOMENT = Phrase("moment.type", "应为带时区的时刻", "must be a moment with an offset (an aware datetime)")
NOT_WHOLE = Phrase("number.type", "应为整数", "must be a whole number (int, not bool or float)")
TOO_SMALL = Phrase("number.small", "不能小于 {least}", "must be {least} or more")
TOO_LARGE = Phrase("number.large", "不能大于 {most}", "must be {most} or less")
NOT_EXACT = Phrase(
    "number.exact",
    "应为整数、分数或十进制文字（如“0.5”），不能是真假值",
    "must be a whole number, a fraction or a decimal written as text (such as '0.5'), not true or false",
)
FLOAT = Phrase(
    "number.float",
    "浮点数不精确：请写成文字或整数",
    "a float is not exact: write it as text or as a whole number",
)
TOO_FINE = Phrase("number.places", "小数不能超过 {places} 位", "must have {places} decimals or fewer")
TOO_LONG = Phrase(
    "number.digits", "整数部分不能超过 9 位", "must have 9 digits or fewer before the decimal point"
)
NOT_CODE = Phrase(
    "code.shape",
    "应为代码：小写字母开头，后接小写字母、数字、_ 或 -，至多 40 个字符",
    "must be a code: a lower-case letter, then lower-case letters, digits, _ or -, 40 characters at most",
)
NOT_LIST = Phrase("list.type", "应为列表", "must be a list, a tuple or a set, not one text")
NOT_KIND = Phrase("value.kind", "应为 {kind}", "must be {kind}")
DOUBLED = Phrase("list.doubled", "重复出现", "stands here a second time")

_VOWEL = re.compile("[AEIO]|U(?!ni)")
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,30})(?:\.([0-9]{1,30}))?")
# What may not stand in a text: control, bidirectional, invisible and broken characters, line separators.
# They are listed here, since the Unicode tables differ between Pythons: a rare name that one of them does not
# know yet is a name. Variation selectors stay: names in Chinese and in Mongolian are written with them.
_BAD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)

T = TypeVar("T")
S = TypeVar("S", bound=Collection[Any])


def clean_text(value: Any, path: str = "", *, most: int = LONGEST_TEXT) -> str:
    """
    A text in normal form C: not empty, no control, bidirectional, invisible or broken characters.

    Example:
        >>> clean_text("修路灯")
        '修路灯'
    """
    if not isinstance(value, str):
        raise InvalidInput(NOT_TEXT.fault(path))
    if not value.strip():
        raise InvalidInput(EMPTY_TEXT.fault(path))
    if len(value) > most:
        raise InvalidInput(LONG_TEXT.fault(path, most=most))
    if bad := _BAD.search(value):
        raise InvalidInput(BAD_CHARACTER.fault(path, place=bad.start() + 1))
    if value.isascii():
        return str(value)
    clean = unicodedata.normalize("NFC", str(value))
    # A few characters are longer in normal form; what is kept must pass a second time.
    if len(clean) > most:
        raise InvalidInput(LONG_TEXT.fault(path, most=most))
    return clean


def identifier(value: Any, path: str = "") -> str:
    """An opaque id of a person, a unit or a thing: a clean text of at most 200 characters."""
    return clean_text(value, path, most=LONGEST_ID)


def code(value: Any, path: str = "") -> str:
    """
    A name that is written in data: `[a-z][a-z0-9_-]{0,39}`.

    Example:
        >>> code("report_done")
        'report_done'
    """
    if not isinstance(value, str):
        raise InvalidInput(NOT_TEXT.fault(path))
    if not _CODE.fullmatch(value):
        raise InvalidInput(NOT_CODE.fault(path))
    return str(value)


def day(value: Any, path: str = "") -> date:
    """
    A day as a plain `datetime.date`, whatever kind of date came in; a datetime is not a day.

    Example:
        >>> day(date(2020, 8, 11))
        datetime.date(2020, 8, 11)
    """
    if type(value) is date:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    raise InvalidInput(NOT_DAY.fault(path))


def moment(value: Any, path: str = "") -> datetime:
    """A moment with an offset, as a plain `datetime.datetime`; a naive one is refused."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidInput(NOT_MOMENT.fault(path))
    if type(value) is datetime:
        return value
    return datetime.combine(value.date(), value.timetz())


def whole(value: Any, path: str = "", *, least: int | None = None, most: int | None = None) -> int:
    """A whole number within its bounds; `True` is not a number here."""
    if type(value) is not int:
        raise InvalidInput(NOT_WHOLE.fault(path))
    if least is not None and value < least:
        raise InvalidInput(TOO_SMALL.fault(path, least=least))
    if most is not None and value > most:
        raise InvalidInput(TOO_LARGE.fault(path, most=most))
    return value


def exact(value: Any, path: str = "", *, places: int = 4) -> Fraction:
    """
    An exact number, as a fraction: at most 9 digits before the point and so many places after it.

    A whole number, a fraction or a decimal written as text is exact; a float and a `Decimal` are refused.

    Example:
        >>> exact("0.5"), exact(-3)
        (Fraction(1, 2), Fraction(-3, 1))
        >>> exact(0.1)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: a float is not exact: write it as text or as a whole number
    """
    if type(value) is Fraction:
        number = value
    elif type(value) is int:
        number = Fraction(value)
    elif isinstance(value, str) and (written := _DECIMAL.fullmatch(value)):
        sign, units, decimals = written.groups(default="")
        number = Fraction(int(f"{sign}{units}{decimals}"), 10 ** len(decimals))
        if len(decimals) > places:
            raise InvalidInput(TOO_FINE.fault(path, places=places))
    else:
        raise InvalidInput((FLOAT if isinstance(value, float) else NOT_EXACT).fault(path))
    if abs(number.numerator) >= 10**9 * number.denominator:
        raise InvalidInput(TOO_LONG.fault(path))
    if 10**places % number.denominator:
        raise InvalidInput(TOO_FINE.fault(path, places=places))
    return number


def listed(value: Any, path: str = "") -> Iterable[Any]:
    """Whatever lists values one by one; a text is one value, and bytes list none."""
    if isinstance(value, str | bytes | bytearray) or not isinstance(value, Iterable):
        raise InvalidInput(NOT_LIST.fault(path))
    return value


_SETTLED = {tuple, frozenset}


def names(value: Any, path: str = "", *, each: Callable[[Any, str], str] = identifier) -> tuple[str, ...]:
    """Ids or codes as a tuple in the order given, of a set sorted; every fault at once, a doubled one too."""
    if type(value) in _SETTLED and not value:
        return ()  # most are empty
    faults, seen = Faults(), dict[str, None]()
    for place, one in enumerate(listed(value, path)):
        where = f"{path}[{place}]"
        try:
            name = each(one, where)
        except InvalidInput as error:
            faults.extend(error)
            continue
        if name in seen:
            faults.add(DOUBLED.fault(where))
        seen[name] = None
    faults.check()
    return tuple(sorted(seen) if isinstance(value, Set) else seen)


def sorted_names(
    value: Any, path: str = "", *, each: Callable[[Any, str], str] = identifier
) -> tuple[str, ...]:
    """The same where their order says nothing: sorted."""
    return tuple(sorted(names(value, path, each=each)))


def name_set(value: Any, path: str = "", *, each: Callable[[Any, str], str] = identifier) -> frozenset[str]:
    """The same as a set."""
    return frozenset(names(value, path, each=each))


sorted_codes = partial(sorted_names, each=code)
"""Codes in their order, each once."""
code_set = partial(name_set, each=code)
"""Codes as a set."""


# What a class takes and what it keeps are two types: its converter says so to a type checker and changes
# nothing, its validator does the work. (The plug-in of mypy takes no converter that is generic.)


def as_names(value: Iterable[str]) -> tuple[str, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[str, ...]", value)


def as_rows(value: Iterable[Any]) -> tuple[Any, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[Any, ...]", value)


def as_name_set(value: Iterable[str]) -> frozenset[str]:
    """What was given: it is the validator that makes a frozen set of it, or refuses it."""
    return cast("frozenset[str]", value)


# A check that is made of something is a `partial` of a function of this module, so that whoever has the check
# can see what it was made of: the schemas of `serial` say what it demands.


def optional(check: Callable[[Any, str], T]) -> Callable[[Any, str], T | None]:
    """The same check for a field that may be left out (`None`)."""
    return partial(_optional, check)


def _optional(check: Callable[[Any, str], T], value: Any, path: str = "") -> T | None:
    return None if value is None else check(value, path)


def some(check: Callable[[Any, str], S], nothing: Phrase) -> Callable[[Any, str], S]:
    """The same check for a list or a set that must not be empty; *nothing* says so."""
    return partial(_some, check, nothing)


def _some(check: Callable[[Any, str], S], nothing: Phrase, value: Any, path: str = "") -> S:
    kept = check(value, path)
    if not kept:
        raise InvalidInput(nothing.fault(path))
    return kept


def called(*kinds: str) -> Text:
    """
    The names of classes, as a sentence has them.

    Example:
        >>> called("Office").en, called("Unit", "Member", "Award").en
        ('an Office', 'a Unit, a Member or an Award')
    """
    *most, last = (f"{'an' if _VOWEL.match(kind) else 'a'} {kind}" for kind in kinds)
    return Text(" 或 ".join(kinds), f"{', '.join(most)} or {last}" if most else last)


def not_kind(path: str, *kinds: str) -> Fault:
    """
    The fault of a value of another class.

    Example:
        >>> print(not_kind("office", "Office"))
        office: must be an Office
    """
    return NOT_KIND.fault(path, kind=called(*kinds))


def instance(kind: type[T]) -> Callable[[Any, str], T]:
    """A check for one value of a kind."""
    return partial(_instance, kind)


def _instance(kind: type[T], value: Any, path: str = "") -> T:
    if not isinstance(value, kind):
        raise InvalidInput(not_kind(path, kind.__name__))
    return value


def each(check: Callable[[Any, str], T]) -> Callable[[Any, str], tuple[T, ...]]:
    """
    The same check for every member of a list, kept as a tuple in the order given; every fault at once.

    Example:
        >>> each(day)([date(2020, 7, 20), "2020-08-03"], "days")
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: days[1]: must be a day (datetime.date), not a moment or a text
    """
    return partial(_each, check)


def _each(check: Callable[[Any, str], T], value: Any, path: str = "") -> tuple[T, ...]:
    faults, kept = Faults(), list[T]()
    for place, one in enumerate(listed(value, path)):
        try:
            kept.append(check(one, f"{path}[{place}]"))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(kept)


def instances(kind: type[T]) -> Callable[[Any, str], tuple[T, ...]]:
    """A check for a list of values of one kind, kept as a tuple in the order given."""
    return partial(_instances, kind)


def _instances(kind: type[T], value: Any, path: str = "") -> tuple[T, ...]:
    kept = tuple(listed(value, path))
    if {*map(type, kept)} <= {kind}:
        return kept
    faults = Faults()
    for place, one in enumerate(kept):
        if not isinstance(one, kind):
            faults.add(not_kind(f"{path}[{place}]", kind.__name__))
    faults.check()
    return kept


def checked(check: Callable[[Any, str], object]) -> Callable[[Any, Any, Any], None]:
    """
    The attrs validator of a check: the field's name is the path, and the clean value is what is kept.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Visit:
        ...     on: date = attrs.field(validator=checked(day))
        >>> Visit("2020-08-11")
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: on: must be a day (datetime.date), not a moment or a text
    """
    return partial(_validate, check)


def _validate(check: Callable[[Any, str], object], owner: Any, attribute: Any, value: Any) -> None:
    clean = check(value, attribute.name)
    if clean is not value:
        object.__setattr__(owner, attribute.name, clean)
