"""A concern as its log has it: who raised what, who is to settle it, what came of it."""

from __future__ import annotations

from datetime import date

import attrs

from sanliang.concerns._words import Category, Channel, Ground, Standing, State, Urgency
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    each,
    identifier,
    instance,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private

NO_PERSON = Phrase("concern.no_person", "须写明反映的是谁", "needs at least one person whom it is about")

_private = instance(Private)
_privates = each(_private)


def _channel(value: Channel | str) -> Channel:
    return Channel.of(value, "channel")


def _urgency(value: Urgency | str) -> Urgency:
    return Urgency.of(value, "urgency")


def _ground(value: Ground | str) -> Ground:
    return Ground.of(value, "ground")


@attrs.frozen(kw_only=True)
class Complaint:
    """
    Whom a complaint about conduct is about, and whose fellows must not see it. Made by `complaint`.

    All of it is private, so that no document for the public names them.

    Args:
        persons: The ids of those whom it is about: one at least.
        units: The ids of their branches and of all that is under these: who belongs there is kept out.

    Raises:
        InvalidInput: It is about nobody.
    """

    persons: tuple[Private[str], ...] = attrs.field(validator=checked(_privates))
    units: tuple[Private[str], ...] = attrs.field(default=(), validator=checked(_privates))

    def __attrs_post_init__(self) -> None:
        if not self.persons:
            raise InvalidInput(NO_PERSON.fault("persons"))


@attrs.frozen(kw_only=True)
class Raised:
    """
    What a villager raises.

    Args:
        says: What is raised, in the villager's words; private.
        by: The id of the person or the household who raises it; private.
        name: Their name, where it is written down; private, and masked on the village board.
        channel: Where it was heard.
        unit: The unit that is to handle it.
        at: The id of the talk, the visit or the hub household, where there is one.
        complaint: Whom it is about, where it is a complaint about the conduct of a member.

    Example:
        >>> lamp = Raised(says=Private("路灯不亮"), by=Private("h-7"), channel="visit", unit="b-1")
        >>> lamp.channel.label("en"), lamp.says
        ('visit', Private(...))
    """

    says: Private[str] = attrs.field(validator=checked(_private))
    by: Private[str] = attrs.field(validator=checked(_private))
    name: Private[str] | None = attrs.field(default=None, validator=checked(optional(_private)))
    channel: Channel = attrs.field(converter=_channel)
    unit: str = attrs.field(validator=checked(identifier))
    at: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    complaint: Complaint | None = attrs.field(default=None, validator=checked(optional(instance(Complaint))))


@attrs.frozen(kw_only=True)
class Sorting:
    """
    What a concern is about, and how it presses.

    Args:
        category: The code of a category, one of `Category` or a town's own; `conduct` is for complaints.
        urgency: One of 急难愁盼.
        gist: What it is about, in words that may hang on the board: nobody's name, illness or income.
    """

    category: str = attrs.field(validator=checked(code))
    urgency: Urgency = attrs.field(converter=_urgency)
    gist: str = attrs.field(validator=checked(clean_text))


@attrs.frozen(kw_only=True)
class Charge:
    """
    Who is to settle a concern, and by when; `charge` takes the unit above from the roster.

    Args:
        unit: The unit that answers for it.
        member: The id of the member who does it; nothing where the unit as a whole is responsible.
        until: The last day for it.
        above: The unit directly above. Where a unit as a whole is responsible, every officer who acts for it
            is, but for those who act for the unit above as well; where nothing is said, nobody is exempt.
    """

    unit: str = attrs.field(validator=checked(identifier))
    member: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    until: date = attrs.field(validator=checked(day))
    above: str | None = attrs.field(default=None, validator=checked(optional(identifier)))


@attrs.frozen(kw_only=True)
class Above:
    """
    The unit that stands directly above another one on a day. Made by `above`.

    Attributes:
        unit: The lower unit.
        above: The upper one.
        on: The day.
    """

    unit: str = attrs.field(validator=checked(identifier))
    above: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))


