"""Columns of Django: what is written is what is read, nothing else is written, migrations stay."""

import importlib.util
import json
import sys
from datetime import date
from io import StringIO

import attrs
import pytest
from tests.ext.django_town import set_up
from tests.serial import freeze

set_up()

from django.core.exceptions import FieldError, ValidationError  # noqa: E402 -- set up before
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, migrations, models, transaction  # noqa: E402
from django.db.migrations.autodetector import MigrationAutodetector  # noqa: E402
from django.db.migrations.state import ModelState, ProjectState  # noqa: E402
from django.forms import CharField, modelform_factory  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import translation  # noqa: E402
from tests.ext.django_town.kinds import TOWN, Lamp  # noqa: E402
from tests.ext.django_town.models import Row  # noqa: E402

from sanliang import Actor, InvalidInput, MissingExtra, Private, Source, Text, pledges, serial  # noqa: E402
from sanliang.ext.django import StateField, ValueField  # noqa: E402
from sanliang.ext.django import _kinds as kinds  # noqa: E402
from sanliang.kernel.lifecycles import Node, changed  # noqa: E402
from sanliang.kernel.overlays import Change  # noqa: E402
from sanliang.orgs import Household  # noqa: E402
from sanliang.pledges import Item, State  # noqa: E402
from sanliang.ratings import Exempt  # noqa: E402

LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
ROAD = Item(id="road", deed="修村道", deadline=date(2026, 11, 30))
FIXTURES = sorted(freeze.FIXTURES.glob("*.json"))
HOME = Household(id="h-7", head=Private("欧阳禾"))
WRONG = '{"kind": "pledge.item/1", "id": "lamp", "deed": "秘密\\u0000", "deadline": "2026-02-30"}'
FORM = modelform_factory(Row, fields=["item", "moved", "state"])


@pytest.fixture(scope="module", autouse=True)
def _tables():
    """The tables in memory, as the migrations make them."""
    call_command("migrate", verbosity=0)
    yield
    connections.close_all()


@pytest.fixture(autouse=True)
def _forgotten():
    """What a test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def nested():
    """A transaction within that of the test, which an error ends alone."""
    return transaction.atomic()


def stored(column="item"):
    """What the table has in a column, as it is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM django_town_row ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def written(column, text):
    """A row in whose column somebody else has written a text."""
    row = Row.objects.create(item=LAMP)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE django_town_row SET {column} = %s WHERE id = %s", [text, row.pk])
    return row.pk


def faults_of(error):
    """Code, place and text of each fault in a `ValidationError`, by field."""
    return {
        field: [(one.code, (one.params or {}).get("path"), " ".join(one.messages)) for one in found]
        for field, found in error.error_dict.items()
    }


# --- values ------------------------------------------------------------------------------------------------


def test_a_value_comes_back_as_it_was_written():
    """Of a class, of several, of one of an event's kinds, of a town's own; nothing stays nothing."""
    actor = Actor(id="m-3", roles={"member"}, unit="b-1")
    pledger = pledges.Pledger(kind="member", id="m-3", unit="b-1")
    day = date(2026, 7, 1)
    moved = pledges.draft("p-1", pledger=pledger, kind="annual", items=[LAMP], by=actor, on=day)
    exempt = serial.loads((freeze.FIXTURES / "rating.exempt-1.json").read_bytes(), Exempt)
    values = {"item": LAMP, "moved": moved, "rating": exempt, "home": HOME, "lamp": Lamp(id="l-1", watts=9)}
    Row.objects.create(**values)
    Row.objects.create(item=ROAD)

    full, bare = Row.objects.order_by("pk")
    assert values == {name: getattr(full, name) for name in values}
    assert {"item": ROAD} == {name: one for name in values if (one := getattr(bare, name)) is not None}
    assert [(LAMP, moved), (ROAD, None)] == [*Row.objects.order_by("pk").values_list("item", "moved")]
    assert [serial.dumps(LAMP), serial.dumps(ROAD)] == stored()


@pytest.mark.untraced("each kind in its turn")
def test_each_kind_fits_into_a_column():
    """Whatever kind a value is of, its column gives it back, of the same type."""
    for file in FIXTURES:
        before = serial.loads(file.read_bytes())
        field = ValueField(serial.BASE.form_of(before).tag)
        text = field.get_prep_value(before)
        after = field.from_db_value(text, None, connection)

        assert before == after, file.name
        assert type(before) is type(after)
        assert text == field.get_prep_value(after)


