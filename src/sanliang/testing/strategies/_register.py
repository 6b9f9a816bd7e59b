"""Every public class with its values, for `st.from_type`."""

from __future__ import annotations

from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import activities, campaigns, concerns, notices, pairing, pledges, points, posts, supervision
from sanliang.kernel.errors import NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.testing.strategies import _points, _things, _ways
from sanliang.testing.strategies._fields import Parts
from sanliang.testing.strategies._stored import BY_TAG, CLASSES

T = TypeVar("T")

NO_CLASS = Phrase(
    "strategies.class",
    "没有这个类的策略：只有本库公开的值才有",
    "has no strategy: only the public values of the library have one",
)
NO_TAG = Phrase("strategies.tag", "不是本库存储的种类", "is no kind that the library stores")

REACHED: Parts = {
    Log: _ways.logs(),
    activities.Mobilisation: _things.mobilisations(),
    activities.Session: _things.sessions(),
    campaigns.Campaign: _things.campaigns(),
    campaigns.Course: _things.courses(),
    concerns.Concern: _things.concerns(),
    notices.Notice: _things.notices(),
    pairing.Consent: _things.consents(),
    pledges.Plaque: _things.plaques(),
    pledges.Pledge: _things.pledges(),
    points.Transaction: _points.transactions(),
    points.Wallet: _points.wallets(),
    posts.DutyPost: _things.duty_posts(),
    supervision.Inspection: _things.inspections(),
    supervision.Objection: _things.objections(),
}
"""What only comes about step by step: these take the place of the same classes as they may be stored."""

ALL: Parts = {**CLASSES, **REACHED}


def values(kind: type[T]) -> SearchStrategy[T]:
    """
    Values of any public class of the library, its parts among them.

    What goes through a lifecycle is at a point of its way that can come about; everything else is as wide as
    its constructor takes it.

    Args:
        kind: The class.

    Raises:
        NotFound: A class that is none of the library's public values, or one that holds code.

    Example:
        >>> from hypothesis import given, settings
        >>> from sanliang.pledges import Outcome
        >>> @settings(max_examples=3)
        ... @given(values(Outcome))
        ... def test(outcome):
        ...     assert outcome.item
        >>> test()
    """
    found = ALL.get(instance(type)(kind, "kind"))
    if found is None:
        raise NotFound(NO_CLASS.fault("kind"))
    return found


def stored(tag: str) -> SearchStrategy[Any]:
    """
    Values of a stored kind, as wide as they may be stored: a pledge in a state that no lifecycle names too.

    Args:
        tag: The name and the version under which it is stored, such as `"pledge/1"`.

    Raises:
        NotFound: A tag that the library does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(stored("pledge.item/1"))
        ... def test(item):
        ...     assert item.deed
        >>> test()
    """
    if tag not in BY_TAG:
        raise NotFound(NO_TAG.fault("tag"))
    return BY_TAG[tag]


def register() -> None:
    """
    Tell Hypothesis of every public class, so that `st.from_type(Pledge)` works. Twice is as good as once.

    Nothing is registered on import: a process that does not ask for it does not pay for it.

    Example:
        >>> register()
        >>> from hypothesis import given, settings
        >>> from sanliang.orgs import Member
        >>> @settings(max_examples=3)
        ... @given(st.from_type(Member))
        ... def test(member):
        ...     assert member.id
        >>> test()
    """
    for kind, strategy in ALL.items():
        st.register_type_strategy(kind, strategy)
