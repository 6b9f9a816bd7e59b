"""A column of values: canonical text with its tag and version, upgraded on reading, strict on both ways."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from tests.ext.sqlalchemy.notes import REGISTRY, note

from sanliang import InvalidInput, Private, Span, pledges, serial
from sanliang.ext.sqlalchemy import InvalidValue, ValueType
from sanliang.orgs import Member
from sanliang.pledges import Item
from sanliang.testing._events import NEXT, Noted, Told

LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
TERM = Span(date(2026, 7, 1), date(2026, 7, 31))


class Base(DeclarativeBase):
    """The tables of a program."""


class Row(Base):
    """A row of one."""

    __tablename__ = "rows"
    number: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[Item | None] = mapped_column(ValueType(Item), unique=True)
    either: Mapped[Item | Span | None] = mapped_column(ValueType(Item | Span))


@pytest.fixture
def session(engine):
    """A session with the tables."""
    Base.metadata.create_all(engine)
    with Session(engine) as one:
        yield one
    Base.metadata.drop_all(engine)


def raw(session, column="item"):
    """The texts that lie in a column."""
    return session.scalars(sa.text(f"SELECT {column} FROM rows ORDER BY number")).all()


def test_a_value_is_read_as_it_was_written(session):
    """The text is canonical, with tag and version; nothing is NULL; several kinds may share a column."""
    session.add_all(
        [Row(number=1, item=LAMP, either=TERM), Row(number=2, item=None, either=LAMP), Row(number=3)]
    )
    session.commit()
    session.expire_all()

    rows = session.scalars(sa.select(Row).order_by(Row.number)).all()
    assert [LAMP, None, None] == [row.item for row in rows]
    assert [TERM, LAMP, None] == [row.either for row in rows]
    assert [serial.dumps(LAMP), None, None] == raw(session)


def test_values_are_compared_in_the_database(session):
    """Equal values have equal texts: `==` and IN find them, and a text may be compared with the text."""
    session.add_all([Row(number=1, item=LAMP), Row(number=2, either=TERM)])
    session.commit()

    for found in (
        Row.item == LAMP,
        Row.item.in_([LAMP]),
        Row.item == sa.literal(LAMP, ValueType(Item)),
        Row.item.is_not(None),
        Row.item.like("%修路灯%"),
        sa.cast(Row.item, sa.Text).contains('"id":"lamp"'),
    ):
        assert [1] == session.scalars(sa.select(Row.number).where(found)).all()
    compiled = sa.select(Row).where(Row.item == LAMP).compile(compile_kwargs={"literal_binds": True})
    assert serial.dumps(LAMP) in str(compiled)


def test_a_row_that_was_not_changed_is_not_written(session):
    """The session compares values: one that is equal to the old one is no change."""
    session.add(Row(number=1, item=LAMP))
    session.commit()
    row = session.get(Row, 1)
    row.item = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
    assert not session.is_modified(row)
    row.item = Item(id="lamp", deed="修两盏路灯", deadline=date(2026, 12, 31))
    assert session.is_modified(row)


@pytest.mark.parametrize("wrong", [TERM, "lamp", '{"kind":"pledge.item/1"}', {}, 7, Item])
def test_a_value_of_another_kind_is_not_written(session, wrong):
    """It is refused with our error, which SQLAlchemy passes on as it is, without the parameters."""
    session.add(Row(number=1, item=wrong))
    with pytest.raises(InvalidInput) as caught:
        session.commit()
    assert ("column.kind", InvalidValue) == (caught.value.code, type(caught.value))


def test_a_value_that_no_reader_takes_is_not_written(memory_engine):
    """The faults are those of `dumps`, each with its path."""
    table = sa.Table("told", sa.MetaData(), sa.Column("one", ValueType(Noted, registry=REGISTRY)))
    table.create(memory_engine)
    with pytest.raises(InvalidValue) as caught, memory_engine.begin() as link:
        link.execute(sa.insert(table), {"one": note("a\x00b")})
    assert ("note", "text.broken") == (caught.value.path, caught.value.code)


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("{", "", "json.syntax"),
        ('{"kind":"span/1","start":"2026-07-01","end":"2026-07-31"}', "kind", "document.expected"),
        ('{"kind":"pledge.item/1","id":"lamp","deed":7,"deadline":"2026-12-31"}', "deed", "wire.kind"),
        ('{"kind":"pledge.item/9"}', "kind", "wire.newer"),
        ("null", "", "wire.kind"),
    ],
)
def test_a_text_that_is_no_value_is_not_read(session, text, path, code):
    """A stranger's text in the column is refused with its path, whoever wrote it there."""
    session.execute(sa.text("INSERT INTO rows (number, item) VALUES (1, :text)"), {"text": text})
    with pytest.raises(InvalidValue) as caught:
        session.scalars(sa.select(Row.item)).all()
    assert path == caught.value.path
    assert None is caught.value.__context__


