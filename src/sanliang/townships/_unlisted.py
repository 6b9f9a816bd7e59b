"""A fact that every town knows, named in a rulebook that does not list it: the text to paste."""

from __future__ import annotations

import re
from typing import Any

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import read_toml
from sanliang.rulebooks._check._names import UNKNOWN_FACT
from sanliang.townships._facts import FACTS

UNLISTED = Phrase(
    "township.unlisted_fact",
    "是各镇通用的事实，而本办法没有列出：请在 [fact] 下加一行 {name} = {written}",
    "is a fact that every town knows, and this book does not list it: put under [fact] the line"
    " {name} = {written}",
)

_LINE = re.compile(r"^\d+: ")
_STEPS = re.compile(r"[^.\[\]]+")


def unlisted(fault: Fault, written: str | bytes) -> Fault:
    """
    The fault of a book; where it is that a fact of a word is not listed, with the line that lists it.

    Args:
        fault: A fault of reading the book; a line may stand before its path.
        written: The book, which is TOML.
    """
    if fault.code != UNKNOWN_FACT.code:
        return fault
    value: Any = read_toml(written)
    for step in _STEPS.findall(_LINE.sub("", fault.path)):
        if type(value) is dict:
            value = value.get(step)
        else:
            value = value[int(step)] if type(value) is list and step.isdigit() else None
    known = FACTS.get(value) if type(value) is str else None
    return fault if known is None else UNLISTED.fault(fault.path, name=known.name, written=known.written)
