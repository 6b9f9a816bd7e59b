"""Sentences and sheets: the numbers are those of the count, and they add up."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Text
from sanliang.orgs import read_roster
from sanliang.reports import Category, Counted, Part, sentence, sheet, tally
from sanliang.reports._sentence import _percent

FIVE, FOUR, TWO = (
    Category(code=code, label=Text(zh, en))
    for code, zh, en in (
        ("five", "五星级", "five-star"),
        ("four", "四星级", "four-star"),
        ("two", "二星级", "two-star"),
    )
)
MEMBERS = Text("党员", "members")
DAY = date(2026, 12, 31)
VILLAGE = read_roster(
    units="id,kind,name,parent\nt-1,township,青山镇,\nv-1,village,东岭村,t-1\nv-2,village,西岭村,t-1",
    households="id,head,belongs\nh-1,欧阳禾,v-1\nh-2,王谷,v-1\nh-3,李树,v-2\nh-4,吴桐,",
)


def test_the_sentence_of_a_town():
    """The figures of 平山镇 (seed 003): what is not listed is said, so that the numbers add up."""
    members = Counted(whole=1462, counts={"five": 63, "four": 306, "two": 5})
    branches = Counted(whole=12, counts={"five": 2, "four": 5})
    said = sentence(
        [
            Part(counted=branches, noun=Text("党支部", "branches"), categories=[FIVE, FOUR]),
            Part(counted=members, noun=MEMBERS, measure="名", categories=[FIVE, FOUR, TWO]),
        ]
    )

    assert (
        "党支部12个：五星级2个、四星级5个，未列5个；"
        "党员1462名：五星级63名、四星级306名、二星级5名，未列1088名。" == said.zh
    )
    assert (
        "12 branches: 2 five-star, 5 four-star, 5 not listed; "
        "1462 members: 63 five-star, 306 four-star, 5 two-star, 1088 not listed." == said.en
    )


@given(st.dictionaries(st.sampled_from(["five", "four", "two"]), st.integers(0, 50)), st.integers(0, 50))
def test_the_numbers_of_a_sentence_add_up(counts, rest):
    """What is said of the categories and of the rest is the whole, in both languages."""
    counted = Counted(whole=sum(counts.values()) + rest, counts=counts)
    said = sentence([Part(counted=counted, noun=MEMBERS, categories=[FIVE, FOUR, TWO])])
    for text in (said.zh, said.en):
        whole, *parts = [int(part) for part in "".join(c if c.isdigit() else " " for c in text).split()]
        assert counted.whole == whole
        assert (sum(parts) == whole) if parts else counted.listed == 0


def test_nobody_vanishes_from_a_sentence():
    """A category without a name is refused, and so is one that is named twice."""
    with pytest.raises(InvalidInput, match="has 2 in categories"):
        Part(counted=Counted(whole=2, counts={"one": 2}), noun=MEMBERS, categories=[FIVE])
    with pytest.raises(InvalidInput) as caught:
        Part(counted=Counted(), noun=MEMBERS, categories=[FIVE, FIVE])
    assert "categories[1].code" == caught.value.path


def test_a_sheet_shows_each_unit_below_the_one_above_it():
    """With shares of two decimals, those who are in no unit, and the total."""
    table = tally({"h-1": "five", "h-3": "five"}, VILLAGE, on=DAY, whose="households")
    rows = sheet(table, VILLAGE, [FIVE], lang="en")

    assert ("id", "unit", "in all", "five-star", "share", "not listed") == rows[0]
    assert [
        ("t-1", "青山镇", "3", "2", "66.67%", "1"),
        ("v-1", "东岭村", "2", "1", "50.00%", "1"),
        ("v-2", "西岭村", "1", "1", "100.00%", "0"),
        ("", "in no unit", "1", "0", "0.00%", "1"),
        ("", "total", "4", "2", "50.00%", "2"),
    ] == list(rows[1:])


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_is_rounded_half_up(part, whole):
    """To two decimals of a percentage, by whole numbers alone."""
    part = min(part, whole)
    only = read_roster(units="id,kind,name\nv-1,village,东岭村", households="id,head\nh-1,李树")
    table = tally({"h-1": "five"}, only, on=DAY, whose="households")
    assert "100.00%" == sheet(table, only, [FIVE])[-1][4]
    shown = Fraction(part, whole) * 10_000
    expected = (shown.numerator * 2 + shown.denominator) // (2 * shown.denominator)
    assert f"{expected // 100}.{expected % 100:02}%" == _percent(Fraction(part, whole))


def test_a_sheet_of_nobody_has_no_share():
    """A unit without anybody has an empty cell, which is no 0 % and no 100 %."""
    table = tally({}, VILLAGE, on=DAY, whose="members")
    assert ("", "合计", "0", "0", "", "0") == sheet(table, VILLAGE, [FIVE])[-1]


def test_a_sentence_of_nothing_is_refused():
    """A lone full stop says nothing."""
    with pytest.raises(InvalidInput) as caught:
        sentence([])
    assert ("report.no_part", "parts") == (caught.value.code, caught.value.path)
