"""The plaque on a household's door: its own small lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from sanliang.kernel import fields, lifecycles
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import as_names, checked, clean_text, identifier, instance, names, optional
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.lifecycles import Actor, Ask, Corrected, Kind, Lifecycle, Moved, Row, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS

if TYPE_CHECKING:
    from sanliang.orgs import Roster

NO_FULL_MEMBER = Phrase(
    "plaque.no_full_member",
    "户内没有正式党员，不能挂牌",
    "has no full member living in it, so it has no plaque",
)
NOT_THERE = Phrase(
    "plaque.excused", "有人不在户内正式党员之列", "names somebody who is none of the household's full members"
)


class PlaqueState(Labelled):
    """Where a plaque stands in the base lifecycle."""

    DUE = "due", "应挂", "due"
    HUNG = "hung", "已挂牌", "hung"
    WITHHELD = "withheld", "免挂", "withheld"
    REMOVED = "removed", "摘牌", "removed"


class PlaqueMove(Labelled):
    """What can be done with a plaque in the base lifecycle."""

    OWE = "owe", "列入应挂", "list as due"
    HANG = "hang", "挂牌", "hang"
    STAR = "star", "授星", "show stars"
    WITHHOLD = "withhold", "免挂", "withhold"
    REMOVE = "remove", "摘牌", "remove"
    RESTORE = "restore", "恢复应挂", "restore"
    CORRECT = "correct", "更正", "correct"


@attrs.frozen(kw_only=True)
class Holder:
    """
    The household that a plaque is for.

    Args:
        household: Its id.
        unit: The Party unit that hangs the plaque.
        full_members: The full members living there: at least one.
        excused: Those of them who are excused: they need not sign the household's pledge.

    Raises:
        InvalidInput: Somebody is excused who is none of the full members.
    """

    household: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    full_members: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(names))
    excused: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))

    def __attrs_post_init__(self) -> None:
        if not set(self.excused) <= set(self.full_members):
            raise InvalidInput(NOT_THERE.fault("excused"))


@attrs.frozen(kw_only=True)
class PlaqueGiven:
    """What comes with a move of a plaque."""

    holder: Holder | None = attrs.field(default=None, validator=checked(optional(instance(Holder))))
    place: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    stars: int | None = attrs.field(
        default=None, validator=checked(optional(partial(fields.whole, least=0, most=10)))
    )
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Plaque:
    """
    A household's plaque as its log has it.

    Attributes:
        holder: The household and its full members.
        place: Where it hangs; empty where it does not.
        stars: The stars that it shows; nothing where none were awarded, or where it does not hang.
        reasons: Why it is withheld or was removed.
    """

    id: str
    state: str
    version: int
    on: date
    holder: Holder
    place: str = ""
    stars: int | None = None
    reasons: str = ""

    @property
    def unit(self) -> str:
        """The Party unit that hangs it."""
        return self.holder.unit


def _has_full_member(_plaque: Plaque, _ask: Ask, holder: Holder) -> Reason | None:
    return None if holder.full_members else Reason.of(NO_FULL_MEMBER, path="given.holder.full_members")


def _opened(event: Moved[PlaqueGiven]) -> dict[str, Any]:
    return {"holder": event.given and event.given.holder}


def _fresh(event: Moved[PlaqueGiven], *names: str) -> dict[str, Any]:
    """What was given under these names, where it was."""
    found = {name: getattr(event.given, name, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _hung(_plaque: Plaque, event: Moved[PlaqueGiven]) -> dict[str, Any]:
    return _fresh(event, "place")


def _starred(_plaque: Plaque, event: Moved[PlaqueGiven]) -> dict[str, Any]:
    return _fresh(event, "stars")


def _taken_down(_plaque: Plaque, event: Moved[PlaqueGiven]) -> dict[str, Any]:
    return {"place": "", "stars": None, **_fresh(event, "reasons")}


def _restored(_plaque: Plaque, event: Moved[PlaqueGiven]) -> dict[str, Any]:
    return {"reasons": "", **_fresh(event, "holder")}


PLAQUE_KIND: Kind[Plaque, PlaqueGiven] = Kind(
    name="plaque",
    label=Text("门牌", "plaque"),
    thing=Plaque,
    given=PlaqueGiven,
    opens=_opened,
    folds={
        PlaqueMove.HANG: _hung,
        PlaqueMove.STAR: _starred,
        PlaqueMove.WITHHOLD: _taken_down,
        PlaqueMove.REMOVE: _taken_down,
        PlaqueMove.RESTORE: _restored,
    },
    guards={"within": within},
    needs={"holder": _has_full_member, "place": None, "stars": None, "reasons": None},
    names={
        "holder": "挂牌户",
        "place": "挂牌位置",
        "stars": "星数",
        "reasons": "理由",
    },
)
"""The code behind plaques: the guard `within`."""


_STAGE = Text("挂牌亮户", "display plaque")


def _row(move: PlaqueMove, leaves: tuple[str, ...], enters: str, needs: tuple[str, ...] = ()) -> Row:
    return row(move, leaves, enters, roles=OFFICERS, guards=("within",), needs=needs)


PLAQUE_BASE: Lifecycle[Plaque] = Lifecycle(
    id="plaque",
    kind=PLAQUE_KIND,
    nodes=tuple(node(state, stage=_STAGE) for state in PlaqueState),
    rows=(
        _row(PlaqueMove.OWE, (), "due", ("holder",)),
        _row(PlaqueMove.HANG, ("due",), "hung", ("place",)),
        _row(PlaqueMove.STAR, ("hung",), "=", ("stars",)),
        _row(PlaqueMove.WITHHOLD, ("due", "hung"), "withheld", ("reasons",)),
        _row(PlaqueMove.REMOVE, ("due", "hung", "withheld"), "removed", ("reasons",)),
        _row(PlaqueMove.RESTORE, ("withheld", "removed"), "due", ("holder",)),
        _row(PlaqueMove.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of plaques, which a town may change."""


