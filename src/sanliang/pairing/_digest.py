"""What a problem is known by: one text of all that a pairing can depend on, and its digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sanliang.kernel.fields import FrozenMap

if TYPE_CHECKING:
    from sanliang.pairing._problem import Helper, Household, Problem


def read(problem: Problem) -> tuple[str, frozenset[str]]:
    """The digest of a problem, and the ids of those who have ties among their wishes."""
    tied = set[str]()
    helpers, households = problem.helpers, problem.households
    rooms = _numbers(
        {id(one.room): one.room for one in helpers} | {id(one.least): one.least for one in helpers}
    )
    needs = _numbers({id(home.helpers): home.helpers for home in households})
    texts = [
        _part("pairing.problem/1", problem.salt, *problem.roles),
        *(
            f"{one.id}\x1f{rooms[id(one.room)]}\x1f{rooms[id(one.least)]}\x1f{one.away or ''}\x1f"
            f"{one.filler!s}\n{_refused(one) if one.refuses else ''}\n{_wished(one, tied)}\n"
            for one in helpers
        ),
        *(
            f"{home.id}\x1f{needs[id(home.helpers)]}\x1f{home.must!s}\n"
            f"{_refused(home) if home.refuses else ''}\n{_wished(home, tied)}\n"
            for home in households
        ),
        *(_part(household, *of, *map(str, of.values())) for household, of in problem.costs.items()),
    ]
    return hashlib.sha256("".join(texts).encode()).hexdigest(), frozenset(tied)


def _part(*texts: str) -> str:
    """Texts, with what no id can hold between them and behind them."""
    return "\x1f".join(texts) + "\n"


def _numbers(maps: dict[int, FrozenMap[str, int]]) -> dict[int, str]:
    """Numbers by role as texts, by the identity of the map: most of a town share one."""
    return {
        number: " ".join(f"{role}={one}" for role, one in by_role.items() if one)
        for number, by_role in maps.items()
    }


def _refused(one: Helper | Household) -> str:
    return "\x1f".join(sorted(one.refuses))


def _wished(one: Helper | Household, tied: set[str]) -> str:
    """The wishes of somebody, who is noted if there are ties among them."""
    wishes = one.wishes
    if not wishes:
        return "*" if wishes is None else ""
    try:
        return "\x1f" + "\x1f".join(wishes)  # type: ignore[arg-type]  # a tie is refused, and comes below
    except TypeError:  # to try is several times faster than to look at each
        tied.add(one.id)
        return "\x1f".join(["", *(wish if isinstance(wish, str) else "\x1e".join(wish) for wish in wishes)])
