"""
The example as values: the roster, the rules, the wishes, and the problem that they make.

    python examples/pingshan_pairing/pairs.py

tells how many are paired, and how.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from sanliang import orgs, pairing

HERE = Path(__file__).parent
DAY = date(2017, 7, 4)
SALT = "平山镇 2017-07-04"

OWN_WORDS = {
    "种植": "crops", "养殖": "livestock", "电工": "electrics", "瓦木工": "building", "医护": "nursing",
    "调解": "mediation", "会计": "accounts", "驾驶": "driving", "致富": "wealth",
    "劳力": "labour", "技术": "know_how", "销路": "sales", "就医": "treatment", "就学": "schooling",
    "修房": "repair", "陪伴": "company", "矛盾": "disputes",
    "党委书记": "township_secretary", "党委委员": "township_committee",
}  # fmt: skip

RULES = pairing.Rules(
    ranks=[
        pairing.Rank(code="leader", room=3, least=1, posts=["township_secretary", "township_committee"]),
        pairing.Rank(code="secretary", room=2, least=1, posts=["branch_secretary"]),
        pairing.Rank(code="member", room=3, least=1),
    ],
    seats=[pairing.Seats(statuses=["registered_poor"])],
    near=[
        pairing.Near(kind="small_grid", cost=0),
        pairing.Near(kind="village", cost=5),
        pairing.Near(kind="township", cost=8, seated=True),
    ],
    beyond=20,
    kin="prefer",
    kin_worth=2,
    matches=[
        pairing.Match(need="labour", skills=["crops", "livestock", "building"], worth=1),
        pairing.Match(need="know_how", skills=["crops", "livestock", "wealth"], worth=1),
        pairing.Match(need="sales", skills=["wealth", "driving"], worth=1),
        pairing.Match(need="treatment", skills=["nursing", "driving"], worth=1),
        pairing.Match(need="repair", skills=["building", "electrics"], worth=1),
        pairing.Match(need="disputes", skills=["mediation"], worth=1),
    ],
)


def roster():
    """Units, members and households."""
    tables = {
        name: (HERE / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("units", "members", "households")
    }
    return orgs.read_roster(**tables, own_words=OWN_WORDS)


def wishes():
    """The slips of both sides."""
    found = {"members": {}, "households": {}, "members_refuse": {}, "households_refuse": {}, "kin": []}
    with (HERE / "wishes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            side = "members" if row["id"].startswith("m-") else "households"
            if row["wishes"]:
                found[side][row["id"]] = listed(row["wishes"])
            if row["refuses"]:
                found[f"{side}_refuse"][row["id"]] = row["refuses"].split(";")
            found["kin"] += [(row["id"], home) for home in row["kin"].split(";") if home]
    return pairing.Wishes(**found)


def listed(cell):
    """The wishes of a cell: `;` between them, `|` within a tie, `-` for nobody."""
    ties = [wish.split("|") for wish in cell.split(";") if wish != "-"]
    return [tie if len(tie) > 1 else tie[0] for tie in ties]


def problem():
    """The problem of the day."""
    return pairing.problem_from(roster(), RULES, wishes(), on=DAY, salt=SALT)


def main():
    """Pair, audit, and tell."""
    asked = problem()
    result = pairing.both(asked)
    print(f"{len(asked.helpers)} members, {len(asked.households)} households")
    for why, count in sorted(Counter(pair.why.label("en") for pair in result.pairs).items()):
        print(f"{count:5} pairs {why}")
    print(f"{len(result.unpaired):5} without anybody, or with too few")
    print("the certificate holds" if pairing.audit(asked, result).ok else "the certificate does not hold")


if __name__ == "__main__":
    main()
