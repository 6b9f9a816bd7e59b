"""Values as they go out, and where they stand in a pydantic model."""

from __future__ import annotations

from typing import Annotated, Any

import attrs
from pydantic import GetCoreSchemaHandler, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from sanliang import serial
from sanliang.ext.fastapi._schemas import marked
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.privacy import Audience
from sanliang.serial import BASE, Registry
from sanliang.serial._documents import NO_AUDIENCE


@attrs.frozen(kw_only=True)
class Out:
    """What `out` puts beside a class: how pydantic reads, writes and describes it."""

    audience: Audience | None
    registry: Registry

    def __get_pydantic_core_schema__(self, kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """
        The reader, the writer and the description of a class.

        Raises:
            InvalidInput: The registry does not have the class; it can hold a private value, and no audience
                is named.
        """
        registry, audience = self.registry, self.audience
        tags = registry.tags_of(kind)
        if audience is None and registry.private.intersection(tags):
            raise InvalidInput(NO_AUDIENCE.fault("audience", known=tuple(map(str, Audience))))

        def read(value: Any) -> Any:
            return value if isinstance(value, kind) else serial.from_dict(value, kind, registry=registry)

        def write(value: Any) -> dict[str, Any]:
            return serial.to_dict(value, audience=audience, registry=registry)

        shown: Any = Annotated[
            Any,
            PlainValidator(read),
            # In Python it stays the value, so that nothing which was masked is read again.
            PlainSerializer(write, when_used="json"),
            WithJsonSchema(marked(tags, registry, audience)),
        ]
        return handler.generate_schema(shown)


def out(*, audience: Audience | str | None = None, registry: Registry = BASE) -> Out:
    """
    How a value of ours goes out: `Annotated[Pledge, out()]`, as a return type or in a pydantic model.

    It is written as `serial.to_dict` writes it. In a model that comes in, it is read as `serial.from_dict`
    reads it; for a body that is one value, `body` reads the bytes themselves.

    Args:
        audience: Who will read it. A kind that can hold a private value has no default: declaring a route
            without an audience fails.
        registry: Which kinds there are.

    Raises:
        InvalidInput: No such audience.

    Example:
        >>> from typing import Annotated
        >>> from pydantic import TypeAdapter
        >>> from sanliang import Private
        >>> from sanliang.orgs import Household
        >>> shown = TypeAdapter(Annotated[Household, out(audience="village")])
        >>> shown.dump_python(Household(id="h-7", head=Private("欧阳禾")), mode="json")["head"]
        '欧**'
    """
    reader = None if audience is None else Audience.of(audience, "audience")
    return Out(audience=reader, registry=instance(Registry)(registry, "registry"))
