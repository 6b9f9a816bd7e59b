"""Faults in pairing: in a town's own rules, and in who is paired."""

from types import SimpleNamespace

import attrs
from tests.testing.faults.plant import Fault, always, in_turns
from tests.townships.folders import change

from sanliang import pairing
from sanliang.kernel.verdicts import Verdict
from sanliang.pairing import _problem
from sanliang.testing._laws import pairing as of_pairing


def rules(name, says, tells, key, value):
    """A fault in the rules of a town."""
    return Fault(
        code=f"pairing.{name}", says=says, caught=("check",), tells=tells,
        changes=(change("pairing", "replace", key, value),),
    )  # fmt: skip


def engine(name, says, law, tells, *swaps, **more):
    """A fault in who is paired with whom."""
    caught = (f"law:pairing.{law}:town",)
    return Fault(code=f"pairing.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


def nobody(_right):
    """Nobody is paired, and nothing is proven."""

    def wrong(_town, problem):
        made = pairing.both(problem)
        return attrs.evolve(made, pairs=(), certificate=attrs.evolve(made.certificate, shortages=()))

    return wrong


def changed(change):
    """A pairing that was changed afterwards."""

    def swap(right):
        def wrong(town, problem):
            made = right(town, problem)
            return SimpleNamespace(keys=change(made.keys), certificate=made.certificate)

        return wrong

    return swap


def again(keys):
    """Each pair with the helpers one further."""
    helpers = sorted({key.helper for key in keys})
    return tuple(key._replace(helper=helpers[0]) for key in keys)


def needless(keys):
    """Each household has one more helper than it needs, whom nobody knows."""
    return (*keys, *(key._replace(helper="m-99") for key in keys))


def without_first(right):
    """A pairing that lacks one pair."""

    def wrong(town, problem):
        made = right(town, problem)
        return attrs.evolve(made, pairs=made.pairs[1:])

    return wrong


def will_ignored(right):
    """A problem in which nobody refuses anybody."""

    def wrong(roster, rules, wishes, *, on):
        return right(roster, rules, attrs.evolve(wishes, households_refuse={}), on=on)

    return wrong


FAULTS = (
    rules("room", "nobody has room for a household", "pairing.ranks", "ranks",
          "[{ code = 'member', room = { helper = 0 } }]"),
    rules("near", "nobody is near to anybody", "pairing.near", "near", "[]"),
    rules("policy", "choice alone is to cover those who must be covered", "pairing.policy", "policy",
          '"two-way"'),
    engine("nobody", "nobody is paired, and no shortage is proven", "covered", "no shortage is proven",
           (of_pairing, "paired_by", nobody)),
    engine("short", "a pair is left out", "audited", "the audit says no",
           (of_pairing, "paired_by", without_first)),
    engine("audit", "the audit finds something", "audited", "the audit says no",
           (of_pairing, "audit", always(Verdict(ok=False)))),
    engine("twice", "a pair is made two times", "once", "paired twice",
           (of_pairing, "paired_by", changed(lambda keys: (*keys, *keys)))),
    engine("crowded", "one helper has everybody", "once", "and has more",
           (of_pairing, "paired_by", changed(again)), times=60),
    engine("needless", "a household has more helpers than it needs", "once", "and has more",
           (of_pairing, "paired_by", changed(needless))),
    engine("refused", "a household is paired with whom it refuses", "once", "against the will",
           (of_pairing, "problem_from", will_ignored), times=100),
    engine("moody", "the same problem is solved in two ways", "determined", "solved in two ways",
           (of_pairing, "paired_by", in_turns(lambda made: None))),
    engine("in_line", "a problem keeps its rows in the order in which they come", "determined",
           "the rows of the problem in another order make another problem",
           (_problem, "by_id", always(""))),
)  # fmt: skip
