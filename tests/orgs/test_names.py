"""The names of `orgs` are there when they are asked for, and no others."""

import pytest

from sanliang import orgs


def test_every_name_is_there():
    """Each public name is found, and is the one of its own file."""
    assert [name for name in dir(orgs) if getattr(orgs, name).__doc__ is None] == []
    assert orgs.__dir__() == orgs.__all__


def test_another_name_is_not():
    """A name that is not there is an AttributeError that says so."""
    with pytest.raises(AttributeError, match="has no attribute 'Rooster'"):
        orgs.Rooster  # noqa: B018
