"""Backends: who makes the bytes is the caller's choice, and makes no difference to them."""

import sys
from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs
import pytest

from sanliang import Audience, InvalidInput, MissingExtra, Private, Text, campaigns, orgs, pairing, serial
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.verdicts import Reason
from sanliang.kernel.wire import canonical
from sanliang.serial import Backend, Form, _documents, _text
from sanliang.serial._backends import encoder

EXTRAS = [Backend.ORJSON, Backend.MSGSPEC]
each_extra = pytest.mark.parametrize("backend", EXTRAS)


@pytest.fixture(autouse=True)
def forgotten():
    """No encoder is kept from one test to the next."""
    encoder.cache_clear()
    yield
    encoder.cache_clear()


class Sort(Enum):
    """Members that are no texts."""

    FIRST = 1
    PAIR = ("a", "b")


@attrs.frozen(kw_only=True)
class Odd:
    """A kind with whatever a town may think of."""

    table: Mapping[str, int] = {}
    sorts: tuple[Sort, ...] = ()
    note: Private[str] | None = None
    anything: object = None


@attrs.frozen
class Single:
    """A kind with one field."""

    id: str


@attrs.frozen
class Fieldless:
    """A kind without any field."""


PROBLEM = pairing.Problem(
    households=[pairing.Household(id="h-7", wishes=["m-3"])], helpers=[pairing.Helper(id="m-3", room=1)]
)
TOWN = serial.BASE.with_(
    Form(tag="odd/1", of=Odd), Form(tag="single/1", of=Single), Form(tag="none/1", of=Fieldless)
)
ODD = {
    "keys out of order": Odd(table={"b": 1, "a": 2, "": 3}),
    "keys that need an escape": Odd(table=FrozenMap({'"': 1, "#": 2, "\\": 3, "a\nb": 4})),
    "keys beyond the plane": Odd(table={"\U00020bb7": 1, "\uffee": 2}),
    "members that are no texts": Odd(sorts=(Sort.FIRST, Sort.PAIR)),
    "a day for a key": Odd(table={date(2026, 7, 1): 1}),
    "nothing in a list": Odd(anything=(None, True, False, 0, "", date(2026, 7, 1))),
    "a set": Odd(anything=frozenset({"b", "a", '"', "#"})),
    "a private text": Odd(note=Private("灯", salt=bytes(16))),
    "one field": Single("灯笼"),
    "no field": Fieldless(),
}


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("backend", Backend)
def test_every_backend_writes_the_canonical_bytes_of_the_plain_data(value, backend):
    """Whichever way it goes, the text is the one form of what `to_dict` gives."""
    plain = serial.to_dict(value, audience="ledger", registry=TOWN)
    text = serial.dumps(value, audience="ledger", registry=TOWN, backend=backend)
    assert canonical(plain).decode() == text


@pytest.mark.parametrize("audience", ["ledger", None])
@pytest.mark.parametrize(
    ("name", "at_once"), [("one field", True), ("a set", True), ("a day for a key", False)]
)
def test_what_nobody_has_to_look_at_again_is_written_at_once(name, at_once, audience, monkeypatch):
    """Plain data is made of it only where its text is not known, or where another package writes it."""
    ask = {"audience": audience if name == "one field" else "ledger", "registry": TOWN}
    text = serial.dumps(ODD[name], **ask)
    monkeypatch.setattr(_documents, "written", lambda *_: "")
    assert (text if at_once else "") == serial.dumps(ODD[name], **ask)
    assert "" == serial.dumps(ODD[name], **ask, backend="orjson")


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("audience", ["village", "web"])
def test_every_backend_hides_the_same(audience, backend):
    """What is masked or left out does not depend on who makes the bytes."""
    home = orgs.Household(id="h-7", head=Private("欧阳禾", salt=bytes(16)))
    assert serial.dumps(home, audience=audience) == serial.dumps(home, audience=audience, backend=backend)
    assert "阳禾" not in serial.dumps(home, audience=audience, backend=backend)


