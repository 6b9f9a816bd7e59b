"""Ratings, and what is worked out from them."""

from __future__ import annotations

from hypothesis import strategies as st

from sanliang import ratings
from sanliang.testing.strategies._fields import Parts, made, of_class

CLASSES: Parts = {
    ratings.Decision: made(ratings.Decision),
    ratings.Exempt: made(ratings.Exempt),
    ratings.GroupRating: made(ratings.GroupRating),
    ratings.History: made(ratings.History),
    ratings.Line: made(ratings.Line),
    ratings.NotRatable: made(ratings.NotRatable),
    ratings.Override: made(ratings.Override),
    ratings.QuotaResult: made(ratings.QuotaResult),
    ratings.Rated: made(ratings.Rated, lines=st.lists(of_class(ratings.Line), max_size=2).map(tuple)),
    ratings.Reading: made(ratings.Reading),
    ratings.Weighed: made(ratings.Weighed),
}
