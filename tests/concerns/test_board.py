"""What hangs on a board: masked, and never what too few households could have raised."""

from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.concerns.town import (
    DAY,
    LAMP,
    RAISER,
    RUDE,
    TOWN,
    after,
    assigned,
    collected,
    finished,
    go,
    private,
)

from sanliang import InvalidInput, NotFound, Private, concerns
from sanliang.concerns import Standing
from sanliang.orgs import Belonging, Household, Roster, Unit, answering


def town(villages, *, since=None, late=(), until=None):
    """
    A town with a branch in each village, and in each villager group of it, by the names of the heads.

    Those who are *late* are entered with the rest, and have lived in the first village from the first day on.
    """
    units = [Unit(id="t-1", kind="township_committee", name="青山镇党委")]
    households = []
    for place, (name, groups) in enumerate(villages.items()):
        units += [
            Unit(id=f"v-{name}", kind="village", name=name),
            Unit(id=f"b-{name}", kind="branch", name=name, parent="t-1", place=f"v-{name}", until=until),
        ]
        for number, heads in enumerate(groups):
            at = f"v-{name}"
            if number:
                at = f"g-{name}{number}"
                units += [
                    Unit(id=at, kind="villager_group", name=at, parent=f"v-{name}"),
                    Unit(id=f"p-{name}{number}", kind="party_group", name=at, parent=f"b-{name}", place=at),
                ]
            households += homes(f"h-{place}-{number}", at, heads, since)
    households += homes("h-late", units[1].id, late, since)
    return Roster(units=units, households=households)


def homes(id, at, heads, since=None):
    """Households of these heads in a place."""
    return [
        Household(
            id=f"{id}-{number}",
            head=private(f"{head}田") if head else None,
            belongs=[Belonging(unit=at, since=since)],
        )
        for number, head in enumerate(heads)
    ]


def raised(unit, name="周田", id="c-1"):
    """A sorted concern of somebody in a unit."""
    one = assigned(raised=LAMP, id=id)
    name = name if name is None or isinstance(name, Private) else private(name)
    return attrs.evolve(one, raised=attrs.evolve(LAMP, unit=unit, name=name))


def shown(board):
    """What the rows say of where they come from."""
    return [(row.unit, row.name) for row in board]


def test_a_board_shows_what_was_done():
    """Standing, gist and deed; not what is not sorted, and no complaint; without a roster, no name."""
    done = go(finished(), "confirm", by=RAISER, on=after(2))
    others = [collected(), collected(RUDE, by=TOWN), assigned()]
    board = concerns.board([done, *others], audience="village")
    (first, second) = board

    assert (2, (), {}) == (len(board), board.withheld, {**board.fits})
    assert ("", "b-1", "roads", "村口路灯") == (second.name, second.unit, second.category, second.gist)
    assert ("done", after(2), "换灯六盏") == (first.standing, first.closed, first.deed)
    assert (Standing.OPEN, None, "") == (second.standing, second.closed, second.deed)
    assert board == concerns.board(reversed([done, *others]), audience="web")


def test_a_name_that_enough_have_is_shown_masked():
    """To the village; to the web, nobody's. Of none, of an erased and of a rare one, nothing is shown."""
    roster = town({"东": [["周"] * 6 + ["李"] * 5 + [""]]})
    erased = Private.erased(private("周田").commitment)
    names = ["周林", "李麦", "孙林", None, erased]
    every = [raised("b-东", name, id=f"c-{place}") for place, name in enumerate(names)]
    board = concerns.board(every, audience="village", roster=roster)

    assert {"周*"} == {row.name for row in board} - {""}
    assert 4 == shown(board).count(("b-东", ""))
    assert [("b-东", "")] * 5 == shown(concerns.board(every, audience="web", roster=roster))


def test_rare_names_are_left_out_with_as_many_others_as_it_takes():
    """Were the one rare name alone without a name, everybody would know whose row that is."""
    board = lambda heads: shown(  # noqa: E731
        concerns.board(
            [raised("b-东", f"{one}林", id=f"c-{one}") for one in "周李孙"],
            audience="village",
            roster=town({"东": [heads]}),
        )
    )

    assert [("b-东", ""), ("b-东", ""), ("b-东", "周*")] == board(["周"] * 6 + ["李"] * 5 + ["孙"])
    assert [("b-东", "")] * 3 == board(["周"] * 6 + ["孙"] * 3)
    assert [("b-东", ""), ("b-东", "周*"), ("b-东", "李*")] == sorted(board(["周"] * 6 + ["李"] * 5))


