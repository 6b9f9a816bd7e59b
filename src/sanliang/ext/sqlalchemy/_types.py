"""A column that holds a value."""

from __future__ import annotations

from types import UnionType
from typing import Any, TypeVar

from sqlalchemy import Dialect, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.serial import BASE, Registry, dumps, loads

T = TypeVar("T")

OTHER_KIND = Phrase("column.kind", "不是该列所存的类", "is of another kind than the column holds")
_ANY_SIZE = 2**40  # what lies in a row has been read already


class InvalidValue(InvalidInput, DontWrapMixin):
    """
    An `InvalidInput` that comes through SQLAlchemy as it is.

    SQLAlchemy would wrap any other error into one of its own, whose text repeats the parameters.
    """


class ValueType(TypeDecorator[T]):
    """
    A column of text for values of a kind: canonical JSON with its tag and version; `None` is NULL.

    It is TEXT on every database. What an older version wrote is upgraded as it is read, and lies there
    unchanged until it is written again. Equal values have equal texts, so `==` and unique constraints
    work, except for kinds with `Private` values: each of these is salted anew.

    A database is the ledger: private values lie in the column in clear, with their salts.

    Args:
        expect: The class of the values, or several joined by `|`.
        registry: Which kinds there are.

    Raises:
        InvalidInput: *expect* is of no kind of the registry. `InvalidValue`, on writing a value of another
            kind or on reading a text that is none, with every fault and its path.

    Example:
        >>> import sqlalchemy as sa
        >>> from sanliang import Span
        >>> table = sa.Table("terms", sa.MetaData(), sa.Column("span", ValueType(Span)))
        >>> print(sa.schema.CreateTable(table).compile().string.split()[4:])
        ['span', 'TEXT', ')']
    """

    impl = Text
    """What it is on every database."""

    cache_ok = True
    """Statements over columns of one kind and registry share their compiled form."""

    def __init__(self, expect: type[T] | UnionType, *, registry: Registry = BASE) -> None:
        super().__init__()
        instance(Registry)(registry, "registry").tags_of(expect)
        self.expect: Any = expect
        self.registry = registry

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        """The text of a value."""
        if value is None:
            return None
        if not isinstance(value, self.expect):
            raise InvalidValue(OTHER_KIND.fault())
        try:
            return dumps(value, audience="ledger", registry=self.registry)
        except InvalidInput as error:
            found = error
        raise InvalidValue(*found.faults, count=found.count)

    def process_result_value(self, value: Any, dialect: Dialect) -> T | None:
        """The value of a text."""
        if value is None:
            return None
        try:
            read: T = loads(value, self.expect, most=_ANY_SIZE, registry=self.registry)
        except InvalidInput as error:
            found = error
        else:
            return read
        raise InvalidValue(*found.faults, count=found.count)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """A column is compared with a value of its kind, or its text with a text, as for `LIKE`."""
        return Text() if isinstance(value, str) else self
