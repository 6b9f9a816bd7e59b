"""A pledge begun under one revision goes on under it, or is moved to the next by a recorded decision."""

from datetime import date
from functools import lru_cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.concerns.town import TOWN as CONCERNS
from tests.concerns.town import log_of
from tests.pledges.town import AT, DAY, ME, TOWNSHIP, VILLAGER, after, at, goods, story
from tests.townships.folders import HEAD, change, folder

from sanliang import InvalidInput, Log, NotInForce, Refused, SanliangError, Text, pledges, serial
from sanliang.kernel.lifecycles import Fork, Moved, Node, Row
from sanliang.kernel.overlays import add, drop, replace
from sanliang.kernel.sources import Source
from sanliang.townships import (
    Layer,
    Stated,
    adopt,
    base,
    describe,
    in_force,
    load,
    may_adopt,
    overlay,
    read,
    revision_of,
)

LAW = Source(title="办法")
ROWS = {row.name: row for row in base().pledging.rows}
WHO = {one.id: one for one in (TOWNSHIP, ME)}


def row(name, **more):
    """A row of the base with something else in it."""
    return replace(f"rows.{name}", attrs.evolve(ROWS[name], **more), source=LAW)


PASSED = (
    add("nodes.passed", Node(code="passed", label=Text("大会通过", "passed")), source=LAW),
    add(
        "rows.pass",
        Row(move="pass", leaves=("approved",), enters="passed", label=Text("通过", "pass")),
        source=LAW,
    ),
    row("sign", leaves=("passed",), enters=Fork(by="signatures", to={"all": "signed", "some": "passed"})),
)
UNCOMMENDED = (
    drop("rows.commend", source=LAW),
    row("consolidate", leaves=("evaluated",)),
    drop("nodes.commended", source=LAW),
)
STRICTER = (
    replace("settings.least_member", 3, source=LAW),
    row("submit", roles=frozenset({"township_secretary"})),
    row("approve", needs=("reasons",)),
)
VARIANTS = {"passed": PASSED, "uncommended": UNCOMMENDED, "stricter": STRICTER, "same": ()}


@lru_cache
def town(variant="same", since=None, id="qingshan"):
    """A revision of a town."""
    changes = tuple(Stated(part="pledge", change=one) for one in VARIANTS[variant])
    return overlay(base(), Layer(id=id, name=Text("青山镇"), since=since, changes=changes))


FIRST = town()
DAYS = tuple(after(days) for days in (1, 20, 60))
variants = st.sampled_from(sorted(VARIANTS))


@st.composite
def later(draw, least=0):
    """Later revisions of the town."""
    days = draw(st.lists(st.sampled_from(DAYS), min_size=least, unique=True))
    return tuple(town(draw(variants), one) for one in days)


def step(one, data):
    """Make one move that can be made; nothing where what was drawn cannot."""
    by = data.draw(st.sampled_from([TOWNSHIP, ME]), label="by")
    on = max(one.day, data.draw(st.sampled_from([DAY, *DAYS]), label="on"))
    moves = pledges.available(one.pledge, by=by, on=on, under=one.under)
    moves = [move for move in moves if move not in {"withdraw", "lapse", "correct"}]
    if not moves:
        return
    move = data.draw(st.sampled_from(moves), label="move")
    try:
        one.go(move, by, on=on, **{"reasons": "有因", **goods(one, move)})
    except SanliangError:
        return


def again(events, under):
    """The same decisions once more, each under what holds for the events before it."""
    done = [events[0]]
    for event in events[1:]:
        lifecycle = under(done)
        ask = {"by": WHO[event.by], "on": event.on, "given": event.given}
        done.append(pledges.decide(pledges.replay(done), event.move, under=lifecycle, **ask))
    return tuple(done)


@pytest.mark.promise("T4")
@given(more=later(), data=st.data())
def test_a_pledge_ends_the_same_whatever_later_revisions_say(more, data):
    """Every decision on a pledge is the one that its first revision gives, with and without later ones."""
    one = story(under=FIRST.pledging)
    for _ in range(data.draw(st.integers(0, 8), label="steps")):
        one.under = revision_of(one.log, [*more, FIRST]).pledging
        step(one, data)

    assert FIRST == revision_of(one.log, [FIRST, *more]) == revision_of(one.log, [FIRST])
    assert one.log.events == again(one.log.events, lambda done: revision_of(done, [FIRST]).pledging)


