"""What the check of a field demands, as a schema: a table in which every check of ours has its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sanliang import calendars, campaigns, pairing, points, records
from sanliang.activities import _mobilisation, _session
from sanliang.calendars import _dues, _theme, _workdays
from sanliang.campaigns import _plan
from sanliang.concerns import _concern
from sanliang.kernel import fields, timeline
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import _entry
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.lifecycles import _rows
from sanliang.kernel.wire import _by_id
from sanliang.orgs import _households, _people, _roster, _units
from sanliang.pledges import _letter, _pledge
from sanliang.points import _journal, _requests, _terms
from sanliang.posts import _areas, _duties, _post
from sanliang.records import _fold, _record
from sanliang.reports import _sentence, _table
from sanliang.serial import _form
from sanliang.serial._schema._parts import (
    Schema,
    by_key,
    clean,
    codes_of,
    exactly_one,
    listed,
    or_nothing,
    ref,
    spelt,
    whole,
)
from sanliang.serial._shapes import _PARAMS, _SORTS, ParamShape, ReadingShape

NO_SCHEMA = Phrase(
    "schema.check",
    "没有说明该字段的检查要求什么；请给检查函数加上名为 schema 的属性",
    "has a check of which no schema is known; give the check an attribute `schema` that says what it demands",
)

Demand = Callable[..., Schema]
"""From what the type of the field says, and what the check was made with, to what the check leaves of it."""


# --- checks that are made of others ------------------------------------------------------------------------


def demanded(check: Any, typed: Schema) -> Schema:
    """
    What a check leaves of what the type of the field takes.

    A check that nobody here knows may carry its schema itself, in an attribute `schema`.

    Raises:
        InvalidInput: It is not known and carries none: a schema that says nothing would be a loose one.
    """
    made_of: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = {}
    while isinstance(check, partial):
        made_of, keywords = (*check.args, *made_of), {**check.keywords, **keywords}
        check = check.func
    own = getattr(check, "schema", None)
    if isinstance(own, Mapping):
        return dict(own)
    demand = _DEMANDS.get(getattr(check, "__func__", check))
    if demand is None:
        raise InvalidInput(NO_SCHEMA.fault())
    return demand(typed, *made_of, **keywords)


def _as_typed(typed: Schema, *_: Any) -> Schema:
    return typed


def _always(one: Schema) -> Demand:
    return lambda typed, *_: one


def _names(typed: Schema, *, each: Any = fields.identifier) -> Schema:
    return {**typed, "items": demanded(each, {}), "uniqueItems": True}


def _optional(typed: Schema, check: Any) -> Schema:
    one, *others = (one for one in typed.get("anyOf", [typed]) if one != {"type": "null"})
    return or_nothing(demanded(check, {"anyOf": [one, *others]} if others else one))


def _each(typed: Schema, check: Any) -> Schema:
    return {**typed, "items": demanded(check, typed["items"])}


def _whole(typed: Schema, **bounds: Any) -> Schema:
    return whole(**bounds)


def _keyed(typed: Schema, *, key: Any) -> Schema:
    return {**typed, "propertyNames": demanded(key, typed["propertyNames"])}


def _at_least_one(typed: Schema) -> Schema:
    return {**typed, "minItems": 1}


def _some(typed: Schema, check: Any, nothing: Phrase) -> Schema:
    found = demanded(check, typed)
    return {**found, "minItems" if "items" in found else "minProperties": 1}


def _word(typed: Schema, word: str) -> Schema:
    return {"const": word}


def _or_empty(one: Schema) -> Demand:
    return lambda typed: {"anyOf": [{"const": ""}, one]}


def _list_of(one: Schema) -> Demand:
    """A list without doubles, or a set."""
    return lambda typed: {**typed, "items": one, "uniqueItems": True}


# What a field of a record holds: a text that is meant as a number is a number with its bounds, or refused.
_MEANT = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DECIMAL = r"[+-]?0{0,21}[0-9]{1,9}(\.[0-9]{1,4})?"
FIELD: Schema = {
    "anyOf": [
        {"type": "boolean"},
        whole(least=1 - 10**9, most=10**9 - 1),
        spelt(_DECIMAL, "-+0-9."),
        {"allOf": [ref("id"), {"type": "string", "not": {"pattern": _MEANT}}]},
    ]
}


def _limits(*windows: records.Window) -> Demand:
    """By window, the most that counts there."""
    return _always(by_key(codes_of(windows), whole(least=0)))


def _pieces(typed: Schema) -> Schema:
    return {**whole(least=-_requests.MOST_PIECES, most=_requests.MOST_PIECES), "not": {"const": 0}}


def _prices(typed: Schema) -> Schema:
    """Steps of days and prices, each of which is within its bounds."""
    price = whole(least=1, most=_terms.MOST_POINTS)
    return {**typed, "properties": {"steps": {"items": {"prefixItems": [ref("day"), price]}}}}


def _denominations(typed: Schema) -> Schema:
    return {**typed, "items": whole(least=1, most=_terms.MOST_STEP)}


_CODES, _IDS = _list_of(ref("code")), _list_of(ref("id"))
_DEMANDS: Mapping[Any, Demand] = {
    fields.clean_text: lambda typed, most=None: ref("text") if most is None else clean(most),
    fields.identifier: _always(ref("id")),
    fields.code: _always(ref("code")),
    fields.day: _as_typed,
    fields.moment: _as_typed,
    fields.whole: _whole,
    fields.names: _names,
    fields.sorted_names: _names,
    fields.name_set: _names,
    fields.as_names: _as_typed,
    fields.as_name_set: _as_typed,
    fields.as_rows: _as_typed,
    fields._optional: _optional,
    fields._instance: _as_typed,
    fields._instances: _as_typed,
    fields._each: _each,
    fields._some: _some,
    _by_id._each_by_id: lambda typed, check: by_key(
        ref("id"), demanded(check, typed["additionalProperties"])
    ),
    Labelled.of.__func__: _as_typed,  # type: ignore[attr-defined]
    _form.own_word: _word,
    _form.code_or_nothing: _or_empty(ref("code")),
    _form._instead: _as_typed,
    _rows._roles: _CODES,
    _rows._scope: _IDS,
    _entry._hexadecimal: _always(ref("digest")),
    timeline._as_given: _as_typed,
    timeline._steps: _at_least_one,
    _theme._nth: _always({"enum": [-1, 1, 2, 3, 4]}),
    _theme._rule: _as_typed,
    _theme._fixed: _as_typed,
    _theme._answer: _as_typed,
    _workdays._as_given: _as_typed,
    _workdays._day_set: _as_typed,
    _dues._id_or_nothing: _or_empty(ref("id")),
    _plan._days: _keyed,
    _people._dated: _as_typed,
    _people._statuses: _as_typed,
    _record._as_given: _as_typed,
    _record.kind_code: _always(ref("record_kind")),
    _record._fields: _always(by_key(ref("code"), FIELD)),
    _fold.amount: _as_typed,
    _units.division_code: _always(ref("division")),
    # What a field is made of on its way in.
    _units._line: _as_typed,
    _units._rules: _as_typed,
    _people.belongings: _as_typed,
    _people._posts: _as_typed,
    _households._status: _as_typed,
    _households._standings: _as_typed,
    _roster._units: _as_typed,
    _roster._members: _as_typed,
    _roster._households: _as_typed,
    _sentence._listed: _as_typed,
    _table._rows: _as_typed,
    _journal._account: _as_typed,
    _requests._as_given: _as_typed,
    _requests.holder: _as_typed,
    _requests.pieces: _pieces,
    _terms._allowed: _always(by_key(ref("code"), listed(FIELD, minItems=1))),
    _terms._as_limits: _as_typed,
    _terms._caps: _limits(*(one for one in records.Window if one is not records.Window.ACTIVITY)),
    _terms._catalogue: _as_typed,
    _terms._days: _as_typed,
    _terms._keeps: _as_typed,
    _terms._limits: _limits(*records.Window),
    _terms._price: _as_typed,
    _terms._prices: _prices,
    _terms._privileges: _as_typed,
    _terms._rules: _as_typed,
    _terms._steps: _denominations,
    _terms._where: _as_typed,
    _letter._pledger_kind: _as_typed,
    _letter._pledge_kind: _as_typed,
    _letter._result: _as_typed,
    _letter._items: _at_least_one,
    _pledge._found: _as_typed,
    _pledge._graded: _as_typed,
    _concern._channel: _as_typed,
    _concern._ground: _as_typed,
    _concern._urgency: _as_typed,
    _mobilisation._reports: _as_typed,
    _session._agenda: _as_typed,
    _areas._charges: _as_typed,
    _duties._duties: _at_least_one,
    _duties._points: _as_typed,
    _post._appraisals: _as_typed,
}

# --- rules of a class ---------------------------------------------------------------------------------------


def _number(**bounds: Any) -> Schema:
    return {"type": "integer", **bounds}


_LONG_MONTHS = {"properties": {"month": {"enum": [1, 3, 5, 7, 8, 10, 12]}}}
_NOT_FEBRUARY = {"properties": {"month": {"not": {"const": 2}}, "day": _number(maximum=30)}}
_MONTHS = {"properties": {"every": {"const": "month"}, "count": _number(maximum=1200)}}
_EXPIRE: Schema = {
    "properties": {"keeps": {"const": "expire"}, "months": {"not": {"type": "null"}}},
    "required": ["keeps", "months"],
}
_KEEP: Schema = {"properties": {"keeps": {"not": {"const": "expire"}}, "months": {"type": "null"}}}
ALSO: Mapping[Any, Schema] = {
    ParamShape: exactly_one(*_PARAMS),
    ReadingShape: exactly_one(*_SORTS),
    pairing.Schedule: exactly_one("cycle", "months_apart", "days_apart"),
    campaigns.Plan: {"properties": {"units": {"minItems": 1}}},
    calendars.YearDay: {"anyOf": [{"properties": {"day": _number(maximum=29)}}, _NOT_FEBRUARY, _LONG_MONTHS]},
    points.Item: {"required": ["id", "name", "price"]},
    points.Terms: {"anyOf": [_EXPIRE, _KEEP]},
    records.Length: {"anyOf": [{"properties": {"count": _number(maximum=100)}}, _MONTHS]},
}
"""What a class asks of its fields together, where a schema can say it."""
