"""Schemas of one kind: how it is asked for, for an audience, and what they leave to the loader."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serial.test_schemas import SCHEMAS, SOME, codes, takes

from sanliang import InvalidInput, Span, orgs, serial
from sanliang.kernel.lifecycles import Moved
from sanliang.serial import BASE, schema_of
from sanliang.testing.strategies._stored import BY_TAG

# --- asking for one ----------------------------------------------------------------------------------------


def test_a_kind_is_asked_for_by_its_class_or_its_tag():
    """Both give the same document."""
    assert SCHEMAS["span/1"] == schema_of(Span) == schema_of("span/1")
    assert SCHEMAS == serial.schemas()


@attrs.frozen(kw_only=True)
class Lamp:
    """A class of two kinds."""

    tag: str


def test_a_class_of_two_kinds_names_both():
    """One of them has to be asked for."""
    town = BASE.with_(serial.Form(tag="lamp/1", of=Lamp), serial.Form(tag="lantern/1", of=Lamp))
    with pytest.raises(InvalidInput, match=r"name one of: lamp/1, lantern/1$"):
        schema_of(Lamp, registry=town)


WRONG = {
    "an unknown tag": ("pledge.items/1", "tag.unknown", "nearest first: pledge.item/1"),
    "a class of none": (int, "registry.class", "registry does not have"),
    "a class of several": (Moved, "schema.several", "campaign.moved/1, concern.moved/1"),
    "no class and no tag": (1, "registry.class", "registry does not have"),
}


@pytest.mark.parametrize(("kind", "code", "text"), WRONG.values(), ids=WRONG.keys())
def test_a_kind_that_has_no_schema_is_refused(kind, code, text):
    """The text names the tags that would do."""
    with pytest.raises(InvalidInput, match=text) as caught:
        schema_of(kind)
    assert ("kind", code) == (caught.value.path, caught.value.code)


def test_a_wrong_audience_or_registry_is_refused():
    """By the name of the argument."""
    for wrong, path in (({"audience": "town"}, "audience"), ({"registry": {}}, "registry")):
        with pytest.raises(InvalidInput) as caught:
            schema_of("span/1", **wrong)
        assert path == caught.value.path


# --- audiences ---------------------------------------------------------------------------------------------


@pytest.mark.once("what the schemas say does not depend on the versions of others")
@pytest.mark.parametrize("audience", ["village", "web"])
@pytest.mark.parametrize("tag", sorted(BASE.private))
@SOME
@given(data=st.data())
def test_what_is_written_for_the_public_is_taken(tag, audience, data):
    """The schema for an audience takes what is written for it, and nothing of the ledger's."""
    value, schema = data.draw(BY_TAG[tag]), schema_of(tag, audience=audience)
    assert takes(schema, serial.to_dict(value, audience=audience))
    assert not takes(schema, serial.to_dict(value, audience="ledger"))
    assert not takes(SCHEMAS[tag], serial.to_dict(value, audience=audience))


def test_a_public_schema_has_no_place_for_what_is_private():
    """Neither a field nor a definition; of a masked field the village sees a text."""
    for tag in BASE.private:
        for audience in ("village", "web"):
            schema = schema_of(tag, audience=audience)
            assert not [name for name in schema["$defs"] if name.startswith("private")]
            assert f"{SCHEMAS[tag]['$id']}:{audience}" == schema["$id"]
    village, web = (schema_of(orgs.Household, audience=one) for one in ("village", "web"))
    assert {"type": "string"} == {
        key: one for key, one in village["properties"]["head"].items() if key == "type"
    }
    assert "head" not in web["properties"]
    assert (
        not {"born", "phone", "id_number"} & schema_of(orgs.Member, audience="village")["properties"].keys()
    )


def test_what_holds_nothing_private_has_one_schema():
    """For whomever it is written."""
    assert SCHEMAS["span/1"] == schema_of(Span, audience="web") == schema_of(Span, audience="ledger")


# --- what is left to the loader ----------------------------------------------------------------------------


def test_a_whole_number_ends_where_documents_end():
    """Of 18 digits at most, as `loads` has it."""
    head = '{"kind": "head/1", "stream": "p", "length": %d, "digest": "' + "0" * 64 + '"}'
    schema = SCHEMAS["head/1"]["properties"]["length"]
    assert (True, False) == (takes(schema, 10**18 - 1), takes(schema, 10**18))
    assert 10**18 - 1 == serial.loads(head % (10**18 - 1)).length
    with pytest.raises(InvalidInput, match="18 digits"):
        serial.loads(head % 10**18)


def test_some_faults_of_json_itself_only_the_loader_sees():
    """For JSON Schema 1.0 is a whole number; half of a pair is no text that another program could send."""
    done = {"kind": "campaign.tally/1", "done": 1.0}
    assert takes(SCHEMAS["campaign.tally/1"], done)
    assert {"wire.type"} == codes(done)
    broken = {"kind": "text/1", "zh": "\ud800"}
    assert takes(SCHEMAS["text/1"], broken)
    assert {"text.broken"} == codes(broken)
