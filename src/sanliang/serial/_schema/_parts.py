"""What every schema is made of: texts, ids, codes, days, moments, numbers, private values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sanliang.kernel.fields import _BAD, LONGEST_ID, LONGEST_TEXT
from sanliang.kernel.privacy import LARGEST
from sanliang.serial._plain import LONGEST, LONGEST_WHOLE

Schema = dict[str, Any]

# Patterns keep to what all languages read alike: no look-ahead, no `\d`, no `\u`. In Python and in Java a `$`
# also matches before a last line break; so what has one says besides which characters there may be.
_MONTHS = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
)
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DAY = f"({_YEAR}-({_MONTHS})|{_LEAP}-02-29)"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_OFFSET = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
# What `str.strip` takes off, but for the characters that no text may have.
SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NO_TEXT = _BAD.pattern.replace("\ud800-\udfff", "")


def ref(name: str) -> Schema:
    """What stands under a name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def spelt(pattern: str, characters: str, **more: Any) -> Schema:
    """A text of a pattern as a whole; *characters* are all that it may have, as within square brackets."""
    return {"type": "string", "pattern": f"^{pattern}$", "not": {"pattern": f"[^{characters}]"}, **more}


def clean(most: int) -> Schema:
    """A text as `clean_text` takes it: not empty, nothing that cannot be seen."""
    return {"type": "string", "maxLength": most, "pattern": f"[^{SPACES}]", "not": {"pattern": _NO_TEXT}}


def whole(*, least: int | None = None, most: int | None = None) -> Schema:
    """A whole number within its bounds, and within those of every document."""
    edge = 10**LONGEST_WHOLE - 1
    return {
        "type": "integer",
        "minimum": -edge if least is None else least,
        "maximum": edge if most is None else most,
    }


def closed(properties: Schema, *required: str, **more: Any) -> Schema:
    """A table of these keys and no other."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": [*required], **more} if required else {**found, **more}


def listed(items: Schema, **more: Any) -> Schema:
    """A list, each of whose members is such."""
    return {"type": "array", "items": items, **more}


def codes_of(kind: Iterable[Any]) -> Schema:
    """The codes of the members of an enum."""
    codes = [one.value for one in kind]
    return {"type": "string", "enum": codes} if all(type(one) is str for one in codes) else {"enum": codes}


def row(*members: Schema) -> Schema:
    """A list of so many members, each with a schema of its own."""
    count = len(members)
    return {
        "type": "array",
        "prefixItems": [*members],
        "items": False,
        "minItems": count,
        "maxItems": count,
    }


def by_key(key: Schema, value: Schema) -> Schema:
    """A table from keys of one sort to values of one sort."""
    return {"type": "object", "propertyNames": key, "additionalProperties": value}


def or_nothing(one: Schema) -> Schema:
    """The same, or `null`."""
    return {"anyOf": [one, {"type": "null"}]}


def exactly_one(*names: str) -> Schema:
    """That one of these keys is there with a value, and none of the others."""
    there = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in names]
    return {"oneOf": there}


def number() -> Schema:
    """An exact number: a whole one, or a text."""
    part = f"[0-9]{{1,{LONGEST}}}"
    pattern = rf"-?{part}(\.{part}|/[1-9][0-9]{{0,{LONGEST - 1}}})?"
    return {"anyOf": [whole(), spelt(pattern, "-0-9./")]}


_SALT = spelt("([0-9a-f]{2}){16,64}", "0-9a-f")
_ERASED = closed({"commitment": ref("digest")}, "commitment")
_TEXT = closed({"value": ref("text"), "salt": _SALT}, "value", "salt")
_DIGITS = len(str(LARGEST)) - 1
_WHOLE = spelt(f"(0|-?[1-9][0-9]{{0,{_DIGITS - 1}}}|-?{LARGEST})", "-0-9")
_NUMBER = closed({"whole": _WHOLE, "salt": _SALT}, "whole", "salt")

PARTS: dict[str, Schema] = {
    "any_text": {
        "type": "string",
        "pattern": "^[^\0]*$",
        "description": "任意文字，不含空字符\nAny text without a NUL.",
    },
    "text": {
        **clean(LONGEST_TEXT),
        "description": "文字：不为空，无看不见的字符\nA text: not empty, no sign that cannot be seen.",
    },
    "id": {
        **clean(LONGEST_ID),
        "description": "编号或名称，至多 200 个字符\nAn id or a name of at most 200 characters.",
    },
    "code": spelt(
        "[a-z][a-z0-9_-]{0,39}",
        "a-z0-9_-",
        description="代码：小写字母开头，至多 40 字\nA code: a lower-case letter first, at most 40 signs.",
    ),
    "record_kind": spelt(
        r"[a-z][a-z0-9_-]{0,39}(\.[a-z][a-z0-9_-]{0,39}){0,7}",
        "a-z0-9_.-",
        description="记录种类\nA kind of record: one to eight codes joined by points.",
    ),
    "day": spelt(
        _DAY,
        "0-9-",
        format="date",
        description="日期，如 2026-07-01\nA day of the calendar, such as 2026-07-01.",
    ),
    "moment": spelt(
        f"{_DAY}T{_TIME}{_OFFSET}",
        "-0-9T:.Z+",
        format="date-time",
        description="带时区的时刻\nA moment with its offset, such as 2026-07-05T09:00:00+08:00.",
    ),
    "number": {
        **number(),
        "description": "精确数：整数，或文字\nAn exact number: whole, or a text such as 2.5 or 1/3.",
    },
    "digest": spelt("[0-9a-f]{64}", "0-9a-f", description="SHA-256\nA SHA-256 in hexadecimal."),
    "division": spelt(
        "[0-9]{6}([0-9]{3}){0,3}", "0-9", description="区划代码\nA division code of 6, 9, 12 or 15 digits."
    ),
    "private": {
        "anyOf": [_TEXT, _NUMBER, _ERASED],
        "description": "台账中的隐私内容\nA private value as the ledger has it, or what is left of it.",
    },
    "private_text": {
        "anyOf": [_TEXT, _ERASED],
        "description": "台账中的隐私文字\nA private text as the ledger has it, or what is left of it.",
    },
    "private_whole": {
        "anyOf": [_NUMBER, _ERASED],
        "description": "台账中的隐私整数\nA private number as the ledger has it, or what is left of it.",
    },
}
"""By their names in `$defs`."""
