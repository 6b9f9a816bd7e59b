"""
Strategies for every public value: plural nouns with options, valid by construction, small when they fail.

What goes through a lifecycle is made by its own `begin` and `decide`, so that it can really come about. Each
`invalid_*` gives `Broken` values: one thing in them is wrong, and they say which.
"""

from sanliang.testing.strategies._broken import (
    Broken,
    invalid_documents,
    invalid_items,
    invalid_moves,
    invalid_problems,
    invalid_records,
    invalid_rosters,
    invalid_rulebooks,
    invalid_townships,
    invalid_wishes,
)
from sanliang.testing.strategies._people import (
    days,
    households,
    items,
    letters,
    members,
    records,
    rosters,
    spans,
)
from sanliang.testing.strategies._points import exchanges, offices, transactions, wallets
from sanliang.testing.strategies._problems import changes, pairings, problems, wishes
from sanliang.testing.strategies._records import books as record_books
from sanliang.testing.strategies._register import stored, values
from sanliang.testing.strategies._rulebooks import all_books as rulebooks
from sanliang.testing.strategies._rulebooks import book_texts, facts
from sanliang.testing.strategies._rulebooks import outcomes as ratings
from sanliang.testing.strategies._things import (
    campaigns,
    concerns,
    consents,
    courses,
    duty_posts,
    inspections,
    mobilisations,
    notices,
    objections,
    plaques,
    pledges,
    sessions,
)
from sanliang.testing.strategies._townships import lifecycles
from sanliang.testing.strategies._townships import towns as townships
from sanliang.testing.strategies._ways import logs

__all__ = [
    "Broken",
    "book_texts",
    "campaigns",
    "changes",
    "concerns",
    "consents",
    "courses",
    "days",
    "duty_posts",
    "exchanges",
    "facts",
    "households",
    "inspections",
    "invalid_documents",
    "invalid_items",
    "invalid_moves",
    "invalid_problems",
    "invalid_records",
    "invalid_rosters",
    "invalid_rulebooks",
    "invalid_townships",
    "invalid_wishes",
    "items",
    "letters",
    "lifecycles",
    "logs",
    "members",
    "mobilisations",
    "notices",
    "objections",
    "offices",
    "pairings",
    "plaques",
    "pledges",
    "problems",
    "ratings",
    "record_books",
    "records",
    "rosters",
    "rulebooks",
    "sessions",
    "spans",
    "stored",
    "townships",
    "transactions",
    "values",
    "wallets",
    "wishes",
]
