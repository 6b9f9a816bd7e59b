"""
The verbs that need a hash, done again without our code: what the suite says of them is no echo of ours.

Only the standard library is used, and what the page of the suite says.
"""

import json as json_
import unicodedata
from hashlib import blake2b, sha256

UNIT, RECORD = "\x1f", "\x1e"


def form(data):
    """The canonical form: Python sorts texts by code point."""
    return json_.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*parts):
    """SHA-256 of bytes and of texts in UTF-8."""
    raw = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return sha256(raw).hexdigest()


def canonical(json):
    """The form of a JSON text, and its digest."""
    text = form(json_.loads(json))
    return {"text": text, "sha256": digest(text)}


def commitment(salt, value=None, whole=None):
    """One byte of length, the salt, the sort, the value."""
    said = f"i:{whole}" if value is None else "s:" + unicodedata.normalize("NFC", value)
    salt = bytes.fromhex(salt)
    return {"commitment": digest(bytes([len(salt)]), salt, said)}


def committed(data):
    """The data of an event with a commitment for what is private."""
    if isinstance(data, list):
        return [committed(one) for one in data]
    if not isinstance(data, dict):
        return data
    return commitment(**data) if "salt" in data else {key: committed(one) for key, one in data.items()}


def chained(before, text):
    """The digest after a text."""
    return digest(bytes.fromhex(before), text)


def chain(entries):
    """One after another, from 64 zeros on."""
    digests = ["0" * 64]
    for text in entries:
        digests.append(chained(digests[-1], text))
    return {"digests": digests[1:]}


def entry(before, event, **said):
    """An entry's bytes, and the digest after them."""
    text = form({"kind": "entry/1", "event": committed(event), **said})
    return {"text": text, "digest": chained(before, text)}


def town_head(heads):
    """All heads in the order of their ids."""
    rows = sorted([one["stream"], one["length"], one["digest"]] for one in heads)
    return {"digest": digest(form(rows))}


def mask(of, text):
    """All but the first and the last signs of a text."""
    first, last = {"name": (1, 0), "phone": (3, 4), "id": (6, 4)}[of]
    if last and len(text) < 2 * first + last:
        first, last = 1, 0
    if len(text) <= first:
        first = 0
    stars = "*" * (len(text) - first - last)
    return {"text": text[:first] + stars + text[len(text) - last :]}


def lots(salt, ids):
    """A keyed digest of each id."""
    key = blake2b(salt.encode(), digest_size=32).digest()
    drawn = {id: blake2b(id.encode(), digest_size=16, key=key).hexdigest() for id in ids}
    return {"lots": drawn, "order": sorted(ids, key=drawn.get)}


def problem_digest(problem):
    """Lines of all that a pairing can depend on."""
    roles = problem.get("roles", ["helper"])
    lines = [UNIT.join(["pairing.problem/1", problem.get("salt", "sanliang"), *roles])]
    for one in sorted(problem["helpers"], key=lambda one: one["id"]):
        numbers = _by_role(one.get("room", 1)), _by_role(one.get("least", 0))
        last = one.get("away", ""), str(one.get("filler", False))
        lines += [UNIT.join([one["id"], *numbers, *last]), *_wishes(one)]
    for one in sorted(problem["households"], key=lambda one: one["id"]):
        must = str(one.get("must", True))
        lines += [UNIT.join([one["id"], _by_role(one.get("helpers", 1)), must]), *_wishes(one)]
    rows = {}
    for household, helper, cost in problem.get("costs", []):
        rows.setdefault(household, {})[helper] = str(cost)
    for household, costs in sorted(rows.items()):
        of = sorted(costs)
        lines.append(UNIT.join([household, *of, *map(costs.get, of)]))
    return {"digest": digest("".join(f"{line}\n" for line in lines))}


def _by_role(number):
    by_role = number if isinstance(number, dict) else {"helper": number}
    return " ".join(f"{role}={one}" for role, one in sorted(by_role.items()) if one)


def _wishes(one):
    """The line of whom somebody refuses, and the line of whom somebody wishes for."""
    wishes = one.get("wishes")
    yield UNIT.join(sorted(one.get("refuses", [])))
    if wishes is None:
        yield "*"
    else:
        tied = (wish if isinstance(wish, str) else RECORD.join(sorted(wish)) for wish in wishes)
        yield "".join(f"{UNIT}{wish}" for wish in tied)


VERBS = {
    "canonical": canonical,
    "chain": chain,
    "commitment": commitment,
    "entry": entry,
    "lots": lots,
    "mask": mask,
    "problem_digest": problem_digest,
    "town_head": town_head,
}
