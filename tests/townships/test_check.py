"""What is wrong or doubtful in a town that holds together is found, all at once."""

import attrs
import pytest
from tests.townships.folders import BOOK, change, folder

from sanliang import Source, Text
from sanliang.calendars import Period
from sanliang.kernel.overlays import add, drop, replace
from sanliang.pairing import Near, Policy, Rank, Seats
from sanliang.rulebooks import loads
from sanliang.townships import Layer, Stated, base, check, is_doubtful, load, overlay

LAW = Source(title="办法")


def town(*changes):
    """The base with changes of parts."""
    stated = tuple(Stated(part=part, change=one) for part, one in changes)
    return overlay(base(), Layer(id="qingshan", name=Text("青山镇"), changes=stated))


def found(one):
    """Where something is wrong or doubtful, and with which code."""
    return [(reason.path, reason.code) for reason in check(one).reasons]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([replace("policy", Policy.TWO_WAY, source=LAW)], [("pairing.policy", "township.pairing_policy")]),
        ([replace("ranks", (Rank(room=0),), source=LAW)], [("pairing.ranks", "township.pairing_room")]),
        (
            [drop("near", source=LAW), add("near", (), source=LAW)],
            [("pairing.near", "township.pairing_near")],
        ),
        (
            [replace("ranks", (Rank(), Rank(posts=["x"])), source=LAW)],
            [("pairing.ranks[1]", "township.pairing_idle")],
        ),
        (
            [replace("seats", (Seats(every=True), Seats(), Seats()), source=LAW)],
            [("pairing.seats[1]", "township.pairing_idle"), ("pairing.seats[2]", "township.pairing_idle")],
        ),
        (
            [
                replace("seats", (Seats(must=False),), source=LAW),
                replace("policy", Policy.TWO_WAY, source=LAW),
            ],
            [],
        ),
        ([replace("near", (), source=LAW), add("beyond", 3, source=LAW)], []),
        ([replace("near", (Near(kind="village"),), source=LAW)], []),
    ],
)
def test_rules_of_pairing_that_cannot_cover_are_found(changes, expected):
    """Who must be covered can be: by the way of pairing, by somebody's room, by some step of nearness."""
    assert expected == found(town(*(("pairing", one) for one in changes)))


def test_a_notice_is_as_long_as_the_towns_own_rules_ask_for():
    """A period that the lifecycle of notices would refuse is found before anybody posts it."""
    least = ("notice", replace("settings.least_days", 7, source=LAW))
    short = ("notices", replace("pledge", Period(days=6), source=LAW))

    assert [] == found(town(short))
    paths = [("notices.pairing", "township.short_notice"), ("notices.pledge", "township.short_notice")]
    assert [*paths, ("notices.rating", "township.short_notice")] == found(town(least, short))


def test_a_book_by_records_that_nobody_makes_is_found(tmp_path):
    """A rulebook that rates by what no word records is wrong, until the town says that it records it."""
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=BOOK)
    assert [("rulebooks.deeds: fact.deeds", "township.unrecorded")] == found(load(path))
    assert not check(load(path)).ok

    recorded = change("records", "add", "deed", '"好事"')
    assert [] == found(load(folder(tmp_path, change("rulebooks", "add", "deeds"), recorded)))


def test_a_book_by_ratings_of_a_book_that_is_not_there_is_found():
    """A rulebook that takes the ratings of another needs that one in the town."""
    text = BOOK.replace('records  = "deed"', 'ratings = { book = "quarter", what = "score", take = "mean" }')
    book = loads(text)

    assert ("rulebooks.deeds: fact.deeds", "township.no_book") in found(
        town(("rulebooks", add("deeds", book, source=LAW)))
    )


def test_a_case_that_comes_out_otherwise_is_found():
    """The cases of each book are rated, and one that does not come out as it says is wrong."""
    cases = (
        '\n[[case]]\nname = "两件"\n'
        "cycle = [2026-01-01, 2026-12-31]\nfacts = { deeds = 2 }\n"
        "expect = { tier = 1 }\n"
    )
    one = town(
        ("rulebooks", add("deeds", loads(BOOK + cases), source=LAW)),
        ("records", add("deed", Text("好事"), source=LAW)),
    )
    assert [("rulebooks.deeds: case[0]", "township.case")] == found(one)


