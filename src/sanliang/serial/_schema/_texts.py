"""What a schema says for people: the first words of the docstrings."""

from __future__ import annotations

import re
from inspect import cleandoc

from sanliang.serial._schema._parts import Schema

_SECTION = re.compile(r"^(?:Args|Attributes):\n((?:[ \n].*\n?)+)", re.MULTILINE)
_ENTRY = re.compile(r"^    ([a-z_]+(?:, [a-z_]+)*): (.*(?:\n {8}.*)*)", re.MULTILINE)


def described(of: type) -> Schema:
    """What a class is, as its docstring begins."""
    said = _flat(_doc(of).partition("\n\n")[0])
    return {"description": said} if said else {}


def fields_said(of: type) -> dict[str, Schema]:
    """What the docstring of a class says of its fields."""
    return {
        name: {"description": _flat(said)}
        for section in _SECTION.findall(_doc(of))
        for names, said in _ENTRY.findall(section)
        for name in names.split(", ")
    }


def _doc(of: type) -> str:
    return cleandoc(of.__doc__ or "")


def _flat(text: str) -> str:
    return " ".join(text.split())
