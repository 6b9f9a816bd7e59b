"""
How hard the property tests try: HYPOTHESIS_PROFILE is default (the gate), quick, few (lowest) or deep.

A tracer makes everything two to four times as slow. So the gate takes the branches with the profile quick,
and the laws at full length in a run of their own without a tracer, with whatever is marked `untraced`.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("sanliang.testing")

_SLOW = [HealthCheck.too_slow]

settings.register_profile(
    "default", max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
)
settings.register_profile("quick", settings.get_profile("default"), max_examples=10)
settings.register_profile("few", settings.get_profile("default"), max_examples=3)
settings.register_profile(
    "deep", settings.get_profile("default"), max_examples=5_000, derandomize=False, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_configure(config):
    """Register our markers."""
    config.addinivalue_line(
        "markers",
        "untraced(why): the gate runs it among the laws, without a tracer, not where it takes branches",
    )
    config.addinivalue_line(
        "markers", "once(why): it says nothing of versions, and is not run again on the lowest ones"
    )
    config.addinivalue_line(
        "markers", "promise(id): the test that shows a promise of docs/explanation/promises.md"
    )
