"""What a board may show of concerns: masked, and nothing of a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from sanliang.concerns._cells import NOBODY, Cell, Cells, masked
from sanliang.concerns._concern import Concern, Sorting
from sanliang.concerns._words import Standing, Urgency
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, identifier, name_set, not_kind, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import things_of
from sanliang.kernel.privacy import FEWEST, Audience

if TYPE_CHECKING:
    from sanliang.orgs import Roster

NO_BOARD = Phrase(
    "concern.no_board",
    "台账不是公开栏，请直接使用事项本身",
    "is no board: the ledger reads the concerns themselves",
)
NO_ROSTER = Phrase(
    "concern.no_roster",
    "须同时给出名册，才能与先前的公开栏一并判断",
    "needs the roster, too: without it nobody can say what two boards give away together",
)

_NONE_BEFORE: FrozenMap[str, frozenset[str]] = FrozenMap()


@attrs.frozen(kw_only=True)
class BoardRow:
    """
    One concern as a board shows it. Made by `board`.

    Attributes:
        unit: Where it was raised, or a unit above it where that one is too small.
        collected: The day of it.
        category: The code of its category; *urgency* is how it presses.
        gist: What it is about.
        name: Who raised it, masked; empty on the web, where no name is known, and where too few have it.
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


@attrs.frozen(kw_only=True)
class Board:
    """
    A board: its rows, and what the ledger keeps of it. Made by `board`; going through it gives the rows.

    Attributes:
        rows: By day of collecting, unit, category, gist, and what else they show.
        withheld: The ids of concerns that would fit too few households. For the ledger.
        fits: By the id of each concern that hung on this board, or on those before, the ids of the households
            that all of them leave. For the ledger, which hands it to the next board.
    """

    rows: tuple[BoardRow, ...]
    withheld: tuple[str, ...] = ()
    fits: FrozenMap[str, frozenset[str]] = attrs.field(default=FrozenMap(), repr=False)

    def __iter__(self) -> Iterator[BoardRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def board(
    concerns: Iterable[Concern],
    *,
    audience: Audience | str,
    roster: Roster | None = None,
    before: Mapping[str, Iterable[str]] = _NONE_BEFORE,
    least: int = FEWEST,
) -> Board:
    """
    A board: every concern that is sorted, with the words that may hang there.

    A complaint about conduct is on no board, and what is not sorted yet has no words for one. The villager's
    own words, the reason of a refusal and all ids of persons stay in the ledger.

    With a roster the board is judged as a whole: what a row shows of unit and name fits at least so many
    households, as the roster has them on the day of collecting. A unit that is too small is shown as the one
    above it and a name that is too rare is left out, with as many others as it takes that the rest does not
    give itself away. A row is withheld where that is not enough, and where it and what hung before together
    fit too few. Without a roster nobody knows how many a name fits: no name is shown, and that the units are
    large enough is for the caller to know.

    Args:
        concerns: In any order.
        audience: The village, which sees masked names, or the web, which sees none.
        roster: The units, and the households with the names of their heads.
        before: The `fits` of the board that hung before, or of the one in the village for that on the web.
        least: How many households a row has to fit: 1 or more.

    Raises:
        InvalidInput: The audience is the ledger; or what hung before is given without a roster.
        NotFound: The roster does not have a unit in which something was raised.
    """
    reader = Audience.of(audience, "audience")
    if reader is Audience.LEDGER:
        raise InvalidInput(NO_BOARD.fault("audience"))
    earlier = _earlier(before)
    if roster is None and earlier:
        raise InvalidInput(NO_ROSTER.fault("before"))
    enough = whole(least, "least", least=1)
    cells = None if roster is None else Cells(roster, enough)
    rows, withheld, fits = list[BoardRow](), list[str](), dict(earlier)
    for one, sorting in _listed(concerns):
        cell = _cell(one, reader, cells)
        left = NOBODY if cell is None else cell.fits & earlier.get(one.id, cell.fits)
        if cell is None or (cells is not None and len(left) < enough):
            withheld.append(one.id)
            continue
        rows.append(_row(one, sorting, cell))
        if cells is not None:
            fits[one.id] = left
    return Board(rows=tuple(sorted(rows, key=_place)), withheld=tuple(sorted(withheld)), fits=FrozenMap(fits))


def _listed(concerns: Iterable[Concern]) -> Iterator[tuple[Concern, Sorting]]:
    """What a board may list at all: no complaint, and nothing that is not sorted."""
    for one in things_of(Concern, concerns, "concerns"):
        if one.raised.complaint is None and one.sorting is not None:
            yield one, one.sorting


def _earlier(before: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    if not isinstance(before, Mapping):
        raise InvalidInput(not_kind("before", "Mapping"))
    return {identifier(id, "before"): name_set(fits, f"before.{id}") for id, fits in before.items()}


def _cell(concern: Concern, reader: Audience, cells: Cells | None) -> Cell | None:
    unit = concern.raised.unit
    if cells is None:
        return Cell(unit=unit, name="", fits=NOBODY)
    name = masked(concern.raised.name) if reader is Audience.VILLAGE else None
    return cells.of(unit, name, concern.collected)


def _place(row: BoardRow) -> tuple[str, ...]:
    """Where a row stands: by all that it shows, so that the order in which they came does not matter."""
    shown = (row.collected, row.unit, row.category, row.gist, row.name, row.standing, row.closed, row.deed)
    return (*map(str, shown), row.urgency)


def _row(concern: Concern, sorting: Sorting, cell: Cell) -> BoardRow:
    result = concern.result if concern.standing is Standing.DONE else None
    return BoardRow(
        unit=cell.unit,
        collected=concern.collected,
        category=sorting.category,
        urgency=sorting.urgency,
        gist=sorting.gist,
        name=cell.name,
        standing=concern.standing,
        closed=concern.closed,
        deed="" if result is None else result.deed,
    )
