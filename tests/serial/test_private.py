"""Who reads decides what of a private value is written."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serial.each_kind import EACH_KIND

from sanliang import Audience, InvalidInput, Private, serial
from sanliang.kernel.wire import without_private
from sanliang.orgs import Belonging, Household, Member
from sanliang.pairing import Contact
from sanliang.testing.strategies._fields import privates
from sanliang.testing.strategies._stored import BY_TAG

SALT = bytes(range(16))
HOME = Household(id="h-1", head=Private("欧阳禾", salt=SALT), belongs=[Belonging(unit="v-1")])
CANARY = "麒麟-13911872246"
hidden = pytest.mark.parametrize("tag", sorted(serial.BASE.private))


def test_the_ledger_has_value_and_salt():
    """What it has, it can read again; an erased value is its commitment."""
    data = serial.to_dict(HOME, audience="ledger")

    assert {"value": "欧阳禾", "salt": SALT.hex()} == data["head"]
    assert "audience" not in data
    assert HOME.head.commitment == serial.from_dict(data, Household).head.commitment
    gone = Household(id="h-1", head=Private.erased(HOME.head.commitment))
    assert {"commitment": HOME.head.commitment} == serial.to_dict(gone, audience="ledger")["head"]
    assert gone == serial.from_dict(serial.to_dict(gone, audience="ledger"))


def test_the_village_has_the_mask_that_the_kind_allows():
    """The head of a household is masked; of an erased value nothing can be masked."""
    data = serial.to_dict(HOME, audience=Audience.VILLAGE)

    assert ("欧**", "village") == (data["head"], data["audience"])
    gone = Household(id="h-1", head=Private.erased("0" * 64))
    assert "head" not in serial.to_dict(gone, audience="village")


def test_the_web_has_nothing():
    """The field is left out."""
    data = serial.to_dict(HOME, audience="web")

    assert ("web", False) == (data["audience"], "head" in data)


def test_a_private_field_without_a_mask_is_for_the_ledger_only():
    """Never a number of a person, a telephone or what was seen in a house."""
    member = Member(id="m-1", name="李禾", status="full", phone=Private(CANARY), id_number=Private(CANARY))
    at = datetime(2026, 7, 1, tzinfo=UTC)
    contact = Contact(
        id="c",
        helper="m",
        household="h",
        kind="call",
        on=at.date(),
        note=Private(CANARY),
        recorder="m",
        recorded=at,
    )
    for value in (member, contact):
        for audience in ("village", "web"):
            assert CANARY not in serial.dumps(value, audience=audience)
        assert CANARY in serial.dumps(value, audience="ledger")


@pytest.mark.promise("V2")
@hidden
@EACH_KIND
@given(data=st.data())
def test_no_canary_is_written_for_the_public(tag, data):
    """Of any kind, at any depth: only a mask, which hides all but the first character."""
    value = without_private(data.draw(BY_TAG[tag]), lambda _: Private(CANARY))
    for audience in ("village", "web"):
        text = serial.dumps(value, audience=audience)
        assert CANARY[1:] not in text
        assert CANARY[1:4] not in text
        assert "salt" not in json.loads(text)
        with pytest.raises(InvalidInput, match="written for the public") as caught:
            serial.loads(text)
        assert "audience" == caught.value.path


@hidden
@EACH_KIND
@given(data=st.data())
def test_a_kind_that_can_hold_a_private_value_has_no_default_audience(tag, data):
    """Whether or not it holds one: whoever writes it says for whom."""
    value = data.draw(BY_TAG[tag])
    with pytest.raises(InvalidInput, match="one of ledger, village, web") as caught:
        serial.dumps(value)
    assert ("audience", "serial.audience") == (caught.value.path, caught.value.code)


def test_a_household_is_written_for_somebody_and_read_from_the_ledger_alone():
    """Nobody writes one for nobody in particular; what was written for the public is not read back."""
    with pytest.raises(InvalidInput, match="audience"):
        serial.dumps(HOME)
    with pytest.raises(InvalidInput) as caught:
        serial.loads(serial.dumps(HOME, audience="village"))
    assert ("audience", "serial.masked") == (caught.value.path, caught.value.code)


def test_a_kind_that_can_hold_none_needs_no_audience():
    """And is the same for everybody."""
    home = Belonging(unit="v-1")
    assert [serial.dumps(home)] * 3 == [serial.dumps(home, audience=one) for one in Audience]


def test_an_audience_that_there_is_not_is_refused():
    """The text lists those there are."""
    for value in (HOME, Belonging(unit="v-1")):
        with pytest.raises(
            InvalidInput, match="audience: is not a known code; there are: ledger, village, web"
        ):
            serial.dumps(value, audience="town")


@given(privates)
def test_a_private_value_is_read_with_its_salt(value):
    """So that its commitment, which a chain covers, stays as it was."""
    back = serial.loads(serial.dumps(Household(id="h", head=value), audience="ledger")).head
    assert (value, value.commitment, value.is_erased) == (back, back.commitment, back.is_erased)


SALT_TEXT = SALT.hex()
WRONG = {
    "in clear": CANARY,
    "no salt": {"value": CANARY},
    "an empty salt": {"value": CANARY, "salt": ""},
    "a short salt": {"value": CANARY, "salt": "00" * 15},
    "a long salt": {"value": CANARY, "salt": "00" * 65},
    "a salt in capitals": {"value": CANARY, "salt": "AB" * 16},
    "a key too many": {"value": CANARY, "salt": SALT_TEXT, "x": 1},
    "both": {"value": CANARY, "salt": SALT_TEXT, "commitment": "0" * 64},
    "a number": {"value": 139, "salt": SALT_TEXT},
    "a whole number where a text belongs": {"whole": "139", "salt": SALT_TEXT},
    "a broken text": {"value": CANARY + "\0", "salt": SALT_TEXT},
    "a short commitment": {"commitment": "0" * 63},
    "a commitment and more": {"commitment": "0" * 64, "x": CANARY},
    "a list": [CANARY],
}


@pytest.mark.parametrize("head", WRONG.values(), ids=WRONG.keys())
def test_a_private_value_of_another_shape_is_refused(head):
    """And nothing of it is repeated."""
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({"kind": "household/1", "id": "h", "head": head})
    assert caught.value.path.startswith("head")
    assert CANARY not in caught.value.text() + repr(caught.value)


def test_nobody_reads_private_values_by_accident():
    """The mask of a head is no head."""
    data = serial.to_dict(HOME, audience="village")
    del data["audience"]
    with pytest.raises(InvalidInput, match="head: must be a private value as the ledger has it"):
        serial.from_dict(data)
    assert date.min == date(1, 1, 1)
