"""
Documents that people write, read table by table: nothing coerced, nothing dropped, every fault at once.

A `Sheet` is one table while it is read. A check takes a value and its path, and gives it back clean or raises
every fault of it; `lines` says on which line of the document each path stands.
"""

from sanliang.kernel.sheets._lines import lines
from sanliang.kernel.sheets._sheet import (
    EMPTY,
    NOT_ONE_OF,
    NOT_WORD,
    Check,
    Mistyped,
    Sheet,
    a_list,
    day,
    day_key,
    filled,
    ident,
    is_day,
    looked_up,
    mistyped,
    named,
    one_of,
    rows,
    shown,
    source,
    text,
    whole,
    word,
    words,
    yes,
)

__all__ = [
    "EMPTY",
    "NOT_ONE_OF",
    "NOT_WORD",
    "Check",
    "Mistyped",
    "Sheet",
    "a_list",
    "day",
    "day_key",
    "filled",
    "ident",
    "is_day",
    "lines",
    "looked_up",
    "mistyped",
    "named",
    "one_of",
    "rows",
    "shown",
    "source",
    "text",
    "whole",
    "word",
    "words",
    "yes",
]
