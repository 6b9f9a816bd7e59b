"""Everything that the library knows to check of a town."""

import qingshan

from sanliang import townships


def test_the_town_is_sound():
    """Nothing is wrong with it, and nothing is doubtful."""
    verdict = townships.check(qingshan.town())
    assert not verdict.reasons, verdict.text("zh")
