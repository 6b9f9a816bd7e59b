"""The suite of our own towns, as a town's author writes it: of one in the gate, of all five in a deep run."""

import pytest
from hypothesis import settings

from sanliang.testing import suite
from sanliang.testing._effort import MANY
from sanliang.townships._own import IDS

pytestmark = [
    pytest.mark.untraced("each branch is taken by the tests of planted faults"),
    pytest.mark.once("it says nothing of versions"),
]

test_pingshan = suite("pingshan")

if settings().max_examples > MANY:
    test_huaxing, test_poxi, test_xingshisi, test_xingxian = (suite(id) for id in IDS if id != "pingshan")
