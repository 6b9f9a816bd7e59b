"""The verbs of documents: bytes and digests, who reads them, what is taken, upgrades."""

from datetime import date, datetime

import attrs

from sanliang import (
    Head,
    InvalidInput,
    Log,
    Private,
    serial,
)
from sanliang.kernel import privacy
from sanliang.kernel.events import head_of
from sanliang.kernel.events._entry import START, chained, entry_bytes, tagged
from sanliang.kernel.wire import canonical, read_json
from sanliang.serial import Form, Registry, Upgrade

MASKS = {"name": privacy.mask_name, "phone": privacy.mask_phone, "id": privacy.mask_id}


def faults(error):
    """What is wrong: how many faults, and their places with their codes, sorted."""
    return {"count": error.count, "faults": sorted([one.path, one.code] for one in error.faults)}


def written(value):
    """A value as the ledger has it."""
    return serial.to_dict(value, audience="ledger")


# --- bytes and digests ----------------------------------------------------------------------------------


def canonical_(json):
    """The canonical form of a JSON text, and its digest."""
    from hashlib import sha256

    raw = canonical(read_json(json))
    return {"text": raw.decode(), "sha256": sha256(raw).hexdigest()}


def commitment(salt, value=None, whole=None):
    """What stands for a private value in the bytes that a digest covers."""
    private = Private(value if whole is None else int(whole), salt=bytes.fromhex(salt))
    return {"commitment": private.commitment}


def entry(before, stream, version, event, by, at, on, why="", meta=None, key=""):
    """The bytes of an entry, and the digest after it."""
    data = tagged(serial.from_dict(event))
    said = {"by": by, "at": datetime.fromisoformat(at), "on": date.fromisoformat(on), "why": why}
    raw = entry_bytes(stream, version, data, meta=meta or {}, key=key, **said)
    return {"text": raw.decode(), "digest": chained(before, raw)}


def chain(entries):
    """The digest after each entry of a log."""
    digests = [START]
    for one in entries:
        digests.append(chained(digests[-1], one.encode()))
    return {"digests": digests[1:]}


def town_head(heads):
    """The one digest of all logs of a town."""
    logs = (Log(one["stream"], {one["length"] - 1: _Ends(one["digest"])}, {}, one["length"]) for one in heads)
    return {"digest": head_of(logs)}


@attrs.frozen
class _Ends:
    """An entry of which only the digest is known."""

    digest: str


# --- who reads it ---------------------------------------------------------------------------------------


def mask(of, text):
    """A text with what the public may not see hidden."""
    return {"text": MASKS[of](text)}


def write(document, audience=None):
    """A document of the ledger, written for an audience."""
    value = serial.from_dict(document)
    try:
        return {"document": serial.to_dict(value, audience=audience)}
    except InvalidInput as error:
        return faults(error)


# --- reading --------------------------------------------------------------------------------------------


def read(json, most=serial.LARGEST):
    """A document that is taken, as it would be written again; or what is wrong with it."""
    try:
        return {"document": written(serial.loads(json, most=most))}
    except InvalidInput as error:
        return faults(error)


def read_log(lines, stream=None, head=None):
    """The head of a log that is taken, and whether its last line is torn; or what is wrong with it."""
    head = None if head is None else Head(head["stream"], head["length"], head["digest"])
    try:
        found = serial.read_log("".join(lines), stream=stream, head=head)
    except InvalidInput as error:
        return faults(error)
    now = found.log.head
    whole = {"stream": now.stream, "length": now.length, "digest": now.digest}
    return {**whole, "torn": found.torn is not None, "ended": found.ended}


def upgrade(document, kinds, steps):
    """The data of today, and through which versions it went; or what is wrong."""
    upgrades = [Upgrade(old=one["old"], new=one["new"], change=_change(one["do"])) for one in steps]
    forms = [Form(tag=tag, of=attrs.make_class("Lamp", ["name"], frozen=True)) for tag in kinds]
    try:
        registry = Registry(forms=forms, upgrades=upgrades)
        opened = registry.opened(document)
    except InvalidInput as error:
        return faults(error)
    versions = registry.versions(document["kind"])
    return {"document": {"kind": opened.form.tag, **opened.data}, "through": list(versions)}


def _change(operations):
    """The function that carries out operations one after another."""

    def change(data):
        for operation, *words in operations:
            OPERATIONS[operation](data, *words)
        return data

    return change


def _rename(data, old, new):
    data[new] = data.pop(old)


def _under(data, name, key):
    data[name] = {key: data[name]}


OPERATIONS = {
    "set": lambda data, name, value: data.__setitem__(name, value),
    "drop": lambda data, name: data.__delitem__(name),
    "rename": _rename,
    "put_under": _under,
}
