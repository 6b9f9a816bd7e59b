"""An inspection as its log has it: who inspects whom, what was found, what became of it."""

from __future__ import annotations

from datetime import date

import attrs

from sanliang.kernel.fields import as_names, checked, clean_text, day, identifier, instance, names, optional
from sanliang.supervision._team import Team


@attrs.frozen(kw_only=True)
class Plan:
    """
    What is arranged: which unit is inspected, on what, on which day, by whom.

    Args:
        topic: What is looked at, in words.
        on: The day on which the team comes.
        team: Who comes, as `team` gave it; it says which unit is inspected.
    """

    topic: str = attrs.field(validator=checked(clean_text))
    on: date = attrs.field(validator=checked(day))
    team: Team = attrs.field(validator=checked(instance(Team)))


@attrs.frozen(kw_only=True)
class Finding:
    """
    One thing that the team finds.

    Args:
        id: Its id within the inspection.
        says: What is wrong, in words that may be read out in the unit.
        concerns: The ids of the persons whom it concerns: none of them closes anything of this inspection.
        thing: The id of the pledge, the pairing or the rating that it is about, where there is one.
        until: The last day for putting it right.
    """

    id: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    concerns: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))
    thing: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    until: date = attrs.field(validator=checked(day))


@attrs.frozen(kw_only=True)
class Remedy:
    """
    What was done about a finding.

    Args:
        finding: The finding's id.
        deed: What was done, in words.
        evidence: The ids of what shows it.
    """

    finding: str = attrs.field(validator=checked(identifier))
    deed: str = attrs.field(validator=checked(clean_text))
    evidence: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))


@attrs.frozen(kw_only=True)
class Word:
    """
    What the team says to one finding: it urges, returns a remedy, or closes it.

    Args:
        finding: The finding's id.
        says: In words.
        until: The new deadline, where a remedy is returned.
    """

    finding: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))


@attrs.frozen(kw_only=True)
class Issue:
    """
    A finding and what became of it.

    Attributes:
        finding: What was found, and *found* is the day of it.
        until: The deadline in force.
        urged: The days on which the team urged, in order.
        remedy: What was done about it, by whom (*remedier*) and reported when (*remedied*).
        returned: How many times a remedy was not enough.
        closed: The day on which the team closed it; nothing while it is open.
    """

    finding: Finding
    found: date
    until: date
    urged: tuple[date, ...] = ()
    remedy: Remedy | None = None
    remedier: str | None = None
    remedied: date | None = None
    returned: int = 0
    closed: date | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits for a remedy: it is open, and none is reported."""
        return self.closed is None and self.remedy is None

    @property
    def ready(self) -> bool:
        """Whether it waits for the team: it is open, and a remedy is reported."""
        return self.closed is None and self.remedy is not None


@attrs.frozen(kw_only=True)
class InspectionGiven:
    """What comes with a move of an inspection."""

    plan: Plan | None = attrs.field(default=None, validator=checked(optional(instance(Plan))))
    team: Team | None = attrs.field(default=None, validator=checked(optional(instance(Team))))
    finding: Finding | None = attrs.field(default=None, validator=checked(optional(instance(Finding))))
    remedy: Remedy | None = attrs.field(default=None, validator=checked(optional(instance(Remedy))))
    urging: Word | None = attrs.field(default=None, validator=checked(optional(instance(Word))))
    returning: Word | None = attrs.field(default=None, validator=checked(optional(instance(Word))))
    closing: Word | None = attrs.field(default=None, validator=checked(optional(instance(Word))))
    reason: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Inspection:
    """
    An inspection as its log has it.

    Attributes:
        plan: What was arranged.
        team: Who inspects, as it was last arranged.
        issues: The findings in the order in which they were made, each with what became of it.
        checked: The day on which the check was begun.
        closed: The day on which the last finding was closed, nothing was found, or it was cancelled.
    """

    id: str
    state: str
    version: int
    on: date
    plan: Plan
    team: Team
    issues: tuple[Issue, ...] = ()
    checked: date | None = None
    closed: date | None = None

    @property
    def unit(self) -> str:
        """The unit that is inspected."""
        return self.plan.team.unit

    @property
    def open_issues(self) -> tuple[Issue, ...]:
        """The findings that are not closed."""
        return tuple(one for one in self.issues if one.closed is None)

    @property
    def concerned(self) -> frozenset[str]:
        """Everybody whom some finding concerns."""
        return frozenset(person for one in self.issues for person in one.finding.concerns)