def test_many_rows_are_written_at_once():
    """By `bulk_create` and `bulk_update`, each with its own value."""
    rows = Row.objects.bulk_create([Row(item=LAMP), Row(item=ROAD, moved=None)])
    for row, item in zip(rows, (ROAD, LAMP), strict=True):
        row.item, row.state, row.lamp = item, "signed", Lamp(id="l-1", watts=9)
    Row.objects.bulk_update(rows, ["item", "state", "lamp"])

    found = [(row.item, row.state, row.lamp) for row in Row.objects.order_by("pk")]
    assert [(ROAD, "signed", Lamp(id="l-1", watts=9)), (LAMP, "signed", Lamp(id="l-1", watts=9))] == found


def test_another_kind_is_not_written():
    """Neither by `save` without `full_clean`, nor by an update, nor looked up: our error, and no row."""
    for value in (HOME, "text", serial.dumps(LAMP), {"kind": "pledge.item/1"}, 7, pledges):
        with pytest.raises(InvalidInput) as caught, nested():
            Row.objects.create(item=value)
        assert caught.value.path in {"item", "item.kind"}

    Row.objects.create(item=LAMP)
    with pytest.raises(InvalidInput, match=r"item.kind: must be of the kind pledge.item/1"), nested():
        Row.objects.update(item=HOME)
    with pytest.raises(InvalidInput, match="item"):
        Row.objects.filter(item=serial.dumps(LAMP))
    assert [serial.dumps(LAMP)] == stored()


def test_what_could_not_be_read_back_is_not_written(monkeypatch):
    """A text is no longer than a reader takes, in bytes."""
    text = serial.dumps(LAMP)
    monkeypatch.setattr(kinds, "LARGEST", len(text.encode()))
    Row.objects.create(item=LAMP)
    monkeypatch.setattr(kinds, "LARGEST", len(text.encode()) - 1)

    with pytest.raises(InvalidInput, match=r"item: has more than \d+ bytes"), nested():
        Row.objects.create(item=LAMP)


def test_a_row_that_somebody_else_wrote_is_read_strictly():
    """A text that is no value of the column's kind is our error, with its path and without the text."""
    for text, path in ((WRONG, "deed"), (serial.dumps(HOME, audience="ledger"), "kind"), ("{", "")):
        pk = written("item", text)
        with pytest.raises(InvalidInput) as caught:
            Row.objects.get(pk=pk)
        assert path == caught.value.path
        assert "秘密" not in str(caught.value)


@pytest.mark.parametrize("text", ['{"kind": "light/1", "id": "l-1"}', '{"kind": "lamp/1", "id": "l-1"}'])
def test_a_value_of_an_old_version_is_read_as_that_of_today(text):
    """Through its upgrades and under its new name; the row keeps its bytes until it is saved."""
    pk = written("lamp", text)
    row = Row.objects.get(pk=pk)

    assert Lamp(id="l-1", watts=40) == row.lamp
    assert [text] == stored("lamp")
    row.save()
    assert [serial.dumps(row.lamp, registry=TOWN)] == stored("lamp")


def test_what_is_private_is_in_the_table_and_in_no_form():
    """The table has it with its salt; no form has a field for a kind that can hold it."""
    Row.objects.create(item=LAMP, home=HOME)

    assert ["欧阳禾"] == [json.loads(text)["head"]["value"] for text in stored("home")]
    assert HOME == Row.objects.get(home=HOME).home
    assert "欧阳禾" not in str(Row.objects.get().home)
    assert {"item"} == {*modelform_factory(Row, fields=["item", "home"]).base_fields}


def test_lookups_are_of_whole_values():
    """`exact`, `in` and `isnull` work, and nothing looks into the text."""
    for item in (LAMP, ROAD):
        Row.objects.create(item=item)

    assert [LAMP] == [row.item for row in Row.objects.filter(item=LAMP)]
    assert 2 == Row.objects.filter(item__in=[LAMP, ROAD], moved__isnull=True, moved=None).count()
    assert 1 == Row.objects.exclude(item=ROAD).count()
    for lookup in ("contains", "iexact", "startswith", "regex", "gt"):
        with pytest.raises(FieldError):
            Row.objects.filter(**{f"item__{lookup}": LAMP})


def test_an_expression_is_no_value():
    """A column can be set from another one."""
    Row.objects.create(item=LAMP)
    Row.objects.update(item=models.F("item"), state=models.F("state"))
    row = Row.objects.get()
    row.state = models.Value("submitted")
    row.save()

    assert (LAMP, "submitted") == Row.objects.values_list("item", "state").get()


# --- cleaning and forms ------------------------------------------------------------------------------------


def test_cleaning_says_what_is_wrong_with_code_and_path():
    """`full_clean` tells each fault under its field, in the active language, and not what was given."""
    row = Row(item=WRONG, moved=LAMP, state="秘密")
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    found = faults_of(caught.value)

    assert [("text.broken", "deed"), ("wire.day", "deadline")] == [one[:2] for one in found["item"]]
    assert [("document.expected", "kind")] == [one[:2] for one in found["moved"]]
    assert [("state.unknown", "")] == [one[:2] for one in found["state"]]
    assert "秘密" not in str(caught.value)
    assert "deadline: must be a day such as 2026-07-01" in str(caught.value)
    with translation.override("zh-hans"):
        assert "deadline: 应为日期，形如 2026-07-01" in str(caught.value)


