"""
Consents: what the helper says to a proposed pair, and what the household says, each apart from the other.

A consent goes through a `Lifecycle` by the verbs of the one engine: `decide`, `explain`, `available`,
`decide_all`, `correct`. `ask` opens it, and its log has each answer with its day and whoever took it down.
The consent itself holds no reason, since a reason is private: it stands in the log alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    as_names,
    checked,
    code,
    day,
    identifier,
    instance,
    instances,
    optional,
    sorted_names,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.lifecycles import things_of
from sanliang.kernel.privacy import Private
from sanliang.pairing._schedule import Assignment, in_order

OWN_HELPER = Phrase(
    "consent.own_helper",
    "联系人不能代表该户",
    "names the helper, who cannot speak for the household as well",
)


class Side(Labelled):
    """Whose answer it is."""

    HELPER = "helper", "联系人", "helper"
    HOUSEHOLD = "household", "联系户", "household"


class Answer(Labelled):
    """What a side says."""

    AGREED = "agreed", "同意", "agreed"
    REFUSED = "refused", "不同意", "refused"


class ConsentState(Labelled):
    """Where a consent stands in the base lifecycle."""

    ASKED = "asked", "征求意见", "asked"
    HELPER_AGREED = "helper_agreed", "联系人同意，待户答复", "agreed by the helper"
    HOUSEHOLD_AGREED = "household_agreed", "户同意，待联系人答复", "agreed by the household"
    REFUSED_BY_HELPER = "refused_by_helper", "联系人不同意", "refused by the helper"
    REFUSED_BY_HOUSEHOLD = "refused_by_household", "户不同意", "refused by the household"
    REFUSED_BY_BOTH = "refused_by_both", "双方不同意", "refused by both"
    AGREED = "agreed", "双方同意", "agreed by both"
    OBJECTED = "objected", "有异议", "objected to"
    ENDED = "ended", "已解除", "ended"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class ConsentMove(Labelled):
    """What can be done with a consent in the base lifecycle."""

    ASK = "ask", "征求意见", "ask"
    HELPER_AGREE = "helper_agree", "联系人同意", "the helper agrees"
    HELPER_REFUSE = "helper_refuse", "联系人不同意", "the helper refuses"
    HOUSEHOLD_AGREE = "household_agree", "户同意", "the household agrees"
    HOUSEHOLD_REFUSE = "household_refuse", "户不同意", "the household refuses"
    RENEW = "renew", "续结", "renew"
    END = "end", "解除结对", "end"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    CORRECT = "correct", "更正", "correct"


IN_FORCE = frozenset({ConsentState.AGREED, ConsentState.OBJECTED})
"""The states in which the two are a pair: both agreed, whatever one of them has said since."""


@attrs.frozen(kw_only=True)
class Proposal:
    """
    Who is to help which household.

    Args:
        household, helper: Their ids.
        unit: The unit whose officers take down what the two say.
        role: The helper's role, a code, such as `first` and `second` where a household has two helpers.
        until: The last day of the term; nothing where there is no end to it.
        speakers: The persons of the household who may answer for it themselves. Where there are none, an
            officer takes down what the household says.

    Raises:
        InvalidInput: The helper is among the speakers.
    """

    household: str = attrs.field(validator=checked(identifier))
    helper: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    role: str = attrs.field(default="helper", validator=checked(code))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))
    speakers: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_names))

    def __attrs_post_init__(self) -> None:
        if self.helper in self.speakers:
            raise InvalidInput(OWN_HELPER.fault("speakers"))


@attrs.frozen(kw_only=True)
class ConsentGiven:
    """
    What comes with a move of a consent.

    Args:
        proposal: With `ask`.
        reason: Why a side answers so, or why a pair ends. Private.
        discussion: The id of the minutes in which the branch discussed it.
        until: The last day of the next term.
    """

    proposal: Proposal | None = attrs.field(default=None, validator=checked(optional(instance(Proposal))))
    reason: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    discussion: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))


@attrs.frozen(kw_only=True)
class Said:
    """A side's last answer: what, on which day, and who took it down."""

    answer: Answer = attrs.field(validator=checked(Answer.of))
    on: date = attrs.field(validator=checked(day))
    by: str = attrs.field(validator=checked(identifier))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Consent:
    """
    What both sides have said to a pair, as its log has it.

    Attributes:
        proposal: Who is to help which household.
        helper_said, household_said: The last answer of each side, or nothing while it has not answered.
        agreed: The day on which both had agreed, for the first time.
        until: The last day of the term, as it was last renewed; nothing where there is no end to it.
    """

    id: str
    state: str
    version: int
    on: date
    proposal: Proposal
    helper_said: Said | None = None
    household_said: Said | None = None
    agreed: date | None = None
    until: date | None = None

    @property
    def unit(self) -> str:
        """The unit whose officers take down what the two say."""
        return self.proposal.unit

    @property
    def pair(self) -> tuple[str, str]:
        """The ids of the household and of the helper."""
        return self.proposal.household, self.proposal.helper

    @property
    def helper(self) -> Answer | None:
        """The helper's last answer, or nothing."""
        return None if self.helper_said is None else self.helper_said.answer

    @property
    def household(self) -> Answer | None:
        """The household's last answer, or nothing."""
        return None if self.household_said is None else self.household_said.answer

    @property
    def both(self) -> bool:
        """Whether both say yes."""
        return self.helper == self.household == Answer.AGREED

    @property
    def refusing(self) -> tuple[Side, ...]:
        """The sides whose last answer is no, the helper first."""
        return tuple(side for side in Side if getattr(self, side) == Answer.REFUSED)


