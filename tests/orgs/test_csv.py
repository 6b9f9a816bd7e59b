"""Rosters out of CSV: headers and words in both languages, every fault with its line."""

from datetime import date

import attrs
import pytest

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Text
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs import (
    NESTING,
    Belonging,
    Exemption,
    Household,
    Member,
    MemberStatus,
    Post,
    Roster,
    Standing,
    Unit,
    UnitRule,
    read_roster,
    write_roster,
)
from sanliang.orgs._words import EXCUSES, HEADERS, KINDS, ROLES, STANDINGS, STATUSES, TAGS, columns

UNITS = "id,kind,name\nv,village,东岭村\nb,branch,支部\n"
CHINESE = {
    "units": "\ufeff编号,类别,名称,上级,所在村,成立日期,覆盖单位\r\nv,村,东岭村,,,,\r\n"
    "b,联合党支部,支部,,v,2001-01-01,合作社；学校\r\n,,,,,,\r\n",
    "members": "编号,姓名,党员类别,所在党支部,所在村组,户号,职务,特长,流动党员,失联党员,标记,入党时间,手机号,"
    "免除原因,免除决定,决定机构,决定日期,免除起始日\n"
    "m-1,李禾,预备 2001-07-01；正式 2002-07-01,b,v 2010-01-01..,h-1,书记@b 2024-01-01..2026-12-31;监督员@v,"
    "养蜂；accounts,是,否,stars,2001-07-01,000-0000,年老,会议通过,党员大会,2026-01-05,2026-01-05\n",
    "households": "户号,户主,所在村组,户类别,需求\n"
    "h-1,王苗,v,贫困户 ..2020-11-30；脱贫户 2020-12-01..,劳力\n",
}


def faults(**texts):
    """The codes and paths of all faults of these texts."""
    with pytest.raises(InvalidInput) as caught:
        read_roster(**{"units": UNITS, **texts})
    return [(one.code, one.path) for one in caught.value.faults]


def test_chinese_headers_and_words_are_read():
    """What an office keeps in Chinese becomes the same roster as values in code."""
    roster = read_roster(**CHINESE, own_words={"养蜂": "bees", "劳力": "labour"})
    expected = Roster(
        units=[
            Unit(id="v", kind="village", name="东岭村"),
            Unit(
                id="b", kind="joint_branch", name="支部", place="v", since=date(2001, 1, 1),
                covers=["合作社", "学校"],
            ),
        ],
        members=[
            Member(
                id="m-1",
                name="李禾",
                status=Dated([
                    (date(2001, 7, 1), MemberStatus.PROBATIONARY), (date(2002, 7, 1), MemberStatus.FULL),
                ]),
                belongs=[Belonging(unit="b"), Belonging(unit="v", since=date(2010, 1, 1))],
                household="h-1",
                posts=[
                    Post(role="supervisor", unit="v"),
                    Post(
                        role="branch_secretary", unit="b", since=date(2024, 1, 1), until=date(2026, 12, 31)
                    ),
                ],
                skills=["bees", "accounts"],
                tags=["floating", "stars"],
                admitted=date(2001, 7, 1),
                phone=Private("000-0000"),
                exemption=Exemption(
                    reason="elderly", decision="会议通过", decided_by="党员大会",
                    decided_on=date(2026, 1, 5), since=date(2026, 1, 5),
                ),
            )
        ],
        households=[
            Household(
                id="h-1",
                head=Private("王苗"),
                belongs=[Belonging(unit="v")],
                statuses=[
                    Standing(status="registered_poor", until=date(2020, 11, 30)),
                    Standing(status="lifted", since=date(2020, 12, 1)),
                ],
                needs=["labour"],
            )
        ],
    )  # fmt: skip

    assert expected == roster


def test_no_word_means_two_things():
    """Within a file, a header word names one column; within a column, a word means one code."""
    for table, more in HEADERS.items():
        words = [word.lower() for name, others in more.items() for word in (name, *others)]
        assert sorted(set(words)) == sorted(words)
        assert len(columns(table)) == len(words)
    for known in (KINDS, STATUSES, TAGS, ROLES, STANDINGS, EXCUSES):
        assert all(known[code] == code for code in known.values())


