"""
What was done, when, by whom, recorded by whom; folded into facts, and limited by ceilings.

A book of records is an event log: nothing in it is edited, and what was wrong is reversed. `fold` makes facts
of records, `limit` says how much of their points counts, and what was cut off stays visible.
"""

from sanliang.records._book import (
    Book,
    Recorded,
    Reversed,
    apply,
    record,
    record_all,
    replay,
    reverse,
)
from sanliang.records._fold import Folded, Query, Row, fold
from sanliang.records._limit import Credit, Limited, limit
from sanliang.records._named import FACTS
from sanliang.records._record import Record, Value, field_value, kind_code, late
from sanliang.records._windows import Length, Window, reach, read_window, window_of, windows

__all__ = [
    "FACTS",
    "Book",
    "Credit",
    "Folded",
    "Length",
    "Limited",
    "Query",
    "Record",
    "Recorded",
    "Reversed",
    "Row",
    "Value",
    "Window",
    "apply",
    "field_value",
    "fold",
    "kind_code",
    "late",
    "limit",
    "reach",
    "read_window",
    "record",
    "record_all",
    "replay",
    "reverse",
    "window_of",
    "windows",
]
