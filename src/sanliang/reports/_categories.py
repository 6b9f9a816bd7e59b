"""From what the words came to, to categories by id."""

from __future__ import annotations

from collections.abc import Mapping

from sanliang.kernel.fields import instance
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.pairing import Pairing, Problem
from sanliang.ratings import Rated, Rating
from sanliang.ratings._outcomes import a_rating

__all__ = ["covered", "tiers"]

COVERED = "covered"


def tiers(ratings: Mapping[str, Rating]) -> dict[str, str]:
    """
    The tier of each who has one, by id.

    Whoever is exempt, is not ratable, has no tier (`none`) or one that is not displayed has no category: in a
    table they are in the rest.

    Raises:
        InvalidInput: One of *ratings* is none.

    Example:
        >>> tiers({})
        {}
    """
    found = each_by_id(a_rating)(ratings, "ratings")
    return {
        id: one.tier
        for id, one in found.items()
        if isinstance(one, Rated) and one.tier != "none" and not one.withheld
    }


def covered(problem: Problem, pairing: Pairing) -> dict[str, str]:
    """
    The households that must be covered and have all the helpers they need, by id, each as `covered`.

    Example:
        >>> from sanliang.pairing import Helper, Household, cover
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1", wishes=["h-1", "h-2"])],
        ...     households=[Household(id="h-1"), Household(id="h-2")])
        >>> len(covered(problem, cover(problem)))
        1
    """
    short = {one.id for one in instance(Pairing)(pairing, "pairing").unpaired if one.missing}
    homes = instance(Problem)(problem, "problem").households
    return {one.id: COVERED for one in homes if one.must and one.id not in short}
