"""What the files of a played campaign hold, row by row; and the campaign that they tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from sanliang.calendars import Calendar, Period, YearDay
from sanliang.campaigns import Decision, LeadingGroup, Plan, Stage
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.timeline import Span
from sanliang.orgs import Roster
from sanliang.pairing import Rules
from sanliang.pledges import Item, PledgeKind, PledgerKind


@attrs.frozen(kw_only=True)
class PlaqueRow:
    """A household's plaque: who lists it, and whether it is hung or withheld."""

    plaque: str
    household: str
    unit: str
    by: str
    owed: date
    state: str
    place: str | None = None
    zh: str | None = None
    en: str | None = None


@attrs.frozen(kw_only=True)
class LetterRow:
    """A letter and the days of its way to the start of action."""

    pledge: str
    pledger_kind: PledgerKind
    pledger: str
    unit: str
    kind: PledgeKind
    signatories: str
    by: str
    vetter: str
    drafted: date
    approved: date
    signed: date
    posted: date
    started: date


@attrs.frozen(kw_only=True)
class ChoiceRow:
    """One item of a letter, chosen from the village's menu."""

    pledge: str
    item: str
    menu: str
    quantity: int
    deadline: date
    witness: str | None = None


@attrs.frozen(kw_only=True)
class MoveRow:
    """One move after that: of a pledge, a plaque or a notice."""

    on: date
    thing: str
    move: str
    by: str
    item: str | None = None
    quantity: int | None = None
    ref: str | None = None
    value: str | None = None
    until: date | None = None
    zh: str | None = None
    en: str | None = None


@attrs.frozen(kw_only=True)
class SlipRow:
    """
    Whom a contact household wishes for and refuses; or a member, for a member household.

    Attributes:
        kin: Of a member, the households of relatives.
    """

    id: str
    wishes: str | None = None
    refuses: str | None = None
    kin: str | None = None


@attrs.frozen(kw_only=True)
class LeadingRow:
    """Somebody of a leading group; its head or not."""

    branch: str
    member: str
    part: str


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of a village's menu."""

    id: str
    duty: str
    deed: Text
    measure: Text
    quantity: tuple[int, int]
    due: tuple[date, date]


@attrs.frozen(kw_only=True)
class Village:
    """A village that takes part: its branch, its place, where its notices hang."""

    code: str
    branch: str
    place: str
    pilot: bool
    board: Text


@attrs.frozen(kw_only=True)
class Article:
    """What the campaign is known from."""

    title: str
    dated: date | None = None
    outlet: str | None = None
    seen: str | None = None


@attrs.frozen(kw_only=True)
class Dates:
    """The days of the plan, and the day on which it was told how far things were."""

    pilot: date
    meeting: date
    rollout: date
    published: date


@attrs.frozen(kw_only=True)
class Cycle:
    """The first and the last day of the first cycle."""

    first: date
    last: date


@attrs.frozen(kw_only=True)
class Theme:
    """The day of the month of the theme Party day, and how far it may move."""

    day: int
    within: int


@attrs.frozen(kw_only=True)
class Texts:
    """What is said where a file says nothing of its own."""

    progress: Text
    fulfilled: Text


@attrs.frozen(kw_only=True)
class Choice:
    """The two-way choice: its day, what its lots are drawn with, the town's rules."""

    on: date
    salt: str
    rules: Rules


@attrs.frozen(kw_only=True)
class DecisionRow:
    """That a body closed a stage over open cases."""

    branch: str
    stage: Stage
    on: date
    body: Text
    says: Text


@attrs.frozen(kw_only=True)
class Sheet:
    """The file `campaign.toml`."""

    id: str
    unit: str
    title: Text
    article: Article
    dates: Dates
    until: FrozenMap[Stage, date]
    cycle: Cycle
    theme: Theme
    fixed: tuple[YearDay, ...] = ()
    notice: Period
    duties: FrozenMap[str, Text] = FrozenMap()
    words: FrozenMap[str, str] = FrozenMap()
    texts: Texts
    pairing: Choice
    decision: tuple[DecisionRow, ...] = ()
    village: tuple[Village, ...]


@attrs.frozen(kw_only=True)
class Town:
    """Everything that the files of a campaign say."""

    id: str
    plan: Plan
    published: date
    cycle: Span
    calendar: Calendar
    period: Period
    progress: Text
    fulfilled: Text
    villages: tuple[Village, ...]
    roster: Roster
    leading: Mapping[str, LeadingGroup]
    decisions: Mapping[tuple[str, Stage, date], Decision]
    plaques: tuple[PlaqueRow, ...]
    letters: tuple[LetterRow, ...]
    items: Mapping[str, tuple[Item, ...]]
    course: tuple[MoveRow, ...]
    choice: Choice
    slips: tuple[SlipRow, ...]
