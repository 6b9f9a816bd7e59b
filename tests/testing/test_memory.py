"""The store in memory does what every store has to."""

import pytest

from sanliang import MemoryStore
from sanliang.testing import StoreCases


class TestMemory(StoreCases):
    """What stores have to do, done by the one in memory."""

    @pytest.fixture(autouse=True)
    def _empty(self):
        self.kept = MemoryStore()

    def store(self, registry):
        """The same store each time: it is its own place."""
        return self.kept
