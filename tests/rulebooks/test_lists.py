"""How long a list in a book may be."""

import pytest

from sanliang import InvalidInput
from sanliang.rulebooks import loads


def test_a_list_that_is_too_long_is_refused():
    """No list of a book has more than 200 members."""
    many = ", ".join(f'"r{number}"' for number in range(201))
    with pytest.raises(InvalidInput, match="has more than 200 members"):
        loads(f"[fact.marks]\nraters = [{many}]\n")
