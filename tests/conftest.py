"""
How hard the property tests try: HYPOTHESIS_PROFILE is default (the gate), quick, few (mutants), lowest
(the lowest versions) or deep.

A tracer makes everything two to eight times as slow. So where coverage is measured, what is read for branches
comes first; then the tracer stops, and the laws run, the examples of the documents, and what is marked
`untraced`. What is marked `traced` is an exception among the laws: it takes a branch that no other takes.

On the lowest versions a test over a table has three of its rows, unless it is marked `every_row`. A mutant is
tried by all of them: the row that notices it may be any.
"""

import gc
import os
import sys
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, settings
from sybil.integration.pytest import SybilItem

pytest.register_assert_rewrite("sanliang.testing")

_SLOW = [HealthCheck.too_slow]

settings.register_profile(
    "default", max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
)
settings.register_profile("quick", settings.get_profile("default"), max_examples=10)
settings.register_profile("few", settings.get_profile("default"), max_examples=3)
settings.register_profile("lowest", settings.get_profile("few"))
settings.register_profile(
    "deep", settings.get_profile("default"), max_examples=5_000, derandomize=False, print_blob=True
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
settings.load_profile(PROFILE)


def pytest_configure(config):
    """Register our markers."""
    config.addinivalue_line(
        "markers",
        "untraced(why): where branches are counted it runs with the laws, when the tracer has stopped",
    )
    config.addinivalue_line("markers", "traced(why): a law that is read for branches, where others are not")
    config.addinivalue_line(
        "markers", "once(why): it says nothing of versions, and is not run again on the lowest ones"
    )
    config.addinivalue_line(
        "markers", "every_row(why): all rows of its table are tried on the lowest versions too, not three"
    )
    config.addinivalue_line(
        "markers", "promise(id): the test that shows a promise of docs/explanation/promises.md"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Keep the thousands of tests from being looked through for garbage, again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)  # when the plug-in of Hypothesis has marked the laws
def pytest_collection_modifyitems(config, items):
    """Put last what runs without a tracer where coverage is measured; leave rows out on lowest versions."""
    if _measured():
        items.sort(key=_is_untraced)
    if PROFILE == "lowest" and (left := _rows_left_out(items)):
        config.hook.pytest_deselected(items=left)
        items[:] = [one for one in items if one not in left]


def pytest_runtest_setup(item):
    """Stop the tracer for good before the first test that runs without one."""
    if _is_untraced(item) and (measured := _measured()):
        measured.stop()


def _measured():
    """The coverage that is measured in this process, if it is."""
    coverage = sys.modules.get("coverage")
    return coverage and coverage.Coverage.current()


def _is_untraced(item):
    mark = item.get_closest_marker
    law = mark("hypothesis") and not mark("traced")
    return bool(mark("untraced") or law or isinstance(item, SybilItem))


def _rows_left_out(items):
    """Of each table all rows but the first, the middle one and the last."""
    tables = defaultdict(list)
    for item in items:
        if hasattr(item, "callspec") and not item.get_closest_marker("every_row"):
            tables[item.nodeid.partition("[")[0]].append(item)
    return {one for rows in tables.values() for one in {*rows} - {rows[0], rows[len(rows) // 2], rows[-1]}}
