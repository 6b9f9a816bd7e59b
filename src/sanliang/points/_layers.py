"""A map that never changes and grows at little cost: the base that a replay made, and small layers on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import attrs

K = TypeVar("K")
V = TypeVar("V")


@attrs.frozen(eq=False)
class Layers(Generic[K, V]):
    """
    Dictionaries one upon the other: what stands in a later one hides what stands below it.

    A layer is merged into the one above it once that is as large. So growing by one entry copies, over many,
    as often as the number of entries can be halved; and whoever holds an older map keeps it as it was.
    """

    _dicts: tuple[dict[K, V], ...] = ()

    @classmethod
    def of(cls, items: dict[K, V]) -> Layers[K, V]:
        """The map of one dictionary, which nobody may change any more."""
        return cls((items,))

    def get(self, key: K) -> V | None:
        """What stands under a key; nothing where there is none."""
        for one in reversed(self._dicts):
            if key in one:
                return one[key]
        return None

    def part(self, keys: Iterable[K]) -> dict[K, V]:
        """A dictionary of those keys that are there."""
        found = ((key, self.get(key)) for key in keys)
        return {key: value for key, value in found if value is not None}

    def grown(self, new: dict[K, V]) -> Layers[K, V]:
        """The map with these entries added or replaced."""
        if not new:
            return self
        below = [*self._dicts]
        while below and len(below[-1]) <= len(new):
            new = {**below.pop(), **new}
        return Layers((*below, new))

    def merged(self) -> dict[K, V]:
        """All entries in one dictionary."""
        found = dict[K, V]()
        for one in self._dicts:
            found.update(one)
        return found
