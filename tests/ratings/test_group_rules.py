"""The laws of quotas over groups that are made up, and a second reading of their text."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST
from tests.ratings.oracle.groups import shared

from sanliang.ratings import Exempt, NotRatable, Rated, Subject, rate, rate_group
from sanliang.rulebooks import loads

FACTS = """
[fact]
hours  = {}
deeds  = {}
status = { type = "word" }
[item.hours]
[item.deeds]
weight = 0
"""
SCALES = (
    "{ name = 3, at_least = 5 }, { name = 2, at_least = 3 }, { name = 1, at_least = 1 }",
    "{ name = 3, at_least = 2 }, { name = 2, at_least = 1 }, { name = 1 }",
    '{ name = 3, fact = "deeds", at_least = 2 }, { name = 2, at_least = 2 }, { name = 1 }',
)
CLAUSES = {
    "hero": "{ is = 3 }",
    "held": "{ in = [2, 1] }",
    "kept": '{ in = [3, "none"] }',
    "barred": '{ is = "none" }',
    "ill": '"exempt"',
}
TIERS = ("3", "2", "1", "none")
STATUS = st.sampled_from(["full"] * 6 + list(CLAUSES))


@st.composite
def quotas(draw, spare=False):
    """A quota of any kind; of some the spare rise."""
    tiers = draw(st.sampled_from(["3", "3", "2", "1", "[3, 2]", "[2, 1]", "[3, 1]", "[3, 2, 1]"]))
    limit = draw(
        st.sampled_from(['"15%"', '"40%"', '"1/2"', "1", "2", '{ 2020-01-01 = 3, 2026-05-01 = "30%" }'])
    )
    lines = [f"tier = {tiers}", f'of = "{draw(st.sampled_from(["branch", "branch", "town"]))}"']
    kind = draw(st.sampled_from(["at_most"] * 6 + ["at_least"]))
    lines.append(f"{kind} = {limit}")
    if kind == "at_most":
        lines.append(f'ties = "{draw(st.sampled_from(["narrow", "widen", "vote"]))}"')
        lines += ["binding = false"] * (draw(st.integers(0, 9)) == 9)
        lines += ['spare = "up"'] * (spare and draw(st.integers(0, 2)) == 2)
    rank = draw(st.sampled_from(['"score"', '["score", "deeds"]', '["deeds", "hours"]']))
    lines.append(f"rank = {rank}")
    lines.append(f'round = "{draw(st.sampled_from(["down", "up", "half_up"]))}"')
    lines.append(f"least = {draw(st.integers(0, 1))}")
    lines += ['among = "listed"'] * draw(st.booleans())
    return "[[quota]]\n" + "".join(f"{line}\n" for line in lines)


@st.composite
def groups(draw, spare=False):
    """The text of a book with quotas, facts by id, and by id the names of their groups."""
    text = HEAD + FACTS + f"[scale]\ntiers = [ {draw(st.sampled_from(SCALES))} ]\n"
    for word, then in CLAUSES.items():
        text += f'[[clause]]\nwhen = {{ fact = "status", is = "{word}" }}\nthen = {then}\n'
    text += "".join(draw(st.lists(quotas(spare), min_size=1, max_size=3)))
    people, peers = {}, {}
    for place in range(draw(st.integers(0, 9) | st.integers(5, 9))):
        facts = {
            "hours": draw(st.sampled_from([6, 6, 5, 5, 3, 1, 0])),
            "deeds": draw(st.integers(0, 2)),
            "status": draw(STATUS),
        }
        if draw(st.integers(0, 2)) == 2:
            del facts["hours"]
        people[f"m{place}"] = facts
        peers[f"m{place}"] = {"branch": draw(st.sampled_from(["b1", "b1", "b2"])), "town": "t"}
    return text, people, peers


def together(text, people, peers):
    """What came of a group."""
    some = [Subject(id=id, facts=facts, past=(), group=peers[id]) for id, facts in people.items()]
    return rate_group(some, loads(text), on=LAST)


@pytest.mark.promise("Q1")
@given(groups())
def test_two_readings_of_quotas_agree(group):
    """
    Shares are rounded as the book says, seats are filled by rank, ties are treated as declared, and the spare
    go to the next tier that their clauses allow: as a plain reading of the text has it.
    """
    text, people, peers = group
    book = loads(text)
    known = {id: facts for id, facts in people.items() if "hours" in facts or is_open(facts)}
    found = together(text, known, peers)
    answers, rated, seats = shared(known, book, LAST, peers)
    for id, one in answers.items():
        rating = found.ratings[id]
        if one.outcome == "exempt":
            assert isinstance(rating, Exempt)
        elif one.outcome != "rated":
            assert rating.missing == ("hours",)
        elif rated[id].waits:
            event("waits for a vote")
            assert rating.missing == ("vote",)
        else:
            event(f"moved {len(rated[id].moved)}")
            assert (rated[id].tier, rated[id].moved) == (rating.tier, rating.moved)
    assert seats == {(one.quota, one.group): (one.base, one.seats) for one in found.quotas}


def is_open(facts):
    """Whether points that are not known leave the tier open: somebody is listed then, and not rated."""
    return facts["status"] in {"ill", "full"} and facts["deeds"] < 2


@given(groups(spare=True))
def test_quotas_are_never_exceeded(group):
    """Quotas are never exceeded but by those whom a clause keeps, and by ties that are declared to widen."""
    text, people, peers = group
    book = loads(text)
    found = together(text, people, peers)
    for one in found.quotas:
        quota = book.quotas[one.quota]
        assert set(one.holders) == {
            id
            for id, rating in found.ratings.items()
            if isinstance(rating, Rated) and rating.tier in quota.tiers and peers[id][quota.of] == one.group
        }
        if quota.at_least is not None or not quota.binding:
            assert not one.moved
            continue
        widened = set(one.tied) if quota.ties == "widen" else set()
        free = max(one.seats - len(set(one.kept) & set(one.holders)), 0)
        bound = set(one.holders) - set(one.kept) - set(one.stuck)
        assert len(bound) <= free or (widened and len(bound - widened) < free) or one.stuck
        assert one.met == (len(one.holders) <= one.seats)


@given(groups(spare=True), st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(group, random):
    """Whoever is handed in first has nothing of it."""
    text, people, peers = group
    mixed = {id: people[id] for id in random.sample(sorted(people), len(people))}

    assert together(text, people, peers) == together(text, mixed, peers)


@given(groups(spare=True))
def test_quotas_move_within_what_clauses_leave(group):
    """Whom quotas move keeps to the tiers that his clauses left; whom none moves has the tier by himself."""
    text, people, peers = group
    book = loads(text)
    found = together(text, people, peers)
    for id, rating in found.ratings.items():
        alone = rate(people[id], book, on=LAST, past=())
        if isinstance(rating, Rated):
            assert rating.tier in rating.left
            assert rating.moved or rating.tier == alone.tier
            assert (rating.score, rating.lines, rating.proposed) == (alone.score, alone.lines, alone.proposed)
        else:
            assert type(alone) is type(rating) or isinstance(rating, NotRatable)


@given(groups())
def test_a_seat_is_never_left_to_a_lower_rank(group):
    """Whom a quota pushes down ranks no higher than anybody who keeps a seat and could have left it."""
    text, people, peers = group
    book = loads(text)
    found = together(text, people, peers)
    for one in found.quotas if len(book.quotas) == 1 else ():
        scored = {id for id, rating in found.ratings.items() if getattr(rating, "score", None) is not None}
        free = [id for id in one.holders if id not in one.kept and found.ratings[id].left == TIERS]
        stay = [ranked(found.ratings[id], book.quotas[0].rank) for id in free if id in scored]
        gone = [ranked(found.ratings[id], book.quotas[0].rank) for id in one.moved if id in scored]
        assert not (stay and gone) or max(gone) <= min(stay)


def ranked(rating, rank):
    """By what somebody is ranked."""
    lines = {line.item: line.points for line in rating.lines}
    return tuple(lines[item] for item in rank)
