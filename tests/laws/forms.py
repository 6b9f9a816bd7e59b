"""How values and functions take what they are given: by name, unless a word says otherwise."""

import pkgutil
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from inspect import Parameter, isfunction, signature
from types import ModuleType

import attrs


def by_place(word: str) -> str:
    """The classes of a word that take a field by its place, and the functions that must take an argument so."""
    return " ".join(sorted({name for module in _modules(word) for name, taken in _taken(module) if taken}))


def _modules(word: str) -> Iterator[ModuleType]:
    top = import_module(f"sanliang.{word}")
    yield top
    for found in pkgutil.walk_packages(getattr(top, "__path__", ()), f"{top.__name__}."):
        yield import_module(found.name)


def _taken(module: ModuleType) -> Iterator[tuple[str, bool]]:
    own = partial(_is_own, module)
    for kind in filter(own, vars(module).values()):
        if isinstance(kind, type) and attrs.has(kind):
            yield kind.__name__, any(field.init and not field.kw_only for field in attrs.fields(kind))
        for function in filter(
            isfunction, (kind, *vars(kind).values()) if isinstance(kind, type) else (kind,)
        ):
            if function.__code__.co_filename == module.__file__:
                given = signature(function).parameters.values()
                yield function.__qualname__, any(one.kind is Parameter.POSITIONAL_ONLY for one in given)


def _is_own(module: ModuleType, value: object) -> bool:
    return getattr(value, "__module__", None) == module.__name__
