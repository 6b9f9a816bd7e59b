"""The laws of posts beside those of every lifecycle."""

from hypothesis import given
from hypothesis import strategies as st

from sanliang.posts import BASE
from sanliang.testing._bench import walked
from sanliang.testing._benches import bench

POST = bench(BASE)


@given(data=st.data())
def test_places_are_never_exceeded(data):
    """However a post came to where it is, no more hold it than it has places, and each holds it once."""
    post = walked(POST, data, most=12).thing

    assert 0 <= post.vacancies
    assert len({*post.holders, *post.proposed}) == len(post.holders) + len(post.proposed)
    assert {*post.holders}.isdisjoint(post.candidates)
