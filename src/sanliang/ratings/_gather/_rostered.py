"""What the roster says of somebody on a day, by the words that a book uses for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import not_kind
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.orgs import Household, HouseholdStatus, Member, Tag, Unit

NO_FIELD = Phrase(
    "gather.field", "名册没有这一栏；有：{known}", "is no field of the roster; there are: {known}"
)
PRIVATE = Phrase(
    "gather.private",
    "是隐私内容：请说明理由后打开，只填由此得出的事实",
    "is private: open it with a reason, and give the fact that follows from it",
)

Said = str | int | bool | None
T = TypeVar("T")
Columns = Mapping[str, Callable[[T, date], Said]]


def _status(member: Member, on: date) -> Said:
    """A member who is admitted later has no status yet."""
    steps = member.status.steps
    return str(member.status.on(on)) if steps[0][0] <= on else None


def _excuse(member: Member, on: date) -> Said:
    excused = member.exemption if member.is_exempt(on=on) else None
    return None if excused is None else excused.reason


def _party_years(member: Member, on: date) -> Said:
    """Whole years since the admission."""
    since = member.admitted
    if since is None or since > on:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _tagged(tag: str) -> Callable[[Member, date], Said]:
    return lambda member, on: tag in member.tags


def _recorded(status: HouseholdStatus) -> Callable[[Household, date], Said]:
    return lambda household, on: status in household.statuses_on(on)


MEMBER: Columns[Member] = {
    "status": _status,
    "exempt": lambda member, on: member.is_exempt(on=on),
    "excuse": _excuse,
    "post": lambda member, on: member.has_post(on=on),
    "party_years": _party_years,
    **{tag.value: _tagged(tag.value) for tag in Tag},
}
HOUSEHOLD: Columns[Household] = {
    "contact": lambda household, on: household.is_contact(on=on),
    "needs": lambda household, on: len(household.needs),
    **{status.value: _recorded(status) for status in HouseholdStatus},
}
UNIT: Columns[Unit] = {"kind": lambda unit, on: unit.kind}

_COLUMNS: tuple[tuple[type[Any], Columns[Any]], ...] = (
    (Member, MEMBER),
    (Household, HOUSEHOLD),
    (Unit, UNIT),
)


def said(row: Any, on: date, field: str, path: str) -> Any:
    """
    What a row of the roster says in one field on a day; nothing where it leaves it open.

    Raises:
        InvalidInput: The row has no such field, or what stands there is private.
    """
    columns = _columns(row)
    if field not in columns:
        raise InvalidInput(NO_FIELD.fault(path, known=tuple(columns)))
    found = columns[field]
    value = found if isinstance(row, Mapping) else found(row, on)
    if isinstance(value, Private):
        raise InvalidInput(PRIVATE.fault(path))
    return value


def _columns(row: Any) -> Mapping[str, Any]:
    """The fields of a row; a table of a platform's own has its own."""
    if isinstance(row, Mapping):
        return row
    for kind, columns in _COLUMNS:
        if isinstance(row, kind):
            return columns
    raise InvalidInput(not_kind("roster", "Member", "Household", "Unit", "Mapping"))
