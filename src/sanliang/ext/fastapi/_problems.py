"""Our errors as problem documents: `application/problem+json`, as RFC 9457 has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import JSONResponse

from sanliang.ext.fastapi._language import asked_for
from sanliang.kernel.errors import (
    SHOWN,
    Conflict,
    Faults,
    InvalidInput,
    Lang,
    NotFound,
    NotInForce,
    SanliangError,
    StoreFailed,
)
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Reason, Refused
from sanliang.kernel.wire._in import MISSING, shown_key

MEDIA_TYPE = "application/problem+json"
NOT_FITTING = Phrase("request.value", "不符合要求（{rule}）", "does not fit what is asked for here ({rule})")
NOT_JSON = Phrase(
    "request.media_type",
    "应为 JSON（Content-Type: application/json）",
    "must be JSON, sent as application/json",
)
BROKEN = Phrase("request.json", "不是有效的 JSON", "is no valid JSON")

_RULE = re.compile(r"[a-z][a-z0-9_.]{0,59}")


class Sort(NamedTuple):
    """What a client sees of one class of errors."""

    name: str
    status: int
    title: Text


SORTS: Mapping[type[SanliangError], Sort] = {
    Refused: Sort("refused", 409, Text("规则不允许", "The rules do not allow it")),
    Conflict: Sort("conflict", 409, Text("与他人的更改冲突", "Somebody else was faster")),
    InvalidInput: Sort("invalid-input", 422, Text("提交的内容有误", "What was sent is not valid")),
    NotFound: Sort("not-found", 404, Text("没有找到", "Nothing here has that id or name")),
    NotInForce: Sort("not-in-force", 404, Text("当日尚未生效", "Nothing was in force on that day")),
    StoreFailed: Sort("store-failed", 503, Text("存储未能完成", "The store could not do it")),
}
"""The errors that are answered; `MissingExtra` is not, since it is no fault of the request."""


def problem_of(error: SanliangError, lang: Lang) -> dict[str, Any]:
    """The problem document of an error in one language; nothing that was sent is repeated in it."""
    sort = SORTS[next(kind for kind in type(error).__mro__ if kind in SORTS)]
    document: dict[str, Any] = {
        "type": f"urn:sanliang:problem:{sort.name}",
        "title": sort.title.get(lang),
        "status": sort.status,
        "detail": error.text(lang),
        "count": error.count,
    }
    if isinstance(error, Refused):
        reasons = [_reason(one, lang) for one in error.verdict.reasons[:SHOWN]]
        return {**document, "detail": error.verdict.text(lang), "reasons": reasons}
    faults = [{"code": one.code, "path": one.path, "text": one.text(lang)} for one in error.faults]
    return {**document, "faults": faults}


def _reason(reason: Reason, lang: Lang) -> dict[str, Any]:
    """A reason, the clause it rests on, and the reasons below it."""
    data: dict[str, Any] = {"code": reason.code, "path": reason.path, "text": reason.says.get(lang)}
    if reason.clause is not None:
        data["clause"] = reason.clause.text(lang)
    if reason.because:
        data["because"] = [_reason(one, lang) for one in reason.because]
    return data


def unfitting(errors: Iterable[Mapping[str, Any]]) -> InvalidInput:
    """What FastAPI found wrong with a request, as our error; its own texts may repeat what was sent."""
    faults = Faults()
    for error in errors:
        cause, path = error.get("ctx", {}).get("error"), _path(error["loc"])
        if isinstance(cause, InvalidInput):
            faults.extend(cause, path)
        elif not path and isinstance(error.get("input"), bytes):
            # A body that was not sent as JSON comes as its bytes, which FastAPI then finds to be no model.
            faults.add(NOT_JSON.fault("header.content-type"))
        elif error["type"] == "json_invalid":
            faults.add(BROKEN.fault())
        elif error["type"] == "missing":
            faults.add(MISSING.fault(path))
        else:
            rule = error["type"]
            faults.add(NOT_FITTING.fault(path, rule=rule if _RULE.fullmatch(rule) else "value"))
    return InvalidInput(*faults.kept, count=faults.count)


def _path(place: Iterable[int | str]) -> str:
    """Where it stood: in the body, or in the query, the path, a header or a cookie."""
    path = "".join(f"[{one}]" if isinstance(one, int) else f".{shown_key(one)}" for one in place)
    return path.removeprefix(".body").removeprefix(".")


def answer(request: Request, error: SanliangError, default: Lang) -> JSONResponse:
    """The response to a request that ended in an error of ours."""
    lang = asked_for(",".join(request.headers.getlist("accept-language")), default)
    document = problem_of(error, lang)
    return JSONResponse(
        document,
        status_code=document["status"],
        media_type=MEDIA_TYPE,
        headers={"Content-Language": lang, "Vary": "Accept-Language"},
    )
