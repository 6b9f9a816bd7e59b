"""
Logs: append-only, ordered, chained by digests; heads for the village board; a memory store.

The digest of an entry covers its bytes as they were first written and the digest before it. The bytes hold
the tagged event and who, when, why. Order is by version, never by time.
"""

from sanliang.kernel.events._entry import Entry, Event, Head
from sanliang.kernel.events._log import Log
from sanliang.kernel.events._stores import MemoryStore, Store, head_of
from sanliang.kernel.events._verify import verify

__all__ = ["Entry", "Event", "Head", "Log", "MemoryStore", "Store", "head_of", "verify"]