@pytest.mark.promise("T4")
@given(
    new=variants, more=later(), before=st.sampled_from(["drafted", "approved", "in_progress"]), data=st.data()
)
def test_after_the_move_a_pledge_follows_the_next(new, more, before, data):
    """From the decision on, and not before, what the next revision says holds, whatever comes after that."""
    following = town(new, after(10))
    revisions = [FIRST, following, *(one for one in more if one.since > after(10))]
    one = at(before, under=FIRST.pledging)
    day = max(one.day, after(12))
    known = [one for one in revisions if (one.since or DAY) <= day]
    event = adopt(one.log, known, by=TOWNSHIP, on=day, why="镇党委会议决定")
    was = one.pledge
    one.take(event)

    assert in_force(known, on=day) == revision_of(one.log, revisions)
    assert (was.state, was.letter, was.version + 1) == (
        one.pledge.state,
        one.pledge.letter,
        one.pledge.version,
    )
    one.under = revision_of(one.log, revisions).pledging
    length = len(one.log)
    for _ in range(data.draw(st.integers(0, 4), label="steps")):
        step(one, data)
    done = list(one.log.events[:length])
    for event in one.log.events[length:]:
        ask = {"by": WHO[event.by], "on": event.on, "given": event.given}
        assert event == pledges.decide(
            pledges.replay(done), event.move, under=in_force(known, on=day).pledging, **ask
        )
        done.append(event)
    assert in_force(known, on=day) == revision_of(one.log, revisions)


@given(more=later(least=1), on=st.integers(-5, 100).map(after))
def test_the_last_revision_that_has_begun_is_in_force(more, on):
    """The order in which revisions are given says nothing; the day says it all."""
    begun = [one for one in more if one.since <= on]

    assert (max(begun, key=lambda one: one.since) if begun else FIRST) == in_force([*more, FIRST], on=on)
    assert in_force([FIRST, *more], on=on) == in_force([*reversed(more), FIRST], on=on)


def test_before_the_first_revision_none_is_in_force():
    """There is no default for a day on which the town had no revision."""
    with pytest.raises(NotInForce):
        in_force([town("same", DAYS[0])], on=DAY)
    with pytest.raises(NotInForce):
        revision_of(story().log, [town("same", DAYS[0])])


def test_revisions_are_of_one_town_and_of_different_days():
    """What is no town, none at all, another town's, and two of one day: each has its path."""
    for wrong, path, code in (
        ([], "revisions", "revision.none"),
        (["town"], "revisions[0]", "value.kind"),
        ([FIRST, town(id="other", since=DAY)], "revisions[1].id", "revision.town"),
        ([FIRST, town("stricter")], "revisions[1].since", "revision.same_day"),
        ([town("same", DAY), town("passed", DAY)], "revisions[1].since", "revision.same_day"),
    ):
        with pytest.raises(InvalidInput) as caught:
            in_force(wrong, on=DAY)
        assert (path, code) == (caught.value.path, caught.value.code)
    with pytest.raises(InvalidInput):
        in_force([FIRST], on="2026-07-01")
    for log in ((), Log.begin("p-1")):
        with pytest.raises(InvalidInput) as caught:
            revision_of(log, [FIRST])
        assert ("log", "revision.no_events") == (caught.value.path, caught.value.code)


def test_the_decision_is_recorded_by_an_actor_with_a_reason_and_a_day():
    """It is an event of the pledge's log: stored, chained and read back like any other."""
    one = at("approved", under=FIRST.pledging)
    event = adopt(
        iter(one.log.events), [FIRST, town("passed", DAYS[0])], by=TOWNSHIP, on=DAYS[0], why="决定改用"
    )
    log = one.log.append(event, by=event.by, at=AT, expected=one.log.head)

    assert ("adopt_revision", "approved", "approved", "m-20", DAYS[0], "决定改用") == (
        event.move,
        event.leaves,
        event.enters,
        event.by,
        event.on,
        event.given.reasons,
    )
    assert event == serial.loads(serial.dumps(event, audience="ledger"), Moved)
    moved = pledges.replay(log)
    assert "pass" in pledges.available(
        moved, by=TOWNSHIP, on=DAYS[0], under=revision_of(log, [FIRST, town("passed", DAYS[0])]).pledging
    )
    with pytest.raises(InvalidInput):
        adopt(one.log, [FIRST, town("passed", DAYS[0])], by=TOWNSHIP, on=DAYS[0], why=" ")


def test_a_decision_that_was_struck_out_does_not_count():
    """Corrected away, the pledge is under its first revision again; it was never edited."""
    one = at("drafted", under=FIRST.pledging)
    revisions = [FIRST, town("passed", DAYS[0])]
    one.take(adopt(one.log, revisions, by=TOWNSHIP, on=DAYS[0], why="决定改用"))
    assert revisions[1] == revision_of(one.log, revisions)

    under = revisions[1].pledging
    one.take(pledges.correct(one.log, 2, by=TOWNSHIP, on=DAYS[1], under=under, why="会议没有决定"))
    assert FIRST == revision_of(one.log, revisions)


