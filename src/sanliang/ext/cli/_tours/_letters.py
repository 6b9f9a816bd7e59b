"""Letters on their way: drafted, vetted, signed, posted, and begun when the notice has run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sanliang import pledges
from sanliang.ext.cli._tours._tour import Stage
from sanliang.pledges import Given, Item, Letter, PledgeKind, Pledger


def display(
    stage: Stage, id: str, maker: Pledger, items: Iterable[Item], *, vetter: str, place: str, on: date
) -> None:
    """
    Bring the letter of a pledge to the board, by the course of the town; each who signs does so.

    Raises:
        Refused: The town's rules do not take the letter.
    """
    office, by = stage.office, maker.signatories[0]
    letter = Letter(pledger=maker, kind=PledgeKind.ANNUAL, items=items)
    office.open("pledge", id, "draft", by, on, Given(letter=letter))
    office.move("pledge", id, "submit", by, on)
    office.move("pledge", id, "approve", vetter, on)
    for one in maker.signatories:
        office.move("pledge", id, "sign", one, on, Given(signatory=one))
    posting = pledges.posting(office.thing(id), place=place, period=stage.town.notices["pledge"])
    posted = office.post(f"n-{id}", posting, vetter, on)
    office.move("pledge", id, "publish", vetter, on, Given(posted=posted))


def begin(stage: Stage, id: str, *, vetter: str, on: date) -> None:
    """Let a pledge begin: its notice has hung as long as the town says, and nobody objected."""
    filed = stage.office.file(f"n-{id}", vetter, on, stage.workdays)
    stage.office.move("pledge", id, "start", vetter, on, Given(filed=filed))
