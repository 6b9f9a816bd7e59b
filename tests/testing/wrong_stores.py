"""Stores that are wrong on purpose, each in its own way: the cases have to find them."""

import copy

import attrs

from sanliang import Log, MemoryStore
from sanliang.kernel.events._entry import START, chained, entry_bytes, tagged
from sanliang.testing._events import Told


class Wrong:
    """A store in memory, to be made wrong."""

    def __init__(self):
        self.right = MemoryStore()

    def opened(self, registry):
        """Whoever opens it again finds it as it is."""
        return self

    def read(self, stream):
        """The log of a stream."""
        return self.right.read(stream)

    def append(self, stream, *events, **said):
        """As the store in memory."""
        return self.right.append(stream, *events, **said)

    def erase(self, stream, version):
        """As the store in memory."""
        return self.right.erase(stream, version)

    def streams(self):
        """As the store in memory."""
        return self.right.streams()


class LastWriteWins(Wrong):
    """It reads and writes back without looking whether anybody wrote in between."""

    def append(self, stream, *events, **said):
        """Expects what it was told, and if that is old, cuts off what came after it."""
        expected = said.get("expected")
        log = self.read(stream)
        if isinstance(expected, type(log.head)) and expected.length < log.length:
            log = Log.restore(stream, log.entries[: expected.length])
        self.right._logs[stream] = log = log.append(*events, **{**said, "expected": None})
        return log


class ForgetsKeys(Wrong):
    """It writes keys down and never looks at them again."""

    def append(self, stream, *events, **said):
        """Each request is a new one."""
        log = self.read(stream)
        longer = Log(stream, log._entries, {}, len(log)).append(*events, **said)
        self.right._logs[stream] = longer
        return longer


class ComputesTheVersion(Wrong):
    """It takes the next version as it inserts, whatever the decision was made on."""

    def append(self, stream, *events, **said):
        """What is expected is looked at for its form alone."""
        log = self.read(stream)
        log.append(*events, **{**said, "expected": None, "key": said.get("key", "")})
        if isinstance(said.get("expected"), type(log.head)):
            said = {**said, "expected": None}
        return self.right.append(stream, *events, **said)


class Reorders(Wrong):
    """It reads back by time and not by version."""

    def read(self, stream):
        """The entries, the earliest moment first."""
        return Log.restore(stream, sorted(super().read(stream), key=lambda entry: (entry.at, entry.data)))


class Rehashes(Wrong):
    """It upgrades events as it reads them, and writes their bytes and digests anew."""

    def opened(self, registry):
        """With the next release, the next version of each event."""
        newer = copy.copy(self)
        newer.upgrades = "case.noted/2" in registry.tags
        return newer

    upgrades = False

    def read(self, stream):
        """The log with bytes of today."""
        log, digest, entries = super().read(stream), START, []
        for entry in log if self.upgrades else ():
            old = entry.event
            event = old if isinstance(old, Told) else Told(thing=old.thing, text=old.note, on=old.on)
            said = {name: getattr(entry, name) for name in ("by", "at", "on", "why", "meta", "key")}
            data = entry_bytes(stream, entry.version, tagged(event), **said)
            digest = chained(digest, data)
            entries.append(attrs.evolve(entry, event=event, data=data, digest=digest))
        return Log.restore(stream, entries) if entries else log


class AnswersEarly(Wrong):
    """It answers before it has stored: the last request is written when the next one comes."""

    def __init__(self):
        super().__init__()
        self.waiting = None

    def opened(self, registry):
        """Another process does not see what only waits."""
        other = copy.copy(self)
        other.waiting = None
        return other

    def append(self, stream, *events, **said):
        """Store what waited, and let this one wait."""
        if self.waiting is not None:
            one, its_events, its_words = self.waiting
            self.right.append(one, *its_events, **its_words)
        answer = self.read(stream).append(*events, **said)
        self.waiting = stream, events, said
        return answer


class HalfABatch(Wrong):
    """It commits after each event."""

    def append(self, stream, *events, **said):
        """One after the other; what comes before a wrong one stays."""
        log = super().append(stream, *events[:1], **said)
        for event in events[1:]:
            log = super().append(stream, event, **{**said, "expected": None, "key": ""})
        return log


class KeepsWhatIsErased(Wrong):
    """It erases the entry that was named and leaves the copies."""

    def erase(self, stream, version):
        """The value stays wherever else it stands."""
        log, erased = self.read(stream), self.read(stream).erase(version)
        entries = [erased.entries[n] if n == version - 1 else one for n, one in enumerate(log)]
        self.right._logs[stream] = log = Log.restore(stream, entries)
        return log