def test_doubts_do_not_make_a_no():
    """What the linter warns of, and roles that not every town has, are said and refuse nothing."""
    row = {one.name: one for one in base().pledging.rows}["approve"]
    changed = type(row)(
        move=row.move,
        leaves=row.leaves,
        enters=row.enters,
        label=row.label,
        roles={"village_elder"},
        guards=row.guards,
    )
    one = town(
        ("pledge", replace("rows.approve", changed, source=LAW)),
        ("rulebooks", add("deeds", loads(BOOK.replace("ceiling  = 12", "")), source=LAW)),
        ("records", add("deed", Text("好事"), source=LAW)),
    )

    assert ("pledge.rows.approve.roles", "township.role") in found(one)
    assert ("rulebooks.deeds: item.deeds", "item.no_ceiling") in found(one)
    assert check(one).ok
    assert all(map(is_doubtful, check(one).reasons))


@pytest.mark.parametrize(
    ("role", "near"), [("branch_secretry", "branch_secretary"), ("x", "branch_committee")]
)
def test_a_role_that_is_misspelt_is_told_with_the_nearest(role, near):
    """A role that no town has is told with the one that was meant most likely; else with those there are."""
    row = {one.name: one for one in base().pledging.rows}["approve"]
    one = town(("pledge", replace("rows.approve", attrs.evolve(row, roles={role}), source=LAW)))
    (reason,) = [reason for reason in check(one).reasons if reason.code == "township.role"]

    assert near in reason.text("zh")
    assert near in reason.text("en")
    assert (role != "x") == ("the nearest is: " in reason.text("en"))


@pytest.mark.parametrize(
    ("word", "row", "guard"),
    [
        ("pledge", "approve", "not_own"),
        ("notice", "answer", "not_concerned"),
        ("concern", "confirm", "not_own_work"),
    ],
)
def test_a_row_that_lets_people_decide_about_themselves_is_doubtful(word, row, guard):
    """A guard that protects, left out, is told; a row that keeps it, and one of a move of its own, is not."""
    was = {one.name: one for one in base().lifecycles[word].rows}[row]
    changed = attrs.evolve(was, guards=[one for one in was.guards if one != guard])
    other = attrs.evolve(changed, move="by_itself", name="by_itself")
    one = town(
        (word, replace(f"rows.{row}", changed, source=LAW)), (word, add("rows.by_itself", other, source=LAW))
    )

    assert [(f"{word}.rows.{row}.guards", "township.unprotected")] == found(one)
    assert check(one).ok
    assert [] == found(town((word, replace(f"rows.{row}", attrs.evolve(was, needs=[]), source=LAW))))


@pytest.mark.parametrize(
    ("word", "changed", "expected", "said"),
    [
        (
            "pledge",
            {"least_member": 2, "most_items": 1},
            [
                ("pledge.settings.least_branch", "township.least_over_most"),
                ("pledge.settings.least_member", "township.least_over_most"),
            ],
            "asks for 2 at least, and settings.most_items allows 1 at most",
        ),
        ("pledge", {"least_branch": 5, "most_items": 5}, [], ""),
        (
            "pledge",
            {"commended_grades": "good fair", "rectified_grades": "fair poor"},
            [("pledge.settings.commended_grades", "township.grade_twice")],
            "has fair, which is to be rectified as well (settings.rectified_grades)",
        ),
        (
            "concern",
            {"complaint_readers": "township_secretary township_committee"},
            [("concern.settings.complaint_handlers", "township.blind_handler")],
            "has general_branch_secretary, who may handle complaints about conduct and not read them",
        ),
    ],
)
def test_settings_that_cannot_both_be_met_are_found(word, changed, expected, said):
    """A least over the most, a grade commended and to be rectified, a handler who may not read are told."""
    one = town(*((word, replace(f"settings.{name}", value, source=LAW)) for name, value in changed.items()))

    assert expected == found(one)
    assert all(said in reason.text() for reason in check(one).reasons)
    assert all(map(is_doubtful, check(one).reasons)) == (word == "concern" or not expected)