@attrs.frozen(kw_only=True)
class Refusals:
    """
    The pairs that were refused, kept apart by who refused; each is the ids of a household and of a helper.

    Attributes:
        by_helper: Refused by the helper: the household will not be placed with that helper.
        by_household: Refused by the household.
    """

    by_helper: frozenset[tuple[str, str]]
    by_household: frozenset[tuple[str, str]]


def refusals(consents: Iterable[Consent]) -> Refusals:
    """
    The pairs that the helper refuses, and those that the household refuses; a pair may be in both.

    A refusal during the term counts, too: the pair stays until the term is over, and is not made again. Where
    several consents are about one household, helper and role, the one with the latest day counts, and of
    those of one day the one whose id comes last.

    Example:
        >>> pair = Proposal(household="h-7", helper="m-3", unit="b-1")
        >>> no = Said(answer="refused", on=date(2026, 7, 1), by="m-3")
        >>> state = ConsentState.REFUSED_BY_HELPER
        >>> one = Consent(id="k-1", state=state, version=2, on=no.on, proposal=pair, helper_said=no)
        >>> refusals([one]).by_helper == {("h-7", "m-3")}, refusals([one]).by_household
        (True, frozenset())

    Raises:
        InvalidInput: One of *consents* is none.
    """
    latest: dict[tuple[str, str, str], Consent] = {}
    for one in sorted(instances(Consent)(consents, "consents"), key=attrgetter("on", "id")):
        latest[*one.pair, one.proposal.role] = one
    by = {side: frozenset(one.pair for one in latest.values() if side in one.refusing) for side in Side}
    return Refusals(by_helper=by[Side.HELPER], by_household=by[Side.HOUSEHOLD])


def assignments(consents: Iterable[Consent]) -> tuple[Assignment, ...]:
    """
    Who helps whom by what both sides have said, from the day of the second yes to the last day of the term.

    A pair that has ended held until the day before; one that ended on the day on which both agreed never did.
    Several terms of one pair stand one after the other: each consent gives one.

    Returns:
        By household, role, helper and first day: what `ledger` and `due` ask for.

    Raises:
        InvalidInput: One of *consents* is none.

    Example:
        >>> pair = Proposal(household="h-7", helper="m-3", unit="b-1")
        >>> one = Consent(id="k-1", state="agreed", version=3, on=date(2026, 7, 5), proposal=pair,
        ...     agreed=date(2026, 7, 5), until=date(2026, 12, 31))
        >>> [(found.household, found.since, found.until) for found in assignments([one])]
        [('h-7', datetime.date(2026, 7, 5), datetime.date(2026, 12, 31))]
    """
    given = things_of(Consent, consents, "consents")
    found = (_assignment(one, one.agreed) for one in given if one.agreed is not None)
    return tuple(sorted((one for one in found if one is not None), key=in_order))


def _assignment(one: Consent, since: date) -> Assignment | None:
    until = one.until
    if one.state not in IN_FORCE:
        before = one.on - timedelta(days=1)
        until = before if until is None else min(until, before)
    if until is not None and until < since:
        return None
    household, helper = one.pair
    return Assignment(household=household, helper=helper, role=one.proposal.role, since=since, until=until)
