"""What every part of the schema is made of: names, texts, days, values, bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

Form = dict[str, Any]
"""A piece of a JSON Schema."""

CODE = "^[a-z][a-z0-9_-]{0,39}$"
WORD = "^[a-z0-9][a-z0-9_-]{0,39}$"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
START = "^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
KIND = "^[a-z][a-z0-9_-]{0,39}([.][a-z][a-z0-9_-]{0,39}){0,7}$"
SHARE = "^([0-9]{1,9}([.][0-9]{1,4})?%|[0-9]{1,9}/0*[1-9][0-9]{0,8})$"
# 1,200 months, or 100 years.
LENGTH = "^(([1-9][0-9]{0,2}|1[01][0-9]{2}|1200) months?|([1-9][0-9]?|100) years?)$"

EDGES = ("at_least", "above", "at_most", "below")
LONGEST = 200


def ref(name: str) -> Form:
    """What `$defs` has under a name."""
    return {"$ref": f"#/$defs/{name}"}


def said(form: Form, zh: str, en: str) -> Form:
    """A form with what an editor shows beside it."""
    return {**form, "description": f"{zh}\n{en}"}


def one_of(*words: str) -> Form:
    """One of these words."""
    return {"type": "string", "enum": [*words]}


def whole(least: int, most: int) -> Form:
    """A whole number."""
    return {"type": "integer", "minimum": least, "maximum": most}


def filled(items: Form, *, once: bool = False) -> Form:
    """A list of 1 to 200 members; *once*: none of them twice."""
    form = {"type": "array", "items": items, "minItems": 1, "maxItems": LONGEST}
    return {**form, "uniqueItems": True} if once else form


def one_or_more(items: Form) -> Form:
    """One, or a list of them."""
    return {"anyOf": [items, filled(items, once=True)]}


def table(properties: Mapping[str, Form], *rules: Form, required: Iterable[str] = ()) -> Form:
    """A table of these keys and no others, within rules about which of them go together."""
    form: Form = {"type": "object", "properties": {**properties}, "additionalProperties": False}
    if names := [*required]:
        form["required"] = names
    return {**form, "allOf": [*rules]} if rules else form


def named(each: Form, name: str = "code", *, least: int = 1) -> Form:
    """A table whose keys are names."""
    form = {"type": "object", "additionalProperties": each, "propertyNames": ref(name)}
    return {**form, "minProperties": least} if least else form


# --- which keys go together ----------------------------------------------------------------------------


def has(*keys: str) -> Form:
    """That a table has all of these keys."""
    return {"required": [*keys]}


def any_of(keys: Iterable[str]) -> Form:
    """That a table has at least one of these keys."""
    return {"anyOf": [has(key) for key in keys]}


def none_of(keys: Iterable[str]) -> Form:
    """That a table has none of these keys."""
    return {"not": any_of(keys)}


def at_most_one(*keys: str) -> Form:
    """That a table does not have two of these keys."""
    return {"not": {"anyOf": [has(*two) for two in combinations(keys, 2)]}}


def exactly_one(*keys: str) -> Form:
    """That a table has one of these keys and no other of them."""
    return {"oneOf": [has(key) for key in keys]}


def goes_with(**needs: str) -> Form:
    """That a key stands only beside another one."""
    return {"dependentRequired": {key: [other] for key, other in needs.items()}}


def when(test: Form, then: Form, otherwise: Form | None = None) -> Form:
    """A rule for tables of which something holds."""
    rule = {"if": test, "then": then}
    return rule if otherwise is None else {**rule, "else": otherwise}


def is_(**words: object) -> Form:
    """That keys are there and have these words."""
    return {"required": [*words], "properties": {key: {"const": word} for key, word in words.items()}}


TWO_SIDES: Form = {"allOf": [at_most_one("at_least", "above"), at_most_one("at_most", "below")]}
"""That a band has one edge on each side at most."""


def edges(of: str) -> dict[str, Form]:
    """The edges of a band."""
    return {
        "at_least": said(ref(of), "以上：含本数", "This or more."),
        "above": said(ref(of), "超过：不含本数", "More than this."),
        "at_most": said(ref(of), "以下、以内：含本数", "This or less."),
        "below": said(ref(of), "不满：不含本数", "Less than this."),
    }


# --- values --------------------------------------------------------------------------------------------


def _value(name: str, number: Form) -> dict[str, Form]:
    """A number of a kind: fixed, a share, by day, by word."""
    by_day: Form = {
        "type": "object",
        "patternProperties": {DAY: ref(name)},
        "additionalProperties": False,
        "minProperties": 1,
    }
    by_word: Form = {
        "type": "object",
        "properties": {
            "by": said(ref("code"), "按哪个事实（词）取值", "The fact whose word chooses."),
            "else": said(ref(name), "其他词", "For every other word."),
        },
        "required": ["by"],
        "additionalProperties": ref(name),
        "propertyNames": {"allOf": [{"pattern": WORD}, {"not": {"pattern": DAY}}]},
        **when(has("else"), {"minProperties": 3}, {"minProperties": 2}),
    }
    share = said({"type": "string", "pattern": SHARE}, '份额，如 "12%"、"1/8"', 'A share: "12%", "1/8".')
    return {
        name: {"anyOf": [number, share, ref(f"{name}_by_day"), ref(f"{name}_by_word")]},
        f"{name}_by_day": said(by_day, "按日期取值", "By day: each number counts until the next."),
        f"{name}_by_word": said(by_word, "按词取值", "By word: for each word of a fact its number."),
    }


_NUMBER: Form = {"type": "number", "exclusiveMinimum": -(10**9), "exclusiveMaximum": 10**9}


def _text() -> Form:
    plain = ref("words")
    both = table(
        {"zh": said(plain, "中文", "Chinese."), "en": said(plain, "英文", "English.")}, required=["zh"]
    )
    return {"anyOf": [both, plain]}


def _source(*required: str) -> Form:
    words = ref("words")
    return table(
        {
            "title": said(words, "文件名称", "The document."),
            "article": said(words, "条款", "The article."),
            "date": said(ref("day"), "文件日期", "Its day."),
            "seen": said(words, "出处：网址、文号", "Where it can be seen: an address, a file number."),
        },
        required=required,
    )


FORMS: dict[str, Form] = {
    "code": {"type": "string", "pattern": CODE},
    "word": {"type": "string", "pattern": WORD},
    "words": {"type": "string", "pattern": r"\S", "maxLength": 20_000},
    "id": {"type": "string", "pattern": r"\S", "maxLength": 200},
    "day": {"type": "string", "pattern": DAY, "format": "date"},
    "tier": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": WORD}]},
    "answer": {"anyOf": [{"type": "boolean"}, _NUMBER, ref("word")]},
    "length": {"type": "string", "pattern": LENGTH},
    "text": _text(),
    "source": _source("title"),
    "article": _source(),
    **_value("value", _NUMBER),
    **_value("positive", {**_NUMBER, "exclusiveMinimum": 0}),
    **_value("people", {"type": "integer", "minimum": 0, "exclusiveMaximum": 10**9}),
    "band": table(edges("value"), TWO_SIDES, any_of(EDGES)),
}
