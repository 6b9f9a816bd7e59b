"""What looks too good is named, and nothing else is."""

from datetime import UTC, date, datetime

import pytest

from sanliang import pairing, ratings
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Span
from sanliang.orgs import read_roster
from sanliang.pairing import Helper, Household, Problem
from sanliang.ratings import Exempt, NotRatable, Rated
from sanliang.records import Record
from sanliang.reports import alike, covered, entered_late, everyone, full_marks, tally, tiers

DAY = date(2026, 12, 31)
PEOPLE = [(f"m-{n}", "b-1" if n < 5 else "b-2") for n in range(9)]
TOWN = read_roster(
    units="id,kind,name,parent\nc-1,township_committee,青山镇党委,\n"
    "b-1,branch,东岭村党支部,c-1\nb-2,branch,西岭村党支部,c-1",
    members="\n".join(
        ["id,name,status,belongs", "m-x,王苗,full,", *(f"{id},李禾,full,{of}" for id, of in PEOPLE)]
    ),
)
CYCLE = Span(start=date(2026, 1, 1), end=DAY)


def test_a_unit_all_of_whose_people_came_to_one_thing():
    """Of five or more: four are too few to wonder at, and one who differs is enough not to."""
    all_ = tally(dict.fromkeys(dict(PEOPLE), "kept"), TOWN, on=DAY)

    assert [("report.everyone", "b-1")] == [(one.code, one.params["unit"]) for one in everyone(all_, "kept")]
    assert ["b-1", "b-2"] == [one.params["unit"] for one in everyone(all_, "kept", least=4)]
    assert () == everyone(tally({id: "kept" for id, _ in PEOPLE[1:]}, TOWN, on=DAY), "kept")
    assert () == everyone(all_, "broken")


def test_scores_that_are_all_alike():
    """The same exact number, however it is written; somebody of no unit says nothing."""
    scores = {id: "95.0" if unit == "b-1" else n for n, (id, unit) in enumerate(PEOPLE)} | {"m-x": 1}
    (one,) = alike(scores, TOWN, on=DAY, least=4)

    assert "“b-1”的 5 人得分完全相同：95" == one.text("zh")
    assert () == alike(scores | {"m-1": 94}, TOWN, on=DAY)


def test_marks_that_are_all_full():
    """Everybody of a unit gave itself what there is to give."""
    scores = dict.fromkeys(dict(PEOPLE), 100)

    assert ["b-1"] == [one.params["unit"] for one in full_marks(scores, TOWN, full=100, on=DAY)]
    assert () == full_marks(scores | {"m-0": "99.5"}, TOWN, full=100, on=DAY)


def test_records_entered_after_the_cycle_closed():
    """By recorder, with how many and the last day; what was done after the closing is another cycle's."""

    def record(id, on, written, recorder="m-1"):
        at = datetime(written.year, written.month, written.day, 9, tzinfo=UTC)
        return Record(id=id, subject="m-3", kind="visit", on=on, recorder=recorder, recorded=at)

    late = [
        record("r-1", DAY, date(2027, 1, 5)),
        record("r-2", date(2026, 3, 1), date(2027, 1, 3)),
        record("r-3", DAY, DAY),
        record("r-4", date(2027, 1, 1), date(2027, 1, 2)),
        record("r-5", DAY, date(2027, 1, 9), recorder="m-0"),
    ]
    found = entered_late(late, closes=DAY)

    assert [("m-0", 1, date(2027, 1, 9)), ("m-1", 2, date(2027, 1, 5))] == [
        (one.params["recorder"], one.params["count"], one.params["last"]) for one in found
    ]
    assert found == entered_late(late[::-1], closes=DAY)


def test_tiers_are_of_those_who_have_one():
    """Exempt, not ratable, none and not displayed are in the rest."""
    rated = {"book": "b", "cycle": CYCLE, "score": 90, "computed": "5", "proposed": "5"}
    given = {
        "m-1": Rated(tier="5", **rated),
        "m-2": Rated(tier="none", **rated),
        "m-3": Rated(tier="5", withheld=True, **rated),
        "m-4": Exempt(book="b", cycle=CYCLE, clause=0),
        "m-5": NotRatable(book="b", cycle=CYCLE, missing=("visits",)),
    }

    assert {"m-1": "5"} == tiers(given)
    assert ratings.Rated is Rated


def test_covered_are_those_who_must_be_and_miss_nobody():
    """A household that need not be covered is not counted among them."""
    problem = Problem(
        helpers=[Helper(id="m-1", room=2, wishes=["h-1", "h-2"])],
        households=[Household(id="h-1"), Household(id="h-2", must=False), Household(id="h-3")],
    )

    assert {"h-1": "covered"} == covered(problem, pairing.cover(problem))


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: alike({"m-9": 1, "m-0": 0.5}, TOWN, on=DAY), "scores.m-0"),
        (lambda: alike({"m-9": 1}, TOWN, on=DAY), "scores.m-9"),
        (lambda: alike({"m-0": 1}, TOWN, on=DAY, least=0), "least"),
        (lambda: full_marks({"m-0": 1}, TOWN, full=0.5, on=DAY), "full"),
        (lambda: everyone(None, "kept"), "table"),
        (lambda: everyone(tally({}, TOWN, on=DAY), ""), "category"),
        (lambda: entered_late([3], closes=DAY), "records[0]"),
        (lambda: tiers({"m-1": 5}), "ratings.m-1"),
        (lambda: covered(None, None), "pairing"),
    ],
)
def test_a_wrong_argument_is_named(ask, path):
    """Each door names the argument that is wrong."""
    with pytest.raises(InvalidInput) as caught:
        ask()

    assert path == caught.value.path