def test_an_older_text_is_upgraded_as_it_is_read(memory_engine):
    """The value is of today; the text stays what it was until the value is written again."""
    table = sa.Table("told", sa.MetaData(), sa.Column("one", ValueType(Noted, registry=REGISTRY)))
    newer = sa.Table("told", sa.MetaData(), sa.Column("one", ValueType(Told, registry=NEXT)))
    table.create(memory_engine)
    with memory_engine.begin() as link:
        link.execute(sa.insert(table), {"one": note("a", phone=Private("000-0000"))})
        assert "a" == link.scalar(sa.select(newer.c.one)).text
        assert "case.noted/1" in link.scalar(sa.text("SELECT one FROM told"))
        link.execute(sa.update(newer).values(one=link.scalar(sa.select(newer.c.one))))
        assert "case.noted/2" in link.scalar(sa.text("SELECT one FROM told"))


def test_a_database_is_the_ledger(memory_engine):
    """What is private lies in the column in clear, so that it can be read back."""
    table = sa.Table("people", sa.MetaData(), sa.Column("one", ValueType(Member)))
    li = Member(id="m-3", name="李禾", status="full", phone=Private("000-0000"))
    table.create(memory_engine)
    with memory_engine.begin() as link:
        link.execute(sa.insert(table), {"one": li})
        assert li == link.scalar(sa.select(table.c.one))


@pytest.mark.parametrize("wrong", [int, "Item", None, Noted])
def test_a_column_is_of_a_kind(wrong):
    """What the registry does not have is refused when the column is made."""
    with pytest.raises(InvalidInput):
        ValueType(wrong)


def test_statements_are_cached_by_kind_and_registry():
    """Two columns of the same kind share their statements; those of two registries do not."""
    keys = [
        one._static_cache_key
        for one in (ValueType(Item), ValueType(Item), ValueType(Span), ValueType(Told, registry=NEXT))
    ]
    assert keys[0] == keys[1]
    assert 3 == len({*map(str, keys)})
    assert ValueType.cache_ok


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mysql"])
def test_a_column_is_text_everywhere(kind):
    """It is never `jsonb`, which orders and counts anew what a digest covers."""
    from sqlalchemy.dialects import registry

    assert "TEXT" == ValueType(pledges.Pledge).compile(registry.load(kind)())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(), min_size=2, max_size=2).map(sorted))
def test_every_value_comes_back(memory_engine, days):
    """Whatever the value: it is read as it was written, and is found by it."""
    table = sa.Table("spans", sa.MetaData(), sa.Column("one", ValueType(Span)))
    table.create(memory_engine, checkfirst=True)
    with memory_engine.begin() as link:
        link.execute(sa.delete(table))
        link.execute(sa.insert(table), {"one": Span(*days)})
        assert Span(*days) == link.scalar(sa.select(table.c.one).where(table.c.one == Span(*days)))