@pytest.mark.parametrize(
    ("before", "revisions", "by", "on", "codes"),
    [
        ("commended", [town("uncommended", after(100))], TOWNSHIP, after(100), ["revision.state"]),
        ("withdrawn", [town("passed", DAYS[0])], TOWNSHIP, DAYS[0], ["revision.ended"]),
        ("drafted", [town("passed", DAYS[1])], TOWNSHIP, DAYS[0], ["revision.not_newer"]),
        ("drafted", [], TOWNSHIP, DAYS[0], ["revision.not_newer"]),
        ("drafted", [town("passed", DAYS[0])], ME, DAYS[0], ["move.role", "pledge.own"]),
        ("drafted", [town("passed", DAYS[0])], VILLAGER, DAYS[0], ["move.role"]),
        ("in_progress", [town("passed", DAYS[0])], TOWNSHIP, DAYS[0], ["move.day"]),
    ],
)
def test_what_speaks_against_a_move_is_all_said(before, revisions, by, on, codes):
    """No such state in the next, an end, nothing newer, an actor who may not, a day gone by: refused."""
    one = at(before, under=FIRST.pledging)
    verdict = may_adopt(one.log, [FIRST, *revisions], by=by, on=on)

    assert codes == [*verdict.codes][: len(codes)]
    assert all(why.text("zh") and why.text("en") for why in verdict.reasons)
    with pytest.raises(Refused) as caught:
        adopt(one.log, [FIRST, *revisions], by=by, on=on, why="决定改用")
    assert verdict == caught.value.verdict
    assert one.log == at(before, under=FIRST.pledging).log


def test_every_reason_is_said_at_once():
    """Whoever asks learns all of it: no such state, and who decides."""
    one = at("commended", under=FIRST.pledging)
    verdict = may_adopt(one.log, [FIRST, town("uncommended", DAYS[2])], by=VILLAGER, on=DAYS[2])

    assert {"revision.state", "move.role"} <= {*verdict.codes}
    assert "commended, which is no state of the next revision" in verdict.text("en")
    assert may_adopt(at("evaluated").log, [FIRST, town("uncommended", DAYS[2])], by=TOWNSHIP, on=DAYS[2]).ok


def test_a_state_that_cannot_be_reached_is_in_no_revision():
    """That is refused before: a town with such a state is no town."""
    with pytest.raises(InvalidInput) as caught:
        overlay(
            base(),
            Layer(
                id="q",
                name=Text("镇"),
                changes=[Stated(part="pledge", change=drop("rows.commend", source=LAW))],
            ),
        )
    assert {("pledge.nodes.commended", "lifecycle.unreachable")} == {
        (fault.path, fault.code) for fault in caught.value.faults
    }


def test_where_nobody_may_correct_nobody_decides():
    """A town that drops the move `correct` has nobody who may move its pledges."""
    locked = (Stated(part="pledge", change=drop("rows.correct", source=LAW)),)
    first = overlay(base(), Layer(id="qingshan", name=Text("青山镇"), changes=locked))

    verdict = may_adopt(story().log, [first, town("passed", DAYS[0])], by=TOWNSHIP, on=DAYS[0])
    assert ("revision.nobody",) == verdict.codes
    assert "pledge" in verdict.text("en")


def test_a_word_whose_moves_carry_no_reasons_ends_as_it_began():
    """A concern has no place for the reason of such a decision, so it stays where it is."""
    log = log_of("sorted")
    verdict = may_adopt(log, [FIRST, town("passed", after(0))], by=CONCERNS, on=after(1))

    assert "revision.no_reasons" in verdict.codes
    assert "a concern" in verdict.text("en")
    asked = Moved(word="consent", thing="x", move="ask", leaves="", enters="asked", by="m-1", on=DAY)
    assert FIRST == revision_of([asked], [FIRST])
    with pytest.raises(InvalidInput) as caught:
        may_adopt([asked], [FIRST, town("passed", DAYS[0])], by=TOWNSHIP, on=DAYS[0])
    assert ("log", "township.guard_word") == (caught.value.path, caught.value.code)


def test_a_folder_says_from_which_day_it_is_in_force(tmp_path):
    """The day stands in the file and on the page; a town over a county is in force from the later of both."""
    county = load(
        folder(tmp_path / "a", head="since = 2027-01-01\n" + HEAD.replace("qingshan", "huaining", 1))
    )
    for since, expected in (("2026-07-01", date(2027, 1, 1)), ("2028-01-01", date(2028, 1, 1))):
        path = folder(tmp_path / since, head=f'base = "huaining"\nsince = {since}\n' + HEAD)
        one = load(path, over=county)
        assert (date.fromisoformat(since), expected) == (read(path, over=county).since, one.since)
        assert f"In force from {expected}." in describe(one).text("en")
        assert f"自 {expected} 起施行。" in describe(one).text("zh")
    assert county.since == overlay(county, Layer(id="q", name=Text("镇"), over=["huaining"])).since
    assert base().since is None
    with pytest.raises(InvalidInput) as caught:
        load(folder(tmp_path / "b", head='since = "2027-01-01"\n' + HEAD))
    assert ("township.toml:1: since", "book.day") == (caught.value.path, caught.value.code)


def test_the_move_to_the_next_revision_is_no_row_of_a_table(tmp_path):
    """A town's own move cannot be taken for such a decision."""
    value = '{ leaves = ["approved"], enters = "signed", label = "改", move = "adopt_revision" }'
    with pytest.raises(InvalidInput) as caught:
        load(folder(tmp_path, change("pledge", "add", "rows.x", value)))
    assert ("township.toml:12: pledge[0].value.move", "township.reserved") == (
        caught.value.path,
        caught.value.code,
    )
