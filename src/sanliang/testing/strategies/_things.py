"""Each kind of thing that goes through a lifecycle, at a point of its way that can really come about."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from hypothesis.strategies import SearchStrategy

from sanliang.activities import Mobilisation, Session
from sanliang.campaigns import Campaign, Course
from sanliang.concerns import Concern
from sanliang.notices import Notice
from sanliang.pairing import Consent
from sanliang.pledges import Plaque, Pledge
from sanliang.posts import DutyPost
from sanliang.supervision import Inspection, Objection
from sanliang.testing.strategies._ways import ways
from sanliang.townships import Township


def _things(word: str, town: Township | None, state: str | None, max_moves: int) -> SearchStrategy[Any]:
    return ways(word, town=town, state=state, max_moves=max_moves).map(itemgetter(1))


def pledges(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Pledge]:
    """
    Pledges: drafted by somebody, and taken on by moves that the lifecycle allows.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(pledges(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("pledge", town, state, max_moves)


def plaques(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Plaque]:
    """
    Plaques of households.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(plaques(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("plaque", town, state, max_moves)


def notices(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Notice]:
    """
    Public notices.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(notices(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("notice", town, state, max_moves)


def consents(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Consent]:
    """
    Consents of a helper and a household to one another.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(consents(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("consent", town, state, max_moves)


def duty_posts(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[DutyPost]:
    """
    Posts with duties.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(duty_posts(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("duty_post", town, state, max_moves)


def sessions(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Session]:
    """
    Sessions of a branch.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(sessions(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("session", town, state, max_moves)


def mobilisations(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Mobilisation]:
    """
    Mobilisations.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(mobilisations(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("mobilisation", town, state, max_moves)


def campaigns(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Campaign]:
    """
    Campaigns over a town.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(campaigns(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("campaign", town, state, max_moves)


def courses(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Course]:
    """
    Courses of a unit through a campaign.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(courses(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("course", town, state, max_moves)


def concerns(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Concern]:
    """
    Concerns of villagers.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(concerns(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("concern", town, state, max_moves)


def inspections(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Inspection]:
    """
    Inspections.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(inspections(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("inspection", town, state, max_moves)


def objections(
    *, town: Township | None = None, state: str | None = None, max_moves: int = 8
) -> SearchStrategy[Objection]:
    """
    Objections to what was decided.

    Args:
        town: Whose lifecycle; the base's, if left out.
        state: The state in which each stands; any, if left out.
        max_moves: How many moves there are at most after the first, where no state is named.

    Raises:
        InvalidInput: A state that the lifecycle does not have.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(objections(max_moves=2))
        ... def test(one):
        ...     assert one.version <= 3
        >>> test()
    """
    return _things("objection", town, state, max_moves)
