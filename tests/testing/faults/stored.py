"""Faults in what is written and read, and in what is private."""

import json
import re

from tests.testing.faults.plant import Fault, always, in_turns
from tests.townships.folders import change

from sanliang import Audience, InvalidInput, Reason, serial, townships
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.testing import _hidden, _junk
from sanliang.testing._laws import stored

REPEATS = Phrase("town.odd", "不认识 {word}", "{word} is odd")
TELLS = Phrase("town.tells", "反映人：{name}", "raised by {name}")
LEDGER = Audience.LEDGER


def data(name, says, law, tells, *swaps, word="concern", **more):
    """A fault in what is written of a thing, or read."""
    caught = (f"law:serial.{law}:{word}",)
    return Fault(code=f"serial.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


def reader(name, says, caught, tells, *swaps):
    """A fault in a reader of files."""
    return Fault(code=f"serial.{name}", says=says, caught=(caught,), tells=tells, swaps=swaps)


def private(name, says, caught, tells, *swaps, **more):
    """A fault by which something private is shown."""
    return Fault(code=f"privacy.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


def bent(change):
    """A reader of texts that were bent on the way."""
    return lambda right: lambda text, *args, **asked: right(change(text), *args, **asked)


def a_year_on(text):
    """Every day of this year, a year on."""
    return text.replace("2026-", "2027-")


def resalted(text):
    """Every salt another one."""
    return re.sub(r'"salt":"[0-9a-f]{32}"', f'"salt":"{"7" * 32}"', text)


def unstated(text):
    """The text without the state of the thing."""
    plain = json.loads(text)
    plain.pop("state", None)
    return json.dumps(plain)


def erased(text):
    """The text with all that is private blotted out."""
    return re.sub(r'"value":"[^"]*"', '"value":"-"', text)


def shorter(right):
    """A log that is written without its last entry, where it has more than one."""

    def write(log, **asked):
        first, *others = right(log, **asked).splitlines(keepends=True)
        return "".join((first, *others[:-1]))

    return write


def repeating(_right):
    """A reader whose faults repeat what was written."""

    def read(*_args, **_asked):
        raise InvalidInput(REPEATS.fault("name", word=_junk.CANARY))

    return read


def nameless(_right):
    """A reader whose faults have no code."""

    def read(*_args, **_asked):
        raise InvalidInput(Phrase("", "错", "wrong").fault())

    return read


def falls(_right):
    """A reader that falls over."""
    return lambda *_args, **_asked: {}["key"]


def for_all(right):
    """A writer that writes everything for everybody."""
    return lambda value, **_asked: right(value, audience=LEDGER)


def opened(_thing, _ask):
    """A guard that tells who raised a concern."""
    return Reason.of(TELLS, name=_thing.raised.name.open(reason="x"))


def said(thing, _ask):
    """A guard that tells what an objection says, turned round."""
    return Reason.of(TELLS, name=thing.objections[0].by.open(reason="x")[::-1])


FAULTS = (
    data("day", "every day is read a year late", "read", "is read as another one",
         (stored.serial, "loads", bent(a_year_on))),
    data("salt", "what is private is read with another salt", "read", "is written in two ways",
         (stored.serial, "loads", bent(resalted))),
    data("blank", "what is private is read as blank", "read", "is read as another one",
         (stored.serial, "loads", bent(erased))),
    data("state", "the state is not written", "read", "state: is missing",
         (stored.serial, "loads", bent(unstated))),
    data("nothing", "nothing is read", "read", "is read as another one",
         (stored.serial, "loads", always(None))),
    data("two_ways", "the same thing is written in two ways", "read", "is written in two ways",
         (stored.serial, "dumps", in_turns(lambda text: text.replace("{", "{ ", 1)))),
    data("log", "a log is written without its last entry", "read", "the tail was cut off",
         (stored.serial, "write_log", shorter)),
    data("kind", "a thing is written as one of another kind", "audiences", "it is written as 'x/1'",
         (stored.serial, "dumps", always('{"kind": "x/1"}'))),
    reader("repeats", "a stored document's fault repeats what was written", "junk:documents",
           "fault town.odd repeats what was written", (serial, "loads", repeating)),
    reader("nameless", "a stored document's fault has no code", "junk:documents", "a fault has no code",
           (serial, "loads", nameless)),
    reader("town_falls", "the reader of a town falls over", "junk:town", "KeyError",
           (townships, "load", falls)),
    reader("book_falls", "the reader of a rulebook falls over", "junk:book:deeds", "KeyError",
           (_junk, "loads", falls)),
    private("village", "the village reads what only the ledger may have", ("law:privacy.canary:concern",),
            "gives a private value away", (stored.serial, "dumps", for_all)),
    private("roster", "the roster for the village has what only the ledger may have", ("private:boards",),
            "roster (village) shows what is private",
            (_hidden, "write_roster", lambda right: lambda roster, **_: right(roster, audience=LEDGER))),
    private("repr", "a private value shows itself to whoever prints it",
            ("private:boards", "law:privacy.canary:concern"), "repr",
            (Private, "__repr__", lambda _right: lambda self: f"Private({self.open(reason='x')})")),
    private("guard", "a town's own guard tells who raised a concern", ("private:answers:concern",),
            "concern.collected.sort shows what is private",
            changes=(change("concern", "replace", "rows.sort", '{ guards = ["own"] }'),),
            guards={"concern": {"own": opened}}),
    private("turned", "a town's own guard tells, turned round, who objected", ("private:answers:notice",),
            "notice.posted.file shows what is private",
            changes=(change("notice", "replace", "rows.file", '{ guards = ["own"] }'),),
            guards={"notice": {"own": said}}),
    private("mobile", "somebody's mobile number stands in the rules", ("private:describe",),
            "duties.friend has digits that look like a person's number",
            changes=(change("duties", "add", "friend", '"联系人 13911872246"'),)),
)  # fmt: skip
