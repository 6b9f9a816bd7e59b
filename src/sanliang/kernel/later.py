"""Names of a word that are imported when they are first asked for, so that nobody else pays for them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["later"]


def later(word: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """
    The `__getattr__` of a module that imports some of its names when they are first asked for, once.

    Args:
        word: The module, as its `__name__` says.
        homes: Where each name lives: the name of a module in the word, such as `_records`.

    Raises:
        AttributeError: What it gives does, for any other name.

    Example:
        >>> from fractions import Fraction
        >>> later("fractions", {})("Integer")
        Traceback (most recent call last):
        AttributeError: module 'fractions' has no attribute 'Integer'
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {word!r} has no attribute {name!r}", name=name)
        value = getattr(import_module(f"{word}.{homes[name]}"), name)
        setattr(sys.modules[word], name, value)
        return value

    return find
