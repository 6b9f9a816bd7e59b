"""The invented people and papers of the example campaign are whole and sound."""

import re
from collections import Counter
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import attrs
import pytest

from sanliang import Audience, orgs

HERE = Path(__file__).parents[2] / "examples" / "xingshisi"
FOUND = sorted(path.name for path in HERE.iterdir() if path.is_file())


def test_the_files_are_small(xingshisi):
    """All of them together are less than 300 kB."""
    assert sum((HERE / name).stat().st_size for name in FOUND if not name.endswith(".py")) < 300_000


# --- who there is -------------------------------------------------------------------------------------


def test_the_numbers_of_the_town(xingshisi):
    """Eight branches, their members, households and plaques: a household of two members is one plaque."""
    town = xingshisi.roster
    kinds = Counter(unit.kind for unit in town.units)
    members = orgs.under(town, "c-xingshisi", on=xingshisi.seen)
    households = orgs.member_households(town, "c-xingshisi", on=xingshisi.seen)

    assert kinds["branch"] == kinds["village"] == 8
    assert kinds["party_group"] == kinds["villager_group"]
    assert (len(town.members), len(town.households)) == (333, 418)
    assert len(members) == len(town.members)
    assert sum(one.is_full(on=xingshisi.seen) for one in members) == 318
    assert len(households) == 286
    assert len(orgs.contact_households(town, "c-xingshisi", on=xingshisi.seen)) == 126
    assert Counter(one.exemption.reason for one in members if one.is_exempt(on=xingshisi.seen)) == {
        "away": 22, "elderly": 18, "infirm": 8, "out_of_contact": 3,
    }  # fmt: skip


def test_branches_and_their_sizes(xingshisi):
    """From 23 members in the smallest branch to 56 in the largest, in two to four groups."""
    town = xingshisi.roster
    branches = [unit for unit in town.units if unit.kind == "branch"]
    sizes = {one.name[:3]: len(orgs.under(town, one.id, on=xingshisi.seen)) for one in branches}

    assert sizes == {
        "音河村": 46, "东岗村": 44, "柳湾村": 41, "双井村": 49, "松林村": 36,
        "丰裕村": 56, "北甸村": 38, "新泉村": 23,
    }  # fmt: skip
    for branch in branches:
        groups = [unit for unit in town.units if unit.parent == branch.id]
        assert 2 <= len(groups) <= 4


def test_the_regulation_has_one_finding(xingshisi):
    """One branch has more than 50 members; all else is as the regulation has it."""
    for day in (xingshisi.seen, xingshisi.end):
        findings = orgs.check(xingshisi.roster, on=day)
        assert [(one.code, one.params["name"]) for one in findings] == [("branch.too_many", "丰裕村党支部")]


@pytest.mark.untraced("other tests take its branches")
def test_the_roster_writes_and_reads_back(xingshisi):
    """The roster survives the library's own writer."""
    town = xingshisi.roster
    written = orgs.write_roster(town, audience=Audience.LEDGER, lang="zh")

    assert orgs.read_roster(**attrs.asdict(written)) == town


def test_no_number_of_a_person_is_known(xingshisi):
    """Of no member is a telephone number, an identity number or a birth date known."""
    assert not any(one.phone or one.id_number or one.born for one in xingshisi.roster.members)


def test_names_are_of_one_person_each(xingshisi):
    """No two members have one name."""
    names = [one.name for one in xingshisi.roster.members]

    assert len(set(names)) == len(names)


def test_probationary_members_make_new_member_households(xingshisi):
    """Two households become member households in the cycle, when their member becomes a full one."""
    town = xingshisi.roster
    before, after = (
        {one.id for one in orgs.member_households(town, "c-xingshisi", on=day)}
        for day in (xingshisi.seen, xingshisi.end)
    )

    assert len(after - before) == 2
    assert before < after


# --- what they promise --------------------------------------------------------------------------------


def test_each_village_has_its_own_menu(xingshisi):
    """Twelve to fifteen entries a village, all five duties, nothing twice."""
    entries = [entry for menu in xingshisi.menus.values() for entry in menu]

    assert list(xingshisi.menus) == [village["code"] for village in xingshisi.campaign["village"]]
    for menu in xingshisi.menus.values():
        assert 12 <= len(menu) <= 15
        assert {entry["duty"] for entry in menu} == xingshisi.campaign["duties"].keys()
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert len({entry["deed"]["zh"] for entry in entries}) == len(entries)


