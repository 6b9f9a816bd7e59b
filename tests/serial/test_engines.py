"""What the engines really give is stored as it is: ratings, groups, histories, verdicts."""

from datetime import date
from fractions import Fraction

from tests.ratings.books import ITEM, LAST, book

from sanliang import Actor, Verdict, pledges, ratings, serial
from sanliang.pledges import Item, Pledger

DAY = date(2026, 7, 1)
BOOK = book(ITEM, '[[quota]]\ntier = 3\nof = "branch"\nat_most = 1\nties = "narrow"\n')


def stored(value):
    """A value as it is read from its text; the text is the same again."""
    text = serial.dumps(value)
    back = serial.loads(text, type(value))
    assert value == back
    assert text == serial.dumps(back)
    return back


def test_ratings_are_stored_with_what_they_were_made_of():
    """Rows and readings that are made when somebody reads them are made when they are written."""
    facts = {f"m-{number}": {"hours": 99 - number} for number in range(4)}
    group = ratings.rate_group(facts, BOOK, on=LAST)
    back = stored(group)
    for id, one in group.ratings.items():
        assert {**one.readings} == {**back.ratings[id].readings}
        assert one.lines == back.ratings[id].lines
        stored(one)
    assert Fraction(99) == back.ratings["m-0"].readings["hours"].value
    stored(ratings.rate({}, BOOK, on=LAST))
    stored(ratings.history([], BOOK, on=LAST))


def test_a_verdict_is_stored_with_its_sentences():
    """A refusal and a permission, with roles, days, names of moves, and numbers in them."""
    nobody = Actor(id="m-9", roles={"member"}, unit="b-9")
    lamp = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
    member = Pledger(kind="member", id="m-3", unit="b-1")
    clerk = Actor(id="m-3", roles={"member"}, unit="b-1")
    pledge = pledges.replay(
        [pledges.draft("p", pledger=member, kind="annual", items=[lamp], by=clerk, on=DAY)]
    )
    moves = {row.move for row in pledges.BASE.rows}
    for actor in (nobody, clerk):
        for move in sorted(moves):
            verdict = pledges.explain(pledge, move, by=actor, on=DAY, under=pledges.BASE)
            back = stored(verdict)
            assert isinstance(back, Verdict)
            assert [verdict.text(lang) for lang in ("zh", "en")] == [back.text(lang) for lang in ("zh", "en")]


def test_an_explanation_of_a_rating_is_stored():
    """A tree of reasons, with numbers that are no decimals."""
    rated = ratings.rate({"hours": 91}, BOOK, on=LAST)
    stored(ratings.explain(rated, BOOK))
