"""
Household pairing: two-way choice, full coverage, repair, and a proof of each.

A `Problem` says who may help, who is to be helped, and what both sides wish. `two_way`, `cover` and `both`
solve it; `audit` looks at a result without trusting the solver, `explain` says why this helper and not that
one, and `repair` keeps what stands when somebody leaves. Around them: a town's `Rules`, from which
`problem_from` makes a problem of a roster; consents of both sides; and the contacts that are due.

A name is imported when it is first asked for: whoever keeps contacts does not pay for the solvers.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang.kernel.lifecycles import available, correct, decide, decide_all
    from sanliang.kernel.lifecycles import explain as explain_consent
    from sanliang.pairing._audit import audit
    from sanliang.pairing._change import Change
    from sanliang.pairing._changed import changed
    from sanliang.pairing._consent_rules import (
        CONSENT_BASE,
        CONSENT_KIND,
        apply_consent,
        ask,
        expiring,
        in_force,
        replay_consent,
    )
    from sanliang.pairing._consents import (
        Answer,
        Consent,
        ConsentGiven,
        ConsentMove,
        ConsentState,
        Proposal,
        Refusals,
        Said,
        Side,
        assignments,
        refusals,
    )
    from sanliang.pairing._contacts import (
        Contact,
        Contacted,
        ContactKind,
        ContactReversed,
        Contacts,
        apply_contact,
        contact,
        replay_contacts,
        reverse_contact,
    )
    from sanliang.pairing._cover import both, cost, cover
    from sanliang.pairing._explain import explain
    from sanliang.pairing._ledger import LedgerRow, due, ledger, missed
    from sanliang.pairing._lots import Lots
    from sanliang.pairing._pairing import (
        Certificate,
        Key,
        Pair,
        Pairing,
        Policy,
        Prices,
        Proposing,
        Shortage,
        Unpaired,
        Why,
    )
    from sanliang.pairing._policy import Kin, Match, Near, Rank, Rules, Seats
    from sanliang.pairing._problem import Absence, Helper, Household, Problem
    from sanliang.pairing._problem_from import Struck, WhyStruck, problem_from, struck
    from sanliang.pairing._records import FACTS, as_records
    from sanliang.pairing._repair import Repaired, repair
    from sanliang.pairing._schedule import Assignment, Schedule, assigned
    from sanliang.pairing._two_way import two_way
    from sanliang.pairing._weights import Weights, weights
    from sanliang.pairing._wire import (
        read_change,
        read_problem,
        read_result,
        write_change,
        write_problem,
        write_result,
    )
    from sanliang.pairing._wishes import Wishes

# Where each name lives, and what it is called there if that is something else.
_HOMES = {
    "CONSENT_BASE": ("pairing._consent_rules", "CONSENT_BASE"),
    "CONSENT_KIND": ("pairing._consent_rules", "CONSENT_KIND"),
    "FACTS": ("pairing._records", "FACTS"),
    "Absence": ("pairing._problem", "Absence"),
    "Answer": ("pairing._consents", "Answer"),
    "Assignment": ("pairing._schedule", "Assignment"),
    "Certificate": ("pairing._pairing", "Certificate"),
    "Change": ("pairing._change", "Change"),
    "Consent": ("pairing._consents", "Consent"),
    "ConsentGiven": ("pairing._consents", "ConsentGiven"),
    "ConsentMove": ("pairing._consents", "ConsentMove"),
    "ConsentState": ("pairing._consents", "ConsentState"),
    "Contact": ("pairing._contacts", "Contact"),
    "ContactKind": ("pairing._contacts", "ContactKind"),
    "ContactReversed": ("pairing._contacts", "ContactReversed"),
    "Contacted": ("pairing._contacts", "Contacted"),
    "Contacts": ("pairing._contacts", "Contacts"),
    "Helper": ("pairing._problem", "Helper"),
    "Household": ("pairing._problem", "Household"),
    "Key": ("pairing._pairing", "Key"),
    "Kin": ("pairing._policy", "Kin"),
    "LedgerRow": ("pairing._ledger", "LedgerRow"),
    "Lots": ("pairing._lots", "Lots"),
    "Match": ("pairing._policy", "Match"),
    "Near": ("pairing._policy", "Near"),
    "Pair": ("pairing._pairing", "Pair"),
    "Pairing": ("pairing._pairing", "Pairing"),
    "Policy": ("pairing._pairing", "Policy"),
    "Prices": ("pairing._pairing", "Prices"),
    "Problem": ("pairing._problem", "Problem"),
    "Proposal": ("pairing._consents", "Proposal"),
    "Proposing": ("pairing._pairing", "Proposing"),
    "Rank": ("pairing._policy", "Rank"),
    "Refusals": ("pairing._consents", "Refusals"),
    "Repaired": ("pairing._repair", "Repaired"),
    "Rules": ("pairing._policy", "Rules"),
    "Said": ("pairing._consents", "Said"),
    "Schedule": ("pairing._schedule", "Schedule"),
    "Seats": ("pairing._policy", "Seats"),
    "Shortage": ("pairing._pairing", "Shortage"),
    "Side": ("pairing._consents", "Side"),
    "Struck": ("pairing._problem_from", "Struck"),
    "Unpaired": ("pairing._pairing", "Unpaired"),
    "Weights": ("pairing._weights", "Weights"),
    "Why": ("pairing._pairing", "Why"),
    "WhyStruck": ("pairing._problem_from", "WhyStruck"),
    "Wishes": ("pairing._wishes", "Wishes"),
    "apply_consent": ("pairing._consent_rules", "apply_consent"),
    "apply_contact": ("pairing._contacts", "apply_contact"),
    "as_records": ("pairing._records", "as_records"),
    "ask": ("pairing._consent_rules", "ask"),
    "assigned": ("pairing._schedule", "assigned"),
    "audit": ("pairing._audit", "audit"),
    "available": ("kernel.lifecycles", "available"),
    "both": ("pairing._cover", "both"),
    "changed": ("pairing._changed", "changed"),
    "contact": ("pairing._contacts", "contact"),
    "correct": ("kernel.lifecycles", "correct"),
    "cost": ("pairing._cover", "cost"),
    "cover": ("pairing._cover", "cover"),
    "decide": ("kernel.lifecycles", "decide"),
    "decide_all": ("kernel.lifecycles", "decide_all"),
    "due": ("pairing._ledger", "due"),
    "expiring": ("pairing._consent_rules", "expiring"),
    "explain": ("pairing._explain", "explain"),
    "explain_consent": ("kernel.lifecycles", "explain"),
    "in_force": ("pairing._consent_rules", "in_force"),
    "ledger": ("pairing._ledger", "ledger"),
    "missed": ("pairing._ledger", "missed"),
    "problem_from": ("pairing._problem_from", "problem_from"),
    "read_change": ("pairing._wire", "read_change"),
    "read_problem": ("pairing._wire", "read_problem"),
    "read_result": ("pairing._wire", "read_result"),
    "assignments": ("pairing._consents", "assignments"),
    "refusals": ("pairing._consents", "refusals"),
    "repair": ("pairing._repair", "repair"),
    "replay_consent": ("pairing._consent_rules", "replay_consent"),
    "replay_contacts": ("pairing._contacts", "replay_contacts"),
    "reverse_contact": ("pairing._contacts", "reverse_contact"),
    "struck": ("pairing._problem_from", "struck"),
    "two_way": ("pairing._two_way", "two_way"),
    "weights": ("pairing._weights", "weights"),
    "write_change": ("pairing._wire", "write_change"),
    "write_problem": ("pairing._wire", "write_problem"),
    "write_result": ("pairing._wire", "write_result"),
}

__all__ = [
    "CONSENT_BASE",
    "CONSENT_KIND",
    "FACTS",
    "Absence",
    "Answer",
    "Assignment",
    "Certificate",
    "Change",
    "Consent",
    "ConsentGiven",
    "ConsentMove",
    "ConsentState",
    "Contact",
    "ContactKind",
    "ContactReversed",
    "Contacted",
    "Contacts",
    "Helper",
    "Household",
    "Key",
    "Kin",
    "LedgerRow",
    "Lots",
    "Match",
    "Near",
    "Pair",
    "Pairing",
    "Policy",
    "Prices",
    "Problem",
    "Proposal",
    "Proposing",
    "Rank",
    "Refusals",
    "Repaired",
    "Rules",
    "Said",
    "Schedule",
    "Seats",
    "Shortage",
    "Side",
    "Struck",
    "Unpaired",
    "Weights",
    "Why",
    "WhyStruck",
    "Wishes",
    "apply_consent",
    "apply_contact",
    "as_records",
    "ask",
    "assigned",
    "assignments",
    "audit",
    "available",
    "both",
    "changed",
    "contact",
    "correct",
    "cost",
    "cover",
    "decide",
    "decide_all",
    "due",
    "expiring",
    "explain",
    "explain_consent",
    "in_force",
    "ledger",
    "missed",
    "problem_from",
    "read_change",
    "read_problem",
    "read_result",
    "refusals",
    "repair",
    "replay_consent",
    "replay_contacts",
    "reverse_contact",
    "struck",
    "two_way",
    "weights",
    "write_change",
    "write_problem",
    "write_result",
]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all

    def __getattr__(name):
        """Import what is asked for, once."""
        from importlib import import_module  # noqa: PLC0415

        if name not in _HOMES:
            raise AttributeError(f"module 'sanliang.pairing' has no attribute {name!r}", name=name)
        module, known_as = _HOMES[name]
        value = globals()[name] = getattr(import_module(f"sanliang.{module}"), known_as)
        return value


def __dir__() -> list[str]:
    return __all__
