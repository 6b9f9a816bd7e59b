"""
Privacy is a type: a `Private` value hides, and opens only with a reason.

Also the masks that are used in practice. A mask never depends on the value being valid.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Generic, NoReturn, TypeVar, final

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import NOT_TEXT, clean_text, whole
from sanliang.kernel.labels import Labelled, Phrase

__all__ = ["FEWEST", "Audience", "Private", "mask_id", "mask_name", "mask_phone", "too_few"]

T = TypeVar("T")

ERASED = Phrase("private.erased", "该内容已被删除", "this value has been erased; only its commitment is left")
SALT = Phrase("private.salt", "盐须为 16 至 64 个字节", "a salt has 16 to 64 bytes")
COMMITMENT = Phrase(
    "private.commitment", "应为 64 位小写十六进制数字", "must be 64 hexadecimal digits, in lower case"
)

FEWEST = 5
"""On a board, whatever is shown fits this many at the least, where nothing else is said."""

LARGEST = 10**18
"""No private whole number is larger, or smaller than this below zero."""

_COMMITMENT = re.compile(r"[0-9a-f]{64}")


class Audience(Labelled):
    """Who reads: the internal ledger, the board in the village, anybody on the web."""

    LEDGER = "ledger", "台账", "ledger"
    VILLAGE = "village", "村务公开栏", "village board"
    WEB = "web", "互联网", "web"


@final
class Private(Generic[T]):
    """
    A value that shows itself nowhere: not in a `repr`, a format, an error, `asdict` or JSON.

    It is a plain class, since attrs would print it. Into a log it enters as a salted commitment; value and
    salt lie beside the chain and can be erased together.

    Args:
        value: A text or a whole number.
        salt: 16 to 64 bytes. Left out, they are drawn from the system; two values that are equal are then
            still written differently, so that nobody can try all telephone numbers.

    Example:
        >>> phone = Private("000-0000")
        >>> phone, f"{phone}", phone.open(reason="calling the household")
        (Private(...), 'Private(...)', '000-0000')
    """

    __slots__ = ("_commitment", "_salt", "_value")
    _value: T | None
    _salt: bytes
    _commitment: str

    def __init__(self, value: T, *, salt: bytes | None = None) -> None:
        object.__setattr__(self, "_value", _scalar(value))
        object.__setattr__(self, "_salt", os.urandom(16) if salt is None else _salt(salt))
        object.__setattr__(self, "_commitment", "")

    @classmethod
    def erased(cls, commitment: str) -> Private[T]:
        """What is left of a value when value and salt are gone: its commitment, 64 hexadecimal digits."""
        _hexadecimal(commitment)
        left: Private[T] = object.__new__(cls)
        object.__setattr__(left, "_value", None)
        object.__setattr__(left, "_salt", b"")
        object.__setattr__(left, "_commitment", commitment)
        return left

    @property
    def commitment(self) -> str:
        """
        What stands for the value in public, the SHA-256 of salt and value in hexadecimal.

        Hashed are the length of the salt as one byte, the salt, `s` or `i` (text or whole number), a colon,
        and the value as UTF-8. The length keeps a longer salt from passing for the start of a shorter value.
        """
        if self._commitment:
            return self._commitment
        sort = "s" if isinstance(self._value, str) else "i"
        return hashlib.sha256(
            bytes([len(self._salt)]) + self._salt + f"{sort}:{self._value}".encode()
        ).hexdigest()

    @property
    def is_erased(self) -> bool:
        """Whether only the commitment is left."""
        return not self._salt

    def open(self, *, reason: str) -> T:
        """
        The value itself, for a purpose that the caller names.

        Raises:
            InvalidInput: No reason was given.
            NotFound: The value has been erased.
        """
        clean_text(reason, "reason")
        if self._value is None:
            raise NotFound(ERASED.fault())
        return self._value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Private):
            return NotImplemented
        return (self._value, self._commitment) == (other._value, other._commitment)

    def __hash__(self) -> int:
        return hash((Private, self._value, self._commitment))

    def __repr__(self) -> str:
        return "Private(erased)" if self.is_erased else "Private(...)"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(name)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._value, self._salt, self._commitment)


def _scalar(value: Any) -> Any:
    return whole(value, least=-LARGEST, most=LARGEST) if type(value) is int else clean_text(value)


def _salt(value: Any) -> bytes:
    if not isinstance(value, bytes) or not 16 <= len(value) <= 64:
        raise InvalidInput(SALT.fault("salt"))
    return value


def _hexadecimal(value: Any) -> None:
    if not isinstance(value, str) or not _COMMITMENT.fullmatch(value):
        raise InvalidInput(COMMITMENT.fault("commitment"))


def _restore(value: Any, salt: bytes, commitment: str) -> Private[Any]:
    return Private.erased(commitment) if value is None else Private(value, salt=salt)


def mask_name(name: str) -> str:
    """
    A name with all but its first character hidden; a name of one character is hidden whole.

    Example:
        >>> mask_name("张三")
        '张*'
    """
    return _keep(name, 1, 0)


def mask_phone(number: str) -> str:
    """
    A telephone number with its first three and last four signs.

    Example:
        >>> mask_phone("13800138000")
        '138****8000'
    """
    return _keep(number, 3, 4)


def mask_id(number: str) -> str:
    """
    An identity number with its first six and last four signs: the birth date is hidden.

    Example:
        >>> mask_id("110105198001010123")
        '110105********0123'
    """
    return _keep(number, 6, 4)


def _keep(value: Any, first: int, last: int) -> str:
    """Hide the middle; where that is too short, show the first sign only, and of a single sign nothing."""
    if not isinstance(value, str):
        raise InvalidInput(NOT_TEXT.fault())
    if last and len(value) - first - last < first:
        first, last = 1, 0
    if len(value) <= first:
        first = 0
    return value[:first] + "*" * (len(value) - first - last) + (value[-last:] if last else "")


def too_few(
    groups: Mapping[str, AbstractSet[str]], *, rest: AbstractSet[str] = frozenset(), least: int = FEWEST
) -> frozenset[str]:
    """
    The groups that a table has to show as one, together with the rest, so that none gives itself away.

    To leave out the small ones alone is not enough: whatever is shown without a name is then known to be of
    them. So the next larger ones are left out with them, until all that stand without a name are enough. What
    is shown of anybody hereby fits *least* of them, by its name or by having none, wherever all are so many.

    Args:
        groups: By name, the ids of those who are in it; nobody is in two.
        rest: The ids of those who stand without a name anyway.
        least: How many have to fit.

    Returns:
        The names of the groups. Of two of one size the first by name is left out first.

    Raises:
        InvalidInput: *least* is no whole number from 1.

    Example:
        >>> village = {"周*": {"h-1", "h-2", "h-3"}, "李*": {"h-4", "h-5"}, "孙*": {"h-6"}}
        >>> sorted(too_few(village, least=2)), sorted(too_few(village, least=1))
        (['孙*', '李*'], [])
    """
    enough = whole(least, "least", least=1)
    sizes = sorted((len(ids), name) for name, ids in groups.items())
    found, count = set[str](), len(rest)
    for size, name in sizes:
        if size >= enough and (count >= enough or not (found or rest)):
            break
        found.add(name)
        count += size
    return frozenset(found)
