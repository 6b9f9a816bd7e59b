"""How values and functions take what they are given, what holds where nothing is said, what is kept lean."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter, isfunction, signature
from types import FunctionType, ModuleType
from typing import Any

import attrs


def by_place(word: str) -> str:
    """The classes of a word that take a field by its place, and functions that must take an argument so."""
    return " ".join(sorted({name for module in _modules(word) for name, taken in _taken(module) if taken}))


def left_out(word: str) -> str:
    """The numbers, and yes or no, that hold where nothing is said: of each class and function of a word."""
    found = {one for module in _modules(word) for one in _defaults(module) if type(one[1]) in {bool, int}}
    return " ".join(sorted(f"{name}={value}" for name, value in found))


def hidden(word: str) -> str:
    """The fields of the classes of a word that a repr does not show, or that do not tell two values apart."""
    fields = {
        (f"{kind.__name__}.{field.name}", field.repr, field.eq)
        for module in _modules(word)
        for kind in _values(module)
        for field in attrs.fields(kind)
    }
    found = {f"{name}:repr" for name, shown, _ in fields if not shown}
    found |= {f"{name}:eq" for name, _, told in fields if not told}
    return " ".join(sorted(found))


def lean(word: str) -> str:
    """The classes of a word without a place for weak references: they are made in half the time (`maker`)."""
    found = {kind for module in _modules(word) for kind in _values(module)}
    return " ".join(sorted(kind.__name__ for kind in found if not hasattr(kind, "__weakref__")))


def _modules(word: str) -> Iterator[ModuleType]:
    top = import_module(f"sanliang.{word}")
    yield top
    for found in pkgutil.walk_packages(getattr(top, "__path__", ()), f"{top.__name__}."):
        yield import_module(found.name)


def _taken(module: ModuleType) -> Iterator[tuple[str, bool]]:
    for kind in _values(module):
        yield kind.__name__, any(field.init and not field.kw_only for field in attrs.fields(kind))
    for function in _functions(module):
        given = signature(function).parameters.values()
        yield function.__qualname__, any(one.kind is Parameter.POSITIONAL_ONLY for one in given)


def _defaults(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for kind in _values(module):
        yield from ((f"{kind.__name__}.{field.name}", _known(field.default)) for field in attrs.fields(kind))
    for function in _functions(module):
        given = signature(function).parameters.items()
        yield from ((f"{function.__qualname__}.{name}", _known(one.default)) for name, one in given)


def _known(default: Any) -> Any:
    return default if type(default) in {bool, int} else None


def _values(module: ModuleType) -> Iterator[type[attrs.AttrsInstance]]:
    return (one for one in _own(module) if isinstance(one, type) and attrs.has(one))


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions that the text of a module defines, in its classes too; not those that attrs has made."""
    inside = (value for kind in _own(module) if isinstance(kind, type) for value in vars(kind).values())
    for one in filter(isfunction, (*_own(module), *inside)):
        if one.__code__.co_filename == module.__file__:
            yield one


def _own(module: ModuleType) -> list[Any]:
    return [one for one in vars(module).values() if getattr(one, "__module__", None) == module.__name__]
