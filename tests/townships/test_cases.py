"""What the cases of posts and of points come to, and names in a case that the town has not."""

from datetime import date

import pytest
from tests.townships.folders import HEAD, change, folder
from tests.townships.test_mutants import DRAFT, GOODS, GOODS_CASE, case

from sanliang import InvalidInput, Text
from sanliang.townships import Business, Layer, PointsCase, ShownCase, base, check, load, overlay, run_cases

POST = change("posts", "add", "lamps", "{ title = '岗', places = 2, duties = [{ id = 'a', says = '修' }] }")
POST_CASE = 'holds = ["lamps"]\npledges = { lamps = { a = {} } }\nplaces = { lamps = 2 }'
SECOND = change(
    "posts", "add", "lanes", "{ title = '岗', duties = [{ id = 'b', says = '扫', quantity = 3 }] }"
)
DAYS = ", ".join(f"2026-{month:02}-15" for month in range(1, 13))
DATES = f"[{DAYS}]"
RIGHT = change("points", "add", "privileges.first", "{ says = '优先', least = 6 }")


def differences(path, *changes):
    """What the first case of a town comes to otherwise."""
    return [
        (one.what, one.expected, one.got) for one in run_cases(load(folder(path, *changes)))[0].differences
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ('holds = ["lamps"]', 'holds = ["lamps", "lanes"]', [("pledges.lanes.b", "-", "quantity = 3")]),
        ("{ a = {} }", '{ a = { model = "friend" } }', [("pledges.lamps.a", "model = friend", "{}")]),
        ("a = {}", "a = {}, z = {}", [("pledges.lamps.z", "{}", "-")]),
        ("lamps = 2", "lamps = 3", [("places.lamps", "3", "2")]),
        ("places = { lamps = 2 }", "", [("places.lamps", "-", "2")]),
        ('"lamps"', '"lamp"', [("holds", "lamp", "-")]),
        ("places", 'kinds = { lamps = "vanguard" }\nplaces', [("kinds.lamps", "vanguard", "duty")]),
        ("places", 'where = { lamps = "村口" }\nplaces', [("where.lamps", "村口", "-")]),
        ("places", 'where = { lump = "村口" }\nplaces', [("where.lump", "村口", "-")]),
    ],
)
def test_a_case_of_posts_is_all_that_a_member_pledges_by_them(tmp_path, old, new, found):
    """Every duty of every post that is held, how many may hold it, of which kind it is, and where."""
    assert found == differences(tmp_path, POST, SECOND, case(POST_CASE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("balance", "privileges = ['first']\nbalance", []),
        ("balance", f"exchange = {DATES}\nbalance", []),
        ("points = 5", "points = 4", [("points[0].points", "4", "5")]),
        ("points = 1", 'refused = ["points.nothing"]', [("points[1].refused", "points.nothing", "-")]),
        ('refused = ["points.closed"]', "points = 3", [("points[3].refused", "-", "points.closed")]),
        ("expired = 2", "expired = 3", [("balance.expired", "3", "2")]),
        ("balance", "privileges = []\nbalance", [("privileges", "-", "first")]),
        ("balance", "exchange = [2026-03-15]\nbalance", [("exchange", "2026-03-15", DAYS)]),
        ("soap = 450", "soap = 451", [("costs.soap", "451", "450")]),
        ("2026-03-14", "2026-02-14", [("refused", "-", "points.backwards")]),
    ],
)
def test_a_case_of_points_is_what_one_wallet_is_issued_and_spends(tmp_path, old, new, found):
    """Each record and order comes to so many points or is refused; and what is left comes to so many."""
    assert found == differences(tmp_path, GOODS, RIGHT, case(GOODS_CASE.replace(old, new)))


def test_a_case_of_points_may_ask_for_the_days_of_exchange_alone(tmp_path):
    """Without any business, a case says of which year it asks; where any day is one, there are none."""
    asked = case("points = []\non = 2026-02-01\nexchange = []")

    assert [] == differences(tmp_path / "any", asked)
    assert "exchange" == differences(tmp_path / "some", GOODS, asked)[0][0]


