"""The laws of lifecycles, held against posts."""

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from tests.laws.lifecycles import TABLE_LAWS, WALK_LAWS, walked
from tests.posts.benches import POST


@pytest.mark.parametrize("law", TABLE_LAWS, ids=lambda law: law.__name__)
def test_tables(law):
    """Each law of the table alone holds for posts."""
    law(POST)


@given(data=st.data())
def test_walks(data):
    """Every law of things on their way holds for posts."""
    walk = walked(POST, data, most=12)
    for law in WALK_LAWS:
        note(law.__doc__)
        law(walk)


@given(data=st.data())
def test_places_are_never_exceeded(data):
    """However a post came to where it is, no more hold it than it has places, and each holds it once."""
    post = walked(POST, data, most=12).thing

    assert 0 <= post.vacancies
    assert len({*post.holders, *post.proposed}) == len(post.holders) + len(post.proposed)
    assert {*post.holders}.isdisjoint(post.candidates)
