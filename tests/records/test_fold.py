"""Folding: which records make a fact, and what they add up to."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.samples import CYCLE, VALUES, made, many

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.wire import decode, encode
from sanliang.records import Folded, Length, Query, Row, Window, fold, reach

ALLOWED = st.dictionaries(
    st.sampled_from(["hours", "level", "notes"]), st.lists(VALUES, min_size=1, max_size=3)
)
QUERIES = st.builds(
    Query,
    kind=st.sampled_from(["volunteer", "award", "meeting.absent", "none"]),
    window=st.sampled_from(["month", "quarter", "year", "cycle", "ever", "18 months", "1 year"]),
    where=ALLOWED,
    sum=st.none() | st.sampled_from(["hours", "level"]),
)


def same(one, other):
    """Whether two values are one, to their kind."""
    return type(one) is type(other) and one == other


@given(many(), QUERIES)
def test_a_fact_is_what_matches(records, query):
    """A fact holds the records of its kind, of its window and with its fields, in the documented order."""
    span = reach(query.window, cycle=CYCLE)
    matching = [
        record
        for record in records
        if record.kind == query.kind
        and record.on in span
        and all(
            name in record.fields and any(same(record.fields[name], one) for one in allowed)
            for name, allowed in query.where.items()
        )
    ]
    matching.sort(key=lambda record: (record.on, record.kind, record.id))
    expected = [(record, 1 if query.sum is None else record.fields.get(query.sum)) for record in matching]
    rows = [(record, much) for record, much in expected if type(much) in (int, Fraction)]
    lacking = tuple(record.id for record, much in expected if type(much) not in (int, Fraction))
    found = fold(records, query, cycle=CYCLE)

    assert rows == [(row.record, row.amount) for row in found.rows]
    assert sum(much for _, much in rows) == found.total
    assert (lacking, not lacking) == (found.lacking, found.known)
    assert {Fraction} == {type(found.total), *(type(row.amount) for row in found.rows)}


@given(many(), QUERIES, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records, query, random):
    """Records in any order make the same fact."""
    shuffled = [*records]
    random.shuffle(shuffled)

    assert fold(records, query, cycle=CYCLE) == fold(iter(shuffled), query, cycle=CYCLE)


@given(many(), st.integers(0, 12))
def test_a_fact_is_the_sum_of_its_parts(records, place):
    """The count of a book is the count of one part of it and the count of the other."""
    query = Query(kind="volunteer", window="ever")
    parts = [fold(rows, query, cycle=CYCLE).total for rows in (records[:place], records[place:])]

    assert sum(parts) == fold(records, query, cycle=CYCLE).total


def test_a_book_without_an_entry_is_zero():
    """Where nothing was recorded, the count and the sum are 0, and known."""
    for query in (Query(kind="volunteer"), Query(kind="volunteer", sum="hours")):
        assert Folded(rows=(), total=Fraction(0)) == fold((), query, cycle=CYCLE)
        assert fold((), query, cycle=CYCLE).known


def test_a_record_that_does_not_say_how_much_is_not_zero():
    """A record without the number that is added up makes the sum not known, and is named."""
    records = [made("r-1", fields={"hours": 3}), made("r-2"), made("r-3", fields={"hours": "many"})]
    found = fold(records, Query(kind="volunteer", sum="hours"), cycle=CYCLE)

    assert (3, ("r-2", "r-3"), False) == (found.total, found.lacking, found.known)
    assert 3 == fold(records, Query(kind="volunteer"), cycle=CYCLE).total


def test_yes_is_not_one_in_a_condition():
    """A condition for `True` does not take a 1, nor one for 0 a `False`; a text that is a number is it."""
    records = [made(f"r-{n}", fields={"notes": value}) for n, value in enumerate([True, 1, False, 0, "yes"])]
    ids = {
        str(allowed): [
            row.record.id
            for row in fold(records, Query(kind="volunteer", where={"notes": allowed}), cycle=CYCLE).rows
        ]
        for allowed in ([True], [1], ["0"], [False, "yes"])
    }

    assert {"[True]": ["r-0"], "[1]": ["r-1"], "['0']": ["r-3"], "[False, 'yes']": ["r-2", "r-4"]} == ids


@given(ALLOWED)
def test_the_order_of_a_condition_does_not_matter(where):
    """The values of a condition are kept once each, in one order; equal conditions are equal queries."""
    turned = {name: [*reversed(allowed), *allowed] for name, allowed in reversed(where.items())}
    one, other = (Query(kind="volunteer", where=given) for given in (where, turned))

    assert one == other
    assert hash(one) == hash(other)
    assert repr(one.where) == repr(other.where)
    assert all(
        any(same(value, one) for one in where[name]) for name, kept in other.where.items() for value in kept
    )


def test_queries_that_ask_for_different_things_differ():
    """`True` and 1 make two queries."""
    assert Query(kind="award", where={"notes": [True]}) != Query(kind="award", where={"notes": [1]})
    assert Query(kind="award", where={"notes": {True}}) == Query(kind="award", where={"notes": (True,)})


@given(QUERIES)
def test_a_condition_is_plain_data(query):
    """What a query allows is written as plain data, and makes the same query again."""
    where = decode(encode(query.where), FrozenMap[str, tuple[Any, ...]])

    assert query == Query(kind=query.kind, window=str(query.window), where=where, sum=query.sum)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"kind": "A"}, ("record.kind", "kind")),
        ({"window": "week"}, ("window.unknown", "window")),
        ({"window": "activity"}, ("window.activity", "window")),
        ({"sum": "Hours"}, ("code.shape", "sum")),
        ({"sum": 5}, ("text.type", "sum")),
        ({"where": [("level", "county")]}, ("query.where", "where")),
        ({"where": {"Level": ["county"]}}, ("code.shape", "where")),
        ({"where": {"level": "county"}}, ("list.type", "where.level")),
        ({"where": {"level": []}}, ("query.no_values", "where.level")),
        ({"where": {"level": [0.5]}}, ("number.float", "where.level[0]")),
    ],
)
def test_every_part_of_a_query_is_checked(fields, where):
    """What is wrong with a query is named at its place."""
    with pytest.raises(InvalidInput) as raised:
        Query(**{"kind": "volunteer", **fields})

    assert where == (raised.value.code, raised.value.path)


def test_all_faults_of_a_condition_are_found():
    """Every fault of a condition is reported at once."""
    with pytest.raises(InvalidInput) as raised:
        Query(kind="award", where={"a": [], "b": [None, 0.5], "C": ["x"]})

    assert ["where.a", "where.b[0]", "where.b[1]", "where"] == [fault.path for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: fold([made(), "r-2"], Query(kind="volunteer"), cycle=CYCLE), "records[1]"),
        (lambda: fold("records", Query(kind="volunteer"), cycle=CYCLE), "records"),
        (lambda: fold([], "volunteer", cycle=CYCLE), "query"),
        (lambda: fold([], Query(kind="volunteer"), cycle=date(2026, 7, 1)), "cycle"),
        (lambda: Row(record="r-1", amount=Fraction(1)), "record"),
        (lambda: Row(record=made(), amount=0.5), "amount"),
        (lambda: Row(record=made(), amount=True), "amount"),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask, path):
    """A wrong argument is refused with our error, at its name."""
    with pytest.raises(InvalidInput) as raised:
        ask()

    assert path == raised.value.path


def test_points_need_not_be_decimals():
    """What a rule makes of a record may be any fraction."""
    assert Fraction(1, 3) == Row(record=made(), amount=Fraction(1, 3)).amount
    assert Fraction(1, 2) == Row(record=made(), amount="0.5").amount


def test_a_window_is_kept_as_a_value():
    """A query keeps its window as the word or the length that it is."""
    assert Window.CYCLE is Query(kind="award").window
    assert Length(count=18, every="month") == Query(kind="award", window="18 months").window
