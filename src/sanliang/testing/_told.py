"""How a law says that it is broken: who, what, when, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis.errors import HypothesisException


def broken_unless(holds: bool, says: str | Callable[[], str]) -> None:
    """
    Nothing where it holds; what is wrong otherwise, in words.

    Raises:
        AssertionError: It does not hold.
    """
    if not holds:
        raise AssertionError(says if isinstance(says, str) else says())


@contextmanager
def unchanged(*values: Any) -> Iterator[None]:
    """Nothing that happens inside changes these values."""
    before = [(value, repr(value), hash(value)) for value in values]
    yield
    for value, shown, hashed in before:
        broken_unless(
            (shown, hashed) == (repr(value), hash(value)), f"{type(value).__name__} was changed by asking"
        )


def _nothing() -> str:
    return ""


@contextmanager
def telling(of: str, story: Callable[[], str] = _nothing) -> Iterator[None]:
    """
    A break told with the town and the part in which it was found, and with what had happened before.

    An error that no law expects, such as one in a town's own guard, is a break as well.

    Raises:
        AssertionError: Something inside is wrong.
    """
    try:
        yield
    except HypothesisException:
        raise
    except Exception as error:
        found = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
        raise AssertionError("\n".join(filter(None, (f"{of}: {found}", story())))) from error
