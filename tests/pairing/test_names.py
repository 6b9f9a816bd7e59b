"""The names of `pairing` are there when they are asked for, and no others."""

import pytest

from sanliang import pairing


def test_every_name_is_there():
    """Each public name is found where it is said to live."""
    assert [] == [name for name in pairing.__all__ if getattr(pairing, name) is None]
    assert pairing.__all__ == pairing.__dir__()


def test_another_name_is_not():
    """A name that is not there is an AttributeError that says so."""
    with pytest.raises(AttributeError, match="has no attribute 'Paring'"):
        pairing.Paring  # noqa: B018
