"""
A function with another body, wherever it is already known: its code is put in the place of the old one.

What runs while a module is imported has run by then, and is not put in by this: then `swaps` says None.
"""

import gc
import inspect
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType

Known = dict[tuple, list[FunctionType]]


def functions_below(folder: str) -> Known:
    """The functions that are alive and were written in a folder, by their code."""
    known: Known = {}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename.startswith(folder):
            known.setdefault(_key(one.__code__), []).append(one)
    return known


def swaps(path: str, old: str, new: str, known: Known) -> list[tuple[FunctionType, CodeType]] | None:
    """Which functions get which code, so that a text becomes another; None if that is not all of it."""
    found = []
    for before, after in _changed(*(compile(text, path, "exec", dont_inherit=True) for text in (old, new))):
        alive = known.get(_key(before), [])
        if not alive and not _is_inner(before):
            return None
        found += [(one, after) for one in alive]
    if any(len(one.__code__.co_freevars) != len(code.co_freevars) for one, code in found):
        return None
    return found or None


def put(found: Iterable[tuple[FunctionType, CodeType]]) -> None:
    """Give the functions their code."""
    for one, code in found:
        one.__code__ = code


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The codes that differ, each with what it becomes; where only what is inside differs, of functions."""
    inside = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new)]
    as_they_were = len(inside[0]) == len(inside[1])
    below = [pair for pairs in zip(*inside, strict=True) for pair in _changed(*pairs)] if as_they_were else []
    is_function = bool(old.co_flags & inspect.CO_OPTIMIZED)
    if _own(old) != _own(new) or (below and is_function):
        yield old, new
    yield from below


def _own(code: CodeType) -> tuple:
    """What a code is, but for its lines and for the codes inside it."""
    consts = [(type(one), None if isinstance(one, CodeType) else repr(one)) for one in code.co_consts]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags)
    return code.co_code, code.co_exceptiontable, names, consts


def _is_inner(code: CodeType) -> bool:
    """Whether a code is of a function inside another, which is made anew when that one runs."""
    return "<locals>" in code.co_qualname


def _key(code: CodeType) -> tuple:
    return code.co_filename, code.co_qualname, code.co_firstlineno, code.co_code, code.co_linetable