def test_cleaning_takes_text_and_values():
    """A text becomes its value, a value stays, and nothing is nothing where it may be."""
    row = Row(item=serial.dumps(LAMP))
    row.full_clean()

    assert (LAMP, "drafted", None) == (row.item, row.state, row.moved)
    with pytest.raises(ValidationError) as caught:
        Row(item=None, state="").full_clean()
    assert {"item": ["null"], "state": ["blank"]} == {
        name: [one[0] for one in found] for name, found in faults_of(caught.value).items()
    }


def test_a_form_takes_json_and_shows_it():
    """What is written well becomes the value; what is not is shown again with what is wrong."""
    good = FORM({"item": serial.dumps(LAMP), "state": "signed", "moved": ""})
    assert good.is_valid()
    row = good.save()
    assert (LAMP, "signed", None) == (row.item, row.state, row.moved)

    shown = FORM(instance=row).as_p()
    assert "&quot;deed&quot;:&quot;修路灯&quot;" in shown
    assert '<option value="signed" selected>signed</option>' in shown

    bad = FORM({"item": WRONG, "state": "秘密"})
    assert ["text.broken", "wire.day"] == [one.code for one in bad.errors.as_data()["item"]]
    assert "秘密" not in str(bad.errors)
    assert "is no state of the lifecycle" in str(bad.errors["state"])
    assert ["required"] == [one.code for one in FORM({"state": "signed"}).errors.as_data()["item"]]


def test_a_form_knows_what_has_changed():
    """The same value written otherwise is the same; what is no value has changed."""
    spaced = json.dumps(serial.to_dict(LAMP), indent=2)

    def changed_by(text):
        return FORM({"item": text, "state": "drafted"}, instance=Row(item=LAMP)).changed_data

    assert [] == changed_by(spaced)
    assert ["item"] == changed_by(serial.dumps(ROAD))
    assert ["item"] == changed_by("{")


def test_a_form_can_have_a_field_of_its_own():
    """Another class of field takes the place of ours."""
    assert type(Row._meta.get_field("item").formfield(form_class=CharField)) is CharField


def test_a_fixture_holds_what_the_table_holds():
    """`dumpdata` and `loaddata` give the same rows, what is private with them."""
    before = Row.objects.create(item=LAMP, home=HOME, state="signed")
    out = StringIO()
    call_command("dumpdata", "django_town", stdout=out)
    Row.objects.all().delete()
    from django.core import serializers

    for row in serializers.deserialize("json", out.getvalue()):
        row.save()
    after = Row.objects.get()
    assert (before.item, before.home, "signed", None) == (after.item, after.home, after.state, after.moved)


# --- states ------------------------------------------------------------------------------------------------


def test_a_state_is_shown_in_the_active_language():
    """By its name in Chinese where Chinese is active, and in English elsewhere; it is stored as its code."""
    row = Row.objects.create(item=LAMP, state=State.PUBLISHED)

    assert ["published"] == stored("state")
    for language, name in (
        ("zh-hans", "公诺"),
        ("zh-hant", "公诺"),
        ("en", "published"),
        ("fr", "published"),
    ):
        with translation.override(language):
            assert name == row.get_state_display()
    with translation.override(None, deactivate=True):
        assert "published" == row.get_state_display()
    assert [node.code for node in pledges.BASE.nodes] == [
        code for code, _ in Row._meta.get_field("state").choices
    ]


def test_an_unknown_state_is_not_written():
    """Neither by `save` nor by an update; part of a code can still be looked up."""
    with pytest.raises(InvalidInput, match=r"state: is no state of the lifecycle; .* drafted, "), nested():
        Row.objects.create(item=LAMP, state="finished")
    Row.objects.create(item=LAMP)
    with pytest.raises(InvalidInput, match="state"), nested():
        Row.objects.update(state="finished")

    assert ["drafted"] == stored("state")
    assert 1 == Row.objects.filter(state__startswith="draf").count()


def test_a_column_of_a_migration_takes_any_state():
    """It knows no lifecycle, so that data of any time can be moved."""
    field = StateField(null=True)

    assert ("finished", None) == (
        field.get_db_prep_save("finished", connection),
        field.get_db_prep_save(None, connection),
    )
    assert "finished" == field.clean("finished", None)
    assert field.choices is None
    assert "max_length" in field.deconstruct()[3]
    assert field.formfield().clean("finished") == "finished"


# --- migrations --------------------------------------------------------------------------------------------


