"""How the table of consents is brought to life for the laws of lifecycles."""

from datetime import timedelta

from hypothesis import strategies as st
from tests.laws.lifecycles import DAY, Bench

from sanliang import Actor, Private
from sanliang.pairing._consent_rules import CONSENT_BASE
from sanliang.pairing._consents import ConsentGiven, Proposal

CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
HELPER = Actor(id="m-3", roles={"member"}, unit="b-2")
SPEAKER = Actor(id="m-7", roles={"member"}, unit="b-1")
STRANGER = Actor(id="m-9", roles={"member"}, unit="b-1")

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
answers = st.none() | st.builds(ConsentGiven, reason=st.none() | hidden)


def renewing(consent, _by, on):
    """A term that is longer than the one before, and not over yet."""
    last = max(on, consent.until or on)
    return st.integers(1, 400).map(lambda days: ConsentGiven(until=last + timedelta(days=days)))


CONSENT = Bench(
    name="consent",
    lifecycle=CONSENT_BASE,
    openings={"ask": st.builds(ConsentGiven, proposal=proposals)},
    given={
        "renew": renewing,
        "end": lambda *_: st.builds(ConsentGiven, reason=hidden, discussion=st.just("minutes-7")),
    },
    blank=answers,
    actors=st.sampled_from([CLERK, CLERK, HELPER, SPEAKER, STRANGER]),
)
