"""How plaques and pledges are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import pledges
from sanliang.calendars import Period
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, Row, changed
from sanliang.kernel.overlays import add
from sanliang.kernel.sources import Source
from sanliang.notices import Filed, Posted
from sanliang.pledges import (
    Given,
    Grade,
    Holder,
    Item,
    Letter,
    Outcome,
    Plaque,
    PlaqueGiven,
    Pledge,
    PledgeKind,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)
from sanliang.testing._bench import DAY, Bench, Draw, acting, actor, no_wider, one_of, opening_by

ME = actor("m-3", "member")
TOWNSHIP = actor("m-20", "member", "township_secretary", unit="t-1", scope={"t-1", "b-1", "b-2"})
MEMBER = Pledger(kind=PledgerKind.MEMBER, id="m-3", unit="b-1")
GROUP = Pledger(kind=PledgerKind.GROUP, id="g-1", unit="b-1", signatories=("m-3", "m-4"))
LAMP = Item(
    id="lamp", deed="修路灯", deadline=DAY, measure="盏", quantity=6, beneficiary="全组", witness="v-2"
)
ROAD = Item(id="road", deed="扫村道", deadline=DAY)
SWEPT = attrs.evolve(ROAD, measure="次", quantity=12)
DOOR = Holder(household="h-3", unit="b-1", full_members=("m-3",))

ARCHIVE = Source(title="纸质承诺书移交")
TAKEN_OVER = ("submitted", "signed", "published", "in_progress", "reported", "evaluated", "rectifying")

words = st.sampled_from(["有因", "路已硬化", "未落实"])
roads = st.sampled_from([ROAD, SWEPT])
month, year = st.integers(0, 30), st.integers(0, 400)
results = st.sampled_from([Result.FULFILLED, Result.FULFILLED, Result.OBJECTIVE, Result.UNFULFILLED])
grades = st.sampled_from(Grade)


def from_paper(lifecycle: Lifecycle[Pledge]) -> Lifecycle[Pledge]:
    """
    The same table with moves that take a pledge over from paper, in whatever state it is.

    The way of a pledge is longer than a random walk; so some walks begin in the middle of it.
    """
    states = [state for state in TAKEN_OVER if state in lifecycle.node]
    rows = (
        Row(
            move=f"from-paper-{state}",
            leaves=(),
            enters=state,
            label=Text("转录纸质承诺", "take over from paper"),
            guards=("own_or_officer",),
            needs=("letter",),
        )
        for state in states
    )
    return changed(lifecycle, id=lifecycle.id, rows=[add(row.name, row, source=ARCHIVE) for row in rows])


def pledge(lifecycle: Lifecycle[Pledge]) -> Bench:
    """The bench of pledges under a table."""
    drafts = letters(lifecycle).map(lambda letter: Given(letter=letter))
    return Bench(
        name="pledge",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, drafts),
        given={
            **dict.fromkeys(("revise", "amend"), partial(another, lifecycle)),
        },
        fields={
            "letter": lambda draw, *of: another(lifecycle, draw, *of).letter,
            "plaque": lambda _draw, one, *_: hung(one),
            "reasons": lambda draw, *_: draw(words),
            "signatory": lambda draw, one, *_: one_of(draw, pledges.unsigned(one) or ("m-3",)),
            "posted": posting,
            "filed": filing,
            "progress": evidence,
            "outcomes": outcomes,
            "grade": lambda draw, *_: draw(grades),
            "until": lambda draw, _one, _by, on: on + timedelta(days=draw(month)),
        },
        blank=st.sampled_from([None, Given()]),
        actors=acting(lifecycle, pledges.BASE, TOWNSHIP, TOWNSHIP, TOWNSHIP, ME),
        days=st.sampled_from([0, 0, 0, 0, 0, 1, 3, -1]),
        sure=no_wider(lifecycle, pledges.BASE),
    )


def _items(lifecycle: Lifecycle[Pledge], kind: PledgerKind, on: date, road: Item) -> Iterator[Item]:
    """As many items as the town wants of this kind of pledger, at least two where it may be so many."""
    least, most = lifecycle.number(f"least_{kind}"), lifecycle.number("most_items")
    for place in range(max(least, min(2, most))):
        item = (LAMP, road)[place] if place < 2 else attrs.evolve(road, id=f"road-{place}")
        yield attrs.evolve(item, deadline=on)


def letter(lifecycle: Lifecycle[Pledge], pledger: Pledger, deadline: date, road: Item = ROAD) -> Letter:
    """A letter of a pledger, all of it for one day; *road* is swept, or swept so many times."""
    items = tuple(_items(lifecycle, pledger.kind, deadline, road))
    return Letter(pledger=pledger, kind=PledgeKind.ANNUAL, items=items)


def letters(lifecycle: Lifecycle[Pledge]) -> SearchStrategy[Letter]:
    """Letters of a member or a group, for today, tomorrow or next year; in some all can be counted."""
    return st.builds(
        lambda days, pledger, road: letter(lifecycle, pledger, DAY + timedelta(days=days), road),
        st.sampled_from([0, 1, 400]),
        st.sampled_from([MEMBER, MEMBER, GROUP]),
        roads,
    )


def another(lifecycle: Lifecycle[Pledge], draw: Draw, one: Pledge, _by: Actor, on: date) -> Given:
    """Another letter of the same pledger, and why."""
    deadline = max(on, DAY) + timedelta(days=draw(year))
    return Given(
        letter=letter(lifecycle, one.letter.pledger, deadline, draw(roads)),
        reasons=draw(words),
    )


def hung(one: Pledge) -> Plaque:
    """A plaque that hangs at the pledger's door."""
    pledger = one.letter.pledger
    holder = Holder(household=pledger.id, unit=pledger.unit, full_members=pledger.signatories)
    return Plaque(id="q-1", state="hung", version=1, on=DAY, holder=holder)


