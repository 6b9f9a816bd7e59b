"""Who helps whom: member households and contact households choose each other, and the proof is audited."""

from __future__ import annotations

from datetime import date

import attrs

from sanliang import pairing
from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._sheets import Town
from sanliang.ext.cli._slips import wishes
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.verdicts import Verdict
from sanliang.orgs import Roster
from sanliang.pairing import Pairing, Problem, Why
from sanliang.pledges import PledgerKind

CHOSEN = Phrase(
    "play.chosen",
    "双向选择：联系户 {households} 户，有党员户帮带的 {covered} 户；互选 {chosen} 对，组织安排 {placed} 对；"
    "{audit}",
    "two-way choice: {covered} of {households} contact households have a member's household to help them; "
    "{chosen} pairs chosen by both, {placed} placed by the organisation; {audit}",
)
AUDITED = Text("证明已核对", "certificate audited")
REFUTED = Text("证明核对未通过", "certificate NOT valid")


@attrs.frozen(kw_only=True)
class Helping:
    """
    What came of the two-way choice.

    Attributes:
        on: Its day.
        audited: What the audit says of the pairing and its certificate.
    """

    on: date
    problem: Problem
    pairing: Pairing
    audited: Verdict

    @property
    def households(self) -> int:
        """How many households are to be helped."""
        return len(self.problem.households)

    @property
    def covered(self) -> int:
        """How many of them have all the helpers that they need."""
        left = {one.id for one in self.pairing.unpaired}
        return sum(one.id not in left for one in self.problem.households)

    @property
    def helpers(self) -> int:
        """How many member households help."""
        return len({pair.helper for pair in self.pairing.pairs})

    @property
    def chosen(self) -> int:
        """How many pairs both sides chose."""
        return sum(pair.why is Why.MUTUAL for pair in self.pairing.pairs)

    @property
    def placed(self) -> int:
        """How many pairs the organisation placed."""
        return len(self.pairing.pairs) - self.chosen

    @property
    def sound(self) -> bool:
        """Whether everybody is covered, and the proof holds."""
        return self.audited.ok and self.covered == self.households

    @property
    def says(self) -> Text:
        """The same in a sentence."""
        return CHOSEN.fill(
            households=self.households,
            covered=self.covered,
            chosen=self.chosen,
            placed=self.placed,
            audit=AUDITED if self.audited.ok else REFUTED,
        )


def choose(town: Town) -> Helping:
    """
    Let both sides choose, let the organisation place the rest, and audit what comes of it.

    Raises:
        InvalidInput: A slip or the rules are not as they should be, with the file.
        NotFound: A slip is of somebody who is on neither side, or names somebody who is not on the other.
    """
    choice, acting = town.choice, _acting(town)
    slips = wishes(town.slips, acting)
    with of_file("campaign.toml.pairing"):
        problem = pairing.problem_from(acting, choice.rules, slips, on=choice.on, salt=choice.salt)
    made = pairing.both(problem)
    return Helping(on=choice.on, problem=problem, pairing=made, audited=pairing.audit(problem, made))


def _acting(town: Town) -> Roster:
    """The roster with those members only who act for a household in action: each household counts once."""
    acting = {
        row.by
        for row in town.letters
        if row.pledger_kind is PledgerKind.HOUSEHOLD and row.started <= town.choice.on
    }
    return attrs.evolve(town.roster, members=[one for one in town.roster.members if one.id in acting])
