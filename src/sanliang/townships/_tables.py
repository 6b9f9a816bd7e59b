"""Parts of a town that are plain tables: notices, duties, what is recorded, what may be shown to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sanliang.calendars import Counting, Period
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.privacy import Audience
from sanliang.kernel.sheets import Sheet, one_of, text, whole
from sanliang.kernel.verdicts import Reason
from sanliang.townships._part import Making, Part, Reading, nothing

SHORT_NOTICE = Phrase(
    "township.short_notice",
    "公示 {days} 天，短于公示规则要求的至少 {least} 天",
    "is {days} days, and the rules of notices ask for {least} at the least",
)
NO_SUCH_FIELD = Phrase(
    "township.shown_key",
    "没有这一项可供公开；{near}",
    "is nothing that may be shown to anybody; {near}",
)
TOO_WIDE = Phrase(
    "township.too_wide",
    "至多公开到“{most}”",
    "may be shown to the {most} at the widest",
)
PERIOD = Phrase("township.period", "{days} 个{counting}", "{days} {counting}")

WIDTH: Mapping[Audience, int] = {one: place for place, one in enumerate(Audience)}

WIDEST: Mapping[str, Audience] = {
    "branch_stars": Audience.WEB,
    "helped_head": Audience.VILLAGE,
    "help_kind": Audience.VILLAGE,
    "member_name": Audience.WEB,
    "member_phone": Audience.VILLAGE,
    "member_photo": Audience.WEB,
    "member_post": Audience.WEB,
    "member_stars": Audience.WEB,
    "pairs_count": Audience.WEB,
    "pledge": Audience.WEB,
    "result": Audience.WEB,
}
"""
What a town may show, and how widely at most. A helped household's head is shown masked, if at all; what is
not in this table (numbers of identity cards and accounts, illness, income, addresses) is shown to nobody.
"""

_SHOWN: FrozenMap[str, Audience] = FrozenMap(
    {
        name: Audience.LEDGER
        if name in {"helped_head", "help_kind", "member_phone", "member_photo"}
        else Audience.VILLAGE
        for name in WIDEST
    }
)

_FIVE = Period(days=5, counting=Counting.WORKING)
_PERIODS: FrozenMap[str, Period] = FrozenMap({"pairing": _FIVE, "pledge": _FIVE, "rating": _FIVE})
_NO_DUTIES: FrozenMap[str, Text] = FrozenMap()


def _made(making: Making) -> FrozenMap[str, Any]:
    return FrozenMap(making.entries)


def _table(
    name: str,
    says: Text,
    base: FrozenMap[str, Any],
    *,
    read: Callable[[Reading], Any],
    tell: Callable[[str, Any, Any], Text],
    make: Callable[[Making], Any] = _made,
    check: Callable[[Any, Any], Iterable[Reason]] = nothing,
) -> Part:
    """A part whose value is a table of its entries."""
    return Part(
        name=name, says=says, base=lambda: base, entries=dict, make=make, read=read, tell=tell, check=check
    )


def _words(reading: Reading) -> Text:
    return text(reading.value, reading.path)


def _same(_key: str, entry: Text, _town: Any) -> Text:
    return entry


# --- notices -------------------------------------------------------------------------------------------


def _period(reading: Reading) -> Period:
    sheet = Sheet(reading.value, reading.path)
    days = sheet.need("days", whole(1, 3660))
    counting = sheet.read("counting", one_of(*(one.value for one in Counting)), Counting.CALENDAR)
    sheet.close()
    return Period(days=days, counting=Counting(counting))


def _days(_key: str, entry: Period, _town: Any) -> Text:
    return PERIOD.fill(days=entry.days, counting=entry.counting)


def _long_enough(value: FrozenMap[str, Period], town: Any) -> Iterator[Reason]:
    """Whether each period is as long as the town's own rules of notices ask for."""
    least = town.lifecycles["notice"].number("least_days")
    for key, period in value.items():
        if period.days < least:
            yield Reason.of(SHORT_NOTICE, path=f"notices.{key}", days=period.days, least=least)


NOTICES = _table("notices", Text("公示期", "notices"), _PERIODS, read=_period, tell=_days, check=_long_enough)


# --- what may be shown ---------------------------------------------------------------------------------


def _audience(reading: Reading) -> Audience:
    widest = WIDEST.get(reading.key)
    if widest is None:
        near = nearest_of(reading.key[:40], WIDEST)
        raise InvalidInput(NO_SUCH_FIELD.fault(reading.path, near=near))
    wanted = Audience(one_of(*(one.value for one in Audience))(reading.value, reading.path))
    if WIDTH[wanted] > WIDTH[widest]:
        raise InvalidInput(TOO_WIDE.fault(reading.path, most=widest))
    return wanted


def _shown(making: Making) -> FrozenMap[str, Audience]:
    """The table; whoever makes the changes in Python keeps to what may be shown, as a file does."""
    for key, entry in making.entries.items():
        _audience(Reading(key, str(Audience.of(entry, key)), key, None, None))  # type: ignore[arg-type]  # it reads no book
    return FrozenMap({key: Audience.of(entry) for key, entry in making.entries.items()})


def _label(_key: str, entry: Audience, _town: Any) -> Text:
    return Audience(entry).text


SHOWN = _table("shown", Text("公开范围", "what is shown"), _SHOWN, read=_audience, tell=_label, make=_shown)


# --- words of the town ---------------------------------------------------------------------------------

_RECORDED: FrozenMap[str, Any] = FrozenMap(
    {
        "call": Text("联系电话", "a call to a helped household"),
        "meeting": Text("见面", "a meeting with a helped household"),
        "visit": Text("入户走访", "a visit to a helped household"),
    }
)
"""What is written into a book by hand everywhere. What the words record stands in `KINDS`."""

DUTIES = _table("duties", Text("角色与职责", "duties"), _NO_DUTIES, read=_words, tell=_same)
RECORDS = _table("records", Text("记录种类", "records"), _RECORDED, read=_words, tell=_same)
