"""How a machine is run: by settings, with the same examples in each run that is not deep."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

from hypothesis import seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run(machine: type[RuleBasedStateMachine], under: settings, steps: int) -> None:
    """
    Run a machine for so many steps an example.

    Hypothesis takes its examples from the source of what makes a machine, and reads it each time. A part of
    the class has no source; it is given a number of its own, by the name of the machine.
    """
    made: Any = partial(machine)
    if under.derandomize:
        seed(int.from_bytes(sha256(machine.__name__.encode()).digest()[:16], "big"))(made)
    run_state_machine_as_test(made, settings=settings(under, stateful_step_count=steps))
