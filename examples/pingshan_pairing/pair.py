"""
Pairs 327 members with 771 households, by choice and by the organisation; and repairs it when one leaves.

    python examples/pingshan_pairing/pair.py [file]

With a file, it writes the problem there instead, as JSON for `sanliang pair`. The rules of the town are
below; what the columns of the tables mean, and what is invented, is in README.md.
"""

import csv
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from sanliang import orgs, pairing
from sanliang.kernel.wire import read_toml

HERE = Path(__file__).parent
DAY = date(2017, 7, 4)
SALT = "平山镇 2017-07-04"
LEAVES = "m-073"

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
    own_words = read_toml((HERE / "words.toml").read_text(encoding="utf-8"))
    return orgs.read_roster(**tables, own_words=own_words)


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


def told(asked, result):
    """How many are covered, who chose whom, whether the audit finds nothing."""
    left = {one.id for one in result.unpaired}
    covered = sum(one.id not in left for one in asked.households)
    reasons = Counter(pair.why.label("en") for pair in result.pairs)
    yield f"{covered} of {len(asked.households)} households covered"
    for why, count in sorted(reasons.items()):
        yield f"  {count} {why}"
    yield "certificate audited" if pairing.audit(asked, result).ok else "certificate NOT valid"


def moved(repaired):
    """Who came to whom for whom."""
    came = {key.household: key.helper for key in repaired.came}
    for key in repaired.left:
        free = ", though the pair could have stood" if key.household in repaired.moved else ""
        yield f"  {key.household}: {came.get(key.household, 'nobody')} for {key.helper}{free}"


def main(file=None):
    """Pair, audit; let one member withdraw, repair, audit. Or write the problem."""
    asked = problem()
    if file is not None:
        Path(file).write_text(pairing.write_problem(asked), encoding="utf-8", newline="\n")
        return
    result = pairing.both(asked)
    print(f"{len(asked.helpers)} members, {len(asked.households)} households, problem {asked.digest[:16]}")
    print(*told(asked, result), sep="\n")
    repaired = pairing.repair(asked, result, pairing.Change(leaves={LEAVES: "withdrawn"}))
    print(f"{LEAVES} withdraws, problem {repaired.problem.digest[:16]}")
    print(*moved(repaired), sep="\n")
    print(*told(repaired.problem, repaired.pairing), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