def test_members_and_households_may_be_left_out():
    """A roster may have units alone."""
    assert (read_roster(units=UNITS).members, read_roster(units=UNITS).households) == ((), ())


MEMBER_FAULTS = [
    ("", "text.empty", "status"),
    ("retired", "cell.word", "status[0]"),
    ("正是", "cell.word", "status[0]"),
    ("full 2026-7-1", "cell.day", "status[0]"),
    ("full 2026-02-30", "cell.day", "status[0]"),
    ("full 2026-07-01; full 2026-07-01", "dated.order", "status.steps[1]"),
    (";", "dated.empty", "status.steps"),
    ("full 2026-01-01; probationary 2026-07-01", "member.status_back", "status[1]"),
]


@pytest.mark.parametrize(("status", "code", "path"), MEMBER_FAULTS)
def test_a_status_that_cannot_be_read_is_named(status, code, path):
    """The fault stands at the line and the column."""
    text = f"id,name,status\nm-1,何,full\nm-2,何,{status}\n"
    assert [(code, f"members.csv:3.{path}")] == faults(members=text)


@pytest.mark.parametrize(
    ("column", "cell", "code", "path"),
    [
        ("belongs", "b 2026-01-01..2025-01-01", "term.backwards", "belongs[0].until"),
        ("belongs", "b 2026-13-01..", "cell.day", "belongs[0].since"),
        ("belongs", "b; z", "unit.unknown", "belongs[1].unit"),
        ("posts", "branch_secretary", "cell.post", "posts[0]"),
        ("posts", "书记员@b", "cell.code", "posts[0].role"),
        ("posts", "supervisor@", "text.empty", "posts[0].unit"),
        ("skills", "养蜂", "cell.code", "skills[0]"),
        ("floating", "也许", "cell.yes", "floating"),
        ("admitted", "20260701", "cell.day", "admitted"),
        ("household", "h-1", "household.unknown", "household"),
        ("name", "何\u200b", "text.character", "name"),
        ("exempt_reason", "年老", "exemption.incomplete", "exempt_decision"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(column, cell, code, path):
    """The fault stands at the line and the column."""
    row = {"id": "m-1", "name": "何", "status": "full", column: cell}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"

    assert (code, f"members.csv:2.{path}") == faults(members=text)[0]


def test_every_fault_of_all_three_texts_is_found_at_once():
    """Faults of rows and of references come together; what was refused is not called unknown besides."""
    found = faults(
        units="id,kind,name,parent\nv,village,,\ng,villager_group,一组,v\nx,grove,林,\n",
        members="id,name,status,belongs\nm-1,何,no,v\nm-2,何,full,nowhere\nm-3,何,full,v,more\nm-4,\n",
        households="id,belongs\nh-1,v\n",
    )

    assert found == [
        ("text.empty", "units.csv:2.name"),
        ("cell.word", "members.csv:2.status[0]"),
        ("csv.width", "members.csv:4"),
        ("csv.width", "members.csv:5"),
        ("unit.kind", "units.csv:4.kind"),
        ("unit.unknown", "members.csv:3.belongs[0].unit"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("csv.column_missing", "units.csv:1")] * 3),
        ("id,kind,nmae\n", [("csv.column", "units.csv:1"), ("csv.column_missing", "units.csv:1")]),
        ("id,kind,name,\n", [("csv.column", "units.csv:1")]),
        ("编号,id,kind,name\n", [("csv.column_doubled", "units.csv:1")]),
        ('id,kind,name\nv,village,"a"b\n', [("csv.broken", "units.csv:2")]),
        ('id,kind,name\nv,village,"a', [("csv.broken", "units.csv:2")]),
        (b"id,kind,name", [("csv.type", "units.csv")]),
    ],
)
def test_a_file_that_is_no_table_is_refused(text, expected):
    """Unknown, doubled and missing headers, broken quotes, and bytes."""
    assert expected == faults(units=text)


def test_an_unknown_header_says_what_was_meant():
    """A mistyped header is answered with the nearest, and not repeated."""
    with pytest.raises(InvalidInput) as caught:
        read_roster(units="编号,类别,组织名陈\n")

    assert "是否为 组织名称？" in caught.value.text("zh")
    assert "名陈" not in caught.value.text("zh") + str(caught.value)


def test_an_unknown_header_is_not_said_to_mean_one_that_is_there():
    """What another column has already is not what a mistyped header meant."""
    with pytest.raises(InvalidInput) as caught:
        read_roster(units=UNITS, members="编号,姓名,党员类别,党员号\n")

    assert "党员编号" not in caught.value.text("zh")


def test_a_missing_column_is_named_in_both_languages():
    """A file with Chinese headers is told the Chinese header that it lacks."""
    with pytest.raises(InvalidInput) as caught:
        read_roster(units="编号,类别\n")

    assert "缺少“名称”列" in caught.value.text("zh")
    assert "lacks the column name" in caught.value.text("en")


@pytest.mark.parametrize(
    ("column", "cell", "zh", "en"),
    [
        ("status", "正是党员", "可用：正式党员、预备党员；是否为 正式党员？", ": full, probationary; did"),
        ("posts", "村支书@b", "已知：乡镇党委书记、", "known are: township_secretary, "),
        ("skills", "种菜", "已知：养蜂；", "known are: bees; "),
        ("needs", "种菜", "已知：养蜂；", "known are: bees; "),
    ],
)
def test_a_word_that_nobody_knows_is_answered_with_those_that_are(column, cell, zh, en):
    """The words of the column are listed, and the cell is not repeated."""
    where = {"needs": "households"}.get(column, "members")
    row = {"id": "x", "name": "何", "status": "full", column: cell}
    if where == "households":
        row = {"id": "x", column: cell}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"
    with pytest.raises(InvalidInput) as caught:
        read_roster(units=UNITS, **{where: text}, own_words={"养蜂": "bees"})

    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")
    assert cell.partition("@")[0] not in caught.value.text("zh") + caught.value.text("en")


@pytest.mark.untraced("other tests take its branches")
def test_ten_thousand_bad_rows_are_counted():
    """All faults are counted and the first hundred shown."""
    with pytest.raises(InvalidInput) as caught:
        read_roster(units=UNITS, members="id,name,status\n" + "m,,no\n" * 5_000)

    assert (caught.value.count, len(caught.value.faults)) == (10_000, 100)


def test_a_town_reads_its_own_kinds():
    """A kind of the town's own is read by its code and by the town's word."""
    area = UnitRule(kind="area", line="place", name=Text("片区", "area"))
    text = "id,kind,name\na,片区,东片\nb,area,西片\n"
    roster = read_roster(units=text, nesting=NESTING.with_rules(area), own_words={"片区": "area"})

    assert [unit.kind for unit in roster.units] == ["area", "area"]
    assert roster == read_roster(
        **attrs.asdict(write_roster(roster, audience=Audience.WEB, lang="zh")), nesting=roster.nesting
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "＝1", "'=1", "''"])
def test_no_cell_is_written_as_a_formula(name):
    """What a spreadsheet would take for a formula is guarded by an apostrophe, and reads back as it was."""
    roster = Roster(units=[Unit(id="b", kind="branch", name=name)])
    text = write_roster(roster, audience=Audience.WEB)

    assert f",'{name}," in text.units
    assert roster == read_roster(units=text.units)


@pytest.mark.parametrize("id", ["b;1", "b；1", " b", "b 2026-01-01.."])
def test_what_would_not_be_read_back_is_not_written(id):
    """An id that means something in a cell is refused, not changed."""
    roster = Roster(
        units=[Unit(id=id, kind="branch", name="支部")],
        members=[Member(id="m", name="何", status="full", belongs=[Belonging(unit=id)])],
    )
    with pytest.raises(InvalidInput) as caught:
        write_roster(roster, audience=Audience.LEDGER)

    assert caught.value.code == "csv.unwritable"
