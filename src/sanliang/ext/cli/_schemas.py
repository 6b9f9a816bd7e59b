"""The verb of schemas."""

from __future__ import annotations

import sys
from typing import Any, Literal

from sanliang import rulebooks, serial
from sanliang.ext.cli._output import Lang, told
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase
from sanliang.serial._schema import as_text

ONE = Phrase(
    "schema.one",
    "请写明一项：类型（如 pledge/1 或 rulebook）、--all 或 --openapi",
    "say one of: a kind (such as pledge/1, or rulebook), --all, --openapi",
)
RULEBOOK = "rulebook"
"""What stands for the rulebook's TOML, which has no tag."""


@told
def schema(
    kind: str | None = None,
    /,
    *,
    all: bool = False,
    openapi: bool = False,
    audience: Literal["ledger", "village", "web"] = "ledger",
    lang: Lang = "zh",
) -> int:
    """
    Print the JSON Schema of a kind, or of all.

    Parameters
    ----------
    kind
        A tag, such as pledge.moved/1; or rulebook.
    all
        The schemas of all kinds instead, in one document by tag, with the rulebook's.
    openapi
        The kinds as the components of an OpenAPI 3.1 document instead.
    audience
        For whom the kind is written.
    lang
        The language of what is refused.
    """
    if sum((kind is not None, all, openapi)) != 1:
        raise InvalidInput(ONE.fault())
    sys.stdout.write(as_text(_asked(kind, all, audience)))
    return 0


def _asked(kind: str | None, all: bool, audience: str) -> Any:
    if kind is not None:
        return rulebooks.schema() if kind == RULEBOOK else serial.schema_of(kind, audience=audience)
    if not all:
        return {"components": serial.openapi()}
    found = {tag: serial.schema_of(tag, audience=audience) for tag in serial.BASE.tags}
    return {**found, RULEBOOK: rulebooks.schema()}
