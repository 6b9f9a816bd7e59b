"""The schemas of documents that are read by hand: a problem, a result and a change of pairing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing import read_change, read_problem, read_result
from sanliang.pairing._check import MOST_COST
from sanliang.pairing._pairing import Policy, Proposing, Why
from sanliang.pairing._problem import MOST_NEED, MOST_ROOM
from sanliang.pairing._wire._results import LONGEST
from sanliang.serial._form import Form
from sanliang.serial._schema._demands import NO_SCHEMA
from sanliang.serial._schema._parts import (
    Schema,
    by_key,
    closed,
    codes_of,
    listed,
    or_nothing,
    ref,
    row,
    spelt,
    whole,
)

_IDS, _CODES = listed(ref("id"), uniqueItems=True), listed(ref("code"), uniqueItems=True)
_TIE = {"anyOf": [ref("id"), listed(ref("id"), minItems=2)]}
_WISHES = or_nothing(listed(_TIE))
_YES = {"type": "boolean"}


def _by_role(most: int, *, least: int = 0) -> Schema:
    """One number, or one for each role."""
    return {"anyOf": [whole(least=least, most=most), by_key(ref("code"), whole(least=0, most=most))]}


_ROOM = _by_role(MOST_ROOM)
_PERSON = {"wishes": _WISHES, "refuses": _IDS, "place": or_nothing(ref("id"))}
_ROWS = listed(row(ref("id"), ref("id"), whole(least=0, most=MOST_COST)))
_HELPER = closed(
    {
        "id": ref("id"),
        "room": _ROOM,
        "least": _ROOM,
        "rank": or_nothing(ref("code")),
        "skills": _CODES,
        "unit": or_nothing(ref("id")),
        "away": or_nothing(ref("code")),
        "filler": _YES,
        **_PERSON,
    },
    "id",
    description="联系人\nSomebody who helps households.",
)
_HOUSEHOLD = closed(
    {"id": ref("id"), "must": _YES, "helpers": _by_role(MOST_NEED, least=1), "needs": _CODES, **_PERSON},
    "id",
    description="联系户\nA household that is to be helped, or may be.",
)
_PEOPLE = {"helpers": listed(ref("pairing.helper")), "households": listed(ref("pairing.household"))}
_PAIRS = listed(
    {
        "type": "array",
        "prefixItems": [ref("id"), ref("id"), ref("code")],
        "items": False,
        "minItems": 2,
    }
)
_PRICE = spelt(f"(0|-?[1-9][0-9]{{0,{LONGEST - 1}}})", "-0-9")
_PRICES = by_key(ref("id"), _PRICE)
_SIDES = ("role", "households", "helpers")
_CERTIFICATE = closed(
    {
        "policy": codes_of(Policy),
        "proposing": or_nothing(codes_of(Proposing)),
        "agreed": _PAIRS,
        "before": _PAIRS,
        "prices": listed(closed({"role": ref("code"), "households": _PRICES, "helpers": _PRICES}, *_SIDES)),
        "shortages": listed(closed({"role": ref("code"), "households": _IDS, "helpers": _IDS}, *_SIDES)),
    },
    "policy",
    description="凭证\nWhat a pairing claims, and what a stranger needs to see that it is so.",
)
_UNPAIRED = closed(
    {
        "id": ref("id"),
        "code": ref("code"),
        "role": {"anyOf": [{"const": ""}, ref("code")]},
        "missing": whole(least=0),
    },
    "id",
    "code",
    description="未结对者\nSomebody who has nobody, or a household that misses helpers, and why.",
)
_SOME = {side: {**people, "minItems": 1} for side, people in _PEOPLE.items()}
_PROBLEM = closed({**_SOME, "costs": _ROWS, "roles": _CODES, "salt": ref("text")}, "helpers", "households")
_RESULT = closed(
    {
        "problem": ref("text"),
        "pairs": _PAIRS,
        "why": listed(codes_of(Why)),
        "unpaired": listed(ref("pairing.unpaired")),
        "certificate": ref("pairing.certificate"),
    },
    "problem",
    "pairs",
    "certificate",
)
_CHANGE = closed(
    {
        **_PEOPLE,
        "leaves": {"anyOf": [_IDS, by_key(ref("id"), ref("code"))]},
        "rooms": by_key(ref("id"), _ROOM),
        "ends": _IDS,
        "wishes": by_key(ref("id"), _WISHES),
        "costs": _ROWS,
    }
)
_BOTH = {"pairing.helper": _HELPER, "pairing.household": _HOUSEHOLD}
_CLAIMS = {"pairing.certificate": _CERTIFICATE, "pairing.unpaired": _UNPAIRED}
_OWN: Mapping[Callable[..., Any], tuple[Schema, Mapping[str, Schema]]] = {
    read_problem: (_PROBLEM, _BOTH),
    read_result: (_RESULT, _CLAIMS),
    read_change: (_CHANGE, _BOTH),
}


def own_document(form: Form[Any]) -> tuple[Schema, Mapping[str, Schema]]:
    """
    What the documents of a kind look like that are read by hand, and what stands in its `$defs`.

    Whoever reads documents of another kind may carry their schema in an attribute `schema`.

    Raises:
        InvalidInput: Nobody has said it.
    """
    read = form.text[1] if form.text else None
    own = getattr(read, "schema", None)
    if isinstance(own, Mapping):
        return dict(own), {}
    found = _OWN.get(read) if read else None
    if found is None:
        raise InvalidInput(NO_SCHEMA.fault(form.tag))
    return found
