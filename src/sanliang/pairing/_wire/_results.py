"""Results as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from itertools import chain
from typing import Any

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, clean_text, code, identifier, instance, names, optional, whole
from sanliang.kernel.labels import Phrase
from sanliang.pairing._pairing import (
    Certificate,
    Key,
    Pair,
    Pairing,
    Policy,
    Prices,
    Proposing,
    Shortage,
    Unpaired,
    Why,
    _role,
    key_of,
)
from sanliang.pairing._problem import MOST_NEED, ROLE
from sanliang.pairing._wire._strict import (
    LARGEST,
    Read,
    by_id,
    every,
    laid_out,
    listed,
    opened,
    table,
)

KIND = "pairing.result/1"
LONGEST = 400
"""So many digits a price has at most."""

NOT_PRICE = Phrase(
    "price.shape",
    "应为以文字写出的整数，至多 {most} 位",
    "must be a whole number written as a text, of at most {most} digits",
)
NOT_PARALLEL = Phrase("why.length", "应与 pairs 一一对应", "must have one reason for each of the pairs")

_WHOLE = re.compile(rf"0|-?[1-9][0-9]{{0,{LONGEST - 1}}}")


# --- in ------------------------------------------------------------------------------------------------


def read_result(text: str | bytes, *, most: int = LARGEST) -> Pairing:
    """
    A pairing of a JSON document of the kind `pairing.result/1`.

    Where no reasons are given, every pair was chosen by both. Whether it is true is for `audit` to say.

    Args:
        text: The document.
        most: How many bytes it may have; 256 MiB where nothing is said.

    Raises:
        InvalidInput: Not such a document, or written by a newer version; or every fault of it at once, each
            with its place, and nothing of the document repeated.

    Example:
        >>> result = read_result('''{"kind": "pairing.result/1", "problem": "0f3a", "pairs": [["h-1", "m-1"]],
        ...     "certificate": {"policy": "two-way", "proposing": "households"}}''')
        >>> result.helpers_of("h-1")
        ('m-1',)
    """
    data = opened(text, KIND, most)
    faults = Faults()
    good = table(data, "", _fields(faults), faults, needed=("problem", "pairs", "certificate"))
    keys, why = good.get("pairs", ()), good.pop("why", None)
    if why is not None and "pairs" in good and len(why) != len(keys):
        faults.add(NOT_PARALLEL.fault("why"))
    faults.check()
    reasons = [Why.MUTUAL] * len(keys) if why is None else why
    good["pairs"] = tuple(
        Pair(household=key.household, helper=key.helper, role=key.role, why=one)
        for key, one in zip(keys, reasons, strict=True)
    )
    return Pairing(**good)


def _made(kind: Any, fields: dict[str, Read], faults: Faults, *needed: str) -> Read:
    """How a table becomes a value of a class; `None` where something is wrong with it, which is added."""

    def read(value: Any, path: str) -> Any:
        count = faults.count
        good = table(value, path, fields, faults, needed=needed)
        return kind(**good) if faults.count == count else None

    return read


def _unpaired(*, code: str, **more: Any) -> Unpaired:
    return Unpaired(why=code, **more)


def _price(value: Any, path: str) -> int:
    if type(value) is not str or not _WHOLE.fullmatch(value):
        raise InvalidInput(NOT_PRICE.fault(path, most=LONGEST))
    return int(value)


_prices = by_id(_price)
_KEYS = every(key_of)
_SIDES = ("role", "households", "helpers")


def _fields(faults: Faults) -> dict[str, Read]:
    """How each field of a result is read. All tables share the faults, so that hints are few."""
    prices: dict[str, Read] = {"role": code, "households": _prices, "helpers": _prices}
    shortage: dict[str, Read] = {"role": code, "households": listed(names), "helpers": listed(names)}
    certificate: dict[str, Read] = {
        "policy": Policy.of,
        "proposing": optional(Proposing.of),
        "agreed": _KEYS,
        "before": _KEYS,
        "prices": every(_made(Prices, prices, faults, *_SIDES)),
        "shortages": every(_made(Shortage, shortage, faults, *_SIDES)),
    }
    unpaired: dict[str, Read] = {
        "id": identifier,
        "code": code,
        "role": _role,
        "missing": partial(whole, least=0, most=MOST_NEED),
    }
    return {
        "problem": clean_text,
        "pairs": _KEYS,
        "why": every(Why.of),
        "unpaired": every(_made(_unpaired, unpaired, faults, "id", "code")),
        "certificate": _made(Certificate, certificate, faults, "policy"),
    }


# --- out -----------------------------------------------------------------------------------------------


def write_result(pairing: Pairing) -> str:
    """
    A pairing as a JSON document, which `read_result` reads as an equal one.

    Pairs stand in their order, a line each, and their reasons in the same order under `why`. They have three
    parts, the last of which is the role, where any is in another role than that of a problem that names none.

    Example:
        >>> pairing = Pairing(problem="0f3a", pairs=[Pair(household="h-1", helper="m-1")],
        ...     certificate=Certificate(policy="two-way", proposing="households"))
        >>> print(write_result(pairing), end="")
        {
         "kind": "pairing.result/1",
         "problem": "0f3a",
         "pairs": [
          ["h-1", "m-1"]
         ],
         "why": [
          "mutual"
         ],
         "unpaired": [],
         "certificate": {
          "policy": "two-way",
          "proposing": "households"
         }
        }
    """
    claims = instance(Pairing)(pairing, "pairing").certificate
    keys = chain(pairing.keys, claims.agreed, claims.before)
    plain = {ROLE}.issuperset(key.role for key in keys)
    data = {
        "kind": KIND,
        "problem": pairing.problem,
        "pairs": _keys(pairing.keys, plain=plain),
        "why": [pair.why.value for pair in pairing.pairs],
        "unpaired": list(map(_of_unpaired, pairing.unpaired)),
        "certificate": _of_certificate(claims, plain=plain),
    }
    return laid_out(data)


def _keys(keys: Iterable[Key], *, plain: bool) -> list[list[str]]:
    return [list(key[:2] if plain else key) for key in keys]


def _of_unpaired(one: Unpaired) -> dict[str, Any]:
    data: dict[str, Any] = {"id": one.id, "code": one.why}
    if one.role:
        data["role"] = one.role
    return data | ({"missing": one.missing} if one.missing else {})


def _of_certificate(claims: Certificate, *, plain: bool) -> dict[str, Any]:
    """What it claims; what is empty is left out."""
    data = {
        "policy": claims.policy.value,
        "proposing": claims.proposing and claims.proposing.value,
        "agreed": _keys(claims.agreed, plain=plain),
        "before": _keys(claims.before, plain=plain),
        "prices": [
            {"role": one.role, "households": _texts(one.households), "helpers": _texts(one.helpers)}
            for one in claims.prices
        ],
        "shortages": [
            {"role": one.role, "households": list(one.households), "helpers": list(one.helpers)}
            for one in claims.shortages
        ],
    }
    return {name: value for name, value in data.items() if value}


def _texts(prices: FrozenMap[str, int]) -> dict[str, str]:
    """Prices as texts: they pass the numbers that other languages hold exactly."""
    return {id: str(price) for id, price in prices.items()}
