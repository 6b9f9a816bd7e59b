"""Values as they come in: the body of a request, read strictly and within a bound."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool

from sanliang import serial
from sanliang.ext.fastapi._problems import NOT_JSON
from sanliang.ext.fastapi._schemas import marked
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instance, whole
from sanliang.kernel.wire._json import TOO_LARGE
from sanliang.serial import BASE, Registry

LARGEST_BODY = 1024 * 1024
"""The largest body that is read where nothing is said, in bytes."""

_JSON = re.compile(r"application/(?:[a-z0-9!#$&^_.+-]+\+)?json[ \t]*(?:;.*)?", re.IGNORECASE)


def body(kind: Any, *, most: int = LARGEST_BODY, registry: Registry = BASE) -> Any:
    """
    A dependency that reads the body of a request as a value of ours.

    It stands in an annotation beside the class: `Annotated[Item, body(Item)]`. The bytes are read by
    `serial.loads`, and not by FastAPI, whose reader lets a doubled key pass and has no bound.

    Args:
        kind: The class it must be of, or several joined by `|`.
        most: How many bytes it may have; no more are read.
        registry: Which kinds there are.

    Raises:
        InvalidInput: The registry does not have the class. In a request: it is not sent as JSON, or as
            `serial.loads`.

    Example:
        >>> from typing import Annotated
        >>> from sanliang.pledges import Item
        >>> ItemBody = Annotated[Item, body(Item, most=4096)]
    """
    tags = instance(Registry)(registry, "registry").tags_of(kind)
    whole(most, "most", least=1)
    schema = marked(tags, registry)

    async def read(
        request: Request,
        content_type: str = Header(default="", json_schema_extra=schema),
    ) -> Any:
        if not _JSON.fullmatch(content_type):
            raise InvalidInput(NOT_JSON.fault("header.content-type"))
        text = await _bounded(request.stream(), most)
        return await run_in_threadpool(serial.loads, text, kind, most=most, registry=registry)

    return Depends(read)


async def _bounded(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """The whole of a body, or a refusal as soon as it has too much."""
    kept, size = list[bytes](), 0
    async for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise InvalidInput(TOO_LARGE.fault(most=most))
        kept.append(chunk)
    return b"".join(kept)