def posting(_draw: Draw, one: Pledge, _by: Actor, on: date) -> Posted:
    """A notice that has been posted today."""
    what = pledges.posting(one, place="村务公开栏", period=Period(days=5))
    return Posted(
        notice=f"n-{one.version}",
        word=what.word,
        thing=what.thing,
        place=what.place,
        period=what.period,
        concerns=what.concerns,
        on=on,
    )


def filing(_draw: Draw, one: Pledge, _by: Actor, on: date) -> Filed:
    """The notice of the letter that is to be in force, filed today."""
    paper = one.amendment or one
    return Filed(notice=paper.notice, word="pledge", thing=one.id, posted=on, on=on)


def evidence(draw: Draw, one: Pledge, _by: Actor, on: date) -> Progress:
    """Evidence of one of the items, of today; of one without any, as long as there is one."""
    shown = {each.item for each in one.progress}
    items = [item.id for item in one.letter.items]
    bare = [item for item in items if item not in shown]
    return Progress(item=one_of(draw, bare or items), on=on, says="已办")


def outcomes(draw: Draw, one: Pledge, _by: Actor, _on: date) -> tuple[Outcome, ...]:
    """Outcomes of all items; half of them find the first one not kept."""
    first, *others = (item.id for item in one.letter.items)
    kept = (Outcome(item=item, result=Result.FULFILLED, says="查看属实") for item in others)
    return (Outcome(item=first, result=draw(results), says="查看属实"), *kept)


holders = st.sampled_from([DOOR, attrs.evolve(DOOR, full_members=("m-3", "m-4"))])


def plaque(lifecycle: Lifecycle[Plaque]) -> Bench:
    """The bench of plaques under a table."""
    return Bench(
        name="plaque",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(PlaqueGiven(holder=DOOR))),
        given={"restore": lambda draw, *_: PlaqueGiven(holder=draw(holders))},
        fields={
            "holder": lambda draw, *_: draw(holders),
            "place": lambda draw, *_: draw(words),
            "stars": lambda draw, *_: one_of(draw, range(11)),
            "reasons": lambda draw, *_: draw(words),
        },
        blank=st.sampled_from([None, PlaqueGiven()]),
        actors=acting(lifecycle, pledges.PLAQUE_BASE, TOWNSHIP, TOWNSHIP, ME),
        sure=no_wider(lifecycle, pledges.PLAQUE_BASE),
    )