def new_migrations():
    """What `makemigrations --check` says: nothing, where the migrations are those of the models."""
    out = StringIO()
    try:
        call_command("makemigrations", "django_town", check=True, dry_run=True, stdout=out, verbosity=2)
    except SystemExit:
        return out.getvalue()
    return ""


def test_the_migrations_are_those_of_the_models():
    """`makemigrations --check` finds nothing to do, today and again."""
    assert ("", "") == (new_migrations(), new_migrations())


def test_a_kind_that_moved_needs_no_migration(monkeypatch):
    """Its class stands in another module, and has another version and another name: the migrations stay."""
    moved = attrs.make_class("Lantern", {"id": attrs.field(type=str)}, kw_only=True, frozen=True)
    moved.__module__ = "elsewhere.lanterns"
    town = serial.BASE.with_(
        serial.Form(tag="lamp/3", of=moved),
        upgrades=[
            *TOWN.upgrades,
            serial.Upgrade(old="lamp/2", new="lamp/3", change=lambda data: {"id": data["id"]}),
        ],
    )
    field = Row._meta.get_field("lamp")
    monkeypatch.setattr(field, "kind", moved)
    monkeypatch.setattr(field, "registry", town)
    monkeypatch.delitem(field.__dict__, "kinds", raising=False)

    assert "" == new_migrations()
    assert moved(id="l-1") == field.from_db_value('{"kind":"lamp/2","id":"l-1","watts":9}', None, connection)
    field.__dict__.pop("kinds")


def differences(before, after):
    """The operations that lead from a table with one column to a table with another."""
    states = []
    for field in (before, after):
        states.append(ProjectState())
        states[-1].add_model(
            ModelState("town", "Pole", [("id", models.BigAutoField(primary_key=True)), ("it", field)])
        )
    changes = MigrationAutodetector(*states)._detect_changes()
    return [type(one) for found in changes.values() for migration in found for one in migration.operations]


def test_a_state_more_makes_no_migration():
    """A town's table of states is no part of a migration; only the state that opens it is, as the default."""
    src = Source(title="办法")
    node = Change(op="add", key="heard", value=Node(code="heard", label=Text("听取", "heard")), source=src)
    first = pledges.BASE.rows[0]
    rows = [
        Change(op="replace", key=first.name, value=attrs.evolve(first, enters="heard"), source=src),
        Change(
            op="add",
            key="hear",
            value=attrs.evolve(
                first, name="hear", move="hear", leaves=("heard",), enters="drafted", needs=()
            ),
            source=src,
        ),
    ]
    town = changed(pledges.BASE, id="town", nodes=[node], rows=rows)

    assert "heard" == StateField(town).get_default()
    assert [] == differences(StateField(pledges.BASE), StateField(town, default="drafted"))
    assert [migrations.AlterField] == differences(StateField(pledges.BASE), StateField(town))
    assert [migrations.AlterField] == differences(ValueField("lamp"), ValueField("lamp", null=True))


def test_a_name_of_old_is_still_read():
    """A column of an old migration whose kind was renamed since reads and writes the new kind."""
    field = ValueField("light")

    assert ("lamp/2",) == field.kinds.tags
    assert "light" == field.deconstruct()[2][0]


# --- what a project says wrongly ---------------------------------------------------------------------------


def test_a_kind_that_nobody_has_is_found_by_the_checks():
    """`check` says it; so does reading, where it was not run."""
    field = ValueField("lantern", db_column="it")
    field.set_attributes_from_name("it")
    field.model = Row
    errors = field.check()

    assert ["sanliang.E001"] == [one.id for one in errors]
    assert "is not a known kind" in errors[0].msg
    assert [] == Row._meta.get_field("item").check()
    with pytest.raises(InvalidInput, match="not a known kind"):
        field.from_db_value("{}", None, connection)


def test_the_registry_is_the_one_of_the_project():
    """The setting names it; without that it is the library's; a field can have one of its own."""
    with override_settings(SANLIANG_REGISTRY=None):
        assert serial.BASE is ValueField(Item).kinds.registry
        assert ("lamp/2",) == ValueField(Lamp, registry=TOWN).kinds.tags
    with (
        override_settings(SANLIANG_REGISTRY="tests.ext.django_town.kinds.Lamp"),
        pytest.raises(InvalidInput, match="SANLIANG_REGISTRY"),
    ):
        ValueField(Item).kinds  # noqa: B018
    assert TOWN is ValueField(Item).kinds.registry


def test_arguments_of_another_kind_are_refused():
    """At once, with our error."""
    with pytest.raises(InvalidInput, match="registry"):
        ValueField(Item, registry={})
    with pytest.raises(InvalidInput, match="lifecycle"):
        StateField("pledge")


def test_without_django_the_extra_is_named(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "django", None)
    spec = importlib.util.find_spec("sanliang.ext.django")

    with pytest.raises(MissingExtra, match=r'pip install "sanliang\[django\]"'):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
