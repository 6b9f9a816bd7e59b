"""What holds of every result, whichever policy made it."""

from collections import Counter

import pytest
from hypothesis import given
from tests.pairing.problems import by_role, results

from sanliang.pairing import audit
from sanliang.testing.strategies import problems

PROBLEMS = problems() | problems(max_size=5, room=3)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(PROBLEMS)
def test_audit_accepts_every_result(problem):
    """`audit` accepts every result."""
    for found in results(problem):
        assert () == audit(problem, found).reasons, found


@given(PROBLEMS)
def test_nobody_has_more_than_there_is_room_and_need_for(problem):
    """Within room: no helper takes more than there is room, no household more than it needs; nobody twice."""
    for found in results(problem):
        taken = Counter((key.helper, key.role) for key in found.keys)
        held = Counter((key.household, key.role) for key in found.keys)

        assert all(number <= problem.helper(id).takes(role) for (id, role), number in taken.items())
        assert all(number <= problem.household(id).wants(role) for (id, role), number in held.items())
        assert len(found.pairs) == len({key[:2] for key in found.keys})


@given(PROBLEMS)
def test_no_refused_pair(problem):
    """No refused pair: neither of the two refuses the other, and the helper is not away."""
    for found in results(problem):
        for household, helper, _ in found.keys:
            assert helper not in problem.household(household).refuses
            assert household not in problem.helper(helper).refuses
            assert problem.helper(helper).away is None


@given(PROBLEMS)
def test_everyone_unpaired_is_named_with_what_is_missing(problem):
    """A reason for everyone unpaired: each empty seat is counted, and each helper who has nobody is there."""
    for found in results(problem):
        missing = {
            (one.id, role): one.wants(role) - sum(pair[0] == one.id for pair in pairs)
            for role, pairs, _ in by_role(problem, found.keys)
            for one in problem.households
        }
        idle = {one.id for one in problem.helpers if not found.households_of(one.id)}

        assert {at: number for at, number in missing.items() if number} == {
            (one.id, one.role): one.missing for one in found.unpaired if one.role
        }
        assert idle == {one.id for one in found.unpaired if not one.role}
