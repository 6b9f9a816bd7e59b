"""Putting it all into an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from sanliang.ext.fastapi._language import LANGUAGES
from sanliang.ext.fastapi._problems import SORTS, answer, unfitting
from sanliang.ext.fastapi._schemas import completed
from sanliang.kernel.errors import InvalidInput, Lang
from sanliang.kernel.fields import instance
from sanliang.kernel.wire._in import UNKNOWN_CODE


def install(app: FastAPI, *, lang: Lang = "zh") -> None:
    """
    Let an application answer our errors as problem documents, and show our schemas in its OpenAPI document.

    A refusal and a conflict are answered with 409, an invalid input with 422, what is not found or not in
    force with 404, a store that failed with 503, as `application/problem+json` (RFC 9457). So is a request
    that FastAPI itself finds wrong, which its own answer would repeat. The language is the one that
    `Accept-Language` asks for.

    Args:
        app: The application; its exception handlers and its `openapi` are set.
        lang: The language for whoever asks for neither Chinese nor English.

    Raises:
        InvalidInput: No application, or another language.

    Example:
        >>> from fastapi import FastAPI
        >>> app = FastAPI()
        >>> install(app, lang="en")
        >>> "problem-1" in app.openapi()["components"]["schemas"]
        True
    """
    instance(FastAPI)(app, "app")
    if lang not in LANGUAGES:
        raise InvalidInput(UNKNOWN_CODE.fault("lang", known=LANGUAGES))

    async def on_error(request: Request, error: Any) -> JSONResponse:
        return answer(request, error, lang)

    async def on_unfitting(request: Request, error: Any) -> JSONResponse:
        return answer(request, unfitting(error.errors()), lang)

    for kind in SORTS:
        app.add_exception_handler(kind, on_error)
    app.add_exception_handler(RequestValidationError, on_unfitting)
    if not isinstance(app.openapi, _Openapi):
        app.openapi = _Openapi(app, app.openapi)  # type: ignore[method-assign]


@attrs.define(eq=False)
class _Openapi:
    """The application's `openapi` with our schemas; like the original, it makes the document once."""

    app: FastAPI
    original: Callable[[], dict[str, Any]]
    made: dict[str, Any] | None = None

    def __call__(self) -> dict[str, Any]:
        document = self.original()
        if document is not self.made:
            document = self.app.openapi_schema = self.made = completed(document)
        return document
