"""
The stars of a town as it reports them, with the figures of the article (seed 003).

    python examples/pingshan_stars/report.py

From the article: 1 general branch and 37 branches with 1,462 members; of the branches of 12 villages two have
five stars and five have four; 63 members have five, 306 four and five two, and of the others nothing is said.
Invented are the people, the scores and the rules (stars.toml). The sentence is counted, not typed.
"""

from datetime import date
from pathlib import Path

from sanliang import Text, orgs, pairing, ratings, reports, rulebooks

BOOK = rulebooks.load(Path(__file__).with_name("stars.toml"))
YEAR_END = date(2016, 12, 31)
BRANCHES = [f"b-{n:02}" for n in range(1, 38)]
VILLAGES = BRANCHES[:12]
MEMBERS = [f"m-{n:04}" for n in range(1, 1463)]
STARS = [
    reports.Category(code=code, label=Text(zh, en))
    for code, zh, en in (
        ("5", "五星级", "five-star"),
        ("4", "四星级", "four-star"),
        ("2", "二星级", "two-star"),
    )
]


def roster() -> orgs.Roster:
    """The town: a committee, a general branch, its branches, and members who are only numbers."""
    units = [("c-1", "township_committee", "平山镇党委", ""), ("b-00", "general_branch", "党总支", "c-1")]
    units += [(id, "branch", f"第{id[2:]}党支部", "b-00") for id in BRANCHES]
    people = [(id, "某", "full", BRANCHES[n % 37]) for n, id in enumerate(MEMBERS)]
    return orgs.read_roster(
        units="\n".join(map(",".join, [("id", "kind", "name", "parent"), *units])),
        members="\n".join(map(",".join, [("id", "name", "status", "belongs"), *people])),
    )


def scores(ids: list[str], steps: list[tuple[int, int]]) -> dict[str, int]:
    """Invented scores: a lot decides who has which, so many of each."""
    drawn = sorted(ids, key=pairing.Lots("平山镇 2016").__getitem__)
    marks = [score for score, many in steps for _ in range(many)]
    return dict(zip(drawn, marks, strict=True))


def table(town: orgs.Roster, points: dict[str, int], whose: str) -> reports.Table:
    """How many came to which star, of those whose stars are posted; three stars are not."""
    rated = {id: ratings.rate({"composite": score}, BOOK, on=YEAR_END) for id, score in points.items()}
    posted = {id: tier for id, tier in reports.tiers(rated).items() if tier != "3"}
    return reports.tally(posted, town, on=YEAR_END, whose=whose, among=points)


def said() -> Text:
    """The sentence that the town sends upward."""
    town = roster()
    branches = table(town, scores(VILLAGES, [(96, 2), (88, 5), (70, 5)]), "units")
    members = table(town, scores(MEMBERS, [(97, 63), (90, 306), (75, 1088), (55, 5)]), "members")
    return reports.sentence(
        [
            reports.Part(
                counted=branches.total, noun=Text("村（社区）党组织", "village branches"), categories=STARS
            ),
            reports.Part(counted=members.total, noun=Text("党员", "members"), measure="名", categories=STARS),
        ]
    )


if __name__ == "__main__":
    print(said().zh, said().en, sep="\n")
