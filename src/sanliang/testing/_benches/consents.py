"""How the consents of pairs are brought to life."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.pairing import CONSENT_BASE, Consent, ConsentGiven, Proposal
from sanliang.testing._bench import DAY, Bench, Draw, acting, actor, no_wider, one_of, opening_by

CLERK = actor("m-1", "branch_secretary")
HELPER = actor("m-3", "member", unit="b-2")
SPEAKER = actor("m-7", "member")
STRANGER = actor("m-9", "member")

hidden = st.builds(
    Private,
    st.text("路远不便已有亲友", min_size=1, max_size=8),
    salt=st.binary(min_size=16, max_size=16),
)
proposals = st.builds(
    Proposal,
    household=st.just("h-7"),
    helper=st.just("m-3"),
    unit=st.just("b-1"),
    until=st.none() | st.integers(0, 30).map(lambda days: DAY + timedelta(days=days)),
    speakers=st.sampled_from([(), ("m-7",)]),
)


blanks = st.none() | st.builds(ConsentGiven, reason=st.none() | hidden)


def consent(lifecycle: Lifecycle[Consent]) -> Bench:
    """The bench of consents under a table."""
    return Bench(
        name="consent",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.builds(ConsentGiven, proposal=proposals)),
        given={"renew": lambda draw, *_: draw(blanks)},
        fields={
            "proposal": lambda draw, *_: draw(proposals),
            "reason": lambda draw, *_: draw(hidden),
            "discussion": lambda *_: "minutes-7",
            "until": longer,
        },
        blank=blanks,
        actors=acting(lifecycle, CONSENT_BASE, CLERK, CLERK, HELPER, SPEAKER, STRANGER),
        sure=no_wider(lifecycle, CONSENT_BASE),
    )


def longer(draw: Draw, one: Consent, _by: Actor, on: date) -> date:
    """A term that is longer than the one before, and not over yet."""
    return max(on, one.until or on) + timedelta(days=one_of(draw, range(1, 401)))
