"""The five towns of the articles: each says what its article says, marks what that leaves open, is sound."""

from pathlib import Path

import pytest

from sanliang.calendars import MonthDay, Shift
from sanliang.pairing import Policy
from sanliang.townships import base, check, describe, get, load
from sanliang.townships._own import HERE, IDS


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("id", IDS)
def test_each_town_of_the_articles_is_sound(id):
    """Nothing is wrong and nothing is doubtful with it, and it comes through the door of strangers."""
    town = get(id)

    assert (id, "base", True, ()) == (
        town.id,
        town.base,
        *[getattr(check(town), name) for name in ("ok", "reasons")],
    )
    assert load(HERE / id) == town
    assert town is get(id)


@pytest.mark.parametrize("id", IDS)
def test_each_change_cites_its_article(id):
    """Every change and every open end names a title, and where it was seen."""
    town = get(id)
    sources = [one.change.source for one in town.changes] + [one.source for one in town.open]

    assert all(source.title and source.seen for source in sources)
    assert len(town.open) >= 3
    assert all(one.says.en for one in town.open)


@pytest.mark.parametrize("id", IDS)
def test_each_page_can_be_read_in_both_languages(id):
    """A committee reads what its town changes, and who says so, in Chinese; others in English."""
    page = describe(get(id))

    assert get(id).name.zh in page.text("zh").splitlines()[0]
    assert page.text("zh").count("出处：") == page.text("en").count("source: ")
    assert len(page.differences) + len(page.open) == page.text("en").count("source: ")
    assert len(page.differences) == len(get(id).changes)


@pytest.mark.parametrize("id", ["base", *IDS])
def test_a_folder_holds_nothing_but_what_its_town_names(id):
    """No file of our towns is left over."""
    files = {path.stem for path in (HERE / id).iterdir()} - {"township"}
    books = (
        {*base().rulebooks}
        if id == "base"
        else {one.change.key for one in get(id).changes if one.part == "rulebooks"}
    )
    assert files == books


def test_xingshisi_has_the_calendar_and_the_models_of_its_article():
    """Reviews on 1 July and 1 January beside the Party day, five models, everybody in difficulty covered."""
    town = get("xingshisi")

    assert ["new-year-day", "founding-day"] == [one.code for one in town.calendar.fixed]
    assert MonthDay(day=5, shift=Shift(within=7)) == town.calendar.theme
    assert 5 == len(town.duties)
    assert (Policy.BOTH, True) == (town.policy, town.pairing.seats[0].must)


def test_pingshan_pairs_poor_households_and_rates_members_and_branches():
    """Three households each at most, offices too; stars for members and branches, each year."""
    town = get("pingshan")

    assert [2, 3] == [rank.room["helper"] for rank in town.pairing.ranks]
    assert [False, False, True] == [step.seated for step in town.pairing.near]
    assert {"member-stars": "member", "branch-stars": "branch"} == {
        id: book.rates for id, book in town.rulebooks.items()
    }
    assert "支部把关" == {row.name: row for row in town.pledging.rows}["approve"].label.zh
    assert 3 == town.pledging.number("least_group")


def test_our_entry_points_are_those_in_the_metadata():
    """What the wheel will say of towns is what there is."""
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    written = pyproject.read_text(encoding="utf-8")
    assert all(f'{id} = "sanliang.townships._own:{id}"' in written for id in IDS)
