"""All planted faults."""

from tests.testing.faults import accounts, courses, days, pairs, rules, stored

FAULTS = (
    *rules.FAULTS,
    *courses.FAULTS,
    *pairs.FAULTS,
    *accounts.FAULTS,
    *days.FAULTS,
    *stored.FAULTS,
)
LEAST = {
    "rules": 18,
    "lifecycles": 14,
    "pairing": 8,
    "points": 5,
    "notices": 6,
    "dues": 8,
    "serial": 8,
    "privacy": 4,
}
"""So many are planted in each part, at the least."""
