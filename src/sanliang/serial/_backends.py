"""Who makes bytes of plain data: the standard library, or a package that the caller names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from sanliang.kernel.errors import MissingExtra
from sanliang.kernel.labels import Labelled
from sanliang.kernel.wire import canonical


class Backend(Labelled):
    """
    What writes a document; all of them write the same bytes, and none of them reads.

    Example:
        >>> from sanliang import Text, serial
        >>> {serial.dumps(Text("灯"), backend=one) for one in ("json", Backend.JSON)}
        {'{"en":"","kind":"text/1","zh":"灯"}'}
    """

    JSON = "json", "标准库 json", "the standard library's json"
    ORJSON = "orjson", "软件包 orjson", "the package orjson"
    MSGSPEC = "msgspec", "软件包 msgspec", "the package msgspec"


@lru_cache
def encoder(backend: Backend) -> Callable[[Any], bytes]:
    """
    What makes canonical bytes of plain data; it raises a `TypeError`, a `ValueError` or a `RecursionError`.

    Raises:
        MissingExtra: The package is not installed.
    """
    try:
        match backend:
            case Backend.ORJSON:
                import orjson  # noqa: PLC0415 -- only who names it needs it

                return partial(orjson.dumps, option=orjson.OPT_SORT_KEYS)
            case Backend.MSGSPEC:
                import msgspec  # noqa: PLC0415

                return msgspec.json.Encoder(order="deterministic").encode
    except ImportError:
        raise MissingExtra(extra=str(backend), package=str(backend)) from None
    return canonical
