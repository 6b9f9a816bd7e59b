"""Bounds of time: seconds of a usual machine, since the same work takes twice as long on a busy one."""

import sys
from time import process_time

USUAL = 0.016
TRACED = 8
BESIDE = 2
"""What fills much memory takes up to so many times as long where others want it too; little work does not."""


class within:  # noqa: N801 -- it reads as a word: `assert spent < within(0.25)`
    """So many seconds on a machine as fast as usual; more where it is slower now, or a tracer looks on."""

    def __init__(self, seconds, room=1):
        self.seconds = seconds
        self.room = room

    def __gt__(self, spent):
        """Whether something took less; the machine is looked at only where that is not plain at once."""
        return spent < self.seconds or spent < self.seconds * self.room * _slower()

    def __repr__(self):
        return f"within({self.seconds})"


def _slower():
    """How many times as long as usual something takes."""
    if sys.gettrace() is not None:
        return TRACED
    return max(_work() for _ in range(3)) / USUAL


def tried_within(seconds, work):
    """What a work of so many seconds gives. Where it takes longer, it is done again, three times in all."""
    for _ in range(3):
        start = process_time()
        found = work()
        spent = process_time() - start
        if spent < within(seconds, BESIDE):
            return found
    raise AssertionError(f"{spent:.3f} s, and {seconds} s of a usual machine are allowed")


def _work():
    """The processor time of a little work of the kind that is measured."""
    start, found = process_time(), {}
    for number in range(60_000):
        word = f"m{number % 977}"
        found[word] = found.get(word, 0) + len(word)
    return process_time() - start
