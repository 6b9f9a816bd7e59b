"""A session: what is planned, who is due, who came, who catches up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import attrs

from sanliang import calendars
from sanliang.calendars import Due
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    instances,
    optional,
    sorted_names,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.timeline import add
from sanliang.orgs import Roster, under

PRESENT = Phrase("session.excused_present", "已列为到会", "is listed as present")
SHARE = Phrase("session.share", "不能大于“of”", "must not be more than `of`")


class SessionKind(Labelled):
    """What kind of session it is; a town may use codes of its own beside these."""

    THEME_DAY = "theme_day", "主题党日", "theme Party day"
    MEMBERS = "members", "支部党员大会", "branch general meeting"
    COMMITTEE = "committee", "支部委员会", "branch committee meeting"
    GROUP = "group", "党小组会", "Party group meeting"
    PARTY_CLASS = "party_class", "党课", "Party class"
    LIFE = "life", "组织生活会", "organisational-life meeting"
    LECTURE = "lecture", "宣讲", "lecture"
    OATH = "oath", "宣誓", "oath"
    BIRTHDAY = "birthday", "政治生日", "political birthday"


class State(Labelled):
    """Where a session stands in the base lifecycle."""

    CALLED = "called", "已通知", "called"
    INQUORATE = "inquorate", "未达人数", "without a quorum"
    HELD = "held", "已召开", "held"
    CLOSED = "closed", "已办结", "closed"
    CANCELLED = "cancelled", "已取消", "cancelled"


class Move(Labelled):
    """What can be done with a session in the base lifecycle."""

    CALL = "call", "通知", "call"
    SET_AGENDA = "set_agenda", "列议程", "set the agenda"
    POSTPONE = "postpone", "改期", "postpone"
    HOLD = "hold", "召开", "hold"
    RECONVENE = "reconvene", "重新召集", "call again"
    CATCH_UP = "catch_up", "补学", "catch up"
    CLOSE = "close", "办结", "close"
    CANCEL = "cancel", "取消", "cancel"
    CORRECT = "correct", "更正", "correct"


@attrs.frozen(kw_only=True)
class Quorum:
    """
    How many of those who are due have to be there. Whoever is not due does not count.

    Args:
        part, of: So many of every so many: 2 of 3. The part is no more than the whole, which is 1 to 1,000.
        more: Whether it takes more than that, or that is enough.

    Raises:
        InvalidInput: The part is more than the whole.

    Example:
        >>> Quorum(part=1, of=2, more=True).least(10), Quorum(part=2, of=3).least(10)
        (6, 7)
    """

    part: int = attrs.field(validator=checked(partial(whole, least=0)))
    of: int = attrs.field(validator=checked(partial(whole, least=1, most=1000)))
    more: bool = attrs.field(default=False, validator=checked(instance(bool)))

    def __attrs_post_init__(self) -> None:
        if self.part > self.of:
            raise InvalidInput(SHARE.fault("part"))

    def least(self, due: int) -> int:
        """The least number that has to be there of so many who are due."""
        parts = self.part * whole(due, "due", least=0)
        return parts // self.of + 1 if self.more else -(-parts // self.of)


@attrs.frozen(kw_only=True)
class SessionPlan:
    """
    What a session is to be.

    Args:
        title: What it is called.
        unit: The Party unit that holds it.
        kind: A code, as a rule one of `SessionKind`.
        on: The day.
        place: Where, in words.
        agenda: What is to be done there: whatever the words say is due; `with_agenda` takes it in.
        speaker: The id of whoever speaks; nothing where nobody does.
        quorum: How many have to be there; nothing where there is no such rule.
        catch_up_days: How many days those who were not there have for catching up; nothing where they need
            not.

    Example:
        >>> SessionPlan(title="七月主题党日", unit="b-1", on=date(2026, 7, 5), place="村部").kind
        'theme_day'
    """

    title: str = attrs.field(validator=checked(clean_text))
    unit: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(default=SessionKind.THEME_DAY.value, validator=checked(code))
    on: date = attrs.field(validator=checked(day))
    place: str = attrs.field(validator=checked(clean_text))
    agenda: tuple[Due, ...] = attrs.field(default=(), validator=checked(instances(Due)))
    speaker: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    quorum: Quorum | None = attrs.field(default=None, validator=checked(optional(instance(Quorum))))
    catch_up_days: int | None = attrs.field(
        default=None, validator=checked(optional(partial(whole, least=0, most=366)))
    )


def with_agenda(plan: SessionPlan, dues: Iterable[Due]) -> SessionPlan:
    """
    The plan with what is due on the day of the session or before it as its agenda; what is late is in it too.

    Example:
        >>> from sanliang import Text
        >>> lamp = Due(on=date(2026, 7, 5), kind="pledge", thing="p-1", step="lamp", says=Text("修路灯"))
        >>> plan = SessionPlan(title="七月主题党日", unit="b-1", on=date(2026, 7, 5), place="村部")
        >>> [one.thing for one in with_agenda(plan, [lamp]).agenda]
        ['p-1']
    """
    last = instance(SessionPlan)(plan, "plan").on
    return attrs.evolve(plan, agenda=calendars.due(dues, before=add(last, days=1)))


@attrs.frozen(kw_only=True)
class Roll:
    """
    Who is due at a session of a unit on a day. Made by `roll`.

    Attributes:
        unit: The Party unit; *on* is the day on which the roster was asked.
        members: The ids of those who are due, in their order.
        exempt: Those who may come and are not due, since they are excused by a decision or not asked for.
    """

    unit: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    members: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))
    exempt: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))


def roll(roster: Roster, unit: str, *, on: date, full: bool = False) -> Roll:
    """
    Who is due at a session of a unit: its members on that day but those who are exempt.

    Args:
        roster: Who is where.
        unit: The Party unit.
        on: The day of the session.
        full: Whether only full members are due, as where the session votes.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="b-1", kind="branch", name="东岭村党支部")],
        ...     members=[Member(id="m-3", name="陈谷", status="full", belongs=[Belonging(unit="b-1")])])
        >>> roll(roster, "b-1", on=date(2026, 7, 5)).members
        ('m-3',)
    """
    due, exempt = list[str](), list[str]()
    for one in under(roster, unit, on=on):
        free = one.is_exempt(on=on) or (full and not one.is_full(on=on))
        (exempt if free else due).append(one.id)
    return Roll(unit=unit, on=on, members=due, exempt=exempt)


@attrs.frozen(kw_only=True)
class Attendance:
    """
    Who came to a session. Whoever is due and stands in neither list was absent.

    Args:
        present: Who came, of those on the roll.
        excused: Who asked for leave.
        guests: How many others came: 0 or more. They count for nothing else.

    Raises:
        InvalidInput: Somebody stands in both lists.
    """

    present: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))
    excused: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))
    guests: int = attrs.field(default=0, validator=checked(partial(whole, least=0)))

    def __attrs_post_init__(self) -> None:
        came = frozenset(self.present)
        for place, one in enumerate(self.excused):
            if one in came:
                raise InvalidInput(PRESENT.fault(f"excused[{place}]"))


@attrs.frozen(kw_only=True)
class CatchUp:
    """
    That somebody who was not there has caught up.

    Args:
        member: The member's id.
        on: The day; not before the session and not after the day on which it is written down.
        says: How, in words.
    """

    member: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    says: str = attrs.field(validator=checked(clean_text))


def _agenda(value: Iterable[Due] | None) -> tuple[Due, ...] | None:
    return None if value is None else tuple(sorted(instances(Due)(value, "agenda")))


@attrs.frozen(kw_only=True)
class SessionGiven:
    """
    What comes with a move of a session.

    Args:
        plan: With `call`.
        agenda: With `set_agenda`: the whole of it.
        day: The new day, with `postpone` and `reconvene`.
        roll: Who is due on the day, with `hold`.
        attendance: Who came, with `hold`.
        minutes: What was said and decided, in words, or where that stands.
        catch_up: With `catch_up`.
        reasons: Why, in words.
    """

    plan: SessionPlan | None = attrs.field(default=None, validator=checked(optional(instance(SessionPlan))))
    agenda: tuple[Due, ...] | None = attrs.field(default=None, converter=_agenda)
    day: date | None = attrs.field(default=None, validator=checked(optional(day)))
    roll: Roll | None = attrs.field(default=None, validator=checked(optional(instance(Roll))))
    attendance: Attendance | None = attrs.field(
        default=None, validator=checked(optional(instance(Attendance)))
    )
    minutes: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    catch_up: CatchUp | None = attrs.field(default=None, validator=checked(optional(instance(CatchUp))))
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Session:
    """
    A session as its log has it.

    Attributes:
        plan: What it is to be; its day and its agenda as they were last set.
        roll: Who was due, once it was held.
        attendance: Who came.
        held_on: The day on which it was held with enough of those who were due; nothing before.
        minutes: What was said and decided there.
        caught_up: Who has caught up, in the order in which it was written down.
    """

    id: str
    state: str
    version: int
    on: date
    plan: SessionPlan
    roll: Roll | None = None
    attendance: Attendance | None = None
    held_on: date | None = None
    minutes: str | None = None
    caught_up: tuple[CatchUp, ...] = ()

    @property
    def unit(self) -> str:
        """The Party unit that holds it."""
        return self.plan.unit

    @property
    def due(self) -> tuple[str, ...]:
        """Who was due, in the order of ids; nobody before it was held."""
        return () if self.roll is None else self.roll.members

    @property
    def present(self) -> tuple[str, ...]:
        """Who was due and came, in the order of ids."""
        came = frozenset(() if self.attendance is None else self.attendance.present)
        return tuple(one for one in self.due if one in came)

    @property
    def missed(self) -> tuple[str, ...]:
        """Who was due and did not come, with leave or without, in the order of ids."""
        came = frozenset(self.present)
        return tuple(one for one in self.due if one not in came)

    @property
    def owing(self) -> tuple[str, ...]:
        """Who has still to catch up; nobody where nobody need."""
        if self.held_on is None or self.plan.catch_up_days is None:
            return ()
        done = {one.member for one in self.caught_up}
        return tuple(one for one in self.missed if one not in done)

    @property
    def catch_up_by(self) -> date | None:
        """The last day for catching up; nothing before it was held, and where nobody need."""
        if self.held_on is None or self.plan.catch_up_days is None:
            return None
        return self.held_on + timedelta(days=self.plan.catch_up_days)

    @property
    def share(self) -> Fraction | None:
        """How many of those who were due came, as a share; nothing where nobody was due."""
        return Fraction(len(self.present), len(self.due)) if self.due else None
