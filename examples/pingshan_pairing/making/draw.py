"""Draws that are the same on every Python."""

import zlib

SEED = "pingshan 2017"


class Draw:
    """A stream of draws with a name: a linear congruential generator, so that no Python draws otherwise."""

    def __init__(self, name):
        self.state = zlib.crc32(f"{SEED} {name}".encode()) * 2654435761 % 2**64

    def below(self, end):
        """A whole number from 0 to below *end*."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % end

    def between(self, least, most):
        """A whole number from *least* to *most*."""
        return least + self.below(most - least + 1)

    def chance(self, percent):
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def one(self, these):
        """One of these."""
        return these[self.below(len(these))]

    def some(self, these, count):
        """So many of these, each once, in the order of drawing."""
        left = list(these)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
