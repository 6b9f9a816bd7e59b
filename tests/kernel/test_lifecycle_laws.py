"""The laws of lifecycles, held against every table, by the benches of the kit."""

import attrs
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.laws.benches import BENCHES, TABLES

from sanliang.kernel.events import verify
from sanliang.kernel.lifecycles import explain
from sanliang.testing._bench import Walk, asked, moved, opened, walked
from sanliang.testing._tables import TABLE_LAWS
from sanliang.testing._visits import every_move_is_made
from sanliang.testing._walks import WALK_LAWS

each_bench = pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("bench", TABLES, ids=lambda bench: bench.name)
@pytest.mark.parametrize("law", TABLE_LAWS, ids=lambda law: law.__name__)
def test_tables(bench, law):
    """Each law of the table alone holds for every table."""
    law(bench)


@pytest.mark.promise("S1")
@pytest.mark.promise("S2")
@each_bench
@given(data=st.data())
def test_walks(bench, data):
    """Every law of things on their way holds for every table."""
    walk = walked(bench, data)
    for law in WALK_LAWS:
        note(law.__doc__)
        law(walk)


@pytest.mark.untraced("a law with a machine of its own: it is held at full length")
@each_bench
def test_random_walks(bench):
    """Whatever moves are made in whatever order, log, thing and machine stay together."""

    class Course(RuleBasedStateMachine):
        walk: Walk

        @initialize(data=st.data())
        def open(self, data):
            self.walk = opened(bench, data)

        @rule(data=st.data())
        def move(self, data):
            self.walk.data = data
            moved(self.walk)

        @rule(data=st.data())
        def ask(self, data):
            self.walk.data = data
            by, on, moves = asked(self.walk)
            for name in bench.lifecycle.moves:
                verdict = explain(self.walk.thing, name, by=by, on=on, under=bench.lifecycle)
                assert verdict.ok <= (name in moves)

        @invariant()
        def together(self):
            thing, log, kind = self.walk.thing, self.walk.log, bench.lifecycle.kind
            assert (thing.state, thing.version) == (log.events[-1].enters, len(log))
            assert thing.state in bench.lifecycle.node
            assert kind.replay(log) == thing
            assert verify(log, head=log.head).ok

    profile = settings()
    run_state_machine_as_test(
        Course, settings=settings(max_examples=max(1, profile.max_examples // 3), stateful_step_count=15)
    )


@pytest.mark.once("it looks at the benches")
@pytest.mark.untraced("thousands of moves whatever the profile, and no branch of theirs alone")
@each_bench
def test_every_move_is_made(bench):
    """A bench brings its whole table to life: in walks that try what is new, every move is made."""
    every_move_is_made(bench)


def test_a_bench_is_a_value():
    """A bench can be made of another one, for a town that changes a table."""
    assert attrs.evolve(BENCHES[0], name="again").lifecycle is BENCHES[0].lifecycle