WRONG = {
    "NUL": (Text("a\0", "b"), "zh", "text.broken"),
    "a lone surrogate": (Text("a", "\ud800"), "en", "text.broken"),
    "19 digits": (campaigns.Tally(done=10**18), "done", "number.long"),
    "100 digits": (campaigns.Tally(done=10**100), "done", "number.long"),
}


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize(("value", "path", "code"), WRONG.values(), ids=WRONG.keys())
def test_every_backend_refuses_what_no_reader_takes(value, path, code, backend):
    """It is the same fault at the same place, never an error of the package."""
    with pytest.raises(InvalidInput) as caught:
        serial.dumps(value, backend=backend)
    assert [(path, code)] == [(fault.path, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_longest_whole_number_has_18_digits(sign, backend):
    """Up to there it is written, whichever side of 0; one more is refused, and so is any other."""
    ask = {"audience": "ledger", "registry": TOWN, "backend": backend}
    longest = sign * (10**18 - 1)
    assert str(longest) in serial.dumps(Odd(anything=longest), **ask)
    for wrong in (longest + sign, longest * 10):
        with pytest.raises(InvalidInput) as caught:
            serial.dumps(Odd(anything=wrong), **ask)
        assert "number.long" == caught.value.code


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("anything", [object(), 1.5, {1.5: 1}, PROBLEM])
def test_every_backend_refuses_what_has_no_form(anything, backend):
    """A stranger's class, a float, a key that is no text, a document of its own within another."""
    with pytest.raises(InvalidInput, match="no form as data"):
        serial.dumps(Odd(anything=anything), audience="ledger", registry=TOWN, backend=backend)


@each_extra
def test_every_backend_refuses_what_is_too_deep(backend):
    """A reason within a reason, 40 times, and 400 times."""
    for times in (40, 400):
        reason = Reason(code="a", says=Text("a"))
        for _ in range(times):
            reason = Reason(code="a", says=Text("a"), because=(reason,))
        with pytest.raises(InvalidInput):
            serial.dumps(reason, backend=backend)


@each_extra
def test_a_package_that_is_not_installed_says_which_extra_brings_it(backend, monkeypatch):
    """Nothing else is taken in its place."""
    monkeypatch.setitem(sys.modules, str(backend), None)
    with pytest.raises(MissingExtra, match=rf'pip install "sanliang\[{backend}\]"'):
        serial.dumps(Text("灯"), backend=backend)
    assert "灯" in serial.dumps(Text("灯"))


def test_an_unknown_backend_is_refused():
    """The error says which there are."""
    with pytest.raises(InvalidInput, match="backend: is not a known code; there are: json, msgspec, orjson"):
        serial.dumps(Text("灯"), backend="simplejson")


def test_the_lines_of_a_class_are_bounded(monkeypatch):
    """However many mixes of types there are, only so many are kept, and the text is the same."""
    monkeypatch.setattr(_text, "MOST_LINES", 2)
    town = serial.BASE.with_(Form(tag="odd/1", of=Odd))
    for anything in (None, 1, "a", True, (), date(2026, 7, 1), 1):
        value = Odd(anything=anything)
        plain = serial.to_dict(value, audience="ledger", registry=town)
        assert canonical(plain).decode() == serial.dumps(value, audience="ledger", registry=town)


def test_two_mixes_of_types_are_kept_where_there_is_room_for_two(monkeypatch):
    """The lines of a class are forgotten when there is no room for one more, and not before."""
    monkeypatch.setattr(_text, "MOST_LINES", 2)
    lines = _text._Lines(["id"], "", _text.Texts({}, None))
    kept = [(lines[kind,], len(lines))[1] for kind in (int, str, bool, date, int)]

    assert [1, 2, 1, 2, 1] == kept


def test_what_is_private_is_written_at_once_for_the_ledger_alone():
    """For the ledger a private value has its text; where nothing is private, and for others, it has none."""
    readers = (Audience.LEDGER, Audience.VILLAGE, Audience.WEB, None)

    assert [Audience.LEDGER] == [one for one in readers if Private in _text.Texts({}, one)]
