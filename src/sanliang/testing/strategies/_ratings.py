"""Ratings, and what is worked out from them."""

from __future__ import annotations

from hypothesis import strategies as st

from sanliang import ratings
from sanliang.testing.strategies._fields import Parts, ids, made, of_class

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
    # worked out anew, whenever somebody asks
    ratings.Barred: made(ratings.Barred),
    ratings.CaseResult: made(ratings.CaseResult),
    ratings.Change: made(ratings.Change),
    ratings.Comparison: made(ratings.Comparison),
    ratings.Count: made(ratings.Count),
    ratings.Coverage: made(ratings.Coverage),
    ratings.Difference: made(ratings.Difference),
    ratings.FactChange: made(ratings.FactChange),
    ratings.Gathered: made(ratings.Gathered),
    ratings.Move: made(ratings.Move),
    ratings.NextTier: made(ratings.NextTier),
    ratings.Subject: made(ratings.Subject, id=ids, group=st.none() | ids, credited=st.just({})),
    ratings.Way: made(ratings.Way),
}
