"""The command that prints schemas."""

import json

import pytest
from jsonschema import Draft202012Validator

from sanliang import rulebooks, serial
from sanliang.ext import cli


def command(capsys, *words):
    """What a command exits with, prints, and complains of."""
    with pytest.raises(SystemExit) as exit_:
        cli.main(["schema", *words])
    out, err = capsys.readouterr()
    return exit_.value.code, out, err


def test_the_schema_of_a_kind_is_printed(capsys):
    """As it lies in the package, for the ledger or another audience; that of the rulebook too."""
    code, out, err = command(capsys, "household/1")
    assert (0, "") == (code, err)
    assert serial.schema_of("household/1") == json.loads(out)
    _, out, _ = command(capsys, "household/1", "--audience", "web")
    assert serial.schema_of("household/1", audience="web") == json.loads(out)
    _, out, _ = command(capsys, "rulebook")
    assert rulebooks.schema() == json.loads(out)


def test_all_schemas_are_one_document(capsys):
    """By tag, the rulebook's among them; each is a schema of 2020-12."""
    code, out, err = command(capsys, "--all")
    printed = json.loads(out)
    assert (0, "") == (code, err)
    assert {*serial.BASE.tags, "rulebook"} == printed.keys()
    for schema in (printed["span/1"], printed["rulebook"]):
        Draft202012Validator.check_schema(schema)
    assert dict(serial.schemas()) == {tag: one for tag, one in printed.items() if tag != "rulebook"}


def test_the_components_are_printed_for_openapi(capsys):
    """One fragment, to be put into a document of one's own."""
    assert {"components": serial.openapi()} == json.loads(command(capsys, "--openapi")[1])


@pytest.mark.untraced("it looks at every schema again")
def test_nothing_that_cannot_be_seen_is_printed(capsys):
    """The patterns list what no text may have: a terminal gets that escaped, and Chinese as it is."""
    out = command(capsys, "--openapi")[1]
    assert all(one.isprintable() or one == "\n" for one in out)
    assert "编号或名称" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pledge.items/1",), "there are, the nearest first: pledge.item/1"),
        ((), "say one of: a kind"),
        (("span/1", "--all"), "say one of: a kind"),
        (("--all", "--openapi"), "say one of: a kind"),
    ],
)
def test_what_cannot_be_printed_is_told(capsys, words, told):
    """An unknown kind with the nearest; nothing or two things asked for; in the language asked for."""
    code, out, err = command(capsys, *words, "--lang", "en")
    assert (1, "") == (code, out)
    assert told in err
    assert err != command(capsys, *words)[2]
