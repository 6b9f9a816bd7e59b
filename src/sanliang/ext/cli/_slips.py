"""The slips of two-way choice: whom each side wishes for and refuses, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._sheets import SlipRow
from sanliang.kernel.errors import NotFound
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.orgs import Roster
from sanliang.pairing import Wishes

NOBODY = "-"
"""A cell of wishes that says: nobody at all."""

NOT_THERE = Phrase(
    "slips.unknown",
    "不是此处可填的户或党员；{near}",
    "is none of the households or members who may stand here; {near}",
)


def wishes(slips: Iterable[SlipRow], roster: Roster) -> Wishes:
    """
    What the rows of `wishes.csv` say.

    Args:
        slips: The rows, as they stand below the header.
        roster: Whose members and households they may name.

    Raises:
        InvalidInput: Somebody who is wished for twice, and so on, with the file.
        NotFound: A slip is of somebody who is on neither side, or names somebody who is not on the other.
    """
    members, households = roster.index.members, roster.index.households
    given: dict[str, Any] = {
        name: {} for name in ("members", "members_refuse", "households", "households_refuse")
    }
    kin = []
    for line, row in enumerate(slips, 2):
        where = f"wishes.csv:{line}"
        side, other = ("members", households) if row.id in members else ("households", members)
        if side == "households":
            _known(row.id, households, f"{where}.id")
        if row.wishes:
            given[side][row.id] = _listed(row.wishes, other, f"{where}.wishes")
        if row.refuses:
            given[f"{side}_refuse"][row.id] = _ids(row.refuses, ";", other, f"{where}.refuses")
        if row.kin:
            kin += [(row.id, home) for home in _ids(row.kin, ";", other, f"{where}.kin")]
    with of_file("wishes.csv"):
        return Wishes(**given, kin=kin)


def _listed(cell: str, among: Mapping[str, object], path: str) -> list[str | list[str]]:
    """The wishes of a cell, best first: `;` between them, `|` within a tie, `-` for nobody."""
    if cell == NOBODY:
        return []
    ties = [_ids(wish, "|", among, path) for wish in cell.split(";")]
    return [tie if len(tie) > 1 else tie[0] for tie in ties]


def _ids(cell: str, between: str, among: Mapping[str, object], path: str) -> list[str]:
    return [_known(id, among, path) for id in cell.split(between)]


def _known(id: str, among: Mapping[str, object], path: str) -> str:
    if id not in among:
        raise NotFound(NOT_THERE.fault(path, near=nearest_of(id, among)))
    return id