def test_a_village_of_three_is_shown_with_another_one():
    """Its concerns stand under the town, and so do those of the smallest village that hides it."""
    villages = {"东": [["周"] * 9], "西": [["周"] * 3], "南": [["周"] * 6]}
    every = [raised(f"b-{name}", id=f"c-{name}") for name in villages]
    board = concerns.board(every, audience="village", roster=town(villages))

    assert [("b-东", "周*"), ("t-1", "周*"), ("t-1", "周*")] == shown(board)
    assert [9, 9, 9] == sorted(len(fits) for fits in board.fits.values())
    few = {"西": [["周"] * 3], "北": [["周"]]}
    board = concerns.board([raised("b-西")], audience="village", roster=town(few))
    assert ((), ("c-1",), {}) == (board.rows, board.withheld, {**board.fits})
    assert [("t-1", "周*")] == shown(
        concerns.board([raised("b-西")], audience="village", roster=town(few), least=4)
    )


def test_what_two_boards_give_away_together_is_withheld():
    """In May the name stood under the town; by June the village is large enough, but few there have it."""
    one = raised("b-东")
    may = town({"东": [["周", "周", "周"]], "西": [["周"] * 6]})
    june = town({"东": [["周", "周", "周"]], "西": [["周"] * 6]}, late=["李"] * 6)
    first = concerns.board([one], audience="village", roster=may)
    alone = concerns.board([one], audience="village", roster=june)
    assert ([("t-1", "周*")], [("b-东", "")]) == (shown(first), shown(alone))

    joined = first.fits["c-1"] & alone.fits["c-1"]
    assert 3 == len(joined)
    second = concerns.board([one], audience="village", roster=june, before=first.fits)
    assert ((), ("c-1",), first.fits) == (second.rows, second.withheld, second.fits)
    again = concerns.board([one], audience="village", roster=may, before=second.fits)
    assert (first.rows, first.fits) == (again.rows, again.fits)
    web = concerns.board([one], audience="web", roster=may, before=again.fits)
    assert ([("t-1", "")], first.fits) == (shown(web), web.fits)


def test_a_unit_that_did_not_stand_has_no_board():
    """Nobody knows whose concern it may be, so it is withheld; a unit that never was is not found."""
    roster = town({"东": [["周"] * 9]}, until=after(-1))
    board = concerns.board([raised("b-东")], audience="village", roster=roster)
    assert ("c-1",) == board.withheld
    with pytest.raises(NotFound):
        concerns.board([raised("b-9")], audience="village", roster=roster)


HEADS = st.lists(st.sampled_from(["周", "李", "孙", ""]), max_size=7)
VILLAGES = st.dictionaries(st.sampled_from("东西南北"), st.lists(HEADS, min_size=1, max_size=3), min_size=1)


@given(VILLAGES, st.integers(1, 6), st.booleans())
def test_every_row_fits_enough_households(villages, least, is_web):
    """Let every household raise something: whatever a row shows, so many would have the same row, or none."""
    roster = town(villages)
    audience = "web" if is_web else "village"
    every = [
        raised(answering(roster, home.id, on=DAY).id, home.head, id=home.id) for home in roster.households
    ]
    found = {}
    for one in every:
        board = concerns.board([one], audience=audience, roster=roster, least=least)
        found[one.id] = [*shown(board), *board.fits.values()]
    cells = Counter(rows[:1][0] for rows in found.values() if rows)

    assert all(count >= least for count in cells.values())
    assert (len(every) < least) == any(not rows for rows in found.values()) or not every
    # And the ledger knows which they are.
    for id, rows in found.items():
        if rows:
            assert {other for other, theirs in found.items() if theirs[:1] == rows[:1]} == {*rows[1]}
            assert id in rows[1]


@pytest.mark.parametrize(
    ("wrong", "code", "path"),
    [
        ({"audience": "ledger"}, "concern.no_board", "audience"),
        ({"before": {"c-1": ["h-1"]}}, "concern.no_roster", "before"),
        ({"before": 3}, "value.kind", "before"),
        ({"before": {"c-1": "h-1"}}, "list.type", "before.c-1"),
        ({"least": 0}, "number.small", "least"),
    ],
)
def test_what_is_no_board_is_refused(wrong, code, path):
    """The ledger reads the concerns themselves; what hung before needs a roster; and so on."""
    with pytest.raises(InvalidInput) as caught:
        concerns.board([], **{"audience": "village", **wrong})
    assert path == caught.value.path
    assert code == caught.value.code
