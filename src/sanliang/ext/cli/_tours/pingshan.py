"""平山镇: posts and pledges by post, stars with a quota, 327 members paired with 771 poor households."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from sanliang import pairing, posts, ratings, rulebooks, townships
from sanliang.ext.cli._files import found, tables
from sanliang.ext.cli._sheets import SlipRow
from sanliang.ext.cli._slips import wishes
from sanliang.ext.cli._tours._letters import begin, display
from sanliang.ext.cli._tours._tour import Count, Stage
from sanliang.kernel.verdicts import Refused
from sanliang.orgs import branch_of
from sanliang.pairing import Pairing, Policy, Problem, Why
from sanliang.pledges import Item, Pledge, Pledger, PledgerKind
from sanliang.posts import DutyPost
from sanliang.ratings import Rated, Rating, Subject
from sanliang.rulebooks import Rulebook

CLERK, SECRETARY, GROUP, BRANCH, BOARD = "m-clerk", "m-sishan", "g-sishan", "b-dawa", "司山村民组公示牌"


@attrs.frozen(kw_only=True)
class PostRow:
    """A post of the group, its code in the town's catalogue, and who chooses it."""

    post: str
    code: str
    member: str


@attrs.frozen(kw_only=True)
class DeedRow:
    """One item of what the group promises as a whole."""

    item: str
    deed: str


@attrs.frozen(kw_only=True)
class ScoreRow:
    """The composite of a member or a branch for the year."""

    id: str
    composite: str


def play(stage: Stage) -> dict[str, Count]:
    """The posts and pledges of a group; the stars of the year; the pairs."""
    return {**_posts(stage), **_letters(stage), **_stars(stage), **_pairs(stage)}


# --- posts and pledges -----------------------------------------------------------------------------------


def _posts(stage: Stage) -> dict[str, Count]:
    """Each post is set, chosen, assigned, posted and taken up."""
    on, held = stage.day("set"), stage.day("held")
    for row in stage.rows("posts.csv", PostRow):
        _fill(stage, row, on, held)
    return {"posts": len(posts.holding(stage.office.all(DutyPost), on=held))}


def _fill(stage: Stage, row: PostRow, on: date, held: date) -> None:
    office, word = stage.office, posts.KIND.name
    post = found(stage.town.posts, row.code, "posts.csv.code")
    plan = townships.post_plan(post, unit=BRANCH)
    office.open(word, row.post, "announce", CLERK, on, posts.Given(plan=plan))
    chosen = posts.candidate(stage.roster, row.member, unit=BRANCH, on=on)
    office.move(word, row.post, "choose", row.member, on, posts.Given(candidate=chosen))
    office.move(word, row.post, "assign", CLERK, on, posts.Given(holders=(row.member,)))
    posting = posts.posting(office.thing(row.post), place=BOARD, period=stage.town.notices["pledge"])
    posted = office.post(f"n-{row.post}", posting, CLERK, on)
    office.move(word, row.post, "publish", CLERK, on, posts.Given(posted=posted))
    filed = office.file(f"n-{row.post}", CLERK, held, stage.workdays)
    office.move(word, row.post, "install", CLERK, held, posts.Given(filed=filed))


def _letters(stage: Stage) -> dict[str, Count]:
    """Each member pledges by post, and the group what it does as a whole; too little of it is refused."""
    held, until, started = stage.day("held"), stage.day("until"), stage.day("started")
    for post in stage.office.all(DutyPost):
        (member,) = post.holders
        items = posts.pledge_items(post, member=member, deadline=until)
        maker = Pledger(kind="member", id=member, unit=GROUP, signatories=[member])
        display(stage, f"p-{member}", maker, items, vetter=CLERK, place=BOARD, on=held)
    deeds = [Item(id=row.item, deed=row.deed, deadline=until) for row in stage.rows("group.csv", DeedRow)]
    group = Pledger(kind="group", id=GROUP, unit=GROUP, signatories=[SECRETARY])
    refused = 0
    try:
        display(stage, "p-short", group, deeds[1:], vetter=CLERK, place=BOARD, on=held)
    except Refused:
        refused = 1
    display(stage, "p-group", group, deeds, vetter=CLERK, place=BOARD, on=held)
    for pledge in stage.office.all(Pledge):
        begin(stage, pledge.id, vetter=CLERK, on=started)
    made = Counter(one.letter.pledger.kind for one in stage.office.all(Pledge) if one.state == "in_progress")
    return {
        "vetting": stage.town.pledging.label("approve"),
        "members": made[PledgerKind.MEMBER],
        "group_items": len(stage.office.thing("p-group").letter.items),
        "refused": refused,
    }


# --- stars -----------------------------------------------------------------------------------------------


def _stars(stage: Stage) -> dict[str, Count]:
    """The stars of the year by the town's rulebooks; those of members by one that adds a quota to it."""
    books, on = stage.town.rulebooks, stage.day("rated")
    quota = rulebooks.loads(stage.read("quota.toml"), base=books["member-stars"])
    members = _subjects(stage, "stars.csv")
    plain = _tiers(ratings.rate_group(members, books["member-stars"], on=on).ratings.values())
    rated = ratings.rate_group(members, quota, on=on)
    branches = _tiers(_rated(stage, "branches.csv", books["branch-stars"], on))
    tiers = _tiers(rated.ratings.values())
    return {
        "rated": len(members),
        **{f"members_{tier}": tiers[tier] for tier in ("5", "4", "2")},
        "without_quota": plain["5"],
        "moved": sum(len(one.moved) for one in rated.quotas),
        **{f"branches_{tier}": branches[tier] for tier in ("5", "4")},
    }


def _subjects(stage: Stage, name: str) -> list[Subject]:
    return [
        Subject(id=row.id, group="town", facts={"composite": Fraction(row.composite)})
        for row in stage.rows(name, ScoreRow)
    ]


def _rated(stage: Stage, name: str, book: Rulebook, on: date) -> list[Rating]:
    return [ratings.rate(one.facts, book, on=on) for one in _subjects(stage, name)]


def _tiers(given: Iterable[Rating]) -> Counter[str]:
    return Counter(one.tier for one in given if isinstance(one, Rated))


# --- pairs -----------------------------------------------------------------------------------------------

WAYS: Mapping[Policy, Callable[[Problem], Pairing]] = {
    Policy.TWO_WAY: partial(pairing.two_way, proposing="households"),
    Policy.COVER: pairing.cover,
    Policy.BOTH: pairing.both,
}


def _pairs(stage: Stage) -> dict[str, Count]:
    """The pairs by the town's rules and policy, with the audit of their proof."""
    roster, on = tables(stage.read, "pairing/"), stage.day("paired")
    slips = wishes(stage.rows("pairing/wishes.csv", SlipRow), roster)
    problem = pairing.problem_from(roster, stage.town.pairing, slips, on=on, salt=stage.town.id)
    made = WAYS[stage.town.policy](problem)
    grids = {branch_of(roster, pair.helper, on=on).id for pair in made.pairs}
    return {**_paired(problem, made), "branches": len(grids)}


def _paired(problem: Problem, made: Pairing) -> dict[str, Count]:
    whole = {one.id for one in problem.households} - {one.id for one in made.unpaired}
    return {
        "helpers": len({pair.helper for pair in made.pairs}),
        "covered": len(whole),
        "chosen": sum(pair.why is Why.MUTUAL for pair in made.pairs),
        "placed": sum(pair.why is not Why.MUTUAL for pair in made.pairs),
        "violations": len(pairing.audit(problem, made).reasons),
    }