def test_a_case_of_points_may_ask_for_what_goods_cost_alone(tmp_path):
    """Without any business, a case says on which day it looks at the catalogue."""
    asked = case("points = []\non = 2026-02-01\ncosts = { soap = 450 }")

    assert [] == differences(tmp_path / "there", GOODS, asked)
    assert [("costs.soap", "450", "-")] == differences(tmp_path / "none", asked)


def test_an_order_is_no_record():
    """What an office is asked is a record or an order, and only the one is written down."""
    order = Business(on=date(2026, 1, 5), order={"soap": 1}, points=3)

    assert 1 == len(PointsCase(name="算例", points=[order]).points)
    with pytest.raises(InvalidInput, match="record"):
        order.as_record("case")


@pytest.mark.parametrize(
    ("changes", "told", "found"),
    [
        (
            (),
            f'word = "pledge"\nsteps = [{DRAFT.replace("draft", "drafft")}]\nexpect = "drafted"',
            "steps[0].move draft",
        ),
        ((), f'word = "pledge"\nsteps = [{DRAFT}]\nexpect = "draftd"', "expect drafted"),
        ((), "month = 2026-07-01\nheld = { thema = 2026-07-06 }", "held.thema theme"),
        ((), "month = 2026-07-01\nheld = { theme = 2026-07-06 }\nnot_held = ['thema']", "not_held theme"),
        ((), 'notice = "ratings"\nposted = 2026-07-01\nuntil = 2026-07-08', "notice rating"),
        ((), 'shown = "member_foto"\nto = ["ledger"]', "shown member_photo"),
        ((POST,), POST_CASE.replace('"lamps"', '"lamp"'), "holds[0] lamps"),
        ((), POST_CASE, "holds[0] -"),
        ((POST,), f'{POST_CASE}\nwhere = {{ lump = "村口" }}', "where.lump lamps"),
        ((GOODS,), GOODS_CASE.replace("{ soap = 450", "{ soup = 450"), "costs.soup soap"),
        (
            (GOODS,),
            GOODS_CASE.replace("soap = 1 }, points", "sope = 1 }, points"),
            "points[4].order.sope soap",
        ),
        ((GOODS,), GOODS_CASE.replace('"deed", points = 5', '"dead", points = 5'), "points[0].record deed"),
    ],
)
def test_a_name_that_the_town_has_not_is_told_with_the_nearest(tmp_path, changes, told, found):
    """A mistyped move, state, day, post or item of a case is found by the check, with file, line and path."""
    town = load(folder(tmp_path, *changes, case(told)))
    path, near = found.split(" ")
    line = HEAD.count("\n") + "".join(changes).count("\n")

    strange = [one for one in check(town).reasons if one.code == "township.case_name"]
    assert [f"case[0].{path}"] == [one.path.partition(": ")[2] for one in strange]
    assert all(line < int(one.path.split(":")[1]) for one in strange)
    says = "there are none" if near == "-" else f"the nearest is: {near}"
    assert says in strange[0].text()
    assert [(path,)] == [tuple(one.path for one in result.strange) for result in run_cases(town)]


def test_a_move_that_is_none_may_be_what_a_case_is_about(tmp_path):
    """A case that is refused because there is no such move comes out as it says: nothing in it is strange."""
    told = case(f'word = "pledge"\nsteps = [{DRAFT.replace("draft", "vow")}]\nrefused = ["move.unknown"]')
    town = load(folder(tmp_path, told))

    assert ((), ()) == (run_cases(town)[0].differences, run_cases(town)[0].strange)
    assert check(town).ok


def test_a_case_that_a_program_makes_stands_in_no_file(tmp_path):
    """What comes out otherwise is told with its path alone."""
    seen = ShownCase(name="算例", shown="member_photo", to=["web"])
    town = overlay(base(), Layer(id="qingshan", name=Text("青山镇"), cases=[seen]))

    assert (seen,) == town.cases
    assert ["case[0].to"] == [one.path for one in check(town).reasons]