def test_choices_keep_to_the_menu(xingshisi):
    """What is chosen is in the village's own menu, within its range and days, and witnessed by another."""
    entries = {entry["id"]: (code, entry) for code, menu in xingshisi.menus.items() for entry in menu}
    letters = {row["pledge"]: row for row in xingshisi.table("letters")}
    returned = {row["thing"] for row in xingshisi.table("course") if row["move"] == "return"}

    assert {row["pledge"] for row in xingshisi.table("choices")} == letters.keys()
    for row in xingshisi.table("choices"):
        code, entry = entries[row["menu"]]
        letter = letters[row["pledge"]]
        assert code == letter["unit"].split("-")[1]
        assert entry["due"][0] <= row["deadline"] <= entry["due"][1]
        assert row["quantity"] <= entry["quantity"][1]
        assert row["quantity"] >= entry["quantity"][0] or row["pledge"] in returned
        assert row["witness"] not in letter["signatories"].split(";")
        xingshisi.roster.member(row["witness"])


def test_everyone_due_signs_one_letter(xingshisi):
    """Each member who is not excused signs one letter of August 2020; no one who is excused signs any."""
    letters = [row for row in xingshisi.table("letters") if row["posted"] <= xingshisi.seen]
    signed = Counter(one for row in letters for one in row["signatories"].split(";"))
    due = {one.id for one in xingshisi.roster.members if not one.is_exempt(on=xingshisi.seen)}
    family = {row["id"] for row in xingshisi.table("family")}

    assert {one for one in signed if one.startswith("m-")} == due
    assert set(signed) - due <= family
    assert set(signed.values()) == {1}


def test_all_is_hung_signed_and_posted_on_the_day_of_the_article(xingshisi):
    """Every member household has its plaque or a reason against it, and every letter due hangs on a board."""
    town = xingshisi.roster
    plaques = {row["household"]: row for row in xingshisi.table("plaques")}
    owed = {one.id for one in orgs.member_households(town, "c-xingshisi", on=xingshisi.seen)}

    assert {id for id, row in plaques.items() if row["owed"] <= xingshisi.seen} == owed
    for row in plaques.values():
        assert (row["state"] == "hung") == bool(row["place"]) == (not row["zh"])
        assert row["unit"] == orgs.answering(town, row["household"], on=row["owed"]).id
    late = [row for row in xingshisi.table("letters") if row["posted"] > xingshisi.seen]
    assert [row["drafted"] for row in late] == [date(2020, 12, 7)] * 2


def test_the_secretary_leads_in_each_village(xingshisi):
    """The head of each leading group is the branch secretary; nobody vets the letter of their own home."""
    town = xingshisi.roster

    for branch, rows in groupby(xingshisi.table("leading"), key=itemgetter("branch")):
        head, *others = rows
        assert head["part"] == "head"
        assert "branch_secretary" in town.actor(head["member"], on=xingshisi.seen).roles
        assert all(orgs.branch_of(town, one["member"], on=xingshisi.seen).id == branch for one in others)
        assert len(others) >= 4
    for row in xingshisi.table("letters"):
        assert row["vetter"] not in row["signatories"].split(";")


# --- whom they wish for ---------------------------------------------------------------------------------


def ids(cell):
    """The ids of a cell of wishes or refusals, without their order."""
    return [id for id in re.split("[;|]", cell) if id not in {"", "-"}]


def test_slips_are_of_both_sides(xingshisi):
    """A contact household, or a member who acts for a member household, names those of the other side."""
    town, day = xingshisi.roster, xingshisi.campaign["pairing"]["on"]
    contacts = {one.id for one in orgs.contact_households(town, "c-xingshisi", on=day)}
    acting = {row["by"] for row in xingshisi.table("letters") if row["pledger_kind"] == "household"}
    slips = xingshisi.table("wishes")

    assert len({row["id"] for row in slips}) == len(slips)
    for row in slips:
        other = acting if row["id"] in contacts else contacts
        named = ids(row["wishes"]) + ids(row["refuses"])
        assert row["id"] in contacts | acting
        assert set(named) <= other
        assert len(set(named)) == len(named)


def test_slips_are_as_people_fill_them_in(xingshisi):
    """Some hand in none, some wish for nobody, some for several alike, and either side refuses somebody."""
    slips = xingshisi.table("wishes")
    handed_in = Counter(row["id"][0] for row in slips)
    refusals = Counter(row["id"][0] for row in slips if row["refuses"])

    assert {"h": 100, "m": 145} == handed_in
    assert {"h": 4, "m": 3} == refusals
    assert ["h-0307", "h-0347"] == [row["id"] for row in slips if row["wishes"] == "-"]
    assert sum("|" in row["wishes"] for row in slips) == 23