@attrs.frozen(kw_only=True)
class Answer:
    """
    What the upper unit answers.

    Args:
        says: The answer, in words that may be told to whoever raised the concern.
        takes: Whether the upper unit handles it from now on; else it comes back with the answer.
    """

    says: str = attrs.field(validator=checked(clean_text))
    takes: bool = attrs.field(validator=checked(instance(bool)))


@attrs.frozen(kw_only=True)
class Passing:
    """
    That a concern was passed upward, and what came back.

    Attributes:
        unit: The unit that passed it on; *to* is the one above.
        on: The day of it.
        answer: The answer, and *answered* is its day; nothing while there is none.
    """

    unit: str
    to: str
    on: date
    answer: Answer | None = None
    answered: date | None = None


@attrs.frozen(kw_only=True)
class Result:
    """
    What was done.

    Args:
        deed: In words that may hang on the board.
        evidence: The ids of what shows it.
    """

    deed: str = attrs.field(validator=checked(clean_text))
    evidence: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))


@attrs.frozen(kw_only=True)
class Refusal:
    """
    Why a concern is not settled.

    Args:
        ground: Which of the grounds that there are.
        says: The reason in words, as it is told to whoever raised the concern; private.
    """

    ground: Ground = attrs.field(converter=_ground)
    says: Private[str] = attrs.field(validator=checked(_private))


@attrs.frozen(kw_only=True)
class Given:
    """What comes with a move of a concern; *reason* says why it is passed upward or reopened."""

    raised: Raised | None = attrs.field(default=None, validator=checked(optional(instance(Raised))))
    sorting: Sorting | None = attrs.field(default=None, validator=checked(optional(instance(Sorting))))
    charge: Charge | None = attrs.field(default=None, validator=checked(optional(instance(Charge))))
    above: Above | None = attrs.field(default=None, validator=checked(optional(instance(Above))))
    answer: Answer | None = attrs.field(default=None, validator=checked(optional(instance(Answer))))
    result: Result | None = attrs.field(default=None, validator=checked(optional(instance(Result))))
    refusal: Refusal | None = attrs.field(default=None, validator=checked(optional(instance(Refusal))))
    reason: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Concern:
    """
    A concern as its log has it.

    Attributes:
        raised: Who raised what, and where.
        collected: The day on which it was collected.
        unit: The unit that handles it now: the first one, or an upper one that took it over.
        sorting: What it is about; nothing while it is not sorted.
        charges: Everybody who was ever charged with it, in order; the last one is in force.
        passings: How often it went upward, and what was answered, in order.
        result: What was done last.
        doers: The ids of those who ever reported it as done, in order.
        finished: The day on which it was last reported as done; nothing once it is opened again.
        refusal: Why it is refused, while it is.
        closed: The day on which it was confirmed or refused; nothing while it is open.
        reopened: How many times it was opened again.
    """

    id: str
    state: str
    version: int
    on: date
    raised: Raised
    collected: date
    unit: str
    sorting: Sorting | None = None
    charges: tuple[Charge, ...] = ()
    passings: tuple[Passing, ...] = ()
    result: Result | None = None
    doers: tuple[str, ...] = ()
    finished: date | None = None
    refusal: Refusal | None = None
    closed: date | None = None
    reopened: int = 0

    @property
    def charge(self) -> Charge | None:
        """Who is charged with it now, or was last."""
        return self.charges[-1] if self.charges else None

    @property
    def category(self) -> str:
        """The code of its category: `unsorted` while it has none."""
        return Category.UNSORTED.value if self.sorting is None else self.sorting.category

    @property
    def standing(self) -> Standing:
        """Whether it is open, done or refused; a state of a town's own is open."""
        return _STANDINGS.get(self.state, Standing.OPEN)


_STANDINGS: dict[str, Standing] = {
    State.CONFIRMED.value: Standing.DONE,
    State.REFUSED.value: Standing.REFUSED,
}
