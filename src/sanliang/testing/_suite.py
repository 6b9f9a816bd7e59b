"""A town's whole test file, in two lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from sanliang.rulebooks import WORDS, Words
from sanliang.testing._check import Check
from sanliang.testing._checks import checks_of
from sanliang.testing._subject import Which, subject_of
from sanliang.testing._tell import quoted, tell
from sanliang.townships import Township
from sanliang.townships._layer import Guard


def suite(
    which: Which,
    *,
    over: Township | None = None,
    words: Words = WORDS,
    guards: Mapping[str, Mapping[str, Guard]] | None = None,
) -> Callable[[Check, pytest.FixtureRequest], None]:
    """
    Everything that the library knows to test of a town, as one test of pytest with a case for each thing.

    The ids of the cases are stable: `check`, `case:BOOK:PLACE`, `law:CODE:PART`, `days:...`, `junk:...`,
    `private:...`, `reach:BOOK`. A town that cannot be read is one case that fails, `load`, with all its
    faults. Examples are drawn by the active profile of Hypothesis and are the same in each run, unless
    `--deep` is said or the profile has more than 1,000 examples.

    Args:
        which: The folder of a town, relative to where pytest runs; or the id of one; or a town.
        over: As for `townships.load`, where *which* is a folder; so are *words* and *guards*.
        words: The words that its rulebooks may use.
        guards: Its own guards, by word and name.

    Returns:
        The test, for a name that begins with `test`.

    Example:
        >>> test_it = suite("pingshan")
        >>> [check.id for check in test_it.pytestmark[0].args[1]][:1]
        ['check']
    """
    subject = subject_of(which, over=over, words=words, guards=guards)
    checks = checks_of(subject)

    @pytest.mark.parametrize("check", checks, ids=[check.id for check in checks])
    def test_it(check: Check, request: pytest.FixtureRequest) -> None:
        tell(check, request.node, town=subject.name, again=quoted(request.node.nodeid))

    return test_it
