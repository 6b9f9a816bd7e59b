"""What a board may show of concerns: masked, and nothing of a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from sanliang.concerns._concern import Concern, Sorting
from sanliang.concerns._words import Standing, Urgency
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import things_of
from sanliang.kernel.privacy import Audience, Private, mask_name

NO_BOARD = Phrase(
    "concern.no_board",
    "台账不是公开栏，请直接使用事项本身",
    "is no board: the ledger reads the concerns themselves",
)


@attrs.frozen(kw_only=True)
class BoardRow:
    """
    One concern as a board shows it. Made by `board`.

    Attributes:
        unit: Where it was raised.
        collected: The day of it.
        category: The code of its category; *urgency* is how it presses.
        gist: What it is about.
        name: Who raised it, masked; empty on the web, and where no name is known.
        standing: Whether it is open, done or refused; *closed* is the day of that, if it is closed.
        deed: What was done, of a concern that is done; empty otherwise.
    """

    unit: str
    collected: date
    category: str
    urgency: Urgency
    gist: str
    name: str
    standing: Standing
    closed: date | None
    deed: str


def board(concerns: Iterable[Concern], *, audience: Audience | str) -> tuple[BoardRow, ...]:
    """
    The rows of a board: every concern that is sorted, with the words that may hang there.

    A complaint about conduct is on no board, and what is not sorted yet has no words for one. The villager's
    own words, the reason of a refusal and all ids of persons stay in the ledger.

    Args:
        concerns: In any order.
        audience: The village, which sees masked names, or the web, which sees none.

    Returns:
        The rows by day of collecting, unit, category, gist, and what else they show.

    Raises:
        InvalidInput: The audience is the ledger.
    """
    reader = Audience.of(audience, "audience")
    if reader is Audience.LEDGER:
        raise InvalidInput(NO_BOARD.fault("audience"))
    given = things_of(Concern, concerns, "concerns")
    listed = ((one, one.sorting) for one in given if one.raised.complaint is None)
    rows = (_row(one, sorting, reader) for one, sorting in listed if sorting is not None)
    return tuple(sorted(rows, key=_place))


def _place(row: BoardRow) -> tuple[str, ...]:
    """Where a row stands: by all that it shows, so that the order in which they came does not matter."""
    shown = (row.collected, row.unit, row.category, row.gist, row.name, row.standing, row.closed, row.deed)
    return (*map(str, shown), row.urgency)


def _row(concern: Concern, sorting: Sorting, reader: Audience) -> BoardRow:
    result = concern.result if concern.standing is Standing.DONE else None
    return BoardRow(
        unit=concern.raised.unit,
        collected=concern.collected,
        category=sorting.category,
        urgency=sorting.urgency,
        gist=sorting.gist,
        name=_masked(concern.raised.name) if reader is Audience.VILLAGE else "",
        standing=concern.standing,
        closed=concern.closed,
        deed="" if result is None else result.deed,
    )


def _masked(name: Private[str] | None) -> str:
    if name is None or name.is_erased:
        return ""
    return mask_name(name.open(reason="masked, for the village board"))
