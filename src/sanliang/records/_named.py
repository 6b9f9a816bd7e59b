"""Honours, which somebody writes into a book by hand, and the facts that are made of them by name."""

from __future__ import annotations

from sanliang.kernel.fields import FrozenMap
from sanliang.records._fold import Query

HONOUR = "honour"

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "honours": Query(kind=HONOUR),
        "honours_town": Query(kind=HONOUR, where={"level": ["town"]}),
        "honours_county": Query(kind=HONOUR, where={"level": ["county", "district"]}),
        "honours_city": Query(kind=HONOUR, where={"level": ["city"]}),
        "honours_province": Query(kind=HONOUR, where={"level": ["province"]}),
        "honours_national": Query(kind=HONOUR, where={"level": ["national"]}),
    }
)
"""
The facts that a township may choose from, by name; each is a question to the records of a cycle.

An honour is a record of the kind `honour` about whoever was honoured, with the code of who awarded it in its
field `level`: `town`, `county`, `district`, `city`, `province`, `national`, or a town's own.

Example:
    >>> FACTS["honours_county"].where["level"]
    ('county', 'district')
"""