def holder(roster: Roster, household: str, *, on: date) -> Holder:
    """
    The holder of a household's plaque, as the roster has it on that day.

    Raises:
        NotFound: There is no such household, or no Party unit answers for it on that day.
    """
    from sanliang.orgs import answering, residents  # noqa: PLC0415 -- only who has a roster pays for it

    full = [member for member in residents(roster, household, on=on) if member.is_full(on=on)]
    return Holder(
        household=household,
        unit=answering(roster, household, on=on).id,
        full_members=[member.id for member in full],
        excused=[member.id for member in full if member.is_exempt(on=on)],
    )


def owe(
    id: str, holder: Holder, *, by: Actor, on: date, under: Lifecycle[Plaque] = PLAQUE_BASE
) -> Moved[PlaqueGiven]:
    """
    The event that lists a household's plaque as due.

    Raises:
        Refused: The household has no full member, or the actor has no say there.

    Example:
        >>> clerk = Actor(id="m-3", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> door = Holder(household="h-7", unit="b-1", full_members=("m-7",))
        >>> replay_plaque([owe("q-7", door, by=clerk, on=date(2020, 8, 11))]).state
        'due'
    """
    given = PlaqueGiven(holder=holder)
    return lifecycles.begin(id, PlaqueMove.OWE, by=by, on=on, under=under, given=given)


def apply_plaque(plaque: Plaque | None, event: Moved[PlaqueGiven] | Corrected[PlaqueGiven]) -> Plaque:
    """The plaque after an event; nothing before the first. It never refuses."""
    return PLAQUE_KIND.apply(plaque, event)


def replay_plaque(log: Log | Iterable[Moved[PlaqueGiven] | Corrected[PlaqueGiven]]) -> Plaque:
    """
    The plaque that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return PLAQUE_KIND.replay(log)
