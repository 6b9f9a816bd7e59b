"""What a type checker must see through the face. Checked by mypy and pyright; never run."""

from typing import assert_type

import sanliang
from sanliang import InvalidInput, SanliangError


def version() -> str:
    """The version is a plain string."""
    return sanliang.__version__


def first_code(error: SanliangError) -> str:
    """The root error has a code, whichever child it is."""
    assert_type(error.code, str)
    return error.code


def children(error: InvalidInput) -> tuple[SanliangError, ValueError]:
    """A wrong argument is ours, and the fitting builtin."""
    return error, error


def unknown() -> None:
    """A name that the face does not have is an error: were it none, the two lines below would complain."""
    sanliang.pledgse  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018
