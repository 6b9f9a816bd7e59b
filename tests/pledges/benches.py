"""
How the tables of plaques and pledges are brought to life for the laws of lifecycles.

The way of a pledge is longer than a random walk. So the bench is of a town that takes pledges over from
paper, in whatever state they are: the base with more moves that open a pledge, and all else as it was.
"""

from datetime import timedelta

import attrs
from hypothesis import strategies as st
from tests.laws.lifecycles import DAY, Bench
from tests.pledges.town import GROUP, LAMP, ME, MEMBER, ROAD, TOWNSHIP, evidence, letter, outcomes

from sanliang import Source, Text, pledges
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Row, changed
from sanliang.kernel.overlays import add
from sanliang.notices import Filed, Posted
from sanliang.pledges import BASE, PLAQUE_BASE, Given, Grade, Holder, PlaqueGiven, Result

words = st.sampled_from(["有因", "路已硬化", "未落实"])
ARCHIVE = Source(title="本镇纸质承诺书移交办法")
TAKEN_OVER = ("submitted", "signed", "published", "in_progress", "reported", "evaluated", "rectifying")
PAPER = changed(
    BASE,
    id="from-paper",
    rows=[
        add(
            f"from-paper-{state}",
            Row(
                move=f"from-paper-{state}",
                leaves=(),
                enters=state,
                label=Text("转录纸质承诺", "take over from paper"),
                guards=("own_or_officer",),
                needs=("letter",),
            ),
            source=ARCHIVE,
        )
        for state in TAKEN_OVER
    ],
)


def ending(days, pledger, *items):
    """A letter whose deadlines lie so many days ahead."""
    return letter(*(attrs.evolve(one, deadline=DAY + timedelta(days=days)) for one in items), pledger=pledger)


letters = st.builds(
    ending,
    st.sampled_from([0, 1, 400]),
    st.sampled_from([MEMBER, MEMBER, GROUP]),
    st.just(LAMP),
    st.just(ROAD),
)
drafts = st.builds(Given, letter=letters)


def another(pledge, _by, on):
    """Another letter of the same pledger."""
    days = (on - DAY).days
    return st.builds(
        lambda more, reasons: Given(
            letter=ending(days + more, pledge.letter.pledger, LAMP, ROAD), reasons=reasons
        ),
        st.integers(0, 400),
        words,
    )


def posting(pledge, _by, on):
    """A notice that has been posted today."""
    what = pledges.posting(pledge, place="村务公开栏", period=Period(days=5))
    posted = Posted(
        notice=f"n-{pledge.version}",
        word=what.word,
        thing=what.thing,
        place=what.place,
        period=what.period,
        concerns=what.concerns,
        on=on,
    )
    return st.just(Given(posted=posted))


def filing(pledge, _by, on):
    """The notice of the letter that is to be in force, filed today."""
    paper = pledge.amendment or pledge
    return st.just(Given(filed=Filed(notice=paper.notice, word="pledge", thing=pledge.id, posted=on, on=on)))


def verifying(pledge, _by, _on):
    """Outcomes of all items; half of them find one that was not kept."""
    return st.builds(
        lambda broken, result: Given(outcomes=outcomes(*broken, of=pledge.letter.items, result=result)),
        st.sampled_from([(), ("lamp",)]),
        st.sampled_from([Result.OBJECTIVE, Result.UNFULFILLED]),
    )


def signing(pledge, _by, _on):
    """The signature of somebody who has not signed; where all have, one that comes twice."""
    return st.sampled_from(pledges.unsigned(pledge) or ("m-3",)).map(lambda one: Given(signatory=one))


def reasons(*_):
    """Words."""
    return st.builds(Given, reasons=words)


PLEDGE = Bench(
    name="pledge",
    lifecycle=PAPER,
    openings={"draft": drafts, **{f"from-paper-{state}": drafts for state in TAKEN_OVER}},
    given={
        "revise": another,
        "amend": another,
        "sign": signing,
        "publish": posting,
        "republish": posting,
        "start": filing,
        "resume": filing,
        "progress": lambda _pledge, _by, on: st.sampled_from(["lamp", "road"]).map(
            lambda item: Given(progress=evidence(item, on=on))
        ),
        "verify": verifying,
        "evaluate": lambda *_: st.builds(Given, grade=st.sampled_from(Grade)),
        "rectify": lambda _pledge, _by, on: st.builds(Given, reasons=words, until=st.just(on)),
        **dict.fromkeys(("return", "decline", "reopen", "withdraw", "lapse"), reasons),
    },
    blank=st.none() | st.just(Given()),
    actors=st.sampled_from([TOWNSHIP, TOWNSHIP, TOWNSHIP, ME]),
    days=st.sampled_from([0, 0, 0, 0, 0, 1, 3, -1]),
)

DOOR = Holder(household="h-3", unit="b-1", full_members=("m-3",))
holders = st.sampled_from([DOOR, attrs.evolve(DOOR, full_members=("m-3", "m-4"))])
PLAQUE = Bench(
    name="plaque",
    lifecycle=PLAQUE_BASE,
    openings={"owe": st.just(PlaqueGiven(holder=DOOR))},
    given={
        "hang": lambda *_: st.builds(PlaqueGiven, place=words),
        "star": lambda *_: st.builds(PlaqueGiven, stars=st.integers(0, 10)),
        "withhold": lambda *_: st.builds(PlaqueGiven, reasons=words),
        "remove": lambda *_: st.builds(PlaqueGiven, reasons=words),
        "restore": lambda *_: st.builds(PlaqueGiven, holder=holders),
    },
    blank=st.none() | st.just(PlaqueGiven()),
    actors=st.sampled_from([TOWNSHIP, TOWNSHIP, ME]),
)
