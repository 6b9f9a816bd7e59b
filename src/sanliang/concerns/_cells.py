"""How much of where a concern comes from a board may say, so that each row fits enough households."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import attrs

from sanliang.kernel.privacy import Private, mask_name, too_few

if TYPE_CHECKING:
    from sanliang.orgs import Roster

Ids: TypeAlias = frozenset[str]
NOBODY: Ids = frozenset()


@attrs.frozen(kw_only=True)
class Cell:
    """
    What a row says of its household, and which households it fits.

    Attributes:
        unit: The unit that it names; *name* is the masked name, or empty.
        fits: The ids of the households.
    """

    unit: str
    name: str
    fits: Ids


class Cells:
    """
    The cells of a roster: on each day they part its households, and none has fewer than *least* of them.

    Small units are shown as the unit above them, and small names are not shown, each with as many others as
    it takes that what is left without a name does not give itself away.
    """

    def __init__(self, roster: Roster, least: int) -> None:
        self.roster, self.least = roster, least
        self.crowds = dict[tuple[str, date], Ids]()
        self.levels = dict[tuple[str, date], tuple[Ids, Ids]]()

    def of(self, unit: str, name: str | None, on: date) -> Cell | None:
        """
        The cell of somebody of a masked name in a unit; nothing where even the whole town is too small.

        Where names are shown to nobody, *name* is nothing.

        Raises:
            NotFound: The roster does not have the unit.
        """
        at = self._shown(unit, on)
        if at is None:
            return None
        fits = self._level(at, on)[1]
        if name is None:
            return Cell(unit=at, name="", fits=fits)
        groups = self._by_name(fits)
        nameless = groups.pop("", NOBODY)
        hidden = too_few(groups, rest=nameless, least=self.least)
        if name in groups and name not in hidden:
            return Cell(unit=at, name=name, fits=groups[name])
        rest = nameless.union(*(groups[one] for one in hidden))
        return Cell(unit=at, name="", fits=rest or fits)

    def _shown(self, unit: str, on: date) -> str | None:
        """The lowest unit at or above this one that may be named."""
        index = self.roster.index
        standing = index.standing(self.roster.unit(unit).id, on)
        if standing is None:
            return None
        at, *lower = index.path(standing, on)
        if len(self._crowd(at, on)) < self.least:
            return None
        for below in lower:
            if below in self._level(at, on)[0]:
                break
            at = below
        return at

    def _level(self, unit: str, on: date) -> tuple[Ids, Ids]:
        """The units right below that are shown as this one, and all households that are."""
        if (unit, on) not in self.levels:
            index = self.roster.index
            groups = {
                child: self._crowd(child, on)
                for old in index.merged(unit, on)
                for child in index.children.get(old, ())
                if index.alive(child, on)
            }
            whole = self._crowd(unit, on)
            rest = whole.difference(*groups.values())
            hidden = too_few(groups, rest=rest, least=self.least)
            self.levels[unit, on] = hidden, rest.union(*(groups[one] for one in hidden)) or whole
        return self.levels[unit, on]

    def _crowd(self, unit: str, on: date) -> Ids:
        if (unit, on) not in self.crowds:
            # Whoever hangs no board does not pay for the queries.
            from sanliang.orgs import households_under  # noqa: PLC0415

            found = households_under(self.roster, unit, on=on)
            self.crowds[unit, on] = frozenset(one.id for one in found)
        return self.crowds[unit, on]

    def _by_name(self, households: Ids) -> dict[str, Ids]:
        groups = defaultdict[str, set[str]](set)
        for id in households:
            groups[masked(self.roster.household(id).head)].add(id)
        return {name: frozenset(ids) for name, ids in groups.items()}


def masked(name: Private[str] | None) -> str:
    """A name as the village may see it; empty where none is known, or it has been erased."""
    if name is None or name.is_erased:
        return ""
    return mask_name(name.open(reason="masked, for the village board"))
